//! From what was typed to what is shown.
use std::collections::HashSet;

use pulldown_cmark::{Options, Parser, html};

/// Where something is to be filled in still: `[[your court]]`.
const OPEN: &str = "[[";

/// Whether a text has no place left to be filled in.
pub fn is_finished(body: &str) -> bool {
    !body.trim().is_empty() && !body.contains(OPEN)
}

/// Markdown (CommonMark, with tables) as HTML that is safe to show: whatever stands in it, nothing runs, nothing is
/// loaded from elsewhere, and links lead to pages and mailboxes only.
pub fn render(markdown: &str) -> String {
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    let tags = [
        "h2",
        "h3",
        "h4",
        "p",
        "br",
        "hr",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "a",
        "blockquote",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    ammonia::Builder::empty()
        .tags(HashSet::from(tags))
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow"))
        .clean(&raw)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_shown_and_nothing_else_is() {
        let shown = render("## Who\n\nSee [us](/pages/imprint), *really*.\n\n- one\n- two");
        for part in ["<h2>Who</h2>", "<a href=\"/pages/imprint\"", "<em>really</em>", "<li>two</li>"] {
            assert!(shown.contains(part), "{shown}");
        }
        let evil =
            render("<script>alert(1)</script><img src=x onerror=y>[x](javascript:alert(1)) <p onclick=z>text</p>");
        for part in ["<script", "<img", "onerror", "onclick", "href"] {
            assert!(!evil.contains(part), "{evil}");
        }
        assert!(evil.contains("text"));
        let link = render("[x](javascript:alert(1))");
        assert!(link.contains('x') && !link.contains("javascript"), "{link}");
    }

    #[test]
    fn a_text_with_places_to_fill_in_is_not_finished() {
        assert!(is_finished("All there."));
        assert!(!is_finished("Our court: [[which court]]") && !is_finished("  "));
    }
}
