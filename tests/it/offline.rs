//! Filling in away from the platform by Excel: a draft goes out as a workbook, comes back, is compared, and is taken over after it was confirmed.

use std::collections::BTreeSet;

use concord::domain::actor::{Actor, Task};

use crate::app::*;

fn take(id: &str, content: &str, language: &str) -> String {
    format!("/responses/{id}/offline/file?format=xlsx&content={content}&language={language}")
}

pub async fn takes(person: &Visitor<'_>, id: &str) -> Book {
    Book::of(&person.opens(&take(id, "draft", "en")).await.body)
}

async fn brings(person: &Visitor<'_>, id: &str, book: &Book) -> Answer {
    brings_bytes(person, id, &book.bytes()).await
}

async fn brings_bytes(person: &Visitor<'_>, id: &str, bytes: &[u8]) -> Answer {
    let action = format!("/responses/{id}/offline");
    person.uploads(&action, &[], Some(("file", "draft.xlsx", bytes))).await
}

/// Brings a file and opens the comparison: its address and page.
pub async fn compares(person: &Visitor<'_>, id: &str, book: &Book) -> (String, Answer) {
    let brought = brings(person, id, book).await.expect_status(303);
    let path = brought.location();
    let page = person.opens(&path).await;
    (path, page)
}

/// Brings a file and takes it over where nothing has to be chosen.
async fn takes_over(person: &Visitor<'_>, id: &str, book: &Book) -> Answer {
    let (path, page) = compares(person, id, book).await;
    let done = person.sends(&page.form(&path)).await;
    person.follows(done).await
}

pub async fn value(person: &Visitor<'_>, id: &str, code: &str) -> String {
    let section = code.split('.').next().unwrap();
    person.section(id, section).await.get(&format!("value:{code}")).unwrap_or("").trim().to_owned()
}

on_both!(a_file_goes_out_comes_back_and_is_taken_over_after_it_was_confirmed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "The request goes to the ministry.").await;
    ndeye.opens(&format!("/responses/{id}")).await.says("Fill in away from the platform");
    ndeye.opens(&format!("/responses/{id}/offline")).await.says("Download as Excel");
    let mut book = takes(&ndeye, &id).await;
    assert_eq!(book.reads("C.1", ANSWER), "The request goes to the ministry.");
    assert_eq!(book.reads("C.1", "B"), "1");
    assert_eq!(book.reads("P.2", "B"), "0");
    book.types("C.1", ANSWER, "The request goes to the ministry within ten days.");
    book.types("P.2", ANSWER, "=SUM(A1:A9) is a text").types("P.2", COMMENT, "By telephone");

    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("Will be taken over").says("within ten days").says("Not answered so far").is_silent_on("To choose");
    // Nothing is taken over before it is confirmed.
    assert_eq!(value(&ndeye, &id, "C.1").await, "The request goes to the ministry.");
    ndeye.opens(&format!("/responses/{id}")).await.says("One file that came back waits");
    let form = page.form(&path);
    let done = ndeye.sends(&form).await;
    let page = ndeye.follows(done).await;
    page.says("2 answers were taken over").says("Taken over by Ndeye Diop");
    assert_eq!(value(&ndeye, &id, "C.1").await, "The request goes to the ministry within ten days.");
    assert_eq!(value(&ndeye, &id, "P.2").await, "=SUM(A1:A9) is a text");
    assert_eq!(ndeye.section(&id, "P").await.get("comment:P.2").unwrap().trim(), "By telephone");
    // A second click does nothing twice, and what was in the file is gone.
    let history = format!("/responses/{id}/sections/C/history/C.1");
    let before = ndeye.opens(&history).await.words();
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(ndeye.opens(&history).await.words(), before);
    let kept = "SELECT CAST(progress AS TEXT) AS text FROM imports WHERE sealed IS NULL";
    assert_eq!(app.query(kept, kept), ["applied"]);
    assert_eq!(
        (app.recorded("draft_taken"), app.recorded("draft_returned"), app.recorded("import_applied")),
        (1, 1, 1)
    );
    // The same file once more says what stands already.
    let (_, page) = compares(&ndeye, &id, &book).await;
    page.says("The same in both").is_silent_on("Not answered so far");
});

