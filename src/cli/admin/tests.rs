//! What the operator does with accounts, and is refused.

use super::*;
use crate::domain::actor::{Actor, Task};
use crate::domain::db::testing::{TestDb, sqlite};
use crate::domain::error::Refusal;
use crate::domain::identity::factors;
use crate::domain::identity::factors::codes::{self, SharedSecret};
use crate::domain::identity::invitations::Acceptance;
use crate::domain::identity::{Hasher, PasswordHash};
use crate::domain::mail::{self, Letter};

const EMAIL: &str = "verhoeven@secretariat.example";

fn config() -> Config {
    Config::for_demo(Path::new("unused"), "127.0.0.1:8080".parse().unwrap())
}

fn makes(test: &TestDb, email: &str, print_token: bool) -> Result<String, Failure> {
    let member =
        Member { name: name("I. Verhoeven").unwrap(), email: email.to_owned(), language: "en".to_owned(), print_token };
    make(&test.db, &config(), &member)
}

fn after<'a>(said: &'a str, word: &str) -> &'a str {
    said.lines().find_map(|line| line.trim().strip_prefix(word)).unwrap().trim()
}

fn password(test: &TestDb) -> PasswordHash {
    let hashed = Hasher::new(test.db.keys(), 1).unwrap();
    let words = zeroize::Zeroizing::new("correct horse battery staple".to_owned());
    actix_web::rt::System::new().block_on(hashed.hash(words)).unwrap()
}

#[test]
fn the_first_member_comes_in_by_what_is_printed_and_the_next_one_by_mail() {
    let test = sqlite();
    assert!(list(&test.db).unwrap().contains("concord admin secretariat"));
    let said = makes(&test, " Verhoeven@Secretariat.example", true).unwrap();
    let token = after(&said, "Link:").strip_prefix("http://localhost:8080/invitation#").unwrap().to_owned();
    let code = after(&said, "Code:").to_owned();
    let hash = password(&test);
    let door = Actor::Task(Task::Doorkeeper);
    let accepted = test.does(&door, |ctx| invitations::accept(ctx, &token, &code, &hash));
    assert!(matches!(accepted, Acceptance::Accepted(_)));
    assert!(list(&test.db).unwrap().starts_with("active     en  verhoeven@secretariat.example"));

    let refused = makes(&test, "morel@secretariat.example", true).unwrap_err();
    assert!(refused.mend.contains("leave out --print-token"), "{refused}");
    assert_eq!(list(&test.db).unwrap().lines().count(), 1, "a refused account was kept");
    let said = makes(&test, "morel@secretariat.example", false).unwrap();
    assert!(!said.contains("Link:") && said.contains("outbox"), "{said}");
    assert!(reissue(&test.db, &config(), "morel@secretariat.example", true).is_err());
}

#[test]
fn a_member_is_suspended_resumed_and_invited_anew() {
    let test = sqlite();
    let first = makes(&test, EMAIL, false).unwrap();
    assert!(suspend(&test.db, EMAIL).unwrap().contains("Nobody of the Secretariat can sign in now"));
    let refused = reissue(&test.db, &config(), EMAIL, false).unwrap_err();
    assert!(refused.mend.contains("concord admin resume"), "{refused}");
    assert!(resume(&test.db, EMAIL).unwrap().contains("concord admin reissue"));
    let again = reissue(&test.db, &config(), &EMAIL.to_uppercase(), false).unwrap();
    assert_ne!(after(&first, "Code:"), after(&again, "Code:"));
}

#[test]
fn a_member_has_a_last_day_and_is_ended_for_good() {
    let test = sqlite();
    makes(&test, EMAIL, false).unwrap();
    let today = test.now().day_in_the_hague();
    assert!(end_date(&test.db, EMAIL, Some(&today)).unwrap().contains("midnight"));
    assert!(list(&test.db).unwrap().ends_with("(until 2027-04-15)"));
    let past = end_date(&test.db, EMAIL, Some(&day("2027-04-14").unwrap())).unwrap_err();
    assert!(past.what.contains("passed"), "{past}");
    assert!(day("2027-02-30").is_err() && day("tomorrow").is_err());
    end_date(&test.db, EMAIL, None).unwrap();
    assert!(!list(&test.db).unwrap().contains("until"));
    assert!(end(&test.db, EMAIL).unwrap().contains("Nobody of the Secretariat can sign in now"));
    let again = end(&test.db, EMAIL).unwrap_err();
    assert!(again.what.contains("ended"), "{again}");
    assert!(list(&test.db).unwrap().starts_with("ended"));
}

