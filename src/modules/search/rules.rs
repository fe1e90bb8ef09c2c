//! What a shop's keepers set: words that mean the same here, what stands first for a question, what counts for more.
use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording as _;
use kernel::kinds::{ProductId, RuleId};
use kernel::{Actor, Micros};
use serde::{Deserialize, Serialize};

use crate::schema::search_rules as t;
use crate::{Search, SearchError, words};

/// May set them.
pub const MANAGE: &str = "products.manage";
/// May look at them.
pub const VIEW: &str = "products.view";

/// Phrases of one rule, and words of one phrase.
const MOST_PHRASES: usize = 12;
const MOST_WORDS: usize = 2;
/// Products that stand first for one question.
const MOST_PINNED: usize = 20;
/// The least and the most that something may count, in percent.
const PERCENT: std::ops::RangeInclusive<i64> = 10..=1_000;
/// Rules of a shop.
const MOST_RULES: i64 = 2_000;
/// How long a rule that was taken away can come back.
pub const KEPT: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// Each of these, of one or two words, finds the others.
    Synonyms { phrases: Vec<String> },
    /// For this question these stand first, in this order.
    Pin { words: String, products: Vec<ProductId> },
    /// This product counts so much, in percent of what it would.
    Product { product: ProductId, percent: i64 },
    /// The same for everything of a brand, by the slug of its name.
    Brand { brand: String, percent: i64 },
}

/// A rule as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRule {
    pub id: RuleId,
    pub rule: Rule,
    pub made_at: Micros,
}

/// Rules changed: every instance reads them again.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct RulesChanged {
    pub rule: RuleId,
    pub version: i64,
}
impl events::Event for RulesChanged {
    const TYPE: &'static str = "search.rules_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("search-rule:{}", self.rule)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

impl Rule {
    fn kind(&self) -> &'static str {
        match self {
            Self::Synonyms { .. } => "synonyms",
            Self::Pin { .. } => "pin",
            Self::Product { .. } => "product",
            Self::Brand { .. } => "brand",
        }
    }

    /// In order: trimmed, folded where that is what counts, nothing twice.
    ///
    /// # Errors
    /// [`SearchError::Wrong`] with the field and what is wrong with it.
    fn checked(self) -> Result<Self, SearchError> {
        let wrong = |field, code| Err(SearchError::Wrong { field, code });
        match self {
            Self::Synonyms { phrases } => {
                let mut own: Vec<String> = Vec::new();
                for phrase in phrases.iter().map(|p| words::folded(p)).filter(|p| !p.is_empty()) {
                    if phrase.split(' ').count() > MOST_WORDS || phrase.chars().count() > 60 {
                        return wrong("phrases", "phrase_too_long");
                    }
                    if !own.contains(&phrase) {
                        own.push(phrase);
                    }
                }
                if !(2..=MOST_PHRASES).contains(&own.len()) {
                    return wrong("phrases", "phrases_number");
                }
                Ok(Self::Synonyms { phrases: own })
            }
            Self::Pin { words, products } => {
                let words = words::folded(&words);
                if words.is_empty() || words.chars().count() > 80 {
                    return wrong("words", "words_missing");
                }
                if !(1..=MOST_PINNED).contains(&products.len()) {
                    return wrong("products", "products_number");
                }
                Ok(Self::Pin { words, products })
            }
            Self::Product { percent, .. } | Self::Brand { percent, .. } if !PERCENT.contains(&percent) => {
                wrong("percent", "percent_range")
            }
            Self::Brand { brand, percent } => match words::slug(&brand) {
                slug if slug.is_empty() => wrong("brand", "brand_missing"),
                brand => Ok(Self::Brand { brand, percent }),
            },
            product => Ok(product),
        }
    }
}

impl Search {
    /// Every rule, the latest first.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`]; the database's.
    pub async fn rules(&self, actor: &Actor) -> Result<Vec<KeptRule>, SearchError> {
        actor.require(VIEW)?;
        self.db.read_slow(rules_in).await
    }