on_both!(where_both_changed_somebody_chooses_and_what_changed_meanwhile_is_shown_again, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "one").await;
    let mut book = takes(&ndeye, &id).await;
    book.types("C.1", ANSWER, "three of the file").types("P.2", ANSWER, "The ministry");
    ndeye.answers(&id, "C.1", "two of a colleague").await;
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("To choose").says("When the file was taken").says("In the draft now").says("In the file");
    page.says("three of the file").says("two of a colleague");
    let mut form = page.form(&path);
    form.set("choose:C.1", "theirs");
    // A colleague saves between the page and the click: it is shown again, and nothing of theirs is overwritten.
    ndeye.answers(&id, "C.1", "two of a colleague, put right").await;
    let done = ndeye.sends(&form).await;
    let page = ndeye.follows(done).await;
    page.says("One answer was taken over").says("One still waits").says("put right");
    assert_eq!(value(&ndeye, &id, "C.1").await, "two of a colleague, put right");
    assert_eq!(value(&ndeye, &id, "P.2").await, "The ministry");
    let mut form = page.form(&path);
    form.set("choose:C.1", "theirs");
    let done = ndeye.sends(&form).await;
    ndeye.follows(done).await.says("Taken over by");
    assert_eq!(value(&ndeye, &id, "C.1").await, "three of the file");
    let history = ndeye.opens(&format!("/responses/{id}/sections/C/history/C.1")).await;
    history.says(", put right").says("Version 4");

    // The other choice: the draft's stays, and it is not asked again.
    let mut book = takes(&ndeye, &id).await;
    book.types("C.1", ANSWER, "five").types("A.1", ANSWER, "No such choice");
    ndeye.answers(&id, "C.1", "four").await;
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("Not understood").says("No such choice").says("cell D");
    let mut form = page.form(&path);
    form.set("choose:C.1", "ours");
    let done = ndeye.sends(&form).await;
    let page = ndeye.follows(done).await;
    page.is_silent_on("To choose").says("Chosen already").says("Not understood");
    assert_eq!(value(&ndeye, &id, "C.1").await, "four");
    let discard = format!("{path}/discard");
    ndeye.sends(&page.form(&discard)).await.expect_status(303);
    ndeye.sends(&page.form(&discard)).await.expect_status(303);
    ndeye.opens(&path).await.says("Discarded by Ndeye Diop");
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!((value(&ndeye, &id, "C.1").await.as_str(), app.recorded("import_discarded")), ("four", 1));
});

on_both!(two_files_merge_in_either_order_to_the_same, |app| async {
    let mut results = Vec::new();
    for (state, first) in [("SEN", 0), ("SVN", 1)] {
        let coordinator = app.coordinator(state).await;
        let id = coordinator.begins(2027).await;
        coordinator.answers(&id, "A.1", "specific").await;
        let mut justice = takes(&coordinator, &id).await;
        app.wait(60);
        let mut police = takes(&coordinator, &id).await;
        app.wait(60);
        justice.types("C.1", ANSWER, "Justice answers").types("A.2.title@+1", ANSWER, "Law of justice, the first");
        justice.types("A.2.title@+2", ANSWER, "Law of justice, the second").types(
            "A.2.in_force@+2",
            ANSWER,
            "2019-05-01",
        );
        police.types("C.1", COMMENT, "The police comments").types("A.2.title@+1", ANSWER, "Law of the police");
        police.types("P.2", ANSWER, "The police");
        let mut files = [justice, police];
        files.rotate_left(first);
        for file in &files {
            takes_over(&coordinator, &id, file).await.says("Taken over by");
            // Twice changes nothing more.
            takes_over(&coordinator, &id, file).await.says("Nothing new");
        }
        let form = coordinator.section(&id, "A").await;
        let titles: Vec<String> = form
            .fields
            .iter()
            .filter(|(name, _)| name.starts_with("value:A.2.title@"))
            .map(|(_, v)| v.clone())
            .collect();
        let c = coordinator.section(&id, "C").await;
        let said = |name: &str| c.get(name).unwrap().trim().to_owned();
        results.push((titles, said("value:C.1"), said("comment:C.1"), value(&coordinator, &id, "P.2").await));
    }
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0].0, ["Law of justice, the first", "Law of justice, the second", "Law of the police"]);
    assert_eq!((results[0].1.as_str(), results[0].2.as_str()), ("Justice answers", "The police comments"));
});

