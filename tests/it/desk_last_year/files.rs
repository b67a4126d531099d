//! Files of last year's response come with the answers that they are or stand beside.

use crate::app::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | bind::concord:visibility | bind::concord:carry_forward
    begin group | A | Law | Droit | | states_parties |
    text | A.1 | Which law? | Quelle loi ? | yes | states_parties |
    text | A.2 | Since when? | Depuis quand ? | | states_parties |
    file | A.3 | Its text | Son texte | | states_parties |
    file | A.4 | This year’s plan | Le plan de l’année | | states_parties | no
    begin repeat | A.5 | Contacts | Contacts | | states_parties |
    text | A.5.name | Name | Nom | | states_parties |
    end repeat | | | | | |
    end group | | | | | |";

fn form() -> Vec<u8> {
    workbook(&[("survey", SURVEY)])
}

fn beside(id: &str, key: &str) -> String {
    format!("/responses/{id}/sections/A/attachments/{key}")
}

async fn gives(person: &Visitor<'_>, id: &str, question: &str, name: &str) {
    let path = format!("/responses/{id}/sections/A/files/{question}");
    let stamp = person.opens(&path).await.form(&path).get("stamp").unwrap().to_owned();
    let fields = [("stamp", stamp.as_str()), ("title", "The law itself"), ("language", "fr")];
    person.uploads(&path, &fields, Some(("file", name, &pdf(name)))).await.expect_status(303);
}

async fn attaches(person: &Visitor<'_>, id: &str, key: &str, name: &str) {
    person.uploads(&beside(id, key), &[("title", name)], Some(("file", name, &pdf(name)))).await.expect_status(303);
}

fn files(page: &Answer) -> Vec<String> {
    page.links().iter().filter_map(|link| link.strip_prefix("/files/").map(str::to_owned)).collect()
}

fn on_disk(app: &TestApp) -> usize {
    std::fs::read_dir(app.folder.path().join("files")).unwrap().count()
}

/// A response of 2027 with files everywhere, submitted; then the year after is open.
pub async fn a_year_with_files<'a>(app: &'a TestApp) -> (Visitor<'a>, String) {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law of 2007").await;
    gives(&ndeye, &id, "A.3", "law.pdf").await;
    gives(&ndeye, &id, "A.4", "plan.pdf").await;
    for name in ["one.pdf", "two.pdf", "three.pdf"] {
        attaches(&ndeye, &id, "A.1", name).await;
    }
    // Nothing is answered here, and what is beside it is for the Court.
    ndeye.saves(&id, "A", &[("visibility:A.2", "court")]).await;
    attaches(&ndeye, &id, "A.2", "court.pdf").await;
    ndeye.submits(&id).await;
    app.freezes();
    app.opens_year(2028, &form());
    (ndeye, id)
}

on_both!(files_come_with_the_answers_that_they_are_or_stand_beside, Bare, |app| async {
    let (ndeye, before) = a_year_with_files(&app).await;
    let id = ndeye.begins(2028).await;
    // Nothing of the year before is needed any more.
    let folder = app.folder.path().join("files");
    let old: Vec<String> = files(&ndeye.opens(&format!("/responses/{before}/revisions/1")).await);
    for file in &old {
        std::fs::remove_file(folder.join(file)).unwrap();
    }
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("The law itself").says("one.pdf").says("court.pdf");
    let there = files(&page);
    assert_eq!(there.len(), 5, "{there:?}");
    assert!(there.iter().all(|file| !old.contains(file)));
    let mut contents = Vec::new();
    for file in &there {
        contents.push(ndeye.opens(&format!("/files/{file}")).await.body.to_vec());
    }
    for name in ["law.pdf", "one.pdf", "two.pdf", "three.pdf", "court.pdf"] {
        assert!(contents.contains(&pdf(name)), "{name}");
    }
    // A file waits to be looked at like any answer; the plan of the year was asked afresh.
    page.says("plan.pdf");
    ndeye.opens(&beside(&id, "A.1")).await.says("Attached by Ndeye Diop");
    ndeye.opens(&format!("/responses/{id}/differences")).await.is_silent_on("one.pdf").is_silent_on("law.pdf");
    page.says("Confirm the 2 answers that are unchanged");
    let mut form = ndeye.section(&id, "A").await;
    form.set("then", "confirm");
    let done = ndeye.sends(&form).await;
    ndeye.follows(done).await.says("2 answers are confirmed");
    ndeye.post("/cycles/2028/response", &[]).await.expect_status(303);
    assert_eq!(
        files(&ndeye.opens(&format!("/responses/{id}/sections/A")).await),
        there,
        "a second click copies nothing"
    );
    assert_eq!(on_disk(&app), there.len(), "a second click copies nothing");
});

