//! Mail to a real relay over real TLS: `tests/smtp/server.py`, with certificates that `openssl` makes for the test.

// A test that cannot go on fails; clippy's exception for tests does not reach helpers here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use concord::domain::actor::{Actor, Role, Task};
use concord::domain::db::{DatabaseUrl, Db, migrate};
use concord::domain::identity::{NewAccount, accounts, invitations};
use concord::domain::ids::LetterId;
use concord::domain::line::OneLine;
use concord::domain::mail::transport::{Outgoing, Relay, Security, Smtp};
use concord::domain::mail::{
    self, Correspondent, FaultClass, Letter, LetterState, Post, SendFault, Transport, Worded, Wording, sender,
};
use concord::domain::seal::{Key, Keyring};
use concord::domain::time::{Clock, Instant};
use serde_json::Value;

const OPERATOR: Actor = Actor::Task(Task::Operator);
const PASSWORD: &str = "relay password";

/// A certificate authority and a certificate for one host name.
struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    fn of(host: &str) -> Self {
        let made = Certificates { folder: tempfile::tempdir().unwrap() };
        let at = |name: &str| made.path(name).to_string_lossy().into_owned();
        let (ca, ca_key, cert, key) = (at("ca.pem"), at("ca.key"), at("cert.pem"), at("cert.key"));
        let new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
        let authority = ["-subj", "/CN=Test authority", "-keyout", &ca_key, "-out", &ca];
        openssl(new.iter().chain(&authority));
        let (subject, name) = (format!("/CN={host}"), format!("subjectAltName=DNS:{host}"));
        let server =
            ["-CA", &ca, "-CAkey", &ca_key, "-subj", &subject, "-addext", &name, "-keyout", &key, "-out", &cert];
        openssl(new.iter().chain(&server).chain(&["-addext", "basicConstraints=critical,CA:FALSE"]));
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ca(&self) -> String {
        std::fs::read_to_string(self.path("ca.pem")).unwrap()
    }
}

fn openssl<'a>(arguments: impl Iterator<Item = &'a &'a str>) {
    let done = Command::new("openssl").args(arguments).output().expect("openssl has to be installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A relay that runs as long as this lives.
struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
    certificates: Certificates,
}

impl Server {
    fn start(host: &str, tls: &str, more: &[&str]) -> Self {
        let certificates = Certificates::of(host);
        let log = certificates.path("log");
        let mut child = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp/server.py"))
            .args(["--tls", tls, "--user", "concord", "--password", PASSWORD])
            .arg("--log")
            .arg(&log)
            .arg("--cert")
            .arg(certificates.path("cert.pem"))
            .arg("--key")
            .arg(certificates.path("cert.key"))
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 has to be installed");
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Server { child, port: port.trim().parse().unwrap(), log, certificates }
    }

    fn relay(&self, security: Security) -> Relay {
        Relay {
            host: "localhost".to_owned(),
            port: self.port,
            security,
            ca_pem: Some(self.certificates.ca()),
            credentials: Some(("concord".to_owned(), PASSWORD.to_owned().into())),
            hello: "concord.example".to_owned(),
        }
    }

    fn starttls(&self) -> Relay {
        self.relay(Security::StartTls)
    }

