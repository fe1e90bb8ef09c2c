//! Product texts from elsewhere: only the tags that a description needs.
use std::collections::HashSet;
use std::sync::LazyLock;

/// What may stay. Pictures, styles, scripts, classes, forms and frames go; their text stays where it is text.
static RULES: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "strong",
        "b",
        "em",
        "i",
        "ul",
        "ol",
        "li",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut rules = ammonia::Builder::empty();
    rules
        .tags(HashSet::from(tags))
        .add_tag_attributes("a", ["href"])
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    rules
});

/// Sanitised HTML. Text without any tags becomes paragraphs at its blank lines.
pub fn clean(body: &str) -> String {
    if body.contains('<') {
        return RULES.clean(body).to_string().trim().to_owned();
    }
    let body = body.replace("\r\n", "\n");
    let paragraphs = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    paragraphs.map(|p| format!("<p>{}</p>", RULES.clean(p))).collect()
}

/// The text of some HTML, without any tags.
pub(super) fn words(html: &str) -> String {
    static NONE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut rules = ammonia::Builder::empty();
        rules.clean_content_tags(HashSet::from(["script", "style"]));
        rules
    });
    if !html.contains('<') {
        return html.trim().to_owned();
    }
    let text = NONE.clean(&html.replace('<', " <")).to_string();
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
