//! Pages of words over two rooms: the content room keeps what they say, and the foot of every page links those that are
//! published ([`markets::FootLink`]), both in one unit of work.
use content::{Content, ContentError, LEGAL, NewPage, Page};
use db::{Db, Tx};
use kernel::Actor;
use markets::{FootLink, Identity, Markets, MarketsError, ShopProfile};

#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error(transparent)]
    Markets(#[from] MarketsError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
db::domain_error!(PagesError);

impl kernel::Coded for PagesError {
    fn code(&self) -> &'static str {
        match self {
            Self::Content(e) => e.code(),
            Self::Markets(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Content(e) => e.fault(),
            Self::Markets(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

/// The use case. Cheap to clone.
#[derive(Clone)]
pub struct Pages {
    db: Db,
    content: Content,
    markets: Markets,
}

impl Pages {
    pub fn new(db: Db, content: Content, markets: Markets) -> Self {
        Self { db, content, markets }
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Saves a page ([`Content::save`]); the foot of every page follows.
    ///
    /// # Errors
    /// Those of [`Content::save`]; the database's.
    pub async fn save(&self, actor: &Actor, new: NewPage, version: i64) -> Result<(), PagesError> {
        let (me, who) = (self.clone(), actor.clone());
        self.db
            .write(actor, move |tx| {
                me.content.save(tx, &who, new.clone(), version)?;
                me.link(tx)
            })
            .await?;
        self.markets.forget();
        Ok(())
    }

    /// Puts the starting texts where there are none, in these languages. With places to be filled in they are not
    /// published.
    ///
    /// # Errors
    /// The database's.
    pub fn begin(&self, tx: &mut Tx<'_>, profile: &ShopProfile, locales: &[&str]) -> Result<(), PagesError> {
        let spoken = STARTERS.iter().filter(|(locale, ..)| locales.contains(locale));
        let pages: Vec<NewPage> = spoken.map(|(locale, slug, text)| starter(locale, slug, text, profile)).collect();
        self.begin_with(tx, &pages)
    }

    /// Puts these pages where there are none.
    ///
    /// # Errors
    /// The database's.
    pub fn begin_with(&self, tx: &mut Tx<'_>, pages: &[NewPage]) -> Result<(), PagesError> {
        for page in pages {
            self.content.begin(tx, page)?;
        }
        self.link(tx)
    }

    fn link(&self, tx: &mut Tx<'_>) -> Result<(), PagesError> {
        let pages = Content::pages_in(tx)?;
        let links = pages.into_iter().filter(|p| p.published).map(foot_link).collect();
        Ok(self.markets.put_foot(tx, links)?)
    }
}

fn foot_link(page: Page) -> FootLink {
    FootLink { path: format!("/pages/{}", page.slug), locale: page.locale, title: page.title }
}

macro_rules! starters {
    ($($locale:literal: $($slug:literal),*;)*) => {
        /// Locale, slug; title on the first line, then Markdown.
        const STARTERS: &[(&str, &str, &str)] = &[$($(
            ($locale, $slug, include_str!(concat!("../../templates/pages/", $locale, "/", $slug, ".md"))),
        )*)*];
    };
}
starters! {
    "en": "imprint", "privacy", "terms", "withdrawal", "delivery";
    "de": "imprint", "privacy", "terms", "withdrawal", "delivery";
}

fn starter(locale: &str, slug: &str, text: &str, profile: &ShopProfile) -> NewPage {
    let Identity { legal_name, address, registers, .. } = &profile.identity;
    // Two spaces at the end of a line break it in Markdown.
    let lines = |text: &str| text.lines().map(escaped).collect::<Vec<_>>().join("  \n");
    let open = |text: String, what: &str| if text.is_empty() { format!("[[{what}]]") } else { text };
    let missing = |en: &'static str, de: &'static str| if locale == "de" { de } else { en };
    let seller = match (legal_name.is_empty(), slug) {
        (true, _) => String::new(),
        (false, "imprint") => format!("{}  \n{}", escaped(legal_name), lines(address)),
        (false, _) => {
            let line = address.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(", ");
            format!("{}, {}", escaped(legal_name), escaped(&line))
        }
    };
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    let body = body
        .replace("{seller}", &open(seller, missing("Name and address", "Name und Anschrift")))
        .replace(
            "{registers}",
            &open(
                lines(registers),
                missing("Register and VAT number, if you have them", "Register und USt-IdNr., falls vorhanden"),
            ),
        )
        .replace("{email}", &escaped(&profile.email));
    let body = body.trim().to_owned();
    NewPage {
        slug: slug.to_owned(),
        locale: locale.to_owned(),
        title: title.to_owned(),
        published: content::is_finished(&body),
        body,
    }
}

/// What means something in Markdown, as itself.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if "\\`*_{}[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// Whether the legal pages are all there and finished, in this language.
pub fn legal_is_done(pages: &[Page], locale: &str) -> bool {
    let done = |slug: &str| pages.iter().any(|p| p.slug == slug && p.locale == locale && p.published);
    LEGAL.iter().all(|slug| done(slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starting_texts_name_the_seller_and_leave_places_open() {
        let identity = Identity {
            legal_name: "Kiosk *GmbH*".into(),
            address: "Kai 3\n20457 Hamburg".into(),
            ..Identity::default()
        };
        let profile = ShopProfile { identity, ..ShopProfile::default() };
        for (locale, slug, text) in STARTERS {
            let page = starter(locale, slug, text, &profile);
            assert!(!page.title.is_empty() && !page.published, "{locale} {slug}");
            assert!(!page.body.contains("{seller}") && !page.body.contains("{email}") && page.body.contains("[["));
        }
        let (locale, slug, text) = STARTERS[0];
        let shown = content::render(&starter(locale, slug, text, &profile).body);
        assert!(shown.contains("Kiosk *GmbH*<br>\nKai 3<br>\n20457 Hamburg"), "{shown}");
        let nobody = starter(locale, slug, text, &ShopProfile::default());
        assert!(nobody.body.contains("[[Name and address]]"));
    }
}
