//! Every key of the configuration, with its default and the reason for it. `config/concord.toml` says the same to operators; a
//! test holds the two together. The types have no `Debug`, because some of them hold secrets.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::domain::actor::Role;

/// The whole configuration.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub keys: Keys,
    pub data: Data,
    pub files: Files,
    pub mail: Mail,
    pub sessions: Sessions,
    pub passwords: Passwords,
    pub identity: Identity,
    pub platform: Platform,
    pub log: Log,
}

/// Where the platform is reached, and what one client may take of it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Server {
    /// The address that people type: `https://` and a name, no path. No default. Links in mails are made from it, never from a
    /// request's header, and unsafe requests have to come from it.
    pub base_url: Option<String>,
    /// Address and port to listen on; default `127.0.0.1:8080`, so that nothing is open before somebody says so.
    pub listen: SocketAddr,
    /// Certificate chain as PEM, the server's own first. No default. Read again when it changes, without a restart.
    pub tls_certificate: Option<PathBuf>,
    /// Its private key as PEM, mode 0600 or 0640. No default.
    pub tls_key: Option<PathBuf>,
    /// Addresses of a proxy that ends TLS in front of this server; default none. Only such a proxy is believed when it names the
    /// client's address, and without a certificate only it may connect.
    pub trusted_proxy: Vec<IpAddr>,
    /// Connections that one address may hold at once; default 100, which is room for a ministry behind one address.
    pub max_connections_per_address: u32,
    /// Seconds in which a request's body has to arrive; default 30. A large one gets a second more for every 16 KiB that did.
    pub body_deadline_seconds: u32,
}

impl Default for Server {
    fn default() -> Self {
        Server {
            base_url: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            tls_certificate: None,
            tls_key: None,
            trusted_proxy: Vec::new(),
            max_connections_per_address: 100,
            body_deadline_seconds: 30,
        }
    }
}

/// Where the database is, and as whom it is used.
#[derive(Clone, Serialize, Deserialize)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://ROLE@HOST/NAME`; default `concord.db` in the data directory.
    pub url: Option<String>,
    /// A private file that holds the URL, for a URL with a password. No default.
    pub url_file: Option<PathBuf>,
    /// Connections at once; default 8. On PostgreSQL there is a pool of this size for reading and one for writing.
    pub connections: u32,
    /// The URL that `concord migrate` uses: on PostgreSQL as the role that owns the tables. Default: the URL above.
    pub migration_url: Option<String>,
    /// A private file that holds the migration URL. No default.
    pub migration_url_file: Option<PathBuf>,
    /// The PostgreSQL role that serves; `concord migrate` gives it what it needs and no more. No default.
    pub serving_role: Option<String>,
}

impl Default for Database {
    fn default() -> Self {
        Database {
            url: None,
            url_file: None,
            connections: 8,
            migration_url: None,
            migration_url_file: None,
            serving_role: None,
        }
    }
}

/// Where the key is that opens everything.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Keys {
    /// The key-encryption key, mode 0600 or 0400, made by `concord keys generate`. Default: systemd's credential `concord-kek`.
    pub kek_file: Option<PathBuf>,
    /// Whether the file is a credential of systemd, whose access list shows as a permission of the group.
    #[serde(skip)]
    pub is_credential: bool,
}

/// Where files are.
#[derive(Clone, Serialize, Deserialize)]
pub struct Data {
    /// The data directory, mode 0700; default `/var/lib/concord`. One server at a time.
    pub directory: PathBuf,
    /// Where clamd listens, which looks at each file before it is kept: the path of a socket, or an address and a port. No default: files
    /// are not scanned.
    pub clamd: Option<String>,
}

impl Default for Data {
    fn default() -> Self {
        Data { directory: PathBuf::from("/var/lib/concord"), clamd: None }
    }
}

/// Where the files are that States give: in the folder `files` of the data directory, or in an S3-compatible store.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Files {
    pub s3: S3,
}

/// An S3-compatible store with a bucket that nobody else uses, addressed by path. Without an endpoint there is none.
#[derive(Clone, Serialize, Deserialize)]
pub struct S3 {
    /// `https://` and the store's name, no path. No default: files lie in the data directory.
    pub endpoint: Option<String>,
    /// The bucket, which has to exist. No default.
    pub bucket: Option<String>,
    /// What requests are signed for; default `us-east-1`, which most stores other than Amazon's want.
    pub region: String,
    /// The id of the access key. No default; it may read, write, list and delete in the bucket, and needs nothing else.
    pub access_key_id: Option<String>,
    /// A private file that holds the key's secret. No default.
    pub secret_file: Option<PathBuf>,
    /// A certificate authority that vouches for the store, as PEM; default the machine's own list.
    pub ca_file: Option<PathBuf>,
    /// What the secret's file holds.
    #[serde(skip)]
    pub secret: Option<Zeroizing<String>>,
}

