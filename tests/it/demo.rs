//! `concord demo` as the program that somebody starts, stops and starts again.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// The running program; it ends with the test, whatever becomes of that.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The demonstration in a folder, on a port that is free.
fn demo(data: &Path) -> Demo {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new(env!("CARGO_BIN_EXE_concord"))
        .args(["demo", "--listen", &format!("127.0.0.1:{port}"), "--data", data.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    Demo(child.unwrap())
}

/// What it says until it serves.
fn said(demo: &mut Demo) -> String {
    let mut said = String::new();
    for line in BufReader::new(demo.0.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        said.push_str(&line);
        said.push('\n');
        if line.starts_with("Codes of open invitations") {
            return said;
        }
    }
    panic!("it ended: {said}");
}

#[test]
fn a_demonstration_that_was_interrupted_while_it_was_made_is_made_anew_and_afterwards_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let mut first = demo(&data);
    while !data.join("unfinished").exists() {
        assert!(first.0.try_wait().unwrap().is_none(), "it ended by itself");
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(100));
    drop(first);
    assert!(!data.join("accounts.json").exists(), "it was made before it could be interrupted");

    let mut second = demo(&data);
    assert!(said(&mut second).contains("Making the demonstration"));
    let accounts = std::fs::read_to_string(data.join("accounts.json")).unwrap();
    assert!(!data.join("unfinished").exists());
    drop(second);

    let mut third = demo(&data);
    let again = said(&mut third);
    assert!(!again.contains("Making the demonstration") && again.contains("http://localhost:"), "{again}");
    assert_eq!(std::fs::read_to_string(data.join("accounts.json")).unwrap(), accounts);
}
