//! Files in an S3-compatible store: sealed before they leave, refused when they come back otherwise, and nothing half-kept when the store is away.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use concord::domain::Error;
use concord::domain::ids::{AttachmentId, NewId, UploadId};
use concord::domain::objects::{Name, Objects, S3};
use concord::domain::seal::{Key, Sealer};
use futures_util::future::{Either, join, select};
use object_store::aws::AmazonS3Builder;

use crate::app::*;
use crate::uploads;
use crate::wire::{command, setting, write_config};

fn sealer() -> Arc<Sealer> {
    Arc::new(Sealer::new(uuid::Uuid::from_u128(7), &Key::from_bytes(&[3; 32]).unwrap()).unwrap())
}

fn file(n: u128) -> Name {
    Name::File(AttachmentId::from_uuid(uuid::Uuid::from_u128(n)))
}

/// The platform with its files in that store.
fn with(mut app: TestApp, files: Objects) -> TestApp {
    Arc::get_mut(&mut app.app).unwrap().files = files;
    app
}

/// Writes into the store past the platform, as somebody could who has it.
async fn alters(store: &Store, name: &str, change: impl Fn(&mut Vec<u8>)) {
    let mut bytes = fetched(store, name, "GET", None).await;
    change(&mut bytes);
    fetched(store, name, "PUT", Some(bytes)).await;
}

/// What lies there, by the means of another client than the platform's: boto3.
async fn fetched(store: &Store, name: &str, method: &str, body: Option<Vec<u8>>) -> Vec<u8> {
    let script = "import boto3, sys\n\
        s = boto3.client('s3', endpoint_url=sys.argv[1], region_name='us-east-1', aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])\n\
        if sys.argv[5] == 'PUT': s.put_object(Bucket='concord', Key=sys.argv[4], Body=sys.stdin.buffer.read())\n\
        elif sys.argv[5] == 'LIST': sys.stdout.write('\\n'.join(o['Key'] for o in s.list_objects_v2(Bucket='concord').get('Contents', [])))\n\
        else: sys.stdout.buffer.write(s.get_object(Bucket='concord', Key=sys.argv[4])['Body'].read())\n";
    let arguments = [script, &store.endpoint, &store.key, &store.secret, name, method].map(str::to_owned);
    let python = crate::app::python_with_moto();
    let done = actix_web::web::block(move || {
        use std::io::Write;
        let mut child = std::process::Command::new(python)
            .arg("-c")
            .args(arguments)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&body.unwrap_or_default()).unwrap();
        drop(input);
        child.wait_with_output().unwrap()
    });
    let done = done.await.unwrap();
    assert!(done.status.success());
    done.stdout
}

/// The way to a store, which can be closed, or hold up one request.
struct Gate {
    port: u16,
    closed: Arc<AtomicBool>,
    /// How many have come.
    met: Arc<AtomicUsize>,
    /// The next one waits until this says something.
    holds: Arc<Mutex<Option<mpsc::Receiver<()>>>>,
}

