//! Files beside answers: attached, described, taken away and brought back, read by whoever reads the answer and by nobody else.

use concord::domain::access::Edit;
use concord::domain::questionnaire::Place;
use concord::domain::response::Section;
use concord::domain::response::attached::{self, MOST_OF_RESPONSE};
use concord::domain::response::files::{self, As};
use serde_json::Value;

use crate::app::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | bind::concord:may_decline | bind::concord:visibility
    begin group | A | Law | Droit | | | states_parties
    text | A.1 | Which law? | Quelle loi ? | yes | yes | states_parties
    text | A.2 | Since when? | Depuis quand ? | | | states_parties
    select_one yes_no | A.3 | Is it applied? | Est-elle appliquée ? | | | states_parties
    file | A.4 | Its text | Son texte | | | states_parties
    begin repeat | A.5 | Contacts | Contacts | | | states_parties
    text | A.5.name | Name | Nom | | | states_parties
    end repeat | | | | | |
    end group | | | | | |
    begin group | B | Practice | Pratique | | | states_parties
    text | B.1 | How is it done? | Comment ? | | | court
    text | B.2 | How long? | Combien de temps ? | | | states_parties
    end group | | | | | |";

const CHOICES: &str =
    "list_name | name | label::English (en) | label::French (fr)\nyes_no | yes | Yes | Oui\nyes_no | no | No | Non";

fn form() -> Vec<u8> {
    workbook(&[("survey", SURVEY), ("choices", CHOICES)])
}

/// A cycle of this form, and a response with what is required.
async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    (ndeye, id)
}

fn section(question: &str) -> &str {
    question.split('.').next().unwrap()
}

fn beside(id: &str, question: &str) -> String {
    format!("/responses/{id}/sections/{}/attachments/{question}", section(question))
}

/// Attaches a file that holds its name.
async fn attaches(person: &Visitor<'_>, id: &str, question: &str, name: &str, fields: &[(&str, &str)]) -> Answer {
    person.uploads(&beside(id, question), fields, Some(("file", name, &pdf(name)))).await
}

/// The ids of the files that a page leads to, in its order.
fn files(page: &Answer) -> Vec<String> {
    page.links().iter().filter_map(|link| link.strip_prefix("/files/").map(str::to_owned)).collect()
}

async fn does(person: &Visitor<'_>, id: &str, question: &str, file: &str, what: &[(&str, &str)]) -> Answer {
    person.post(&format!("{}/{file}", beside(id, question)), what).await
}

async fn document(person: &Visitor<'_>, id: &str, number: i32) -> Value {
    serde_json::from_slice(&person.opens(&format!("/responses/{id}/revisions/{number}/document.json")).await.body)
        .unwrap()
}

