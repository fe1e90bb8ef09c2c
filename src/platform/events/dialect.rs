//! The statements that differ between SQLite and PostgreSQL, or that diesel cannot write for both at once.
use db::{Conn, each};
use diesel::connection::SimpleConnection;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::event::Cursor;
use crate::queue::{JobRow, NewJob};
use crate::tables::{events_cursors, events_jobs, events_leases, events_parked, events_schedules};

diesel::alias! {
    pub(crate) const OTHERS: Alias<OtherJobs> = events_jobs as others;
    pub(crate) const EARLIER: Alias<EarlierParked> = events_parked as earlier;
}

/// Events of transactions before this one stand still: everything that will ever be before it is there. On SQLite
/// commits come in the order of `seq`, so everything stands.
pub(crate) fn settled_before(conn: &mut Conn) -> QueryResult<i64> {
    match conn {
        Conn::Postgres(c) => {
            diesel::select(diesel::dsl::sql::<BigInt>("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
                .get_result(c)
        }
        Conn::Sqlite(_) => Ok(i64::MAX),
    }
}

/// How a place behind `cursor` is written around two numbers, and these numbers.
pub(crate) fn later(conn: &Conn, cursor: Cursor) -> ([&'static str; 3], Cursor) {
    match conn {
        Conn::Postgres(_) => (["(xact, seq) > (", ", ", ")"], cursor),
        // The beginning stands before every transaction.
        Conn::Sqlite(_) => (["(xact = ", " AND seq > ", ")"], cursor.max(Cursor { xact: 0, seq: 0 })),
    }
}

/// Whether it is the numbers of transactions that the log is read by.
pub(crate) fn numbers_transactions(conn: &Conn) -> bool {
    matches!(conn, Conn::Postgres(_))
}

/// The id that the next transaction will get; 1 on SQLite.
pub(crate) fn next_xact(conn: &mut Conn) -> QueryResult<i64> {
    match conn {
        Conn::Postgres(c) => {
            diesel::select(diesel::dsl::sql::<BigInt>("pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))
                .get_result(c)
        }
        Conn::Sqlite(_) => Ok(1),
    }
}

/// Inserts the job unless its unique key is taken by a live one.
pub(crate) fn insert_job(conn: &mut Conn, job: &NewJob<'_>) -> QueryResult<bool> {
    each!(conn, c => diesel::insert_into(events_jobs::table).values(job).on_conflict_do_nothing().execute(c))
        .map(|n| n == 1)
}

/// Inserts these jobs in one statement and answers true; false when the key of one is taken by a live one (the others are inserted
/// then), and on SQLite, whose statements cost nothing but their work.
pub(crate) fn insert_jobs(conn: &mut Conn, jobs: &[NewJob<'_>]) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(jobs.is_empty()),
        Conn::Postgres(c) => diesel::insert_into(events_jobs::table)
            .values(jobs)
            .on_conflict_do_nothing()
            .execute(c)
            .map(|n| n == jobs.len()),
    }
}

/// The jobs that may start now, most urgent first; on PostgreSQL locked, past those that another instance is claiming.
pub(crate) fn startable(conn: &mut Conn, kinds: &[&str], now: i64, limit: i64) -> QueryResult<Vec<i64>> {
    macro_rules! query {
        () => {{
            let other = OTHERS;
            // One at a time and in order: no run of the same key, and no earlier one waiting.
            let in_the_way = other
                .filter(other.field(events_jobs::ordering_key).eq(events_jobs::ordering_key))
                .filter(other.field(events_jobs::seq).ne(events_jobs::seq))
                .filter(
                    other.field(events_jobs::state).eq("running").or(other
                        .field(events_jobs::state)
                        .eq("ready")
                        .and(other.field(events_jobs::seq).lt(events_jobs::seq))),
                );
            events_jobs::table
                .filter(events_jobs::state.eq("ready"))
                .filter(events_jobs::run_after.le(now))
                .filter(events_jobs::kind.eq_any(kinds.to_vec()))
                .filter(events_jobs::ordering_key.is_null().or(not(exists(in_the_way))))
                .order((events_jobs::priority.desc(), events_jobs::seq.asc()))
                .limit(limit)
                .select(events_jobs::seq)
        }};
    }
    match conn {
        Conn::Postgres(c) => {
            // With a queue that grew since it last looked the planner would read and sort all of it for the first few. The index
            // has them in order. Back on at once: a plan that must sort all the same is so dear then that it would be compiled.
            c.batch_execute("SET LOCAL enable_sort = off")?;
            let startable = query!().for_update().skip_locked().load(c)?;
            c.batch_execute("SET LOCAL enable_sort = on")?;
            Ok(startable)
        }
        Conn::Sqlite(c) => query!().load(c),
    }
}

/// Running jobs whose worker is gone.
pub(crate) fn abandoned(
    conn: &mut Conn,
    kinds: &[&str],
    me: &str,
    now: i64,
    limit: i64,
) -> QueryResult<Vec<JobRow>> {
    macro_rules! query {
        () => {
            events_jobs::table
                .filter(events_jobs::state.eq("running"))
                .filter(events_jobs::until.le(now))
                // What this very instance runs is not abandoned, whatever a clock that jumped says.
                .filter(events_jobs::owner.ne(me))
                .filter(events_jobs::kind.eq_any(kinds.to_vec()))
                .order(events_jobs::seq)
                .limit(limit)
                .select(JobRow::as_select())
        };
    }
    match conn {
        Conn::Postgres(c) => query!().for_update().skip_locked().load(c),
        Conn::Sqlite(c) => query!().load(c),
    }
}

/// Removes the jobs that `owner` still holds, and tells which those were.
pub(crate) fn remove_running(conn: &mut Conn, seqs: &[i64], owner: &str) -> QueryResult<Vec<JobRow>> {
    each!(conn, c => diesel::delete(
        events_jobs::table
            .filter(events_jobs::seq.eq_any(seqs.to_vec()))
            .filter(events_jobs::state.eq("running"))
            .filter(events_jobs::owner.eq(owner)),
    )
    .returning(JobRow::as_returning())
    .get_results(c))
}

/// Makes the lease if nobody ever held it.
pub(crate) fn insert_lease(conn: &mut Conn, name: &str, owner: &str, until: i64) -> QueryResult<bool> {
    let row = (events_leases::name.eq(name), events_leases::owner.eq(owner), events_leases::until.eq(until));
    each!(conn, c => diesel::insert_into(events_leases::table).values(row).on_conflict_do_nothing().execute(c))
        .map(|n| n == 1)
}

/// A new subscriber's cursor; a known one keeps its own.
pub(crate) fn insert_cursor(
    conn: &mut Conn,
    subscriber: &str,
    at: (i64, i64),
    types: &str,
    now: i64,
) -> QueryResult<bool> {
    let row = (
        events_cursors::subscriber.eq(subscriber),
        events_cursors::xact.eq(at.0),
        events_cursors::seq.eq(at.1),
        events_cursors::types.eq(types),
        events_cursors::moved_at.eq(now),
    );
    each!(conn, c => diesel::insert_into(events_cursors::table).values(row).on_conflict_do_nothing().execute(c))
        .map(|n| n == 1)
}

/// Notes an event that could not be taken; a later failure of the same one replaces what is known.
pub(crate) fn put_parked(conn: &mut Conn, row: &crate::parked::Parked) -> QueryResult<()> {
    each!(conn, c => diesel::insert_into(events_parked::table)
        .values(row)
        .on_conflict((events_parked::subscriber, events_parked::seq))
        .do_update()
        .set((
            events_parked::state.eq(&row.state),
            events_parked::attempts.eq(row.attempts),
            events_parked::retry_at.eq(row.retry_at),
            events_parked::error.eq(&row.error),
        ))
        .execute(c))
    .map(drop)
}

/// A new schedule; a known one keeps its time.
pub(crate) fn insert_schedule(conn: &mut Conn, name: &str, every: i64, next_at: i64) -> QueryResult<bool> {
    let row = (
        events_schedules::name.eq(name),
        events_schedules::every.eq(every),
        events_schedules::next_at.eq(next_at),
        events_schedules::last_at.eq(0),
    );
    each!(conn, c => diesel::insert_into(events_schedules::table).values(row).on_conflict_do_nothing().execute(c))
        .map(|n| n == 1)
}
