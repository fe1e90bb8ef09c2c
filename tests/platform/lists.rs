//! Lists of ids in queries.
use diesel::prelude::*;
use kernel::Actor;

diesel::table! {
    markets_settings (key) {
        key -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn a_list_of_any_length_finds_each_of_its_own_once(db: testkit::TestDb) {
        use markets_settings as t;
        const ROWS: i64 = 300;
        db.db
            .write(&Actor::system("test"), |tx| {
                for n in 0..ROWS {
                    diesel::insert_into(t::table)
                        .values((t::key.eq(format!("list-{n}")), t::value.eq("1"), t::updated_at.eq(n)))
                        .execute(&mut **tx)?;
                }
                Ok::<_, db::DbError>(())
            })
            .await
            .expect("rows are written");
        for length in [0, 1, 2, 3, 5, 8, 13, 24, 25, 100, 256, 257, 300] {
            let ids: Vec<i64> = (0..length).map(|i| ROWS - 1 - i).collect();
            let ids = ids.as_slice();
            let found: Vec<i64> = db
                .db
                .read_now(|c| {
                    let rows: QueryResult<_> =
                        db::among!(c, t::updated_at, ids, t::table.order(t::updated_at.desc()).select(t::updated_at));
                    Ok::<_, db::DbError>(rows?)
                })
                .expect("rows are found");
            assert_eq!(found, ids, "a list of {length}");
        }
    }
}