fn named(document: &Value) -> Vec<&str> {
    document["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect()
}

const OFFICIAL: &[(&str, &str)] =
    &[("title", "Law No. 2007-02"), ("language", "fr"), ("translation", "official_translation")];

on_both!(a_file_is_attached_to_an_answer_with_its_title_language_and_translation, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    assert!(page.links().contains(&beside(&id, "A.1")), "{:?}", page.links());
    let done = attaches(&ndeye, &id, "A.1", "loi.pdf", OFFICIAL).await;
    let page = ndeye.follows(done).await;
    page.says("The file is attached")
        .says("Law No. 2007-02")
        .says("loi.pdf")
        .says("French")
        .says("official translation");
    page.says("Attached by Ndeye Diop")
        .says("once submitted, by the Court and, from publication, by all States Parties");
    // Under the answer, for colleagues too.
    let khady = app.reader("SEN").await;
    for person in [&ndeye, &khady] {
        let page = person.opens(&format!("/responses/{id}/sections/A")).await;
        page.says("Law No. 2007-02").says("official translation");
        let got = person.opens(&format!("/files/{}", files(&page)[0])).await;
        assert_eq!(got.body, pdf("loi.pdf"));
        assert!(got.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    }
    khady.opens(&format!("/responses/{id}/check")).await.says("Law No. 2007-02");
    // In French, with another language by its name, and without a title.
    let moussa = app.person("coordinator2@sen.example").await;
    let fields = [("language", "other"), ("other_language", "Wolof"), ("translation", "unofficial_translation")];
    let done = attaches(&moussa, &id, "A.1", "wolof.pdf", &fields).await;
    moussa.follows(done).await.says("wolof.pdf").says("Wolof").says("traduction non officielle").says("français");
    assert_eq!(app.recorded("file_attached"), 2);
    // The answer is what it was: nobody's open page is stale.
    let mut open = ndeye.section(&id, "A").await;
    attaches(&moussa, &id, "A.1", "third.pdf", &[]).await.expect_status(303);
    open.set("value:A.1", "The law of 2008").set("then", "stay");
    ndeye.sends(&open).await.expect_status(303);
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("The law of 2008").is_silent_on("Two texts");
    assert_eq!(files(&page).len(), 3, "to save a text touches no file");
});

on_both!(what_is_said_of_a_file_can_be_changed, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.2", "a.pdf", OFFICIAL).await.expect_status(303);
    let here = beside(&id, "A.2");
    let file = files(&ndeye.opens(&here).await)[0].clone();
    let page = ndeye.opens(&format!("{here}?file={file}")).await;
    let mut form = page.form(&format!("{here}/{file}"));
    assert_eq!((form.get("title"), form.get("language")), (Some("Law No. 2007-02"), Some("fr")));
    assert_eq!(form.get("translation"), Some("official_translation"));
    form.set("title", "Law <b>No. 3</b>").set("language", "ar").set("translation", "original").set("do", "describe");
    let done = ndeye.sends(&form).await;
    let page = ndeye.follows(done).await;
    page.says("Law &#60;b&#62;No. 3&#60;/b&#62;").says("Arabic").says("original").is_silent_on("official translation)");
    // A second click says nothing anew; what is wrong is told, and what was typed is there.
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("file_described"), 1);
    form.set("title", "x\u{202E}y");
    let refused = ndeye.sends(&form).await.expect_status(422);
    refused.says("The title holds characters that are not accepted");
    assert_eq!(refused.form(&form.action).get("language"), Some("ar"));
    // A colleague takes it away meanwhile.
    does(&ndeye, &id, "A.2", &file, &[("do", "remove")]).await.expect_status(303);
    form.set("title", "Too late");
    let refused = ndeye.sends(&form).await.expect_status(422);
    refused.says("A colleague has taken this file away meanwhile").says("Files that were taken away");

    // The file that is the answer is described on the same page.
    let upload = format!("/responses/{id}/sections/A/files/A.4");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    let fields = [("stamp", stamp.as_str()), ("title", "The whole text"), ("language", "en")];
    ndeye.uploads(&upload, &fields, Some(("file", "text.pdf", &pdf("whole")))).await.expect_status(303);
    let page = ndeye.opens(&upload).await;
    page.says("The whole text").says("text.pdf").says("English");
    let link = page.links().into_iter().find(|link| link.contains("/attachments/")).unwrap();
    let page = ndeye.opens(&link).await;
    let mut form = page.form(link.replace("?file=", "/").as_str());
    form.set("title", "The act, consolidated").set("do", "describe");
    ndeye.sends(&form).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("The act, consolidated");
    // It is the answer and not beside it: it is not taken away here.
    let answer = link.split("?file=").nth(1).unwrap();
    does(&ndeye, &id, "A.4", answer, &[("do", "remove")]).await.expect_status(404);
    does(&ndeye, &id, "A.4", answer, &[("do", "back")]).await.expect_status(404);
    does(&ndeye, &id, "A.4", answer, &[]).await.expect_status(404);
    // Nor can a file beside the answer be given as the answer past its page.
    attaches(&ndeye, &id, "A.4", "beside.pdf", &[]).await.expect_status(303);
    let other = files(&ndeye.opens(&beside(&id, "A.4")).await)[0].clone();
    ndeye.saves(&id, "A", &[("value:A.4", &other)]).await.expect_status(422);
});

on_both!(what_is_taken_away_can_be_brought_back, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    for name in ["one.pdf", "two.pdf"] {
        attaches(&ndeye, &id, "A.1", name, &[]).await.expect_status(303);
        // The clock of the test stands still: without this both come at once, in no order.
        app.wait(1);
    }
    let here = beside(&id, "A.1");
    let [one, two] = files(&ndeye.opens(&here).await).try_into().unwrap();
    for _ in 0..2 {
        let done = does(&ndeye, &id, "A.1", &one, &[("do", "remove")]).await;
        ndeye.follows(done).await.says("The file is taken away").says("Taken away by Ndeye Diop");
    }
    assert_eq!(app.recorded("file_removed"), 1, "a second click changes nothing");
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("two.pdf").is_silent_on("one.pdf");
    for _ in 0..2 {
        let done = does(&ndeye, &id, "A.1", &one, &[("do", "back")]).await;
        ndeye.follows(done).await.says("The file is attached again").is_silent_on("Taken away by");
    }
    assert_eq!(app.recorded("file_brought_back"), 1);
    // In the order in which they came.
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    assert_eq!(files(&page), [one.clone(), two]);
    // At another answer, in another section, by an id of nobody: there is no such file.
    does(&ndeye, &id, "A.2", &one, &[("do", "remove")]).await.expect_status(404);
    let other = format!("/responses/{id}/sections/B/attachments/A.1/{one}");
    ndeye.post(&other, &[("do", "remove")]).await.expect_status(404);
    does(&ndeye, &id, "A.1", "01900000-0000-7000-8000-000000000000", &[("do", "remove")]).await.expect_status(404);
    does(&ndeye, &id, "A.1", "x", &[("do", "remove")]).await.expect_status(404);
    for question in ["A", "A.5", "Z.9", "A.5.name", "A.1@01900000-0000-7000-8000-000000000000"] {
        let way = format!("/responses/{id}/sections/A/attachments/{question}");
        ndeye.get(&way).await.expect_status(404);
        ndeye.uploads(&way, &[], Some(("file", "a.pdf", &pdf("a")))).await.expect_status(404);
    }
    assert_eq!(app.recorded("file_attached"), 2);
});

