//! Coordinators are confirmed against the note that names them, the first by two members; roles change within a team.

use super::*;
use crate::domain::access::Read;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::accounts::{make, suspend};
use crate::domain::identity::changes::{RoleSet, end_sessions, set_end, set_role};
use crate::domain::identity::confirmation::{Note, confirm, waiting};
use crate::domain::identity::invitations::issue;
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::{Found, accounts, sessions};

fn note() -> Note {
    Note { reference: OneLine::new("NV/2027/114").unwrap(), date: "2027-04-01".parse().unwrap() }
}

fn refusal<T: std::fmt::Debug>(done: Result<T>) -> Refusal {
    match done {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn account(test: &TestDb, id: &AccountId) -> Account {
    test.sees(&OPERATOR, |ctx| ctx.permit::<Read, Account>(id)).into_row()
}

/// Two members of the Secretariat.
fn members(test: &TestDb) -> (Actor, Actor) {
    let first = comes_in(test, "officer@asp.example", Role::Secretariat);
    let second = comes_in(test, "other@asp.example", Role::Secretariat);
    (as_person(test, &first), as_person(test, &second))
}

fn letters(test: &TestDb, kind: mail::LetterKind) -> usize {
    let list = test.sees(&OPERATOR, mail::list);
    list.iter().filter(|letter| letter.kind == kind).count()
}

#[test]
fn the_first_coordinator_takes_two_members_of_the_secretariat() {
    on_each(|test| {
        with_states(test);
        let (one, two) = members(test);
        let id = test.does(&one, |ctx| make(ctx, &somebody("awa@sen.example", Role::Coordinator)));
        assert_eq!(refusal(test.tries(&one, |ctx| issue(ctx, &id).map(|_| ()))), Refusal::NotConfirmed);
        assert_eq!(refusal(test.tries(&one, |ctx| confirm(ctx, &id, &note()))), Refusal::SecondMember);
        assert_eq!(test.sees(&two, waiting).len(), 1);
        test.does(&two, |ctx| confirm(ctx, &id, &note()));
        let confirmed = account(test, &id);
        assert_eq!(confirmed.confirmed.and_then(|c| c.by), two.person().map(|person| person.account.clone()));
        assert_eq!(
            (confirmed.note_reference.as_deref(), confirmed.note_date),
            (Some("NV/2027/114"), Some(note().date))
        );
        test.does(&one, |ctx| issue(ctx, &id).map(|_| ()));
        // Twice, by either of them: there is nothing left to confirm.
        for member in [&one, &two] {
            assert_eq!(refusal(test.tries(member, |ctx| confirm(ctx, &id, &note()))), Refusal::NothingToConfirm);
        }
        // Where one is in already, who made the account may confirm the next one.
        let (issued, token) = invites(test, &id);
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(id));
        let next = test.does(&one, |ctx| make(ctx, &somebody("ali@sen.example", Role::Coordinator)));
        test.does(&one, |ctx| confirm(ctx, &next, &note()));
    });
}

#[test]
fn of_two_members_who_confirm_at_once_one_does() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let (one, two) = members(test);
        for n in 0..3 {
            let new = somebody(&format!("awa{n}@sen.example"), Role::Coordinator);
            let id = test.does(&one, |ctx| make(ctx, &new));
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let both = [&one, &two].map(|member| {
                    let id = &id;
                    scope.spawn(move || test.tries(member, |ctx| confirm(ctx, id, &note())))
                });
                both.into_iter().map(|one| one.join().unwrap()).collect()
            });
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        }
    });
}

#[test]
fn nobody_else_confirms_and_nothing_else_is_confirmed() {
    on_each(|test| {
        with_states(test);
        let awa = as_person(test, &comes_in(test, "awa@sen.example", Role::Coordinator));
        let clerk = as_person(test, &comes_in(test, "clerk@court.example", Role::CourtCoordinator));
        let (member, _) = members(test);
        let id = test.does(&awa, |ctx| make(ctx, &somebody("new@sen.example", Role::Coordinator)));
        for actor in [&awa, &clerk, &DOORKEEPER, &Actor::Task(Task::Caretaker), &Actor::Nobody] {
            let tried = test.tries(actor, |ctx| confirm(ctx, &id, &note()));
            assert!(matches!(tried, Err(Error::NotFound)), "{actor:?} {tried:?}");
        }
        let future = Note { date: "2027-04-16".parse().unwrap(), ..note() };
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &id, &future))), Refusal::NoteFuture);
        test.does(&member, |ctx| suspend(ctx, &id));
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &id, &note()))), Refusal::AccountSuspended);
        let reader = makes(test, "reader@sen.example", Role::Reader);
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &reader, &note()))), Refusal::NothingToConfirm);
        let own = member.person().unwrap().account.clone();
        assert!(matches!(test.tries(&member, |ctx| confirm(ctx, &own, &note())), Err(Error::NotFound)));
        // A member who is suspended while the request is under way does nothing.
        test.does(&OPERATOR, |ctx| accounts::resume(ctx, &id));
        test.does(&OPERATOR, |ctx| suspend(ctx, &own));
        assert!(matches!(test.tries(&member, |ctx| confirm(ctx, &id, &note())), Err(Error::Revoked)));
    });
}

