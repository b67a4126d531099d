use super::*;
use crate::domain::questionnaire::Place;
use crate::domain::response::offline::paper::{Content, Fill, PaperEntry, PaperSection, Texts};
use crate::domain::response::offline::words::Terms;
use crate::domain::time::Instant;

const REFERENCE: &str = "concord/1/en/SEN/2027/12/0197f0a0-0000-7000-8000-000000000001/\
    0197f0a0-0000-7000-8000-000000000002/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn phrases() -> Phrases {
    let word = |text: &str| text.to_owned();
    Phrases {
        right_to_left: false,
        terms: Terms {
            acknowledged: word("Acknowledged"),
            declined: word("Yes"),
            court: word("Court only"),
            states_parties: word("States Parties"),
        },
        heading: word("Draft for clearance"),
        facts: vec![(word("State:"), word("Senegal"))],
        reference: word("Reference"),
        how: vec![word("Write in the right column.")],
        read_me: word("Read me"),
        key: word("Code"),
        version: word("Version"),
        question: word("Question"),
        answer: word("Answer"),
        comment: word("Comment"),
        declined: word("Declined"),
        reason: word("Reason"),
        readers: word("Readers"),
        entry: word("Entry {n}"),
        new_entry: word("New entry {n}"),
        required: word("Required"),
        does_not_apply: word("Does not apply"),
        choose_one: word("Choose one"),
        choose_several: word("Choose several"),
        tick_one: word("Tick one"),
        tick_several: word("Tick several"),
        court_box: word("Only the Court may read it"),
        decline_box: word("Cannot answer, because:"),
        put_in_order: word("Put in order"),
        as_a_date: word("As a date"),
        as_a_time: word("As a time"),
        file_on_the_platform: word("On the platform"),
        attached: word("Attached:"),
        computed: word("Computed"),
        page: [word("Page "), word(" of "), String::new()],
        too_long: word("Too long"),
        on_sheet: word("On {sheet}"),
    }
}

fn question(key: &str, kind: Kind, given: Texts) -> Line {
    let code = key.split('@').next().unwrap().to_owned();
    Line {
        key: key.to_owned(),
        place: Place { code: code.clone(), instance: String::new() },
        base: 3,
        code,
        label: "Which law?".to_owned(),
        hint: "A hint".to_owned(),
        kind,
        choices: vec!["Yes".to_owned(), "No".to_owned()],
        required: true,
        applies: true,
        given,
        attached: Vec::new(),
        fill: Fill {
            answer: true,
            comment: true,
            decline: true,
            readers: vec!["Court only".to_owned(), "States Parties".to_owned()],
        },
    }
}

fn paper(pieces: Vec<Piece>) -> Paper {
    Paper {
        reference: REFERENCE.parse().unwrap(),
        content: Content::Draft,
        made_at: Instant::from_micros(0),
        title: "Cooperation".to_owned(),
        sections: vec![PaperSection { code: "A".into(), label: "Laws".into(), hint: String::new(), pieces }],
    }
}

fn text(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.to_owned()))
}

fn boxes(boxes: &[(bool, &str)]) -> Option<Cell> {
    Some(Cell::Boxes(boxes.iter().map(|(ticked, text)| (*ticked, (*text).to_owned())).collect()))
}

