//! The store of files hangs, and holds up nobody for long; and what lies in it that nothing names goes, but never what a row may name yet.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use concord::domain::ids::{AttachmentId, NewId};
use concord::domain::objects::{Name, Objects, S3};
use concord::domain::seal::{Key, Sealer};

use crate::app::*;
use crate::object_store::a_year_with_files;
use crate::wire::{command, setting, write_config};

/// What the way to a store lets through.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Way {
    Open,
    /// It takes every connection and answers nothing.
    Hangs,
    /// The same of whatever is written; what is read comes.
    HangsOnWriting,
}

/// The way to a store, which can hang.
struct Hanging {
    port: u16,
    way: Arc<AtomicU8>,
}

impl Hanging {
    fn before(store: &Store) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, to) = (listener.local_addr().unwrap().port(), store.port());
        let hanging = Hanging { port, way: Arc::default() };
        let way = hanging.way.clone();
        thread::spawn(move || {
            let mut held = Vec::new();
            for client in listener.incoming().flatten() {
                let way = way.load(Ordering::SeqCst);
                if way == Way::Hangs as u8 || (way == Way::HangsOnWriting as u8 && writes(&client)) {
                    held.push(client);
                    continue;
                }
                let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                thread::spawn(move || forward(back.0, back.1));
                thread::spawn(move || forward(client, server));
            }
        });
        hanging
    }

    fn objects(&self, store: &Store) -> Objects {
        Objects::s3(&S3 { endpoint: format!("http://127.0.0.1:{}", self.port), ..store.s3() }).unwrap()
    }

    fn becomes(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
    }
}

fn writes(client: &TcpStream) -> bool {
    let mut begin = [0; 3];
    client.peek(&mut begin).is_ok() && &begin != b"GET"
}

fn forward(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

/// The platform with its files behind that way, and a second's patience.
fn behind(mut app: TestApp, hanging: &Hanging, store: &Store) -> TestApp {
    let inner = Arc::get_mut(&mut app.app).unwrap();
    inner.files = hanging.objects(store);
    inner.copying = Duration::from_secs(1);
    app
}

fn files(page: &Answer) -> usize {
    page.links().iter().filter(|link| link.starts_with("/files/")).count()
}

/// Begins 2028 while the store hangs; goes on, and gives a file again when it does not hang any more.
async fn begins_while(app: &TestApp, hanging: &Hanging, way: Way, at_most: Duration) {
    let state = a_year_with_files(app).await;
    hanging.becomes(way);
    let begun = Instant::now();
    let id = state.begins(2028).await;
    assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
    let section = format!("/responses/{id}/sections/A");
    let page = state.opens(&section).await;
    page.says("The law of 2007").says("Beside the answer of 2027 there were files that are not here:");
    page.says("one.pdf").says("two.pdf").says("three.pdf");
    assert_eq!(files(&page), 0);
    assert!(app.logged().contains("was not carried over") && app.logged().contains("after it are not tried"));
    // Nobody waits for it any more: what is written is saved, and a second click finds the response.
    state.answers(&id, "A.1", "The law of 2008").await;
    let again = state.post("/cycles/2028/response", &[]).await.expect_status(303);
    assert_eq!(again.location(), format!("/responses/{id}"));
    hanging.becomes(Way::Open);
    let beside = format!("/responses/{id}/sections/A/attachments/A.1");
    state
        .uploads(&beside, &[("title", "one.pdf")], Some(("file", "one.pdf", &pdf("one.pdf"))))
        .await
        .expect_status(303);
    let page = state.opens(&section).await;
    assert_eq!(files(&page), 1);
    page.says("two.pdf").says("three.pdf");
    state.submits(&id).await;
}

on_both!(a_response_is_begun_while_the_store_answers_nothing, Bare, |app| async {
    let store = Store::start();
    let hanging = Hanging::before(&store);
    let app = behind(app, &hanging, &store);
    begins_while(&app, &hanging, Way::Hangs, Duration::from_secs(5)).await;
});

on_both!(a_response_is_begun_while_the_store_writes_nothing, Bare, |app| async {
    let store = Store::start();
    let hanging = Hanging::before(&store);
    let app = behind(app, &hanging, &store);
    // With the five seconds in which a copy is tried to be removed that may lie there although nothing said so.
    begins_while(&app, &hanging, Way::HangsOnWriting, Duration::from_secs(12)).await;
});

const HOUR: u64 = 3600;

fn named(n: u128) -> AttachmentId {
    AttachmentId::from_uuid(uuid::Uuid::from_u128(n))
}

/// Makes a file of the folder so many hours old, by the platform's clock.
fn ages(app: &TestApp, path: &Path, hours: u64) {
    let now = app.db.read_now(&OPERATOR, |ctx| Ok(ctx.now())).unwrap().micros();
    let at =
        SystemTime::UNIX_EPOCH + Duration::from_micros(now.try_into().unwrap()) - Duration::from_secs(hours * HOUR);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
}

/// Puts something into the folder that no row names.
fn lies(app: &TestApp, name: &str, hours: u64) -> PathBuf {
    let path = app.folder.path().join("files").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, b"sealed").unwrap();
    ages(app, &path, hours);
    path
}

