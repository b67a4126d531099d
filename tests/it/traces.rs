//! What is refused leaves a trace: tokens that open nothing, codes of before, forms of others, rights that went away. Each is refused in
//! words that say what to do, and stands in the record with whose it is and why.

use std::task::Poll;

use actix_web::http::Method;
use actix_web::test as http;
use concord::web;
use serde_json::Value;

use crate::app::*;

const AWA: &str = "coordinator@sen.example";
const TINA: &str = "coordinator@svn.example";
const MINA: &str = "mina@svn.example";
const NEW: &str = "forty slow tramways cross the polder";

/// Every row that lasts, but for those that say what was refused, and their counters.
pub fn lasting_but_refusals(app: &TestApp) -> std::collections::BTreeMap<String, Vec<String>> {
    let mut lasting = app.lasting();
    lasting.remove("sign_in_failures");
    if let Some(audit) = lasting.get_mut("audit") {
        audit.retain(|row| !row.contains("_refused"));
    }
    lasting
}

/// The rows of an action: whose, of which State, and the detail.
fn rows(app: &TestApp, action: &str) -> Vec<(String, String, Value)> {
    let sql = format!(
        "SELECT subject || ' ' || COALESCE(state_id, '-') || ' ' || detail AS text FROM audit \
         WHERE action = '{action}' ORDER BY at, id"
    );
    let row = |line: String| {
        let mut parts = line.splitn(3, ' ').map(str::to_owned);
        let (subject, state) = (parts.next().unwrap(), parts.next().unwrap());
        (subject, state, serde_json::from_str(&parts.next().unwrap()).unwrap())
    };
    app.query(&sql, &sql).into_iter().map(row).collect()
}

/// Whose and why, of every row of an action.
fn why(app: &TestApp, action: &str) -> Vec<(String, String)> {
    let why = |detail: &Value| detail["why"].as_str().unwrap_or_default().to_owned();
    rows(app, action).into_iter().map(|(subject, _, detail)| (subject, why(&detail))).collect()
}

/// A member of the Secretariat adds Mina and invites her: the token of the mail and the code of the page.
async fn invited(app: &TestApp, secretariat: &Visitor<'_>) -> (String, String) {
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", MINA).set("role", "reader").set("state", "SVN");
    let added = secretariat
        .sends(new.set("language", "en").set("note", "NV/2027/9").set("note_date", "2027-04-01"))
        .await
        .expect_status(303);
    let account = added.location().split("added=").nth(1).unwrap().to_owned();
    invited_again(app, secretariat, &account).await
}

async fn invited_again(app: &TestApp, secretariat: &Visitor<'_>, account: &str) -> (String, String) {
    let issued = secretariat.post(&format!("/secretariat/accounts/{account}/invitation"), &[]).await;
    let issued = issued.expect_status(200);
    let code: String = issued.html().select(&selector("dl.facts code")).next().unwrap().text().collect();
    (mailed(app, MINA, "/invitation#").await, code.trim().to_owned())
}

/// The token that was mailed to an address last.
async fn mailed(app: &TestApp, email: &str, link: &str) -> String {
    let letters = app.post().await;
    let to_them = letters.iter().rev().filter(|letter| letter.to.contains(email));
    let token = to_them.filter_map(|letter| letter.text.split(link).nth(1)).next().expect("a letter");
    token.split_whitespace().next().unwrap().to_owned()
}

async fn accepts(visitor: &Visitor<'_>, token: &str, code: &str) -> Answer {
    let fields = [("invitation", token), ("code", code), ("password", NEW), ("repeated", NEW)];
    visitor.post("/invitation", &fields).await
}

async fn asks_for_link(visitor: &Visitor<'_>, email: &str) {
    let mut form = visitor.opens("/forgotten").await.form("/forgotten");
    visitor.sends(form.set("email", email)).await.expect_status(303);
}

async fn chooses(visitor: &Visitor<'_>, token: &str) -> Answer {
    let fields = [("link", token), ("password", NEW), ("repeated", NEW)];
    visitor.post("/reset", &fields).await
}

fn altered(token: &str) -> String {
    let last = token.chars().next_back().unwrap();
    format!("{}{}", &token[..token.len() - 1], if last == '0' { 'G' } else { '0' })
}

const SPENT: &str = "ask the Secretariat for a new invitation";

