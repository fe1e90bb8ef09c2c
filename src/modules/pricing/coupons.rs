//! Coupons: codes that let a promotion in, and who holds or used them.
//!
//! A use is taken by one conditional update of the coupon's count, so that no crowd takes more than its limit. It is
//! *held* for a basket while its checkout is under way, *used* once it belongs to an order, *released* when the checkout
//! ends without one or the order is cancelled.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CouponId, PromotionId, ReferenceId};
use kernel::{Currency, Micros};

use crate::promotions::{Benefit, Condition, Promotion};
use crate::schema::{pricing_coupon_uses as uses_t, pricing_coupons as t, pricing_promotions as promotions_t};
use crate::{Pricing, PricingError, dialect};

pub(crate) const HELD: &str = "held";
pub(crate) const USED: &str = "used";
pub(crate) const RELEASED: &str = "released";
pub(crate) const ACTIVE: &str = "active";

/// Why a coupon cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CouponError {
    #[error("there is no coupon with this code; check how it is written")]
    Unknown,
    #[error("this coupon is not valid at the moment")]
    Paused,
    #[error("this coupon is not valid yet")]
    NotYet,
    #[error("this coupon is no longer valid")]
    Over,
    #[error("this coupon has been used as often as it can be")]
    UsedUp,
    #[error("this coupon has been used with this email address already")]
    UsedByBuyer,
}

impl CouponError {
    /// A stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "coupon_unknown",
            Self::Paused => "coupon_paused",
            Self::NotYet => "coupon_not_yet",
            Self::Over => "coupon_over",
            Self::UsedUp => "coupon_used_up",
            Self::UsedByBuyer => "coupon_used_by_buyer",
        }
    }
}

/// A coupon that was typed into a basket.
#[derive(Clone, Debug)]
pub struct Entered {
    /// As it is stored.
    pub code: String,
    pub coupon: Option<CouponId>,
    /// What it lets in; none for a code that is nobody's (any more).
    pub promotion: Option<Promotion>,
    /// Why it does nothing now.
    pub wrong: Option<CouponError>,
}

/// As it is stored and compared: people write codes as they like.
///
/// # Errors
/// [`CouponError::Unknown`] for what can be no code.
pub fn coupon_code(typed: &str) -> Result<String, CouponError> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    let good = (3..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if good { Ok(code) } else { Err(CouponError::Unknown) }
}

#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = t)]
pub(crate) struct CouponRow {
    pub id: CouponId,
    pub code: String,
    pub uses_limit: Option<i64>,
    pub per_buyer: Option<i64>,
    pub taken: i64,
}

#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = promotions_t)]
pub(crate) struct PromotionRow {
    pub id: PromotionId,
    pub title: String,
    pub state: String,
    pub lane: i64,
    pub currency: String,
    pub conditions: String,
    pub benefit: String,
    pub valid_from: i64,
    pub valid_until: i64,
    pub version: i64,
}

impl PromotionRow {
    pub fn read(&self, code: &str) -> Result<Promotion, PricingError> {
        let broken = |e: String| db::DbError::Unavailable(format!("promotion {}: {e}", self.id));
        let conditions: Vec<Condition> =
            serde_json::from_str(&self.conditions).map_err(|e| broken(e.to_string()))?;
        let benefit: Benefit = serde_json::from_str(&self.benefit).map_err(|e| broken(e.to_string()))?;
        let currency: Currency = self.currency.parse().map_err(|e: kernel::MoneyError| broken(e.to_string()))?;
        Ok(Promotion {
            id: self.id,
            title: self.title.clone(),
            code: Some(code.to_owned()),
            lane: self.lane,
            currency,
            conditions,
            benefit,
        })
    }

    fn wrong(&self, now: Micros) -> Option<CouponError> {
        match () {
            () if self.state != ACTIVE => Some(CouponError::Paused),
            () if self.valid_from > now.0 => Some(CouponError::NotYet),
            () if self.valid_until != 0 && self.valid_until <= now.0 => Some(CouponError::Over),
            () => None,
        }
    }
}

