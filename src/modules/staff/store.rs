//! Rows in and out.
use auth::PasswordHash;
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::StaffId;

use crate::schema::staff_members;
use crate::{Email, Member, Role, StaffError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = staff_members)]
struct Row {
    id: StaffId,
    email: String,
    name: String,
    password_hash: String,
    role: String,
    active: bool,
    created_at: i64,
    updated_at: i64,
    version: i64,
}

impl From<Row> for Member {
    fn from(row: Row) -> Self {
        // A role that a newer release stored is worth the least one here.
        let role = row.role.parse().unwrap_or_else(|e| {
            tracing::warn!(error = %e, member = %row.id, "an unknown role; treated as read_only");
            Role::ReadOnly
        });
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            role,
            active: row.active,
            created_at: Micros(row.created_at),
            updated_at: Micros(row.updated_at),
            version: row.version,
        }
    }
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: StaffId,
    email: &Email,
    name: &str,
    hash: &PasswordHash,
    role: Role,
) -> QueryResult<()> {
    let now = tx.now().0;
    let row = Row {
        id,
        email: email.as_str().to_owned(),
        name: name.to_owned(),
        password_hash: hash.as_str().to_owned(),
        role: role.as_str().to_owned(),
        active: true,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let conn: &mut Conn = tx;
    diesel::insert_into(staff_members::table).values(&row).execute(conn).map(drop)
}

/// False when the stored version is another.
pub(crate) fn update(conn: &mut Conn, after: &Member, version: i64) -> QueryResult<bool> {
    let changed = diesel::update(staff_members::table.find(after.id))
        .filter(staff_members::version.eq(version))
        .set((
            staff_members::name.eq(&after.name),
            staff_members::role.eq(after.role.as_str()),
            staff_members::active.eq(after.active),
            staff_members::updated_at.eq(after.updated_at.0),
            staff_members::version.eq(after.version),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Only in place of `old`, when one is given. False when there is no such member or password.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    id: StaffId,
    old: Option<&PasswordHash>,
    new: &PasswordHash,
) -> QueryResult<bool> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    let stored = match old {
        Some(old) => Some(old.as_str().to_owned()),
        None => credentials_of(conn, id)?.map(|(_, hash)| hash.as_str().to_owned()),
    };
    let Some(stored) = stored else { return Ok(false) };
    let changed = diesel::update(staff_members::table.find(id))
        .filter(staff_members::password_hash.eq(stored))
        .set((
            staff_members::password_hash.eq(new.as_str()),
            staff_members::updated_at.eq(now),
            staff_members::version.eq(staff_members::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

pub(crate) fn find(conn: &mut Conn, id: StaffId) -> Result<Option<Member>, StaffError> {
    let row: Option<Row> = staff_members::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Member::from))
}

pub(crate) fn credentials(conn: &mut Conn, email: &Email) -> Result<Option<(Member, PasswordHash)>, StaffError> {
    let row: Option<Row> = staff_members::table
        .filter(staff_members::email.eq(email.as_str()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(with_hash))
}

pub(crate) fn credentials_of(conn: &mut Conn, id: StaffId) -> QueryResult<Option<(Member, PasswordHash)>> {
    let row: Option<Row> = staff_members::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(with_hash))
}

fn with_hash(mut row: Row) -> (Member, PasswordHash) {
    let hash = PasswordHash::stored(std::mem::take(&mut row.password_hash));
    (row.into(), hash)
}

pub(crate) fn all(conn: &mut Conn) -> Result<Vec<Member>, StaffError> {
    let rows: Vec<Row> = staff_members::table.order(staff_members::id).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub(crate) fn many(conn: &mut Conn, ids: &[StaffId]) -> Result<Vec<Member>, StaffError> {
    let rows: Vec<Row> = staff_members::table
        .filter(staff_members::id.eq_any(ids.to_vec()))
        .order(staff_members::id)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Member::from).collect())
}
