//! A form that is sent twice: by a double click, or by loading the answer again. Nothing is done twice, and a code that was shown once is
//! not lost by it.

use concord::domain::actor::Actor;
use futures_util::future::join_all;

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const AWA: &str = "coordinator@sen.example";
const RIVALS: &str = "SELECT CAST(id AS TEXT) AS text FROM rival_answers";

fn code_on(page: &Answer) -> Option<String> {
    let html = page.html();
    let code = html.select(&selector("dl.facts code")).next()?;
    Some(code.text().collect::<String>().trim().to_owned())
}

/// The token that was mailed to an address last, and how many letters there are.
async fn mailed(app: &TestApp, email: &str) -> (String, usize) {
    let letters = app.post().await;
    let tokens: Vec<&str> = letters
        .iter()
        .filter(|letter| letter.to.contains(email))
        .filter_map(|letter| letter.text.split("/invitation#").nth(1)?.split_whitespace().next())
        .collect();
    (tokens.last().expect("a letter").to_string(), tokens.len())
}

async fn accepts(app: &TestApp, token: &str, code: &str) -> Answer {
    let new = "forty slow tramways cross the polder";
    let fields = [("invitation", token), ("code", code), ("password", new), ("repeated", new)];
    app.visitor().post("/invitation", &fields).await
}

on_both!(adding_a_person_twice_adds_one_and_the_code_holds, Bare, |app| async {
    let state = app.person(AWA).await;
    let mut form = state.opens("/users").await.form("/users");
    form.set("name", "Khady Sow").set("email", "sow@sen.example").set("role", "reader").set("language", "en");
    let first = state.sends(&form).await.expect_status(200);
    let code = code_on(&first).expect("a code");
    let second = state.sends(&form).await.expect_status(200);
    second.says("Done a moment ago").says("Khady Sow").says("It still holds").is_silent_on(&code);
    assert_eq!((app.recorded("account_made"), app.recorded("invitation_issued")), (PEOPLE.len() + 1, 1));
    let (token, letters) = mailed(&app, "sow@sen.example").await;
    assert_eq!(letters, 1);
    // Another person by the same page is another form; so is the same person's by somebody else.
    let mut other = form.clone();
    other.set("name", "Awa Sow").set("email", "sow2@sen.example");
    assert!(code_on(&state.sends(&other).await.expect_status(200)).is_some());
    let colleague = app.person("coordinator2@sen.example").await;
    let mut theirs = form.clone();
    theirs.set("token", &colleague.token().await);
    colleague.sends(&theirs).await.expect_status(422);
    // One click issues another code, where the first was not read; that one then opens nothing.
    app.wait(1);
    let anew = second.html().select(&selector("main form")).next().unwrap().attr("action").unwrap().to_owned();
    let again = state.sends(&second.form(&anew)).await.expect_status(200);
    let newer = code_on(&again).expect("a code");
    accepts(&app, &token, &code).await.expect_status(422);
    let (token, letters) = mailed(&app, "sow@sen.example").await;
    assert_eq!(letters, 2);
    accepts(&app, &token, &newer).await.expect_status(303);
});

on_both!(two_clicks_at_once_add_one_person, Bare, |app| async {
    let state = app.person(AWA).await;
    let mut form = state.opens("/users").await.form("/users");
    form.set("name", "Khady Sow").set("email", "sow@sen.example").set("role", "reader").set("language", "en");
    let answers = join_all((0..3).map(|_| state.sends(&form))).await;
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 200));
    assert_eq!(answers.iter().filter_map(code_on).count(), 1);
    assert_eq!(app.recorded("invitation_issued"), 1);
});

on_both!(the_secretariats_forms_sent_twice_do_their_act_once, Bare, |app| async {
    let secretariat = app.secretariat().await;
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", "mina@svn.example").set("role", "reader").set("state", "SVN");
    new.set("language", "en").set("note", "NV/2027/9").set("note_date", "2027-04-01");
    let first = secretariat.sends(&new).await.expect_status(303);
    let second = secretariat.sends(&new).await.expect_status(303);
    assert_eq!(first.location(), second.location());
    let page = secretariat.follows(second).await;
    let action = page.html().select(&selector(".done form")).next().unwrap().attr("action").unwrap().to_owned();
    let invite = page.form(&action);
    let code = code_on(&secretariat.sends(&invite).await.expect_status(200)).expect("a code");
    let again = secretariat.sends(&invite).await.expect_status(200);
    again.says("Done a moment ago").says("Mina Kos");
    assert_eq!(app.recorded("invitation_issued"), 1);
    let (token, _) = mailed(&app, "mina@svn.example").await;
    accepts(&app, &token, &code).await.expect_status(303);
    // From another page it is another act.
    let id = action.trim_start_matches("/secretariat/accounts/").trim_end_matches("/invitation").to_owned();
    let person = secretariat.opens(&format!("/secretariat/accounts/{id}")).await;
    assert!(code_on(&secretariat.sends(&person.form(&action)).await.expect_status(200)).is_some());
});

