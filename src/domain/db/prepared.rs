//! An UPDATE that every save needs, prepared once on each connection.
//!
//! Diesel prepares an UPDATE anew each time, because there are as many as there are sets of columns. Where one place in the code writes
//! always the same columns there is one, and to parse it again was a fourteenth of what a save costs.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::query_builder::{AsChangeset, AstPass, IntoUpdateTarget, QueryFragment, QueryId, UpdateTarget};

use super::{Conn, MultiBackend};

/// See [`prepared_update`].
#[must_use = "nothing is written before it is executed"]
pub(in crate::domain) struct PreparedUpdate<T: QuerySource, W, C> {
    table: T::FromClause,
    rows: W,
    set: C,
}

/// `diesel::update(rows).set(set)` that stays prepared. Its text must not depend on its values, or each of its texts stays: so there is no list
/// in the filter, and no column that is left out of `set` at times.
pub(in crate::domain) fn prepared_update<R, V>(
    rows: R,
    set: V,
) -> PreparedUpdate<R::Table, R::WhereClause, V::Changeset>
where
    R: IntoUpdateTarget,
    V: AsChangeset<Target = R::Table>,
{
    let UpdateTarget { table, where_clause } = rows.into_update_target();
    PreparedUpdate { table: table.from_clause(), rows: where_clause, set: set.as_changeset() }
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
        self.rows.walk_ast(pass)
    }
}

/// It is found by its text: a changeset has no id of its own.
impl<T: QuerySource, W, C> QueryId for PreparedUpdate<T, W, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: QuerySource, W, C> RunQueryDsl<Conn> for PreparedUpdate<T, W, C> {}
