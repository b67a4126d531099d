//! Takes over what a file says: what only the file changed, and where somebody has chosen the file's text. All of it goes through the same saves as what
//! is typed on a page.

use std::collections::HashMap;

use serde_json::json;

use super::compare::{Compared, Found, Side};
use super::proposal::{self, Import, Progress};
use super::store;
use super::words::Terms;
use crate::domain::access::{Edit, Permit};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::questionnaire::Form;
use crate::domain::response::draft;
use crate::domain::response::entries;
use crate::domain::response::model::{Change, Section, Stamp};
use crate::domain::response::save::{self, Saved, Written};

/// Between the two texts of an answer.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub key: String,
    /// The stamp of the draft's text that the page showed.
    pub seen: Stamp,
    pub theirs: bool,
}

/// What taking over did, in a unit of work that is still to be committed.
#[derive(Default)]
pub struct Applied {
    /// To be settled in this order.
    pub written: Vec<Written>,
    /// Answers that say what the file says now.
    pub taken: usize,
    pub entries: usize,
    /// Answers between whose texts somebody still has to choose.
    pub open: usize,
    /// The file waits no more.
    pub done: bool,
    /// The response was submitted since the page was made: nothing was taken over.
    pub submitted: bool,
}

/// Takes over a file, with what is chosen now and what was chosen before. `revision` is the latest that the page knew of: where the response was submitted since, nothing is taken over, because it would go
/// into an amendment and not into what the person expected to submit. Where a text of the draft is not what the page showed any more, nothing is taken over there and it is shown again. Of a file that
/// waits no more nothing is done.
///
/// # Errors
/// When the database fails; a refusal by the policy.
pub fn apply(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Edit, Import>,
    revision: Option<i32>,
    choices: &[Chosen],
    terms: &dyn Fn(&str) -> Option<Terms>,
) -> Result<Applied> {
    let import = permit.row();
    let response = &import.response;
    let Some(mut kept) = store::content(ctx, response, &import.id)? else {
        return Ok(Applied { done: true, ..Applied::default() });
    };
    if revision != Some(response.revision) {
        // What was ticked is not to be ticked again.
        proposal::choose(ctx, permit, choices, terms)?;
        return Ok(Applied { submitted: true, ..Applied::default() });
    }
    let by = proposal::me(ctx)?;
    let draft = draft::of(ctx, response)?;
    let comparison = proposal::compared(ctx, response, &draft, &kept.file, terms)?;
    let mut applied = Applied::default();
    let mut wanted: Vec<(&Compared, &Side)> = Vec::new();
    for line in &comparison.lines {
        match &line.found {
            Found::Untouched | Found::OnlyOurs | Found::Same => {}
            Found::Take { side, .. } => wanted.push((line, side)),
            Found::Conflict { .. } if kept.settled.contains(&line.key) => {}
            Found::Conflict { keep_ours, take_theirs, .. } => {
                let posted = choices.iter().find(|choice| choice.key == line.key && choice.seen == line.stamp);
                match posted.map(|choice| choice.theirs).or_else(|| kept.chosen(line)) {
                    None => applied.open += 1,
                    Some(theirs) => {
                        kept.settled.push(line.key.clone());
                        wanted.push((line, if theirs { take_theirs } else { keep_ours }));
                    }
                }
            }
        }
    }
    applied.entries = add_entries(ctx, import, &draft.form, &wanted)?;
    save_all(ctx, import, &draft.form, &wanted, &mut applied)?;
    // What is not understood stays to be read until somebody puts the file away.
    applied.done = applied.open == 0 && comparison.troubles.is_empty();
    if applied.done {
        store::end(ctx, response, &import.id, Progress::Applied, &by)?;
    } else {
        store::set_content(ctx, response, &import.id, &kept)?;
    }
    if applied.taken + applied.entries > 0 {
        let detail = json!({ "import": import.id, "answers": applied.taken, "entries": applied.entries });
        audit::record(ctx, Action::ImportApplied, &response.id, Some(&response.state_id), &detail)?;
    }
    Ok(applied)
}

/// The section that a question stands in, as it is now, to be edited.
fn section(ctx: &mut Ctx<'_>, import: &Import, form: &Form, code: &str) -> Result<Permit<Edit, Section>> {
    let top = form.node(code).and_then(|(_, node)| form.nodes.get(node.section)).ok_or(Error::NotFound)?;
    ctx.permit::<Edit, Section>(&(import.response.id.clone(), top.code.clone()))
}

/// Adds the entries that the draft does not have, those around others first.
fn add_entries(ctx: &mut Ctx<'_>, import: &Import, form: &Form, wanted: &[(&Compared, &Side)]) -> Result<usize> {
    let mut added = Vec::new();
    for entry in wanted.iter().flat_map(|(line, _)| &line.new) {
        if added.contains(&&entry.id) {
            continue;
        }
        let section = section(ctx, import, form, &entry.repeat_code)?;
        entries::add_given_entry(ctx, &section, &entry.repeat_code, &entry.parent, &entry.id)?;
        added.push(&entry.id);
    }
    Ok(added.len())
}

/// Saves section by section, in the order of the form.
fn save_all(
    ctx: &mut Ctx<'_>,
    import: &Import,
    form: &Form,
    wanted: &[(&Compared, &Side)],
    applied: &mut Applied,
) -> Result<()> {
    let mut by_section: HashMap<usize, Vec<Change>> = HashMap::new();
    for (line, side) in wanted {
        let top = form.node(&line.place.code).map(|(_, node)| node.section).ok_or(Error::NotFound)?;
        let (place, stamp) = (line.place.clone(), line.stamp.clone());
        let change = Change { place, stamp, body: side.body.clone(), visibility: side.visibility };
        by_section.entry(top).or_default().push(change);
    }
    let mut sections: Vec<(usize, Vec<Change>)> = by_section.into_iter().collect();
    sections.sort_by_key(|(at, _)| *at);
    for (_, changes) in sections {
        let Some(first) = changes.first() else { continue };
        let section = section(ctx, import, form, &first.place.code)?;
        let written = save::save(ctx, &section, &changes)?;
        applied.taken += written.saved.iter().filter(|saved| **saved == Saved::Written).count();
        applied.written.push(written);
    }
    Ok(())
}
