//! An order keeps why it costs what it costs, whatever is set later.
use kernel::{BasisPoints, Money};
use pricing::NewRate;
use shipping::{NewRate as DeliveryRate, NewZone};

use crate::support::{placed, story};

story! {
    async fn each_amount_keeps_what_made_it(shop: TestShop) {
        let (mug, owner, s) = (shop.sells("mug", 2400, 9).await, shop.owner(), &shop.shop);
        let since = shop.test_db.clock.now().minus(std::time::Duration::from_secs(86_400));
        let vat = NewRate {
            class: "standard".into(),
            country: "DE".into(),
            name: "VAT".into(),
            rate: 1900,
            valid_from: Some(since),
            ..NewRate::default()
        };
        s.pricing.put_tax_rate(&owner, None, vat.clone()).await.unwrap();
        let zone = NewZone { name: "Home".into(), countries: vec!["DE".into()], position: 0 };
        let zone = s.shipping.put_zone(&owner, None, zone).await.unwrap();
        let method = s.shipping.all_methods().await.unwrap().remove(0).method.id;
        let row = DeliveryRate { zone, weight_from: 0, weight_to: Some(2000), goods_from: 0, goods_to: None, price: 590 };
        s.shipping.set_rates(&owner, method, vec![row]).await.unwrap();

        let order = placed(shop.buys("ada", &[(mug, 2)], "offline", "").await).order;
        // Whatever is set afterwards, the order tells what it was.
        s.pricing.put_tax_rate(&owner, None, NewRate { rate: 2000, valid_from: Some(shop.test_db.clock.now()), ..vat }).await.unwrap();
        s.shipping.set_rates(&owner, method, Vec::new()).await.unwrap();

        let held = s.orders.get(order).await.unwrap();
        let told = held.particulars.explained.clone().expect("it is explained");
        assert_eq!((told.rounding.as_str(), told.tax_country.as_str()), ("line, half away from zero", "DE"));
        let line = &told.lines[0];
        assert_eq!((line.list, line.min_qty, line.listed, line.tax_class.as_str()), (shop.list, 1, None, "standard"));
        assert_eq!((line.taxes[0].since, line.taxes[0].tax.rate), (Some(since), BasisPoints(1900)));
        assert_eq!(line.taxes[0].tax.amount, held.lines[0].tax);
        let delivery = told.delivery.expect("delivery is explained");
        assert_eq!((delivery.price, delivery.goods, delivery.weight_grams), (590, 4800, 200));
        assert_eq!(delivery.row.map(|r| (r.zone, r.weight_to)), Some((zone, Some(2000))));
        assert_eq!(delivery.taxes[0].tax.amount, 94);
        assert_eq!(Money::new(held.total, held.currency).amount, 4800 + 590);
    }
}
