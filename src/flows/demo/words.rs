//! The demo's pages of words, finished: an invented seller, in the languages that the shop speaks.
use content::NewPage;

macro_rules! pages {
    ($($locale:literal: $($slug:literal),*;)*) => {
        /// Locale, slug; title on the first line, then Markdown.
        const PAGES: &[(&str, &str, &str)] = &[$($(
            ($locale, $slug, include_str!(concat!("../../../templates/pages/demo/", $locale, "/", $slug, ".md"))),
        )*)*];
    };
}
pages! {
    "en": "imprint", "privacy", "terms", "withdrawal", "delivery", "contact";
    "de": "imprint", "privacy", "terms", "withdrawal", "delivery", "contact";
}

/// What the demo says about itself, for shoppers to read.
pub fn pages() -> Vec<NewPage> {
    let page = |(locale, slug, text): &(&str, &str, &str)| {
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        NewPage {
            slug: (*slug).to_owned(),
            locale: (*locale).to_owned(),
            title: title.to_owned(),
            body: body.trim().to_owned(),
            published: true,
        }
    };
    PAGES.iter().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_finished_and_there_in_both_languages() {
        let pages = pages();
        for page in &pages {
            assert!(content::is_finished(&page.body) && !page.title.is_empty(), "{} {}", page.locale, page.slug);
            assert!(content::render(&page.body).contains("<h2>"), "{} {}", page.locale, page.slug);
        }
        let slugs = |locale| pages.iter().filter(|p| p.locale == locale).map(|p| &p.slug).collect::<Vec<_>>();
        assert_eq!(slugs("en"), slugs("de"));
        assert!(content::LEGAL.iter().all(|slug| slugs("en").iter().any(|s| s == slug)));
    }
}
