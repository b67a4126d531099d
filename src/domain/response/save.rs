//! Saves answers of one section. Each answer stands for itself: one that is stale or malformed does not hold up the others.

use std::sync::Arc;

use super::draft::{self, Changed, Draft};
use super::history;
use super::model::{Body, Change, Response, Rival, Section, digest};
use super::status;
use super::store;
use crate::domain::access::{Act, Edit, Permit, Read};
use crate::domain::actor::Person;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::RivalId;
use crate::domain::questionnaire::{self, FaultCode, Form, Kind, Node, Place, Visibility};
use crate::domain::time::Instant;

/// Most characters of a comment or of a reason.
const MOST_BESIDE: usize = 4000;

/// What became of one change.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// The person had not touched it, or typed what stands there.
    Unchanged,
    Written,
    /// Somebody else saved it meanwhile: both texts are kept, to be chosen between.
    Rival(RivalId),
    /// It cannot be kept as it is.
    Faulty(Vec<SaveFault>),
}

/// Why a change cannot be kept.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveFault {
    /// The answer itself.
    Answer(FaultCode),
    CommentTooLong {
        max: usize,
    },
    ReasonTooLong {
        max: usize,
    },
    ControlCharacters,
    /// The question does not offer "not in a position to answer".
    CannotDecline,
    /// The form has locked this question to the Court.
    VisibilityLocked,
    /// The question is not, or not any more, the person's to write.
    NotYours,
    /// A colleague removed the entry meanwhile.
    EntryRemoved,
    /// No file of this question has this id: a file is given on its own page.
    NoSuchFile,
}

/// What saving did, in a unit of work that is still to be committed.
pub struct Written {
    /// What became of each change, in their order.
    pub saved: Vec<Saved>,
    response: Response,
    /// As it was before.
    draft: Arc<Draft>,
    changed: Changed,
    by: Option<Person>,
    /// The section was ready or cleared, and is back in work by it.
    put_back: bool,
}

impl Written {
    /// The section was ready or cleared, and is back in work by it.
    pub fn puts_back(&self) -> bool {
        self.put_back
    }

    /// The draft as it was before.
    pub fn before(&self) -> &Draft {
        &self.draft
    }

    /// What it came to, once it is committed. The next draft is made here, because everybody who saves waits for the unit of work.
    pub fn settle(self) -> Outcome {
        let Written { saved, response, mut draft, changed, by, .. } = self;
        if !changed.is_empty() {
            draft = draft::go_on(&response, draft, by.as_ref(), changed);
        }
        Outcome { saved, response, draft }
    }
}

/// What saving came to.
pub struct Outcome {
    /// What became of each change, in their order.
    pub saved: Vec<Saved>,
    /// The response and its draft afterwards.
    pub response: Response,
    pub draft: Arc<Draft>,
}

/// Saves changes to answers of a section, in their order.
///
/// # Errors
/// [`Error::NotFound`] where a change is for a question or entry that is not of this section.
pub fn save(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, changes: &[Change]) -> Result<Written> {
    let section = section.row();
    let mut response = section.response.clone();
    let draft = draft::of(ctx, &response)?;
    let mut saved = Vec::with_capacity(changes.len());
    let mut changed = Changed::default();
    for change in changes {
        // A question that was taken away while somebody wrote: nothing else of the page is held up.
        if !is_theirs(ctx, &draft, section, &change.place) {
            question_in(&draft, &section.code, &change.place.code)?;
            let lost = || Saved::Faulty(vec![SaveFault::NotYours]);
            saved.push(if change.is_touched() { lost() } else { Saved::Unchanged });
            continue;
        }
        let Ok(node) = node_of::<Edit>(ctx, &draft, section, &change.place) else {
            // In an entry that somebody has removed since: what else was typed is saved all the same.
            history::is_removed(ctx, &draft, section, &change.place)?;
            let lost = || Saved::Faulty(vec![SaveFault::EntryRemoved]);
            saved.push(if change.is_touched() { lost() } else { Saved::Unchanged });
            continue;
        };
        saved.push(save_one(ctx, section, &draft, node, change, &mut changed)?);
    }
    if !changed.is_empty() {
        store::touch(ctx, &response)?;
        response.row.version += 1;
    }
    // A text that waits to be chosen changes nothing yet.
    let put_back = !changed.answers.is_empty() && status::changed(ctx, section)?;
    Ok(Written { saved, response, draft, changed, by: ctx.actor().person().cloned(), put_back })
}

