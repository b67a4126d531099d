//! What the platform needs is away: the database, or room on the disk. People are told, nothing acknowledged is lost, and it works again
//! without a restart.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use futures_util::future::join4;

use crate::app::*;
use crate::object_store::a_year_with_files;
use crate::uploads;
use crate::wire::*;

/// The texts that wait to be chosen.
const RIVALS: &str = "SELECT CAST(id AS TEXT) AS text FROM rival_answers";

/// What the way to the database does with what goes over it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Way {
    Open,
    /// Nobody is there.
    Closed,
    /// Cut when a COMMIT is sent: it does not arrive.
    CutBeforeCommit,
    /// Cut when a COMMIT was answered: its answer does not arrive.
    CutAfterCommit,
    /// The same with the COMMIT after the next.
    CutAfterSecondCommit,
}

/// A socket in front of PostgreSQL's, which can be cut.
struct Proxy {
    folder: tempfile::TempDir,
    way: Arc<AtomicU8>,
    live: Arc<Mutex<Vec<UnixStream>>>,
}

/// The name of the socket in PostgreSQL's folder.
const SOCKET: &str = ".s.PGSQL.5432";

impl Proxy {
    fn before(folder: &Path) -> Self {
        let real = folder.join(SOCKET);
        let proxy = Proxy { folder: tempfile::tempdir().unwrap(), way: Arc::default(), live: Arc::default() };
        let listener = UnixListener::bind(proxy.folder.path().join(SOCKET)).unwrap();
        let (way, live) = (proxy.way.clone(), proxy.live.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if way.load(Ordering::SeqCst) == Way::Closed as u8 {
                    continue;
                }
                let server = UnixStream::connect(&real).unwrap();
                live.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let cut_next = Arc::new(AtomicU8::new(0));
                let (of_client, of_server) = (way.clone(), cut_next.clone());
                thread::spawn(move || forward(client, server, |sent| to_server(&of_client, &cut_next, sent)));
                thread::spawn(move || forward(back.0, back.1, |_| of_server.load(Ordering::SeqCst) == 0));
            }
        });
        proxy
    }

    fn is(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
        if way == Way::Closed {
            for stream in self.live.lock().unwrap().drain(..) {
                let _ = stream.shutdown(std::net::Shutdown::Both);
            }
        }
    }
}

/// Whether what a client sent goes on to the server. A cut is made once.
fn to_server(way: &AtomicU8, cut_next: &AtomicU8, sent: &[u8]) -> bool {
    if !sent.windows(6).any(|window| window == b"COMMIT") {
        return true;
    }
    let turns =
        |from: Way, to: Way| way.compare_exchange(from as u8, to as u8, Ordering::SeqCst, Ordering::SeqCst).is_ok();
    if turns(Way::CutBeforeCommit, Way::Open) {
        return false;
    }
    if turns(Way::CutAfterCommit, Way::Open) {
        cut_next.store(1, Ordering::SeqCst);
    } else {
        turns(Way::CutAfterSecondCommit, Way::CutAfterCommit);
    }
    true
}