on_both!(entries_are_added_changed_and_not_brought_back_by_a_file, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "specific").await;
    let mut book = takes(&ndeye, &id).await;
    book.types("A.2.title@+1", ANSWER, "First").types("A.2.title@+2", ANSWER, "Second");
    takes_over(&ndeye, &id, &book).await.says("2 answers were taken over");
    // Now they have keys of their own.
    let mut book = takes(&ndeye, &id).await;
    let keys: Vec<String> = book.keys().into_iter().map(|(key, ..)| key).collect();
    let mine: Vec<&String> = keys.iter().filter(|key| key.starts_with("A.2.title@") && !key.contains('+')).collect();
    assert_eq!(mine.len(), 2, "{keys:?}");
    book.types(mine[0], ANSWER, "First, changed").types(mine[1], ANSWER, "Second, changed");
    // An entry is moved, and the other one removed, meanwhile.
    let section = ndeye.section(&id, "A").await;
    let second = section.fields.iter().filter_map(|(name, _)| name.strip_prefix("value:A.2.title@")).nth(1).unwrap();
    let mut up = section.clone();
    up.set("then", &format!("up:{second}"));
    ndeye.sends(&up).await.expect_status(303);
    let section = ndeye.section(&id, "A").await;
    let titles: Vec<&str> =
        section.fields.iter().filter(|(n, _)| n.starts_with("value:A.2.title@")).map(|(_, v)| v.as_str()).collect();
    assert_eq!(titles, ["Second", "First"], "entries that came from one file can be moved");
    let remove = format!("/responses/{id}/sections/A/entries/{second}/remove");
    let form = ndeye.opens(&remove).await.form(&remove);
    ndeye.sends(&form).await.expect_status(303);
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("The entry was removed").says(", changed").is_silent_on("Second");
    ndeye.sends(&page.form(&path)).await.expect_status(303);
    let section = ndeye.section(&id, "A").await;
    let titles: Vec<&str> =
        section.fields.iter().filter(|(n, _)| n.starts_with("value:A.2.title@")).map(|(_, v)| v.as_str()).collect();
    assert_eq!(titles, ["First, changed"]);
});

on_both!(a_contributor_brings_what_is_theirs_and_learns_nothing_of_the_rest, |app| async {
    let (ndeye, fatou) = (app.coordinator("SEN").await, app.contributor("SEN").await);
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "A confidential draft text").await;
    ndeye.answers(&id, "P.2", "The ministry").await;
    let account = app.id_of("contributor@sen.example");
    ndeye.gives(&id, "P", &account).await;
    // Their file holds their section alone.
    let own = takes(&fatou, &id).await;
    let keys: Vec<String> = own.keys().into_iter().map(|(key, ..)| key).collect();
    assert!(keys.contains(&"P.2".to_owned()) && !keys.iter().any(|key| key.starts_with("C.")), "{keys:?}");
    assert!(!String::from_utf8_lossy(&own.bytes()).contains("confidential"));
    // A file of the coordinator's, filled in everywhere.
    let mut whole = takes(&ndeye, &id).await;
    whole.types("P.2", ANSWER, "The ministry of justice").types("C.1", ANSWER, "A text of Fatou's");
    ndeye.answers(&id, "C.1", "Another confidential text").await;
    let (path, page) = compares(&fatou, &id, &whole).await;
    page.says("of justice").says("not yours to write");
    page.is_silent_on("confidential").is_silent_on("text of Fatou");
    let done = fatou.sends(&page.form(&path)).await;
    fatou.follows(done).await.says("One answer was taken over").says("not yours to write");
    assert_eq!(value(&ndeye, &id, "P.2").await, "The ministry of justice");
    assert_eq!(value(&ndeye, &id, "C.1").await, "Another confidential text");
    // A coordinator sees the rest of it, and chooses.
    ndeye.opens(&path).await.says("text of Fatou").says("Another").says("Take what is in the file");
    // Somebody else's file is not a contributor's to see; once the section is gone, nothing of it is theirs.
    let others = brings(&ndeye, &id, &whole).await.expect_status(303).location();
    fatou.get(&others).await.expect_status(404);
    ndeye.takes(&id, "P", &account).await;
    fatou.opens(&path).await.is_silent_on("of justice");
});

