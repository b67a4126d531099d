//! What somebody types into a file, cell by cell, and LibreOffice as the hand that does it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use concord::domain::questionnaire::Kind;
use concord::domain::response::offline::paper::{Line, Texts};
use concord::domain::response::offline::{Format, Phrases, Terms};

pub fn phrases(language: &str) -> Option<Phrases> {
    let french = language == "fr";
    let say = |english: &str, other: &str| if french { other.to_owned() } else { english.to_owned() };
    Some(Phrases {
        right_to_left: false,
        terms: Terms {
            acknowledged: say("Yes", "Oui"),
            declined: say("Yes", "Oui"),
            court: say("The Court only", "La Cour seulement"),
            states_parties: say("The Court and all States Parties", "La Cour et tous les États Parties"),
        },
        heading: say("Draft for clearance", "Projet pour validation"),
        facts: vec![(say("State", "État"), "SEN".to_owned())],
        reference: say("Reference", "Référence"),
        how: vec!["…".to_owned()],
        read_me: say("Read me", "Lisez-moi"),
        key: say("Key", "Clé"),
        version: "Version".to_owned(),
        question: "Question".to_owned(),
        answer: say("Answer", "Réponse"),
        comment: say("Comment", "Commentaire"),
        declined: say("Not in a position to answer", "Pas en mesure de répondre"),
        reason: say("Reason", "Motif"),
        readers: say("Who may read it", "Qui peut la lire"),
        entry: say("Entry {n}", "Entrée {n}"),
        new_entry: say("New entry {n}", "Nouvelle entrée {n}"),
        required: "!".to_owned(),
        does_not_apply: "-".to_owned(),
        choose_one: "1".to_owned(),
        choose_several: "n".to_owned(),
        put_in_order: "1..n".to_owned(),
        as_a_date: "2027-04-19".to_owned(),
        as_a_time: "14:30".to_owned(),
        tick_one: "1".to_owned(),
        tick_several: "n".to_owned(),
        court_box: say("Only the Court reads it", "Seule la Cour la lit"),
        decline_box: say("No answer, because:", "Pas de réponse, parce que\u{a0}:"),
        page: ["".to_owned(), "/".to_owned(), "".to_owned()],
        file_on_the_platform: "file".to_owned(),
        attached: say("Attached:", "Joint\u{a0}:"),
        computed: "computed".to_owned(),
        too_long: "too long".to_owned(),
        on_sheet: "→ {sheet}".to_owned(),
    })
}

pub fn terms(language: &str) -> Option<Terms> {
    phrases(language).map(|phrases| phrases.terms)
}

/// What somebody types into a file: the key of a row, the column, how, and the text.
pub type Typed = (String, &'static str, &'static str, String);

/// The cells of a workbook in which an answer differs from a blank one.
pub fn cells_of_a_workbook(line: &Line, texts: &Texts) -> Vec<Typed> {
    let typed = if matches!(line.kind, Kind::Date | Kind::Time) { "typed" } else { "text" };
    let parts = [
        ("D", &texts.answer, &line.given.answer, typed),
        ("E", &texts.declined, &line.given.declined, "text"),
        ("F", &texts.reason, &line.given.reason, "text"),
        ("G", &texts.comment, &line.given.comment, "text"),
        ("H", &texts.readers, &line.given.readers, "text"),
    ];
    let changed = parts.into_iter().filter(|(_, new, old, _)| new != old);
    changed.map(|(column, new, _, kind)| (line.key.clone(), column, kind, new.clone())).collect()
}

/// The same of a document: choices as ticked boxes, the reason below the box, and the box for the Court below the question.
pub fn cells_of_a_document(line: &Line, texts: &Texts, phrases: &Phrases) -> Vec<Typed> {
    let boxed = |ticked: bool, text: &str| format!("{} {text}", if ticked { '☒' } else { '☐' });
    let boxes = |all: &[String]| {
        let line = |text: &String| boxed(texts.answer.lines().any(|t| t == text), text);
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let (given, mut cells) = (&line.given, Vec::new());
    let mut types = |column, text: String| cells.push((line.key.clone(), column, "text", text));
    if (&texts.answer, &texts.declined, &texts.reason) != (&given.answer, &given.declined, &given.reason) {
        let mut text = match &line.kind {
            Kind::SelectOne { .. } | Kind::SelectMultiple { .. } => boxes(&line.choices),
            Kind::Acknowledge => boxes(std::slice::from_ref(&phrases.terms.acknowledged)),
            _ => texts.answer.clone(),
        };
        if line.fill.decline {
            text += &format!("\n{}\n{}", boxed(!texts.declined.is_empty(), &phrases.decline_box), texts.reason);
        }
        types("C", text);
    }
    if texts.comment != given.comment {
        types("D", texts.comment.clone());
    }
    if texts.readers != given.readers {
        types("B", format!("?\n{}", boxed(texts.readers == phrases.terms.court, &phrases.court_box)));
    }
    cells
}

/// Types cells into a file by LibreOffice and saves it there.
pub fn by_libreoffice(bytes: &[u8], format: Format, cells: &[Typed]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str| folder.path().join(format!("{name}.{}", format.as_str()));
    let (source, target) = (named("in"), named("out"));
    std::fs::write(&source, bytes).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/office/fill.py");
    let mut office = Command::new("/usr/bin/python3")
        .args([script.as_ref(), source.as_os_str(), target.as_os_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    office.stdin.take().unwrap().write_all(&serde_json::to_vec(cells).unwrap()).unwrap();
    let done = office.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(said["formulas"], 0, "LibreOffice sees formulas");
    std::fs::read(target).unwrap()
}

/// Whether LibreOffice can be asked. In a build that has to be complete it has to be there.
pub fn has_libreoffice() -> bool {
    let there = Command::new("/usr/bin/python3")
        .args(["-c", "import uno"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
        && Command::new("sh")
            .args(["-c", "command -v soffice"])
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|s| s.success());
    assert!(there || std::env::var_os("CI").is_none(), "soffice and python3-uno are not installed");
    if !there {
        eprintln!("LibreOffice is not installed: nothing was opened by it");
    }
    there
}