#[test]
fn a_coordinator_is_confirmed_by_the_operator_where_the_secretariat_has_one_member() {
    let test = sqlite();
    makes(&test, EMAIL, false).unwrap();
    let member = test.does(&operator(), |ctx| member(ctx, EMAIL));
    let actor = Actor::Person(crate::domain::actor::Person {
        account: member.id,
        name: member.name,
        role: Role::Secretariat,
        state: None,
        party: false,
        organ: None,
    });
    let new = NewAccount {
        name: name("L. Fontaine").unwrap(),
        email: "fontaine@registry.example".to_owned(),
        role: Role::CourtCoordinator,
        state: None,
        organ: Some(crate::domain::actor::Organ::Registry),
        language: "fr".to_owned(),
        note_reference: None,
    };
    let asked = Note { reference: name("REG/11").unwrap(), date: day("2027-03-30").unwrap() };
    test.does(&actor, |ctx| accounts::make_by_note(ctx, &new, Some(&asked)));
    assert!(list_waiting(&test.db).unwrap().contains("fontaine@registry.example"));
    let note = Note { reference: name("REG/12").unwrap(), date: day("2027-04-01").unwrap() };
    assert!(confirm(&test.db, "nobody@registry.example", Some(&note)).is_err());
    assert!(confirm(&test.db, &new.email, None).unwrap_err().mend.contains("--note-date"));
    let future = Note { date: day("2027-04-16").unwrap(), ..note.clone() };
    assert!(confirm(&test.db, &new.email, Some(&future)).unwrap_err().what.contains("future"));
    assert!(confirm(&test.db, " Fontaine@registry.example", Some(&note)).unwrap().contains("L. Fontaine"));
    assert!(confirm(&test.db, &new.email, Some(&note)).unwrap_err().mend.contains("--waiting"));
    assert!(list_waiting(&test.db).unwrap().starts_with("No account"));
}

#[test]
fn the_members_hear_of_one_whom_the_operator_makes() {
    let test = sqlite();
    makes(&test, EMAIL, false).unwrap();
    let confirmed = || {
        let list = test.sees(&operator(), mail::list).into_iter();
        let of = list.filter(|letter| letter.kind == mail::LetterKind::Confirmed);
        of.map(|letter| letter.recipient).collect::<Vec<_>>()
    };
    assert!(confirmed().is_empty(), "the first member has nobody to be told");
    let id = test.sees(&operator(), |ctx| Ok(member(ctx, EMAIL)?.id));
    let hash = password(&test);
    test.does(&operator(), |ctx| accounts::set_password(ctx, &id, &hash));
    makes(&test, "morel@secretariat.example", false).unwrap();
    assert_eq!(confirmed(), [EMAIL]);
}

#[test]
fn a_member_whom_a_member_proposes_is_confirmed_by_the_operator_where_there_is_no_other() {
    let test = sqlite();
    makes(&test, EMAIL, false).unwrap();
    let first = test.does(&operator(), |ctx| member(ctx, EMAIL));
    let actor = Actor::Person(crate::domain::actor::Person {
        account: first.id,
        name: first.name,
        role: Role::Secretariat,
        state: None,
        party: false,
        organ: None,
    });
    let second = "morel@secretariat.example";
    let new = NewAccount {
        name: name("C. Morel").unwrap(),
        email: second.to_owned(),
        role: Role::Secretariat,
        state: None,
        organ: None,
        language: "fr".to_owned(),
        note_reference: None,
    };
    test.does(&actor, |ctx| accounts::make(ctx, &new));
    assert!(list_waiting(&test.db).unwrap().contains(second));
    let refused = reissue(&test.db, &config(), second, false).unwrap_err();
    assert!(refused.mend.contains("concord admin confirm"), "{refused}");
    assert!(confirm(&test.db, second, None).unwrap().contains("C. Morel is confirmed"));
    assert!(reissue(&test.db, &config(), second, false).is_ok());
    // What is done already is not done again, and said so.
    assert!(suspend(&test.db, second).unwrap().contains("suspended"));
    assert!(suspend(&test.db, second).unwrap().contains("nothing was changed"));
    assert!(resume(&test.db, second).unwrap().contains("concord admin reissue"));
    assert!(resume(&test.db, second).unwrap().contains("nothing was changed"));
}

