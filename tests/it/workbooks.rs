//! Workbooks that are no questionnaire, through the Secretariat's page: each is refused with every reason, in the person's language, and
//! nothing is kept.

use std::io::{Cursor, Write};

use crate::app::*;

type Sheet<'a> = (&'a str, &'a [&'a [&'a str]]);

fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const HEADING: [&str; 5] = ["type", "name", "label::English (en)", "label::French (fr)", "relevant"];
const SETTINGS: Sheet<'_> = ("settings", &[&["form_title", "form_id", "version"], &["A form", "a_form", "1"]]);

fn survey(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut all: Vec<&[&str]> = vec![&HEADING, &["begin_group", "A", "Section A", "Section A", ""]];
    all.extend(rows.iter().map(<[&str; 5]>::as_slice));
    all.push(&["end_group", "", "", "", ""]);
    workbook(&[("survey", &all), SETTINGS])
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sound workbook with one part more.
fn with_part(name: &str) -> Vec<u8> {
    let sound = survey(&[["text", "A.1", "One", "Un", ""]]);
    let mut zip = zip::ZipWriter::new_append(Cursor::new(sound)).unwrap();
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"x").unwrap();
    zip.finish().unwrap().into_inner()
}

async fn refused(secretariat: &Visitor<'_>, name: &str, content: &[u8]) -> Answer {
    let answer = secretariat.uploads("/secretariat/forms", &[], Some(("file", name, content))).await;
    assert_eq!(answer.status.as_u16(), 422, "{name}: {}", answer.words());
    answer
}

on_both!(workbooks_that_are_none, |app| async {
    let english = app.secretariat().await;
    let french = app.person("secretariat-fr@platform.example").await;
    let before = app.lasting();
    let cut = &WORKBOOK[..WORKBOOK.len() / 2];
    let encrypted = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 4096]].concat();
    let bomb = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", &vec![b' '; 200 * 1024 * 1024])]);
    let huge = vec![b'P'; 6 * 1024 * 1024];
    let files: [(&str, &[u8]); 7] = [
        ("empty.xlsx", b""),
        ("text.xlsx", b"type,name,label"),
        ("cut.xlsx", cut),
        ("encrypted.xlsx", &encrypted),
        ("macro.xlsx", &with_part("xl/vbaProject.bin")),
        ("bomb.xlsx", &bomb),
        ("huge.xlsx", &huge),
    ];
    for (name, content) in files {
        let (said, dit) = (refused(&english, name, content).await, refused(&french, name, content).await);
        assert!(said.text().contains("<html lang=\"en\"") && dit.text().contains("<html lang=\"fr\""));
        assert_ne!(said.words(), dit.words(), "{name} is not worded in both languages");
    }
    assert_eq!(before, app.lasting());
});

on_both!(forms_whose_rules_are_wrong, |app| async {
    let english = app.secretariat().await;
    let before = app.lasting();
    let circle = survey(&[
        ["text", "A.1", "One", "Un", "${A.2} = 'x'"],
        ["text", "A.2", "Two", "Deux", "${A.3} = 'x'"],
        ["text", "A.3", "Three", "Trois", "${A.1} = 'x'"],
    ]);
    let page = refused(&english, "circle.xlsx", &circle).await;
    for code in ["A.1", "A.2", "A.3"] {
        page.says(code);
    }
    let twice = survey(&[["text", "A.1", "One", "Un", ""], ["text", "A.1", "Again", "Encore", ""]]);
    refused(&english, "twice.xlsx", &twice).await.says("A.1");
    let unknown = survey(&[["text", "A.1", "One", "Un", "${A.9} = 'x'"]]);
    refused(&english, "unknown.xlsx", &unknown).await.says("A.9");
    assert_eq!(before, app.lasting());
});