on_both!(a_second_click_attaches_a_file_once, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let moussa = app.person("coordinator2@sen.example").await;
    let twice = tokio::join!(
        attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL),
        attaches(&moussa, &id, "A.1", "law.pdf", OFFICIAL)
    );
    twice.0.expect_status(303);
    twice.1.expect_status(303);
    let done = attaches(&ndeye, &id, "A.1", "law.pdf", &[]).await;
    ndeye.follows(done).await.says("It was not attached twice");
    assert_eq!(files(&ndeye.opens(&format!("/responses/{id}/sections/A")).await).len(), 1);
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 1, "nothing is left on the disk");
    // The same content under another name is another file, and so is the same one at another answer.
    let content = pdf("law.pdf");
    ndeye.uploads(&beside(&id, "A.1"), &[], Some(("file", "loi.pdf", &content))).await.expect_status(303);
    attaches(&ndeye, &id, "A.2", "law.pdf", &[]).await.expect_status(303);
    assert_eq!(files(&ndeye.opens(&format!("/responses/{id}/sections/A")).await).len(), 3);
});

on_both!(twenty_files_stand_beside_an_answer_at_most, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    for n in 0..20 {
        attaches(&ndeye, &id, "A.1", &format!("{n}.pdf"), &[]).await.expect_status(303);
    }
    let page = ndeye.opens(&beside(&id, "A.1")).await;
    page.says("20 files are attached to this answer, which is the most");
    attaches(&ndeye, &id, "A.1", "one-more.pdf", &[]).await.expect_status(422).says("which is the most");
    let first = files(&page)[0].clone();
    does(&ndeye, &id, "A.1", &first, &[("do", "remove")]).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "one-more.pdf", &[]).await.expect_status(303);
    does(&ndeye, &id, "A.1", &first, &[("do", "back")]).await.expect_status(422).says("which is the most");
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 21, "what was refused is not kept");
    assert!(ndeye.opens(&format!("/responses/{id}/sections/A")).await.body.len() < 100_000);
});

on_both!(a_response_has_a_bound_of_files_with_those_that_were_taken_away, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let (actor, key) = (app.actor("coordinator@sen.example"), (id.parse().unwrap(), "A".to_owned()));
    let done = app.db.write_now(&actor, |ctx| {
        let place = Place { code: "A.2".to_owned(), instance: String::new() };
        for n in 0..MOST_OF_RESPONSE {
            let section = ctx.permit::<Edit, Section>(&key)?;
            let facts = files::check(&format!("{n}.pdf"), pdf(&n.to_string()))?.facts;
            let (file, _) = files::prepare(ctx, &section, &place, &As::Attached, &facts)?.unwrap();
            files::keep(ctx, &section, &place, &As::Attached, &file, &facts)?;
            attached::remove(ctx, &section, &place, &file)?;
        }
        Ok(())
    });
    done.unwrap();
    let refused = attaches(&ndeye, &id, "A.1", "law.pdf", &[]).await.expect_status(422);
    refused.says("300 files were attached to the answers of this response, which is the most");
    // What was taken away comes back all the same; of so many the latest are listed.
    let page = ndeye.opens(&beside(&id, "A.2")).await;
    assert_eq!(files(&page).len(), 50);
    does(&ndeye, &id, "A.2", &files(&page)[0], &[("do", "back")]).await.expect_status(303);
});

on_both!(the_covering_note_goes_with_its_files, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    attaches(&ndeye, &id, "L.3", "translation.pdf", &[("title", "The note in English")]).await.expect_status(303);
    let path = format!("/responses/{id}/covering-note");
    let page = ndeye.opens(&path).await;
    page.says("The note in English").is_silent_on("Submit the covering note");
    // A file beside the note is no note.
    let alone = ndeye.sends(&page.form(&path)).await.expect_status(422);
    alone.says("The note in English");
    let submits = async |name: &str| {
        let page = ndeye.opens(&path).await;
        let link = page.links().into_iter().find(|link| link.contains("/files/L.3")).expect("a link to give the file");
        let form = ndeye.opens(&link).await.form(&link);
        let fields = [("stamp", form.get("stamp").unwrap())];
        ndeye.uploads(&link, &fields, Some(("file", name, &pdf(name)))).await.expect_status(303);
        ndeye.sends(&ndeye.opens(&path).await.form(&path)).await.expect_status(303)
    };
    submits("note.pdf").await;
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(named(&second), ["note.pdf", "translation.pdf"]);
    assert_eq!(second["files"][1]["title"], "The note in English");
    let translation = second["files"][1]["id"].as_str().unwrap().to_owned();
    does(&ndeye, &id, "L.3", &translation, &[("do", "remove")]).await.expect_status(303);
    submits("another.pdf").await;
    assert_eq!(named(&document(&ndeye, &id, 3).await), ["another.pdf"]);
});

