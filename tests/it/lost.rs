//! Persons who have lost every second factor, those who decide about them, and those who should not. Named after the threats and the
//! requirements of OWASP ASVS 5.0.0 that they show.

use concord::domain::Error;
use concord::domain::access::Manage;
use concord::domain::actor::{Actor, Role};
use concord::domain::identity::factors::codes::{self, SharedSecret};
use concord::domain::identity::lost::Request;
use concord::domain::identity::lost::decide;
use concord::domain::identity::{Hasher, NewAccount, accounts};
use concord::domain::ids::LostFactorsId;
use concord::domain::line::OneLine;
use futures_util::future::join_all;

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const AWA: &str = "coordinator@sen.example";
const MOUSSA: &str = "coordinator2@sen.example";
const INES: &str = "secretariat@platform.example";
const NEW: &str = "nine copper kettles under the bridge";

async fn half_way<'a>(app: &'a TestApp, email: &str) -> Visitor<'a> {
    let person = app.visitor();
    person.signs_in(email, PASSWORD).await.expect_status(303);
    person
}

/// Asks from the second step of signing in: the visitor, and the path of the request.
pub async fn asks<'a>(app: &'a TestApp, email: &str) -> (Visitor<'a>, String) {
    let person = half_way(app, email).await;
    let page = person.opens("/sign-in/lost").await;
    person.sends(&page.form("/sign-in/lost")).await.expect_status(303);
    let path = format!("/lost-factors/{}", latest_of(app, email));
    (person, path)
}

fn latest_of(app: &TestApp, email: &str) -> String {
    let Actor::Person(person) = app.actor(email) else { unreachable!() };
    let sql = format!(
        "SELECT CAST(id AS TEXT) AS text FROM lost_factors WHERE account_id = '{}' \
         AND asked_at = (SELECT max(asked_at) FROM lost_factors WHERE account_id = '{}')",
        person.account, person.account
    );
    app.query(&sql, &sql).pop().expect("a request")
}

async fn agrees(person: &Visitor<'_>, path: &str) -> Answer {
    let page = person.opens(path).await;
    person.sends(&page.form(&format!("{path}/agree"))).await
}

fn code_on(answer: &Answer) -> String {
    let html = answer.html();
    let code = html.select(&selector("dl.facts code")).next().unwrap_or_else(|| panic!("no code: {}", answer.words()));
    code.text().collect::<String>().trim().to_owned()
}

/// The token that was mailed to an address last.
async fn token_of(app: &TestApp, email: &str) -> Option<String> {
    let letters = app.post().await;
    let to_them = letters.iter().filter(|letter| letter.to.contains(email));
    let mut tokens = to_them.filter_map(|letter| letter.text.split("/invitation#").nth(1)?.split_whitespace().next());
    tokens.next_back().map(str::to_owned)
}

async fn accepts(visitor: &Visitor<'_>, token: &str, code: &str) -> Answer {
    let mut form = visitor.opens("/invitation").await.form("/invitation");
    form.set("invitation", token).set("code", code).set("password", NEW).set("repeated", NEW);
    visitor.sends(&form).await
}

/// A person whom a test adds, with the common password and an authenticator.
async fn joins(app: &TestApp, email: &str, role: Role, state: Option<&str>) {
    let new = NewAccount {
        name: OneLine::new("Somebody New").unwrap(),
        email: email.to_owned(),
        role,
        state: state.map(|state| state.parse().unwrap()),
        organ: None,
        language: "en".to_owned(),
        note_reference: None,
    };
    let hash = app.app.hasher.hash(PASSWORD.to_owned().into()).await.unwrap();
    app.db
        .write_now(&OPERATOR, |ctx| {
            let id = accounts::make(ctx, &new)?;
            codes::give(ctx, &id, "Telephone", &SharedSecret::from_bytes(&secret_of(email)).unwrap())?;
            accounts::set_password(ctx, &id, &hash).map(drop)
        })
        .unwrap();
}

fn suspends(app: &TestApp, email: &str) {
    let Actor::Person(person) = app.actor(email) else { unreachable!() };
    app.db.write_now(&OPERATOR, |ctx| accounts::suspend(ctx, &person.account)).unwrap();
}