on_both!(tokens_of_invitations_that_open_nothing_stand_in_the_record, Bare, |app| async {
    let secretariat = app.secretariat().await;
    let (first, _) = invited(&app, &secretariat).await;
    app.wait(1);
    let mina = app.id_of(MINA);
    let (token, code) = invited_again(&app, &secretariat, &mina).await;
    let visitor = app.visitor();
    // Replaced, altered, of another kind; an empty form is no attempt.
    accepts(&visitor, &first, &code).await.expect_status(422).says(SPENT);
    accepts(&visitor, &altered(&token), &code).await.expect_status(422).says(SPENT);
    accepts(&visitor, "", "").await.expect_status(422);
    asks_for_link(&visitor, AWA).await;
    let reset = mailed(&app, AWA, "/reset#").await;
    accepts(&visitor, &reset, &code).await.expect_status(422).says(SPENT);
    // A code of another invitation is counted as before.
    accepts(&visitor, &token, "AAAAA-AAAAA").await.expect_status(422).says(SPENT);
    assert_eq!(rows(&app, "invitation_code_wrong").len(), 1);
    // Used, and shown once more with its code.
    accepts(&visitor, &token, &code).await.expect_status(303);
    accepts(&app.visitor(), &token, &code).await.expect_status(422).says(SPENT);
    let pair = |who: &str, why: &str| (who.to_owned(), why.to_owned());
    let mut expected = vec![
        pair(&mina, "replaced"),
        pair("unknown", "unknown"),
        pair(&app.id_of(AWA), "foreign"),
        pair(&mina, "used"),
    ];
    let mut found = why(&app, "invitation_refused");
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    for (_, state, detail) in rows(&app, "invitation_refused") {
        assert_eq!(detail["network"], "192.0.2");
        assert_eq!(state == "-", detail["why"] == "unknown", "{detail}");
    }
    // The record says it in words.
    let record = secretariat.opens("/secretariat/record?kind=failure").await;
    record.says("Invitation refused").says("It had been used already").says("belongs to no account");
    // Whoever has an account of before may still be invited, and lets that expire.
    app.wait(1);
    let (late, code) = invited_again(&app, &secretariat, &mina).await;
    app.wait(10 * 24 * 3600 + 1);
    accepts(&app.visitor(), &late, &code).await.expect_status(422).says(SPENT);
    assert!(why(&app, "invitation_refused").contains(&pair(&mina, "expired")));
});

on_both!(links_for_a_password_that_open_nothing_stand_in_the_record, Bare, |app| async {
    let (visitor, awa) = (app.visitor(), app.id_of(AWA));
    asks_for_link(&visitor, AWA).await;
    let first = mailed(&app, AWA, "/reset#").await;
    app.wait(16 * 60);
    asks_for_link(&visitor, AWA).await;
    let second = mailed(&app, AWA, "/reset#").await;
    assert_ne!(first, second);
    let spent = "ask for another link";
    chooses(&visitor, &first).await.expect_status(422).says(spent);
    chooses(&visitor, &altered(&second)).await.expect_status(422).says(spent);
    // The clock jumps back past its issue, and on again past its end.
    app.wait(-3600);
    chooses(&visitor, &second).await.expect_status(422).says(spent);
    app.wait(3600 + 31 * 60);
    chooses(&visitor, &second).await.expect_status(422).says(spent);
    asks_for_link(&visitor, AWA).await;
    let third = mailed(&app, AWA, "/reset#").await;
    chooses(&visitor, &third).await.expect_status(303);
    chooses(&app.visitor(), &third).await.expect_status(422).says(spent);
    let mut found = why(&app, "reset_refused");
    found.sort();
    let mut expected = vec![("unknown".to_owned(), "unknown".to_owned())];
    expected.extend(["replaced", "clock", "expired", "used"].map(|why| (awa.clone(), why.to_owned())));
    expected.sort();
    assert_eq!(found, expected);
    // That a link was asked for belongs to the State, as all rows of an account do.
    assert!(rows(&app, "password_reset_asked").iter().all(|(_, state, _)| state == "SEN"));
});

on_both!(a_stranger_fills_the_record_with_one_row_a_minute_that_says_how_many_there_were, Bare, |app| async {
    let visitor = app.visitor();
    for n in 0..20 {
        accepts(&visitor, &format!("{n:052}"), "AAAAA-AAAAA").await.expect_status(422);
    }
    assert_eq!(rows(&app, "invitation_refused").len(), 1);
    app.wait(61);
    accepts(&visitor, &"0".repeat(52), "AAAAA-AAAAA").await.expect_status(422);
    let found = rows(&app, "invitation_refused");
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|(_, _, detail)| detail["left_out"] == 19), "{found:?}");
    // Refusals of one account are not hidden behind those of a stranger.
    chooses(&visitor, &"0".repeat(52)).await.expect_status(422);
    assert_eq!(rows(&app, "reset_refused").len(), 1);
    app.secretariat().await.opens("/secretariat/record?kind=failure").await.says("19 more like it");
});