/// What the operator's command says of the app's files, and whether it did what was asked.
fn asks(app: &TestApp, words: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let config = write_config(&setting(app), folder.path(), "127.0.0.1:8099".parse().unwrap());
    command(&config, &[&["files", "unnamed"], words].concat())
}

/// The command goes by the clock of the machine.
fn is_old(path: &Path, hours: u64) {
    let at = SystemTime::now() - Duration::from_secs(hours * HOUR);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
}

on_both!(what_nothing_names_goes_when_the_operator_says_so_and_nothing_else, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let action = format!("/responses/{id}/sections/L/files/L.3");
    for name in ["law.pdf", "another.pdf"] {
        let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
        state.uploads(&action, &[("stamp", &stamp)], Some(("file", name, &pdf(name)))).await.expect_status(303);
    }
    let folder = app.folder.path().join("files");
    let given: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(given.len(), 2);
    let old = lies(&app, named(1).as_str(), 0);
    let other = [
        lies(&app, named(2).as_str(), 0),
        // None of these is a whole file: a piece, and what other names than ours stand on.
        lies(&app, &format!("uploads/{}/0-4", named(3)), 0),
        lies(&app, "notes.txt", 0),
        lies(&app, &named(4).as_str().to_uppercase().replace('-', ""), 0),
    ];
    is_old(&other[0], 23);
    for path in given.iter().chain([&old]).chain(&other[1..]) {
        is_old(path, 5000);
    }
    let (well, said) = asks(&app, &[]);
    assert!(well && said.contains(named(1).as_str()) && said.contains("2 that the database names, 1 that"), "{said}");
    assert!(said.contains("nothing was removed") && old.exists());
    let (well, said) = asks(&app, &["--remove"]);
    assert!(well && said.contains("removed"), "{said}");
    assert!(!old.exists() && other.iter().chain(&given).all(|path| path.exists()));
    assert!(!said.contains(named(2).as_str()), "{said}");
    // What was replaced is in the history, and opens.
    for file in &given {
        let file = file.file_name().unwrap().to_str().unwrap();
        state.opens(&format!("/files/{file}")).await;
    }
});

on_both!(another_database_removes_no_files, |app| async {
    app.coordinator("SEN").await.begins(2027).await;
    let path = lies(&app, named(1).as_str(), 0);
    is_old(&path, 48);
    let (well, said) = asks(&app, &["--remove"]);
    assert!(!well && said.contains("--even-most") && said.contains("nothing was removed"), "{said}");
    assert!(path.exists());
    let (well, said) = asks(&app, &["--even-most"]);
    assert!(!well && path.exists(), "{said}");
    let (well, said) = asks(&app, &["--remove", "--even-most"]);
    assert!(well && !path.exists(), "{said}");
});

on_both!(the_server_removes_what_was_half_written_and_no_whole_file, |app| async {
    let halves = [lies(&app, &format!("{}#1", named(5)), 25), lies(&app, &format!("{}#1", named(6)), 23)];
    let whole = lies(&app, named(1).as_str(), 5000);
    concord::cli::serve::tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert!(!halves[0].exists() && halves[1].exists() && whole.exists());
});

on_both!(in_an_s3_store_it_goes_by_the_clock_of_the_store, |app| async {
    let mut store = Store::start();
    let objects = store.objects();
    let sealer = Arc::new(Sealer::new(uuid::Uuid::from_u128(7), &Key::from_bytes(&[3; 32]).unwrap()).unwrap());
    for n in 1..=3 {
        objects.put(&sealer, &Name::File(named(n)), b"a law".to_vec()).await.unwrap();
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    app.now_is(now.try_into().unwrap());
    let real = app.db.read_now(&OPERATOR, |ctx| Ok(ctx.now())).unwrap();
    assert!(objects.older_than(real.plus_seconds(-3600)).await.unwrap().is_empty());
    assert_eq!(objects.older_than(real.plus_seconds(3600)).await.unwrap().len(), 3);
    objects.remove_file(&named(1)).await.unwrap();
    assert!(objects.get(&sealer, &Name::File(named(1))).await.is_err());
    // A store that is away is no empty store.
    store.goes_away();
    assert!(objects.older_than(real).await.is_err());
});
