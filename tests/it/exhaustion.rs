//! Five hundred wrong sign-ins at once, from as many addresses, against a real server: the machine stays up, health checks are
//! answered, and an honest person still gets in (T04).

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use concord::config;
use concord::web::server::{self, Listen};
use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::app::*;

const AT_ONCE: usize = 500;
/// What two checks of 19 MiB each, their queue, five hundred connections and the five hundred clients of the test itself may take in
/// all: a tenth of what five hundred checks at once would.
const MOST_MEMORY_KIB: u64 = 950 * 1024;
/// Connections that may break in the rush, of which nobody was promised anything.
const BROKEN: usize = 5;
/// Half of the health checks; and the slowest, on a machine that compiles and runs other tests meanwhile.
const HEALTH_WITHIN: Duration = Duration::from_millis(200);
const HEALTH_AT_WORST: Duration = Duration::from_secs(2);
const IN_WITHIN: Duration = Duration::from_secs(60);

/// One request on a connection of its own: status and whole answer.
async fn ask(to: SocketAddr, request: String) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(to).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.get(9..12)?.parse().ok()?;
    Some((status, text))
}

fn get(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
}

fn post(path: &str, cookie: &str, from: &str, fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let body = String::from_utf8(encoded(&fields)).unwrap();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: {BASE}\r\nX-Forwarded-For: {from}\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// The cookie and the form token of the sign-in page.
async fn page(to: SocketAddr) -> (String, String) {
    let (_, text) = ask(to, get("/sign-in", "")).await.unwrap();
    let cookies: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            line.to_ascii_lowercase().starts_with("set-cookie: ").then(|| line[12..].split(';').next()).flatten()
        })
        .collect();
    let token = text.split_once("name=\"token\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    (cookies.join("; "), token)
}

/// The most memory that this process has had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

on_both!(t04_five_hundred_sign_ins_at_once, Bare, |app| async {
    let app = app.behind_a_proxy("127.0.0.1");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = listener.local_addr().unwrap();
    let listen = Listen::from(&config::Server { max_connections_per_address: 2_000, ..config::Server::default() });
    let serving = server::start(listener, &listen, concord::web::configure(app.app.clone())).unwrap();
    let handle = serving.handle();
    actix_web::rt::spawn(serving);

    let (cookie, token) = page(to).await;
    let before = peak();
    let guesses = (0..AT_ONCE).map(|n| {
        let from = format!("198.51.{}.{}", n / 250, n % 250 + 1);
        let email = format!("nobody{n}@sen.example");
        let fields = [("token", token.as_str()), ("email", email.as_str()), ("password", "a guess that is wrong")];
        ask(to, post("/sign-in", &cookie, &from, &fields))
    });
    let storm = actix_web::rt::spawn(join_all(guesses.collect::<Vec<_>>()));

    let health = actix_web::rt::spawn(async move {
        let mut times = Vec::new();
        for _ in 0..60 {
            let begun = Instant::now();
            let answered = ask(to, get("/healthz", "")).await;
            times.push(begun.elapsed());
            assert_eq!(answered.map(|(status, _)| status), Some(200));
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        times
    });

    let begun = Instant::now();
    let (own, form) = page(to).await;
    let fields = [("token", form.as_str()), ("email", "coordinator@sen.example"), ("password", PASSWORD)];
    let mut tries = 0;
    let inside = loop {
        tries += 1;
        let answer = ask(to, post("/sign-in", &own, "203.0.113.7", &fields)).await;
        match answer {
            Some((303, text)) if text.contains("/sign-in/factor") => break begun.elapsed(),
            Some((503, text)) => assert!(text.to_ascii_lowercase().contains("retry-after"), "{text}"),
            other => panic!("{other:?}"),
        }
        assert!(begun.elapsed() < IN_WITHIN, "{tries} tries");
        tokio::time::sleep(Duration::from_millis(250)).await;
    };

    let answers = storm.await.unwrap();
    let count =
        |status: u16| answers.iter().filter(|answer| answer.as_ref().is_some_and(|(s, _)| *s == status)).count();
    let (wrong, busy) = (count(422), count(503));
    assert!(wrong + busy >= AT_ONCE - BROKEN, "answered as wrong: {wrong}, as too many: {busy}");
    assert!(wrong > 0);
    let mut times = health.await.unwrap();
    times.sort();
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let grown = peak() - before;
    eprintln!(
        "wrong {wrong}, busy {busy}, in after {inside:?} ({tries}), health {median:?} and {late:?}, memory {grown} KiB"
    );
    assert!(median < HEALTH_WITHIN && late < HEALTH_AT_WORST, "health: {median:?}, at worst {late:?}");
    assert!(grown < MOST_MEMORY_KIB, "memory: {grown} KiB");
    handle.stop(false).await;
});
