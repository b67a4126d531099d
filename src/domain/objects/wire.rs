//! How an S3-compatible store is spoken to: HTTP/1.1 over TLS, to the one address that the configuration names, a connection for each request.
//! No proxy, no redirect, no other host. The certificates that count are those of the machine, or the one authority that is configured, as for mail.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::{BodyExt, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderValue};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::domain::error::{Error, Result};

/// How long it may take to be connected.
const CONNECTS: Duration = Duration::from_secs(5);
/// How long one request may take with its answer: the largest file over a slow line between two machines.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes of an answer: the largest file, sealed.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The way to one store.
#[derive(Debug, Clone)]
pub(super) struct Wire {
    host: String,
    port: u16,
    /// What the store's own host header says.
    authority: String,
    /// Nothing for a store on this machine that speaks without TLS.
    tls: Option<Arc<ClientConfig>>,
}

impl Wire {
    /// The way to the store at an address. Nothing is connected.
    pub(super) fn to(endpoint: &str, ca_pem: Option<&str>) -> Result<Self> {
        let uri: Uri = endpoint.parse().map_err(Error::internal)?;
        let authority = uri.authority().ok_or_else(|| Error::internal("files.s3.endpoint has no host"))?.clone();
        let https = uri.scheme_str() == Some("https");
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(if https { 443 } else { 80 });
        let tls = if https { Some(Arc::new(trusting(ca_pem)?)) } else { None };
        Ok(Wire { host, port, authority: authority.to_string(), tls })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let connecting = TcpStream::connect((self.host.as_str(), self.port));
        let stream = tokio::time::timeout(CONNECTS, connecting).await;
        let stream = stream.map_err(|_| late())?.map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        let Some(tls) = &self.tls else { return self.over(stream, request).await };
        let failed = |error: io::Error| HttpError::new(HttpErrorKind::Connect, error);
        let name = ServerName::try_from(self.host.clone()).map_err(|error| failed(io::Error::other(error)))?;
        let greeting = TlsConnector::from(tls.clone()).connect(name, stream);
        let stream = tokio::time::timeout(CONNECTS, greeting).await.map_err(|_| late())?.map_err(failed)?;
        self.over(stream, request).await
    }

    async fn over<S>(&self, stream: S, request: HttpRequest) -> Result<HttpResponse, HttpError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        // Ended with this set, however this returns.
        let mut tasks = JoinSet::new();
        tasks.spawn(connection);
        let answer = sender.send_request(self.addressed(request)?).await.map_err(broken)?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await;
        let body = body.map_err(|error| HttpError::new_boxed(HttpErrorKind::Interrupted, error))?;
        Ok(HttpResponse::from_parts(parts, body.to_bytes().into()))
    }

    /// The request as it goes over a connection to the store itself: its path alone, and for the store's own host only.
    fn addressed(&self, request: HttpRequest) -> Result<HttpRequest, HttpError> {
        let (mut parts, body) = request.into_parts();
        let unknown = |what: &str| HttpError::new(HttpErrorKind::Unknown, io::Error::other(what.to_owned()));
        if parts.uri.authority().is_some_and(|authority| authority.as_str() != self.authority) {
            return Err(unknown("another host than the store's"));
        }
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        parts.uri = path.parse().map_err(|_| unknown("not an address"))?;
        let host = HeaderValue::from_str(&self.authority).map_err(|_| unknown("not a host"))?;
        parts.headers.insert(HOST, host);
        parts.headers.insert(CONNECTION, HeaderValue::from_static("close"));
        Ok(Request::from_parts(parts, body))
    }
}

fn broken(error: hyper::Error) -> HttpError {
    HttpError::new(HttpErrorKind::Interrupted, error)
}

fn late() -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, io::Error::from(io::ErrorKind::TimedOut))
}

/// TLS that trusts one authority, or those that the machine trusts.
fn trusting(ca_pem: Option<&str>) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match ca_pem {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                roots.add(certificate.map_err(Error::internal)?).map_err(Error::internal)?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(Error::internal("no certificate authority is known that could vouch for the store of files"));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Error::internal)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

#[async_trait]
impl HttpService for Wire {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        tokio::time::timeout(PATIENCE, self.exchange(request)).await.map_err(|_| late())?
    }
}

impl HttpConnector for Wire {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}
