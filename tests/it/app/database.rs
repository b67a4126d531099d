//! The database behind a test, past the platform: made, dropped, looked at, changed.

use super::*;

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
    /// The URL of the role that owns the tables, on PostgreSQL.
    pub fn owner_url(&self) -> String {
        let database = self.database.as_ref().expect("PostgreSQL");
        with_database(&database.owner, &database.name)
    }

    /// As that role.
    pub fn as_owner(&self, sql: &str) {
        execute(&self.owner_url(), sql);
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
        // That a file is taken away is recorded as its being read is.
        let files = ["responses_exported", "record_exported", "draft_taken"];
        if let Some(audit) = dump.get_mut("audit") {
            audit.retain(|row| !files.iter().any(|taken| row.contains(taken)));
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
