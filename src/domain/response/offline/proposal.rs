//! A file that came back: what it says is kept beside the draft and compared with it as often as somebody looks, until it is taken over or discarded. It
//! is for who brought it and for the coordinators.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;

use super::apply::Chosen;
use super::compare::{Access, Compared, Comparison, Now, Side, compare};
use super::read::FileRead;
use super::reference::{Astray, Entries};
use super::store::{self, Choice, Kept};
use super::words::{Terms, Tongue};
use crate::domain::access::{Act, Begin, Edit, Facts, Manage, Permit, Read, Resource, is_of};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, ImportId, ResponseId};
use crate::domain::questionnaire::{Node, Place};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::history;
use crate::domain::response::model::Response;
use crate::domain::response::revision::RevisionRow;
use crate::domain::response::save;
use crate::domain::response::sight::Sight;
use crate::domain::response::store::versions;
use crate::domain::time::Instant;

pub use super::store::Progress;

/// Most files of a response that wait at once.
const MOST_OPEN: usize = 30;
/// After so many seconds nobody takes a file over any more: ninety days.
const KEPT_SECONDS: i64 = 90 * 24 * 3600;

/// A file that came back, as the policy sees it.
#[derive(Debug, Clone)]
pub struct Import {
    pub response: Response,
    pub id: ImportId,
    pub by: AccountId,
    pub at: Instant,
    pub progress: Progress,
    /// Who took it over or discarded it, and when.
    pub settled: Option<(AccountId, Instant)>,
    own: bool,
}

impl Resource for Import {
    type Id = (ResponseId, ImportId);

    fn load(ctx: &mut Ctx<'_>, (response, id): &Self::Id) -> Result<Option<Self>> {
        let Some(response) = Response::load(ctx, response)? else { return Ok(None) };
        // Whether there is such a file is for people of the State to know.
        if !is_of(ctx.actor(), &response.state_id) {
            return Ok(None);
        }
        let Some(row) = store::find(ctx, &response, id)? else { return Ok(None) };
        let own = ctx.actor().person().is_some_and(|person| person.account == row.account_id);
        Ok(Some(Import {
            response,
            id: row.id,
            by: row.account_id,
            at: row.made_at,
            progress: row.progress,
            settled: row.settled_by.zip(row.settled_at),
            own,
        }))
    }

    fn facts(&self) -> Facts {
        Facts::Import { state: self.response.state_id.clone(), open: self.response.open, own: self.own }
    }
}

/// Asks whether the actor may bring a file to a response.
///
/// # Errors
/// As the policy refuses it.
pub fn may_bring(ctx: &Ctx<'_>, response: &Permit<Read, Response>) -> Result<()> {
    let response = response.row();
    ctx.allow::<Begin>(&Facts::Import { state: response.state_id.clone(), open: response.open, own: true })
}

/// Keeps what was read from a file that came back; one that waits already is not kept again.
///
/// # Errors
/// [`Refusal::PaperOfAnotherState`], [`Refusal::PaperOfAnotherYear`] and [`Refusal::PaperUnknown`] where the file was made of another draft,
/// [`Refusal::ImportsFull`]; a refusal by the policy.
pub fn propose(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>, name: &str, file: &FileRead) -> Result<ImportId> {
    may_bring(ctx, response)?;
    let response = response.row();
    let reference = &file.reference;
    if reference.state != response.state_id {
        return Err(Refusal::PaperOfAnotherState.into());
    }
    if reference.year != response.cycle.year {
        return Err(Refusal::PaperOfAnotherYear { year: reference.year }.into());
    }
    if reference.response != response.id || reference.form != response.form_hash {
        return Err(Refusal::PaperUnknown.into());
    }
    let by = me(ctx)?;
    let open = store::open_ones(ctx, response)?;
    // As after a second click: what waits already does not wait twice.
    for row in open.iter().filter(|row| row.account_id == by) {
        if store::content(ctx, response, &row.id)?.is_some_and(|kept| kept.file == *file) {
            return Ok(row.id.clone());
        }
    }
    if open.len() >= MOST_OPEN {
        return Err(Refusal::ImportsFull { max: MOST_OPEN }.into());
    }
    let id: ImportId = ctx.new_id();
    let name = name.chars().filter(|c| !c.is_control()).take(120).collect();
    store::insert(
        ctx,
        response,
        &id,
        &by,
        &Kept { name, file: file.clone(), settled: Vec::new(), choices: Vec::new() },
    )?;
    let detail = json!({ "import": id, "format": file.format, "language": reference.language });
    audit::record(ctx, Action::DraftReturned, &response.id, Some(&response.state_id), &detail)?;
    Ok(id)
}

/// A file that waits, in a list.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: ImportId,
    pub by: String,
    pub at: Instant,
}

