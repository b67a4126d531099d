//! The configuration: the file, then the environment (`CONCORD_SERVER__LISTEN`), then the private files that it names. Every fault is
//! reported at once, with its key, what is wrong and what to do. This is the only module that reads the environment.

mod rules;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use crate::domain::actor::Role;
use crate::domain::db::DatabaseUrl;
use crate::private::Readers;

pub use sections::*;

/// Prefix of the environment's variables; sections and keys are parted by two underscores.
const PREFIX: &str = "CONCORD_";
/// Where systemd puts the credentials of a service.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";
/// The name of the credential that holds the key-encryption key.
const KEK_CREDENTIAL: &str = "concord-kek";

/// One thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which key, with its section.
    pub key: String,
    /// What is wrong with it.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

/// Everything that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = self.0.iter().map(|Fault { key, what, mend }| format!("  {key}: {what}; {mend}"));
        f.write_str(&faults.collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for Faults {}

impl Config {
    /// Reads the file, the environment and the private files, and checks it all.
    ///
    /// # Errors
    /// Every fault there is.
    pub fn load(file: &Path) -> Result<Self, Faults> {
        let text = std::fs::read_to_string(file).map_err(|error| {
            Faults(vec![Fault {
                key: file.display().to_string(),
                what: format!("cannot be read ({error})"),
                mend: "name the configuration file with --config PATH; config/concord.toml lists every key".to_owned(),
            }])
        })?;
        let (mut config, mut faults) = Config::from_sources(&text, std::env::vars_os())?;
        // The rules see the default of a key whose value is of no use; what they would say of it is beside the point.
        let useless: BTreeSet<String> = faults.iter().map(|fault| fault.key.clone()).collect();
        faults.extend(rules::settle(&mut config).into_iter().filter(|fault| !useless.contains(&fault.key)));
        if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
    }

    /// The file's text and the environment put together, not yet checked by the rules; with what is no key or not of its key's type, where
    /// the default stands.
    fn from_sources(
        text: &str,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(Self, Vec<Fault>), Faults> {
        let file: Table = text.parse().map_err(|error: toml::de::Error| {
            Faults(vec![Fault {
                key: "the configuration file".to_owned(),
                what: error.to_string().trim_end().replace('\n', "\n    "),
                mend: "mend the line that is shown".to_owned(),
            }])
        })?;
        let mut draft = Draft::new()?;
        for (key, value) in leaves(&file) {
            draft.offer(&key, &[value]);
        }
        let mut credentials = None;
        for (name, value) in environment {
            if name == CREDENTIALS {
                credentials = Some(PathBuf::from(value));
            } else if let Some(key) = key_of(&name) {
                draft.offer_text(&key, &name, &value);
            }
        }
        let (mut config, faults) = draft.finish()?;
        config.take_credential(credentials.as_deref());
        Ok((config, faults))
    }

    /// Takes the key from systemd's credentials where the configuration names none.
    fn take_credential(&mut self, credentials: Option<&Path>) {
        let Some(credentials) = credentials else { return };
        if self.keys.kek_file.is_none() {
            self.keys.kek_file = Some(credentials.join(KEK_CREDENTIAL)).filter(|path| path.exists());
        }
        self.keys.is_credential = self.keys.kek_file.as_ref().is_some_and(|path| path.starts_with(credentials));
    }

    /// A configuration for trying the platform out: everything in one folder, mail into files, reached at `localhost`, which is the one
    /// name for which browsers accept passkeys without TLS. The caller makes the key.
    pub fn for_demo(data: &Path, listen: SocketAddr) -> Self {
        let mut config = Config::default();
        config.server.base_url = Some(format!("http://localhost:{}", listen.port()));
        config.server.listen = listen;
        config.data.directory = data.to_owned();
        config.keys.kek_file = Some(data.join("key"));
        // Whoever tries the platform out may have no key at hand; pages say so.
        config.identity.passkey_roles = Vec::new();
        config.mail.transport = Transport::Folder;
        config.mail.from = Some("Concord <noreply@concord.example>".to_owned());
        config.platform.contact_address = Some("help@concord.example".to_owned());
        config.platform.contact_telephone = Some("+00 000 000 000".to_owned());
        config
    }

    /// The base URL, without a slash at its end: what a browser calls the origin.
    pub fn base_url(&self) -> &str {
        self.server.base_url.as_deref().unwrap_or_default()
    }

    /// Where the database is.
    ///
    /// # Errors
    /// A sentence for the operator; never after [`Config::load`].
    pub fn database_url(&self) -> Result<DatabaseUrl, String> {
        match &self.database.url {
            Some(url) => DatabaseUrl::parse(url),
            None => Ok(DatabaseUrl::Sqlite(self.data.directory.join("concord.db"))),
        }
    }

    /// Where the database is, as the role that owns its tables.
    ///
    /// # Errors
    /// As [`Config::database_url`].
    pub fn migration_url(&self) -> Result<DatabaseUrl, String> {
        match &self.database.migration_url {
            Some(url) => DatabaseUrl::parse(url),
            None => self.database_url(),
        }
    }

    /// Who besides its owner may read the key's file.
    pub fn key_readers(&self) -> Readers {
        if self.keys.is_credential { Readers::OwnerAndGroup } else { Readers::OwnerOnly }
    }

    /// The folder of the transport `folder`.
    pub fn mail_folder(&self) -> PathBuf {
        self.mail.folder.clone().unwrap_or_else(|| self.data.directory.join("mail"))
    }

    /// How long the sessions of a role last.
    pub fn session_limits(&self, role: Role) -> Limits {
        let sessions = &self.sessions;
        match role {
            Role::Coordinator => sessions.coordinator,
            Role::Contributor => sessions.contributor,
            Role::Reader => sessions.reader,
            Role::CourtReader => sessions.court_reader,
            Role::CourtCoordinator => sessions.court_coordinator,
            Role::Secretariat => sessions.secretariat,
            Role::Facilitator => sessions.facilitator,
        }
    }
}

/// The configuration in the making. Values are put in one at a time, so that each that does not fit is reported, not only the first.
struct Draft {
    known: BTreeSet<String>,
    table: Table,
    faults: Vec<Fault>,
}

impl Draft {
    fn new() -> Result<Self, Faults> {
        let table = Table::try_from(Config::default()).map_err(broken)?;
        Ok(Draft { known: known_keys(), table, faults: Vec::new() })
    }

    /// Takes the first of these readings that is of the key's type.
    fn offer(&mut self, key: &str, readings: &[Value]) {
        if !self.known.contains(key) {
            return self.unknown(key);
        }
        let mut refused = None;
        for reading in readings {
            let mut table = self.table.clone();
            set(&mut table, key, reading.clone());
            match Config::deserialize(Value::Table(table.clone())) {
                Ok(_) => return self.table = table,
                Err(error) => refused = refused.or(Some(error.message().to_owned())),
            }
        }
        self.faults.push(Fault {
            key: key.to_owned(),
            what: refused.unwrap_or_default(),
            mend: "write it as config/concord.toml shows".to_owned(),
        });
    }

    /// Takes a text of the environment: as it would stand in the file, else as a string, else as strings parted by commas. A variable that
    /// is set to nothing counts as not set.
    fn offer_text(&mut self, key: &str, name: &OsString, value: &OsString) {
        let Some(text) = value.to_str() else {
            return self.faults.push(Fault {
                key: key.to_owned(),
                what: format!("the variable {} is not UTF-8", name.display()),
                mend: "write it in UTF-8".to_owned(),
            });
        };
        if text.is_empty() {
            return;
        }
        let list = text.split(',').map(|part| Value::String(part.trim().to_owned())).collect();
        let mut readings = vec![Value::String(text.to_owned()), Value::Array(list)];
        readings.extend(format!("value = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("value")));
        readings.rotate_right(1);
        self.offer(key, &readings);
    }

    fn unknown(&mut self, key: &str) {
        let section = key.rsplit_once('.').map_or("", |(section, _)| section);
        let near: Vec<&str> = self
            .known
            .iter()
            .filter_map(|known| known.rsplit_once('.').filter(|(of, _)| *of == section).map(|(_, name)| name))
            .collect();
        let mend = if near.is_empty() {
            "remove it; config/concord.toml lists every section".to_owned()
        } else {
            format!("remove it, or write one of the keys of [{section}]: {}", near.join(", "))
        };
        self.faults.push(Fault { key: key.to_owned(), what: "there is no such key".to_owned(), mend });
    }

    fn finish(self) -> Result<(Config, Vec<Fault>), Faults> {
        Ok((Config::deserialize(Value::Table(self.table)).map_err(broken)?, self.faults))
    }
}

/// The defaults do not fit their own types: a fault of the program, which a test finds.
fn broken(error: impl fmt::Display) -> Faults {
    Faults(vec![Fault {
        key: "the defaults".to_owned(),
        what: error.to_string(),
        mend: "report this fault of the program".to_owned(),
    }])
}

/// Every key there is, with its section.
fn known_keys() -> BTreeSet<String> {
    fn walk(value: &serde_json::Value, path: &str, keys: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(members) => {
                for (name, member) in members {
                    walk(member, &join(path, name), keys);
                }
            }
            _ => {
                keys.insert(path.to_owned());
            }
        }
    }
    let mut keys = BTreeSet::new();
    walk(&serde_json::to_value(Config::default()).unwrap_or_default(), "", &mut keys);
    keys
}

/// Every value of a table that is no table itself, with its dotted key.
fn leaves(table: &Table) -> Vec<(String, Value)> {
    fn walk(table: &Table, path: &str, found: &mut Vec<(String, Value)>) {
        for (name, value) in table {
            match value {
                Value::Table(inner) => walk(inner, &join(path, name), found),
                other => found.push((join(path, name), other.clone())),
            }
        }
    }
    let mut found = Vec::new();
    walk(table, "", &mut found);
    found
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Puts a value at a dotted key.
fn set(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, rest)) => {
            if let Value::Table(inner) = table.entry(section).or_insert_with(|| Value::Table(Table::new())) {
                set(inner, rest, value);
            }
        }
    }
}

/// `CONCORD_SERVER__LISTEN` is `server.listen`. Variables without two underscores are not the configuration's.
fn key_of(name: &OsString) -> Option<String> {
    let rest = name.to_str()?.strip_prefix(PREFIX)?;
    rest.contains("__").then(|| rest.replace("__", ".").to_lowercase())
}