on_both!(hostile_names_titles_and_contents_are_refused, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let here = beside(&id, "A.1");
    let long = "é".repeat(10_000);
    for (fields, words) in [
        (vec![("title", "a\u{202E}fdp.exe")], "The title holds characters"),
        (vec![("title", "a\nb")], "The title holds characters"),
        (vec![("title", "a\u{0}b")], "The title holds characters"),
        (vec![("title", long.as_str())], "The title is longer than 200 characters"),
        (vec![("language", "xx")], "Choose the language from the list"),
        (vec![("language", "other")], "Choose the language from the list"),
        (vec![("language", "other"), ("other_language", "a\u{2066}b")], "Choose the language from the list"),
        (vec![("language", "other"), ("other_language", long.as_str())], "Choose the language from the list"),
    ] {
        let refused = attaches(&ndeye, &id, "A.1", "a.pdf", &fields).await.expect_status(422);
        refused.says(words);
        // What was typed besides is still there.
        assert_eq!(
            refused.form(&here).get("language").unwrap(),
            fields[0].1.get(..5).filter(|l| *l == "other").unwrap_or("")
        );
    }
    for (name, content, words) in [
        ("a\u{202E}fdp.pdf", pdf("x"), "The name of the file holds characters"),
        ("a.pdf", Vec::new(), "Choose a file that is not empty"),
        ("a.pdf", b"MZ\x90\x00 a program".to_vec(), "This file is not a PDF"),
        ("a.age", b"age-encryption.org/v1\nnot one".to_vec(), "This file is damaged"),
        ("a.pdf", b"%PDF-1.7 cut off".to_vec(), "This file is damaged"),
        ("a.pdf", [pdf("x"), vec![b'\n'; 21 * 1024 * 1024]].concat(), "larger than 20 MB"),
    ] {
        ndeye.uploads(&here, &[], Some(("file", name, &content))).await.expect_status(422).says(words);
    }
    ndeye
        .uploads(&here, &[("title", "No file")], None)
        .await
        .expect_status(422)
        .says("Choose a file that is not empty");
    ndeye.uploads(&here, &[("color", "red")], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(400);
    assert_eq!(app.recorded("file_attached"), 0);
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 0, "what was refused is not kept");
    // A name is the last part of what was given, with the ending of what the file is.
    ndeye.uploads(&here, &[], Some(("file", "../../etc/law.exe", &pdf("x")))).await.expect_status(303);
    ndeye.opens(&here).await.says("law.pdf").is_silent_on("exe");
});

on_both!(a_file_that_its_state_encrypted_is_taken_and_named_as_such, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let digest = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    let header = format!("age-encryption.org/v1\n-> X25519 {digest}\n{digest}\n--- {digest}\n");
    let age = [header.as_bytes(), &[9; 64]].concat();
    for question in ["A.1", "B.1"] {
        let path = beside(&id, question);
        ndeye.uploads(&path, &[], Some(("file", "note.pdf.age", &age))).await.expect_status(303);
    }
    let page = ndeye.opens(&beside(&id, "A.1")).await;
    page.says("note.pdf.age").says("nobody on the platform can look into it");
    page.says("The other States Parties receive this file as well");
    let page = ndeye.opens(&beside(&id, "B.1")).await;
    page.says("nobody on the platform can look into it").is_silent_on("The other States Parties receive");
    let got = ndeye.opens(&format!("/files/{}", files(&page)[0])).await;
    assert_eq!(got.headers.get("content-type").unwrap(), "application/vnd.age");
    assert_eq!(got.body, age);
});

