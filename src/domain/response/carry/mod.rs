//! Last year's answers: carried over when a response is begun, then confirmed or changed, each by somebody. A text that nobody confirms keeps
//! its age through any number of years, and with it the question that it was an answer to.

mod differences;
pub mod files;
mod plan;
mod shut;

use std::sync::Arc;

pub use self::differences::{Became, Compared, Difference, Differences, SectionDifferences, differences};
pub use self::files::FileToCarry;
use self::plan::Forms;
use super::document::{Document, DocumentAnswer};
use super::draft::{self, Changed, Draft};
use super::history;
use super::model::{Body, Carried, Response, ResponseRow, Section, Stamp, Standing};
use super::revision::{self, RevisionRow};
use super::save;
use super::store;
use super::store::carried;
use crate::domain::access::{Act, Edit, Permit, Read};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::questionnaire::{self, Evaluation, Form, Place, Purpose, Reworded, reworded};

/// The choice of a question of the purpose `response_kind` by which submitting confirms what was carried over.
const CONFIRM: &str = "confirm";

/// How the record of a confirmation names what was confirmed: the code and the entry of each, and the year from which it was carried over.
pub(super) const CONFIRMED: &str = "places";

/// How the record of a beginning names the year whose response did not open.
pub(super) const NOT_CARRIED: &str = "not_carried";

/// What a State submitted before, as this year's response is compared with it.
pub struct LastYear {
    pub year: i32,
    pub form: Arc<Form>,
    pub document: Arc<Document>,
}

impl LastYear {
    /// What was answered at a place.
    pub fn answer(&self, place: &Place) -> Option<&DocumentAnswer> {
        self.document.answers.iter().find(|answer| answer.code == place.code && answer.entry == place.instance)
    }
}

/// An answer of a document as what a person gave.
pub fn body_of(answer: &DocumentAnswer) -> Body {
    Body {
        value: answer.value.clone(),
        comment: answer.comment.clone(),
        declined: answer.declined,
        reason: answer.reason.clone(),
    }
}

/// What became of an earlier response in a draft that was just begun.
pub(super) enum CarriedOver {
    /// The State has responded in no year before, or that was destroyed.
    Nothing,
    /// The response of this year does not open: its State begins without it.
    Shut { year: i32 },
    From {
        /// From the response of this year.
        year: i32,
        answers: usize,
        /// What is still to be copied, because that takes longer than a unit of work may.
        files: Vec<FileToCarry>,
        /// The files cannot be copied: their key is not there.
        files_shut: bool,
    },
}

/// Writes into a draft that was just begun what its State answered in the latest year before: by whoever begins. What of that does not open is left,
/// and logged: no State is kept from responding by what became of an earlier response.
pub(super) fn into_draft(ctx: &mut Ctx<'_>, row: &ResponseRow, year: i32) -> Result<CarriedOver> {
    let Some((origin, from)) = carried::origin(ctx, &row.state_id, year, row.begun_at)? else {
        return Ok(CarriedOver::Nothing);
    };
    let Some((revision, document, old)) = shut::for_good(opened(ctx, &origin), |error| {
        let response = &origin.id;
        tracing::error!(%response, year = from, %error, "an earlier response does not open: nothing of it is carried over");
    })?
    else {
        return Ok(CarriedOver::Shut { year: from });
    };
    let new = questionnaire::compiled(ctx, &row.form_hash)?;
    let chosen = carried::choices_at(ctx, &origin, revision.submitted_at)?;
    let forms = Forms { old: &old, new: &new, document: &document, chosen: &chosen };
    let plan = forms.plan(&draft::clock(ctx.now()));
    for entry in &plan.entries {
        store::insert_entry(ctx, row, entry)?;
    }
    for (place, visibility) in &plan.choices {
        store::put_answer(ctx, row, place, None, &Body::default(), Some(*visibility), &row.begun_by)?;
    }
    // Who reads a file that is an answer stands there before the file does, or without it: what hangs on it must not be read by more.
    for answer in &plan.files {
        if answer.visibility.is_some() {
            store::put_answer(ctx, row, &answer.place, None, &Body::default(), answer.visibility, &row.begun_by)?;
        }
    }
    for answer in &plan.answers {
        store::put_answer(ctx, row, &answer.place, None, &answer.body, answer.visibility, &row.begun_by)?;
        carried::insert(ctx, row, &answer.place, answer.year, &answer.form)?;
    }
    let answers = plan.answers.len();
    let files = shut::for_good(files::to_carry(ctx, row, &origin, plan), |error| {
        let response = &origin.id;
        tracing::error!(%response, year = from, %error, "the files of an earlier response do not open: none is carried over");
    })?;
    let files_shut = files.is_none();
    Ok(CarriedOver::From { year: from, answers, files: files.unwrap_or_default(), files_shut })
}

