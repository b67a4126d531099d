//! Brings a database to the present schema. On PostgreSQL this is done by the role that owns the tables, which is not the role
//! that serves: the serving role can neither change the schema nor rewrite what was submitted.

use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::r2d2::ManageConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, DatabaseUrl, Manager};
use crate::domain::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Tables to which the serving role may only add rows.
const APPEND_ONLY: [&str; 5] = ["answer_versions", "audit", "clarification_entries", "readings", "revisions"];

/// Applies every migration that is missing and says how many that were.
///
/// # Errors
/// When the database cannot be reached or a migration fails, which leaves it as it was.
pub fn up(url: &DatabaseUrl) -> Result<usize> {
    match &mut connect(url)? {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|done| done.len()),
        Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|done| done.len()),
    }
    .map_err(Error::internal)
}

/// Undoes every migration; for the tests of the migrations.
///
/// # Errors
/// When the database cannot be reached or a migration cannot be undone.
pub fn down(url: &DatabaseUrl) -> Result<usize> {
    match &mut connect(url)? {
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(|done| done.len()),
        Conn::Postgres(c) => c.revert_all_migrations(POSTGRES).map(|done| done.len()),
    }
    .map_err(Error::internal)
}

/// How many migrations the database lacks.
///
/// # Errors
/// When the database cannot be reached.
pub fn missing(url: &DatabaseUrl) -> Result<usize> {
    match &mut connect(url)? {
        Conn::Sqlite(c) => c.pending_migrations(SQLITE).map(|them| them.len()),
        // Without the owner's rights the table of applied migrations can only be read, so count instead of asking the harness.
        Conn::Postgres(c) => {
            use diesel::prelude::*;
            let applied = c
                .transaction(|c| {
                    diesel::dsl::sql::<diesel::sql_types::BigInt>("SELECT count(*) FROM __diesel_schema_migrations")
                        .get_result::<i64>(c)
                })
                .unwrap_or(0);
            let all = MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES).map_err(Error::internal)?.len();
            Ok(all.saturating_sub(usize::try_from(applied).unwrap_or(0)))
        }
    }
    .map_err(|e: Box<dyn std::error::Error + Send + Sync>| Error::internal(e))
}

/// Gives the serving role what it needs and no more: no ownership, and no change of what was submitted or recorded.
///
/// # Errors
/// When `role` is not a plain name, or the database refuses.
pub fn grant(url: &DatabaseUrl, role: &str) -> Result<()> {
    let plain = role.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if role.is_empty() || !plain {
        return Err(Error::internal("the role has to be lower-case letters, digits and _"));
    }
    let mut conn = connect(url)?;
    let mut sql = format!(
        "GRANT USAGE ON SCHEMA public TO {role}; \
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}; \
         REVOKE INSERT, UPDATE, DELETE ON __diesel_schema_migrations FROM {role};"
    );
    for table in APPEND_ONLY {
        sql.push_str(&format!("REVOKE UPDATE, DELETE ON {table} FROM {role};"));
    }
    conn.batch_execute(&sql)?;
    Ok(())
}

fn connect(url: &DatabaseUrl) -> Result<Conn> {
    Manager::new(url).connect().map_err(|e| Error::Away(e.to_string()))
}
