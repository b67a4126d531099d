//! Filling in away from the platform where one answers what another is not in a position to answer: the answer, the declining and its reason are one
//! choice, whichever file comes first.

use crate::app::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | bind::concord:may_decline | bind::concord:visibility
    begin group | C | Law | Droit | | states_parties
    file | C.1 | The text of the law | Le texte de la loi | yes | states_parties
    end group | | | | |";

async fn takes(person: &Visitor<'_>, id: &str, format: &str) -> Vec<u8> {
    let path = format!("/responses/{id}/offline/file?format={format}&content=draft&language=en");
    person.opens(&path).await.body.to_vec()
}

/// Brings a file and opens the comparison: its address and page.
async fn compares(person: &Visitor<'_>, id: &str, bytes: &[u8]) -> (String, Answer) {
    let action = format!("/responses/{id}/offline");
    let path = person.uploads(&action, &[], Some(("file", "draft", bytes))).await.expect_status(303).location();
    let page = person.opens(&path).await;
    (path, page)
}

async fn takes_over(person: &Visitor<'_>, page: &Answer, path: &str, choice: &str) -> Answer {
    let mut form = page.form(path);
    if !choice.is_empty() {
        form.set("choose:C.1", choice);
    }
    let done = person.sends(&form).await;
    person.follows(done).await
}

/// The answer, whether it is declined, the reason and the comment.
async fn stands(person: &Visitor<'_>, id: &str) -> [String; 4] {
    let form = person.section(id, "C").await;
    ["value:C.1", "declined:C.1", "reason:C.1", "comment:C.1"]
        .map(|name| form.get(name).unwrap_or("").trim().to_owned())
}

async fn declines(person: &Visitor<'_>, id: &str, reason: &str) {
    person
        .saves(id, "C", &[("value:C.1", ""), ("declined:C.1", "yes"), ("reason:C.1", reason)])
        .await
        .expect_status(303);
}

on_both!(a_file_declines_what_a_colleague_answers_meanwhile, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    for (choice, then) in [("theirs", ["", "yes", "Not settled", "By post"]), ("ours", ["two", "", "", "By post"])] {
        ndeye.saves(&id, "C", &[("value:C.1", "one"), ("comment:C.1", "")]).await.expect_status(303);
        let mut book = Book::of(&takes(&ndeye, &id, "xlsx").await);
        book.types("C.1", ANSWER, "").types("C.1", DECLINED, "Yes").types("C.1", REASON, "Not settled");
        book.types("C.1", COMMENT, "By post");
        ndeye.answers(&id, "C.1", "two").await;
        let (path, page) = compares(&ndeye, &id, &book.bytes()).await;
        page.says("To choose").says("are one choice: you take all of one side").says("Not settled").says("two");
        takes_over(&ndeye, &page, &path, choice).await.says("Taken over by");
        assert_eq!(stands(&ndeye, &id).await, then, "{choice}");
        // Free for the next choice.
        let mut form = ndeye.section(&id, "C").await;
        form.fields.retain(|(name, _)| name != "declined:C.1");
        form.set("reason:C.1", "").set("then", "stay");
        ndeye.sends(&form).await.expect_status(303);
    }
});

on_both!(a_file_answers_what_a_colleague_declines_meanwhile, |app| async {
    for (state, choice) in [("SEN", "theirs"), ("SVN", "ours")] {
        let person = app.coordinator(state).await;
        let id = person.begins(2027).await;
        person.answers(&id, "C.1", "one").await;
        let mut doc = Doc::of(&takes(&person, &id, "docx").await);
        doc.types("C.1", "two of the file\n☐ Not in a position to answer, because:\n").comments("C.1", "By post");
        declines(&person, &id, "Not settled").await;
        let (path, page) = compares(&person, &id, &doc.bytes()).await;
        page.says("To choose").says("are one choice").says("Set to “Not in a position to answer”.");
        takes_over(&person, &page, &path, choice).await.says("Taken over by");
        let then = match choice {
            "theirs" => ["two of the file", "", "", "By post"],
            _ => ["", "yes", "Not settled", "By post"],
        };
        assert_eq!(stands(&person, &id).await, then, "{choice}");
    }
});

on_both!(another_reason_in_a_file_is_not_put_beside_an_answer, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    declines(&ndeye, &id, "Not settled").await;
    let mut book = Book::of(&takes(&ndeye, &id, "xlsx").await);
    book.types("C.1", REASON, "A bill is pending");
    let mut form = ndeye.section(&id, "C").await;
    form.fields.retain(|(name, _)| name != "declined:C.1");
    form.set("value:C.1", "two").set("reason:C.1", "").set("then", "stay");
    ndeye.sends(&form).await.expect_status(303);
    let (path, page) = compares(&ndeye, &id, &book.bytes()).await;
    takes_over(&ndeye, &page, &path, "theirs").await.says("Taken over by");
    assert_eq!(stands(&ndeye, &id).await[..3], ["", "yes", "A bill is pending"]);
});

