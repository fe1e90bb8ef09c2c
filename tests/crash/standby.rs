//! A real standby that follows by streaming: what may be late is asked there, for as long as it keeps up; and when the primary
//! is lost it takes its place.
use std::time::Duration;

use db::{Conn, Db, DbConfig, DbError, Standing};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use kernel::Clock;
use testkit::OwnPostgres;

use super::client::{Buyer, Crowd, Http};
use super::ground::{Ground, Server};
use super::twins::{Owner, block_on, until};
use super::{BUYERS, Closes, variants};

/// Whether it was the standby that answered.
fn asks(db: &Db) -> bool {
    let asked = db.read_stale(|c| -> Result<bool, DbError> {
        let Conn::Postgres(c) = c else { unreachable!("it is PostgreSQL") };
        Ok(diesel::select(sql::<Bool>("pg_is_in_recovery()")).get_result(c)?)
    });
    block_on(asked).expect("somebody answers")
}

fn standing(db: &Db) -> Standing {
    db.replica().expect("one is set").standing
}

/// Tells the standby to stop replaying what it gets, or to go on.
fn replays(copy: &db::Url, on: bool) {
    let db::Url::Postgres(url) = copy else { unreachable!("it is PostgreSQL") };
    let mut conn = PgConnection::establish(url).expect("the standby answers");
    let told = if on { "pg_wal_replay_resume()::text" } else { "pg_wal_replay_pause()::text" };
    diesel::select(sql::<Text>(told)).execute(&mut conn).expect("it is told");
}

#[test]
fn what_may_be_late_is_asked_of_a_standby_that_keeps_up() {
    let Some(postgres) = OwnPostgres::start() else { return };
    let mut config = DbConfig::new(postgres.database("shop"));
    let primary = Db::open(config.clone(), Clock::system()).expect("it opens");
    primary.migrate(&[&sundry::MIGRATIONS]).expect("the schema");
    let writes = || {
        let moved = |tx: &mut db::Tx<'_>| Ok::<_, DbError>(tx.audit("test.write", "it", &serde_json::json!({}))?);
        block_on(primary.write(&kernel::Actor::system("test"), moved)).expect("written");
    };
    let copy = postgres.copied("shop");
    (config.replica, config.replica_lag) = (Some(copy.clone()), Duration::from_secs(2));
    let db = Db::open(config.clone(), Clock::system()).expect("it opens without its replica");
    // Nothing is there yet.
    assert!(!asks(&db));
    assert!(matches!(standing(&db), Standing::Away(_)));
    postgres.copy();
    let is_fresh = || matches!(standing(&db), Standing::Fresh(_));
    until("the standby is asked", || is_fresh() && asks(&db));
    // Idle for longer than it may be late: nothing new is nothing late.
    std::thread::sleep(Duration::from_secs(3));
    until("the idle standby is asked", || is_fresh() && asks(&db));

    // It gets what happens, and does not replay it.
    replays(&copy, false);
    writes();
    until("it is late", || matches!(standing(&db), Standing::Late(_)));
    assert!(!asks(&db));
    replays(&copy, true);
    until("it has caught up", || is_fresh() && asks(&db));

    postgres.stop_copy();
    // Asked before its absence was noticed, and after it: somebody always answers.
    until("it is away", || !asks(&db) && matches!(standing(&db), Standing::Away(_)));
    postgres.start_copy();
    until("it is back", || is_fresh() && asks(&db));

    // The primary is no replica of itself, and one that was promoted goes its own way.
    let mut wrong = config.clone();
    wrong.replica = Some(config.url.clone());
    let wrong = Db::open(wrong, Clock::system()).expect("it opens");
    until("it is told", || matches!(standing(&wrong), Standing::Away(why) if why.contains("no replica")));
    assert!(!asks(&wrong));
    postgres.promote();
    until("it is told", || matches!(standing(&db), Standing::Away(why) if why.contains("promoted")));
    assert!(!asks(&db));
    let told = db.replica().expect("one is set");
    assert!(told.answered > 0 && told.fell_back > 0, "{told:?}");
}