on_both!(codes_that_were_used_stand_in_the_record_and_say_what_to_do, Bare, |app| async {
    let code = app.code(AWA);
    let (one, two) = (app.visitor(), app.visitor());
    one.signs_in(AWA, PASSWORD).await.expect_status(303);
    two.signs_in(AWA, PASSWORD).await.expect_status(303);
    one.shows_code(&code).await.expect_status(303);
    two.shows_code(&code).await.expect_status(422).says("Wait for the next one");
    // A printed code works once, and says so to who has given the password.
    let made = one.post("/account/factors/recovery", &[]).await.expect_status(200);
    let html = made.html();
    let printed: String = html.select(&selector("ol.codes code")).next().unwrap().text().collect();
    two.shows_code(&printed).await.expect_status(303);
    let three = app.visitor();
    three.signs_in(AWA, PASSWORD).await.expect_status(303);
    three.shows_code(&printed).await.expect_status(422).says("each recovery code works once");
    // A clock that jumps back makes no code good again, and the page does not send one to wait for half a minute.
    let then = app.step() + 1;
    app.wait(60);
    three.shows_code(&code_of(secret_of(AWA), then + 1)).await.expect_status(303);
    app.wait(-3600);
    let four = app.visitor();
    four.signs_in(AWA, PASSWORD).await.expect_status(303);
    let answer = four.shows_code(&code_of(secret_of(AWA), app.step())).await.expect_status(422);
    answer.says("the clock of the platform").is_silent_on("Wait for the next one");
    app.wait(3600);
    let awa = app.id_of(AWA);
    let mut found = why(&app, "factor_wrong");
    found.sort();
    let expected: Vec<_> = ["clock", "used", "used"].map(|why| (awa.clone(), why.to_owned())).into();
    assert_eq!(found, expected);
});

on_both!(a_factor_that_is_set_up_with_another_persons_form_stands_in_the_record, Bare, |app| async {
    let (awa, tina) = (app.person(AWA).await, app.person(TINA).await);
    // The challenge of Awa's page, sent by Tina.
    let page = awa.opens("/account/factors/passkey").await;
    let challenge = page.form("/account/factors/passkey").get("challenge").unwrap().to_owned();
    let fields = [("challenge", challenge.as_str()), ("credential", "{}"), ("name", "mine")];
    tina.post("/account/factors/passkey", &fields).await.expect_status(422).says("Load the page again");
    assert_eq!(why(&app, "factor_wrong"), [(app.id_of(TINA), "foreign".to_owned())]);
    assert_eq!(rows(&app, "factor_wrong")[0].2["adding"], true);
    // Awa's form as a whole: it belongs to her session.
    awa.post("/account/factors/codes", &[]).await.expect_status(303);
    let mut form = awa.opens("/account/factors/codes").await.form("/account/factors/codes/confirm");
    form.set("code", "123456");
    tina.sends(&form).await.expect_status(403).says("load the page again");
    let found = rows(&app, "form_refused");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (app.id_of(TINA).as_str(), "SVN"));
    assert_eq!(found[0].2["why"], "foreign");
    assert_eq!(found[0].2["asked"], "POST /account/factors/codes/confirm");
    // But for the authenticators of the beginning, which are the operator's doing, none was added.
    assert_eq!(rows(&app, "factor_added").len(), PEOPLE.len());
});

/// Sends a form whose body is read after the gate has let it in: between the two, something happens.
async fn sends_while(app: &TestApp, visitor: &Visitor<'_>, path: &str, happens: impl Fn() + 'static) -> (u16, String) {
    let service = http::init_service(actix_web::App::new().configure(web::configure(app.app.clone()))).await;
    let body = encoded(&[("token".to_owned(), visitor.token().await)]);
    let jar: Vec<String> = visitor.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = http::TestRequest::default()
        .method(Method::POST)
        .uri(path)
        .peer_addr("192.0.2.10:40000".parse().unwrap())
        .insert_header(("Content-Type", "application/x-www-form-urlencoded"))
        .insert_header(("Origin", BASE))
        .insert_header(("Cookie", jar.join("; ")))
        .to_request();
    let mut body = Some(actix_web::web::Bytes::from(body));
    let stream = futures_util::stream::poll_fn(move |_| {
        let part = body.take();
        if part.is_some() {
            happens();
        }
        Poll::Ready(part.map(Ok::<_, actix_http::error::PayloadError>))
    });
    let payload: actix_http::BoxedPayloadStream = Box::pin(stream);
    let payload = actix_http::Payload::Stream { payload };
    let (request, _) = request.replace_payload(payload);
    let response = http::call_service(&service, request).await;
    let status = response.status().as_u16();
    (status, String::from_utf8_lossy(&http::read_body(response).await).into_owned())
}

