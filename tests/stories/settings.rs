//! What a shopkeeper sets is checked, kept, and in force at once.
use kernel::{Coded, Currency, Micros, Money};
use payments::Settings;
use pricing::{NewRate as NewTax, Pricing};
use shipping::{NewMethod, NewRate, NewZone, Parcel};

use crate::support::story;

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn tax(name: &str, rate: i64, from: Option<Micros>) -> NewTax {
    NewTax {
        class: "standard".into(),
        country: "de".into(),
        name: name.into(),
        rate,
        valid_from: from,
        ..NewTax::default()
    }
}

story! {
    async fn a_new_tax_rate_counts_from_its_day_on(shop: TestShop) {
        let owner = shop.owner();
        let p = shop.shop.pricing.clone();
        let day = shop.test_db.db.clock().now().plus(std::time::Duration::from_secs(3600));
        p.put_tax_rate(&owner, None, tax("VAT", 2100, Some(day))).await.unwrap();
        let local = NewTax { compound: true, position: 1, ..tax("Local", 500, None) };
        let local = p.put_tax_rate(&owner, None, local).await.unwrap();

        let rates = |table: pricing::TaxTable| -> Vec<(String, i64)> {
            table.rates("standard").unwrap().iter().map(|r| (r.name.clone(), r.rate.0)).collect()
        };
        let before = rates(p.tax_table("DE").await.unwrap());
        assert_eq!(before, [("VAT".to_owned(), 1900), ("Local".to_owned(), 500)]);
        shop.test_db.advance(std::time::Duration::from_secs(3600));
        assert_eq!(rates(p.tax_table("DE").await.unwrap())[0].1, 2100);

        p.remove_tax_rate(&owner, local).await.unwrap();
        assert_eq!(rates(p.tax_table("DE").await.unwrap()).len(), 1);
        assert_eq!(p.remove_tax_rate(&owner, local).await.unwrap_err().code(), "tax_rate_not_found");
        assert_eq!(p.tax_classes().await.unwrap(), ["reduced", "standard"]);
    }
}

story! {
    async fn a_tax_rate_is_checked_before_it_is_kept(shop: TestShop) {
        let owner = shop.owner();
        let put = |new| shop.shop.pricing.put_tax_rate(&owner, None, new);
        let field = |e: pricing::PricingError| match e {
            pricing::PricingError::Rate { field, .. } => field,
            other => panic!("{other}"),
        };
        assert_eq!(field(put(tax("", 1900, None)).await.unwrap_err()), "name");
        assert_eq!(field(put(tax("VAT", 10_001, None)).await.unwrap_err()), "rate");
        assert_eq!(field(put(NewTax { country: "Germany".into(), ..tax("x", 1, None) }).await.unwrap_err()), "country");
        // There is one from ever on.
        assert_eq!(field(put(tax("VAT", 1000, None)).await.unwrap_err()), "valid_from");
        for name in ["a", "b", "c"] {
            put(tax(name, 100, None)).await.unwrap();
        }
        assert_eq!(field(put(tax("d", 100, None)).await.unwrap_err()), "name");
        let clerk = shop.shop.pricing.put_tax_rate(&shop.clerk(), None, tax("z", 1, None)).await;
        assert_eq!(clerk.unwrap_err().code(), "forbidden");
        let before = shop.shop.pricing.tax_rates().await.unwrap().len();
        // What begins with a shop brings up to date instead of doubling.
        let s = shop.shop.clone();
        let again = shop.shop.db.write(&owner, move |tx| s.pricing.put_rate(tx, "reduced", "DE", kernel::BasisPoints(800), "VAT"));
        again.await.unwrap();
        assert_eq!(shop.shop.pricing.tax_rates().await.unwrap().len(), before);
        let read = shop.shop.db.read(|c| Pricing::tax_table_in(c, "DE", Micros(1))).await.unwrap();
        assert_eq!(read.rates("reduced").unwrap()[0].rate.0, 800);
    }
}

story! {
    async fn a_rate_table_tells_what_delivery_costs(shop: TestShop) {
        let owner = shop.owner();
        let s = shop.shop.shipping.clone();
        let zone = NewZone { name: "Home".into(), countries: vec!["de".into(), "at".into()], position: 0 };
        let home = s.put_zone(&owner, None, zone.clone()).await.unwrap();
        let twice = s.put_zone(&owner, None, NewZone { name: "Other".into(), ..zone.clone() }).await.unwrap_err();
        assert!(matches!(twice, shipping::ShippingError::Wrong { field: "countries", .. }), "{twice}");

        let method = s.all_methods().await.unwrap()[0].method.clone();
        let row = |from, to, price| NewRate { zone: home, weight_from: from, weight_to: to, goods_from: 0, goods_to: None, price };
        s.set_rates(&owner, method.id, vec![row(0, Some(150), 300), row(150, Some(1000), 700)]).await.unwrap();
        let rated = s.methods().await.unwrap()[0].clone();
        let charge = |grams| rated.charge("AT", &Parcel { goods: eur(100), weight_grams: grams });
        assert_eq!((charge(100), charge(150), charge(1000)), (Some(eur(300)), Some(eur(700)), None));

        // Things weigh 100 g each: the order pays by the table, and what is too heavy is refused with a way out.
        let mug = shop.sells("mug", 1000, 20).await;
        let order = shop.sold("ada", &[(mug, 2)]).await;
        assert_eq!(shop.shop.orders.get(order).await.unwrap().shipping.amount, 700);
        let heavy = shop.buys("bob", &[(mug, 10)], "offline", "").await.unwrap_err();
        assert_eq!(heavy.code(), "too_much_to_deliver");

        assert_eq!(s.remove_zone(&owner, home).await.unwrap_err().code(), "in_use");
        s.set_rates(&owner, method.id, Vec::new()).await.unwrap();
        s.remove_zone(&owner, home).await.unwrap();
        assert_eq!(s.methods().await.unwrap()[0].charge("DE", &Parcel { goods: eur(1), weight_grams: 9 }), Some(eur(490)));
    }
}

