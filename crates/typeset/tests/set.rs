//! What comes out: tagged, in its language, with everything as it was typed; and what hostile texts can do, which is nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use typeset::{Block, Document, Error, Fact, Part, Press, Section, Text};

fn press() -> Press {
    Press::new().expect("a press")
}

fn block(part: Part) -> Block {
    Block { depth: 0, part }
}

fn with(text: &str) -> Document {
    let heading = Part::Heading { code: "A.1".to_owned(), text: Text::of("Which authority answers?") };
    Document {
        title: "Response of 2026".to_owned(),
        whose: "Ruritania".to_owned(),
        lang: "en".to_owned(),
        head: ("Ruritania, 2026".to_owned(), "Draft".to_owned()),
        contents: "Contents".to_owned(),
        missing: "Some characters could not be shown.".to_owned(),
        sections: vec![Section {
            code: "A".to_owned(),
            title: Text::of("Institutions"),
            blocks: vec![block(heading), block(Part::Text(Text::of(text)))],
        }],
        ..Document::default()
    }
}

/// The text of a PDF as a reader copies it, with `pdftotext` of poppler-utils.
fn extracted(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("it.pdf");
    std::fs::write(&path, bytes).expect("written");
    let run = std::process::Command::new("pdftotext").arg(&path).arg("-").output().expect("pdftotext of poppler-utils");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn it_is_tagged_and_says_its_title_and_language() {
    let pdf = press().pdf(&with("The Ministry of Justice.")).expect("a PDF");
    assert!(pdf.accessible, "it keeps PDF/UA-1");
    for mark in ["/StructTreeRoot", "/MarkInfo", "/Lang", "/DisplayDocTitle true", "pdfuaid:part", "Response of 2026"] {
        assert!(holds(&pdf.bytes, mark), "{mark}");
    }
    let text = extracted(&pdf.bytes);
    for words in ["Ruritania", "Contents", "Institutions", "A.1", "Which authority answers?", "1/1"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn markup_is_shown_as_it_was_typed() {
    let typed =
        "#read(\"/etc/passwd\") $x^2$ @ref <label> = heading *bold* _it_ `raw` \\ // no /* comment */ #import \"@x\"";
    let mut document = with(typed);
    document.title = format!("T {typed}");
    document.whose = format!("W {typed}");
    document.head = (format!("H {typed}"), "#panic()".to_owned());
    document.banner = vec![typed.to_owned()];
    document.notes = vec![Text::of(typed)];
    document.facts = vec![Fact { name: typed.to_owned(), value: Text::in_language(typed, typed), exact: false }];
    let texts = vec![Text::of(typed), Text::of(typed)];
    document.sections[0].title = Text::of(format!("S {typed}"));
    document.sections[0].code = "#A".to_owned();
    for part in [
        Part::List { items: texts.clone(), ordered: true },
        Part::Quote { name: typed.to_owned(), text: Text::of(typed) },
        Part::Note(typed.to_owned()),
        Part::Mark(typed.to_owned()),
        Part::Entry(Text::of(typed)),
        Part::Table { head: vec![typed.to_owned(), "#b".to_owned()], rows: vec![texts] },
    ] {
        document.sections[0].blocks.push(block(part));
    }
    let pdf = press().pdf(&document).expect("a PDF");
    assert!(pdf.accessible);
    let text = extracted(&pdf.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.matches("#read(\"/etc/passwd\") $x^2$ @ref").count() >= 10, "{text}");
    assert!(text.contains("\\ // no /* comment */ #import"), "{text}");
    assert!(!text.contains("root:"), "{text}");
}

#[test]
fn hostile_texts_are_set_in_bounded_time() {
    let press = press();
    let word = "W".repeat(20_000);
    let lines = "line\n".repeat(4_000);
    let texts = [
        ("a very long word", word.as_str()),
        ("thousands of lines", lines.as_str()),
        ("controls", "a\u{0}\u{1B}[31m\u{7F}\u{85}b\u{202E}evil\u{2066}\u{E0041}\u{FFFE}"),
        ("no glyph", "中文回答 🙂 \u{E000} \u{10FFFF}"),
        ("marks", "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306} \u{301} Z\u{489}\u{20DD}"),
        ("only marks", "\u{301}\u{301}"),
        ("nothing", "\u{202E}"),
        ("a mark of one font on a letter of another", "a\u{64E} \u{627}\u{301} \u{639}\u{308}x"),
        ("presentation forms", "\u{FDFA}\u{FDFD}\u{FB50}"),
    ];
    for (what, text) in texts {
        let began = Instant::now();
        let pdf = press.pdf(&with(text)).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(began.elapsed() < Duration::from_secs(60), "{what}: {:?}", began.elapsed());
        assert!(holds(&pdf.bytes, "/StructTreeRoot"), "{what}");
    }
}

#[test]
fn characters_that_no_font_has_are_boxes_and_that_is_said() {
    let press = press();
    let text = extracted(&press.pdf(&with("中文 and English")).expect("a PDF").bytes);
    assert!(
        text.contains("\u{FFFD}\u{FFFD} and English") && text.contains("Some characters could not be shown."),
        "{text}"
    );
    let text = extracted(&press.pdf(&with("English")).expect("a PDF").bytes);
    assert!(!text.contains("Some characters"), "{text}");
}

#[test]
fn arabic_is_set_right_and_can_be_copied() {
    let pdf = press().pdf(&with("تتعاون الدول الأطراف مع المحكمة")).expect("a PDF");
    assert!(pdf.accessible);
    let text: String = extracted(&pdf.bytes).chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}')).collect();
    assert!(text.contains("تتعاون") && text.contains("المحكمة"), "{text}");
}

#[test]
fn scripts_beside_latin_are_there() {
    let pdf = press().pdf(&with("Министерство юстиции · Υπουργείο · coopération « oui » – l’État")).expect("a PDF");
    assert!(pdf.accessible);
    let text = extracted(&pdf.bytes);
    assert!(text.contains("Министерство") && text.contains("Υπουργείο") && text.contains("l’État"), "{text}");
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let press = press();
    let first = press.pdf(&with("a")).expect("a PDF").bytes;
    assert!(first == press.pdf(&with("a")).expect("a PDF").bytes, "nothing of the machine or the time is in it");
}

#[test]
fn what_is_too_long_is_refused_at_once() {
    let began = Instant::now();
    let refused = press().pdf(&with(&"many words ".repeat(200_000)));
    assert!(matches!(refused, Err(Error::TooLong(_))));
    assert!(began.elapsed() < Duration::from_secs(10));
}