on_both!(a_role_that_is_taken_away_in_the_middle_of_a_request_stands_in_the_record, Bare, |app| async {
    let app = std::rc::Rc::new(app);
    let fatou = app.id_of("contributor@sen.example");
    for (sql, why) in [
        (format!("UPDATE accounts SET role = 'reader' WHERE email = '{AWA}'"), "role"),
        (format!("UPDATE accounts SET standing = 'suspended' WHERE email = '{AWA}'"), "suspended"),
    ] {
        app.alters(&format!("UPDATE accounts SET role = 'coordinator', standing = 'active' WHERE email = '{AWA}'"));
        let state = app.person(AWA).await;
        let (hand, path) = (app.clone(), format!("/users/{fatou}/sessions"));
        let (status, text) = sends_while(&app, &state, &path, move || hand.alters(&sql)).await;
        assert_eq!(status, 403);
        assert!(text.contains("nothing was done") && text.contains("Sign in again"), "{text}");
        let found = rows(&app, "permission_lost");
        let (subject, state, detail) = found.iter().find(|(_, _, detail)| detail["why"] == why).expect(why);
        assert_eq!((subject.as_str(), state.as_str()), (app.id_of(AWA).as_str(), "SEN"));
        assert_eq!(detail["asked"], "POST /users/{id}/sessions");
        if why == "role" {
            assert_eq!((&detail["from"], &detail["to"]), (&Value::from("coordinator"), &Value::from("reader")));
        }
    }
    assert!(rows(&app, "sessions_ended").is_empty());
});

/// A form of Awa's that waits before an act, and the path of the act.
async fn waiting(state: &Visitor<'_>) -> (String, String) {
    let path = "/account/factors/recovery".to_owned();
    let asked = state.post(&path, &[]).await.expect_status(401);
    (asked.form(&path).get("carried").unwrap().to_owned(), path)
}

on_both!(a_form_on_its_way_that_is_altered_or_anothers_stands_in_the_record, Bare, |app| async {
    let (awa, tina) = (app.person(AWA).await, app.person(TINA).await);
    app.wait(301);
    let (carried, path) = waiting(&awa).await;
    // Another character, whatever stands there.
    let (begin, end) = carried.split_at(carried.len() / 2);
    let changed = format!("{begin}{}{}", if end.starts_with('0') { "1" } else { "0" }, &end[1..]);
    let code = app.code(AWA);
    let answer = awa.post(&path, &[("carried", &changed), ("code", &code)]).await.expect_status(422);
    answer.says("changed on its way").says("Open the page again");
    let theirs = app.code(TINA);
    let answer = tina.post(&path, &[("carried", &carried), ("code", &theirs)]).await.expect_status(422);
    answer.says("begun with another account").is_silent_on("Diop").is_silent_on("Senegal");
    let expected = |mut of: Vec<(String, String)>| {
        of.sort();
        of
    };
    let pairs = vec![(app.id_of(AWA), "altered".to_owned()), (app.id_of(TINA), "foreign".to_owned())];
    assert_eq!(expected(why(&app, "carried_form_refused")), expected(pairs));
    assert!(rows(&app, "recovery_codes_made").is_empty());
    // Neither code was used up.
    awa.post(&path, &[("carried", &carried), ("code", &code)]).await.expect_status(200);
});

/// Signs in on the page that answered a form which came too late.
async fn signs_in_again(visitor: &Visitor<'_>, page: &Answer, email: &str) -> Answer {
    let mut again = page.form("/sign-in");
    again.set("email", email).set("password", PASSWORD);
    visitor.sends(&again).await.expect_status(303);
    visitor.shows_code(&visitor.app.code(email)).await
}