#[test]
fn a_contributor_becomes_coordinator_once_that_is_confirmed_and_signs_in_anew() {
    on_each(|test| {
        with_states(test);
        let awa = as_person(test, &comes_in(test, "awa@sen.example", Role::Coordinator));
        let ali = comes_in(test, "ali@sen.example", Role::Contributor);
        let (member, _) = members(test);
        let session = signs_in(test, "ali@sen.example");
        let found = || test.sees(&DOORKEEPER, |ctx| sessions::find(ctx, &session.token, &LIMITS));
        assert_eq!(test.does(&awa, |ctx| set_role(ctx, &ali, Role::Coordinator)), RoleSet::Proposed);
        assert!(matches!(found(), Found::Live(live) if live.person.role == Role::Contributor));
        // Taken back, and proposed again.
        assert_eq!(test.does(&awa, |ctx| set_role(ctx, &ali, Role::Contributor)), RoleSet::Changed);
        assert!(!account(test, &ali).awaits_confirmation());
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &ali, &note()))), Refusal::NothingToConfirm);
        test.does(&awa, |ctx| set_role(ctx, &ali, Role::Coordinator));
        test.does(&member, |ctx| confirm(ctx, &ali, &note()));
        assert_eq!(account(test, &ali).role, Role::Coordinator);
        assert_eq!(found(), Found::None, "with new rights one signs in anew");
    });
}

#[test]
fn a_role_of_elsewhere_is_refused_and_another_states_account_does_not_exist() {
    on_each(|test| {
        with_states(test);
        let awa = as_person(test, &comes_in(test, "awa@sen.example", Role::Coordinator));
        let ali = comes_in(test, "ali@sen.example", Role::Contributor);
        for role in [Role::Secretariat, Role::CourtReader, Role::CourtCoordinator, Role::Facilitator] {
            assert_eq!(refusal(test.tries(&awa, |ctx| set_role(ctx, &ali, role))), Refusal::RoleBad);
        }
        let luc = NewAccount { state: Some(state("FRA")), ..somebody("luc@fra.example", Role::Reader) };
        let luc = test.does(&OPERATOR, |ctx| make(ctx, &luc));
        let clerk = makes(test, "clerk@court.example", Role::CourtReader);
        let hidden = |done: Result<()>| assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
        for id in [&luc, &clerk] {
            hidden(test.tries(&awa, |ctx| set_role(ctx, id, Role::Reader).map(|_| ())));
            hidden(test.tries(&awa, |ctx| set_end(ctx, id, None)));
            hidden(test.tries(&awa, |ctx| end_sessions(ctx, id).map(|_| ())));
            hidden(test.tries(&awa, |ctx| accounts::suspend(ctx, id)));
            hidden(test.tries(&awa, |ctx| accounts::close(ctx, id)));
            hidden(test.tries(&awa, |ctx| issue(ctx, id).map(|_| ())));
        }
        // An organ's coordinator reaches the organ, and no other.
        let coordinator = as_person(test, &comes_in(test, "head@court.example", Role::CourtCoordinator));
        test.does(&coordinator, |ctx| end_sessions(ctx, &clerk).map(|_| ()));
        let other = NewAccount { organ: Some(Organ::Otp), ..somebody("otp@court.example", Role::CourtReader) };
        let other = test.does(&OPERATOR, |ctx| make(ctx, &other));
        hidden(test.tries(&coordinator, |ctx| end_sessions(ctx, &other).map(|_| ())));
        hidden(test.tries(&coordinator, |ctx| end_sessions(ctx, &ali).map(|_| ())));
    });
}

#[test]
fn the_last_coordinator_does_not_leave_alone_and_the_secretariat_hears_of_it() {
    on_each(|test| {
        with_states(test);
        let (awa_id, ali_id) = (
            comes_in(test, "awa@sen.example", Role::Coordinator),
            comes_in(test, "ali@sen.example", Role::Coordinator),
        );
        let (member, _) = members(test);
        let (awa, ali) = (as_person(test, &awa_id), as_person(test, &ali_id));
        test.does(&awa, |ctx| suspend(ctx, &ali_id));
        assert!(matches!(test.tries(&ali, |ctx| set_end(ctx, &ali_id, None)), Err(Error::Revoked)));
        let today = test.now().day_in_the_hague();
        assert_eq!(refusal(test.tries(&awa, |ctx| set_role(ctx, &awa_id, Role::Reader))), Refusal::CoordinatorLast);
        assert_eq!(refusal(test.tries(&awa, |ctx| set_end(ctx, &awa_id, Some(&today)))), Refusal::CoordinatorLast);
        assert_eq!(refusal(test.tries(&awa, |ctx| accounts::close(ctx, &awa_id))), Refusal::CoordinatorLast);
        assert_eq!(refusal(test.tries(&awa, |ctx| suspend(ctx, &awa_id))), Refusal::AccountOwn);
        assert_eq!(letters(test, mail::LetterKind::CoordinatorMissing), 0);
        // The Secretariat may, and each of its members is told.
        test.does(&member, |ctx| suspend(ctx, &awa_id));
        assert_eq!(letters(test, mail::LetterKind::CoordinatorMissing), 2);
        // With a colleague, a coordinator may leave.
        test.does(&member, |ctx| accounts::resume(ctx, &awa_id));
        test.does(&member, |ctx| accounts::resume(ctx, &ali_id));
        test.does(&awa, |ctx| accounts::close(ctx, &awa_id));
        assert_eq!(account(test, &awa_id).standing, Standing::Ended);
        assert_eq!(letters(test, mail::LetterKind::CoordinatorMissing), 2);
    });
}
