//! Files are brought in the back office, and taken in by jobs.
use std::time::Duration;

use flows::import::{Form, ImportError, Spec};
use imports::{FILE, ImportsError, State};
use kernel::kinds::ImportId;

use crate::support::{TestShop, engine, story};

const GOODS: &str =
    "handle,title,sku,price,on_hand\nbowl,Bowl,B-1,12.00,3\ncup,Cup,C-1,-4.00,3\ndish,Dish,D-1,5.00,1\n";

/// A file brought by a manager, in small pieces.
async fn brought(shop: &TestShop, dry_run: bool) -> ImportId {
    let (importer, actor) = (&shop.shop.importer, shop.manager());
    let spec = Spec { dry_run, ..Spec::of(Form::Products) };
    let mut arrival = importer.expect(&actor, &spec, "goods.csv").await.unwrap();
    for piece in GOODS.as_bytes().chunks(10) {
        importer.arrive(&actor, &mut arrival, FILE, piece).await.unwrap();
    }
    shop.test_db.advance(Duration::from_secs(1));
    importer.arrived(&actor, arrival, &spec, "goods.csv").await.unwrap()
}

story! {
    async fn a_trial_becomes_the_real_thing(shop: TestShop) {
        let id = brought(&shop, true).await;
        engine(&shop.shop).drain().await.unwrap();
        let trial = shop.shop.imports.run(id).await.unwrap();
        assert_eq!((trial.state, trial.tally.created, trial.tally.failed, trial.percent()), (State::Done, 2, 1, 100));
        assert!(shop.shop.catalog.product("bowl").await.unwrap().is_none());

        shop.shop.importer.go_on(&shop.manager(), id, true).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let real = shop.shop.imports.run(id).await.unwrap();
        assert_eq!((real.state, real.dry_run, real.tally), (State::Done, false, trial.tally));
        assert_eq!(shop.shop.catalog.product("bowl").await.unwrap().unwrap().title, "Bowl");
        let notes = shop.shop.imports.notes(id, None, 0, 10).await.unwrap();
        assert_eq!((notes.len(), notes[0].note.line, notes[0].note.why.as_str()), (1, 3, "is negative"));
        let again = shop.shop.importer.go_on(&shop.manager(), id, true).await;
        assert!(matches!(again, Err(ImportError::Imports(ImportsError::NotNow))));
    }
}

story! {
    async fn a_run_that_waits_can_be_stopped_and_gone_on_with(shop: TestShop) {
        let id = brought(&shop, false).await;
        shop.shop.importer.stop(&shop.manager(), id).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let stopped = shop.shop.imports.run(id).await.unwrap();
        assert_eq!((stopped.state, stopped.tally.read), (State::Cancelled, 0));
        shop.shop.importer.go_on(&shop.manager(), id, false).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let done = shop.shop.imports.run(id).await.unwrap();
        assert_eq!((done.state, done.tally.created), (State::Done, 2));
    }
}

story! {
    async fn only_those_who_may_change_prices_bring_goods_in(shop: TestShop) {
        let refused = shop.shop.importer.expect(&shop.clerk(), &Spec::of(Form::Products), "goods.csv").await;
        assert!(matches!(refused, Err(ImportError::Imports(ImportsError::Forbidden(_)))));
        let spec = Spec { mapping: Some("format = \"xml\"".into()), ..Spec::of(Form::Products) };
        let wrong = shop.shop.importer.expect(&shop.manager(), &spec, "goods.csv").await;
        assert!(matches!(wrong, Err(ImportError::File(_))));
        assert!(shop.shop.imports.list(None, 10).await.unwrap().is_empty());
    }
}
