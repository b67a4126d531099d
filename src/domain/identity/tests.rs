//! Persons at the door, in their own words and in those of who should not get in.

mod accounts;
mod confirmation;
mod invitations;
mod lost;
mod passwords;
mod resets;
mod sessions;
mod sign_in;
mod terms;

use zeroize::Zeroizing;

use super::accounts::NewAccount;
use super::factors::codes::SharedSecret;
use super::factors::{FactorRules, Given};
use super::invitations::{Acceptance, Issued};
use super::passwords::{Hasher, PasswordHash};
use super::sessions::Client;
use super::sessions::{Limits, SessionLimits};
use super::sign_in::{Begun, Shown};
use crate::domain::actor::{Actor, Organ, Person, Role, Task};
use crate::domain::db::testing::TestDb;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::line::OneLine;
use crate::domain::mail::{self, Letter};
use crate::domain::states;

pub(super) const OPERATOR: Actor = Actor::Task(Task::Operator);
pub(super) const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);
pub(super) const MAILER: Actor = Actor::Task(Task::Mailer);

pub(super) const LIMITS: SessionLimits = {
    let limits = Limits { idle_seconds: 1800, absolute_seconds: 12 * 3600 };
    let longer = Limits { idle_seconds: 7200, absolute_seconds: 24 * 3600 };
    SessionLimits {
        coordinator: longer,
        contributor: longer,
        reader: longer,
        court_reader: limits,
        court_coordinator: limits,
        secretariat: limits,
        facilitator: limits,
    }
};

pub(super) fn state(code: &str) -> StateId {
    code.parse().unwrap()
}

/// Somebody to make an account for; the State and the organ are left to the role.
pub(super) fn somebody(email: &str, role: Role) -> NewAccount {
    NewAccount {
        name: OneLine::new("Awa Diop").unwrap(),
        email: email.to_owned(),
        role,
        state: Some(state("SEN")),
        organ: Some(Organ::Registry),
        language: "fr".to_owned(),
        note_reference: OneLine::new("NV/2027/12"),
    }
}

pub(super) fn with_states(test: &TestDb) {
    test.does(&OPERATOR, |ctx| states::import(ctx, include_str!("../../../config/states_parties.csv")));
}

pub(super) fn makes(test: &TestDb, email: &str, role: Role) -> AccountId {
    test.does(&OPERATOR, |ctx| super::accounts::make(ctx, &somebody(email, role)))
}

/// Invites and says what the mail holds.
pub(super) fn invites(test: &TestDb, account: &AccountId) -> (Issued, String) {
    let issued = test.does(&OPERATOR, |ctx| super::invitations::issue(ctx, account));
    let letters = test.does(&MAILER, |ctx| mail::due(ctx, 100));
    let letter = letters.into_iter().find(|letter| letter.id == issued.letter).unwrap();
    match letter.letter {
        Letter::Invitation { token, .. } => (issued, token),
        _ => panic!("another letter"),
    }
}

pub(super) fn accepts(test: &TestDb, token: &str, code: &str) -> Acceptance {
    let hash = hash("correct horse battery staple");
    test.does(&DOORKEEPER, |ctx| super::invitations::accept(ctx, token, code, &hash))
}

/// An account that came in by its invitation.
pub(super) fn comes_in(test: &TestDb, email: &str, role: Role) -> AccountId {
    let account = makes(test, email, role);
    let (issued, token) = invites(test, &account);
    assert_eq!(accepts(test, &token, &issued.code), Acceptance::Accepted(account.clone()));
    account
}

/// Rules of a platform at which codes are enough for everybody.
pub(super) fn rules() -> FactorRules {
    FactorRules::new("https://concord.example", &[]).unwrap()
}

pub(super) fn client(device: Option<&str>) -> Client {
    Client { address: "192.0.2.1".to_owned(), device: device.map(str::to_owned), browser: "firefox linux".to_owned() }
}

pub(super) fn secret() -> SharedSecret {
    SharedSecret::from_bytes(b"twenty bytes exactly").unwrap()
}

