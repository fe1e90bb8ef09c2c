//! A clean shop is clean; each kind of breach, planted by hand, is found and named.
use std::time::Duration;

use db::{Conn, Url};
use diesel::prelude::*;
use events::Recording;
use kernel::kinds::OrderId;

use super::*;
use crate::mail::order::CONFIRMATION;
use crate::testing::{MIGRATIONS, Shop};

/// Which check must find it, what is planted, and words it is told with.
const BREACHES: &[(&str, &str, &str)] = &[
    ("I1", "UPDATE inventory_stock SET on_hand = on_hand + 1", "movements add up to"),
    ("I1", "UPDATE inventory_stock SET allocated = allocated + 1", "live allocations add up to"),
    ("I1", "UPDATE inventory_stock SET reserved = reserved + 1", "reservations add up to"),
    ("I1", "DELETE FROM inventory_stock", "no stock is kept"),
    ("I1", "UPDATE inventory_stock SET arrives_on = 20000", "more is noted to arrive on 2024-10-04"),
    ("I1", "UPDATE inventory_locations SET active = FALSE", "lie at a location that is switched off"),
    (
        "I1",
        "INSERT INTO inventory_movements (variant, location, kind, quantity, reference, actor, at) SELECT variant, location, 'transferred', 1, 'x', 'x', 0 FROM inventory_stock",
        "1 units came by transfers, but the transfers say 0",
    ),
    (
        "I1",
        "INSERT INTO inventory_movements (variant, location, kind, quantity, reference, actor, at) SELECT variant, location, 'received', 3, 'sup_00000000000000000000000000', 'x', 0 FROM inventory_stock",
        "0 units came, but 3 were booked in for it",
    ),
    ("I2", "UPDATE inventory_movements SET quantity = 1 WHERE kind = 'received'", "oversold"),
    ("I4", "UPDATE orders_orders SET total = total + 1", "the total is"),
    ("I4", "UPDATE orders_orders SET tax = tax + 1", "the tax is"),
    ("I4", "UPDATE orders_lines SET amount = amount + 1", "the amount of line 1"),
    ("I4", "UPDATE orders_lines SET unit = unit + 1, amount = amount + quantity", "the sum of goods"),
    ("I4", "DELETE FROM orders_lines", "has no lines"),
    ("I5", "UPDATE payments_ledger SET amount = amount + 1 WHERE line = 0", "not to nothing"),
    ("I5", "UPDATE payments_ledger SET currency = 'USD' WHERE line = 1", "not to nothing"),
    ("I6", "UPDATE payments_ledger SET currency = 'USD'", "has ledger lines in USD"),
    (
        "I6",
        "UPDATE payments_payments SET disputed = 1 WHERE state = 'captured'",
        "1 are disputed, but the ledger says 0",
    ),
    (
        "I6",
        "UPDATE payments_payments SET fees = 7 WHERE state = 'captured'",
        "7 were kept as fees, but the ledger says 0",
    ),
    ("I6", "UPDATE payments_payments SET charged_back = 9 WHERE state = 'captured'", "the payer is owed for"),
    (
        "I6",
        "INSERT INTO payments_ledger (transfer, line, account, amount, currency, payment, at, kind) SELECT payment, line, account, amount, currency, payment, at, kind FROM payments_ledger",
        "2 captures of one payment",
    ),
    ("I6", "UPDATE payments_payments SET captured = captured - 1 WHERE state = 'captured'", "but the ledger holds"),
    ("I6", "UPDATE payments_payments SET state = 'voided' WHERE state = 'captured'", "it is voided with"),
    ("I8", "DELETE FROM events_log WHERE type = 'orders.payment_changed'", "its last event is of version"),
    ("I8", "UPDATE events_log SET version = 7 WHERE type = 'orders.payment_changed'", "go from version 1 to 7"),
    (
        "I8",
        "UPDATE events_log SET stream = 'ord_00000000000000000000000000' WHERE seq = (SELECT MIN(seq) FROM events_log WHERE type = 'orders.order_placed')",
        "does not exist",
    ),
    (
        "I8",
        "INSERT INTO events_cursors (subscriber, xact, seq, types, moved_at) VALUES ('x', 4000000000, 9999, '[]', 0)",
        "beyond the end of the log",
    ),
    (
        "I8",
        "INSERT INTO events_cursors (subscriber, xact, seq, types, moved_at) VALUES ('x', 0, 0, '[\"orders.order_placed\"]', 0)",
        "events to take",
    ),
    (
        "I8",
        "INSERT INTO events_parked (subscriber, seq, xact, stream, version, type, state, attempts, retry_at, error, at) VALUES ('x', 1, 0, 's', 1, 'k', 'parked', 5, 0, 'why', 0)",
        "could not take event 1",
    ),
    ("I8", "DELETE FROM events_jobs", "no confirmation and no job"),
    ("I9", "UPDATE orders_orders SET version = version + 1", "its history ends at"),
    (
        "I9",
        "UPDATE orders_orders SET payment = 'refunded' WHERE payment = 'paid'",
        "its payment is stored as refunded",
    ),
    ("I9", "UPDATE orders_orders SET lifecycle = 'cancelled'", "its lifecycle is stored as cancelled"),
    ("I9", "UPDATE orders_lines SET shipped = 1", "are shipped, but its history says 0"),
    ("I9", "DELETE FROM orders_history WHERE version = 1", "has a hole"),
    ("I9", "UPDATE orders_history SET payload = '{' WHERE version = 1", "cannot be read"),
    ("checkout", "UPDATE checkout_attempts SET state = 'void'", "but its checkout is void"),
    ("checkout", "UPDATE checkout_attempts SET total = total + 1", "the checkout promised a total"),
    (
        "holds",
        "INSERT INTO inventory_reservations (reference, variant, location, quantity, expires_at) SELECT variant, variant, location, 1, 5 FROM inventory_stock",
        "no checkout knows it",
    ),
];