/// The latest that was submitted of an earlier response, with the form on which it was given.
fn opened(ctx: &mut Ctx<'_>, origin: &ResponseRow) -> Result<(RevisionRow, Arc<Document>, Arc<Form>)> {
    let (revision, document) = revision::latest(ctx, origin)?;
    let form = questionnaire::compiled(ctx, &document.form)?;
    Ok((revision, document, form))
}

/// What this year's response is compared with, for who may see the section; nothing where the State has not responded before, where that
/// was destroyed, or where it does not open, which the page of the differences says.
///
/// # Errors
/// When the database fails.
pub fn last_year<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>) -> Result<Option<LastYear>> {
    Ok(match before(ctx, &section.row().response)? {
        Before::There(last) => Some(last),
        Before::Nothing | Before::Shut { .. } => None,
    })
}

/// What there is before a response.
pub(super) enum Before {
    Nothing,
    /// The response of this year does not open.
    Shut {
        year: i32,
    },
    There(LastYear),
}

pub(super) fn before(ctx: &mut Ctx<'_>, response: &Response) -> Result<Before> {
    let origin = carried::origin(ctx, &response.state_id, response.cycle.year, response.begun_at)?;
    let Some((origin, year)) = origin.filter(|(origin, _)| origin.destroyed_at.is_none()) else {
        return Ok(Before::Nothing);
    };
    let opened = revision::latest_document(ctx, &origin).and_then(|document| {
        let form = questionnaire::compiled(ctx, &document.form)?;
        Ok(LastYear { year: document.year, form, document })
    });
    let there = shut::or(opened, |error| {
        let response = &origin.id;
        tracing::warn!(%response, year, %error, "an earlier response does not open: this year's is compared with nothing");
    })?;
    Ok(there.map_or(Before::Shut { year }, Before::There))
}

/// Whether there is something that this year's response can be compared with.
///
/// # Errors
/// As [`last_year`].
pub fn has_before(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<bool> {
    let response = response.row();
    let origin = carried::origin(ctx, &response.state_id, response.cycle.year, response.begun_at)?;
    Ok(origin.is_some_and(|(origin, _)| origin.destroyed_at.is_none()))
}

/// From which year nothing was carried over because its response did not open when this one was begun, for as long as nothing was submitted
/// since. The record of the beginning says so.
///
/// # Errors
/// When the database fails.
pub fn not_carried(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<Option<i32>> {
    let response = response.row();
    if response.revision > 0 {
        return Ok(None);
    }
    let begun = audit::latest(ctx, Action::ResponseBegun, response.id.as_str())?;
    let year = begun.and_then(|begun| begun.detail.get(NOT_CARRIED).and_then(serde_json::Value::as_i64));
    Ok(year.and_then(|year| i32::try_from(year).ok()))
}

impl Draft {
    /// What has changed of the question since the answer at a place was given or confirmed; nothing where none was carried over.
    pub fn reworded(&self, place: &Place) -> Option<Reworded> {
        let carried = self.answers.get(place)?.carried.as_ref()?;
        if carried.form.as_str() == self.form.hash {
            return Some(Reworded::default());
        }
        let (_, new) = self.form.node(&place.code)?;
        let old = self.earlier_form(carried)?;
        let (_, asked) = old.node(&place.code)?;
        Some(reworded((old, asked), (&self.form, new)))
    }

    /// Whether the State chose that its response confirms what it said before, by a choice of this year.
    pub fn is_confirmation(&self, evaluation: &Evaluation) -> bool {
        self.form.nodes.iter().enumerate().filter(|(_, node)| node.purpose == Some(Purpose::ResponseKind)).any(
            |(index, node)| {
                let place = Place { code: node.code.clone(), instance: String::new() };
                let given = self.answers.get(&place).filter(|answer| !answer.is_only_carried());
                let row = evaluation.row(index, "").filter(|row| row.shown && row.value == CONFIRM);
                given.is_some() && row.is_some()
            },
        )
    }

    /// Where an answer was carried over and nobody has looked at it this year, nor does submitting confirm it: from when it is.
    pub fn waits_for_a_look(&self, place: &Place, evaluation: &Evaluation) -> Option<&Carried> {
        self.waits(place, || self.is_confirmation(evaluation))
    }

    fn waits(&self, place: &Place, is_confirmation: impl Fn() -> bool) -> Option<&Carried> {
        let answer = self.answers.get(place).filter(|answer| answer.is_only_carried())?;
        answer.carried.as_ref().filter(|_| !(self.is_unchanged(place) && is_confirmation()))
    }

    /// True where an answer was carried over whose question is what it was.
    pub fn is_unchanged(&self, place: &Place) -> bool {
        self.reworded(place).is_some_and(Reworded::is_nothing)
    }

    /// Where answers are confirmed together: shown, only carried over, their question unchanged.
    pub fn confirmable(&self, evaluation: &Evaluation) -> Vec<Place> {
        self.answers.keys().filter(|place| is_offered(self, place, evaluation)).cloned().collect()
    }

    /// What holds submission back because it was only carried over, in the order of the form.
    pub fn only_carried(&self, evaluation: &Evaluation) -> Vec<Place> {
        // Asked of the whole form, so once and not for each answer.
        let is_confirmation = self.is_confirmation(evaluation);
        let asked = evaluation.rows().filter(|row| row.shown && row.required && !row.entry);
        asked
            .filter_map(|row| {
                let node = self.form.nodes.get(row.node)?;
                Some(Place { code: node.code.clone(), instance: row.instance.clone() })
            })
            .filter(|place| self.waits(place, || is_confirmation).is_some())
            .collect()
    }
}

/// What confirming several answers came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirming {
    pub confirmed: usize,
    /// They say something else than the page showed, because a colleague saved meanwhile.
    pub stale: usize,
}

/// Confirms one answer that was carried over, whatever became of its question. `seen` is the stamp of the text that was shown: what a
/// colleague changed meanwhile is not confirmed.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question in the section.
pub fn confirm(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, seen: &Stamp) -> Result<Confirming> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    if history::is_removed(ctx, &draft, section, place)? {
        return Err(Refusal::EntryRemoved.into());
    }
    save::node_of::<Edit>(ctx, &draft, section, place)?;
    let mut done = Confirming { confirmed: 0, stale: 0 };
    if draft.stamp(place) != *seen {
        done.stale = 1;
    } else if draft.answers.get(place).is_some_and(super::Answer::is_only_carried) {
        settle(ctx, &section.response, &draft, Some(&section.code), std::slice::from_ref(place))?;
        store::touch(ctx, &section.response)?;
        done.confirmed = 1;
    }
    Ok(done)
}

