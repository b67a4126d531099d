//! How a command ends when it does not end well.

use std::fmt;

use super::refused;
use crate::config::Faults;
use crate::domain::Error;
use crate::private::Loose;

/// What failed and on what, and what the operator can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub what: String,
    pub mend: String,
}

impl Failure {
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Failure { what: what.into(), mend: mend.into() }
    }

    /// Nobody reads what the command prints any more, as behind `| head`: it ends there, and there is nobody to tell.
    pub fn unread() -> Self {
        Failure::new("", "")
    }

    /// Whether the command ended because nobody reads what it prints.
    pub fn is_unread(&self) -> bool {
        self == &Failure::unread()
    }

    /// Adds to an error of the domain what was being done, for `map_err`.
    pub fn doing(what: &str) -> impl Fn(Error) -> Failure {
        move |error| {
            if let Error::Refused(refusal) = &error {
                let (refused, mend) = refused::in_words(refusal);
                return Failure::new(format!("{what}: {refused}"), mend);
            }
            let mend = match &error {
                Error::Busy { .. } => "wait a little and try again",
                Error::Away(_) => {
                    "see that the database runs, that database.url is right, and that nothing else holds it"
                }
                Error::FilesAway(_) => "see that the store of files runs and that [files.s3] is right",
                Error::Full => "make space on the disk; nothing that was acknowledged is lost",
                Error::Destroyed => "nothing can be done: what a destroyed key has sealed cannot be opened by anybody",
                Error::NotFound => "check the name or number that was given",
                Error::Forbidden | Error::Closed | Error::Revoked | Error::Refused(_) => {
                    "see docs/commands.md for what this command wants"
                }
                Error::NoKey(_) => {
                    "put the key back below the present one in keys.kek_file, from where you keep its copy"
                }
                Error::Database(_) | Error::Internal(_) => {
                    "see docs/operations.md; if it is not there, report it with this text"
                }
            };
            Failure::new(format!("{what}: {error}"), mend)
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  {}", self.what, self.mend)
    }
}

impl std::error::Error for Failure {}

impl From<Loose> for Failure {
    fn from(loose: Loose) -> Self {
        Failure { what: loose.what, mend: loose.mend }
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        let count = faults.0.len();
        Failure {
            what: format!("the configuration has {count} fault{}:\n{faults}", if count == 1 { "" } else { "s" }),
            mend: "mend them and start again; config/concord.toml lists every key".to_owned(),
        }
    }
}
