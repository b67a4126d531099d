//! A file that comes in pieces: what has come stays when the line breaks or the session ends, nobody else goes on with it, and the whole is the answer
//! byte for byte, once.

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

on_both!(what_cannot_be_kept_is_refused_and_leaves_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    for (size, status) in [("0", 422), ("20971521", 422), ("99999999999", 422), ("-5", 400), ("x", 400), ("", 400)] {
        let answer = ndeye.post(&base(&id), &[("name", "a.pdf"), ("size", size)]).await.expect_status(status);
        assert!(json(&answer)["words"].as_str().is_some_and(|words| !words.is_empty()), "{size}");
    }
    ndeye.post(&base(&id), &[("name", " "), ("size", "5")]).await.expect_status(422);
    assert_eq!(rows(&app, "uploads"), 0);

    // What the whole is decides, and not its name.
    let program = b"MZ a program for some computer ".repeat(5_000);
    let bomb = bomb();
    let mut altered = file_of(200_000);
    let honest = altered.clone();
    altered[1000] ^= 1;
    for (name, announced, content, words) in [
        ("law.pdf", &program, &program, "PDF, DOCX, XLSX"),
        ("law.docx", &bomb, &bomb, ""),
        ("law.pdf", &honest, &altered, "not the file that was chosen"),
    ] {
        let begun = begins(&ndeye, &id, name, announced).await.expect_status(200);
        let upload = json(&begun)["id"].as_str().unwrap().to_owned();
        rest(&ndeye, &id, &upload, content, 0).await;
        let answer = finishes(&ndeye, &id, &upload).await.expect_status(422);
        assert!(json(&answer)["words"].as_str().unwrap().contains(words), "{}", answer.text());
        assert_eq!((pieces(&app), rows(&app, "uploads"), rows(&app, "attachments")), (0, 0, 0), "{name}");
        finishes(&ndeye, &id, &upload).await.expect_status(404);
    }
    assert_eq!(given(&ndeye, &id).await, None);
});

