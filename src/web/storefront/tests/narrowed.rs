//! Lists narrowed down by attributes, and what a product's page tells of them.
use std::collections::BTreeMap;

use catalog::{Attribute, AttributeKind, DefinitionEdit, ValueKind};

use super::*;

fn carrying(
    handle: &str,
    attributes: &[(&str, &str, &str)],
    categories: Vec<kernel::kinds::CategoryId>,
) -> NewProduct {
    let one = |(name, value, unit): &(&str, &str, &str)| Attribute {
        kind: if unit.is_empty() { AttributeKind::Text } else { AttributeKind::Number },
        unit: (*unit).to_owned(),
        ..Attribute::text(*name, *value)
    };
    NewProduct { attributes: attributes.iter().map(one).collect(), ..product(handle, &[], categories) }
}

/// A shelf of ten boards in several widths and two woods, with the index open.
async fn boards(shop: &TestShop) -> search::IndexKeeper {
    let r = shop.rooms.clone();
    let kitchen = r.catalog.categories().await.unwrap()[0].id;
    let (rooms, db, actor) = (r.clone(), shop.test_db.db.clone(), Actor::system("test"));
    let written = shop.test_db.db.write(&actor, move |tx| -> Result<(), CheckoutError> {
        let listings = flows::search::Listings::new(db.clone(), rooms.search.clone(), rooms.catalog.clone());
        let list = rooms.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        for n in 0..10_i64 {
            let width = (10 + n).to_string() + ".5";
            let wood = if n % 2 == 0 { "Oak" } else { "Ash" };
            let carried =
                [("Material", wood, ""), ("Width", width.as_str(), "cm"), ("Care", &"Wipe it dry. ".repeat(9), "")];
            let made =
                rooms.catalog.put_product(tx, &carrying(&format!("board-{n}"), &carried, vec![kitchen])).unwrap();
            rooms.pricing.put_price(tx, made.variants[0], list, eur(1000 + n), None)?;
            listings.list_variant(tx, made.variants[0]).unwrap();
        }
        Ok(())
    });
    written.await.unwrap();
    let (refreshed, seen) = std::sync::mpsc::channel();
    let keeper = r.search.open_index(None, move |what| {
        let _ = refreshed.send(what);
    });
    seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    r.catalog.forget_tree();
    r.catalog.forget_definitions();
    keeper.unwrap()
}

async fn redefine(shop: &TestShop, code: &str, change: impl FnOnce(&mut DefinitionEdit)) {
    let (catalog, code) = (shop.rooms.catalog.clone(), code.to_owned());
    let held = catalog.definitions().await.unwrap().get(&code).expect("it was learnt").clone();
    let mut edit = DefinitionEdit {
        name: held.name,
        kind: held.kind,
        unit: held.unit,
        filterable: held.filterable,
        position: held.position,
        texts: BTreeMap::new(),
    };
    change(&mut edit);
    let (writing, actor) = (catalog.clone(), Actor::system("test"));
    let written = shop.test_db.db.write(&actor, move |tx| writing.redefine(tx, held.id, held.version, &edit));
    written.await.unwrap();
    catalog.forget_definitions();
    tags::after_attribute().into_iter().for_each(|tag| shop.rooms.pages.invalidate(tag));
}

#[actix_web::test]
async fn a_category_is_narrowed_down_without_a_script_and_in_three_questions() {
    let shop = TestShop::new().await;
    let _keeper = boards(&shop).await;
    let app = app!(shop);
    let db = &shop.test_db.db;
    ask(&app, get("/c/kitchen?sort=newest").to_request()).await;
    for (path, has, lacks) in [
        (
            "/c/kitchen",
            vec![
                "12 products",
                "<legend>Material</legend>",
                "value=\"material~Oak\"",
                "name=\"min.width\"",
                "placeholder=\"10.5\"",
                "placeholder=\"19.5\"",
                ">cm<",
            ],
            "Care",
        ),
        ("/c/kitchen?is=material~Oak", vec!["5 products", "Material: Oak", "href=\"/c/kitchen\""], "13 products"),
        // As the form sends it, with the fields that were left empty.
        (
            "/c/kitchen?min.width=12%2C5&max.width=&from=&to=",
            vec!["8 products", "Width: From 12.5 cm", "value=\"12.5\""],
            "Nothing is left",
        ),
        ("/c/kitchen?min.width=99", vec!["Nothing is left"], "10 products"),
        (
            "/c/kitchen?is=width~..12.5&is=material~Oak&sort=price",
            vec!["2 products", "Width: Up to 12.5 cm", "Material: Oak", "is=material%7EOak&#38;is=width%7E..12.5"],
            "3 products",
        ),
        // A name is taken for the code that it makes, as older addresses have it.
        ("/search?is=Material%7EAsh", vec!["5 products", "Material: Ash"], "Nothing is left"),
    ] {
        let before = db.reads_so_far();
        let seen = ask(&app, get(path).to_request()).await;
        let asked = db.reads_so_far() - before;
        assert!(seen.status == 200 && asked <= 3, "{path} asked {asked} times");
        has.iter().for_each(|text| assert!(seen.body.contains(text), "{path} lacks {text}: {}", seen.body));
        assert!(!seen.body.contains(lacks), "{path} has {lacks}: {}", seen.body);
        let before = db.reads_so_far();
        ask(&app, get(path).to_request()).await;
        assert_eq!(db.reads_so_far(), before, "{path} is kept");
    }
}

