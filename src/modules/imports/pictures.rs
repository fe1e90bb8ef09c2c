//! Pictures that products were promised, by where they are to come from.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{ImportId, PictureId, ProductId};
use sha2::{Digest, Sha256};

use crate::schema::imports_pictures as t;
use crate::{Imports, ImportsError, dialect};

/// A picture that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// An address, or a name in a folder or archive.
    pub source: String,
    pub alt: String,
    /// Variants that show it as theirs.
    pub skus: Vec<String>,
    /// Its place among the product's.
    pub place: i64,
}

/// A picture that is to be brought now.
#[derive(Clone, Debug)]
pub struct DuePicture {
    pub product: ProductId,
    pub source: String,
    pub alt: String,
    pub skus: Vec<String>,
    /// How often it was tried before.
    pub attempts: i64,
}

/// How many pictures of a run wait, hang, and were refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureCounts {
    pub waiting: u64,
    pub hung: u64,
    pub refused: u64,
}

fn key(source: &str) -> Vec<u8> {
    Sha256::digest(source.as_bytes()).to_vec()
}

impl Imports {
    /// Notes a picture to be brought. One that hangs there already is not brought again. True when there is something
    /// to do.
    pub fn want(tx: &mut Tx<'_>, run: ImportId, product: ProductId, wanted: &Wanted) -> Result<bool, ImportsError> {
        let key = key(&wanted.source);
        let skus = serde_json::to_string(&wanted.skus).unwrap_or_default();
        if dialect::want(tx, run, product, &key, wanted, &skus)? > 0 {
            return Ok(true);
        }
        let refused = t::table.find((product, &key)).filter(t::state.eq("refused"));
        let again = diesel::update(refused)
            .set((t::run.eq(run), t::state.eq("waiting"), t::attempts.eq(0), t::next_at.eq(0), t::error.eq("")))
            .execute(&mut **tx)?;
        Ok(again > 0)
    }

    /// Pictures of a run that are due, product by product; of all, or only of those that are no address.
    pub fn due_in(
        conn: &mut Conn,
        run: ImportId,
        now: Micros,
        limit: i64,
        without_address: bool,
    ) -> Result<Vec<DuePicture>, ImportsError> {
        // An empty pattern is like no source: none is empty.
        let passed_over = if without_address { "http%://%" } else { "" };
        let rows: Vec<(ProductId, String, String, String, i64)> = t::table
            .filter(t::run.eq(run))
            .filter(t::source.not_like(passed_over))
            .filter(t::state.eq("waiting"))
            .filter(t::next_at.le(now.0))
            .order((t::product.asc(), t::place.asc()))
            .limit(limit)
            .select((t::product, t::source, t::alt, t::skus, t::attempts))
            .load(conn)?;
        Ok(rows
            .into_iter()
            .map(|(product, source, alt, skus, attempts)| DuePicture {
                product,
                source,
                alt,
                skus: serde_json::from_str(&skus).unwrap_or_default(),
                attempts,
            })
            .collect())
    }

    /// When the next waiting picture of a run is due; None when none waits.
    pub fn next_due_in(conn: &mut Conn, run: ImportId) -> Result<Option<Micros>, ImportsError> {
        let next: Option<i64> = t::table
            .filter(t::run.eq(run))
            .filter(t::state.eq("waiting"))
            .select(diesel::dsl::min(t::next_at))
            .first(conn)?;
        Ok(next.map(Micros))
    }

    /// The picture hangs.
    pub fn hung(tx: &mut Tx<'_>, product: ProductId, source: &str, picture: PictureId) -> Result<(), ImportsError> {
        diesel::update(t::table.find((product, key(source))))
            .set((t::state.eq("hung"), t::picture.eq(Some(picture)), t::error.eq("")))
            .execute(&mut **tx)?;
        Ok(())
    }

    /// It did not come: tried again at `again`, or given up.
    pub fn not_brought(
        tx: &mut Tx<'_>,
        product: ProductId,
        source: &str,
        why: &str,
        again: Option<Micros>,
    ) -> Result<(), ImportsError> {
        let why: String = why.chars().take(300).collect();
        diesel::update(t::table.find((product, key(source))))
            .set((
                t::state.eq(if again.is_some() { "waiting" } else { "refused" }),
                t::attempts.eq(t::attempts + 1),
                t::next_at.eq(again.map_or(0, |at| at.0)),
                t::error.eq(why),
            ))
            .execute(&mut **tx)?;
        Ok(())
    }

    pub fn picture_counts_in(conn: &mut Conn, run: ImportId) -> Result<PictureCounts, ImportsError> {
        let rows: Vec<(String, i64)> = t::table
            .filter(t::run.eq(run))
            .group_by(t::state)
            .select((t::state, diesel::dsl::count_star()))
            .load(conn)?;
        let of = |state: &str| rows.iter().find(|(s, _)| s == state).map_or(0, |(_, n)| (*n).max(0) as u64);
        Ok(PictureCounts { waiting: of("waiting"), hung: of("hung"), refused: of("refused") })
    }

    pub async fn picture_counts(&self, run: ImportId) -> Result<PictureCounts, ImportsError> {
        self.db.read(move |c| Self::picture_counts_in(c, run)).await
    }

    /// Pictures of a run that were given up, with the reason: source and why.
    pub fn refused_in(conn: &mut Conn, run: ImportId, limit: i64) -> Result<Vec<(String, String)>, ImportsError> {
        Ok(t::table
            .filter(t::run.eq(run))
            .filter(t::state.eq("refused"))
            .order((t::product.asc(), t::place.asc()))
            .limit(limit)
            .select((t::source, t::error))
            .load(conn)?)
    }
}
