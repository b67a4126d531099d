//! Coordinators are confirmed against the note that names them, the first by two members; roles change within a team.

use super::*;
use crate::domain::access::Read;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::accounts::{make, make_by_note, resume, suspend};
use crate::domain::identity::changes::{RoleSet, end_sessions, set_end, set_role};
use crate::domain::identity::confirmation::{Confirming, confirm, waiting};
use crate::domain::identity::invitations::issue;
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::{Found, Note, accounts, sessions};

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

/// Makes an account by a note.
fn proposes(test: &TestDb, by: &Actor, email: &str, role: Role) -> AccountId {
    test.does(by, |ctx| make_by_note(ctx, &somebody(email, role), Some(&note())))
}

fn recorded(test: &TestDb, action: &str) -> usize {
    use crate::domain::db::schema::audit;
    use diesel::prelude::*;
    let of = audit::table.filter(audit::action.eq(action)).select(audit::id);
    test.sees(&OPERATOR, |ctx| Ok(of.load::<String>(ctx.conn)?.len()))
}

fn letters_to(test: &TestDb, kind: mail::LetterKind) -> Vec<String> {
    let list = test.sees(&OPERATOR, mail::list).into_iter().filter(|letter| letter.kind == kind);
    let mut to: Vec<String> = list.map(|letter| letter.recipient).collect();
    to.sort();
    to
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
        let id = proposes(test, &one, "awa@sen.example", Role::Coordinator);
        assert_eq!(refusal(test.tries(&one, |ctx| issue(ctx, &id).map(|_| ()))), Refusal::NotConfirmed);
        assert_eq!(test.does(&one, |ctx| confirm(ctx, &id, Some(&note()))), Confirming::AnotherMember);
        assert_eq!(recorded(test, "confirmation_refused"), 1);
        assert_eq!(refusal(test.tries(&two, |ctx| confirm(ctx, &id, None))), Refusal::NoteMissing);
        assert_eq!(test.sees(&two, waiting).len(), 1);
        assert_eq!(test.does(&two, |ctx| confirm(ctx, &id, Some(&note()))), Confirming::Done);
        // Who proposed it is told.
        assert_eq!(letters_to(test, mail::LetterKind::Confirmed), ["officer@asp.example"]);
        let confirmed = account(test, &id);
        assert_eq!(confirmed.confirmed.and_then(|c| c.by), two.person().map(|person| person.account.clone()));
        assert_eq!(
            (confirmed.note_reference.as_deref(), confirmed.note_date),
            (Some("NV/2027/114"), Some(note().date))
        );
        test.does(&one, |ctx| issue(ctx, &id).map(|_| ()));
        // Twice, by either of them: there is nothing left to confirm.
        for member in [&one, &two] {
            assert_eq!(refusal(test.tries(member, |ctx| confirm(ctx, &id, Some(&note())))), Refusal::NothingToConfirm);
        }
        // Where one is in already, who made the account may confirm the next one.
        let (issued, token) = invites(test, &id);
        assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(id));
        let next = proposes(test, &one, "ali@sen.example", Role::Coordinator);
        assert_eq!(test.does(&one, |ctx| confirm(ctx, &next, Some(&note()))), Confirming::Done);
    });
}

