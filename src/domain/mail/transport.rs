//! How a worded letter leaves the machine: over TLS to the mail relay, or into a folder. There is no way to send in the clear:
//! a relay without TLS is a fault that waits.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::model::{FaultClass, SendFault};
use super::sender::Worded;
use crate::domain::error::{Error, Result};
use crate::domain::ids::LetterId;
use crate::domain::line::OneLine;
use crate::domain::time::Instant;

/// How long one letter may take, and reaching the relay.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
const STEP: Duration = Duration::from_secs(15);
/// How long a kept connection has to show that it is alive, before another is made.
const ALIVE: Duration = Duration::from_secs(5);

/// In whose name mail is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    pub name: OneLine,
    pub address: String,
}

/// One letter, ready to go.
pub struct Outgoing<'a> {
    pub id: &'a LetterId,
    pub to: &'a str,
    pub from: &'a Correspondent,
    pub at: Instant,
    pub worded: &'a Worded,
}

/// Where mail goes.
pub enum Transport {
    /// A folder: one `<id>.eml` a letter, readable by its owner only. For the demo and for tests.
    Folder(PathBuf),
    /// The mail relay.
    Smtp(Box<Smtp>),
}

/// How the talk with the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// The connection begins in the clear and is upgraded before anything is said (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
}

/// The relay, from the configuration. No `Debug`: it holds the password.
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Trust this certificate authority (a PEM file's text) and no other, instead of the system's.
    pub ca_pem: Option<String>,
    /// Name and password, where the relay wants them.
    pub credentials: Option<(String, Zeroizing<String>)>,
    /// The name this machine gives itself.
    pub hello: String,
}

/// A relay and the connection to it, which is kept from one letter to the next.
pub struct Smtp {
    relay: Relay,
    tls: TlsParameters,
    idle: Mutex<Option<AsyncSmtpConnection>>,
}

impl Transport {
    /// Sends one letter.
    ///
    /// # Errors
    /// Whether to try again, and why in our words. What the relay said goes to the log.
    pub async fn send(&self, letter: &Outgoing<'_>) -> Result<(), SendFault> {
        let message = build(letter)?;
        match self {
            Transport::Folder(folder) => {
                let (path, bytes) = (folder.join(format!("{}.eml", letter.id)), message.formatted());
                match tokio::task::spawn_blocking(move || write_file(&path, &bytes)).await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(folder_fault(&error)),
                    Err(error) => Err(folder_fault(&error)),
                }
            }
            Transport::Smtp(smtp) => match tokio::time::timeout(PATIENCE, smtp.send(&message)).await {
                Ok(done) => done,
                Err(_) => Err(SendFault::temporary(FaultClass::TimedOut)),
            },
        }
    }
}

fn folder_fault(error: &dyn std::fmt::Display) -> SendFault {
    tracing::warn!(%error, "a letter could not be written to the folder");
    SendFault::temporary(FaultClass::Folder)
}

/// Makes the message. Whatever does not build is a fault of this letter alone.
fn build(letter: &Outgoing<'_>) -> Result<Message, SendFault> {
    let bad_address = |_| SendFault::permanent(FaultClass::Address);
    let to = letter.to.parse().map(|address| Mailbox::new(None, address)).map_err(bad_address)?;
    // An address of our own that does not parse is the operator's to mend: the letter waits.
    let ours = letter.from.address.parse::<lettre::Address>();
    let ours = ours.map_err(|_| SendFault::temporary(FaultClass::Address))?;
    let message_id = format!("<{}@{}>", letter.id, ours.domain());
    let at = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(letter.at.micros()).unwrap_or(0));
    let draft = Message::builder()
        .from(Mailbox::new(Some(letter.from.name.as_str().to_owned()), ours))
        .to(to)
        .subject(letter.worded.subject.as_str())
        .date(at)
        .message_id(Some(message_id))
        // RFC 3834: no automatic replies to an automatic letter.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let text = letter.worded.text.clone();
    let built = match letter.worded.html.clone() {
        Some(html) => draft.multipart(MultiPart::alternative_plain_html(text, html)),
        None => draft.header(ContentType::TEXT_PLAIN).body(text),
    };
    built.map_err(|_| SendFault::permanent(FaultClass::Wording))
}

/// Writes under another name and renames, so that nobody reads half a letter.
fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let unfinished = path.with_extension("tmp");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)
}