/// A use, as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone)]
#[diesel(table_name = uses_t, primary_key(coupon, holder))]
pub(crate) struct UseRow {
    pub coupon: CouponId,
    pub holder: ReferenceId,
    pub buyer: Vec<u8>,
    pub state: String,
    pub amount: i64,
    pub expires_at: i64,
    pub created_at: i64,
}

fn found(conn: &mut Conn, code: &str) -> Result<Option<(CouponRow, PromotionRow)>, PricingError> {
    Ok(t::table
        .inner_join(promotions_t::table)
        .filter(t::code.eq(code))
        .select((CouponRow::as_select(), PromotionRow::as_select()))
        .first(conn)
        .optional()?)
}

impl Pricing {
    /// The coupon with this code (as [`coupon_code`] writes it), and whether `holder` could use it now. What `holder`
    /// holds already is not counted against it. One query; two where it is used up.
    pub fn entered_in(
        conn: &mut Conn,
        code: &str,
        holder: ReferenceId,
        now: Micros,
    ) -> Result<Entered, PricingError> {
        let (coupon, row) = match found(conn, code)? {
            Some(found) => found,
            None => {
                let wrong = Some(CouponError::Unknown);
                return Ok(Entered { code: code.to_owned(), coupon: None, promotion: None, wrong });
            }
        };
        let mut wrong = row.wrong(now);
        if wrong.is_none() && coupon.uses_limit.is_some_and(|limit| coupon.taken >= limit) {
            let own: i64 = uses_t::table
                .filter(uses_t::coupon.eq(coupon.id))
                .filter(uses_t::holder.eq(holder))
                .filter(uses_t::state.eq(HELD))
                .count()
                .get_result(conn)?;
            wrong = (own == 0).then_some(CouponError::UsedUp);
        }
        let promotion = row.read(code)?;
        Ok(Entered { code: code.to_owned(), coupon: Some(coupon.id), promotion: Some(promotion), wrong })
    }

    /// Whether `buyer`, a mail address, may still use this coupon for `holder`; taking it proves that again.
    ///
    /// # Errors
    /// [`CouponError::UsedByBuyer`].
    pub fn may_use_in(
        conn: &mut Conn,
        coupon: CouponId,
        holder: ReferenceId,
        buyer: &str,
    ) -> Result<(), PricingError> {
        let limit: Option<Option<i64>> = t::table.find(coupon).select(t::per_buyer).first(conn).optional()?;
        within(conn, coupon, holder, &hashed(buyer), limit.flatten())
    }

    /// Holds a use of a coupon for `holder` until it is used or released. `buyer` is who it counts for: a mail address,
    /// of which only a hash is kept. `amount` is what it takes off, in minor units.
    ///
    /// # Errors
    /// [`PricingError::Coupon`]: used up, or used by this buyer already.
    pub fn hold_coupon(
        tx: &mut Tx<'_>,
        coupon: CouponId,
        holder: ReferenceId,
        buyer: &str,
        amount: i64,
        until: Micros,
    ) -> Result<(), PricingError> {
        take(tx, coupon, holder, buyer, amount, HELD, until)
    }

    /// Takes a use of a coupon for `owner`, for good: nothing was held.
    ///
    /// # Errors
    /// As for [`Pricing::hold_coupon`].
    pub fn take_coupon(
        tx: &mut Tx<'_>,
        coupon: CouponId,
        owner: ReferenceId,
        buyer: &str,
        amount: i64,
    ) -> Result<(), PricingError> {
        take(tx, coupon, owner, buyer, amount, USED, Micros(0))
    }

    /// Makes the use that `holder` holds one of `owner`, for good. Where its hold has ended, a use is taken anew.
    ///
    /// # Errors
    /// As for [`Pricing::hold_coupon`].
    pub fn use_coupon(
        tx: &mut Tx<'_>,
        coupon: CouponId,
        holder: ReferenceId,
        owner: ReferenceId,
        buyer: &str,
        amount: i64,
    ) -> Result<(), PricingError> {
        let held = uses_t::table.find((coupon, holder)).filter(uses_t::state.eq(HELD));
        let moved = diesel::update(held)
            .set((
                uses_t::holder.eq(owner),
                uses_t::state.eq(USED),
                uses_t::buyer.eq(hashed(buyer)),
                uses_t::amount.eq(amount),
                uses_t::expires_at.eq(0),
            ))
            .execute(&mut **tx)?;
        if moved == 1 { Ok(()) } else { Self::take_coupon(tx, coupon, owner, buyer, amount) }
    }