on_both!(who_may_not_write_an_answer_attaches_nothing_to_it, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.gives(&id, "B", &app.id_of("contributor@sen.example")).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "herons.pdf", &[("title", "Of herons")]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let kept = |app: &TestApp| app.dump()["attachments"].clone();
    let before = kept(&app);
    for (email, status, reads) in [
        ("reader@sen.example", 404, true),
        ("contributor@sen.example", 404, false),
        ("coordinator@svn.example", 404, false),
        ("registry@court.example", 404, false),
        ("registry-coordinator@court.example", 404, false),
        ("secretariat@platform.example", 404, false),
        ("facilitator@platform.example", 404, false),
    ] {
        let person = app.person(email).await;
        let page = person.get(&beside(&id, "A.1")).await;
        assert!([status, 403].contains(&page.status.as_u16()), "{email}: {}", page.status);
        page.is_silent_on("herons");
        let tried = attaches(&person, &id, "A.1", "a.pdf", &[]).await;
        assert!([status, 403].contains(&tried.status.as_u16()), "{email}: {}", tried.status);
        for what in ["remove", "describe", "back"] {
            let tried = does(&person, &id, "A.1", &file, &[("do", what), ("title", "x")]).await;
            assert!([status, 403].contains(&tried.status.as_u16()), "{email} {what}: {}", tried.status);
        }
        let got = person.get(&format!("/files/{file}")).await;
        assert_eq!(got.status.as_u16(), if reads { 200 } else { 404 }, "{email}");
    }
    assert_eq!(before, kept(&app));
    // In the section that the contributor has, and then not any more.
    let fatou = app.contributor("SEN").await;
    attaches(&fatou, &id, "B.2", "unit.pdf", &[]).await.expect_status(303);
    let own = files(&fatou.opens(&beside(&id, "B.2")).await)[0].clone();
    // The id of one's own file opens no other place.
    fatou.post(&format!("{}/{own}", beside(&id, "A.1")), &[("do", "remove")]).await.expect_status(404);
    fatou
        .post(&format!("/responses/{id}/sections/B/attachments/B.2/{file}"), &[("do", "remove")])
        .await
        .expect_status(404);
    ndeye.takes(&id, "B", &app.id_of("contributor@sen.example")).await.expect_status(303);
    attaches(&fatou, &id, "B.2", "again.pdf", &[]).await.expect_status(404);
    fatou.get(&format!("/files/{own}")).await.expect_status(404);
    // Of single questions, those alone.
    let fields =
        [("account", app.id_of("contributor@sen.example")), ("extent", "questions".into()), ("question", "A.2".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ndeye.gives_with(&id, "A", &fields).await.expect_status(303);
    attaches(&fatou, &id, "A.2", "mine.pdf", &[]).await.expect_status(303);
    attaches(&fatou, &id, "A.1", "not-mine.pdf", &[]).await.expect_status(404);
    fatou.get(&format!("/files/{file}")).await.expect_status(404);
    fatou.opens(&format!("/responses/{id}/sections/A")).await.says("mine.pdf").is_silent_on("herons");
    fatou.opens(&format!("/responses/{id}/check")).await.says("mine.pdf").is_silent_on("herons");
});

on_both!(a_closed_cycle_takes_no_file_and_a_former_party_attaches_none, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "before.pdf", &[]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    app.freezes();
    attaches(&ndeye, &id, "A.1", "after.pdf", &[]).await.expect_status(403);
    does(&ndeye, &id, "A.1", &file, &[("do", "remove")]).await.expect_status(403);
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("before.pdf").is_silent_on("Attach a file");
    ndeye.opens(&format!("/files/{file}")).await;
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 1);
});

on_both!(a_former_party_attaches_nothing, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    let tried = attaches(&ndeye, &id, "A.1", "a.pdf", &[]).await;
    assert!([403, 404].contains(&tried.status.as_u16()), "{}", tried.status);
    assert_eq!(app.recorded("file_attached"), 0);
});