/// Takes away what keeps such things out of PostgreSQL.
const LAX: &str = "DO $$ DECLARE r record; BEGIN \
    FOR r IN SELECT c.conrelid::regclass AS t, c.conname AS n FROM pg_constraint c \
      JOIN pg_namespace s ON s.oid = c.connamespace WHERE s.nspname = 'public' AND c.contype IN ('c', 'f') \
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.n); END LOOP; \
    FOR r IN SELECT tgrelid::regclass AS t, tgname AS n FROM pg_trigger WHERE NOT tgisinternal \
    LOOP EXECUTE format('DROP TRIGGER %I ON %s', r.n, r.t); END LOOP; END $$";

fn plant(shop: &Shop, sql: &str) {
    use diesel::connection::SimpleConnection;
    let planted = match shop.t.db.url() {
        Url::Sqlite(path) => {
            let mut c = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            let lax = "PRAGMA busy_timeout=5000; PRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF; \
                       DROP TRIGGER IF EXISTS payments_ledger_stands; DROP TRIGGER IF EXISTS payments_ledger_stays; \
                       DROP TRIGGER IF EXISTS inventory_movements_stand;";
            c.batch_execute(lax).unwrap();
            diesel::sql_query(sql).execute(&mut c).unwrap()
        }
        Url::Postgres(url) => {
            let mut c = PgConnection::establish(url).unwrap();
            c.batch_execute(LAX).unwrap();
            diesel::sql_query(bytes(sql)).execute(&mut c).unwrap()
        }
    };
    assert!(planted > 0, "nothing was planted: {sql}");
}

/// `x'07'` as PostgreSQL writes it.
fn bytes(sql: &str) -> String {
    let mut parts = sql.split("x'");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('\'') {
            Some((hex, rest)) if !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                out.push_str(&format!("'\\x{hex}'::bytea{rest}"));
            }
            // A word that ends in x.
            _ => out.push_str(&format!("x'{part}")),
        }
    }
    out
}

/// Another database of the same kind.
fn fresh(t: &testkit::TestDb) -> testkit::TestDb {
    if t.is_postgres() {
        testkit::postgres(&MIGRATIONS).expect("there was one")
    } else {
        testkit::sqlite(&MIGRATIONS)
    }
}

/// Two orders, one of them paid through a provider; everybody has heard of them, and their mails are ordered.
async fn shop_on(t: testkit::TestDb) -> (Shop, Vec<OrderId>) {
    let shop = Shop::open(t).await;
    let orders = sell(&shop).await.unwrap();
    (shop, orders)
}