    fn log(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn letters(&self) -> Vec<Value> {
        self.log().into_iter().filter(|event| event["event"] == "letter").collect()
    }

    fn connections(&self) -> usize {
        self.log().iter().filter(|event| event["event"] == "connected").count()
    }

    /// No command but greeting and upgrading was heard: neither password nor letter.
    fn heard_nothing(&self) -> bool {
        self.log()
            .iter()
            .filter(|event| event["event"] == "command")
            .all(|event| ["EHLO", "STARTTLS", "QUIT"].contains(&event["command"].as_str().unwrap_or("")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Plain;

impl Wording for Plain {
    fn word(&self, letter: &Letter, _language: &str) -> Worded {
        let text = match letter {
            Letter::Invitation { token, name } => format!("{name}\n\n.\n{}\n", invitations::token_groups(token)),
            Letter::CycleInvitation { .. }
            | Letter::Receipt {}
            | Letter::Published {}
            | Letter::OnDraft {}
            | Letter::Clarification {}
            | Letter::Assigned {}
            | Letter::NewDevice {}
            | Letter::FactorsChanged {}
            | Letter::PasswordReset { .. }
            | Letter::PasswordChanged {}
            | Letter::LostFactors { .. }
            | Letter::FactorsInvitation { .. }
            | Letter::Waiting {}
            | Letter::AccountEnds {}
            | Letter::ColleagueEnds {}
            | Letter::Attempts {}
            | Letter::CoordinatorMissing {}
            | Letter::ToConfirm {}
            | Letter::Confirmed {}
            | Letter::AccountAdded {}
            | Letter::SectionsLeft {}
            | Letter::LostFactorsFell {} => "\n".to_owned(),
        };
        let html = Some(format!("<p>{text}</p>"));
        Worded {
            subject: OneLine::new("Платформа · المنصة · 平台 · Plateforme").unwrap(), text, html
        }
    }
}

fn from() -> Correspondent {
    Correspondent { name: OneLine::new("Secrétariat").unwrap(), address: "platform@asp.example".to_owned() }
}

fn post(relay: Relay) -> Post {
    let transport = Arc::new(Transport::Smtp(Box::new(Smtp::new(relay).unwrap())));
    Post { transport, wording: Arc::new(Plain), from: from() }
}

/// Sends one letter without an outbox.
async fn sends(post: &Post, to: &str) -> Result<(), SendFault> {
    let id: LetterId = "01900000-0000-7000-8000-000000000001".parse().unwrap();
    let worded = post.wording.word(&Letter::Receipt {}, "en");
    let at = Instant::from_micros(1_807_783_200_000_000);
    post.transport.send(&Outgoing { id: &id, to, from: &post.from, at, worded: &worded }).await
}

/// A migrated database with a clock that the test moves.
struct Office {
    db: Db,
    now: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("test.db"));
        migrate::up(&url).unwrap();
        let now = Arc::new(AtomicI64::new(1_807_783_200_000_000));
        let read = now.clone();
        let clock = Clock::from_fn(move || Instant::from_micros(read.load(Ordering::SeqCst)));
        let db = Db::open(&url, 2, clock, Keyring::new(&Key::generate()).unwrap()).unwrap();
        Office { db, now, _folder: folder }
    }

    /// Makes an account and invites; the mail waits.
    fn invites(&self, name: &str, email: &str) -> LetterId {
        let new = NewAccount {
            name: OneLine::new(name).unwrap(),
            email: email.to_owned(),
            role: Role::Facilitator,
            state: None,
            organ: None,
            language: "fr".to_owned(),
            note_reference: None,
        };
        let issued = self.db.write_now(&OPERATOR, |ctx| {
            let account = accounts::make(ctx, &new)?;
            invitations::issue(ctx, &account)
        });
        issued.unwrap().letter
    }

    fn became(&self, id: &LetterId) -> (LetterState, Option<FaultClass>) {
        let headers = self.db.read_now(&OPERATOR, mail::list).unwrap();
        let header = headers.into_iter().find(|header| header.id == *id).unwrap();
        (header.state, header.last_fault)
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn an_invitation_goes_out_encrypted_and_signed_in_and_arrives_whole() {
    let (server, office) = (Server::start("localhost", "starttls", &[]), Office::open());
    let post = post(server.starttls());
    let ids = [
        office.invites("Мария O'Neill", "maria@sen.example"),
        office.invites("أحمد بن علي", "ahmed@sen.example"),
        office.invites("王小明 \"<x@y>\"", "wang@sen.example"),
    ];
    assert_eq!(sender::run_once(&office.db, &post).await.unwrap(), 3);
    for id in &ids {
        assert_eq!(office.became(id), (LetterState::Accepted, None));
    }
    let letters = server.letters();
    assert_eq!(letters.len(), 3);
    assert_eq!(server.connections(), 1, "one connection for all of them");
    for (letter, id) in letters.iter().zip(&ids) {
        assert_eq!((&letter["encrypted"], &letter["signed_in"]), (&Value::Bool(true), &Value::Bool(true)));
        let text = letter["text"].as_str().unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let mut names: Vec<_> = head
            .lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        names.sort_unstable();
        let expected =
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
        assert_eq!(names, expected);
        assert!(head.contains(&format!("Message-ID: <{id}@asp.example>")));
    }
    let text = letters[0]["text"].as_str().unwrap();
    assert!(text.contains("To: maria@sen.example\r\n"));
}

#[tokio::test]
async fn tls_from_the_first_byte_works_too() {
    let server = Server::start("localhost", "wrapper", &[]);
    let post = post(server.relay(Security::Tls));
    assert_eq!(sends(&post, "awa@sen.example").await, Ok(()));
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn a_relay_with_a_certificate_of_another_authority_or_name_hears_nothing() {
    let others = Certificates::of("localhost");
    for (host, ca) in [("localhost", Some(others.ca())), ("relay.example", None)] {
        let server = Server::start(host, "starttls", &[]);
        let mut relay = server.starttls();
        relay.ca_pem = ca.or(relay.ca_pem);
        let sent = sends(&post(relay), "awa@sen.example").await;
        assert_eq!(sent, Err(SendFault::temporary(FaultClass::Tls)), "{host}");
        assert!(server.heard_nothing(), "{:?}", server.log());
    }
    // With TLS from the first byte not even a greeting.
    let server = Server::start("localhost", "wrapper", &[]);
    let mut relay = server.relay(Security::Tls);
    relay.ca_pem = Some(others.ca());
    assert_eq!(sends(&post(relay), "awa@sen.example").await, Err(SendFault::temporary(FaultClass::Tls)));
    assert!(server.heard_nothing());
}

#[tokio::test]
async fn a_relay_without_tls_hears_nothing_and_the_letter_waits() {
    let (server, office) = (Server::start("localhost", "none", &[]), Office::open());
    let id = office.invites("Awa Diop", "awa@sen.example");
    assert_eq!(sender::run_once(&office.db, &post(server.starttls())).await.unwrap(), 1);
    assert_eq!(office.became(&id), (LetterState::Ready, Some(FaultClass::Tls)));
    assert!(server.heard_nothing(), "{:?}", server.log());
}

#[tokio::test]
async fn a_wrong_password_and_a_relay_that_is_away_keep_the_letter_waiting() {
    let server = Server::start("localhost", "starttls", &[]);
    let mut relay = server.starttls();
    relay.credentials = Some(("concord".to_owned(), "another password".to_owned().into()));
    assert_eq!(sends(&post(relay), "awa@sen.example").await, Err(SendFault::temporary(FaultClass::SignIn)));
    let mut relay = server.starttls();
    relay.credentials = None;
    assert_eq!(sends(&post(relay), "awa@sen.example").await, Err(SendFault::temporary(FaultClass::Refused)));
    let relay = server.starttls();
    drop(server);
    assert_eq!(sends(&post(relay), "awa@sen.example").await, Err(SendFault::temporary(FaultClass::Unreachable)));
}

#[tokio::test]
async fn a_relay_that_asks_to_come_later_gets_the_letter_later() {
    let (server, office) = (Server::start("localhost", "starttls", &[]), Office::open());
    let post = post(server.starttls());
    let id = office.invites("Awa Diop", "later@sen.example");
    assert_eq!(sender::run_once(&office.db, &post).await.unwrap(), 1);
    assert_eq!(office.became(&id), (LetterState::Ready, Some(FaultClass::Deferred)));
    assert_eq!(sender::run_once(&office.db, &post).await.unwrap(), 0);
    office.pass(70);
    assert_eq!(sender::run_once(&office.db, &post).await.unwrap(), 1);
    assert_eq!(office.became(&id).0, LetterState::Accepted);
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn one_recipient_who_does_not_exist_ends_that_letter_and_the_others_arrive() {
    let (server, office) = (Server::start("localhost", "starttls", &[]), Office::open());
    let names = ["unknown", "gone", "relay", "spam", "awa"];
    let ids: Vec<_> = names.iter().map(|name| office.invites(name, &format!("{name}@sen.example"))).collect();
    assert_eq!(sender::run_once(&office.db, &post(server.starttls())).await.unwrap(), 5);
    let became: Vec<_> = ids.iter().map(|id| office.became(id)).collect();
    let expected = [
        (LetterState::GivenUp, Some(FaultClass::Recipient)),
        (LetterState::GivenUp, Some(FaultClass::Recipient)),
        // The relay's configuration is at fault, not the address.
        (LetterState::Ready, Some(FaultClass::Refused)),
        (LetterState::Ready, Some(FaultClass::Refused)),
        (LetterState::Accepted, None),
    ];
    assert_eq!(became, expected);
}

#[tokio::test]
async fn a_relay_that_hangs_up_after_every_letter_is_called_again() {
    let server = Server::start("localhost", "starttls", &["--hang-up"]);
    let post = post(server.starttls());
    for _ in 0..3 {
        assert_eq!(sends(&post, "awa@sen.example").await, Ok(()));
    }
    assert_eq!((server.letters().len(), server.connections()), (3, 3));
}

#[test]
fn a_file_without_a_certificate_is_said_at_the_start() {
    let relay = |pem: &str| Relay {
        host: "localhost".to_owned(),
        port: 25,
        security: Security::StartTls,
        ca_pem: Some(pem.to_owned()),
        credentials: None,
        hello: "concord.example".to_owned(),
    };
    for bad in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(Smtp::new(relay(bad)).is_err(), "{bad:?}");
    }
}