on_both!(asvs_6_4_4_who_lost_every_factor_is_let_back_in_by_two_and_by_two_ways, |app| async {
    let elsewhere = app.person(FATOU).await;
    let (fatou, path) = asks(&app, FATOU).await;
    fatou.opens("/sign-in/lost").await.says("not yet").says("seven days");
    let (awa, ines) = (app.person(AWA).await, app.secretariat().await);
    for decider in [&awa, &ines] {
        decider.opens("/").await.says("waits for your decision");
        decider.opens("/lost-factors").await.says("Fatou Ndiaye").says(&path);
    }
    let first = agrees(&awa, &path).await.expect_status(303);
    awa.follows(first).await.says("Another person has to agree too");
    awa.opens("/").await.is_silent_on("waits for your decision");
    assert_eq!(token_of(&app, FATOU).await, None, "one alone changes nothing");
    ines.opens(&path).await.says("Ndeye Diop").says("shown a code once");
    let both = agrees(&ines, &path).await.expect_status(200);
    let code = code_on(&both);
    both.says("Shown only now");
    ines.opens(&path).await.is_silent_on(&code);
    fatou.opens("/sign-in/lost").await.says("Both have agreed").is_silent_on(&code);
    let token = token_of(&app, FATOU).await.expect("a mail with a link");
    // Until the link is used with the code, everything is as it was.
    elsewhere.opens("/").await;
    let done = accepts(&fatou, &token, &code).await.expect_status(303);
    assert_eq!(done.location(), "/account/factors/add");
    assert!(elsewhere.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    let (secret, recovery) = fatou.enrols().await;
    assert_eq!(recovery.len(), 10);
    fatou.opens("/").await;
    // The old authenticator is nothing any more, nor is the old password.
    app.visitor().signs_in(FATOU, PASSWORD).await.expect_status(422);
    let again = app.visitor();
    again.signs_in(FATOU, NEW).await.expect_status(303);
    again.shows_code(&app.code(FATOU)).await.expect_status(422);
    again.shows_code(&code_of(secret, app.step() + 1)).await.expect_status(303);
    for (action, times) in [
        ("lost_factors_asked", 1),
        ("lost_factors_agreed", 2),
        ("factors_reset", 1),
        ("invitation_issued", 1),
        ("invitation_used", 1),
    ] {
        assert_eq!(app.recorded(action), times, "{action}");
    }
    let letters = app.post().await;
    let to_fatou: Vec<&LetterText> = letters.iter().filter(|letter| letter.to.contains(FATOU)).collect();
    for words in ["was lost, and asks for new ones", "has agreed to the request", "was agreed to", "was removed"] {
        assert_eq!(to_fatou.iter().filter(|letter| letter.text.contains(words)).count(), 1, "{words}");
    }
    for word in ["Senegal", "SEN", "Ndeye", "Verhoeven", code.as_str(), NEW] {
        assert!(!letters.iter().any(|letter| letter.text.contains(word)), "{word}");
    }
});

on_both!(t14_nobody_agrees_for_themselves_nor_twice_nor_for_others, |app| async {
    let (_, path) = asks(&app, MOUSSA).await;
    // The requester found the telephone after all, and is a coordinator.
    let moussa = app.person(MOUSSA).await;
    moussa.opens("/").await.says("Une personne qui connaît votre mot de passe").is_silent_on("attend votre décision");
    moussa.opens("/lost-factors").await.says("Aucune demande n’est en cours");
    moussa.opens(&path).await.says("votre propre demande").is_silent_on("/agree");
    moussa.post(&format!("{path}/agree"), &[]).await.expect_status(403);
    moussa.post(&format!("{path}/refuse"), &[("word", "no")]).await.expect_status(403);
    let awa = app.person(AWA).await;
    agrees(&awa, &path).await.expect_status(303);
    awa.post(&format!("{path}/agree"), &[]).await.expect_status(422).says("You have agreed already");
    // Another coordinator of the State is for the same part.
    joins(&app, "coordinator3@sen.example", Role::Coordinator, Some("SEN")).await;
    let third = app.person("coordinator3@sen.example").await;
    third.opens(&path).await.is_silent_on("/agree");
    third.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    // Those of another State, of the Court, and those who coordinate nothing.
    let before = app.lasting();
    let nobodys = "/lost-factors/01900000-0000-7000-8000-000000000000";
    for email in ["coordinator@svn.example", "registry-coordinator@court.example"] {
        let stranger = app.person(email).await;
        for act in ["agree", "refuse"] {
            let theirs = stranger.post(&format!("{path}/{act}"), &[("word", "no")]).await.expect_status(404);
            let nothing = stranger.post(&format!("{nobodys}/{act}"), &[("word", "no")]).await.expect_status(404);
            assert_eq!(theirs.body, nothing.body);
        }
        let (theirs, nothing) = (stranger.get(&path).await, stranger.get(nobodys).await);
        assert_eq!((theirs.status.as_u16(), &theirs.body), (404, &nothing.body));
        stranger.opens("/lost-factors").await.is_silent_on("Moussa");
    }
    for email in [FATOU, "reader@sen.example", "registry@court.example", "facilitator@platform.example"] {
        let stranger = app.person(email).await;
        stranger.get(&path).await.expect_status(404);
        stranger.get("/lost-factors").await.expect_status(404);
        stranger.post(&format!("{path}/agree"), &[]).await.expect_status(403);
        stranger.post(&format!("{path}/refuse"), &[("word", "no")]).await.expect_status(403);
    }
    let visitor = app.visitor();
    assert!(visitor.get(&path).await.expect_status(303).location().starts_with("/sign-in"));
    assert_eq!(app.recorded("lost_factors_agreed"), 1);
    assert_eq!(before.get("lost_factors"), app.lasting().get("lost_factors"));
});

on_both!(of_the_court_a_coordinator_of_the_organ_and_the_secretariat_agree, |app| async {
    let (okafor, path) = asks(&app, "registry@court.example").await;
    okafor.opens("/sign-in/lost").await.says("coordinator of your organ");
    let ines = app.secretariat().await;
    agrees(&ines, &path).await.expect_status(303);
    let luc = app.person("registry-coordinator@court.example").await;
    let code = code_on(&agrees(&luc, &path).await.expect_status(200));
    let token = token_of(&app, "registry@court.example").await.unwrap();
    // Where the role needs a passkey, nothing else can be set up.
    let strict = app.with_passkey_roles(&[Role::CourtReader]);
    let person = strict.visitor();
    accepts(&person, &token, &code).await.expect_status(303);
    person
        .opens("/account/factors/add")
        .await
        .says("/account/factors/passkey")
        .is_silent_on("\"/account/factors/codes\"");
    person.post("/account/factors/codes", &[]).await.expect_status(403);
    // The Office of the Prosecutor has no coordinator here, and the page says so.
    let (lindqvist, _) = asks(&app, "otp@court.example").await;
    lindqvist.opens("/sign-in/lost").await.says("no other coordinator");
});

on_both!(of_the_secretariat_two_others_agree, |app| async {
    let (claire, path) = asks(&app, "secretariat-fr@platform.example").await;
    claire.opens("/sign-in/lost").await.says("pas actuellement assez");
    let ines = app.secretariat().await;
    agrees(&ines, &path).await.expect_status(303);
    ines.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    joins(&app, "third@platform.example", Role::Secretariat, None).await;
    let third = app.person("third@platform.example").await;
    claire.opens("/sign-in/lost").await.is_silent_on("pas actuellement assez");
    let code = code_on(&agrees(&third, &path).await.expect_status(200));
    let token = token_of(&app, "secretariat-fr@platform.example").await.unwrap();
    accepts(&claire, &token, &code).await.expect_status(303);
    // A co-facilitator by two of them too; a coordinator of a State has no part in it.
    let (_, path) = asks(&app, "facilitator@platform.example").await;
    app.person(AWA).await.get(&path).await.expect_status(404);
    agrees(&ines, &path).await.expect_status(303);
    code_on(&agrees(&third, &path).await.expect_status(200));
});

on_both!(a_state_without_another_coordinator_is_told_to_name_one, |app| async {
    let (adoma, path) = asks(&app, "coordinator@gha.example").await;
    adoma.opens("/sign-in/lost").await.says("named by note verbale");
    agrees(&app.secretariat().await, &path).await.expect_status(303);
    joins(&app, "new@gha.example", Role::Coordinator, Some("GHA")).await;
    let new = app.person("new@gha.example").await;
    code_on(&agrees(&new, &path).await.expect_status(200));
});

on_both!(a_request_is_refused_with_a_word_that_the_person_reads, |app| async {
    let (fatou, path) = asks(&app, FATOU).await;
    let awa = app.person(AWA).await;
    let page = awa.opens(&path).await;
    let mut form = page.form(&format!("{path}/refuse"));
    for bad in ["", "   ", "two\nlines", &"x".repeat(201)] {
        form.set("word", bad);
        awa.sends(&form).await.expect_status(422).says("Say on one line");
    }
    form.set("word", "She was on the telephone: <b>not her</b>");
    awa.sends(&form).await.expect_status(303);
    fatou.opens("/sign-in/lost").await.says("not her").is_silent_on("<b>not");
    assert!(!app.dump()["lost_factors"].iter().any(|row| row.contains("telephone")), "the word lies in the clear");
    awa.post(&format!("{path}/agree"), &[]).await.expect_status(422).says("not open any more");
    app.secretariat().await.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    assert_eq!(app.recorded("lost_factors_refused"), 1);
    // It may be asked again, but not without end: every request writes mails.
    for _ in 0..2 {
        app.wait(1);
        let page = fatou.opens("/sign-in/lost").await;
        fatou.sends(&page.form("/sign-in/lost")).await.expect_status(303);
        fatou.post("/sign-in/lost", &[]).await.expect_status(303);
        let page = fatou.opens("/sign-in/lost").await;
        fatou.sends(&page.form("/sign-in/lost/withdraw")).await.expect_status(303);
    }
    fatou.post("/sign-in/lost", &[]).await.expect_status(422).says("Several requests");
    assert_eq!(app.recorded("lost_factors_asked"), 3);
});

on_both!(t06_requests_end_after_seven_days_when_withdrawn_and_when_the_clock_jumps, |app| async {
    let (_, path) = asks(&app, FATOU).await;
    app.wait(-3600);
    let awa = app.person(AWA).await;
    awa.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    app.wait(3600 + 7 * 24 * 3600);
    let awa = app.person(AWA).await;
    awa.opens("/lost-factors").await.is_silent_on("Fatou");
    awa.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    // Withdrawn by who is half-way in, and, once both agreed, by who has a factor after all: the link opens nothing.
    let (fatou, path) = asks(&app, FATOU).await;
    let page = fatou.opens("/sign-in/lost").await;
    fatou.sends(&page.form("/sign-in/lost/withdraw")).await.expect_status(303);
    awa.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    app.wait(1);
    let (_, path) = asks(&app, FATOU).await;
    agrees(&app.person(AWA).await, &path).await.expect_status(303);
    let code = code_on(&agrees(&app.secretariat().await, &path).await.expect_status(200));
    let token = token_of(&app, FATOU).await.unwrap();
    let fatou = app.person(FATOU).await;
    let page = fatou.opens("/account/factors").await;
    page.says("Somebody who knows your password");
    fatou.sends(&page.form("/account/lost/withdraw")).await.expect_status(303);
    fatou.opens("/account/factors").await.is_silent_on("Somebody who knows your password");
    accepts(&app.visitor(), &token, &code).await.expect_status(422);
    assert_eq!(app.recorded("factors_reset"), 0);
});

on_both!(a_request_falls_when_the_password_is_changed_by_who_has_a_factor, |app| async {
    let (thief, path) = asks(&app, FATOU).await;
    let fatou = app.person(FATOU).await;
    let mut form = fatou.opens("/account/password").await.form("/account/password");
    form.set("present", PASSWORD).set("password", NEW).set("repeated", NEW);
    fatou.sends(&form).await.expect_status(303);
    assert!(thief.get("/sign-in/lost").await.expect_status(303).location().starts_with("/sign-in"));
    app.person(AWA).await.post(&format!("{path}/agree"), &[]).await.expect_status(422);
});

on_both!(t05_a_suspended_account_asks_for_nothing_and_its_request_is_over, |app| async {
    let (fatou, path) = asks(&app, FATOU).await;
    agrees(&app.person(AWA).await, &path).await.expect_status(303);
    let late = half_way(&app, "reader@sen.example").await;
    let form = late.opens("/sign-in/lost").await.form("/sign-in/lost");
    suspends(&app, FATOU);
    suspends(&app, "reader@sen.example");
    assert!(late.sends(&form).await.expect_status(303).location().starts_with("/sign-in"));
    assert!(fatou.get("/sign-in/lost").await.expect_status(303).location().starts_with("/sign-in"));
    app.secretariat().await.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    assert_eq!((app.recorded("lost_factors_asked"), app.recorded("invitation_issued")), (1, 0));
});

on_both!(asvs_8_3_2_a_role_taken_away_between_the_page_and_the_post_agrees_to_nothing, |app| async {
    let (_, path) = asks(&app, FATOU).await;
    let id: LostFactorsId = path.trim_start_matches("/lost-factors/").parse().unwrap();
    let awa = app.person(AWA).await;
    let form = awa.opens(&path).await.form(&format!("{path}/agree"));
    let actor = app.actor(AWA);
    suspends(&app, AWA);
    assert!(awa.sends(&form).await.expect_status(303).location().starts_with("/sign-in"));
    // Nor does a request that the gate had let in before.
    let tried = app.db.write_now(&actor, |ctx| {
        let permit = ctx.permit::<Manage, Request>(&id)?;
        decide::agree(ctx, &permit).map(drop)
    });
    assert!(matches!(tried, Err(Error::Revoked)));
    assert_eq!(app.recorded("lost_factors_agreed"), 0);
});

on_both!(the_word_of_somebody_whose_account_was_shut_counts_no_more, |app| async {
    let (_, path) = asks(&app, FATOU).await;
    agrees(&app.person(AWA).await, &path).await.expect_status(303);
    suspends(&app, AWA);
    let waits = agrees(&app.secretariat().await, &path).await.expect_status(303);
    assert!(waits.location().contains("done=agreed"));
    code_on(&agrees(&app.person(MOUSSA).await, &path).await.expect_status(200));
});

on_both!(t13_two_who_agree_at_once_issue_one_invitation, |app| async {
    let (_, path) = asks(&app, FATOU).await;
    let (awa, ines, moussa) = (app.person(AWA).await, app.secretariat().await, app.person(MOUSSA).await);
    for person in [&awa, &ines, &moussa] {
        person.token().await;
    }
    let act = format!("{path}/agree");
    let answers = join_all([&awa, &ines, &moussa].map(|person| person.post(&act, &[]))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 303, 422]);
    assert_eq!((app.recorded("lost_factors_agreed"), app.recorded("invitation_issued")), (2, 1));
});

