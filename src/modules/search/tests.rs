//! Lists over both databases: put in, sorted, filtered, found, taken out.
use db::Migrations;
use diesel_migrations::embed_migrations;
use kernel::Actor;
use testkit::TestDb;

use super::*;

static MIGRATIONS: Migrations = Migrations {
    sqlite: embed_migrations!("../../../migrations/sqlite"),
    postgres: embed_migrations!("../../../migrations/postgres"),
};

const LIST: PriceListId = PriceListId::from_bytes([1; 16]);
const KITCHEN: CategoryId = CategoryId::from_bytes([2; 16]);

fn id(n: u8) -> ProductId {
    ProductId::from_bytes([n; 16])
}

fn document(n: u8, title: &str, brand: &str, price: i64, stock: Stock) -> Document {
    let word = |part, text: &str, weight| Word { part, text: text.to_owned(), weight, code: part == Part::Codes };
    Document {
        product: id(n),
        title: title.into(),
        brand: brand.into(),
        created_at: Micros(i64::from(n)),
        offers: vec![Offer { list: LIST, price, stock }],
        shelves: vec![(KITCHEN, i64::from(n))],
        position: i64::from(n),
        words: vec![
            word(Part::Title, title, 9),
            word(Part::Brand, brand, 5),
            word(Part::Codes, &format!("SKU-{n}/A"), 4),
        ],
        facets: vec![("colour".into(), if n.is_multiple_of(2) { "Green" } else { "Blue" }.into())],
        stale_at: None,
    }
}

async fn put(t: &TestDb, search: &Search, documents: Vec<Document>) -> Vec<bool> {
    let search = search.clone();
    let actor = Actor::system("test");
    let written = t.db.write(&actor, move |tx| {
        documents.iter().map(|d| search.put(tx, d)).collect::<Result<Vec<_>, SearchError>>()
    });
    written.await.unwrap()
}

fn changed(n: u8) -> ListingChanged {
    ListingChanged { product: id(n), version: 2, categories: vec![KITCHEN] }
}

fn documents() -> Vec<Document> {
    vec![
        document(1, "Mug", "Two Elms", 2400, Stock::Out),
        document(2, "Speckled mug", "Two Elms", 2600, Stock::In),
        document(3, "Käsereibe", "Ash", 900, Stock::Low),
        document(4, "Bowl", "", 4800, Stock::In),
    ]
}

fn ask(words: &str, sort: Sort) -> Ask {
    let (list, scope) = (LIST, Scope::Category(KITCHEN));
    Ask {
        list,
        scope,
        words: words.into(),
        filter: Filter::default(),
        offered: Offered::Usual,
        sort,
        number: 1,
        size: 10,
    }
}

async fn numbers(search: &Search, ask: Ask) -> Vec<u8> {
    search.find(ask).await.unwrap().page.items.iter().map(|hit| hit.product.bytes()[0]).collect()
}

