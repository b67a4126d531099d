//! The HTTP server: TLS, and bounds on what one client may take of the machine. actix-web limits by itself only the time for a
//! request's head; here bodies get a deadline and a size, answers a time in which they have to be read, and addresses a number of
//! connections.

pub mod bodies;
pub mod clients;
mod pace;
pub mod tls;

#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use actix_http::{Protocol, Request, Response, body::BoxBody};
use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt, apply_fn_factory, fn_service, map_config,
};
use actix_tls::accept::TlsError;
use actix_tls::accept::rustls_0_23::{Acceptor, TlsStream};
use actix_web::dev::{AppConfig, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::web::ServiceConfig;
use actix_web::{App, Error};

use crate::config;
use bodies::BodyLimits;
use clients::{Doors, Place};
use pace::Paced;
use tls::{Certificate, TlsFiles};

/// Time for a request's head.
const HEAD: Duration = Duration::from_secs(5);
/// Time for a client to take its leave after the last response.
const LEAVE: Duration = Duration::from_secs(2);
/// Time for which an idle connection is kept for the next request. Not for longer: a place is counted against its address.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Time for which a client may let its answer wait; what it reads earns it more.
const READING: Duration = Duration::from_secs(30);
/// Time for running requests to end when the server is told to stop; a service manager waits longer than this.
const SHUTDOWN_SECONDS: u64 = 10;
/// Connections that one worker holds at once, whatever their addresses; more wait in the kernel's queue.
const CONNECTIONS_PER_WORKER: usize = 4096;

/// Where and how to listen.
#[derive(Debug, Clone)]
pub struct Listen {
    pub address: SocketAddr,
    /// Without it the server speaks plain HTTP, to this machine and to trusted proxies only.
    pub tls: Option<TlsFiles>,
    pub trusted_proxies: Vec<IpAddr>,
    pub connections_per_address: u32,
    pub bodies: BodyLimits,
    /// Time for which a client may let its answer wait.
    pub reading: Duration,
}

impl From<&config::Server> for Listen {
    fn from(server: &config::Server) -> Self {
        let files = server.tls_certificate.clone().zip(server.tls_key.clone());
        Listen {
            address: server.listen,
            tls: files.map(|(certificate, key)| TlsFiles { certificate, key }),
            trusted_proxies: server.trusted_proxy.clone(),
            connections_per_address: server.max_connections_per_address,
            bodies: BodyLimits::within(Duration::from_secs(server.body_deadline_seconds.into())),
            reading: READING,
        }
    }
}

/// Listens and serves until the process is told to end (SIGTERM lets running requests finish).
///
/// # Errors
/// When the address is taken, or the certificate cannot be used.
pub async fn serve(listen: Listen, configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> io::Result<()> {
    start(TcpListener::bind(listen.address)?, &listen, configure)?.await
}

/// Serves on a listener that is open already.
///
/// # Errors
/// When the certificate cannot be used.
pub fn start(
    listener: TcpListener,
    listen: &Listen,
    configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> io::Result<Server> {
    let (limits, reading) = (listen.bodies, listen.reading);
    let doors = Doors::new(listen);
    let builder = Server::build()
        .workers(std::thread::available_parallelism().map_or(1, NonZero::get))
        .max_concurrent_connections(CONNECTIONS_PER_WORKER)
        .shutdown_timeout(SHUTDOWN_SECONDS);
    let stopping = builder.graceful_shutdown_signal();
    let builder = match &listen.tls {
        None => builder.listen("http", listener, move || {
            let app = application(configure.clone(), limits);
            at_the_door(doors.clone(), plain(reading, http(&stopping).finish(app)))
        })?,
        Some(files) => {
            let certificate = Certificate::load(files.clone())?;
            actix_web::rt::spawn(tls::watch(Arc::downgrade(&certificate)));
            let mut config = tls::server_config(certificate).map_err(io::Error::other)?;
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            builder.listen("https", listener, move || {
                let app = application(configure.clone(), limits);
                let acceptor = Acceptor::new(config.clone());
                at_the_door(doors.clone(), secured(reading, acceptor, http(&stopping).finish(app)))
            })?
        }
    };
    Ok(builder.run())
}

type Builder<T, S> = actix_http::HttpServiceBuilder<T, S>;

/// HTTP/1.1 with its times.
fn http<T, S>(stopping: &GracefulShutdownSignal) -> Builder<T, S>
where
    S: ServiceFactory<Request, Config = ()>,
    S::Error: Into<Response<BoxBody>> + 'static,
    S::InitError: std::fmt::Debug,
    <S::Service as Service<Request>>::Future: 'static,
{
    let stopping = stopping.clone();
    Builder::<T, S>::default()
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD)
        .client_disconnect_timeout(LEAVE)
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
}

/// A connection as the HTTP service takes it: the stream, what is spoken on it, and with whom.
type Connected<T> = (T, Protocol, Option<SocketAddr>);

/// Serves HTTP on a connection without TLS.
fn plain<H>(
    reading: Duration,
    http: H,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = H::Error, InitError = ()>
where
    H: ServiceFactory<Connected<Paced>, Config = (), Response = (), InitError = ()> + 'static,
{
    fn_service(move |stream: TcpStream| async move {
        let peer = stream.peer_addr().ok();
        Ok((Paced::new(stream, reading), Protocol::Http1, peer))
    })
    .and_then(http)
}

/// Serves HTTP on a connection with TLS.
fn secured<H>(
    reading: Duration,
    acceptor: Acceptor,
    http: H,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = TlsError<io::Error, H::Error>, InitError = ()>
where
    H: ServiceFactory<Connected<TlsStream<Paced>>, Config = (), Response = (), InitError = ()> + 'static,
{
    fn_service(move |stream: TcpStream| async move { Ok(Paced::new(stream, reading)) })
        .and_then(acceptor)
        .map_err(TlsError::into_service_error)
        .and_then(|stream: TlsStream<Paced>| async move {
            let peer = stream.get_ref().0.peer();
            Ok((stream, Protocol::Http1, peer))
        })
        .and_then(http.map_err(TlsError::Service))
}

/// The application with the bounds on bodies around it. What it is told of its own address is never used: links are made from the
/// configured base URL.
fn application(
    configure: impl Fn(&mut ServiceConfig) + 'static,
    limits: BodyLimits,
) -> impl ServiceFactory<
    Request,
    Config = (),
    Response = ServiceResponse<BoxBody>,
    Error = actix_web::HttpResponse,
    InitError = (),
> {
    let app = App::new().wrap(from_fn(move |request, next| bodies::bound(limits, request, next))).configure(configure);
    let app = app.into_factory().map_err(|error: Error| error.error_response());
    map_config(app, |()| AppConfig::default())
}

/// Lets a connection in if its address has a place left, and keeps the place for as long as the connection lasts. This stands before the
/// TLS handshake, so that unfinished handshakes are counted too; the service's future ends with the connection.
fn at_the_door<F>(
    doors: Arc<Doors>,
    service: F,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = F::Error, InitError = F::InitError>
where
    F: ServiceFactory<TcpStream, Config = (), Response = ()>,
{
    apply_fn_factory(service, move |stream: TcpStream, service: &F::Service| {
        let place: Option<Place> = stream.peer_addr().ok().and_then(|peer| doors.admit(peer.ip()));
        let connection = place.map(|place| (place, service.call(stream)));
        async move {
            match connection {
                Some((_place, connection)) => connection.await,
                None => Ok(()),
            }
        }
    })
}
