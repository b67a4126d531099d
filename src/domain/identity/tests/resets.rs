//! Links for forgotten passwords: who may ask, how often one is mailed, and how long one is kept.

use super::*;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal};
use crate::domain::identity::resets::*;

const AWA: &str = "awa@sen.example";

/// Somebody who came in and has an authenticator.
fn awa(test: &TestDb) -> AccountId {
    with_states(test);
    let awa = comes_in(test, AWA, Role::Coordinator);
    with_codes(test, &awa);
    awa
}

fn asks(test: &TestDb, address: &str, device: Option<&str>) -> Asked {
    test.does(&DOORKEEPER, |ctx| ask(ctx, AWA, address, device))
}

/// The tokens of links that wait in the outbox; they are taken out.
fn mailed(test: &TestDb) -> Vec<String> {
    let letters = test.does(&MAILER, |ctx| mail::due(ctx, 100));
    for letter in &letters {
        test.does(&MAILER, |ctx| mail::accepted(ctx, &letter.id));
    }
    let token = |letter: mail::Leased| match letter.letter {
        Letter::PasswordReset { token } => Some(token),
        _ => None,
    };
    letters.into_iter().filter_map(token).collect()
}

#[test]
fn a_link_is_mailed_once_in_a_quarter_of_an_hour_and_an_earlier_one_is_withdrawn() {
    on_each(|test| {
        let awa = awa(test);
        assert_eq!(asks(test, "192.0.2.1", None), Asked::Taken);
        let first = mailed(test).pop().unwrap();
        test.pass(15 * 60 - 1);
        assert_eq!(asks(test, "198.51.100.7", None), Asked::Taken);
        assert!(mailed(test).is_empty());
        assert!(test.sees(&DOORKEEPER, |ctx| peek(ctx, &first)).is_some(), "what lies in the inbox still holds");
        test.pass(1);
        assert_eq!(asks(test, "198.51.100.7", None), Asked::Taken);
        let second = mailed(test).pop().unwrap();
        assert_eq!(test.sees(&DOORKEEPER, |ctx| peek(ctx, &first)), None);
        assert_eq!(test.sees(&DOORKEEPER, |ctx| peek(ctx, &second)).unwrap().email, AWA);
        // After a clock that went back a link is mailed all the same.
        test.pass(-3600);
        assert_eq!(asks(test, "192.0.2.1", None), Asked::Taken);
        let third = mailed(test).pop().unwrap();
        let new = hash("correct horse battery staple");
        assert_eq!(test.does(&DOORKEEPER, |ctx| replace(ctx, &second, &new)), None);
        assert_eq!(test.does(&DOORKEEPER, |ctx| replace(ctx, &third, &new)), Some(awa));
        assert_eq!(test.does(&DOORKEEPER, |ctx| replace(ctx, &third, &new)), None);
    });
}

#[test]
fn nobody_but_the_doorkeeper_asks_looks_or_replaces() {
    on_each(|test| {
        let awa = awa(test);
        assert_eq!(asks(test, "192.0.2.1", None), Asked::Taken);
        let token = mailed(test).pop().unwrap();
        let new = hash("correct horse battery staple");
        for actor in [as_person(test, &awa), OPERATOR, MAILER, Actor::Nobody] {
            assert!(test.tries(&actor, |ctx| ask(ctx, AWA, "192.0.2.1", None)).is_err());
            assert!(test.tries(&actor, |ctx| peek(ctx, &token)).is_err());
            assert!(test.tries(&actor, |ctx| replace(ctx, &token, &new)).is_err());
            assert!(test.tries(&actor, purge).is_err());
        }
        let bad = test.tries(&DOORKEEPER, |ctx| ask(ctx, "no address", "192.0.2.1", None).map(drop));
        assert!(matches!(bad, Err(Error::Refused(Refusal::EmailBad))));
    });
}

#[test]
fn links_are_forgotten_a_week_after_they_ran_out() {
    on_each(|test| {
        awa(test);
        assert_eq!(asks(test, "192.0.2.1", None), Asked::Taken);
        test.pass(HOLDS + 7 * 24 * 3600);
        assert_eq!(test.does(&DOORKEEPER, purge), 0);
        test.pass(1);
        assert_eq!(test.does(&DOORKEEPER, purge), 1);
    });
}

#[test]
fn many_from_one_network_wait_and_others_do_not() {
    on_each(|test| {
        awa(test);
        let waits = (0..40).filter(|_| matches!(asks(test, "192.0.2.1", None), Asked::Wait { .. })).count();
        assert!(waits > 10, "{waits}");
        assert_eq!(asks(test, "198.51.100.7", None), Asked::Taken);
        test.pass(61);
        assert_eq!(asks(test, "192.0.2.1", None), Asked::Taken);
    });
}
