//! A file that waits to be taken over while the response is submitted: what was submitted stays, nothing is taken over unseen, and nothing is lost.

use crate::app::*;
use crate::offline::{compares, takes, value};

async fn document(person: &Visitor<'_>, id: &str, number: i32) -> Vec<u8> {
    person.opens(&format!("/responses/{id}/revisions/{number}/document.json")).await.body.to_vec()
}

on_both!(a_file_that_waits_says_that_the_response_was_submitted_since, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    ndeye.saves(&id, "C", &[("declined:C.1", ""), ("value:C.1", "Drafted")]).await.expect_status(303);
    let mut book = takes(&ndeye, &id).await;
    book.types("C.1", ANSWER, "Filed");
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.is_silent_on("was submitted on");
    let stale = page.form(&path);
    // Who submits is told that what waits is not submitted.
    let submit = ndeye.opens(&format!("/responses/{id}/submit")).await;
    submit.says("One file that was filled in elsewhere has come back and waits").says("is not submitted");
    submit.says(&format!("/responses/{id}/offline#waiting"));
    app.wait(60);
    ndeye.submits(&id).await;
    let submitted = document(&ndeye, &id, 1).await;

    // The page from before the submission takes nothing over; it says why, and what would happen now.
    let done = ndeye.sends(&stale).await.expect_status(303);
    let page = ndeye.follows(done).await;
    page.says("so nothing was taken over").says("after this file came back").says("draft of an amendment");
    page.says("Filed");
    assert_eq!(value(&ndeye, &id, "C.1").await, "Drafted");
    assert_eq!(app.recorded("import_applied"), 0);
    // So does a form that no page of ours made, and the page in French.
    ndeye.post(&path, &[("revision", "7")]).await.expect_status(303);
    ndeye.post(&path, &[]).await.expect_status(303);
    assert_eq!(value(&ndeye, &id, "C.1").await, "Drafted");
    let moussa = app.person("coordinator2@sen.example").await;
    moussa.opens(&path).await.says("après le retour de ce fichier").says("projet d’une modification");

    // Taken over from the page that says so, it is in the draft, and in no revision.
    let done = ndeye.sends(&page.form(&path)).await.expect_status(303);
    ndeye.follows(done).await.says("One answer was taken over").says("draft of an amendment");
    assert_eq!(value(&ndeye, &id, "C.1").await, "Filed");
    assert_eq!(document(&ndeye, &id, 1).await, submitted);
    app.court("registry").await.reads("SEN").await.says("Drafted").is_silent_on("Filed");
    ndeye.opens(&format!("/responses/{id}")).await.says("The draft differs");
    ndeye.amends(&id, "From the ministry").await.says("2027-SEN-02");
    app.court("registry").await.reads("SEN").await.says("Filed");
    assert_eq!(document(&ndeye, &id, 1).await, submitted);
});

on_both!(a_file_that_comes_after_the_submission_says_so_too_and_a_closed_response_keeps_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    let mut book = takes(&ndeye, &id).await;
    book.types("C.1", ANSWER, "Of the file");
    app.wait(60);
    let (path, page) = compares(&ndeye, &id, &book).await;
    page.says("draft of an amendment").is_silent_on("after this file came back");
    // Who may not submit reads nothing of it; nobody else finds it.
    app.person("reader@sen.example").await.get(&path).await.expect_status(404);
    app.coordinator("SVN").await.get(&path).await.expect_status(404);
    app.secretariat().await.get(&path).await.expect_status(404);
    // The next year is open: nothing can be taken over, and what the file says is still to be read.
    let form = page.form(&path);
    app.opens_year(2028, WORKBOOK);
    let page = ndeye.opens(&path).await;
    page.says("The response takes no changes now").says("Of the file").is_silent_on("draft of an amendment");
    ndeye.sends(&form).await.expect_status(403);
    assert_eq!(app.recorded("import_applied"), 0);
});