on_both!(a_form_that_lacks_a_language, |app| async {
    let secretariat = app.secretariat().await;
    // It can be imported and looked at, and its gaps are shown; a cycle is not opened with it.
    let gap = survey(&[["text", "A.1", "One", "Un", ""], ["text", "A.2", "Two", "", ""]]);
    let imported = secretariat.uploads("/secretariat/forms", &[], Some(("file", "gap.xlsx", &gap))).await;
    let form = imported.expect_status(303).location().split('?').next().unwrap().to_owned();
    secretariat.opens(&form).await.says("A.2");
    let hash = form.trim_start_matches("/secretariat/forms/");
    secretariat.post("/secretariat/cycles/2027/freeze", &[]).await.expect_status(303);
    let new = [
        ("year", "2028"),
        ("form", hash),
        ("note", "ICC-ASP/27/SP/09"),
        ("note_date", "2028-04-01"),
        ("expected_by", "2028-06-30"),
    ];
    secretariat.post("/secretariat/cycles", &new).await.expect_status(303);
    let before = app.lasting();
    let refused = secretariat.post("/secretariat/cycles/2028/open", &[]).await.expect_status(422);
    assert!(!refused.words().is_empty());
    assert_eq!(before, app.lasting());
});

on_both!(questions_outside_any_group_are_answered_in_a_section_of_their_own, |app| async {
    let secretariat = app.secretariat().await;
    let rows: [[&str; 6]; 12] = [
        ["type", "name", "label::English (en)", "label::French (fr)", "relevant", "calculation"],
        ["text", "q0", "The first", "La première", "", ""],
        ["begin_repeat", "r0", "Laws", "Lois", "", ""],
        ["text", "r0.t", "Title", "Titre", "", ""],
        ["end_repeat", "", "", "", "", ""],
        ["begin_group", "A", "Section A", "Section A", "", ""],
        ["text", "A.1", "One", "Un", "${q0} = 'yes'", ""],
        ["end_group", "", "", "", "", ""],
        ["calculate", "c1", "", "", "", "1 + 1"],
        ["begin_group", "B", "Section B", "Section B", "", ""],
        ["text", "B.1", "Two", "Deux", "", ""],
        ["end_group", "", "", "", "", ""],
    ];
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 6]>::as_slice).collect();
    let book = workbook(&[("survey", &rows), SETTINGS]);
    let imported = secretariat.uploads("/secretariat/forms", &[], Some(("file", "loose.xlsx", &book))).await;
    let form = imported.expect_status(303).location().split('?').next().unwrap().to_owned();
    let preview = secretariat.opens(&form).await;
    assert!(preview.links().iter().any(|link| link.ends_with("/sections/general")), "{}", preview.words());
    secretariat.post("/secretariat/cycles/2027/freeze", &[]).await.expect_status(303);
    let new = [
        ("year", "2028"),
        ("form", form.trim_start_matches("/secretariat/forms/")),
        ("note", "ICC-ASP/27/SP/09"),
        ("note_date", "2028-04-01"),
        ("expected_by", "2028-06-30"),
    ];
    secretariat.post("/secretariat/cycles", &new).await.expect_status(303);
    secretariat.post("/secretariat/cycles/2028/open", &[]).await.expect_status(303);

    let state = app.coordinator("SEN").await;
    let id = state.begins(2028).await;
    let overview = state.opens(&format!("/responses/{id}")).await;
    let start = format!("/responses/{id}/sections/");
    let links = overview.links();
    let pages = links.iter().filter_map(|link| link.strip_prefix(&start)).filter(|page| !page.contains('/'));
    let mut sections: Vec<String> = pages.map(str::to_owned).collect();
    sections.dedup();
    assert_eq!(sections, ["general", "A", "B"], "a calculation alone is no section");
    state.get(&format!("{start}c1")).await.expect_status(404);
    state.saves(&id, "general", &[("value:q0", "yes")]).await.expect_status(303);
    let mut page = state.section(&id, "general").await;
    page.set("then", "add:r0");
    let added = state.sends(&page).await.expect_status(303);
    let entry = added.location().split("r0@").nth(1).unwrap().to_owned();
    state.saves(&id, "general", &[(&format!("value:r0.t@{entry}"), "Law of 2001")]).await.expect_status(303);
    state.saves(&id, "A", &[("value:A.1", "shown by a rule")]).await.expect_status(303);
    state.opens(&format!("/responses/{id}/check")).await;
    state.submits(&id).await.expect_status(200);
    let read = state.opens(&format!("/responses/{id}/revisions/1")).await;
    read.says("The first").says("Law of 2001").says("shown by a rule");
});