/// Whether the policy lets the actor write a question of the section.
fn is_theirs(ctx: &Ctx<'_>, draft: &Draft, section: &Section, place: &Place) -> bool {
    ctx.allow::<Edit>(&section.facts_at(&draft.form, &place.code)).is_ok()
}

/// The question at a place, if it stands in this section, the actor may do this with it, and its entry is one of the question's repeat.
pub(super) fn node_of<'a, A: Act>(
    ctx: &Ctx<'_>,
    draft: &'a Draft,
    section: &Section,
    place: &Place,
) -> Result<&'a Node> {
    let node = question_of::<A>(ctx, draft, section, &place.code)?;
    let entry_fits = match node.repeat.and_then(|repeat| draft.form.nodes.get(repeat)) {
        None => place.instance.is_empty(),
        Some(repeat) => {
            draft.entries.iter().any(|entry| entry.id == place.instance && entry.repeat_code == repeat.code)
        }
    };
    if entry_fits { Ok(node) } else { Err(Error::NotFound) }
}

/// The question of this code, if it stands in this section and the actor may do this with it, whatever entry is meant. Who writes something of a
/// section may have the rest of it to read: a permit to edit the section says nothing of one question.
pub(super) fn question_of<'a, A: Act>(
    ctx: &Ctx<'_>,
    draft: &'a Draft,
    section: &Section,
    code: &str,
) -> Result<&'a Node> {
    let node = question_in(draft, &section.code, code)?;
    ctx.allow::<A>(&section.facts_at(&draft.form, code))?;
    Ok(node)
}

/// Whether the actor writes a question of a section that is read.
pub fn writes(ctx: &Ctx<'_>, section: &Permit<Read, Section>, form: &Form, code: &str) -> bool {
    ctx.allow::<Edit>(&section.row().facts_at(form, code)).is_ok()
}

/// The question of this code, if it stands in this section.
fn question_in<'a>(draft: &'a Draft, section: &str, code: &str) -> Result<&'a Node> {
    let (_, node) = draft.form.node(code).ok_or(Error::NotFound)?;
    let of_section = draft.form.nodes.get(node.section).is_some_and(|top| top.code == section);
    // A repeat or a group as a whole has no answer, but it can be declined and narrowed; a section is not one question.
    let whole = node.kind == Kind::Repeat || (node.kind == Kind::Group && node.parent.is_some());
    let answers = node.kind.takes_answer() || whole || node.may_decline;
    if of_section && answers { Ok(node) } else { Err(Error::NotFound) }
}

