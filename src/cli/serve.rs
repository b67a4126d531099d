//! `concord serve`: the platform itself.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::watch;

use super::{Failure, logging, open, say};
use crate::config::{self, Config};
use crate::domain::actor::{Actor, Task};
use crate::domain::db::{DatabaseUrl, Db};
use crate::domain::identity::{
    Cost, FactorRules, Hasher, Limits, SessionLimits, once, resets, sessions, sign_in, terms,
};
use crate::domain::line::OneLine;
use crate::domain::mail::sender::{self, Post};
use crate::domain::mail::transport::{Relay, Security, Smtp};
use crate::domain::mail::{Correspondent, Transport};
use crate::domain::objects::Objects;
use crate::domain::people;
use crate::domain::response::scan::Scanner;
use crate::domain::response::{unnamed, uploads};
use crate::domain::time::Clock;
use crate::web::server::clients::TrustedProxies;
use crate::web::server::tls::Certificate;
use crate::web::server::{self, Listen};
use crate::web::{self, App, Letters, Settings};

/// How often sessions and failure counters that have run out are swept away.
const SWEEP: Duration = Duration::from_secs(24 * 3600);

/// How often accounts that end are looked after; each warning goes once, however often.
const TERMS: Duration = Duration::from_secs(3600);

/// Most half-written files that are removed at once.
const MOST_HALVES: usize = 100;

#[derive(Args)]
pub struct Options {
    /// Checks the configuration, the key, the certificate and the database, and ends.
    #[arg(long)]
    check: bool,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let config = open::config(config)?;
    open::data_directory(&config)?;
    let keys = open::keyring(&config)?;
    let db = open::database(&config, keys, Clock::system())?;
    if options.check {
        return check(&config);
    }
    let _lock = match config.database_url() {
        Ok(DatabaseUrl::Sqlite(_)) => Some(open::lock(&config.data.directory)?),
        _ => None,
    };
    serve(&config, db, Demonstration::No)
}

fn check(config: &Config) -> Result<(), Failure> {
    if let Some(files) = Listen::from(&config.server).tls {
        Certificate::load(files).map_err(|error| {
            Failure::new(format!("the certificate cannot be used: {error}"), "mend server.tls_certificate or tls_key")
        })?;
    }
    post(config, &settings(config, &Demonstration::No))?;
    let files = open::files(config)?;
    let tried = actix_web::rt::System::new().block_on(async move { files.answers().await });
    tried.map_err(Failure::doing("trying the store of files"))?;
    say("The configuration, the key, the database and the store of files are sound.")
}

/// Whether the data are invented.
pub enum Demonstration {
    No,
    /// Invented; codes of invitations are noted in this file, for `concord demo invitations`.
    Yes(std::path::PathBuf),
}

/// Serves until told to end. The demo ends here too.
pub fn serve(config: &Config, db: Db, demonstration: Demonstration) -> Result<(), Failure> {
    logging::start(config.log.level);
    let listen = Listen::from(&config.server);
    let settings = settings(config, &demonstration);
    let post = post(config, &settings)?;
    let app = app(config, db.clone(), settings)?;
    let limits = app.limits;
    tracing::info!(address = %listen.address, base_url = config.base_url(), "serving");
    let shown = listen.address;
    let (stop, stopped) = watch::channel(false);
    let served = actix_web::rt::System::new().block_on(async move {
        let mailer = actix_web::rt::spawn(sender::run(db.clone(), post, stopped));
        actix_web::rt::spawn(sweep(db.clone(), limits));
        actix_web::rt::spawn(look_after_terms(db.clone()));
        actix_web::rt::spawn(look_after_files(db, app.files.clone()));
        let (scanner, files) = (app.scanner.clone(), app.files.clone());
        actix_web::rt::spawn(async move {
            if !scanner.answers().await {
                tracing::warn!("clamd does not answer: until it does, no file is kept (data.clamd)");
            }
            if let Err(error) = files.answers().await {
                tracing::warn!(%error, "the store of files cannot be used: until it can, no file is kept or handed out");
            }
        });
        let served = server::serve(listen, web::configure(app)).await;
        // The mailer ends after the letter that it has in hand.
        let _ = stop.send(true);
        let _ = tokio::time::timeout(Duration::from_secs(10), mailer).await;
        served
    });
    served.map_err(|error| cannot_serve(shown, &error))?;
    tracing::info!("ended");
    Ok(())
}

fn cannot_serve(address: SocketAddr, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("the server cannot serve on {address} ({error})"),
        "see that no other program listens there, and that server.listen is an address of this machine",
    )
}

/// Whether the server could listen on an address now.
///
/// # Errors
/// When something listens there already, or it is no address of this machine.
pub fn is_free(address: SocketAddr) -> Result<(), Failure> {
    TcpListener::bind(address).map(|_| ()).map_err(|error| cannot_serve(address, &error))
}

