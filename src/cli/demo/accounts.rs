//! The accounts of the demonstration, with passwords and authenticators made for it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::operator;
use crate::cli::Failure;
use crate::domain::actor::{Organ, Role};
use crate::domain::db::Db;
use crate::domain::identity::factors::codes::{self, SharedSecret};
use crate::domain::identity::{self, Account, Hasher, NewAccount};
use crate::domain::line::OneLine;
use crate::domain::seal;
use crate::private::{self, Readers};

/// The two States whose people can sign in.
pub const STATES: [&str; 2] = ["SEN", "SVN"];

/// A line of `accounts.json`.
#[derive(Serialize, Deserialize)]
pub struct Line {
    pub name: String,
    pub role: String,
    pub state: Option<String>,
    pub organ: Option<String>,
    pub email: String,
    pub password: String,
}

/// An account that was made, with its password.
pub struct Made {
    pub account: Account,
    pub password: String,
}

type Wanted = (&'static str, Role, Option<&'static str>, Option<Organ>, &'static str, &'static str);

/// Who can sign in: name, role, State, organ, address, language.
const PEOPLE: [Wanted; 16] = [
    ("I. Verhoeven", Role::Secretariat, None, None, "verhoeven@secretariat.example", "en"),
    ("C. Morel", Role::Secretariat, None, None, "morel@secretariat.example", "fr"),
    ("A. Okafor", Role::CourtReader, None, Some(Organ::Registry), "okafor@registry.example", "en"),
    ("L. Fontaine", Role::CourtCoordinator, None, Some(Organ::Registry), "fontaine@registry.example", "fr"),
    ("J. Lindqvist", Role::CourtReader, None, Some(Organ::Otp), "lindqvist@otp.example", "en"),
    ("S. Haddad", Role::CourtCoordinator, None, Some(Organ::Otp), "haddad@otp.example", "fr"),
    ("R. Castillo", Role::CourtReader, None, Some(Organ::Presidency), "castillo@presidency.example", "en"),
    ("M. Amina Traoré", Role::Facilitator, None, None, "traore@facilitators.example", "fr"),
    ("N. Diop", Role::Coordinator, Some("SEN"), None, "diop@sen.example", "fr"),
    ("M. Sarr", Role::Coordinator, Some("SEN"), None, "sarr@sen.example", "fr"),
    ("F. Ndiaye", Role::Contributor, Some("SEN"), None, "ndiaye@sen.example", "fr"),
    ("K. Ba", Role::Reader, Some("SEN"), None, "ba@sen.example", "en"),
    ("T. Novak", Role::Coordinator, Some("SVN"), None, "novak@svn.example", "en"),
    ("A. Kranjc", Role::Coordinator, Some("SVN"), None, "kranjc@svn.example", "en"),
    ("B. Zupan", Role::Contributor, Some("SVN"), None, "zupan@svn.example", "en"),
    ("P. Horvat", Role::Reader, Some("SVN"), None, "horvat@svn.example", "en"),
];

/// Makes the accounts, each with a password and an authenticator of its own.
pub fn make(db: &Db) -> Result<Vec<Made>, Failure> {
    let hasher = Hasher::new(db.keys(), 2).map_err(Failure::doing("preparing the hashing of passwords"))?;
    let system = actix_web::rt::System::new();
    let doing = Failure::doing("making the accounts");
    PEOPLE
        .iter()
        .map(|wanted| {
            let password = password();
            let hash = system.block_on(hasher.hash(Zeroizing::new(password.clone()))).map_err(&doing)?;
            let (new, secret) = (new_account(wanted)?, SharedSecret::generate());
            let made = db.write_now(&operator(), |ctx| {
                let id = identity::accounts::make(ctx, &new)?;
                codes::give(ctx, &id, "Authenticator (concord demo code)", &secret)?;
                identity::accounts::set_password(ctx, &id, &hash)
            });
            Ok(Made { account: made.map_err(&doing)?, password })
        })
        .collect()
}

/// Four groups of letters and digits without look-alikes.
fn password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let random: [u8; 20] = seal::random();
    let letter = |byte: &u8| {
        let at = usize::from(*byte) % LETTERS.len();
        LETTERS.get(at).map_or('a', |letter| char::from(*letter))
    };
    random.chunks(5).map(|group| group.iter().map(letter).collect::<String>()).collect::<Vec<_>>().join("-")
}

fn new_account((name, role, state, organ, email, language): &Wanted) -> Result<NewAccount, Failure> {
    account(name, *role, *state, *organ, email, language)
}

/// An account of the demonstration.
pub fn account(
    name: &str,
    role: Role,
    state: Option<&str>,
    organ: Option<Organ>,
    email: &str,
    language: &str,
) -> Result<NewAccount, Failure> {
    let wrong = || Failure::new(format!("the account of {name} cannot be made"), "report this fault of the program");
    Ok(NewAccount {
        name: OneLine::new(name).ok_or_else(wrong)?,
        email: email.to_owned(),
        role,
        state: state.map(str::parse).transpose().map_err(|_| wrong())?,
        organ,
        language: language.to_owned(),
        note_reference: OneLine::new("ICC-ASP/25/SP/01 (invented)"),
    })
}

/// The content of `accounts.json`.
pub fn as_json(people: &[Made]) -> Result<Vec<u8>, Failure> {
    let lines: Vec<Line> = people
        .iter()
        .map(|made| Line {
            name: made.account.name.clone(),
            role: made.account.role.as_str().to_owned(),
            state: made.account.state.as_ref().map(ToString::to_string),
            organ: made.account.organ.map(|organ| organ.as_str().to_owned()),
            email: made.account.email.clone(),
            password: made.password.clone(),
        })
        .collect();
    serde_json::to_vec_pretty(&lines).map_err(|error| {
        Failure::new(format!("accounts.json cannot be made: {error}"), "report this fault of the program")
    })
}

/// Reads `accounts.json` back.
pub fn read(path: &Path) -> Result<Vec<Line>, Failure> {
    let unreadable = |error: String| {
        Failure::new(
            format!("{} cannot be read ({error})", path.display()),
            "give another folder with --data, or remove this one to begin anew",
        )
    };
    // It holds passwords, if invented ones.
    private::check(path, Readers::OwnerOnly)?;
    let text = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))
}
