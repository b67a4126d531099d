//! The messages of the interface: the same keys and variables in both languages, none that is missing, none that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Beginnings of keys that the code puts together.
const PUT_TOGETHER: [&str; 21] = [
    "browser-",
    "system-",
    "error-",
    "fault-",
    "role-",
    "refusal-",
    "problem-",
    "organ-",
    "month-",
    "reading-show-",
    "record-action-",
    "record-kind-",
    "record-actor-",
    "record-why-",
    "record-refused-",
    "record-part-",
    "record-purpose-",
    "standing-is-",
    "language-",
    "translation-",
    "attached-done-",
];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn read(folder: &str, ending: &str) -> String {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    assert!(!found.is_empty(), "{folder}/*{ending}");
    found.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect::<Vec<_>>().join("\n")
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Each message with its variables.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    let ending = format!(".{language}.ftl");
    let engine = read("src/domain/questionnaire/messages", &ending);
    for line in read("src/web/locales", &ending).lines().chain(engine.lines()) {
        if line.starts_with(|c: char| c.is_ascii_lowercase())
            && let Some((name, _)) = line.split_once('=')
        {
            key = name.trim().to_owned();
            assert!(!messages.contains_key(&key), "{key} stands twice in {language}");
            messages.insert(key.clone(), BTreeSet::new());
        }
        if line.starts_with('#') || key.is_empty() {
            continue;
        }
        for rest in line.split('$').skip(1) {
            let variable: String = rest.chars().take_while(|c| is_of_key(*c) || *c == '_').collect();
            messages.get_mut(&key).unwrap().insert(variable);
        }
    }
    messages
}

#[test]
fn both_languages_say_the_same() {
    let (english, french) = (messages("en"), messages("fr"));
    assert!(english.len() > 100);
    let keys = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
    let apart: Vec<_> = keys(&english).symmetric_difference(&keys(&french)).cloned().collect();
    assert!(apart.is_empty(), "in one language only: {apart:#?}");
    let differ: Vec<_> = english.iter().filter(|(key, variables)| french[*key] != **variables).collect();
    assert!(differ.is_empty(), "other variables in French: {differ:#?}");
}

/// Every quoted text of the source that could be a key.
fn quoted() -> BTreeSet<String> {
    let source = format!("{}\n{}", read("src", ".rs"), read("src/web", ".html"));
    let mut quoted = BTreeSet::new();
    for text in source.split('"') {
        if !text.is_empty() && text.chars().all(is_of_key) {
            quoted.insert(text.to_owned());
        }
    }
    quoted
}

#[test]
fn every_message_is_said() {
    let quoted = quoted();
    let unsaid: Vec<String> = messages("en")
        .into_keys()
        .filter(|key| !quoted.contains(key) && !PUT_TOGETHER.iter().any(|start| key.starts_with(start)))
        .collect();
    assert!(unsaid.is_empty(), "nobody says: {unsaid:#?}");
}

/// The first argument of the calls that word a key.
fn said() -> BTreeSet<String> {
    let source = format!("{}\n{}", read("src/web", ".rs"), read("src/web", ".html"));
    let mut said = BTreeSet::new();
    for call in [".t(\"", ".t1(\"", ".t2(\"", ".with(\"", ".plain(\""] {
        for rest in source.split(call).skip(1) {
            said.insert(rest.chars().take_while(|c| *c != '"').collect());
        }
    }
    said
}

#[test]
fn every_message_that_is_said_exists() {
    let messages = messages("en");
    let said = said();
    assert!(said.len() > 100);
    let missing: Vec<&String> = said.iter().filter(|key| !messages.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no such message: {missing:#?}");
}
