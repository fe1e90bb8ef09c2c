//! Ways to deliver, and what they cost. Pure.
use std::collections::BTreeMap;

use kernel::kinds::{MethodId, ZoneId};
use kernel::{Currency, Money};

/// What is to be delivered, as far as its cost goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// What the goods cost, discounts taken off.
    pub goods: Money,
    /// Of all of it together.
    pub weight_grams: i64,
}

/// A way to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    pub id: MethodId,
    pub code: String,
    /// In the shop's main language.
    pub name: String,
    /// In others, by language: `de`.
    pub names: BTreeMap<String, String>,
    pub description: String,
    /// ISO 3166 alpha-2; empty means everywhere. Unused where there are `rates`: their zones count.
    pub countries: Vec<String>,
    /// What it costs where there are no `rates`.
    pub price: Money,
    /// From this amount of goods on it is free, rates or not.
    pub free_over: Option<Money>,
    pub tax_class: String,
    /// Working days from the order to the door.
    pub min_days: i64,
    pub max_days: i64,
    /// Its rate table; empty for a method that costs the same everywhere.
    pub rates: Vec<ZoneRate>,
}

/// What a method costs in a zone, from a weight and an amount of goods on, up to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRate {
    pub zone: ZoneId,
    /// The zone's; ISO 3166 alpha-2.
    pub countries: Vec<String>,
    /// Grams.
    pub weight_from: i64,
    /// Grams, the weight itself left out; None means no end.
    pub weight_to: Option<i64>,
    /// Minor units.
    pub goods_from: i64,
    /// Minor units, the amount itself left out; None means no end.
    pub goods_to: Option<i64>,
    pub price: Money,
}

impl ZoneRate {
    fn fits(&self, parcel: &Parcel) -> bool {
        let within = |value: i64, from: i64, to: Option<i64>| value >= from && to.is_none_or(|to| value < to);
        self.price.currency == parcel.goods.currency
            && within(parcel.weight_grams, self.weight_from, self.weight_to)
            && within(parcel.goods.amount, self.goods_from, self.goods_to)
    }
}

impl Method {
    /// What readers of `language` (`de`) call it; where nobody said that, its name.
    pub fn name_in(&self, language: &str) -> &str {
        self.names.get(language).unwrap_or(&self.name)
    }

    /// Whether anything can go there this way; what exactly tells [`Method::charge`].
    pub fn serves(&self, country: &str) -> bool {
        if self.rates.is_empty() {
            return self.countries.is_empty() || self.countries.iter().any(|c| c == country);
        }
        self.rates.iter().any(|rate| rate.countries.iter().any(|c| c == country))
    }

    /// What it costs to bring this there; None when it does not go there, or not so heavy. Where several rates fit, the
    /// first of the table counts.
    pub fn charge(&self, country: &str, parcel: &Parcel) -> Option<Money> {
        let price = self.stated(country, parcel)?.0;
        match self.free_over {
            Some(limit) if parcel.goods.currency == limit.currency && parcel.goods.amount >= limit.amount => {
                Some(Money::zero(price.currency))
            }
            _ => Some(price),
        }
    }

    /// What the method or its table states for this, before a sum of goods makes it free, and the row that fitted; None
    /// as for [`Method::charge`].
    pub fn stated(&self, country: &str, parcel: &Parcel) -> Option<(Money, Option<&ZoneRate>)> {
        if self.rates.is_empty() {
            return self.serves(country).then_some((self.price, None));
        }
        let mut there = self.rates.iter().filter(|rate| rate.countries.iter().any(|c| c == country));
        there.find(|rate| rate.fits(parcel)).map(|rate| (rate.price, Some(rate)))
    }

    /// The least it costs there at all; None when it does not go there. For "from …", before there is a basket.
    pub fn least(&self, country: &str) -> Option<Money> {
        if self.rates.is_empty() {
            return self.serves(country).then_some(self.price);
        }
        let there = self.rates.iter().filter(|rate| rate.countries.iter().any(|c| c == country));
        there.map(|rate| rate.price).min_by_key(|price| price.amount)
    }
}

/// What a method is made of.
#[derive(Clone, Debug)]
pub struct NewMethod {
    /// What programs call it; it does not change.
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

/// A method with what only the back office sees of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedMethod {
    pub method: Method,
    pub position: i64,
    /// Whether shoppers may choose it.
    pub active: bool,
}