/// Copies from one to the other until either ends, or what came may not go on.
fn forward(mut from: UnixStream, mut to: UnixStream, mut may: impl FnMut(&[u8]) -> bool) {
    let mut part = [0; 65536];
    while let Ok(length @ 1..) = from.read(&mut part) {
        if !may(&part[..length]) || to.write_all(&part[..length]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

/// On PostgreSQL through a proxy; nothing where there is none.
fn proxied(start: Start) -> Option<(TestApp, Proxy)> {
    let mut proxy = None;
    let app = TestApp::on_postgres_by(start, |url| {
        let host = url.split("host=").nth(1).expect("a socket").to_owned();
        let made = Proxy::before(Path::new(&host));
        let there = url.replace(&host, &made.folder.path().to_string_lossy());
        proxy = Some(made);
        there
    })?;
    Some((app, proxy?))
}

#[track_caller]
fn is_away(answer: &Answer) {
    assert_eq!(answer.status.as_u16(), 503, "{}", answer.words());
    let seconds = answer.headers.get("retry-after").expect("when to come back").to_str().unwrap();
    assert!(seconds.parse::<u32>().unwrap() > 0);
    has_reference(answer);
}

/// A page for people, with the number that the log names the request by.
#[track_caller]
fn has_reference(answer: &Answer) {
    let text = answer.words();
    let reference = text.split(|c: char| !c.is_ascii_hexdigit()).any(|word| word.len() == 10);
    assert!(reference, "{text}");
}

async fn back(state: &Visitor<'_>, path: &str) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = state.get(path).await;
        if answer.status.as_u16() == 200 {
            return answer;
        }
        is_away(&answer);
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not come back");
    }
}

#[actix_web::test]
async fn a_database_that_is_away_is_waited_for() {
    let Some((app, proxy)) = proxied(Start::Open) else { return };
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "C.1", "kept").await;
    let path = format!("/responses/{id}/sections/C");
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "typed meanwhile").set("then", "stay");

    proxy.is(Way::Closed);
    let asked = join4(state.get(&path), state.sends(&form), state.get("/readyz"), state.get("/healthz"));
    let (page, saved, ready, alive) = asked.await;
    is_away(&page);
    is_away(&saved);
    assert_eq!((ready.status.as_u16(), alive.status.as_u16()), (503, 200));
    assert_eq!(ready.text(), "not ready\n", "what is wrong is no stranger's business");

    proxy.is(Way::Open);
    back(&state, &path).await;
    state.get("/readyz").await.expect_status(200);
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("kept"));
    // The page that is still open in the browser is sent once more.
    state.sends(&form).await.expect_status(303);
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("typed meanwhile"));
}

#[actix_web::test]
async fn connections_that_the_server_closed_are_not_met_by_anybody() {
    let Some(app) = TestApp::on_postgres(Start::Open) else { return };
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.as_owner(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    state.opens(&format!("/responses/{id}")).await;
    state.answers(&id, "C.1", "saved over a new connection").await;
}

#[actix_web::test]
async fn a_connection_that_is_cut_at_the_commit() {
    let Some((app, proxy)) = proxied(Start::Open) else { return };
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "C.1", "kept").await;
    let path = format!("/responses/{id}/sections/C");

    // Before: nothing is saved, and the same form is saved when it is sent again.
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "did not arrive").set("then", "stay");
    proxy.is(Way::CutBeforeCommit);
    is_away(&state.sends(&form).await);
    back(&state, &path).await;
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("kept"));
    state.sends(&form).await.expect_status(303);

    // After: it is saved although nobody could be told, and sending it again changes nothing.
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "arrived unseen").set("then", "stay");
    proxy.is(Way::CutAfterCommit);
    is_away(&state.sends(&form).await);
    back(&state, &path).await;
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("arrived unseen"));
    state.sends(&form).await.expect_status(303);
    let page = state.opens(&path).await;
    assert!(!page.links().iter().any(|link| link.contains("/rivals/")), "a second text for the same answer");

    // A submission whose acknowledgement was lost is there once, and a second click shows its receipt.
    app.answers_all("SEN", &id, 3);
    state.token().await;
    proxy.is(Way::CutAfterCommit);
    let submit = format!("/responses/{id}/submit");
    is_away(&state.post(&submit, &[("revision", "0")]).await);
    back(&state, &path).await;
    let again = state.post(&submit, &[("revision", "0")]).await.expect_status(303);
    assert_eq!(again.location(), format!("/responses/{id}/revisions/1/receipt"));
    assert_eq!(app.query("", "SELECT count(*)::text AS text FROM revisions"), ["1"]);
}