/// The files of a response that wait and that the actor may look at, the newest first.
///
/// # Errors
/// When the database fails.
pub fn waiting<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Vec<Waiting>> {
    let response = response.row();
    let own = ctx.actor().person().map(|person| person.account.clone());
    let mut rows = store::open_ones(ctx, response)?;
    rows.retain(|row| {
        let own = Some(&row.account_id) == own.as_ref();
        let facts = Facts::Import { state: response.state_id.clone(), open: response.open, own };
        ctx.allow::<Read>(&facts).is_ok()
    });
    let names = history::names(ctx, rows.iter().map(|row| &row.account_id))?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    Ok(rows.into_iter().map(|row| Waiting { by: name(&row.account_id), id: row.id, at: row.made_at }).collect())
}

/// A file that came back, compared with the draft as it is now.
pub struct Looked {
    /// Its name as it was given; empty where it waits no more.
    pub name: String,
    /// Who brought it, and who took it over or discarded it.
    pub by: String,
    pub settled_by: String,
    /// The tag of its language.
    pub language: String,
    pub format: super::Format,
    pub comparison: Comparison,
    /// The keys between whose texts somebody has chosen.
    pub settled: HashSet<String>,
    /// What was chosen and waits to be taken over, by key: whether it is the file's text.
    pub chosen: HashMap<String, bool>,
    pub draft: Arc<Draft>,
    /// The latest revision of the response, where something was submitted: nothing that is taken over changes it.
    pub submitted: Option<RevisionRow>,
}

/// Looks at a file that came back. `terms` gives the fixed words of a language, by its tag.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn look<A: Act>(
    ctx: &mut Ctx<'_>,
    import: &Permit<A, Import>,
    terms: &dyn Fn(&str) -> Option<Terms>,
) -> Result<Looked> {
    let import = import.row();
    let draft = draft::of(ctx, &import.response)?;
    let people = std::iter::once(&import.by).chain(import.settled.as_ref().map(|(by, _)| by));
    let names = history::names(ctx, people)?;
    let by = names.get(&import.by).cloned().unwrap_or_default();
    let submitted = RevisionRow::of(ctx, &import.response, import.response.revision)?;
    let settled_by = import.settled.as_ref().and_then(|(by, _)| names.get(by)).cloned().unwrap_or_default();
    let Some(kept) = store::content(ctx, &import.response, &import.id)? else {
        let (name, language, comparison) = (String::new(), String::new(), Comparison::default());
        let (format, settled, chosen) = (super::Format::Excel, HashSet::new(), HashMap::new());
        return Ok(Looked { name, by, settled_by, language, format, comparison, settled, chosen, draft, submitted });
    };
    let comparison = compared(ctx, &import.response, &draft, &kept.file, terms)?;
    let chosen = comparison.lines.iter().filter_map(|line| Some((line.key.clone(), kept.chosen(line)?)));
    let chosen = chosen.collect();
    Ok(Looked {
        name: kept.name,
        by,
        settled_by,
        language: kept.file.reference.language.clone(),
        format: kept.file.format,
        comparison,
        settled: kept.settled.into_iter().collect(),
        chosen,
        draft,
        submitted,
    })
}

/// Compares a file with a draft, as the actor sees it.
pub(super) fn compared(
    ctx: &mut Ctx<'_>,
    response: &Response,
    draft: &Draft,
    file: &FileRead,
    terms: &dyn Fn(&str) -> Option<Terms>,
) -> Result<Comparison> {
    let language = file.reference.language.as_str();
    let terms = terms(language).ok_or_else(|| Error::internal(format!("no words in {language}")))?;
    let sight = Sight::on(ctx, response)?;
    let removed: Vec<String> = versions::removed(ctx, response)?.into_iter().map(|row| row.id).collect();
    let bases = bases(ctx, response, draft, file, &removed)?;
    let evaluation = draft.evaluation(ctx.now());
    let ours = |place: &Place| {
        let answer = draft.answers.get(place);
        let side = answer.map(|answer| Side { body: answer.body.clone(), visibility: answer.visibility });
        (side.unwrap_or_default(), draft.stamp(place))
    };
    let access = |code: &str| match (sight.writes(&draft.form, code), sight.sees(&draft.form, code)) {
        (true, _) => Access::Writing,
        (false, true) => Access::Reading,
        (false, false) => Access::Hidden,
    };
    let read_only = |place: &Place| {
        let row = draft.form.node(&place.code).and_then(|(at, _)| evaluation.row(at, &place.instance));
        row.is_some_and(|row| row.read_only)
    };
    let faults = |node: &Node, side: &Side| {
        save::checked(&draft.form, node, &side.body, side.visibility).err().unwrap_or_default()
    };
    let now = Now {
        form: &draft.form,
        tongue: Tongue { form: &draft.form, language, terms: &terms },
        entries: &draft.entries,
        removed: &removed,
        ours: &ours,
        base: &|place, version| bases.get(&(place.clone(), version)).cloned(),
        access: &access,
        read_only: &read_only,
        faults: &faults,
    };
    Ok(compare(file, &now))
}

