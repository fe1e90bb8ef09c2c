//! Goods are found as they are: while the index is open, while it is made anew, and without it.
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use catalog::{Attribute, DefinitionEdit, ProductEdit, Status, ValueKind};
use kernel::kinds::{PriceListId, ProductId, VariantId};
use search::{Ask, Filter, IndexKeeper, Offered, Refreshed, Scope, Sort};
use sundry::shop::Shop;

use crate::support::{TestShop, engine, story};

async fn found(shop: &Shop, list: PriceListId, words: &str) -> Vec<ProductId> {
    let ask = Ask {
        list,
        scope: Scope::All,
        words: words.into(),
        filter: Filter::default(),
        offered: Offered::Usual,
        sort: Sort::Arranged,
        number: 1,
        size: 24,
    };
    shop.search.find(ask).await.unwrap().page.items.iter().map(|hit| hit.product).collect()
}

/// What the back office's editor does.
async fn retitle(shop: &TestShop, variant: VariantId, title: &str, attributes: Vec<Attribute>) -> ProductId {
    let goods = &shop.shop.goods;
    let id = goods.catalog.products_of(vec![variant]).await.unwrap()[0];
    let sheet = goods.catalog.sheet(id).await.unwrap().unwrap();
    let edit = ProductEdit {
        title: title.into(),
        subtitle: String::new(),
        description: String::new(),
        brand: sheet.product.brand.clone(),
        handle: sheet.product.handle.clone(),
        categories: sheet.categories.clone(),
        tags: vec![],
        tax_class: "standard".into(),
        status: Status::Active,
        publish_from: None,
        publish_until: None,
        seo_title: String::new(),
        seo_description: String::new(),
        attributes,
    };
    let (catalog, version) = (goods.catalog.clone(), sheet.product.version);
    goods.db.write(&shop.manager(), move |tx| catalog.edit(tx, id, version, &edit)).await.unwrap();
    id
}

fn open(shop: &Shop, folder: &std::path::Path) -> (IndexKeeper, Receiver<Refreshed>) {
    let (refreshed, seen) = channel();
    let told = move |what| {
        let _ = refreshed.send(what);
    };
    (shop.search.open_index(Some(folder), told).expect("an index"), seen)
}

const PATIENCE: Duration = Duration::from_secs(20);

