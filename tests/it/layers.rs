//! The order of the slices, read from the source: each may use those before it, never those after; and SQL stays in the domain.

use std::path::{Path, PathBuf};

/// Those before a slice are those that it may use.
const ORDER: [&str; 16] = [
    "db",
    "access",
    "vault",
    "audit",
    "mail",
    "states",
    "identity",
    "questionnaire",
    "cycle",
    "response",
    "people",
    "review",
    "publication",
    "directory",
    "exchange",
    "report",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (relative(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("tests.rs") || path.ends_with("testing.rs")
}

/// The slices that a file names after `crate::domain::`, tests left out.
fn named(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut named = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::domain::").skip(1) {
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(['}', ';']).next().unwrap().split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let name: String = name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                named.push(name);
            }
        }
    }
    named
}

#[test]
fn slices_use_those_before_them() {
    let mut wrong = Vec::new();
    for (path, text) in all() {
        let Some(inside) = path.strip_prefix("domain/") else { continue };
        let slice = inside.split(['/', '.']).next().unwrap();
        if is_test(&path) {
            continue;
        }
        let own = ORDER.iter().position(|known| *known == slice);
        for name in named(&text) {
            let Some(used) = ORDER.iter().position(|known| *known == name) else { continue };
            // What is no slice (ids, actor, time, ..) is plain types, which use none.
            if own.is_none_or(|own| used > own) && slice != "mod" {
                wrong.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_slice_is_in_the_order() {
    let plain = ["mod", "actor", "error", "ids", "keyring", "line", "objects", "seal", "time"];
    for (path, _) in all() {
        let Some(inside) = path.strip_prefix("domain/") else { continue };
        let slice = inside.split(['/', '.']).next().unwrap();
        assert!(ORDER.contains(&slice) || plain.contains(&slice), "{slice} has no place in the order");
    }
}

#[test]
fn the_database_is_named_in_the_domain_only() {
    let mut wrong = Vec::new();
    for (path, text) in all() {
        let outside = !path.starts_with("domain/");
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if outside && (line.contains("diesel") || line.contains("db::schema")) {
                wrong.push(format!("{path}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_domain_knows_no_web() {
    let words = ["actix", "askama", "fluent", "crate::web", "crate::cli", "crate::config"];
    let mut wrong = Vec::new();
    for (path, text) in all() {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if path.starts_with("domain/") && words.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{path}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
