//! TLS: versions, the key exchange, and the certificate that is renewed.

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore};

use super::super::tls;
use super::*;

/// A certificate authority and a folder with a certificate from it.
struct Authority {
    folder: tempfile::TempDir,
    issuer: rcgen::CertifiedIssuer<'static, rcgen::KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let issuer = rcgen::CertifiedIssuer::self_signed(parameters, rcgen::KeyPair::generate().unwrap()).unwrap();
        Authority { folder: tempfile::tempdir().unwrap(), issuer }
    }

    fn files(&self) -> TlsFiles {
        TlsFiles { certificate: self.folder.path().join("tls.pem"), key: self.folder.path().join("tls.key") }
    }

    /// Writes a new certificate for `localhost` and returns it.
    fn renew(&self) -> Vec<u8> {
        let key = rcgen::KeyPair::generate().unwrap();
        let parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(self.files().certificate, certificate.pem()).unwrap();
        std::fs::write(self.files().key, key.serialize_pem()).unwrap();
        certificate.der().to_vec()
    }

    /// A client that trusts this authority and speaks these versions.
    fn client(&self, versions: &[&'static rustls::SupportedProtocolVersion]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let client = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
        Arc::new(client.with_root_certificates(roots).with_no_client_auth())
    }
}

struct Met {
    certificate: Vec<u8>,
    version: rustls::ProtocolVersion,
    group: Option<rustls::NamedGroup>,
    answer: String,
}

fn meet(server: &Running, client: Arc<ClientConfig>) -> Met {
    let mut tls = ClientConnection::new(client, ServerName::try_from("localhost").unwrap()).unwrap();
    let mut stream = server.connect();
    let answer = {
        let mut both = rustls::Stream::new(&mut tls, &mut stream);
        both.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        rest(&mut both)
    };
    Met {
        certificate: tls.peer_certificates().unwrap()[0].to_vec(),
        version: tls.protocol_version().unwrap(),
        group: tls.negotiated_key_exchange_group().map(|group| group.name()),
        answer,
    }
}

#[test]
fn tls_1_3_and_1_2_are_spoken_and_the_key_exchange_withstands_quantum_computers() {
    let authority = Authority::new();
    let issued = authority.renew();
    let server = run(Listen { tls: Some(authority.files()), ..listen() });
    let new = meet(&server, authority.client(&[&rustls::version::TLS13]));
    assert!(new.answer.starts_with("HTTP/1.1 200") && new.answer.ends_with("hello"), "{}", new.answer);
    assert_eq!(new.certificate, issued);
    assert_eq!(new.version, rustls::ProtocolVersion::TLSv1_3);
    assert_eq!(new.group, Some(rustls::NamedGroup::X25519MLKEM768));
    let old = meet(&server, authority.client(&[&rustls::version::TLS12]));
    assert_eq!(old.version, rustls::ProtocolVersion::TLSv1_2);
    assert!(old.answer.ends_with("hello"));
}

#[test]
fn plain_http_on_the_tls_port_is_not_answered() {
    let authority = Authority::new();
    authority.renew();
    let server = run(Listen { tls: Some(authority.files()), ..listen() });
    assert!(!server.exchange(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").contains("200"));
}

#[test]
fn places_are_counted_before_the_handshake() {
    let authority = Authority::new();
    authority.renew();
    let server = run(Listen { tls: Some(authority.files()), connections_per_address: 1, ..listen() });
    // The first is answered, so that it is known to hold the place.
    let name = ServerName::try_from("localhost").unwrap();
    let mut tls = ClientConnection::new(authority.client(&[&rustls::version::TLS13]), name).unwrap();
    let mut first = server.connect();
    let mut both = rustls::Stream::new(&mut tls, &mut first);
    both.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(both.read(&mut [0; 512]).unwrap() > 0);
    // The second is closed without having said anything; a handshake would be waited for, for three seconds.
    let begun = Instant::now();
    assert_eq!(rest(&mut server.connect()), "");
    assert!(begun.elapsed() < Duration::from_millis(2900), "{:?}", begun.elapsed());
}

#[test]
fn a_renewed_certificate_is_taken_up_and_a_half_written_one_is_not() {
    let authority = Authority::new();
    let first = authority.renew();
    let certificate = Certificate::load(authority.files()).unwrap();
    let shown = || {
        let key = certificate.current();
        key.cert[0].to_vec()
    };
    certificate.look();
    assert_eq!(shown(), first);

    let key_before = std::fs::read(authority.files().key).unwrap();
    let second = authority.renew();
    let key_after = std::fs::read(authority.files().key).unwrap();
    std::fs::write(authority.files().key, key_before).unwrap();
    certificate.look();
    assert_eq!(shown(), first, "a certificate without its key was taken up");
    std::fs::write(authority.files().key, key_after).unwrap();
    certificate.look();
    assert_eq!(shown(), second);

    for damaged in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(authority.files().certificate, damaged).unwrap();
        certificate.look();
        assert_eq!(shown(), second, "{damaged:?}");
    }
    std::fs::remove_file(authority.files().certificate).unwrap();
    certificate.look();
    assert_eq!(shown(), second);
}

#[test]
fn a_running_server_shows_the_renewed_certificate_to_new_connections() {
    let authority = Authority::new();
    let first = authority.renew();
    let certificate = Certificate::load(authority.files()).unwrap();
    let config = tls::server_config(certificate.clone()).unwrap();
    let shown = |config: &rustls::ServerConfig| {
        let mut client = ClientConnection::new(
            authority.client(&[&rustls::version::TLS13]),
            ServerName::try_from("localhost").unwrap(),
        )
        .unwrap();
        let mut server = rustls::ServerConnection::new(Arc::new(config.clone())).unwrap();
        let mut bytes = Vec::new();
        while client.is_handshaking() {
            bytes.clear();
            client.write_tls(&mut bytes).unwrap();
            server.read_tls(&mut bytes.as_slice()).unwrap();
            server.process_new_packets().unwrap();
            bytes.clear();
            server.write_tls(&mut bytes).unwrap();
            client.read_tls(&mut bytes.as_slice()).unwrap();
            client.process_new_packets().unwrap();
        }
        client.peer_certificates().unwrap()[0].to_vec()
    };
    assert_eq!(shown(&config), first);
    let second = authority.renew();
    certificate.look();
    assert_eq!(shown(&config), second);
}

#[test]
fn a_certificate_that_does_not_fit_its_key_is_refused_at_the_start() {
    let authority = Authority::new();
    authority.renew();
    let other = rcgen::KeyPair::generate().unwrap();
    std::fs::write(authority.files().key, other.serialize_pem()).unwrap();
    let error = Certificate::load(authority.files()).unwrap_err().to_string();
    assert!(error.contains("tls.key"), "{error}");
}
