//! The SQL of reading the record.

use std::collections::HashSet;

use diesel::prelude::*;

use super::Action;
use super::read::Somebody;
use crate::domain::access::RecordOf;
use crate::domain::actor::{Organ, Role};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{accounts, audit};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, RecordId, StateId};
use crate::domain::time::Instant;

/// How many ids one question names at most.
const AT_ONCE: usize = 500;

/// Which rows.
pub(super) struct Rows {
    pub(super) actions: Vec<Action>,
    /// Of this State, or of the people in `about`.
    pub(super) state: Option<StateId>,
    /// Done by these or to these; `None`: by and to anybody.
    pub(super) about: Option<Vec<AccountId>>,
    /// Of those rows only what was done by these or to these.
    pub(super) only: Option<Vec<AccountId>>,
    pub(super) from: Option<Instant>,
    /// The first instant that is not asked for.
    pub(super) until: Option<Instant>,
}

#[derive(Queryable)]
pub(super) struct Row {
    pub(super) id: RecordId,
    pub(super) at: Instant,
    pub(super) actor: String,
    pub(super) account_id: Option<AccountId>,
    pub(super) action: Action,
    pub(super) subject: String,
    pub(super) state_id: Option<StateId>,
    pub(super) detail: String,
}

/// The conditions, for a list and for its count.
macro_rules! asked {
    ($query:expr, $rows:expr) => {{
        let mut query = $query.filter(audit::action.eq_any(words(&$rows.actions))).into_boxed();
        if let Some(about) = &$rows.about {
            let theirs = audit::account_id.eq_any(texts(about)).or(audit::subject.eq_any(texts(about)).nullable());
            query = match &$rows.state {
                Some(state) => query.filter(audit::state_id.eq(Some(state)).or(theirs)),
                None => query.filter(theirs),
            };
        }
        if let Some(only) = &$rows.only {
            let theirs = audit::account_id.eq_any(texts(only)).or(audit::subject.eq_any(texts(only)).nullable());
            query = query.filter(theirs);
        }
        if let Some(from) = $rows.from {
            query = query.filter(audit::at.ge(from));
        }
        if let Some(until) = $rows.until {
            query = query.filter(audit::at.lt(until));
        }
        query
    }};
}

fn words(actions: &[Action]) -> Vec<&'static str> {
    actions.iter().map(|action| action.as_str()).collect()
}

fn texts(ids: &[AccountId]) -> Vec<&str> {
    ids.iter().map(AccountId::as_str).collect()
}

pub(super) fn count(ctx: &mut Ctx<'_>, rows: &Rows) -> Result<i64> {
    Ok(asked!(audit::table.count(), rows).get_result(ctx.conn)?)
}

/// The latest first.
pub(super) fn load(ctx: &mut Ctx<'_>, rows: &Rows, limit: i64, offset: i64) -> Result<Vec<Row>> {
    let query = asked!(audit::table.select(audit::all_columns), rows);
    Ok(query.order((audit::at.desc(), audit::id.desc())).limit(limit).offset(offset).load(ctx.conn)?)
}

type Columns = (accounts::id, accounts::name, accounts::email, accounts::role, accounts::state_id, accounts::organ);
const COLUMNS: Columns =
    (accounts::id, accounts::name, accounts::email, accounts::role, accounts::state_id, accounts::organ);

type Found = (AccountId, String, String, Role, Option<StateId>, Option<Organ>);

fn somebody((id, name, email, role, state, organ): Found) -> Somebody {
    Somebody { id, name, email, role, state, organ }
}

/// The people whose record this is. Nobody's own record is asked for by this.
pub(super) fn people_of(ctx: &mut Ctx<'_>, of: &RecordOf) -> Result<Vec<Somebody>> {
    let all = accounts::table.select(COLUMNS);
    let found: Vec<Found> = match of {
        RecordOf::Own => Vec::new(),
        RecordOf::State(state) => all.filter(accounts::state_id.eq(state)).load(ctx.conn)?,
        RecordOf::Organ(organ) => all.filter(accounts::organ.eq(organ)).load(ctx.conn)?,
        RecordOf::All => all.load(ctx.conn)?,
    };
    Ok(found.into_iter().map(somebody).collect())
}

/// The people of these ids.
pub(super) fn people(ctx: &mut Ctx<'_>, ids: &HashSet<AccountId>) -> Result<Vec<Somebody>> {
    let ids: Vec<&str> = ids.iter().map(AccountId::as_str).collect();
    let mut people = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let found: Vec<Found> =
            accounts::table.filter(accounts::id.eq_any(some.to_vec())).select(COLUMNS).load(ctx.conn)?;
        people.extend(found.into_iter().map(somebody));
    }
    Ok(people)
}
