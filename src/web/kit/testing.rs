//! A shop without a database, for this crate's tests.
use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::kinds::{MarketId, PriceListId, StaffId};
use kernel::{Clock, Currency, Micros, TaxMode, TaxRounding};
use markets::{Market, Setup, ShopProfile};

use crate::{Failure, Site, StaffDoor, StaffVisitor, WebConfig};

pub(crate) const NOON: Micros = Micros(1_795_300_000_000_000);

pub(crate) fn config(url: &str) -> WebConfig {
    WebConfig::new(url.parse().unwrap(), [7; 32])
}

pub(crate) fn setup() -> Setup {
    let market = Market {
        id: MarketId::from_bytes([1; 16]),
        code: "eu".into(),
        name: "Europe".into(),
        currency: Currency::EUR,
        locale: "en".into(),
        tax_mode: TaxMode::Inclusive,
        country: "DE".into(),
        countries: vec!["DE".into()],
        time_zone: "Europe/Berlin".into(),
        price_list: PriceListId::from_bytes([2; 16]),
        tax_rounding: TaxRounding::Line,
        hold_net: false,
    };
    Setup { market, profile: ShopProfile::default() }
}

/// Knows `owner-token`, who may everything the tests ask for, and `clerk-token`, who may nothing.
pub(crate) struct Door;

impl StaffDoor for Door {
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>> {
        let member = |name: &str, powers: &[&'static str]| {
            let id = StaffId::from_bytes([9; 16]);
            Some(StaffVisitor { id, name: name.into(), role: name.into(), powers: powers.into() })
        };
        Box::pin(async move {
            match token {
                "owner-token" => Ok(member("owner", &["orders.manage"])),
                "clerk-token" => Ok(member("clerk", &[])),
                "broken-token" => Err(Failure::ours("no database")),
                _ => Ok(None),
            }
        })
    }
}

pub(crate) fn site(config: WebConfig) -> Site {
    Site::new(config, Clock::fake(NOON), setup(), Arc::new(Door)).unwrap()
}
