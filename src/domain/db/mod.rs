//! Opens SQLite or PostgreSQL and runs one unit of work at a time on it.
//!
//! [`Db::read`] and [`Db::write`] are the only ways to the database. A unit of work is one closure in one transaction; it holds
//! nothing but SQL and may be run again after a serialization failure, so it must not hash, mail or write files.

mod connect;
pub mod migrate;
mod prepared;
pub(in crate::domain) mod schema;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod work;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::Pool;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel::sqlite::SqliteConnection;
use tokio::sync::Semaphore;

use super::actor::{Actor, Role};
use super::error::{Error, Result};
use super::ids::{NewId, StateId};
use super::seal::Keyring;
use super::time::{Clock, Day, Instant};
use schema::accounts;

pub use connect::{DatabaseUrl, Manager};
pub(in crate::domain) use prepared::prepared_update;
use work::{Done, Step, Work, forget, remember};
use writer::Writer;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// How often a unit of work is run again when PostgreSQL could not order it among the others.
const RETRIES: u32 = 10;
/// How long a request waits for its turn at the database before it is told that the platform is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database: a pool for reading, a pool for writing, the clock, and the keys that seal what is written.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    reading: Semaphore,
    writing: Writing,
    clock: Clock,
    keys: Keyring,
}

/// Who takes the units of work that change things.
enum Writing {
    /// The database is in this process: one writer, in the order of arrival. With eight of them the longest wait was 2.2 s instead
    /// of 56 ms.
    Embedded(Writer),
    /// As many at once as there are connections.
    Server(Semaphore),
}

/// A transaction that one unit of work runs in, alone or after others.
struct Turn<'a> {
    conn: &'a mut Conn,
    writes: bool,
    /// A data key was made in this transaction.
    made_keys: &'a mut bool,
}

/// One unit of work: who acts, when, and the transaction.
pub struct Ctx<'a> {
    pub(in crate::domain) conn: &'a mut Conn,
    pub(in crate::domain) keys: &'a Keyring,
    /// Data keys made in this transaction are not shared until it is committed.
    pub(in crate::domain) made_keys: &'a mut bool,
    /// It may change things; what it reads may be rolled back, so nothing of it is kept in memory under a version.
    pub(in crate::domain) writes: bool,
    actor: &'a Actor,
    now: Instant,
}

impl Ctx<'_> {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// The time at which the unit of work began, by the injected clock; the same when it is run again.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// A new id, ordered by time (UUIDv7, RFC 9562).
    pub fn new_id<T: NewId>(&self) -> T {
        let millis = u64::try_from(self.now.micros() / 1000).unwrap_or(0);
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &super::seal::random()).into_uuid())
    }
}