story! {
    async fn what_is_changed_in_the_back_office_is_found_within_a_second(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let folder = std::env::temp_dir().join(format!("sundry-found-{}", kernel::random_token()));
        let (keeper, seen) = open(&shop.shop, &folder);
        seen.recv_timeout(PATIENCE).unwrap();
        assert!(shop.shop.search.is_indexed());
        let mut fastest = PATIENCE;
        for title in ["Zebra crossing", "Quiet teapot", "Walnut lamp"] {
            let began = Instant::now();
            let id = retitle(&shop, mug, title, vec![]).await;
            // What a server does at once, woken by the commit.
            works.hand_out().await.unwrap();
            works.follow().await.unwrap();
            seen.recv_timeout(PATIENCE).unwrap();
            assert_eq!(found(&shop.shop, shop.list, title).await, [id], "{title}");
            fastest = fastest.min(began.elapsed());
        }
        assert!(fastest < Duration::from_secs(1), "the fastest of three took {fastest:?}");
        assert!(found(&shop.shop, shop.list, "zebra").await.is_empty(), "what it was called before finds nothing");

        // Another process over the same data, whose folder somebody deleted: the tables answer until it is made anew.
        drop(keeper);
        std::fs::remove_dir_all(&folder).unwrap();
        let again = shop.another();
        assert!(!again.search.is_indexed());
        assert_eq!(found(&again, shop.list, "walnut").await.len(), 1, "the tables answer");
        let (keeper, seen) = open(&again, &folder);
        assert_eq!(seen.recv_timeout(PATIENCE).unwrap(), Refreshed::All);
        assert!(again.search.is_indexed());
        assert_eq!(found(&again, shop.list, "walnit lamp").await.len(), 1, "a slip is understood: it is the index that answers");
        drop(keeper);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

story! {
    async fn what_products_carry_is_defined_once_and_can_be_taken_back(shop: TestShop) {
        let (mug, bowl) = (shop.sells("mug", 2400, 5).await, shop.sells("bowl", 2400, 5).await);
        let works = engine(&shop.shop);
        let height = Attribute { kind: catalog::AttributeKind::Number, unit: "cm".into(), ..Attribute::text("Height", "12") };
        let carried = vec![height.clone(), Attribute::text("Material", "Clay")];
        retitle(&shop, mug, "Mug", carried).await;
        retitle(&shop, bowl, "Bowl", vec![Attribute { value: "7".into(), ..height }, Attribute::text("material", "Oak")]).await;
        works.drain().await.unwrap();
        let catalog = shop.shop.catalog.clone();
        let known = catalog.definitions().await.unwrap();
        let told: Vec<_> = known.all().iter().map(|d| (d.code.as_str(), d.name.as_str(), d.kind, d.unit.as_str(), d.narrows())).collect();
        assert_eq!(told, [
            ("height", "Height", ValueKind::Number, "cm", true),
            ("material", "Material", ValueKind::Choice, "", true),
        ]);
        let (owner, db) = (shop.owner(), shop.shop.db.clone());
        let own = known.get("height").unwrap().clone();
        let texts = [("de".to_owned(), [("name".to_owned(), "Höhe".to_owned())].into())].into();
        let edit = DefinitionEdit { name: "How high".into(), kind: ValueKind::Number, unit: "mm".into(), filterable: true, position: 1, texts };
        let (c, wanted) = (catalog.clone(), edit.clone());
        let (saved, undo) = db.write(&owner, move |tx| c.redefine(tx, own.id, 1, &wanted)).await.unwrap();
        assert_eq!(saved.version, 2);
        let (c, wanted) = (catalog.clone(), edit.clone());
        let stale = db.write(&owner, move |tx| c.redefine(tx, own.id, 1, &wanted)).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&stale), "changed_meanwhile");
        let c = catalog.clone();
        let removed = db.write(&owner, move |tx| c.undefine(tx, own.id)).await.unwrap();
        catalog.forget_definitions();
        assert!(catalog.definitions().await.unwrap().get("height").is_none());
        // A product that carries it brings it back as it carries it; taking the deed back makes it what it was.
        retitle(&shop, mug, "Mug again", vec![Attribute { kind: catalog::AttributeKind::Number, unit: "cm".into(), ..Attribute::text("Height", "13") }]).await;
        works.drain().await.unwrap();
        catalog.forget_definitions();
        assert_eq!(catalog.definitions().await.unwrap().get("height").unwrap().unit, "cm");
        let c = catalog.clone();
        db.write(&owner, move |tx| c.take_back_attribute(tx, removed)).await.unwrap();
        let c = catalog.clone();
        catalog.forget_definitions();
        let back = catalog.definitions().await.unwrap().get("height").unwrap().clone();
        assert_eq!((back.unit.as_str(), back.name_in("de"), back.position), ("mm", Some("Höhe"), 1));
        let undo = undo.expect("a way back");
        db.write(&owner, move |tx| c.take_back_attribute(tx, undo)).await.unwrap();
        catalog.forget_definitions();
        let first = catalog.definitions().await.unwrap().get("height").unwrap().clone();
        assert_eq!((first.name.as_str(), first.unit.as_str(), first.name_in("de")), ("Height", "cm", None));
        let c = catalog.clone();
        let twice = db.write(&owner, move |tx| c.take_back_attribute(tx, undo)).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&twice), "too_late");
        let c = catalog.clone();
        let stranger = db.write(&shop.shopper(), move |tx| c.undefine(tx, first.id)).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&stranger), "forbidden");
    }
}
