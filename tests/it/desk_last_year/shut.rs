//! Last year's response does not open any more, because a row was damaged or a key is not there: this year's is begun all the same, and everybody who
//! would have found last year's answers is told.

use super::*;

/// Changes what only the owner of the tables can change.
fn damages(app: &TestApp, sql: &str) {
    match &app.url {
        concord::domain::db::DatabaseUrl::Postgres(_) => app.as_owner(sql),
        concord::domain::db::DatabaseUrl::Sqlite(_) => app.alters(sql),
    }
}

/// What was submitted is not what was hashed, and no memory knows it.
fn damages_revisions(app: &TestApp) {
    let digest = concord::domain::seal::hex(&concord::domain::seal::random::<32>());
    damages(app, &format!("UPDATE revisions SET sealed = substr(sealed, 1, 40), sha256 = '{digest}'"));
}

fn of_record(app: &TestApp, action: &str) -> Vec<String> {
    let sql = format!("SELECT CAST(detail AS TEXT) AS text FROM audit WHERE action = '{action}'");
    app.query(&sql, &sql)
}

on_both!(a_response_is_begun_whatever_became_of_last_years, Bare, |app| async {
    app.opens_year(2027, &first_form());
    let desk = Desk::of(&app, "coordinator@sen.example");
    desk.responds_in(2027);
    app.opens_year(2028, &changed_form());
    damages_revisions(&app);
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2028).await;
    // It is said where the coordinator comes to, in both languages, and to colleagues who come later.
    let home = ndeye.opens(&format!("/responses/{id}")).await;
    home.says("Nothing was carried over from 2027").says("could not be opened when this response was begun");
    app.person("coordinator2@sen.example")
        .await
        .opens(&format!("/responses/{id}"))
        .await
        .says("Rien n’a été reporté de 2027");
    // Sections and the comparison work; the latter says why there is nothing.
    let section = format!("/responses/{id}/sections/A");
    ndeye.opens(&section).await.is_silent_on("Act of 1998").is_silent_on("2027, not confirmed");
    ndeye
        .opens(&format!("/responses/{id}/differences"))
        .await
        .says("What your State submitted in 2027 cannot be opened");
    // The log and the record name it; the colleague's second click begins nothing.
    assert!(app.logged().contains("an earlier response does not open: nothing of it is carried over"));
    let begun = of_record(&app, "response_begun");
    assert!(begun.contains(&r#"{"not_carried":2027,"year":2028}"#.to_owned()), "{begun:?}");
    ndeye.opens("/account/record").await.says("Nothing carried over from 2027");
    ndeye.post("/cycles/2028/response", &[]).await.expect_status(303);
    assert_eq!(app.recorded("response_begun"), 2);
    // It is answered and submitted like any other; then there is nothing more to say of it.
    let response: ResponseId = id.parse().unwrap();
    desk.answers(&response, "A.kind", "full");
    desk.answers(&response, "A.1", "Act of 2028");
    desk.answers(&response, "A.2", "Ten");
    ndeye.submits(&id).await;
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("Nothing was carried over");
    ndeye.opens(&section).await.says("Act of 2028");
});

on_both!(what_was_carried_over_stays_when_last_years_response_is_damaged_later, Bare, |app| async {
    app.opens_year(2027, &first_form());
    let desk = Desk::of(&app, "coordinator@sen.example");
    desk.responds_in(2027);
    app.opens_year(2028, &changed_form());
    let id = desk.begins(2028);
    let ndeye = app.coordinator("SEN").await;
    damages_revisions(&app);
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("Carried over from 2027, not confirmed yet").says("Act of 1998").is_silent_on("Read the answer of 2027");
    ndeye.answers(id.as_str(), "A.1", "Act of 2028").await;
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("Changed since 2027");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("Nothing was carried over");
    ndeye.opens(&format!("/responses/{id}/differences")).await.says("cannot be opened at present");
});

on_both!(the_key_of_last_year_is_not_there, Bare, |app| async {
    app.opens_year(2027, &first_form());
    let desk = Desk::of(&app, "coordinator@sen.example");
    desk.responds_in(2027);
    app.opens_year(2028, &changed_form());
    damages(&app, "UPDATE data_keys SET wrapped = substr(wrapped, 1, 30) WHERE state_id = 'SEN'");
    // An opened key is asked for again after a minute.
    app.wait(120);
    let id = desk.begins(2028);
    let page = app.coordinator("SEN").await.opens(&format!("/responses/{id}")).await;
    page.says("Nothing was carried over from 2027");
    assert!(app.logged().contains("a wrapped key does not open"));
});

on_both!(a_key_that_is_only_missing_in_the_file_is_waited_for, Bare, |app| async {
    app.opens_year(2027, &first_form());
    let desk = Desk::of(&app, "coordinator@sen.example");
    desk.responds_in(2027);
    app.opens_year(2028, &changed_form());
    let ndeye = app.coordinator("SEN").await;
    // As if it had been wrapped with a key that is not in the file: the bytes behind the first name it.
    let id = "ab".repeat(16);
    let other = match app.url {
        concord::domain::db::DatabaseUrl::Postgres(_) => {
            format!("overlay(wrapped placing decode('{id}', 'hex') from 2)")
        }
        concord::domain::db::DatabaseUrl::Sqlite(_) => {
            format!("CAST(substr(wrapped, 1, 1) || x'{id}' || substr(wrapped, 18) AS BLOB)")
        }
    };
    damages(&app, &format!("UPDATE data_keys SET wrapped = {other} WHERE state_id = 'SEN'"));
    app.wait(120);
    ndeye.post("/cycles/2028/response", &[]).await.expect_status(500);
    assert_eq!(app.recorded("response_begun"), 1);
    assert!(app.logged().contains("a key is not in the key file"));
});

on_both!(files_whose_key_is_not_there_are_left_and_named, Bare, |app| async {
    let (ndeye, _) = super::files::a_year_with_files(&app).await;
    damages(&app, "UPDATE data_keys SET wrapped = substr(wrapped, 1, 30) WHERE purpose = 'files'");
    app.wait(120);
    let id = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("The law of 2007")
        .says("In 2027 the file “law.pdf” was given")
        .says("files that are not here")
        .says("three.pdf");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("Nothing was carried over");
    let begun = of_record(&app, "response_begun");
    assert!(begun.iter().any(|detail| detail.contains(r#""files_not_carried":true"#)), "{begun:?}");
    ndeye.opens("/account/record").await.says("Files not carried over");
    assert!(app.logged().contains("the files of an earlier response do not open"));
});

on_both!(one_file_whose_row_is_damaged_keeps_no_other_from_coming, Bare, |app| async {
    let (ndeye, _) = super::files::a_year_with_files(&app).await;
    damages(&app, "UPDATE attachments SET sealed = substr(sealed, 1, 20) WHERE code = 'A.3'");
    let id = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("In 2027 the file “law.pdf” was given").is_silent_on("files that are not here");
    assert_eq!(page.links().iter().filter(|link| link.starts_with("/files/")).count(), 4);
    assert!(app.logged().contains("what is known of a file of an earlier response does not open"));
});

on_both!(a_database_that_does_not_answer_begins_nothing, Bare, |app| async {
    app.opens_year(2027, &first_form());
    Desk::of(&app, "coordinator@sen.example").responds_in(2027);
    app.opens_year(2028, &changed_form());
    let ndeye = app.coordinator("SEN").await;
    damages(&app, "ALTER TABLE revisions RENAME TO away");
    ndeye.post("/cycles/2028/response", &[]).await.expect_status(500);
    assert_eq!(app.recorded("response_begun"), 1);
    damages(&app, "ALTER TABLE away RENAME TO revisions");
    let id = ndeye.begins(2028).await;
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("Carried over from 2027");
});