impl Db {
    /// Opens the pools; the database has to be migrated already.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn open(url: &DatabaseUrl, connections: u32, clock: Clock, keys: Keyring) -> Result<Self> {
        let writers = match url {
            DatabaseUrl::Sqlite(_) => 1,
            DatabaseUrl::Postgres(_) => connections,
        };
        let (readers, writers) = (connect::pool(url, connections)?, connect::pool(url, writers)?);
        let writing = match url {
            DatabaseUrl::Sqlite(_) => {
                Writing::Embedded(Writer::start(writers.clone(), PATIENCE, clock.clone(), keys.clone())?)
            }
            DatabaseUrl::Postgres(_) => Writing::Server(Semaphore::new(permits(connections))),
        };
        let inner = Inner { readers, writers, reading: Semaphore::new(permits(connections)), writing, clock, keys };
        Ok(Db { inner: Arc::new(inner) })
    }

    /// The clock that units of work run by.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The keys outside the database.
    pub fn keys(&self) -> &Keyring {
        &self.inner.keys
    }

    /// Runs a unit of work that only reads.
    ///
    /// # Errors
    /// What the work returns, or [`Error::Away`] when no connection could be had in time.
    pub async fn read<T, F>(&self, actor: Actor, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Ctx<'_>) -> Result<T> + Send + 'static,
    {
        remember(self.read_work(actor, forget(work)).await?)
    }

    async fn read_work(&self, actor: Actor, work: Work) -> Result<Done> {
        let _turn = turn(&self.inner.reading).await?;
        let db = self.clone();
        blocking(move || db.read_now(&actor, work)).await
    }

    /// [`Db::read`] for a few rows by their keys, such as every request needs. Where the database is in this process they are read on the
    /// thread that asks, if a connection is free: to change the thread and back costs more than such a read.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn look_up<T, F>(&self, actor: Actor, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Ctx<'_>) -> Result<T> + Send + 'static,
    {
        if matches!(self.inner.writing, Writing::Embedded(_))
            && let Ok(_turn) = self.inner.reading.try_acquire()
        {
            return self.read_now(&actor, work);
        }
        self.read(actor, work).await
    }

    /// Runs a unit of work that may change things. Whatever has to happen with the change happens in its transaction.
    ///
    /// # Errors
    /// What the work returns, or [`Error::Away`] when no connection could be had in time.
    pub async fn write<T, F>(&self, actor: Actor, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Ctx<'_>) -> Result<T> + Send + 'static,
    {
        remember(self.write_work(actor, forget(work)).await?)
    }

    async fn write_work(&self, actor: Actor, work: Work) -> Result<Done> {
        match &self.inner.writing {
            Writing::Embedded(writer) => writer.write(actor, work).await,
            Writing::Server(queue) => {
                let _turn = turn(queue).await?;
                let db = self.clone();
                blocking(move || db.write_now(&actor, work)).await
            }
        }
    }

    /// [`Db::read`] on this thread, for the command line.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(&self, actor: &Actor, work: impl Fn(&mut Ctx<'_>) -> Result<T>) -> Result<T> {
        work::done_by(&work, |step| self.read_step(actor, step))
    }

    fn read_step(&self, actor: &Actor, step: Step<'_>) -> Result<()> {
        let mut conn = self.inner.readers.get().map_err(|e| Error::Away(e.to_string()))?;
        begin(&mut conn, "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let turn = Turn { conn: &mut conn, writes: false, made_keys: &mut false };
        let done = run(turn, &self.inner.keys, actor, self.inner.clock.now(), step);
        let _ = rollback(&mut conn);
        done
    }

    /// [`Db::write`] on this thread, for the command line.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T>(&self, actor: &Actor, work: impl Fn(&mut Ctx<'_>) -> Result<T>) -> Result<T> {
        work::done_by(&work, |step| self.write_step(actor, step))
    }

    fn write_step(&self, actor: &Actor, step: Step<'_>) -> Result<()> {
        let mut conn = self.inner.writers.get().map_err(|e| Error::Away(e.to_string()))?;
        let mut attempt = 0;
        // Work that is run again is the same work: it is done at the same time.
        let now = self.inner.clock.now();
        loop {
            match self.attempt(&mut conn, actor, now, step) {
                Err(Error::Database(error)) if attempt < RETRIES && may_be_another_order(&conn, &error) => {
                    attempt += 1;
                    let [jitter] = super::seal::random::<1>();
                    std::thread::sleep(Duration::from_millis(u64::from(jitter % 16) + u64::from(attempt) * 2));
                }
                done => return done,
            }
        }
    }

    fn attempt(&self, conn: &mut Conn, actor: &Actor, now: Instant, step: Step<'_>) -> Result<()> {
        // With SQLite's default BEGIN, 150 of 200 contended transactions failed at once in spite of the busy timeout.
        begin(conn, "BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        let turn = Turn { conn, writes: true, made_keys: &mut false };
        match run(turn, &self.inner.keys, actor, now, step) {
            Ok(()) => {
                if let Err(error) = commit(conn) {
                    let _ = rollback(conn);
                    return Err(error.into());
                }
                Ok(())
            }
            Err(error) => {
                let _ = rollback(conn);
                Err(error)
            }
        }
    }
}

fn run(turn: Turn<'_>, keys: &Keyring, actor: &Actor, now: Instant, step: Step<'_>) -> Result<()> {
    let Turn { conn, writes, made_keys } = turn;
    if writes && !is_still(conn, actor, &now.day_in_the_hague())? {
        tracing::warn!(actor = actor.label(), "an account was shut or changed while its request was under way");
        return Err(Error::Revoked);
    }
    step(&mut Ctx { conn, keys, made_keys, writes, actor, now })
}

/// Whether the account of a person who acts is what it was when the request began: in the transaction that is to write, so that
/// nothing is done by who was suspended, or lost a role, between the gate and the deed.
fn is_still(conn: &mut Conn, actor: &Actor, today: &Day) -> Result<bool> {
    let Some(person) = actor.person() else { return Ok(true) };
    let found: Option<Row> = accounts::table
        .find(&person.account)
        .select((accounts::standing, accounts::role, accounts::state_id, accounts::ends_on, accounts::confirmed_at))
        .first(conn)
        .optional()?;
    Ok(found.is_some_and(|(standing, role, state, ends_on, confirmed_at)| {
        let open = !matches!(standing.as_str(), "suspended" | "ended") && ends_on.is_none_or(|last| last >= *today);
        let same = role == person.role && state == person.state;
        open && same && (confirmed_at.is_some() || !role.wants_confirmation())
    }))
}

/// What is read of an account again: standing, role, State, organ, last day, and when it was confirmed.
type Row = (String, Role, Option<StateId>, Option<Day>, Option<Instant>);

/// Which constraint a statement violated, the same names on both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    Unique,
    ForeignKey,
    Check,
}

