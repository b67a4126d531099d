//! The store of files hangs, and holds up nobody for long; and what lies in it that nothing names goes, but never what a row may name yet.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use concord::cli::files::{Swept, sweep};
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

async fn swept(app: &TestApp) -> Swept {
    sweep(&app.db, &app.app.files).await.unwrap()
}

on_both!(what_nothing_names_goes_after_a_day_and_nothing_else, |app| async {
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
    for path in &given {
        ages(&app, path, 5000);
    }
    let old = lies(&app, named(1).as_str(), 25);
    let kept = [
        lies(&app, named(2).as_str(), 23),
        // None of these is a whole file: a piece, and what other names than ours stand on.
        lies(&app, &format!("uploads/{}/0-4", named(3)), 5000),
        lies(&app, "notes.txt", 5000),
        lies(&app, &named(4).as_str().to_uppercase().replace("-", ""), 5000),
    ];
    // What a crash left of a file that was being written has no name that a row could know.
    let half = lies(&app, &format!("{}#1", named(5)), 25);
    let other = lies(&app, &format!("{}#1", named(6)), 23);
    // The first time nobody knows whether the database belongs to the files.
    assert_eq!(swept(&app).await, Swept::First);
    assert!(old.exists() && other.exists() && !half.exists());
    assert_eq!(swept(&app).await, Swept::Removed { files: 1, more: false });
    assert!(!old.exists() && kept.iter().chain(&given).all(|path| path.exists()));
    assert!(app.logged().contains("files that no row names were removed"));
    assert_eq!(swept(&app).await, Swept::Removed { files: 0, more: false });
    // What was replaced is in the history, and opens.
    for file in &given {
        let file = file.file_name().unwrap().to_str().unwrap();
        state.opens(&format!("/files/{file}")).await;
    }
    app.wait(7200);
    assert_eq!(swept(&app).await, Swept::Removed { files: 1, more: false });
    assert!(!kept[0].exists() && kept[1..].iter().chain(&given).all(|path| path.exists()));
});

on_both!(one_run_removes_so_many_and_no_more, |app| async {
    assert_eq!(swept(&app).await, Swept::First);
    for n in 1..=130 {
        lies(&app, named(n).as_str(), 48);
    }
    assert_eq!(swept(&app).await, Swept::Removed { files: 100, more: true });
    assert_eq!(swept(&app).await, Swept::Removed { files: 30, more: false });
});

on_both!(a_database_that_is_older_than_the_files_removes_none, |app| async {
    app.coordinator("SEN").await.begins(2027).await;
    assert_eq!(swept(&app).await, Swept::First);
    // Old by the platform's clock, and by that of the command.
    let path = lies(&app, named(1).as_str(), 0);
    let two_days_ago = SystemTime::now() - Duration::from_secs(48 * HOUR);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(two_days_ago).unwrap();
    // An older backup was restored: what was last recorded is not there any more.
    let mark = std::fs::read_to_string(app.folder.path().join("files/newest-record")).unwrap();
    let lost = format!("DELETE FROM audit WHERE id = '{mark}'");
    match &app.url {
        concord::domain::db::DatabaseUrl::Postgres(_) => app.as_owner(&lost),
        concord::domain::db::DatabaseUrl::Sqlite(_) => app.alters(&lost),
    }
    for _ in 0..2 {
        assert_eq!(swept(&app).await, Swept::Behind);
    }
    assert!(path.exists());
    assert!(app.logged().contains("the database is older than the files"));
    // The operator looks, and says that this is the database that belongs to them.
    let folder = tempfile::tempdir().unwrap();
    let config = write_config(&setting(&app), folder.path(), "127.0.0.1:8099".parse().unwrap());
    let (well, said) = command(&config, &["files", "unnamed"]);
    assert!(well && said.contains(named(1).as_str()), "{said}");
    assert!(said.contains("nothing was removed") && said.contains("older than the files"), "{said}");
    assert!(path.exists());
    let (well, said) = command(&config, &["files", "unnamed", "--remove"]);
    assert!(well && said.contains("1 removed"), "{said}");
    assert!(!path.exists());
    assert_eq!(swept(&app).await, Swept::Removed { files: 0, more: false });
});

on_both!(in_an_s3_store_it_goes_by_the_clock_of_the_store, |app| async {
    let mut store = Store::start();
    let objects = store.objects();
    let sealer = Arc::new(Sealer::new(uuid::Uuid::from_u128(7), &Key::from_bytes(&[3; 32]).unwrap()).unwrap());
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    app.now_is(now.try_into().unwrap());
    for n in 1..=3 {
        objects.put(&sealer, &Name::File(named(n)), b"a law".to_vec()).await.unwrap();
    }
    assert_eq!(sweep(&app.db, &objects).await.unwrap(), Swept::First);
    app.wait(23 * 3600);
    assert_eq!(sweep(&app.db, &objects).await.unwrap(), Swept::Removed { files: 0, more: false });
    app.wait(2 * 3600);
    assert_eq!(sweep(&app.db, &objects).await.unwrap(), Swept::Removed { files: 3, more: false });
    assert!(objects.get(&sealer, &Name::File(named(1))).await.is_err());
    // A store that is away is no empty store.
    store.goes_away();
    assert!(sweep(&app.db, &objects).await.is_err());
});