on_both!(only_the_state_reaches_it_and_a_reader_takes_but_does_not_bring, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut book = takes(&ndeye, &id).await;
    book.types("P.2", ANSWER, "The ministry");
    let path = brings(&ndeye, &id, &book).await.expect_status(303).location();
    let reader = app.reader("SEN").await;
    reader.opens(&take(&id, "draft", "fr")).await;
    reader.opens(&format!("/responses/{id}/offline")).await.says("for those who write answers");
    brings(&reader, &id, &book).await.expect_status(403);
    reader.get(&path).await.expect_status(404);
    reader.post(&path, &[]).await.expect_status(403);
    for visitor in
        [app.coordinator("SVN").await, app.secretariat().await, app.court("registry").await, app.facilitator().await]
    {
        for path in [&take(&id, "draft", "en"), &take(&id, "blank", "en"), &path, &format!("/responses/{id}/offline")] {
            visitor.get(path).await.expect_status(404);
        }
        let refused = brings(&visitor, &id, &book).await.status.as_u16();
        assert!(matches!(refused, 403 | 404), "{refused}");
        let refused = visitor.post(&path, &[]).await.status.as_u16();
        assert!(matches!(refused, 403 | 404), "{refused}");
    }
    assert_eq!(value(&ndeye, &id, "P.2").await, "");
    // A format or a language that there is not.
    for path in [
        "format=ods&content=draft&language=en",
        "format=xlsx&content=draft&language=xx",
        "format=xlsx&content=all&language=en",
    ] {
        ndeye.get(&format!("/responses/{id}/offline/file?{path}")).await.expect_status(404);
    }
});

on_both!(a_closed_cycle_takes_nothing_over, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut book = takes(&ndeye, &id).await;
    book.types("P.2", ANSWER, "The ministry");
    let (path, page) = compares(&ndeye, &id, &book).await;
    app.freezes();
    let form = page.form(&path);
    assert!(!ndeye.sends(&form).await.status.is_success());
    ndeye.opens(&path).await.says("takes no changes now").says("The ministry").is_silent_on("not yours");
    assert!(brings(&ndeye, &id, &book).await.status.is_client_error());
    ndeye.opens(&take(&id, "draft", "en")).await;
});

on_both!(another_draft_is_refused_by_name, |app| async {
    let (sen, svn) = (app.coordinator("SEN").await, app.coordinator("SVN").await);
    let (id, other) = (sen.begins(2027).await, svn.begins(2027).await);
    let book = takes(&svn, &other).await;
    brings(&sen, &id, &book).await.expect_status(422).says("another State");
    let mut earlier = takes(&sen, &id).await;
    earlier.alters("xl/sharedStrings.xml", |text| text.replace("/SEN/2027/", "/SEN/2026/"));
    brings(&sen, &id, &earlier).await.expect_status(422).says("for the response of 2026");
    let mut strange = takes(&sen, &id).await;
    strange.alters("xl/sharedStrings.xml", |text| text.replace("concord/1/", "concord/9/"));
    brings(&sen, &id, &strange).await.expect_status(422).says("was not taken from this response");
    let mut strange = takes(&sen, &id).await;
    strange.alters("xl/sharedStrings.xml", |text| text.replace(&id, &other));
    brings(&sen, &id, &strange).await.expect_status(422).says("was not taken from this response");
    brings_bytes(&sen, &id, WORKBOOK).await.expect_status(422).says("was not taken from this response");
    let french = app.person("coordinator2@sen.example").await;
    brings(&french, &id, &book).await.expect_status(422).says("d’un autre État");
});

