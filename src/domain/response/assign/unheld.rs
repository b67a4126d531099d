//! What nobody has of a draft, and what of a section can be given piece by piece.

use super::{Assigned, Extent, table};
use crate::domain::access::{Permit, Read, Resource};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::identity;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::questionnaire::{Form, Kind, Node};
use crate::domain::response::draft::Draft;
use crate::domain::response::model::Response;
use crate::domain::response::store;
use crate::domain::states;

/// What of a section no contributor has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheld {
    pub section: String,
    /// The codes of its questions, where others of them are given; empty where nobody has any.
    pub questions: Vec<String>,
}

/// What nobody has, in the order of the form: for those who see all of the draft. In a State without contributors nothing is missed.
///
/// # Errors
/// When the database fails.
pub fn unheld(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>, draft: &Draft) -> Result<Vec<Unheld>> {
    let response = response.row();
    if ctx.actor().person().is_none_or(|person| person.role == Role::Contributor) {
        return Ok(Vec::new());
    }
    let writers = identity::accounts::writers_of(ctx, &response.state_id)?;
    if writers.is_empty() {
        return Ok(Vec::new());
    }
    let assigned = table::assigned(ctx, response)?;
    let held = assigned.iter().filter(|has| has.is_to_write() && writers.contains(&has.account));
    let held: Vec<&Assigned> = held.collect();
    let evaluation = draft.evaluation(ctx.now());
    let mut missing = Vec::new();
    for (at, node) in draft.form.sections() {
        let here: Vec<&&Assigned> = held.iter().filter(|has| has.section == node.code).collect();
        if here.iter().any(|has| has.extent == Extent::Section) {
            continue;
        }
        let single = |code: &str| here.iter().any(|has| has.questions.iter().any(|of| of == code));
        let shown = |index: usize| evaluation.row(index, "").is_some_and(|row| row.shown);
        let open = assignable(&draft.form, at).filter(|(index, node)| shown(*index) && !single(&node.code));
        let questions: Vec<String> = open.map(|(_, node)| node.code.clone()).collect();
        // Single questions may be all that are shown.
        if here.is_empty() {
            missing.push(Unheld { section: node.code.clone(), questions: Vec::new() });
        } else if !questions.is_empty() {
            missing.push(Unheld { section: node.code.clone(), questions });
        }
    }
    Ok(missing)
}

/// The questions of a section that can be given one by one: those outside any repeat, and a repeat as a whole.
pub fn assignable(form: &Form, section: usize) -> impl Iterator<Item = (usize, &Node)> {
    form.nodes.iter().enumerate().filter(move |(_, node)| node.section == section && is_assignable(node))
}

/// Whether this can be given by itself.
pub fn is_assignable(node: &Node) -> bool {
    let is_one = node.kind.takes_answer() || node.kind == Kind::Repeat;
    node.repeat.is_none() && node.parent.is_some() && is_one
}

/// A group of a section that can be chosen whole, with the questions that this gives; one inside another stands after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub code: String,
    pub questions: Vec<String>,
}

/// The groups of a section that can be chosen whole: those that hold questions that can be given one by one.
pub fn groups(form: &Form, section: usize) -> Vec<Group> {
    let of_it = form.nodes.iter().enumerate();
    let of_it = of_it.filter(|(_, node)| node.section == section && node.parent.is_some() && node.repeat.is_none());
    let groups = of_it.filter(|(_, node)| node.kind == Kind::Group).map(|(at, node)| {
        let inside = assignable(form, section).filter(|(index, _)| (at..node.end).contains(index));
        Group { code: node.code.clone(), questions: inside.map(|(_, inner)| inner.code.clone()).collect() }
    });
    groups.filter(|group| !group.questions.is_empty()).collect()
}

/// Whose the sections are of those responses of a State that take changes now: an account for each section that it holds to write. It shows
/// nothing of a draft, so that those can say how much somebody leaves behind who look after accounts and read no draft.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn holders(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<AccountId>> {
    let mut holders = Vec::new();
    // A former Party's responses take no changes.
    if !states::is_party(ctx, state)? {
        return Ok(holders);
    }
    for id in store::ids_of_state(ctx, state)? {
        if let Some(response) = Response::load(ctx, &id)?.filter(|response| response.open) {
            let assigned = table::assigned(ctx, &response)?.into_iter().filter(Assigned::is_to_write);
            holders.extend(assigned.map(|assigned| assigned.account));
        }
    }
    Ok(holders)
}
