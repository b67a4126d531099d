//! The outbox: what is to be written to whom is put down in the transaction of the deed, leased by a sender, sent, and settled.
//!
//! A letter is structured data; the web words it at the moment of sending. Letters hold tokens, so they are sealed in the table
//! and erased as soon as they are accepted by the relay or given up, and no page shows them. A letter is sent at least once: a
//! machine that dies between the relay's acceptance and our note of it sends again, under the same Message-ID.

mod model;
pub mod sender;
mod store;
#[cfg(test)]
mod tests;
pub mod transport;

use serde_json::json;

use super::access::{Edit, Facts, Manage, Read, Resource};
use super::audit::{self, Action};
use super::db::Ctx;
use super::error::{Error, Refusal, Result};
use super::ids::{LetterId, StateId};
use super::seal::Sealer;
use super::vault::keys::Tried;
use super::vault::{self, Purpose};

use model::{Body, GIVEN_UP_AFTER, LEASE, back_off};
pub use model::{FaultClass, Header, Leased, Letter, LetterKind, LetterState, LostStep, SendFault};
pub use sender::{Post, Worded, Wording};
pub use transport::{Correspondent, Transport};

/// Puts a letter into the outbox, in the transaction of the deed that it tells of.
///
/// It is called by slices that hold a permit for that deed, so the policy is not asked again; the web cannot reach it.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn enqueue(
    ctx: &mut Ctx<'_>,
    recipient: &str,
    language: &str,
    state: Option<&StateId>,
    letter: &Letter,
) -> Result<LetterId> {
    let id: LetterId = ctx.new_id();
    let body = Body { language: language.to_owned(), letter: letter.clone() };
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(&body).map_err(Error::internal)?);
    let sealed = vault::sealer(ctx, Purpose::Outbox)?.seal(&about(&id), &plain)?;
    store::insert(ctx, &id, letter.kind(), recipient, state, &sealed)?;
    Ok(id)
}

/// Takes a letter out again that was put down in this same transaction and is not to be sent after all: so that what is done for a
/// stranger's name costs what it costs for a known one.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn take_out(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    store::remove(ctx, id)
}

/// Takes up to `n` letters whose time has come, for two minutes: nobody else gets them before that. A letter that does not
/// open is given up on the spot, so that it does not stop the others.
///
/// # Errors
/// When the actor is not the mailer, or the database fails.
pub fn due(ctx: &mut Ctx<'_>, n: i64) -> Result<Vec<Leased>> {
    ctx.allow::<Edit>(&Facts::Outbox)?;
    let until = ctx.now().plus_seconds(LEASE);
    let rows = store::lease(ctx, n, until)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // A key that does not open (the wrong key file) ends the unit of work here: no letter is lost by it.
    let sealer = vault::sealer(ctx, Purpose::Outbox)?;
    let mut leased = Vec::with_capacity(rows.len());
    for row in rows {
        match open(&sealer, &row) {
            Ok(body) => leased.push(Leased {
                id: row.id,
                recipient: row.recipient,
                language: body.language,
                letter: body.letter,
                until,
            }),
            Err(Unread::Damaged(error)) => {
                tracing::error!(letter = %row.id, %error, "a letter in the outbox does not open and is given up");
                give_up(ctx, &row.id, row.attempts.saturating_add(1), FaultClass::Unreadable)?;
            }
            // Another node may run a newer version, which knows this letter.
            Err(Unread::Unknown) => failed(ctx, &row.id, &SendFault::temporary(FaultClass::Unreadable))?,
        }
    }
    Ok(leased)
}

/// Notes that the relay has accepted a letter, and erases its body.
///
/// # Errors
/// When the actor is not the mailer, or the database fails.
pub fn accepted(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    ctx.allow::<Edit>(&Facts::Outbox)?;
    store::settle_accepted(ctx, id)
}

