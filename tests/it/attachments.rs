//! Files beside answers: attached, described, taken away and brought back, read by whoever reads the answer and by nobody else.

mod refused;
mod submitted;

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

on_both!(who_describes_a_file_after_a_colleague_sees_what_that_one_said, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.2", "a.pdf", OFFICIAL).await.expect_status(303);
    let here = beside(&id, "A.2");
    let file = files(&ndeye.opens(&here).await)[0].clone();
    let mut hers = ndeye.opens(&format!("{here}?file={file}")).await.form(&format!("{here}/{file}"));
    let moussa = app.person("coordinator2@sen.example").await;
    moussa.describes(&here, &file, &[("title", "Loi consolidée")]).await.expect_status(303);
    hers.set("title", "Law of 2007").set("language", "en").set("do", "describe");
    let refused = ndeye.sends(&hers).await.expect_status(422);
    refused.says("A colleague has said something else of this file meanwhile").says("Loi consolidée");
    let mut again = refused.form(&hers.action);
    assert_eq!(
        (again.get("title"), again.get("language")),
        (Some("Law of 2007"), Some("en")),
        "what was typed is there"
    );
    ndeye.opens(&here).await.says("Loi consolidée").is_silent_on("Law of 2007");
    assert_eq!(app.recorded("file_described"), 1);
    // What is put right is still a change of what was shown first.
    hers.set("language", "other").set("other_language", "");
    let wrong = ndeye.sends(&hers).await.expect_status(422);
    let mut right = wrong.form(&hers.action);
    let refused = ndeye.sends(right.set("language", "en").set("do", "describe")).await.expect_status(422);
    refused.says("A colleague has said something else of this file meanwhile");
    // Now that both were seen, hers is written.
    ndeye.sends(again.set("do", "describe")).await.expect_status(303);
    ndeye.opens(&here).await.says("Law of 2007").is_silent_on("Loi consolidée");
    // Who brings no mark at all has seen nothing.
    does(&moussa, &id, "A.2", &file, &[("do", "describe"), ("title", "Unseen")]).await.expect_status(422);
    // Both said the same: nothing is refused.
    let mut same = moussa.opens(&format!("{here}?file={file}")).await.form(&hers.action);
    ndeye.describes(&here, &file, &[("title", "The law")]).await.expect_status(303);
    moussa.sends(same.set("title", "The law").set("do", "describe")).await.expect_status(303);
});

on_both!(a_section_is_not_ready_over_a_file_that_its_page_did_not_show, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let section = format!("/responses/{id}/sections/A");
    let moussa = app.person("coordinator2@sen.example").await;
    let mut seen = ndeye.section(&id, "A").await;
    attaches(&moussa, &id, "A.2", "note.pdf", &[]).await.expect_status(303);
    let refused = ndeye.sends(seen.set("then", "cleared").set("value:A.2", "Since 2007")).await;
    refused.says("This section has changed since you opened it").says("note.pdf").says("Since 2007");
    ndeye.opens(&section).await.is_silent_on("Take back to work");
    // Described otherwise, taken away: it is seen as well. A file of another section is none of this one's.
    let file = files(&ndeye.opens(&beside(&id, "A.2")).await)[0].clone();
    for what in ["describe", "remove"] {
        let mut seen = ndeye.section(&id, "A").await;
        match what {
            "describe" => moussa.describes(&beside(&id, "A.2"), &file, &[("title", "Note")]).await,
            _ => does(&moussa, &id, "A.2", &file, &[("do", what)]).await,
        };
        ndeye.sends(seen.set("then", "ready")).await.says("This section has changed");
        ndeye.opens(&section).await.is_silent_on("Take back to work");
    }
    // So is the file that is the answer.
    let upload = format!("/responses/{id}/sections/A/files/A.4");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", "text.pdf", &pdf("text")))).await.expect_status(303);
    let link = ndeye.opens(&upload).await.links().into_iter().find(|link| link.contains("?file=")).unwrap();
    let mut seen = ndeye.section(&id, "A").await;
    let answer = link.split("?file=").nth(1).unwrap();
    moussa.describes(&beside(&id, "A.4"), answer, &[("translation", "original")]).await.expect_status(303);
    ndeye.sends(seen.set("then", "cleared")).await.says("This section has changed");
    let mut seen = ndeye.section(&id, "A").await;
    attaches(&moussa, &id, "B.2", "other.pdf", &[]).await.expect_status(303);
    ndeye.sends(seen.set("then", "ready")).await.expect_status(303);
    ndeye.opens(&section).await.says("Take back to work");
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
    ready().await;
    ndeye.describes(&beside(&id, "A.1"), &file, &[("title", "Law")]).await.expect_status(303);
    is_back().await;
    for what in ["remove", "back"] {
        ready().await;
        does(&ndeye, &id, "A.1", &file, &[("do", what)]).await.expect_status(303);
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
