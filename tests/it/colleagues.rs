//! What a colleague does meanwhile takes nothing that was typed: an entry removed, a section given to somebody else.

use crate::app::*;

on_both!(an_entry_removed_meanwhile_holds_up_nothing_else_that_was_typed, |app| async {
    let first = app.coordinator("SEN").await;
    let id = first.begins(2027).await;
    first.saves(&id, "A", &[("value:A.1", "specific")]).await.expect_status(303);
    let mut add = first.section(&id, "A").await;
    let key = first.sends(add.set("then", "add:A.2")).await.expect_status(303);
    let key = key.location().split("A.2@").nth(1).unwrap().to_owned();
    let second = app.person("coordinator2@sen.example").await;
    let (untouched, mut typed) = (second.section(&id, "A").await, second.section(&id, "A").await);
    let remove = format!("/responses/{id}/sections/A/entries/{key}/remove");
    first.sends(&first.opens(&remove).await.form(&remove)).await.expect_status(303);

    let mut other = untouched.clone();
    other.set("comment:A.3", "Under the act of May").set("then", "stay");
    second.sends(&other).await.expect_status(303);
    second.opens(&format!("/responses/{id}/sections/A")).await.says("Under the act of May");

    typed
        .set("comment:A.1", "See the law of 2019")
        .set(&format!("value:A.2.title@{key}"), "Law of 2019 on cooperation");
    let page = second.sends(typed.set("then", "continue")).await.expect_status(422);
    page.says("Law of 2019 on cooperation").says(&format!("/responses/{id}/sections/A/removed"));
    page.says("Un collègue a retiré une entrée");
    second.opens(&format!("/responses/{id}/sections/A")).await.says("See the law of 2019");
    // To move it, or to confirm something in it, saves the rest and says why it cannot be done.
    for (then, words) in [
        (format!("up:{key}"), "See the law of 2021"),
        (format!("down:{key}"), "See the law of 2022"),
        (format!("confirm:A.2.title@{key}"), "See the law of 2023"),
    ] {
        let mut form = second.section(&id, "A").await;
        form.set("comment:A.1", words).set("then", &then);
        second.sends(&form).await.expect_status(422).says("Un collègue a retiré cette entrée").says(words);
        second.opens(&format!("/responses/{id}/sections/A")).await.says(words);
    }
    let mut unknown = second.section(&id, "A").await;
    unknown.set("then", "up:01a4a553-d900-7445-a5d1-d0d46dbf7f70");
    second.sends(&unknown).await.expect_status(404);
    // An entry that never was is none.
    typed.set("value:A.2.title@01a4a553-d900-7445-a5d1-d0d46dbf7f70", "x");
    typed.set("stamp:A.2.title@01a4a553-d900-7445-a5d1-d0d46dbf7f70", typed.clone().get("stamp:A.3").unwrap());
    second.sends(&typed).await.expect_status(404);
});

on_both!(what_is_refused_in_a_hidden_question_is_shown_and_named, |app| async {
    let coordinator = app.coordinator("SEN").await;
    let id = coordinator.begins(2027).await;
    let page = coordinator.saves(&id, "A", &[("value:A.7", &"x".repeat(9000))]).await.expect_status(422);
    let html = page.html();
    assert!(html.select(&selector(".errors a[href='#q-A.7']")).next().is_some(), "{}", page.words());
    let field = html.select(&selector("[data-question='A.7']")).next().unwrap();
    assert!(field.attr("hidden").is_none(), "it is shown");
});

on_both!(who_loses_a_section_while_writing_keeps_the_text, |app| async {
    let coordinator = app.coordinator("SEN").await;
    let id = coordinator.begins(2027).await;
    let account = app.id_of("contributor@sen.example");
    coordinator.gives(&id, "D", &account).await.expect_status(303);
    let contributor = app.contributor("SEN").await;
    let mut form = contributor.section(&id, "D").await;
    coordinator.takes(&id, "D", &account).await.expect_status(303);
    let name = form.name_beginning("comment:");
    let page = contributor.sends(form.set(&name, "Typed all morning").set("then", "stay")).await.expect_status(403);
    page.says("Typed all morning").says("the section was given to somebody else");
    // To who typed nothing the section does not exist.
    contributor.post(&form.action, &[("then", "stay")]).await.expect_status(404);
    contributor.get(&form.action).await.expect_status(404);
});

on_both!(only_a_file_of_the_question_is_an_answer_to_it, |app| async {
    let (senegal, slovenia) = (app.coordinator("SEN").await, app.coordinator("SVN").await);
    let (theirs, ours) = (senegal.begins(2027).await, slovenia.begins(2027).await);
    let upload = format!("/responses/{theirs}/sections/L/files/L.3");
    let stamp = senegal.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    senegal.uploads(&upload, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("an annex")))).await.expect_status(303);
    let held = senegal.section(&theirs, "L").await.get("value:L.3").unwrap().to_owned();
    assert!(!held.is_empty());
    for forged in [held.as_str(), "hello", "01a4a553-d900-7445-a5d1-d0d46dbf7f70"] {
        let page = slovenia.saves(&ours, "L", &[("value:L.3", forged)]).await.expect_status(422);
        page.says("A file is given on its own page");
        assert_eq!(slovenia.section(&ours, "L").await.get("value:L.3"), Some(""), "{forged}");
    }
    // What stands there stays when the rest of the section is saved.
    senegal.saves(&theirs, "L", &[("comment:L.4", "And a remark")]).await.expect_status(303);
    assert_eq!(senegal.section(&theirs, "L").await.get("value:L.3"), Some(held.as_str()));
});
