//! Second factors, fresh proof and sessions, in the hands of those who should not have them. Named after the threats and the
//! requirements of OWASP ASVS 5.0.0 that they show.

use concord::domain::actor::{Actor, Task};
use concord::domain::identity::accounts;
use concord::domain::seal;
use futures_util::future::join_all;

use crate::app::*;

const AWA: &str = "coordinator@sen.example";
const TINA: &str = "coordinator@svn.example";
const OPERATOR: Actor = Actor::Task(Task::Operator);

/// Somebody whose password was right, before the second step.
async fn half_way<'a>(app: &'a TestApp, email: &str) -> Visitor<'a> {
    let person = app.visitor();
    person.signs_in(email, PASSWORD).await.expect_status(303);
    person
}

on_both!(asvs_6_3_3_the_password_alone_reaches_nothing, |app| async {
    let half = half_way(&app, AWA).await;
    for path in ["/", "/cycles/2027/responses", "/account/factors", "/account/sessions", "/account/factors/add"] {
        assert_eq!(half.get(path).await.expect_status(303).location(), "/sign-in/factor", "{path}");
    }
    let begun = half.post("/cycles/2027/response", &[]).await.expect_status(303);
    assert_eq!(begun.location(), "/sign-in/factor");
    half.shows_code(&app.code(AWA)).await.expect_status(303);
    half.opens("/").await;
});

on_both!(asvs_6_5_1_a_code_is_accepted_once, |app| async {
    let code = app.code(AWA);
    let (one, two) = (half_way(&app, AWA).await, half_way(&app, AWA).await);
    one.shows_code(&code).await.expect_status(303);
    two.shows_code(&code).await.expect_status(422).says("used already");
    assert_eq!(app.recorded("factor_wrong"), 1);
    // Nor is an earlier one, once a later one was.
    let earlier = code_of(secret_of(AWA), app.step() - 1);
    two.shows_code(&earlier).await.expect_status(422);
});

