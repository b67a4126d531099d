//! Prints the code that an authenticator would show: sixteen persons of a demonstration have no sixteen telephones. It reads the
//! database of the demonstration, whose key lies beside it, while the server runs.

use std::time::Duration;

use super::{keyring, operator};
use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::domain::identity::accounts;
use crate::domain::identity::factors::codes::{self, DemoCode};
use crate::domain::time::Clock;

/// Prints a code that was not used yet; where all that are valid now were, it waits for the next, at most half a minute.
pub fn print(config: &Config, email: &str) -> Result<(), Failure> {
    if !config.data.directory.join("accounts.json").exists() {
        return Err(Failure::new(
            format!("there is no demonstration in {}", config.data.directory.display()),
            "start it with: concord demo",
        ));
    }
    let clock = Clock::system();
    let db = open::database(config, keyring(config)?, clock.clone())?;
    let email = email.trim().to_lowercase();
    let doing = Failure::doing("looking at the account");
    loop {
        let code = db.read_now(&operator(), |ctx| {
            let account = accounts::list(ctx, None)?.into_iter().find(|account| account.email == email);
            account.map(|account| codes::for_demonstration(ctx, &account.id)).transpose()
        });
        match code.map_err(&doing)? {
            Some(Some(DemoCode::Now(code))) => return say(code),
            Some(Some(DemoCode::At(at))) => {
                let micros = u64::try_from(at.micros().saturating_sub(clock.now().micros())).unwrap_or(0);
                std::thread::sleep(Duration::from_micros(micros.clamp(10_000, 30_000_000)));
            }
            Some(None) => {
                return Err(Failure::new(
                    format!("{email} has no authenticator"),
                    "sign in with the password and set one up; then this prints the code that the page asks for",
                ));
            }
            None => {
                return Err(Failure::new(
                    format!("there is no account {email}"),
                    format!("take an address of {}", config.data.directory.join("accounts.json").display()),
                ));
            }
        }
    }
}
