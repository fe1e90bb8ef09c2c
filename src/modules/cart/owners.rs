//! Baskets that follow somebody: what lies in the browser's basket when they sign in goes into the one they have, and
//! both browsers' tokens open it from then on.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::{CartId, CustomerId};

use crate::schema::{cart_carts as carts_t, cart_keys as keys_t, cart_lines as lines_t};
use crate::{CartError, Carts, MOST, MOST_LINES, dialect, store};

/// What signing in over a basket came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// A token for the basket, for a browser that came without one.
    pub token: Option<String>,
    /// Things of two baskets lie in one now.
    pub merged: bool,
    /// Not everything fitted.
    pub left_out: bool,
}

impl Carts {
    /// The basket of whoever signs in: the one that `token` opens, if it is nobody else's, and the one they had before
    /// become one. Quantities add up, as far as they may.
    ///
    /// # Errors
    /// The database's.
    pub async fn join(
        &self,
        actor: &Actor,
        token: Option<&str>,
        customer: CustomerId,
    ) -> Result<Joined, CartError> {
        let hash = token.map(kernel::token_hash);
        let new = kernel::random_token();
        self.db
            .write(actor, move |tx| {
                let brought = match &hash {
                    Some(hash) => dialect::lock(tx, hash)?.map(|cart| cart.id),
                    None => None,
                };
                let brought = match brought {
                    Some(id) if owner(tx, id)?.is_none_or(|owner| owner == customer) => Some(id),
                    _ => None,
                };
                let held = of(tx, customer)?.filter(|held| Some(*held) != brought);
                match (brought, held) {
                    (None, None) => Ok(Joined::default()),
                    (Some(brought), None) => own(tx, brought, customer).map(|()| Joined::default()),
                    (None, Some(held)) => {
                        let filled = !store::lines(tx, held)?.is_empty();
                        if filled {
                            key(tx, &kernel::token_hash(&new), held)?;
                        }
                        Ok(Joined { token: filled.then(|| new.clone()), ..Joined::default() })
                    }
                    (Some(brought), Some(held)) => pour(tx, brought, held),
                }
            })
            .await
    }

    /// The basket that `token` opens is this customer's from now on, unless it is somebody's already.
    ///
    /// # Errors
    /// The database's.
    pub async fn own(&self, actor: &Actor, token: &str, customer: CustomerId) -> Result<(), CartError> {
        let hash = kernel::token_hash(token);
        self.db
            .write(actor, move |tx| match dialect::lock(tx, &hash)? {
                Some(cart) if owner(tx, cart.id)?.is_none() => own(tx, cart.id, customer),
                _ => Ok(()),
            })
            .await
    }
}

impl Carts {
    /// An account is gone: its baskets are nobody's.
    ///
    /// # Errors
    /// The database's.
    pub fn disown(tx: &mut Tx<'_>, customer: CustomerId) -> Result<(), CartError> {
        diesel::update(carts_t::table.filter(carts_t::customer.eq(customer)))
            .set(carts_t::customer.eq(None::<CustomerId>))
            .execute(&mut **tx)?;
        Ok(())
    }
}

fn owner(conn: &mut Conn, cart: CartId) -> QueryResult<Option<CustomerId>> {
    carts_t::table.find(cart).select(carts_t::customer).first(conn)
}

/// The open basket that somebody used last, its row locked.
fn of(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Option<CartId>, CartError> {
    let conn: &mut Conn = tx;
    let last: Option<CartId> = carts_t::table
        .filter(carts_t::customer.eq(customer))
        .filter(carts_t::state.eq("open"))
        .order((carts_t::updated_at.desc(), carts_t::id.desc()))
        .select(carts_t::id)
        .first(conn)
        .optional()?;
    let Some(id) = last else { return Ok(None) };
    // It may have become an order while we waited.
    Ok(dialect::lock_version(conn, id)?.map(|_| id))
}

fn own(tx: &mut Tx<'_>, cart: CartId, customer: CustomerId) -> Result<(), CartError> {
    diesel::update(carts_t::table.find(cart)).set(carts_t::customer.eq(customer)).execute(&mut **tx)?;
    Ok(())
}

fn key(tx: &mut Tx<'_>, token_hash: &[u8], cart: CartId) -> Result<(), CartError> {
    diesel::insert_into(keys_t::table)
        .values((keys_t::token_hash.eq(token_hash), keys_t::cart.eq(cart)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Everything of `from` into `into`; what opened `from` opens `into` then.
fn pour(tx: &mut Tx<'_>, from: CartId, into: CartId) -> Result<Joined, CartError> {
    let (brought, held) = (store::lines(tx, from)?, store::lines(tx, into)?);
    let mut left_out = false;
    let mut count = held.len();
    for (variant, quantity) in &brought {
        let there = held.iter().find(|line| line.0 == *variant).map_or(0, |line| line.1);
        if there == 0 && count >= MOST_LINES {
            left_out = true;
            continue;
        }
        count += usize::from(there == 0);
        left_out |= there + quantity > MOST;
        store::put_line(tx, into, *variant, (there + quantity).min(MOST))?;
    }
    let (hash, code): (Vec<u8>, Option<String>) =
        carts_t::table.find(from).select((carts_t::token_hash, carts_t::coupon)).first(&mut **tx)?;
    let entered: Option<String> = carts_t::table.find(into).select(carts_t::coupon).first(&mut **tx)?;
    if entered.is_none() && code.is_some() {
        store::put_coupon(tx, into, code.as_deref())?;
    }
    diesel::update(keys_t::table.filter(keys_t::cart.eq(from))).set(keys_t::cart.eq(into)).execute(&mut **tx)?;
    diesel::delete(lines_t::table.filter(lines_t::cart.eq(from))).execute(&mut **tx)?;
    diesel::delete(carts_t::table.find(from)).execute(&mut **tx)?;
    key(tx, &hash, into)?;
    Ok(Joined { token: None, merged: !brought.is_empty() && !held.is_empty(), left_out })
}
