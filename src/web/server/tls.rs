//! TLS 1.3, and 1.2 for old ministries' browsers. A renewed certificate is taken up without a restart.

use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(30);

/// The files of a certificate.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The chain as PEM, the server's own certificate first.
    pub certificate: PathBuf,
    /// Its private key as PEM.
    pub key: PathBuf,
}

/// The certificate in use, and the files that it came from.
#[derive(Debug)]
pub struct Certificate {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
    seen: Mutex<Option<[Stamp; 2]>>,
}

/// What changes when a file is written anew or replaced.
type Stamp = (i64, i64, u64, u64);

impl Certificate {
    /// Reads the certificate and its key.
    ///
    /// # Errors
    /// When one cannot be read, or they do not belong together.
    pub fn load(files: TlsFiles) -> io::Result<Arc<Self>> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        // The stamps come before the reading: what is written in between is then seen as new.
        let seen = Mutex::new(stamps(&files));
        let current = RwLock::new(Arc::new(read(&files, &provider)?));
        Ok(Arc::new(Certificate { files, provider, current, seen }))
    }

    /// The certificate in use.
    pub fn current(&self) -> Arc<CertifiedKey> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the files up if they changed. Files that do not belong together (yet), or that are damaged, are logged once, and the
    /// certificate in use stays.
    pub fn look(&self) {
        let found = stamps(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == found {
            return;
        }
        *seen = found;
        match read(&self.files, &self.provider) {
            Ok(key) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
                tracing::info!(certificate = %self.files.certificate.display(), "took up a renewed certificate");
            }
            Err(error) => tracing::warn!(%error, "the changed certificate cannot be used: the one before stays in use"),
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// Looks at the files for as long as the certificate is in use.
pub async fn watch(certificate: Weak<Certificate>) {
    loop {
        tokio::time::sleep(LOOK).await;
        match certificate.upgrade() {
            Some(certificate) => certificate.look(),
            None => return,
        }
    }
}

/// The server's side of TLS with this certificate.
///
/// # Errors
/// Never with this provider, which has suites for both versions.
pub fn server_config(certificate: Arc<Certificate>) -> Result<ServerConfig, rustls::Error> {
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    Ok(ServerConfig::builder_with_provider(certificate.provider.clone())
        .with_protocol_versions(&versions)?
        .with_no_client_auth()
        .with_cert_resolver(certificate))
}

fn stamps(files: &TlsFiles) -> Option<[Stamp; 2]> {
    let stamp = |found: Metadata| (found.mtime(), found.mtime_nsec(), found.len(), found.ino());
    Some([stamp(files.certificate.metadata().ok()?), stamp(files.key.metadata().ok()?)])
}

fn read(files: &TlsFiles, provider: &CryptoProvider) -> io::Result<CertifiedKey> {
    let about = |path: &Path, error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| about(&files.certificate, &error))?;
    if chain.is_empty() {
        return Err(about(&files.certificate, &"holds no certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| about(&files.key, &error))?;
    CertifiedKey::from_der(chain, key, provider).map_err(|error| about(&files.key, &error))
}
