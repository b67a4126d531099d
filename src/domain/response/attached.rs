//! Files beside answers: a law, a translation, a form of a request. Any answer may have some, also one that is declined or not given yet; none of
//! them is the answer.
//!
//! They are no part of an answer's text: to attach one makes nobody's open page stale, and to save a text touches no file. A file that is taken away
//! keeps its row and its content, so that it can be brought back, and what a revision names stays with the revision.

use std::sync::Arc;

use super::description::Description;
use super::draft::{self, Draft};
use super::history;
use super::model::{FileFacts, Section, Standing};
use super::save;
use super::status;
use super::store;
use super::store::{carried, files};
use crate::domain::access::{Act, Edit, Permit};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, AttachmentId};
use crate::domain::questionnaire::Place;
use crate::domain::time::Instant;

/// Most files beside one answer.
pub const MOST_AT_ANSWER: usize = 20;
/// Most files beside the answers of a response, with those that were taken away: they are kept.
pub const MOST_OF_RESPONSE: usize = 300;

/// Files that were taken away and are listed at most: what is brought back makes room for those before.
const MOST_REMOVED: usize = 50;

/// A file beside an answer, as who works on the draft sees it.
#[derive(Debug, Clone)]
pub struct Attached {
    pub id: AttachmentId,
    pub facts: FileFacts,
    /// Who attached it: the name stays when the account has ended.
    pub by: String,
    pub at: Instant,
    /// Who took it away, and when.
    pub removed: Option<(String, Instant)>,
}

/// The files beside an answer.
pub struct Beside {
    pub draft: Arc<Draft>,
    /// The question, by its index in the form.
    pub question: usize,
    /// What stands there, in the order in which it came.
    pub there: Vec<Attached>,
    /// What was taken away and can be brought back, the latest first.
    pub removed: Vec<Attached>,
}

/// The files beside the answer at a place of a section.
///
/// # Errors
/// [`Error::NotFound`] where no answer can be given there, or the actor does not see the question.
pub fn at<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>, place: &Place) -> Result<Beside> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let question = question::<A>(ctx, section, &draft, place)?;
    let mut kept = files::of_response(ctx, &section.response)?;
    kept.retain(|file| file.attached && &file.place == place);
    let people = kept.iter().flat_map(|file| [Some(&file.by), file.removed.as_ref().map(|(by, _)| by)]);
    let names = history::names(ctx, people.flatten())?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let shown = kept.into_iter().map(|file| Attached {
        by: name(&file.by),
        removed: file.removed.as_ref().map(|(by, at)| (name(by), *at)),
        id: file.id,
        facts: file.facts,
        at: file.at,
    });
    let (there, mut removed): (Vec<Attached>, Vec<Attached>) = shown.partition(|file| file.removed.is_none());
    removed.sort_by_key(|file| std::cmp::Reverse(file.removed.as_ref().map(|(_, at)| *at)));
    removed.truncate(MOST_REMOVED);
    Ok(Beside { draft, question, there, removed })
}

/// The question at a place of a section, if an answer can be given there and the actor may do this with it.
fn question<A: Act>(ctx: &Ctx<'_>, section: &Section, draft: &Draft, place: &Place) -> Result<usize> {
    let takes_files = save::node_of::<A>(ctx, draft, section, place)?.kind.takes_answer();
    let found = draft.form.node(&place.code).filter(|_| takes_files);
    found.map(|(index, _)| index).ok_or(Error::NotFound)
}

/// Sees whether a file can stand beside an answer at a place of a section.
///
/// # Errors
/// As [`at`].
pub(super) fn takes_files<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>, place: &Place) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let question = question::<A>(ctx, section, &draft, place)?;
    is_open(ctx, &draft, question, place)
}

/// What the form's rules let nobody change takes no further file either.
fn is_open(ctx: &Ctx<'_>, draft: &Draft, question: usize, place: &Place) -> Result<()> {
    let evaluation = draft.evaluation(ctx.now());
    let fixed = evaluation.row(question, &place.instance).is_some_and(|row| row.read_only);
    if fixed { Err(Error::NotFound) } else { Ok(()) }
}

/// Whether a file of this content and name stands beside the answer already; a refusal where there is no room for it.
///
/// # Errors
/// [`Refusal::FilesAtAnswer`], [`Refusal::FilesOfResponse`]; [`Error::NotFound`] as in [`at`].
pub fn is_there(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, facts: &FileFacts) -> Result<bool> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let question = question::<Edit>(ctx, section, &draft, place)?;
    is_open(ctx, &draft, question, place)?;
    let kept = files::of_response(ctx, &section.response)?;
    let here = kept.iter().filter(|file| stands(file, place));
    if here.clone().any(|file| file.facts.sha256 == facts.sha256 && file.facts.name == facts.name) {
        return Ok(true);
    }
    has_room(here.count())?;
    if kept.iter().filter(|file| file.attached).count() >= MOST_OF_RESPONSE {
        return Err(Refusal::FilesOfResponse { max: MOST_OF_RESPONSE }.into());
    }
    Ok(false)
}

