//! Whether the storage itself is sound: `integrity_check` and `foreign_key_check` on SQLite, amcheck on PostgreSQL.
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::{Conn, DbError};

/// What the database says of its own structures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Integrity {
    /// How many structures were looked at: tables on SQLite, indexes on PostgreSQL.
    pub examined: u64,
    /// What is damaged, in the database's words.
    pub problems: Vec<String>,
    /// What was not looked at, and why.
    pub not_checked: Option<String>,
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    said: String,
}

#[derive(QueryableByName)]
struct Dangling {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

pub(crate) fn check(conn: &mut Conn) -> Result<Integrity, DbError> {
    match conn {
        Conn::Sqlite(c) => sqlite(c),
        Conn::Postgres(c) => postgres(c),
    }
}

fn sqlite(c: &mut SqliteConnection) -> Result<Integrity, DbError> {
    let tables: Counted =
        diesel::sql_query("SELECT COUNT(*) AS n FROM sqlite_schema WHERE type = 'table'").get_result(c)?;
    let said: Vec<Said> =
        diesel::sql_query("SELECT integrity_check AS said FROM pragma_integrity_check").load(c)?;
    let dangling: Vec<Dangling> = diesel::sql_query(
        "SELECT \"table\" AS child, parent, COUNT(*) AS rows FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .load(c)?;
    let mut problems: Vec<String> = said.into_iter().map(|s| s.said).filter(|s| s != "ok").collect();
    problems.extend(
        dangling
            .into_iter()
            .map(|d| format!("{} rows of {} point at rows of {} that are not there", d.rows, d.child, d.parent)),
    );
    Ok(Integrity { examined: tables.n.max(0) as u64, problems, not_checked: None })
}

fn postgres(c: &mut PgConnection) -> Result<Integrity, DbError> {
    let there: Counted =
        diesel::sql_query("SELECT COUNT(*) AS n FROM pg_extension WHERE extname = 'amcheck'").get_result(c)?;
    if there.n == 0 {
        let why = "the extension amcheck is not installed; CREATE EXTENSION amcheck as a superuser".to_owned();
        return Ok(Integrity { not_checked: Some(why), ..Integrity::default() });
    }
    let indexes: Vec<Said> = diesel::sql_query(
        "SELECT c.oid::regclass::text AS said FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
         JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE a.amname = 'btree' AND i.indisvalid AND n.nspname = current_schema() ORDER BY 1",
    )
    .load(c)?;
    let mut found = Integrity::default();
    // A large index takes as long as it takes.
    c.batch_execute("SET statement_timeout=0")?;
    for index in indexes {
        // Whether each row of the table stands in it, too.
        let asked = diesel::sql_query("SELECT bt_index_check($1::regclass, true)::text AS said")
            .bind::<Text, _>(&index.said)
            .execute(c);
        match asked {
            Ok(_) => found.examined += 1,
            Err(e) if e.to_string().contains("permission denied") => {
                found.not_checked = Some(format!("this user may not call bt_index_check: {e}"));
                break;
            }
            Err(e) => found.problems.push(format!("{}: {e}", index.said)),
        }
    }
    c.batch_execute("SET statement_timeout='60s'")?;
    Ok(found)
}
