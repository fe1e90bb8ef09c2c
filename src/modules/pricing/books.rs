//! The coupons' own books: I7 (uses stay within their limits).
use std::collections::HashMap;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{CouponId, PriceListId, ReferenceId};
use kernel::{Breach, Micros};

use crate::coupons::{CouponRow, HELD, RELEASED, USED};
use crate::schema::{pricing_coupon_uses as uses_t, pricing_coupons as t, pricing_price_lists as lists_t};

const PAGE: i64 = 500;

/// I7: each coupon's count is the number of uses that are held or made, within its limits, in total and for each buyer.
/// Answers how many coupons it looked at.
///
/// # Errors
/// Only when the database cannot be read.
pub fn coupons(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let (mut examined, mut after) = (0, CouponId::from_bytes([0; 16]));
    loop {
        let page: Vec<CouponRow> = t::table
            .filter(t::id.gt(after))
            .order(t::id.asc())
            .limit(PAGE)
            .select(CouponRow::as_select())
            .load(conn)?;
        let Some(last) = page.last() else { return Ok(examined) };
        after = last.id;
        for coupon in &page {
            let buyers: Vec<Vec<u8>> = uses_t::table
                .filter(uses_t::coupon.eq(coupon.id))
                .filter(uses_t::state.ne(RELEASED))
                .select(uses_t::buyer)
                .load(conn)?;
            let mut by_buyer: HashMap<&[u8], i64> = HashMap::new();
            buyers.iter().for_each(|buyer| *by_buyer.entry(buyer).or_default() += 1);
            let mut say = |sentence: String| found(Breach::new("I7", sentence).of(coupon.id));
            if buyers.len() as i64 != coupon.taken {
                say(format!("a coupon counts {} uses, but has {}", coupon.taken, buyers.len()));
            }
            if let Some(limit) = coupon.uses_limit.filter(|limit| coupon.taken > *limit) {
                say(format!("a coupon was used {} times, its limit is {limit}", coupon.taken));
            }
            let most = by_buyer.values().copied().max().unwrap_or(0);
            if let Some(limit) = coupon.per_buyer.filter(|limit| most > *limit) {
                say(format!("one buyer used a coupon {most} times, the limit is {limit}"));
            }
            examined += 1;
        }
    }
}

/// Every price list, by id.
///
/// # Errors
/// Only when the database cannot be read.
pub fn lists(conn: &mut Conn) -> Result<Vec<PriceListId>, DbError> {
    Ok(lists_t::table.order(lists_t::id.asc()).select(lists_t::id).load(conn)?)
}

/// A use that is held or made.
#[derive(Queryable, Clone, Copy, Debug)]
pub struct Kept {
    pub coupon: CouponId,
    pub holder: ReferenceId,
    /// Minor units.
    pub amount: i64,
    expires_at: i64,
}

impl Kept {
    /// When a hold was to end.
    pub fn expires_at(&self) -> Micros {
        Micros(self.expires_at)
    }
}

fn kept(conn: &mut Conn, state: &str, after: Option<ReferenceId>, limit: i64) -> Result<Vec<Kept>, DbError> {
    let after = after.unwrap_or(ReferenceId::from_bytes([0; 16]));
    Ok(uses_t::table
        .filter(uses_t::state.eq(state))
        .filter(uses_t::holder.gt(after))
        .order((uses_t::holder.asc(), uses_t::coupon.asc()))
        .limit(limit)
        .select((uses_t::coupon, uses_t::holder, uses_t::amount, uses_t::expires_at))
        .load(conn)?)
}

/// Up to `limit` uses of orders, by holder, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn used(conn: &mut Conn, after: Option<ReferenceId>, limit: i64) -> Result<Vec<Kept>, DbError> {
    kept(conn, USED, after, limit)
}

/// Up to `limit` uses that are held for baskets, by holder, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn held(conn: &mut Conn, after: Option<ReferenceId>, limit: i64) -> Result<Vec<Kept>, DbError> {
    kept(conn, HELD, after, limit)
}