on_both!(t06_the_code_opens_with_its_own_link_once, |app| async {
    let (awa, ines) = (app.person(AWA).await, app.secretariat().await);
    let mut given = Vec::new();
    for email in [FATOU, "reader@sen.example"] {
        let (_, path) = asks(&app, email).await;
        agrees(&awa, &path).await.expect_status(303);
        let code = code_on(&agrees(&ines, &path).await.expect_status(200));
        given.push((token_of(&app, email).await.unwrap(), code));
    }
    let [(token, code), (others_token, others_code)] = <[(String, String); 2]>::try_from(given).unwrap();
    accepts(&app.visitor(), &token, &others_code).await.expect_status(422);
    accepts(&app.visitor(), &others_token, &code).await.expect_status(422);
    accepts(&app.visitor(), &token, "").await.expect_status(422);
    assert_eq!(app.recorded("factors_reset"), 0);
    accepts(&app.visitor(), &token, &code).await.expect_status(303);
    accepts(&app.visitor(), &token, &code).await.expect_status(422);
    assert_eq!(app.recorded("factors_reset"), 1);
    // Ten wrong codes withdraw the other one, and with it the request: the person may ask anew.
    for _ in 0..10 {
        accepts(&app.visitor(), &others_token, "AAAAA-AAAAA").await.expect_status(422);
    }
    accepts(&app.visitor(), &others_token, &others_code).await.expect_status(422);
    let reader = half_way(&app, "reader@sen.example").await;
    reader.opens("/sign-in/lost").await.form("/sign-in/lost");
});

