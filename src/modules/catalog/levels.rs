//! How much there is of each variant, in three words: a copy of what the stock room tells, so that lists can be cut by
//! it. Never asked when something is sold.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::VariantId;

use crate::schema::catalog_variants as t;
use crate::{Catalog, CatalogError};

/// How much there is, as staff see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    In,
    /// At or below what staff want to be told from.
    Low,
    Out,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::In, Self::Low, Self::Out];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Low => "low",
            Self::Out => "out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == text)
    }
}

impl Catalog {
    /// Notes how much there is of a variant. Nothing that shoppers see changes by it: no version, no event.
    pub fn note_level(&self, tx: &mut Tx<'_>, variant: VariantId, level: Level) -> Result<(), CatalogError> {
        let held = t::table.filter(t::id.eq(variant)).filter(t::level.ne(level.as_str()));
        diesel::update(held).set(t::level.eq(level.as_str())).execute(&mut **tx)?;
        Ok(())
    }

    /// Variants of which nobody noted yet how much there is.
    pub fn without_level_in(conn: &mut Conn, limit: i64) -> Result<Vec<VariantId>, CatalogError> {
        Ok(t::table
            .filter(t::level.eq(""))
            .order((t::level.asc(), t::product.asc()))
            .limit(limit)
            .select(t::id)
            .load(conn)?)
    }
}
