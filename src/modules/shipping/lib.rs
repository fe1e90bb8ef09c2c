//! Shipping: how goods reach people, what that costs and how long it takes.
//!
//! Owns `shipping_methods`. Knows countries and amounts; never a cart or an order.
mod dialect;
mod schema;

use std::sync::Arc;
use std::time::Duration;

use db::{Conn, Db, DbError, Tx};
use diesel::prelude::*;
use kernel::kinds::MethodId;
use kernel::{Currency, Kept, Money};

use schema::shipping_methods as t;

#[derive(Debug, thiserror::Error)]
pub enum ShippingError {
    #[error("we do not deliver to {country} by `{method}`; choose another way or address")]
    NotThere { method: String, country: String },
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ShippingError);

impl kernel::Coded for ShippingError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere { .. } => "not_delivered_there",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotThere { .. } => Fault::Invalid,
            Self::Db(e) => e.fault(),
        }
    }
}

/// A way to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    pub id: MethodId,
    pub code: String,
    pub name: String,
    pub description: String,
    /// ISO 3166 alpha-2; empty means everywhere.
    pub countries: Vec<String>,
    pub price: Money,
    /// From this amount of goods on it is free.
    pub free_over: Option<Money>,
    pub tax_class: String,
    /// Working days from the order to the door.
    pub min_days: i64,
    pub max_days: i64,
}

impl Method {
    pub fn serves(&self, country: &str) -> bool {
        self.countries.is_empty() || self.countries.iter().any(|c| c == country)
    }
    /// What it costs for goods of this amount.
    pub fn price_for(&self, goods: Money) -> Money {
        match self.free_over {
            Some(limit) if goods.currency == limit.currency && goods.amount >= limit.amount => {
                Money::zero(self.price.currency)
            }
            _ => self.price,
        }
    }
}

/// What a method is made of.
#[derive(Clone, Debug)]
pub struct NewMethod {
    pub code: String,
    pub name: String,
    pub description: String,
    pub countries: Vec<String>,
    pub price: Money,
    pub free_over: Option<Money>,
    pub tax_class: String,
    pub min_days: i64,
    pub max_days: i64,
    pub position: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: MethodId,
    code: String,
    name: String,
    description: String,
    countries: String,
    currency: String,
    price: i64,
    free_over: Option<i64>,
    tax_class: String,
    min_days: i64,
    max_days: i64,
}

impl Row {
    fn into_method(self) -> Option<Method> {
        let currency: Currency = self.currency.parse().ok()?;
        Some(Method {
            id: self.id,
            code: self.code,
            name: self.name,
            description: self.description,
            countries: serde_json::from_str(&self.countries).unwrap_or_default(),
            price: Money::new(self.price, currency),
            free_over: self.free_over.map(|a| Money::new(a, currency)),
            tax_class: self.tax_class,
            min_days: self.min_days,
            max_days: self.max_days,
        })
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
        match self.kept.look() {
            Ok(methods) => Ok(methods),
            Err(ticket) => Ok(self.kept.keep(ticket, self.db.read(load).await?)),
        }
    }

    /// The method with this code for a delivery to `country`.
    ///
    /// # Errors
    /// [`ShippingError::NotThere`] when it does not exist or does not go there.
    pub fn method_in(conn: &mut Conn, code: &str, country: &str) -> Result<Method, ShippingError> {
        let row = t::table
            .filter(t::code.eq(code))
            .filter(t::active.eq(true))
            .select(Row::as_select())
            .first(conn)
            .optional()?;
        row.and_then(Row::into_method)
            .filter(|m| m.serves(country))
            .ok_or_else(|| ShippingError::NotThere { method: code.to_owned(), country: country.to_owned() })
    }

    /// Makes a method or brings it up to date, by its code.
    pub fn put_method(&self, tx: &mut Tx<'_>, new: &NewMethod) -> Result<(), ShippingError> {
        let now = tx.now();
        dialect::put(tx, MethodId::new(now), new)?;
        self.kept.forget();
        Ok(())
    }
}

fn load(conn: &mut Conn) -> Result<Vec<Method>, ShippingError> {
    let rows: Vec<Row> = t::table
        .filter(t::active.eq(true))
        .order((t::position.asc(), t::id.asc()))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter_map(Row::into_method).collect())
}
