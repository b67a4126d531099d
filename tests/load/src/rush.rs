//! A rush at the door: five hundred people give a wrong password at once, each from an address of their own, while somebody asks whether
//! the server is well and one who knows the password wants to come in.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::client::{agent, value_of};
use crate::data::{Data, PASSWORD};
use crate::process::{Server, origin};

/// How many come at once.
pub const CROWD: usize = 500;

/// What one rush came to, in seconds.
pub struct Rush {
    /// The longest wait for `/healthz`.
    pub health: f64,
    /// Until the one who knows the password was past the first step.
    pub honest: f64,
}

/// Somebody who has the page of the sign-in before them.
struct Caller {
    agent: ureq::Agent,
    address: String,
    base: String,
    origin: String,
    cookie: String,
    token: String,
}

impl Caller {
    /// Opens the page. The server takes the word of a proxy on this machine, so that each can have an address.
    fn open(server: &Server, address: String) -> Outcome<Self> {
        let (agent, base) = (agent(), format!("http://{}", server.address));
        let mut page = agent.get(format!("{base}/sign-in")).header("x-forwarded-for", &address).call()?;
        let cookies = page.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let cookie = cookies.filter_map(|text| text.split(';').next()).collect::<Vec<_>>().join("; ");
        let token = value_of(&page.body_mut().read_to_string()?, "token").ok_or("the page has no token")?;
        Ok(Caller { agent, address, base, origin: origin(&server.address), cookie, token })
    }

    /// The status of the answer, and after how many seconds to come again.
    fn signs_in(&self, email: &str, password: &str) -> Outcome<(u16, u64)> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs([("token", self.token.as_str()), ("email", email), ("password", password)]);
        let answer = self
            .agent
            .post(format!("{}/sign-in", self.base))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("x-forwarded-for", &self.address)
            .header("content-type", "application/x-www-form-urlencoded")
            .send(body.finish())?;
        let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        Ok((answer.status().as_u16(), after.unwrap_or(1)))
    }
}

/// One rush. `turn` gives it addresses that no earlier one had, so that none is told to wait for what another did.
///
/// # Errors
/// Where a request fails, or a wrong password is answered in another way than by refusing it or asking to come again.
pub fn rush(server: &Server, data: &Data, turn: usize) -> Outcome<Rush> {
    let address = |n: usize| format!("10.{turn}.{}.{}", n / 250, n % 250 + 1);
    let crowd = (0..CROWD).map(|n| Caller::open(server, address(n))).collect::<Outcome<Vec<_>>>()?;
    let honest = Caller::open(server, address(CROWD))?;
    let (start, over) = (Barrier::new(CROWD + 1), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let health = scope.spawn(|| longest_wait(server, &over));
        let callers: Vec<_> = crowd
            .iter()
            .enumerate()
            .map(|(n, caller)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    caller.signs_in(&format!("person{n}@elsewhere.example"), "not the password of anybody")
                })
            })
            .collect();
        start.wait();
        let came_in = comes_in(&honest, &data.email(0));
        let mut wrong = Ok(());
        for caller in callers {
            match caller.join().unwrap_or_else(|_| Err("a client broke".into())) {
                Ok((422 | 503, _)) => {}
                Ok((status, _)) => wrong = Err(format!("a wrong password was answered by {status}").into()),
                Err(error) => wrong = Err(error),
            }
        }
        over.store(true, Ordering::SeqCst);
        let health = health.join().unwrap_or_else(|_| Err("a client broke".into()))?;
        wrong.and(Ok(Rush { health, honest: came_in? }))
    })
}

/// Tries as a person would, who is told when to come again.
fn comes_in(honest: &Caller, email: &str) -> Outcome<f64> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        match honest.signs_in(email, PASSWORD)? {
            (303, _) => return Ok(began.elapsed().as_secs_f64()),
            (503, after) => std::thread::sleep(Duration::from_secs(after)),
            (status, _) => return Err(format!("the right password was answered by {status}").into()),
        }
    }
    Ok(f64::INFINITY)
}

fn longest_wait(server: &Server, over: &AtomicBool) -> Outcome<f64> {
    let (agent, url) = (agent(), format!("http://{}/healthz", server.address));
    let mut longest = Duration::ZERO;
    while !over.load(Ordering::SeqCst) {
        let began = Instant::now();
        agent.get(&url).call()?.body_mut().read_to_string()?;
        longest = longest.max(began.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(longest.as_secs_f64())
}