on_both!(agreeing_twice_to_lost_factors_loses_no_code, Bare, |app| async {
    let (_person, path) = crate::lost::asks(&app, FATOU).await;
    let state = app.person(AWA).await;
    let agree = format!("{path}/agree");
    let form = state.opens(&path).await.form(&agree);
    for _ in 0..2 {
        assert_eq!(state.sends(&form).await.expect_status(303).location(), "/lost-factors?done=agreed");
    }
    let secretariat = app.secretariat().await;
    let form = secretariat.opens(&path).await.form(&agree);
    let code = code_on(&secretariat.sends(&form).await.expect_status(200)).expect("a code");
    let second = secretariat.sends(&form).await.expect_status(200);
    second.says("Done a moment ago").says("Fatou Ndiaye").is_silent_on(&code);
    assert_eq!((app.recorded("lost_factors_agreed"), app.recorded("invitation_issued")), (2, 1));
    let (old, _) = mailed(&app, FATOU).await;
    // One click issues another code; the one of before opens nothing.
    app.wait(1);
    let anew = secretariat.sends(&second.form(&format!("{path}/code"))).await.expect_status(200);
    let newer = code_on(&anew).expect("a code");
    accepts(&app, &old, &code).await.expect_status(422);
    // Who did not agree issues none, nor does another State; the page offers it to the two only.
    let colleague = app.person("coordinator2@sen.example").await;
    colleague.opens(&path).await.is_silent_on(&format!("{path}/code"));
    colleague.post(&format!("{path}/code"), &[]).await.expect_status(422);
    app.person("coordinator@svn.example").await.post(&format!("{path}/code"), &[]).await.expect_status(404);
    secretariat.opens(&path).await.says(&format!("{path}/code"));
    let (token, _) = mailed(&app, FATOU).await;
    accepts(&app, &token, &newer).await.expect_status(303);
    // Once it was accepted it is over.
    secretariat.post(&format!("{path}/code"), &[]).await.expect_status(422);
});

on_both!(inviting_all_states_twice_says_what_was_done_before, |app| async {
    let secretariat = app.secretariat().await;
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", "mina@svn.example").set("role", "coordinator").set("state", "SVN");
    new.set("language", "en").set("note", "SVN/1").set("note_date", "2027-04-01");
    let added = secretariat.sends(&new).await.expect_status(303);
    let mina = added.location().split("added=").nth(1).unwrap().to_owned();
    secretariat.confirms(&mina).await.expect_status(303);
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=invite").await;
    let form = asked.form("/secretariat/cycles/2027/invite");
    let codes = |page: &Answer| page.html().select(&selector("td code")).count();
    let first = secretariat.sends(&form).await.expect_status(200);
    assert_eq!(codes(&first), 1);
    app.wait(60);
    for answer in [
        secretariat.sends(&form).await.expect_status(200),
        secretariat.post("/secretariat/cycles/2027/invite", &[]).await.expect_status(200),
        app.person("secretariat-fr@platform.example").await.post("/secretariat/cycles/2027/invite", &[]).await,
    ] {
        assert_eq!(codes(&answer), 0);
        answer.says("2027").says("Ines Verhoeven").says("/secretariat/accounts");
        answer.is_silent_on("No coordinator waited").is_silent_on("Aucun coordonnateur n’attendait");
    }
    assert_eq!((app.recorded("states_invited"), app.recorded("invitation_issued")), (1, 1));
    // One State by name, twice by one page: its codes are made anew once.
    let page = secretariat.opens("/secretariat/cycles/2027").await;
    let mut again = page.form("/secretariat/cycles/2027/invite");
    again.set("state", "SVN");
    assert_eq!(codes(&secretariat.sends(&again).await.expect_status(200)), 1);
    let second = secretariat.sends(&again).await.expect_status(200);
    second.says("1 code was made then");
    assert_eq!(app.recorded("invitation_issued"), 2);
});

fn entries(app: &TestApp) -> usize {
    let sql = "SELECT id AS text FROM entries";
    app.query(sql, sql).len()
}

on_both!(a_double_click_adds_one_entry_to_a_repeat, |app| async {
    let state = app.person(AWA).await;
    let id = state.begins(2027).await;
    let mut form = state.section(&id, "A").await;
    form.set("then", "add:A.2");
    let before = entries(&app);
    let answers = join_all((0..3).map(|_| state.sends(&form))).await;
    let places: std::collections::BTreeSet<String> =
        answers.into_iter().map(|answer| answer.expect_status(303).location()).collect();
    assert_eq!((entries(&app), places.len()), (before + 1, 1), "{places:?}");
    // From the page that follows it is another entry, and so it is from the old one after a while.
    let mut next = state.section(&id, "A").await;
    state.sends(next.set("then", "add:A.2")).await.expect_status(303);
    assert_eq!(entries(&app), before + 2);
    app.wait(60);
    state.sends(&form).await.expect_status(303);
    assert_eq!(entries(&app), before + 3);
});

/// The entries of section A as they stand on the page.
async fn order(state: &Visitor<'_>, id: &str) -> Vec<String> {
    let page = state.opens(&format!("/responses/{id}/sections/A")).await;
    let (html, buttons) = (page.html(), selector("button[value^='remove:']"));
    html.select(&buttons).filter_map(|button| Some(button.attr("value")?.strip_prefix("remove:")?.to_owned())).collect()
}

