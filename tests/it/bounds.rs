//! Hostile files (T09, T10) cost little: each is looked at by a process of its own whose processor time the kernel bounds, and which says
//! what memory it has had. Where a reader has no bound of its own, this process is killed and the test says so.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use concord::domain::questionnaire::import;
use concord::domain::response::files;
use concord::domain::response::offline::{excel, word};
use zip::write::SimpleFileOptions;

use crate::app::{Book, Doc, workbook};
use crate::offline_whole::typed::phrases;

/// Seconds of processor time for one file, in the build of the tests. The release build takes a tenth of it.
const MOST_SECONDS: u32 = 30;
/// Most memory of the whole process while it looks at one file, itself included: eight times the largest file.
const MOST_KIB: u64 = 160 * 1024;
/// Names the reader and the file to the process that looks at it.
const READER: &str = "CONCORD_TEST_READER";
const FILE: &str = "CONCORD_TEST_FILE";
/// Begins the line on which it says what came of it.
const SAID: &str = "looked at: ";

/// What a file is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// As an answer.
    Attachment,
    /// As a document or a workbook that was filled in.
    Word,
    Excel,
    /// As a questionnaire.
    Questionnaire,
}

const READERS: [Reader; 4] = [Reader::Attachment, Reader::Word, Reader::Excel, Reader::Questionnaire];

/// What a reader says: nothing where it takes the file.
fn look(reader: Reader, bytes: Vec<u8>) -> String {
    match reader {
        Reader::Attachment => files::check("file", bytes).err().map(|refusal| format!("{refusal:?}")),
        Reader::Word => word::read(&bytes, phrases).err().map(|why| format!("{why:?}")),
        Reader::Excel => excel::read(&bytes, phrases).err().map(|why| format!("{why:?}")),
        Reader::Questionnaire => {
            let imported = import(&bytes);
            imported.form.is_none().then(|| format!("{} problems", imported.problems.len()))
        }
    }
    .unwrap_or_default()
}

/// In the process that looks at one file: looks, and says what came of it.
fn looks(reader: &str) {
    let reader = READERS.into_iter().find(|known| format!("{known:?}") == reader).unwrap();
    let said = look(reader, std::fs::read(std::env::var(FILE).unwrap()).unwrap());
    println!("{SAID}{said}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM:")).unwrap());
}