/// Sweeps away what has run out, once a day.
async fn sweep(db: Db, limits: SessionLimits) {
    loop {
        let swept = db
            .write(Actor::Task(Task::Doorkeeper), move |ctx| {
                sign_in::sweep(ctx)?;
                resets::purge(ctx)?;
                once::purge(ctx)?;
                sessions::purge(ctx, &limits)
            })
            .await;
        if let Err(error) = swept {
            tracing::warn!(%error, "what has run out could not be swept away");
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Warns of accounts that end soon, and ends those whose last day has passed: nobody waits for this, because each request asks
/// for the day.
async fn look_after_terms(db: Db) {
    loop {
        match db.write(Actor::Task(Task::Caretaker), people::sweep).await {
            Ok(swept) if swept != terms::Swept::default() => {
                tracing::info!(ended = swept.ended.len(), warned = swept.warned, "accounts have ended or end soon");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "accounts that end could not be looked after"),
        }
        tokio::time::sleep(TERMS).await;
    }
}

/// Ends what was on its way and not gone on with for a day, and removes pieces that belong to nothing any more.
async fn look_after_files(db: Db, store: Objects) {
    loop {
        if let Err(error) = tidy_uploads(&db, &store).await {
            tracing::warn!(%error, "files that were on their way could not be looked after");
        }
        tokio::time::sleep(TERMS).await;
    }
}

/// Looks after what is on its way, once. Uploads are written down before their first piece is kept, so what is not among them is over.
///
/// # Errors
/// When the database fails or the store of files does not answer.
pub async fn tidy_uploads(db: &Db, files: &Objects) -> crate::domain::Result<()> {
    let caretaker = Actor::Task(Task::Caretaker);
    let there = files.uploads().await?;
    let known = db.write(caretaker, uploads::expire).await?;
    for upload in there.iter().filter(|upload| !known.contains(upload)) {
        files.forget_pieces(upload).await;
    }
    let before = db.read(Actor::Task(Task::Caretaker), unnamed::before).await?;
    let halves = files.remove_halves(before, MOST_HALVES).await?;
    if halves > 0 {
        tracing::info!(removed = halves, "files that a crash left half-written were removed");
    }
    Ok(())
}

/// The application of a configuration.
///
/// # Errors
/// When the store of files cannot be opened.
pub fn app(config: &Config, db: Db, settings: Settings) -> Result<Arc<App>, Failure> {
    let files = open::files(config)?;
    let many = |number: u32| usize::try_from(number).unwrap_or(1);
    let cost = Cost {
        memory_kib: config.passwords.memory_kib,
        passes: config.passwords.passes,
        parallel: many(config.passwords.parallel),
        queue: many(config.passwords.queue),
    };
    let hasher = Hasher::costing(db.keys(), cost).map_err(Failure::doing("preparing the hashing of passwords"))?;
    let rules = FactorRules::new(config.base_url(), &config.identity.passkey_roles)
        .map_err(Failure::doing("preparing passkeys"))?;
    let scanner = Scanner::new(config.data.clamd.as_deref().and_then(|clamd| clamd.parse().ok()));
    Ok(App::new(db, hasher, files, scanner, limits(&config.sessions), rules, settings))
}

fn limits(sessions: &config::Sessions) -> SessionLimits {
    let of = |limits: config::Limits| Limits {
        idle_seconds: i64::from(limits.idle_minutes) * 60,
        absolute_seconds: i64::from(limits.absolute_hours) * 3600,
    };
    SessionLimits {
        coordinator: of(sessions.coordinator),
        contributor: of(sessions.contributor),
        reader: of(sessions.reader),
        court_reader: of(sessions.court_reader),
        court_coordinator: of(sessions.court_coordinator),
        secretariat: of(sessions.secretariat),
        facilitator: of(sessions.facilitator),
    }
}

/// What pages and letters take from the configuration.
pub fn settings(config: &Config, demonstration: &Demonstration) -> Settings {
    Settings {
        base_url: config.base_url().trim_end_matches('/').to_owned(),
        contact_address: config.platform.contact_address.clone().unwrap_or_default(),
        contact_telephone: config.platform.contact_telephone.clone().unwrap_or_default(),
        demonstration: match demonstration {
            Demonstration::No => None,
            Demonstration::Yes(codes) => Some(codes.clone()),
        },
        trusted_proxies: TrustedProxies::new(&config.server.trusted_proxy),
    }
}

/// How mail is sent.
fn post(config: &Config, settings: &Settings) -> Result<Post, Failure> {
    let mend = "see the section [mail] of the configuration";
    let transport = match config.mail.transport {
        config::Transport::Folder => {
            let folder = config.mail.folder.clone().unwrap_or_else(|| config.data.directory.join("mail"));
            std::fs::create_dir_all(&folder)
                .map_err(|error| Failure::new(format!("{} cannot be made ({error})", folder.display()), mend))?;
            Transport::Folder(folder)
        }
        config::Transport::Smtp => {
            let read = |path: &std::path::PathBuf| std::fs::read_to_string(path);
            let ca_pem = config.mail.ca_file.as_ref().map(read).transpose();
            let relay = Relay {
                host: config.mail.host.clone().unwrap_or_default(),
                port: config.mail.port(),
                security: match config.mail.security {
                    config::Security::Starttls => Security::StartTls,
                    config::Security::Tls => Security::Tls,
                },
                ca_pem: ca_pem.map_err(|error| Failure::new(format!("mail.ca_file cannot be read ({error})"), mend))?,
                credentials: config.mail.user.clone().zip(config.mail.password.clone()),
                hello: config.base_url().trim_start_matches("https://").trim_end_matches('/').to_owned(),
            };
            let smtp = Smtp::new(relay).map_err(|error| Failure::new(format!("mail cannot be sent: {error}"), mend))?;
            Transport::Smtp(Box::new(smtp))
        }
    };
    let from = config.mail.from.clone().unwrap_or_else(|| settings.contact_address.clone());
    let from: lettre::message::Mailbox =
        from.parse().map_err(|error| Failure::new(format!("mail.from is no address: {error}"), mend))?;
    let name = from.name.as_deref().and_then(OneLine::new).unwrap_or_default();
    Ok(Post {
        transport: Arc::new(transport),
        wording: Arc::new(Letters::new(settings.clone())),
        from: Correspondent { name, address: from.email.to_string() },
    })
}
