//! Submitting section by section: which sections are chosen, and the document that holds them beside what was submitted of the others.
//!
//! Rules that look from one section into another are evaluated on the whole draft. What is not submitted now stays in the document as it was,
//! but for one thing: an answer that depends on a section which is submitted now is read by nobody who may not read that.

use std::collections::HashSet;

use super::document::Document;
use super::draft::Draft;
use super::model::Response;
use super::revision;
use crate::domain::access::{Act, Permit, Read};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::questionnaire::{Form, Node, Visibility};
use crate::domain::time::Instant;

/// What of a draft is submitted.
pub(super) struct Chosen {
    /// The sections, by their index in the form.
    sections: HashSet<usize>,
    /// What stands in no section goes along: with it all sections are submitted, now or before.
    completes: bool,
    /// The codes of all sections that are submitted then, where that is not all.
    holds: Option<Vec<String>>,
    /// Something is submitted that was not before.
    pub(super) is_news: bool,
    /// Some sections were not submitted before, so that only a change of the others is an amendment.
    fills_up: bool,
}

impl Chosen {
    /// The sections of these codes; all of them where nothing is said.
    pub(super) fn of(response: &Response, form: &Form, wanted: Option<&[String]>) -> Result<Self> {
        let all: Vec<(usize, &str)> = form.sections().map(|(index, node)| (index, node.code.as_str())).collect();
        let wanted: Vec<&str> = match wanted {
            Some(wanted) => wanted.iter().map(String::as_str).collect(),
            None => all.iter().map(|(_, code)| *code).collect(),
        };
        if wanted.iter().any(|code| all.iter().all(|(_, known)| known != code)) {
            return Err(Error::NotFound);
        }
        if wanted.is_empty() && !all.is_empty() {
            return Err(Refusal::SectionsNone.into());
        }
        let is_chosen = |code: &str| wanted.contains(&code);
        if !response.cycle.by_section && !all.iter().all(|(_, code)| is_chosen(code)) {
            return Err(Refusal::WholeOnly.into());
        }
        let held: Vec<&str> =
            all.iter().map(|(_, code)| *code).filter(|code| is_chosen(code) || response.has_submitted(code)).collect();
        let completes = held.len() == all.len();
        let fills_up = wanted.iter().any(|code| !response.has_submitted(code));
        Ok(Chosen {
            sections: all.iter().filter(|(_, code)| is_chosen(code)).map(|(index, _)| *index).collect(),
            completes,
            holds: (!completes).then(|| held.into_iter().map(str::to_owned).collect()),
            is_news: response.revision == 0 || fills_up,
            fills_up,
        })
    }

    /// Whether a question is submitted now.
    pub(super) fn takes(&self, form: &Form, code: &str) -> bool {
        form.node(code).is_some_and(|(_, node)| self.has(form, node))
    }

    /// The same by the index of the question.
    pub(super) fn takes_node(&self, form: &Form, index: usize) -> bool {
        form.nodes.get(index).is_some_and(|node| self.has(form, node))
    }

    fn has(&self, form: &Form, node: &Node) -> bool {
        let in_section = form.sections().any(|(index, _)| index == node.section);
        if in_section { self.sections.contains(&node.section) } else { self.completes }
    }

    /// Whether who reads a question is decided anew by what is submitted now.
    pub(super) fn concerns(&self, form: &Form, index: usize) -> bool {
        let Some(node) = form.nodes.get(index) else { return false };
        self.has(form, node) || node.depends_on.iter().any(|other| self.takes_node(form, *other))
    }

    /// The document that is submitted: of the draft's what is chosen, and of the latest revision the rest.
    pub(super) fn document(
        &self,
        draft: &Draft,
        mut document: Document,
        before: Option<&Document>,
        now: Instant,
    ) -> Document {
        let form = &draft.form;
        document.keep(|code| self.takes(form, code));
        document.sections.clone_from(&self.holds);
        if let Some(before) = before {
            let mut rest = before.clone();
            rest.keep(|code| !self.takes(form, code));
            self.narrow(draft, &mut rest, now);
            if !rest.answers.is_empty() || !rest.entries.is_empty() {
                document.take_up(form, rest);
            }
        }
        document
    }

    /// What stays and depends on what is submitted now is read by no more than the draft lets read it.
    fn narrow(&self, draft: &Draft, rest: &mut Document, now: Instant) {
        let form = &draft.form;
        let evaluation = draft.evaluation(now);
        let at_most = |code: &str, entry: &str| {
            let index = form.by_code.get(code).copied().filter(|index| self.concerns(form, *index))?;
            Some(evaluation.row(index, entry).map_or(Visibility::Court, |row| row.effective_visibility))
        };
        for answer in &mut rest.answers {
            let most = at_most(&answer.code, &answer.entry);
            answer.visibility = most.map_or(answer.visibility, |most| most.min(answer.visibility));
        }
        for entry in &mut rest.entries {
            let most = at_most(&entry.repeat, &entry.id);
            entry.visibility = most.map_or(entry.visibility, |most| most.min(entry.visibility));
        }
    }

    /// Whether the document says otherwise what was submitted before, for which there has to be a reason: always, where nothing is submitted for
    /// the first time.
    pub(super) fn amends(&self, form: &Form, before: &Document, document: &Document) -> bool {
        if !self.fills_up {
            return true;
        }
        let held = before.sections.as_deref().unwrap_or_default();
        let was_there = |code: &str| {
            let section = form.node(code).and_then(|(_, node)| form.nodes.get(node.section));
            self.takes(form, code) && section.is_some_and(|section| held.contains(&section.code))
        };
        let (mut then, mut now) = (before.clone(), document.clone());
        then.keep(was_there);
        now.keep(was_there);
        now.sections.clone_from(&then.sections);
        !then.says_the_same(&now)
    }
}

/// Whether the draft says something else than what was submitted last, as far as it was.
///
/// # Errors
/// When the database fails.
pub fn changed_since_submission(ctx: &mut Ctx<'_>, permit: &Permit<Read, Response>, draft: &Draft) -> Result<bool> {
    let response = permit.row();
    if response.revision == 0 {
        return Ok(false);
    }
    let document = Document::of_draft(response, draft, ctx.now());
    let before = revision::latest(ctx, response)?.1;
    if before.sections.is_none() {
        return Ok(!before.says_the_same(&document));
    }
    Ok(!sections_that_differ(response, draft, &before, &document).is_empty())
}

/// The sections that were submitted and of which the draft says something else by now.
///
/// # Errors
/// When the database fails.
pub fn changed_sections<A: Act>(ctx: &mut Ctx<'_>, permit: &Permit<A, Response>, draft: &Draft) -> Result<Vec<String>> {
    let response = permit.row();
    if response.revision == 0 {
        return Ok(Vec::new());
    }
    let document = Document::of_draft(response, draft, ctx.now());
    let before = revision::latest(ctx, response)?.1;
    Ok(sections_that_differ(response, draft, &before, &document))
}

fn sections_that_differ(response: &Response, draft: &Draft, before: &Document, now: &Document) -> Vec<String> {
    let held = draft.form.sections().filter(|(_, node)| response.has_submitted(&node.code));
    let differs = |index: usize| {
        let is_here = |code: &str| draft.form.node(code).is_some_and(|(_, node)| node.section == index);
        let (mut before, mut now) = (before.emptied_but(is_here), now.emptied_but(is_here));
        (before.sections, now.sections) = (None, None);
        !before.says_the_same(&now)
    };
    held.filter(|(index, _)| differs(*index)).map(|(_, node)| node.code.clone()).collect()
}
