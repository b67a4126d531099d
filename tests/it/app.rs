//! The platform as tests use it: a database of its own for each test, a clock that can be moved, visitors with a cookie jar who ask
//! for pages and send the forms that stand on them.

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
use concord::domain::access::Manage;
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

pub const OPERATOR: Actor = Actor::Task(Task::Operator);
pub const PASSWORD: &str = "seventeen grey herons on a wall";
pub const BASE: &str = "http://localhost:8080";
pub const WORKBOOK: &[u8] = include_bytes!("../../config/questionnaire/cooperation-2027.xlsx");
const STATES_PARTIES: &str = include_str!("../../config/states_parties.csv");

type Wanted = (&'static str, Role, Option<&'static str>, Option<Organ>, &'static str, &'static str);

/// The accounts that stand in every database: name, role, State, organ, address, language.
pub const PEOPLE: [Wanted; 15] = [
    ("Ines Verhoeven", Role::Secretariat, None, None, "secretariat@platform.example", "en"),
    ("Claire Morel", Role::Secretariat, None, None, "secretariat-fr@platform.example", "fr"),
    ("Ada Okafor", Role::CourtReader, None, Some(Organ::Registry), "registry@court.example", "en"),
    ("Luc Fontaine", Role::CourtCoordinator, None, Some(Organ::Registry), "registry-coordinator@court.example", "fr"),
    ("Jan Lindqvist", Role::CourtReader, None, Some(Organ::Otp), "otp@court.example", "en"),
    ("Rosa Castillo", Role::CourtReader, None, Some(Organ::Presidency), "presidency@court.example", "en"),
    ("Amina Traore", Role::Facilitator, None, None, "facilitator@platform.example", "en"),
    ("Ndeye Diop", Role::Coordinator, Some("SEN"), None, "coordinator@sen.example", "en"),
    ("Moussa Sarr", Role::Coordinator, Some("SEN"), None, "coordinator2@sen.example", "fr"),
    ("Fatou Ndiaye", Role::Contributor, Some("SEN"), None, "contributor@sen.example", "en"),
    ("Khady Ba", Role::Reader, Some("SEN"), None, "reader@sen.example", "en"),
    ("Tina Novak", Role::Coordinator, Some("SVN"), None, "coordinator@svn.example", "en"),
    ("Bojan Zupan", Role::Contributor, Some("SVN"), None, "contributor@svn.example", "en"),
    ("Pia Horvat", Role::Reader, Some("SVN"), None, "reader@svn.example", "fr"),
    ("Adoma Mensah", Role::Coordinator, Some("GHA"), None, "coordinator@gha.example", "en"),
];

/// What a database holds at the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// States Parties and accounts.
    Bare,
    /// The questionnaire too, and the cycle 2027 open.
    Open,
}

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

/// A database of PostgreSQL's that goes with its test, however that ends.
pub struct Database {
    pub owner: String,
    pub name: String,
}

