//! A whole year, through pages only, as the people who do it would: in English and in French.

use concord::domain::seal::sha256_hex;
use serde_json::Value;

use crate::app::*;

fn first(page: &Answer, css: &str) -> String {
    let html = page.html();
    let found = html.select(&selector(css)).next();
    found
        .map(|found| found.text().collect::<String>().trim().to_owned())
        .unwrap_or_else(|| panic!("no {css}: {}", page.words()))
}

/// The Secretariat loads the questionnaire, prepares and opens the cycle, imports addresses.
async fn prepares_the_year(secretariat: &Visitor<'_>) {
    let imported =
        secretariat.uploads("/secretariat/forms", &[], Some(("file", "cooperation-2027.xlsx", WORKBOOK))).await;
    let form = imported.location().split('?').next().unwrap().to_owned();
    let preview = secretariat.follows(imported).await;
    let section =
        preview.links().into_iter().find(|link| link.ends_with("/sections/B")).expect("a preview of section B");
    let section = secretariat.opens(&section).await;
    section.says("B.4.functional_email");
    let hash = form.trim_start_matches("/secretariat/forms/");

    let mut new = secretariat.opens("/secretariat/cycles").await.form("/secretariat/cycles");
    new.set("year", "2027").set("form", hash).set("note", "ICC-ASP/26/SP/09").set("note_date", "2027-04-01");
    new.set("expected_by", "2027-06-30");
    let prepared = secretariat.sends(&new).await;
    secretariat.follows(prepared).await.says("ICC-ASP/26/SP/09");
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=open").await;
    let opened = secretariat.sends(&asked.form("/secretariat/cycles/2027/open")).await;
    secretariat.follows(opened).await;

    let addresses = "iso3166_alpha3,official_address,copy_address\nSEN,embassy@sen.example,\nSVN,embassy@svn.example,copy@svn.example\n";
    let imported =
        secretariat.uploads("/secretariat/states/addresses", &[], Some(("file", "a.csv", addresses.as_bytes()))).await;
    secretariat.follows(imported).await.says("embassy@sen.example");
}

/// The Secretariat makes an account and invites; the person opens the invitation and sets a password.
async fn joins<'a>(app: &'a TestApp, secretariat: &Visitor<'_>, email: &str, language: &str) -> Visitor<'a> {
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Awa Gueye").set("email", email).set("role", "coordinator").set("state", "SEN");
    new.set("language", language).set("note", "SEN/2027/114").set("note_date", "2027-04-01");
    let added = secretariat.sends(&new).await.expect_status(303);
    let id = added.location().split("added=").nth(1).unwrap().to_owned();
    // Whoever coordinates is confirmed against the note first.
    secretariat.confirms(&id).await.expect_status(303);
    let page = secretariat.opens(&format!("/secretariat/accounts/{id}")).await;
    let issued =
        secretariat.sends(&page.form(&format!("/secretariat/accounts/{id}/invitation"))).await.expect_status(200);
    let code = first(&issued, "dl.facts code");

    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains(email)).expect("a letter with the invitation");
    assert!(!letter.raw.contains(&code) && !letter.text.contains(&code), "a code is never mailed");
    assert!(!letter.text.contains("Senegal") && !letter.text.contains("Sénégal"), "a letter names no State");
    let token = letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();

    let person = app.visitor();
    let before = app.lasting();
    for _ in 0..3 {
        person.opens("/invitation").await;
    }
    assert_eq!(before, app.lasting(), "asking for the page of an invitation uses nothing up");
    let password = "forty slow tramways cross the polder";
    let fill = |code: &str| {
        [
            ("invitation", token.clone()),
            ("code", code.to_owned()),
            ("password", password.into()),
            ("repeated", password.into()),
        ]
    };
    let send = async |fields: [(&str, String); 4]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        person.post("/invitation", &fields).await
    };
    send(fill("AAAA-AAAA")).await.expect_status(422);
    assert_eq!(send(fill(&code)).await.expect_status(303).location(), "/account/factors/add");
    send(fill(&code)).await.expect_status(422);
    person.signs_in(email, "not the password at all").await.expect_status(422);
    // Nothing is reached without a second factor.
    let half = person.signs_in(email, password).await.expect_status(303);
    assert_eq!(half.location(), "/account/factors/add");
    assert_eq!(person.get("/").await.expect_status(303).location(), "/account/factors/add");
    let (_, codes) = person.enrols().await;
    assert_eq!(codes.len(), 10);
    person.opens("/").await;
    person
}

