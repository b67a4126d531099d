//! An UPDATE that every save needs, prepared once on each connection.
//!
//! Diesel prepares an UPDATE anew each time, because there are as many as there are sets of columns. Where one place in the code writes
//! always the same columns there is one, and to parse it again was a twelfth of what a save costs.

use diesel::QueryResult;
use diesel::expression::AppearsOnTable;
use diesel::prelude::*;
use diesel::query_builder::{AsChangeset, AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::{Conn, MultiBackend};

/// See [`prepared_update`].
pub(in crate::domain) struct PreparedUpdate<T: QuerySource, W, C> {
    table: T::FromClause,
    rows: W,
    set: C,
}

/// An update that stays prepared: its text must not depend on its values, so there is no list among `rows` and no column that is left out
/// of `set` at times.
pub(in crate::domain) fn prepared_update<T, W, V>(table: T, rows: W, set: V) -> PreparedUpdate<T, W, V::Changeset>
where
    T: Table,
    W: AppearsOnTable<T> + Expression<SqlType = Bool>,
    V: AsChangeset<Target = T>,
{
    PreparedUpdate { table: table.from_clause(), rows, set: set.as_changeset() }
}

impl<T, W, C> QueryFragment<MultiBackend> for PreparedUpdate<T, W, C>
where
    T: QuerySource,
    T::FromClause: QueryFragment<MultiBackend>,
    W: QueryFragment<MultiBackend>,
    C: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("UPDATE ");
        self.table.walk_ast(pass.reborrow())?;
        pass.push_sql(" SET ");
        self.set.walk_ast(pass.reborrow())?;
        pass.push_sql(" WHERE ");
        self.rows.walk_ast(pass)
    }
}

/// It is found by its text: a changeset has no id of its own.
impl<T: QuerySource, W, C> QueryId for PreparedUpdate<T, W, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: QuerySource, W, C> RunQueryDsl<Conn> for PreparedUpdate<T, W, C> {}
