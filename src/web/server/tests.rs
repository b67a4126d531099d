//! Against a real server on a real socket: what is tested is what a client on the network can do.

mod tls;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::bodies::BodyFault;
use super::*;
use actix_web::{HttpResponse, web};

/// A server on a free port; it ends with the test.
struct Running {
    address: SocketAddr,
    handle: actix_server::ServerHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Sending the order is enough; the thread ends by itself.
        drop(self.handle.stop(false));
    }
}

fn listen() -> Listen {
    let bodies = BodyLimits { deadline: Duration::from_millis(400), form: 64 * 1024, upload: 256 * 1024 };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Listen {
        address,
        tls: None,
        trusted_proxies: Vec::new(),
        connections_per_address: 100,
        bodies,
        reading: Duration::from_millis(400),
    }
}

fn pages(app: &mut ServiceConfig) {
    app.route("/", web::get().to(|| async { "hello" }))
        .route("/read", web::post().to(|body: web::Bytes| async move { body.len().to_string() }))
        .route("/ignore", web::post().to(|| async { "not read" }))
        .route("/slow", web::get().to(slow))
        .route("/large", web::get().to(|| async { web::Bytes::from(vec![b'a'; LARGE]) }))
        .route("/failing", web::post().to(|| async { Err::<&str, _>(actix_web::error::ErrorConflict("no")) }))
        .route("/worded", web::post().to(worded));
}

/// More than the buffers of the kernel hold on both sides.
const LARGE: usize = 64 * 1024 * 1024;

/// A page that takes its time.
async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_millis(700)).await;
    "at last"
}

/// A page that words the fault itself.
async fn worded(request: actix_web::HttpRequest, mut body: web::Payload) -> HttpResponse {
    use futures_util::StreamExt;
    while let Some(Ok(_)) = body.next().await {}
    match bodies::fault(&request) {
        Some(BodyFault::TooLarge) => HttpResponse::PayloadTooLarge().body("trop grand"),
        Some(BodyFault::TooSlow) => HttpResponse::RequestTimeout().body("trop lent"),
        None => HttpResponse::Ok().finish(),
    }
}

fn run(listen: Listen) -> Running {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let listener = TcpListener::bind(listen.address).unwrap();
            let address = listener.local_addr().unwrap();
            let server = start(listener, &listen, pages).unwrap();
            tell.send(Running { address, handle: server.handle() }).unwrap();
            server.await.unwrap();
        });
    });
    told.recv().unwrap()
}

impl Running {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes and reads until the server closes.
    fn exchange(&self, sent: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(sent).unwrap();
        rest(&mut stream)
    }
}

