//! Has a file looked at by a scanner of viruses (clamd) before it is kept, where the operator runs one. What cannot be looked at is not kept:
//! a scanner that does not answer must not be a way round it (T09).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clamav_client::tokio::{Socket, Tcp, ping, scan_buffer};

use crate::domain::error::Refusal;

/// How long a file may take: the largest takes some seconds.
const PATIENCE: Duration = Duration::from_secs(60);
const GREETING: Duration = Duration::from_secs(3);

/// Where the scanner listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// The path of a socket on this machine.
    Socket(PathBuf),
    Address(SocketAddr),
}

/// Neither the path of a socket nor an address with a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotClamd;

impl FromStr for Clamd {
    type Err = NotClamd;

    fn from_str(text: &str) -> Result<Self, NotClamd> {
        match text.parse() {
            Ok(address) => Ok(Clamd::Address(address)),
            Err(_) if text.starts_with('/') => Ok(Clamd::Socket(PathBuf::from(text))),
            Err(_) => Err(NotClamd),
        }
    }
}

/// Looks at files, or lets all pass where there is no scanner.
#[derive(Debug, Clone, Default)]
pub struct Scanner(Option<Clamd>);

/// What came of looking at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    Clean,
    /// By the name that the scanner has for what it found.
    Infected(String),
}

impl Scanner {
    /// The scanner that listens there, if any does.
    pub fn new(clamd: Option<Clamd>) -> Self {
        Scanner(clamd)
    }

    /// Whether the scanner answers; true where there is none to ask.
    pub async fn answers(&self) -> bool {
        let Some(clamd) = &self.0 else { return true };
        let asked = async {
            match clamd {
                Clamd::Socket(path) => ping(Socket { socket_path: path }).await,
                Clamd::Address(address) => ping(Tcp { host_address: *address }).await,
            }
        };
        let answer = tokio::time::timeout(GREETING, asked).await;
        matches!(answer, Ok(Ok(answer)) if answer == clamav_client::PONG)
    }

    /// Looks at a file.
    ///
    /// # Errors
    /// [`Refusal::FileNotScanned`] where the scanner does not answer, or not as one.
    pub async fn look(&self, bytes: &[u8]) -> Result<Looked, Refusal> {
        let Some(clamd) = &self.0 else { return Ok(Looked::Clean) };
        let asked = async {
            match clamd {
                Clamd::Socket(path) => scan_buffer(bytes, Socket { socket_path: path }, None).await,
                Clamd::Address(address) => scan_buffer(bytes, Tcp { host_address: *address }, None).await,
            }
        };
        let answer = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Err(unanswered(&error)),
            Err(_) => return Err(unanswered(&"no answer in time")),
        };
        understood(&answer).ok_or_else(|| unanswered(&String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n'])))
    }
}

/// "stream: OK", or "stream: NAME FOUND"; anything else is no verdict.
fn understood(answer: &[u8]) -> Option<Looked> {
    let said = std::str::from_utf8(answer).ok()?.trim_matches(['\0', '\n']).strip_prefix("stream: ")?;
    match said.strip_suffix(" FOUND") {
        Some(name) => Some(Looked::Infected(name.chars().filter(|c| !c.is_control()).take(100).collect())),
        None => (said == "OK").then_some(Looked::Clean),
    }
}

fn unanswered(why: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%why, "a file was refused because clamd did not look at it: see data.clamd");
    Refusal::FileNotScanned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_verdict_is_one() {
        assert_eq!(understood(b"stream: OK\0"), Some(Looked::Clean));
        assert_eq!(understood(b"stream: Eicar-Test FOUND\0"), Some(Looked::Infected("Eicar-Test".to_owned())));
        for other in
            ["", "OK", "stream: ", "stream: not OK", "INSTREAM size limit exceeded. ERROR\0", "stream: x ERROR"]
        {
            assert_eq!(understood(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_scanner_is_a_socket_or_an_address() {
        assert_eq!("/run/clamd.ctl".parse(), Ok(Clamd::Socket(PathBuf::from("/run/clamd.ctl"))));
        assert_eq!("127.0.0.1:3310".parse(), Ok(Clamd::Address(SocketAddr::from(([127, 0, 0, 1], 3310)))));
        for other in ["", "clamd.ctl", "localhost", "127.0.0.1"] {
            assert_eq!(other.parse::<Clamd>(), Err(NotClamd), "{other}");
        }
    }
}