impl Gate {
    fn before(store: &Store) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, to) = (listener.local_addr().unwrap().port(), store.port());
        let gate = Gate { port, closed: Arc::default(), met: Arc::default(), holds: Arc::default() };
        let (closed, met, holds) = (gate.closed.clone(), gate.met.clone(), gate.holds.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                met.fetch_add(1, Ordering::SeqCst);
                if closed.load(Ordering::SeqCst) {
                    continue;
                }
                let held = holds.lock().unwrap().take();
                thread::spawn(move || {
                    if let Some(until) = held {
                        let _ = until.recv();
                    }
                    let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
                    let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                    thread::spawn(move || forward(back.0, back.1));
                    forward(client, server);
                });
            }
        });
        gate
    }

    fn objects(&self, store: &Store) -> Objects {
        Objects::s3(&S3 { endpoint: format!("http://127.0.0.1:{}", self.port), ..store.s3() }).unwrap()
    }

    /// Holds up the next request, until the sender says something.
    fn holds_one(&self) -> mpsc::Sender<()> {
        let (go, until) = mpsc::channel();
        *self.holds.lock().unwrap() = Some(until);
        go
    }

    async fn has_one(&self) {
        while self.holds.lock().unwrap().is_some() {
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn forward(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

/// TLS before a store, with a certificate for `localhost`: its port, the authority that vouches for it, as PEM, and how many went in.
fn tls_before(store: &Store) -> (u16, String, Arc<AtomicUsize>) {
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::CertifiedIssuer::self_signed(parameters, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = parameters.signed_by(&key, &issuer).unwrap().der().clone();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key.into()).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let (in_all, to) = (Arc::new(AtomicUsize::new(0)), store.port());
    let went_in = in_all.clone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((client, _)) = listener.accept().await {
                let (acceptor, went_in) = (acceptor.clone(), went_in.clone());
                tokio::spawn(async move {
                    let Ok(mut client) = acceptor.accept(client).await else { return };
                    went_in.fetch_add(1, Ordering::SeqCst);
                    let mut server = tokio::net::TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
    });
    (port, issuer.pem(), in_all)
}

async fn listed(store: &Store) -> Vec<String> {
    let text = String::from_utf8(fetched(store, "", "LIST", None).await).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[actix_web::test]
async fn what_is_put_there_comes_back_and_cannot_be_read_or_altered_there() {
    let (store, sealer) = (Store::start(), sealer());
    let objects = store.objects();
    objects.answers().await.unwrap();
    let content = b"what a State answered ".repeat(40_000);
    objects.put(&sealer, &file(1), content.clone()).await.unwrap();
    assert_eq!(objects.get(&sealer, &file(1)).await.unwrap(), content);
    let there = fetched(&store, &file(1).to_string(), "GET", None).await;
    assert!(there.len() > content.len() && !there.windows(12).any(|window| window == b"what a State"));
    // The largest that is taken.
    let large = vec![7; 20 * 1024 * 1024];
    objects.put(&sealer, &file(2), large.clone()).await.unwrap();
    assert!(objects.get(&sealer, &file(2)).await.unwrap() == large);

    alters(&store, &file(1).to_string(), |bytes| bytes[100] ^= 1).await;
    assert!(matches!(objects.get(&sealer, &file(1)).await, Err(Error::Internal(_))));
    alters(&store, &file(2).to_string(), |bytes| bytes.truncate(1000)).await;
    assert!(matches!(objects.get(&sealer, &file(2)).await, Err(Error::Internal(_))));
    objects.forget(&file(1)).await;
    objects.forget(&file(2)).await;
    assert_eq!(listed(&store).await, Vec::<String>::new());
    assert!(matches!(objects.get(&sealer, &file(1)).await, Err(Error::Internal(_))), "it is not there");
}

#[actix_web::test]
async fn pieces_are_found_and_removed_there_too() {
    let (store, sealer) = (Store::start(), sealer());
    let objects = store.objects();
    let upload = |n| UploadId::from_uuid(uuid::Uuid::from_u128(n));
    assert!(objects.uploads().await.unwrap().is_empty());
    for (n, begin) in [(1, 0), (1, 4), (2, 0)] {
        let name = Name::Piece { upload: upload(n), begin, length: 4 };
        objects.put(&sealer, &name, b"abcd".to_vec()).await.unwrap();
    }
    let mut known = objects.uploads().await.unwrap();
    known.sort();
    assert_eq!(known, [upload(1), upload(2)]);
    objects.forget_pieces(&upload(1)).await;
    assert_eq!(objects.uploads().await.unwrap(), [upload(2)]);
}

async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    (state, id)
}

async fn gives(state: &Visitor<'_>, id: &str, name: &str) -> Answer {
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", name, &pdf(name)))).await
}

on_both!(a_file_given_and_handed_out_through_the_store, |app| async {
    let mut store = Store::start();
    let app = with(app, store.objects());
    let (state, id) = begun(&app).await;
    gives(&state, &id, "law.pdf").await.expect_status(303);
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(std::fs::read_dir(app.folder.path().join("files")).unwrap().count(), 0, "a copy lies in the folder");
    let page = state.opens(&format!("/responses/{id}/sections/L")).await;
    let link = page.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert_eq!(state.opens(&link).await.body, pdf("law.pdf"));

    // Somebody who has the store alters what lies there: nothing of it is handed out.
    let name = link.trim_start_matches("/files/").to_owned();
    alters(&store, &name, |bytes| bytes[60] ^= 1).await;
    state.get(&link).await.expect_status(500).is_silent_on("%PDF");

    // The store is away: it is said, soon, nothing is half-kept, and answers go on.
    store.goes_away();
    let begun = Instant::now();
    let refused = gives(&state, &id, "decree.pdf").await.expect_status(503);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    refused.says("does not answer").says("Try again");
    assert!(refused.headers.contains_key("retry-after"));
    state.get(&link).await.expect_status(503);
    state.opens(&format!("/responses/{id}/sections/L")).await.says("law.pdf").is_silent_on("decree.pdf");
    state.answers(&id, "L.4", "an answer meanwhile").await;
    assert!(app.logged().contains("the store of files is away"));
    let rows = "SELECT CAST(id AS TEXT) AS text FROM attachments";
    assert_eq!(app.query(rows, rows).len(), 1);
});

on_both!(a_key_that_is_not_right_is_the_operators_to_mend, |app| async {
    let store = Store::start();
    for s3 in [
        S3 { secret: "not the secret at all".to_owned().into(), ..store.s3() },
        S3 { access_key_id: "AKIANOBODYKNOWSTHIS".to_owned(), ..store.s3() },
        S3 { bucket: "nowhere".to_owned(), ..store.s3() },
    ] {
        let objects = Objects::s3(&s3).unwrap();
        assert!(matches!(objects.answers().await, Err(Error::FilesAway(_))), "{}", s3.bucket);
    }
    let wrong = S3 { secret: "not the secret at all".to_owned().into(), ..store.s3() };
    let app = with(app, Objects::s3(&wrong).unwrap());
    let (state, id) = begun(&app).await;
    gives(&state, &id, "law.pdf").await.expect_status(503).is_silent_on("SignatureDoesNotMatch");
    assert!(app.logged().contains("refuses the access key") && app.logged().contains("[files.s3]"));
    app.log_is_silent_on(&["not the secret at all".to_owned()]);
    assert_eq!(listed(&store).await, Vec::<String>::new());
});

#[actix_web::test]
async fn a_store_that_another_authority_vouches_for_hears_nothing() {
    let store = Store::start();
    let (port, ca, went_in) = tls_before(&store);
    let (_, other, _) = tls_before(&store);
    let over = |host: &str, ca: Option<&String>| {
        let endpoint = format!("https://{host}:{port}");
        Objects::s3(&S3 { endpoint, ca_pem: ca.cloned(), ..store.s3() }).unwrap()
    };
    over("localhost", Some(&ca)).answers().await.unwrap();
    let before = went_in.load(Ordering::SeqCst);
    assert!(before > 0);
    // Another authority, those of the machine, and a name that the certificate does not have.
    for objects in [over("localhost", Some(&other)), over("localhost", None), over("127.0.0.1", Some(&ca))] {
        let refused = objects.answers().await;
        assert!(matches!(&refused, Err(Error::FilesAway(why)) if why.contains("certificate")), "{refused:?}");
    }
    assert_eq!(went_in.load(Ordering::SeqCst), before, "a request went to somebody else");
    assert!(
        Objects::s3(&S3 { endpoint: format!("https://localhost:{port}"), ca_pem: Some(String::new()), ..store.s3() })
            .is_err()
    );
}

on_both!(a_second_finish_that_finds_the_pieces_gone_answers_as_the_first, |app| async {
    let store = Store::start();
    let gate = Gate::before(&store);
    let app = with(app, gate.objects(&store));
    let (state, id) = begun(&app).await;
    let content = uploads::file_of(200_000);
    let upload = uploads::begun(&state, &id, &content).await;
    uploads::rest(&state, &id, &upload, &content, 0).await;
    // It has seen that everything has come, and waits for the first piece while the other gives the file and removes them.
    let goes_on = gate.holds_one();
    let first = async {
        gate.has_one().await;
        let first = uploads::finishes(&state, &id, &upload).await;
        goes_on.send(()).unwrap();
        first
    };
    let (late, first) = join(uploads::finishes(&state, &id, &upload), first).await;
    let (first, late) = (first.expect_status(200), late.expect_status(200));
    assert_eq!(uploads::json(&first), uploads::json(&late));
    assert_eq!(uploads::given(&state, &id).await, Some(content));
    assert_eq!(listed(&store).await.len(), 1, "the pieces are gone");
});

on_both!(a_piece_whose_sender_went_away_is_counted_and_takes_no_room_unseen, |app| async {
    let store = Store::start();
    let gate = Gate::before(&store);
    let app = with(app, gate.objects(&store));
    let (state, id) = begun(&app).await;
    let content = uploads::file_of(200_000);
    let upload = uploads::begun(&state, &id, &content).await;
    let goes_on = gate.holds_one();
    {
        let sends = std::pin::pin!(uploads::piece(&state, &id, &upload, 0, &content[..100_000]));
        let held = std::pin::pin!(gate.has_one());
        assert!(matches!(select(sends, held).await, Either::Right(_)), "it was not held");
    }
    goes_on.send(()).unwrap();
    for _ in 0..500 {
        let standing = uploads::json(&state.get(&uploads::base(&id)).await);
        if standing["uploads"][0]["received"] == 100_000 {
            assert_eq!(listed(&store).await.len(), 1);
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it was not counted");
});

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | bind::concord:visibility
    begin group | A | Law | Droit | | states_parties
    text | A.1 | Which law? | Quelle loi ? | yes | states_parties
    end group | | | | | |";

/// A response of 2027 with three files beside an answer, submitted; then the year after is open. On a start that is bare.
pub async fn a_year_with_files(app: &TestApp) -> Visitor<'_> {
    let form = workbook(&[("survey", SURVEY)]);
    app.opens_cycle(&form);
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "A.1", "The law of 2007").await;
    let beside = format!("/responses/{id}/sections/A/attachments/A.1");
    for name in ["one.pdf", "two.pdf", "three.pdf"] {
        state.uploads(&beside, &[("title", name)], Some(("file", name, &pdf(name)))).await.expect_status(303);
    }
    state.submits(&id).await;
    app.opens_year(2028, &form);
    state
}

on_both!(a_response_is_begun_while_the_store_is_away, Bare, |app| async {
    let store = Store::start();
    let gate = Gate::before(&store);
    let app = with(app, gate.objects(&store));
    let state = a_year_with_files(&app).await;
    gate.closed.store(true, Ordering::SeqCst);
    let before = gate.met.load(Ordering::SeqCst);
    let id = state.begins(2028).await;
    // One file is asked for, as often as a request is tried; none of the others, and nothing is removed that was not written.
    let asked = gate.met.load(Ordering::SeqCst) - before;
    assert!((1..=4).contains(&asked), "{asked}");
    assert!(app.logged().contains("was not carried over"));
    let page = state.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("The law of 2007");
    assert!(!page.links().iter().any(|link| link.starts_with("/files/")));
    assert_eq!(listed(&store).await.len(), 3, "last year's are there");
});

/// The configuration of a program whose files are in the store.
fn config_of(app: &TestApp, store: &Store, folder: &Path, secret: &str) -> std::path::PathBuf {
    let config = write_config(&setting(app), folder, "127.0.0.1:8099".parse().unwrap());
    let file = folder.join("s3-secret");
    std::fs::write(&file, secret).unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let text = std::fs::read_to_string(&config).unwrap();
    let more = format!(
        "[files.s3]\nendpoint = \"{}\"\nbucket = \"{}\"\naccess_key_id = \"{}\"\nsecret_file = \"{}\"\n",
        store.endpoint,
        store.bucket,
        store.key,
        file.display()
    );
    std::fs::write(&config, text + &more).unwrap();
    config
}

on_both!(commands_use_the_store_that_is_configured, |app| async {
    let mut store = Store::start();
    let app = with(app, store.objects());
    let (state, id) = begun(&app).await;
    gives(&state, &id, "law.pdf").await.expect_status(303);
    let folder = tempfile::tempdir().unwrap();
    let config = config_of(&app, &store, folder.path(), &store.secret);
    let (well, said) = command(&config, &["serve", "--check"]);
    assert!(well, "{said}");
    let (well, said) = command(&config, &["keys", "check", "--deep"]);
    assert!(well && said.contains("Everything opens"), "{said}");
    let name = listed(&store).await.remove(0);
    alters(&store, &name, |bytes| bytes[60] ^= 1).await;
    let (well, said) = command(&config, &["keys", "check", "--deep"]);
    assert!(!well && said.contains(&format!("files/{name}")), "{said}");
    // A wrong secret, and a store that is away, are said as such; no file is called damaged for it.
    let wrong = config_of(&app, &store, folder.path(), "wrong");
    let (well, said) = command(&wrong, &["serve", "--check"]);
    assert!(!well && said.contains("refuses the access key"), "{said}");
    store.goes_away();
    let config = config_of(&app, &store, folder.path(), &store.secret);
    let (well, said) = command(&config, &["keys", "check", "--deep"]);
    assert!(!well && said.contains("[files.s3]") && !said.contains("do not open"), "{said}");
});

// What the environment says of keys, proxies and stores is not listened to.
#[actix_web::test]
async fn nothing_is_taken_from_the_environment() {
    let source = include_str!("../../src/domain/objects/s3.rs");
    assert!(source.contains("AmazonS3Builder::new()") && !source.contains("from_env"));
    // The library is built without a client of its own: without ours it refuses, instead of going by the environment.
    let built =
        AmazonS3Builder::new().with_bucket_name("x").with_access_key_id("x").with_secret_access_key("x").build();
    assert!(built.is_err());
}