#[actix_web::test]
async fn a_file_whose_commit_was_not_answered_is_there() {
    let Some((app, proxy)) = proxied(Start::Open) else { return };
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let section = format!("/responses/{id}/sections/L");
    let rows = || app.query("", "SELECT id::text AS text FROM attachments").len();

    // In one form: room is made for it in one transaction, and it is given in the next.
    let page = format!("{section}/files/L.3");
    let stamp = state.opens(&page).await.form(&page).get("stamp").unwrap().to_owned();
    state.token().await;
    proxy.is(Way::CutAfterSecondCommit);
    is_away(&state.uploads(&page, &[("stamp", &stamp)], Some(("file", "law.pdf", &pdf("law")))).await);
    back(&state, &section).await;
    assert_eq!(rows(), 1, "the cut was elsewhere");
    assert_eq!(uploads::given(&state, &id).await, Some(pdf("law")));

    // In pieces: who asks again is told what is true.
    let content = uploads::file_of(200_000);
    let upload = uploads::begun(&state, &id, &content).await;
    uploads::rest(&state, &id, &upload, &content, 0).await;
    proxy.is(Way::CutAfterSecondCommit);
    uploads::finishes(&state, &id, &upload).await.expect_status(503);
    back(&state, &section).await;
    assert_eq!(rows(), 2, "the cut was elsewhere");
    uploads::finishes(&state, &id, &upload).await.expect_status(200);
    assert_eq!(uploads::given(&state, &id).await, Some(content));
    assert_eq!(rows(), 2);
}

#[actix_web::test]
async fn a_file_of_last_year_whose_commit_was_not_answered_is_there() {
    let Some((app, proxy)) = proxied(Start::Bare) else { return };
    let state = a_year_with_files(&app).await;
    let home = state.opens("/").await;
    // The response is begun in one transaction, and the first file noted in the next.
    proxy.is(Way::CutAfterSecondCommit);
    let begun = state.sends(&home.form("/cycles/2028/response")).await.expect_status(303);
    assert!(app.logged().contains("its content stays"), "the cut was elsewhere");
    let page = back(&state, &format!("{}/sections/A", begun.location())).await;
    let links: Vec<_> = page.links().into_iter().filter(|link| link.starts_with("/files/")).collect();
    assert_eq!(links.len(), 3);
    for link in links {
        state.opens(&link).await;
    }
}

#[actix_web::test]
async fn a_database_file_that_somebody_else_holds_locked() {
    let app = TestApp::on_sqlite(Start::Open);
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "C.1", "kept").await;
    let path = format!("/responses/{id}/sections/C");
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "typed meanwhile").set("then", "stay");
    let concord::domain::db::DatabaseUrl::Sqlite(file) = &app.url else { unreachable!() };
    let mut other = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let shown = state.sends(&form).await;
    is_away(&shown);
    // What was typed stands on the page, with the way to save it again.
    shown.says("What you typed is shown below");
    form = shown.form(&path);
    assert_eq!(form.get("value:C.1"), Some("typed meanwhile"));
    // Reading goes on.
    state.opens(&path).await;
    state.get("/readyz").await.expect_status(200);
    other.batch_execute("ROLLBACK").unwrap();
    state.sends(&form).await.expect_status(303);
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("typed meanwhile"));

    // What a colleague saved since the page was made is not overwritten by saving from the page that came back.
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "typed over it").set("then", "stay");
    let colleague = app.person("coordinator2@sen.example").await;
    colleague.saves(&id, "C", &[("value:C.1", "a colleague's")]).await.expect_status(303);
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let form = state.sends(&form).await.form(&path);
    other.batch_execute("ROLLBACK").unwrap();
    state.sends(&form).await;
    assert_eq!(app.query(RIVALS, RIVALS).len(), 1);
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("a colleague's"));
}

