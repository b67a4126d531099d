//! Data keys: exchanged, wrapped anew, destroyed, and copied to where they do not belong.

use super::keys::{outdated, rewrap, rotate, standing, take_secrets};
use super::*;
use crate::domain::actor::{Actor, Task};
use crate::domain::db::testing::{TestDb, on_each};

const OPERATOR: Actor = Actor::Task(Task::Operator);

fn seals(test: &TestDb, text: &[u8]) -> Vec<u8> {
    test.does(&OPERATOR, |ctx| sealer(ctx, Purpose::Outbox)?.seal("somewhere", text))
}

fn opens(test: &TestDb, sealed: &[u8]) -> Vec<u8> {
    test.sees(&OPERATOR, |ctx| sealer(ctx, Purpose::Outbox)?.open("somewhere", sealed))
}

#[test]
fn what_an_older_data_key_sealed_opens_after_another_one_seals() {
    on_each(|test| {
        let before = seals(test, b"before");
        test.does(&OPERATOR, |ctx| rotate(ctx, Purpose::Outbox));
        // Servers that run may not know the new one yet, so the old one still seals.
        assert_eq!(crate::domain::seal::key_of(&seals(test, b"")), crate::domain::seal::key_of(&before));
        test.pass(121);
        let after = seals(test, b"after");
        assert_ne!(crate::domain::seal::key_of(&after), crate::domain::seal::key_of(&before));
        assert_eq!((opens(test, &before), opens(test, &after)), (b"before".to_vec(), b"after".to_vec()));
        let none = test.tries(&OPERATOR, |ctx| rotate(ctx, Purpose::Factors));
        assert!(matches!(none, Err(Error::NotFound)), "a key was made for nothing");
    });
}

#[test]
fn every_server_that_runs_knows_another_key_before_any_of_them_seals_with_it() {
    on_each(|test| {
        seals(test, b"the keys of the scope are opened now");
        test.pass(59);
        test.does(&OPERATOR, |ctx| rotate(ctx, Purpose::Outbox));
        // Whatever was opened before the rotation is asked for again before the new key seals.
        for _ in 0..4 {
            test.pass(59);
            let sealed = seals(test, b"text");
            assert_eq!(opens(test, &sealed), b"text");
        }
    });
}

#[test]
fn only_the_operator_touches_keys() {
    on_each(|test| {
        seals(test, b"text");
        for actor in [Actor::Nobody, Actor::Task(Task::Doorkeeper), Actor::Task(Task::Mailer)] {
            assert!(matches!(test.tries(&actor, standing), Err(Error::NotFound)));
            assert!(matches!(test.tries(&actor, take_secrets), Err(Error::NotFound)));
            assert!(matches!(test.tries(&actor, outdated), Err(Error::NotFound)));
            assert!(matches!(test.tries(&actor, |ctx| rotate(ctx, Purpose::Outbox)), Err(Error::NotFound)));
        }
    });
}

#[test]
fn what_is_wrapped_with_the_present_key_is_left_alone() {
    on_each(|test| {
        seals(test, b"text");
        assert!(!test.sees(&OPERATOR, take_secrets), "a unit of work that reads wrote secrets");
        assert!(test.does(&OPERATOR, take_secrets));
        assert!(test.sees(&OPERATOR, take_secrets));
        let standing = test.sees(&OPERATOR, standing);
        assert_eq!((standing.keys, standing.outdated, standing.shut.len()), (5, 0, 0));
        assert!(test.sees(&OPERATOR, outdated).is_empty());
        let unknown: KeyId = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        assert!(!test.does(&OPERATOR, |ctx| rewrap(ctx, &unknown)));
    });
}
