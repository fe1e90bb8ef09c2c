//! Words in a second language, on both databases.
use std::collections::BTreeMap;

use catalog::{CatalogError, NewCategory, names_of};
use search::Search;

use crate::search::{ListingError, Listings};
use crate::test_rooms::{Rooms, rooms};

fn said(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

rooms! {
    async fn what_is_translated_is_said_and_found_and_all_else_stays(rooms: Rooms) {
        let demo = rooms.demo.clone();
        let (actor, db, catalog) = (rooms.actor.clone(), demo.db.clone(), demo.catalog.clone());
        let fill = demo.clone();
        let (kitchen, mug) = db
            .write(&actor, move |tx| -> Result<_, CatalogError> {
                let shelf = NewCategory {
                    slug: "kitchen".into(), title: "Kitchen".into(), intro: "Pots".into(), position: 0, picture: None,
                };
                let (kitchen, _) = fill.catalog.put_category(tx, &shelf)?;
                let mug = catalog::NewProduct {
                    handle: "mug".into(),
                    title: "Mug".into(),
                    subtitle: "Stoneware".into(),
                    description: "<p>Round.</p>".into(),
                    brand: "Kiln".into(),
                    status: catalog::Status::Active,
                    tax_class: "standard".into(),
                    attributes: vec![catalog::Attribute::text("Material", "Stoneware")],
                    options: vec![catalog::OptionAxis { name: "Glaze".into(), values: vec!["Moss".into(), "Oat".into()] }],
                    pictures: vec![],
                    tags: vec![],
                    seo_title: String::new(),
                    seo_description: String::new(),
                    categories: vec![kitchen],
                    position: 0,
                    variants: ["Moss", "Oat"].map(|v| catalog::NewVariant {
                        sku: format!("MUG-{v}"), option_values: vec![v.into()], barcode: String::new(), weight_grams: 0, picture: None,
                    }).into(),
                };
                Ok((kitchen, fill.catalog.put_product(tx, &mug)?))
            })
            .await
            .unwrap();
        let product = catalog.products(&[mug.id]).await.unwrap().remove(&mug.id).unwrap();
        assert_eq!(names_of(&product), ["Glaze", "Moss", "Oat", "Material", "Stoneware"]);

        let translate = |version: i64, texts: BTreeMap<String, String>, names: BTreeMap<String, String>| {
            let (catalog, db, actor, id) = (catalog.clone(), db.clone(), actor.clone(), mug.id);
            async move { db.write(&actor, move |tx| catalog.translate_product(tx, id, (version, "de"), &texts, &names)).await }
        };
        let texts = said(&[("title", "Becher"), ("description", "<p>Rund.</p>"), ("subtitle", " ")]);
        let names = said(&[("Glaze", "Glasur"), ("Moss", "Moos"), ("Stoneware", "Steinzeug")]);
        let saved = translate(mug.version, texts.clone(), names.clone()).await.unwrap();
        assert_eq!((saved.version, saved.changed), (mug.version + 1, true));
        assert!(!translate(saved.version, texts.clone(), names.clone()).await.unwrap().changed, "the same again");
        let late = translate(mug.version, texts.clone(), names.clone()).await;
        assert!(matches!(late, Err(CatalogError::Stale)));
        let long = said(&[("title", &"x".repeat(201)), ("nothing", "x")]);
        let Err(CatalogError::Wrong(wrong)) = translate(saved.version, long, said(&[])).await else { panic!("too long") };
        assert_eq!(wrong.iter().map(|w| w.field.as_str()).collect::<Vec<_>>(), ["nothing", "title"]);

        let mut german = product.clone();
        catalog.wording("de", vec![mug.id.cast()]).await.unwrap().product(&mut german);
        assert_eq!((german.title.as_str(), german.subtitle.as_str()), ("Becher", "Stoneware"));
        assert_eq!((german.options[0].name.as_str(), &german.options[0].values), ("Glasur", &vec!["Moos".to_owned(), "Oat".to_owned()]));
        assert_eq!(german.variants[0].option_values, ["Moos"]);
        assert_eq!((german.attributes[0].name.as_str(), german.attributes[0].value.as_str()), ("Material", "Steinzeug"));
        let mut french = product.clone();
        catalog.wording("fr", vec![mug.id.cast()]).await.unwrap().product(&mut french);
        assert_eq!(french.title, "Mug");

        // What was bought is called by its translation as long as it is called as it was.
        let renamed = catalog.renamed("de", mug.variants.clone()).await.unwrap();
        let (mut title, mut options) = ("Mug".to_owned(), "Moss".to_owned());
        renamed.apply(mug.variants[0], &mut title, &mut options);
        assert_eq!((title.as_str(), options.as_str()), ("Becher", "Moos"));
        let (mut title, mut options) = ("Cup".to_owned(), "Moss".to_owned());
        renamed.apply(mug.variants[0], &mut title, &mut options);
        assert_eq!((title.as_str(), options.as_str()), ("Cup", "Moss"));

        // Found by either name.
        let listings = Listings::new(db.clone(), Search::new(db.clone()), catalog::Catalog::new(db.clone()));
        let (pricing, inventory, variant) = (demo.pricing.clone(), demo.inventory.clone(), mug.variants[0]);
        let listed = listings.clone();
        let list = db
            .write(&actor, move |tx| -> Result<_, ListingError> {
                let list = pricing.put_list(tx, "eur", "Euro", kernel::Currency::EUR)?;
                pricing.put_price(tx, variant, list, kernel::Money::new(2400, kernel::Currency::EUR), None)?;
                let location = inventory.put_location(tx, "main", "Main", 1)?;
                inventory.count(tx, location, variant, 3, "test")?;
                listed.list_variant(tx, variant)?;
                Ok(list)
            })
            .await
            .unwrap();
        for words in ["mug", "becher", "steinzeug", "moos mug"] {
            let hits = listings.search.suggest(list, words, 5).await.unwrap();
            assert_eq!(hits.len(), 1, "{words}");
        }
        assert!(listings.search.suggest(list, "teller", 5).await.unwrap().is_empty());

        let (translated, id) = (catalog.clone(), kitchen);
        let texts = said(&[("title", "Küche")]);
        db.write(&actor, move |tx| translated.translate_category(tx, id, (1, "de"), &texts)).await.unwrap();
        catalog.forget_tree();
        let spoken = catalog.categories_spoken("de").await.unwrap();
        assert_eq!((spoken[0].title.as_str(), spoken[0].intro.as_str()), ("Küche", "Pots"));
        assert_eq!(catalog.categories().await.unwrap()[0].title, "Kitchen");

        // Taken back, it is as it was.
        translate(saved.version, said(&[]), said(&[])).await.unwrap();
        let mut german = product.clone();
        catalog.wording("de", vec![mug.id.cast()]).await.unwrap().product(&mut german);
        assert_eq!(german.title, "Mug");
    }
}
