//! Making, listing, suspending and closing accounts.

use super::*;
use crate::domain::access::Read;
use crate::domain::db::testing::on_each;
use crate::domain::error::{Error, Refusal};
use crate::domain::identity::accounts::*;
use crate::domain::identity::model::{Account, Standing};

fn refused(test: &TestDb, new: &NewAccount) -> Refusal {
    match test.tries(&OPERATOR, |ctx| make(ctx, new)) {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_made_with_what_its_role_needs_and_waits_for_its_invitation() {
    on_each(|test| {
        with_states(test);
        let id = makes(test, " Awa.Diop@SEN.example ", Role::Coordinator);
        let account = test.sees(&OPERATOR, |ctx| ctx.permit::<Read, Account>(&id)).into_row();
        assert_eq!((account.email.as_str(), account.standing), ("awa.diop@sen.example", Standing::Invited));
        assert_eq!((account.state, account.organ), (Some(state("SEN")), None));
        let clerk = makes(test, "clerk@court.example", Role::CourtReader);
        let account = test.sees(&OPERATOR, |ctx| ctx.permit::<Read, Account>(&clerk)).into_row();
        assert_eq!((account.state, account.organ), (None, Some(Organ::Registry)));
        assert_eq!(test.sees(&OPERATOR, |ctx| name_of(ctx, &clerk)).as_deref(), Some("Awa Diop"));
    });
}

#[test]
fn what_cannot_be_an_account_is_refused_with_the_reason() {
    on_each(|test| {
        with_states(test);
        makes(test, "awa@sen.example", Role::Coordinator);
        let base = somebody("new@sen.example", Role::Coordinator);
        let with = |change: fn(&mut NewAccount)| {
            let mut new = base.clone();
            change(&mut new);
            refused(test, &new)
        };
        assert_eq!(with(|new| new.email = "AWA@sen.example".to_owned()), Refusal::EmailTaken);
        for bad in ["", "awa", "awa@", "a@b\r\nBcc: c@d", "a b@c.example", "a@b.example\0", "@sen.example"] {
            let mut new = base.clone();
            bad.clone_into(&mut new.email);
            assert_eq!(refused(test, &new), Refusal::EmailBad, "{bad:?}");
        }
        assert_eq!(with(|new| new.language = "de".to_owned()), Refusal::LanguageBad);
        assert_eq!(with(|new| new.state = None), Refusal::StateBad);
        assert_eq!(with(|new| new.state = "XXX".parse().ok()), Refusal::StateBad);
        assert_eq!(
            with(|new| {
                new.role = Role::CourtReader;
                new.organ = None;
            }),
            Refusal::OrganMissing
        );
        // A name with a line break is no `OneLine`, so it does not come this far.
        assert_eq!(OneLine::new("Awa\r\nBcc: all@example.org"), None);
    });
}

#[test]
fn of_two_who_make_the_same_account_at_once_one_is_told_that_it_is_taken() {
    on_each(|test| {
        with_states(test);
        for n in 0..5 {
            let new = somebody(&format!("awa{n}@sen.example"), Role::Reader);
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let both: Vec<_> =
                    (0..2).map(|_| scope.spawn(|| test.tries(&OPERATOR, |ctx| make(ctx, &new)))).collect();
                both.into_iter().map(|one| one.join().unwrap()).collect()
            });
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
            let taken = |outcome: &_| matches!(outcome, &Err(Error::Refused(Refusal::EmailTaken)));
            assert!(outcomes.iter().any(taken), "{outcomes:?}");
        }
    });
}

#[test]
fn a_state_gets_accounts_from_entry_into_force_and_a_former_party_for_its_own_data() {
    on_each(|test| {
        with_states(test);
        let former = NewAccount { state: Some(state("BDI")), ..somebody("a@bdi.example", Role::Reader) };
        test.does(&OPERATOR, |ctx| make(ctx, &former));
        let armenia = NewAccount { state: Some(state("ARM")), ..somebody("a@arm.example", Role::Coordinator) };
        let begins = "2024-01-31T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
        test.is_now(crate::domain::time::Instant::from_micros(begins));
        assert_eq!(refused(test, &armenia), Refusal::NotYetParty { from: "2024-02-01".parse().unwrap() });
        test.pass(24 * 3600);
        test.does(&OPERATOR, |ctx| make(ctx, &armenia));
    });
}

