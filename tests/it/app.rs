//! The platform as tests use it: a database of its own for each test, a clock that can be moved, visitors with a cookie jar who ask
//! for pages and send the forms that stand on them.

mod browser;
mod database;
mod documents;
mod files;
mod letters;
mod page;
mod s3;
mod sheets;
mod start;
mod verbs;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::test as http;
use actix_web::web::Bytes;
use concord::cli::demo::invented;
use concord::cli::serve::{self, Demonstration};
use concord::config::Config;
use concord::domain::access::{Manage, Stage};
use concord::domain::actor::{Actor, Organ, Person, Role, Task};
use concord::domain::cycle::{self, Cycle, NewCycle};
use concord::domain::db::{DatabaseUrl, Db, migrate};
use concord::domain::identity::factors::codes::{self, SharedSecret};
use concord::domain::identity::{self, Hasher, NewAccount};
use concord::domain::ids::ResponseId;
use concord::domain::line::OneLine;
use concord::domain::mail::{Correspondent, Post, Transport, sender};
use concord::domain::questionnaire;
use concord::domain::seal::{self, Key, Keyring};
use concord::domain::states;
use concord::domain::time::{Clock, Instant};
use concord::web::{self, App, Letters};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use scraper::{Html, Selector};

use crate::secrets::Secrets;

pub use browser::{Asked, Visitor, encoded};
pub use database::{Database, execute, postgres_urls, with_database};
pub use documents::Doc;
pub use files::{multipart, pdf, workbook};
pub use letters::LetterText;
pub use page::{Answer, Form, selector};
pub use s3::{Store, python_with_moto};
pub use sheets::{ANSWER, Book, COMMENT, DECLINED, READERS, REASON};
use start::opens_cycle;
pub use start::{PEOPLE, Start, code_of, secret_of};

pub const OPERATOR: Actor = Actor::Task(Task::Operator);
pub const PASSWORD: &str = "seventeen grey herons on a wall";
pub const BASE: &str = "http://localhost:8080";
pub const WORKBOOK: &[u8] = include_bytes!("../../config/questionnaire/cooperation-2027.xlsx");
const STATES_PARTIES: &str = include_str!("../../config/states_parties.csv");

/// Two tests of one name and body: on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($name:ident, $start:ident, |$app:ident| $body:expr) => {
        mod $name {
            use super::*;

            #[actix_web::test]
            async fn sqlite() {
                let $app = $crate::app::TestApp::on_sqlite($crate::app::Start::$start);
                $body.await;
            }

            #[actix_web::test]
            async fn postgres() {
                let Some($app) = $crate::app::TestApp::on_postgres($crate::app::Start::$start) else { return };
                $body.await;
            }
        }
    };
    ($name:ident, |$app:ident| $body:expr) => {
        on_both!($name, Open, |$app| $body);
    };
}

/// 2 April 2027, 10:00 UTC.
pub const BEGINNING: i64 = 1_806_660_000_000_000;

type Call = Rc<dyn Fn(actix_http::Request) -> Pin<Box<dyn Future<Output = Answer>>>>;

pub struct TestApp {
    pub db: Db,
    pub app: Arc<App>,
    pub folder: tempfile::TempDir,
    pub url: DatabaseUrl,
    hand: Arc<AtomicI64>,
    service: RefCell<Option<Call>>,
    /// The last step of each authenticator whose code was typed.
    steps: RefCell<BTreeMap<String, i64>>,
    /// What no log may hold: looked for when this goes.
    pub secrets: Secrets,
    // Last: dropped when the connections are closed.
    database: Option<Database>,
}

impl TestApp {
    /// What was logged since this platform began, by whatever test.
    pub fn logged(&self) -> String {
        self.secrets.logged()
    }

    /// Fails where one of these stands in the log.
    #[track_caller]
    pub fn log_is_silent_on(&self, secrets: &[String]) {
        assert!(secrets.iter().all(|secret| secret.len() >= 8), "too short to be looked for: {secrets:?}");
        let betrayed = self.secrets.betrayed(secrets);
        assert!(betrayed.is_none(), "this stands in the log: {betrayed:?}");
    }

    /// What answers requests, made once: the patterns of all routes take long to compile.
    pub(super) async fn call(&self) -> Call {
        if let Some(call) = &*self.service.borrow() {
            return call.clone();
        }
        let app = actix_web::App::new().configure(web::configure(self.app.clone()));
        let service = Rc::new(http::init_service(app).await);
        let call: Call = Rc::new(move |request| {
            let service = service.clone();
            Box::pin(async move {
                let response = http::call_service(&*service, request).await;
                let (status, headers) = (response.status(), response.headers().clone());
                Answer { status, headers, body: http::read_body(response).await }
            })
        });
        *self.service.borrow_mut() = Some(call.clone());
        call
    }

