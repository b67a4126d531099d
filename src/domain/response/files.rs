//! Files given as answers and beside them: PDF, DOCX, XLSX, PNG, JPEG and age, known by their structure and not by their name. The content lies sealed
//! in the store of files under a name that is made here; the row beside it holds what is known of it, sealed as well.

use std::sync::Arc;

use super::attached;
use super::description::Description;
use super::draft::{self, Draft};
use super::kinds::kind_of;
use super::model::{Body, Change, FileFacts, Section, Stamp};
use super::save::{self, Saved};
use super::sight;
use super::store;
use crate::domain::access::{Edit, Facts, Permit, Read, Resource, Share, is_of};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AttachmentId, CycleId, ResponseId, StateId};
use crate::domain::line::OneLine;
use crate::domain::questionnaire::{Kind, Place};
use crate::domain::seal::{Sealer, sha256_hex};
use crate::domain::vault::{self, Purpose};

/// Most bytes of one file.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A file as the policy knows it.
pub struct Attachment {
    pub id: AttachmentId,
    pub state: StateId,
    pub response: ResponseId,
    pub cycle: CycleId,
    pub code: String,
    pub court_only: bool,
    share: Share,
    submitted: bool,
    published: bool,
}

impl Resource for Attachment {
    type Id = AttachmentId;

    fn load(ctx: &mut Ctx<'_>, id: &AttachmentId) -> Result<Option<Self>> {
        let Some((state, response, cycle, code, submitted, court_only, published)) = store::files::by_id(ctx, id)?
        else {
            return Ok(None);
        };
        let share = match is_of(ctx.actor(), &state) {
            true => sight::share_at(ctx, &response, &code)?,
            false => Share::Nothing,
        };
        let id = id.clone();
        Ok(Some(Attachment { id, state, response, cycle, code, court_only, share, submitted, published }))
    }

    fn facts(&self) -> Facts {
        let (share, submitted, published) = (self.share, self.submitted, self.published);
        Facts::Attachment { state: self.state.clone(), share, submitted, published }
    }
}

/// A file that was looked at and may be kept.
pub struct Checked {
    pub facts: FileFacts,
    pub bytes: Vec<u8>,
}

/// Looks at a file: its kind by its structure, its size, its name.
///
/// # Errors
/// A refusal that says what is wrong with it.
pub fn check(name: &str, bytes: Vec<u8>) -> Result<Checked, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::FileEmpty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::FileTooLarge { megabytes: MOST_BYTES / 1024 / 1024 });
    }
    let (media_type, ending) = kind_of(&bytes)?;
    let facts = FileFacts {
        name: kept_name(name, ending)?,
        media_type: media_type.to_owned(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: sha256_hex(&bytes),
        description: Description::default(),
    };
    Ok(Checked { facts, bytes })
}

/// The name shown to readers: the last part of what was given, one line, with the ending of what the file really is.
fn kept_name(name: &str, ending: &str) -> Result<String, Refusal> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let stem: String = stem.chars().take(120).collect();
    let stem = OneLine::new(&stem).ok_or(Refusal::FileNameBad)?;
    let plain = stem.as_str().chars().all(|c| !matches!(c, '<' | '>' | '"' | '|' | '?' | '*' | ':'));
    if plain { Ok(format!("{}.{ending}", stem.as_str())) } else { Err(Refusal::FileNameBad) }
}

/// The file question at a place of a section, by its index in the form.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or the actor does not see it.
pub fn question(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place) -> Result<usize> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let node = save::node_of::<Edit>(ctx, &draft, section, place)?;
    let found = draft.form.node(&place.code).filter(|_| node.kind == Kind::File);
    found.map(|(index, _)| index).ok_or(Error::NotFound)
}

/// What a file is given as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum As {
    /// As the answer to a file question, over what the page showed.
    Answer(Stamp),
    /// Beside the answer.
    Attached,
}