on_both!(asvs_6_5_1_of_two_requests_at_once_with_one_code_one_wins, |app| async {
    let code = app.code(AWA);
    let people = join_all((0..4).map(|_| half_way(&app, AWA))).await;
    let mut forms = Vec::new();
    for person in &people {
        let mut form = person.opens("/sign-in/factor").await.form("/sign-in/factor");
        form.set("code", &code);
        forms.push(form);
    }
    let answers = join_all(people.iter().zip(&forms).map(|(person, form)| person.sends(form))).await;
    let inside = answers.iter().filter(|answer| answer.status.as_u16() == 303 && answer.location() == "/").count();
    assert_eq!(inside, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
});

on_both!(t04_a_code_of_another_person_is_wrong, |app| async {
    let half = half_way(&app, AWA).await;
    half.shows_code(&app.code(TINA)).await.expect_status(422).says("not right");
    half.shows_code("").await.expect_status(422);
    half.shows_code("000 00a").await.expect_status(422);
    assert_eq!(half.get("/").await.location(), "/sign-in/factor");
});

on_both!(asvs_6_5_5_codes_of_another_time_are_wrong_and_a_clock_that_jumped_lets_nobody_in, |app| async {
    let half = half_way(&app, AWA).await;
    for steps in [-2, 2, 40] {
        half.shows_code(&code_of(secret_of(AWA), app.step() + steps)).await.expect_status(422);
    }
    let then = app.step();
    half.shows_code(&code_of(secret_of(AWA), then)).await.expect_status(303);
    // The clock goes back an hour: what was used stays used, and nobody is fresh from the future.
    app.wait(-3600);
    let again = half_way(&app, AWA).await;
    again.shows_code(&code_of(secret_of(AWA), app.step())).await.expect_status(422);
    app.wait(3600);
});

on_both!(t04_wrong_codes_slow_the_guesser_and_end_the_session, |app| async {
    let half = half_way(&app, AWA).await;
    let mut statuses = Vec::new();
    for n in 0..6 {
        statuses.push(half.shows_code(&format!("00000{n}")).await.status.as_u16());
    }
    assert_eq!(statuses[..4], [422; 4]);
    assert_eq!(statuses[5], 429, "{statuses:?}");
    for _ in 0..20 {
        app.wait(61);
        let answer = half.get("/sign-in/factor").await;
        if answer.status.as_u16() == 303 {
            break;
        }
        half.shows_code("111111").await;
    }
    assert!(half.get("/sign-in/factor").await.expect_status(303).location().starts_with("/sign-in?"));
    // A right password does not clear what was counted: the guesser still waits.
    let again = half_way(&app, AWA).await;
    assert_eq!(again.shows_code("222222").await.status.as_u16(), 422);
    assert_eq!(again.shows_code("333333").await.status.as_u16(), 429);
});

on_both!(t04_wrong_codes_of_a_stranger_do_not_keep_the_person_out, |app| async {
    let home = app.person(AWA).await;
    for _ in 0..3 {
        let stranger = half_way(&app, AWA).await;
        for _ in 0..8 {
            stranger.shows_code("000000").await;
        }
    }
    let again = app.visitor();
    let device = home.cookies.borrow()["__Host-concord-device"].clone();
    again.cookies.borrow_mut().insert("__Host-concord-device".to_owned(), device);
    again.comes_in(AWA).await.expect_status(303);
    again.opens("/").await;
});

on_both!(asvs_7_2_4_t05_the_token_changes_at_every_gain_of_rights_and_the_old_one_is_nothing, |app| async {
    let person = app.visitor();
    let token = || person.cookies.borrow().get("__Host-concord").cloned().unwrap_or_default();
    person.opens("/sign-in").await;
    let before = token();
    person.signs_in(AWA, PASSWORD).await.expect_status(303);
    let half = token();
    person.shows_code(&app.code(AWA)).await.expect_status(303);
    let full = token();
    assert!(before != half && half != full && before != full);
    for old in [before, half] {
        let thief = app.visitor();
        thief.cookies.borrow_mut().insert("__Host-concord".to_owned(), old);
        assert!(thief.get("/").await.expect_status(303).location().starts_with("/sign-in"));
        assert!(thief.get("/sign-in/factor").await.expect_status(303).location().starts_with("/sign-in"));
    }
    // A session that is half-way in ends by itself.
    let slow = half_way(&app, TINA).await;
    app.wait(15 * 60);
    assert!(slow.get("/sign-in/factor").await.expect_status(303).location().starts_with("/sign-in"));
});

on_both!(asvs_6_5_1_recovery_codes_let_in_once_and_new_ones_replace_them, |app| async {
    let person = app.person(AWA).await;
    let page = person.opens("/account/factors").await;
    let shown = person.sends(&page.form("/account/factors/recovery")).await.expect_status(200);
    let codes = |answer: &Answer| -> Vec<String> {
        answer.html().select(&selector("ol.codes code")).map(|code| code.text().collect()).collect()
    };
    let first = codes(&shown);
    assert_eq!(first.len(), 10);
    let dump = app.dump();
    assert!(!dump.values().flatten().any(|row| first.iter().any(|code| row.contains(&code.replace('-', "")))));
    let half = half_way(&app, AWA).await;
    half.shows_code(&first[0].to_lowercase()).await.expect_status(303);
    half.opens("/account/factors").await.says("9 recovery codes");
    half_way(&app, AWA).await.shows_code(&first[0]).await.expect_status(422);
    half_way(&app, TINA).await.shows_code(&first[1]).await.expect_status(422);
    let page = person.opens("/account/factors").await;
    let second = codes(&person.sends(&page.form("/account/factors/recovery")).await.expect_status(200));
    half_way(&app, AWA).await.shows_code(&first[2]).await.expect_status(422);
    half_way(&app, AWA).await.shows_code(&second[2]).await.expect_status(303);
    let letters = app.post().await;
    let told = letters.iter().filter(|letter| letter.text.contains("/account/factors")).count();
    assert_eq!(told, 4, "two lists and two codes that were used");
    for letter in letters {
        assert!(!first.iter().chain(&second).any(|code| letter.raw.contains(code.as_str())));
    }
});

on_both!(t03_a_stolen_cookie_cannot_submit_without_a_fresh_factor, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    app.wait(301);
    let path = format!("/responses/{id}/submit");
    let page = state.opens(&path).await;
    let mut form = page.form("");
    form.action = path.clone();
    let asked = state.sends(&form).await.expect_status(401);
    asked.says("Confirm that it is you");
    assert_eq!(app.recorded("response_submitted"), 0);
    let mut proof = asked.form(&path);
    assert!(!proof.get("carried").unwrap().is_empty());
    proof.set("code", "000000");
    let again = state.sends(&proof).await.expect_status(422);
    assert_eq!(app.recorded("response_submitted"), 0);
    // The person shows a code, and the act goes on, under another token of the session.
    let old = state.cookies.borrow()["__Host-concord"].clone();
    let mut proof = again.form(&path);
    proof.set("code", &app.code(AWA));
    let done = state.sends(&proof).await.expect_status(303);
    assert_eq!(done.location(), format!("/responses/{id}/revisions/1/receipt"));
    assert_ne!(state.cookies.borrow()["__Host-concord"], old);
    let thief = app.visitor();
    thief.cookies.borrow_mut().insert("__Host-concord".to_owned(), old);
    assert!(thief.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    // Pages that were open before can still be sent.
    state.sends(&page.form("/sign-out")).await.expect_status(303);
});

on_both!(t03_a_sealed_act_goes_nowhere_else_and_serves_nobody_else, |app| async {
    let (state, other) = (app.coordinator("SEN").await, app.coordinator("SVN").await);
    let (own, theirs) = (state.begins(2027).await, other.begins(2027).await);
    app.answers_all("SEN", &own, 3);
    app.answers_all("SVN", &theirs, 3);
    app.wait(301);
    let path = format!("/responses/{own}/submit");
    let asked = state.post(&path, &[("revision", "0")]).await.expect_status(401);
    let carried = asked.form(&path).get("carried").unwrap().to_owned();
    // Sent to another act, sent by another person, altered.
    let elsewhere = "/account/factors/recovery";
    let code = app.code(AWA);
    let answer = state.post(elsewhere, &[("carried", &carried), ("code", &code)]).await;
    answer.expect_status(422);
    let there = format!("/responses/{theirs}/submit");
    let tina = app.code(TINA);
    other.post(&there, &[("carried", &carried), ("code", &tina)]).await.expect_status(422);
    // Another character, whatever stands there.
    let (begin, end) = carried.split_at(carried.len() / 2);
    let altered = format!("{begin}{}{}", if end.starts_with('0') { "1" } else { "0" }, &end[1..]);
    state.post(&path, &[("carried", &altered), ("code", &code)]).await.expect_status(422);
    assert_eq!(app.recorded("response_submitted"), 0);
    // None of these used the code up.
    let sealed = [("carried", carried.as_str()), ("code", code.as_str())];
    state.post(&path, &sealed).await.expect_status(303);
    assert_eq!(app.recorded("response_submitted"), 1);
});

on_both!(t03_a_file_of_all_responses_asks_for_a_fresh_factor, |app| async {
    let person = app.person(AWA).await;
    let path = "/cycles/2027/responses.json";
    person.opens(path).await;
    app.wait(301);
    let asked = person.get(path).await.expect_status(401);
    asked.says("Confirm that it is you");
    let mut proof = asked.form("/account/confirm");
    proof.set("code", &app.code(AWA));
    let back = person.sends(&proof).await.expect_status(303);
    assert_eq!(back.location(), path);
    person.opens(path).await;
});

on_both!(asvs_7_5_1_changes_of_factors_and_ends_of_sessions_ask_for_a_fresh_factor, |app| async {
    let person = app.person(AWA).await;
    let _elsewhere = app.person(AWA).await;
    let secretariat = app.secretariat().await;
    app.wait(301);
    let before = app.lasting();
    let session = "01900000-0000-7000-8000-000000000000";
    for path in [
        "/account/factors/codes".to_owned(),
        "/account/factors/codes/confirm".to_owned(),
        "/account/factors/passkey".to_owned(),
        "/account/factors/recovery".to_owned(),
        format!("/account/factors/{session}/remove"),
        "/account/sessions/others".to_owned(),
        format!("/account/sessions/{session}/end"),
    ] {
        person.post(&path, &[]).await.expect_status(401);
    }
    secretariat.post("/secretariat/accounts", &[]).await.expect_status(401);
    secretariat.post(&format!("/secretariat/accounts/{session}/invitation"), &[]).await.expect_status(401);
    assert_eq!(before, app.lasting());
});

on_both!(asvs_6_5_6_factors_are_added_and_removed_but_for_the_last, |app| async {
    let person = app.person(AWA).await;
    let remove =
        |page: &Answer| -> Vec<String> { page.links().into_iter().filter(|link| link.ends_with("/remove")).collect() };
    let only = remove(&person.opens("/account/factors").await);
    assert_eq!(only.len(), 1);
    person.post(&only[0], &[]).await.expect_status(422).says("last way");
    app.wait(30);
    let (secret, codes) = person.enrols().await;
    assert_eq!(codes.len(), 10);
    let both = remove(&person.opens("/account/factors").await);
    assert_eq!(both.len(), 2);
    // Somebody else's do not exist.
    let other = app.person(TINA).await;
    other.get(&both[0]).await.expect_status(404);
    other.post(&both[0], &[]).await.expect_status(404);
    let ask = person.opens(&both[0]).await;
    person.sends(&ask.form(&both[0])).await.expect_status(303);
    assert_eq!(remove(&person.opens("/account/factors").await).len(), 1);
    // The first authenticator is nothing any more; the second one is.
    let half = half_way(&app, AWA).await;
    half.shows_code(&app.code(AWA)).await.expect_status(422);
    half.shows_code(&code_of(secret, app.step() + 1)).await.expect_status(303);
    let letters = app.post().await;
    assert!(letters.iter().filter(|letter| letter.text.contains("/account/factors")).count() >= 2);
});

on_both!(t06_a_factor_is_set_up_in_its_own_session_only, |app| async {
    let (person, other) = (app.person(AWA).await, app.person(TINA).await);
    person.post("/account/factors/codes", &[]).await.expect_status(303);
    let page = person.opens("/account/factors/codes").await;
    let typed = page.html().select(&selector("#secret")).next().unwrap().attr("data-secret").unwrap().to_owned();
    // Neither another person nor another session of the same one sees the secret, or ends what was begun.
    let elsewhere = app.person(AWA).await;
    for stranger in [&other, &elsewhere] {
        stranger.get("/account/factors/codes").await.expect_status(303);
        stranger.get("/account/factors/codes.png").await.expect_status(404);
        let secret: [u8; 20] = totp_rs::Secret::try_from_base32(&typed).unwrap().as_bytes().try_into().unwrap();
        let code = code_of(secret, app.step());
        let answer = stranger.post("/account/factors/codes/confirm", &[("code", &code)]).await.expect_status(422);
        answer.says("nothing was set up");
    }
    assert_eq!(app.recorded("factor_added"), PEOPLE.len());
    // A visitor has nothing to set up, and who has a factor to show shows that first.
    let visitor = app.visitor();
    assert!(visitor.get("/account/factors/codes").await.expect_status(303).location().starts_with("/sign-in"));
    let half = half_way(&app, AWA).await;
    let answer = half.post("/account/factors/codes", &[]).await.expect_status(303);
    assert_eq!(answer.location(), "/sign-in/factor");
});

on_both!(t05_an_account_suspended_between_the_steps_does_not_come_in, |app| async {
    let half = half_way(&app, AWA).await;
    let form = half.opens("/sign-in/factor").await.form("/sign-in/factor");
    let Actor::Person(person) = app.actor(AWA) else { unreachable!() };
    app.db.write_now(&OPERATOR, |ctx| accounts::suspend(ctx, &person.account)).unwrap();
    let mut form = form;
    form.set("code", &app.code(AWA));
    assert!(half.sends(&form).await.expect_status(303).location().starts_with("/sign-in"));
    assert_eq!(app.recorded("signed_in"), 0);
});

on_both!(asvs_8_3_2_a_role_taken_away_in_the_middle_of_a_request_does_nothing, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    // The gate has let the request in; before its transaction the account is suspended.
    let actor = app.actor(AWA);
    let Actor::Person(person) = actor.clone() else { unreachable!() };
    app.db.write_now(&OPERATOR, |ctx| accounts::suspend(ctx, &person.account)).unwrap();
    let before = app.lasting();
    let refused = app.db.write_now(&actor, |ctx| accounts::set_language(ctx, "fr"));
    assert!(matches!(refused, Err(concord::domain::Error::Revoked)));
    // As is who became somebody else: another role, another State.
    let Actor::Person(mut tina) = app.actor(TINA) else { unreachable!() };
    tina.role = concord::domain::actor::Role::Secretariat;
    let refused = app.db.write_now(&Actor::Person(tina), |ctx| accounts::set_language(ctx, "fr"));
    assert!(matches!(refused, Err(concord::domain::Error::Revoked)));
    assert_eq!(before, app.lasting());
    assert!(state.get(&format!("/responses/{id}")).await.expect_status(303).location().starts_with("/sign-in"));
    assert_eq!(app.recorded("account_suspended"), 1);
});

