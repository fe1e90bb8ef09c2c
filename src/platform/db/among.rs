//! `column IN (…)` for SQLite, which has no arrays: a list is filled up to one of few lengths with its last value, so
//! that one of few statements serves it, and stays prepared.
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, SingleValue};
use diesel::sqlite::Sqlite;

/// The lengths of which statements are kept. A longer list has a statement of its own, which is not.
const LENGTHS: [usize; 12] = [2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256];

/// Whether a column's value is among some. Made by [`among!`](crate::among).
#[derive(Debug, Clone)]
pub struct Among<C, T> {
    column: C,
    values: Vec<T>,
}

impl<C, T: Clone> Among<C, T> {
    /// `values` is not empty: SQLite would take it, and the query would ask for nothing.
    pub fn new(column: C, values: &[T]) -> Self {
        Self { column, values: values.to_vec() }
    }
}

impl<C: Expression, T> Expression for Among<C, T> {
    type SqlType = Bool;
}

impl<C, T, Tables> AppearsOnTable<Tables> for Among<C, T>
where
    C: AppearsOnTable<Tables>,
    Self: Expression,
{
}

impl<C: ValidGrouping<G>, T, G> ValidGrouping<G> for Among<C, T> {
    type IsAggregate = C::IsAggregate;
}

/// The statement's text tells it apart, not its type: it depends on the number of values.
impl<C, T> QueryId for Among<C, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, T> QueryFragment<Sqlite> for Among<C, T>
where
    C: Expression + QueryFragment<Sqlite>,
    C::SqlType: SingleValue,
    Sqlite: HasSqlType<C::SqlType>,
    T: ToSql<C::SqlType, Sqlite>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let Some(last) = self.values.last() else {
            out.push_sql("1 = 0");
            return Ok(());
        };
        let kept = LENGTHS.into_iter().find(|length| *length >= self.values.len());
        if kept.is_none() {
            out.unsafe_to_cache_prepared();
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        for i in 0..kept.unwrap_or(self.values.len()) {
            if i > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<C::SqlType, T>(self.values.get(i).unwrap_or(last))?;
        }
        out.push_sql(")");
        Ok(())
    }
}