async fn shop() -> (Shop, Vec<OrderId>) {
    shop_on(testkit::sqlite(&MIGRATIONS)).await
}

async fn sell(shop: &Shop) -> Result<Vec<OrderId>, DbError> {
    let orders = vec![shop.buys(2, "offline").await, shop.buys(1, "test").await];
    for order in orders.clone() {
        shop.t.db.write(&shop.actor, move |tx| Ok::<_, DbError>(tx.enqueue(&CONFIRMATION.about(order))?)).await?;
    }
    Ok(orders)
}

/// What is planted in a shop where everybody has heard of everything is found, named, and nothing before it is.
async fn finds(shop: &Shop, id: &str, sql: &str, words: &str) {
    shop.t.advance(Duration::from_secs(11));
    let before = Books::new(shop.t.db.clone()).check(None).unwrap();
    assert!(before.is_clean(), "{before}");
    plant(shop, sql);
    let report = Books::new(shop.t.db.clone()).check(None).unwrap();
    let found = report.breaches().any(|b| b.check == id && b.sentence.contains(words) && !b.ids.is_empty());
    assert!(found, "{id}: {sql}: not found in\n{report}");
    assert!(report.found() > 0 && report.to_string().contains("BROKEN"));
}

/// A subscriber that has taken everything.
fn caught_up(shop: &Shop) {
    plant(
        shop,
        "INSERT INTO events_cursors (subscriber, xact, seq, types, moved_at) SELECT 'mail', xact, seq, '[\"orders.order_placed\"]', 0 FROM events_log ORDER BY xact DESC, seq DESC LIMIT 1",
    );
}

