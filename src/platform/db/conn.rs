//! One connection over both databases, and the few statements that differ.
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;

/// A connection to whichever database was chosen. SQLite stands last: it would take any URL for a file name.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Expands one body for both arms. Only `dialect.rs` files use it: upserts, batch inserts, unions, row locks.
///
/// ```ignore
/// db::each!(conn, c => diesel::insert_into(t::table).values(&rows).on_conflict_do_nothing().execute(c))
/// ```
#[macro_export]
macro_rules! each {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::Conn::Postgres($c) => $body,
            $crate::Conn::Sqlite($c) => $body,
        }
    };
}

/// Inserts a row, by a statement of the database at hand: written through both it costs nearly twice as much, because diesel
/// writes an insert's text anew each time. For what is inserted with every sale.
///
/// ```ignore
/// db::insert!(tx, t::table, &row)?;
/// ```
#[macro_export]
macro_rules! insert {
    ($conn:expr, $table:expr, $row:expr) => {{
        let conn: &mut $crate::Conn = $conn;
        $crate::each!(conn, c => diesel::insert_into($table).values($row).execute(c))
    }};
}

/// Loads the rows whose `$column` is among `$ids`, by a statement that stays prepared: an array on PostgreSQL, a list
/// of one of few lengths on SQLite. An empty list asks nobody.
///
/// ```ignore
/// let rows: Vec<Row> = db::among!(conn, t::id, ids, t::table.order(t::id).select(Row::as_select()))?;
/// ```
#[macro_export]
macro_rules! among {
    ($conn:expr, $column:expr, $ids:expr, $query:expr) => {
        match $ids {
            [] => Ok(Vec::new()),
            [one] => $query.filter($column.eq(*one)).load($conn),
            many => match $conn {
                $crate::Conn::Postgres(c) => $query.filter($column.eq_any(many)).load(c),
                $crate::Conn::Sqlite(c) => $query.filter($crate::Among::new($column, many)).load(c),
            },
        }
    };
}

pub(crate) fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
    }
}

/// A transaction that only looks, at one state of the database, for as long as it takes.
pub(crate) fn begin_snapshot(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            c.batch_execute("SET LOCAL statement_timeout=0")
        }
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction(c),
    }
}

/// Reading nearly everything wants more memory than answering a page does; and back again.
pub(crate) fn wide(conn: &mut Conn, wide: bool) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => {
            c.batch_execute(if wide { "PRAGMA cache_size=-32000" } else { "PRAGMA cache_size=-2000" })
        }
        Conn::Postgres(_) => Ok(()),
    }
}

/// A statement without values. Unlike what diesel's transaction manager runs, it stays prepared.
struct Fixed(&'static str);

impl QueryFragment<Sqlite> for Fixed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

/// Its text tells it apart.
impl QueryId for Fixed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Fixed {}

fn fixed(conn: &mut Conn, sql: &'static str) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => Fixed(sql).execute(c).map(drop),
        Conn::Postgres(c) => c.batch_execute(sql),
    }
}

/// Opens the savepoint of a job in a batch. diesel does not count it: those that a job opens lie within.
pub(crate) fn job_begins(conn: &mut Conn) -> QueryResult<()> {
    fixed(conn, "SAVEPOINT job")
}

/// Keeps what the job did.
pub(crate) fn job_kept(conn: &mut Conn) -> QueryResult<()> {
    fixed(conn, "RELEASE job")
}

/// Undoes what the job did. Savepoints within must have ended.
pub(crate) fn job_undone(conn: &mut Conn) -> QueryResult<()> {
    fixed(conn, "ROLLBACK TO job")?;
    fixed(conn, "RELEASE job")
}

pub(crate) fn savepoint(conn: &mut Conn) -> QueryResult<()> {
    each!(conn, c => AnsiTransactionManager::begin_transaction(c))
}

/// Commits the transaction, or releases the innermost savepoint.
pub(crate) fn commit(conn: &mut Conn) -> QueryResult<()> {
    each!(conn, c => AnsiTransactionManager::commit_transaction(c))
}

/// Rolls back the transaction, or to the innermost savepoint and releases it.
pub(crate) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    each!(conn, c => AnsiTransactionManager::rollback_transaction(c))
}

pub(crate) fn depth(conn: &mut Conn) -> u32 {
    let status = match conn {
        Conn::Postgres(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
        Conn::Sqlite(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
    };
    status.transaction_depth().ok().flatten().map_or(0, |d| d.get())
}

pub(crate) fn run(conn: &mut Conn, sql: &'static str) -> QueryResult<()> {
    each!(conn, c => c.batch_execute(sql))
}

pub(crate) fn database_size(conn: &mut Conn) -> QueryResult<u64> {
    let size: i64 =
        diesel::select(diesel::dsl::sql::<BigInt>("pg_database_size(current_database())")).get_result(conn)?;
    Ok(size.max(0) as u64)
}
