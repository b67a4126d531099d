//! Which sections of the open responses people hold, and how these are given to others.

use std::sync::Arc;

use crate::domain::access::{Assign, Manage, Resource};
use crate::domain::actor::{Role, Team};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::{Account, Standing, accounts};
use crate::domain::ids::{AccountId, ResponseId, StateId};
use crate::domain::questionnaire::{self, Form};
use crate::domain::response::assign::{self, Shown};
use crate::domain::response::{self, Assigned, Response, Section};

/// A response of a State that takes changes now, and who has which of its sections.
pub struct OpenResponse {
    pub id: ResponseId,
    pub year: i32,
    pub form: Arc<Form>,
    pub assigned: Vec<Assigned>,
}

impl OpenResponse {
    /// Each section in the order of the form, with who has it to write, or single questions of it.
    fn sections(&self) -> impl Iterator<Item = (&str, Vec<&AccountId>)> {
        let having = |code: &str| {
            let to_write = self.assigned.iter().filter(|has| has.section == code && has.is_to_write());
            to_write.map(|has| &has.account).collect()
        };
        self.form.sections().map(move |(_, node)| (node.code.as_str(), having(&node.code)))
    }

    /// Whether a section is open to somebody to be read, and nothing more.
    fn is_read_by(&self, code: &str, account: &AccountId) -> bool {
        self.assigned.iter().any(|has| has.section == code && &has.account == account && !has.is_to_write())
    }
}

/// A section that somebody holds, to write or to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub response: ResponseId,
    pub year: i32,
    pub section: String,
    /// Who else has it to write; nobody is named for one that is held to be read.
    pub others: Vec<AccountId>,
}

/// The responses of a State in which the actor may assign sections now: for everybody but its coordinators, none.
///
/// # Errors
/// When the database fails.
pub fn open_responses(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<OpenResponse>> {
    let mut open = Vec::new();
    for id in response::ids_of_state(ctx, state)? {
        let Some(response) = Response::load(ctx, &id)? else { continue };
        if ctx.allow::<Assign>(&response.facts()).is_err() {
            continue;
        }
        let permit = ctx.permit::<Assign, Response>(&id)?;
        let assigned = response::assignments(ctx, &permit)?;
        let form = questionnaire::compiled(ctx, &response.form_hash)?;
        open.push(OpenResponse { id, year: response.cycle.year, form, assigned });
    }
    Ok(open)
}

/// The sections of open responses that an account holds, to write or to read, in the order of the form.
///
/// # Errors
/// When the database fails.
pub fn held_by(ctx: &mut Ctx<'_>, account: &Account) -> Result<Vec<Held>> {
    let Some(state) = &account.state else { return Ok(Vec::new()) };
    let mut held = Vec::new();
    for open in open_responses(ctx, state)? {
        for (code, having) in open.sections() {
            let (response, section) = (open.id.clone(), code.to_owned());
            if open.is_read_by(code, &account.id) {
                held.push(Held { response, year: open.year, section, others: Vec::new() });
            } else if having.contains(&&account.id) {
                let others = having.into_iter().filter(|id| **id != account.id).cloned().collect();
                held.push(Held { response, year: open.year, section, others });
            }
        }
    }
    Ok(held)
}

/// How many sections of open responses an account holds: for everybody who looks after it, drafts seen or not.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn count_held(ctx: &mut Ctx<'_>, account: &Account) -> Result<usize> {
    ctx.allow::<Manage>(&account.facts())?;
    count(ctx, account)
}

/// [`count_held`], where the caller has asked.
pub(super) fn count(ctx: &mut Ctx<'_>, account: &Account) -> Result<usize> {
    let Some(state) = &account.state else { return Ok(0) };
    Ok(response::holders(ctx, state)?.iter().filter(|id| **id == account.id).count())
}

/// Sections that somebody left and nobody has who could write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    pub account: AccountId,
    pub name: String,
    /// Year and code of each, in the order of the form.
    pub sections: Vec<(i32, String)>,
}

