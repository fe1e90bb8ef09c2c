//! The coupon in a basket: one code at a time. Whether it does anything is worked out each time the basket is shown;
//! a use of it is taken by checkout.
use std::collections::HashMap;

use catalog::Catalog;
use db::Conn;
use kernel::Actor;
use kernel::kinds::{CategoryId, ProductId};
use pricing::{
    Applied, Condition, CouponError, Entered, NotApplied, Pricing, PricingError, Promotion, coupon_code,
};

use crate::{CartError, Carts, Line, View, locked, store};

/// What the coupon in a basket comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponStands<'a> {
    Applies(&'a Applied),
    /// It could be used, but does nothing for what is in the basket.
    Waits(&'a NotApplied),
    Wrong(CouponError),
}

impl View {
    /// None: no coupon is in the basket.
    pub fn coupon_stands(&self) -> Option<CouponStands<'_>> {
        let entered = self.coupon.as_ref()?;
        if let Some(wrong) = entered.wrong {
            return Some(CouponStands::Wrong(wrong));
        }
        let code = Some(&entered.code);
        let applied = self.quote.promotions.iter().find(|p| p.code.as_ref() == code).map(CouponStands::Applies);
        let waits = || self.quote.refused.iter().find(|p| p.code.as_ref() == code);
        applied.or_else(|| waits().map(|p| CouponStands::Waits(&p.why)))
    }
}

impl Carts {
    /// Puts a coupon into the basket, in place of the one before. One whose conditions the basket does not meet (yet)
    /// is kept: it applies as soon as it does.
    ///
    /// # Errors
    /// [`CartError::Pricing`] with a [`CouponError`](pricing::CouponError): there is none with this code, or it cannot
    /// be used now.
    pub async fn put_coupon(&self, actor: &Actor, token: &str, typed: &str) -> Result<(), CartError> {
        let code = coupon_code(typed).map_err(PricingError::from)?;
        let (hash, asked, now) = (kernel::token_hash(token), code.clone(), self.db.clock().now());
        let entered = self.db.read({
            let hash = hash.clone();
            move |c| {
                let cart = store::open(c, &hash)?;
                Ok::<_, CartError>(Pricing::entered_in(c, &asked, cart.id.cast(), now)?)
            }
        });
        if let Some(wrong) = entered.await?.wrong {
            return Err(PricingError::from(wrong).into());
        }
        self.set_coupon(actor, hash, Some(code)).await
    }

    /// Takes the coupon out of the basket, if there is one.
    ///
    /// # Errors
    /// [`CartError::NotFound`].
    pub async fn drop_coupon(&self, actor: &Actor, token: &str) -> Result<(), CartError> {
        self.set_coupon(actor, kernel::token_hash(token), None).await
    }

    async fn set_coupon(&self, actor: &Actor, hash: Vec<u8>, code: Option<String>) -> Result<(), CartError> {
        let seen = self.seen;
        self.db
            .write(actor, move |tx| {
                let cart = locked(tx, &hash, seen)?;
                if cart.coupon == code { Ok(()) } else { store::put_coupon(tx, cart.id, code.as_deref()) }
            })
            .await
    }
}

/// The promotion that a coupon lets in, while nothing stands against it.
pub(crate) fn let_in(coupon: Option<&Entered>) -> Vec<Promotion> {
    coupon.filter(|c| c.wrong.is_none()).and_then(|c| c.promotion.clone()).into_iter().collect()
}

/// Where the products of a basket stand; asked for only when a promotion is about that.
pub(crate) fn shelves(
    conn: &mut Conn,
    promotions: &[Promotion],
    lines: &[Line],
) -> Result<HashMap<ProductId, Vec<CategoryId>>, CartError> {
    let about = |c: &Condition| matches!(c, Condition::Only { categories, .. } if !categories.is_empty());
    if !promotions.iter().flat_map(|p| &p.conditions).any(about) {
        return Ok(HashMap::new());
    }
    let mut products: Vec<ProductId> = lines.iter().map(|l| l.item.product).collect();
    products.sort_unstable();
    products.dedup();
    Ok(Catalog::shelves_in(conn, &products)?)
}
