//! The first market of a shop that has none: twelve euro countries with their VAT, a price list, a stock room and two
//! ways to deliver. The demo and imports begin with it; a shopkeeper changes it later.
use db::{Conn, DbError, Tx};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{LocationId, PriceListId};
use kernel::{BasisPoints, Currency, Money, TaxMode};
use markets::{Markets, MarketsError, NewMarket, Setup};
use pricing::{Pricing, PricingError};
use shipping::{NewMethod, Shipping, ShippingError};

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error(transparent)]
    Markets(#[from] MarketsError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Shipping(#[from] ShippingError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(SetupError);

/// What goods are priced in and where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    pub list: PriceListId,
    pub currency: Currency,
    /// The location that is drawn on first.
    pub location: LocationId,
}

/// The rooms that a market touches.
#[derive(Clone)]
pub struct Rooms {
    pub markets: Markets,
    pub pricing: Pricing,
    pub inventory: Inventory,
    pub shipping: Shipping,
}

/// Country, standard rate, reduced rate: VAT in hundredths of a percent, as far as known in November 2026. Several
/// countries have more than one reduced rate, and differ in what is sold at which: a shopkeeper checks them before
/// selling in earnest.
const COUNTRIES: [(&str, i64, i64); 12] = [
    ("AT", 2000, 1000),
    ("BE", 2100, 600),
    ("DE", 1900, 700),
    ("ES", 2100, 1000),
    ("FI", 2550, 1350),
    ("FR", 2000, 550),
    ("IE", 2300, 1350),
    ("IT", 2200, 1000),
    ("LU", 1700, 800),
    ("NL", 2100, 900),
    ("PT", 2300, 600),
    ("SI", 2200, 950),
];

/// The default market's price list and the first location, as they are now; none while there is no market.
///
/// # Errors
/// A market whose settings cannot be read; the database.
pub fn find(conn: &mut Conn) -> Result<Option<(Setup, Option<LocationId>)>, SetupError> {
    match Markets::setup_in(conn) {
        Ok(setup) => Ok(Some((setup, Inventory::first_location_in(conn)?))),
        Err(MarketsError::None) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

impl Rooms {
    /// The ground that is there, or the first market. The flag says whether it was made.
    ///
    /// # Errors
    /// See [`find`].
    pub fn ensure(&self, tx: &mut Tx<'_>) -> Result<(Ground, bool), SetupError> {
        match find(tx)? {
            None => Ok((self.make(tx)?, true)),
            Some((setup, location)) => {
                let location = location.map_or_else(|| self.stock_room(tx), Ok)?;
                let market = setup.market;
                Ok((Ground { list: market.price_list, currency: market.currency, location }, false))
            }
        }
    }

    fn stock_room(&self, tx: &mut Tx<'_>) -> Result<LocationId, InventoryError> {
        self.inventory.put_location(tx, "main", "Stock room", 0)
    }

    fn make(&self, tx: &mut Tx<'_>) -> Result<Ground, SetupError> {
        let currency = Currency::EUR;
        let list = self.pricing.put_list(tx, "eur", "Euro, with tax", currency)?;
        for (country, standard, reduced) in COUNTRIES {
            self.pricing.put_rate(tx, "standard", country, BasisPoints(standard), "VAT")?;
            self.pricing.put_rate(tx, "reduced", country, BasisPoints(reduced), "VAT")?;
        }
        let location = self.stock_room(tx)?;
        for method in methods(currency) {
            self.shipping.put_method(tx, &method)?;
        }
        self.markets.put_default(
            tx,
            &NewMarket {
                code: "eu".into(),
                name: "Euro countries".into(),
                currency,
                locale: "en".into(),
                tax_mode: TaxMode::Inclusive,
                country: "DE".into(),
                countries: countries(),
                time_zone: "Europe/Berlin".into(),
                price_list: list,
            },
        )?;
        Ok(Ground { list, currency, location })
    }
}

fn countries() -> Vec<String> {
    COUNTRIES.iter().map(|(code, ..)| (*code).to_owned()).collect()
}

fn methods(currency: Currency) -> [NewMethod; 2] {
    let method = |code: &str, name: &str, description: &str, cents| NewMethod {
        code: code.into(),
        name: name.into(),
        description: description.into(),
        countries: countries(),
        price: Money::new(cents, currency),
        free_over: None,
        tax_class: "standard".into(),
        min_days: 2,
        max_days: 4,
        position: 0,
    };
    [
        NewMethod {
            free_over: Some(Money::new(6000, currency)),
            ..method("parcel", "Parcel", "Handed over at the door, or left with a neighbour", 490)
        },
        NewMethod {
            min_days: 1,
            max_days: 2,
            position: 1,
            ..method("express", "Express", "Packed first and sent the same day", 990)
        },
    ]
}