/// Names the constraint that an error is about.
pub fn violated(error: &Diesel) -> Option<Constraint> {
    match error {
        Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Some(Constraint::Unique),
        Diesel::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Some(Constraint::ForeignKey),
        Diesel::DatabaseError(DatabaseErrorKind::CheckViolation, _) => Some(Constraint::Check),
        _ => None,
    }
}

/// Whether the same work may well succeed after the others'. PostgreSQL says of two serializable transactions that write the same
/// key sometimes that the key is taken, and not that they cannot be ordered.
fn may_be_another_order(conn: &Conn, error: &Diesel) -> bool {
    let key_taken = matches!(conn, Conn::Postgres(_)) && violated(error) == Some(Constraint::Unique);
    key_taken || is_serialization_failure(error)
}

fn is_serialization_failure(error: &Diesel) -> bool {
    match error {
        Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Diesel::DatabaseError(_, info) => info.message().contains("deadlock detected"),
        _ => false,
    }
}

fn permits(connections: u32) -> usize {
    usize::try_from(connections).unwrap_or(1)
}

async fn turn(queue: &Semaphore) -> Result<tokio::sync::SemaphorePermit<'_>> {
    match tokio::time::timeout(PATIENCE, queue.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(closed)) => Err(Error::internal(closed)),
        Err(_) => Err(Error::Away("no connection became free in time".to_owned())),
    }
}

async fn blocking(work: impl FnOnce() -> Result<Done> + Send + 'static) -> Result<Done> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panicked) => Err(Error::internal(panicked)),
    }
}

fn begin(conn: &mut Conn, sqlite: &str, postgres: &str) -> Result<()> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, sqlite)?,
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, postgres)?,
    }
    Ok(())
}

fn commit(conn: &mut Conn) -> Result<(), Diesel> {
    match conn {
        Conn::Sqlite(c) => <SqliteConnection as Connection>::TransactionManager::commit_transaction(c),
        Conn::Postgres(c) => <PgConnection as Connection>::TransactionManager::commit_transaction(c),
    }
}

/// A place to go back to inside a transaction; [`commit`] and [`rollback`] end it.
fn savepoint(conn: &mut Conn) -> Result<(), Diesel> {
    match conn {
        Conn::Sqlite(c) => <SqliteConnection as Connection>::TransactionManager::begin_transaction(c),
        Conn::Postgres(c) => <PgConnection as Connection>::TransactionManager::begin_transaction(c),
    }
}

fn rollback(conn: &mut Conn) -> Result<(), Diesel> {
    let undone = match conn {
        Conn::Sqlite(c) => <SqliteConnection as Connection>::TransactionManager::rollback_transaction(c),
        Conn::Postgres(c) => <PgConnection as Connection>::TransactionManager::rollback_transaction(c),
    };
    // The pool drops a connection whose transaction is still open, so nothing more is to be done than to say it.
    undone.inspect_err(|error| tracing::warn!(%error, "a transaction could not be rolled back"))
}
