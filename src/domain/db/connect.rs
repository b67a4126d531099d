//! From a URL to a pool. The scheme is read by hand: the derived `establish` turned a mistyped URL into a new SQLite file.

use std::path::PathBuf;
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sqlite::SqliteConnection;

use super::Conn;
use crate::domain::error::{Error, Result};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file; made where it does not exist.
    Sqlite(PathBuf),
    /// A `postgres://` URL, with its password: never shown.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH` or `postgres://...`.
    ///
    /// # Errors
    /// A sentence for the operator, when the scheme is neither, or when a PostgreSQL server on another machine would be spoken to
    /// without a verified certificate.
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//");
            return if path.is_empty() {
                Err("database.url: a path has to follow \"sqlite:\"".to_owned())
            } else {
                Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let verified = cfg!(feature = "pg-tls") && url.contains("sslmode=verify-full");
            return if verified || is_local(url) {
                Ok(DatabaseUrl::Postgres(url.to_owned()))
            } else {
                Err("database.url: a PostgreSQL server on another machine needs a build with the feature pg-tls and \
                     sslmode=verify-full in the URL"
                    .to_owned())
            };
        }
        Err("database.url has to begin with sqlite: or postgres://".to_owned())
    }
}

/// True where the server is on this machine: a socket folder, or the loopback interface.
fn is_local(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or("");
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let overridden = rest.contains("host=") || rest.contains("hostaddr=");
    let socket = rest.contains("?host=%2F")
        || rest.contains("?host=/")
        || rest.contains("&host=%2F")
        || rest.contains("&host=/");
    let loopback = host.is_empty()
        || host == "localhost"
        || host.starts_with("localhost:")
        || host.starts_with("127.0.0.1")
        || host.starts_with("[::1]");
    loopback && (!overridden || socket)
}

/// Makes and checks connections for the pool.
pub struct Manager(DatabaseUrl);

impl Manager {
    pub(super) fn new(url: &DatabaseUrl) -> Self {
        Manager(url.clone())
    }
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        match &self.0 {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())
                    .map_err(diesel::r2d2::Error::ConnectionError)?;
                conn.batch_execute(SQLITE_SETTINGS).map_err(diesel::r2d2::Error::QueryError)?;
                Ok(Conn::Sqlite(conn))
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(diesel::r2d2::Error::ConnectionError)?;
                conn.batch_execute(POSTGRES_SETTINGS).map_err(diesel::r2d2::Error::QueryError)?;
                Ok(Conn::Postgres(conn))
            }
        }
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        // SQLite is in this process; only a server can go away.
        if matches!(conn, Conn::Postgres(_)) {
            conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)?;
        }
        Ok(())
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || is_broken(conn)
    }
}

fn is_broken(conn: &mut Conn) -> bool {
    match conn {
        Conn::Sqlite(c) => <SqliteConnection as Connection>::TransactionManager::is_broken_transaction_manager(c),
        Conn::Postgres(c) => <PgConnection as Connection>::TransactionManager::is_broken_transaction_manager(c),
    }
}

/// `busy_timeout` comes before `journal_mode`, which takes a lock. `FULL`: what is acknowledged is on the disk.
/// `secure_delete` overwrites what is deleted; `temp_store` keeps temporary tables out of files.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; \
    PRAGMA cache_size = -4096;";

const POSTGRES_SETTINGS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '30s'; SET client_min_messages = warning;";

/// A pool of at most `size` connections, none of them opened before it is needed.
pub(super) fn pool(url: &DatabaseUrl, size: u32) -> Result<Pool<Manager>> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(true)
        .connection_timeout(Duration::from_secs(5))
        .build(Manager::new(url))
        .map_err(|e| Error::Away(e.to_string()))
}
