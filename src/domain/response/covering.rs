//! The State's covering note, given after its response: a revision that is made of the latest one, in which nothing is replaced but the answers
//! of the purpose `covering_note`, whatever stands in the draft otherwise. The form says what is given, a file or a text.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::document::{Document, DocumentAnswer};
use super::draft::{self, Draft};
use super::model::{Body, Change, Response, Section, Stamp};
use super::revision::{self, RevisionRow};
use super::save::{self, Saved};
use super::store::carried;
use super::submit::{self, Submitted};
use crate::domain::access::{Act, Edit, Permit, Submit};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::questionnaire::{self, Evaluation, Form, Given, Kind, Place, Purpose, Values, Visibility};
use crate::domain::time::Instant;

/// What stands in the place of a reason, in the document and in the record; pages word it.
pub const REASON: &str = "covering_note";

/// The covering note of a submitted response, as it was submitted and as the draft has it.
pub struct CoveringNote {
    pub draft: Arc<Draft>,
    /// The latest revision.
    pub document: Arc<Document>,
    /// The questions that ask for it, by their index in the form.
    pub questions: Vec<usize>,
    /// What the form's rules make of the latest revision with the note of the draft.
    pub evaluation: Evaluation,
}

impl CoveringNote {
    /// What was submitted as the answer to one of its questions.
    pub fn submitted(&self, code: &str) -> Option<&DocumentAnswer> {
        self.document.answers.iter().find(|answer| answer.code == code && answer.entry.is_empty())
    }

    /// Whether nothing was submitted yet.
    pub fn is_missing(&self) -> bool {
        self.codes().all(|code| self.submitted(code).is_none_or(DocumentAnswer::is_bare))
    }

    /// Whether the draft has another note than was submitted: it waits to be submitted, by itself or with an amendment.
    pub fn waits(&self) -> bool {
        self.codes().any(|code| {
            let place = Place { code: code.to_owned(), instance: String::new() };
            let given = self.draft.answers.get(&place).map(|answer| answer.body.value.as_str()).unwrap_or_default();
            let submitted = self.submitted(code).map(|answer| answer.value.as_str()).unwrap_or_default();
            !given.is_empty() && given != submitted
        })
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        self.questions.iter().filter_map(|index| Some(self.draft.form.nodes.get(*index)?.code.as_str()))
    }
}

/// The questions of a form that ask for the covering note: a file or a text outside of repeats, of the purpose itself or in a group of it.
fn questions(form: &Form) -> Vec<usize> {
    let asks = |index: usize| {
        let around = std::iter::successors(form.nodes.get(index), |node| form.nodes.get(node.parent?));
        around.into_iter().any(|node| node.purpose == Some(Purpose::CoveringNote))
    };
    let given = form.nodes.iter().enumerate().filter(|(_, node)| matches!(node.kind, Kind::File | Kind::Text { .. }));
    given.filter(|(index, node)| node.repeat.is_none() && asks(*index)).map(|(index, _)| index).collect()
}

/// The covering note of a response; nothing where none was submitted yet, or where no question asks for it with the answers that were.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn of_response<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Option<CoveringNote>> {
    let response = response.row();
    if response.revision == 0 {
        return Ok(None);
    }
    let draft = draft::of(ctx, response)?;
    let asking = questions(&draft.form);
    if asking.is_empty() {
        return Ok(None);
    }
    let (row, document) = revision::latest(ctx, response)?;
    let chosen_at = chosen_at(ctx, response, row, &document)?;
    let chosen = carried::choices_at(ctx, response, chosen_at)?;
    let values = values(&draft, &document, &asking, chosen);
    let evaluation = questionnaire::evaluate(&draft.form, &values, &draft::clock(ctx.now()));
    let is_asked = |index: &usize| evaluation.row(*index, "").is_some_and(|row| row.shown && !row.read_only);
    let questions: Vec<usize> = asking.into_iter().filter(is_asked).collect();
    Ok((!questions.is_empty()).then_some(CoveringNote { draft, document, questions, evaluation }))
}

/// When the State last submitted more than its covering note: who reads the other answers was chosen by then.
fn chosen_at(ctx: &mut Ctx<'_>, response: &Response, latest: RevisionRow, document: &Arc<Document>) -> Result<Instant> {
    let (mut row, mut document) = (latest, document.clone());
    while document.reason == REASON && row.number > 1 {
        row = RevisionRow::of(ctx, response, row.number - 1)?.ok_or(Error::NotFound)?;
        document = revision::open_document(ctx, &row, response)?;
    }
    Ok(row.submitted_at)
}