fn ready(server: &Server) -> (u16, String) {
    Http::open(&server.address).and_then(|mut http| http.send("GET", "/readyz", "", "")).expect("an answer")
}

/// A figure of `/metrics`.
fn metric(server: &Server, name: &str) -> f64 {
    let (_, all) =
        Http::open(&server.address).and_then(|mut http| http.send("GET", "/metrics", "", "")).expect("an answer");
    let line = all.lines().find_map(|l| l.strip_prefix(name)).unwrap_or("0");
    line.trim().parse().expect("a figure")
}

#[test]
fn figures_come_from_a_standby_and_go_on_without_it() {
    let Some(postgres) = OwnPostgres::start() else { return };
    let mut ground = Ground::over(postgres.database("shop"), 4);
    let db::Url::Postgres(copy) = postgres.copied("shop") else { return };
    ground.environment =
        vec![("SUNDRY_REPLICA".to_owned(), copy), ("SUNDRY_LIMITS_REPLICA_SECONDS".to_owned(), "20".to_owned())];
    postgres.copy();
    let server = ground.serve();
    let owner = Owner::of(&ground.rooms(Clock::system()));
    until("the standby keeps up", || ready(&server) == (200, "ok\n".to_owned()));
    let answered = "sundry_db_replica_answers_total";
    let before = metric(&server, answered);
    assert_eq!(owner.asks(&server, "/admin").0, 200);
    assert!(metric(&server, answered) > before, "the figures were read elsewhere");
    let (_, system) = owner.asks(&server, "/admin/system");
    assert!(system.contains("Read replica"), "{system}");

    postgres.stop_copy();
    assert_eq!(owner.asks(&server, "/admin").0, 200, "at once");
    until("its absence is told", || ready(&server) == (200, "ok\nreplica: away\n".to_owned()));
    let before = metric(&server, answered);
    assert_eq!(owner.asks(&server, "/admin").0, 200);
    assert_eq!(metric(&server, answered), before);
    assert!(owner.asks(&server, "/admin/system").1.contains("Away: the database answers"));
    postgres.start_copy();
    until("it is back", || ready(&server) == (200, "ok\n".to_owned()));
    server.stop();
}

/// The drill of the runbook: both addresses in one URL, and whichever takes writes is the database.
#[test]
fn a_standby_takes_the_place_of_a_lost_primary() {
    let Some(postgres) = OwnPostgres::start() else { return };
    let mut ground = Ground::over(postgres.database("shop"), 24);
    postgres.copy();
    ground.moves_to(postgres.whichever("shop"));
    let server = ground.serve();
    let crowd = Crowd::new();
    crowd.opens(&server.address);
    let variants = variants(&server.address);
    std::thread::scope(|scope| {
        for i in 0..BUYERS {
            let buyer = Buyer::new(&crowd, &variants, format!("buyer{i}"), i + 1, true);
            scope.spawn(move || buyer.buys());
        }
        let closes = Closes(&crowd);
        crowd.placed(5);
        // In good order: what was acknowledged is with the standby before the primary is gone.
        postgres.stop();
        let lost = std::time::Instant::now();
        postgres.promote();
        let promoted = lost.elapsed();
        let before = crowd.told(|t| t.placed.len());
        crowd.placed(before + 10);
        println!("promoted in {promoted:?}, ten more orders {:?} after the primary was gone", lost.elapsed());
        drop(closes);
    });
    ground.drained();
    server.stop();
    let told = crowd.told(std::mem::take);
    assert_eq!(told.wrong, Vec::<String>::new());
    crowd.told(|t| t.placed = told.placed);
    let journal = ground.folder.join("journal.ndjson");
    std::fs::write(&journal, crowd.journal()).expect("the journal");
    let said = ground.check(Some(&journal));
    assert!(said.contains("acknowledged orders exist"), "{said}");
}