on_both!(two_files_of_which_one_declines_come_in_either_order_to_the_same_choice, |app| async {
    let mut results = Vec::new();
    for (state, first) in [("SEN", 0), ("SVN", 1)] {
        let person = app.coordinator(state).await;
        let id = person.begins(2027).await;
        for declining in [true, false] {
            let mut form = person.section(&id, "C").await;
            form.fields.retain(|(name, _)| name != "declined:C.1");
            form.set("value:C.1", "one").set("reason:C.1", "").set("comment:C.1", "").set("then", "stay");
            person.sends(&form).await.expect_status(303);
            let mut justice = Book::of(&takes(&person, &id, "xlsx").await);
            let mut police = justice.clone();
            justice.types("C.1", ANSWER, "").types("C.1", DECLINED, "Yes").types("C.1", REASON, "Not settled");
            police.types("C.1", ANSWER, "two").types("C.1", COMMENT, "By telephone");
            let mut files = [(justice, true), (police, false)];
            files.rotate_left(first);
            let (path, page) = compares(&person, &id, &files[0].0.bytes()).await;
            page.is_silent_on("To choose");
            takes_over(&person, &page, &path, "").await.says("Taken over by");
            let (path, page) = compares(&person, &id, &files[1].0.bytes()).await;
            page.says("To choose");
            let choice = if files[1].1 == declining { "theirs" } else { "ours" };
            takes_over(&person, &page, &path, choice).await.says("Taken over by");
            results.push((declining, stands(&person, &id).await));
        }
    }
    assert_eq!(results[..2], results[2..]);
    assert_eq!(results[0].1, ["", "yes", "Not settled", "By telephone"]);
    assert_eq!(results[1].1, ["two", "", "", "By telephone"]);
});

on_both!(half_of_an_answer_is_not_taken_over_while_the_other_half_is_not_understood, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    declines(&ndeye, &id, "Not settled").await;
    let mut book = Book::of(&takes(&ndeye, &id, "xlsx").await);
    book.types("C.1", DECLINED, "Perhaps").types("C.1", ANSWER, "two").types("C.1", COMMENT, "By post");
    let (path, page) = compares(&ndeye, &id, &book.bytes()).await;
    page.says("“Perhaps” stands where only").says("are taken over together");
    takes_over(&ndeye, &page, &path, "").await.says("One answer was taken over");
    assert_eq!(stands(&ndeye, &id).await, ["", "yes", "Not settled", "By post"]);
});

/// Gives a file as the answer, in place of another: its id.
async fn gives_file(person: &Visitor<'_>, id: &str, name: &str) -> String {
    let path = format!("/responses/{id}/sections/C/files/C.1");
    let stamp = person.opens(&path).await.form(&path).get("stamp").unwrap().to_owned();
    let file = pdf(name);
    person.uploads(&path, &[("stamp", &stamp)], Some(("file", name, &file))).await.expect_status(303);
    stands(person, id).await[0].clone()
}

on_both!(a_file_that_a_colleague_replaced_stays_whatever_is_chosen_beside_it, Bare, |app| async {
    app.opens_cycle(&workbook(&[("survey", SURVEY)]));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let first = gives_file(&ndeye, &id, "first.pdf").await;
    let mut book = Book::of(&takes(&ndeye, &id, "xlsx").await);
    book.types("C.1", DECLINED, "Yes").types("C.1", REASON, "Not settled");
    let second = gives_file(&ndeye, &id, "second.pdf").await;
    assert!(!first.is_empty() && !second.is_empty() && first != second);
    // Only the paper declines: nothing is to choose, and what is declined keeps its file, as when it is declined on the page.
    let (path, page) = compares(&ndeye, &id, &book.bytes()).await;
    page.says("Not settled").is_silent_on("To choose").is_silent_on("first.pdf");
    takes_over(&ndeye, &page, &path, "").await.says("Taken over by");
    assert_eq!(stands(&ndeye, &id).await, [second.as_str(), "yes", "Not settled", ""]);
    // A reason in the draft and another in the paper: whichever is chosen, the older file does not come back.
    for choice in ["theirs", "ours"] {
        let (of_the_file, of_the_draft) = (format!("By decree, {choice}"), format!("A bill is pending, {choice}"));
        let mut book = Book::of(&takes(&ndeye, &id, "xlsx").await);
        book.types("C.1", REASON, &of_the_file);
        let stays = gives_file(&ndeye, &id, &format!("{choice}.pdf")).await;
        ndeye.saves(&id, "C", &[("reason:C.1", &of_the_draft)]).await.expect_status(303);
        let (path, page) = compares(&ndeye, &id, &book.bytes()).await;
        page.says("To choose");
        takes_over(&ndeye, &page, &path, choice).await.says("Taken over by");
        let reason = if choice == "theirs" { of_the_file } else { of_the_draft };
        assert_eq!(stands(&ndeye, &id).await, [stays.as_str(), "yes", reason.as_str(), ""], "{choice}");
    }
});
