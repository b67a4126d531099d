//! Who has to wait, and for whom strangers cannot make it longer.

use super::*;
use crate::domain::db::testing::on_each;
use crate::domain::identity::accounts;
use crate::domain::identity::sign_in::*;

const HOME: &str = "192.0.2.1";
const STRANGE: &str = "198.51.100.7";

fn begins(test: &TestDb, email: &str, address: &str, device: Option<&str>) -> Attempt {
    test.does(&DOORKEEPER, |ctx| begin(ctx, email, address, device))
}

/// Seconds that an attempt has to wait.
fn waits(test: &TestDb, attempt: &Attempt) -> i64 {
    attempt.wait_until.map_or(0, |until| until.seconds_since(test.now()))
}

/// One wrong password, after whatever wait; says how long that was.
fn fails(test: &TestDb, email: &str, address: &str, device: Option<&str>) -> i64 {
    let attempt = begins(test, email, address, device);
    let waited = waits(test, &attempt);
    let attempt = if waited > 0 {
        test.pass(waited);
        begins(test, email, address, device)
    } else {
        attempt
    };
    assert_eq!(waits(test, &attempt), 0);
    test.does(&DOORKEEPER, |ctx| failed(ctx, &attempt, &Client::default()));
    waited
}

fn succeeds(test: &TestDb, email: &str, address: &str, device: Option<&str>) -> Begun {
    let attempt = begins(test, email, address, device);
    assert_eq!(waits(test, &attempt), 0);
    comes_through(test, &attempt, device).unwrap()
}

#[test]
fn a_stranger_waits_longer_and_longer_up_to_a_minute() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let waits: Vec<_> = (0..11).map(|_| fails(test, "awa@sen.example", STRANGE, None)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60]);
        // After an hour without a failure it begins anew.
        test.pass(3600);
        assert_eq!(fails(test, "awa@sen.example", STRANGE, None), 0);
    });
}

#[test]
fn unknown_invited_suspended_and_ended_names_look_and_count_like_a_wrong_password() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        makes(test, "invited@sen.example", Role::Coordinator);
        let suspended = comes_in(test, "suspended@sen.example", Role::Reader);
        test.does(&OPERATOR, |ctx| accounts::suspend(ctx, &suspended));
        let ended = comes_in(test, "ended@sen.example", Role::Reader);
        test.does(&OPERATOR, |ctx| accounts::close(ctx, &ended));
        let known: Vec<_> = (0..8).map(|_| fails(test, "awa@sen.example", STRANGE, None)).collect();
        for (n, email) in [
            "nobody@sen.example",
            "invited@sen.example",
            "suspended@sen.example",
            "ended@sen.example",
            "no address\0",
            "",
        ]
        .into_iter()
        .enumerate()
        {
            let address = format!("198.51.100.{}", 100 + n);
            let waits: Vec<_> = (0..8).map(|_| fails(test, email, &address, None)).collect();
            assert_eq!(waits, known, "{email:?}");
            let attempt = begins(test, email, "203.0.113.9", None);
            assert!(attempt.account.is_none() && attempt.password().is_none(), "{email:?}");
            assert!(half_way(test, &attempt, None).is_none(), "{email:?}");
        }
    });
}

#[test]
fn strangers_failures_do_not_slow_a_browser_that_signed_in_before() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let device = new_device();
        assert!(succeeds(test, "awa@sen.example", HOME, Some(&device)).new_device);
        for _ in 0..30 {
            // Even from the same address.
            fails(test, "awa@sen.example", HOME, None);
        }
        assert!(!succeeds(test, "awa@sen.example", HOME, Some(&device)).new_device);
        // Its own failures do, and signing in clears them.
        let waits: Vec<_> = (0..5).map(|_| fails(test, "awa@sen.example", HOME, Some(&device))).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1]);
        test.pass(2);
        succeeds(test, "awa@sen.example", HOME, Some(&device));
        assert_eq!(fails(test, "awa@sen.example", HOME, Some(&device)), 0);
    });
}

#[test]
fn a_cookie_of_ones_own_making_or_of_another_account_makes_nobody_known() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        comes_in(test, "ali@sen.example", Role::Coordinator);
        let device = new_device();
        succeeds(test, "ali@sen.example", STRANGE, Some(&device));
        let waits: Vec<_> = (0..6).map(|_| fails(test, "awa@sen.example", STRANGE, Some(&device))).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2]);
        // A new cookie for every try is a stranger every time.
        assert_eq!(fails(test, "awa@sen.example", STRANGE, Some(&new_device())), 4);
        assert_eq!(fails(test, "awa@sen.example", STRANGE, Some("admin")), 8);
    });
}

