//! Prints the codes of open invitations. The platform keeps only their hashes; the demonstration notes them in a file of its own as
//! they are issued, because nobody telephones there.

use std::path::Path;

use super::{keyring, operator};
use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::domain::identity::invitations;
use crate::domain::time::Clock;
use crate::web::NotedCode;

/// Prints each open invitation with its code.
pub fn print(config: &Config, noted: &Path) -> Result<(), Failure> {
    if !config.data.directory.join("accounts.json").exists() {
        return Err(Failure::new(
            format!("there is no demonstration in {}", config.data.directory.display()),
            "start it with: concord demo",
        ));
    }
    let db = open::database(config, keyring(config)?, Clock::system())?;
    let invitations = db
        .read_now(&operator(), invitations::open_invitations)
        .map_err(Failure::doing("looking at the invitations"))?;
    let text = std::fs::read_to_string(noted).unwrap_or_default();
    let codes: Vec<NotedCode> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let now = Clock::system().now();
    let mut any = false;
    for invited in invitations {
        let open = invited.used_at.is_none() && invited.withdrawn_at.is_none() && invited.expires_at > now;
        let Some(code) = codes.iter().rev().find(|noted| noted.invitation == invited.invitation) else { continue };
        if open {
            any = true;
            let state = invited.state.map(|state| state.to_string()).unwrap_or_default();
            say(format!(
                "{}  {}  {:4} {:18} {}",
                code.code,
                invited.email,
                state,
                invited.role.as_str(),
                invited.name
            ))?;
        }
    }
    if any { Ok(()) } else { say("No invitation is open.") }
}
