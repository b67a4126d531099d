//! What a unit of work can rely on.

mod writer;

use std::cell::{Cell, RefCell};

use diesel::result::{DatabaseErrorKind, Error as Diesel};

use super::testing::on_each;
use crate::domain::actor::{Actor, Task};
use crate::domain::error::Error;

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
