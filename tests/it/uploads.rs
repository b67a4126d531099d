//! A file that comes in pieces: what has come stays when the line breaks or the session ends, nobody else goes on with it, and the whole is the answer
//! byte for byte, once.

mod faults;
mod refused;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::http::Method;
use concord::cli::serve::tidy_uploads;
use concord::domain::ids::{NewId, UploadId};
use concord::domain::objects::Name;
use concord::domain::response;
use concord::domain::response::scan::{Clamd, Scanner};
use concord::domain::seal::sha256_hex;
use futures_util::future::join;
use serde_json::Value;

use crate::app::*;
use crate::wire::{Client, Program, code_now, setting};

const NDEYE: &str = "coordinator@sen.example";
const LEAST: usize = 64 * 1024;

/// A PDF of about so many bytes, no two stretches of which are alike.
pub fn file_of(bytes: usize) -> Vec<u8> {
    let mut text = String::new();
    let mut n: u64 = 7;
    while text.len() < bytes {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        text.push_str(&format!("{n:x} "));
    }
    pdf(&text)
}

pub fn base(id: &str) -> String {
    format!("/responses/{id}/sections/L/uploads/L.3")
}

pub fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("no JSON: {} {}", answer.status, answer.text()))
}

fn received(answer: &Answer) -> u64 {
    json(answer)["received"].as_u64().unwrap()
}

async fn begins(person: &Visitor<'_>, id: &str, name: &str, content: &[u8]) -> Answer {
    let (size, digest) = (content.len().to_string(), sha256_hex(content));
    person.post(&base(id), &[("name", name), ("size", &size), ("sha256", &digest)]).await
}

pub async fn begun(person: &Visitor<'_>, id: &str, content: &[u8]) -> String {
    let answer = begins(person, id, "law.pdf", content).await.expect_status(200);
    json(&answer)["id"].as_str().unwrap().to_owned()
}

async fn sends_from(person: &Visitor<'_>, id: &str, upload: &str, begin: &str, bytes: &[u8]) -> Answer {
    let headers = vec![
        ("Content-Type".to_owned(), "application/octet-stream".to_owned()),
        ("Origin".to_owned(), BASE.to_owned()),
        ("X-Form-Token".to_owned(), person.token().await),
    ];
    let path = format!("{}/{upload}?begin={begin}", base(id));
    person.ask(Asked { method: Method::POST, path, headers, body: bytes.to_vec() }).await
}

pub async fn piece(person: &Visitor<'_>, id: &str, upload: &str, begin: usize, bytes: &[u8]) -> Answer {
    sends_from(person, id, upload, &begin.to_string(), bytes).await
}