/// What the answers of a file were when it was made: as they stand, or from their history.
fn bases(
    ctx: &mut Ctx<'_>,
    response: &Response,
    draft: &Draft,
    file: &FileRead,
    removed: &[String],
) -> Result<HashMap<(Place, i32), Side>> {
    let entries = Entries { paper: &file.reference.paper, form: &draft.form, standing: &draft.entries, removed };
    let mut bases = HashMap::new();
    let mut asked = HashSet::new();
    for line in &file.lines {
        let Some(version) = line.base.filter(|version| *version > 0) else { continue };
        let place = match entries.find(&line.key) {
            Ok(led) => led.place,
            Err(Astray::Removed(place)) => place,
            Err(Astray::NoQuestion | Astray::NoEntry) => continue,
        };
        // A key that stands there again is not compared.
        if !asked.insert(place.clone()) {
            continue;
        }
        let standing = draft.answers.get(&place).filter(|answer| answer.stamp.version == version);
        let side = match standing {
            Some(answer) => Some(Side { body: answer.body.clone(), visibility: answer.visibility }),
            None => {
                let kept = versions::newest(ctx, response, &place, version, 1)?.into_iter().next();
                let kept = kept.filter(|kept| kept.version == version);
                kept.map(|kept| Side { body: kept.body, visibility: kept.visibility })
            }
        };
        if let Some(side) = side {
            bases.insert((place, version), side);
        }
    }
    Ok(bases)
}

/// Who looks at a file or settles it.
pub(super) fn me(ctx: &Ctx<'_>) -> Result<AccountId> {
    ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)
}

impl Kept {
    /// What was chosen for a line, between the texts that stand there now, by whoever could write it then: whether it is the file's.
    pub(super) fn chosen(&self, line: &Compared) -> Option<bool> {
        let stamp = line.stamp.to_string();
        let choice = self.choices.iter().find(|choice| choice.key == line.key && choice.seen == stamp);
        choice.map(|choice| choice.theirs)
    }
}

/// Keeps what was chosen until the file is taken over; nothing of it is in the draft before. Of a file that waits no more, and of a key that is not in
/// it, nothing is kept. Where a text of the draft is not what the page showed any more, what was chosen before stays: how many are left so. `terms`
/// gives the fixed words of a language, by its tag.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn choose(
    ctx: &mut Ctx<'_>,
    import: &Permit<Edit, Import>,
    choices: &[Chosen],
    terms: &dyn Fn(&str) -> Option<Terms>,
) -> Result<usize> {
    let import = import.row();
    let Some(mut kept) = store::content(ctx, &import.response, &import.id)? else { return Ok(0) };
    let draft = draft::of(ctx, &import.response)?;
    let comparison = compared(ctx, &import.response, &draft, &kept.file, terms)?;
    let before = kept.choices.clone();
    let mut left = 0;
    for Chosen { key, seen, theirs } in choices {
        if kept.file.lines.iter().all(|line| line.key.trim() != key) {
            continue;
        }
        if comparison.lines.iter().any(|line| &line.key == key && &line.stamp == seen) {
            kept.choices.retain(|choice| &choice.key != key);
            kept.choices.push(Choice { key: key.clone(), seen: seen.to_string(), theirs: *theirs });
        } else {
            left += 1;
        }
    }
    if kept.choices != before {
        store::set_content(ctx, &import.response, &import.id, &kept)?;
    }
    Ok(left)
}

/// Discards a file. One that waits no more stays as it is.
///
/// # Errors
/// When the database fails.
pub fn discard(ctx: &mut Ctx<'_>, import: &Permit<Edit, Import>) -> Result<()> {
    let import = import.row();
    let by = me(ctx)?;
    if store::end(ctx, &import.response, &import.id, Progress::Discarded, &by)? {
        let (response, detail) = (&import.response, json!({ "import": import.id }));
        audit::record(ctx, Action::ImportDiscarded, &response.id, Some(&response.state_id), &detail)?;
    }
    Ok(())
}

/// Forgets what is in files that nobody took over in ninety days. How many there were.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the caretaker.
pub fn forget_old(ctx: &mut Ctx<'_>) -> Result<usize> {
    ctx.allow::<Manage>(&Facts::Terms)?;
    store::expire(ctx, ctx.now().plus_seconds(-KEPT_SECONDS))
}