impl Database {
    /// A new one; a copy of `template`, where that is given.
    pub fn create(owner: &str, template: Option<&str>) -> Self {
        let name = format!("t_{}", seal::hex(&seal::random::<8>()));
        let of = template.map_or_else(String::new, |template| format!(" TEMPLATE {template}"));
        execute(owner, &format!("CREATE DATABASE {name}{of}"));
        Database { owner: owner.to_owned(), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = PgConnection::establish(&self.owner).map_err(|error| error.to_string()).and_then(|mut conn| {
            let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            conn.batch_execute(&sql).map_err(|error| error.to_string())
        });
        assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
    }
}

fn clock() -> (Arc<AtomicI64>, Clock) {
    let hand = Arc::new(AtomicI64::new(BEGINNING));
    let at = hand.clone();
    (hand, Clock::from_fn(move || Instant::from_micros(at.load(Ordering::SeqCst))))
}

fn keys() -> Keyring {
    Keyring::new(&Key::from_bytes(&[7; 32]).unwrap()).unwrap()
}

/// Where templates of this build lie: another build makes its own.
fn templates() -> PathBuf {
    let made = std::fs::metadata(std::env::current_exe().unwrap()).unwrap().modified().unwrap();
    let stamp = made.duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("templates-{stamp}"));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// One process at a time makes a template.
fn once(name: &str, make: impl FnOnce(&Path)) {
    let folder = templates();
    let lock = std::fs::File::create(folder.join(format!("{name}.lock"))).unwrap();
    lock.lock().unwrap();
    let done = folder.join(format!("{name}.done"));
    if !done.exists() {
        make(&folder);
        std::fs::write(done, "").unwrap();
    }
}

/// The secret of the authenticator that an account of the template has.
pub fn secret_of(email: &str) -> [u8; 20] {
    seal::sha256(email.as_bytes())[..20].try_into().unwrap()
}

/// What an authenticator with this secret shows at a step of thirty seconds.
pub fn code_of(secret: [u8; 20], step: i64) -> String {
    let secret = totp_rs::Secret::new_stack(secret);
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("-").build().unwrap();
    totp.generate((step * 30).try_into().unwrap()).to_string()
}

fn fill(url: &DatabaseUrl, start: Start) {
    let (_, clock) = clock();
    let keys = keys();
    let db = Db::open(url, 2, clock, keys.clone()).unwrap();
    db.write_now(&OPERATOR, |ctx| states::import(ctx, STATES_PARTIES).map(|_| ())).unwrap();
    let hasher = Hasher::new(&keys, 2).unwrap();
    // A thread of its own: the test's is inside a runtime already.
    let hashed = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(hasher.hash(PASSWORD.to_owned().into())).unwrap()
    });
    let hash = hashed.join().unwrap();
    db.write_now(&OPERATOR, |ctx| {
        for (name, role, state, organ, email, language) in PEOPLE {
            let new = NewAccount {
                name: OneLine::new(name).unwrap(),
                email: email.to_owned(),
                role,
                state: state.map(|state| state.parse().unwrap()),
                organ,
                language: language.to_owned(),
                note_reference: OneLine::new("ICC-ASP/26/SP/01"),
            };
            let id = identity::accounts::make(ctx, &new)?;
            codes::give(ctx, &id, "Telephone", &SharedSecret::from_bytes(&secret_of(email)).unwrap())?;
            identity::accounts::set_password(ctx, &id, &hash)?;
        }
        Ok(())
    })
    .unwrap();
    if start == Start::Open {
        opens_cycle(&db, WORKBOOK);
    }
}

/// Loads a questionnaire and opens the cycle 2027 with it.
fn opens_cycle(db: &Db, file: &[u8]) {
    let imported = questionnaire::import(file);
    let form = imported.form.unwrap_or_else(|| panic!("the questionnaire has errors: {:?}", imported.problems));
    db.write_now(&OPERATOR, |ctx| {
        let form = questionnaire::add(ctx, &form, file, &imported.problems)?;
        let new = NewCycle {
            year: 2027,
            form,
            note_reference: OneLine::new("ICC-ASP/26/SP/09").unwrap(),
            note_date: "2027-04-01".parse().unwrap(),
            expected_by: "2027-06-30".parse().unwrap(),
            invented: false,
        };
        let id = cycle::prepare(ctx, &new)?;
        let permit = ctx.permit::<Manage, Cycle>(&id)?;
        cycle::open(ctx, &permit)
    })
    .unwrap();
}

