//! A draft, opened: its form, answers, entries, rival texts and files, and what the rules of the form make of them.
//!
//! Opening a draft means reading and unsealing some two hundred rows, so the latest opened one is kept in memory with its response's
//! version: the version is read from the database each time, and grows with every change.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::assign::Assigned;
use super::model::{Answer, Carried, FileFacts, Response, Rival, Stamp};
use super::sight::Sight;
use super::store;
use crate::domain::access::{Act, Permit, Read};
use crate::domain::actor::Person;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::identity;
use crate::domain::ids::{AccountId, AttachmentId, FormHash, ResponseId};
use crate::domain::questionnaire::{self, Clock, Evaluation, Form, Given, Instance, Place, Values, Visibility};
use crate::domain::time::Instant as Moment;

/// Most bytes of opened drafts that are kept in memory.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// A draft that was opened, with its version: of an older one nothing is asked any more. Nothing stands there while it is changed in its place.
type Kept = (i32, Option<Arc<Draft>>);

static OPENED: LazyLock<Cache<ResponseId, Kept, BySize>> =
    LazyLock::new(|| Cache::with_weighter(64, KEPT_BYTES, BySize));

#[derive(Clone)]
struct BySize;

impl Weighter<ResponseId, Kept> for BySize {
    fn weight(&self, _: &ResponseId, (_, draft): &Kept) -> u64 {
        draft.as_ref().map_or(1, |draft| draft.weight)
    }
}

/// A draft as it stands.
pub struct Draft {
    pub form: Arc<Form>,
    pub answers: HashMap<Place, Answer>,
    pub entries: Vec<Instance>,
    pub rivals: Vec<Rival>,
    /// Every file that was given, also those that stand nowhere any more.
    pub files: HashMap<AttachmentId, FileFacts>,
    /// What stands beside each answer, in the order in which it came.
    attached: HashMap<Place, Vec<AttachmentId>>,
    /// Names of those who changed an answer.
    pub names: HashMap<AccountId, String>,
    /// The forms of earlier years on which answers were given that were carried over.
    earlier: HashMap<FormHash, Arc<Form>>,
    values: Values,
    weight: u64,
    evaluated: Mutex<Option<Evaluated>>,
}

/// What the rules made of a draft, or of the one before it.
#[derive(Clone)]
struct Evaluated {
    /// Rules may ask for today's date, so what they decide holds for one day.
    day: jiff::civil::Date,
    evaluation: Arc<Evaluation>,
    /// Where answers have changed since.
    changed: Vec<Place>,
}

impl Draft {
    /// What the form's rules decide, by the day in The Hague.
    pub fn evaluation(&self, now: Moment) -> Arc<Evaluation> {
        let day = now.in_the_hague().date();
        let kept = self.evaluated().filter(|kept| kept.day == day);
        let evaluation = match kept {
            Some(kept) if kept.changed.is_empty() => return kept.evaluation,
            Some(Evaluated { evaluation, changed, .. }) => {
                questionnaire::evaluate_again(&self.form, &evaluation, &self.values, &clock(now), &changed)
            }
            None => questionnaire::evaluate(&self.form, &self.values, &clock(now)),
        };
        let evaluation = Arc::new(evaluation);
        if let Ok(mut kept) = self.evaluated.lock() {
            *kept = Some(Evaluated { day, evaluation: evaluation.clone(), changed: Vec::new() });
        }
        evaluation
    }

    fn evaluated(&self) -> Option<Evaluated> {
        self.evaluated.lock().ok().and_then(|kept| kept.clone())
    }

    /// The stamp that a page carries for the answer at `place`.
    pub fn stamp(&self, place: &Place) -> Stamp {
        self.answers.get(place).map_or_else(Stamp::of_nothing, |answer| answer.stamp.clone())
    }

    /// The files beside the answer at `place`, in the order in which they came.
    pub fn attached(&self, place: &Place) -> impl Iterator<Item = (&AttachmentId, &FileFacts)> {
        self.attached.get(place).into_iter().flatten().filter_map(|id| self.files.get_key_value(id))
    }

    /// Where files stand beside an answer.
    pub(super) fn places_with_files(&self) -> impl Iterator<Item = &Place> {
        self.attached.keys()
    }

    /// The form that a carried answer was given or confirmed on.
    pub fn earlier_form(&self, carried: &Carried) -> Option<&Form> {
        self.earlier.get(&carried.form).map(AsRef::as_ref)
    }

    /// The values that the rules see.
    pub fn values(&self) -> &Values {
        &self.values
    }
}

/// Opens the draft of a response that may be read.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn open<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Arc<Draft>> {
    of(ctx, response.row())
}

