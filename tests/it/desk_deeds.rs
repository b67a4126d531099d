//! The history of an answer says what was done beside its text: who confirmed it, and what became of its files; removed entries name theirs.

use concord::domain::db::DatabaseUrl;

use crate::app::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | bind::concord:visibility
    begin group | A | Law | Droit | states_parties
    text | A.1 | Which law? | Quelle loi ? | states_parties
    text | A.2 | Since when? | Depuis quand ? | states_parties
    file | A.3 | Its text | Son texte | states_parties
    begin repeat | A.4 | Contacts | Contacts | states_parties
    text | A.4.name | Name | Nom | states_parties
    text | A.4.post | Post | Fonction | states_parties
    end repeat | | | |
    end group | | | |
    begin group | B | Practice | Pratique | states_parties
    text | B.1 | How is it done? | Comment ? | court
    end group | | | |";

fn form() -> Vec<u8> {
    workbook(&[("survey", SURVEY)])
}

async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    (ndeye, id)
}

fn at(id: &str, what: &str, key: &str) -> String {
    format!("/responses/{id}/sections/{}/{what}/{key}", key.split('.').next().unwrap())
}

async fn attaches(person: &Visitor<'_>, id: &str, key: &str, name: &str, fields: &[(&str, &str)]) -> String {
    let here = at(id, "attachments", key);
    // What comes at once comes in no order.
    person.app.wait(1);
    person.uploads(&here, fields, Some(("file", name, &pdf(name)))).await.expect_status(303);
    person.app.wait(1);
    let page = person.opens(&here).await;
    let mut files = page.links().into_iter().filter_map(|link| link.strip_prefix("/files/").map(str::to_owned));
    files.next_back().unwrap()
}

async fn does(person: &Visitor<'_>, id: &str, key: &str, file: &str, fields: &[(&str, &str)]) {
    person.post(&format!("{}/{file}", at(id, "attachments", key)), fields).await.expect_status(303);
    person.app.wait(60);
}

async fn describes(person: &Visitor<'_>, id: &str, key: &str, file: &str, fields: &[(&str, &str)]) {
    person.describes(&at(id, "attachments", key), file, fields).await.expect_status(303);
    person.app.wait(60);
}

/// The page says these, each after the one before.
#[track_caller]
fn says_in_order(page: &Answer, all: &[&str]) {
    let (words, mut from) = (page.words(), 0);
    for said in all {
        let found = words[from..].find(said);
        from += found.unwrap_or_else(|| panic!("not said in this place: {said}\n{words}")) + said.len();
    }
}

const LAW: &str = "Law No. 2007-02 (French), loi.pdf, 1 kB";

on_both!(what_became_of_files_stands_among_the_versions_in_the_order_of_time, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let moussa = app.person("coordinator2@sen.example").await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    app.wait(60);
    let file = attaches(&ndeye, &id, "A.1", "loi.pdf", &[("title", "The law"), ("language", "fr")]).await;
    app.wait(60);
    ndeye.answers(&id, "A.1", "The law of 2008").await;
    app.wait(60);
    let law = [("title", "Law No. 2007-02"), ("language", "fr")];
    describes(&moussa, &id, "A.1", &file, &law).await;
    describes(&moussa, &id, "A.1", &file, &law).await;
    does(&moussa, &id, "A.1", &file, &[("do", "remove")]).await;
    let path = at(&id, "history", "A.1");
    let away = ndeye.opens(&path).await;
    assert_eq!(away.words().matches("File taken away").count(), 1);
    does(&ndeye, &id, "A.1", &file, &[("do", "back")]).await;
    let page = ndeye.opens(&path).await;
    says_in_order(
        &page,
        &[
            "Ndeye Diop",
            &format!("File brought back: {LAW}"),
            "Moussa Sarr",
            &format!("File taken away: {LAW}"),
            "Moussa Sarr",
            &format!("It reads now: {LAW}"),
            "Version 2",
            "The law of",
            "Ndeye Diop",
            &format!("File attached: {LAW}"),
            "Version 1",
        ],
    );
    assert_eq!(page.words().matches(LAW).count(), 4, "a second click is no deed");
    page.says("<bdi>Moussa Sarr</bdi>").says("Stands now");
    // A version in full is that alone.
    ndeye.opens(&format!("{path}?version=1")).await.is_silent_on("loi.pdf");
    // For every colleague who sees the answer, in their language, and for nobody else.
    moussa.opens(&path).await.says("Fichier rétabli\u{a0}: Law No. 2007-02").says("Fichier joint\u{a0}:");
    app.reader("SEN").await.opens(&path).await.says("File taken away");
    let fatou = app.contributor("SEN").await;
    ndeye.gives(&id, "B", &app.id_of("contributor@sen.example")).await;
    fatou.get(&path).await.expect_status(404);
    for stranger in [app.coordinator("SVN").await, app.secretariat().await, app.court("registry").await] {
        stranger.get(&path).await.expect_status(404);
    }
});