fn save_one(
    ctx: &mut Ctx<'_>,
    section: &Section,
    draft: &Draft,
    node: &Node,
    change: &Change,
    changed: &mut Changed,
) -> Result<Saved> {
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let current = draft.answers.get(&change.place);
    let stands = draft.stamp(&change.place);
    let posted = keeping_what_is_read_only(draft, change, ctx.now());
    // Untouched since the page was made: whatever a colleague saved meanwhile stays.
    let as_posted = digest(&posted, change.visibility);
    if as_posted == change.stamp.digest || as_posted == stands.digest {
        return Ok(Saved::Unchanged);
    }
    let visibility = change
        .visibility
        .filter(|wanted| *wanted != node.visibility || current.is_some_and(|a| a.visibility.is_some()));
    let body = match checked(&draft.form, node, &posted, visibility) {
        Ok(body) => body,
        Err(faults) => return Ok(Saved::Faulty(faults)),
    };
    let file = node.kind == Kind::File && !body.value.is_empty();
    if file && !store::files::answers(ctx, &section.response, &body.value, &change.place.code)? {
        return Ok(Saved::Faulty(vec![SaveFault::NoSuchFile]));
    }
    let as_kept = digest(&body, change.visibility);
    if as_kept == stands.digest {
        return Ok(Saved::Unchanged);
    }
    if stands.version == change.stamp.version
        && let Some(answer) =
            store::put_answer(ctx, &section.response, &change.place, current, &body, change.visibility, &by)?
    {
        changed.answers.push((change.place.clone(), answer));
        return Ok(Saved::Written);
    }
    // The same text posted twice (a second click) waits once.
    let waiting = draft.rivals.iter().find(|rival| {
        rival.place == change.place && rival.written_by == by && digest(&rival.body, rival.visibility) == as_kept
    });
    if let Some(rival) = waiting {
        return Ok(Saved::Rival(rival.id.clone()));
    }
    let id: RivalId = ctx.new_id();
    let rival = Rival {
        id: id.clone(),
        place: change.place.clone(),
        body,
        visibility: change.visibility,
        written_by: by,
        written_at: ctx.now(),
    };
    store::insert_rival(ctx, &section.response, &rival)?;
    changed.rivals.push(rival);
    Ok(Saved::Rival(id))
}

/// What was posted, with the answer that stands where the form's rules let nobody change it: the page offers no control for it, but what
/// is posted need not come from the page.
fn keeping_what_is_read_only(draft: &Draft, change: &Change, now: Instant) -> Body {
    let mut body = change.body.clone();
    if draft.form.nodes.iter().all(|node| node.read_only.is_none()) {
        return body;
    }
    let evaluation = draft.evaluation(now);
    let row = draft.form.node(&change.place.code).and_then(|(at, _)| evaluation.row(at, &change.place.instance));
    if let Some(row) = row.filter(|row| row.read_only) {
        let default = || if row.defaulted { row.value.clone() } else { String::new() };
        body.value = draft.answers.get(&change.place).map_or_else(default, |answer| answer.body.value.clone());
    }
    body
}

/// The body as it is kept, or what is wrong with it. What breaks a rule of the form (a bound, a missing part) is kept in the draft
/// and named as a fault there; what no draft can hold is refused here.
pub(super) fn checked(
    form: &Form,
    node: &Node,
    body: &Body,
    visibility: Option<Visibility>,
) -> Result<Body, Vec<SaveFault>> {
    let mut faults = Vec::new();
    let value = match questionnaire::check_value(form, node, &body.value) {
        Ok(value) => value,
        // An order is made place by place.
        Err(codes) if codes.iter().all(|code| matches!(code, FaultCode::RankIncomplete { .. })) => {
            body.value.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Err(codes) => {
            faults.extend(codes.into_iter().map(SaveFault::Answer));
            String::new()
        }
    };
    let comment = beside(&body.comment, &mut faults, || SaveFault::CommentTooLong { max: MOST_BESIDE });
    let reason = beside(&body.reason, &mut faults, || SaveFault::ReasonTooLong { max: MOST_BESIDE });
    if body.declined && !node.may_decline {
        faults.push(SaveFault::CannotDecline);
    }
    if node.visibility_locked && visibility.is_some_and(|wanted| wanted > node.visibility) {
        faults.push(SaveFault::VisibilityLocked);
    }
    if faults.is_empty() { Ok(Body { value, comment, declined: body.declined, reason }) } else { Err(faults) }
}

fn beside(text: &str, faults: &mut Vec<SaveFault>, too_long: impl Fn() -> SaveFault) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.chars().count() > MOST_BESIDE {
        faults.push(too_long());
    }
    let unseen = |c: char| (c.is_control() && c != '\n' && c != '\t') || questionnaire::overrides_direction(c);
    if text.chars().any(unseen) {
        faults.push(SaveFault::ControlCharacters);
    }
    text.to_owned()
}