/// Confirms what was carried over in a section and shown as it stands, where the question is what it was.
///
/// # Errors
/// When the database fails.
pub fn confirm_unchanged(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    seen: &[(Place, Stamp)],
) -> Result<Confirming> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let evaluation = draft.evaluation(ctx.now());
    let (mut places, mut stale) = (Vec::new(), 0);
    for (place, stamp) in seen {
        let here = save::node_of::<Edit>(ctx, &draft, section, place).is_ok();
        if !here || !is_offered(&draft, place, &evaluation) {
            continue;
        }
        if draft.stamp(place) == *stamp {
            places.push(place.clone());
        } else {
            stale += 1;
        }
    }
    if !places.is_empty() {
        settle(ctx, &section.response, &draft, Some(&section.code), &places)?;
        store::touch(ctx, &section.response)?;
    }
    Ok(Confirming { confirmed: places.len(), stale })
}

/// True where an answer is one of those that are confirmed together: shown, only carried, its question unchanged.
pub fn is_offered(draft: &Draft, place: &Place, evaluation: &Evaluation) -> bool {
    let index = draft.form.by_code.get(&place.code).copied();
    let row = index.and_then(|index| evaluation.row(index, &place.instance));
    row.is_some_and(|row| row.shown)
        && draft.answers.get(place).is_some_and(super::Answer::is_only_carried)
        && draft.is_unchanged(place)
}

/// Confirms, because the State submits a confirmation, everything that is shown and was only carried, where the question is what it was, as far
/// as it is submitted. The draft as it stands then.
pub(super) fn by_submitting(
    ctx: &mut Ctx<'_>,
    response: &Response,
    draft: Arc<Draft>,
    is_submitted: impl Fn(&Place) -> bool,
) -> Result<Arc<Draft>> {
    let evaluation = draft.evaluation(ctx.now());
    if !draft.is_confirmation(&evaluation) {
        return Ok(draft);
    }
    let mut places = draft.confirmable(&evaluation);
    places.retain(is_submitted);
    if places.is_empty() {
        return Ok(draft);
    }
    settle(ctx, response, &draft, None, &places)?;
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let mut changed = Changed::default();
    for place in places {
        let Some(mut answer) = draft.answers.get(&place).cloned() else { continue };
        if let Some(carried) = &mut answer.carried {
            carried.standing = Standing::Confirmed;
            (carried.settled_by, carried.settled_at) = (Some(person.account.clone()), Some(ctx.now()));
        }
        changed.answers.push((place, answer));
    }
    Ok(Arc::new(draft.after(Some(&person), changed)))
}

/// Settles that these still hold, and records which: the history of an answer tells it, also where the answer is changed later.
fn settle(
    ctx: &mut Ctx<'_>,
    response: &Response,
    draft: &Draft,
    section: Option<&str>,
    places: &[Place],
) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    for place in places {
        carried::settle(ctx, response, place, Standing::Confirmed, &by)?;
    }
    let year = |place| draft.answers.get(place).and_then(|answer| answer.carried.as_ref()).map(|carried| carried.year);
    let named: Vec<_> = places.iter().map(|place| (&place.code, &place.instance, year(place))).collect();
    let mut detail = serde_json::json!({"confirmed": places.len(), CONFIRMED: named});
    if let (Some(section), Some(fields)) = (section, detail.as_object_mut()) {
        fields.insert("section".to_owned(), section.into());
    }
    audit::record(ctx, Action::AnswersConfirmed, &response.id, Some(&response.state_id), &detail)
}
