//! Submits a response, and amends it: in one transaction the revision, the record and the mail. A second click gets the same receipt.

use std::collections::HashSet;

use diesel::prelude::*;

use super::carry;
use super::covering;
use super::document::Document;
use super::draft;
use super::model::{Response, ResponseRow};
use super::revision::{about, latest};
use super::sections::Chosen;
use super::store;
use crate::domain::access::{Permit, Submit};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::db::schema::revisions;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::{self, Standing};
use crate::domain::ids::RevisionId;
use crate::domain::line::{self, NoLine};
use crate::domain::mail::{self, Letter};
use crate::domain::questionnaire;
use crate::domain::seal::sha256_hex;
use crate::domain::time::Instant;

/// Most characters of the reason of an amendment.
const MOST_REASON: usize = 2000;

/// What submitting did.
pub struct Submitted {
    pub revision: i32,
    /// False for a repeated submission of what is submitted already.
    pub fresh: bool,
    pub(in crate::domain) document: Document,
    pub(in crate::domain) row: ResponseRow,
    /// Every place that the State keeps for the Court only by now, answered or not: `(code, entry)`.
    pub(in crate::domain) court_only: HashSet<(String, String)>,
}

/// Submits the draft. `seen` is the last revision that the person saw when pressing the button; `reason` says why a submitted
/// response is amended. `arrived` is when the request came in: it is the time of the submission and decides whether it is late, however
/// long the request then waited for its turn, and however often the unit of work is run again.
///
/// # Errors
/// A refusal where the cycle is closed, two texts wait to be chosen between, the form's rules find faults, a required answer was only
/// carried over from last year, an amendment lacks its reason or changes nothing, somebody has submitted since the page was made and the draft says
/// something else by now.
pub fn submit(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    reason: &str,
    arrived: Instant,
) -> Result<Submitted> {
    submit_part(ctx, permit, seen, reason, None, arrived)
}

/// Submits some sections of the draft, where the cycle allows it; what was submitted of the others stays as it was. Sections that were not
/// submitted before need no reason. For the rest as [`submit`].
///
/// # Errors
/// As [`submit`], of these sections; a refusal where no section is named, the cycle takes whole responses only, or somebody has submitted
/// since the page was made.
pub fn submit_sections(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    reason: &str,
    sections: &[String],
    arrived: Instant,
) -> Result<Submitted> {
    submit_part(ctx, permit, seen, reason, Some(sections), arrived)
}

fn submit_part(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    reason: &str,
    sections: Option<&[String]>,
    arrived: Instant,
) -> Result<Submitted> {
    let response = permit.row();
    if response.revision != seen {
        return again(ctx, response, seen, sections);
    }
    let draft = draft::of(ctx, response)?;
    let form = draft.form.clone();
    let chosen = Chosen::of(response, &form, sections)?;
    can_be_submitted(&draft, &chosen, ctx.now())?;
    let before = if response.revision > 0 { Some(latest(ctx, response)?.1) } else { None };
    let draft = carry::by_submitting(ctx, response, draft, |place| chosen.takes(&form, &place.code))?;
    let draft_says = Document::of_draft(response, &draft, ctx.now());
    let mut document = chosen.document(&draft, draft_says, before.as_deref(), ctx.now());
    let needs_reason = before.as_ref().is_some_and(|before| chosen.amends(&form, before, &document));
    document.reason = checked_reason(needs_reason, reason)?;
    if before.is_some_and(|before| before.says_the_same(&document)) {
        return Err(Refusal::NothingChanged.into());
    }
    document.revision = response.revision + 1;
    document.submitted_at = arrived.rfc3339();
    document.late = chosen.is_news && arrived > response.cycle.expected_by;
    document.after_freeze = response.cycle.stage == crate::domain::access::Stage::Frozen;
    let kind = if chosen.is_news { Kind::Submits } else { Kind::Amends };
    keep(ctx, response, &document, kind, arrived)?;
    let court_only = court_only(&draft, &chosen, ctx.now());
    Ok(Submitted { revision: document.revision, fresh: true, document, row: response.row.clone(), court_only })
}

/// What was to be submitted has been already, since the page was made: the receipt once more. Where something was changed after that, it is
/// not submitted, and who pressed the button is told so. Colleagues who submit other sections at the same time are told that theirs are not
/// submitted. What is calculated by the time (`now()`) has changed as well.
fn again(ctx: &mut Ctx<'_>, response: &Response, seen: i32, sections: Option<&[String]>) -> Result<Submitted> {
    if response.revision < seen {
        return Err(Refusal::SubmittedMeanwhile.into());
    }
    let (row, last) = latest(ctx, response)?;
    let draft = draft::of(ctx, response)?;
    let chosen = Chosen::of(response, &draft.form, sections)?;
    let draft_says = Document::of_draft(response, &draft, ctx.now());
    let is_submitted = chosen.document(&draft, draft_says, Some(&last), ctx.now()).says_the_same(&last);
    let same_person = ctx.actor().person().is_some_and(|person| person.account == row.submitted_by);
    // A text that waits to be chosen is in no revision.
    let waits = draft.rivals.iter().any(|rival| chosen.takes(&draft.form, &rival.place.code));
    let is_theirs = sections.is_none_or(|sections| {
        row.number == seen + 1 && same_person && sections.iter().all(|code| response.has_submitted(code))
    });
    if is_submitted && !waits && is_theirs {
        return repeated(ctx, response);
    }
    Err(Refusal::SubmittedMeanwhile.into())
}

