//! Letters that say only that something waits: nobody gets one for each, but one until they have been here, or one in a while.

use diesel::prelude::*;

use super::{Account, presence};
use crate::domain::db::Ctx;
use crate::domain::db::schema::told;
use crate::domain::error::Result;
use crate::domain::ids::{ResponseId, StateId};
use crate::domain::mail::{self, Letter};
use crate::domain::time::Instant;

/// After so many seconds somebody is told anew even if they have not been here since: a week.
const WEEK: i64 = 7 * 24 * 3600;

/// When somebody is told anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Anew {
    /// After so many seconds, wherever they have been.
    After(i64),
    /// Once they have been here since, and after a week in any case.
    WhenHere,
}

/// Tells somebody by mail of something of a State, unless they were told of such a thing lately: on this response, where one is named.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn tell(
    ctx: &mut Ctx<'_>,
    account: &Account,
    (state, response): (&StateId, Option<&ResponseId>),
    letter: &Letter,
    anew: Anew,
) -> Result<()> {
    let key = (state, &account.id, letter.kind(), response.map_or("", ResponseId::as_str));
    let last: Option<Instant> = told::table.find(key).select(told::told_at).first(ctx.conn).optional()?;
    if let Some(last) = last {
        let soon = match anew {
            Anew::After(seconds) => ctx.now() < last.plus_seconds(seconds),
            Anew::WhenHere => ctx.now() < last.plus_seconds(WEEK) && !presence::was_here_since(ctx, &account.id, last)?,
        };
        if soon {
            return Ok(());
        }
        diesel::update(told::table.find(key)).set(told::told_at.eq(ctx.now())).execute(ctx.conn)?;
    } else {
        let (state, account, kind, response) = key;
        diesel::insert_into(told::table)
            .values((
                told::state_id.eq(state),
                told::account_id.eq(account),
                told::kind.eq(kind),
                told::response_id.eq(response),
                told::told_at.eq(ctx.now()),
            ))
            .execute(ctx.conn)?;
    }
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), letter)?;
    Ok(())
}