on_both!(files_go_with_their_answers_through_submission_publication_and_narrowing, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "B", &[("value:B.1", "In secret"), ("value:B.2", "A year")]).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    // Beside an answer that is not given, and one that only the Court reads.
    attaches(&ndeye, &id, "A.2", "decree.pdf", &[("title", "The decree")]).await.expect_status(303);
    attaches(&ndeye, &id, "B.1", "memo.pdf", &[("title", "A memorandum")]).await.expect_status(303);
    let (court, other) = (app.court("registry").await, app.reader("SVN").await);
    let facilitator = app.facilitator().await;
    let all = files(&ndeye.opens(&format!("/responses/{id}/check")).await);
    let [law, decree, memo] = all.clone().try_into().unwrap();
    for file in &all {
        court.get(&format!("/files/{file}")).await.expect_status(404);
    }
    // A file alone answers no required question.
    let as_states = ndeye.opens(&format!("/responses/{id}/check?as=states")).await;
    as_states.says("Law No. 2007-02").says("The decree").is_silent_on("memorandum").is_silent_on("memo.pdf");
    ndeye.submits(&id).await;
    let first = document(&ndeye, &id, 1).await;
    assert_eq!(named(&first), ["law.pdf", "decree.pdf", "memo.pdf"]);
    assert_eq!(first["files"][0]["code"], "A.1");
    assert_eq!(first["files"][0]["title"], "Law No. 2007-02");
    assert_eq!(first["files"][0]["language"], "fr");
    assert_eq!(first["files"][0]["translation"], "official_translation");
    assert_eq!(first["files"][0]["visibility"], "states_parties");
    assert_eq!(first["files"][2]["visibility"], "court");
    assert!(first["files"][1].get("entry").is_none() && first["files"][1].get("language").is_none());
    let read = court.reads("SEN").await;
    read.says("Law No. 2007-02").says("French").says("official translation").says("The decree").says("A memorandum");
    assert_eq!(files(&read), all);
    for file in &all {
        court.opens(&format!("/files/{file}")).await;
        for person in [&other, &facilitator] {
            person.get(&format!("/files/{file}")).await.expect_status(404);
        }
    }
    ndeye.opens("/cycles/2027/responses/SEN/readings").await.says("B.1");
    ndeye.opens(&format!("/responses/{id}/revisions/1")).await.says("The decree").says("A memorandum");

    app.secretariat().await.publishes("SEN").await;
    for person in [&other, &facilitator] {
        let read = person.reads("SEN").await;
        read.says("Law No. 2007-02").says("The decree").is_silent_on("memo").is_silent_on("B.1");
        assert_eq!(files(&read), [law.clone(), decree.clone()]);
        person.opens(&format!("/files/{law}")).await;
        person.opens(&format!("/files/{decree}")).await;
        person.get(&format!("/files/{memo}")).await.expect_status(404);
        person.opens("/cycles/2027/questions/A.1").await.says("Law No. 2007-02");
        person.opens("/cycles/2027/questions/A.2").await.says("The decree");
        person.opens("/cycles/2027/questions/B.1").await.is_silent_on("memo");
        person.opens("/cycles/2027/responses.json").await.says("decree.pdf").is_silent_on("memo");
    }

    // Taken away: it stays with the revision, for whom it is, and is published no more once that is published.
    does(&ndeye, &id, "A.2", &decree, &[("do", "remove")]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}")).await.says("The draft differs");
    ndeye.amends(&id, "It was repealed").await;
    assert_eq!(named(&document(&ndeye, &id, 2).await), ["law.pdf", "memo.pdf"]);
    ndeye.opens(&format!("/files/{decree}")).await;
    court.opens(&format!("/files/{decree}")).await;
    court.opens("/cycles/2027/responses/SEN/revisions/1").await.says("The decree");
    court.reads("SEN").await.is_silent_on("The decree");
    other.reads("SEN").await.says("The decree");
    app.secretariat().await.publishes("SEN").await;
    other.reads("SEN").await.is_silent_on("The decree").says("Law No. 2007-02");

    // Narrowed: gone at once, also what an earlier snapshot named.
    ndeye.saves(&id, "A", &[("visibility:A.1", "court")]).await.expect_status(303);
    ndeye.amends(&id, "For the Court").await;
    for person in [&other, &facilitator] {
        person.reads("SEN").await.is_silent_on("Law No. 2007-02").is_silent_on("law.pdf");
        for file in &all {
            person.get(&format!("/files/{file}")).await.expect_status(404);
        }
    }
    let third = document(&ndeye, &id, 3).await;
    assert_eq!(third["files"][0]["visibility"], "court");
    court.reads("SEN").await.says("Law No. 2007-02");
});

on_both!(an_amendment_of_what_is_said_of_a_file_is_one, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let fields =
        [("do", "describe"), ("title", "Law No. 3"), ("language", "fr"), ("translation", "unofficial_translation")];
    does(&ndeye, &id, "A.1", &file, &fields).await.expect_status(303);
    // What was submitted stays as it was said.
    app.court("registry").await.reads("SEN").await.says("Law No. 2007-02").is_silent_on("Law No. 3");
    ndeye.amends(&id, "It is not official").await;
    let court = app.court("registry").await;
    court.reads("SEN").await.says("Law No. 3").says("unofficial translation");
    court.opens("/cycles/2027/responses/SEN/revisions/1").await.says("Law No. 2007-02");
    let other = app.reader("SVN").await;
    other.reads("SEN").await.says("Law No. 2007-02");
    app.secretariat().await.publishes("SEN").await;
    other.reads("SEN").await.says("Law No. 3");
    // Nothing else has changed, and nothing is to be submitted.
    let same = ndeye.post(&format!("/responses/{id}/submit"), &[("revision", "2"), ("reason", "x")]).await;
    same.expect_status(422);
});

on_both!(other_states_see_nothing_of_a_declined_answer_nor_its_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let fields = [("value:A.1", ""), ("declined:A.1", "yes"), ("reason:A.1", "Consultations")];
    ndeye.saves(&id, "A", &fields).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "why.pdf", &[("title", "Why we cannot")]).await.expect_status(303);
    ndeye.opens(&beside(&id, "A.1")).await.says("read by the Court only");
    ndeye.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on("Why we cannot");
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let read = app.court("registry").await.reads("SEN").await;
    read.says("Why we cannot").says("Consultations");
    let file = files(&read)[0].clone();
    let other = app.reader("SVN").await;
    other.reads("SEN").await.is_silent_on("Why we cannot").is_silent_on("why.pdf");
    other.get(&format!("/files/{file}")).await.expect_status(404);
});