    /// Lets go of what is kept for `holder`, held or used. False when nothing was.
    pub fn release_coupon(tx: &mut Tx<'_>, holder: ReferenceId) -> Result<bool, PricingError> {
        let kept: Vec<CouponId> = uses_t::table
            .filter(uses_t::holder.eq(holder))
            .filter(uses_t::state.ne(RELEASED))
            .order(uses_t::coupon.asc())
            .select(uses_t::coupon)
            .load(&mut **tx)?;
        let mut any = false;
        for coupon in kept {
            // The coupon's row first, as whoever takes a use: they wait for one another there, and nowhere else.
            let lowered = diesel::update(t::table.find(coupon).filter(t::taken.gt(0)))
                .set(t::taken.eq(t::taken - 1))
                .execute(&mut **tx)?;
            let kept = uses_t::table.find((coupon, holder)).filter(uses_t::state.ne(RELEASED));
            let released = diesel::update(kept).set(uses_t::state.eq(RELEASED)).execute(&mut **tx)?;
            if released == 0 && lowered == 1 {
                // Somebody else released it while we waited for the row.
                diesel::update(t::table.find(coupon)).set(t::taken.eq(t::taken + 1)).execute(&mut **tx)?;
            }
            any |= released == 1;
        }
        Ok(any)
    }
}

fn hashed(buyer: &str) -> Vec<u8> {
    kernel::token_hash(&buyer.to_lowercase())
}

/// # Errors
/// [`CouponError::UsedByBuyer`] when `limit` uses are others of this buyer.
fn within(
    conn: &mut Conn,
    coupon: CouponId,
    holder: ReferenceId,
    buyer: &[u8],
    limit: Option<i64>,
) -> Result<(), PricingError> {
    let Some(limit) = limit else { return Ok(()) };
    let others: i64 = uses_t::table
        .filter(uses_t::coupon.eq(coupon))
        .filter(uses_t::buyer.eq(buyer))
        .filter(uses_t::holder.ne(holder))
        .filter(uses_t::state.ne(RELEASED))
        .count()
        .get_result(conn)?;
    if others >= limit { Err(CouponError::UsedByBuyer.into()) } else { Ok(()) }
}

fn take(
    tx: &mut Tx<'_>,
    coupon: CouponId,
    holder: ReferenceId,
    buyer: &str,
    amount: i64,
    state: &str,
    until: Micros,
) -> Result<(), PricingError> {
    let free = t::uses_limit.is_null().or(t::taken.nullable().lt(t::uses_limit));
    let taken =
        diesel::update(t::table.find(coupon).filter(free)).set(t::taken.eq(t::taken + 1)).execute(&mut **tx)?;
    if taken == 0 {
        return Err(CouponError::UsedUp.into());
    }
    // From here on the coupon's row is ours until the unit of work ends: nobody else counts meanwhile.
    let buyer = hashed(buyer);
    let limit: Option<i64> = t::table.find(coupon).select(t::per_buyer).first(&mut **tx)?;
    within(tx, coupon, holder, &buyer, limit)?;
    let now = tx.now();
    let new =
        UseRow { coupon, holder, buyer, state: state.to_owned(), amount, expires_at: until.0, created_at: now.0 };
    dialect::put_use(tx, &new)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_as_people_write_them() {
        assert_eq!(coupon_code(" frost 10 ").unwrap(), "FROST10");
        assert_eq!(coupon_code("spring-26").unwrap(), "SPRING-26");
        for typed in ["", "ab", "a_b_c", "frost%", &"x".repeat(41)] {
            assert_eq!(coupon_code(typed), Err(CouponError::Unknown), "{typed}");
        }
    }
}