/// Opens the draft around a section that may be read.
///
/// # Errors
/// As [`open`].
pub fn around<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, super::Section>) -> Result<Arc<Draft>> {
    of(ctx, &section.row().response)
}

pub(super) fn of(ctx: &mut Ctx<'_>, response: &Response) -> Result<Arc<Draft>> {
    response.is_there()?;
    if let Some((version, Some(draft))) = OPENED.get(&response.id)
        && version == response.version
    {
        return Ok(draft);
    }
    let draft = Arc::new(read(ctx, response)?);
    if !ctx.writes {
        keep(response, &draft);
    }
    Ok(draft)
}

/// Keeps a draft that was read in a unit of work which is committed by now. It takes the place of whatever is kept, also of a later version: a
/// database may have lost what was last committed.
fn keep(response: &Response, draft: &Arc<Draft>) {
    OPENED.insert(response.id.clone(), (response.version, Some(draft.clone())));
}

/// A draft after what a committed unit of work has changed in it, which is kept. Where nobody else reads it meanwhile it is changed in its place:
/// to copy two hundred answers is a sixth of what a save costs.
pub(super) fn go_on(response: &Response, draft: Arc<Draft>, by: Option<&Person>, changed: Changed) -> Arc<Draft> {
    // Its place stays, so that what is worked on is not the first that is thrown out.
    OPENED.insert(response.id.clone(), (response.version, None));
    let after = match Arc::try_unwrap(draft) {
        Ok(mut own) => {
            own.change(by, changed);
            own
        }
        Err(shared) => shared.after(by, changed),
    };
    let after = Arc::new(after);
    keep(response, &after);
    after
}

/// Reads a draft past what is kept: inside a unit of work that has changed it.
fn read(ctx: &mut Ctx<'_>, response: &Response) -> Result<Draft> {
    let form = questionnaire::compiled(ctx, &response.form_hash)?;
    let answers: HashMap<Place, Answer> = store::answers(ctx, response)?.into_iter().collect();
    let entries = store::entries(ctx, response)?;
    let rivals = store::rivals(ctx, response)?;
    let mut files = HashMap::new();
    let mut attached: HashMap<Place, Vec<AttachmentId>> = HashMap::new();
    for file in store::files::of_response(ctx, response)? {
        if file.attached && file.removed.is_none() {
            attached.entry(file.place).or_default().push(file.id.clone());
        }
        files.insert(file.id, file.facts);
    }
    let mut names = HashMap::new();
    let people = answers.values().map(|answer| &answer.changed_by).chain(rivals.iter().map(|rival| &rival.written_by));
    let settled = answers.values().filter_map(|answer| answer.carried.as_ref()?.settled_by.as_ref());
    for account in people.chain(settled).collect::<HashSet<_>>() {
        names.insert(account.clone(), identity::accounts::name_of(ctx, account)?.unwrap_or_default());
    }
    let mut earlier = HashMap::new();
    for hash in answers.values().filter_map(|answer| Some(&answer.carried.as_ref()?.form)).collect::<HashSet<_>>() {
        earlier.insert(hash.clone(), questionnaire::compiled(ctx, hash)?);
    }
    Ok(Draft::new(Parts { form, answers, entries, rivals, files, attached, names, earlier }))
}

/// What one unit of work changed in a draft.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) answers: Vec<(Place, Answer)>,
    pub(super) rivals: Vec<Rival>,
}

impl Changed {
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.rivals.is_empty()
    }
}

/// A draft before anything is worked out.
struct Parts {
    form: Arc<Form>,
    answers: HashMap<Place, Answer>,
    entries: Vec<Instance>,
    rivals: Vec<Rival>,
    files: HashMap<AttachmentId, FileFacts>,
    attached: HashMap<Place, Vec<AttachmentId>>,
    names: HashMap<AccountId, String>,
    earlier: HashMap<FormHash, Arc<Form>>,
}

impl Draft {
    fn new(parts: Parts) -> Self {
        let Parts { form, answers, entries, rivals, files, attached, names, earlier } = parts;
        let given = answers.iter().map(|(place, answer)| (place.clone(), as_given(answer))).collect();
        let values = Values::new(given, entries.clone());
        let known = u64::try_from(files.len()).unwrap_or(u64::MAX / 1024) * 1024;
        let weight = answers.iter().map(|(place, answer)| weigh(place, answer)).sum::<u64>() + known + 4096;
        let evaluated = Mutex::new(None);
        Draft { form, answers, entries, rivals, files, attached, names, earlier, values, weight, evaluated }
    }

    /// This draft after a change by a person: a save changes one answer of two hundred, which need not all be read again.
    pub(super) fn after(&self, by: Option<&Person>, changed: Changed) -> Self {
        let mut after = self.copied();
        after.change(by, changed);
        after
    }

