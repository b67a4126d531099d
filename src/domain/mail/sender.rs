//! Takes letters out of the outbox, has them worded, sends them and settles them. Any number of senders may run: the lease
//! keeps them apart.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::model::{FaultClass, Leased, SendFault};
use super::transport::{Correspondent, Outgoing, PATIENCE, Transport};
use crate::domain::actor::{Actor, Task};
use crate::domain::db::Db;
use crate::domain::error::{Error, Result};
use crate::domain::ids::LetterId;
use crate::domain::line::OneLine;
use crate::domain::time::Instant;

/// How many letters are taken at once.
const BATCH: i64 = 10;
/// How long an empty outbox is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the database is asked to take what became of a letter.
const SETTLED_AFTER: u32 = 5;

/// A letter in words.
#[derive(Clone)]
pub struct Worded {
    pub subject: OneLine,
    pub text: String,
    pub html: Option<String>,
}

/// Puts letters into words; the web does.
pub trait Wording: Send + Sync {
    /// The letter in a language, English where it does not have it.
    fn word(&self, letter: &super::Letter, language: &str) -> Worded;
}

/// What a sender needs besides the database.
#[derive(Clone)]
pub struct Post {
    pub transport: Arc<Transport>,
    pub wording: Arc<dyn Wording>,
    pub from: Correspondent,
}

/// Sends until `shutdown` turns true or is dropped; the letter in hand is finished first. A database that is away is waited for.
pub async fn run(db: Db, post: Post, mut shutdown: watch::Receiver<bool>) {
    let stop = shutdown.clone();
    while !*shutdown.borrow() {
        let busy = match batch(&db, &post, || *stop.borrow()).await {
            Ok(taken) => taken > 0,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be worked on");
                false
            }
        };
        if busy {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            changed = shutdown.changed() => if changed.is_err() { return },
        }
    }
}

/// Takes one batch, sends it, and says how many letters it took.
///
/// # Errors
/// When the database fails; letters in hand are taken again after their lease.
pub async fn run_once(db: &Db, post: &Post) -> Result<usize> {
    batch(db, post, || false).await
}

async fn batch(db: &Db, post: &Post, stop: impl Fn() -> bool) -> Result<usize> {
    let letters = db.write(Actor::Task(Task::Mailer), |ctx| super::due(ctx, BATCH)).await?;
    let taken = letters.len();
    let longest = i64::try_from(PATIENCE.as_secs()).unwrap_or(i64::MAX);
    for letter in letters {
        let now = db.clock().now();
        // Somebody else may soon take what is left: sending it now could send it twice.
        if stop() || now.plus_seconds(longest) > letter.until {
            break;
        }
        let done = send(post, &letter, now).await;
        settle(db, letter.id, done).await?;
    }
    Ok(taken)
}

/// Writes down what became of a letter. A database that is away for a moment is asked again, for a letter that is sent and not
/// settled would be sent twice.
async fn settle(db: &Db, id: LetterId, done: Result<(), SendFault>) -> Result<()> {
    for _ in 1..SETTLED_AFTER {
        match settle_once(db, id.clone(), done).await {
            Err(Error::Away(why)) => {
                tracing::warn!(letter = %id, why, "a letter could not be settled and is tried again");
                tokio::time::sleep(PAUSE).await;
            }
            settled => return settled,
        }
    }
    settle_once(db, id, done).await
}

async fn settle_once(db: &Db, id: LetterId, done: Result<(), SendFault>) -> Result<()> {
    db.write(Actor::Task(Task::Mailer), move |ctx| match &done {
        Ok(()) => super::accepted(ctx, &id),
        Err(fault) => super::failed(ctx, &id, fault),
    })
    .await
}

async fn send(post: &Post, letter: &Leased, now: Instant) -> Result<(), SendFault> {
    // A template that panics must not end the sender: the others' letters wait behind it.
    let worded = catch_unwind(AssertUnwindSafe(|| post.wording.word(&letter.letter, &letter.language)));
    let worded = worded.map_err(|_| SendFault::temporary(FaultClass::Wording))?;
    let outgoing = Outgoing { id: &letter.id, to: &letter.recipient, from: &post.from, at: now, worded: &worded };
    post.transport.send(&outgoing).await
}