on_both!(files_stand_in_the_entries_of_a_repeat, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let mut form = ndeye.section(&id, "A").await;
    ndeye.sends(form.set("then", "add:A.5")).await.expect_status(303);
    let mut form = ndeye.section(&id, "A").await;
    let added = ndeye.sends(form.set("then", "add:A.5")).await.expect_status(303);
    let second = added.location().split("A.5@").nth(1).unwrap().to_owned();
    let question = format!("A.5.name@{second}");
    attaches(&ndeye, &id, &question, "decree.pdf", &[("title", "Appointment")]).await.expect_status(303);
    ndeye.opens(&beside(&id, &question)).await.says("Entry 2");
    ndeye.submits(&id).await;
    let first = document(&ndeye, &id, 1).await;
    assert_eq!(
        (&first["files"][0]["code"], &first["files"][0]["entry"]),
        (&"A.5.name".into(), &second.as_str().into())
    );
    app.secretariat().await.publishes("SEN").await;
    let other = app.reader("SVN").await;
    other.reads("SEN").await.says("Appointment");
    // For others entries have new ids, so that a gap does not tell.
    let file: Value = serde_json::from_slice(&other.opens("/cycles/2027/responses.json").await.body).unwrap();
    let seen = &file["responses"][0];
    assert_eq!(seen["entries"].as_array().unwrap().len(), 1, "the other entry is empty");
    assert_eq!(seen["files"][0]["entry"], "1");
    assert!(!seen.to_string().contains(&second));
    // Removed with its entry, and back with it.
    let remove = format!("/responses/{id}/sections/A/entries/{second}/remove");
    ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
    ndeye.get(&beside(&id, &question)).await.expect_status(404);
    ndeye.opens(&format!("/responses/{id}/check")).await.is_silent_on("Appointment");
    let removed = format!("/responses/{id}/sections/A/removed");
    ndeye.post(&removed, &[("entry", &second)]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}/check")).await.says("Appointment");
});

on_both!(some_sections_are_submitted_with_their_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    app.alters(match app.url {
        concord::domain::db::DatabaseUrl::Sqlite(_) => "UPDATE cycles SET by_section = 1",
        concord::domain::db::DatabaseUrl::Postgres(_) => "UPDATE cycles SET by_section = TRUE",
    });
    for (question, name) in [("A.1", "law.pdf"), ("B.2", "time.pdf"), ("B.1", "memo.pdf")] {
        attaches(&ndeye, &id, question, name, &[]).await.expect_status(303);
    }
    let submits = async |code: &str, reason: &str| {
        let path = format!("/responses/{id}/submit");
        let mut form = Form { action: path.clone(), ..ndeye.opens(&path).await.form("") };
        form.fields.retain(|(name, _)| name != "section");
        form.fields.push(("section".to_owned(), code.to_owned()));
        if form.get("reason").is_some() {
            form.set("reason", reason);
        }
        ndeye.sends(&form).await.expect_status(303)
    };
    submits("A", "").await;
    assert_eq!(named(&document(&ndeye, &id, 1).await), ["law.pdf"]);
    let law = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    does(&ndeye, &id, "A.1", &law, &[("do", "remove")]).await.expect_status(303);
    submits("B", "").await;
    // What was submitted of the other section stays as it was.
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(named(&second), ["law.pdf", "memo.pdf", "time.pdf"]);
    let time = files(&app.court("registry").await.reads("SEN").await);
    assert_eq!(time.len(), 3);
    submits("A", "The law was repealed").await;
    assert_eq!(named(&document(&ndeye, &id, 3).await), ["memo.pdf", "time.pdf"]);
});

on_both!(a_file_that_goes_while_the_response_is_submitted_is_in_it_or_not, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", &[]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let moussa = app.person("coordinator2@sen.example").await;
    let path = format!("/responses/{id}/submit");
    let form = Form { action: path.clone(), ..moussa.opens(&path).await.form("") };
    let (removed, submitted) = tokio::join!(does(&ndeye, &id, "A.1", &file, &[("do", "remove")]), moussa.sends(&form));
    removed.expect_status(303);
    submitted.expect_status(303);
    let first = document(&ndeye, &id, 1).await;
    let court = app.court("registry").await.get(&format!("/files/{file}")).await.status.as_u16();
    let named = named(&first).len();
    assert_eq!((named, court), if named == 1 { (1, 200) } else { (0, 404) });
});

on_both!(a_change_of_files_puts_a_section_back_to_work, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let ready = || async {
        let mut form = ndeye.section(&id, "A").await;
        form.set("then", "ready");
        ndeye.sends(&form).await.expect_status(303);
        ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("Take back to work");
    };
    let is_back = || async {
        ndeye.opens(&format!("/responses/{id}/sections/A")).await.is_silent_on("Take back to work");
    };
    ready().await;
    attaches(&ndeye, &id, "A.1", "law.pdf", &[]).await.expect_status(303);
    is_back().await;
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    for what in ["describe", "remove", "back"] {
        ready().await;
        does(&ndeye, &id, "A.1", &file, &[("do", what), ("title", "Law")]).await.expect_status(303);
        is_back().await;
    }
});