on_both!(asvs_7_5_2_sessions_are_listed_in_words_and_ended, |app| async {
    let here = app.person(AWA).await;
    let there = app.person(AWA).await;
    let third = app.person(AWA).await;
    let page = here.opens("/account/sessions").await;
    page.says("192.0.2").is_silent_on("192.0.2.10");
    let ends = |page: &Answer| -> Vec<String> {
        let html = page.html();
        let forms = selector("form[action$='/end']");
        html.select(&forms).map(|form| form.attr("action").unwrap().to_owned()).collect()
    };
    assert_eq!(ends(&page).len(), 2);
    // Another person's cannot be ended, and does not exist.
    let other = app.person(TINA).await;
    for path in ends(&page) {
        other.post(&path, &[]).await.expect_status(404);
    }
    here.sends(&page.form(&ends(&page)[0])).await.expect_status(303);
    let gone = [there.get("/").await, third.get("/").await];
    assert_eq!(gone.iter().filter(|answer| answer.status.as_u16() == 303).count(), 1);
    let page = here.opens("/account/sessions").await;
    here.sends(&page.form("/account/sessions/others")).await.expect_status(303);
    for session in [there, third] {
        assert!(session.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    }
    here.opens("/").await;
    assert_eq!(app.recorded("session_ended") + app.recorded("sessions_ended"), 2);
});

on_both!(asvs_6_3_5_a_new_device_is_told_by_mail_without_content, |app| async {
    let first = app.person(AWA).await;
    let told =
        |letters: &[LetterText]| letters.iter().filter(|letter| letter.text.contains("/account/sessions")).count();
    let letters = app.post().await;
    assert_eq!(told(&letters), 1);
    for word in ["SEN", "Senegal", "192.0.2", "Firefox"] {
        assert!(!letters.iter().any(|letter| letter.text.contains(word)), "{word}");
    }
    first.post("/sign-out", &[]).await.expect_status(303);
    first.comes_in(AWA).await.expect_status(303);
    assert_eq!(told(&app.post().await), 1, "the same browser again is no news");
    app.person(AWA).await;
    assert_eq!(told(&app.post().await), 2);
});

on_both!(asvs_7_4_1_signing_out_ends_the_session_and_clears_the_browser, |app| async {
    let person = app.person(AWA).await;
    let cookie = person.cookies.borrow()["__Host-concord"].clone();
    let out = person.post("/sign-out", &[]).await.expect_status(303);
    let clear = out.headers.get("clear-site-data").unwrap().to_str().unwrap().to_owned();
    assert!(clear.contains("cache") && clear.contains("storage"));
    let replay = app.visitor();
    replay.cookies.borrow_mut().insert("__Host-concord".to_owned(), cookie);
    assert!(replay.get("/").await.expect_status(303).location().starts_with("/sign-in"));
});

on_both!(asvs_6_3_8_known_unknown_and_suspended_names_get_the_same_bytes, |app| async {
    let Actor::Person(person) = app.actor("reader@sen.example") else { unreachable!() };
    app.db.write_now(&OPERATOR, |ctx| accounts::suspend(ctx, &person.account)).unwrap();
    let mut bodies = Vec::new();
    for email in [AWA, "reader@sen.example", "nobody@sen.example"] {
        let visitor = app.visitor();
        let before = app.app.hasher.runs();
        let answer = visitor.signs_in(email, "a guess that is wrong").await.expect_status(422);
        assert_eq!(app.app.hasher.runs(), before + 1, "{email}");
        // What differs by nature: the name that was typed, the token, and the challenge for a passkey.
        let mut text = answer.text().replace(email, "NAME");
        for attribute in ["name=\"token\" value=\"", "name=\"challenge\" value=\"", "data-options=\""] {
            let parts: Vec<&str> = text.split(attribute).collect();
            let rest = parts[1..].iter().map(|part| part.split_once('"').unwrap().1);
            text = std::iter::once(parts[0]).chain(rest).collect::<Vec<_>>().join(attribute);
        }
        bodies.push(seal::sha256_hex(text.as_bytes()));
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
});

on_both!(secrets_of_factors_stand_nowhere_in_the_clear, |app| async {
    let person = app.person(AWA).await;
    let (secret, _) = person.enrols().await;
    let base32 = totp_rs::Secret::new_stack(secret).to_base32();
    let hex = seal::hex(&secret);
    for rows in app.dump().values() {
        for row in rows {
            let row = row.to_lowercase();
            assert!(!row.contains(&hex) && !row.contains(&base32.to_lowercase()));
        }
    }
});
