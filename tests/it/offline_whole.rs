//! A whole questionnaire filled in away from the platform: every kind of question and every repeat, in both languages, by Excel and by Word, comes
//! back byte for byte; also through LibreOffice, which opens the file, types into it and saves it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use concord::domain::access::{Edit, Read};
use concord::domain::actor::Actor;
use concord::domain::ids::ResponseId;
use concord::domain::questionnaire::{Form, Kind, Node, Place, Visibility};
use concord::domain::response::draft::{self, Draft};
use concord::domain::response::offline::paper::{Line, PaperEntry, Piece, Texts};
use concord::domain::response::offline::{self, Content, FileRead, Format, Import, Paper, Phrases, Terms, excel, word};
use concord::domain::response::{self, Body, Change, Response, Saved, Section};

use crate::app::*;

/// A form with every kind of question, and a repeat inside a repeat.
const EVERY_KIND: &str = "\
    type|name|label::English (en)|label::French (fr)|appearance|bind::concord:may_decline|bind::concord:visibility|parameters\n\
    begin_group|A|Section|Section|||states_parties|\n\
    note|A.0|Read this first|Lisez d’abord ceci||||\n\
    text|A.1|One line|Une ligne||yes||\n\
    text|A.2|Many lines|Des lignes|multiline|yes||\n\
    integer|A.3|A whole number|Un entier||||\n\
    decimal|A.4|A number|Un nombre||||\n\
    date|A.5|A day|Un jour||||\n\
    time|A.6|A time|Une heure||||\n\
    dateTime|A.7|A moment|Un moment||||\n\
    select_one colour|A.8|One|Une||||\n\
    select_multiple colour|A.9|Several|Plusieurs||||\n\
    rank colour|A.10|In order|En ordre||||\n\
    acknowledge|A.11|Read|Lu||||\n\
    range|A.12|A range|Une plage||||start=0 end=10 step=0.5\n\
    begin_group|A.13|Together|Ensemble||||\n\
    text|A.13.a|In a group|Dans un groupe||||\n\
    end_group|||||||\n\
    begin_repeat|A.14|Laws|Lois||yes||\n\
    text|A.14.title|Title|Titre||||\n\
    date|A.14.day|Day|Jour||||\n\
    begin_repeat|A.14.change|Changes|Modifications||||\n\
    text|A.14.change.text|What changed|Ce qui a changé||||\n\
    end_repeat|||||||\n\
    end_repeat|||||||\n\
    end_group|||||||";
const COLOURS: &str = "list_name|name|label::English (en)|label::French (fr)\n\
    colour|red|Red, of course|Rouge, bien sûr\n\
    colour|blue|The same|Le même\n\
    colour|green|The same|Vert : « pâle »";

fn every_kind() -> Vec<u8> {
    workbook(&[("survey", EVERY_KIND), ("choices", COLOURS)])
}

fn phrases(language: &str) -> Option<Phrases> {
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
        computed: "computed".to_owned(),
        too_long: "too long".to_owned(),
        on_sheet: "→ {sheet}".to_owned(),
    })
}

fn terms(language: &str) -> Option<Terms> {
    phrases(language).map(|phrases| phrases.terms)
}

fn draft_of(app: &TestApp, who: &Actor, id: &ResponseId) -> std::sync::Arc<Draft> {
    app.db
        .read_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            draft::open(ctx, &permit)
        })
        .unwrap()
}

fn value(form: &Form, node: &Node, n: usize) -> String {
    let names: Vec<&str> = form.choices(node).iter().map(|choice| choice.name.as_str()).collect();
    let some = |from: usize| names.iter().skip(from % names.len().max(1)).copied().collect::<Vec<_>>();
    match &node.kind {
        Kind::Text { multiline: true } => {
            format!("=Line « {n} » of {}\n\n\tthird, N° 3 – L’été  \"x\" <b>&amp;", node.code)
        }
        Kind::Text { .. } => format!("+Text {n} of {}: 1/2, _x000D_ L’été", node.code),
        Kind::Integer => format!("{}", 1_000 + n),
        Kind::Decimal => "1234.125".to_owned(),
        Kind::Date => format!("2027-04-{:02}", 1 + n % 28),
        Kind::Time => format!("0{}:05:00", n % 10),
        Kind::DateTime => "2027-04-19T14:30:00".to_owned(),
        Kind::SelectOne { .. } => names[n % names.len()].to_owned(),
        Kind::SelectMultiple { .. } => some(n).join(" "),
        Kind::Rank { .. } => names.iter().rev().copied().collect::<Vec<_>>().join(" "),
        Kind::Range { start, .. } => start.clone(),
        Kind::Acknowledge => "OK".to_owned(),
        _ => String::new(),
    }
}

