//! A scanner of viruses looks at each file before it is kept (T09). What it finds something in, or what it did not look at, leaves nothing behind.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use concord::domain::response::scan::{Clamd, Scanner};

use crate::app::{Answer, TestApp, Visitor, pdf};

/// A scanner as clamd is one, for as long as the test: it reads what comes in pieces, and says what `says` says of the whole.
fn clamd(says: fn(&[u8]) -> &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut command = [0; 10];
            stream.read_exact(&mut command).unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut whole = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length) as usize;
                if length == 0 {
                    break;
                }
                let at = whole.len();
                whole.resize(at + length, 0);
                stream.read_exact(&mut whole[at..]).unwrap();
            }
            stream.write_all(says(&whole)).unwrap();
        }
    });
    address
}

/// The platform with a scanner there.
fn with(mut app: TestApp, clamd: SocketAddr) -> TestApp {
    Arc::get_mut(&mut app.app).unwrap().scanner = Scanner::new(Some(Clamd::Address(clamd)));
    app
}

async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    (state, id)
}

async fn gives(state: &Visitor<'_>, id: &str, content: &str) -> Answer {
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", "law.pdf", &pdf(content)))).await
}

fn kept(app: &TestApp) -> usize {
    std::fs::read_dir(app.folder.path().join("files")).unwrap().count()
}

on_both!(a_file_is_kept_only_when_the_scanner_finds_nothing_in_it, |app| async {
    let says = |whole: &[u8]| -> &'static [u8] {
        let has = |word: &[u8]| whole.windows(word.len()).any(|window| window == word);
        if has(b"a virus") { b"stream: Some.Virus-1 FOUND\0" } else { b"stream: OK\0" }
    };
    let app = with(app, clamd(says));
    let (state, id) = begun(&app).await;
    let refused = gives(&state, &id, &format!("{} a virus", "x".repeat(50_000))).await.expect_status(422);
    refused.says("The virus scanner found something harmful in this file. It was not kept.");
    assert_eq!(kept(&app), 0);
    // What the scanner calls it is for the State's record, and for nobody else.
    refused.is_silent_on("Some.Virus-1");
    state.opens("/record").await.says("A file with a virus was refused").says("Some.Virus-1");
    gives(&state, &id, "a law").await.expect_status(303);
    assert_eq!(kept(&app), 1);
    state.opens(&format!("/responses/{id}/sections/L")).await.says("law.pdf");
});

on_both!(a_file_that_nobody_looked_at_is_not_kept, |app| async {
    // Nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = with(app, gone);
    let (state, id) = begun(&app).await;
    gives(&state, &id, "a law").await.expect_status(422).says("could not be scanned for viruses just now");
    assert_eq!(kept(&app), 0);
    assert!(app.logged().contains("data.clamd"));
});

on_both!(a_scanner_that_gives_no_verdict_has_not_looked, |app| async {
    let app = with(app, clamd(|_| b"INSTREAM size limit exceeded. ERROR\0"));
    let (state, id) = begun(&app).await;
    gives(&state, &id, "a law").await.expect_status(422).says("could not be scanned for viruses just now");
    assert_eq!(kept(&app), 0);
});