/// Countries in which delivery costs the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    pub id: ZoneId,
    pub name: String,
    /// ISO 3166 alpha-2.
    pub countries: Vec<String>,
    pub position: i64,
}

/// What a zone is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewZone {
    pub name: String,
    pub countries: Vec<String>,
    pub position: i64,
}

/// A row of a method's rate table; see [`ZoneRate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRate {
    pub zone: ZoneId,
    pub weight_from: i64,
    pub weight_to: Option<i64>,
    pub goods_from: i64,
    pub goods_to: Option<i64>,
    /// Minor units of the method's currency.
    pub price: i64,
}

/// The way that costs least for this, and what; ties go to the shop's order.
pub fn cheapest<'a>(methods: &'a [Method], country: &str, parcel: &Parcel) -> Option<(&'a Method, Money)> {
    let charged = methods.iter().filter_map(|m| Some((m, m.charge(country, parcel)?)));
    charged.min_by_key(|(_, price)| price.amount)
}

/// The currency that a table's amounts are in.
pub(crate) fn currency_of(text: &str) -> Option<Currency> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Micros;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn method(rates: Vec<ZoneRate>) -> Method {
        Method {
            id: MethodId::new(Micros(0)),
            code: "parcel".into(),
            name: "Parcel".into(),
            names: BTreeMap::new(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: eur(490),
            free_over: Some(eur(6000)),
            tax_class: "standard".into(),
            min_days: 1,
            max_days: 2,
            rates,
        }
    }

    fn rate(countries: &[&str], weight: (i64, Option<i64>), goods: (i64, Option<i64>), price: i64) -> ZoneRate {
        ZoneRate {
            zone: ZoneId::new(Micros(0)),
            countries: countries.iter().map(|c| (*c).to_owned()).collect(),
            weight_from: weight.0,
            weight_to: weight.1,
            goods_from: goods.0,
            goods_to: goods.1,
            price: eur(price),
        }
    }

    fn parcel(goods: i64, weight_grams: i64) -> Parcel {
        Parcel { goods: eur(goods), weight_grams }
    }

    #[test]
    fn a_plain_method_costs_the_same_everywhere_until_it_is_free() {
        let plain = method(Vec::new());
        assert_eq!(plain.charge("DE", &parcel(5999, 1)), Some(eur(490)));
        assert_eq!(plain.charge("DE", &parcel(6000, 1)), Some(eur(0)));
        assert_eq!(plain.charge("FR", &parcel(6000, 1)), None);
        assert_eq!((plain.least("DE"), plain.least("FR")), (Some(eur(490)), None));
    }

    #[test]
    fn a_table_tells_by_zone_weight_and_goods() {
        let table = method(vec![
            rate(&["DE"], (0, Some(2000)), (0, None), 490),
            rate(&["DE"], (2000, Some(31_500)), (0, Some(5000)), 890),
            rate(&["DE"], (2000, Some(31_500)), (5000, None), 690),
            rate(&["FR", "AT"], (0, Some(10_000)), (0, None), 1290),
        ]);
        assert_eq!(table.charge("DE", &parcel(1000, 1999)), Some(eur(490)));
        assert_eq!(table.charge("DE", &parcel(4999, 2000)), Some(eur(890)));
        assert_eq!(table.charge("DE", &parcel(5000, 2000)), Some(eur(690)));
        assert_eq!(table.charge("DE", &parcel(9000, 2000)), Some(eur(0)));
        let (price, row) = table.stated("DE", &parcel(9000, 2000)).unwrap();
        assert_eq!((price, row.map(|r| r.goods_from)), (eur(690), Some(5000)));
        assert_eq!(table.charge("DE", &parcel(1000, 31_500)), None);
        assert_eq!(table.charge("AT", &parcel(1000, 9_999)), Some(eur(1290)));
        assert!(table.serves("FR") && !table.serves("IT"));
        assert_eq!(table.least("DE"), Some(eur(490)));
    }

    #[test]
    fn the_cheapest_way_is_the_one_that_goes_there() {
        let (heavy, plain) = (method(vec![rate(&["DE"], (5000, None), (0, None), 100)]), method(Vec::new()));
        let ways = [heavy, plain];
        let price = |weight| cheapest(&ways, "DE", &parcel(1000, weight)).map(|(_, p)| p.amount);
        assert_eq!((price(10), price(5000)), (Some(490), Some(100)));
        assert!(cheapest(&ways, "IT", &parcel(1000, 10)).is_none());
    }
}
