//! Shipping: how goods reach people, what that costs and how long it takes.
//!
//! Owns `shipping_*`: zones of countries, methods, and their rate tables by weight and amount of goods. A method without
//! a table costs its own price in its own countries. Knows countries, weights and amounts; never a cart or an order.
mod carriers;
mod dialect;
mod model;
mod schema;
mod settings;
mod store;

use std::sync::Arc;
use std::time::Duration;

use db::{Conn, Db, DbError, Tx};
use kernel::kinds::MethodId;
use kernel::{Forbidden, Kept};

pub use carriers::{KNOWN as KNOWN_CARRIERS, tracking_url};
pub use model::{Method, NewMethod, NewRate, NewZone, Parcel, StatedMethod, Zone, ZoneRate, cheapest};
pub use settings::{MANAGE, MOST_RATES};

#[derive(Debug, thiserror::Error)]
pub enum ShippingError {
    #[error("we do not deliver to {country} by `{method}`; choose another way or address")]
    NotThere { method: String, country: String },
    #[error("this is too much for `{method}`; choose another way, or order in two parts")]
    TooMuch { method: String },
    #[error("there is no such way to deliver, or no such zone")]
    NotFound,
    #[error("{0} still has rates for this zone; change its table first")]
    InUse(String),
    #[error("{told}")]
    Wrong { field: &'static str, told: String },
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ShippingError);

impl kernel::Coded for ShippingError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere { .. } => "not_delivered_there",
            Self::TooMuch { .. } => "too_much_to_deliver",
            Self::NotFound => "delivery_not_found",
            Self::InUse(_) => "in_use",
            Self::Wrong { .. } => "bad_setting",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotThere { .. } | Self::TooMuch { .. } | Self::Wrong { .. } => Fault::Invalid,
            Self::NotFound => Fault::NotFound,
            Self::InUse(_) => Fault::Conflict,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

#[derive(Clone)]
pub struct Shipping {
    db: Db,
    kept: Kept<Vec<Method>>,
}

impl Shipping {
    pub fn new(db: Db) -> Self {
        Self { db, kept: Kept::for_at_most(Duration::from_secs(1)) }
    }

    /// Every active method, in order. Up to 1 s old: a basket asks for them all the time. What is charged is read
    /// anew, by [`Shipping::method_in`].
    pub async fn methods(&self) -> Result<Arc<Vec<Method>>, ShippingError> {
        let active = |c: &mut Conn| {
            let all = store::methods(c)?;
            Ok::<_, ShippingError>(all.into_iter().filter(|m| m.active).map(|m| m.method).collect())
        };
        match self.kept.look() {
            Ok(methods) => Ok(methods),
            Err(ticket) => Ok(self.kept.keep(ticket, self.db.read(active).await?)),
        }
    }

    /// The method with this code for a delivery to `country`.
    ///
    /// # Errors
    /// [`ShippingError::NotThere`] when it does not exist or does not go there.
    pub fn method_in(conn: &mut Conn, code: &str, country: &str) -> Result<Method, ShippingError> {
        store::active(conn, code)?
            .filter(|m| m.serves(country))
            .ok_or_else(|| ShippingError::NotThere { method: code.to_owned(), country: country.to_owned() })
    }

    /// What is kept is read anew when it is asked for next.
    pub fn forget(&self) {
        self.kept.forget();
    }

    /// Makes a method or brings it up to date, by its code. Its rate table stays as it is.
    pub fn put_method(&self, tx: &mut Tx<'_>, new: &NewMethod) -> Result<(), ShippingError> {
        let now = tx.now();
        dialect::put(tx, MethodId::new(now), new)?;
        self.kept.forget();
        Ok(())
    }

    /// What the method with this code is called in other languages, by language: what a shop begins with.
    pub fn put_names(&self, tx: &mut Tx<'_>, code: &str, names: &[(&str, &str)]) -> Result<(), ShippingError> {
        let Some(id) = store::by_code(tx, code)? else { return Err(ShippingError::NotFound) };
        let names = names.iter().map(|(language, name)| ((*language).to_owned(), (*name).to_owned())).collect();
        store::set_names(tx, id, &names)?;
        self.kept.forget();
        Ok(())
    }
}