/// Notes that a letter could not be sent: it is tried again after a pause that grows, and given up, its body erased, when the
/// fault lies with the letter or a day has passed since it was written.
///
/// # Errors
/// When the actor is not the mailer, or the database fails.
pub fn failed(ctx: &mut Ctx<'_>, id: &LetterId, fault: &SendFault) -> Result<()> {
    ctx.allow::<Edit>(&Facts::Outbox)?;
    let Some(header) = store::find(ctx, id)? else { return Ok(()) };
    if header.state != LetterState::Ready {
        return Ok(());
    }
    let attempts = header.attempts.saturating_add(1);
    let [dice] = super::seal::random::<1>();
    let next = ctx.now().plus_seconds(back_off(attempts, dice));
    if fault.retry && next < header.created_at.plus_seconds(GIVEN_UP_AFTER) {
        store::postpone(ctx, id, attempts, next, fault.class)
    } else {
        give_up(ctx, id, attempts, fault.class)
    }
}

/// Gives a letter up. That is recorded where the Secretariat, who reads that record, may know of the letter at all.
fn give_up(ctx: &mut Ctx<'_>, id: &LetterId, attempts: i32, class: FaultClass) -> Result<()> {
    store::settle_given_up(ctx, id, attempts, class)?;
    if !store::find(ctx, id)?.is_some_and(|header| header.kind.is_listed()) {
        return Ok(());
    }
    audit::record(ctx, Action::MailGivenUp, id, None, &json!({ "fault": class.as_str() }))
}

/// The newest letters, headers only: what waits, what was accepted, what was given up. Letters on clarifications are not among them.
///
/// # Errors
/// When the actor may not see the outbox, or the database fails.
pub fn list(ctx: &mut Ctx<'_>) -> Result<Vec<Header>> {
    ctx.allow::<Read>(&Facts::Outbox)?;
    store::newest(ctx, 500)
}

/// Sends a waiting letter at the next occasion instead of after its pause.
///
/// # Errors
/// [`Refusal::MailSettled`] for one that was sent or given up: its body is erased, so the page says to issue it anew.
pub fn retry(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    let header = ctx.permit::<Manage, Header>(id)?.into_row();
    if header.state != LetterState::Ready {
        return Err(Refusal::MailSettled.into());
    }
    store::bring_forward(ctx, id)?;
    audit::record(ctx, Action::MailRetried, id, header.state_id.as_ref(), &json!({ "kind": header.kind }))
}

impl Resource for Header {
    type Id = LetterId;

    fn load(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<Option<Self>> {
        Ok(store::find(ctx, id)?.filter(|header| header.kind.is_listed()))
    }

    fn facts(&self) -> Facts {
        Facts::Outbox
    }
}

/// Why a stored letter cannot be read.
enum Unread {
    /// It was altered, moved or erased.
    Damaged(Error),
    /// It opens, but is no letter of this version.
    Unknown,
}

fn open(sealer: &Sealer, row: &store::LeasedRow) -> Result<Body, Unread> {
    let sealed = row.sealed.as_deref().ok_or_else(|| Unread::Damaged(Error::internal("the body is erased")))?;
    let plain = zeroize::Zeroizing::new(sealer.open(&about(&row.id), sealed).map_err(Unread::Damaged)?);
    serde_json::from_slice(&plain).map_err(|_| Unread::Unknown)
}

/// Where a sealed body belongs: copied to another row it does not open.
fn about(id: &LetterId) -> String {
    format!("outbox/{id}")
}

/// Tries the body of every letter that waits, for `concord keys check --deep`.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn opens(ctx: &mut Ctx<'_>) -> Result<Tried> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut tried = Tried::default();
    let waiting = store::bodies(ctx)?;
    if waiting.is_empty() {
        return Ok(tried);
    }
    match vault::sealer(ctx, Purpose::Outbox) {
        Ok(sealer) => waiting.iter().for_each(|(id, sealed)| tried.value(&sealer, &about(id), sealed)),
        Err(Error::Internal(why)) => tried.shut.push(why),
        Err(error) => return Err(error),
    }
    Ok(tried)
}
