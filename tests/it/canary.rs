//! A unique string in every Court-only field: nobody but the Court, the Secretariat and the State itself meets it on any page, and
//! nobody at all on the disk.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;

use crate::app::*;

/// What somebody can come to by links from where they begin, the nearest first, and before that some pages that nothing leads them to.
async fn crawl(visitor: &Visitor<'_>, guesses: &[String], most: usize) -> Vec<(String, Answer)> {
    let mut waiting: VecDeque<String> = guesses.iter().cloned().collect();
    waiting.extend(["/", "/help", "/cycles/2027/responses", "/cycles/2027/questions"].map(String::from));
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop_front() {
        if !seen.insert(path.clone()) || seen.len() > most {
            continue;
        }
        let answer = visitor.get(&path).await;
        let is_page = answer.status.as_u16() == 200 && answer.body.starts_with(b"<!doctype");
        if is_page {
            waiting.extend(answer.links());
        }
        found.push((path, answer));
    }
    found
}

fn contains(hay: &[u8], needle: &str) -> bool {
    hay.windows(needle.len()).any(|window| window == needle.as_bytes())
}

fn scan(folder: &Path, canaries: &[String]) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, canaries);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let name = path.to_string_lossy();
        for canary in canaries {
            assert!(!contains(&bytes, canary) && !name.contains(canary.as_str()), "{canary} in {name}");
        }
    }
}

on_both!(court_only_answers_stay_with_the_court, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let mut canaries: Vec<String> = Vec::new();
    let mut canary = |of: &str| {
        let text = format!("canary{}x{}", canaries.len(), of.replace('.', ""));
        canaries.push(text.clone());
        text
    };
    // Text of every Court-only kind: values, comments, reasons; single answers, and such as hang on a narrowed one.
    for section in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"] {
        let path = format!("/responses/{id}/sections/{section}");
        let mut form = state.section(&id, section).await;
        let fields: Vec<String> = form.fields.iter().map(|(name, _)| name.clone()).collect();
        for name in fields.iter().filter(|name| name.starts_with("comment:") && !name.contains('@')) {
            let key = name.trim_start_matches("comment:").to_owned();
            form.set(name, &canary(&key));
            form.set(&format!("visibility:{key}"), "court");
        }
        form.set("then", "stay");
        let answer = state.sends(&form).await;
        assert!([303, 422].contains(&answer.status.as_u16()), "{path}: {}", answer.words());
    }
    for code in ["C.1", "C.3", "D.8", "J.2"] {
        let section = code.split('.').next().unwrap();
        let fields = [(format!("value:{code}"), canary(code)), (format!("visibility:{code}"), "court".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        state.saves(&id, section, &fields).await;
    }
    let (inside, name) = (canary("inside"), canary("name"));
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    state
        .uploads(&action, &[("stamp", &stamp)], Some(("file", &format!("{name}.pdf"), &pdf(&inside))))
        .await
        .expect_status(303);
    let file = state.opens(&format!("/responses/{id}/sections/L")).await.links();
    let file = file.into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert!(canaries.len() >= 50, "only {} canaries", canaries.len());

    let guesses: Vec<String> = [
        format!("/responses/{id}"),
        format!("/responses/{id}/check"),
        format!("/responses/{id}/revisions/1"),
        format!("/responses/{id}/revisions/1/document.json"),
        format!("/responses/{id}/draft.pdf"),
        format!("/responses/{id}/revisions/1/document.pdf"),
        format!("/responses/{id}/revisions/1/receipt.pdf"),
        "/cycles/2027/responses/SEN/document.pdf".into(),
        "/cycles/2027/responses/SEN/revisions/1/document.pdf".into(),
        format!("/responses/{id}/sections/C"),
        file,
        "/cycles/2027/responses/SEN".into(),
        "/cycles/2027/responses/SEN/revisions/1".into(),
        "/cycles/2027/responses/SEN/readings".into(),
        "/cycles/2027/questions/C.1".into(),
    ]
    .to_vec();
    let everybody = ["", "coordinator@svn.example", "reader@svn.example", "facilitator@platform.example"];
    let before_submission = ["registry@court.example", "secretariat@platform.example"];
    for stage in ["draft", "submitted", "published", "amended"] {
        match stage {
            "submitted" => drop(state.submits(&id).await),
            "published" => drop(app.secretariat().await.publishes("SEN").await),
            "amended" => {
                state.saves(&id, "F", &[("comment:F.1", "shorter")]).await.expect_status(303);
                state.amends(&id, "Narrowed").await;
            }
            _ => {}
        }
        let early: &[&str] = if stage == "draft" { &before_submission } else { &[] };
        for email in everybody.iter().chain(early) {
            let visitor = if email.is_empty() { app.visitor() } else { app.person(email).await };
            let most = if stage == "amended" && email.starts_with("coordinator") { 150 } else { 25 };
            for (path, answer) in crawl(&visitor, &guesses, most).await {
                let text = answer.text();
                for canary in &canaries {
                    assert!(!text.contains(canary.as_str()), "{stage}: {email} met {canary} at {path}");
                }
            }
        }
    }
    // The Court does meet them, or the test would show nothing.
    let read = app.court("registry").await.reads("SEN").await;
    let met = canaries.iter().filter(|canary| contains(&read.body, canary)).count();
    assert!(met >= 25, "the Court met {met}");
    let paper = app.court("registry").await.opens("/cycles/2027/responses/SEN/document.pdf").await.text();
    let met = canaries.iter().filter(|canary| paper.contains(canary.as_str())).count();
    assert!(met >= 25, "the Court met {met} on paper");

    app.post().await;
    scan(app.folder.path(), &canaries);
    assert!(app.logged().contains("a request was refused"), "no log was taken down");
    let long: Vec<String> = canaries.iter().filter(|canary| canary.len() >= 8).cloned().collect();
    app.log_is_silent_on(&long);
    for (table, rows) in app.dump() {
        for canary in &canaries {
            let hex = concord::domain::seal::hex(canary.as_bytes());
            let found = rows.iter().any(|row| row.contains(canary.as_str()) || row.to_lowercase().contains(&hex));
            assert!(!found, "{canary} stands in {table}");
        }
    }
});
