//! The program is killed while people save: what was acknowledged is there, nothing is half there.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::mpsc::{self, Sender};
use std::thread;

use crate::app::*;
use crate::wire::*;

const STATES: [&str; 3] = ["SEN", "SVN", "GHA"];
const FIELDS: [&str; 3] = ["value:C.1", "comment:C.1", "value:C.3"];

/// What one client knows: what was acknowledged last for each field, and what was sent after that and may have arrived.
#[derive(Default, Clone)]
struct Journal {
    acknowledged: BTreeMap<&'static str, String>,
    unsure: BTreeMap<&'static str, String>,
}

/// Saves one text after another until the server is gone.
fn save_on(client: &mut Client, round: usize, journal: &mut Journal, told: &Sender<()>) {
    for n in 0.. {
        let field = FIELDS[n % FIELDS.len()];
        let text = format!("round {round}, text {n} of a State that is in the middle of its work");
        let Ok(id) = client.response() else { return };
        let Ok(mut form) = client.section(&id, "C") else { return };
        form.set(field, &text).set("then", "stay");
        journal.unsure.insert(field, text.clone());
        match client.sends(&form) {
            Ok(answer) if answer.status.as_u16() == 303 => {
                journal.acknowledged.insert(field, text);
                journal.unsure.remove(field);
                let _ = told.send(());
            }
            Ok(answer) => panic!("{}", answer.words()),
            Err(_) => return,
        }
    }
}

/// Sends half of a file and holds the connection until the server is gone.
fn upload_half(client: &mut Client, content: &[u8]) {
    let Ok(id) = client.response() else { return };
    let Ok((action, kind, body)) = client.upload(&id, "half.pdf", content) else { return };
    let Ok(mut stream) = client.connect() else { return };
    let _ = stream.write_all(client.head("POST", &action, &kind, body.len()).as_bytes());
    let _ = stream.write_all(&body[..body.len() / 2]);
    let _ = read(&mut stream);
}

fn check(client: &mut Client, journal: &mut Journal, state: &str) {
    let id = client.response().unwrap();
    let form = client.section(&id, "C").unwrap();
    for field in FIELDS {
        let there = form.get(field).unwrap_or_default().to_owned();
        let known = journal.acknowledged.get(field).cloned().unwrap_or_default();
        let sent = journal.unsure.remove(field);
        assert!(there == known || Some(&there) == sent.as_ref(), "{state} {field}: {there:?}, acknowledged {known:?}");
        journal.acknowledged.insert(field, there);
    }
}

fn files_are_whole(app: &TestApp, needle: &[u8]) {
    let rows =
        app.query("SELECT CAST(id AS TEXT) AS text FROM attachments", "SELECT id::text AS text FROM attachments");
    for id in rows {
        assert!(app.folder.path().join("files").join(&id).exists(), "a row without its file: {id}");
    }
    for entry in std::fs::read_dir(app.folder.path().join("files")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "what is left of an upload can be read");
    }
}

on_both!(what_was_acknowledged_outlives_a_kill, |app| async {
    app.forgets_codes();
    let (setting, folder) = (setting(&app), tempfile::tempdir().unwrap());
    let mut program = Program::start(&setting, folder.path());
    let address = program.address;
    let mut people: Vec<(&str, Client, Journal)> = STATES
        .iter()
        .map(|state| {
            let client = {
                let email = format!("coordinator@{}.example", state.to_lowercase());
                Client::signed_in(address, &email, &code_now(&email))
            };
            (*state, client, Journal::default())
        })
        .collect();
    let secret = b"what stands in a file that never came whole".repeat(40_000);
    let content = pdf(&String::from_utf8_lossy(&secret));
    for round in 0..4 {
        let (tell, told) = mpsc::channel();
        thread::scope(|scope| {
            let mut uploader = people[0].1.at(program.address);
            let content = &content;
            scope.spawn(move || upload_half(&mut uploader, content));
            for (_, client, journal) in &mut people {
                let tell = tell.clone();
                scope.spawn(move || save_on(client, round, journal, &tell));
            }
            for _ in 0..6 + round {
                told.recv().unwrap();
            }
            program.kill();
        });
        program = Program::start(&setting, folder.path());
        for (state, client, journal) in &mut people {
            *client = client.at(program.address);
            check(client, journal, state);
        }
        files_are_whole(&app, &secret[..40]);
    }
    // Killed as soon as the submission is acknowledged: it is there, once, with the same receipt for a second click.
    let (_, client, _) = &mut people[0];
    let id = client.response().unwrap();
    app.answers_all("SEN", &id, 3);
    let form = client.get(&format!("/responses/{id}/submit")).unwrap().form("");
    let form = Form { action: format!("/responses/{id}/submit"), ..form };
    let receipt = client.sends(&form).unwrap().location();
    program.kill();
    assert!(receipt.ends_with("/revisions/1/receipt"), "{receipt}");
    let program = Program::start(&setting, folder.path());
    let mut client = client.at(program.address);
    assert_eq!(client.sends(&form).unwrap().location(), receipt);
    assert_eq!(client.get(&receipt).unwrap().status.as_u16(), 200);
    drop(program);
    if let concord::domain::db::DatabaseUrl::Sqlite(_) = &app.url {
        assert_eq!(app.query("SELECT integrity_check AS text FROM pragma_integrity_check", ""), ["ok"]);
        assert!(app.query("SELECT \"table\" AS text FROM pragma_foreign_key_check", "").is_empty());
    }
});
