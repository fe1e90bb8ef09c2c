//! Goods as staff change them, over the rooms, on both databases.
use std::time::Duration;

use catalog::{
    Attribute, AttributeKind, AxisEdit, CatalogError, Cursor, Level, Listed, ProductEdit, Sheet, Status, ValueEdit,
    VariantEdit,
};
use kernel::kinds::{ProductId, VariantId};
use kernel::{Actor, Money};

use super::*;
use crate::test_rooms::{Rooms, rooms};

struct Desk {
    rooms: Rooms,
    goods: Goods,
    at: InList,
}

async fn desk(rooms: Rooms) -> Desk {
    let d = rooms.demo.clone();
    let all = crate::setup::Rooms {
        markets: d.markets.clone(),
        pricing: d.pricing.clone(),
        inventory: d.inventory.clone(),
        shipping: d.shipping.clone(),
    };
    let (ground, _) = d.db.write(&rooms.actor, move |tx| all.ensure(tx)).await.unwrap();
    let goods = Goods { db: d.db, catalog: d.catalog, pricing: d.pricing, inventory: d.inventory, media: d.media };
    Desk { rooms, goods, at: InList { list: ground.list, currency: ground.currency } }
}

impl Desk {
    fn actor(&self) -> &Actor {
        &self.rooms.actor
    }

    async fn mug(&self) -> (ProductId, VariantId) {
        self.made("Speckled mug", "MUG-1", 1200, 8).await
    }

    async fn made(&self, title: &str, sku: &str, cents: i64, units: i64) -> (ProductId, VariantId) {
        let new = NewGoods {
            title: title.into(),
            sku: sku.into(),
            price: Some(Money::new(cents, self.at.currency)),
            on_hand: Some(units),
            category: None,
        };
        // Ids follow the clock: the next one is made later.
        self.rooms.test.advance(Duration::from_millis(2));
        let id = self.goods.create(self.actor(), self.at, new).await.unwrap();
        (id, self.sheet(id).await.variants[0].variant.id)
    }

    async fn sheet(&self, id: ProductId) -> Sheet {
        self.goods.catalog.sheet(id).await.unwrap().unwrap()
    }

    async fn price(&self, variant: VariantId) -> (i64, Option<i64>) {
        let prices = self.goods.pricing.prices(self.at.list, self.at.currency, &[variant]).await.unwrap();
        let price = prices[&variant].single().unwrap();
        (price.unit.amount, price.compare_at.map(|m| m.amount))
    }

    async fn on_hand(&self, variant: VariantId) -> i64 {
        self.goods.inventory.availability(&[variant]).await.unwrap()[&variant].on_hand
    }

    async fn found(&self, listed: Listed) -> Vec<String> {
        let slice = self.goods.catalog.list(listed, Cursor::Start, 10).await.unwrap();
        slice.items.into_iter().map(|p| p.title).collect()
    }

    async fn edit(
        &self,
        id: ProductId,
        change: impl FnOnce(&mut ProductEdit),
    ) -> Result<catalog::Saved, GoodsError> {
        let sheet = self.sheet(id).await;
        let (version, mut edit) = (sheet.product.version, as_edit(&sheet));
        change(&mut edit);
        let catalog = self.goods.catalog.clone();
        Ok(self.goods.db.write(self.actor(), move |tx| catalog.edit(tx, id, version, &edit)).await?)
    }
}

fn as_edit(sheet: &Sheet) -> ProductEdit {
    let p = &sheet.product;
    ProductEdit {
        title: p.title.clone(),
        subtitle: p.subtitle.clone(),
        description: p.description.clone(),
        brand: p.brand.clone(),
        handle: p.handle.clone(),
        categories: sheet.categories.clone(),
        tags: sheet.tags.clone(),
        tax_class: p.tax_class.clone(),
        status: p.status,
        publish_from: sheet.publish_from,
        publish_until: sheet.publish_until,
        seo_title: p.seo_title.clone(),
        seo_description: p.seo_description.clone(),
        attributes: p.attributes.clone(),
    }
}

