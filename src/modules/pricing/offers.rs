//! What staff see and set of coupons.
use std::ops::Deref;

use db::Tx;
use diesel::prelude::*;
use kernel::kinds::{CategoryId, CouponId, ProductId, PromotionId, ReferenceId};
use kernel::{Actor, BasisPoints, Currency, Micros};

use crate::coupons::{ACTIVE, CouponRow, PromotionRow, RELEASED, USED, coupon_code};
use crate::promotions::{Benefit, Condition};
use crate::schema::{pricing_coupon_uses as uses_t, pricing_coupons as t, pricing_promotions as promotions_t};
use crate::{Pricing, PricingError};

/// May make and change coupons.
pub const MANAGE_PROMOTIONS: &str = "promotions.manage";
/// May see them.
pub const VIEW_PROMOTIONS: &str = "promotions.view";

/// A coupon with its promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    pub id: CouponId,
    pub active: bool,
    /// Uses that are held or made.
    pub taken: i64,
    pub version: i64,
    /// What it is made of.
    pub made: NewCoupon,
}

impl Deref for Coupon {
    type Target = NewCoupon;
    fn deref(&self) -> &NewCoupon {
        &self.made
    }
}

/// What a coupon is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCoupon {
    pub code: String,
    /// As shoppers read it.
    pub title: String,
    pub benefit: Benefit,
    /// Of its amounts.
    pub currency: Currency,
    /// Minor units; None: for any basket.
    pub least_goods: Option<i64>,
    /// It is for these and for those in `categories` only; both empty: for everything.
    pub products: Vec<ProductId>,
    pub categories: Vec<CategoryId>,
    pub valid_from: Option<Micros>,
    /// The moment itself is over.
    pub valid_until: Option<Micros>,
    pub uses_limit: Option<i64>,
    pub per_buyer: Option<i64>,
}

/// A use of a coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponUse {
    /// The order, once it is used.
    pub holder: ReferenceId,
    pub used: bool,
    pub released: bool,
    /// What it took off, minor units.
    pub amount: i64,
    pub at: Micros,
}

fn wrong<T>(field: &'static str, code: &'static str, told: &'static str) -> Result<T, PricingError> {
    Err(PricingError::Offer { field, code, told })
}

impl NewCoupon {
    /// # Errors
    /// [`PricingError::Offer`] with the field and what to write.
    fn check(mut self) -> Result<Self, PricingError> {
        let Ok(code) = coupon_code(&self.code) else {
            return wrong("code", "coupon_code", "letters, digits and hyphens, 3 to 40 of them");
        };
        self.code = code;
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.title.is_empty() || self.title.chars().count() > 60 {
            let told = "shoppers read this beside the amount; up to 60 characters";
            return wrong("title", "coupon_title", told);
        }
        match self.benefit {
            Benefit::Percent { rate: BasisPoints(rate) } if !(1..=10_000).contains(&rate) => {
                return wrong("value", "coupon_percent", "a percentage above 0, up to 100");
            }
            Benefit::Fixed { amount } if amount <= 0 => {
                return wrong("value", "coupon_amount", "an amount above 0");
            }
            _ => {}
        }
        if self.least_goods.is_some_and(|least| least < 0) {
            return wrong("least_goods", "coupon_least", "an amount above 0, or nothing");
        }
        if self.uses_limit.is_some_and(|limit| limit < 1) {
            return wrong("uses_limit", "coupon_limit", "a number from 1 on, or nothing");
        }
        if self.per_buyer.is_some_and(|limit| limit < 1) {
            return wrong("per_buyer", "coupon_limit", "a number from 1 on, or nothing");
        }
        if let (from, Some(until)) = (self.valid_from.unwrap_or(Micros(0)), self.valid_until)
            && until <= from
        {
            return wrong("valid_until", "coupon_period", "it must end after it begins");
        }
        Ok(self)
    }

    fn conditions(&self) -> Vec<Condition> {
        let mut conditions = Vec::new();
        if let Some(amount) = self.least_goods.filter(|least| *least > 0) {
            conditions.push(Condition::LeastGoods { amount });
        }
        if !self.products.is_empty() || !self.categories.is_empty() {
            let (products, categories) = (self.products.clone(), self.categories.clone());
            conditions.push(Condition::Only { products, categories });
        }
        conditions
    }
}