/// Fills in everything: two entries of each repeat, and in each one of those inside; every kind of answer, comments, reasons and readers.
fn fills(app: &TestApp, who: &Actor, id: &ResponseId) {
    let form = draft_of(app, who, id).form.clone();
    for (at, section) in form.sections() {
        let of = (id.clone(), section.code.clone());
        let repeats: Vec<&Node> = form.nodes[at..section.end].iter().filter(|node| node.kind == Kind::Repeat).collect();
        for repeat in repeats {
            let outer: Vec<String> = match repeat.repeat {
                None => vec![String::new(), String::new()],
                Some(outer) => {
                    let draft = draft_of(app, who, id);
                    let code = &form.nodes[outer].code;
                    draft
                        .entries
                        .iter()
                        .filter(|entry| &entry.repeat_code == code)
                        .map(|entry| entry.id.clone())
                        .collect()
                }
            };
            for parent in outer {
                app.db
                    .write_now(who, |ctx| {
                        let section = ctx.permit::<Edit, Section>(&of)?;
                        response::add_entry(ctx, &section, &repeat.code, &parent)
                    })
                    .unwrap();
                app.wait(1);
            }
        }
        let draft = draft_of(app, who, id);
        let mut changes = Vec::new();
        for (n, node) in form.nodes.iter().enumerate().take(section.end).skip(at) {
            let whole = node.kind.is_container();
            if !(node.kind.takes_answer() || whole) || node.kind == Kind::File || (whole && node.parent.is_none()) {
                continue;
            }
            let instances: Vec<String> = match node.repeat {
                None => vec![String::new()],
                Some(repeat) => {
                    let code = &form.nodes[repeat].code;
                    draft
                        .entries
                        .iter()
                        .filter(|entry| &entry.repeat_code == code)
                        .map(|entry| entry.id.clone())
                        .collect()
                }
            };
            for (m, instance) in instances.into_iter().enumerate() {
                let n = n + m * 7;
                let declined = node.may_decline && n.is_multiple_of(5);
                let body = Body {
                    value: if declined { String::new() } else { value(&form, node, n) },
                    comment: if n.is_multiple_of(3) && !whole {
                        format!("Comment {n}\nin two lines")
                    } else {
                        String::new()
                    },
                    declined,
                    reason: if declined { format!("Reason {n}") } else { String::new() },
                };
                let narrow = n.is_multiple_of(4) && node.visibility == Visibility::StatesParties;
                let place = Place { code: node.code.clone(), instance };
                let visibility = narrow.then_some(Visibility::Court);
                changes.push(Change { stamp: draft.stamp(&place), place, body, visibility });
            }
        }
        let written = app
            .db
            .write_now(who, |ctx| {
                let section = ctx.permit::<Edit, Section>(&of)?;
                response::save(ctx, &section, &changes)
            })
            .unwrap();
        let kept = |saved: &Saved| matches!(saved, Saved::Written | Saved::Unchanged);
        assert!(written.saved.iter().all(kept), "{:?}", changes.iter().zip(&written.saved).find(|(_, s)| !kept(s)));
    }
}

fn paper(app: &TestApp, who: &Actor, id: &ResponseId, content: Content, language: &str) -> Paper {
    app.wait(1);
    app.db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            offline::make(ctx, &permit, content, language, &terms(language).unwrap())
        })
        .unwrap()
}

/// Puts the texts of one paper where another has the same questions: entry by entry.
fn copies(to: &mut [Piece], from: &[Piece], fill: &mut impl FnMut(&mut Line, &Texts)) {
    assert_eq!(to.len(), from.len());
    for (to, from) in to.iter_mut().zip(from) {
        match (to, from) {
            (Piece::Line(to), Piece::Line(from)) | (Piece::Group(to), Piece::Group(from)) => fill(to, &from.given),
            (Piece::Repeat(to), Piece::Repeat(from)) => {
                fill(&mut to.line, &from.line.given);
                let standing = from.entries.iter().filter(|entry: &&PaperEntry| !entry.new);
                for (to, from) in to.entries.iter_mut().zip(standing) {
                    copies(&mut to.pieces, &from.pieces, fill);
                }
            }
            (Piece::Note(_), Piece::Note(_)) | (Piece::GroupEnd, Piece::GroupEnd) => {}
            (to, from) => panic!("{to:?} {from:?}"),
        }
    }
}

