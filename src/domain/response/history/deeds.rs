//! What was done at an answer beside its versions: that it was confirmed, and what became of its files.
//!
//! That a file was attached or is away stands in its row; that it was described anew, or was away and is back, is known from the record alone. What
//! is said of a file is what is said of it now.

use serde_json::Value;

use super::names;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, AttachmentId};
use crate::domain::questionnaire::Place;
use crate::domain::response::carry;
use crate::domain::response::draft::Draft;
use crate::domain::response::model::{FileFacts, Section, Standing};
use crate::domain::response::store::files::{self, Kept};
use crate::domain::time::Instant;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The answer was carried over, and somebody said that it still holds.
    Confirmed {
        /// The year from which it was carried over.
        year: i32,
    },
    Attached,
    /// What is said of a file was changed.
    Described,
    TakenAway,
    BroughtBack,
}

/// Something that was done at an answer.
#[derive(Debug, Clone)]
pub struct Deed {
    pub done: Done,
    /// The file that it was done with, where it was one and the record says which.
    pub file: Option<(AttachmentId, FileFacts)>,
    /// Who did it: the name stays when the account has ended.
    pub by: String,
    pub at: Instant,
}

/// What was done, with which file, by whom and when.
type Found<'a> = (Done, Option<&'a Kept>, AccountId, Instant);

/// Everything that was done at a place of a section, the latest first. Whether the actor sees the question there is the caller's care.
///
/// # Errors
/// When the database fails.
pub(super) fn at(ctx: &mut Ctx<'_>, section: &Section, draft: &Draft, place: &Place) -> Result<Vec<Deed>> {
    let mut kept = files::of_response(ctx, &section.response)?;
    kept.retain(|file| &file.place == place);
    let mut found = confirmed(ctx, section, draft, place)?;
    for file in kept.iter().filter(|file| file.attached) {
        found.push((Done::Attached, Some(file), file.by.clone(), file.at));
        let removed = file.removed.clone();
        found.extend(removed.map(|(by, at)| (Done::TakenAway, Some(file), by, at)));
    }
    let actions = [Action::FileDescribed, Action::FileRemoved, Action::FileBroughtBack];
    for deed in audit::deeds_on(ctx, &actions, section.response.id.as_str())? {
        let text = |key| deed.detail.get(key).and_then(Value::as_str).unwrap_or_default();
        let file = kept.iter().find(|file| file.id.as_str() == text("file"));
        // Earlier the record named the question alone, which outside of entries says enough.
        let is_of_question = text("file").is_empty() && place.instance.is_empty() && text("question") == place.code;
        let Some(by) = deed.by.clone().filter(|_| file.is_some() || is_of_question) else { continue };
        let done = match deed.action {
            Action::FileDescribed => Done::Described,
            Action::FileBroughtBack => Done::BroughtBack,
            // That it is away now stands in its row.
            _ if kept.iter().any(|file| file.removed.as_ref().is_some_and(|(_, at)| *at == deed.at)) => continue,
            _ => Done::TakenAway,
        };
        found.push((done, file, by, deed.at));
    }
    // Of what was done at once, a file was there before anything else was done with it.
    found.sort_by_key(|(_, _, _, at)| *at);
    found.reverse();
    let names = names(ctx, found.iter().map(|(_, _, by, _)| by))?;
    let deeds = found.into_iter().map(|(done, file, by, at)| Deed {
        done,
        file: file.map(|file| (file.id.clone(), file.facts.clone())),
        by: names.get(&by).cloned().unwrap_or_default(),
        at,
    });
    Ok(deeds.collect())
}

/// Who has said that the answer still holds, and when: of what was confirmed by sending it again, and before the record named places, it is
/// known as long as it stands.
fn confirmed<'a>(ctx: &mut Ctx<'_>, section: &Section, draft: &Draft, place: &Place) -> Result<Vec<Found<'a>>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    for deed in audit::deeds_on(ctx, &[Action::AnswersConfirmed], section.response.id.as_str())? {
        let places = deed.detail.get(carry::CONFIRMED).and_then(Value::as_array).into_iter().flatten();
        let named = |of: &Value| {
            let (code, instance, year): (String, String, i32) = serde_json::from_value(of.clone()).ok()?;
            (code == place.code && instance == place.instance).then_some(year)
        };
        let Some((year, by)) = places.filter_map(named).next().zip(deed.by.clone()) else { continue };
        found.push((Done::Confirmed { year }, None, by, deed.at));
    }
    let carried = draft.answers.get(place).and_then(|answer| answer.carried.as_ref());
    let stands = carried.filter(|carried| carried.standing == Standing::Confirmed);
    if let Some((carried, (by, at))) = stands.and_then(|it| Some((it, it.settled_by.clone().zip(it.settled_at)?)))
        && found.iter().all(|(_, _, _, known)| *known != at)
    {
        found.push((Done::Confirmed { year: carried.year }, None, by, at));
    }
    Ok(found)
}