#[test]
fn of_two_members_who_confirm_at_once_one_does() {
    on_each(|test| {
        with_states(test);
        comes_in(test, "awa@sen.example", Role::Coordinator);
        let (one, two) = members(test);
        for n in 0..3 {
            let id = proposes(test, &one, &format!("awa{n}@sen.example"), Role::Coordinator);
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let both = [&one, &two].map(|member| {
                    let id = &id;
                    scope.spawn(move || test.tries(member, |ctx| confirm(ctx, id, Some(&note()))))
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
        let id = proposes(test, &awa, "new@sen.example", Role::Coordinator);
        for actor in [&awa, &clerk, &DOORKEEPER, &Actor::Task(Task::Caretaker), &Actor::Nobody] {
            let tried = test.tries(actor, |ctx| confirm(ctx, &id, Some(&note())));
            assert!(matches!(tried, Err(Error::NotFound)), "{actor:?} {tried:?}");
        }
        let future = Note { date: "2027-04-16".parse().unwrap(), ..note() };
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &id, Some(&future)))), Refusal::NoteFuture);
        test.does(&member, |ctx| suspend(ctx, &id));
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &id, Some(&note())))), Refusal::AccountSuspended);
        let reader = makes(test, "reader@sen.example", Role::Reader);
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &reader, Some(&note())))), Refusal::NothingToConfirm);
        let own = member.person().unwrap().account.clone();
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &own, None))), Refusal::NothingToConfirm);
        // A member who is suspended while the request is under way does nothing.
        test.does(&OPERATOR, |ctx| accounts::resume(ctx, &id));
        test.does(&OPERATOR, |ctx| suspend(ctx, &own));
        assert!(matches!(test.tries(&member, |ctx| confirm(ctx, &id, Some(&note()))), Err(Error::Revoked)));
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
        assert_eq!(test.does(&awa, |ctx| set_role(ctx, &ali, Role::Contributor)), RoleSet::Withdrawn);
        assert_eq!((recorded(test, "role_proposal_withdrawn"), recorded(test, "role_changed")), (1, 0));
        assert!(!account(test, &ali).awaits_confirmation());
        assert_eq!(refusal(test.tries(&member, |ctx| confirm(ctx, &ali, Some(&note())))), Refusal::NothingToConfirm);
        test.does(&awa, |ctx| set_role(ctx, &ali, Role::Coordinator));
        // Proposed once more by the Secretariat, it stays the coordinator's proposal.
        assert_eq!(test.does(&member, |ctx| set_role(ctx, &ali, Role::Coordinator)), RoleSet::Proposed);
        assert_eq!(account(test, &ali).proposed_by.as_ref(), awa.person().map(|person| &person.account));
        assert_eq!(test.does(&member, |ctx| confirm(ctx, &ali, Some(&note()))), Confirming::Done);
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

#[test]
fn t14_a_member_makes_no_other_member_and_no_co_facilitator_alone() {
    on_each(|test| {
        with_states(test);
        let (one, two) = members(test);
        // The co-facilitator first: a member who has come in is told of whatever follows.
        for (email, role) in [("amb@asp.example", Role::Facilitator), ("new@asp.example", Role::Secretariat)] {
            let before = letters(test, mail::LetterKind::ToConfirm);
            let id = test.does(&one, |ctx| make(ctx, &somebody(email, role)));
            assert_eq!(
                letters(test, mail::LetterKind::ToConfirm),
                before + 2,
                "each active member is told, the proposer too"
            );
            let tried = recorded(test, "confirmation_refused");
            assert_eq!(test.does(&one, |ctx| confirm(ctx, &id, None)), Confirming::AnotherMember);
            // Nor as the account itself, which cannot come in yet; nor by the operator's word of mouth.
            let itself = as_person(test, &id);
            let tries = test.tries(&itself, |ctx| confirm(ctx, &id, None));
            assert!(matches!(tries, Err(Error::Revoked)), "{tries:?}");
            assert_eq!(recorded(test, "confirmation_refused"), tried + 1);
            for issuer in [&one, &two, &OPERATOR] {
                assert_eq!(refusal(test.tries(issuer, |ctx| issue(ctx, &id).map(|_| ()))), Refusal::NotConfirmed);
            }
            let before = letters(test, mail::LetterKind::Confirmed);
            assert_eq!(test.does(&two, |ctx| confirm(ctx, &id, None)), Confirming::Done);
            assert_eq!(letters(test, mail::LetterKind::Confirmed), before + 2);
            let (issued, token) = invites(test, &id);
            assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(id));
        }
        assert_eq!(recorded(test, "account_confirmed"), 2);
    });
}

