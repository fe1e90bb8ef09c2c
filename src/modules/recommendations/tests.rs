//! Baskets and looks on both databases: noted once, forgotten, heard by every instance, the same after a restart.
use std::time::Duration;

use ::events::{Engine, Followers, Jobs, Schedules, Subscriptions};
use db::Migrations;
use diesel_migrations::embed_migrations;
use testkit::TestDb;

use super::*;

static MIGRATIONS: Migrations = Migrations {
    sqlite: embed_migrations!("../../../migrations/sqlite"),
    postgres: embed_migrations!("../../../migrations/postgres"),
};

fn id(n: u8) -> ProductId {
    ProductId::from_bytes([n; 16])
}

fn basket(n: u8) -> ReferenceId {
    ReferenceId::from_bytes([n; 16])
}

async fn note(t: &TestDb, n: u8, products: &[u8]) -> bool {
    let products: Vec<ProductId> = products.iter().copied().map(id).collect();
    let at = t.db.clock().now();
    let actor = Actor::system("test");
    t.db.write(&actor, move |tx| Recommendations::note(tx, basket(n), at, &products)).await.unwrap()
}

async fn forget(t: &TestDb, n: u8) -> bool {
    t.db.write(&Actor::system("test"), move |tx| Recommendations::forget(tx, basket(n))).await.unwrap()
}

/// An instance that follows the log from now on, and its memory.
fn instance(t: &TestDb) -> (Engine, Recommendations) {
    let memory = Recommendations::new(t.db.clone());
    let hearing = memory.clone();
    let mut followers = Followers::new();
    followers.add("recommendations", move |news| hearing.heard(news).unwrap());
    let none = (Subscriptions::new(), Jobs::new(), Schedules::new());
    (Engine::new(t.db.clone(), none.0, followers, none.1, none.2).unwrap(), memory)
}

fn asked(memory: &Recommendations, given: &[u8]) -> Vec<(u8, u32)> {
    let given: Vec<ProductId> = given.iter().copied().map(id).collect();
    memory.together(&given, 1, 10).iter().map(|s| (s.product.bytes()[0], s.times)).collect()
}

/// Writes down what was looked at; answers how many pairs.
async fn written(memory: &Recommendations) -> usize {
    let memory = memory.clone();
    let work = move || memory.write_looks(&Actor::system("test")).unwrap();
    tokio::task::spawn_blocking(work).await.unwrap()
}

testkit::both_databases! {
    &MIGRATIONS;

    async fn an_instance_follows_and_a_new_one_reads_the_same(t: TestDb) {
        note(&t, 1, &[1, 2, 3]).await;
        let (engine, old) = instance(&t);
        old.read_now().unwrap();
        note(&t, 2, &[1, 2]).await;
        t.advance(Duration::from_secs(3600));
        note(&t, 3, &[1, 4]).await;
        note(&t, 4, &[1, 4]).await;
        assert!(!note(&t, 4, &[1, 4]).await, "once is enough");
        assert!(forget(&t, 3).await);
        assert!(!forget(&t, 3).await && !note(&t, 3, &[1, 4]).await, "what is forgotten stays so");
        engine.drain().await.unwrap();
        assert_eq!(asked(&old, &[1]), [(2, 2), (4, 1), (3, 1)]);
        assert_eq!(asked(&old, &[2, 4]), [(1, 2), (3, 1)], "what was given is left out");

        let (_, fresh) = instance(&t);
        assert!(asked(&fresh, &[1]).is_empty(), "nothing is known before the tables are read");
        assert_eq!(fresh.read_now().unwrap(), old.size());
        for given in [&[1][..], &[2], &[1, 3], &[4, 2]] {
            let given: Vec<ProductId> = given.iter().copied().map(id).collect();
            assert_eq!(fresh.together(&given, 1, 10), old.together(&given, 1, 10));
        }
        // The log may tell again what the tables had.
        fresh.read_now().unwrap();
        assert_eq!(fresh.size(), old.size());
    }

    async fn one_meeting_is_no_habit(t: TestDb) {
        let (engine, memory) = instance(&t);
        note(&t, 1, &[1, 2]).await;
        note(&t, 2, &[1, 3]).await;
        note(&t, 3, &[1, 3]).await;
        engine.drain().await.unwrap();
        let seen: Vec<ProductId> = memory.together(&[id(1)], 2, 10).iter().map(|s| s.product).collect();
        assert_eq!(seen, [id(3)]);
        assert!(memory.together(&[id(9)], 1, 10).is_empty());
        assert!(memory.together(&[], 1, 10).is_empty());
    }

    async fn looks_are_counted_and_heard(t: TestDb) {
        let (engine, memory) = instance(&t);
        for visitor in 0..3 {
            memory.looked(visitor, id(1));
            memory.looked(visitor, id(2));
        }
        memory.looked("other", id(1));
        memory.looked("other", id(3));
        assert_eq!(written(&memory).await, 4);
        t.advance(Duration::from_secs(86_400));
        memory.looked("other", id(1));
        memory.looked("other", id(3));
        written(&memory).await;
        assert_eq!(written(&memory).await, 0);
        engine.drain().await.unwrap();
        let seen = |memory: &Recommendations| {
            let viewed = memory.viewed(id(1), 1, 10);
            viewed.iter().map(|s| (s.product.bytes()[0], s.times)).collect::<Vec<_>>()
        };
        assert_eq!(seen(&memory), [(2, 3), (3, 2)]);
        let (_, fresh) = instance(&t);
        fresh.read_now().unwrap();
        assert_eq!(seen(&fresh), [(2, 3), (3, 2)]);
        assert_eq!(memory.viewed(id(1), 3, 10).len(), 1);
    }

    async fn what_is_long_ago_is_taken_away(t: TestDb) {
        note(&t, 1, &[1, 2]).await;
        let at = t.db.clock().now();
        let actor = Actor::system("test");
        let counted =
            t.db.write(&actor, move |tx| Recommendations::count_views(tx, at, &[(id(1), id(2), 1)]));
        counted.await.unwrap();
        t.advance(Duration::from_secs(86_400 * 770));
        note(&t, 2, &[1, 3]).await;
        let sweep = async || t.db.write(&Actor::system("test"), |tx| Recommendations::sweep(tx, 10)).await.unwrap();
        assert_eq!(sweep().await, 2);
        assert_eq!(sweep().await, 0);
        let (_, memory) = instance(&t);
        assert_eq!(memory.read_now().unwrap().baskets, 1);
    }
}
