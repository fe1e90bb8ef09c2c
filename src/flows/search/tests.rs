//! Lists are as the rooms are, however they came to be.
use std::collections::HashSet;

use catalog::{NewCategory, NewProduct, NewVariant, Status};
use db::{Lane, Tx};
use kernel::kinds::{CategoryId, PriceListId, VariantId};
use kernel::{Currency, Money};
use search::{Ask, Filter, Found, Scope, Search, Sort, Stock};

use super::{ListingError, Listings};
use crate::Silent;
use crate::test_rooms::{Rooms, on_every_database};

struct Little<'a> {
    rooms: &'a Rooms,
    listings: Listings,
    list: PriceListId,
    kitchen: CategoryId,
}

fn product(handle: &str, status: Status, categories: Vec<CategoryId>) -> NewProduct {
    let variant = NewVariant {
        sku: format!("SKU-{handle}"),
        option_values: vec![],
        barcode: String::new(),
        weight_grams: 1,
        picture: None,
    };
    NewProduct {
        handle: handle.into(),
        title: format!("The {handle}"),
        subtitle: String::new(),
        description: String::new(),
        brand: "Two Elms".into(),
        status,
        tax_class: "standard".into(),
        attributes: vec![],
        options: vec![],
        pictures: vec![],
        tags: vec!["plain".into()],
        seo_title: String::new(),
        seo_description: String::new(),
        categories,
        position: 0,
        variants: vec![variant],
    }
}

impl<'a> Little<'a> {
    fn new(rooms: &'a Rooms) -> Self {
        let demo = rooms.demo.clone();
        let listings = Listings::new(demo.db.clone(), Search::new(demo.db.clone()), demo.catalog.clone());
        let (list, kitchen) = demo
            .db
            .clone()
            .write_now(Lane::Bulk, &rooms.actor, move |tx| -> Result<_, ListingError> {
                let list = demo.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
                let new = NewCategory {
                    slug: "kitchen".into(),
                    title: "Kitchen".into(),
                    intro: String::new(),
                    position: 0,
                    picture: None,
                };
                Ok((list, demo.catalog.put_category(tx, &new)?.0))
            })
            .unwrap();
        Self { rooms, listings, list, kitchen }
    }

    /// Writes something, and what lists make of it when `listed`.
    fn write(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<VariantId, ListingError> + Send + 'static,
        listed: bool,
    ) -> bool {
        let listings = self.listings.clone();
        let write = move |tx: &mut Tx<'_>| {
            let variant = f(tx)?;
            if listed { listings.list_variant(tx, variant).map(|changed| changed > 0) } else { Ok(false) }
        };
        self.rooms.demo.db.write_now(Lane::Bulk, &self.rooms.actor, write).unwrap()
    }

    fn sells(&self, handle: &str, status: Status, price: Option<i64>, units: i64, listed: bool) -> bool {
        let (demo, list, kitchen, handle) = (self.rooms.demo.clone(), self.list, self.kitchen, handle.to_owned());
        let sell = move |tx: &mut Tx<'_>| -> Result<VariantId, ListingError> {
            let variant = demo.catalog.put_product(tx, &product(&handle, status, vec![kitchen]))?.variants[0];
            if let Some(price) = price {
                demo.pricing.put_price(tx, variant, list, Money::new(price, Currency::EUR), None)?;
            }
            let location = demo.inventory.put_location(tx, "main", "Main", 1)?;
            demo.inventory.count(tx, location, variant, units, "test")?;
            Ok(variant)
        };
        self.rooms.test.advance(std::time::Duration::from_millis(5));
        self.write(sell, listed)
    }

    fn found(&self, scope: Scope, words: &str) -> Found {
        let ask = Ask {
            list: self.list,
            scope,
            words: words.into(),
            filter: Filter::default(),
            offered: search::Offered::Usual,
            sort: Sort::Cheapest,
            number: 1,
            size: 10,
        };
        self.listings.search.forget();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.listings.search.find(ask)).unwrap()
    }

    fn stocks(&self, words: &str) -> Vec<Stock> {
        self.found(Scope::Category(self.kitchen), words).page.items.iter().map(|hit| hit.stock).collect()
    }
}

#[test]
fn only_what_can_be_sold_is_listed() {
    on_every_database(|rooms| {
        let shop = Little::new(rooms);
        assert!(shop.sells("mug", Status::Active, Some(2400), 100, true));
        assert!(!shop.sells("mug", Status::Active, Some(2400), 100, true), "the same again changes nothing");
        assert!(!shop.sells("secret", Status::Draft, Some(2400), 100, true));
        assert!(!shop.sells("priceless", Status::Active, None, 100, true));
        assert_eq!(shop.stocks(""), [Stock::In]);
        assert_eq!(shop.stocks("kitchen sku-mug plain"), [Stock::In]);
        assert!(shop.sells("mug", Status::Active, Some(2400), 0, true));
        assert_eq!(shop.stocks(""), [Stock::Out]);
        assert!(shop.sells("mug", Status::Archived, Some(2400), 0, true));
        assert!(shop.stocks("").is_empty() && shop.stocks("mug").is_empty());
    });
}

#[test]
fn made_anew_is_the_same_as_made_bit_by_bit() {
    on_every_database(|rooms| {
        let shop = Little::new(rooms);
        for (at, handle) in ["bowl", "mug", "jar", "pan"].into_iter().enumerate() {
            shop.sells(handle, Status::Active, Some(900 + 100 * at as i64), 3 * at as i64, true);
        }
        let seen = |found: Found| (found.page.items, found.facets, found.total);
        let before = seen(shop.found(Scope::All, ""));
        assert_eq!(before.2, 4);
        let done = shop.listings.rebuild(&rooms.actor, &Silent).unwrap();
        assert_eq!((done.products, done.changed), (4, 0));

        // What lists were not told of is noticed, and so is what is gone.
        shop.sells("mug", Status::Archived, Some(1000), 3, false);
        shop.sells("cup", Status::Active, Some(700), 9, false);
        assert_eq!(seen(shop.found(Scope::All, "")), before);
        let done = shop.listings.rebuild(&rooms.actor, &Silent).unwrap();
        assert_eq!((done.products, done.changed), (4, 2));
        let now: HashSet<_> = shop.found(Scope::All, "").page.items.iter().map(|hit| hit.product).collect();
        assert_eq!(now.len(), 4);
        assert!(!shop.listings.ensure(&rooms.actor, &Silent).unwrap(), "it was made");
        assert_eq!(shop.listings.relist(&rooms.actor, shop.kitchen).unwrap(), 0);
    });
}