/// What is given in a draft, entries by their order.
fn given(draft: &Draft) -> Vec<(String, Vec<usize>, Body, Option<Visibility>)> {
    let path = |instance: &str| {
        let (mut path, mut at) = (Vec::new(), instance.to_owned());
        while let Some(entry) = draft.entries.iter().find(|entry| entry.id == at) {
            let siblings = draft.values().entries(&entry.repeat_code, &entry.parent);
            path.insert(0, siblings.take_while(|other| other.id != entry.id).count());
            at = entry.parent.clone();
        }
        path
    };
    let mut all: Vec<_> = draft
        .answers
        .iter()
        .filter(|(_, answer)| !answer.body.is_empty() || answer.visibility.is_some())
        .map(|(place, answer)| (place.code.clone(), path(&place.instance), answer.body.clone(), answer.visibility))
        .collect();
    all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    all
}

fn brings(app: &TestApp, who: &Actor, id: &ResponseId, file: &FileRead) -> Comparison {
    let import = app
        .db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            offline::propose(ctx, &permit, "file.xlsx", file)
        })
        .unwrap();
    let key = (id.clone(), import);
    let comparison = app
        .db
        .read_now(who, |ctx| {
            let permit = ctx.permit::<Read, Import>(&key)?;
            offline::look(ctx, &permit, &terms)
        })
        .unwrap()
        .comparison;
    let applied = app
        .db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Edit, Import>(&key)?;
            offline::apply(ctx, &permit, &[], &terms)
        })
        .unwrap();
    let done = applied.done;
    for written in applied.written {
        written.settle();
    }
    assert!(done, "{:?}", comparison.troubles);
    comparison
}

use concord::domain::response::offline::Comparison;
use concord::domain::response::offline::compare::Found;

/// Which way the filled file goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Straight,
    LibreOffice,
}

fn written(paper: &Paper, format: Format, language: &str) -> Vec<u8> {
    let phrases = phrases(language).unwrap();
    match format {
        Format::Excel => excel::write(paper, &phrases).unwrap(),
        Format::Word => word::write(paper, &phrases).unwrap(),
    }
}

fn read(bytes: &[u8], format: Format) -> FileRead {
    match format {
        Format::Excel => excel::read(bytes, phrases).unwrap(),
        Format::Word => word::read(bytes, phrases).unwrap(),
    }
}

/// What somebody types into a file: the key of a row, the column, how, and the text.
type Typed = (String, &'static str, &'static str, String);

