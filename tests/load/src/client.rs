//! A browser without a screen: one connection that is kept, one session's cookie. It asks for no compression.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;

use crate::Outcome;
use crate::process::origin;

/// An HTTP client that takes every status as an answer and follows nothing. It waits with a limit for answers alone: with one on the whole
/// request ureq starts a thread to look the name up, for every request, and takes from the server what it was to measure.
pub fn agent() -> Agent {
    let limit = Some(Duration::from_secs(60));
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_recv_response(limit)
        .timeout_recv_body(limit)
        .build()
        .into()
}

/// One client.
pub struct Client {
    agent: Agent,
    base: String,
    origin: String,
    cookie: String,
}

impl Client {
    /// A client of the server at `address`, signed in by the session `token`.
    pub fn new(address: &str, token: &str) -> Self {
        let (base, origin) = (format!("http://{address}"), origin(address));
        Client { agent: agent(), base, origin, cookie: format!("__Host-concord={token}") }
    }

    /// The page at `path`, which has to be there.
    pub fn get(&self, path: &str) -> Outcome<String> {
        Ok(String::from_utf8(self.file(path)?)?)
    }

    /// The bytes of what is at `path`, which has to be there.
    pub fn file(&self, path: &str) -> Outcome<Vec<u8>> {
        let mut answer = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("accept-encoding", "identity")
            .call()?;
        if answer.status() != 200 {
            return Err(format!("GET {path}: {}", answer.status()).into());
        }
        Ok(answer.body_mut().with_config().limit(64 << 20).read_to_vec()?)
    }

    /// Uploads a file by the form at `path`, and opens the page to which that leads.
    pub fn upload(&self, path: &str, token: &str, name: &str, bytes: &[u8]) -> Outcome<String> {
        const BOUNDARY: &str = "----concord-load";
        let part = |field: &str| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"");
        let mut body = format!("{}\r\n\r\n{token}\r\n", part("token")).into_bytes();
        body.extend(format!("{}; filename=\"{name}\"\r\n\r\n", part("file")).bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .send(body)?;
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        self.get(&to.ok_or_else(|| format!("POST {path}: {}", answer.status()))?)
    }

    /// Posts a form; the status and the body.
    pub fn post(&self, path: &str, fields: &[(&str, &str)], accept: &str) -> Outcome<(u16, String)> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let mut answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("accept", accept)
            .header("accept-encoding", "identity")
            .header("content-type", "application/x-www-form-urlencoded")
            .send(body.finish())?;
        Ok((answer.status().as_u16(), answer.body_mut().read_to_string()?))
    }
}

/// One answer that a client goes on changing, as somebody who types.
pub struct Typist {
    client: Client,
    path: String,
    token: String,
    key: String,
    stamp: String,
    typed: u64,
}

impl Typist {
    /// Opens the section at `path` and takes hold of the question `key`.
    pub fn open(client: Client, path: &str, key: &str) -> Outcome<Self> {
        let page = client.get(path)?;
        let token = value_of(&page, "token").ok_or("the page has no token")?;
        let stamp = value_of(&page, &format!("stamp:{key}")).ok_or_else(|| format!("{path} has no question {key}"))?;
        Ok(Typist { client, path: path.to_owned(), token, key: key.to_owned(), stamp, typed: 0 })
    }

    /// Saves a text that was not there before, as the script of the page does.
    pub fn save(&mut self) -> Outcome {
        self.typed += 1;
        let text = format!("The competent authority answers within {} working days of the request.", self.typed);
        let (value, stamp) = (format!("value:{}", self.key), format!("stamp:{}", self.key));
        let fields = [("token", self.token.as_str()), (&value, text.as_str()), (&stamp, self.stamp.as_str())];
        let (status, body) = self.client.post(&self.path, &fields, "application/json")?;
        if status != 200 {
            return Err(format!("POST {}: {status} {body}", self.path).into());
        }
        let saved: Value = serde_json::from_str(&body)?;
        let stamp = saved["saved"][0]["stamp"].as_str().ok_or_else(|| format!("not saved: {body}"))?;
        if stamp == self.stamp {
            return Err("nothing was written".into());
        }
        self.stamp = stamp.to_owned();
        Ok(())
    }
}

/// The value of the hidden field `name` of a page.
pub fn value_of(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}