fn coupon((coupon, row): (CouponRow, PromotionRow)) -> Result<Coupon, PricingError> {
    let promotion = row.read(&coupon.code)?;
    let moment = |at: i64| (at != 0).then_some(Micros(at));
    let mut made = NewCoupon {
        code: coupon.code,
        title: promotion.title,
        benefit: promotion.benefit,
        currency: promotion.currency,
        least_goods: None,
        products: Vec::new(),
        categories: Vec::new(),
        valid_from: moment(row.valid_from),
        valid_until: moment(row.valid_until),
        uses_limit: coupon.uses_limit,
        per_buyer: coupon.per_buyer,
    };
    for condition in promotion.conditions {
        match condition {
            Condition::LeastGoods { amount } => made.least_goods = Some(amount),
            Condition::Only { products, categories } => (made.products, made.categories) = (products, categories),
        }
    }
    Ok(Coupon { id: coupon.id, active: row.state == ACTIVE, taken: coupon.taken, version: row.version, made })
}

impl Pricing {
    /// Coupons, the newest first, `size` of them before `before`.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`VIEW_PROMOTIONS`].
    pub async fn coupons(
        &self,
        actor: &Actor,
        before: Option<CouponId>,
        size: i64,
    ) -> Result<Vec<Coupon>, PricingError> {
        actor.require(VIEW_PROMOTIONS)?;
        self.db
            .read(move |c| {
                let mut all = t::table.inner_join(promotions_t::table).into_boxed::<db::MultiBackend>();
                if let Some(before) = before {
                    all = all.filter(t::id.lt(before));
                }
                let rows: Vec<(CouponRow, PromotionRow)> = all
                    .order(t::id.desc())
                    .limit(size)
                    .select((CouponRow::as_select(), PromotionRow::as_select()))
                    .load(c)?;
                rows.into_iter().map(coupon).collect()
            })
            .await
    }

    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`VIEW_PROMOTIONS`]; [`PricingError::CouponGone`].
    pub async fn coupon(&self, actor: &Actor, id: CouponId) -> Result<Coupon, PricingError> {
        actor.require(VIEW_PROMOTIONS)?;
        self.db
            .read(move |c| {
                let row = t::table
                    .inner_join(promotions_t::table)
                    .filter(t::id.eq(id))
                    .select((CouponRow::as_select(), PromotionRow::as_select()))
                    .first(c)
                    .optional()?;
                coupon(row.ok_or(PricingError::CouponGone)?)
            })
            .await
    }

    /// The newest uses of a coupon.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`VIEW_PROMOTIONS`].
    pub async fn coupon_uses(
        &self,
        actor: &Actor,
        id: CouponId,
        size: i64,
    ) -> Result<Vec<CouponUse>, PricingError> {
        actor.require(VIEW_PROMOTIONS)?;
        self.db
            .read(move |c| {
                let rows: Vec<(ReferenceId, String, i64, i64)> = uses_t::table
                    .filter(uses_t::coupon.eq(id))
                    .order((uses_t::created_at.desc(), uses_t::holder.desc()))
                    .limit(size)
                    .select((uses_t::holder, uses_t::state, uses_t::amount, uses_t::created_at))
                    .load(c)?;
                let one = |(holder, state, amount, at): (ReferenceId, String, i64, i64)| CouponUse {
                    holder,
                    used: state == USED,
                    released: state == RELEASED,
                    amount,
                    at: Micros(at),
                };
                Ok(rows.into_iter().map(one).collect())
            })
            .await
    }

    /// Makes a coupon.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE_PROMOTIONS`]; [`PricingError::Offer`] with the field and what
    /// to write.
    pub async fn add_coupon(&self, actor: &Actor, new: NewCoupon) -> Result<CouponId, PricingError> {
        actor.require(MANAGE_PROMOTIONS)?;
        let new = new.check()?;
        self.db.write(actor, move |tx| put(tx, None, &new)).await
    }

    /// Changes the coupon that stood at this version. Orders keep what they were given.
    ///
    /// # Errors
    /// Those of [`Pricing::add_coupon`]; [`PricingError::CouponGone`]; [`PricingError::CouponStale`].
    pub async fn change_coupon(
        &self,
        actor: &Actor,
        id: CouponId,
        version: i64,
        new: NewCoupon,
    ) -> Result<(), PricingError> {
        actor.require(MANAGE_PROMOTIONS)?;
        let new = new.check()?;
        self.db.write(actor, move |tx| put(tx, Some((id, version)), &new).map(drop)).await
    }

    /// Pauses a coupon, or lets it in again.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE_PROMOTIONS`]; [`PricingError::CouponGone`].
    pub async fn pause_coupon(&self, actor: &Actor, id: CouponId, paused: bool) -> Result<(), PricingError> {
        actor.require(MANAGE_PROMOTIONS)?;
        self.db
            .write(actor, move |tx| {
                let promotion = of(tx, id)?;
                let now = tx.now().0;
                diesel::update(promotions_t::table.find(promotion))
                    .set((
                        promotions_t::state.eq(if paused { "paused" } else { ACTIVE }),
                        promotions_t::updated_at.eq(now),
                        promotions_t::version.eq(promotions_t::version + 1),
                    ))
                    .execute(&mut **tx)?;
                Ok(tx.audit("coupon.pause", id, &serde_json::json!({ "paused": paused }))?)
            })
            .await
    }
}