fn query(text: &str) -> Listed {
    Listed { query: text.into(), ..Listed::default() }
}

fn axis(name: &str, was: Option<usize>, values: &[(&str, Option<&str>)]) -> AxisEdit {
    let values = values.iter().map(|(v, w)| ValueEdit { value: (*v).into(), was: w.map(Into::into) }).collect();
    AxisEdit { name: name.into(), was, values }
}

rooms! {
    async fn new_goods_are_drafts_that_are_found_at_once(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, variant) = d.mug().await;
        let sheet = d.sheet(id).await;
        assert_eq!((sheet.product.status, sheet.product.handle.as_str()), (Status::Draft, "speckled-mug"));
        assert_eq!((d.price(variant).await.0, d.on_hand(variant).await), (1200, 8));
        assert_eq!(sheet.variants[0].level, Some(Level::In));
        for text in ["speck", "MUG-1", "mug spe", "mug"] {
            assert_eq!(d.found(query(text)).await, ["Speckled mug"], "{text}");
        }
        assert!(d.found(query("mug pot")).await.is_empty());
        let again = d.made("Speckled mug", "", 1000, 0).await.0;
        let again = d.sheet(again).await;
        assert_eq!((again.product.handle.as_str(), again.variants[0].variant.sku.as_str()), ("speckled-mug-2", "SPECKLED-MUG"));
        assert_eq!(again.variants[0].level, Some(Level::Out));
        let taken = NewGoods { title: "Cup".into(), sku: "MUG-1".into(), price: None, on_hand: None, category: None };
        let e = d.goods.create(d.actor(), d.at, taken).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&e), "sku_taken");
    }

    async fn who_edits_what_somebody_else_changed_is_told(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        let before = d.rooms.events();
        let saved = d.edit(id, |e| { e.title = "Blue mug".into(); e.brand = "Kiln".into(); }).await.unwrap();
        assert!(saved.changed && d.rooms.events() == before + 1);
        assert!(!d.edit(id, |_| {}).await.unwrap().changed);
        let (catalog, edit) = (d.goods.catalog.clone(), as_edit(&d.sheet(id).await));
        let late = d.goods.db.write(d.actor(), move |tx| catalog.edit(tx, id, saved.version - 1, &edit)).await;
        assert!(matches!(late, Err(CatalogError::Stale)));
        assert_eq!(d.found(query("kiln blue")).await, ["Blue mug"]);
        assert!(d.found(query("speckled")).await.contains(&"Blue mug".to_owned()), "its address still says so");
    }

    async fn fields_that_cannot_be_kept_are_named(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        let number = Attribute { name: "Height".into(), value: "high".into(), kind: AttributeKind::Number, unit: "cm".into() };
        let bad = d.edit(id, |e| { e.title = " ".into(); e.handle = "a b".into(); e.attributes = vec![number]; }).await;
        let Err(GoodsError::Catalog(CatalogError::Wrong(wrong))) = bad else { panic!("{bad:?}") };
        let told: Vec<_> = wrong.iter().map(|w| (w.field.as_str(), w.code)).collect();
        assert_eq!(told, [("title", "missing"), ("handle", "not_an_address"), ("attribute-0-value", "not_a_number")]);
    }

    async fn a_former_address_leads_to_the_present_one(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        d.edit(id, |e| { e.handle = "mug".into(); e.status = Status::Active; }).await.unwrap();
        d.edit(id, |e| e.handle = "big-mug".into()).await.unwrap();
        let catalog = &d.goods.catalog;
        for former in ["speckled-mug", "mug"] {
            assert_eq!(catalog.moved_product(former).await.unwrap().as_deref(), Some("big-mug"));
        }
        d.edit(id, |e| e.handle = "mug".into()).await.unwrap();
        assert_eq!(catalog.moved_product("mug").await.unwrap(), None);
        assert_eq!(catalog.moved_product("big-mug").await.unwrap().as_deref(), Some("mug"));
        let (other, _) = d.made("Cup", "CUP", 500, 1).await;
        let taken = d.edit(other, |e| e.handle = "mug".into()).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&taken), "handle_taken");
        d.edit(id, |e| e.status = Status::Archived).await.unwrap();
        assert_eq!(catalog.moved_product("big-mug").await.unwrap(), None);
    }

    async fn a_draft_goes_live_and_off_again_by_the_clock(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        let hours = |n: u64| Some(d.rooms.test.clock.now().plus(Duration::from_secs(n * 3600)));
        d.edit(id, |e| { e.status = Status::Active; e.publish_from = hours(1); e.publish_until = hours(3); }).await.unwrap();
        d.goods.tend(d.actor()).await.unwrap();
        assert_eq!(d.sheet(id).await.product.status, Status::Draft);
        d.rooms.test.advance(Duration::from_secs(2 * 3600));
        let before = d.rooms.events();
        d.goods.tend(d.actor()).await.unwrap();
        assert_eq!((d.sheet(id).await.product.status, d.rooms.events()), (Status::Active, before + 1));
        d.rooms.test.advance(Duration::from_secs(2 * 3600));
        d.goods.tend(d.actor()).await.unwrap();
        let sheet = d.sheet(id).await;
        assert_eq!((sheet.product.status, sheet.publish_from, sheet.publish_until), (Status::Draft, None, None));
    }

    async fn options_make_variants_that_cost_the_same(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, first) = d.mug().await;
        let version = d.sheet(id).await.product.version;
        let axes = vec![axis("Glaze", None, &[("Moss", None), ("Oat", None)]), axis("Size", None, &[("S", None), ("L", None)])];
        let saved = d.goods.save_options(d.actor(), d.at, id, version, axes, true).await.unwrap();
        assert_eq!(saved.made.len(), 3);
        let sheet = d.sheet(id).await;
        let all: Vec<_> = sheet.variants.iter().map(|v| v.variant.option_values.join("/")).collect();
        assert_eq!(all, ["Moss/S", "Moss/L", "Oat/S", "Oat/L"]);
        assert_eq!(sheet.variants[0].variant.id, first);
        assert_eq!(sheet.variants[3].variant.sku, "SPECKLED-MUG-OAT-L");
        for made in &saved.made {
            assert_eq!(d.price(*made).await.0, 1200);
        }
        // Fern was Moss: the variant stays, with its price and its stock; L is gone.
        let version = sheet.product.version;
        let axes = vec![
            axis("Glaze", Some(0), &[("Fern", Some("Moss")), ("Oat", Some("Oat"))]),
            axis("Size", Some(1), &[("S", Some("S"))]),
        ];
        d.goods.save_options(d.actor(), d.at, id, version, axes, true).await.unwrap();
        let sheet = d.sheet(id).await;
        let sold: Vec<_> = sheet.product.variants.iter().map(|v| v.option_values.join("/")).collect();
        assert_eq!(sold, ["Fern/S", "Oat/S"]);
        assert_eq!((sheet.product.variants[0].id, d.on_hand(first).await), (first, 8));
    }

    async fn variants_exchange_skus_and_keep_price_and_stock_as_one_form(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, first) = d.mug().await;
        let version = d.sheet(id).await.product.version;
        let axes = vec![axis("Size", None, &[("S", None), ("L", None)])];
        let saved = d.goods.save_options(d.actor(), d.at, id, version, axes, true).await.unwrap();
        let second = saved.made[0];
        let eur = |n| Some(Money::new(n, d.at.currency));
        let form = |id, sku: &str, price, on_hand| VariantForm {
            terms: None,
            edit: VariantEdit { id, sku: sku.into(), barcode: "4006381".into(), weight_grams: 350, picture: None, active: true },
            price: eur(price),
            compare_at: eur(2000),
            on_hand,
        };
        let skus: Vec<String> = d.sheet(id).await.variants.iter().map(|v| v.variant.sku.clone()).collect();
        let counted = Some(Change { shown: Some(8), wanted: 3 });
        let lines = vec![form(first, &skus[1], 1300, counted), form(second, &skus[0], 1400, None)];
        let saved = d.goods.save_variants(d.actor(), d.at, id, saved.saved.version, lines.clone()).await.unwrap();
        let sheet = d.sheet(id).await;
        assert_eq!((&sheet.variants[0].variant.sku, &sheet.variants[1].variant.sku), (&skus[1], &skus[0]));
        assert_eq!((d.price(first).await, d.on_hand(first).await), ((1300, Some(2000)), 3));
        assert_eq!(sheet.variants[0].level, Some(Level::Low));
        // Stock was counted by then: nothing of the form is kept.
        let mut late = lines;
        late[0].edit.sku = "NEW".into();
        let e = d.goods.save_variants(d.actor(), d.at, id, saved.version, late).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&e), "stock_moved");
        assert_eq!(d.sheet(id).await.variants[0].variant.sku, skus[1]);
    }

    async fn cells_change_where_nobody_was_faster(rooms: Rooms) {
        let d = desk(rooms).await;
        let (_, mug) = d.mug().await;
        let (_, pot) = d.made("Pot", "POT", 4000, 2).await;
        let eur = |n| Money::new(n, d.at.currency);
        let edits = vec![
            CellEdit {
                variant: mug,
                price: Some(Change { shown: Some(eur(1200)), wanted: eur(1150) }),
                on_hand: Some(Change { shown: Some(7), wanted: 20 }),
            },
            CellEdit {
                variant: pot,
                price: Some(Change { shown: Some(eur(3900)), wanted: eur(1) }),
                on_hand: Some(Change { shown: Some(2), wanted: 0 }),
            },
        ];
        let (changed, problems) = d.goods.set_cells(d.actor(), d.at, edits, "list").await.unwrap();
        assert_eq!(changed, 2);
        assert_eq!(problems, [(mug, CellProblem::StockMoved(8)), (pot, CellProblem::PriceMoved(Some(eur(4000))))]);
        assert_eq!((d.price(mug).await.0, d.on_hand(mug).await), (1150, 8));
        assert_eq!((d.price(pot).await.0, d.on_hand(pot).await), (4000, 0));
        assert_eq!(d.found(Listed { level: Some(Level::Out), ..Listed::default() }).await, ["Pot"]);
    }

    async fn what_was_done_to_many_can_be_taken_back_once(rooms: Rooms) {
        let d = desk(rooms).await;
        let mut ids = Vec::new();
        let mut variants = Vec::new();
        for n in 0..12 {
            let (id, variant) = d.made(&format!("Thing {n}"), &format!("T-{n}"), 1000 + n, 1).await;
            ids.push(id);
            variants.push(variant);
        }
        let rule = PriceRule { by: By::Percent(-1000), round: Round::Exact, strike: true };
        let done = d.goods.bulk(d.actor(), d.at, &ids, Deed::Prices(rule)).await.unwrap();
        assert_eq!((done.changed, d.price(variants[3]).await), (12, (903, Some(1003))));
        // One was set anew since: it stays.
        let eur = |n| Money::new(n, d.at.currency);
        let set = CellEdit { variant: variants[0], price: Some(Change { shown: Some(eur(900)), wanted: eur(777) }), on_hand: None };
        d.goods.set_cells(d.actor(), d.at, vec![set], "list").await.unwrap();
        let undo = done.undo.unwrap();
        assert_eq!(d.goods.undo(d.actor(), d.at, undo).await.unwrap(), 11);
        assert_eq!((d.price(variants[3]).await, d.price(variants[0]).await.0), ((1003, None), 777));
        assert_eq!(kernel::Coded::code(&d.goods.undo(d.actor(), d.at, undo).await.unwrap_err()), "too_late");

        let archived = d.goods.bulk(d.actor(), d.at, &ids[..2], Deed::Status(Status::Archived)).await.unwrap();
        assert_eq!(d.found(query("T-1 thing")).await, ["Thing 11", "Thing 10"]);
        let somebody = Actor::system("somebody");
        assert!(d.goods.undo(&somebody, d.at, archived.undo.unwrap()).await.is_err(), "it is not theirs");
        assert_eq!(d.goods.undo(d.actor(), d.at, archived.undo.unwrap()).await.unwrap(), 2);
        let tags = Deed::Tags { add: vec!["sale".into()], remove: vec![] };
        let tagged = d.goods.bulk(d.actor(), d.at, &ids, tags.clone()).await.unwrap();
        assert_eq!((tagged.changed, d.goods.bulk(d.actor(), d.at, &ids, tags).await.unwrap().undo), (12, None));
        d.rooms.test.advance(Duration::from_secs(2 * 3600));
        assert!(d.goods.undo(d.actor(), d.at, tagged.undo.unwrap()).await.is_err(), "that is too long ago");
    }

    async fn a_copy_is_a_draft_of_its_own(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        d.edit(id, |e| { e.status = Status::Active; e.tags = vec!["clay".into()]; }).await.unwrap();
        let copy = d.goods.duplicate(d.actor(), d.at, id, "Copy of Speckled mug").await.unwrap();
        let sheet = d.sheet(copy).await;
        assert_eq!((sheet.product.status, sheet.tags.as_slice()), (Status::Draft, ["clay".to_owned()].as_slice()));
        let variant = &sheet.variants[0].variant;
        assert_eq!((variant.sku.as_str(), d.price(variant.id).await.0), ("MUG-1-COPY", 1200));
        assert_eq!(sheet.variants[0].level, Some(Level::Out));
    }

    async fn a_list_is_turned_by_cursor_and_exported_whole(rooms: Rooms) {
        let d = desk(rooms).await;
        for n in 0..7 {
            d.made(&format!("=Thing {n}"), &format!("T-{n}"), 1000, 1).await;
        }
        let list = |cursor| d.goods.catalog.list(Listed::default(), cursor, 3);
        let first = list(Cursor::Start).await.unwrap();
        assert_eq!((first.items.len(), first.before, first.after), (3, false, true));
        let second = list(Cursor::After(first.items[2].id)).await.unwrap();
        assert!(second.before && second.after && second.items[0].title == "=Thing 3");
        let back = list(Cursor::Before(second.items[0].id)).await.unwrap();
        assert_eq!((back.items[0].id, back.before), (first.items[0].id, false));
        let (lines, next) = d.goods.export_piece(d.at, Listed::default(), Cursor::Start).await.unwrap();
        let text = String::from_utf8(lines).unwrap();
        assert_eq!((text.lines().count(), next), (7, None));
        assert!(text.contains("'=Thing 0,,draft") && text.contains(",10.00,,EUR,1,1"), "{text}");
    }

    async fn categories_move_are_renamed_and_go_when_they_are_empty(rooms: Rooms) {
        use catalog::CategoryEdit;
        let d = desk(rooms).await;
        let catalog = d.goods.catalog.clone();
        let edit = |title: &str, parent| CategoryEdit { title: title.into(), slug: String::new(), intro: String::new(), parent };
        let (c, e) = (catalog.clone(), [edit("Table", None), edit("Kitchen", None), edit("Cups", None)]);
        let (table, kitchen, cups) = d.goods.db.write(d.actor(), move |tx| {
            let table = c.create_category(tx, &e[0])?;
            let kitchen = c.create_category(tx, &e[1])?;
            let cups = c.create_category(tx, &CategoryEdit { parent: Some(table), ..e[2].clone() })?;
            Ok::<_, CatalogError>((table, kitchen, cups))
        }).await.unwrap();
        let (c, below) = (catalog.clone(), edit("Table", Some(cups)));
        let circle = d.goods.db.write(d.actor(), move |tx| c.edit_category(tx, table, 1, &below)).await;
        assert!(matches!(circle, Err(CatalogError::Circle)));
        let c = catalog.clone();
        assert!(d.goods.db.write(d.actor(), move |tx| c.move_category(tx, kitchen, -1)).await.unwrap());
        let tree = d.goods.db.read_now(Catalog::categories_in).unwrap();
        let order: Vec<_> = tree.iter().filter(|c| c.parent.is_none()).map(|c| c.slug.as_str()).collect();
        assert_eq!(order, ["kitchen", "table"]);
        let c = catalog.clone();
        let full = d.goods.db.write(d.actor(), move |tx| c.delete_category(tx, table)).await;
        assert!(matches!(full, Err(CatalogError::NotEmpty)));
        let version = tree.iter().find(|c| c.id == cups).unwrap().version;
        let (c, to) = (catalog.clone(), CategoryEdit { slug: "mugs".into(), ..edit("Mugs", None) });
        d.goods.db.write(d.actor(), move |tx| c.edit_category(tx, cups, version, &to)).await.unwrap();
        assert_eq!(catalog.moved_category("cups").await.unwrap().as_deref(), Some("mugs"));
        let (id, _) = d.mug().await;
        let done = d.goods.bulk(d.actor(), d.at, &[id], Deed::Shelve(cups, true)).await.unwrap();
        assert_eq!(d.found(Listed { category: Some(cups), ..Listed::default() }).await, ["Speckled mug"]);
        assert_eq!(d.sheet(id).await.categories, [cups]);
        d.goods.undo(d.actor(), d.at, done.undo.unwrap()).await.unwrap();
        let c = catalog.clone();
        d.goods.db.write(d.actor(), move |tx| { c.delete_category(tx, cups)?; c.delete_category(tx, table) }).await.unwrap();
        assert_eq!(d.goods.db.read_now(Catalog::categories_in).unwrap().len(), 1);
    }

    async fn whoever_lacks_the_power_changes_nothing(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, mug) = d.mug().await;
        let before = d.rooms.events();
        let clerk = Actor::staff(kernel::Id::from_bytes([1; 16]), ["products.manage", "inventory.manage"].into(), kernel::Correlation::new());
        let eur = |n| Money::new(n, d.at.currency);
        let edits = vec![CellEdit { variant: mug, price: Some(Change { shown: Some(eur(1200)), wanted: eur(1) }), on_hand: None }];
        let e = d.goods.set_cells(&clerk, d.at, edits, "list").await.unwrap_err();
        assert_eq!(kernel::Coded::code(&e), "forbidden");
        let nobody = Actor::shopper(kernel::Correlation::new());
        let e = d.goods.bulk(&nobody, d.at, &[id], Deed::Status(Status::Archived)).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&e), "forbidden");
        let files = vec![Bring { name: "a.png".into(), bytes: vec![] }];
        assert!(d.goods.add_pictures(&nobody, id, files).await.is_err());
        assert_eq!(d.rooms.events(), before);
    }

    async fn pictures_hang_and_what_is_none_is_told(rooms: Rooms) {
        let d = desk(rooms).await;
        let (id, _) = d.mug().await;
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="64" height="80"><rect width="64" height="80" fill="#1f4d3a"/></svg>"##;
        let png = crate::demo::raster::png(svg, 64).unwrap();
        let files = vec![
            Bring { name: "mug.png".into(), bytes: png },
            Bring { name: "notes.txt".into(), bytes: b"not a picture".to_vec() },
        ];
        let brought = d.goods.add_pictures(d.actor(), id, files).await.unwrap();
        assert_eq!(brought.hung, 1);
        assert_eq!((brought.refused[0].0.as_str(), kernel::Coded::code(&brought.refused[0].1)), ("notes.txt", "not_a_picture"));
        let picture = d.sheet(id).await.product.pictures.pop().unwrap();
        assert_eq!((picture.width, picture.height, picture.alt.as_str()), (64, 80, "Speckled mug"));
        assert!(d.goods.media.read_nearest(picture.id, 480).unwrap().1, "every size is there at once");
    }
}