/// A workbook of sheets, each a table whose cells are divided by `|` and whose first line is the header, with the settings of a
/// questionnaire in English and French.
pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let settings = "form_title::English (en) | form_title::French (fr) | form_id | version | default_language\n\
                    Trial | Essai | trial | 1 | English (en)";
    let mut book = rust_xlsxwriter::Workbook::new();
    // The same bytes at every making.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 24).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let own = sheets.iter().any(|(name, _)| *name == "settings");
    for (name, table) in sheets.iter().chain((!own).then_some(&("settings", settings))) {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in table.trim().lines().enumerate() {
            for (column, cell) in line.split('|').map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn name_of(start: Start) -> &'static str {
    match start {
        Start::Bare => "bare",
        Start::Open => "open",
    }
}

/// The URL with another database in it.
pub fn with_database(url: &str, database: &str) -> String {
    let (head, query) = url.split_once('?').map_or((url, String::new()), |(head, query)| (head, format!("?{query}")));
    let authority = head.find("://").unwrap() + 3;
    let end = head[authority..].find('/').map_or(head.len(), |at| authority + at);
    format!("{}/{database}{query}", &head[..end])
}

/// The URLs of the owner and of the serving role; nothing, with a reason, where there is no PostgreSQL.
pub fn postgres_urls() -> Option<(String, String)> {
    let url = |name: &str| std::env::var(name).ok();
    let both = url("CONCORD_TEST_POSTGRES_URL").zip(url("CONCORD_TEST_POSTGRES_APP_URL"));
    if both.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CONCORD_TEST_POSTGRES_URL and .._APP_URL have to be set");
        eprintln!("left out: CONCORD_TEST_POSTGRES_URL and CONCORD_TEST_POSTGRES_APP_URL are not set");
    }
    both
}

pub fn execute(owner: &str, sql: &str) {
    PgConnection::establish(owner).unwrap().batch_execute(sql).unwrap();
}

impl TestApp {
    pub fn on_sqlite(start: Start) -> Self {
        let name = name_of(start);
        once(name, |folder| {
            let path = folder.join(format!("{name}.db"));
            let _ = std::fs::remove_file(&path);
            let url = DatabaseUrl::Sqlite(path.clone());
            migrate::up(&url).unwrap();
            fill(&url, start);
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("concord.db");
        std::fs::copy(templates().join(format!("{name}.db")), &path).unwrap();
        Self::open(folder, DatabaseUrl::Sqlite(path), None)
    }

    pub fn on_postgres(start: Start) -> Option<Self> {
        Self::on_postgres_by(start, |url| url)
    }

    /// On PostgreSQL by another way than straight: `way` is given the URL of the server and says how it is reached.
    pub fn on_postgres_by(start: Start, way: impl FnOnce(String) -> String) -> Option<Self> {
        let (owner, serving) = postgres_urls()?;
        let stamp = templates().file_name().unwrap().to_string_lossy().replace('-', "_");
        // Another cluster at the same socket has no template yet.
        let cluster: String = seal::sha256_hex(owner.as_bytes()).chars().take(8).collect();
        let template = format!("{}_{stamp}_{cluster}", name_of(start));
        once(&template, |_| {
            execute(&owner, &format!("DROP DATABASE IF EXISTS {template}"));
            execute(&owner, &format!("CREATE DATABASE {template}"));
            let url = DatabaseUrl::Postgres(with_database(&owner, &template));
            migrate::up(&url).unwrap();
            fill(&url, start);
            migrate::grant(&url, "concord_app").unwrap();
            execute(
                &owner,
                &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"),
            );
        });
        let database = Database::create(&owner, Some(&template));
        let url = DatabaseUrl::Postgres(with_database(&way(serving), &database.name));
        Some(Self::open(tempfile::tempdir().unwrap(), url, Some(database)))
    }

    fn open(folder: tempfile::TempDir, url: DatabaseUrl, database: Option<Database>) -> Self {
        let secrets = Secrets::new();
        let (hand, clock) = clock();
        let db = Db::open(&url, 4, clock, keys()).unwrap();
        let config = Config::for_demo(folder.path(), "127.0.0.1:8080".parse().unwrap());
        let settings = serve::settings(&config, &Demonstration::No);
        let app = serve::app(&config, db.clone(), settings).unwrap();
        let (service, steps) = (RefCell::default(), RefCell::default());
        TestApp { db, app, folder, url, hand, service, steps, secrets, database }
    }

    /// The same platform where these roles need a passkey.
    pub fn with_passkey_roles(&self, roles: &[Role]) -> TestApp {
        self.configured(|config| config.identity.passkey_roles = roles.to_vec())
    }

    /// The same platform behind a proxy, whose word on visitors' addresses is taken.
    pub fn behind_a_proxy(&self, proxy: &str) -> TestApp {
        self.configured(|config| config.server.trusted_proxy = vec![proxy.parse().unwrap()])
    }

    /// The same platform, configured otherwise. The database goes with the one that it was made for.
    fn configured(&self, change: impl FnOnce(&mut Config)) -> TestApp {
        let mut config = Config::for_demo(self.folder.path(), "127.0.0.1:8080".parse().unwrap());
        change(&mut config);
        let settings = serve::settings(&config, &Demonstration::No);
        TestApp {
            db: self.db.clone(),
            app: serve::app(&config, self.db.clone(), settings).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            url: self.url.clone(),
            hand: self.hand.clone(),
            service: RefCell::default(),
            steps: RefCell::default(),
            secrets: Secrets::new(),
            database: None,
        }
    }

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

    /// The URL of the role that owns the tables, on PostgreSQL.
    pub fn owner_url(&self) -> String {
        let database = self.database.as_ref().expect("PostgreSQL");
        with_database(&database.owner, &database.name)
    }

    /// As that role.
    pub fn as_owner(&self, sql: &str) {
        execute(&self.owner_url(), sql);
    }

    /// What answers requests, made once: the patterns of all routes take long to compile.
    async fn call(&self) -> Call {
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
        opens_cycle(&self.db, file);
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

    /// Changes the database past the platform.
    pub fn alters(&self, sql: &str) {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                conn.batch_execute(&format!("PRAGMA busy_timeout = 5000; {sql}")).unwrap();
            }
            DatabaseUrl::Postgres(url) => execute(url, sql),
        }
    }

    /// The step of thirty seconds in which the clock is.
    pub fn step(&self) -> i64 {
        self.hand.load(Ordering::SeqCst).div_euclid(30_000_000)
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { app: self, email: String::new(), cookies: RefCell::default(), token: RefCell::default() }
    }

    /// Somebody who signs in with the common password and their authenticator.
    pub async fn person(&self, email: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        visitor.email = email.to_owned();
        visitor.comes_in(email).await.expect_status(303);
        visitor
    }

    pub async fn secretariat(&self) -> Visitor<'_> {
        self.person("secretariat@platform.example").await
    }

