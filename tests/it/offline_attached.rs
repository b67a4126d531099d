//! Files in a draft for clearance: its Word and Excel file names what is the answer or stands beside it, for who reads it on paper. Nothing of that
//! comes back.

use concord::domain::response::offline::Format;

use crate::app::*;
use crate::offline_whole::typed::{by_libreoffice, has_libreoffice};

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | bind::concord:may_decline | bind::concord:visibility
    begin group | A | Law | Droit | | states_parties
    text | A.1 | Which law? | Quelle loi ? | yes | states_parties
    file | A.2 | Its text | Son texte | | states_parties
    begin repeat | A.3 | Contacts | Contacts | | states_parties
    text | A.3.name | Name | Nom | | states_parties
    end repeat | | | | |
    end group | | | | |
    begin group | B | Practice | Pratique | | states_parties
    text | B.1 | How is it done? | Comment ? | | court
    end group | | | | |";

const ATTACHED: &str = "Attached: Law No. 2007-02 (French, official translation), loi.pdf, 1 kB";

async fn takes(person: &Visitor<'_>, id: &str, (format, content, language): (&str, &str, &str)) -> Vec<u8> {
    let path = format!("/responses/{id}/offline/file?format={format}&content={content}&language={language}");
    person.opens(&path).await.body.to_vec()
}

/// All text of a file.
fn text(bytes: &[u8]) -> String {
    let book = Book::of(bytes);
    let parts = ["xl/sharedStrings.xml", "word/document.xml"].map(|part| book.text(part));
    parts.concat().replace("&amp;", "&").replace("&quot;", "\"")
}

/// Changes the text of a file, wherever it stands.
fn altered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut book = Book::of(bytes);
    for part in ["xl/sharedStrings.xml", "word/document.xml"] {
        if !book.text(part).is_empty() {
            book.alters(part, |text| {
                assert!(text.contains(from), "{from}");
                text.replace(from, to)
            });
        }
    }
    book.bytes()
}

async fn compares(person: &Visitor<'_>, id: &str, bytes: &[u8]) -> Answer {
    let action = format!("/responses/{id}/offline");
    let path = person.uploads(&action, &[], Some(("file", "draft", bytes))).await.expect_status(303).location();
    let page = person.opens(&path).await;
    person.sends(&page.form(&format!("{path}/discard"))).await.expect_status(303);
    page
}

fn says_nothing_new(page: &Answer) {
    page.is_silent_on("#taken").is_silent_on("#wrong").is_silent_on("#conflicts");
}

async fn attaches(person: &Visitor<'_>, id: &str, question: &str, name: &str, fields: &[(&str, &str)]) {
    let section = question.split('.').next().unwrap();
    let path = format!("/responses/{id}/sections/{section}/attachments/{question}");
    person.uploads(&path, fields, Some(("file", name, &pdf(name)))).await.expect_status(303);
}

/// A draft with files beside answers, outside and inside of an entry and at a question that nobody has answered, and a file that is an answer.
async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    app.opens_cycle(&workbook(&[("survey", SURVEY)]));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    let official = [("title", "Law No. 2007-02"), ("language", "fr"), ("translation", "official_translation")];
    attaches(&ndeye, &id, "A.1", "loi.pdf", &official).await;
    app.wait(1);
    attaches(&ndeye, &id, "A.1", "plain & short.pdf", &[]).await;
    attaches(&ndeye, &id, "B.1", "circular.pdf", &[("title", "A circular of the ministry")]).await;
    let upload = format!("/responses/{id}/sections/A/files/A.2");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    let fields = [("stamp", stamp.as_str()), ("title", "The whole text"), ("language", "en")];
    ndeye.uploads(&upload, &fields, Some(("file", "text.pdf", &pdf("whole")))).await.expect_status(303);
    let mut add = ndeye.section(&id, "A").await;
    add.set("then", "add:A.3");
    ndeye.sends(&add).await.expect_status(303);
    let name = ndeye.section(&id, "A").await.name_beginning("value:A.3.name@");
    attaches(&ndeye, &id, name.trim_start_matches("value:"), "card.pdf", &[]).await;
    (ndeye, id)
}