/// What became of a file that was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    Answer(Saved),
    Attached,
    /// The same file, by content and name, stands there already: nothing was written, and its content is not needed.
    There,
}

/// Makes room for a file at a place of the section: its id, and the sealer of its content. Nothing where the same file stands there already, as
/// after a second click.
///
/// # Errors
/// [`Error::NotFound`] where no such file can be given there; a refusal where there is no room for it.
pub fn prepare(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    given: &As,
    facts: &FileFacts,
) -> Result<Option<(AttachmentId, Arc<Sealer>)>> {
    let response = &section.row().response;
    response.is_there()?;
    match given {
        As::Answer(_) => {
            question(ctx, section, place)?;
            if is_the_answer(&*draft::around(ctx, section)?, place, facts) {
                return Ok(None);
            }
        }
        As::Attached if attached::is_there(ctx, section, place, facts)? => return Ok(None),
        As::Attached => {}
    }
    let sealer = vault::sealer(ctx, Purpose::Files(&response.state_id, &response.cycle_id))?;
    Ok(Some((ctx.new_id(), sealer)))
}

/// True where the answer at a place is this very file, with all that is said of it, and not only carried over: to give it once more changes nothing.
fn is_the_answer(draft: &Draft, place: &Place, facts: &FileFacts) -> bool {
    let answer = draft.answers.get(place).filter(|answer| !answer.is_only_carried() && !answer.body.declined);
    let file = answer.and_then(|answer| draft.files.get(&answer.body.value.parse::<AttachmentId>().ok()?));
    file.is_some_and(|file| file == facts)
}

/// Notes a file that was written, and gives it as the answer at a place or beside it.
///
/// # Errors
/// As [`prepare`] and [`save::save`].
pub fn keep(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    given: &As,
    id: &AttachmentId,
    facts: &FileFacts,
) -> Result<Kept> {
    let As::Answer(stamp) = given else {
        let fresh = attached::attach(ctx, section, id, place, facts)?;
        return Ok(if fresh { Kept::Attached } else { Kept::There });
    };
    question(ctx, section, place)?;
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let draft = draft::around(ctx, section)?;
    if is_the_answer(&draft, place, facts) {
        return Ok(Kept::There);
    }
    let answer = draft.answers.get(place);
    let visibility = answer.and_then(|answer| answer.visibility);
    let body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
    let body = Body { value: id.to_string(), ..body };
    let now = ctx.now();
    store::files::insert(ctx, &section.row().response, id, place, facts, false, (&by, now))?;
    let change = Change { place: place.clone(), stamp: stamp.clone(), body, visibility };
    let saved = save::save(ctx, section, std::slice::from_ref(&change))?;
    Ok(Kept::Answer(saved.saved.into_iter().next().ok_or(Error::NotFound)?))
}

/// Puts on record that a file was refused because of what the scanner found in it, by the scanner's name for it.
///
/// # Errors
/// When the database fails.
pub fn record_infected(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, found: &str) -> Result<()> {
    let response = &section.row().response;
    let detail = serde_json::json!({"section": section.row().code, "found": found});
    audit::record(ctx, Action::FileInfected, &response.id, Some(&response.state_id), &detail)
}

/// What is needed to hand out a file that may be read: its sealer and what is known of it.
///
/// # Errors
/// When the database fails.
pub fn open(ctx: &mut Ctx<'_>, permit: &Permit<Read, Attachment>) -> Result<(Arc<Sealer>, FileFacts)> {
    let file = permit.row();
    let row = store::by_id(ctx, &file.response)?.ok_or(Error::NotFound)?;
    row.is_there()?;
    let sealer = vault::sealer(ctx, Purpose::Files(&file.state, &file.cycle))?;
    let kept = store::files::of_response(ctx, &row)?.into_iter().find(|kept| kept.id == file.id);
    Ok((sealer, kept.ok_or(Error::NotFound)?.facts))
}