on_both!(answers_that_another_person_brings_along_are_not_shown_and_not_silently_dropped, |app| async {
    let state = app.person(AWA).await;
    let id = state.begins(2027).await;
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "a secret of Senegal").set("then", "stay");
    app.wait(13 * 3600);
    let page = state.sends(&form).await.expect_status(401);
    let told = signs_in_again(&state, &page, TINA).await.expect_status(200);
    told.says("begun with another account").is_silent_on("secret").is_silent_on("Diop").is_silent_on("Senegal");
    assert_eq!(why(&app, "carried_form_refused"), [(app.id_of(TINA), "foreign".to_owned())]);
    // She goes on as herself.
    state.opens("/").await.says("Tina Novak");
    // Altered on its way.
    let state = app.person(AWA).await;
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "typed").set("then", "stay");
    app.wait(13 * 3600);
    let page = state.sends(&form).await.expect_status(401);
    let mut again = page.form("/sign-in");
    let carried = again.get("carried").unwrap().to_owned();
    again.set("carried", &carried[2..]).set("email", AWA).set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    let told = state.shows_code(&app.code(AWA)).await.expect_status(200);
    told.says("changed on its way");
    assert!(why(&app, "carried_form_refused").contains(&(app.id_of(AWA), "altered".to_owned())));
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some(""));
});

on_both!(a_form_that_came_after_the_session_had_ended_is_found_again_as_it_was_typed, Bare, |app| async {
    let state = app.person(AWA).await;
    let mut form = state.opens("/users").await.form("/users");
    let hostile = "Khady \"><script>alert(1)</script> Ba";
    form.set("name", hostile).set("email", "khady2@sen.example").set("role", "contributor").set("language", "fr");
    form.set("ends_on", "2027-12-31");
    app.wait(13 * 3600);
    let page = state.sends(&form).await.expect_status(401);
    page.says("Nothing has been done yet").is_silent_on("khady2");
    let entered = signs_in_again(&state, &page, AWA).await.expect_status(303);
    assert_eq!(entered.location(), "/users?kept=1");
    let again = state.follows(entered).await;
    again.says("What you had typed stands in it again").says("<details open").is_silent_on("<script>alert");
    let found = again.form("/users");
    for name in ["name", "email", "role", "language", "ends_on"] {
        assert_eq!(found.get(name), form.get(name), "{name}");
    }
    assert_ne!(found.get("token"), form.get("token"));
    // Nothing was done; it can be loaded again, and is then sent.
    assert!(rows(&app, "invitation_issued").is_empty());
    state.opens("/users?kept=1").await.says("khady2@sen.example");
    let mut found = found;
    state.sends(found.set("name", "Khady Sow")).await.expect_status(200).says("Khady Sow");
    // Nobody else sees it, and other pages are as ever.
    state.opens("/account/sessions?kept=1").await.is_silent_on("khady2");
    app.person(TINA).await.opens("/users?kept=1").await.is_silent_on("khady2");
});

on_both!(neither_passwords_nor_codes_are_carried_past_signing_in, Bare, |app| async {
    let state = app.person(AWA).await;
    let mut form = state.opens("/account/password").await.form("/account/password");
    form.set("present", PASSWORD).set("password", NEW).set("repeated", NEW).set("others", "end");
    app.wait(13 * 3600);
    let page = state.sends(&form).await.expect_status(401);
    let entered = signs_in_again(&state, &page, AWA).await.expect_status(303);
    assert_eq!(entered.location(), "/account/password?kept=1");
    let again = state.follows(entered).await;
    again.is_silent_on(PASSWORD).is_silent_on(NEW);
    assert_eq!(again.form("/account/password").get("others"), Some("end"));
    // The page that asks for a factor came too late as well: what was typed before it is found again.
    app.wait(301);
    let mut form = state.opens("/users").await.form("/users");
    form.set("name", "Khady Sow").set("email", "khady2@sen.example").set("role", "reader").set("language", "en");
    let asked = state.sends(&form).await.expect_status(401);
    let mut proof = asked.form("/users");
    let code = app.code(AWA);
    proof.set("code", &code);
    app.wait(13 * 3600);
    let page = state.sends(&proof).await.expect_status(401);
    let entered = signs_in_again(&state, &page, AWA).await.expect_status(303);
    let again = state.follows(entered).await;
    assert_eq!(again.form("/users").get("name"), Some("Khady Sow"));
    again.is_silent_on(&code);
});

on_both!(looking_at_an_invitation_with_a_token_that_opens_nothing_is_recorded_too, Bare, |app| async {
    let secretariat = app.secretariat().await;
    let (token, _) = invited(&app, &secretariat).await;
    let visitor = app.visitor();
    let look = async |token: &str| visitor.post("/invitation", &[("invitation", token), ("then", "look")]).await;
    look(&token).await.expect_status(200).says("Mina Kos");
    assert_eq!(why(&app, "invitation_refused").len(), 0);
    look(&altered(&token)).await.expect_status(422).says(SPENT);
    assert_eq!(why(&app, "invitation_refused").len(), 1);
});