#[actix_web::test]
async fn names_units_and_places_are_the_shops_in_every_language() {
    let shop = TestShop::new().await;
    let _keeper = boards(&shop).await;
    let app = app!(shop);
    let said = |pairs: &[(&str, &str)]| -> BTreeMap<String, BTreeMap<String, String>> {
        let texts = pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
        [("de".to_owned(), texts)].into()
    };
    redefine(&shop, "width", |edit| {
        edit.name = "Total width".into();
        edit.unit = "mm".into();
        edit.position = 5;
        edit.texts = said(&[("name", "Breite"), ("unit", "Millimeter")]);
    })
    .await;
    redefine(&shop, "material", |edit| edit.texts = said(&[("name", "Holz")])).await;
    let english = ask(&app, get("/p/board-0").to_request()).await.body;
    let place = |page: &str, text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place(&english, "Total width") < place(&english, "<th scope=\"row\">Care"), "the lower stands first");
    assert!(english.contains("10.5 cm"), "as it was measured");
    let german = ask(&app, get("/de/p/board-0").to_request()).await.body;
    assert!(german.contains("<th scope=\"row\">Breite") && german.contains("10,5 cm"), "{german}");
    assert!(german.contains("<th scope=\"row\">Holz"), "{german}");
    let list = ask(&app, get("/de/c/kitchen?min.width=115").to_request()).await.body;
    for text in ["Breite: Ab 115 Millimeter", "<legend>Holz</legend>", "placeholder=\"105\"", "9 Artikel"] {
        assert!(list.contains(text), "{text}: {list}");
    }
    redefine(&shop, "material", |edit| edit.filterable = false).await;
    let list = ask(&app, get("/c/kitchen").to_request()).await.body;
    assert!(!list.contains("<legend>Material") && list.contains("<legend>Total width"), "{list}");
    redefine(&shop, "width", |edit| edit.kind = ValueKind::Text).await;
    assert!(!ask(&app, get("/c/kitchen").to_request()).await.body.contains("Total width"));
}

#[actix_web::test]
async fn a_category_has_the_filters_that_were_chosen_for_it_or_above_it() {
    let shop = TestShop::new().await;
    let _keeper = boards(&shop).await;
    let app = app!(shop);
    let catalog = shop.rooms.catalog.clone();
    let kitchen = catalog.categories().await.unwrap()[0].clone();
    let (writing, actor) = (catalog.clone(), Actor::system("test"));
    let below = shop.test_db.db.write(&actor, move |tx| {
        let edit = catalog::CategoryEdit {
            title: "Boards".into(),
            slug: String::new(),
            intro: String::new(),
            parent: Some(kitchen.id),
        };
        let below = writing.create_category(tx, &edit)?;
        let board = writing.set_facets(
            tx,
            kitchen.id,
            kitchen.version,
            Some(&["width".to_owned(), "material".to_owned()]),
        )?;
        assert!(board.changed);
        let none = writing.set_facets(tx, below, 1, Some(&["nothing".to_owned()])).unwrap_err();
        assert_eq!(kernel::Coded::code(&none), "invalid");
        Ok::<_, catalog::CatalogError>(below)
    });
    let below = below.await.unwrap();
    catalog.forget_tree();
    shop.rooms.pages.invalidate(tags::navigation());
    let page = ask(&app, get("/c/kitchen").to_request()).await.body;
    assert!(page.find("<legend>Width").unwrap() < page.find("<legend>Material").unwrap(), "in their order: {page}");
    let tree = catalog.categories().await.unwrap();
    let own = tree.iter().find(|c| c.id == below).unwrap();
    assert_eq!(catalog::facets_of(&tree, own).unwrap(), ["width", "material"], "as above it");
    let writing = catalog.clone();
    let set = shop.test_db.db.write(&actor, move |tx| writing.set_facets(tx, below, 1, Some(&[])));
    assert!(set.await.unwrap().changed);
    catalog.forget_tree();
    let tree = catalog.categories().await.unwrap();
    assert!(
        catalog::facets_of(&tree, tree.iter().find(|c| c.id == below).unwrap()).unwrap().is_empty(),
        "none of its own"
    );
}