on_both!(what_was_attached_stands_in_the_draft_for_clearance_and_not_in_the_blank, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let khady = app.reader("SEN").await;
    for format in ["xlsx", "docx"] {
        for person in [&ndeye, &khady] {
            let said = text(&takes(person, &id, (format, "draft", "en")).await);
            for line in [
                ATTACHED,
                "Attached: plain & short.pdf, 1 kB",
                "Attached: The whole text (English), text.pdf, 1 kB",
                "Attached: A circular of the ministry, circular.pdf, 1 kB",
                "Attached: card.pdf, 1 kB",
            ] {
                assert_eq!(said.matches(line).count(), 1, "{format}: {line}");
            }
        }
        let french = text(&takes(&ndeye, &id, (format, "draft", "fr")).await);
        let line = "Fichier joint\u{a0}: Law No. 2007-02 (français, traduction officielle), loi.pdf, 1";
        assert!(french.contains(line) && !french.contains("Attached:"), "{format}");
        let blank = text(&takes(&ndeye, &id, (format, "blank", "en")).await);
        assert!(!blank.contains("Attached:") && !blank.contains("loi.pdf"), "{format}");
    }
    // Below the answer, and not in it.
    let book = Book::of(&takes(&ndeye, &id, ("xlsx", "draft", "en")).await);
    assert_eq!(
        (book.reads("A.1", ANSWER).as_str(), book.reads("A.2", ANSWER).as_str()),
        ("The law of 2007", "text.pdf")
    );
    let doc = Doc::of(&takes(&ndeye, &id, ("docx", "draft", "en")).await);
    assert!(!doc.reads("A.1").contains("Attached"));
    // What is taken away is not named any more.
    let here = format!("/responses/{id}/sections/A/attachments/A.1");
    let file =
        ndeye.opens(&here).await.links().into_iter().find_map(|link| link.strip_prefix("/files/").map(str::to_owned));
    ndeye.post(&format!("{here}/{}", file.unwrap()), &[("do", "remove")]).await.expect_status(303);
    let said = text(&takes(&ndeye, &id, ("docx", "draft", "en")).await);
    assert!(!said.contains("Law No. 2007-02") && said.contains("plain & short.pdf"));
});

on_both!(a_contributor_is_told_of_the_files_at_their_own_questions, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.gives(&id, "B", &app.id_of("contributor@sen.example")).await;
    let fatou = app.contributor("SEN").await;
    for format in ["xlsx", "docx"] {
        let said = text(&takes(&fatou, &id, (format, "draft", "en")).await);
        assert!(said.contains("A circular of the ministry"), "{format}");
        for hidden in ["loi.pdf", "Law No. 2007-02", "text.pdf", "The whole text", "card.pdf"] {
            assert!(!said.contains(hidden), "{format}: {hidden}");
        }
    }
});

on_both!(nothing_that_is_said_of_files_comes_back, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    for format in ["xlsx", "docx"] {
        for language in ["en", "fr"] {
            let file = takes(&ndeye, &id, (format, "draft", language)).await;
            says_nothing_new(&compares(&ndeye, &id, &file).await);
        }
        let file = takes(&ndeye, &id, (format, "draft", "en")).await;
        // Who writes into the line, wherever, changes nothing and is told that it is not taken over.
        let size = "plain &amp; short.pdf, 1 kB";
        for (from, to) in [
            ("Law No. 2007-02", "Law No. 2007-03, as amended"),
            ("Attached: Law No. 2007-02", "See also Law No. 2007-02"),
            (size, "plain &amp; short.pdf, 1 kB: repealed in 2026, see the decree"),
        ] {
            let page = compares(&ndeye, &id, &altered(&file, from, to)).await;
            page.says("#wrong").says("Something is written where no question is").is_silent_on("#taken");
        }
        let page = compares(&ndeye, &id, &altered(&file, "The law of 2007", "The law of 2008")).await;
        page.says("#taken").is_silent_on("#wrong");
    }
});

/// Through LibreOffice, which opens the file and saves it.
#[actix_web::test]
async fn by_libreoffice_a_file_with_what_was_attached_comes_back_as_it_went() {
    if !has_libreoffice() {
        return;
    }
    let app = TestApp::on_sqlite(Start::Bare);
    let (ndeye, id) = begun(&app).await;
    for (format, word) in [(Format::Excel, "xlsx"), (Format::Word, "docx")] {
        for language in ["en", "fr"] {
            let file = by_libreoffice(&takes(&ndeye, &id, (word, "draft", language)).await, format, &[]);
            assert!(text(&file).contains("loi.pdf"), "{word} {language}");
            says_nothing_new(&compares(&ndeye, &id, &file).await);
        }
    }
}