    pub async fn court(&self, organ: &str) -> Visitor<'_> {
        self.person(&format!("{organ}@court.example")).await
    }

    pub async fn facilitator(&self) -> Visitor<'_> {
        self.person("facilitator@platform.example").await
    }

    pub async fn coordinator(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("coordinator@{}.example", state.to_lowercase())).await
    }

    pub async fn contributor(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("contributor@{}.example", state.to_lowercase())).await
    }

    pub async fn reader(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("reader@{}.example", state.to_lowercase())).await
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

    /// Every row of every table as text.
    pub fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut tables = BTreeMap::new();
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                for table in self.tables() {
                    let columns: Vec<String> = self.columns(&table).iter().map(|c| format!("quote(\"{c}\")")).collect();
                    let sql = format!("SELECT {} AS text FROM \"{table}\"", columns.join(" || ',' || "));
                    tables.insert(table, texts(diesel::sql_query(sql).load::<Line>(&mut conn).unwrap()));
                }
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                for table in self.tables() {
                    let sql = format!("SELECT t::text AS text FROM \"{table}\" t");
                    tables.insert(table, texts(diesel::sql_query(sql).load::<Line>(&mut conn).unwrap()));
                }
            }
        }
        tables
    }

    /// Every row, without what asking for pages may change: the last use of a session, and who read what.
    pub fn lasting(&self) -> BTreeMap<String, Vec<String>> {
        let mut dump = self.dump();
        dump.remove("readings");
        dump.remove("sessions");
        // A file of all responses is recorded as its being read is.
        if let Some(audit) = dump.get_mut("audit") {
            audit.retain(|row| !row.contains("responses_exported") && !row.contains("record_exported"));
        }
        dump
    }

    pub fn tables(&self) -> Vec<String> {
        self.query(
            "SELECT name AS text FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
            "SELECT table_name AS text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
        )
    }

    pub fn columns(&self, table: &str) -> Vec<String> {
        self.query(
            &format!("SELECT name AS text FROM pragma_table_info('{table}') ORDER BY name"),
            &format!(
                "SELECT column_name AS text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
            ),
        )
    }

    /// A question to the database itself, in the words of either.
    pub fn query(&self, sqlite: &str, postgres: &str) -> Vec<String> {
        texts(match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                diesel::sql_query(sqlite).load::<Line>(&mut conn).unwrap()
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                diesel::sql_query(postgres).load::<Line>(&mut conn).unwrap()
            }
        })
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

