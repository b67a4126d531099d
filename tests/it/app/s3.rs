//! A store of files that speaks S3 (PyPI's moto), for as long as a test: it checks signatures, and has one key that may use it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use concord::domain::objects::{Objects, S3};

/// The store, with a bucket.
pub struct Store {
    child: Option<Child>,
    pub endpoint: String,
    pub bucket: String,
    pub key: String,
    pub secret: String,
    port: u16,
}

/// A Python that knows moto: the one that is first in the path, or the one that `tests/run install` made.
pub fn python_with_moto() -> String {
    let cache = std::env::var("CONCORD_CACHE").unwrap_or_else(|_| {
        let home =
            std::env::var("XDG_CACHE_HOME").unwrap_or_else(|_| format!("{}/.cache", std::env::var("HOME").unwrap()));
        format!("{home}/concord")
    });
    // To import them takes seconds, and the server does it anyway.
    let found = "import importlib.util as u, sys; sys.exit(not (u.find_spec('moto') and u.find_spec('boto3')))";
    let knows = |python: &str| {
        let asked = Command::new(python).args(["-c", found]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    let candidates = ["python3".to_owned(), format!("{cache}/venv/bin/python3")];
    let found = candidates.into_iter().find(|python| knows(python));
    found.expect("no Python knows moto, without which the store of files is not tested: run tests/run install")
}

impl Store {
    pub fn start() -> Self {
        Self::at(0)
    }

    fn at(port: u16) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/s3/server.py");
        let mut child = Command::new(python_with_moto())
            .args([script, &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        let of = |name: &str| told[name].as_str().unwrap().to_owned();
        let endpoint = of("endpoint");
        let port = endpoint.rsplit_once(':').unwrap().1.parse().unwrap();
        Store { child: Some(child), endpoint, bucket: of("bucket"), key: of("key"), secret: of("secret"), port }
    }

    /// The way to it that a configuration names.
    pub fn s3(&self) -> S3 {
        S3 {
            endpoint: self.endpoint.clone(),
            bucket: self.bucket.clone(),
            region: "us-east-1".to_owned(),
            access_key_id: self.key.clone(),
            secret: self.secret.clone().into(),
            ca_pem: None,
        }
    }

    pub fn objects(&self) -> Objects {
        Objects::s3(&self.s3()).unwrap()
    }

    /// Nobody listens there any more.
    pub fn goes_away(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.goes_away();
    }
}