impl Default for S3 {
    fn default() -> Self {
        S3 {
            endpoint: None,
            bucket: None,
            region: "us-east-1".to_owned(),
            access_key_id: None,
            secret_file: None,
            ca_file: None,
            secret: None,
        }
    }
}

/// How mail leaves.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Mail {
    /// `smtp` (default), or `folder`, which writes each mail to a file: for trials.
    pub transport: Transport,
    /// The mail relay's name, as in its certificate. No default; needed for `smtp`.
    pub host: Option<String>,
    /// The mail relay's port; default 587 with `starttls`, 465 with `tls`.
    pub port: Option<u16>,
    /// `starttls` (default) or `tls`. Without either nothing is sent.
    pub security: Security,
    /// The name to sign in with at the relay. No default: no sign-in.
    pub user: Option<String>,
    /// A private file that holds its password. No default.
    pub password_file: Option<PathBuf>,
    /// A certificate authority that vouches for the relay, as PEM; default the machine's own list.
    pub ca_file: Option<PathBuf>,
    /// The sender, such as `Concord <noreply@concord.example>`. No default.
    pub from: Option<String>,
    /// The folder of the transport `folder`; default `mail` in the data directory.
    pub folder: Option<PathBuf>,
    /// What the password file holds.
    #[serde(skip)]
    pub password: Option<Zeroizing<String>>,
}

impl Mail {
    /// The relay's port, with the default that goes with the security.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
        })
    }
}

/// How mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    #[default]
    Smtp,
    Folder,
}

/// How the relay is spoken to: there is no third way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begins in plain and has to change to TLS before anything is said.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Minutes without a request after which it expires.
    pub idle_minutes: u32,
    /// Hours after signing in at which it expires, however busy.
    pub absolute_hours: u32,
}

/// How long the sessions of each role last. A State's people write for hours with calls in between; the Court and the Secretariat read
/// what all States confided, so theirs are shorter. Nothing is lost by an end: what was typed is kept for after signing in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sessions {
    /// Default 60 minutes, 12 hours.
    pub coordinator: Limits,
    /// Default 60 minutes, 12 hours.
    pub contributor: Limits,
    /// Default 60 minutes, 12 hours.
    pub reader: Limits,
    /// Default 20 minutes, 8 hours.
    pub court_reader: Limits,
    /// Default 20 minutes, 8 hours.
    pub court_coordinator: Limits,
    /// Default 20 minutes, 8 hours.
    pub secretariat: Limits,
    /// Default 30 minutes, 8 hours.
    pub facilitator: Limits,
}

impl Default for Sessions {
    fn default() -> Self {
        let of_a_state = Limits { idle_minutes: 60, absolute_hours: 12 };
        let reads_all = Limits { idle_minutes: 20, absolute_hours: 8 };
        Sessions {
            coordinator: of_a_state,
            contributor: of_a_state,
            reader: of_a_state,
            court_reader: reads_all,
            court_coordinator: reads_all,
            secretariat: reads_all,
            facilitator: Limits { idle_minutes: 30, absolute_hours: 8 },
        }
    }
}

/// What it costs to check a password (argon2id).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Passwords {
    /// Memory for one check, in KiB; default 19456 (19 MiB), which is also the least that is accepted.
    pub memory_kib: u32,
    /// Passes over that memory; default 2, which is also the least.
    pub passes: u32,
    /// Checks at once; default 2. Each takes the memory above.
    pub parallel: u32,
    /// Checks that may wait; default 32. Past them people are asked to try again in a moment, and the machine stays up.
    pub queue: u32,
}

impl Default for Passwords {
    fn default() -> Self {
        Passwords { memory_kib: 19_456, passes: 2, parallel: 1, queue: 32 }
    }
}

/// With what people show who they are. Everybody needs a second factor.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    /// Roles that sign in with a passkey or a hardware key only, which a false page cannot pass on; default those who read what all
    /// States confided: the Court and the Secretariat. Others may also use codes of an authenticator.
    pub passkey_roles: Vec<Role>,
}

impl Default for Identity {
    fn default() -> Self {
        Identity { passkey_roles: vec![Role::CourtReader, Role::CourtCoordinator, Role::Secretariat] }
    }
}

/// Who runs the platform, as pages and mails say it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Platform {
    /// The e-mail address to turn to for help. No default.
    pub contact_address: Option<String>,
    /// The telephone number to turn to. No default: none is shown.
    pub contact_telephone: Option<String>,
}

/// What is written to the log.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Log {
    /// `error`, `warn`, `info` (default), `debug` or `trace`: for the program itself; libraries stay at `warn`.
    pub level: Level,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl Level {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Info => "info",
            Level::Debug => "debug",
            Level::Trace => "trace",
        }
    }
}
