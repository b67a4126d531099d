//! Who comes in by an invitation keeps the language that they chose on the way; a language that others chose before is not theirs.

use crate::app::*;

const BINTA: &str = "binta@sen.example";
const SECRET: &str = "forty slow tramways cross the polder";

/// A coordinator invites a reader, whose account is in English: what the invitation takes.
async fn invited(app: &TestApp) -> Vec<(&'static str, String)> {
    let awa = app.coordinator("SEN").await;
    let mut form = awa.opens("/users").await.form("/users");
    form.set("name", "Binta Fall").set("email", BINTA).set("role", "reader").set("language", "en");
    let issued = awa.sends(&form).await.expect_status(200);
    let html = issued.html();
    let code: String = html.select(&selector("dl.facts code")).next().unwrap().text().collect();
    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains(BINTA)).unwrap();
    let token = letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    vec![("invitation", token), ("code", code), ("password", SECRET.to_owned()), ("repeated", SECRET.to_owned())]
}

async fn accepts(person: &Visitor<'_>, given: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    person.post("/invitation", &fields).await.expect_status(303)
}

async fn chooses(person: &Visitor<'_>, language: &str, back: &str) {
    let chosen = person.post("/language", &[("language", language), ("back", back)]).await.expect_status(303);
    assert_eq!(chosen.location(), back);
}

fn language_of(app: &TestApp) -> Vec<String> {
    let sql = format!("SELECT language AS text FROM accounts WHERE email = '{BINTA}'");
    app.query(&sql, &sql)
}

on_both!(what_is_chosen_before_the_invitation_is_taken_up_stays, Bare, |app| async {
    let given = invited(&app).await;
    let binta = app.visitor();
    binta.opens("/invitation").await.says("Accept");
    chooses(&binta, "fr", "/invitation").await;
    let begun = accepts(&binta, &given).await;
    binta.follows(begun).await.says("lang=\"fr\"");
    assert_eq!(language_of(&app), ["fr"]);
    binta.enrols().await;
    binta.opens("/").await.says("lang=\"fr\"");
    // And at another machine.
    app.wait(60);
    let elsewhere = app.visitor();
    elsewhere.signs_in(BINTA, SECRET).await.expect_status(303);
    elsewhere.opens("/sign-in/factor").await.says("lang=\"fr\"");
});

on_both!(what_is_chosen_while_a_factor_is_set_up_stays, Bare, |app| async {
    let given = invited(&app).await;
    let binta = app.visitor();
    let begun = accepts(&binta, &given).await;
    binta.follows(begun).await.says("lang=\"en\"");
    chooses(&binta, "fr", "/account/factors/add").await;
    binta.enrols().await;
    binta.opens("/").await.says("lang=\"fr\"");
    assert_eq!(language_of(&app), ["fr"]);
});

on_both!(what_somebody_else_has_read_in_before_changes_nothing, Bare, |app| async {
    let given = invited(&app).await;
    // Somebody who reads French was signed in with this browser.
    let binta = app.person("coordinator2@sen.example").await;
    binta.opens("/").await.says("lang=\"fr\"");
    binta.post("/sign-out", &[]).await.expect_status(303);
    binta.opens("/invitation").await.says("lang=\"fr\"");
    let begun = accepts(&binta, &given).await;
    binta.follows(begun).await.says("lang=\"en\"");
    assert_eq!(language_of(&app), ["en"]);
    // Half-way in without a factor shown, nobody changes what an account reads in.
    let stranger = app.visitor();
    stranger.signs_in("coordinator@sen.example", PASSWORD).await.expect_status(303);
    chooses(&stranger, "fr", "/sign-in/factor").await;
    let sql = "SELECT language AS text FROM accounts WHERE email = 'coordinator@sen.example'";
    assert_eq!(app.query(sql, sql), ["en"]);
});
