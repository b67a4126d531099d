//! Workbooks: whatever the bytes are, an import returns; and a form that it accepts survives being stored, loaded and evaluated.
//!
//! Bytes that begin like a ZIP archive are a workbook as they are. Anything else is the text of its cells (sheets divided by form
//! feeds, rows by line ends, cells by tabs), which is put into a sound workbook first: otherwise no input would get past the
//! checksums of the archive.
#![no_main]

use std::io::{Cursor, Write};

use concord::domain::questionnaire::{Clock, Form, Values, evaluate, import, report_json};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    let imported = if data.starts_with(b"PK") { import(data) } else { import(&packed(&String::from_utf8_lossy(data))) };
    report_json(&imported);
    let Some(form) = imported.form else { return };
    let stored = form.to_json();
    let loaded = Form::from_json(&stored).expect("a form that was accepted can be loaded");
    assert_eq!(loaded.hash, form.hash);
    assert_eq!(loaded, form);
    let clock = Clock {
        now: jiff::civil::date(2027, 4, 19).at(14, 30, 0, 0),
        offset: jiff::tz::Offset::UTC,
        language: "en".into(),
    };
    evaluate(&form, &Values::default(), &clock);
});

fn packed(text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut sheets = String::new();
    let mut relations = String::new();
    let mut parts = Vec::new();
    for (index, (name, table)) in ["survey", "choices", "settings"].iter().zip(text.split('\u{c}')).enumerate() {
        let number = index + 1;
        sheets += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        relations += &format!(
            "<Relationship Id=\"r{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s{number}.xml\"/>"
        );
        parts.push((format!("xl/worksheets/s{number}.xml"), sheet(table)));
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    parts.push((
        "xl/workbook.xml".into(),
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{r}\"><sheets>{sheets}</sheets></workbook>"),
    ));
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    parts.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>"),
    ));
    let start = format!("<Relationship Id=\"r0\" Type=\"{r}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    parts.push(("_rels/.rels".into(), format!("<Relationships xmlns=\"{package}\">{start}</Relationships>")));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content.as_bytes()).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn sheet(table: &str) -> String {
    let mut rows = String::new();
    for (row, line) in table.split('\n').enumerate() {
        rows += &format!("<row r=\"{}\">", row + 1);
        for (column, cell) in line.split('\t').enumerate() {
            let mut letters = String::new();
            let mut rest = column + 1;
            while rest > 0 {
                letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
                rest = (rest - 1) / 26;
            }
            let text: String = cell.chars().filter(|c| !c.is_control()).collect();
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            if !text.is_empty() {
                rows += &format!("<c r=\"{letters}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>", row + 1);
            }
        }
        rows += "</row>";
    }
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    )
}