#[test]
fn many_strangers_slow_themselves_and_nobody_who_comes_from_elsewhere() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        for n in 0..40 {
            assert_eq!(fails(test, "awa@sen.example", &format!("198.51.100.{n}"), None), 0);
        }
        // Each of them now waits a minute before the second try, because of all the others.
        assert_eq!(waits(test, &begins(test, "awa@sen.example", "198.51.100.39", None)), 60);
        // The person, at a new computer and a new address, does not wait.
        succeeds(test, "awa@sen.example", "203.0.113.80", Some(&new_device()));
    });
}

#[test]
fn a_hundred_at_once_are_not_a_hundred_free_guesses() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let attempts: Vec<_> = (0..100).map(|_| begins(test, "awa@sen.example", STRANGE, None)).collect();
        assert_eq!(attempts.iter().filter(|attempt| attempt.account.is_some()).count(), 4);
    });
}

#[test]
fn four_threads_at_once_are_counted_one_by_one() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let admitted: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let tries = (0..10).map(|_| begins(test, "awa@sen.example", STRANGE, None));
                        tries.filter(|attempt| attempt.wait_until.is_none()).count()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(admitted, 4);
    });
}

#[test]
fn guessing_one_password_at_many_names_is_slowed_by_the_address() {
    on_each(|test| {
        with_states(test);
        for n in 0..25 {
            fails(test, &format!("person{n}@sen.example"), STRANGE, None);
        }
        assert_eq!(waits(test, &begins(test, "another@sen.example", STRANGE, None)), 5);
        assert_eq!(waits(test, &begins(test, "another@sen.example", HOME, None)), 0);
    });
}

#[test]
fn an_office_behind_one_address_signs_in_without_waiting() {
    on_each(|test| {
        with_states(test);
        for n in 0..30 {
            comes_in(test, &format!("person{n}@sen.example"), Role::Reader);
        }
        for n in 0..30 {
            let email = format!("person{n}@sen.example");
            if n % 3 == 0 {
                fails(test, &email, HOME, None);
            }
            succeeds(test, &email, HOME, None);
        }
    });
}

#[test]
fn one_customers_ipv6_addresses_are_one_stranger() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let waits: Vec<_> =
            (0..6).map(|n| fails(test, "awa@sen.example", &format!("2001:db8:1:2{n}::{n}"), None)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2]);
        // IPv4 in IPv6 notation is the same address.
        fails(test, "ali@sen.example", "::ffff:192.0.2.9", None);
        for _ in 0..3 {
            fails(test, "ali@sen.example", "192.0.2.9", None);
        }
        assert_eq!(self::waits(test, &begins(test, "ali@sen.example", "::ffff:192.0.2.9", None)), 1);
    });
}

#[test]
fn an_attempt_that_never_came_to_the_password_does_not_count() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        for _ in 0..20 {
            let attempt = begins(test, "awa@sen.example", STRANGE, None);
            assert_eq!(waits(test, &attempt), 0);
            test.does(&DOORKEEPER, |ctx| not_tried(ctx, &attempt));
        }
    });
}

#[test]
fn an_account_suspended_while_the_password_is_checked_does_not_get_in() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let attempt = begins(test, "awa@sen.example", HOME, None);
        assert!(attempt.account.is_some());
        test.does(&OPERATOR, |ctx| accounts::suspend(ctx, &awa));
        assert!(half_way(test, &attempt, None).is_none());
    });
}

#[test]
fn names_are_found_in_any_case_and_every_session_has_a_token_of_its_own() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let (one, two) =
            (succeeds(test, " AWA@SEN.example ", HOME, None), succeeds(test, "awa@sen.example", HOME, None));
        assert_ne!(one.token.as_str(), two.token.as_str());
        assert_eq!((one.account, one.language.as_str()), (two.account, "fr"));
    });
}

#[test]
fn old_counters_are_swept_away_and_known_browsers_stay() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let device = new_device();
        succeeds(test, "awa@sen.example", HOME, Some(&device));
        for n in 0..5 {
            fails(test, &format!("nobody{n}@sen.example"), STRANGE, None);
        }
        test.pass(25 * 3600);
        assert!(test.does(&DOORKEEPER, sweep) >= 11);
        assert!(!succeeds(test, "awa@sen.example", HOME, Some(&device)).new_device);
        test.pass(366 * 24 * 3600);
        test.does(&DOORKEEPER, sweep);
        assert!(succeeds(test, "awa@sen.example", HOME, Some(&device)).new_device);
    });
}
