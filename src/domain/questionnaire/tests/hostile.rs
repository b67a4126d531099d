//! Files that somebody made to do harm, or that arrived broken: each is refused with a reason.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::support::*;
use crate::domain::questionnaire::*;

/// The parts of a sound workbook, changed.
fn altered(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let sound = workbook(&[("survey", "type|name|label\ntext|a|A")]);
    let mut archive = ZipArchive::new(Cursor::new(sound)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        parts.push((file.name().unwrap().to_string(), content));
    }
    change(&mut parts);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn replace(parts: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let part = parts.iter_mut().find(|(found, _)| found == name).unwrap();
    let text = String::from_utf8(part.1.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    part.1 = text.replace(from, to).into_bytes();
}

fn told(bytes: &[u8]) -> Vec<String> {
    let imported = import(bytes);
    assert!(imported.form.is_none());
    imported.errors()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_sound_workbook_survives_being_taken_apart() {
    assert!(import(&altered(|_| {})).form.is_some());
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert_eq!(told(b""), ["not-a-workbook"]);
    assert_eq!(told(b"type,name,label"), ["not-a-workbook"]);
    assert_eq!(told(b"PK"), ["damaged"]);
    assert_eq!(told(&vec![b'P'; (5 << 20) + 1]), ["file-too-large"]);
    assert_eq!(told(&altered(|parts| parts.retain(|(name, _)| name != "xl/workbook.xml"))), ["not-a-workbook"]);
}

#[test]
fn old_and_encrypted_workbooks_are_told_apart() {
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.extend([0; 600]);
    assert_eq!(told(&old), ["old-workbook"]);
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(told(&old), ["encrypted-workbook"]);
}

#[test]
fn macros_are_refused_wherever_they_hide() {
    assert_eq!(told(&altered(|parts| parts.push(("xl/vbaProject.bin".into(), vec![1])))), ["macros"]);
    assert_eq!(told(&altered(|parts| parts.push(("xl\\VBAPROJECT.BIN".into(), vec![1])))), ["macros"]);
    let typed = altered(|parts| {
        let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        replace(parts, "[Content_Types].xml", main, "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
    });
    assert_eq!(told(&typed), ["macros"]);
    assert_eq!(told(&altered(|parts| parts.push(("xl/macrosheets/sheet1.xml".into(), vec![])))), ["macros"]);
}

#[test]
fn document_types_and_entities_are_refused() {
    let declared = altered(|parts| {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet ";
        replace(parts, SHEET, "<worksheet ", bomb);
    });
    assert_eq!(told(&declared), ["document-type"]);
    let wide = altered(|parts| {
        let part = parts.iter_mut().find(|(name, _)| name == SHEET).unwrap();
        let text = String::from_utf8(part.1.clone()).unwrap();
        part.1 = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    });
    assert_eq!(told(&wide), ["damaged"]);
}

#[test]
fn what_unpacks_to_too_much_is_stopped_while_unpacking() {
    let one = altered(|parts| parts.push(("xl/big.xml".into(), vec![b' '; 11 << 20])));
    assert!(one.len() < 1 << 20);
    assert_eq!(told(&one), ["unpacks-too-large"]);
    let many = altered(|parts| {
        parts.extend((0..5).map(|number| (format!("xl/big{number}.xml"), vec![b' '; 9 << 20])));
    });
    assert_eq!(told(&many), ["unpacks-too-large"]);
    let parts = altered(|parts| parts.extend((0..300).map(|number| (format!("xl/{number}.xml"), vec![]))));
    assert_eq!(told(&parts), ["too-many-parts"]);
}

#[test]
fn a_lie_about_the_size_of_a_part_helps_nobody() {
    let mut lying = altered(|parts| parts.push(("xl/big.xml".into(), vec![b' '; 11 << 20])));
    let size = (11u32 << 20).to_le_bytes();
    let places: Vec<usize> =
        lying.windows(4).enumerate().filter(|(_, window)| *window == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&5u32.to_le_bytes());
    }
    let errors = told(&lying);
    assert!(errors == ["unpacks-too-large"] || errors == ["damaged"], "{errors:?}");
}

#[test]
fn far_cells_take_no_memory_and_are_told() {
    let far = altered(|parts| {
        replace(parts, SHEET, "</sheetData>", "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>");
    });
    assert_eq!(told(&far), ["survey!A1048576 too-many-rows"]);
    let wide = altered(|parts| {
        replace(parts, SHEET, "</sheetData>", "<row r=\"4\"><c r=\"XFD4\"><v>1</v></c></row></sheetData>");
    });
    assert_eq!(told(&wide), ["survey!XFD4 too-many-columns"]);
}

#[test]
fn a_long_cell_and_one_text_in_many_cells_are_refused() {
    let long = "x".repeat(32_768);
    let in_cell = altered(|parts| {
        let cell = format!("<row r=\"4\"><c r=\"C4\" t=\"inlineStr\"><is><t>{long}</t></is></c></row></sheetData>");
        replace(parts, SHEET, "</sheetData>", &cell);
    });
    assert_eq!(told(&in_cell), ["survey!C4 cell-too-long"]);
    // A few bytes of a cell may stand for the longest shared text.
    let shared = altered(|parts| {
        let cells: String =
            (4..2_000).map(|row| format!("<row r=\"{row}\"><c r=\"C{row}\" t=\"s\"><v>0</v></c></row>")).collect();
        replace(parts, SHEET, "</sheetData>", &format!("{cells}</sheetData>"));
        replace(parts, "xl/sharedStrings.xml", "<t>type</t>", &format!("<t>{}</t>", "x".repeat(32_000)));
    });
    assert_eq!(told(&shared)[0], "survey too-many-cells");
}

#[test]
fn a_character_that_no_text_has_is_refused_with_its_cell() {
    for escaped in ["_x0000_", "_x001B_", "_xD800_", "_x0085_"] {
        let text = altered(|parts| {
            let cell =
                format!("<row r=\"4\"><c r=\"C4\" t=\"inlineStr\"><is><t>Law {escaped}</t></is></c></row></sheetData>");
            replace(parts, SHEET, "</sheetData>", &cell);
        });
        assert!(told(&text).contains(&"survey!C4 control-characters".to_owned()), "{escaped}: {:?}", told(&text));
    }
    // Breaks of lines are written like this by spreadsheet programs.
    let lines = altered(|parts| replace(parts, "xl/sharedStrings.xml", "<t>A</t>", "<t>A_x000D_\nB</t>"));
    assert!(import(&lines).form.is_some());
}

#[test]
fn small_files_that_make_a_reader_large_are_refused() {
    // Each of a few bytes, for which the reader would keep a structure.
    let formats = altered(|parts| {
        replace(parts, "xl/styles.xml", "</cellXfs>", &format!("{}</cellXfs>", "<xf/>".repeat(300_000)));
    });
    assert!(formats.len() < 100_000);
    assert_eq!(told(&formats), ["unpacks-too-large"]);
    // In a part that is not read.
    let picture = altered(|parts| parts.push(("xl/media/x.bin".to_owned(), vec![0; 50 << 20])));
    assert!(picture.len() < 1_000_000);
    assert_eq!(told(&picture), ["unpacks-too-large"]);
    // Each of them the same large sheet, to be read again.
    let sheets = altered(|parts| {
        let more: String =
            (2..5_000).map(|n| format!("<sheet name=\"s{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>")).collect();
        replace(parts, "xl/workbook.xml", "</sheets>", &format!("{more}</sheets>"));
    });
    assert_eq!(told(&sheets), ["too-many-sheets"]);
}

#[test]
fn patterns_are_few_and_small() {
    let rows: String = (0..150).map(|n| format!("text|q{n}|Q|regex(., '[a-z]{{{n}}}')\n")).collect();
    let errors = survey(&format!("type|name|label|constraint\n{rows}")).errors();
    assert_eq!((errors.len(), errors[0].as_str()), (50, "survey!D102 too-many-patterns"));
    let many = "regex(., 'a') or ".repeat(21) + "true()";
    assert_eq!(
        survey(&format!("type|name|label|constraint\ntext|a|A|{many}")).errors(),
        ["survey!D2 too-many-patterns"]
    );
}

#[test]
fn problems_without_end_are_cut_short() {
    let rows = "strange|name|label\n".repeat(3_000);
    let imported = survey(&format!("type|name|label\n{rows}"));
    assert_eq!(imported.problems.len(), 1_001);
    let last = &imported.problems[1_000];
    assert_eq!((last.key(), last.severity, last.args()[0].1.as_str()), ("too-many-problems", Severity::Error, "2000"));
    let long = "x y".repeat(5_000);
    let imported = survey(&format!("type|name|label|{long}\ntext|{long}|A|"));
    assert_eq!(imported.errors(), ["survey!D1 cell-too-long", "survey!B2 bad-code"]);
    assert!(imported.problems.iter().all(|problem| problem.to_string().len() < 600));
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused_without_a_panic() {
    let whole = file("config/questionnaire/cooperation-2027.xlsx");
    for fiftieth in 0..50 {
        let errors = told(&whole[..whole.len() * fiftieth / 50]);
        assert_eq!(errors.len(), 1, "{errors:?}");
    }
}

#[test]
fn a_workbook_with_a_byte_changed_anywhere_does_not_panic() {
    let whole = workbook(&[("survey", "type|name|label\ntext|a|A"), ("settings", "form_id\nx")]);
    for at in (0..whole.len()).step_by(whole.len() / 250 + 1) {
        for value in [0, whole[at] ^ 0x20] {
            let mut changed = whole.clone();
            changed[at] = value;
            import(&changed);
        }
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let twice = altered(|parts| {
        let (_, content) = parts.iter().find(|(name, _)| name == SHEET).unwrap().clone();
        parts.push(("xl/Worksheets/sheet1.xml".into(), content));
    });
    assert_eq!(told(&twice), ["damaged"]);
}

#[test]
fn cells_of_the_wrong_type_are_read_as_text() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").unwrap();
    for (column, header) in ["type", "name", "label", "required", "default"].iter().enumerate() {
        sheet.write(0, column.try_into().unwrap(), *header).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "date").unwrap();
    sheet.write(1, 1, "day").unwrap();
    sheet.write(1, 2, 12.0).unwrap();
    sheet.write(1, 3, true).unwrap();
    sheet.write_with_format(1, 4, rust_xlsxwriter::ExcelDateTime::from_ymd(2027, 4, 19).unwrap(), &format).unwrap();
    sheet.write(2, 0, 5.0).unwrap();
    sheet.write(2, 1, false).unwrap();
    let imported = import(&book.save_to_buffer().unwrap());
    assert_eq!(imported.errors(), ["survey!A3 unknown-type"]);
}