/// Who has begun a response and sent the first piece of a file: they, the response, the file and the upload.
async fn on_its_way(app: &TestApp) -> (Visitor<'_>, String, Vec<u8>, String) {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(200_000);
    let upload = begun(&ndeye, &id, &content).await;
    piece(&ndeye, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    (ndeye, id, content, upload)
}

/// Everything from a byte on, in pieces.
pub async fn rest(person: &Visitor<'_>, id: &str, upload: &str, content: &[u8], from: usize) {
    let mut at = from;
    while at < content.len() {
        let end = content.len().min(at + 3 * LEAST);
        let answer = piece(person, id, upload, at, &content[at..end]).await.expect_status(200);
        assert_eq!(received(&answer), end as u64);
        at = end;
    }
}

pub async fn finishes(person: &Visitor<'_>, id: &str, upload: &str) -> Answer {
    let page = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = person.opens(&page).await.form(&page).get("stamp").unwrap().to_owned();
    person.post(&format!("{}/{upload}/finish", base(id)), &[("stamp", &stamp)]).await
}

/// The file that stands as the answer.
pub async fn given(person: &Visitor<'_>, id: &str) -> Option<Vec<u8>> {
    let page = person.opens(&format!("/responses/{id}/sections/L")).await;
    let link = page.links().into_iter().find(|link| link.starts_with("/files/"))?;
    Some(person.opens(&link).await.body.to_vec())
}

/// The pieces that lie in the folder.
fn pieces(app: &TestApp) -> usize {
    let Ok(uploads) = std::fs::read_dir(app.folder.path().join("files/uploads")) else { return 0 };
    uploads.map(|upload| std::fs::read_dir(upload.unwrap().path()).unwrap().count()).sum()
}

fn rows(app: &TestApp, table: &str) -> usize {
    let sql = format!("SELECT CAST(id AS TEXT) AS text FROM {table}");
    app.query(&sql, &sql).len()
}

on_both!(a_file_that_comes_in_pieces_is_the_answer_byte_for_byte_and_once, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(700_000);
    let answer = begins(&ndeye, &id, "law.pdf", &content).await.expect_status(200);
    let shown = json(&answer);
    assert_eq!((shown["received"].as_u64(), shown["most"].as_u64()), (Some(0), Some(1024 * 1024)));
    let upload = shown["id"].as_str().unwrap();
    piece(&ndeye, &id, upload, 0, &content[..3 * LEAST]).await.expect_status(200);
    assert_eq!(pieces(&app), 1);
    // What lies there is sealed, as a whole file is.
    let folder = app.folder.path().join("files/uploads").join(upload);
    let sealed = std::fs::read(std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()).unwrap();
    assert!(!sealed.windows(20).any(|window| window == &content[100..120]));
    // The page says how far it is, also in a new browser, and beginning the same file again goes on with it.
    ndeye
        .opens(&format!("/responses/{id}/sections/L/files/L.3"))
        .await
        .says("law.pdf")
        .says("Choose the same file again");
    let again = json(&begins(&ndeye, &id, "law.pdf", &content).await);
    assert_eq!((again["id"].as_str(), again["received"].as_u64()), (Some(upload), Some(3 * LEAST as u64)));
    // Not the end yet.
    assert_eq!(received(&finishes(&ndeye, &id, upload).await.expect_status(409)), 3 * LEAST as u64);
    rest(&ndeye, &id, upload, &content, 3 * LEAST).await;
    let done = finishes(&ndeye, &id, upload).await.expect_status(200);
    assert_eq!(json(&done)["href"], format!("/responses/{id}/sections/L?saved=1#q-L.3"));
    assert_eq!(given(&ndeye, &id).await, Some(content.clone()));
    assert_eq!((pieces(&app), rows(&app, "attachments")), (0, 1));
    // Its answer was lost, and it is asked again: the same, and nothing twice.
    assert_eq!(json(&finishes(&ndeye, &id, upload).await.expect_status(200)), json(&done));
    assert_eq!(rows(&app, "attachments"), 1);
    // It is on the way no more.
    assert_eq!(json(&ndeye.get(&base(&id)).await)["uploads"], serde_json::json!([]));
    piece(&ndeye, &id, upload, 0, &content[..LEAST]).await.expect_status(409);
    // The same file can be sent anew.
    assert_ne!(begun(&ndeye, &id, &content).await, upload);
});