on_both!(an_answer_that_was_carried_over_is_changed_by_its_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    attaches(&ndeye, &id, "A.2", "alone.pdf", &[]).await.expect_status(303);
    ndeye.submits(&id).await;
    app.freezes();
    app.opens_year(2028, &form());
    let next = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{next}/sections/A")).await;
    page.says("The law of 2007");
    attaches(&ndeye, &next, "A.1", "law-2028.pdf", &[]).await.expect_status(303);
    let page = ndeye.opens(&format!("/responses/{next}/sections/A")).await;
    page.says("Changed since 2027").says("law-2028.pdf").says("Law No. 2007-02");
    let page = ndeye.opens(&format!("/responses/{next}/differences")).await;
    page.says("law-2028.pdf").says("Law No. 2007-02");
});

on_both!(files_stand_on_paper_with_their_digests, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    attaches(&ndeye, &id, "B.1", "memo.pdf", &[("title", "Memorandum")]).await.expect_status(303);
    let flat = |answer: &Answer| answer.text().split_whitespace().collect::<String>();
    let sha = concord::domain::seal::sha256_hex(&pdf("law.pdf"));
    let draft = flat(&ndeye.opens(&format!("/responses/{id}/draft.pdf")).await);
    assert!(draft.contains("LawNo.2007-02") && draft.contains("law.pdf") && draft.contains("Memorandum"), "{draft}");
    assert!(draft.replace('\u{200b}', "").contains(&sha), "{draft}");
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let paper = flat(&app.reader("SVN").await.opens("/cycles/2027/responses/SEN/document.pdf").await);
    assert!(paper.contains("LawNo.2007-02") && !paper.contains("Memorandum") && !paper.contains("memo"), "{paper}");
});

on_both!(a_court_only_file_is_met_by_nobody_else, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "A", &[("visibility:A.2", "court"), ("value:A.3", "yes"), ("visibility:A.3", "court")]).await;
    let canaries = ["canary0title", "canary1name", "canary2content", "canary3language"];
    for question in ["B.1", "A.2", "A.3"] {
        let fields = [("title", canaries[0]), ("language", "other"), ("other_language", canaries[3])];
        let name = format!("{}.pdf", canaries[1]);
        ndeye
            .uploads(&beside(&id, question), &fields, Some(("file", &name, &pdf(canaries[2]))))
            .await
            .expect_status(303);
    }
    let all = files(&ndeye.opens(&format!("/responses/{id}/check")).await);
    assert_eq!(all.len(), 3);
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let mut paths: Vec<String> = ["A.1", "A.2", "A.3", "A.4", "B.1", "B.2", "A", "B"]
        .iter()
        .map(|code| format!("/cycles/2027/questions/{code}"))
        .collect();
    paths.extend(
        [
            "/",
            "/cycles/2027/responses",
            "/cycles/2027/responses/SEN",
            "/cycles/2027/responses/SEN/document.pdf",
            "/cycles/2027/responses.json",
            "/cycles/2027/responses/SEN/revisions/1",
        ]
        .map(String::from),
    );
    paths.push(format!("/responses/{id}"));
    paths.extend(all.iter().map(|file| format!("/files/{file}")));
    paths.extend(["A.2", "B.1"].map(|question| beside(&id, question)));
    for email in ["coordinator@svn.example", "reader@svn.example", "facilitator@platform.example"] {
        let person = app.person(email).await;
        for path in &paths {
            let text = person.get(path).await.text();
            for canary in canaries.iter().chain(all.iter().map(|id| id.as_str()).collect::<Vec<_>>().iter()) {
                // An address that was asked for may be said again.
                let again = path.contains(canary);
                assert!(again || !text.contains(canary), "{email} met {canary} at {path}");
            }
        }
    }
    let court = app.court("otp").await.reads("SEN").await;
    for canary in [canaries[0], canaries[1], canaries[3]] {
        court.says(canary);
    }
    // Sealed on the disk and in the database.
    let mut folders = vec![app.folder.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for canary in canaries {
                assert!(!bytes.windows(canary.len()).any(|w| w == canary.as_bytes()), "{canary} in {}", path.display());
            }
        }
    }
    for (table, rows) in app.dump() {
        for canary in canaries {
            let hex = concord::domain::seal::hex(canary.as_bytes());
            let found = rows.iter().any(|row| row.contains(canary) || row.to_lowercase().contains(&hex));
            assert!(!found, "{canary} stands in {table}");
        }
    }
    app.log_is_silent_on(&canaries.map(String::from));
});