/// What was submitted, with the note as the draft has it.
fn values(draft: &Draft, document: &Document, asking: &[usize], chosen: HashMap<Place, Visibility>) -> Values {
    let only_chosen = |visibility| Given { visibility: Some(visibility), ..Given::default() };
    let mut given: HashMap<Place, Given> =
        chosen.into_iter().map(|(place, visibility)| (place, only_chosen(visibility))).collect();
    for (place, said) in document.given() {
        let at = given.entry(place).or_default();
        (at.value, at.declined) = (said.value, said.declined);
    }
    for node in asking.iter().filter_map(|index| draft.form.nodes.get(*index)) {
        let place = Place { code: node.code.clone(), instance: String::new() };
        match draft.answers.get(&place) {
            Some(answer) => given.insert(place, draft::as_given(answer)),
            None => given.remove(&place),
        };
    }
    Values::new(given, document.instances())
}

/// Submits the covering note. `given` has a change for each of its questions with the stamp that the page showed: of a text what was typed,
/// of a file nothing but the stamp, because it is in the draft by then. `seen` and `arrived` are as in [`super::submit()`].
///
/// # Errors
/// A refusal where the note, or the response, is another than the page showed, nothing is given or nothing is new, it breaks a rule of
/// the form, or two texts wait to be chosen between; [`Error::NotFound`] where nothing asks for a note.
pub(in crate::domain) fn submit(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    given: &[Change],
    arrived: Instant,
) -> Result<Submitted> {
    let note = of_response(ctx, permit)?.ok_or(Error::NotFound)?;
    if permit.row().revision != seen {
        return second_click(ctx, permit.row(), &note, seen);
    }
    into_draft(ctx, permit.row(), &note, given)?;
    // The draft has changed, and its version with it.
    let permit = ctx.permit::<Submit, Response>(&permit.row().id)?;
    let note = of_response(ctx, &permit)?.ok_or(Error::NotFound)?;
    let response = permit.row();
    let codes: HashSet<&str> = note.codes().collect();
    let rivals = note.draft.rivals.iter().filter(|rival| codes.contains(rival.place.code.as_str())).count();
    if rivals > 0 {
        return Err(Refusal::RivalsOpen { count: rivals }.into());
    }
    let rows: Vec<_> = note.questions.iter().filter_map(|index| note.evaluation.row(*index, "")).collect();
    let mut given = note.document.emptied();
    for row in &rows {
        given.add(&note.draft, row, &note.evaluation);
    }
    if given.answers.iter().all(DocumentAnswer::is_bare) {
        return Err(Refusal::CoveringNoteEmpty.into());
    }
    if rows.iter().any(|row| !row.faults.is_empty()) {
        return Err(Refusal::CoveringNoteFaulty.into());
    }
    let mut document = (*note.document).clone();
    document.keep(|code| !codes.contains(code));
    document.take_up(&note.draft.form, given);
    if note.document.says_the_same(&document) {
        return Err(Refusal::NothingChanged.into());
    }
    document.revision = response.revision + 1;
    document.submitted_at = arrived.rfc3339();
    document.late = false;
    document.after_freeze = response.cycle.stage == crate::domain::access::Stage::Frozen;
    document.reason = REASON.to_owned();
    submit::keep(ctx, response, &document, submit::Kind::Amends, arrived)?;
    let narrowed = rows.iter().filter(|row| row.effective_visibility == Visibility::Court);
    let place = |row: &&&questionnaire::Row| Some((note.draft.form.nodes.get(row.node)?.code.clone(), String::new()));
    let court_only = narrowed.filter_map(|row| place(&row)).collect();
    Ok(Submitted { revision: document.revision, fresh: true, document, row: response.row.clone(), court_only })
}

