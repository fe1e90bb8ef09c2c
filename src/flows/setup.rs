//! How a shop begins. [`first_run`] makes what its shopkeeper chose in the browser. Where nobody was asked, the demo and
//! imports begin with twelve euro countries and their VAT, a price list, a stock room and two ways to deliver.
pub mod countries;
pub mod first_run;

use db::{Conn, DbError, Tx};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{LocationId, PriceListId};
use kernel::{BasisPoints, Currency, Money, TaxMode};
use markets::{Markets, MarketsError, NewMarket, Setup};
use pricing::{Pricing, PricingError};
use shipping::{NewMethod, Shipping, ShippingError};

use countries::Country;

use crate::pages::PagesError;

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
    Pages(#[from] PagesError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(SetupError: Markets, Pricing, Inventory, Shipping);

impl kernel::Coded for SetupError {
    fn code(&self) -> &'static str {
        match self {
            Self::Markets(e) => e.code(),
            Self::Pricing(e) => e.code(),
            Self::Inventory(e) => e.code(),
            Self::Shipping(e) => e.code(),
            Self::Pages(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Markets(e) => e.fault(),
            Self::Pricing(e) => e.fault(),
            Self::Inventory(e) => e.fault(),
            Self::Shipping(e) => e.fault(),
            Self::Pages(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

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
        let euro: Vec<&Country> = EURO.iter().filter_map(|code| countries::find(code)).collect();
        let plan = Plan {
            market: "Euro countries".into(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            countries: EURO.map(str::to_owned).to_vec(),
            time_zone: "Europe/Berlin".into(),
            locale: "en".into(),
            rates: euro.iter().map(|c| (c.code.to_owned(), c.standard, c.reduced)).collect(),
        };
        let ground = self.lay(tx, "eu", &plan)?;
        for method in methods(ground.currency) {
            self.shipping.put_method(tx, &method)?;
        }
        for (code, german) in [("parcel", "Paket"), ("express", "Express")] {
            self.shipping.put_names(tx, code, &[("de", german)])?;
        }
        Ok(ground)
    }

    /// A market as planned, with its price list, tax rates and stock room.
    pub(crate) fn lay(&self, tx: &mut Tx<'_>, code: &str, plan: &Plan) -> Result<Ground, SetupError> {
        let (list, named) = match plan.tax_mode {
            TaxMode::Inclusive => (plan.currency.as_str().to_lowercase(), "with tax"),
            TaxMode::Exclusive => (format!("{}-net", plan.currency.as_str().to_lowercase()), "without tax"),
        };
        let list = self.pricing.put_list(tx, &list, &format!("{}, {named}", plan.currency), plan.currency)?;
        for (country, standard, reduced) in &plan.rates {
            self.pricing.put_rate(tx, "standard", country, *standard, "VAT")?;
            self.pricing.put_rate(tx, "reduced", country, *reduced, "VAT")?;
        }
        let location = match Inventory::first_location_in(tx)? {
            Some(location) => location,
            None => self.stock_room(tx)?,
        };
        self.markets.put_default(
            tx,
            &NewMarket {
                code: code.into(),
                name: plan.market.clone(),
                currency: plan.currency,
                locale: plan.locale.clone(),
                tax_mode: plan.tax_mode,
                country: plan.country.clone(),
                countries: plan.countries.clone(),
                time_zone: plan.time_zone.clone(),
                price_list: list,
            },
        )?;
        Ok(Ground { list, currency: plan.currency, location })
    }
}

/// Where the first market of a shop that said nothing sells.
const EURO: [&str; 12] = ["AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PT", "SI"];

/// A market to be made.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub market: String,
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub country: String,
    pub countries: Vec<String>,
    pub time_zone: String,
    pub locale: String,
    /// Country, standard rate, reduced rate.
    pub rates: Vec<(String, BasisPoints, BasisPoints)>,
}

fn methods(currency: Currency) -> [NewMethod; 2] {
    let method = |code: &str, name: &str, description: &str, cents| NewMethod {
        code: code.into(),
        name: name.into(),
        description: description.into(),
        countries: EURO.map(str::to_owned).to_vec(),
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