/// A small volume of its own for the program's data: a file system in memory that only the program sees. Nothing where this machine
/// does not allow that.
fn small_volume<'a>(app: &'a TestApp, folder: &Path) -> Option<Setting<'a>> {
    let allowed = std::process::Command::new("unshare")
        .args(["--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        .status()
        .is_ok_and(|status| status.success());
    if !allowed {
        assert!(std::env::var_os("CI").is_none(), "a file system of a test's own cannot be mounted");
        eprintln!("left out: a file system of a test's own cannot be mounted here");
        return None;
    }
    let mut setting = setting(app);
    let script = "set -e; cp \"$1/concord.db\" \"$2/template.db\"; mount -t tmpfs -o size=8m,mode=0700 tmpfs \"$1\"; \
                  cp \"$2/template.db\" \"$1/concord.db\"; shift 2; exec \"$@\"";
    let data = app.folder.path().to_string_lossy().into_owned();
    let beside = folder.to_string_lossy();
    let words = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", &data, &beside];
    setting.before = words.iter().map(|word| (*word).to_owned()).collect();
    Some(setting)
}

/// Fills a volume to the last byte.
fn fill(ballast: &Path) {
    let mut file = std::fs::File::create(ballast).unwrap();
    for size in [65536, 4096, 512, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

#[track_caller]
fn is_full(answer: &Answer) {
    assert_eq!(answer.status.as_u16(), 507, "{}", answer.words());
    answer.says("Its storage is full").says("Nothing saved is lost");
    has_reference(answer);
}

/// Saves texts of growing number until there is no room for one: the last that was acknowledged.
fn save_until_full(client: &mut Client, id: &str) -> String {
    let mut kept = String::new();
    for n in 0..400 {
        let text = format!("text {n} {}", "of some length ".repeat(200));
        let answer = client.saves(id, "C", "value:C.1", text.trim()).unwrap();
        if answer.status.as_u16() != 303 {
            is_full(&answer);
            // What could not be saved stands on the page, to be copied.
            assert_eq!(answer.form(&format!("/responses/{id}/sections/C")).get("value:C.1"), Some(text.trim()));
            return kept;
        }
        kept = text.trim().to_owned();
    }
    panic!("the disk does not fill");
}

#[actix_web::test]
async fn a_full_disk() {
    let app = TestApp::on_sqlite(Start::Open);
    let id = app.coordinator("SEN").await.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    app.forgets_codes();
    // The program gets a copy of the database file alone, so everything has to be in it.
    let concord::domain::db::DatabaseUrl::Sqlite(file) = &app.url else { unreachable!() };
    let mut conn = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some(setting) = small_volume(&app, folder.path()) else { return };
    let program = Program::start(&setting, folder.path());
    let inside: PathBuf = Path::new("/proc").join(program.id().to_string()).join("root");
    let inside = inside.join(app.folder.path().strip_prefix("/").unwrap());
    let mut client =
        Client::signed_in(program.address, "coordinator@sen.example", &code_now("coordinator@sen.example"));
    let answer = client.saves(&id, "C", "comment:C.3", "an earlier answer").unwrap();
    assert_eq!(answer.status.as_u16(), 303);
    let (action, kind, body) = client.upload(&id, "late.pdf", &pdf(&"content ".repeat(10_000))).unwrap();
    // Half of a file is there already.
    let page = format!("/responses/{id}/sections/L/files/L.3");
    let (pieces, token) = (page.replace("/files/", "/uploads/"), client.get(&page).unwrap().form(&page));
    let token = token.get("token").unwrap().to_owned();
    let fields = [("token", token.as_str()), ("name", "half.pdf"), ("size", "131072")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let begun = client.ask("POST", &pieces, "application/x-www-form-urlencoded", &encoded(&fields)).unwrap();
    let begun: serde_json::Value = serde_json::from_slice(&begun.body).unwrap();
    let of = format!("{pieces}/{}", begun["id"].as_str().unwrap());
    let raw = format!("application/octet-stream\r\nX-Form-Token: {token}");
    let half = vec![7; 65_536];
    assert_eq!(client.ask("POST", &format!("{of}?begin=0"), &raw, &half).unwrap().status.as_u16(), 200);
    let ballast = inside.join("ballast");
    fill(&ballast);

    let kept = save_until_full(&mut client, &id);
    is_full(&client.ask("POST", &action, &kind, &body).unwrap());
    let refused = client.ask("POST", &format!("{of}?begin=65536"), &raw, &half).unwrap();
    assert_eq!(refused.status.as_u16(), 507, "{}", refused.text());
    let left = inside.join("files/uploads").join(begun["id"].as_str().unwrap());
    assert_eq!(std::fs::read_dir(left).unwrap().count(), 1, "a part of a piece is left");
    let rest: Vec<_> = std::fs::read_dir(inside.join("files")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let rest: Vec<_> = rest.into_iter().filter(|path| !path.ends_with("uploads")).collect();
    assert!(rest.is_empty(), "a part of a file is left: {rest:?}");
    // What is there can be read, by those who come as well.
    let form = client.section(&id, "C").unwrap();
    assert_eq!(form.get("value:C.1").unwrap_or_default(), kept);
    assert_eq!(form.get("comment:C.3"), Some("an earlier answer"));
    assert_eq!(client.get("/readyz").unwrap().status.as_u16(), 200);

    std::fs::remove_file(&ballast).unwrap();
    let goes_on = client.ask("POST", &format!("{of}?begin=65536"), &raw, &half).unwrap();
    assert_eq!(goes_on.status.as_u16(), 200, "{}", goes_on.text());
    let answer = client.saves(&id, "C", "value:C.1", "there is room again").unwrap();
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
    let (action, kind, body) = client.upload(&id, "late.pdf", &pdf("room")).unwrap();
    assert_eq!(client.ask("POST", &action, &kind, &body).unwrap().status.as_u16(), 303);
    assert_eq!(client.section(&id, "C").unwrap().get("value:C.1"), Some("there is room again"));

    // Submitting without room is refused whole; with room it is done.
    let form = client.get(&format!("/responses/{id}/submit")).unwrap().form("");
    let form = Form { action: format!("/responses/{id}/submit"), ..form };
    fill(&ballast);
    save_until_full(&mut client, &id);
    is_full(&client.sends(&form).unwrap());
    std::fs::remove_file(&ballast).unwrap();
    let done = client.sends(&form).unwrap();
    assert_eq!(done.location(), format!("/responses/{id}/revisions/1/receipt"), "{}", done.words());
    let log = program.logged();
    assert!(log.contains("no space left for the database"), "{log}");
    assert!(!log.contains("of some length"), "an answer stands in the log");
}

// PostgreSQL's volume: the server says so in its own words, here from a trigger.
#[actix_web::test]
async fn a_full_volume_of_postgres() {
    let Some(app) = TestApp::on_postgres(Start::Open) else { return };
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "C.1", "kept").await;
    app.answers_all("SEN", &id, 3);
    app.as_owner(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'could not extend file \"base/16384/2619\": No space left on device' USING ERRCODE = '53100'; END $$; \
         CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON answers FOR EACH ROW EXECUTE FUNCTION no_room(); \
         CREATE TRIGGER no_room BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION no_room();",
    );
    let before = app.lasting();
    let refused = state.saves(&id, "C", &[("value:C.1", "no room for this")]).await;
    is_full(&refused);
    assert_eq!(refused.form(&format!("/responses/{id}/sections/C")).get("value:C.1"), Some("no room for this"));
    is_full(&state.post(&format!("/responses/{id}/submit"), &[("revision", "0")]).await);
    assert_eq!(before, app.lasting());
    app.as_owner("DROP TRIGGER no_room ON answers; DROP TRIGGER no_room ON revisions;");
    state.saves(&id, "C", &[("value:C.1", "room again")]).await.expect_status(303);
    state.submits(&id).await;
}
