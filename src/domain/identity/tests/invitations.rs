//! Invitations: the person, the scanner before them, and who finds the mail.

use super::*;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal};
use crate::domain::identity::accounts;
use crate::domain::identity::invitations::*;
use crate::domain::identity::model::Standing;

fn peeks(test: &TestDb, token: &str) -> Option<Peek> {
    test.sees(&DOORKEEPER, |ctx| peek(ctx, token))
}

#[test]
fn the_person_types_token_and_code_and_comes_in_once() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        let typed = token_groups(&token).to_lowercase();
        assert_eq!(typed.len(), 52 + 12);
        assert_eq!(peeks(test, &typed).unwrap().name, "Awa Diop");
        let code = issued.code.to_lowercase().replace('-', " ");
        assert_eq!(accepts(test, &typed, &code), Acceptance::Accepted(awa));
        signs_in(test, "awa@sen.example");
        // Replayed, with everything right.
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
        assert_eq!(peeks(test, &token), None);
    });
}

#[test]
fn a_scanner_that_follows_and_posts_spoils_nothing() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        for _ in 0..20 {
            // `sees` runs in a transaction that is rolled back, and on PostgreSQL is read-only.
            assert!(peeks(test, &token).is_some());
            assert_eq!(accepts(test, &token, ""), Acceptance::WrongCode);
            assert_eq!(accepts(test, &token, "  "), Acceptance::WrongCode);
        }
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(awa));
    });
}

#[test]
fn ten_wrong_codes_withdraw_the_invitation_and_the_tenth_right_one_comes_too_late() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        for n in 0..10 {
            assert_eq!(
                accepts(test, &token, if n % 2 == 0 { "AAAAA-AAAAA" } else { "no code at all" }),
                Acceptance::WrongCode
            );
        }
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
        let line = &test.sees(&OPERATOR, open_invitations)[0];
        assert_eq!((line.wrong_codes, line.withdrawn_at), (10, Some(test.now())));
        // Issued anew in one step.
        let (issued, token) = invites(test, &awa);
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(awa));
    });
}

#[test]
fn codes_without_the_token_count_against_nobody() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        for bad in ["", "x", &"0".repeat(52), &"Z".repeat(52), &"\0".repeat(52), &"é".repeat(26), &"0 ".repeat(100_000)]
        {
            assert_eq!(peeks(test, bad), None);
            assert_eq!(accepts(test, bad, &issued.code), Acceptance::Spent);
        }
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(awa));
    });
}

#[test]
fn an_invitation_holds_ten_days() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        test.pass(10 * 24 * 3600 - 1);
        assert!(peeks(test, &token).is_some());
        test.pass(1);
        assert_eq!(peeks(test, &token), None);
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
    });
}

#[test]
fn a_new_invitation_withdraws_the_one_before() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (old, old_token) = invites(test, &awa);
        let (new, new_token) = invites(test, &awa);
        assert_eq!(accepts(test, &old_token, &old.code), Acceptance::Spent);
        assert_eq!(accepts(test, &new_token, &old.code), Acceptance::WrongCode);
        assert_eq!(test.sees(&OPERATOR, open_invitations).len(), 1);
        assert_eq!(accepts(test, &new_token, &new.code), Acceptance::Accepted(awa));
    });
}

#[test]
fn of_two_who_accept_at_once_one_comes_in() {
    on_each(|test| {
        with_states(test);
        for n in 0..5 {
            let account = makes(test, &format!("person{n}@sen.example"), Role::Reader);
            let (issued, token) = invites(test, &account);
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let both: Vec<_> = (0..2).map(|_| scope.spawn(|| accepts(test, &token, &issued.code))).collect();
                both.into_iter().map(|one| one.join().unwrap()).collect()
            });
            assert!(outcomes.contains(&Acceptance::Accepted(account)), "{outcomes:?}");
            assert!(outcomes.contains(&Acceptance::Spent), "{outcomes:?}");
        }
    });
}

#[test]
fn suspended_and_ended_accounts_are_not_invited_and_lose_what_was_open() {
    on_each(|test| {
        with_states(test);
        let awa = makes(test, "awa@sen.example", Role::Coordinator);
        let (issued, token) = invites(test, &awa);
        test.does(&OPERATOR, |ctx| accounts::suspend(ctx, &awa));
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
        let again = test.tries(&OPERATOR, |ctx| issue(ctx, &awa).map(|_| ()));
        assert!(matches!(again, Err(Error::Refused(Refusal::AccountSuspended))));
        test.does(&OPERATOR, |ctx| accounts::resume(ctx, &awa));
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Spent);
        test.does(&OPERATOR, |ctx| accounts::close(ctx, &awa));
        let again = test.tries(&OPERATOR, |ctx| reissue(ctx, &awa).map(|_| ()));
        assert!(matches!(again, Err(Error::Refused(Refusal::AccountEnded))));
    });
}

