//! All responses of a cycle as one file, and the whole form on one page.

use concord::domain::seal::sha256_hex;
use serde_json::Value;

use crate::app::*;

const FILE: &str = "/cycles/2027/responses.json";

async fn responses(visitor: &Visitor<'_>) -> Vec<Value> {
    let answer = visitor.opens(FILE).await;
    assert!(answer.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    let file: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(file["year"], 2027);
    file["responses"].as_array().unwrap().clone()
}

on_both!(the_file_holds_what_the_readers_pages_show_and_no_more, |app| async {
    let id = app.submitted("SEN", 3).await;
    let (court, other) = (app.court("registry").await, app.coordinator("SVN").await);
    let of_court = responses(&court).await;
    assert_eq!(of_court.len(), 1);
    assert_eq!(responses(&other).await.len(), 0, "nothing is published");
    assert_eq!(responses(&app.coordinator("SEN").await).await.len(), 0, "its own is among its responses");

    // What the Court has is what the receipt is of.
    let document = app.coordinator("SEN").await.opens(&format!("/responses/{id}/revisions/1/document.json")).await;
    let text = String::from_utf8(court.opens(FILE).await.body.to_vec()).unwrap();
    let own = String::from_utf8(document.body.to_vec()).unwrap();
    assert!(text.contains(&own));
    let receipt = app.coordinator("SEN").await.opens(&format!("/responses/{id}/revisions/1/receipt.json")).await;
    let receipt: Value = serde_json::from_slice(&receipt.body).unwrap();
    assert_eq!(receipt["sha256"], sha256_hex(own.as_bytes()).as_str());

    app.secretariat().await.publishes("SEN").await;
    let of_others = responses(&other).await;
    assert_eq!(of_others.len(), 1);
    let answers = |of: &[Value]| of[0]["answers"].as_array().unwrap().clone();
    let is_of_court = |answer: &Value| answer["visibility"] == "court";
    assert!(answers(&of_court).iter().any(is_of_court));
    assert!(!answers(&of_others).iter().any(is_of_court));
    assert!(!of_others[0].to_string().contains("declined"));
});

on_both!(who_takes_the_file_is_recorded_and_the_state_sees_the_reading, |app| async {
    app.submitted("SEN", 3).await;
    let state = app.coordinator("SEN").await;
    let readings = "/cycles/2027/responses/SEN/readings";
    let before = state.opens(readings).await.words();
    assert!(!before.contains("Registry"), "{before}");
    responses(&app.court("registry").await).await;
    state.opens(readings).await.says("Registry");
    let recorded = "SELECT action AS text FROM audit WHERE action = 'responses_exported'";
    assert_eq!(app.query(recorded, recorded).len(), 1);
});

on_both!(the_whole_form_is_one_page_for_the_state_and_for_nobody_else, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "P.2", "The ministry of justice, <b>alone</b>").await;
    let path = format!("/responses/{id}/form");
    let page = state.opens(&path).await;
    assert!(page.text().contains("The ministry of justice, &#60;b&#62;alone&#60;/b&#62;"));
    for section in ["P", "A", "L"] {
        assert_eq!(page.html().select(&selector(&format!("#s-{section}"))).count(), 1);
    }
    let controls = selector("main button, main form");
    let found: Vec<String> = page.html().select(&controls).map(|control| control.html()).collect();
    assert!(found.is_empty(), "it only shows: {found:?}");
    app.coordinator("SVN").await.get(&path).await.expect_status(404);
    app.court("registry").await.get(&path).await.expect_status(404);
});