/// Takes away what was given as the note and not submitted, a file or a text: the draft says again what was submitted at the question, or
/// nothing. Like every version of an answer it stays in the history. `seen` is the revision and `stamp` the answer that the page showed. A second
/// click finds the answer put back, and changes nothing.
///
/// # Errors
/// [`Refusal::CoveringNoteStale`] where something was submitted since, or another answer stands there than the page showed;
/// [`Refusal::CoveringNoteFaulty`] where what was submitted cannot be kept any more; [`Error::NotFound`] where the question asks for no note.
pub fn take_away(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    code: &str,
    seen: i32,
    stamp: &Stamp,
) -> Result<save::Written> {
    let note = of_response(ctx, permit)?.ok_or(Error::NotFound)?;
    let nodes = note.questions.iter().filter_map(|index| note.draft.form.nodes.get(*index));
    let node = nodes.into_iter().find(|node| node.code == code).ok_or(Error::NotFound)?;
    let section = note.draft.form.nodes.get(node.section).map(|section| section.code.clone()).ok_or(Error::NotFound)?;
    let place = Place { code: code.to_owned(), instance: String::new() };
    let answer = note.draft.answers.get(&place);
    let stands = answer.map(|answer| answer.body.clone()).unwrap_or_default();
    let body = put_back(note.submitted(code), stands.clone());
    let current = note.draft.stamp(&place);
    if permit.row().revision != seen || (current != *stamp && body != stands) {
        return Err(Refusal::CoveringNoteStale.into());
    }
    let change = Change { place, stamp: current, body, visibility: answer.and_then(|answer| answer.visibility) };
    let section = ctx.permit::<Edit, Section>(&(permit.row().id.clone(), section))?;
    let written = save::save(ctx, &section, std::slice::from_ref(&change))?;
    is_kept(&written)?;
    Ok(written)
}

/// What stands, with what was submitted as the note in its place. The comment is no part of the note, and a reason counts only where it was declined.
fn put_back(submitted: Option<&DocumentAnswer>, mut stands: Body) -> Body {
    stands.value = submitted.map(|answer| answer.value.clone()).unwrap_or_default();
    let declined = submitted.filter(|answer| answer.declined);
    stands.declined = declined.is_some();
    if let Some(declined) = declined {
        stands.reason.clone_from(&declined.reason);
    }
    stands
}

/// Whether the one answer that was saved stands in the draft now.
fn is_kept(written: &save::Written) -> Result<()> {
    match written.saved.first() {
        Some(Saved::Unchanged | Saved::Written) => Ok(()),
        Some(Saved::Rival(_)) | None => Err(Refusal::CoveringNoteStale.into()),
        Some(Saved::Faulty(_)) => Err(Refusal::CoveringNoteFaulty.into()),
    }
}

/// The note was submitted by the same person from the same page: the receipt once more. Whatever else was submitted meanwhile is to be seen.
fn second_click(ctx: &mut Ctx<'_>, response: &Response, note: &CoveringNote, seen: i32) -> Result<Submitted> {
    let (row, _) = revision::latest(ctx, response)?;
    let same_person = ctx.actor().person().is_some_and(|person| person.account == row.submitted_by);
    if row.number == seen + 1 && note.document.reason == REASON && same_person {
        return submit::repeated(ctx, response);
    }
    Err(Refusal::CoveringNoteStale.into())
}

/// Writes the texts into the draft, and sees that the files are those that were shown.
fn into_draft(ctx: &mut Ctx<'_>, response: &Response, note: &CoveringNote, given: &[Change]) -> Result<()> {
    let form = note.draft.form.clone();
    for node in note.questions.iter().filter_map(|index| form.nodes.get(*index)) {
        let place = Place { code: node.code.clone(), instance: String::new() };
        let change = given.iter().find(|change| change.place == place).ok_or(Refusal::CoveringNoteStale)?;
        if note.draft.stamp(&place) != change.stamp {
            return Err(Refusal::CoveringNoteStale.into());
        }
        if node.kind == Kind::File {
            continue;
        }
        let section = form.nodes.get(node.section).map(|section| section.code.clone()).ok_or(Error::NotFound)?;
        let answer = note.draft.answers.get(&place);
        let mut body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
        body.value.clone_from(&change.body.value);
        body.declined &= body.value.is_empty();
        let visibility = answer.and_then(|answer| answer.visibility);
        let change = Change { body, visibility, ..change.clone() };
        let section = ctx.permit::<Edit, Section>(&(response.id.clone(), section))?;
        is_kept(&save::save(ctx, &section, std::slice::from_ref(&change))?)?;
    }
    Ok(())
}