/// What holds the chosen sections back: texts to be chosen between, faults, required answers that were only carried over.
fn can_be_submitted(draft: &draft::Draft, chosen: &Chosen, now: Instant) -> Result<()> {
    let form = &draft.form;
    let rivals = draft.rivals.iter().filter(|rival| chosen.takes(form, &rival.place.code)).count();
    if rivals > 0 {
        return Err(Refusal::RivalsOpen { count: rivals }.into());
    }
    let evaluation = draft.evaluation(now);
    let rows = evaluation.rows().filter(|row| row.shown && chosen.takes_node(form, row.node));
    let faults: usize = rows.map(|row| row.faults.len()).sum();
    if faults > 0 {
        return Err(Refusal::ResponseIncomplete { faults }.into());
    }
    let waiting = draft.only_carried(&evaluation).iter().filter(|place| chosen.takes(form, &place.code)).count();
    if waiting > 0 {
        return Err(Refusal::OnlyCarried { count: waiting }.into());
    }
    Ok(())
}

pub(super) fn repeated(ctx: &mut Ctx<'_>, response: &Response) -> Result<Submitted> {
    let (row, document) = latest(ctx, response)?;
    let (document, court_only) = ((*document).clone(), HashSet::new());
    Ok(Submitted { revision: row.number, fresh: false, document, row: response.row.clone(), court_only })
}

/// The places whose effective visibility is the Court only, those that are hidden or empty by now included: an answer that is
/// taken out and narrowed in one amendment has to disappear at once as well. What is not submitted now narrows nothing.
fn court_only(draft: &draft::Draft, chosen: &Chosen, now: Instant) -> HashSet<(String, String)> {
    let evaluation = draft.evaluation(now);
    let submitted = evaluation.rows().filter(|row| chosen.concerns(&draft.form, row.node));
    let narrowed = submitted.filter(|row| row.effective_visibility == questionnaire::Visibility::Court);
    narrowed.filter_map(|row| Some((draft.form.nodes.get(row.node)?.code.clone(), row.instance.clone()))).collect()
}

/// The reason of an amendment. Of a submission that needs none, none is kept.
fn checked_reason(needed: bool, reason: &str) -> Result<String> {
    if !needed {
        return Ok(String::new());
    }
    line::lines(reason, MOST_REASON).map_err(|why| match why {
        NoLine::Empty => Refusal::ReasonMissing.into(),
        NoLine::TooLong => Refusal::ReasonLong { max: MOST_REASON }.into(),
        NoLine::Unclean => Refusal::ControlCharacters.into(),
    })
}

/// Whether a revision says something for the first time, or says otherwise what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Submits,
    Amends,
}

/// Writes the revision with everything that has to happen with it.
pub(super) fn keep(
    ctx: &mut Ctx<'_>,
    response: &Response,
    document: &Document,
    kind: Kind,
    arrived: Instant,
) -> Result<()> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let bytes = document.canonical()?;
    let sha256 = sha256_hex(&bytes);
    let about = about(&response.state_id, &response.id, document.revision);
    let sealed = store::sealer(ctx, response)?.seal(&about, &bytes)?;
    diesel::insert_into(revisions::table)
        .values((
            revisions::state_id.eq(&response.state_id),
            revisions::id.eq(ctx.new_id::<RevisionId>()),
            revisions::response_id.eq(&response.id),
            revisions::number.eq(document.revision),
            revisions::form_hash.eq(&response.form_hash),
            revisions::sealed.eq(sealed),
            revisions::sha256.eq(&sha256),
            revisions::receipt.eq(format!("{}-{}-{:02}", document.year, document.state, document.revision)),
            revisions::submitted_by.eq(&person.account),
            revisions::submitted_at.eq(arrived),
            revisions::late.eq(document.late),
            revisions::after_freeze.eq(document.after_freeze),
        ))
        .execute(ctx.conn)?;
    for file in &document.files {
        // What stands beside an answer that was declined is read by the Court only, as the reason is.
        let declined = document.answers.iter().any(|answer| answer.declined && answer.has(file));
        let court_only = declined || file.visibility == questionnaire::Visibility::Court;
        store::files::set_submitted(ctx, response, &file.id, court_only)?;
    }
    let sections = document.sections.as_deref();
    store::set_submitted(ctx, response, document.revision, sections, arrived)?;
    let action = if kind == Kind::Submits { Action::ResponseSubmitted } else { Action::ResponseAmended };
    let mut detail = serde_json::json!({"revision": document.revision, "sha256": sha256, "late": document.late});
    if let Some(detail) = detail.as_object_mut() {
        if document.reason == covering::REASON {
            detail.insert("reason".to_owned(), covering::REASON.into());
        }
        if let Some(sections) = sections {
            detail.insert("holds".to_owned(), sections.join(", ").into());
        }
    }
    audit::record(ctx, action, &response.id, Some(&response.state_id), &detail)?;
    for account in identity::accounts::coordinators_of(ctx, &response.state_id)? {
        if account.standing == Standing::Active {
            mail::enqueue(ctx, &account.email, &account.language, Some(&response.state_id), &Letter::Receipt {})?;
        }
    }
    Ok(())
}
