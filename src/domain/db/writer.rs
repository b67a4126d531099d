//! SQLite's one writer: a thread that takes units of work in the order of their arrival and commits those that wait together.
//!
//! A commit waits for the disk, as long for one row as for a hundred. So what has come in while the last commit was waited for is
//! done in one transaction, each unit of work behind a savepoint of its own, and nobody is answered before that transaction is on
//! the disk. Where such a round fails as a whole, each of its units is done again by itself, so that none pays for another.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::r2d2::Pool;
use tokio::sync::{mpsc, oneshot};

use super::work::{Done, Work, done_by};
use super::{Manager, Turn, begin, commit, rollback, run, savepoint};
use crate::domain::actor::Actor;
use crate::domain::error::{Error, Result};
use crate::domain::seal::Keyring;
use crate::domain::time::{Clock, Instant};

/// Most units of work of one round.
const MOST: usize = 64;

/// The way to the thread, which ends with the last of them.
pub(super) struct Writer {
    queue: mpsc::UnboundedSender<Waiting>,
    /// How long a unit of work waits for its turn.
    patience: Duration,
    clock: Clock,
    keys: Keyring,
}

impl Writer {
    /// Starts the thread. A unit of work waits for its turn no longer than `patience`.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub(super) fn start(pool: Pool<Manager>, patience: Duration, clock: Clock, keys: Keyring) -> Result<Self> {
        let (queue, waiting) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new().name("writer".to_owned());
        thread.spawn(move || serve(waiting, &pool)).map_err(Error::internal)?;
        Ok(Writer { queue, patience, clock, keys })
    }

    /// Runs a unit of work and waits until it is on the disk.
    ///
    /// # Errors
    /// What the work returns, or [`Error::Away`] when its turn did not come in time.
    pub(super) async fn write(&self, actor: Actor, work: Work) -> Result<Done> {
        let (to, mut answer) = oneshot::channel();
        let taken = Arc::new(AtomicBool::new(false));
        let (clock, keys) = (self.clock.clone(), self.keys.clone());
        let waiting = Waiting { taken: taken.clone(), actor, clock, keys, now: None, work, done: None, to };
        let closed = |_| Error::internal("the writer has ended");
        self.queue.send(waiting).map_err(|_| Error::internal("the writer has ended"))?;
        match tokio::time::timeout(self.patience, &mut answer).await {
            Ok(answered) => answered.map_err(closed)?,
            // Whoever sets the mark first, the writer or the one that waits, says whether it is done.
            Err(_) if !taken.swap(true, Ordering::AcqRel) => {
                Err(Error::Away("the writer was not free in time".to_owned()))
            }
            Err(_) => answer.await.map_err(closed)?,
        }
    }
}

/// A unit of work in the queue.
struct Waiting {
    taken: Arc<AtomicBool>,
    actor: Actor,
    clock: Clock,
    keys: Keyring,
    /// When it was first run: work that is run again is the same work, and done at the same time.
    now: Option<Instant>,
    work: Work,
    done: Option<Result<Done>>,
    to: oneshot::Sender<Result<Done>>,
}

impl Waiting {
    /// Whether it is still waited for; from then on it will be answered.
    fn take(&self) -> bool {
        !self.taken.swap(true, Ordering::AcqRel)
    }

    /// Does the work inside a transaction. False where it has to be undone.
    fn act(&mut self, turn: Turn<'_>) -> bool {
        let now = *self.now.get_or_insert_with(|| self.clock.now());
        let work = || done_by(&self.work, |step| run(turn, &self.keys, &self.actor, now, step));
        let done = catch_unwind(AssertUnwindSafe(work));
        let done = done.unwrap_or_else(|_| Err(Error::internal("a unit of work panicked")));
        let kept = done.is_ok();
        self.done = Some(done);
        kept
    }

    /// Its result is this error instead.
    fn fail(&mut self, error: Error) {
        self.done = Some(Err(error));
    }

    /// Gives the result to who waits for it.
    fn answer(self) {
        if let Some(done) = self.done {
            // Who asked may be gone by now; what was done stays done.
            let _ = self.to.send(done);
        }
    }
}

fn serve(mut waiting: mpsc::UnboundedReceiver<Waiting>, pool: &Pool<Manager>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut round = vec![first];
        while round.len() < MOST
            && let Ok(next) = waiting.try_recv()
        {
            round.push(next);
        }
        round.retain(|unit| unit.take());
        if round.len() < 2 || !together(pool, &mut round) {
            for unit in &mut round {
                alone(pool, unit);
            }
        }
        for unit in round {
            unit.answer();
        }
    }
}

/// Does all of a round in one transaction. False where that came to nothing and each has to be done by itself.
fn together(pool: &Pool<Manager>, round: &mut [Waiting]) -> bool {
    let began = pool.get().map_err(|e| Error::Away(e.to_string())).and_then(|mut conn| {
        begin(&mut conn, "BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        Ok(conn)
    });
    let mut conn = match began {
        Ok(conn) => conn,
        Err(error) => {
            // To try for each of them would have the last wait as often as there are others.
            let text = error.to_string();
            round.iter_mut().for_each(|unit| unit.fail(Error::Away(text.clone())));
            return true;
        }
    };
    let mut made_keys = false;
    for unit in round {
        let turn = Turn { conn: &mut conn, writes: true, made_keys: &mut made_keys };
        let settled = match savepoint(turn.conn) {
            Ok(()) if unit.act(turn) => commit(&mut conn),
            Ok(()) => rollback(&mut conn),
            Err(error) => Err(error),
        };
        // A full disk, for one, undoes the whole transaction and not the savepoint alone. The pool leaves a connection whose
        // transaction is open.
        if settled.is_err() {
            return false;
        }
    }
    if commit(&mut conn).is_err() {
        let _ = rollback(&mut conn);
        return false;
    }
    true
}

/// Does one unit of work in a transaction of its own.
fn alone(pool: &Pool<Manager>, unit: &mut Waiting) {
    let done = pool.get().map_err(|e| Error::Away(e.to_string())).and_then(|mut conn| {
        begin(&mut conn, "BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        if unit.act(Turn { conn: &mut conn, writes: true, made_keys: &mut false }) {
            commit(&mut conn).inspect_err(|_| {
                let _ = rollback(&mut conn);
            })?;
        } else {
            let _ = rollback(&mut conn);
        }
        Ok(())
    });
    if let Err(error) = done {
        unit.fail(error);
    }
}
