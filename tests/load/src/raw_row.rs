//! The yardstick of a save: a program that commits one row of the same size after the other into SQLite, with the same durability, and does
//! nothing else.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Binary};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl, sql_query};

use crate::Outcome;

/// The name under which the program starts itself as this yardstick: `raw-row FILE BYTES SECONDS`.
pub const NAME: &str = "raw-row";

/// Commits for so many seconds and prints the commits a second.
pub fn write(mut arguments: impl Iterator<Item = String>) -> Outcome {
    let file = arguments.next().ok_or("which file?")?;
    let bytes: usize = arguments.next().ok_or("how many bytes?")?.parse()?;
    let lasting = Duration::from_secs_f64(arguments.next().ok_or("for how long?")?.parse()?);
    let mut conn = SqliteConnection::establish(&file)?;
    // As src/domain/db/connect.rs.
    conn.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -4096; \
         CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;",
    )?;
    let sealed = vec![7_u8; bytes];
    let (began, mut commits) = (Instant::now(), 0_i64);
    while began.elapsed() < lasting {
        sql_query("INSERT OR REPLACE INTO answers (id, version, sealed) VALUES (?, ?, ?)")
            .bind::<BigInt, _>(commits % 200)
            .bind::<BigInt, _>(commits)
            .bind::<Binary, _>(&sealed)
            .execute(&mut conn)?;
        commits += 1;
    }
    println!("{}", f64::from(i32::try_from(commits)?) / began.elapsed().as_secs_f64());
    Ok(())
}