fn stands(file: &files::Kept, place: &Place) -> bool {
    file.attached && file.removed.is_none() && &file.place == place
}

fn has_room(there: usize) -> Result<(), Refusal> {
    if there < MOST_AT_ANSWER { Ok(()) } else { Err(Refusal::FilesAtAnswer { max: MOST_AT_ANSWER }) }
}

/// Notes a file, whose content was written, beside the answer at a place. False where the same one, by content and name, stands there already:
/// a second click, or a colleague's.
///
/// # Errors
/// As [`is_there`].
pub(super) fn attach(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    id: &AttachmentId,
    place: &Place,
    facts: &FileFacts,
) -> Result<bool> {
    if is_there(ctx, section, place, facts)? {
        return Ok(false);
    }
    let section = section.row();
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let now = ctx.now();
    files::insert(ctx, &section.response, id, place, facts, true, (&by, now))?;
    after(ctx, section, place, id, Action::FileAttached)?;
    Ok(true)
}

/// Says otherwise what a file is called, in which language it is, and whether it is a translation: of one beside the answer, or of the one that
/// is the answer. `seen` is the mark of what the page showed of it: where something else is said meanwhile, nothing is written.
///
/// # Errors
/// [`Refusal::FileGone`] where it was taken away meanwhile, [`Refusal::FileDescribed`] where a colleague was faster; [`Error::NotFound`] where no such file ever was there.
pub fn describe(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    id: &AttachmentId,
    (seen, description): (&str, &Description),
) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let file = find(ctx, section, &draft, place, id)?;
    let answers = !file.attached && draft.answers.get(place).is_some_and(|answer| answer.body.value == id.as_str());
    if !(answers || stands(&file, place)) {
        return Err(Refusal::FileGone.into());
    }
    if file.facts.description == *description {
        return Ok(());
    }
    if file.facts.description.mark() != seen {
        return Err(Refusal::FileDescribed.into());
    }
    let facts = FileFacts { description: description.clone(), ..file.facts };
    files::set_facts(ctx, &section.response, id, &facts)?;
    after(ctx, section, place, id, Action::FileDescribed)
}

/// Takes a file away from the answer that it stands beside. It is kept, and can be brought back.
///
/// # Errors
/// [`Error::NotFound`] where no such file is beside the answer.
pub fn remove(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, id: &AttachmentId) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let file = find(ctx, section, &draft, place, id)?;
    if !file.attached {
        return Err(Error::NotFound);
    }
    if file.removed.is_some() {
        return Ok(());
    }
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    files::set_removed(ctx, &section.response, id, Some(&by))?;
    after(ctx, section, place, id, Action::FileRemoved)
}

/// Brings a file back that was taken away.
///
/// # Errors
/// [`Refusal::FilesAtAnswer`] where there is no room for it any more; [`Error::NotFound`] as in [`remove`].
pub fn bring_back(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, id: &AttachmentId) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let file = find(ctx, section, &draft, place, id)?;
    if !file.attached {
        return Err(Error::NotFound);
    }
    if file.removed.is_none() {
        return Ok(());
    }
    has_room(draft.attached(place).count())?;
    files::set_removed(ctx, &section.response, id, None)?;
    after(ctx, section, place, id, Action::FileBroughtBack)
}

fn find(ctx: &mut Ctx<'_>, section: &Section, draft: &Draft, place: &Place, id: &AttachmentId) -> Result<files::Kept> {
    question::<Edit>(ctx, section, draft, place)?;
    let kept = files::of_response(ctx, &section.response)?;
    kept.into_iter().find(|file| &file.id == id && &file.place == place).ok_or(Error::NotFound)
}

/// What follows from a change: last year's answer is not what it was, the section is back in work, the draft is read again, and it is recorded.
fn after(ctx: &mut Ctx<'_>, section: &Section, place: &Place, id: &AttachmentId, action: Action) -> Result<()> {
    let response = &section.response;
    let draft = draft::of(ctx, response)?;
    let carried_over = draft.answers.get(place).and_then(|answer| answer.carried.as_ref());
    if carried_over.is_some_and(|carried| carried.standing != Standing::Changed) {
        let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
        carried::settle(ctx, response, place, Standing::Changed, &by)?;
    }
    status::changed(ctx, section)?;
    store::touch(ctx, response)?;
    let detail = serde_json::json!({"section": section.code, "question": place.code, "file": id});
    audit::record(ctx, action, &response.id, Some(&response.state_id), &detail)
}