/// The cells of a workbook in which an answer differs from a blank one.
fn cells_of_a_workbook(line: &Line, texts: &Texts) -> Vec<Typed> {
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
fn cells_of_a_document(line: &Line, texts: &Texts, phrases: &Phrases) -> Vec<Typed> {
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

/// One State fills everything in on the platform; what it said goes into another State's blank file, and by that into its draft.
async fn round_trip(app: &TestApp, format: Format, language: &str, way: Way) {
    let (svn, sen) = (app.coordinator("SVN").await, app.coordinator("SEN").await);
    let other: ResponseId = svn.begins(2027).await.parse().unwrap();
    let id: ResponseId = sen.begins(2027).await.parse().unwrap();
    let (svn, sen) = (app.actor("coordinator@svn.example"), app.actor("coordinator@sen.example"));
    fills(app, &svn, &other);
    let filled = paper(app, &svn, &other, Content::Draft, language);
    let mut blank = paper(app, &sen, &id, Content::Blank, language);
    let empty = written(&blank, format, language);
    let mut cells = Vec::new();
    for (to, from) in blank.sections.iter_mut().zip(&filled.sections) {
        copies(&mut to.pieces, &from.pieces, &mut |line, texts| {
            if line.kind == Kind::File {
                return;
            }
            cells.extend(match format {
                Format::Excel => cells_of_a_workbook(line, texts),
                Format::Word => cells_of_a_document(line, texts, &phrases(language).unwrap()),
            });
            line.given = texts.clone();
        });
    }
    let bytes = match way {
        Way::Straight => written(&blank, format, language),
        Way::LibreOffice => by_libreoffice(&empty, format, &cells),
    };
    let file = read(&bytes, format);
    assert!(file.stray.is_empty(), "{:?}", file.stray);
    let comparison = brings(app, &sen, &id, &file);
    assert!(comparison.lines.iter().any(|line| matches!(line.found, Found::Take { .. })));
    let (theirs, ours) = (given(&draft_of(app, &svn, &other)), given(&draft_of(app, &sen, &id)));
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(theirs.len(), ours.len());

    // The whole draft out and in again: nothing has changed.
    let whole = written(&paper(app, &sen, &id, Content::Draft, language), format, language);
    let whole = if way == Way::LibreOffice { by_libreoffice(&whole, format, &[]) } else { whole };
    let comparison = brings(app, &sen, &id, &read(&whole, format));
    let news: Vec<_> = comparison.lines.iter().filter(|line| line.found != Found::Untouched).collect();
    assert!(news.is_empty(), "{news:#?}");
    assert_eq!(given(&draft_of(app, &sen, &id)), ours);
}

/// Types cells into a file by LibreOffice and saves it there.
fn by_libreoffice(bytes: &[u8], format: Format, cells: &[Typed]) -> Vec<u8> {
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
fn has_libreoffice() -> bool {
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

on_both!(the_questionnaire_comes_back_as_it_was_in_english, |app| async {
    round_trip(&app, Format::Excel, "en", Way::Straight).await;
});

on_both!(the_questionnaire_comes_back_as_it_was_in_french, |app| async {
    round_trip(&app, Format::Excel, "fr", Way::Straight).await;
});

on_both!(every_kind_of_question_comes_back_as_it_was, Bare, |app| async {
    app.opens_cycle(&every_kind());
    round_trip(&app, Format::Excel, "fr", Way::Straight).await;
});

on_both!(by_word_the_questionnaire_comes_back_as_it_was, |app| async {
    round_trip(&app, Format::Word, "fr", Way::Straight).await;
});

on_both!(by_word_every_kind_of_question_comes_back_as_it_was, Bare, |app| async {
    app.opens_cycle(&every_kind());
    round_trip(&app, Format::Word, "en", Way::Straight).await;
});

on_both!(a_text_that_no_cell_can_hold_stays_on_the_platform, Bare, |app| async {
    let survey = "type|name|label::English (en)|label::French (fr)|appearance|constraint\n\
                  begin_group|A|Section|Section||\n\
                  text|A.1|Long|Long|multiline|string-length(.) <= 60000\n\
                  text|A.2|Short|Court||\n\
                  end_group|||||";
    app.opens_cycle(&workbook(&[("survey", survey)]));
    let ndeye = app.coordinator("SEN").await;
    let id: ResponseId = ndeye.begins(2027).await.parse().unwrap();
    let long = "ÿ".repeat(33_000);
    ndeye.answers(id.as_str(), "A.1", &long).await;
    let who = app.actor("coordinator@sen.example");
    let mut paper = paper(&app, &who, &id, Content::Draft, "en");
    let Piece::Line(line) = &mut paper.sections[0].pieces[1] else { panic!() };
    line.given.answer = "Beside it".to_owned();
    let right_to_left = Phrases { right_to_left: true, ..phrases("en").unwrap() };
    let bytes = excel::write(&paper, &right_to_left).unwrap();
    assert!(Book::of(&bytes).text("xl/worksheets/sheet2.xml").contains("rightToLeft=\"1\""));
    let comparison = brings(&app, &who, &id, &excel::read(&bytes, phrases).unwrap());
    assert!(matches!(comparison.lines[0].found, Found::Untouched), "{:?}", comparison.lines[0].key);
    let answers = given(&draft_of(&app, &who, &id));
    assert_eq!((answers[0].2.value.len(), answers[1].2.value.as_str()), (long.len(), "Beside it"));
});

/// Through LibreOffice, on a platform of its own.
async fn by_libreoffice_and_back(start: Start, format: Format, language: &str) {
    if has_libreoffice() {
        let bare = matches!(start, Start::Bare);
        let app = TestApp::on_sqlite(start);
        if bare {
            app.opens_cycle(&every_kind());
        }
        round_trip(&app, format, language, Way::LibreOffice).await;
    }
}

#[actix_web::test]
async fn by_libreoffice_the_questionnaire_comes_back_as_it_was_in_english() {
    by_libreoffice_and_back(Start::Open, Format::Excel, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_questionnaire_comes_back_as_it_was_in_french() {
    by_libreoffice_and_back(Start::Open, Format::Excel, "fr").await;
}

#[actix_web::test]
async fn by_libreoffice_every_kind_of_question_comes_back_as_it_was() {
    by_libreoffice_and_back(Start::Bare, Format::Excel, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_document_comes_back_as_it_was_in_english() {
    by_libreoffice_and_back(Start::Open, Format::Word, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_document_comes_back_as_it_was_in_french() {
    by_libreoffice_and_back(Start::Open, Format::Word, "fr").await;
}

#[actix_web::test]
async fn by_libreoffice_every_kind_of_question_in_a_document_comes_back_as_it_was() {
    by_libreoffice_and_back(Start::Bare, Format::Word, "fr").await;
}
