//! What a database holds at the beginning, and how a platform is made on it.

use super::*;

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

pub(super) fn clock() -> (Arc<AtomicI64>, Clock) {
    let hand = Arc::new(AtomicI64::new(BEGINNING));
    let at = hand.clone();
    (hand, Clock::from_fn(move || Instant::from_micros(at.load(Ordering::SeqCst))))
}

fn keys() -> Keyring {
    Keyring::new(&Key::from_bytes(&[7; 32]).unwrap()).unwrap()
}

/// Where templates of this build lie: another build makes its own.
pub(super) fn templates() -> PathBuf {
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
        opens_cycle(&db, 2027, WORKBOOK);
    }
}

/// Loads a questionnaire and opens a year's cycle with it.
pub(super) fn opens_cycle(db: &Db, year: i32, file: &[u8]) {
    let imported = questionnaire::import(file);
    let form = imported.form.unwrap_or_else(|| panic!("the questionnaire has errors: {:?}", imported.problems));
    db.write_now(&OPERATOR, |ctx| {
        let form = questionnaire::add(ctx, &form, file, &imported.problems)?;
        let new = NewCycle {
            year,
            form,
            note_reference: OneLine::new("ICC-ASP/26/SP/09").unwrap(),
            note_date: format!("{year}-04-01").parse().unwrap(),
            expected_by: format!("{year}-06-30").parse().unwrap(),
            invented: false,
        };
        let id = cycle::prepare(ctx, &new)?;
        let permit = ctx.permit::<Manage, Cycle>(&id)?;
        cycle::open(ctx, &permit)
    })
    .unwrap();
}

fn name_of(start: Start) -> &'static str {
    match start {
        Start::Bare => "bare",
        Start::Open => "open",
    }
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

    pub(super) fn open(folder: tempfile::TempDir, url: DatabaseUrl, database: Option<Database>) -> Self {
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
}
