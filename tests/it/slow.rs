//! Clients that send or read a byte at a time, at the real pages: they are ended, and nobody else waits for them.

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use crate::app::*;
use crate::wire::*;

const PATIENCE: Duration = Duration::from_secs(2);

/// Sends a head and then a byte now and then, until the server ends it: its answer, and after what time.
fn drip(client: &Client, path: &str, kind: &str, body: &[u8]) -> (Answer, Duration) {
    let begun = Instant::now();
    let mut stream = client.connect().unwrap();
    stream.write_all(client.head("POST", path, kind, body.len().max(10_000)).as_bytes()).unwrap();
    let mut writing = stream.try_clone().unwrap();
    let dripping = thread::spawn({
        let body = body.to_vec();
        move || {
            for byte in body {
                if writing.write_all(&[byte]).is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
    });
    let answer = read(&mut stream).expect("an answer in words");
    let took = begun.elapsed();
    drop(stream);
    dripping.join().unwrap();
    (answer, took)
}

on_both!(slow_bodies_hold_up_nobody, |app| async {
    let served = serve(&app, PATIENCE);
    let mut coordinator =
        Client::signed_in(served.address, "coordinator@sen.example", &app.code("coordinator@sen.example"));
    let id = coordinator.response().unwrap();
    let form = coordinator.section(&id, "C").unwrap();
    let save =
        (format!("/responses/{id}/sections/C"), "application/x-www-form-urlencoded".to_owned(), encoded(&form.fields));
    let upload = coordinator.upload(&id, "slow.pdf", &pdf("slow")).unwrap();
    let french = Client::signed_in(served.address, "coordinator2@sen.example", &app.code("coordinator2@sen.example"));
    let before = app.lasting();
    thread::scope(|scope| {
        // More than there are connections to the database, places for uploads, and threads of the server.
        let slow: Vec<_> = (0..24)
            .map(|n| {
                let (path, kind, body) = if n % 6 == 0 { &upload } else { &save };
                let client = french.at(served.address);
                scope.spawn(move || (n % 6 == 0, drip(&client, path, kind, body)))
            })
            .collect();
        // Meanwhile others work as always.
        let mut other =
            Client::signed_in(served.address, "coordinator@svn.example", &app.code("coordinator@svn.example"));
        let begun = Instant::now();
        let of_other = other.response().unwrap();
        for n in 0..3 {
            let answer = other.saves(&of_other, "C", "value:C.1", &format!("text {n}")).unwrap();
            assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
        }
        assert!(begun.elapsed() < PATIENCE * 3, "{:?}", begun.elapsed());
        for one in slow {
            let (uploads, (answer, took)) = one.join().unwrap();
            assert!(took < PATIENCE * 8, "{took:?}");
            // An upload may also find all places for uploads taken.
            assert!(answer.status.as_u16() == 408 || (uploads && answer.status.as_u16() == 503), "{}", answer.text());
            if answer.status.as_u16() == 408 {
                answer.says("La connexion était trop lente").says("<main");
            }
            assert_eq!(answer.headers.get("connection").map(|value| value.as_bytes()), Some(&b"close"[..]));
        }
    });
    let after = app.lasting();
    let theirs = |dump: &std::collections::BTreeMap<String, Vec<String>>| {
        dump["answers"].iter().filter(|row| row.contains(&id)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(theirs(&before), theirs(&after));
    // Places for uploads are free again.
    let (action, kind, body) = coordinator.upload(&id, "in-time.pdf", &pdf("in time")).unwrap();
    assert_eq!(coordinator.ask("POST", &action, &kind, &body).unwrap().status.as_u16(), 303);
});
