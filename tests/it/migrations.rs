//! Up, down and up again on both databases; the same migrations and the same columns on both.

use std::collections::BTreeMap;

use concord::domain::db::{DatabaseUrl, migrate};

use crate::app::{Database, TestApp, postgres_urls, with_database};

fn names(folder: &str) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

fn up_down_up(url: &DatabaseUrl) {
    let all = names("sqlite").len();
    assert_eq!(migrate::up(url).unwrap(), all);
    assert_eq!(migrate::missing(url).unwrap(), 0);
    assert_eq!(migrate::down(url).unwrap(), all);
    assert_eq!(migrate::up(url).unwrap(), all);
    assert_eq!(migrate::up(url).unwrap(), 0);
}

#[test]
fn up_down_up_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    up_down_up(&DatabaseUrl::Sqlite(folder.path().join("concord.db")));
}

#[test]
fn up_down_up_on_postgres() {
    let Some((owner, _)) = postgres_urls() else { return };
    let database = Database::create(&owner, None);
    up_down_up(&DatabaseUrl::Postgres(with_database(&owner, &database.name)));
}

fn columns(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let tables = app.tables().into_iter().filter(|table| !table.starts_with("__"));
    tables.map(|table| (table.clone(), app.columns(&table))).collect()
}

// Every column can be read by the role that serves: `dump` selects them all.
on_both!(every_column_can_be_selected, |app| async {
    let columns = columns(&app);
    assert_eq!(app.dump().len(), columns.len() + 1, "the tables and the list of migrations");
    let schema = include_str!("../../src/domain/db/schema.rs");
    for (table, columns) in columns {
        let begins = format!("\n    {table} (");
        let block = schema.split(&begins).nth(1).unwrap_or_else(|| panic!("schema.rs has no table {table}"));
        let block = block.split("\n    }").next().unwrap();
        for column in columns {
            assert!(block.contains(&format!("        {column} -> ")), "schema.rs has no {table}.{column}");
        }
    }
});

#[actix_web::test]
async fn both_databases_have_the_same_columns() {
    let Some(postgres) = TestApp::on_postgres(crate::app::Start::Bare) else { return };
    let sqlite = TestApp::on_sqlite(crate::app::Start::Bare);
    assert_eq!(columns(&sqlite), columns(&postgres));
}
