//! What was typed in a form other than answers and sent when the session had ended stands there again after signing in: for the thing that the
//! page showed, and over what the page showed of it.

use crate::app::*;
use crate::clarifications::{asks, luc, writes};

const NDEYE: &str = "coordinator@sen.example";
const FATOU: &str = "contributor@sen.example";

/// Sends a form half a day later, and signs in again: the page that comes then.
async fn sends_late(person: &Visitor<'_>, form: &Form) -> Answer {
    person.app.wait(13 * 3600);
    let mut again = person.sends(form).await.expect_status(401).form("/sign-in");
    again.set("email", NDEYE).set("password", PASSWORD);
    person.sends(&again).await.expect_status(303);
    let entered = person.shows_code(&person.app.code(NDEYE)).await;
    person.follows(entered).await
}

async fn begun(app: &TestApp) -> (Visitor<'_>, String, String) {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let here = format!("/responses/{id}/sections/C/assignments");
    (ndeye, id, here)
}

on_both!(what_was_to_be_given_stands_in_its_form_where_others_have_something_too, |app| async {
    let (ndeye, id, here) = begun(&app).await;
    app.alters("UPDATE accounts SET role = 'contributor' WHERE email = 'reader@sen.example'");
    ndeye.gives(&id, "C", &app.id_of(FATOU)).await.expect_status(303);
    let other = app.id_of("reader@sen.example");
    let mut form = ndeye.opens(&here).await.form_with(&here, "#note");
    form.set("account", &other).set("note", "By Friday, please").set("extent", "reading").set("then", "give");
    let page = sends_late(&ndeye, &form).await;
    page.says("What you had typed stands in it again").is_silent_on("has no place on the page");
    let mut form = page.form_with(&here, "#note");
    assert_eq!(form.get("note").map(str::trim), Some("By Friday, please"));
    assert_eq!((form.get("account"), form.get("extent")), (Some(other.as_str()), Some("reading")));
    ndeye.sends(form.set("then", "give")).await.expect_status(303);
    ndeye.opens(&here).await.says("By Friday, please");
});

on_both!(a_change_is_one_of_what_its_page_showed_also_after_signing_in_again, |app| async {
    let (ndeye, id, here) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives(&id, "C", &fatou).await.expect_status(303);
    let from = format!("{here}?of={fatou}");
    let mut form = ndeye.opens(&from).await.form_with(&here, "#note");
    form.set("note", "By Friday, please").set("then", "give");
    let moussa = app.person("coordinator2@sen.example").await;
    moussa.gives_with(&id, "C", &[("account", &fatou), ("extent", "section"), ("note", "By Monday")]).await;
    let page = sends_late(&ndeye, &form).await;
    // It is the form of that person, and sending it says that a colleague was faster.
    let mut form = page.form_with(&here, "#note");
    assert_eq!((form.get("account"), form.get("note").map(str::trim)), (Some(&*fatou), Some("By Friday, please")));
    let refused = ndeye.sends(form.set("then", "give")).await.expect_status(422);
    refused.says("By Monday").says("By Friday, please");
    ndeye.opens(&here).await.says("By Monday").is_silent_on("By Friday");
});

on_both!(who_was_chosen_and_has_something_by_now_is_still_the_one, |app| async {
    let (ndeye, id, here) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    let mut form = ndeye.opens(&here).await.form_with(&here, "#note");
    form.set("account", &fatou).set("note", "By Friday, please").set("then", "give");
    let moussa = app.person("coordinator2@sen.example").await;
    moussa.gives_with(&id, "C", &[("account", &fatou), ("extent", "reading"), ("note", "Only to read")]).await;
    let mut late = sends_late(&ndeye, &form).await.form_with(&here, "#note");
    assert_eq!((late.get("account"), late.get("note").map(str::trim)), (Some(&*fatou), Some("By Friday, please")));
    let refused = ndeye.sends(late.set("then", "give")).await.expect_status(422);
    refused.says("Only to read").says("By Friday, please");
});

on_both!(to_take_something_away_is_not_done_and_becomes_no_gift, |app| async {
    let (ndeye, id, here) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives(&id, "C", &fatou).await.expect_status(303);
    let mut form = ndeye.opens(&here).await.form_with(&here, "button[value=take]");
    app.person("coordinator2@sen.example").await.takes(&id, "C", &fatou).await.expect_status(303);
    let page = sends_late(&ndeye, form.set("then", "take")).await;
    page.says("nothing has been done yet").is_silent_on("stands in it again");
    assert_eq!(page.form_with(&here, "#note").get("account"), Some(""));
});

