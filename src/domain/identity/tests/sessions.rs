//! Sessions on a moved clock, replayed after signing out, and of people whose rights changed meanwhile.

use super::*;
use crate::domain::db::testing::on_each;
use crate::domain::error::Error;
use crate::domain::identity::accounts;
use crate::domain::identity::sessions::*;

fn finds(test: &TestDb, token: &SessionToken) -> Found {
    test.sees(&DOORKEEPER, |ctx| find(ctx, token, &LIMITS))
}

fn live(test: &TestDb, token: &SessionToken) -> Live {
    match finds(test, token) {
        Found::Live(live) => *live,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_leads_to_the_person_as_the_database_has_them_now() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let signed = signs_in(test, "awa@sen.example");
        let live = live(test, &signed.token);
        let person = Person {
            account: awa,
            name: "Awa Diop".to_owned(),
            role: Role::Coordinator,
            state: Some(state("SEN")),
            party: true,
            organ: None,
        };
        assert_eq!((live.person, live.language.as_str(), live.session), (person, "fr", signed.session));
        // Somebody of no State has no row of States, and is found all the same.
        comes_in(test, "clerk@court.example", Role::CourtReader);
        let clerk = self::live(test, &signs_in(test, "clerk@court.example").token);
        assert_eq!((clerk.person.organ, clerk.person.party), (Some(Organ::Registry), false));
    });
}

#[test]
fn what_is_no_token_leads_nowhere() {
    on_each(|test| {
        for bad in ["", "x", &"g".repeat(64), &"A".repeat(64), &"a".repeat(63), &"a".repeat(65), "a\0b"] {
            assert!(SessionToken::parse(bad).is_none(), "{bad:?}");
        }
        let guessed = SessionToken::parse(&"a".repeat(64)).unwrap();
        assert_eq!(finds(test, &guessed), Found::None);
    });
}

#[test]
fn the_table_does_not_hold_the_token() {
    on_each(|test| {
        use diesel::prelude::*;
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let token = signs_in(test, "awa@sen.example").token;
        let stored: Vec<u8> = test.sees(&DOORKEEPER, |ctx| {
            use crate::domain::db::schema::sessions;
            Ok(sessions::table.filter(sessions::stage.eq(Stage::Full)).select(sessions::token_hash).first(ctx.conn)?)
        });
        assert_eq!(stored, crate::domain::seal::sha256(token.as_str().as_bytes()));
    });
}

#[test]
fn a_session_runs_out_when_it_is_not_used_and_is_remembered_for_a_week() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let signed = signs_in(test, "awa@sen.example");
        for _ in 0..3 {
            test.pass(7199);
            let found = live(test, &signed.token);
            assert!(wants_touch(found.last_used, test.now()));
            test.does(&DOORKEEPER, |ctx| touch(ctx, &signed.session));
        }
        test.pass(7200);
        assert_eq!(finds(test, &signed.token), Found::Expired { account: awa, session: signed.session });
        test.pass(7 * 24 * 3600 - 1);
        assert!(matches!(finds(test, &signed.token), Found::Expired { .. }));
        test.pass(1);
        assert_eq!(finds(test, &signed.token), Found::None);
    });
}

#[test]
fn use_does_not_keep_a_session_alive_beyond_its_absolute_limit() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "clerk@court.example", Role::CourtReader);
        let signed = signs_in(test, "clerk@court.example");
        for _ in 0..(12 * 3600 / 1000) {
            test.pass(1000);
            live(test, &signed.token);
            test.does(&DOORKEEPER, |ctx| touch(ctx, &signed.session));
        }
        test.pass(200);
        assert!(matches!(finds(test, &signed.token), Found::Expired { .. }));
    });
}

#[test]
fn the_last_use_is_written_once_a_minute() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let signed = signs_in(test, "awa@sen.example");
        let begun = live(test, &signed.token).last_used;
        test.pass(59);
        assert!(!wants_touch(begun, test.now()));
        test.does(&DOORKEEPER, |ctx| touch(ctx, &signed.session));
        assert_eq!(live(test, &signed.token).last_used, begun);
        test.pass(1);
        test.does(&DOORKEEPER, |ctx| touch(ctx, &signed.session));
        assert_eq!(live(test, &signed.token).last_used, test.now());
    });
}