/// What people of a State left behind who have gone, or write no more, until it is handed over: for its coordinators.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn left_behind(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<LeftBehind>> {
    let people = accounts::of_team(ctx, &Team::State(state.clone()))?;
    let open = open_responses(ctx, state)?;
    let gone: Vec<&Account> = people.iter().filter(|who| is_gone(who)).collect();
    let mut all = Vec::new();
    for who in &gone {
        let mut sections = Vec::new();
        for response in &open {
            for (code, having) in response.sections() {
                let nobodys = having.iter().all(|id| gone.iter().any(|other| other.id == **id));
                if nobodys && having.contains(&&who.id) {
                    sections.push((response.year, code.to_owned()));
                }
            }
        }
        if !sections.is_empty() {
            all.push(LeftBehind { account: who.id.clone(), name: who.name.clone(), sections });
        }
    }
    Ok(all)
}

/// Who holds a section and cannot write it any more: whose account has ended, or who became a reader.
pub(super) fn is_gone(account: &Account) -> bool {
    account.standing == Standing::Ended || account.role == Role::Reader
}

/// Hands what is held of a section on to a colleague, or to nobody; whoever else has it keeps it, and who has gone as well holds it no more.
pub(super) fn give(ctx: &mut Ctx<'_>, from: &Account, held: &Held, to: Option<&AccountId>) -> Result<()> {
    let permit = ctx.permit::<Assign, Response>(&held.response)?;
    let colleagues = accounts::contributors_of(ctx, &permit.row().state_id)?;
    let known = |id: &AccountId| *id != from.id && colleagues.iter().any(|who| who.id == *id);
    if to.is_some_and(|to| !known(to)) {
        return Err(Refusal::ColleagueBad.into());
    }
    let section = ctx.permit::<Assign, Section>(&(held.response.clone(), held.section.clone()))?;
    for other in held.others.iter().filter(|id| !known(id)) {
        assign::take(ctx, &section, other, None)?;
    }
    assign::hand_on(ctx, &section, &from.id, to)
}

/// What the page of a person showed of a section.
#[derive(Debug, Clone)]
pub struct SectionShown {
    pub section: String,
    /// It was ticked.
    pub held: bool,
    pub shown: Shown,
}

/// Gives a contributor these sections of a response, and takes those away that were ticked on the page and are no more. What colleagues
/// have of it they keep, and what the person has of one of them already stays as it is: its day, its note, single questions. What a
/// coordinator changed since the page was opened stays, where nothing else is wanted there.
///
/// # Errors
/// [`Refusal::ColleagueBad`] for who is no contributor or cannot come in, [`Error::NotFound`] where a section or the response is not
/// the State's; [`Refusal::AssignmentChanged`] where something else is wanted than what a colleague has done since; a refusal by the policy.
pub fn set_sections(
    ctx: &mut Ctx<'_>,
    id: &AccountId,
    response: &ResponseId,
    sections: &[String],
    shown: &[SectionShown],
) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let permit = ctx.permit::<Assign, Response>(response)?;
    if account.state.as_ref() != Some(&permit.row().state_id) {
        return Err(Error::NotFound);
    }
    if account.role != Role::Contributor || !matches!(account.standing, Standing::Active | Standing::Invited) {
        return Err(Refusal::ColleagueBad.into());
    }
    let form = questionnaire::compiled(ctx, &permit.row().form_hash)?;
    let known: Vec<String> = form.sections().map(|(_, node)| node.code.clone()).collect();
    if !sections.iter().all(|section| known.contains(section)) {
        return Err(Error::NotFound);
    }
    let assigned = response::assignments(ctx, &permit)?;
    for code in &known {
        let has = assigned.iter().any(|has| &has.section == code && &has.account == id && has.is_to_write());
        let wanted = sections.contains(code);
        let shown = shown.iter().find(|shown| &shown.section == code);
        let untouched = shown.is_some_and(|shown| shown.held == wanted);
        if has == wanted || untouched {
            continue;
        }
        // A form that says nothing of a section has shown nothing of it.
        let seen = shown.map_or_else(Shown::nothing, |shown| shown.shown.clone());
        let section = ctx.permit::<Assign, Section>(&(response.clone(), code.clone()))?;
        if has {
            assign::take(ctx, &section, id, Some(&seen))?;
        } else {
            assign::give_whole(ctx, &section, id, &seen)?;
        }
    }
    Ok(())
}