/// The code of an authenticator, so many steps from now.
pub(super) fn code(test: &TestDb, steps: i64) -> String {
    let at = test.now().micros().div_euclid(1_000_000) + 30 * steps;
    let secret = totp_rs::Secret::new_stack(*b"twenty bytes exactly");
    totp_rs::Builder::new()
        .with_secret(secret)
        .with_account_name("-")
        .build()
        .unwrap()
        .generate(at.try_into().unwrap())
        .to_string()
}

pub(super) fn typed(code: &str) -> Given {
    Given { code: Zeroizing::new(code.to_owned()), ..Given::default() }
}

/// Gives an account an authenticator, unless it has one.
pub(super) fn with_codes(test: &TestDb, account: &AccountId) {
    if !test.sees(&OPERATOR, |ctx| super::factors::has_any(ctx, account)) {
        test.does(&OPERATOR, |ctx| super::factors::codes::give(ctx, account, "Telephone", &secret()));
    }
}

/// As if half a minute had passed: the code of now can be used (again).
pub(super) fn forgets_codes(test: &TestDb, account: &AccountId) {
    use crate::domain::db::schema::factors;
    use diesel::prelude::*;
    test.does(&OPERATOR, |ctx| {
        let own = factors::table.filter(factors::account_id.eq(account));
        Ok(diesel::update(own).set(factors::last_step.eq(None::<i64>)).execute(ctx.conn)?)
    });
}

/// Ends an attempt whose password was right, and says how far in that is.
pub(super) fn half_way(test: &TestDb, attempt: &super::Attempt, device: Option<&str>) -> Option<Begun> {
    test.does(&DOORKEEPER, |ctx| super::sign_in::password_was_right(ctx, attempt, &client(device)))
}

pub(super) fn shows(test: &TestDb, half: &Begun, given: &Given, device: Option<&str>) -> Shown {
    test.does(&DOORKEEPER, |ctx| super::sign_in::show_factor(ctx, &half.session, given, &rules(), &client(device)))
}

/// Goes all the way in after a right password, with an authenticator that is given to who has none.
pub(super) fn comes_through(test: &TestDb, attempt: &super::Attempt, device: Option<&str>) -> Option<Begun> {
    if let Some(account) = &attempt.account {
        with_codes(test, &account.id);
        forgets_codes(test, &account.id);
    }
    let half = half_way(test, attempt, device)?;
    match shows(test, &half, &typed(&code(test, 0)), device) {
        Shown::In(begun) => Some(*begun),
        Shown::Wrong { .. } | Shown::Wait { .. } | Shown::Gone => panic!("the code was refused"),
    }
}

/// Signs in without looking at the password.
pub(super) fn signs_in(test: &TestDb, email: &str) -> Begun {
    let attempt = test.does(&DOORKEEPER, |ctx| super::sign_in::begin(ctx, email, "192.0.2.1", None));
    comes_through(test, &attempt, None).unwrap()
}

/// The person of an account, as an actor.
pub(super) fn as_person(test: &TestDb, id: &AccountId) -> Actor {
    let account = test.sees(&OPERATOR, |ctx| Ok(super::store::accounts::find(ctx, id)?.unwrap()));
    Actor::Person(Person {
        account: account.id,
        name: account.name,
        role: account.role,
        party: account.state.is_some(),
        state: account.state,
        organ: account.organ,
    })
}

/// A stored form of a password, made once: hashing is slow on purpose.
pub(super) fn hash(password: &str) -> PasswordHash {
    static ONCE: std::sync::Mutex<Vec<(String, PasswordHash)>> = std::sync::Mutex::new(Vec::new());
    let mut made = ONCE.lock().unwrap();
    if let Some((_, hash)) = made.iter().find(|(known, _)| known == password) {
        return hash.clone();
    }
    let hash = block_on(hasher().hash(Zeroizing::new(password.to_owned()))).unwrap();
    made.push((password.to_owned(), hash.clone()));
    hash
}

pub(super) fn hasher() -> Hasher {
    let key = crate::domain::seal::Key::from_bytes(&[7; 32]).unwrap();
    Hasher::new(&crate::domain::seal::Keyring::new(&key).unwrap(), 2).unwrap()
}

pub(super) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}
