//! What a unit of work can rely on.

mod writer;

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex};

use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};

use super::prepared_update;
use super::schema::accounts;
use super::testing::on_each;
use crate::domain::actor::{Actor, Person, Role, Task};
use crate::domain::error::Error;
use crate::domain::ids::AccountId;

const OPERATOR: Actor = Actor::Task(Task::Operator);

#[test]
fn work_that_is_run_again_is_done_at_the_time_at_which_it_began() {
    on_each(|test| {
        let (attempts, seen) = (Cell::new(0), RefCell::new(Vec::new()));
        let began = test.now();
        test.does(&OPERATOR, |ctx| {
            seen.borrow_mut().push(ctx.now());
            attempts.set(attempts.get() + 1);
            // The clock goes on, and PostgreSQL asks for another order.
            test.pass(60);
            if attempts.get() < 3 {
                let info = Box::new("could not serialize access due to concurrent update".to_owned());
                return Err(Error::Database(Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, info)));
            }
            Ok(())
        });
        assert_eq!(seen.into_inner(), [began; 3]);
        assert_eq!(test.now(), began.plus_seconds(180));
    });
}

#[test]
fn a_commit_that_failed_names_its_cause() {
    let broken = |kind, text: &str| Diesel::DatabaseError(kind, Box::new(text.to_owned()));
    let away = Diesel::RollbackErrorOnCommit {
        rollback_error: Box::new(Diesel::BrokenTransactionManager),
        commit_error: Box::new(broken(
            DatabaseErrorKind::ClosedConnection,
            "server closed the connection unexpectedly",
        )),
    };
    assert!(matches!(Error::from(away), Error::Away(_)));
    let full = Diesel::RollbackErrorOnCommit {
        rollback_error: Box::new(Diesel::BrokenTransactionManager),
        commit_error: Box::new(broken(DatabaseErrorKind::Unknown, "database or disk is full")),
    };
    assert!(matches!(Error::from(full), Error::Full));
}

#[test]
fn an_update_that_is_kept_prepared_is_prepared_once_and_writes_each_time_what_it_is_given() {
    on_each(|test| {
        let account: AccountId = "01900000-0000-7000-8000-000000000001".parse().unwrap();
        let person = Person {
            account: account.clone(),
            name: "A. Diop".to_owned(),
            role: Role::Secretariat,
            state: None,
            party: false,
            organ: None,
        };
        test.admits(&person);
        let kept = Arc::new(Mutex::new(Vec::new()));
        let seen = kept.clone();
        let stood = test.does(&OPERATOR, move |ctx| {
            let seen = seen.clone();
            ctx.conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::CacheQuery { sql, .. } = event {
                    seen.lock().unwrap().push(sql.to_owned());
                }
            });
            let row = accounts::table.find(&account);
            let mut stood = Vec::new();
            for (name, last) in [("Ada", None), ("Grace", Some("2027-12-31")), ("Emmy", None)] {
                let set = (accounts::name.eq(name), accounts::ends_on.eq(last));
                assert_eq!(prepared_update(row, set).execute(ctx.conn)?, 1);
                stood
                    .push(row.select((accounts::name, accounts::ends_on)).first::<(String, Option<String>)>(ctx.conn)?);
            }
            let nobody = accounts::table.find("nobody");
            let none = (accounts::name.eq("Sofia"), accounts::ends_on.eq(None::<&str>));
            assert_eq!(prepared_update(nobody, none).execute(ctx.conn)?, 0);
            Ok(stood)
        });
        let named = |name: &str, last: Option<&str>| (name.to_owned(), last.map(str::to_owned));
        assert_eq!(stood, [named("Ada", None), named("Grace", Some("2027-12-31")), named("Emmy", None)]);
        let updates = kept.lock().unwrap().iter().filter(|sql| sql.starts_with("UPDATE")).count();
        assert_eq!(updates, 1);
    });
}
