//! Requests that happen once, on both databases.
use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::json;
use staff::Permission as P;
use testkit::TestDb;

use crate::support::{MIGRATIONS, TestShop};

testkit::both_databases! { &MIGRATIONS;
    async fn sixty_four_equal_requests_are_one(db: TestDb) {
        let shop = TestShop::over(db).await;
        let mug = shop.sells("mug", 1490, 100).await;
        let program = shop.program().await;
        let token = format!("Bearer {}", shop.token(&[P::ViewInventory, P::ManageInventory]).await);
        let headers = [("authorization", token.as_str()), ("idempotency-key", "the-same")];
        let body = json!({ "items": [{ "variant": mug, "by": -3, "reason": "broken" }] });
        let path = "/api/v1/admin/stock";
        let all = (0..64).map(|_| program.with(Method::POST, path, &headers, Some(body.clone())));
        let answers = join_all(all).await;
        for seen in &answers {
            assert_eq!((seen.status, &seen.body["items"][0]["on_hand"]), (200, &json!(97)), "{}", seen.body);
        }
        let replayed = answers.iter().filter(|seen| seen.header("idempotent-replayed") == "true").count();
        assert_eq!(replayed, 63, "carried out once");
        let left = shop.inventory.availability(&[mug]).await.unwrap();
        assert_eq!(left[&mug].on_hand, 97);

        let other = json!({ "items": [{ "variant": mug, "by": -4, "reason": "broken" }] });
        let seen = program.with(Method::POST, path, &headers, Some(other)).await;
        assert_eq!((seen.status, seen.code()), (422, "key_reused"));
        shop.test_db.advance(std::time::Duration::from_secs(48 * 3600));
        let seen = program.with(Method::POST, path, &headers, Some(body)).await;
        assert_eq!(seen.body["items"][0]["on_hand"], 94, "two days later it is another request");
    }

    async fn a_key_is_its_senders_own(db: TestDb) {
        let shop = TestShop::over(db).await;
        let mug = shop.sells("mug", 1490, 100).await;
        let program = shop.program().await;
        for left in [99, 98] {
            let token = format!("Bearer {}", shop.token(&[P::ManageInventory]).await);
            let headers = [("authorization", token.as_str()), ("idempotency-key", "1")];
            let body = json!({ "items": [{ "variant": mug, "by": -1, "reason": "broken" }] });
            let seen = program.with(Method::POST, "/api/v1/admin/stock", &headers, Some(body)).await;
            assert_eq!(seen.body["items"][0]["on_hand"], left, "{}", seen.body);
        }
    }

    async fn a_refusal_that_wrote_nothing_leaves_the_key_free(db: TestDb) {
        let shop = TestShop::over(db).await;
        let mug = shop.sells("mug", 1490, 100).await;
        let program = shop.program().await;
        let token = format!("Bearer {}", shop.token(&[P::ManageInventory]).await);
        let headers = [("authorization", token.as_str()), ("idempotency-key", "again")];
        let path = "/api/v1/admin/stock";
        let wrong = program.with(Method::POST, path, &headers, Some(json!({ "items": [] }))).await;
        assert_eq!((wrong.status, wrong.code()), (422, "bad_document"));
        let body = json!({ "items": [{ "variant": mug, "by": -1, "reason": "broken" }] });
        let seen = program.with(Method::POST, path, &headers, Some(body)).await;
        assert_eq!(seen.status, 200, "{}", seen.body);
    }

    async fn what_was_written_is_never_written_again_after_a_crash(db: TestDb) {
        let shop = TestShop::over(db).await;
        let requests = db::Requests::new(shop.test_db.db.clone());
        let (request, print) = ([1; 32], [2; 32]);
        let db::Claimed::Yours(claim) = requests.claim(request, print, false).await.unwrap() else { panic!("free") };
        assert_eq!(requests.claim(request, print, false).await.unwrap(), db::Claimed::Underway);
        let write = async |claim: kernel::Claim| {
            let actor = kernel::Actor::system("test").claiming(claim);
            shop.test_db.db.write(&actor, |tx| {
                tx.audit("test", "thing", &json!({}))?;
                Ok::<_, db::DbError>(())
            }).await
        };
        // Whoever held it is gone before anything was written: another one takes over, and the first is fenced off.
        shop.test_db.advance(std::time::Duration::from_secs(60));
        let db::Claimed::Yours(second) = requests.claim(request, print, false).await.unwrap() else { panic!("free") };
        assert!(matches!(write(claim).await, Err(db::DbError::Fenced)));
        write(second).await.unwrap();
        // Gone again, after the write: nobody does it a second time, unless it is safe.
        shop.test_db.advance(std::time::Duration::from_secs(60));
        assert_eq!(requests.claim(request, print, false).await.unwrap(), db::Claimed::Lost);
        assert!(matches!(requests.claim(request, print, true).await.unwrap(), db::Claimed::Yours(_)));
        let deeds = shop.test_db.db.read_now(|c| Ok::<_, db::DbError>(db::AuditEntry::of(c, "thing", 9)?)).unwrap();
        assert_eq!(deeds.len(), 1);
        shop.test_db.advance(std::time::Duration::from_secs(49 * 3600));
        assert_eq!(requests.sweep(&kernel::Actor::system("test"), 10).await.unwrap(), 1);
    }
}