on_both!(who_reads_what_was_carried_is_who_read_it_last_year, Bare, |app| async {
    let (ndeye, _) = a_year_with_files(&app).await;
    let id = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{id}/check?as=states")).await;
    page.says("one.pdf").is_silent_on("court.pdf");
    let hassan = app.contributor("SEN").await;
    let file = files(&ndeye.opens(&format!("/responses/{id}/sections/A")).await).remove(0);
    hassan.get(&format!("/files/{file}")).await.expect_status(404);
    app.coordinator("SVN").await.get(&format!("/files/{file}")).await.expect_status(404);
});

on_both!(a_file_that_does_not_open_holds_up_nothing_and_is_named, Bare, |app| async {
    let (ndeye, before) = a_year_with_files(&app).await;
    let folder = app.folder.path().join("files");
    for file in files(&ndeye.opens(&format!("/responses/{before}/revisions/1")).await) {
        let mut bytes = std::fs::read(folder.join(&file)).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(folder.join(&file), bytes).unwrap();
    }
    let there = on_disk(&app);
    let id = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("The law of 2007").says("In 2027 the file “law.pdf” was given");
    page.says("Beside the answer of 2027 there were files that are not here:").says("three.pdf");
    page.says("there were files that are not here: court.pdf");
    assert!(files(&page).is_empty());
    assert_eq!(on_disk(&app), there, "nothing half is left");
});

on_both!(what_hangs_on_a_file_that_does_not_open_is_read_by_nobody_more, Bare, |app| async {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let before = ndeye.begins(2027).await;
    ndeye.answers(&before, "A.1", "The law of 2007").await;
    gives(&ndeye, &before, "A.3", "law.pdf").await;
    attaches(&ndeye, &before, "A.3", "commentary.pdf").await;
    ndeye.saves(&before, "A", &[("visibility:A.3", "court")]).await;
    let section = format!("/responses/{before}/sections/A");
    let lost = |page: &Answer| files(page).into_iter().next().unwrap();
    let law = lost(&ndeye.opens(&section).await);
    ndeye.submits(&before).await;
    app.freezes();
    app.opens_year(2028, &form());
    // Only the file that is the answer is lost; what stands beside it is copied.
    std::fs::remove_file(app.folder.path().join("files").join(&law)).unwrap();
    let id = ndeye.begins(2028).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("commentary.pdf").says("law.pdf");
    let states = ndeye.opens(&format!("/responses/{id}/check?as=states")).await;
    states.says("The law of 2007").is_silent_on("commentary.pdf");
    // Given again, it is what the State reads, and still for the Court.
    gives(&ndeye, &id, "A.3", "law.pdf").await;
    ndeye
        .opens(&format!("/responses/{id}/check?as=states"))
        .await
        .is_silent_on("law.pdf")
        .is_silent_on("commentary.pdf");
});

on_both!(a_narrowed_file_is_carried_confirmed_and_changed_like_any_answer, Bare, |app| async {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let before = ndeye.begins(2027).await;
    ndeye.answers(&before, "A.1", "The law of 2007").await;
    gives(&ndeye, &before, "A.3", "law.pdf").await;
    ndeye.saves(&before, "A", &[("visibility:A.3", "court")]).await;
    ndeye.submits(&before).await;
    app.freezes();
    app.opens_year(2028, &form());
    let id = ndeye.begins(2028).await;
    let section = format!("/responses/{id}/sections/A");
    let page = ndeye.opens(&section).await;
    page.says("Confirm the 2 answers that are unchanged");
    assert_eq!(files(&page).len(), 1);
    ndeye.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on("law.pdf");
    gives(&ndeye, &id, "A.3", "another.pdf").await;
    ndeye.opens(&section).await.says("Changed since 2027").says("another.pdf");
});
