//! Invites States to answer: one mail to each State's official address, and an invitation to each of its coordinators who has no
//! password yet. The codes go to the Secretariat, to be passed on by another way than mail.

use super::{Cycle, store};
use crate::domain::access::{Manage, Permit, Stage};
use crate::domain::actor::Role;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::once::{self, FormKey};
use crate::domain::identity::{self, Standing};
use crate::domain::ids::{InvitationId, LetterId, StateId};
use crate::domain::mail::{self, Letter};
use crate::domain::states;
use crate::domain::time::Instant;

/// An institution has no language here; the letter has both working languages, whatever the outbox says.
const WORDED_IN_BOTH: &str = "en";

/// What inviting did.
#[derive(Debug, Clone, Default)]
pub struct Invited {
    /// States whose official address was written to.
    pub written: usize,
    /// States that have no official address and were not written to.
    pub without_address: Vec<StateId>,
    /// The codes of new account invitations, shown once.
    pub codes: Vec<CodeToPassOn>,
    /// What was done before, where nothing was left to be done now.
    pub before: Option<Round>,
}

/// An earlier round of invitations to a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub at: Instant,
    /// Nothing for the operator.
    pub by: Option<String>,
    pub written: i64,
    pub codes: i64,
}

/// A code that the Secretariat passes on by telephone or with the note itself.
#[derive(Debug, Clone)]
pub struct CodeToPassOn {
    pub invitation: InvitationId,
    pub state: StateId,
    pub name: String,
    pub code: String,
}

/// One State's invitation to a cycle.
#[derive(Debug, Clone)]
pub struct StateInvitation {
    pub state: StateId,
    /// Nothing where the State had no official address to write to.
    pub letter: Option<LetterId>,
    pub at: Instant,
}

/// Invites one State, or all Parties where `only` is `None`. Who was invited before is not written to again unless named. A State that
/// had no official address then is written to once it has one; until then it is left alone too, and its coordinators' codes hold.
/// A form that is sent twice, and a round that finds nobody left, say what was done before.
///
/// # Errors
/// A refusal where the cycle is not open; [`Error::NotFound`] where the State is none, or no Party today.
pub fn invite(
    ctx: &mut Ctx<'_>,
    cycle: &Permit<Manage, Cycle>,
    only: Option<&StateId>,
    key: Option<&FormKey>,
) -> Result<Invited> {
    let cycle = cycle.row();
    if cycle.stage != Stage::Open {
        return Err(Refusal::CycleNotOpen { year: cycle.year }.into());
    }
    if let Some(before) = once::before(ctx, key)? {
        let detail = serde_json::from_str(&before.outcome).map_err(Error::internal)?;
        let by = ctx.actor().person().map(|person| person.name.clone());
        let round = Round { at: before.at, by, ..round_of(&detail) };
        return Ok(Invited { before: Some(round), ..Invited::default() });
    }
    let known = store::invited(ctx, &cycle.id)?;
    let mut done = Invited::default();
    let parties = states::parties(ctx)?;
    if only.is_some_and(|only| parties.iter().all(|party| &party.id != only)) {
        return Err(Error::NotFound);
    }
    for party in parties {
        let before = known.iter().find(|(state, _, _)| state == &party.id);
        let wanted = match (only, before) {
            (Some(state), _) => state == &party.id,
            (None, None) => true,
            (None, Some((_, letter, _))) => letter.is_none() && party.official_address.is_some(),
        };
        if !wanted {
            continue;
        }
        match &party.official_address {
            Some(address) => {
                let letter = Letter::CycleInvitation {
                    year: cycle.year,
                    note_reference: cycle.note_reference.clone(),
                    note_date: cycle.note_date.clone(),
                    expected_by: cycle.expected_by,
                };
                let mail = mail::enqueue(ctx, address, WORDED_IN_BOTH, Some(&party.id), &letter)?;
                store::set_invited(ctx, &cycle.id, &party.id, Some(&mail))?;
                if let Some(copy) = &party.copy_address {
                    mail::enqueue(ctx, copy, WORDED_IN_BOTH, Some(&party.id), &letter)?;
                }
                done.written += 1;
            }
            None => {
                // What was written to an address that is no more stays on record.
                let letter = before.and_then(|(_, letter, _)| letter.as_ref());
                store::set_invited(ctx, &cycle.id, &party.id, letter)?;
                done.without_address.push(party.id.clone());
            }
        }
        if only.is_some() || before.is_none() {
            invite_coordinators(ctx, &party.id, &mut done.codes)?;
        }
    }
    if done.written == 0 && done.codes.is_empty() && done.without_address.is_empty() {
        done.before = last_round(ctx, cycle)?;
        return Ok(done);
    }
    let detail = serde_json::json!({"year": cycle.year, "written": done.written, "codes": done.codes.len()});
    audit::record(ctx, Action::StatesInvited, &cycle.id, only, &detail)?;
    once::done(ctx, key, &detail.to_string())?;
    Ok(done)
}

/// The last round of invitations to a cycle.
fn last_round(ctx: &mut Ctx<'_>, cycle: &Cycle) -> Result<Option<Round>> {
    let Some(last) = audit::latest(ctx, Action::StatesInvited, cycle.id.as_str())? else { return Ok(None) };
    let by = match last.by {
        Some(by) => identity::accounts::name_of(ctx, &by)?,
        None => None,
    };
    Ok(Some(Round { at: last.at, by, ..round_of(&last.detail) }))
}

fn round_of(detail: &serde_json::Value) -> Round {
    let number = |name: &str| detail.get(name).and_then(serde_json::Value::as_i64).unwrap_or(0);
    Round { at: Instant::from_micros(0), by: None, written: number("written"), codes: number("codes") }
}

/// Coordinators who have a password sign in as they are; the others get an invitation.
fn invite_coordinators(ctx: &mut Ctx<'_>, state: &StateId, codes: &mut Vec<CodeToPassOn>) -> Result<()> {
    for account in identity::accounts::list(ctx, Some(state))? {
        // Who is not confirmed yet is invited later.
        let waits = account.role == Role::Coordinator && account.standing == Standing::Invited;
        if waits && account.confirmed.is_some() {
            let issued = identity::invitations::issue(ctx, &account.id)?;
            codes.push(CodeToPassOn {
                invitation: issued.id,
                state: state.clone(),
                name: account.name,
                code: issued.code,
            });
        }
    }
    Ok(())
}

/// Which States were invited to this cycle, by which mail, and when.
///
/// # Errors
/// When the database fails.
pub fn invitations(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>) -> Result<Vec<StateInvitation>> {
    let rows = store::invited(ctx, &cycle.row().id)?;
    Ok(rows.into_iter().map(|(state, letter, at)| StateInvitation { state, letter, at }).collect())
}
