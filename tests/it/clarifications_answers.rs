//! The answer that a clarification is about: as it was read, as it was amended since, and the files at it.

use std::collections::BTreeSet;

use crate::app::*;
use crate::clarifications::*;

fn keys(page: &Answer, css: &str, attribute: &str) -> BTreeSet<String> {
    let html = page.html();
    html.select(&selector(css)).filter_map(|it| it.attr(attribute)).map(str::to_owned).collect()
}

on_both!(it_is_asked_of_a_revision_and_shows_what_was_amended_since, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let fields = [("declined:C.1", ""), ("value:C.1", "as it was at first"), ("visibility:C.1", "court")];
    ndeye.saves(&id, "C", &fields).await.expect_status(303);
    ndeye.submits(&id).await;
    let luc = luc(&app).await;
    let path = asks(&luc, "C.1", TEXT).await;
    luc.opens(&path).await.says("as it was at first").is_silent_on("Amended in revision");
    let stale = to_ask(&luc, "C.1", "asked of the first revision").await;
    // What is only in the draft is not shown.
    ndeye.answers(&id, "C.1", "as it is by now").await;
    luc.opens(&path).await.is_silent_on("as it is by now");
    ndeye.opens(&path).await.is_silent_on("as it is by now");
    app.wait(86_400);
    let ndeye = app.coordinator("SEN").await;
    ndeye.amends(&id, "Corrected").await;
    ndeye.answers(&id, "C.3", "another answer").await;
    ndeye.amends(&id, "Corrected once more").await;
    let luc = app.person(LUC).await;
    for person in [&luc, &ndeye] {
        let page = person.opens(&path).await;
        page.says("as it was at first").says("as it is by now").says("Amended in revision 2 of 3 April 2027");
    }
    // That the Court reads a Court-only answer there is recorded.
    let read = || {
        let sql = "SELECT codes AS text FROM readings WHERE codes = '[\"C.1\"]'";
        app.query(sql, sql).len()
    };
    let before = read();
    app.court("registry").await.opens(&path).await;
    assert_eq!(read(), before + 1);
    ndeye.opens(&path).await;
    assert_eq!(read(), before + 1);
    // Who asks on a page from before sees the answer as it is first.
    let refused = luc.sends(&stale).await;
    let refused = if refused.status.as_u16() == 403 {
        let mut form = stale.clone();
        form.set("token", &luc.token().await);
        luc.sends(&form).await
    } else {
        refused
    };
    let refused = refused.expect_status(422);
    refused.says("has amended its response").says("asked of the first revision").says("As in revision 3");
    let again = refused.form(&of_response("/C.1"));
    luc.sends(&again).await.expect_status(303);
    assert_eq!(app.recorded("clarification_asked"), 2);
});