    /// Sets a rule. Answers its id.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`SearchError::Wrong`]; the database's.
    pub async fn set_rule(&self, actor: &Actor, rule: Rule) -> Result<RuleId, SearchError> {
        actor.require(MANAGE)?;
        let rule = rule.checked()?;
        self.db
            .write(actor, move |tx| {
                let count: i64 = t::table.filter(t::removed_at.eq(0)).count().get_result(&mut **tx)?;
                if count >= MOST_RULES {
                    return Err(SearchError::Wrong { field: "top", code: "too_many_rules" });
                }
                let id = RuleId::new(tx.now());
                let doc = serde_json::to_string(&rule).map_err(|e| SearchError::Index(e.to_string()))?;
                let row = (
                    t::id.eq(id),
                    t::kind.eq(rule.kind()),
                    t::doc.eq(&doc),
                    t::made_at.eq(tx.now().0),
                    t::removed_at.eq(0),
                    t::version.eq(1),
                );
                db::insert!(tx, t::table, row)?;
                let now = tx.now().0;
                // What can come back no longer.
                let over =
                    t::table.filter(t::removed_at.gt(0)).filter(t::removed_at.lt(now - KEPT.as_micros() as i64));
                diesel::delete(over).execute(&mut **tx)?;
                tx.audit("search.rule_set", id, &serde_json::json!({ "rule": rule }))?;
                changed(tx, id, 1)?;
                Ok(id)
            })
            .await
    }

    /// Takes a rule away; [`Search::restore_rule`] brings it back within [`KEPT`].
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`SearchError::NoRule`]; the database's.
    pub async fn remove_rule(&self, actor: &Actor, id: RuleId) -> Result<(), SearchError> {
        self.turn(actor, id, true).await
    }

    /// Brings a rule back that was taken away.
    ///
    /// # Errors
    /// As [`Search::remove_rule`].
    pub async fn restore_rule(&self, actor: &Actor, id: RuleId) -> Result<(), SearchError> {
        self.turn(actor, id, false).await
    }

    async fn turn(&self, actor: &Actor, id: RuleId, away: bool) -> Result<(), SearchError> {
        actor.require(MANAGE)?;
        self.db
            .write(actor, move |tx| {
                let now = tx.now().0;
                let conn: &mut Conn = tx;
                let rule = t::table.find(id);
                let turned = match away {
                    true => diesel::update(rule.filter(t::removed_at.eq(0)))
                        .set((t::removed_at.eq(now), t::version.eq(t::version + 1)))
                        .execute(conn)?,
                    false => diesel::update(rule.filter(t::removed_at.gt(0)))
                        .set((t::removed_at.eq(0), t::version.eq(t::version + 1)))
                        .execute(conn)?,
                };
                if turned == 0 {
                    return Err(SearchError::NoRule);
                }
                let version: i64 = t::table.find(id).select(t::version).first(conn)?;
                let deed = if away { "search.rule_removed" } else { "search.rule_restored" };
                tx.audit(deed, id, &serde_json::json!({}))?;
                changed(tx, id, version)
            })
            .await
    }
}

fn changed(tx: &mut Tx<'_>, rule: RuleId, version: i64) -> Result<(), SearchError> {
    tx.record(&RulesChanged { rule, version })?;
    Ok(())
}

pub(crate) fn rules_in(conn: &mut Conn) -> Result<Vec<KeptRule>, SearchError> {
    let rows: Vec<(RuleId, String, i64)> = t::table
        .filter(t::removed_at.eq(0))
        .order((t::made_at.desc(), t::id.desc()))
        .select((t::id, t::doc, t::made_at))
        .load(conn)?;
    let kept = |(id, doc, at): (RuleId, String, i64)| {
        // What another release wrote is passed over.
        Some(KeptRule { id, rule: serde_json::from_str(&doc).ok()?, made_at: Micros(at) })
    };
    Ok(rows.into_iter().filter_map(kept).collect())
}
