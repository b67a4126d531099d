//! What the people of a test typed and were given that no log may hold: passwords, tokens, links, codes, what authenticators are set up
//! with, answers and reasons. Collected from every request and answer, and looked for in the log when the platform goes.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::app::{PASSWORD, PEOPLE, secret_of};
use crate::log::Place;

/// Fields of forms that hold a secret, whatever stands in them.
const SECRET_FIELDS: [&str; 11] = [
    "token",
    "password",
    "repeated",
    "present",
    "code",
    "link",
    "invitation",
    "carried",
    "challenge",
    "reason",
    "word",
];
/// Beginnings of the names of fields that hold what a State has written.
const WRITTEN: [&str; 3] = ["value:", "comment:", "reason:"];
/// What is shorter is a word that may stand anywhere.
const LEAST: usize = 8;
/// Of what a State has written: what is shorter may be a date or the name of a choice.
const LEAST_WRITTEN: usize = 12;
/// As much of a long text is looked for.
const MOST: usize = 60;

/// The secrets of one platform, and since when the log is looked through for them.
pub struct Secrets {
    since: Place,
    known: RefCell<BTreeSet<String>>,
}

impl Secrets {
    pub fn new() -> Self {
        let secrets = Secrets { since: Place::here(), known: RefCell::default() };
        secrets.learn(PASSWORD);
        for (_, _, _, _, email, _) in PEOPLE {
            secrets.learn(&totp_rs::Secret::new_stack(secret_of(email)).to_base32());
        }
        secrets
    }

    /// What was logged since the platform began, by whatever test.
    pub fn logged(&self) -> String {
        self.since.since()
    }

    /// One that is looked for; six digits are looked for where they stand alone.
    pub fn learn(&self, secret: &str) {
        let is_code = secret.len() == 6 && secret.bytes().all(|byte| byte.is_ascii_digit());
        if is_code {
            self.known.borrow_mut().extend([format!("\"{secret}\""), format!("code={secret}"), format!(" {secret} ")]);
        } else if secret.len() >= LEAST {
            let part: String = secret.chars().take(MOST).collect();
            let json = serde_json::to_string(&part).unwrap();
            self.known.borrow_mut().insert(json.trim_matches('"').to_owned());
            // As it stands in an address or a body.
            let sent: String = form_urlencoded::byte_serialize(part.as_bytes()).collect();
            self.known.borrow_mut().insert(sent);
        }
    }

    /// Those of a form that is sent.
    pub fn learn_sent(&self, body: &[u8]) {
        for (name, value) in form_urlencoded::parse(body) {
            // Where a file is the answer, the form holds its id, which stands in addresses.
            let is_id = value.parse::<concord::domain::ids::AttachmentId>().is_ok();
            let is_written = WRITTEN.iter().any(|start| name.starts_with(start));
            let written = is_written && !is_id && value.len() >= LEAST_WRITTEN;
            if written || SECRET_FIELDS.contains(&name.as_ref()) {
                self.learn(&value);
            }
        }
    }

    /// Those of a page: hidden fields, and codes that are shown once.
    pub fn learn_shown(&self, page: &str) {
        for start in
            ["name=\"token\" value=\"", "name=\"carried\" value=\"", "name=\"challenge\" value=\"", "data-secret=\""]
        {
            for rest in page.split(start).skip(1) {
                self.learn(rest.split('"').next().unwrap_or_default());
            }
        }
        for rest in page.split("<code").skip(1) {
            let text = rest.split('>').nth(1).unwrap_or_default().split('<').next().unwrap_or_default();
            let is_code =
                text.contains('-') && text.chars().all(|c| c == '-' || c.is_ascii_uppercase() || c.is_ascii_digit());
            if is_code {
                self.learn(text);
            }
        }
    }

    /// The links of a letter.
    pub fn learn_mailed(&self, letter: &str) {
        for rest in letter.split("#").skip(1) {
            self.learn(rest.split_whitespace().next().unwrap_or_default());
        }
    }

    /// Which of these stands in the log, with its line.
    pub fn betrayed<'a>(&self, secrets: impl IntoIterator<Item = &'a String>) -> Option<(&'a String, String)> {
        let log = self.logged();
        let secret = secrets.into_iter().find(|secret| log.contains(secret.as_str()))?;
        let line = log.lines().find(|line| line.contains(secret.as_str())).unwrap_or_default();
        Some((secret, line.to_owned()))
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let known = self.known.borrow();
            let betrayed = self.betrayed(&*known);
            assert!(betrayed.is_none(), "T18: a secret stands in the log: {betrayed:?}");
        }
    }
}

#[test]
#[should_panic(expected = "T18: a secret stands in the log")]
fn t18_what_is_logged_and_was_typed_is_found() {
    let secrets = Secrets::new();
    secrets.learn_sent(b"email=a%40sen.example&password=an+unlucky+password");
    tracing::warn!(target: "concord::tests", text = "password=an+unlucky+password", "what must never be logged");
}

#[test]
fn t18_what_was_typed_and_is_not_logged_is_not_found() {
    let secrets = Secrets::new();
    secrets.learn_sent(b"password=another+unlucky+password&value%3AC.1=2027-04-01&code=123456");
    secrets.learn_shown("<input name=\"token\" value=\"0123456789abcdef\"> <code>ABCDE-FGHJK</code> <code>C.1</code>");
    let known = secrets.known.borrow().clone();
    for secret in
        ["another unlucky password", "another+unlucky+password", "0123456789abcdef", "ABCDE-FGHJK", "\"123456\""]
    {
        assert!(known.contains(secret), "{secret}: {known:?}");
    }
    assert!(!known.iter().any(|secret| secret.contains("2027") || secret == "C.1"));
    tracing::warn!(target: "concord::tests", "2027-04-01 123456789");
}