on_both!(what_is_asked_stands_in_the_response_answered_or_not, |app| async {
    let id = app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let list = luc.opens(&of_response("")).await;
    let before = of_response("/");
    let askable: BTreeSet<String> =
        list.links().iter().filter_map(|link| link.strip_prefix(&before).map(str::to_owned)).collect();
    let answered = keys(&luc.reads("SEN").await, "[id^='q-']", "id");
    assert!(answered.iter().all(|key| askable.contains(key.trim_start_matches("q-"))), "{answered:?} {askable:?}");
    let open = askable.iter().find(|key| !answered.contains(&format!("q-{key}"))).expect("one that is not answered");
    let path = asks(&luc, open, "Why is nothing said here?").await;
    ndeye.opens(&path).await.says("No answer is given").says("Why is nothing said here?");
    // It has a line of its own where its question stands, for who reads the clarification and for nobody else.
    let line = format!("[id='q-{open}']");
    let there = luc.reads("SEN").await;
    let said = there.html().select(&selector(&line)).map(|it| it.text().collect::<String>()).collect::<Vec<_>>();
    assert!(said.len() == 1 && said[0].contains("No answer available"), "{said:?}");
    assert!(there.links().contains(&path));
    app.secretariat().await.publishes("SEN").await;
    for person in ["otp@court.example", "secretariat@platform.example", "coordinator@svn.example"] {
        let page = app.person(person).await.reads("SEN").await;
        assert!(keys(&page, &line, "id").is_empty(), "{person}");
        assert!(!page.links().contains(&path), "{person}");
    }
    // In an entry of a list it is of that entry.
    let inside = askable.iter().find(|key| key.contains('@') && answered.contains(&format!("q-{key}")));
    let inside = inside.expect("one in an entry");
    let path = asks(&luc, inside, "Which of them?").await;
    luc.opens(&path).await.says("(Entry 1)");
    assert!(luc.reads("SEN").await.links().contains(&path));
    let section = inside.split('.').next().unwrap();
    let page = ndeye.opens(&format!("/responses/{id}/sections/{section}")).await;
    assert!(page.links().contains(&path));
    // Once the entry is taken out of the draft, it is still asked of the revision.
    let remove = format!("/responses/{id}/sections/{section}/entries/{}/remove", inside.split('@').nth(1).unwrap());
    let form = ndeye.opens(&remove).await.form(&remove);
    ndeye.sends(&form).await.expect_status(303);
    let page = ndeye.opens(&format!("/responses/{id}/sections/{section}")).await;
    assert!(!page.links().contains(&path));
    assert!(ndeye.opens("/").await.links().contains(&path));
    ndeye.opens(&path).await.says("Which of them?").says("(Entry 1)");
    // What a rule hides, a section as a whole, and what the form does not have is nothing that can be asked about.
    let mut hidden = BTreeSet::new();
    for section in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"] {
        let page = ndeye.opens(&format!("/responses/{id}/sections/{section}")).await;
        hidden.extend(keys(&page, "[data-question][hidden]", "data-question"));
    }
    let hidden = hidden.iter().find(|key| !key.contains('@')).expect("a question that is hidden");
    for bad in [hidden.as_str(), "A", "Z.9", "A.1@nothing", "..", "%00"] {
        luc.get(&of_response(&format!("/{bad}"))).await.expect_status(404);
    }
    let mut form = to_ask(&luc, "A.1", TEXT).await;
    form.action = of_response(&format!("/{hidden}"));
    luc.sends(&form).await.expect_status(404);
    // A draft is nobody's to ask about, nor is what was never begun.
    app.coordinator("SVN").await.begins(2027).await;
    for state in ["SVN", "GHA", "ZZZ"] {
        luc.get(&format!("/cycles/2027/responses/{state}/clarifications")).await.expect_status(404);
        luc.get(&format!("/cycles/2027/responses/{state}/clarifications/A.1")).await.expect_status(404);
    }
});

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | bind::concord:visibility
    begin group | A | Law | Droit | | states_parties
    text | A.1 | Which law? | Quelle loi ? | yes | states_parties
    text | A.2 | Since when? | Depuis quand ? | | states_parties
    text | A.3 | By whom? | Par qui ? | | states_parties
    end group | | | | |";

on_both!(the_files_at_an_answer_are_read_with_it, Bare, |app| async {
    app.opens_cycle(&workbook(&[("survey", SURVEY)]));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    let attach = async |question: &str, name: &str| {
        let beside = format!("/responses/{id}/sections/A/attachments/{question}");
        ndeye.uploads(&beside, &[], Some(("file", name, &pdf(name)))).await.expect_status(303);
    };
    attach("A.1", "law.pdf").await;
    attach("A.2", "gazette.pdf").await;
    ndeye.submits(&id).await;
    let luc = luc(&app).await;
    luc.opens(&of_response("/A.1")).await.says("law.pdf").is_silent_on("gazette.pdf");
    luc.opens(&of_response("/A.2")).await.says("gazette.pdf").is_silent_on("law.pdf");
    luc.opens(&of_response("/A.3")).await.says("No answer is given").is_silent_on(".pdf");
    // Beside an answer, where nothing is said besides, and where there was none.
    let [law, gazette, none] = [
        asks(&luc, "A.1", TEXT).await,
        asks(&luc, "A.2", TEXT).await,
        asks(&luc, "A.3", "Is there a paper on it?").await,
    ];
    for person in [&luc, &ndeye] {
        person.opens(&law).await.says("law.pdf").says("The law of 2007").is_silent_on("gazette.pdf");
        let page = person.opens(&gazette).await;
        page.says("gazette.pdf").is_silent_on("law.pdf").is_silent_on("Amended in revision");
        let file = page.links().into_iter().find(|link| link.starts_with("/files/")).expect("the file");
        assert_eq!(person.opens(&file).await.body, pdf("gazette.pdf"));
    }
    // What is only in the draft is not shown; an amendment that brings nothing but files is one of each of these answers.
    attach("A.1", "decree.pdf").await;
    attach("A.3", "report.pdf").await;
    for path in [&law, &none] {
        ndeye.opens(path).await.is_silent_on("decree.pdf").is_silent_on("report.pdf");
    }
    ndeye.amends(&id, "Two papers").await;
    for person in [&luc, &ndeye] {
        person.opens(&law).await.says("Amended in revision 2").says("decree.pdf");
        person.opens(&none).await.says("No answer is given").says("Amended in revision 2").says("report.pdf");
        person.opens(&gazette).await.is_silent_on("Amended in revision");
    }
});
