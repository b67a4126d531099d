//! What waits for somebody in a response: what they have to write, what is ready to be cleared, and what no one has; for the home page.

use super::assign::{self, Assigned, Unheld};
use super::draft;
use super::model::Response;
use super::status::{self, Standing, Status};
use super::store;
use crate::domain::access::{Assign, Permit, Read, Resource};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::error::Result;

/// What waits for the actor.
pub struct Waiting {
    /// What the actor has to write and nobody has said to be ready, the earliest day first.
    pub mine: Vec<(Assigned, Standing)>,
    /// Sections that are ready, for who clears them.
    pub ready: Vec<String>,
    /// What no one has, once anything is given.
    pub unheld: Vec<Unheld>,
}

/// What waits for the actor in a response that takes changes.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn what_waits(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<Waiting> {
    let draft = draft::open(ctx, response)?;
    let standings = status::of_response(ctx, response, &draft)?;
    let assigned = store::assignments::assigned(ctx, response.row())?;
    let writer = ctx.actor().person().filter(|person| person.role == Role::Contributor);
    let own = writer.map(|person| person.account.clone());
    let mut mine = Vec::new();
    for has in assigned.iter().filter(|has| Some(&has.account) == own.as_ref() && has.is_to_write()) {
        let standing = standings.get(&has.section).filter(|standing| !standing.status.is_said());
        mine.extend(standing.map(|standing| (has.clone(), standing.clone())));
    }
    let order = |code: &str| draft.form.by_code.get(code).copied();
    mine.sort_by_key(|(has, _)| (has.due.is_none(), has.due.clone(), order(&has.section)));
    let clears = ctx.allow::<Assign>(&response.row().facts()).is_ok();
    let is_ready = |code: &str| standings.get(code).is_some_and(|standing| standing.status == Status::Ready);
    let ready = draft.form.sections().map(|(_, node)| node.code.clone()).filter(|code| clears && is_ready(code));
    let ready = ready.collect();
    let unheld = if clears && !assigned.is_empty() { assign::unheld(ctx, response, &draft)? } else { Vec::new() };
    Ok(Waiting { mine, ready, unheld })
}