#[test]
fn a_token_replayed_after_signing_out_is_nothing() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let other = comes_in(test, "ali@sen.example", Role::Coordinator);
        let (signed, elsewhere) = (signs_in(test, "awa@sen.example"), signs_in(test, "awa@sen.example"));
        // A colleague cannot end it, and is not told that it is there.
        let ali = as_person(test, &other);
        test.does(&ali, |ctx| end(ctx, &signed.session));
        live(test, &signed.token);
        test.does(&as_person(test, &awa), |ctx| end(ctx, &signed.session));
        assert_eq!(finds(test, &signed.token), Found::None);
        test.does(&DOORKEEPER, |ctx| touch(ctx, &signed.session));
        assert_eq!(finds(test, &signed.token), Found::None);
        live(test, &elsewhere.token);
        assert!(matches!(test.tries(&Actor::Nobody, |ctx| end(ctx, &elsewhere.session)), Err(Error::NotFound)));
    });
}

#[test]
fn suspended_and_closed_accounts_are_out_at_once_and_stay_out_when_resumed() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let signed = signs_in(test, "awa@sen.example");
        test.does(&OPERATOR, |ctx| accounts::suspend(ctx, &awa));
        assert_eq!(finds(test, &signed.token), Found::None);
        test.does(&OPERATOR, |ctx| accounts::resume(ctx, &awa));
        assert_eq!(finds(test, &signed.token), Found::None);
        let again = signs_in(test, "awa@sen.example");
        test.does(&OPERATOR, |ctx| accounts::close(ctx, &awa));
        assert_eq!(finds(test, &again.token), Found::None);
    });
}

#[test]
fn a_person_of_a_state_that_leaves_is_of_a_former_party_from_midnight_in_the_hague() {
    on_each(|test| {
        with_states(test);
        let evening = "2026-06-01T21:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
        test.is_now(crate::domain::time::Instant::from_micros(evening));
        let person = NewAccount { state: Some(state("HUN")), ..somebody("anna@hun.example", Role::Coordinator) };
        let account = test.does(&OPERATOR, |ctx| accounts::make(ctx, &person));
        let (issued, token) = invites(test, &account);
        let _ = accepts(test, &token, &issued.code);
        let signed = signs_in(test, "anna@hun.example");
        assert!(live(test, &signed.token).person.party);
        test.pass(3600);
        assert!(!live(test, &signed.token).person.party);
    });
}

#[test]
fn only_what_leads_nowhere_is_purged() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let (ended, old) = (signs_in(test, "awa@sen.example"), signs_in(test, "awa@sen.example"));
        test.does(&DOORKEEPER, |ctx| end(ctx, &ended.session));
        // Three: the one that was signed out, and the two half-way ones that they followed.
        assert_eq!(test.does(&DOORKEEPER, |ctx| purge(ctx, &LIMITS)), 3);
        test.pass(8 * 24 * 3600 - 3600);
        let new = signs_in(test, "awa@sen.example");
        assert_eq!(test.does(&DOORKEEPER, |ctx| purge(ctx, &LIMITS)), 1, "the half-way one");
        test.pass(3601);
        assert_eq!(test.does(&DOORKEEPER, |ctx| purge(ctx, &LIMITS)), 1);
        assert_eq!(finds(test, &old.token), Found::None);
        live(test, &new.token);
    });
}

#[test]
fn nobody_else_looks_tokens_up() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let token = signs_in(test, "awa@sen.example").token;
        let officer = comes_in(test, "officer@asp.example", Role::Secretariat);
        let (awa, officer) = (as_person(test, &awa), as_person(test, &officer));
        for actor in [Actor::Nobody, MAILER, OPERATOR, awa, officer] {
            assert!(test.tries(&actor, |ctx| find(ctx, &token, &LIMITS)).is_err());
        }
    });
}
