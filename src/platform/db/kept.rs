//! Statements that stay prepared although diesel would prepare them anew.
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// An UPDATE or an upsert whose text is always the same: prepared once a connection. diesel takes each of them for one of
/// many texts (a changeset may leave columns out) and has the database read it anew every time.
///
/// Not for statements whose text depends on their values (a changeset with `Option`, a batch): each text would be kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<T>(T);

/// Keeps `statement` prepared. See [`Kept`].
pub fn kept<T>(statement: T) -> Kept<T> {
    Kept(statement)
}

impl<DB: Backend, T: QueryFragment<DB>> QueryFragment<DB> for Kept<T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

/// Its text tells it apart: right for whatever text it has.
impl<T> QueryId for Kept<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: Query> Query for Kept<T> {
    type SqlType = T::SqlType;
}

impl<T, C> RunQueryDsl<C> for Kept<T> {}

/// Runs an UPDATE by a statement that stays prepared. For what changes with every sale; see [`Kept`](crate::Kept) for what
/// it is not for.
///
/// ```ignore
/// db::update!(tx, diesel::update(t::table.find(id)).set(t::state.eq(state)))?;
/// ```
#[macro_export]
macro_rules! update {
    ($conn:expr, $statement:expr) => {{
        let conn: &mut $crate::Conn = $conn;
        $crate::each!(conn, c => diesel::RunQueryDsl::execute($crate::kept($statement), c))
    }};
}