/// A document of some kilobytes that would be some gigabytes.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "word/document.xml"] {
        zip.start_file(name, options).unwrap();
        for _ in 0..300 {
            zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

on_both!(nobody_else_reaches_a_file_on_its_way, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(200_000);
    let upload = begun(&ndeye, &id, &content).await;
    piece(&ndeye, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    let next = &content[LEAST..2 * LEAST];
    // Who does not edit is not let in at the gate; who edits elsewhere, or not here, finds nothing.
    for (email, status) in [
        ("reader@sen.example", [404, 403]),
        ("coordinator2@sen.example", [200, 404]),
        ("contributor@sen.example", [404, 404]),
        ("coordinator@svn.example", [404, 404]),
        ("reader@svn.example", [404, 403]),
        ("otp@court.example", [404, 403]),
        ("secretariat@platform.example", [404, 403]),
        ("facilitator@platform.example", [404, 403]),
    ] {
        let person = app.person(email).await;
        let seen = person.get(&base(&id)).await;
        assert_eq!(seen.status.as_u16(), status[0], "{email}");
        seen.is_silent_on("law.pdf").is_silent_on(&upload);
        piece(&person, &id, &upload, LEAST, next).await.expect_status(status[1]);
        let finish = format!("{}/{upload}/finish", base(&id));
        let stamp = [("stamp", "0.000000000000")];
        let tried = person.post(&finish, &stamp).await.status.as_u16();
        assert!(tried == status[1] || tried == 400, "{email}: {tried}");
        person.post(&format!("{}/{upload}/end", base(&id)), &[]).await.expect_status(status[1]);
    }
    app.visitor().get(&base(&id)).await.expect_status(401);
    // Not at another question, nor with a page of somewhere else.
    let elsewhere = format!("/responses/{id}/sections/L/uploads/L.4");
    ndeye.get(&elsewhere).await.expect_status(404);
    ndeye.post(&elsewhere, &[("name", "a.pdf"), ("size", "5")]).await.expect_status(404);
    for (token, origin) in [("", BASE), ("nonsense", BASE), (ndeye.token().await.as_str(), "https://elsewhere.example")]
    {
        let headers = vec![("Origin".to_owned(), origin.to_owned()), ("X-Form-Token".to_owned(), token.to_owned())];
        let path = format!("{}/{upload}?begin={LEAST}", base(&id));
        ndeye.ask(Asked { method: Method::POST, path, headers, body: next.to_vec() }).await.expect_status(403);
    }
    assert_eq!(received(&piece(&ndeye, &id, &upload, LEAST, next).await), 2 * LEAST as u64);
});

on_both!(a_question_taken_away_or_a_cycle_closed_in_the_middle, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou_id = app.id_of("contributor@sen.example");
    ndeye.gives(&id, "L", &fatou_id).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    let content = file_of(200_000);
    let upload = begun(&fatou, &id, &content).await;
    piece(&fatou, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    ndeye.takes(&id, "L", &fatou_id).await.expect_status(303);
    piece(&fatou, &id, &upload, LEAST, &content[LEAST..2 * LEAST]).await.expect_status(404);
    let stamp = [("stamp", "0.000000000000")];
    fatou.post(&format!("{}/{upload}/finish", base(&id)), &stamp).await.expect_status(404);
    // Given back, it goes on.
    ndeye.gives(&id, "L", &fatou_id).await.expect_status(303);
    rest(&fatou, &id, &upload, &content, LEAST).await;
    app.freezes();
    let closed = fatou.post(&base(&id), &[("name", "b.pdf"), ("size", "5")]).await.expect_status(403);
    assert!(json(&closed)["words"].as_str().is_some_and(|words| !words.is_empty()));
    piece(&fatou, &id, &upload, 0, &content[..LEAST]).await.expect_status(403);
    assert_eq!(rows(&app, "attachments"), 0);
});

on_both!(what_is_not_gone_on_with_for_a_day_is_over, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(200_000);
    let upload = begun(&ndeye, &id, &content).await;
    piece(&ndeye, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    // A piece that was stored when the program was killed, before it was written down, goes with the others.
    let section = (id.parse().unwrap(), "L".to_owned());
    let sealer = app.db.read_now(&app.actor(NDEYE), |ctx| {
        let section = ctx.permit::<concord::domain::access::Edit, concord::domain::response::Section>(&section)?;
        response::uploads::sealer(ctx, &section)
    });
    let sealer = sealer.unwrap();
    let orphan = |upload| Name::Piece { upload, begin: 0, length: 4 };
    let nobody = UploadId::from_uuid(uuid::Uuid::from_u128(5));
    for of in [upload.parse().unwrap(), nobody] {
        app.app.files.put(&sealer, &orphan(of), b"abcd".to_vec()).await.unwrap();
    }
    assert_eq!(pieces(&app), 3);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!(pieces(&app), 2, "what belongs to nothing goes, what is on its way stays");
    app.wait(23 * 3600);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!((pieces(&app), rows(&app, "uploads")), (2, 1));
    app.wait(2 * 3600);
    ndeye.comes_in(NDEYE).await.expect_status(303);
    piece(&ndeye, &id, &upload, LEAST, &content[LEAST..2 * LEAST]).await.expect_status(404);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!((pieces(&app), rows(&app, "uploads")), (0, 0));
});

on_both!(a_person_and_a_state_have_so_much_on_the_way, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let first = file_of(100_000);
    let upload = begun(&ndeye, &id, &first).await;
    piece(&ndeye, &id, &upload, 0, &first[..LEAST]).await.expect_status(200);
    for n in 1..5 {
        app.wait(60);
        begun(&ndeye, &id, &file_of(100_000 + n * 1000)).await;
    }
    assert_eq!((rows(&app, "uploads"), pieces(&app)), (5, 1));
    // A sixth ends the one that was not gone on with for longest.
    begun(&ndeye, &id, &file_of(200_000)).await;
    assert_eq!((rows(&app, "uploads"), pieces(&app)), (5, 0));
    piece(&ndeye, &id, &upload, LEAST, &first[LEAST..]).await.expect_status(404);
    // A State has so much, whoever of it sends.
    app.alters("UPDATE uploads SET size = 83886080");
    let moussa = app.person("coordinator2@sen.example").await;
    let refused = begins(&moussa, &id, "law.pdf", &first).await.expect_status(422);
    refused.says("400");
    let tina = app.coordinator("SVN").await;
    let theirs = tina.begins(2027).await;
    begun(&tina, &theirs, &first).await;
    // Given up, it makes room.
    let other = json(&ndeye.get(&base(&id)).await)["uploads"][0]["id"].as_str().unwrap().to_owned();
    ndeye.post(&format!("{}/{other}/end", base(&id)), &[]).await.expect_status(200);
    begins(&moussa, &id, "law.pdf", &first).await.expect_status(200);
});

on_both!(a_piece_that_was_altered_moved_or_lost_is_noticed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(300_000);
    for harm in ["altered", "moved", "lost"] {
        let upload = begun(&ndeye, &id, &content).await;
        rest(&ndeye, &id, &upload, &content, 0).await;
        let folder = app.folder.path().join("files/uploads").join(&upload);
        let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        match harm {
            "altered" => {
                let mut bytes = std::fs::read(&all[0]).unwrap();
                bytes[500] ^= 1;
                std::fs::write(&all[0], bytes).unwrap();
            }
            "moved" => drop(std::fs::copy(&all[0], &all[1]).unwrap()),
            _ => std::fs::remove_file(&all[0]).unwrap(),
        }
        finishes(&ndeye, &id, &upload).await.expect_status(422).says("not the file that was chosen");
        assert_eq!((pieces(&app), rows(&app, "attachments")), (0, 0), "{harm}");
    }
});