#[test]
fn every_part_of_an_answer_comes_back_as_it_went() {
    let given = Texts {
        answer: "Art. 12\n\n  et seq. <1>".into(),
        comment: "See «\u{a0}also\u{a0}»".into(),
        declined: "Yes".into(),
        reason: "In review\nuntil May".into(),
        readers: "Court only".into(),
    };
    let one = Texts { answer: "No".into(), readers: "States Parties".into(), ..Texts::default() };
    let group = Line {
        given: Texts { comment: "All of it".into(), ..Texts::default() },
        ..question("A.0", Kind::Group, one.clone())
    };
    let entry = PaperEntry {
        number: vec![1],
        new: true,
        pieces: vec![Piece::Line(Box::new(question("A.4@+1", Kind::Integer, Texts::default())))],
    };
    let repeat =
        PaperRepeat { line: question("A.3", Kind::Repeat, Texts::default()), min: 0, max: 9, entries: vec![entry] };
    let written = write(
        &paper(vec![
            Piece::Note("A note".into()),
            Piece::Group(Box::new(group)),
            Piece::Line(Box::new(question("A.1", Kind::Text { multiline: true }, given))),
            Piece::Line(Box::new(question("A.2", Kind::SelectOne { list: 0 }, one))),
            Piece::GroupEnd,
            Piece::Repeat(Box::new(repeat)),
        ]),
        &phrases(),
    );
    let read = reads(&written.unwrap()).unwrap();
    assert_eq!((read.reference.to_string().as_str(), read.format, read.stray), (REFERENCE, Format::Word, vec![]));
    let keys: Vec<(&str, Option<i32>)> = read.lines.iter().map(|line| (line.key.as_str(), line.base)).collect();
    assert_eq!(keys, ["A.0", "A.1", "A.2", "A.3", "A.4@+1"].map(|key| (key, Some(3))));
    let [group, laws, which, ..] = read.lines.as_slice() else { panic!() };
    assert_eq!((&group.answer, &group.comment), (&text(""), &text("All of it")));
    assert_eq!((&laws.answer, &laws.comment), (&text("Art. 12\n\n  et seq. <1>"), &text("See «\u{a0}also\u{a0}»")));
    assert_eq!(laws.declined, boxes(&[(true, "Yes")]));
    assert_eq!(laws.reason, text("In review\nuntil May"));
    assert_eq!(laws.readers, boxes(&[(true, "Court only"), (false, "States Parties")]));
    assert_eq!(which.answer, boxes(&[(false, "Yes"), (true, "No")]));
    assert!(read.lines[4].is_blank());
}

fn reads(bytes: &[u8]) -> Result<FileRead, NotRead> {
    read(bytes, |language| (language == "en").then(phrases))
}

/// A document of one table after the reference.
fn document(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| docx::Cell { lines: written(text), to_fill: true };
    let table = |rows: &[&[&str]]| {
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Block::Table(Table { widths: WIDTHS.to_vec(), head: Vec::new(), rows })
    };
    let blocks = vec![table(&[&["Reference", REFERENCE]]), table(rows)];
    docx::write(&Document { blocks, ..Document::default() }).unwrap()
}

#[test]
fn boxes_can_be_typed() {
    let read = reads(&document(&[&["A.1\nv2 ☐", "?", "☑ Yes\n[x] Perhaps\n[ ] No\n\nNever", ""]])).unwrap();
    assert_eq!(read.lines[0].answer, boxes(&[(true, "Yes"), (true, "Perhaps"), (false, "No"), (true, "Never")]));
}

#[test]
fn what_stands_where_no_question_is_is_told_with_its_place() {
    let read = reads(&document(&[
        &["Code", "Question", "Answer", "Comment"],
        &["A.1 v1", "?", "one", ""],
        &["A.1 v1", "?", "two", ""],
        &["", "a row of one's own", "", ""],
        &["", "", "", ""],
        &["A.2", "?", "without its version", ""],
        &["A.3 v1", "two cells"],
        &["A.4 v1\nby hand", "?", "", ""],
    ]))
    .unwrap();
    let stray: Vec<u32> = read.stray.iter().map(|at| at.row).collect();
    assert_eq!(stray, [4, 6, 7, 8]);
    // What stands there twice is there twice, for the comparison to refuse.
    assert_eq!(read.lines.iter().map(|line| line.key.as_str()).collect::<Vec<_>>(), ["A.1", "A.1"]);
}

#[test]
fn the_boxes_below_say_who_reads_and_why_there_is_no_answer() {
    let row =
        |question: &str, answer: &str| reads(&document(&[&["A.1 v1", question, answer, ""]])).unwrap().lines.remove(0);
    let line = row(
        "?\n☑ Only the Court  may read it",
        "In part\n[x] Cannot answer, because:\n\nA bill is pending.\nIt may pass.",
    );
    assert_eq!(line.answer, text("In part"));
    assert_eq!((line.declined, line.reason), (boxes(&[(true, "Yes")]), text("\nA bill is pending.\nIt may pass.")));
    assert_eq!(line.readers, boxes(&[(true, "Court only"), (false, "States Parties")]));
    // Who has deleted the boxes says nothing of either.
    let line = row("?", "In part");
    assert_eq!((line.declined, line.reason, line.readers), (None, None, None));
}

#[test]
fn another_document_is_not_taken_for_one() {
    let other = docx::write(&Document { blocks: vec![Block::Text("concord/1/en".into())], ..Document::default() });
    assert_eq!(reads(&other.unwrap()), Err(NotRead::NoReference));
    assert_eq!(reads(b"PK\x03\x04"), Err(NotRead::Document(Refusal::FileDamaged)));
}