on_both!(a_file_beside_an_answer_comes_in_pieces_with_what_is_said_of_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(200_000);
    // Any answer may have files beside it; only a question for a file has one as its answer.
    let base = format!("/responses/{id}/sections/C/uploads/C.1");
    let size = content.len().to_string();
    ndeye.post(&base, &[("name", "law.pdf"), ("size", &size)]).await.expect_status(404);
    let begun = ndeye.post(&base, &[("name", "law.pdf"), ("size", &size), ("as", "beside")]).await.expect_status(200);
    let upload = json(&begun)["id"].as_str().unwrap().to_owned();
    let mut at = 0;
    while at < content.len() {
        let end = content.len().min(at + 2 * LEAST);
        let headers = vec![
            ("Content-Type".to_owned(), "application/octet-stream".to_owned()),
            ("Origin".to_owned(), BASE.to_owned()),
            ("X-Form-Token".to_owned(), ndeye.token().await),
        ];
        let path = format!("{base}/{upload}?begin={at}");
        let body = content[at..end].to_vec();
        ndeye.ask(Asked { method: Method::POST, path, headers, body }).await.expect_status(200);
        at = end;
    }
    assert_eq!(json(&ndeye.get(&format!("{base}?as=beside")).await)["uploads"][0]["received"], content.len());
    let page = format!("/responses/{id}/sections/C/attachments/C.1");
    ndeye.opens(&page).await.says("Choose the same file again");
    // What is said of it is refused: what has come stays, and it is said otherwise.
    let finish = format!("{base}/{upload}/finish");
    let long = "x".repeat(5_000);
    ndeye.post(&finish, &[("title", &long)]).await.expect_status(422);
    let fields = [("title", "Law on cooperation"), ("language", "fr"), ("translation", "official_translation")];
    let done = ndeye.post(&finish, &fields).await.expect_status(200);
    assert_eq!(json(&done)["href"], format!("{page}?done=attached"));
    let shown = ndeye.opens(&page).await;
    shown.says("Law on cooperation").says("official translation");
    let link = shown.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert!(ndeye.opens(&link).await.body == content);
    // Once more, and the same file once more: one stands there.
    assert_eq!(json(&ndeye.post(&finish, &fields).await.expect_status(200))["href"], format!("{page}?done=attached"));
    assert_eq!((rows(&app, "attachments"), pieces(&app)), (1, 0));
});

on_both!(a_session_that_ends_in_the_middle_loses_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(400_000);
    let upload = begun(&ndeye, &id, &content).await;
    piece(&ndeye, &id, &upload, 0, &content[..2 * LEAST]).await.expect_status(200);
    app.wait(13 * 3600);
    // The script is told in its own way, whatever it asks.
    let out = piece(&ndeye, &id, &upload, 2 * LEAST, &content[2 * LEAST..4 * LEAST]).await.expect_status(401);
    assert_eq!(json(&out)["signed_out"], true);
    ndeye.get(&base(&id)).await.expect_status(401);
    ndeye.post(&base(&id), &[("name", "law.pdf"), ("size", "5")]).await.expect_status(401);

    // A colleague at the same browser goes on with nothing of it.
    let moussa = app.person("coordinator2@sen.example").await;
    assert_eq!(json(&moussa.get(&base(&id)).await)["uploads"], serde_json::json!([]));
    piece(&moussa, &id, &upload, 2 * LEAST, &content[2 * LEAST..4 * LEAST]).await.expect_status(404);
    finishes(&moussa, &id, &upload).await.expect_status(404);
    moussa.post(&format!("{}/{upload}/end", base(&id)), &[]).await.expect_status(404);

    // The same person signs in, and the script goes on with a token of the new session.
    let old = ndeye.token().await;
    ndeye.comes_in(NDEYE).await.expect_status(303);
    let headers = vec![
        ("Content-Type".to_owned(), "application/octet-stream".to_owned()),
        ("Origin".to_owned(), BASE.to_owned()),
        ("X-Form-Token".to_owned(), old),
    ];
    let path = format!("{}/{upload}?begin={}", base(&id), 2 * LEAST);
    let body = content[2 * LEAST..4 * LEAST].to_vec();
    ndeye.ask(Asked { method: Method::POST, path, headers, body }).await.expect_status(403);
    let standing = json(&ndeye.get(&base(&id)).await.expect_status(200));
    assert_eq!(standing["token"].as_str().unwrap(), ndeye.token().await);
    assert_eq!(standing["uploads"][0]["received"].as_u64(), Some(2 * LEAST as u64));
    rest(&ndeye, &id, &upload, &content, 2 * LEAST).await;
    finishes(&ndeye, &id, &upload).await.expect_status(200);
    assert_eq!(given(&ndeye, &id).await, Some(content));
});

