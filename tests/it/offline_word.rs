//! Filling in away from the platform by Word: the same as by Excel, with boxes to tick, and with what only a word processor does to a text.

use crate::app::*;

fn take(id: &str, content: &str, language: &str) -> String {
    format!("/responses/{id}/offline/file?format=docx&content={content}&language={language}")
}

async fn takes(person: &Visitor<'_>, id: &str, language: &str) -> Doc {
    Doc::of(&person.opens(&take(id, "draft", language)).await.body)
}

async fn brings(person: &Visitor<'_>, id: &str, name: &str, bytes: &[u8]) -> Answer {
    person.uploads(&format!("/responses/{id}/offline"), &[], Some(("file", name, bytes))).await
}

/// Brings a document and opens the comparison: its address and page.
async fn compares(person: &Visitor<'_>, id: &str, bytes: &[u8]) -> (String, Answer) {
    let path = brings(person, id, "draft.docx", bytes).await.expect_status(303).location();
    let page = person.opens(&path).await;
    (path, page)
}

async fn takes_over(person: &Visitor<'_>, id: &str, doc: &Doc) -> Answer {
    let (path, page) = compares(person, id, &doc.bytes()).await;
    let done = person.sends(&page.form(&path)).await;
    person.follows(done).await
}

async fn given(person: &Visitor<'_>, id: &str, field: &str) -> String {
    let code = field.split(':').nth(1).unwrap();
    let section = code.split('.').next().unwrap();
    person.section(id, section).await.get(field).unwrap_or("").trim().to_owned()
}

on_both!(a_document_goes_out_comes_back_and_is_taken_over_after_it_was_confirmed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "The request goes to the ministry.").await;
    ndeye.opens(&format!("/responses/{id}/offline")).await.says("Download as Word");
    let mut doc = takes(&ndeye, &id, "en").await;
    assert!(doc.reads("C.1").starts_with("The request goes to the ministry.\n☐ Not in a position to answer, because:"));
    doc.types("C.1", "The request goes to the ministry.\n\n  Within <ten> days & nights.").comments("C.1", "By post");
    let choices = doc.reads("A.1");
    let first = choices.lines().next().unwrap().trim_start_matches('☐').trim().to_owned();
    doc.ticks("A.1", &first, true);

    let (path, page) = compares(&ndeye, &id, &doc.bytes()).await;
    page.says("Will be taken over").says("nights.").is_silent_on("Not understood");
    assert_eq!(given(&ndeye, &id, "value:C.1").await, "The request goes to the ministry.");
    let done = ndeye.sends(&page.form(&path)).await;
    ndeye.follows(done).await.says("2 answers were taken over");
    let kept = given(&ndeye, &id, "value:C.1").await;
    assert_eq!(kept.replace("\r\n", "\n"), "The request goes to the ministry.\n\n  Within <ten> days & nights.");
    assert_eq!(given(&ndeye, &id, "comment:C.1").await, "By post");
    assert!(!given(&ndeye, &id, "value:A.1").await.is_empty());
    // The same once more says what stands already.
    takes_over(&ndeye, &id, &doc).await.says("Nothing new");
});

on_both!(a_document_in_french_and_a_workbook_in_english_come_together, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "specific").await;
    let mut doc = takes(&ndeye, &id, "fr").await;
    app.wait(60);
    let mut book = Book::of(&ndeye.opens(&take(&id, "draft", "en").replace("docx", "xlsx")).await.body);
    doc.types("C.1", "Par la voie diplomatique").types("A.2.title@+1", "Loi de la justice");
    book.types("C.1", COMMENT, "Through the embassy").types("A.2.title@+1", ANSWER, "Law of the police");
    takes_over(&ndeye, &id, &doc).await.says("2 answers were taken over");
    let path = brings(&ndeye, &id, "draft.xlsx", &book.bytes()).await.expect_status(303).location();
    let page = ndeye.opens(&path).await;
    page.is_silent_on("To choose").is_silent_on("Not understood");
    let done = ndeye.sends(&page.form(&path)).await;
    ndeye.follows(done).await.says("2 answers were taken over");
    assert_eq!(given(&ndeye, &id, "value:C.1").await, "Par la voie diplomatique");
    assert_eq!(given(&ndeye, &id, "comment:C.1").await, "Through the embassy");
    let section = ndeye.section(&id, "A").await;
    let titles = section.fields.iter().filter(|(name, _)| name.starts_with("value:A.2.title@"));
    assert_eq!(titles.map(|(_, title)| title.as_str()).collect::<Vec<_>>(), ["Loi de la justice", "Law of the police"]);
});

on_both!(what_is_no_plain_answer_is_told_with_its_place_and_not_guessed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut doc = takes(&ndeye, &id, "en").await;
    let choices = doc.reads("A.1");
    doc.puts("C.1", 2, "<w:p><w:ins w:id=\"1\" w:author=\"x\"><w:r><w:t>tracked</w:t></w:r></w:ins></w:p>");
    let labels: Vec<&str> = choices.lines().map(|line| line.trim_start_matches('☐').trim()).collect();
    doc.ticks("A.1", labels[0], true).ticks("A.1", labels[1], true);
    doc.types("P.2", "The ministry");
    let (path, page) = compares(&ndeye, &id, &doc.bytes()).await;
    page.says("Not understood").says("It holds tracked changes").says("Several are chosen where one is asked for");
    page.says("Table ").is_silent_on("tracked</");
    let done = ndeye.sends(&page.form(&path)).await;
    ndeye.follows(done).await.says("One answer was taken over");
    assert_eq!(given(&ndeye, &id, "value:C.1").await, "");
    assert_eq!(given(&ndeye, &id, "value:P.2").await, "The ministry");
    // A choice in somebody's own words is none.
    let mut doc = takes(&ndeye, &id, "en").await;
    let mut lines: Vec<String> = choices.lines().map(str::to_owned).collect();
    lines[0].push_str(", mostly");
    doc.types("A.1", &lines.join("\n"));
    let (_, page) = compares(&ndeye, &id, &doc.bytes()).await;
    page.says(", mos").says("is none of the choices");
});

on_both!(documents_that_are_none_of_ours_are_refused_by_name, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let ours = takes(&ndeye, &id, "en").await;
    let ana = app.coordinator("SVN").await;
    let theirs = ana.begins(2027).await;
    // Another State's document says nothing of what it holds.
    let answer = brings(&ana, &theirs, "draft.docx", &ours.bytes()).await.expect_status(422);
    answer.is_silent_on("Senegal");
    let mut macros = ours.clone();
    macros.archive().adds("word/vbaProject.bin", b"x");
    brings(&ndeye, &id, "draft.docx", &macros.bytes()).await.expect_status(422).says("macros");
    let mut doctype = ours.clone();
    doctype.archive().alters("word/document.xml", |text| {
        text.replacen("<w:document", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><w:document", 1)
    });
    brings(&ndeye, &id, "draft.docx", &doctype.bytes()).await.expect_status(422);
    let mut nameless = ours.clone();
    nameless.archive().alters("word/document.xml", |text| text.replace("concord/1/", "other/1/"));
    brings(&ndeye, &id, "draft.docx", &nameless.bytes()).await.expect_status(422);
    brings(&ndeye, &id, "draft.docx", b"PK\x03\x04 and nothing").await.expect_status(422);
    // The Court and the Secretariat do not know of drafts.
    for reader in [app.secretariat().await, app.court("registry").await] {
        reader.get(&take(&id, "draft", "en")).await.expect_status(404);
    }
});
