//! Takes letters out of the outbox, has them worded, sends them and settles them. Any number of senders may run: the lease
//! keeps them apart.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::model::{FaultClass, Leased, SendFault};
use super::transport::{Outgoing, PATIENCE, Sender, Transport};
use crate::domain::actor::{Actor, Task};
use crate::domain::db::Db;
use crate::domain::error::Result;
use crate::domain::line::OneLine;

/// How many letters are taken at once.
const BATCH: i64 = 10;
/// How long an empty outbox is left alone.
const PAUSE: Duration = Duration::from_secs(1);

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
    pub from: Sender,
}

/// Sends until `shutdown` turns true or is dropped; the letter in hand is finished first. A database that is away is waited for.
pub async fn run(db: Db, post: Post, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        let busy = match run_once(&db, &post).await {
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
    let mailer = || Actor::Task(Task::Mailer);
    let batch = db.write(mailer(), |ctx| super::due(ctx, BATCH)).await?;
    let taken = batch.len();
    for letter in batch {
        let now = db.clock().now();
        let longest = i64::try_from(PATIENCE.as_secs()).unwrap_or(i64::MAX);
        if now.plus_seconds(longest) > letter.until {
            // Somebody else may soon take it: sending it now could send it twice.
            continue;
        }
        let done = send(post, &letter, now).await;
        let id = letter.id;
        db.write(mailer(), move |ctx| match &done {
            Ok(()) => super::accepted(ctx, &id),
            Err(fault) => super::failed(ctx, &id, fault),
        })
        .await?;
    }
    Ok(taken)
}

async fn send(post: &Post, letter: &Leased, now: crate::domain::time::Instant) -> Result<(), SendFault> {
    // A template that panics must not end the sender: the others' letters wait behind it.
    let worded = catch_unwind(AssertUnwindSafe(|| post.wording.word(&letter.letter, &letter.language)));
    let worded = worded.map_err(|_| SendFault::temporary(FaultClass::Wording))?;
    let outgoing = Outgoing { id: &letter.id, to: &letter.recipient, from: &post.from, at: now, worded: &worded };
    post.transport.send(&outgoing).await
}