fn texts(lines: Vec<Line>) -> Vec<String> {
    let mut texts: Vec<String> = lines.into_iter().map(|line| line.text).collect();
    texts.sort();
    texts
}

/// A letter as it was sent.
pub struct LetterText {
    pub to: String,
    pub raw: String,
    pub text: String,
}

impl LetterText {
    fn of(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").unwrap_or((raw, ""));
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default().to_owned();
        let head = head.to_lowercase();
        let text = if head.contains("quoted-printable") {
            unquote(body)
        } else if head.contains("encoding: base64") {
            use base64::Engine;
            let joined: String = body.split_whitespace().collect();
            String::from_utf8(base64::engine::general_purpose::STANDARD.decode(joined).unwrap()).unwrap()
        } else {
            body.to_owned()
        };
        LetterText { to, raw: raw.to_owned(), text }
    }
}

fn unquote(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'=').then(|| after.get(..2)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Somebody at a browser.
pub struct Visitor<'a> {
    pub app: &'a TestApp,
    pub email: String,
    pub cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A form as it stands on a page.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Sets a field, in place of all of that name.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The first field that begins so.
    pub fn name_beginning(&self, start: &str) -> String {
        let found = self.fields.iter().find(|(field, _)| field.starts_with(start));
        found.map(|(field, _)| field.clone()).unwrap_or_else(|| panic!("no field {start} in {}", self.action))
    }
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// The words of `main`, white space drawn together.
    pub fn words(&self) -> String {
        let html = self.html();
        let main = html.select(&selector("main")).next();
        main.map(|main| main.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")).unwrap_or_default()
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location(), self.words());
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "not said: {words}\n{}", self.words());
        self
    }

    #[track_caller]
    pub fn is_silent_on(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "said: {words}");
        self
    }

    /// The form that posts to an address, as a browser would send it untouched.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let html = self.html();
        let form = html.select(&selector("form[method=post]")).find(|form| form.attr("action").unwrap_or("") == action);
        let form = form.unwrap_or_else(|| panic!("no form for {action}: {}", self.words()));
        let mut fields = Vec::new();
        for control in form.select(&selector("input, textarea, select")) {
            let Some(name) = control.attr("name") else { continue };
            if control.attr("disabled").is_some() {
                continue;
            }
            let value = match (control.value().name(), control.attr("type").unwrap_or("text")) {
                ("input", "checkbox" | "radio") if control.attr("checked").is_none() => continue,
                ("input", "file") => continue,
                ("select", _) => {
                    let chosen = control.select(&selector("option[selected]")).next();
                    let chosen = chosen.or_else(|| control.select(&selector("option")).next());
                    chosen.and_then(|option| option.attr("value")).unwrap_or("").to_owned()
                }
                ("textarea", _) => {
                    let text: String = control.text().collect();
                    text.strip_prefix('\n').unwrap_or(&text).to_owned()
                }
                _ => control.attr("value").unwrap_or("").to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        Form { action: action.to_owned(), fields }
    }

    /// Where the links and forms of the page lead to on this site.
    pub fn links(&self) -> Vec<String> {
        let html = self.html();
        let all = selector("a[href]");
        let hrefs = html.select(&all).filter_map(|a| a.attr("href"));
        hrefs.filter(|href| href.starts_with('/')).map(|href| href.split('#').next().unwrap().to_owned()).collect()
    }
}

