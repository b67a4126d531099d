//! PostgreSQL's two roles, on the private cluster of `tests/postgres.sh`: what the serving role can do, and what it cannot.

// A test that cannot go on fails; clippy's exception for tests does not reach helpers here.
#![allow(clippy::unwrap_used)]

use concord::domain::actor::{Actor, Task};
use concord::domain::db::{DatabaseUrl, Db, migrate};
use concord::domain::seal::{Key, Keyring};
use concord::domain::time::Clock;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::app::{Database, postgres_urls, with_database};

/// The role that serves in the cluster.
const APP: &str = "concord_app";

/// A new database and its URLs: as the owner, and as the serving role. Nothing where there is no PostgreSQL.
fn fresh() -> Option<(Database, String, String)> {
    let (owner, app) = postgres_urls()?;
    let database = Database::create(&owner, None);
    let of = |url: &str| with_database(url, &database.name);
    let (owner, app) = (of(&owner), of(&app));
    Some((database, owner, app))
}

fn parsed(url: &str) -> DatabaseUrl {
    DatabaseUrl::parse(url).unwrap()
}

#[test]
fn the_serving_role_works_but_neither_changes_the_schema_nor_rewrites_what_was_recorded() {
    let Some((_database, owner, app)) = fresh() else { return };
    assert!(migrate::up(&parsed(&owner)).unwrap() > 0);
    migrate::grant(&parsed(&owner), APP).unwrap();

    let mut serving = PgConnection::establish(&app).unwrap();
    for allowed in [
        "SELECT * FROM audit",
        "SELECT * FROM revisions",
        "UPDATE states SET name_en = name_en",
        "DELETE FROM sessions",
    ] {
        serving.batch_execute(allowed).unwrap();
    }
    for refused in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "UPDATE readings SET codes = ''",
        "UPDATE revisions SET sealed = ''",
        "DELETE FROM revisions",
        "TRUNCATE audit",
        "DROP TABLE audit",
        "ALTER TABLE audit ADD COLUMN x TEXT",
        "CREATE TABLE mine (x TEXT)",
        "DELETE FROM __diesel_schema_migrations",
    ] {
        let error = serving.batch_execute(refused).unwrap_err().to_string();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{refused}: {error}");
    }
}

#[test]
fn the_server_runs_as_the_serving_role() {
    let Some((_database, owner, app)) = fresh() else { return };
    migrate::up(&parsed(&owner)).unwrap();
    migrate::grant(&parsed(&owner), APP).unwrap();
    assert_eq!(migrate::missing(&parsed(&app)).unwrap(), 0, "the serving role cannot see that nothing is missing");

    let keys = Keyring::new(&Key::generate()).unwrap();
    let db = Db::open(&parsed(&app), 2, Clock::system(), keys).unwrap();
    db.write_now(&Actor::Task(Task::Operator), |_| Ok(())).unwrap();
}

#[test]
fn a_role_without_grants_sees_that_it_cannot_serve() {
    let Some((_database, owner, app)) = fresh() else { return };
    migrate::up(&parsed(&owner)).unwrap();
    assert!(migrate::missing(&parsed(&app)).unwrap() > 0);
}

#[test]
fn a_role_that_is_no_plain_name_is_not_put_into_sql() {
    let Some((_database, owner, _)) = fresh() else { return };
    for bad in ["", "x; DROP TABLE audit", "\"x\"", "Concord", "a-b"] {
        assert!(migrate::grant(&parsed(&owner), bad).is_err(), "{bad:?}");
    }
}
