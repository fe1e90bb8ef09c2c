//! Content: pages of words, as imprint and terms.
//!
//! Owns `content_pages`: a page has a slug, and in each language a title and a text in Markdown. Rendered when it is
//! shown, never stored as HTML. Knows no market: which language is asked for is the caller's.
mod dialect;
mod schema;
mod text;

use db::{Conn, Db, DbError, Tx};
use diesel::prelude::*;
use events::{Event, Recording as _};
use kernel::{Actor, Forbidden, Micros};
use serde::{Deserialize, Serialize};

use schema::content_pages as t;
pub use text::{is_finished, render};

/// May write pages.
pub const MANAGE: &str = "settings.manage";
/// What a shop needs by law, in the order in which it is linked.
pub const LEGAL: [&str; 5] = ["imprint", "privacy", "terms", "withdrawal", "delivery"];
/// The longest text, in characters.
const LONGEST: usize = 100_000;

#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    #[error("there is no such page")]
    NotFound,
    #[error("somebody changed this page in the meantime; look again, then try once more")]
    Stale,
    #[error("{told}")]
    Wrong { field: &'static str, told: String },
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ContentError);

impl kernel::Coded for ContentError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "page_not_found",
            Self::Stale => "stale",
            Self::Wrong { .. } => "bad_page",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Stale => Fault::Conflict,
            Self::Wrong { .. } => Fault::Invalid,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// A page in one language.
#[derive(Queryable, Selectable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = t)]
pub struct Page {
    /// What stands in its address: `/pages/{slug}`. The same in every language.
    pub slug: String,
    /// As in `en`.
    pub locale: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Whether shoppers see it.
    pub published: bool,
    /// Counts changes from 1.
    pub version: i64,
    /// Microseconds, UTC.
    updated_at: i64,
}

impl Page {
    pub fn changed(&self) -> Micros {
        Micros(self.updated_at)
    }
}

/// What a page is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPage {
    pub slug: String,
    pub locale: String,
    pub title: String,
    pub body: String,
    pub published: bool,
}

/// A page says something else, or is shown or hidden.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct PageChanged {
    pub slug: String,
    pub locale: String,
    pub version: i64,
}
impl Event for PageChanged {
    const TYPE: &'static str = "content.page_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("page:{}:{}", self.locale, self.slug)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Clone)]
pub struct Content {
    db: Db,
}

impl Content {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Every page in every language: those a shop needs first, then by slug.
    ///
    /// # Errors
    /// The database's.
    pub async fn pages(&self) -> Result<Vec<Page>, ContentError> {
        self.db.read(Self::pages_in).await
    }

    /// [`Content::pages`] on a connection at hand.
    pub fn pages_in(conn: &mut Conn) -> Result<Vec<Page>, ContentError> {
        let mut all: Vec<Page> =
            t::table.order((t::slug.asc(), t::locale.asc())).select(Page::as_select()).load(conn)?;
        all.sort_by_key(|p| LEGAL.iter().position(|slug| *slug == p.slug).unwrap_or(LEGAL.len()));
        Ok(all)
    }

    /// One page in one language, published or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, slug: &str, locale: &str) -> Result<Option<Page>, ContentError> {
        let (slug, locale) = (slug.to_owned(), locale.to_owned());
        self.db.read(move |c| find(c, &slug, &locale)).await
    }

    /// What shoppers are shown: in the first of these languages in which the page is published.
    ///
    /// # Errors
    /// The database's.
    pub async fn shown(&self, slug: &str, locales: &[&str]) -> Result<Option<Page>, ContentError> {
        let slug = slug.to_owned();
        let locales: Vec<String> = locales.iter().map(|l| (*l).to_owned()).collect();
        self.db
            .read(move |c| {
                for locale in &locales {
                    if let Some(page) = find(c, &slug, locale)?.filter(|p| p.published) {
                        return Ok(Some(page));
                    }
                }
                Ok(None)
            })
            .await
    }

    /// Makes a page in a language, or changes the one that is there. `version` is the one that was seen, 0 for none.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; [`ContentError::Wrong`] with the field and what to write;
    /// [`ContentError::Stale`].
    pub fn save(&self, tx: &mut Tx<'_>, actor: &Actor, new: NewPage, version: i64) -> Result<(), ContentError> {
        actor.require(MANAGE)?;
        let new = check(new)?;
        let held = find(tx, &new.slug, &new.locale)?;
        if held.as_ref().map_or(0, |p| p.version) != version {
            return Err(ContentError::Stale);
        }
        put(tx, &new, version + 1)?;
        let detail = serde_json::json!({ "locale": new.locale, "published": new.published });
        Ok(tx.audit(
            if version == 0 { "page.add" } else { "page.change" },
            format!("page:{}", new.slug),
            &detail,
        )?)
    }

    /// Puts a page where there is none in this language: what a shop begins with.
    pub fn begin(&self, tx: &mut Tx<'_>, new: &NewPage) -> Result<(), ContentError> {
        match find(tx, &new.slug, &new.locale)? {
            Some(_) => Ok(()),
            None => put(tx, new, 1),
        }
    }
}

fn find(conn: &mut Conn, slug: &str, locale: &str) -> Result<Option<Page>, ContentError> {
    Ok(t::table.find((slug, locale)).select(Page::as_select()).first(conn).optional()?)
}

fn put(tx: &mut Tx<'_>, new: &NewPage, version: i64) -> Result<(), ContentError> {
    let now = tx.now();
    dialect::put(tx, new, version, now)?;
    tx.record(&PageChanged { slug: new.slug.clone(), locale: new.locale.clone(), version })?;
    Ok(())
}

fn check(new: NewPage) -> Result<NewPage, ContentError> {
    let wrong = |field, told: &str| Err(ContentError::Wrong { field, told: told.to_owned() });
    let new = NewPage {
        slug: new.slug.trim().to_lowercase(),
        locale: new.locale.trim().to_owned(),
        title: new.title.split_whitespace().collect::<Vec<_>>().join(" "),
        body: new.body.replace("\r\n", "\n").trim().to_owned(),
        published: new.published,
    };
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if new.slug.is_empty() || new.slug.len() > 60 || !new.slug.bytes().all(plain) {
        return wrong("slug", "write an address of small letters, digits and strokes, as about-us");
    }
    if !(2..=12).contains(&new.locale.len()) {
        return wrong("locale", "choose a language of the list");
    }
    if !(1..=120).contains(&new.title.chars().count()) {
        return wrong("title", "write a title of 1 to 120 characters");
    }
    if new.body.chars().count() > LONGEST {
        return wrong("body", "this is too long: up to 100,000 characters");
    }
    if new.published && !is_finished(&new.body) {
        return wrong("body", "fill in every place in [[double brackets]] before shoppers see it");
    }
    Ok(new)
}