/// What comes until the connection is closed, or reset.
fn rest(stream: &mut impl Read) -> String {
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut part) {
        all.extend_from_slice(&part[..length]);
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Whether the server closed without a word.
fn is_shut_out(stream: &mut TcpStream) -> bool {
    let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    rest(stream).is_empty()
}

/// Sends a byte now and then, for twenty seconds at most.
fn drip(stream: &TcpStream, begun: Instant) {
    let mut stream = stream.try_clone().unwrap();
    std::thread::spawn(move || {
        while begun.elapsed() < Duration::from_secs(20) && stream.write_all(b"1\r\na\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
}

fn post(path: &str, length: usize) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n")
}

#[test]
fn a_page_is_served_over_http_1_1() {
    let answer = run(listen()).exchange(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"), "{answer}");
}

#[test]
fn a_head_that_does_not_end_is_refused_after_five_seconds() {
    let begun = Instant::now();
    let answer = run(listen()).exchange(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!((4..9).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

#[test]
fn a_slow_body_is_cut_off_at_its_deadline() {
    let server = run(listen());
    for head in [post("/read", 100), "POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned()]
    {
        let begun = Instant::now();
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).unwrap();
        drip(&stream, begun);
        let answer = rest(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    }
}

#[test]
fn a_body_that_arrives_steadily_may_take_longer_than_the_deadline() {
    let server = run(listen());
    let mut stream = server.connect();
    stream.write_all(post("/read", 60 * 1024).as_bytes()).unwrap();
    for _ in 0..6 {
        stream.write_all(&[b'a'; 10 * 1024]).unwrap();
        std::thread::sleep(Duration::from_millis(200));
    }
    stream.shutdown(Shutdown::Write).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("61440"), "{answer}");
}

#[test]
fn a_large_body_is_refused_whether_it_says_so_or_not() {
    let server = run(listen());
    let announced = server.exchange(post("/read", 64 * 1024 + 1).as_bytes());
    assert!(announced.starts_with("HTTP/1.1 413"), "{announced}");

    let mut chunked = b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..40 {
        chunked.extend_from_slice(b"1000\r\n");
        chunked.extend_from_slice(&[b'a'; 0x1000]);
        chunked.extend_from_slice(b"\r\n");
    }
    let unannounced = server.exchange(&chunked);
    assert!(unannounced.starts_with("HTTP/1.1 413"), "{unannounced}");
}

#[test]
fn an_upload_may_be_larger_than_a_form() {
    let server = run(listen());
    let length = 100 * 1024;
    let mut upload = format!(
        "POST /read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    upload.extend(std::iter::repeat_n(b'a', length));
    assert!(server.exchange(&upload).ends_with("102400"));
}

#[test]
fn a_page_may_word_the_fault_itself() {
    let server = run(listen());
    let large = server.exchange(post("/worded", 64 * 1024 + 1).as_bytes());
    assert!(large.starts_with("HTTP/1.1 413") && large.ends_with("trop grand"), "{large}");
    let slow = server.exchange(post("/worded", 10).as_bytes());
    assert!(slow.starts_with("HTTP/1.1 408") && slow.ends_with("trop lent"), "{slow}");
}

#[test]
fn a_body_that_nobody_reads_does_not_hold_the_connection() {
    let server = run(listen());
    let chunked = "POST /ignore HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for head in [post("/ignore", 100), post("/absent", 100), post("/failing", 100), chunked] {
        let begun = Instant::now();
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).unwrap();
        drip(&stream, begun);
        assert!(rest(&mut stream).starts_with("HTTP/1.1 "));
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    }
}

/// Asks for the large page and reads so much of it every 50 ms, until the server ends it: how much came, and after what time.
fn read_slowly(server: &Running, portion: usize) -> (usize, Duration) {
    let mut stream = server.connect();
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let (begun, mut came, mut part) = (Instant::now(), 0, vec![0; portion.max(1)]);
    while begun.elapsed() < Duration::from_secs(4) {
        std::thread::sleep(Duration::from_millis(50));
        if portion > 0 {
            came += stream.read(&mut part).unwrap_or(0);
        }
    }
    // By now the server has ended it: what the kernel still holds is less than the page.
    while let Ok(length @ 1..) = stream.read(&mut [0; 65536]) {
        came += length;
    }
    (came, begun.elapsed())
}

#[test]
fn a_client_that_does_not_read_its_answer_is_let_go() {
    let server = run(Listen { connections_per_address: 1, ..listen() });
    for portion in [0, 16] {
        let (came, took) = read_slowly(&server, portion);
        assert!(came < LARGE, "the whole answer was kept for a client that reads {portion} bytes at a time");
        assert!(took < Duration::from_secs(15), "{took:?}");
        // Its place is free again.
        assert!(!is_shut_out(&mut server.connect()));
    }
}

#[test]
fn a_client_that_reads_steadily_gets_a_large_answer_however_long_it_takes() {
    let server = run(listen());
    let mut stream = server.connect();
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let (begun, mut came, mut part) = (Instant::now(), 0, vec![0; 1024 * 1024]);
    while let Ok(length @ 1..) = stream.read(&mut part) {
        came += length;
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(came > LARGE, "{came} bytes came in {:?}", begun.elapsed());
}

#[test]
fn an_address_that_holds_all_its_places_is_shut_out_until_it_gives_one_back() {
    let server = run(Listen { connections_per_address: 3, ..listen() });
    let held: Vec<TcpStream> = (0..3).map(|_| server.connect()).collect();
    for stream in &held {
        // Answered once, so that all three are known to hold their places.
        let mut stream = stream;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert!(stream.read(&mut [0; 512]).unwrap() > 0);
    }
    assert!(is_shut_out(&mut server.connect()));
    drop(held);
    let begun = Instant::now();
    while is_shut_out(&mut server.connect()) {
        assert!(begun.elapsed() < Duration::from_secs(10), "places are not given back");
    }
}

#[test]
fn a_running_request_is_finished_when_the_server_is_told_to_end() {
    let server = run(listen());
    let mut stream = server.connect();
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    drop(server.handle.stop(true));
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("at last"), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(TcpStream::connect(server.address).is_err(), "new connections are taken");
}
