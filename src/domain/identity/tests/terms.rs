//! Accounts end with their last day: at once for who asks, warned of before, and written down by the caretaker.

use super::*;
use crate::domain::access::Read;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal};
use crate::domain::identity::changes::set_end;
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::terms::{Swept, sweep};
use crate::domain::identity::{Found, invitations, sessions};
use crate::domain::time::Day;

const CARETAKER: Actor = Actor::Task(Task::Caretaker);
const DAY: i64 = 24 * 3600;

fn last(days: i64, test: &TestDb) -> Day {
    test.now().plus_seconds(days * DAY).day_in_the_hague()
}

fn sweeps(test: &TestDb) -> (usize, usize) {
    let Swept { ended, warned } = test.does(&CARETAKER, sweep);
    (ended.len(), warned)
}

/// Who was written to by a kind of letter.
fn told(test: &TestDb, kind: mail::LetterKind) -> Vec<String> {
    let mut to: Vec<String> = test
        .sees(&OPERATOR, mail::list)
        .into_iter()
        .filter(|letter| letter.kind == kind)
        .map(|letter| letter.recipient)
        .collect();
    to.sort();
    to
}

#[test]
fn on_the_day_after_the_last_one_nobody_comes_in_and_sessions_are_over() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let ali = comes_in(test, "ali@sen.example", Role::Reader);
        let actor = as_person(test, &ali);
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(0, test))));
        // Until midnight in The Hague: 15 April 2027, 23:59 is 21:59 UTC.
        test.pass(12 * 3600 - 120);
        let session = signs_in(test, "ali@sen.example");
        let found = || test.sees(&DOORKEEPER, |ctx| sessions::find(ctx, &session.token, &LIMITS));
        assert!(matches!(found(), Found::Live(_)));
        test.pass(240);
        assert_eq!(found(), Found::None);
        let attempt = test.does(&DOORKEEPER, |ctx| {
            crate::domain::identity::sign_in::begin(ctx, "ali@sen.example", "192.0.2.1", None)
        });
        assert!(attempt.account.is_none() && attempt.password().is_none());
        let late = test.tries(&actor, |ctx| crate::domain::identity::accounts::set_language(ctx, "fr"));
        assert!(matches!(late, Err(Error::Revoked)));
        let again = test.tries(&OPERATOR, |ctx| invitations::issue(ctx, &ali).map(|_| ()));
        assert!(matches!(again, Err(Error::Refused(Refusal::AccountEnded))));
        let later = last(30, test);
        let reopened = test.tries(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&later)));
        assert!(matches!(reopened, Err(Error::Refused(Refusal::AccountEnded))));
        assert_eq!(sweeps(test), (1, 0));
        assert_eq!(sweeps(test), (0, 0));
        let account = test.sees(&OPERATOR, |ctx| ctx.permit::<Read, Account>(&ali)).into_row();
        assert_eq!(account.standing, Standing::Ended);
    });
}

#[test]
fn an_invitation_of_an_account_that_is_over_opens_nothing() {
    on_each(|test| {
        with_states(test);
        let ali = makes(test, "ali@sen.example", Role::Reader);
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(1, test))));
        let (issued, token) = invites(test, &ali);
        test.pass(2 * DAY);
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
    });
}

#[test]
fn the_person_and_those_who_look_after_the_account_are_warned_twice_each_once() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        comes_in(test, "sarr@sen.example", Role::Coordinator);
        let ali = comes_in(test, "ali@sen.example", Role::Contributor);
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(40, test))));
        assert_eq!(sweeps(test), (0, 0));
        test.pass(9 * DAY);
        assert_eq!(sweeps(test), (0, 0), "31 days before");
        test.pass(DAY);
        assert_eq!(sweeps(test), (0, 1));
        assert_eq!(sweeps(test), (0, 0), "each warning once");
        assert_eq!(told(test, mail::LetterKind::AccountEnds), ["ali@sen.example"]);
        assert_eq!(told(test, mail::LetterKind::ColleagueEnds), ["awa@sen.example", "sarr@sen.example"]);
        test.pass(23 * DAY);
        assert_eq!(sweeps(test), (0, 1), "seven days before");
        test.pass(DAY);
        assert_eq!(sweeps(test), (0, 0));
        assert_eq!(told(test, mail::LetterKind::AccountEnds).len(), 2);
        // A later day is warned of anew.
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(20, test))));
        assert_eq!(sweeps(test), (0, 1));
        test.pass(21 * DAY);
        assert_eq!(sweeps(test), (1, 0), "a sweep that comes late ends and does not warn");
    });
}

#[test]
fn the_end_of_the_last_coordinator_is_told_to_the_secretariat() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "officer@asp.example", Role::Secretariat);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        test.does(&OPERATOR, |ctx| set_end(ctx, &awa, Some(&last(0, test))));
        assert_eq!(sweeps(test), (0, 1));
        test.pass(DAY);
        assert_eq!(sweeps(test), (1, 0));
        assert_eq!(told(test, mail::LetterKind::CoordinatorMissing), ["officer@asp.example"]);
    });
}

#[test]
fn the_sweep_is_the_caretakers_alone() {
    on_each(|test| {
        with_states(test);
        let officer = comes_in(test, "officer@asp.example", Role::Secretariat);
        for actor in [as_person(test, &officer), OPERATOR, DOORKEEPER, MAILER, Actor::Nobody] {
            assert!(matches!(test.tries(&actor, |ctx| sweep(ctx).map(|_| ())), Err(Error::NotFound)), "{actor:?}");
        }
        let tried = test.tries(&CARETAKER, |ctx| crate::domain::identity::accounts::suspend(ctx, &officer));
        assert!(matches!(tried, Err(Error::NotFound)));
    });
}

#[test]
fn a_day_that_has_passed_is_refused() {
    on_each(|test| {
        with_states(test);
        let ali = makes(test, "ali@sen.example", Role::Reader);
        let past = test.tries(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(-1, test))));
        assert!(matches!(past, Err(Error::Refused(Refusal::EndPast))));
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, Some(&last(0, test))));
        test.does(&OPERATOR, |ctx| set_end(ctx, &ali, None));
    });
}
