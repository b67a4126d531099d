//! Who is editing a section just now, for their colleagues who have it open. It is in the database and not in memory, because colleagues may be
//! served by different servers; a row counts for a minute and is written while somebody types, so that nobody is said to be there who has gone.

use diesel::prelude::*;

use super::history;
use super::model::Section;
use super::sight::Sight;
use crate::domain::access::{Act, Edit, Permit, Resource};
use crate::domain::db::Ctx;
use crate::domain::db::schema::presences;
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;

/// For how many seconds somebody counts as editing.
const LIVES: i64 = 60;
/// Only after so many seconds is it written down again.
const EVERY: i64 = 20;

/// The names of those who are editing the section, without the actor, by name. Whoever has single questions of it is told of nobody.
///
/// # Errors
/// When the database fails.
pub fn others<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>) -> Result<Vec<String>> {
    if !Sight::around(ctx, section)?.sees_whole(&section.row().code) {
        return Ok(Vec::new());
    }
    let own = ctx.actor().person().map(|person| person.account.clone());
    let alive = ctx.now().plus_seconds(-LIVES);
    let there = of_section(ctx, section.row())?.into_iter();
    let there: Vec<AccountId> = there
        .filter(|(account, at)| *at > alive && Some(account) != own.as_ref())
        .map(|(account, _)| account)
        .collect();
    let mut names: Vec<String> = history::names(ctx, there.iter())?.into_values().collect();
    names.sort();
    Ok(names)
}

/// Whether that the actor is editing is to be written down: they may edit, and it was not lately.
///
/// # Errors
/// When the database fails.
pub fn wants_noting<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>) -> Result<bool> {
    if ctx.allow::<Edit>(&section.row().facts()).is_err() {
        return Ok(false);
    }
    let own = ctx.actor().person().map(|person| person.account.clone());
    let lately = ctx.now().plus_seconds(-EVERY);
    Ok(!of_section(ctx, section.row())?.iter().any(|(account, at)| Some(account) == own.as_ref() && *at > lately))
}

/// Writes down that the actor is editing the section, and takes away what is over in the response.
///
/// # Errors
/// When the database fails.
pub fn note(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>) -> Result<()> {
    let section = section.row();
    let response = &section.response;
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let now = ctx.now();
    let over = presences::table
        .filter(presences::state_id.eq(&response.state_id))
        .filter(presences::response_id.eq(&response.id))
        .filter(presences::at.le(now.plus_seconds(-LIVES)));
    diesel::delete(over).execute(ctx.conn)?;
    let key = (&response.state_id, &response.id, &section.code, &own);
    let known = diesel::update(presences::table.find(key)).set(presences::at.eq(now)).execute(ctx.conn)?;
    if known == 0 {
        diesel::insert_into(presences::table)
            .values((
                presences::state_id.eq(&response.state_id),
                presences::response_id.eq(&response.id),
                presences::section.eq(&section.code),
                presences::account_id.eq(&own),
                presences::at.eq(now),
            ))
            .execute(ctx.conn)?;
    }
    Ok(())
}

fn of_section(ctx: &mut Ctx<'_>, section: &Section) -> Result<Vec<(AccountId, Instant)>> {
    let response = &section.response;
    Ok(presences::table
        .filter(presences::state_id.eq(&response.state_id))
        .filter(presences::response_id.eq(&response.id))
        .filter(presences::section.eq(&section.code))
        .select((presences::account_id, presences::at))
        .load(ctx.conn)?)
}
