//! `concord demo`: the whole platform with invented data, in one folder, on this machine only. Started again, it goes on where it was.

mod accounts;
mod code;
mod codes;
pub mod invented;
mod year;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use clap::{Args, Subcommand};

use super::serve::{self, Demonstration};
use super::{Failure, open, operator, say};
use crate::config::Config;
use crate::domain::actor::Actor;
use crate::domain::db::{Db, migrate};
use crate::domain::seal::Keyring;
use crate::domain::time::{Clock, Instant};
use crate::domain::{identity, states};
use crate::{keys, private};

/// Codes of invitations that the demonstration issued, so that `concord demo invitations` can print them.
const CODES: &str = "invitation-codes.jsonl";
/// Stands in the folder while it is being filled: where it is found at a start, the filling was interrupted.
const UNFINISHED: &str = "unfinished";

#[derive(Args)]
pub struct Options {
    /// The folder that everything is kept in; made where it does not exist.
    #[arg(long, global = true, value_name = "DIR", default_value = "concord-demo")]
    data: PathBuf,
    /// Where to listen. On another machine's address nothing would protect what is typed, so only this machine's are taken.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Prints the codes of invitations that are open.
    Invitations,
    /// Prints the authenticator's code of an account, for signing in; beside the running demonstration.
    Code {
        /// The address of the account, as in accounts.json.
        email: String,
    },
}

pub fn run(options: &Options) -> Result<(), Failure> {
    if !options.listen.ip().is_loopback() {
        return Err(Failure::new(
            format!("the demonstration does not listen on {}", options.listen),
            "give an address of this machine, such as 127.0.0.1:8080; for others there is concord serve",
        ));
    }
    let config = Config::for_demo(&options.data, options.listen);
    match &options.what {
        Some(What::Code { email }) => code::print(&config, email),
        Some(What::Invitations) => codes::print(&config, &options.data.join(CODES)),
        None => demo(&config, &options.data),
    }
}

fn demo(config: &Config, data: &Path) -> Result<(), Failure> {
    // Known before anything is made or said: another demonstration, most often.
    serve::is_free(config.server.listen)?;
    open::data_directory(config)?;
    let _lock = open::lock(data)?;
    if data.join(UNFINISHED).exists() {
        take_away(data)?;
    }
    let keys = keyring(config)?;
    let url = config.database_url().map_err(|what| Failure::new(what, "give another folder with --data"))?;
    migrate::up(&url).map_err(Failure::doing("bringing the database to the present schema"))?;
    if is_empty(&open::database(config, keys.clone(), Clock::system())?)? {
        say("Making the demonstration: States, accounts, an invented year. This takes some seconds.")?;
        fill(config, data, keys.clone())?;
    }
    let db = open::database(config, keys, Clock::system())?;
    announce(config, data)?;
    serve::serve(config, db, Demonstration::Yes(data.join(CODES)))
}

/// The key of the demonstration lies beside its data: what is invented needs no better place.
fn keyring(config: &Config) -> Result<Keyring, Failure> {
    if let Some(path) = &config.keys.kek_file
        && !path.exists()
    {
        keys::generate(path)?;
    }
    open::keyring(config)
}

fn is_empty(db: &Db) -> Result<bool, Failure> {
    let states = db.read_now(&operator(), states::list);
    Ok(states.map_err(Failure::doing("looking at the database"))?.is_empty())
}

/// A clock that the filling sets, so that the invented year has the dates of a year.
#[derive(Clone)]
struct Calendar(Arc<AtomicI64>);

impl Calendar {
    fn set(&self, at: Instant) {
        self.0.store(at.micros(), Ordering::SeqCst);
    }
}

/// Takes the mark away, durably: with it, what people do in the demonstration would be taken for unfinished.
fn finish(data: &Path) -> std::io::Result<()> {
    std::fs::remove_file(data.join(UNFINISHED))?;
    std::fs::File::open(data)?.sync_all()
}

/// Takes away what was filled in part, so that it is begun anew.
fn take_away(data: &Path) -> Result<(), Failure> {
    // The mark goes last: what is interrupted here is found again as well.
    for name in ["accounts.json", "concord.db-wal", "concord.db-shm", "concord.db", UNFINISHED] {
        match std::fs::remove_file(data.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let what = format!("{} cannot be removed ({error})", data.join(name).display());
                return Err(Failure::new(what, "remove the folder, or give another one with --data"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Fills an empty database. What fails or is interrupted half-way is taken away again, so that the next start begins anew.
fn fill(config: &Config, data: &Path, keys: Keyring) -> Result<(), Failure> {
    let unwritten =
        |error| Failure::new(format!("{} cannot be written ({error})", data.display()), "make space on the disk");
    private::create(&data.join(UNFINISHED), b"").map_err(unwritten)?;
    let now = Clock::system().now();
    let calendar = Calendar(Arc::new(AtomicI64::new(now.micros())));
    let hand = calendar.0.clone();
    let clock = Clock::from_fn(move || Instant::from_micros(hand.load(Ordering::SeqCst)));
    let db = open::database(config, keys, clock)?;
    let filled = (|| {
        year::states_and_addresses(&db)?;
        let people = accounts::make(&db)?;
        year::closed_cycle(&db, &calendar, &people)?;
        calendar.set(now);
        year::open_cycle(&db, &people)?;
        private::create(&data.join("accounts.json"), &accounts::as_json(&people)?).map_err(|error| {
            Failure::new(format!("accounts.json cannot be written ({error})"), "make space on the disk")
        })
    })();
    drop(db);
    match filled {
        Ok(()) => finish(data).map_err(|error| {
            let what = format!("{} cannot be removed ({error})", data.join(UNFINISHED).display());
            Failure::new(what, "start the demonstration again: it is made anew")
        }),
        Err(failure) => {
            let _ = take_away(data);
            Err(failure)
        }
    }
}

fn announce(config: &Config, data: &Path) -> Result<(), Failure> {
    say(format!("\nThe demonstration: {}\n", config.base_url()))?;
    for account in accounts::read(&data.join("accounts.json"))? {
        let of = account.state.or(account.organ).unwrap_or_default();
        say(format!("  {:18} {:10} {:40} {}", account.role, of, account.email, account.password))?;
    }
    say(format!("\nAccounts: {}", data.join("accounts.json").display()))?;
    say(format!("Mail is written to {}", data.join("mail").display()))?;
    let folder = data.display();
    say(format!("Code for the second step of signing in: concord demo code EMAIL --data {folder}"))?;
    say(format!("Codes of open invitations: concord demo invitations --data {folder}\nStop with Ctrl-C.\n"))
}

/// A person as the domain knows one who is signed in.
fn person(account: &identity::Account) -> Actor {
    Actor::Person(crate::domain::actor::Person {
        account: account.id.clone(),
        name: account.name.clone(),
        role: account.role,
        state: account.state.clone(),
        party: account.state.is_some(),
        organ: account.organ,
    })
}