on_both!(without_a_script_a_file_sent_after_the_end_of_a_session_is_asked_for_again, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let page = ndeye.opens(&action).await;
    page.says("choose it again");
    let stamp = page.form(&action).get("stamp").unwrap().to_owned();
    // The browser has forgotten the session, as many do at their end.
    ndeye.cookies.borrow_mut().remove("__Host-concord");
    let sent = ndeye.uploads(&action, &[("stamp", &stamp)], Some(("file", "law.pdf", &file_of(300_000)))).await;
    let asked = ndeye.follows(sent).await;
    asked.says("The file that you sent was not kept").says("choose it again there");
    let mut form = asked.form("/sign-in");
    form.set("email", NDEYE).set("password", PASSWORD);
    ndeye.sends(&form).await.expect_status(303);
    let entered = ndeye.shows_code(&app.code(NDEYE)).await.expect_status(303);
    assert_eq!(entered.location(), action);
    assert_eq!(rows(&app, "attachments"), 0);
});

on_both!(a_piece_counts_once_and_goes_where_the_last_one_ended, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(600_000);
    let size = content.len();
    let upload = begun(&ndeye, &id, &content).await;
    for _ in 0..3 {
        let answer = piece(&ndeye, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
        assert_eq!(received(&answer), LEAST as u64);
    }
    // Two tabs send the next one at once.
    let next = &content[LEAST..3 * LEAST];
    let (one, other) = join(piece(&ndeye, &id, &upload, LEAST, next), piece(&ndeye, &id, &upload, LEAST, next)).await;
    assert_eq!((received(&one), received(&other)), (3 * LEAST as u64, 3 * LEAST as u64));
    // Two tabs at once, with pieces of different lengths: one of them counts, and what it sent is what is kept.
    let (short, long) = (&content[3 * LEAST..4 * LEAST], &content[3 * LEAST..5 * LEAST]);
    let both = join(piece(&ndeye, &id, &upload, 3 * LEAST, short), piece(&ndeye, &id, &upload, 3 * LEAST, long));
    let (one, other) = both.await;
    let statuses = [one.status.as_u16(), other.status.as_u16()];
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    let at = usize::try_from(received(&one).max(received(&other))).unwrap();
    assert_eq!(pieces(&app), 3, "what lost takes room");
    // Nowhere else.
    for begin in [0, LEAST, at + LEAST] {
        let answer = piece(&ndeye, &id, &upload, begin, &content[begin..begin + LEAST]).await.expect_status(409);
        assert_eq!(received(&answer), at as u64);
    }
    for begin in ["-1", "", "x", "4294967295", "4294967296", "99999999999999999999"] {
        let answer = sends_from(&ndeye, &id, &upload, begin, &content[..LEAST]).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{begin}: {}", answer.status);
    }
    // More than was said, nothing, and crumbs.
    piece(&ndeye, &id, &upload, at, &vec![0; size - at + 1]).await.expect_status(404);
    piece(&ndeye, &id, &upload, at, b"").await.expect_status(404);
    piece(&ndeye, &id, &upload, at, &content[at..at + 10]).await.expect_status(404);
    piece(&ndeye, &id, &upload, at, &vec![0; 1024 * 1024 + 1]).await.expect_status(413);
    rest(&ndeye, &id, &upload, &content, at).await;
    // Both tabs finish at once: one file.
    let (one, other) = join(finishes(&ndeye, &id, &upload), finishes(&ndeye, &id, &upload)).await;
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200), "{} {}", one.text(), other.text());
    assert_eq!(given(&ndeye, &id).await, Some(content));
    assert_eq!((rows(&app, "attachments"), pieces(&app)), (1, 0));
    assert_eq!(std::fs::read_dir(app.folder.path().join("files")).unwrap().count(), 1);
});