on_both!(asvs_7_5_1_agreeing_and_refusing_ask_for_a_fresh_factor, |app| async {
    let (_, path) = asks(&app, FATOU).await;
    let awa = app.person(AWA).await;
    app.wait(301);
    let act = format!("{path}/agree");
    let page = awa.opens(&path).await;
    let asked = awa.sends(&page.form(&act)).await.expect_status(401);
    awa.post(&format!("{path}/refuse"), &[("word", "no")]).await.expect_status(401);
    assert_eq!((app.recorded("lost_factors_agreed"), app.recorded("lost_factors_refused")), (0, 0));
    let mut proof = asked.form(&act);
    proof.set("code", &app.code(AWA));
    awa.sends(&proof).await.expect_status(303);
    assert_eq!(app.recorded("lost_factors_agreed"), 1);
});

on_both!(asvs_6_4_4_the_request_is_made_half_way_in_only, |app| async {
    let visitor = app.visitor();
    assert!(visitor.get("/sign-in/lost").await.expect_status(303).location().starts_with("/sign-in"));
    visitor.post("/sign-in/lost", &[]).await.expect_status(303);
    let signed_in = app.person(INES).await;
    assert_eq!(signed_in.get("/sign-in/lost").await.expect_status(303).location(), "/");
    signed_in.post("/sign-in/lost", &[]).await.expect_status(303);
    // Half-way in, the requests of others cannot be reached.
    let (half, path) = asks(&app, MOUSSA).await;
    assert_eq!(half.get(&path).await.expect_status(303).location(), "/sign-in/factor");
    assert_eq!(half.post(&format!("{path}/agree"), &[]).await.expect_status(303).location(), "/sign-in/factor");
    assert_eq!((app.recorded("lost_factors_asked"), app.recorded("lost_factors_agreed")), (1, 0));
});