async fn in_language(visitor: &Visitor<'_>, language: &str) {
    visitor.post("/language", &[("language", language), ("back", "/")]).await.expect_status(303);
    let home = visitor.opens("/").await;
    assert!(home.text().contains(&format!("<html lang=\"{language}\"")));
}

/// Sections of the form, with whatever kinds of question stand in them.
async fn fills_by_hand(app: &TestApp, state: &Visitor<'_>, id: &str) {
    // Repeats: two entries are added, named, moved, one removed.
    state.saves(id, "A", &[("value:A.1", "specific")]).await.expect_status(303);
    for title in ["Law of 2001", "Law of 2019"] {
        let form = state.section(id, "A").await;
        let mut form = form.clone();
        form.set("then", "add:A.2");
        let added = state.sends(&form).await.expect_status(303);
        let key = added.location().split("A.2@").nth(1).unwrap().to_owned();
        let field = format!("value:A.2.title@{key}");
        state.saves(id, "A", &[(&field, title)]).await.expect_status(303);
    }
    let order = async || {
        let form = state.section(id, "A").await;
        let titles = form.fields.iter().filter(|(name, _)| name.starts_with("value:A.2.title@"));
        titles.map(|(name, value)| (name.split('@').nth(1).unwrap().to_owned(), value.clone())).collect::<Vec<_>>()
    };
    let before = order().await;
    assert_eq!(before.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>(), ["Law of 2001", "Law of 2019"]);
    let mut form = state.section(id, "A").await;
    form.set("then", &format!("up:{}", before[1].0));
    state.sends(&form).await.expect_status(303);
    assert_eq!(order().await[0].1, "Law of 2019");
    let remove = format!("/responses/{id}/sections/A/entries/{}/remove", before[0].0);
    let asked = state.opens(&remove).await;
    asked.says("Law of 2001");
    state.sends(&asked.form(&remove)).await.expect_status(303);
    assert_eq!(order().await.len(), 1);

    // A declined answer with its reason, a comment, a narrowed answer.
    let declined = [("value:A.6", ""), ("declined:A.6", "yes"), ("reason:A.6", "Consultations are under way")];
    state.saves(id, "A", &declined).await.expect_status(303);
    state
        .saves(id, "A", &[("comment:A.1", "See the law of 2019"), ("visibility:A.1", "court")])
        .await
        .expect_status(303);
    let plain = [("value:A.3", "yes"), ("comment:A.3", "Under the act of May")];
    state.saves(id, "A", &plain).await.expect_status(303);
    let page = state.opens(&format!("/responses/{id}/sections/A")).await;
    let form = page.form(&format!("/responses/{id}/sections/A"));
    assert_eq!(form.get("comment:A.1"), Some("See the law of 2019"));
    assert_eq!(form.get("visibility:A.1"), Some("court"));
    // A.2 hangs on A.1, so that it is held back with it, and the page says so.
    page.says("readers court");

    // A file for the Court only.
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let asked = state.opens(&action).await;
    let stamp = asked.form(&action).get("stamp").unwrap().to_owned();
    let content = pdf("an annex");
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", "annex.pdf", &content))).await.expect_status(303);
    let page = state.opens(&format!("/responses/{id}/sections/L")).await;
    let file = page.links().into_iter().find(|link| link.starts_with("/files/")).expect("a link to the file");
    let got = state.opens(&file).await;
    assert_eq!(&got.body[..], &content[..]);
    assert!(got.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    assert_eq!(app.visitor().get(&file).await.status.as_u16(), 303);
}

async fn the_year(app: &TestApp, language: &str) {
    let secretariat = app.secretariat().await;
    in_language(&secretariat, language).await;
    prepares_the_year(&secretariat).await;
    let state = joins(app, &secretariat, "gueye@sen.example", language).await;
    let other = app.coordinator("SVN").await;
    let court = app.court("otp").await;
    for visitor in [&state, &other, &court] {
        in_language(visitor, language).await;
    }

    // One mail to the State's address, a code for each coordinator who has not joined yet.
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=invite&state=SEN").await;
    let invited = secretariat.sends(&asked.form("/secretariat/cycles/2027/invite")).await.expect_status(200);
    assert!(!invited.words().is_empty());
    let letters = app.post().await;
    assert_eq!(letters.iter().filter(|letter| letter.to.contains("embassy@sen.example")).count(), 1);
    let note = letters.iter().find(|letter| letter.to.contains("embassy@sen.example")).unwrap();
    assert!(note.text.contains("ICC-ASP/26/SP/09"));

    let id = state.begins(2027).await;
    assert_eq!(state.post("/cycles/2027/response", &[]).await.location(), format!("/responses/{id}"));
    fills_by_hand(app, &state, &id).await;

    // Not yet complete: the check page leads to each question, and submitting leads to the check page.
    let check = state.opens(&format!("/responses/{id}/check")).await;
    let html = check.html();
    let missing = format!("/responses/{id}/sections/B");
    assert!(
        html.select(&selector("a")).any(|a| a.attr("href").unwrap_or("").starts_with(&missing)),
        "{}",
        check.words()
    );
    let refused = state.post(&format!("/responses/{id}/submit"), &[("revision", "0")]).await.expect_status(303);
    assert_eq!(refused.location(), format!("/responses/{id}/check"));
    assert!(court.reads("SEN").await.text().find("Law of 2019").is_none());

    app.answers_all("SEN", &id, 3);
    let canary = "Only the Court may know this: 4471";
    state.saves(&id, "B", &[("value:B.8", ""), ("comment:B.8", canary)]).await.expect_status(303);
    state.opens(&format!("/responses/{id}/check")).await.says(canary);
    state.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on(canary).is_silent_on("Law of 2019");

    let submit = selector(&format!("main a[href='/responses/{id}/submit']"));
    let html = state.opens(&format!("/responses/{id}/check")).await.html();
    assert!(html.select(&submit).count() > 0);
    let receipt = state.submits(&id).await;
    let shown = first(&receipt, "dl.facts code");
    let document = state.opens(&format!("/responses/{id}/revisions/1/document.json")).await;
    assert_eq!(sha256_hex(&document.body), shown);
    let file: Value =
        serde_json::from_slice(&state.opens(&format!("/responses/{id}/revisions/1/receipt.json")).await.body).unwrap();
    assert_eq!(file["sha256"], shown.as_str());
    // A second click: the same receipt.
    let again = state.post(&format!("/responses/{id}/submit"), &[("revision", "0")]).await.expect_status(303);
    assert_eq!(again.location(), format!("/responses/{id}/revisions/1/receipt"));

    // What was submitted cannot be submitted again unchanged, so no way leads to it.
    let html = state.opens(&format!("/responses/{id}/check")).await.html();
    assert_eq!(html.select(&submit).count(), 0);

    // The Court reads at once, and the State sees by which organ.
    let readings = "/cycles/2027/responses/SEN/readings";
    let none = state.opens(readings).await.words();
    let read = court.reads("SEN").await;
    read.says(canary).says("Law of 2019").says("state court");
    let seen = state.opens(readings).await;
    assert_ne!(none, seen.words(), "a reading is recorded");
    assert!(seen.words().contains("A.1"), "{}", seen.words());
    // The reason of an answer that was declined is for the Court only as well.
    assert!(seen.words().contains("A.6"), "{}", seen.words());
    court.opens("/cycles/2027/questions/A.6").await.says("Consultations are under way").says("state court");
    assert!(!seen.words().contains("Lindqvist"), "the organ, not the person");

    // Others see that the State has responded, and nothing else, until the Secretariat publishes.
    other.reads("SEN").await.is_silent_on(canary).is_silent_on("Under the act of May");
    secretariat.reads("SEN").await.says(canary);
    secretariat.publishes("SEN").await;
    other
        .reads("SEN")
        .await
        .is_silent_on(canary)
        .is_silent_on("Law of 2019")
        .is_silent_on("state court")
        .says("Under the act of May");
    // What is declined is absent without a trace.
    other.reads("SEN").await.is_silent_on("Consultations are under way");
    other.opens("/cycles/2027/questions/A.3").await.says("Under the act of May");
    other.opens("/cycles/2027/questions/A.1").await.is_silent_on("See the law of 2019");
    court.opens("/cycles/2027/questions/A.1").await.says("See the law of 2019");

    // An amendment with a reason that widens nothing but narrows A.3: current at once, the earlier revision stays.
    state.post(&format!("/responses/{id}/submit"), &[("revision", "1"), ("reason", "x")]).await.expect_status(422);
    state
        .saves(&id, "A", &[("visibility:A.3", "court"), ("comment:A.3", "Under the act of June")])
        .await
        .expect_status(303);
    state.post(&format!("/responses/{id}/submit"), &[("revision", "1")]).await.expect_status(422);
    state.amends(&id, "An answer was meant for the Court").await;
    other.reads("SEN").await.is_silent_on("Under the act of");
    other.opens("/cycles/2027/questions/A.3").await.is_silent_on("Under the act of");
    court.reads("SEN").await.says("Under the act of June");
    court.opens("/cycles/2027/responses/SEN/revisions/1").await.says("Under the act of May");
    state.opens(&format!("/responses/{id}/revisions/1")).await.says("Under the act of May");
    state.opens(&format!("/responses/{id}/revisions/2")).await.says("An answer was meant for the Court");
    assert_eq!(other.get("/cycles/2027/responses/SEN/revisions/1").await.status.as_u16(), 404);

    // Frozen: no first response any more, but an amendment of one that stands.
    let began = other.begins(2027).await;
    app.answers_all("SVN", &began, 5);
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=freeze").await;
    let frozen = secretariat.sends(&asked.form("/secretariat/cycles/2027/freeze")).await;
    secretariat.follows(frozen).await;
    let refused = other.post(&format!("/responses/{began}/submit"), &[("revision", "0")]).await;
    assert!(matches!(refused.status.as_u16(), 403 | 422), "{} {}", refused.status, refused.words());
    let ghana = app.coordinator("GHA").await;
    let refused = ghana.post("/cycles/2027/response", &[]).await;
    assert!(matches!(refused.status.as_u16(), 403 | 422), "{} {}", refused.status, refused.words());
    state.saves(&id, "A", &[("comment:A.3", "Under the act of July")]).await.expect_status(303);
    state.amends(&id, "A later date").await;
    court.reads("SEN").await.says("Under the act of July");

    state.post("/sign-out", &[]).await.expect_status(303);
    assert_eq!(state.get(&format!("/responses/{id}")).await.status.as_u16(), 303);
}

on_both!(the_year_in_english, Bare, |app| async { the_year(&app, "en").await });
on_both!(the_year_in_french, Bare, |app| async { the_year(&app, "fr").await });

on_both!(late_answers_are_taken_and_marked, |app| async {
    let coordinator = app.coordinator("SEN").await;
    let id = coordinator.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    // The day after, and the session has run out meanwhile.
    app.now_is(1_814_400_000);
    let coordinator = app.coordinator("SEN").await;
    coordinator.submits(&id).await;
    let receipt: Value =
        serde_json::from_slice(&coordinator.opens(&format!("/responses/{id}/revisions/1/receipt.json")).await.body)
            .unwrap();
    assert_eq!(receipt["late"], true);
    let french = app.person("coordinator2@sen.example").await;
    french.opens(&format!("/responses/{id}/revisions")).await.says("<html lang=\"fr\"");
});

on_both!(what_is_emptied_and_kept_for_the_court_disappears_at_once, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    state.saves(&id, "L", &[("value:L.4", "A remark of the spring")]).await.expect_status(303);
    state.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let other = app.coordinator("SVN").await;
    other.reads("SEN").await.says("A remark of the spring");
    state.saves(&id, "L", &[("value:L.4", ""), ("visibility:L.4", "court")]).await.expect_status(303);
    state.amends(&id, "The remark was not meant for others").await;
    other.reads("SEN").await.is_silent_on("A remark of the spring");
});