on_both!(what_was_said_of_a_file_stands_with_that_file, |app| async {
    let (ndeye, id, _) = begun(&app).await;
    ndeye.answers(&id, "C.1", "The law of 2007").await;
    let here = format!("/responses/{id}/sections/C/attachments/C.1");
    for name in ["one.pdf", "two.pdf"] {
        ndeye.uploads(&here, &[], Some(("file", name, &pdf(name)))).await.expect_status(303);
        app.wait(1);
    }
    let links = ndeye.opens(&here).await.links();
    let file = links.iter().filter_map(|link| link.strip_prefix("/files/")).next_back().unwrap().to_owned();
    let action = format!("{here}/{file}");
    let opened = || async { ndeye.opens(&format!("{here}?file={file}")).await.form_with(&action, "#title") };
    let mut form = opened().await;
    form.set("title", "Law No. 2007-02").set("language", "fr").set("do", "describe");
    let page = sends_late(&ndeye, &form).await;
    let mut again = page.form_with(&action, "#title");
    assert_eq!((again.get("title"), again.get("language")), (Some("Law No. 2007-02"), Some("fr")));
    ndeye.sends(again.set("do", "describe")).await.expect_status(303);
    ndeye.opens(&here).await.says("Law No. 2007-02");
    // Where the file was taken away meanwhile, what was typed is shown, and nothing else that the form carried.
    let mut form = opened().await;
    form.set("title", "Law of 1999").set("do", "describe");
    let remove = format!("{here}/{file}");
    app.person("coordinator2@sen.example").await.post(&remove, &[("do", "remove")]).await.expect_status(303);
    let page = sends_late(&ndeye, &form).await;
    page.says("Law of 1999").is_silent_on(&format!("<dd>{}", form.get("seen").unwrap())).is_silent_on("<dt>do");
    // What a form says of the page that it comes back to leads nowhere else.
    let mut form = ndeye.opens(&here).await.form(&remove);
    form.set("do", "back").set("which", "file=x&back=https://evil.example/&kept=0");
    sends_late(&ndeye, &form).await.is_silent_on("evil").says("nothing has been done yet");
});

on_both!(sections_that_a_colleague_gave_meanwhile_are_not_taken_away_by_a_late_page, |app| async {
    let (ndeye, id, _) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives(&id, "A", &fatou).await.expect_status(303);
    let (page, action) = (format!("/users/{fatou}"), format!("/users/{fatou}/sections"));
    let mut form = ndeye.opens(&page).await.form(&action);
    form.fields.push(("section".to_owned(), "B".to_owned()));
    app.person("coordinator2@sen.example").await.gives(&id, "C", &fatou).await.expect_status(303);
    let late = sends_late(&ndeye, &form).await.form(&action);
    ndeye.sends(&late).await.expect_status(303);
    let ticked: Vec<String> = ndeye
        .opens(&page)
        .await
        .form(&action)
        .fields
        .into_iter()
        .filter(|(name, _)| name == "section")
        .map(|(_, code)| code)
        .collect();
    assert_eq!(ticked, ["A", "B", "C"]);
    // Who has taken every tick away finds none, and A, which was ticked then, goes.
    let mut none = ndeye.opens(&page).await.form(&action);
    none.fields.retain(|(name, _)| name != "section");
    let late = sends_late(&ndeye, &none).await;
    late.says("stands in it again");
    ndeye.sends(&late.form(&action)).await.expect_status(303);
    let left = ndeye.opens(&page).await.form(&action);
    assert!(left.fields.iter().all(|(name, _)| name != "section"));
});

on_both!(a_clearance_that_is_given_late_is_one_of_the_draft_that_was_seen, |app| async {
    let (ndeye, id, _) = begun(&app).await;
    let moussa = app.person("coordinator2@sen.example").await;
    let here = format!("/responses/{id}/clearance");
    let mut ask = moussa.opens(&here).await.form(&here);
    moussa.sends(ask.set("to", &app.id_of(NDEYE)).set("note", "Please look")).await.expect_status(303);
    let page = ndeye.opens(&here).await;
    let html = page.html();
    let answer = html.select(&selector("form:has(input[name=verdict])")).next().unwrap();
    let action = answer.attr("action").unwrap().to_owned();
    let mut form = page.form_with(&action, "input[name=verdict]");
    form.set("verdict", "cleared");
    moussa.answers(&id, "C.1", "Changed since").await;
    let late = sends_late(&ndeye, &form).await.form_with(&action, "input[name=verdict]");
    assert_eq!((late.get("verdict"), late.get("version")), (Some("cleared"), form.get("version")));
    ndeye.sends(&late).await.expect_status(303);
    app.person("coordinator2@sen.example").await.opens(&here).await.says("modifié depuis");
});

on_both!(a_reply_that_is_sent_late_is_none_to_what_was_asked_since, |app| async {
    app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let path = asks(&luc, "A.1", "Which ministry?").await;
    let mut form = ndeye.opens(&path).await.form(&path);
    form.set("text", "The ministry of justice");
    let moussa = app.person("coordinator2@sen.example").await;
    writes(&moussa, &path, "Le ministère de la justice").await.expect_status(303);
    writes(&luc, &path, "And since when?").await.expect_status(303);
    let late = sends_late(&ndeye, &form).await.form(&path);
    assert_eq!(late.get("text").map(str::trim), Some("The ministry of justice"));
    let refused = ndeye.sends(&late).await.expect_status(422);
    refused.says("And since when?").says("The ministry of justice");
    assert_eq!(app.recorded("clarification_replied"), 1);
});