/// One request, to be changed before it is sent.
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn encoded(fields: &[(String, String)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

/// A form with files: fields, then (field, file name, content).
pub fn multipart(fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> (String, Vec<u8>) {
    let boundary = "----concord-boundary-7f3a";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    if let Some((name, given, content)) = file {
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{given}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

impl Visitor<'_> {
    pub async fn ask(&self, asked: Asked) -> Answer {
        let call = self.app.call().await;
        let mut request = http::TestRequest::default()
            .method(asked.method)
            .uri(&asked.path)
            .peer_addr("192.0.2.10:40000".parse().unwrap());
        for (name, value) in &asked.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        let jar: Vec<String> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request = request.insert_header((header::COOKIE, jar.join("; ")));
        }
        self.app.secrets.learn_sent(&asked.body);
        let answer = call(request.set_payload(asked.body).to_request()).await;
        self.keep(&answer);
        answer
    }

    fn keep(&self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = actix_web::cookie::Cookie::parse(cookie.to_str().unwrap().to_owned()).unwrap();
            let gone = cookie.max_age().is_some_and(|age| age.is_zero());
            self.app.secrets.learn(cookie.value());
            let mut jar = self.cookies.borrow_mut();
            let changed = jar.get(cookie.name()).map(String::as_str) != Some(cookie.value());
            if cookie.name() == "__Host-concord" && changed {
                self.token.borrow_mut().clear();
            }
            if gone {
                jar.remove(cookie.name());
            } else {
                jar.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let is_page = answer.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
        if is_page {
            self.app.secrets.learn_shown(&answer.text());
        }
        if is_page && let Some((_, rest)) = answer.text().split_once("name=\"token\" value=\"") {
            *self.token.borrow_mut() = rest.split('"').next().unwrap().to_owned();
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Asked { method: Method::GET, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }).await
    }

    /// The page, which has to be there.
    pub async fn opens(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.words());
        answer
    }

    /// The token of this visitor's forms.
    pub async fn token(&self) -> String {
        if self.token.borrow().is_empty() {
            self.get("/help").await;
        }
        self.token.borrow().clone()
    }

    /// Sends fields, with the token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("token".to_owned(), self.token().await)];
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post_raw(path, encoded(&all)).await
    }

    pub async fn post_raw(&self, path: &str, body: Vec<u8>) -> Answer {
        let headers = vec![
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
            ("Origin".to_owned(), BASE.to_owned()),
        ];
        self.ask(Asked { method: Method::POST, path: path.to_owned(), headers, body }).await
    }

    pub async fn sends(&self, form: &Form) -> Answer {
        self.post_raw(&form.action, encoded(&form.fields)).await
    }

    pub async fn uploads(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Answer {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        let (kind, body) = multipart(&all, file);
        let headers = vec![("Content-Type".to_owned(), kind), ("Origin".to_owned(), BASE.to_owned())];
        self.ask(Asked { method: Method::POST, path: path.to_owned(), headers, body }).await
    }

    /// Follows an answer to where it leads.
    pub async fn follows(&self, answer: Answer) -> Answer {
        let answer = answer.expect_status(303);
        self.opens(answer.location().split('#').next().unwrap()).await
    }

    /// Both steps of signing in.
    pub async fn comes_in(&self, email: &str) -> Answer {
        let half = self.signs_in(email, PASSWORD).await.expect_status(303);
        assert_eq!(half.location(), "/sign-in/factor");
        self.shows_code(&self.app.code(email)).await
    }

    /// Sets an authenticator up: its secret, and the recovery codes that are shown.
    pub async fn enrols(&self) -> ([u8; 20], Vec<String>) {
        let choice = self.opens("/account/factors/add").await;
        let begun = self.sends(&choice.form("/account/factors/codes")).await;
        let page = self.follows(begun).await;
        let typed = page.html().select(&selector("#secret")).next().unwrap().attr("data-secret").unwrap().to_owned();
        let secret: [u8; 20] = totp_rs::Secret::try_from_base32(typed).unwrap().as_bytes().try_into().unwrap();
        let picture = self.opens("/account/factors/codes.png").await;
        assert!(picture.body.starts_with(b"\x89PNG"));
        let mut form = page.form("/account/factors/codes/confirm");
        form.set("code", &code_of(secret, self.app.step()));
        let done = self.sends(&form).await.expect_status(200);
        let html = done.html();
        let codes = html.select(&selector("ol.codes code")).map(|code| code.text().collect()).collect();
        self.sends(&done.form("/account/continue")).await.expect_status(303);
        (secret, codes)
    }

    /// The second step of signing in.
    pub async fn shows_code(&self, code: &str) -> Answer {
        let mut form = self.opens("/sign-in/factor").await.form("/sign-in/factor");
        form.set("code", code);
        self.sends(&form).await
    }

    /// The first step of signing in.
    pub async fn signs_in(&self, email: &str, password: &str) -> Answer {
        let mut form = self.opens("/sign-in").await.form("/sign-in");
        form.set("email", email).set("password", password);
        self.sends(&form).await
    }

    /// Begins the response of a year: its id.
    pub async fn begins(&self, year: i32) -> String {
        let home = self.opens("/").await;
        let action = format!("/cycles/{year}/response");
        let answer = self.sends(&home.form(&action)).await.expect_status(303);
        answer.location().trim_start_matches("/responses/").to_owned()
    }

    /// The form of a section.
    pub async fn section(&self, id: &str, section: &str) -> Form {
        let path = format!("/responses/{id}/sections/{section}");
        self.opens(&path).await.form(&path)
    }

    /// Sets fields of a section and saves it.
    pub async fn saves(&self, id: &str, section: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = self.section(id, section).await;
        for (name, value) in fields {
            form.set(name, value);
        }
        form.set("then", "stay");
        self.sends(&form).await
    }

    /// Answers one question by its code.
    pub async fn answers(&self, id: &str, code: &str, value: &str) -> Answer {
        let section = code.split('.').next().unwrap();
        self.saves(id, section, &[(&format!("value:{code}"), value)]).await.expect_status(303)
    }

    /// Submits, by the page: the receipt.
    pub async fn submits(&self, id: &str) -> Answer {
        let form = self.opens(&format!("/responses/{id}/submit")).await.form("");
        let form = Form { action: format!("/responses/{id}/submit"), ..form };
        let answer = self.sends(&form).await;
        self.follows(answer).await
    }

    /// Amends with a reason: the receipt.
    pub async fn amends(&self, id: &str, reason: &str) -> Answer {
        let form = self.opens(&format!("/responses/{id}/submit")).await.form("");
        let mut form = Form { action: format!("/responses/{id}/submit"), ..form };
        form.set("reason", reason);
        let answer = self.sends(&form).await;
        self.follows(answer).await
    }

    /// Reads a State's response.
    pub async fn reads(&self, state: &str) -> Answer {
        self.opens(&format!("/cycles/2027/responses/{state}")).await
    }

    /// Confirms a coordinator against a note verbale, as a member of the Secretariat.
    pub async fn confirms(&self, account: &str) -> Answer {
        let path = format!("/secretariat/accounts/{account}/confirm");
        let mut form = self.opens(&path).await.form(&path);
        form.set("reference", "NV/2027/114").set("date", "2027-04-01");
        self.sends(&form).await
    }

    /// The same once more, past the page, which has no form any more.
    pub async fn confirms_again(&self, account: &str) -> Answer {
        let path = format!("/secretariat/accounts/{account}/confirm");
        self.post(&path, &[("reference", "NV/2027/114"), ("date", "2027-04-01")]).await
    }

    /// Publishes a State's response.
    pub async fn publishes(&self, state: &str) -> Answer {
        let path = format!("/secretariat/cycles/2027/publish/{state}");
        let page = self.opens(&path).await;
        let action = page
            .html()
            .select(&selector("main form[method=post]"))
            .next()
            .map(|form| form.attr("action").unwrap_or("").to_owned());
        let form = page.form(&action.expect("a form that publishes"));
        let answer = self.post_raw(&path, encoded(&form.fields)).await;
        self.follows(answer).await
    }
}

/// A file that is a PDF by its structure, with a text in it.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% {text}\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n")
        .into_bytes()
}