impl Smtp {
    /// Prepares TLS for a relay; nothing is connected yet.
    ///
    /// # Errors
    /// When the certificate authority's file holds no certificate.
    pub fn new(relay: Relay) -> Result<Self> {
        let mut tls = TlsParameters::builder(relay.host.clone());
        if let Some(pem) = &relay.ca_pem {
            // An empty file would mean to trust nobody, which shows only when the first letter fails.
            if CertificateDer::pem_slice_iter(pem.as_bytes()).next().is_none() {
                return Err(Error::internal("the file of the mail relay's certificate authority holds no certificate"));
            }
            let ca = Certificate::from_pem(pem.as_bytes()).map_err(Error::internal)?;
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(ca);
        }
        let tls = tls.build_rustls().map_err(Error::internal)?;
        Ok(Smtp { relay, tls, idle: Mutex::new(None) })
    }

    async fn send(&self, message: &Message) -> Result<(), SendFault> {
        let mut idle = self.idle.lock().await;
        let mut kept = idle.take();
        let alive = match &mut kept {
            Some(connection) => tokio::time::timeout(ALIVE, connection.test_connected()).await.unwrap_or(false),
            None => false,
        };
        let mut connection = match kept.filter(|_| alive) {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let done = deliver(&mut connection, message).await;
        match done {
            Ok(()) => *idle = Some(connection),
            Err(_) => connection.abort().await,
        }
        done
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendFault> {
        let Relay { host, port, security, credentials, hello, .. } = &self.relay;
        let hello = ClientId::Domain(hello.clone());
        let wrapper = (*security == Security::Tls).then(|| self.tls.clone());
        let connected =
            AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), Some(STEP), &hello, wrapper, None).await;
        let mut connection = connected.map_err(|error| fault(&error, FaultClass::Unreachable))?;
        if *security == Security::StartTls {
            let upgraded = connection.starttls(self.tls.clone(), &hello).await;
            upgraded.map_err(|error| fault(&error, FaultClass::Tls))?;
        }
        if !connection.is_encrypted() {
            return Err(SendFault::temporary(FaultClass::Tls));
        }
        if let Some((name, password)) = credentials {
            let credentials = Credentials::new(name.clone(), password.to_string());
            let signed_in = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            signed_in.map_err(|error| fault(&error, FaultClass::SignIn))?;
        }
        Ok(connection)
    }
}

/// Hands the message over step by step, because what a refusal means depends on the step it answers.
async fn deliver(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), SendFault> {
    let (envelope, bytes) = (message.envelope(), message.formatted());
    let mut parameters = Vec::new();
    if !bytes.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    if envelope.to().iter().chain(envelope.from()).any(|address| !address.to_string().is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendFault::permanent(FaultClass::Address));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let refused = |error| fault(&error, FaultClass::Refused);
    connection.command(Mail::new(envelope.from().cloned(), parameters)).await.map_err(refused)?;
    for recipient in envelope.to() {
        let asked = connection.command(Rcpt::new(recipient.clone(), Vec::new())).await;
        asked.map_err(|error| recipient_fault(&error))?;
    }
    connection.command(Data).await.map_err(refused)?;
    connection.message(&bytes).await.map_err(refused)?;
    Ok(())
}

/// The class of a fault. `refused` is what a lasting refusal at this step means; it is tried again all the same, for it lies
/// with the relay or with its configuration, which the operator mends within the day.
fn fault(error: &lettre::transport::smtp::Error, refused: FaultClass) -> SendFault {
    // What the relay said may repeat an address or the letter: the log gets its code, and other causes in full.
    match error.status() {
        Some(code) => tracing::warn!(%code, "the mail relay did not take a letter"),
        None => tracing::warn!(%error, "the mail relay could not be talked to"),
    }
    SendFault::temporary(if error.is_timeout() {
        FaultClass::TimedOut
    } else if error.is_tls() || is_certificate(error) {
        FaultClass::Tls
    } else if error.is_transient() {
        FaultClass::Deferred
    } else if error.is_permanent() || error.is_client() {
        refused
    } else {
        FaultClass::Unreachable
    })
}

/// True where TLS itself failed: `lettre` reports a certificate that is not trusted as a broken connection.
fn is_certificate(error: &lettre::transport::smtp::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(this) = cause {
        // An `io::Error` that wraps another does not name it as its source, so look inside.
        let inner = this.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if this.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        cause = this.source();
    }
    false
}

/// A lasting refusal of the recipient ends the letter, unless the enhanced code (RFC 3463) says that it is not the address
/// (`x.1.x`) or the mailbox (`x.2.x`): "relaying denied" (`5.7.1`) is a matter between us and the relay.
fn recipient_fault(error: &lettre::transport::smtp::Error) -> SendFault {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let code = said.split_whitespace().next().filter(|code| code.starts_with("5.")).unwrap_or("5.1.");
    let theirs = code.starts_with("5.1.") || code.starts_with("5.2.");
    if error.is_permanent() && theirs {
        tracing::warn!("the mail relay refused a recipient");
        SendFault::permanent(FaultClass::Recipient)
    } else {
        fault(error, FaultClass::Refused)
    }
}