    /// Opens the cycle 2027 with a questionnaire of a test's own.
    pub fn opens_cycle(&self, file: &[u8]) {
        opens_cycle(&self.db, 2027, file);
    }

    /// Freezes the cycle that is open, and opens that of a year.
    pub fn opens_year(&self, year: i32, file: &[u8]) {
        self.freezes();
        opens_cycle(&self.db, year, file);
    }

    /// Freezes the cycle that is open, if one is.
    pub fn freezes(&self) {
        let done = self.db.write_now(&OPERATOR, |ctx| {
            for cycle in cycle::list(ctx)? {
                if cycle.stage == Stage::Open {
                    let permit = ctx.permit::<Manage, Cycle>(&cycle.id)?;
                    cycle::freeze(ctx, &permit)?;
                }
            }
            Ok(())
        });
        done.unwrap();
    }

    pub fn wait(&self, seconds: i64) {
        self.hand.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Moves the clock to an instant, given as seconds since 1970.
    pub fn now_is(&self, seconds: i64) {
        self.hand.store(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// What the authenticator of an account shows and was not used yet; the clock moves on where everything was.
    pub fn code(&self, email: &str) -> String {
        let mut steps = self.steps.borrow_mut();
        let step = steps.get(email).map_or(self.step() - 1, |last| (last + 1).max(self.step() - 1));
        if step > self.step() + 1 {
            self.wait(30);
        }
        steps.insert(email.to_owned(), step);
        code_of(secret_of(email), step)
    }

    /// No code was typed yet: for a program of its own on this database, whose clock is this machine's and not the test's.
    pub fn forgets_codes(&self) {
        self.alters("UPDATE factors SET last_step = NULL");
    }

    /// The step of thirty seconds in which the clock is.
    pub fn step(&self) -> i64 {
        self.hand.load(Ordering::SeqCst).div_euclid(30_000_000)
    }

    /// The person behind an address, as the domain knows who is signed in.
    pub fn actor(&self, email: &str) -> Actor {
        let all = self.db.read_now(&OPERATOR, |ctx| identity::accounts::list(ctx, None)).unwrap();
        let account = all.into_iter().find(|account| account.email == email).unwrap();
        Actor::Person(Person {
            account: account.id,
            name: account.name,
            role: account.role,
            party: account.state.is_some(),
            state: account.state,
            organ: account.organ,
        })
    }

    /// The id of the account behind an address.
    pub fn id_of(&self, email: &str) -> String {
        self.actor(email).person().unwrap().account.to_string()
    }

    /// How often something stands in the record.
    pub fn recorded(&self, action: &str) -> usize {
        let sql = format!("SELECT CAST(id AS TEXT) AS text FROM audit WHERE action = '{action}'");
        self.query(&sql, &sql).len()
    }

    /// Answers everything that is required, past the pages.
    pub fn answers_all(&self, state: &str, response: &str, n: usize) {
        let actor = self.actor(&format!("coordinator@{}.example", state.to_lowercase()));
        let all = self.db.read_now(&OPERATOR, states::list).unwrap();
        let party = all.into_iter().find(|party| party.id.as_str() == state).unwrap();
        let id: ResponseId = response.parse().unwrap();
        invented::answer(&self.db, &actor, &id, &party, n).unwrap();
    }

    /// A State begins, answers and submits: the response's id.
    pub async fn submitted(&self, state: &str, n: usize) -> String {
        let coordinator = self.coordinator(state).await;
        let id = coordinator.begins(2027).await;
        self.answers_all(state, &id, n);
        coordinator.submits(&id).await;
        id
    }

    /// Sends what is in the outbox to a folder; every letter that lies there, oldest first.
    pub async fn post(&self) -> Vec<LetterText> {
        let folder = self.folder.path().join("mail");
        std::fs::create_dir_all(&folder).unwrap();
        let post = Post {
            transport: Arc::new(Transport::Folder(folder.clone())),
            wording: Arc::new(Letters::new(self.app.settings.clone())),
            from: Correspondent { name: OneLine::new("Concord").unwrap(), address: "no-reply@concord.example".into() },
        };
        while sender::run_once(&self.db, &post).await.unwrap() > 0 {}
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let letters = files.iter().map(|path| LetterText::of(&std::fs::read_to_string(path).unwrap()));
        letters.inspect(|letter| self.secrets.learn_mailed(&letter.text)).collect()
    }
}