on_both!(files_at_a_question_that_nobody_has_answered_have_a_history_too, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let path = at(&id, "history", "A.2");
    let section = format!("/responses/{id}/sections/A");
    assert!(!ndeye.opens(&section).await.links().contains(&path));
    attaches(&ndeye, &id, "A.2", "alone.pdf", &[]).await;
    assert!(ndeye.opens(&section).await.links().contains(&path));
    let page = ndeye.opens(&path).await;
    page.says("File attached: alone.pdf, 1 kB").is_silent_on("Nothing has been saved here yet");
    // What is said of the file that is the answer is a deed as well; that it was given is a version.
    let upload = at(&id, "files", "A.3");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", "text.pdf", &pdf("text")))).await.expect_status(303);
    app.wait(60);
    let link = ndeye.opens(&upload).await.links().into_iter().find(|link| link.contains("?file=")).unwrap();
    let file = link.split("?file=").nth(1).unwrap();
    describes(&ndeye, &id, "A.3", file, &[("title", "The whole text")]).await;
    let page = ndeye.opens(&at(&id, "history", "A.3")).await;
    says_in_order(&page, &["It reads now: The whole text, text.pdf, 1 kB", "Version 1"]);
    page.is_silent_on("File attached");
});

on_both!(deeds_stand_on_the_page_of_the_versions_around_them, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.answers(&id, "A.1", "Text 1").await;
    app.wait(60);
    attaches(&ndeye, &id, "A.1", "early.pdf", &[]).await;
    for n in 2..=52 {
        app.wait(60);
        ndeye.answers(&id, "A.1", &format!("Text {n}")).await;
    }
    app.wait(60);
    attaches(&ndeye, &id, "A.1", "late.pdf", &[]).await;
    let path = at(&id, "history", "A.1");
    let newest = ndeye.opens(&path).await;
    says_in_order(&newest, &["late.pdf", "Version 52", "Version 3"]);
    newest.is_silent_on("early.pdf");
    let older = ndeye.opens(&format!("{path}?last=2")).await;
    says_in_order(&older, &["Version 2", "early.pdf", "Version 1"]);
    older.is_silent_on("late.pdf");
});

on_both!(what_the_record_said_before_it_named_files_is_told_as_far_as_it_goes, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    for key in ["A.1", "A.2"] {
        let file = attaches(&ndeye, &id, key, "loi.pdf", &[]).await;
        describes(&ndeye, &id, key, &file, &[("title", "Law")]).await;
        for what in ["remove", "back"] {
            does(&ndeye, &id, key, &file, &[("do", what)]).await;
        }
    }
    let sql = "UPDATE audit SET detail = '{\"section\":\"A\",\"question\":\"A.1\"}' \
               WHERE action IN ('file_described', 'file_removed', 'file_brought_back') AND detail LIKE '%A.1%'";
    match app.url {
        DatabaseUrl::Sqlite(_) => app.alters(sql),
        _ => app.as_owner(sql),
    }
    let page = ndeye.opens(&at(&id, "history", "A.1")).await;
    says_in_order(
        &page,
        &[
            "A file was brought back.",
            "A file was taken away.",
            "What is said of an attached file was changed.",
            "File attached: Law, loi.pdf, 1 kB",
            "Version 1",
        ],
    );
    ndeye
        .opens(&at(&id, "history", "A.2"))
        .await
        .is_silent_on("A file was")
        .says("File taken away: Law, loi.pdf, 1 kB");
});