fn of(tx: &mut Tx<'_>, id: CouponId) -> Result<PromotionId, PricingError> {
    t::table.find(id).select(t::promotion).first(&mut **tx).optional()?.ok_or(PricingError::CouponGone)
}

fn put(tx: &mut Tx<'_>, held: Option<(CouponId, i64)>, new: &NewCoupon) -> Result<CouponId, PricingError> {
    let broken = |e: serde_json::Error| db::DbError::Unavailable(e.to_string());
    let now = tx.now();
    let holder: Option<CouponId> =
        t::table.filter(t::code.eq(&new.code)).select(t::id).first(&mut **tx).optional()?;
    if holder.is_some() && holder != held.map(|h| h.0) {
        return wrong("code", "coupon_code_taken", "another coupon has this code");
    }
    let moment = |at: Option<Micros>| at.map_or(0, |at| at.0);
    let rest = (
        promotions_t::title.eq(&new.title),
        promotions_t::lane.eq(new.benefit.lane()),
        promotions_t::currency.eq(new.currency.as_str()),
        promotions_t::conditions.eq(serde_json::to_string(&new.conditions()).map_err(broken)?),
        promotions_t::benefit.eq(serde_json::to_string(&new.benefit).map_err(broken)?),
        promotions_t::valid_from.eq(moment(new.valid_from)),
        promotions_t::valid_until.eq(moment(new.valid_until)),
        promotions_t::updated_at.eq(now.0),
    );
    let limits = (t::code.eq(&new.code), t::uses_limit.eq(new.uses_limit), t::per_buyer.eq(new.per_buyer));
    let detail = serde_json::json!({ "code": new.code, "benefit": new.benefit, "uses_limit": new.uses_limit });
    let Some((id, version)) = held else {
        let (id, promotion) = (CouponId::new(now), PromotionId::new(now));
        diesel::insert_into(promotions_t::table)
            .values((
                promotions_t::id.eq(promotion),
                promotions_t::state.eq(ACTIVE),
                promotions_t::created_at.eq(now.0),
                promotions_t::version.eq(1),
                rest,
            ))
            .execute(&mut **tx)?;
        diesel::insert_into(t::table)
            .values((t::id.eq(id), t::promotion.eq(promotion), t::taken.eq(0), t::created_at.eq(now.0), limits))
            .execute(&mut **tx)?;
        tx.audit("coupon.add", id, &detail)?;
        return Ok(id);
    };
    let promotion = of(tx, id)?;
    let there = promotions_t::table.find(promotion).filter(promotions_t::version.eq(version));
    let set = (rest, promotions_t::version.eq(promotions_t::version + 1));
    if diesel::update(there).set(set).execute(&mut **tx)? == 0 {
        return Err(PricingError::CouponStale);
    }
    // Never below what is taken already: the count and its limit must agree.
    let enough = t::taken.le(new.uses_limit.unwrap_or(i64::MAX));
    if diesel::update(t::table.find(id).filter(enough)).set(limits).execute(&mut **tx)? == 0 {
        return wrong("uses_limit", "coupon_limit_used", "it has been used more often already; pause it to end it");
    }
    tx.audit("coupon.change", id, &detail)?;
    Ok(id)
}