on_both!(a_fault_of_the_folder_that_passes_loses_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(300_000);
    let upload = begun(&ndeye, &id, &content).await;
    rest(&ndeye, &id, &upload, &content, 0).await;
    let folder = app.folder.path().join("files/uploads").join(&upload);
    let piece = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    // It is there, and cannot be opened: a link that leads to itself.
    let aside = app.folder.path().join("aside");
    std::fs::rename(&piece, &aside).unwrap();
    std::os::unix::fs::symlink(&piece, &piece).unwrap();
    let there = pieces(&app);
    finishes(&ndeye, &id, &upload).await.expect_status(500).says("Try again");
    assert_eq!((pieces(&app), rows(&app, "attachments")), (there, 0));
    std::fs::rename(&aside, &piece).unwrap();
    finishes(&ndeye, &id, &upload).await.expect_status(200);
    assert_eq!(given(&ndeye, &id).await, Some(content));
});

/// A scanner that gives no verdict until it is told to.
fn scanner(ready: Arc<AtomicBool>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut all = Vec::new();
            while !all.ends_with(&[0, 0, 0, 0]) {
                let mut some = [0; 65_536];
                let count = stream.read(&mut some).unwrap();
                all.extend_from_slice(&some[..count]);
            }
            let says: &[u8] = if ready.load(Ordering::SeqCst) { b"stream: OK\0" } else { b"not yet. ERROR\0" };
            stream.write_all(says).unwrap();
        }
    });
    address
}

on_both!(what_a_scanner_could_not_look_at_waits_for_it, |app| async {
    let (mut app, ready) = (app, Arc::new(AtomicBool::new(false)));
    Arc::get_mut(&mut app.app).unwrap().scanner = Scanner::new(Some(Clamd::Address(scanner(ready.clone()))));
    let content = file_of(200_000);
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let upload = begun(&ndeye, &id, &content).await;
    rest(&ndeye, &id, &upload, &content, 0).await;
    finishes(&ndeye, &id, &upload).await.expect_status(422).says("could not be scanned");
    assert!(pieces(&app) > 0, "what has come stays");
    ready.store(true, Ordering::SeqCst);
    finishes(&ndeye, &id, &upload).await.expect_status(200);
    assert_eq!(given(&ndeye, &id).await, Some(content));
});

on_both!(what_is_on_its_way_goes_with_the_keys, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(200_000);
    let upload = begun(&ndeye, &id, &content).await;
    piece(&ndeye, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    app.db.write_now(&OPERATOR, |ctx| response::destroy(ctx, &"SEN".parse().unwrap(), 2027, true)).unwrap();
    assert_eq!(rows(&app, "uploads"), 0);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!(pieces(&app), 0);
    ndeye.get(&base(&id)).await.expect_status(410);
});

on_both!(a_program_that_is_killed_in_the_middle_goes_on_where_it_was, |app| async {
    let id = app.coordinator("SEN").await.begins(2027).await;
    app.forgets_codes();
    let (setting, folder) = (setting(&app), tempfile::tempdir().unwrap());
    let mut program = Program::start(&setting, folder.path());
    let mut client = Client::signed_in(program.address, NDEYE, &code_now(NDEYE));
    let page = format!("/responses/{id}/sections/L/files/L.3");
    let form = client.get(&page).unwrap().form(&page);
    let (token, stamp) = (form.get("token").unwrap().to_owned(), form.get("stamp").unwrap().to_owned());
    let content = file_of(600_000);
    let fields = |more: &[(&str, &str)]| {
        let mut all = vec![("token".to_owned(), token.clone())];
        all.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        encoded(&all)
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let kind = format!("application/octet-stream\r\nX-Form-Token: {token}");
    let size = content.len().to_string();
    let begun = client.ask("POST", &base(&id), FORM, &fields(&[("name", "law.pdf"), ("size", &size)])).unwrap();
    let upload = json(&begun)["id"].as_str().unwrap().to_owned();
    let mut at = 0;
    while at < content.len() {
        let end = content.len().min(at + 2 * LEAST);
        let path = format!("{}/{upload}?begin={at}", base(&id));
        let answer = client.ask("POST", &path, &kind, &content[at..end]).unwrap();
        assert_eq!(received(&answer), end as u64);
        program.kill();
        program = Program::start(&setting, folder.path());
        client = client.at(program.address);
        let standing = json(&client.get(&base(&id)).unwrap());
        assert_eq!(standing["uploads"][0]["received"].as_u64(), Some(end as u64), "what was acknowledged is there");
        at = end;
    }
    let finish = format!("{}/{upload}/finish", base(&id));
    let done = client.ask("POST", &finish, FORM, &fields(&[("stamp", &stamp)])).unwrap();
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    let section = client.get(&format!("/responses/{id}/sections/L")).unwrap();
    let link = section.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert!(client.get(&link).unwrap().body == content);
    drop(program);
});