story! {
    async fn methods_are_made_paused_and_taken_away(shop: TestShop) {
        let owner = shop.owner();
        let s = shop.shop.shipping.clone();
        let new = NewMethod {
            code: "Express".into(),
            name: " Over  night ".into(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: eur(1290),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 1,
            max_days: 1,
            position: 2,
        };
        let id = s.save_method(&owner, new.clone()).await.unwrap();
        assert_eq!(s.save_method(&owner, NewMethod { price: eur(990), ..new.clone() }).await.unwrap(), id);
        let made = s.methods().await.unwrap()[1].clone();
        assert_eq!((made.code.as_str(), made.name.as_str(), made.price), ("express", "Over night", eur(990)));
        s.offer_method(&owner, id, false).await.unwrap();
        assert_eq!(s.methods().await.unwrap().len(), 1);
        // Changing it does not offer it again.
        s.save_method(&owner, new.clone()).await.unwrap();
        assert!(!s.all_methods().await.unwrap()[1].active);
        s.remove_method(&owner, id).await.unwrap();
        assert_eq!(s.remove_method(&owner, id).await.unwrap_err().code(), "delivery_not_found");
        assert_eq!(s.save_method(&shop.clerk(), new).await.unwrap_err().code(), "forbidden");
    }
}

story! {
    async fn the_settings_of_payment_are_kept_and_audited(shop: TestShop) {
        let (owner, p) = (shop.owner(), shop.shop.payments.clone());
        assert_eq!(*p.settings().await.unwrap(), Settings::default());
        let mut new = Settings::default();
        new.transfer.account = "The shop\nDE89 3704 0044 0532 0130 00".into();
        new.transfer.cancel_after_days = 21;
        p.put_settings(&owner, new.clone()).await.unwrap();
        assert_eq!(*p.settings().await.unwrap(), new);
        let told = shop.shop.db.read(|c| Ok::<_, db::DbError>(db::AuditEntry::of(c, "methods", 9)?)).await.unwrap();
        assert_eq!(told[0].action, "payment.settings");
        new.transfer.account = "DE00 3704 0044 0532 0130 00".into();
        assert_eq!(p.put_settings(&owner, new).await.unwrap_err().code(), "bad_setting");
        assert_eq!(p.put_settings(&shop.clerk(), Settings::default()).await.unwrap_err().code(), "forbidden");
    }
}

story! {
    async fn a_way_to_deliver_is_called_as_its_buyers_speak(shop: TestShop) {
        let (owner, shipping) = (shop.owner(), shop.shop.shipping.clone());
        let mug = shop.sells("mug", 2400, 5).await;
        let parcel = shipping.all_methods().await.unwrap()[0].method.clone();
        let german = |name: &str| [("de".to_owned(), name.to_owned()), ("fr".to_owned(), "  ".to_owned())].into();
        let long = shipping.name_method(&owner, parcel.id, german(&"x".repeat(61))).await.unwrap_err();
        assert_eq!(long.code(), "bad_setting");
        assert_eq!(shipping.name_method(&shop.clerk(), parcel.id, german("Paket")).await.unwrap_err().code(), "forbidden");
        shipping.name_method(&owner, parcel.id, german("Paket  nach Hause")).await.unwrap();

        let named = shipping.methods().await.unwrap()[0].clone();
        assert_eq!((named.name_in("de"), named.name_in("fr")), ("Paket nach Hause", parcel.name.as_str()));
        let token = shop.cart(&[(mug, 1)]).await;
        let ask = checkout::Ask { locale: "de".into(), ..shop.ask(&token, "ada", "offline") };
        let placed = shop.shop.checkout.place(&shop.shopper(), ask, "").await;
        let order = shop.shop.orders.get(crate::support::placed(placed).order).await.unwrap();
        assert_eq!(order.delivery.name, "Paket nach Hause");
        // A change of the method itself leaves its other names alone.
        let again = NewMethod {
            code: parcel.code.clone(),
            name: "By parcel".into(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: eur(490),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 1,
            max_days: 3,
            position: 0,
        };
        shipping.save_method(&owner, again).await.unwrap();
        assert_eq!(shipping.methods().await.unwrap()[0].name_in("de"), "Paket nach Hause");
    }
}