testkit::both_databases! { &MIGRATIONS;
    async fn a_clean_shop_is_clean(t: testkit::TestDb) {
        let shop = Shop::open(t).await;
        sell(&shop).await.unwrap();
        let staff = shop.staff();
        let shipped = shop.buys(3, "test").await;
        shop.orders.ship(&staff, shipped, "Post", "").await.unwrap();
        let cancelled = shop.buys(3, "offline").await;
        shop.orders.cancel(&staff, cancelled, "changed their mind").await.unwrap();
        let held = shop.ask(1, "test").await;
        shop.checkout.prepare(&shop.actor, held).await.unwrap();
        let report = Books::new(shop.t.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
        assert!(report.to_string().contains("The books are in order"), "{report}");
        let examined = |id| report.checks.iter().find(|c| c.id == id).unwrap().examined;
        assert_eq!((examined("I1"), examined("I4"), examined("I9"), examined("checkout")), (1, 4, 4, 5));
    }

    async fn the_ledger_is_written_once(t: testkit::TestDb) {
        let shop = Shop::open(t).await;
        sell(&shop).await.unwrap();
        for change in ["UPDATE payments_ledger SET amount = 1", "DELETE FROM payments_ledger"] {
            let refused = shop.t.db.write(&shop.actor, move |tx| {
                let conn: &mut Conn = tx;
                Ok::<_, DbError>(match conn {
                    Conn::Postgres(c) => diesel::sql_query(change).execute(c)?,
                    Conn::Sqlite(c) => diesel::sql_query(change).execute(c)?,
                })
            });
            let told = refused.await.unwrap_err().to_string();
            assert!(told.contains("append-only"), "{told}");
        }
        let report = Books::new(shop.t.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }

    async fn an_test_rooms_is_clean(t: testkit::TestDb) {
        let report = Books::new(t.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

/// Of requests and sessions, which nobody here has made any of.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "I11",
        // {"status":"placed","order":"ord_00000000000000000000000000"}
        "INSERT INTO idempotency_requests (request, fingerprint, holder, held_until, written, status, headers, body, expires_at) VALUES (x'0102', x'00', x'00', 0, TRUE, 200, '[]', x'7b22737461747573223a22706c61636564222c226f72646572223a226f72645f3030303030303030303030303030303030303030303030303030227d', 9000000000000000000)",
        "the order does not exist",
    ),
    (
        "I11",
        "INSERT INTO idempotency_requests (request, fingerprint, holder, held_until, written, status, headers, body, expires_at) VALUES (x'0102', x'00', x'00', 0, TRUE, 200, '{', x'00', 9000000000000000000)",
        "cannot be given again",
    ),
    (
        "I11",
        "INSERT INTO idempotency_requests (request, fingerprint, holder, held_until, written, status, headers, body, expires_at) VALUES (x'0102', x'00', x'00', 8000000000000000000, TRUE, NULL, '', x'00', 9000000000000000000)",
        "longer than anybody may",
    ),
    (
        "I14",
        "INSERT INTO auth_sessions (id, realm, subject, token_hash, created_at, last_seen_at, expires_at, absolute_expires_at, revoked_at, user_agent) VALUES (x'01020304050607080910111213141516', 'staff', 'stf_00000000000000000000000000', x'07', 0, 0, 8000000000000000000, 9000000000000000000, NULL, '')",
        "somebody who is gone",
    ),
    (
        "I14",
        "INSERT INTO auth_sessions (id, realm, subject, token_hash, created_at, last_seen_at, expires_at, absolute_expires_at, revoked_at, user_agent) VALUES (x'01020304050607080910111213141516', 'shoppers', 'cus_00000000000000000000000000', x'07', 0, 0, 9000000000000000000, 8000000000000000000, NULL, '')",
        "outlives the end",
    ),
    (
        "I14",
        "INSERT INTO auth_refresh_tokens (token_hash, session, created_at, used_at) SELECT x.hash, x'01020304050607080910111213141516', 0, NULL FROM (SELECT x'01' AS hash UNION ALL SELECT x'02') x",
        "refresh tokens of one session",
    ),
];

testkit::both_databases! { &MIGRATIONS;
    async fn each_breach_is_found_and_named(t: testkit::TestDb) {
        for (id, sql, words) in BREACHES.iter().chain(OTHERS) {
            let (shop, _) = shop_on(fresh(&t)).await;
            caught_up(&shop);
            finds(&shop, id, sql, words).await;
        }
    }

    async fn each_breach_of_a_coupons_limits_is_found_and_named(t: testkit::TestDb) {
        for (sql, words) in USES {
            let (shop, _) = shop_on(fresh(&t)).await;
            caught_up(&shop);
            let new = pricing::NewCoupon {
                code: "ONCE".into(),
                title: "A euro off".into(),
                benefit: pricing::Benefit::Fixed { amount: 100 },
                currency: kernel::Currency::EUR,
                least_goods: None,
                products: Vec::new(),
                categories: Vec::new(),
                valid_from: None,
                valid_until: None,
                uses_limit: Some(1),
                per_buyer: Some(1),
            };
            let actor = kernel::Actor::system("test");
            pricing::Pricing::new(shop.t.db.clone()).add_coupon(&actor, new).await.unwrap();
            finds(&shop, "I7", sql, words).await;
        }
    }

    async fn what_lists_show_wrongly_is_found_and_named(t: testkit::TestDb) {
        for (sql, words) in LISTS {
            let (shop, _) = shop_on(fresh(&t)).await;
            caught_up(&shop);
            let listings = listings(&shop);
            let actor = shop.actor.clone();
            tokio::task::spawn_blocking(move || listings.rebuild(&actor, &crate::Silent)).await.unwrap().unwrap();
            finds(&shop, "I12", sql, words).await;
            // Who has still to hear of it is late, not wrong.
            plant(&shop, "DELETE FROM events_cursors WHERE subscriber = 'search.listings'");
            let report = Books::new(shop.t.db.clone()).check(None).unwrap();
            assert!(report.is_clean() || report.breaches().all(|b| b.check != "I12"), "{report}");
            assert!(report.to_string().contains("as they were a moment ago"), "{report}");
        }
    }

    async fn what_a_night_proves_is_kept(t: testkit::TestDb) {
        let (shop, _) = shop_on(t).await;
        caught_up(&shop);
        let (nightly, actor) = (Nightly::new(shop.t.db.clone()), shop.actor.clone());
        let due = move |nightly: &Nightly| {
            let (nightly, actor) = (nightly.clone(), actor.clone());
            tokio::task::spawn_blocking(move || nightly.when_due(&actor, &jiff::tz::TimeZone::UTC).unwrap())
        };
        let last = |shop: &Shop| shop.t.db.read_now(|c| db::Proof::last(c).map_err(DbError::from)).unwrap();
        // Midnight is not night enough; at two it is, once.
        assert!(!due(&nightly).await.unwrap());
        shop.t.advance(Duration::from_secs(2 * 3600));
        assert!(due(&nightly).await.unwrap());
        let proof = last(&shop).unwrap();
        assert_eq!(proof.breaches(), 0, "{}", proof.report);
        shop.t.advance(Duration::from_secs(1800));
        assert!(!due(&nightly).await.unwrap());
        assert_eq!(last(&shop), Some(proof.clone()));
        // At noon nothing happens, and in the next night what was broken meanwhile is found.
        shop.t.advance(Duration::from_secs(10 * 3600));
        assert!(!due(&nightly).await.unwrap());
        plant(&shop, "UPDATE orders_orders SET total = total + 1");
        shop.t.advance(Duration::from_secs(14 * 3600));
        assert!(due(&nightly).await.unwrap());
        let found = last(&shop).unwrap();
        assert!(found.breaches() > 0 && found.at() > proof.at() && found.report.contains("BROKEN"), "{found:?}");
    }
}

/// What is planted on a coupon that may be used once, and was not, and the words it is told with.
const USES: &[(&str, &str)] = &[
    ("UPDATE pricing_coupons SET taken = taken + 1", "counts 1 uses, but has 0"),
    ("UPDATE pricing_coupons SET taken = 2", "was used 2 times, its limit is 1"),
    (
        "INSERT INTO pricing_coupon_uses (coupon, holder, buyer, state, amount, expires_at, created_at) SELECT c.id, o.id, x'07', 'used', 100, 0, 0 FROM pricing_coupons c, orders_orders o",
        "one buyer used a coupon 2 times, the limit is 1",
    ),
    (
        "INSERT INTO pricing_coupon_uses (coupon, holder, buyer, state, amount, expires_at, created_at) SELECT c.id, o.id, o.id, 'used', 100, 0, 0 FROM pricing_coupons c, orders_orders o",
        "for an order that used no coupon",
    ),
    (
        "INSERT INTO pricing_coupon_uses (coupon, holder, buyer, state, amount, expires_at, created_at) SELECT c.id, o.id, o.id, 'held', 100, 5, 0 FROM pricing_coupons c, orders_orders o",
        "held for a checkout that is over",
    ),
];

/// What is planted in a shop whose lists were made.
const LISTS: &[(&str, &str)] = &[
    ("UPDATE search_listings SET price = price + 1", "a list shows the price"),
    ("UPDATE search_listings SET band = 1", "shows its stock as low, and it is in"),
    ("DELETE FROM search_listings", "no list shows it"),
    ("UPDATE catalog_products SET status = 'draft'", "not on sale"),
];

fn listings(shop: &Shop) -> crate::search::Listings {
    let db = shop.t.db.clone();
    crate::search::Listings::new(db.clone(), search::Search::new(db.clone()), catalog::Catalog::new(db))
}

#[tokio::test(flavor = "multi_thread")]
async fn dangling_rows_are_a_matter_of_storage() {
    let (shop, _) = shop().await;
    plant(&shop, "DELETE FROM inventory_locations");
    let report = Books::new(shop.t.db.clone()).check(None).unwrap();
    assert!(report.breaches().any(|b| b.check == "I13" && b.sentence.contains("inventory_stock")), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_young_is_on_its_way() {
    let (shop, _) = shop().await;
    caught_up(&shop);
    plant(&shop, "DELETE FROM events_jobs");
    let report = Books::new(shop.t.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.to_string().contains("2 confirmations of orders are not written yet"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trimmed_log_is_no_breach() {
    let (shop, _) = shop().await;
    shop.t.advance(Duration::from_secs(60));
    shop.buys(1, "test").await;
    plant(
        &shop,
        "DELETE FROM events_log WHERE stream LIKE 'ord_%' AND at < (SELECT MAX(at) FROM events_log) - 1000000",
    );
    plant(&shop, "DELETE FROM events_log WHERE at < (SELECT MAX(at) FROM events_log) - 1000000");
    let report = Books::new(shop.t.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_breaches_are_counted_and_some_are_shown() {
    let (shop, _) = shop().await;
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) \
               INSERT INTO events_parked SELECT 'x', i, 0, 's', i, 'k', 'parked', 5, 0, 'why', 0 FROM n";
    plant(&shop, sql);
    let report = Books::new(shop.t.db.clone()).check(None).unwrap();
    let check = report.checks.iter().find(|c| c.id == "I8").unwrap();
    assert_eq!((check.breaches.len(), check.found), (SHOWN, 80));
    assert!(report.to_string().contains("and 30 more"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_saw_acknowledged_is_there() {
    let (shop, orders) = shop().await;
    let told = |order: &str, total: i64, sku: &str, quantity: i64| {
        serde_json::json!({ "order": order, "total": total, "lines": [{ "sku": sku, "quantity": quantity }] })
            .to_string()
    };
    let id = orders[0].to_string();
    let lost = OrderId::new(testkit::START).to_string();
    let by_variant =
        serde_json::json!({ "order": id, "total": 5290, "lines": [{ "variant": shop.mug, "quantity": 2 }] })
            .to_string();
    for (line, expected) in [
        (told(&id, 5290, "MUG-1", 2), None),
        (by_variant, None),
        (told(&lost, 5290, "MUG-1", 2), Some("does not exist")),
        (told(&id, 5291, "MUG-1", 2), Some("with a total of 5291, and has 5290")),
        (told(&id, 5290, "MUG-1", 3), Some("3 of MUG-1 were acknowledged, and it has 2")),
        (told(&id, 5290, "CUP-1", 2), Some("2 of CUP-1 were acknowledged, and it has 0")),
    ] {
        let report = Books::new(shop.t.db.clone()).check(Some(&mut line.as_bytes())).unwrap();
        match expected {
            None => assert!(report.is_clean(), "{report}"),
            Some(words) => {
                assert!(report.breaches().any(|b| b.check == "I3" && b.sentence.contains(words)), "{report}");
            }
        }
    }
    let broken = Books::new(shop.t.db.clone()).check(Some(&mut "\n{\"order\":".as_bytes())).unwrap_err();
    assert!(matches!(broken, BooksError::Journal { line: 2, .. }), "{broken}");
}

#[test]
fn a_merge_reads_page_by_page() {
    let t = testkit::sqlite(&MIGRATIONS);
    let read = |conn: &mut Conn| -> Result<(), DbError> {
        let mut rows = paged::Paged::new(|_, last: Option<&i64>| {
            let from = last.map_or(0, |l| l + 1);
            Ok((from..7.min(from + 3)).collect())
        });
        let mut seen = Vec::new();
        assert_eq!(rows.next_if(conn, |r| *r > 0)?, None);
        while let Some(row) = rows.next(conn)? {
            seen.push(row);
        }
        assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6]);
        Ok(())
    };
    t.db.read_now(read).unwrap();
}

/// Where amcheck is installed PostgreSQL's indexes are proved against their tables.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_lacks_a_row_is_found_on_postgres() {
    use diesel::connection::SimpleConnection;
    let Some(t) = testkit::postgres(&MIGRATIONS) else { return testkit::skipped("postgres") };
    let (shop, _) = shop_on(t).await;
    caught_up(&shop);
    shop.t.advance(Duration::from_secs(11));
    let storage = |shop: &Shop| {
        let report = Books::new(shop.t.db.clone()).check(None).unwrap();
        report.checks.into_iter().find(|c| c.id == "I13").unwrap()
    };
    assert!(storage(&shop).not_checked.is_some_and(|why| why.contains("amcheck")));
    let Url::Postgres(url) = shop.t.db.url() else { unreachable!("it is PostgreSQL") };
    let mut c = PgConnection::establish(url).unwrap();
    if let Err(e) = c.batch_execute("CREATE EXTENSION amcheck") {
        return testkit::skipped(&format!("amcheck ({e})"));
    }
    let sound = storage(&shop);
    assert!(sound.is_clean() && sound.not_checked.is_none() && sound.examined > 50, "{sound}");
    // An index over a function that changes its mind: what stands in it is not what its table says any more.
    c.batch_execute(
        "CREATE FUNCTION planted(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN n; END'; \
         CREATE INDEX planted_totals ON orders_orders (planted(total)); \
         CREATE OR REPLACE FUNCTION planted(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN n + 1; END'",
    )
    .unwrap();
    let broken = storage(&shop);
    assert!(broken.breaches.iter().any(|b| b.sentence.contains("planted_totals")), "{broken}");
}
