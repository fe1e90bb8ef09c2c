//! The templates and the sandbox they run in: HTML is escaped, an unknown name is an error, and fuel ends loops.
use kernel::Texts;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::view::View;

/// Enough for an order of a hundred lines, many times over.
const FUEL: u64 = 200_000;

macro_rules! mail {
    ($name:literal) => {
        [
            (concat!($name, ".subject"), include_str!(concat!("../../../templates/mail/", $name, ".subject.j2"))),
            (concat!($name, ".txt"), include_str!(concat!("../../../templates/mail/", $name, ".txt.j2"))),
            (concat!($name, ".html"), include_str!(concat!("../../../templates/mail/", $name, ".html.j2"))),
        ]
    };
}

const SHARED: [(&str, &str); 2] = [
    ("frame.html", include_str!("../../../templates/mail/frame.html.j2")),
    ("sums.txt", include_str!("../../../templates/mail/sums.txt.j2")),
];
const MAILS: [[(&str, &str); 3]; 3] =
    [mail!("order_confirmation"), mail!("order_shipped"), mail!("order_cancelled")];

pub(super) struct Templates(Environment<'static>);

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
    pub fn embedded(texts: &Texts) -> Result<Self, minijinja::Error> {
        let mut env = Environment::new();
        env.set_auto_escape_callback(
            |name| {
                if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
            },
        );
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        let t = texts.clone();
        env.add_function("t", move |key: String| t.t(&key).to_owned());
        let t = texts.clone();
        env.add_function("v", move |key: String, value: String| t.v(&key, &value));
        let t = texts.clone();
        env.add_function("n", move |key: String, count: i64| t.n(&key, count));
        for (name, source) in SHARED.into_iter().chain(MAILS.into_iter().flatten()) {
            env.add_template(name, source)?;
        }
        Ok(Self(env))
    }

    /// # Errors
    /// A name the view does not have, or too much work.
    pub fn render(&self, name: &str, view: &View) -> Result<Rendered, minijinja::Error> {
        let view = Value::from(Serde(view));
        let part = |end: &str| self.0.get_template(&format!("{name}.{end}"))?.render(view.clone());
        let subject = part("subject")?;
        Ok(Rendered {
            // One line: a line break would end the header.
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            text: part("txt")?,
            html: part("html")?,
        })
    }
}