#[test]
fn an_address_that_is_bad_taken_or_unknown_is_named() {
    let test = sqlite();
    let bad = makes(&test, "nobody", false).unwrap_err();
    assert!(bad.what.contains("nobody: this is no e-mail address"), "{bad}");
    makes(&test, EMAIL, false).unwrap();
    let taken = makes(&test, EMAIL, false).unwrap_err();
    assert!(taken.what.contains("already") && taken.mend.contains("concord admin reissue"), "{taken}");
    let unknown = suspend(&test.db, "x@secretariat.example").unwrap_err();
    assert!(unknown.what.contains("x@secretariat.example"), "{unknown}");
}

#[test]
fn a_member_who_lost_every_factor_is_let_back_in_by_the_operator_and_it_is_recorded() {
    let test = sqlite();
    let waiting = makes(&test, EMAIL, false);
    assert!(waiting.is_ok() && factor_lost(&test.db, EMAIL).is_err(), "the account waits for its first invitation");
    let id = test.sees(&operator(), |ctx| Ok(member(ctx, EMAIL)?.id));
    let hash = password(&test);
    test.does(&operator(), |ctx| {
        accounts::set_password(ctx, &id, &hash)?;
        codes::give(ctx, &id, "Telephone", &SharedSecret::generate())
    });
    let said = factor_lost(&test.db, &EMAIL.to_uppercase()).unwrap();
    let code = after(&said, "Code:").to_owned();
    assert!(!said.contains('#') && said.contains("outbox"), "{said}");
    let letters = test.does(&Actor::Task(Task::Mailer), |ctx| mail::due(ctx, 10));
    let token = letters.into_iter().find_map(|letter| match letter.letter {
        Letter::FactorsInvitation { token, .. } => Some(token),
        _ => None,
    });
    let (token, door) = (token.unwrap(), Actor::Task(Task::Doorkeeper));
    let wrong = test.does(&door, |ctx| invitations::accept(ctx, &token, "AAAAA-AAAAA", &hash));
    assert_eq!(wrong, Acceptance::WrongCode);
    let accepted = test.does(&door, |ctx| invitations::accept(ctx, &token, &code, &hash));
    assert_eq!(accepted, Acceptance::Accepted(id.clone()));
    let ways = test.sees(&door, |ctx| factors::ways(ctx, &id));
    assert!(!ways.codes && !ways.passkey && ways.recovery == 0);
    let again = test.does(&door, |ctx| invitations::accept(ctx, &token, &code, &hash));
    assert_eq!(again, Acceptance::Spent);
    // Nobody of a State or of the Court, and nobody who is unknown.
    let refused = factor_lost(&test.db, "x@registry.example").unwrap_err();
    assert!(refused.mend.contains("second step"), "{refused}");
}

#[test]
fn an_account_of_the_court_is_out_of_reach() {
    let test = sqlite();
    let new = NewAccount {
        name: name("A. Okafor").unwrap(),
        email: "okafor@registry.example".to_owned(),
        role: Role::CourtReader,
        state: None,
        organ: Some(crate::domain::actor::Organ::Registry),
        language: "en".to_owned(),
        note_reference: None,
    };
    test.does(&operator(), |ctx| accounts::make(ctx, &new));
    assert!(!list(&test.db).unwrap().contains("okafor"));
    assert!(suspend(&test.db, "okafor@registry.example").is_err());
    assert!(factor_lost(&test.db, "okafor@registry.example").is_err());
    let again = test.tries(&operator(), |ctx| accounts::make(ctx, &new));
    assert!(matches!(again, Err(Error::Refused(Refusal::EmailTaken))));
}
