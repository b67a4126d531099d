//! Publishes a revision to States Parties, and submits with what submitting does to what is published.

use std::collections::HashSet;

use super::store;
use crate::domain::access::{Permit, Publish, Submit};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity;
use crate::domain::mail::{self, Letter};
use crate::domain::questionnaire::Visibility;
use crate::domain::response::{self, Change, Document, Response, ResponseRow, RevisionRow, Submitted, covering};
use crate::domain::time::Instant;

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// States Parties read a new snapshot.
    Snapshot,
    /// What States Parties see is as it was, so nothing was published.
    AsBefore,
}

/// Publishes the latest revision of a response: freezes what States Parties see of it.
///
/// # Errors
/// A refusal where a later revision was submitted meanwhile, or this one is published already.
pub fn publish(ctx: &mut Ctx<'_>, permit: &Permit<Publish, RevisionRow>) -> Result<Published> {
    let revision = permit.row();
    let row = response::row_by_id(ctx, &revision.response_id)?.ok_or(Error::NotFound)?;
    if row.revision != revision.number || row.published_revision >= revision.number {
        return Err(Refusal::NothingToPublish.into());
    }
    let document = response::open_document(ctx, revision, &row)?;
    let seen = response::for_states_parties(&document);
    let now = ctx.now();
    let current = store::current(ctx, &row)?;
    let same = match &current {
        Some(snapshot) => *store::document(ctx, snapshot, &row)? == seen,
        None => false,
    };
    if !same {
        store::insert(ctx, &row, revision.number, &seen, false)?;
        publish_files(ctx, &row, &document, &seen)?;
    }
    response::set_published(ctx, &row, revision.number, row.published_at.unwrap_or(now))?;
    let detail = serde_json::json!({"revision": revision.number, "snapshot": !same});
    audit::record(ctx, Action::ResponsePublished, &row.id, Some(&row.state_id), &detail)?;
    for account in identity::accounts::coordinators_of(ctx, &row.state_id)? {
        mail::enqueue(ctx, &account.email, &account.language, Some(&row.state_id), &Letter::Published {})?;
    }
    Ok(if same { Published::AsBefore } else { Published::Snapshot })
}

fn publish_files(ctx: &mut Ctx<'_>, row: &ResponseRow, all: &Document, seen: &Document) -> Result<()> {
    let public: HashSet<&str> = seen.files.iter().map(|file| file.id.as_str()).collect();
    for file in &all.files {
        response::set_file_published(ctx, row, &file.id, public.contains(file.id.as_str()))?;
    }
    Ok(())
}

/// Submits a response. Where the new revision narrows an answer that is published, the same transaction writes a snapshot without
/// it and closes the earlier ones to other States; whatever else is new waits for publication.
///
/// # Errors
/// As [`response::submit`].
pub fn submit(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    reason: &str,
    arrived: Instant,
) -> Result<Submitted> {
    let submitted = response::submit(ctx, permit, seen, reason, arrived)?;
    after(ctx, submitted)
}

/// Submits some sections of a response, with what that does to what is published, as [`submit`].
///
/// # Errors
/// As [`response::submit_sections`].
pub fn submit_sections(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    reason: &str,
    sections: &[String],
    arrived: Instant,
) -> Result<Submitted> {
    let submitted = response::submit_sections(ctx, permit, seen, reason, sections, arrived)?;
    after(ctx, submitted)
}

/// Submits the covering note alone, with what that does to what is published, as [`submit`].
///
/// # Errors
/// As [`covering::submit`].
pub fn submit_covering_note(
    ctx: &mut Ctx<'_>,
    permit: &Permit<Submit, Response>,
    seen: i32,
    given: &[Change],
    arrived: Instant,
) -> Result<Submitted> {
    let submitted = covering::submit(ctx, permit, seen, given, arrived)?;
    after(ctx, submitted)
}

fn after(ctx: &mut Ctx<'_>, submitted: Submitted) -> Result<Submitted> {
    if submitted.fresh
        && let Some(current) = store::current(ctx, &submitted.row)?
    {
        let published = RevisionRow::of(ctx, &submitted.row, current.revision)?.ok_or(Error::NotFound)?;
        let before = response::open_document(ctx, &published, &submitted.row)?;
        narrow(ctx, &submitted, &before, current.revision)?;
    }
    Ok(submitted)
}

/// Takes out of what is published every answer, entry and file that is now for the Court only.
///
/// It starts from the published revision and not from the snapshot, because a snapshot has no entry ids to compare by. Answers that
/// were narrowed by an earlier amendment are for the Court only in `now` as well, or were widened again, which waits.
fn narrow(ctx: &mut Ctx<'_>, submitted: &Submitted, before: &Document, revision: i32) -> Result<()> {
    let now = &submitted.document;
    let row = &submitted.row;
    let mut kept = before.clone();
    let is_narrowed = |code: &str, entry: &str| submitted.court_only.contains(&(code.to_owned(), entry.to_owned()));
    for answer in kept.answers.iter_mut().filter(|answer| is_narrowed(&answer.code, &answer.entry)) {
        answer.visibility = Visibility::Court;
    }
    for entry in kept.entries.iter_mut().filter(|entry| is_narrowed(&entry.repeat, &entry.id)) {
        entry.visibility = Visibility::Court;
    }
    kept.settle_files();
    let seen = response::for_states_parties(&kept);
    let current = store::current(ctx, row)?.ok_or(Error::NotFound)?;
    let shown = store::document(ctx, &current, row)?;
    // What an earlier narrowing took out stays out until the next publication.
    let seen = only_what_was_shown(seen, &shown);
    if *shown == seen {
        return Ok(());
    }
    store::insert(ctx, row, revision, &seen, true)?;
    // The earlier snapshots are closed, and with them what they name, also of an amendment before this one.
    response::set_none_published(ctx, row)?;
    publish_files(ctx, row, before, &seen)?;
    let detail = serde_json::json!({"revision": now.revision});
    audit::record(ctx, Action::VisibilityNarrowed, &row.id, Some(&row.state_id), &detail)
}

fn only_what_was_shown(mut seen: Document, shown: &Document) -> Document {
    let contents = |d: &Document| -> HashSet<(String, String, String)> {
        d.answers.iter().map(|a| (a.code.clone(), a.value.clone(), a.comment.clone())).collect()
    };
    let before = contents(shown);
    seen.answers.retain(|a| before.contains(&(a.code.clone(), a.value.clone(), a.comment.clone())));
    let files: HashSet<&str> = shown.files.iter().map(|file| file.id.as_str()).collect();
    seen.files.retain(|file| files.contains(file.id.as_str()));
    response::for_states_parties(&seen)
}