on_both!(who_confirmed_last_years_answer_stands_in_its_history, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    attaches(&ndeye, &id, "A.1", "loi.pdf", &[]).await;
    ndeye.submits(&id).await;
    app.wait(3600);
    app.opens_year(2028, &form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2028).await;
    let path = at(&id, "history", "A.1");
    ndeye.opens(&path).await.is_silent_on("Confirmed");
    app.wait(60);
    let section = format!("/responses/{id}/sections/A");
    let moussa = app.person("coordinator2@sen.example").await;
    let mut confirm = moussa.opens(&section).await.form(&section);
    confirm.set("then", "confirm:A.1");
    moussa.sends(&confirm).await;
    let page = ndeye.opens(&path).await;
    page.says("<bdi>Moussa Sarr</bdi>");
    // Who attached the file last year stays said.
    says_in_order(&page, &["Confirmed: the answer of 2027 still holds.", "Version 1", "File attached: loi.pdf, 1 kB"]);
    moussa.opens(&path).await.says("Confirmée\u{a0}: la réponse de 2027 est toujours valable.");
    // It stays said where the answer is changed later.
    app.wait(60);
    ndeye.answers(&id, "A.1", "The law of 2028").await;
    let page = ndeye.opens(&path).await;
    says_in_order(&page, &["Version 2", "Confirmed: the answer of 2027 still holds.", "Version 1"]);
    assert_eq!(page.words().matches("still holds").count(), 1);
    ndeye.opens(&at(&id, "history", "A.2")).await.is_silent_on("still holds");
});

on_both!(a_removed_entry_names_its_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let section = format!("/responses/{id}/sections/A");
    let mut entries = Vec::new();
    for name in ["Awa", ""] {
        let mut add = ndeye.section(&id, "A").await;
        add.set("then", "add:A.4");
        let added = ndeye.sends(&add).await.expect_status(303);
        let entry = added.location().split("A.4@").nth(1).unwrap().to_owned();
        ndeye.saves(&id, "A", &[(&format!("value:A.4.name@{entry}"), name)]).await.expect_status(303);
        entries.push(entry);
    }
    attaches(&ndeye, &id, &format!("A.4.name@{}", entries[0]), "card.pdf", &[("title", "A card")]).await;
    let gone = attaches(&ndeye, &id, &format!("A.4.name@{}", entries[0]), "old.pdf", &[]).await;
    does(&ndeye, &id, &format!("A.4.name@{}", entries[0]), &gone, &[("do", "remove")]).await;
    attaches(&ndeye, &id, &format!("A.4.post@{}", entries[1]), "post.pdf", &[]).await;
    for entry in &entries {
        let remove = format!("{section}/entries/{entry}/remove");
        ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
        app.wait(60);
    }
    let removed = format!("{section}/removed");
    let page = ndeye.opens(&removed).await;
    page.is_silent_on("old.pdf");
    let said = ["File attached: post.pdf, 1 kB", "A.4.name Awa", "A.4.name File attached: A card, card.pdf, 1 kB"];
    says_in_order(&page, &said);
    app.reader("SEN").await.opens(&removed).await.says("card.pdf");
    // Its history is read as before, with the file that was taken away.
    let old = ndeye.opens(&at(&id, "history", &format!("A.4.name@{}", entries[0]))).await;
    old.says("File taken away: old.pdf").says("File attached: A card, card.pdf");
    // Not for who has not the section, nor for anybody else.
    let fatou = app.contributor("SEN").await;
    ndeye.gives(&id, "B", &app.id_of("contributor@sen.example")).await;
    for stranger in [fatou, app.coordinator("SVN").await, app.secretariat().await, app.court("registry").await] {
        stranger.get(&removed).await.expect_status(404);
    }
    // It comes back with its file.
    ndeye.post(&removed, &[("entry", &entries[0])]).await.expect_status(303);
    ndeye.opens(&section).await.says("card.pdf").is_silent_on("old.pdf");
});
