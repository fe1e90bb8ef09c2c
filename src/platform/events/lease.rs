//! Who may do what only one instance should do at a time. A lease saves double work; what must not happen twice is
//! guarded by a compare-and-set in the same unit of work besides.
use std::time::Duration;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;

use crate::dialect;
use crate::tables::events_leases as t;

/// A lease that ends later than this from now was written by a clock that has been put back since.
const INSANE: Duration = Duration::from_secs(600);

/// Takes or prolongs the lease `name` for `length`; false while another owner holds it.
pub fn take(tx: &mut Tx<'_>, name: &str, owner: &str, length: Duration) -> QueryResult<bool> {
    let now = tx.now();
    let conn: &mut Conn = tx;
    let free = t::owner.eq(owner).or(t::until.le(now.0)).or(t::until.gt(now.plus(INSANE).0));
    let taken = diesel::update(t::table.filter(t::name.eq(name)).filter(free))
        .set((t::owner.eq(owner), t::until.eq(now.plus(length).0)))
        .execute(conn)?;
    if taken == 1 {
        return Ok(true);
    }
    dialect::insert_lease(conn, name, owner, now.plus(length).0)
}

/// Gives back whatever `owner` holds.
pub fn release_all(tx: &mut Tx<'_>, owner: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    diesel::delete(t::table.filter(t::owner.eq(owner))).execute(conn).map(drop)
}

/// The leases somebody else than `me` holds at `now`.
pub(crate) fn held_by_others(conn: &mut Conn, me: &str, now: Micros) -> QueryResult<Vec<String>> {
    t::table
        .filter(t::owner.ne(me))
        .filter(t::until.gt(now.0))
        .filter(t::until.le(now.plus(INSANE).0))
        .order(t::name)
        .select(t::name)
        .load(conn)
}