on_both!(a_double_click_moves_an_entry_by_one_place, |app| async {
    let state = app.person(AWA).await;
    let id = state.begins(2027).await;
    for _ in 0..3 {
        let mut form = state.section(&id, "A").await;
        state.sends(form.set("then", "add:A.2")).await.expect_status(303);
    }
    let before = order(&state, &id).await;
    let mut form = state.section(&id, "A").await;
    form.set("then", &format!("up:{}", before[2]));
    for answer in join_all((0..2).map(|_| state.sends(&form))).await {
        answer.expect_status(303);
    }
    assert_eq!(order(&state, &id).await, [0, 2, 1].map(|at: usize| before[at].clone()));
    // From the page that follows it moves on.
    let mut next = state.section(&id, "A").await;
    state.sends(next.set("then", &format!("up:{}", before[2]))).await.expect_status(303);
    assert_eq!(order(&state, &id).await, [2, 0, 1].map(|at: usize| before[at].clone()));
});

on_both!(assigning_a_section_asks_for_a_fresh_factor, |app| async {
    let state = app.person(AWA).await;
    let id = state.begins(2027).await;
    let Actor::Person(fatou) = app.actor(FATOU) else { unreachable!() };
    let path = format!("/responses/{id}/sections/A/assignments");
    let mut form = state.opens(&path).await.form(&path);
    form.set("account", fatou.account.as_str()).set("then", "give");
    app.wait(301);
    let asked = state.sends(&form).await.expect_status(401);
    assert_eq!(app.recorded("section_assigned"), 0);
    let mut proof = asked.form(&path);
    proof.set("code", &app.code(AWA));
    state.sends(&proof).await.expect_status(303);
    assert_eq!(app.recorded("section_assigned"), 1);
    // It stands in the record in words.
    let record = state.opens("/record?kind=draft").await;
    record.says("Section assigned").says("Section A").says("Given to: Fatou Ndiaye");
});

on_both!(a_file_given_twice_as_the_answer_is_one_and_nobody_has_to_choose, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    let fields = [("stamp", stamp.as_str()), ("title", "The law")];
    let content = pdf("The law");
    let file = Some(("file", "law.pdf", content.as_slice()));
    let clicks = join_all([state.uploads(&action, &fields, file), state.uploads(&action, &fields, file)]).await;
    assert!(clicks.iter().all(|answer| answer.status == 303));
    state.uploads(&action, &fields, file).await.expect_status(303);
    let section = state.opens(&format!("/responses/{id}/sections/L")).await;
    section.says("The law").is_silent_on("two texts");
    assert!(!section.links().iter().any(|link| link.contains("/rivals/")));
    assert_eq!(std::fs::read_dir(app.folder.path().join("files")).unwrap().count(), 1);
});

on_both!(what_was_changed_after_a_submission_is_not_said_to_be_submitted_by_a_page_from_before_it, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let submit = format!("/responses/{id}/submit");
    state.submits(&id).await;
    state.saves(&id, "C", &[("comment:C.1", "By the act of May")]).await.expect_status(303);
    let colleague = app.person("coordinator2@sen.example").await;
    let mut before = colleague.opens(&submit).await.form("");
    before.action = submit.clone();
    before.set("reason", "The act of June was forgotten");
    state.amends(&id, "The act of May").await;
    // Nothing was changed since: whoever presses a second time is shown the receipt.
    let shown = colleague.sends(&before).await.expect_status(303);
    assert_eq!(shown.location(), format!("/responses/{id}/revisions/2/receipt"));
    // Something was: it is not submitted, and the page says so and keeps the reason.
    colleague.saves(&id, "C", &[("comment:C.1", "By the act of June")]).await.expect_status(303);
    let refused = colleague.sends(&before).await.expect_status(422);
    refused.says("The act of June was forgotten");
    assert_eq!(app.recorded("response_amended"), 1);
    let mut form = refused.form("");
    assert_eq!(form.get("revision"), Some("2"));
    form.action = submit.clone();
    colleague.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("response_amended"), 2);
    // A text that waits to be chosen is in no revision.
    let mut late = colleague.section(&id, "C").await;
    state.saves(&id, "C", &[("comment:C.1", "By the act of August")]).await.expect_status(303);
    let mut before = colleague.opens(&submit).await.form("");
    before.action = submit.clone();
    before.set("reason", "The act of September");
    state.amends(&id, "The act of August").await;
    late.set("comment:C.1", "By the act of September").set("then", "stay");
    colleague.sends(&late).await;
    assert_eq!(app.query(RIVALS, RIVALS).len(), 1);
    colleague.sends(&before).await.expect_status(422);
    assert_eq!(app.recorded("response_amended"), 3);
    // A revision that never was is no page of ours.
    colleague.saves(&id, "C", &[("comment:C.1", "By the act of July")]).await.expect_status(303);
    colleague.post(&submit, &[("revision", "9"), ("reason", "The act of July")]).await.expect_status(422);
    assert_eq!(app.recorded("response_amended"), 3);
});