#[test]
fn t05_a_member_who_is_resumed_is_confirmed_anew_by_another() {
    on_each(|test| {
        with_states(test);
        let (one, two) = members(test);
        let third = comes_in(test, "third@asp.example", Role::Secretariat);
        let late = as_person(test, &third);
        test.does(&one, |ctx| suspend(ctx, &third));
        test.does(&one, |ctx| resume(ctx, &third));
        let waits = account(test, &third);
        assert!(waits.awaits_confirmation() && waits.standing == Standing::Invited);
        // With the password and the factor of before nobody comes in, and a session of before does nothing.
        let attempt = test.does(&DOORKEEPER, |ctx| {
            crate::domain::identity::sign_in::begin(ctx, "third@asp.example", "192.0.2.1", None)
        });
        assert!(attempt.password().is_none());
        assert!(matches!(test.tries(&late, |ctx| suspend(ctx, &third)), Err(Error::Revoked)));
        assert_eq!(test.does(&one, |ctx| confirm(ctx, &third, None)), Confirming::AnotherMember);
        assert_eq!(test.does(&two, |ctx| confirm(ctx, &third, None)), Confirming::Done);
        assert_eq!(account(test, &third).standing, Standing::Active);
        // Who was never confirmed stays the proposal of who made the account, whoever resumes it.
        let fourth = test.does(&one, |ctx| make(ctx, &somebody("fourth@asp.example", Role::Secretariat)));
        test.does(&one, |ctx| suspend(ctx, &fourth));
        test.does(&two, |ctx| resume(ctx, &fourth));
        assert_eq!(test.does(&one, |ctx| confirm(ctx, &fourth, None)), Confirming::AnotherMember);
        // The operator answers for whom the operator resumes.
        test.does(&one, |ctx| suspend(ctx, &third));
        test.does(&OPERATOR, |ctx| resume(ctx, &third));
        assert_eq!(account(test, &third).standing, Standing::Active);
    });
}

#[test]
fn nobody_is_suspended_or_resumed_twice() {
    on_each(|test| {
        with_states(test);
        let (one, _) = members(test);
        let ali = comes_in(test, "ali@sen.example", Role::Reader);
        assert_eq!(refusal(test.tries(&one, |ctx| resume(ctx, &ali))), Refusal::NotSuspended);
        test.does(&one, |ctx| suspend(ctx, &ali));
        assert_eq!(refusal(test.tries(&one, |ctx| suspend(ctx, &ali))), Refusal::SuspendedAlready);
        test.does(&one, |ctx| resume(ctx, &ali));
        assert_eq!((recorded(test, "account_suspended"), recorded(test, "account_resumed")), (1, 1));
    });
}

#[test]
fn a_role_of_the_secretariat_is_nobodys_to_change() {
    on_each(|test| {
        with_states(test);
        let (one, _) = members(test);
        let amb = comes_in(test, "amb@asp.example", Role::Facilitator);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        for id in [&amb, &awa] {
            assert_eq!(refusal(test.tries(&one, |ctx| set_role(ctx, id, Role::Secretariat))), Refusal::RoleBad);
        }
    });
}

#[test]
fn the_note_is_wanted_of_whom_it_is_and_bears_a_date_that_can_be() {
    on_each(|test| {
        with_states(test);
        let (one, _) = members(test);
        let awa = as_person(test, &comes_in(test, "awa@sen.example", Role::Coordinator));
        for role in [Role::Coordinator, Role::Contributor, Role::Reader, Role::CourtReader, Role::CourtCoordinator] {
            let tried = test.tries(&one, |ctx| make(ctx, &somebody("x@sen.example", role)));
            assert_eq!(refusal(tried), Refusal::NoteMissing, "{role:?}");
        }
        let tried = test.tries(&awa, |ctx| make(ctx, &somebody("x@sen.example", Role::Coordinator)));
        assert_eq!(refusal(tried), Refusal::NoteMissing);
        // 15 April 2027 in The Hague is today.
        for (date, wrong) in [("2027-04-16", Refusal::NoteFuture), ("1998-07-16", Refusal::NoteOld)] {
            let note = Note { date: date.parse().unwrap(), ..note() };
            let new = somebody("x@sen.example", Role::Reader);
            assert_eq!(refusal(test.tries(&one, |ctx| make_by_note(ctx, &new, Some(&note)))), wrong);
        }
        for (n, date) in ["2027-04-15", "1998-07-17"].into_iter().enumerate() {
            let note = Note { date: date.parse().unwrap(), ..note() };
            let new = somebody(&format!("r{n}@sen.example"), Role::Reader);
            let id = test.does(&one, |ctx| make_by_note(ctx, &new, Some(&note)));
            assert_eq!(account(test, &id).note_date.unwrap().as_str(), date);
        }
        assert_eq!(letters_to(test, mail::LetterKind::AccountAdded), ["awa@sen.example", "awa@sen.example"]);
        // One's own colleagues may be added without a note, and nobody is written to about that.
        test.does(&awa, |ctx| make(ctx, &somebody("own@sen.example", Role::Reader)));
        assert_eq!(letters(test, mail::LetterKind::AccountAdded), 2);
    });
}