testkit::both_databases! { &MIGRATIONS;
    async fn every_order_has_what_is_sold_out_last(t: TestDb) {
        let search = Search::new(t.db.clone());
        assert_eq!(put(&t, &search, documents()).await, [true; 4]);
        for (sort, order) in [
            (Sort::Arranged, [2, 3, 4, 1]),
            (Sort::Newest, [4, 3, 2, 1]),
            (Sort::Cheapest, [3, 2, 4, 1]),
            (Sort::Dearest, [4, 2, 3, 1]),
            (Sort::Title, [4, 3, 2, 1]),
        ] {
            assert_eq!(numbers(&search, ask("", sort)).await, order, "{sort:?}");
        }
        let second = search.find(Ask { number: 9, size: 3, ..ask("", Sort::Arranged) }).await.unwrap();
        assert_eq!((second.page.number, second.page.items[0].stock, second.total), (2, Stock::Out, 4));
        let other = Ask { list: PriceListId::from_bytes([9; 16]), ..ask("", Sort::Arranged) };
        assert!(numbers(&search, other).await.is_empty());
    }

    async fn filters_leave_out_and_counts_say_how_much(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        let filter = Filter { brands: vec!["two-elms".into(), "ash".into()], in_stock: true, ..Filter::default() };
        let found = search.find(Ask { filter, ..ask("", Sort::Cheapest) }).await.unwrap();
        assert_eq!(found.page.items.iter().map(|h| h.product).collect::<Vec<_>>(), [id(3), id(2)]);
        assert_eq!((found.total, found.facets.everything, found.facets.sold_out), (2, 4, 1));
        let brands: Vec<_> = found.facets.brands.iter().map(|b| (b.name.as_str(), b.count)).collect();
        assert_eq!(brands, [("Ash", 1), ("Two Elms", 1)]);
        let filter = Filter { from: Some(1000), to: Some(2500), ..Filter::default() };
        assert_eq!(numbers(&search, Ask { filter, ..ask("", Sort::Arranged) }).await, [1]);
    }

    async fn words_numbers_and_beginnings_are_found(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        for (words, found) in [
            ("mug", vec![1, 2]),
            ("MUG elm", vec![1, 2]),
            ("speck mu", vec![2]),
            ("kasereibe", vec![3]),
            ("Kaesereibe", vec![3]),
            ("sku-3/a", vec![3]),
            ("SKU4A", vec![4]),
            ("mug bowl", vec![]),
        ] {
            assert_eq!(numbers(&search, ask(words, Sort::Arranged)).await, found, "{words}");
        }
        let dear = Filter { from: Some(2500), ..Filter::default() };
        assert_eq!(numbers(&search, Ask { filter: dear, ..ask("mug", Sort::Arranged) }).await, [2]);
        let first = search.suggest(LIST, "mu", 1).await.unwrap();
        assert_eq!(first, [Hit { product: id(2), stock: Stock::In }]);
    }

    async fn the_same_again_changes_nothing_and_what_is_gone_leaves(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        assert_eq!(put(&t, &search, documents()).await, [false; 4]);
        let (dearer, gone) = (document(2, "Speckled mug", "Two Elms", 5000, Stock::Low), Document::gone(id(4)));
        assert_eq!(put(&t, &search, vec![dearer, gone, Document::gone(id(7))]).await, [true, true, false]);
        search.forget();
        assert_eq!(numbers(&search, ask("", Sort::Dearest)).await, [2, 3, 1]);
        assert!(numbers(&search, ask("bowl", Sort::Arranged)).await.is_empty());
        let known = t.db.read(|c| Search::known_in(c, Some(id(2)), 9)).await.unwrap();
        assert_eq!(known, [id(3), id(4)]);
    }

    async fn the_index_catches_up_and_follows(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        assert!(!search.is_indexed(), "the tables answer");
        let (refreshed, seen) = std::sync::mpsc::channel();
        let keeper = search.open_index(None, move |_| {
            let _ = refreshed.send(());
        }).unwrap();
        let next = || seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
        next();
        assert!(search.is_indexed());
        for (words, found) in [
            ("mug", vec![1, 2]),
            ("MUGS two", vec![1, 2]),
            // What has every word first; as it is little, what has one as well.
            ("speck mu", vec![2, 1]),
            ("kasereibe", vec![3]),
            ("Kaesereibe", vec![3]),
            ("sku-3/a", vec![3]),
            ("SKU4A", vec![4]),
            ("mug bowl", vec![4, 1, 2]),
            ("nothing", vec![]),
        ] {
            assert_eq!(numbers(&search, ask(words, Sort::Arranged)).await, found, "{words}");
        }
        let wrong = search.find(ask("speckeld", Sort::Arranged)).await.unwrap();
        assert_eq!((wrong.read_as.as_deref(), wrong.total), (Some("speckled"), 1));
        assert!(search.find(ask("mug bowl", Sort::Arranged)).await.unwrap().partly);

        let dearer = document(2, "Speckled mug", "Two Elms", 100, Stock::In);
        put(&t, &search, vec![dearer, document(5, "Mug tree", "Ash", 700, Stock::In), Document::gone(id(1))]).await;
        search.changed([1, 2, 5].map(changed).to_vec());
        next();
        assert_eq!(numbers(&search, ask("mug", Sort::Cheapest)).await, [2, 5]);
        assert_eq!(search.suggest(LIST, "mug tr", 1).await.unwrap(), [Hit { product: id(5), stock: Stock::In }]);
        drop(keeper);
    }

    async fn the_index_filters_counts_and_sorts_as_the_tables_do(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        let filter = Filter { brands: vec!["two-elms".into()], to: Some(2500), ..Filter::default() };
        let asks: Vec<Ask> = [Sort::Newest, Sort::Cheapest, Sort::Dearest, Sort::Title]
            .into_iter()
            .flat_map(|sort| [Filter::default(), filter.clone()].map(|filter| Ask { filter, ..ask("mug", sort) }))
            .collect();
        let mut before = Vec::new();
        for ask in &asks {
            before.push(search.find(ask.clone()).await.unwrap());
        }
        let (refreshed, seen) = std::sync::mpsc::channel();
        let _keeper = search.open_index(None, move |_| {
            let _ = refreshed.send(());
        }).unwrap();
        seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
        for (ask, before) in asks.into_iter().zip(before) {
            let found = search.find(ask.clone()).await.unwrap();
            assert_eq!((found.page.items, found.total), (before.page.items, before.total), "{ask:?}");
            assert_eq!(Facets { attributes: Vec::new(), ..found.facets }, before.facets, "{ask:?}");
        }
        // Attributes: counted under the other filters, and chosen from.
        let blue = Filter { attributes: vec![("colour".into(), vec!["Blue".into()])], ..Filter::default() };
        let found = search.find(Ask { filter: blue, ..ask("mug", Sort::Arranged) }).await.unwrap();
        let values: Vec<_> =
            found.facets.attributes[0].values.iter().map(|v| (v.value.as_str(), v.count, v.chosen)).collect();
        assert_eq!((found.total, values), (1, vec![("Blue", 1, true), ("Green", 1, false)]));
    }

    async fn a_shelf_is_narrowed_down_by_what_its_products_have(t: TestDb) {
        let search = Search::new(t.db.clone());
        let wide = |n: u8, title: &str, width: &str| {
            let mut document = document(n, title, "Ash", 1000 + i64::from(n), Stock::In);
            document.facets.push(("width".into(), width.into()));
            document
        };
        let all = vec![
            wide(1, "Tray", "300 mm"), wide(2, "Board", "12.5 cm"), wide(3, "Plank", "1 m"), wide(4, "Stick", "2 cm"),
            document(5, "Mug", "Ash", 500, Stock::Out),
        ];
        put(&t, &search, all).await;
        let before = search.find(ask("", Sort::Cheapest)).await.unwrap();
        assert!(before.facets.attributes.is_empty(), "the tables know no attributes");
        let (refreshed, seen) = std::sync::mpsc::channel();
        let _keeper = search.open_index(None, move |what| {
            let _ = refreshed.send(what);
        }).unwrap();
        assert_eq!(seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap(), Refreshed::All);
        for sort in [Sort::Arranged, Sort::Newest, Sort::Cheapest, Sort::Dearest, Sort::Title] {
            let tables = search.find(ask("", sort)).await.unwrap();
            let any = Filter { attributes: vec![("colour".into(), vec!["Green".into(), "Blue".into()])], ..Filter::default() };
            let index = search.find(Ask { filter: any, ..ask("", sort) }).await.unwrap();
            assert_eq!((index.page.items, index.total), (tables.page.items, tables.total), "{sort:?}");
        }
        let found = search.find(ask("", Sort::Cheapest)).await.unwrap();
        let codes: Vec<_> = found.facets.attributes.iter().map(|a| (a.code.as_str(), a.values.len())).collect();
        assert_eq!(codes, [("colour", 2), ("width", 4)]);
        let ends = found.facets.attributes[1].bounds.unwrap().within("cm").unwrap();
        assert_eq!((ends.0.plain().as_str(), ends.1.plain().as_str()), ("2", "100"));

        let between = |from: &str, to: &str, unit: &str| Range {
            code: "width".into(), from: Thousandths::parse(from), to: Thousandths::parse(to), unit: unit.into(),
        };
        for (range, found) in [
            (between("12.5", "30", "cm"), vec![2, 1]),
            (between("", "20", "mm"), vec![4]),
            (between("0.5", "", "m"), vec![3]),
            (between("1", "2", "kg"), vec![]),
        ] {
            let filter = Filter { ranges: vec![range.clone()], ..Filter::default() };
            let asked = Ask { filter, offered: Offered::These(vec!["width".into(), "none".into(), "colour".into()]), ..ask("", Sort::Title) };
            let answer = search.find(asked).await.unwrap();
            assert_eq!(answer.page.items.iter().map(|h| h.product.bytes()[0]).collect::<Vec<_>>(), found, "{range:?}");
            let width = &answer.facets.attributes[0];
            assert_eq!((width.code.as_str(), width.values.len()), ("width", 4), "counted as if it were not chosen");
            let colours: u64 = answer.facets.attributes.get(1).map_or(0, |c| c.values.iter().map(|v| v.count).sum());
            assert_eq!(colours as usize, found.len(), "and the others under it");
        }
        assert_eq!(search.carried().unwrap()["width"], 4);
        let away = Filter { attributes: vec![("colour".into(), vec!["Green".into()])], in_stock: true, ..Filter::default() };
        assert_eq!(numbers(&search, Ask { filter: away, ..ask("", Sort::Arranged) }).await, [2, 4]);
        put(&t, &search, vec![Document::gone(id(2))]).await;
        search.changed(vec![changed(2)]);
        assert_eq!(seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap(), Refreshed::Categories(vec![KITCHEN]));
        assert_eq!(search.carried().unwrap()["width"], 3);
    }

    async fn a_known_word_beside_a_far_more_frequent_one_is_asked_about(t: TestDb) {
        let search = Search::new(t.db.clone());
        let mut all: Vec<Document> = (1..=24).map(|n| document(n, &format!("Camera {n} black"), "Ash", 100, Stock::In)).collect();
        all.push(document(25, "Camerb strap black", "Ash", 100, Stock::In));
        all.push(document(26, "Cameras of old", "Ash", 100, Stock::In));
        put(&t, &search, all).await;
        let (refreshed, seen) = std::sync::mpsc::channel();
        let _keeper = search.open_index(None, move |_| {
            let _ = refreshed.send(());
        }).unwrap();
        seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
        for (words, meant) in [
            ("camerb", Some("camera")),
            ("camerb black", Some("camera black")),
            // There is no such camera.
            ("camerb strap", None),
            ("camera", None),
            ("camera strap", None),
            ("sku-25/a", None),
        ] {
            let found = search.find(ask(words, Sort::Arranged)).await.unwrap();
            assert_eq!(found.meant.as_deref(), meant, "{words}");
            assert!(found.read_as.is_none() && found.total > 0, "{words}: what was typed is looked for");
        }
        assert_eq!(numbers(&search, ask("camerb", Sort::Arranged)).await, [25]);
    }

    async fn an_index_in_a_folder_is_kept_and_may_be_lost(t: TestDb) {
        let folder = std::env::temp_dir().join(format!("sundry-search-{}", kernel::random_token()));
        for lost in [false, false, true] {
            // Each time another process, which opens what the one before it left.
            let search = Search::new(t.db.clone());
            if lost {
                std::fs::remove_dir_all(&folder).unwrap();
            }
            put(&t, &search, documents()).await;
            let (refreshed, seen) = std::sync::mpsc::channel();
            let keeper = search.open_index(Some(&folder), move |_| {
            let _ = refreshed.send(());
        }).unwrap();
            seen.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
            assert_eq!(numbers(&search, ask("mug", Sort::Arranged)).await, [1, 2]);
            drop(keeper);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}

async fn set(search: &Search, rule: Rule) -> kernel::kinds::RuleId {
    let actor = Actor::staff(
        kernel::kinds::StaffId::from_bytes([9; 16]),
        [MANAGE, VIEW].into(),
        kernel::Correlation::new(),
    );
    search.set_rule(&actor, rule).await.unwrap()
}

testkit::both_databases! {
    &MIGRATIONS;

    async fn what_the_keepers_set_is_heeded_and_taken_back(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        set(&search, Rule::Synonyms { phrases: vec!["Pot".into(), " mug ".into(), "pot".into()] }).await;
        let pin = set(&search, Rule::Pin { words: "MUG".into(), products: vec![id(4), id(1)] }).await;
        set(&search, Rule::Brand { brand: "Two Elms".into(), percent: 150 }).await;
        let (told, hears) = std::sync::mpsc::channel();
        let _keeper = search.open_index(None, move |_| {
            let _ = told.send(());
        }).unwrap();
        let wait = std::time::Duration::from_secs(10);
        hears.recv_timeout(wait).unwrap();
        let found = async |words: &str| {
            let mut asked = ask(words, Sort::Arranged);
            asked.scope = Scope::All;
            let found = search.find(asked).await.unwrap();
            found.page.items.iter().map(|hit| hit.product.bytes()[0]).collect::<Vec<_>>()
        };
        assert_eq!(found("mug").await, [4, 1, 2], "the bowl stands first although it is no mug");
        assert_eq!(found("pot").await.len(), 2, "a pot is a mug here");

        let actor =
            Actor::staff(kernel::kinds::StaffId::from_bytes([9; 16]), [MANAGE, VIEW].into(), kernel::Correlation::new());
        t.advance(std::time::Duration::from_secs(1));
        search.remove_rule(&actor, pin).await.unwrap();
        assert!(matches!(search.remove_rule(&actor, pin).await, Err(SearchError::NoRule)));
        search.rules_changed();
        hears.recv_timeout(wait).unwrap();
        assert!(!found("mug").await.contains(&4));
        t.advance(std::time::Duration::from_secs(1));
        search.restore_rule(&actor, pin).await.unwrap();
        search.rules_changed();
        hears.recv_timeout(wait).unwrap();
        assert_eq!(found("mug").await[0], 4);
        assert_eq!(search.rules(&actor).await.unwrap().len(), 3);
        let clerk = Actor::staff(kernel::kinds::StaffId::from_bytes([8; 16]), [VIEW].into(), kernel::Correlation::new());
        assert!(matches!(search.remove_rule(&clerk, pin).await, Err(SearchError::Forbidden(_))));
        for (rule, code) in [
            (Rule::Synonyms { phrases: vec!["one".into()] }, "phrases_number"),
            (Rule::Synonyms { phrases: vec!["a b c".into(), "d".into()] }, "phrase_too_long"),
            (Rule::Pin { words: " ! ".into(), products: vec![id(1)] }, "words_missing"),
            (Rule::Pin { words: "mug".into(), products: vec![] }, "products_number"),
            (Rule::Product { product: id(1), percent: 5 }, "percent_range"),
            (Rule::Brand { brand: "-".into(), percent: 50 }, "brand_missing"),
        ] {
            assert_eq!(kernel::Coded::code(&search.set_rule(&actor, rule).await.unwrap_err()), code);
        }
    }

    async fn what_is_not_found_is_written_down(t: TestDb) {
        let search = Search::new(t.db.clone());
        put(&t, &search, documents()).await;
        for words in ["Samovar", "samovar", "ada@example.org", "0123 4567890", "mug"] {
            let mut asked = ask(words, Sort::Arranged);
            asked.scope = Scope::All;
            search.find(asked).await.unwrap();
        }
        let writing = search.clone();
        let write = move || writing.write_missed(&Actor::system("test")).unwrap();
        assert_eq!(std::thread::spawn(write).join().unwrap(), 1);
        let viewer = Actor::staff(kernel::kinds::StaffId::from_bytes([8; 16]), [VIEW].into(), kernel::Correlation::new());
        let missed = search.missed(&viewer, 10).await.unwrap();
        assert_eq!(missed.len(), 1);
        assert_eq!((missed[0].typed.as_str(), missed[0].times), ("samovar", 2));
    }
}