#[test]
fn inviting_somebody_who_is_in_ends_their_sessions_when_they_come_in_anew() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let before = signs_in(test, "awa@sen.example");
        let (issued, token) = invites(test, &awa);
        let found =
            || test.sees(&DOORKEEPER, |ctx| crate::domain::identity::sessions::find(ctx, &before.token, &LIMITS));
        assert!(matches!(found(), crate::domain::identity::Found::Live(_)));
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(awa));
        assert_eq!(found(), crate::domain::identity::Found::None);
    });
}

#[test]
fn codes_and_tokens_are_unambiguous_and_never_the_same() {
    let (mut codes, mut tokens) = (std::collections::HashSet::new(), std::collections::HashSet::new());
    for _ in 0..1000 {
        let (code, token) = (super::super::secrets::new_code(), super::super::secrets::new_token());
        assert!(code.len() == 10 && !code.contains(['0', 'O', '1', 'I', 'L']), "{code}");
        assert_eq!(normalise_token(&token).as_deref(), Some(token.as_str()));
        // Read aloud wrongly, it is still the same.
        let misread = token.replace('0', "o").replace('1', "l").to_lowercase();
        assert_eq!(normalise_token(&format!(" {misread}\r\n")).as_deref(), Some(token.as_str()));
        assert!(codes.insert(code) && tokens.insert(token));
    }
}

#[test]
fn the_list_says_who_was_invited_and_who_came_and_is_not_for_everybody() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let ali = makes(test, "ali@sen.example", Role::Reader);
        test.pass(60);
        invites(test, &ali);
        let lines = test.sees(&OPERATOR, open_invitations);
        let said: Vec<_> =
            lines.iter().map(|line| (line.email.as_str(), line.standing, line.used_at.is_some())).collect();
        assert_eq!(said, [("ali@sen.example", Standing::Invited, false), ("awa@sen.example", Standing::Active, true)]);
        assert_eq!(lines[0].state, Some(state("SEN")));
        let (awa_id, awa) = (awa.clone(), as_person(test, &awa));
        assert!(test.tries(&awa, open_invitations).is_err());
        let reader = as_person(test, &ali);
        assert!(test.tries(&reader, |ctx| issue(ctx, &awa_id).map(|_| ())).is_err());
        assert!(test.tries(&awa, |ctx| peek(ctx, "x")).is_err());
        assert!(test.tries(&Actor::Nobody, |ctx| peek(ctx, "x")).is_err());
    });
}

#[test]
fn neither_code_nor_token_stands_in_the_database() {
    let test = crate::domain::db::testing::sqlite();
    with_states(&test);
    let awa = makes(&test, "awa@sen.example", Role::Coordinator);
    let (issued, token) = invites(&test, &awa);
    let plain = issued.code.replace('-', "");
    for file in test.files() {
        let bytes = std::fs::read(&file).unwrap();
        for secret in [token.as_str(), issued.code.as_str(), plain.as_str()] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{}", file.display());
        }
    }
}

#[test]
fn the_token_is_said_to_the_operator_alone_and_only_until_a_member_of_the_secretariat_has_come_in() {
    on_each(|test| {
        with_states(test);
        let first = makes(test, "verhoeven@secretariat.example", Role::Secretariat);
        let coordinator = makes(test, "awa@sen.example", Role::Coordinator);
        let of_a_state = test.tries(&OPERATOR, |ctx| issue_to_the_first(ctx, &coordinator));
        assert!(matches!(of_a_state, Err(Error::Forbidden)));
        let by_a_member = test.tries(&as_person(test, &first), |ctx| issue_to_the_first(ctx, &first));
        assert!(matches!(by_a_member, Err(Error::NotFound)));

        let (issued, token) = test.does(&OPERATOR, |ctx| issue_to_the_first(ctx, &first));
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(first.clone()));
        let second = makes(test, "morel@secretariat.example", Role::Secretariat);
        for account in [&first, &second] {
            let late = test.tries(&OPERATOR, |ctx| issue_to_the_first(ctx, account));
            assert!(matches!(late, Err(Error::Forbidden)));
        }
        // Nor by suspending the one who came in.
        test.does(&OPERATOR, |ctx| accounts::suspend(ctx, &first));
        assert!(matches!(test.tries(&OPERATOR, |ctx| issue_to_the_first(ctx, &second)), Err(Error::Forbidden)));
    });
}