/// Has a process look at a file: what it said, and the most memory that it had in KiB. Nothing where it was killed.
fn looked_at(test: &str, reader: Reader, path: &Path) -> Option<(String, u64)> {
    let program = std::env::current_exe().unwrap();
    let done = Command::new("sh")
        .args(["-c", &format!("ulimit -t {MOST_SECONDS}; exec \"$0\" \"$@\"")])
        .arg(program)
        .args(["--exact", &format!("bounds::{test}"), "--nocapture", "--test-threads", "1"])
        .env(READER, format!("{reader:?}"))
        .env(FILE, path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let line = |begin: &str| text.lines().find_map(|line| line.split_once(begin)).map(|(_, rest)| rest.to_owned());
    let (said, peak) = (line(SAID)?, line("VmHWM:")?);
    Some((said, peak.split_whitespace().next()?.parse().ok()?))
}

/// A file by what it is, its content, and who takes it all the same.
type Hostile = (&'static str, Vec<u8>, &'static [Reader]);

/// Every reader looks at every file, and refuses it, within the bounds; each in a process of its own, which runs this same test.
fn refused_within_bounds(test: &str, files: fn() -> Vec<Hostile>) {
    if let Ok(reader) = std::env::var(READER) {
        return looks(&reader);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (name, bytes, takes) in files() {
        let path = folder.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        for reader in READERS {
            let Some((said, peak)) = looked_at(test, reader, &path) else {
                wrong.push(format!("{name}, {reader:?}: killed, or it panicked"));
                continue;
            };
            if peak > MOST_KIB {
                wrong.push(format!("{name}, {reader:?}: {} MB", peak / 1024));
            }
            if takes.contains(&reader) != said.is_empty() {
                wrong.push(format!("{name}, {reader:?}: {said:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An archive of parts of text, each written as often as is said.
fn archive(parts: &[(&str, &str, usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text, times) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        let many = text.repeat(1 + 65_536 / text.len().max(1));
        let (mut left, each) = (times * text.len(), many.len());
        while left > 0 {
            let now = left.min(each);
            zip.write_all(&many.as_bytes()[..now]).unwrap();
            left -= now;
        }
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &str, usize) =
    ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>", 1);

/// A document with this before, over and over, and after in its body.
fn document(head: &str, again: &str, times: usize, tail: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(TYPES.0, SimpleFileOptions::default()).unwrap();
    zip.write_all(TYPES.1.as_bytes()).unwrap();
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let begin = "<w:document xmlns:w=\"w\"><w:body>";
    zip.write_all(format!("{begin}{head}").as_bytes()).unwrap();
    let many = again.repeat(1000);
    for _ in 0..times / 1000 {
        zip.write_all(many.as_bytes()).unwrap();
    }
    zip.write_all(format!("{tail}</w:body></w:document>").as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A sound workbook in which one part says this, over and over.
fn sheet(part: &str, head: &str, again: &str, times: usize, tail: &str) -> Vec<u8> {
    let mut book = Book::of(&workbook(&[("survey", "type|name|label\ntext|a|A\n")]));
    book.alters(part, |_| format!("{head}{}{tail}", again.repeat(times)));
    book.bytes()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const SHEET_HEAD: &str =
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">";
const SHEET_TAIL: &str = "</row></sheetData></worksheet>";
const STRINGS: &str = "xl/sharedStrings.xml";
const STRINGS_HEAD: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

/// The parts of an archive listed again and again: many files that lie on each other.
fn lying_on_each_other(times: u16) -> Vec<u8> {
    let one = archive(&[("word/media/image1.bin", "\0", 10_000_000)]);
    let end = one.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let list = one.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let record = one[list..end].to_vec();
    let mut bytes = one[..list].to_vec();
    for n in 0..times {
        let mut record = record.clone();
        let at = record.windows(6).position(|window| window == b"image1").unwrap();
        record[at..at + 6].copy_from_slice(format!("i{n:05}").as_bytes());
        bytes.extend(record);
    }
    let size = u32::try_from(bytes.len() - list).unwrap();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([times.to_le_bytes(), times.to_le_bytes()].concat());
    bytes.extend(size.to_le_bytes());
    bytes.extend(u32::try_from(list).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// It is refused by all.
const NOBODY: &[Reader] = &[];
/// It can be handed on: nobody here opens it further.
const ONLY_ATTACHMENT: &[Reader] = &[Reader::Attachment];

#[test]
fn an_archive_that_unpacks_without_end_is_refused_within_bounds() {
    refused_within_bounds("an_archive_that_unpacks_without_end_is_refused_within_bounds", archives);
}

fn archives() -> Vec<Hostile> {
    let entries: Vec<String> = (0..60_000).map(|n| format!("word/{n}.xml")).collect();
    let entries: Vec<(&str, &str, usize)> = entries.iter().map(|name| (name.as_str(), "", 0)).collect();
    let inner = archive(&[("a", "\0", 100_000_000)]);
    let nested: Vec<String> = (0..50).map(|n| format!("word/media/{n}.zip")).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in &nested {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&inner).unwrap();
    }
    vec![
        ("300 MB in one part", archive(&[TYPES, ("word/document.xml", "\0", 300_000_000)]), NOBODY),
        ("300 MB of spaces before the root", archive(&[TYPES, ("xl/workbook.xml", " ", 300_000_000)]), NOBODY),
        ("1 GB in a part that is not read", archive(&[TYPES, ("word/media/a.png", "\0", 1_000_000_000)]), NOBODY),
        ("60,000 parts", archive(&entries), NOBODY),
        ("5,000 parts that lie on each other", lying_on_each_other(4_999), NOBODY),
        ("60,000 parts that lie on each other", lying_on_each_other(60_000), NOBODY),
        ("archives in an archive", zip.finish().unwrap().into_inner(), NOBODY),
    ]
}

#[test]
fn xml_that_is_deep_long_or_refers_to_itself_is_refused_within_bounds() {
    refused_within_bounds("xml_that_is_deep_long_or_refers_to_itself_is_refused_within_bounds", xml);
}

fn xml() -> Vec<Hostile> {
    let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                  <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><l>&d;</l>";
    let elsewhere = "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><l>&a;</l>";
    let attributes = format!("<a {}/>", (0..200_000).map(|n| format!("a{n}=\"\" ")).collect::<String>());
    let mut files = Vec::new();
    for part in ["word/document.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"] {
        for (name, text, times) in [
            ("elements in elements", "<a>", 10_000_000),
            ("one tag of 150 MB", "<a b='cccccccccccccc", 8_000_000),
            ("a tag of many attributes", attributes.as_str(), 1),
            ("a text of 150 MB", "cccccccccccccccc", 9_000_000),
            ("a comment of 150 MB", "<!-- cccccccccc", 10_000_000),
            ("entities of entities", laughs, 1),
            ("an entity from elsewhere", elsewhere, 1),
        ] {
            let others = ["[Content_Types].xml", "word/document.xml", "xl/workbook.xml"].map(|name| (name, "<a/>", 1));
            let mut parts: Vec<_> = others.into_iter().filter(|(name, ..)| *name != part).collect();
            parts.push((part, text, times));
            files.push((name, archive(&parts), NOBODY));
        }
    }
    files
}

#[test]
fn a_document_that_is_larger_than_any_questionnaire_is_refused_within_bounds() {
    refused_within_bounds("a_document_that_is_larger_than_any_questionnaire_is_refused_within_bounds", documents);
}

fn documents() -> Vec<Hostile> {
    vec![
        ("two million cells", document("<w:tbl><w:tr>", "<w:tc/>", 2_000_000, "</w:tr></w:tbl>"), ONLY_ATTACHMENT),
        ("a million rows", document("<w:tbl>", "<w:tr><w:tc/></w:tr>", 1_000_000, "</w:tbl>"), ONLY_ATTACHMENT),
        (
            "a cell of 35 MB",
            document(
                "<w:tbl><w:tr><w:tc><w:p><w:r>",
                "<w:t>ccccccc</w:t>",
                2_000_000,
                "</w:r></w:p></w:tc></w:tr></w:tbl>",
            ),
            ONLY_ATTACHMENT,
        ),
        (
            "tables in tables",
            document(&"<w:tbl><w:tr><w:tc>".repeat(1_300), "<w:p/>", 1_000, &"</w:tc></w:tr></w:tbl>".repeat(1_300)),
            ONLY_ATTACHMENT,
        ),
        (
            "many paragraphs, all of them deep",
            document(&"<w:p>".repeat(4_000), "<w:r/>", 5_000_000, &"</w:p>".repeat(4_000)),
            ONLY_ATTACHMENT,
        ),
        ("120 MB of empty paragraphs", document("", "<w:p></w:p>", 11_000_000, ""), ONLY_ATTACHMENT),
    ]
}

#[test]
fn a_workbook_that_is_larger_than_any_questionnaire_is_refused_within_bounds() {
    refused_within_bounds("a_workbook_that_is_larger_than_any_questionnaire_is_refused_within_bounds", workbooks);
}

fn workbooks() -> Vec<Hostile> {
    let far = "<c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c>";
    let cells = |cell: &str, times| sheet(SHEET, SHEET_HEAD, cell, times, SHEET_TAIL);
    let long = format!("<si><t>{}</t></si>", "c".repeat(32_000));
    let mut shared = Book::of(&sheet(STRINGS, STRINGS_HEAD, &long, 250, "</sst>"));
    shared.alters(SHEET, |_| format!("{SHEET_HEAD}{}{SHEET_TAIL}", "<c t=\"s\"><v>1</v></c>".repeat(400_000)));
    let mut many = String::new();
    for n in 0..60_000 {
        many.push_str(&format!("<sheet name=\"s{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>"));
    }
    let sheets = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{many}</sheets></workbook>"
    );
    vec![
        ("cells at the end of the sheet", cells(far, 150_000), ONLY_ATTACHMENT),
        ("600,000 numbers", cells("<c><v>1</v></c>", 600_000), ONLY_ATTACHMENT),
        (
            "500,000 shared strings",
            sheet(STRINGS, STRINGS_HEAD, "<si><t>c</t></si>", 500_000, "</sst>"),
            ONLY_ATTACHMENT,
        ),
        ("one long string in every cell", shared.bytes(), ONLY_ATTACHMENT),
        ("60,000 sheets", sheet("xl/workbook.xml", "", &sheets, 1, ""), ONLY_ATTACHMENT),
        (
            "a million formats",
            sheet(
                "xl/styles.xml",
                "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs>",
                "<xf/>",
                1_000_000,
                "</cellXfs></styleSheet>",
            ),
            ONLY_ATTACHMENT,
        ),
        ("a formula in every cell", cells("<c><f>SUM(A1:XFD1048576)</f><v>1</v></c>", 220_000), ONLY_ATTACHMENT),
    ]
}

#[test]
fn pictures_and_other_files_cost_little() {
    refused_within_bounds("pictures_and_other_files_cost_little", others);
}

fn others() -> Vec<Hostile> {
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x08\x06\0\0\0\0\0\0\0".to_vec();
    picture.extend(b"\0\0\0\0IEND\xAE\x42\x60\x82");
    let segments = [b"\xFF\xD8".to_vec(), b"\xFF\xE0\0\x02".repeat(4_900_000), b"\xFF\xD9".to_vec()].concat();
    let keys = [b"%PDF-1.7\n".to_vec(), b"/Encrypt x".repeat(1_900_000), b"\nstartxref\n9\n%%EOF\n".to_vec()].concat();
    let page = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let both = [b"%PDF-1.7\n<script>alert(1)</script>\n".to_vec(), page.clone()].concat();
    vec![
        // Nobody here unfolds a picture, so that its size is only a number.
        ("a picture of four thousand million million points", picture, ONLY_ATTACHMENT),
        ("a picture of five million segments", segments, NOBODY),
        ("a PDF that names a key two million times", keys, ONLY_ATTACHMENT),
        ("a page", page, NOBODY),
        ("a page that begins as a PDF", both, NOBODY),
        (
            "a drawing with a script",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>".to_vec(),
            NOBODY,
        ),
        ("20 MB of nothing", vec![0; 20 * 1024 * 1024], NOBODY),
        (
            "21 MB",
            [b"%PDF-1.7\n".to_vec(), vec![b' '; 21 * 1024 * 1024], b"startxref\n9\n%%EOF\n".to_vec()].concat(),
            NOBODY,
        ),
    ]
}