#[test]
fn coordinators_list_their_own_state_and_nobody_elses() {
    on_each(|test| {
        with_states(test);
        let coordinator = comes_in(test, "awa@sen.example", Role::Coordinator);
        let contributor = makes(test, "ali@sen.example", Role::Contributor);
        let french = NewAccount { state: Some(state("FRA")), ..somebody("luc@fra.example", Role::Coordinator) };
        let french = test.does(&OPERATOR, |ctx| make(ctx, &french));
        let awa = as_person(test, &coordinator);
        let own = state("SEN");
        let ids = |accounts: Vec<Account>| accounts.into_iter().map(|a| a.id).collect::<Vec<_>>();
        assert_eq!(test.sees(&awa, |ctx| list(ctx, Some(&own))).len(), 2);
        assert_eq!(ids(test.sees(&awa, |ctx| contributors_of(ctx, &own))), vec![contributor.clone()]);
        assert_eq!(ids(test.sees(&awa, |ctx| coordinators_of(ctx, &own))), vec![coordinator]);
        for of in [Some(state("FRA")), None] {
            assert!(matches!(test.tries(&awa, |ctx| list(ctx, of.as_ref())), Err(Error::NotFound)));
        }
        assert!(matches!(
            test.tries(&awa, |ctx| ctx.permit::<Read, Account>(&french).map(|_| ())),
            Err(Error::NotFound)
        ));
        // Their own people they make; those of elsewhere do not exist for them.
        test.does(&awa, |ctx| make(ctx, &somebody("x@sen.example", Role::Reader)));
        for new in [
            NewAccount { state: Some(state("FRA")), ..somebody("y@fra.example", Role::Reader) },
            somebody("y@court.example", Role::CourtReader),
            somebody("y@asp.example", Role::Secretariat),
        ] {
            assert!(matches!(test.tries(&awa, |ctx| make(ctx, &new)), Err(Error::NotFound)), "{new:?}");
        }
        let ali = as_person(test, &contributor);
        assert!(matches!(test.tries(&ali, |ctx| list(ctx, Some(&own))), Err(Error::NotFound)));
        // An invited coordinator is not written to yet.
        assert!(test.sees(&OPERATOR, |ctx| coordinators_of(ctx, &state("FRA"))).is_empty());
    });
}

#[test]
fn everybody_sets_their_own_language_to_one_that_exists() {
    on_each(|test| {
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        let actor = as_person(test, &awa);
        test.does(&actor, |ctx| set_language(ctx, "ar"));
        assert_eq!(test.sees(&actor, |ctx| ctx.permit::<Read, Account>(&awa)).row().language, "ar");
        let bad = test.tries(&actor, |ctx| set_language(ctx, "de'; --"));
        assert!(matches!(bad, Err(Error::Refused(Refusal::LanguageBad))));
        assert!(matches!(test.tries(&Actor::Nobody, |ctx| set_language(ctx, "fr")), Err(Error::NotFound)));
    });
}

#[test]
fn a_suspended_account_comes_back_and_an_ended_one_does_not() {
    on_each(|test| {
        with_states(test);
        let (awa, new) =
            (comes_in(test, "awa@sen.example", Role::Coordinator), makes(test, "new@sen.example", Role::Reader));
        let standing = |id: &AccountId| test.sees(&OPERATOR, |ctx| ctx.permit::<Read, Account>(id)).row().standing;
        for id in [&awa, &new] {
            test.does(&OPERATOR, |ctx| suspend(ctx, id));
            assert_eq!(standing(id), Standing::Suspended);
            test.does(&OPERATOR, |ctx| resume(ctx, id));
        }
        assert_eq!((standing(&awa), standing(&new)), (Standing::Active, Standing::Invited));
        test.does(&OPERATOR, |ctx| close(ctx, &awa));
        for again in [suspend, resume, close] {
            let done = test.tries(&OPERATOR, |ctx| again(ctx, &awa));
            assert!(matches!(done, Err(Error::Refused(Refusal::AccountEnded))));
        }
    });
}

#[test]
fn nobody_shuts_themselves_out() {
    on_each(|test| {
        with_states(test);
        let officer = comes_in(test, "officer@asp.example", Role::Secretariat);
        let actor = as_person(test, &officer);
        for shut in [suspend, close] {
            let done = test.tries(&actor, |ctx| shut(ctx, &officer));
            assert!(matches!(done, Err(Error::Refused(Refusal::AccountOwn))));
        }
    });
}
