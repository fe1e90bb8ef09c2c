//! The audit log: who did what to what, found again by each of these and by day.
use std::time::Duration;

use db::{AuditEntry, Db, DbError, Deeds};
use kernel::Actor;
use kernel::kinds::AuditId;

use crate::support::story;

async fn done(db: &Db, actor: &Actor, action: &'static str, what: &'static str) {
    let deed = move |tx: &mut db::Tx<'_>| -> Result<(), DbError> {
        Ok(tx.audit(action, what, &serde_json::json!({ "why": "a story" }))?)
    };
    db.write(actor, deed).await.unwrap();
}

async fn found(db: &Db, cut: Deeds, older: Option<AuditId>, most: i64) -> Vec<AuditEntry> {
    db.read(move |c| Ok::<_, DbError>(AuditEntry::list(c, &cut, older, most)?)).await.unwrap()
}

fn actions(deeds: &[AuditEntry]) -> Vec<&str> {
    deeds.iter().map(|d| d.action.as_str()).collect()
}

story! {
    async fn deeds_are_found_by_who_what_and_when(shop: TestShop) {
        let (db, owner, system) = (&shop.shop.db, shop.owner(), Actor::system("story"));
        shop.test_db.advance(Duration::from_secs(3600));
        let begun = db.clock().now();
        done(db, &owner, "story.first", "mug:1").await;
        shop.test_db.advance(Duration::from_secs(60));
        let later = db.clock().now();
        done(db, &system, "story.second", "mug:1").await;
        shop.test_db.advance(Duration::from_secs(1));
        done(db, &owner, "story.third", "cup:2").await;

        let from_here = Deeds { from: Some(begun), ..Deeds::default() };
        let all = found(db, from_here, None, 10).await;
        assert_eq!(actions(&all), ["story.third", "story.second", "story.first"], "the newest first");
        assert_eq!((all[2].when(), all[2].entity.as_str()), (begun, "mug:1"));
        assert!(all[2].detail.contains("a story"), "{}", all[2].detail);

        let cut = |cut: Deeds| Deeds { from: Some(begun), ..cut };
        let by = cut(Deeds { actor: Some(system.label()), ..Deeds::default() });
        assert_eq!(actions(&found(db, by, None, 10).await), ["story.second"]);
        let about = cut(Deeds { entity: Some("mug:1".into()), ..Deeds::default() });
        assert_eq!(actions(&found(db, about, None, 10).await), ["story.second", "story.first"]);
        let until = cut(Deeds { until: Some(later), ..Deeds::default() });
        assert_eq!(actions(&found(db, until, None, 10).await), ["story.first"], "the end itself is left out");

        // Two deeds of one moment are on one page each, and neither is lost between them.
        shop.test_db.advance(Duration::from_secs(1));
        let twins = Deeds { from: Some(db.clock().now()), ..Deeds::default() };
        done(db, &owner, "story.left", "cup:2").await;
        done(db, &owner, "story.right", "cup:2").await;
        let first = found(db, twins.clone(), None, 1).await;
        let second = found(db, twins.clone(), Some(first[0].id), 1).await;
        let mut both = [actions(&first), actions(&second)].concat();
        both.sort_unstable();
        assert_eq!(both, ["story.left", "story.right"]);
        assert!(found(db, twins, Some(second[0].id), 10).await.is_empty());
    }
}

story! {
    async fn what_is_undone_was_never_done(shop: TestShop) {
        let (db, owner) = (&shop.shop.db, shop.owner());
        let broken = |tx: &mut db::Tx<'_>| -> Result<(), DbError> {
            tx.audit("story.undone", "mug:9", &serde_json::json!({}))?;
            Err(DbError::Unavailable("the rest failed".into()))
        };
        assert!(db.write(&owner, broken).await.is_err());
        let about = Deeds { entity: Some("mug:9".into()), ..Deeds::default() };
        assert!(found(db, about, None, 10).await.is_empty());
    }
}