on_both!(hostile_files_are_refused_with_a_reason, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let sound = takes(&ndeye, &id).await;
    let refused = |bytes: Vec<u8>, says: &'static str| {
        let (ndeye, id) = (&ndeye, &id);
        async move {
            brings_bytes(ndeye, id, &bytes).await.expect_status(422).says(says);
        }
    };
    refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec(), "old Excel format").await;
    refused(pdf("no workbook"), "neither the Word document nor the Excel workbook").await;
    refused(b"PK\x03\x04 and nothing".to_vec(), "damaged").await;
    let mut macros = sound.clone();
    macros.adds("xl/vbaProject.bin", b"x");
    refused(macros.bytes(), "macros").await;
    let mut bomb = sound.clone();
    bomb.adds("xl/worksheets/sheet99.xml", &vec![b' '; 60 << 20]);
    refused(bomb.bytes(), "unpacks to more than").await;
    let mut dtd = sound.clone();
    dtd.alters("xl/workbook.xml", |text| text.replacen("<workbook", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook", 1));
    refused(dtd.bytes(), "document type").await;
    let mut long = sound.clone();
    long.alters("xl/worksheets/sheet2.xml", |text| {
        let far = "<row r=\"1000000\"><c r=\"A1000000\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>";
        text.replace("</sheetData>", far)
    });
    refused(long.bytes(), "more than 5").await;
    ndeye.uploads(&format!("/responses/{id}/offline"), &[], None).await.expect_status(422);

    // Cells that are not what somebody wrote.
    let mut book = sound.clone();
    book.puts("P.2", ANSWER, "str", "<f>1+1</f><v>The ministry</v>");
    book.puts("C.1", ANSWER, "e", "<v>#REF!</v>");
    book.types("L.4", ANSWER, &"x".repeat(32_768));
    book.types("B.1.other", ANSWER, "two\nlines");
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("holds a formula").says("error of the spreadsheet").says("more than a cell can");
    page.is_silent_on("The ministry<").is_silent_on("Will be taken over</a>");
    assert!(page.text().matches("Not understood").count() > 0 && page.text().contains("B.1.other"), "{}", page.words());
    ndeye.sends(&page.form(&format!("{path}/discard"))).await.expect_status(303);
    // A row without its key, and a key that stands there twice.
    let mut book = sound.clone();
    book.types("C.1", ANSWER, "one").types("C.1", "A", "P.2").types("P.2", ANSWER, "two");
    compares(&ndeye, &id, &book).await.1.says("stands in the file twice");
    let mut book = sound.clone();
    book.types("C.1", ANSWER, "one").types("C.1", "A", " ");
    compares(&ndeye, &id, &book).await.1.says("where no question is");
});

on_both!(nothing_in_a_workbook_is_a_formula_and_its_locks_stand, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let payloads = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\"=1\"", "_x0041_ and _x000D_", "<b>&amp;</b>"];
    for payload in payloads {
        ndeye.answers(&id, "P.2", payload).await;
        let book = takes(&ndeye, &id).await;
        let bytes = book.bytes();
        assert!(!String::from_utf8_lossy(&bytes).contains("<f>"));
        let parts = Book::of(&bytes);
        let sheets: BTreeSet<String> = parts.keys().into_iter().map(|(_, sheet, _)| sheet).collect();
        for sheet in sheets {
            let text = parts.text(&sheet);
            assert!(!text.contains("<f>") && text.contains("sheetProtection"));
        }
        // What comes back untouched is untouched.
        compares(&ndeye, &id, &book).await.1.is_silent_on("Will be taken over</a>").is_silent_on("To choose");
        let (path, page) = compares(&ndeye, &id, &book).await;
        ndeye.sends(&page.form(&format!("{path}/discard"))).await.expect_status(303);
    }
    let styles = takes(&ndeye, &id).await.text("xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\"") && styles.contains("locked=\"0\""));
});

on_both!(a_file_that_nobody_takes_over_is_forgotten, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut book = takes(&ndeye, &id).await;
    book.types("P.2", ANSWER, "The ministry");
    let path = brings(&ndeye, &id, &book).await.expect_status(303).location();
    let sweep = || app.db.write_now(&Actor::Task(Task::Caretaker), concord::domain::people::sweep).unwrap();
    app.wait(89 * 24 * 3600);
    sweep();
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens(&path).await.says("The ministry");
    app.wait(2 * 24 * 3600);
    sweep();
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens(&path).await.says("was forgotten").is_silent_on("The ministry");
    let kept = "SELECT CAST(id AS TEXT) AS text FROM imports WHERE sealed IS NOT NULL";
    assert!(app.query(kept, kept).is_empty());
});

on_both!(a_former_party_takes_its_draft_and_brings_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut book = takes(&ndeye, &id).await;
    book.types("P.2", ANSWER, "The ministry");
    let (path, page) = compares(&ndeye, &id, &book).await;
    app.alters("UPDATE states SET withdrawal_effective = '2027-04-01' WHERE id = 'SEN'");
    takes(&ndeye, &id).await;
    assert!(brings(&ndeye, &id, &book).await.status.is_client_error());
    assert!(ndeye.sends(&page.form(&path)).await.status.is_client_error());
    ndeye.opens(&format!("/responses/{id}/offline")).await.says("for those who write answers");
    ndeye.opens(&path).await.says("The ministry");
});