    fn copied(&self) -> Self {
        Draft {
            form: self.form.clone(),
            answers: self.answers.clone(),
            entries: self.entries.clone(),
            rivals: self.rivals.clone(),
            files: self.files.clone(),
            attached: self.attached.clone(),
            names: self.names.clone(),
            earlier: self.earlier.clone(),
            values: self.values.clone(),
            weight: self.weight,
            evaluated: Mutex::new(self.evaluated()),
        }
    }

    fn change(&mut self, by: Option<&Person>, Changed { answers, rivals }: Changed) {
        if let Ok(Some(evaluated)) = self.evaluated.get_mut() {
            evaluated.changed.extend(answers.iter().map(|(place, _)| place.clone()));
        }
        for (place, answer) in answers {
            self.weight += weigh(&place, &answer);
            self.values.answers.insert(place.clone(), as_given(&answer));
            if let Some(before) = self.answers.insert(place.clone(), answer) {
                self.weight = self.weight.saturating_sub(weigh(&place, &before));
            }
        }
        self.rivals.extend(rivals);
        self.names.extend(by.map(|person| (person.account.clone(), person.name.clone())));
    }
}

pub(super) fn as_given(answer: &Answer) -> Given {
    Given { value: answer.body.value.clone(), declined: answer.body.declined, visibility: answer.visibility }
}

fn weigh(place: &Place, answer: &Answer) -> u64 {
    let text = place.code.len() + answer.body.value.len() * 2 + answer.body.comment.len() + answer.body.reason.len();
    u64::try_from(text).unwrap_or(u64::MAX / 1024) + 512
}

/// The clock of the form's rules: the time in The Hague. Names of choices in rules are of the default language.
pub(super) fn clock(now: Moment) -> Clock {
    let here = now.in_the_hague();
    Clock { now: here.datetime(), offset: here.offset(), language: "en".to_owned() }
}

/// Where a State stands with one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub section: usize,
    /// Required questions that are shown, and how many of them are answered or declined.
    pub required: usize,
    pub answered: usize,
    /// Optional questions that are shown and answered.
    pub optional: usize,
    pub faults: usize,
    /// Required answers that were carried over and hold submission back until somebody has looked at them.
    pub only_carried: usize,
    pub assigned: Vec<Assigned>,
    pub last_change: Option<Moment>,
}

/// How far the State is, section by section, as far as it is seen.
///
/// # Errors
/// When the database fails.
pub fn progress(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
    draft: &Draft,
    sight: &Sight,
) -> Result<Vec<Progress>> {
    let own = ctx.actor().person().map(|person| person.account.clone());
    let assigned = store::assignments::assigned(ctx, response.row())?;
    let evaluation = draft.evaluation(ctx.now());
    let mut sections: Vec<Progress> = draft
        .form
        .sections()
        .filter(|(_, node)| sight.sees_section(&node.code))
        .map(|(section, node)| Progress {
            section,
            required: 0,
            answered: 0,
            optional: 0,
            faults: 0,
            only_carried: 0,
            assigned: assigned
                .iter()
                .filter(|has| has.section == node.code)
                .filter(|has| sight.sees_whole(&node.code) || Some(&has.account) == own.as_ref())
                .cloned()
                .collect(),
            last_change: None,
        })
        .collect();
    for row in evaluation.rows().filter(|row| row.shown) {
        let Some(node) = draft.form.nodes.get(row.node) else { continue };
        let Some(section) = sections.iter_mut().find(|section| section.section == node.section) else { continue };
        if row.entry || !sight.sees(&draft.form, &node.code) {
            continue;
        }
        let place = Place { code: node.code.clone(), instance: row.instance.clone() };
        let answer = draft.answers.get(&place);
        let given = answer.is_some_and(|answer| !answer.body.value.is_empty() || answer.body.declined)
            || (node.kind == questionnaire::Kind::Repeat && row.faults.is_empty());
        section.faults += row.faults.len();
        let waits = row.required && draft.waits_for_a_look(&place, &evaluation).is_some();
        section.only_carried += usize::from(waits);
        section.required += usize::from(row.required);
        section.answered += usize::from(row.required && given);
        section.optional += usize::from(!row.required && given && node.kind.takes_answer());
        section.last_change = section.last_change.max(answer.map(|answer| answer.changed_at));
    }
    Ok(sections)
}

/// The visibility that the page offers: what was chosen, or the question's default.
pub fn chosen_visibility(draft: &Draft, place: &Place) -> Option<Visibility> {
    draft.answers.get(place).and_then(|answer| answer.visibility)
}
