//! A full disk, on a small tmpfs: told as an error, nothing acknowledged is lost, nothing refused is kept, and it
//! heals. Needs the right to mount.
use std::path::{Path, PathBuf};
use std::process::Command;

use db::{Conn, Db, DbConfig, DbError, Lane, Trouble, Url};
use diesel::prelude::*;
use diesel::sql_types::Text;
use kernel::{Actor, Clock};

diesel::table! {
    filler (id) {
        id -> BigInt,
        stuff -> Binary,
    }
}

/// A small disk that goes away with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let dir = std::env::temp_dir().join(format!("sundry-disk-{}", kernel::random_token()));
        std::fs::create_dir_all(&dir).ok()?;
        let size = format!("size={megabytes}m,mode=0777");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&dir).output();
        if mounted.is_ok_and(|o| o.status.success()) {
            return Some(Self(dir));
        }
        let _ = std::fs::remove_dir(&dir);
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
        let _ = std::fs::remove_dir(&self.0);
    }
}

fn actor() -> &'static Actor {
    static ACTOR: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(|| Actor::system("test"));
    &ACTOR
}

/// Writes until it is refused, and a while on; gives what was acknowledged and what refused.
fn fill(db: &Db) -> (Vec<i64>, Vec<i64>) {
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    for id in 0..2_000_i64 {
        let outcome = db.write_now(Lane::Interactive, actor(), move |tx| {
            diesel::insert_into(filler::table)
                .values((filler::id.eq(id), filler::stuff.eq(noise(id))))
                .execute(&mut **tx)?;
            // Whoever swallows the error and goes on must not get anything kept either.
            let more = diesel::insert_into(filler::table)
                .values((filler::id.eq(id + 1_000_000), filler::stuff.eq(vec![1_u8; 10])))
                .execute(&mut **tx);
            let _swallowed = more;
            Ok::<_, DbError>(())
        });
        match outcome {
            Ok(()) => kept.push(id),
            Err(e) => {
                assert_eq!(e.trouble(), Trouble::Passing, "told as something that may pass: {e}");
                refused.push(id);
            }
        }
        if refused.len() > 20 {
            break;
        }
    }
    (kept, refused)
}

/// 30 KB that do not compress.
fn noise(seed: i64) -> Vec<u8> {
    let mut state = seed as u64 ^ 0x9E37_79B9_7F4A_7C15;
    (0..30_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

fn held(db: &Db) -> Vec<i64> {
    db.read_now(|c| {
        let ids = filler::table.filter(filler::id.lt(1_000_000)).order(filler::id).select(filler::id).load(c)?;
        Ok::<_, DbError>(ids)
    })
    .expect("reads go on")
}

fn proves_itself(db: &Db, ballast: &Path) {
    let (kept, refused) = fill(db);
    assert!(kept.len() > 5 && refused.len() > 20, "the disk was filled: {} kept", kept.len());
    assert_eq!(held(db), kept, "what was acknowledged is there, what was refused is not");
    std::fs::remove_file(ballast).expect("room is made");
    let mut healed = 0;
    for id in 5_000..5_010_i64 {
        let outcome = db.write_now(Lane::Interactive, actor(), move |tx| {
            diesel::insert_into(filler::table)
                .values((filler::id.eq(id), filler::stuff.eq(noise(id))))
                .execute(&mut **tx)?;
            Ok::<_, DbError>(())
        });
        healed += i32::from(outcome.is_ok());
    }
    assert_eq!(healed, 10, "it heals by itself");
    assert_eq!(held(db).len(), kept.len() + 10);
}

#[test]
fn sqlite_survives_a_full_disk() {
    let Some(disk) = SmallDisk::mount(8) else { return testkit::skipped("mount") };
    let db = Db::open(DbConfig::new(Url::Sqlite(disk.0.join("shop.db"))), Clock::system()).expect("it opens");
    db.migrate(&[&sundry::MIGRATIONS]).expect("the schema fits");
    db.write_now(Lane::Interactive, actor(), |tx| {
        let conn: &mut Conn = tx;
        let make = "CREATE TABLE filler (id BIGINT PRIMARY KEY, stuff BLOB NOT NULL)";
        db::each!(conn, c => diesel::sql_query(make).execute(c))?;
        Ok::<_, DbError>(())
    })
    .expect("the table is made");
    let ballast = disk.0.join("ballast");
    std::fs::write(&ballast, vec![7_u8; 2 << 20]).expect("ballast fits");
    proves_itself(&db, &ballast);

    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let told: Told = db
        .read_now(|c| {
            let Conn::Sqlite(c) = c else { panic!("SQLite") };
            Ok::<_, DbError>(diesel::sql_query("PRAGMA integrity_check").get_result(c)?)
        })
        .expect("it can be asked");
    assert_eq!(told.integrity_check, "ok");
    drop(db);
}

#[test]
fn postgres_survives_a_full_tablespace() {
    let Some(t) = testkit::postgres(&sundry::MIGRATIONS) else { return testkit::skipped("postgres") };
    let Some(disk) = SmallDisk::mount(4) else { return testkit::skipped("mount") };
    let space = disk.0.join("space");
    std::fs::create_dir(&space).expect("a folder");
    let owned = Command::new("chown").arg("postgres").arg(&space).output();
    if !owned.is_ok_and(|o| o.status.success()) {
        return testkit::skipped("mount");
    }
    let ballast = disk.0.join("ballast");
    std::fs::write(&ballast, vec![7_u8; 1 << 20]).expect("ballast fits");
    // Statements about tablespaces run in no transaction: a reader's connection is not enough, a plain one is.
    let Url::Postgres(url) = t.db.url().clone() else { panic!("PostgreSQL") };
    let mut plain = PgConnection::establish(&url).expect("a connection");
    let name = format!("small_{}", &kernel::random_token()[..8]);
    for statement in [
        format!("CREATE TABLESPACE {name} LOCATION '{}'", space.display()),
        format!("CREATE TABLE filler (id BIGINT PRIMARY KEY, stuff BYTEA NOT NULL) TABLESPACE {name}"),
        "ALTER TABLE filler ALTER COLUMN stuff SET STORAGE EXTERNAL".to_owned(),
    ] {
        diesel::sql_query(statement).execute(&mut plain).expect("the small table is made");
    }
    proves_itself(&t.db, &ballast);
    diesel::sql_query("DROP TABLE filler").execute(&mut plain).expect("dropped");
    diesel::sql_query(format!("DROP TABLESPACE {name}")).execute(&mut plain).expect("dropped");
}
