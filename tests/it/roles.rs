//! PostgreSQL's two roles, on the private cluster of `tests/postgres.sh`: what the serving role can do, and what it cannot.

// A test that cannot go on fails; clippy's exception for tests does not reach helpers here. Tests alone read the environment.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use concord::domain::actor::{Actor, Task};
use concord::domain::db::{DatabaseUrl, Db, migrate};
use concord::domain::seal::{Key, Keyring};
use concord::domain::time::Clock;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;

/// The role that serves in the cluster.
const APP: &str = "concord_app";

/// The URLs of a new database: as the owner, and as the serving role. Nothing where there is no PostgreSQL; `tests/run` makes that an
/// error in CI.
fn fresh(name: &str) -> Option<(String, String)> {
    let url = |variable| std::env::var(variable).ok().filter(|url: &String| !url.is_empty());
    let (owner, app) = (url("CONCORD_TEST_POSTGRES_URL")?, url("CONCORD_TEST_POSTGRES_APP_URL")?);
    let name = format!("{name}_{}", std::process::id());
    PgConnection::establish(&owner).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let of = |url: &str| url.replace("/concord?", &format!("/{name}?"));
    Some((of(&owner), of(&app)))
}

fn parsed(url: &str) -> DatabaseUrl {
    DatabaseUrl::parse(url).unwrap()
}

#[test]
fn the_serving_role_works_but_neither_changes_the_schema_nor_rewrites_what_was_recorded() {
    let Some((owner, app)) = fresh("roles") else { return };
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
    let Some((owner, app)) = fresh("serving") else { return };
    migrate::up(&parsed(&owner)).unwrap();
    migrate::grant(&parsed(&owner), APP).unwrap();
    assert_eq!(migrate::missing(&parsed(&app)).unwrap(), 0, "the serving role cannot see that nothing is missing");

    let keys = Keyring::new(&Key::generate()).unwrap();
    let db = Db::open(&parsed(&app), 2, Clock::system(), keys).unwrap();
    db.write_now(&Actor::Task(Task::Operator), |_| Ok(())).unwrap();
}

#[test]
fn a_role_without_grants_sees_that_it_cannot_serve() {
    let Some((owner, app)) = fresh("ungranted") else { return };
    migrate::up(&parsed(&owner)).unwrap();
    assert!(migrate::missing(&parsed(&app)).unwrap() > 0);
}

#[test]
fn a_role_that_is_no_plain_name_is_not_put_into_sql() {
    let Some((owner, _)) = fresh("plain") else { return };
    for bad in ["", "x; DROP TABLE audit", "\"x\"", "Concord", "a-b"] {
        assert!(migrate::grant(&parsed(&owner), bad).is_err(), "{bad:?}");
    }
}
