//! What is new on the home page of a State: in this year's questionnaire, and among what other States have published.

use super::desk_last_year::{changed_form, first_form};
use crate::app::*;

const CHANGES: &str = "/cycles/2028/changes";

on_both!(what_changed_in_the_questionnaire_is_said_with_both_wordings, Bare, |app| async {
    app.opens_cycle(&first_form());
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens("/").await.is_silent_on("What changed");
    ndeye.opens("/cycles/2027/changes").await.says("no earlier questionnaire");
    app.opens_year(2028, &changed_form());
    let line = "2 new questions, 2 changed, one no longer asked";
    ndeye.opens("/").await.says("What changed in this year").says(line);
    let page = ndeye.opens(CHANGES).await;
    page.says(line);
    // Both wordings, choices where these have changed, what is gone and what is new.
    page.says("How long?").says("How long, in days?").says("Appeal").says("Which ministry?").says("Which treaty?");
    page.is_silent_on("Which law?").is_silent_on("Which service?");
    let pia = app.reader("SVN").await;
    pia.opens("/").await.says("Ce qui a changé");
    pia.opens(CHANGES).await.says("Combien de jours");
    app.contributor("SEN").await.opens(CHANGES).await;
    // It is on the home page of States.
    for person in [app.secretariat().await, app.court("registry").await, app.facilitator().await] {
        person.opens("/").await.is_silent_on("What changed");
        person.get(CHANGES).await.expect_status(404);
    }
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    ndeye.opens("/").await.is_silent_on("What changed");
    ndeye.get(CHANGES).await.expect_status(404);
    ndeye.get("/cycles/2031/changes").await.expect_status(404);
    ndeye.get("/cycles/none/changes").await.expect_status(404);
});

on_both!(a_questionnaire_that_is_as_it_was_is_no_news, Bare, |app| async {
    app.opens_cycle(&first_form());
    app.opens_year(2028, &first_form());
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens("/").await.is_silent_on("What changed");
    ndeye.opens(CHANGES).await.says("It asks what was asked in 2027");
});

on_both!(what_others_published_lately_is_named, |app| async {
    let senegal = app.coordinator("SEN").await;
    let slovenia = app.coordinator("SVN").await;
    let id = app.submitted("SEN", 3).await;
    // Submitted is not published.
    slovenia.opens("/").await.is_silent_on("Published lately");
    app.secretariat().await.publishes("SEN").await;
    let home = slovenia.opens("/").await;
    home.says("Published lately").says("Senegal, 2027 response");
    assert!(home.links().contains(&"/cycles/2027/responses/SEN".to_owned()));
    // Nobody is told of their own, and other roles have their own pages.
    senegal.opens("/").await.is_silent_on("Published lately");
    for person in [app.secretariat().await, app.court("registry").await, app.facilitator().await] {
        person.opens("/").await.is_silent_on("Published lately");
    }
    app.wait(60);
    app.submitted("GHA", 4).await;
    app.secretariat().await.publishes("GHA").await;
    let home = slovenia.opens("/").await.text();
    assert!(home.find("Ghana,").unwrap() < home.find("Senegal,").unwrap(), "the latest first");
    // An answer that is narrowed later is no news, nor what it was.
    app.wait(27 * 24 * 3600);
    let senegal = app.coordinator("SEN").await;
    senegal.saves(&id, "L", &[("visibility:L.5", "court")]).await.expect_status(303);
    senegal.amends(&id, "For the Court").await;
    app.wait(2 * 24 * 3600);
    app.coordinator("SVN").await.opens("/").await.is_silent_on("Published lately");
    // A former Party reads nothing of others, and is told of nothing.
    app.submitted("SVN", 5).await;
    app.secretariat().await.publishes("SVN").await;
    let ghana = app.coordinator("GHA").await;
    ghana.opens("/").await.says("Slovenia, 2027 response");
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'GHA'");
    ghana.opens("/").await.is_silent_on("Published lately").is_silent_on("Slovenia, 2027");
});
