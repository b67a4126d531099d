//! A migrated database for a test, on SQLite and, where `CONCORD_TEST_POSTGRES_URL` names a server, on PostgreSQL as well. Each
//! is a copy of a template, and has a clock that the test moves.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{DatabaseUrl, Db, migrate};
use crate::domain::actor::{Actor, Organ, Person, Task};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::seal::{Key, Keyring};
use crate::domain::time::{Clock, Instant};

/// When tests begin: 15 April 2027, 10:00 UTC.
const START: i64 = 1_807_783_200_000_000;

/// A database of a test's own.
pub(crate) struct TestDb {
    pub(crate) db: Db,
    now: Arc<AtomicI64>,
    files: Option<tempfile::TempDir>,
    // Last: dropped when the connections are closed.
    _dropped: Option<Dropped>,
}

/// A database on the server that is dropped with this, whether the test passed or not; and the template that it is a copy of, which
/// goes with the last of its copies.
struct Dropped {
    server: String,
    name: String,
    _template: Option<Arc<Dropped>>,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropped = PgConnection::establish(&self.server).map_err(|error| error.to_string());
        let dropped = dropped.and_then(|mut conn| conn.batch_execute(&sql).map_err(|error| error.to_string()));
        assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
    }
}

impl TestDb {
    fn open(url: DatabaseUrl, files: Option<tempfile::TempDir>, dropped: Option<Dropped>) -> Self {
        let now = Arc::new(AtomicI64::new(START));
        let read = now.clone();
        let clock = Clock::from_fn(move || Instant::from_micros(read.load(Ordering::SeqCst)));
        let keys = Keyring::new(&Key::generate()).unwrap();
        let db = Db::open(&url, 4, clock, keys).unwrap();
        TestDb { db, now, files, _dropped: dropped }
    }

    /// Moves the clock.
    pub(crate) fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub(crate) fn is_now(&self, instant: Instant) {
        self.now.store(instant.micros(), Ordering::SeqCst);
    }

    /// Gives somebody whom a test made up an account, in place of an earlier one: who has none can change nothing.
    pub(crate) fn admits(&self, person: &Person) {
        use super::schema::accounts;
        let organ = person.role.of_the_court().then_some(person.organ.unwrap_or(Organ::Registry));
        self.does(&Actor::Task(Task::Operator), |ctx| {
            diesel::delete(accounts::table.find(&person.account)).execute(ctx.conn)?;
            diesel::insert_into(accounts::table)
                .values((
                    accounts::id.eq(&person.account),
                    accounts::state_id.eq(&person.state),
                    accounts::organ.eq(organ),
                    accounts::role.eq(person.role),
                    accounts::name.eq(&person.name),
                    accounts::email.eq("somebody@platform.example"),
                    accounts::language.eq("en"),
                    accounts::standing.eq("active"),
                    accounts::created_at.eq(ctx.now()),
                    accounts::confirmed_at.eq(Some(ctx.now())),
                ))
                .execute(ctx.conn)?;
            Ok(())
        });
    }

    /// The files of the database, where it has files of its own.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let folder = self.files.as_ref().map(|folder| std::fs::read_dir(folder.path()).unwrap());
        folder.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
    }

    /// The time by the clock.
    pub(crate) fn now(&self) -> Instant {
        self.db.clock().now()
    }

    /// A unit of work that has to succeed.
    pub(crate) fn does<T>(&self, actor: &Actor, work: impl Fn(&mut Ctx<'_>) -> Result<T>) -> T {
        self.db.write_now(actor, work).unwrap()
    }

    /// A unit of work that may fail.
    pub(crate) fn tries<T>(&self, actor: &Actor, work: impl Fn(&mut Ctx<'_>) -> Result<T>) -> Result<T> {
        self.db.write_now(actor, work)
    }

    /// A unit of work that cannot change anything.
    pub(crate) fn sees<T>(&self, actor: &Actor, work: impl Fn(&mut Ctx<'_>) -> Result<T>) -> T {
        self.db.read_now(actor, work).unwrap()
    }
}

/// Runs a test on every database that is there.
pub(crate) fn on_each(test: impl Fn(&TestDb)) {
    test(&sqlite());
    if let Some(server) = server() {
        test(&postgres(&server));
    }
}

/// A test on SQLite alone.
pub(crate) fn sqlite() -> TestDb {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        migrate::up(&DatabaseUrl::Sqlite(path.clone())).unwrap();
        std::fs::read(path).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("test.db");
    std::fs::write(&path, template).unwrap();
    TestDb::open(DatabaseUrl::Sqlite(path), Some(folder), None)
}

fn server() -> Option<String> {
    // Tests alone read the environment outside the configuration: the server is private to the run.
    #[allow(clippy::disallowed_methods)]
    std::env::var("CONCORD_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

fn postgres(server: &str) -> TestDb {
    static TEMPLATE: Mutex<Weak<Dropped>> = Mutex::new(Weak::new());
    let mut known = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    let template = known.upgrade().unwrap_or_else(|| {
        let template = create(server, "template", None);
        migrate::up(&DatabaseUrl::parse(&named(server, &template.name)).unwrap()).unwrap();
        Arc::new(template)
    });
    *known = Arc::downgrade(&template);
    let copy = create(server, "test", Some(template));
    let url = DatabaseUrl::parse(&named(server, &copy.name)).unwrap();
    TestDb::open(url, None, Some(copy))
}

fn create(server: &str, what: &str, template: Option<Arc<Dropped>>) -> Dropped {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("concord_{what}_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let of = template.as_ref().map_or_else(String::new, |template| format!(" TEMPLATE {}", template.name));
    run(server, &format!("CREATE DATABASE {name}{of}"));
    Dropped { server: server.to_owned(), name, _template: template }
}

fn run(server: &str, sql: &str) {
    PgConnection::establish(server).unwrap().batch_execute(sql).unwrap();
}

/// The URL of another database on the same server.
fn named(server: &str, database: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, String::new()), |(b, q)| (b, format!("?{q}")));
    let (scheme, rest) = base.split_once("://").unwrap();
    let authority = rest.split('/').next().unwrap();
    format!("{scheme}://{authority}/{database}{query}")
}
