//! The templates and the sandbox they run in: HTML is escaped, an unknown name is an error, and fuel ends loops.
use kernel::{Arg, Texts};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};

use super::KINDS;

/// Enough for an order of a hundred lines, many times over.
const FUEL: u64 = 200_000;

const SHARED: [(&str, &str); 7] = [
    ("frame.html", include_str!("../../../templates/mail/frame.html.j2")),
    ("sums.html", include_str!("../../../templates/mail/sums.html.j2")),
    ("sums.txt", include_str!("../../../templates/mail/sums.txt.j2")),
    ("told.html", include_str!("../../../templates/mail/told.html.j2")),
    ("told.txt", include_str!("../../../templates/mail/told.txt.j2")),
    ("seller.txt", include_str!("../../../templates/mail/seller.txt.j2")),
    ("foot.txt", include_str!("../../../templates/mail/foot.txt.j2")),
];

/// All templates, in the words of one locale.
pub(super) struct Templates(Environment<'static>, Texts);

pub(super) struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Templates {
    /// Those the binary carries.
    ///
    /// # Errors
    /// A template with a mistake in it.
    pub fn embedded(texts: &Texts) -> Result<Self, Error> {
        let mut env = Environment::new();
        env.set_auto_escape_callback(
            |name| {
                if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
            },
        );
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        env.add_global("locale", texts.locale());
        let t = texts.clone();
        env.add_function("t", move |key: String| t.t(&key).to_owned());
        let t = texts.clone();
        env.add_function("v", move |key: String, value: String| t.v(&key, &value));
        let t = texts.clone();
        env.add_function("n", move |key: String, count: i64| t.n(&key, count));
        let t = texts.clone();
        env.add_function("f", move |key: String, args: Kwargs| filled(&t, &key, &args));
        for (name, source) in SHARED.iter().chain(KINDS.iter().flat_map(|kind| kind.templates)) {
            env.add_template(name, source)?;
        }
        Ok(Self(env, texts.clone()))
    }

    /// # Errors
    /// A name the view does not have, or too much work.
    pub fn render(&self, name: &str, view: &Value) -> Result<Rendered, Error> {
        let part = |end: &str| self.0.get_template(&format!("{name}.{end}"))?.render(view.clone());
        let (mut subject, mut text) = (part("subject")?, part("txt")?);
        if view.get_attr("trial").is_ok_and(|trial| trial.is_true()) {
            subject = self.1.v("mail-trial-subject", &subject);
            text = format!("{}\n\n{text}", self.1.t("mail-trial-text"));
        }
        Ok(Rendered {
            // One line: a line break would end the header.
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            text,
            html: part("html")?,
        })
    }
}

/// A text with named arguments: `f("mail-new-text", buyer=name, count=units)`.
fn filled(texts: &Texts, key: &str, args: &Kwargs) -> Result<String, Error> {
    let mut numbers = Vec::new();
    let mut words = Vec::new();
    for name in args.args() {
        let value: Value = args.get(name)?;
        match i64::try_from(value.clone()) {
            Ok(number) => numbers.push((name, number)),
            Err(_) => words.push((name, value.to_string())),
        }
    }
    let numbers = numbers.iter().map(|(name, n)| (*name, Arg::Number(*n)));
    let all: Vec<_> = numbers.chain(words.iter().map(|(name, w)| (*name, Arg::Text(w)))).collect();
    Ok(texts.f(key, &all))
}
