//! On the page that gives single questions a group of the form can be chosen whole; what nobody has is right for groups and lists too.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | relevant | bind::concord:visibility
    begin group | A | Law | Droit | | states_parties
    text | A.1 | Which law? | Quelle loi ? | | states_parties
    begin group | A.2 | Arrest | Arrestation | | states_parties
    text | A.2.a | By whom? | Par qui ? | | states_parties
    begin group | A.2.b | Custody | Détention | | states_parties
    text | A.2.b.i | Where? | Où ? | | states_parties
    text | A.2.b.ii | How long? | Combien de temps ? | | states_parties
    end group | | | | |
    begin repeat | A.2.c | Contacts | Contacts | | states_parties
    begin group | A.2.d | Of each | De chacun | | states_parties
    text | A.2.d.i | Name | Nom | | states_parties
    end group | | | | |
    end repeat | | | | |
    end group | | | | |
    text | A.3 | Since when? | Depuis quand ? | | states_parties
    end group | | | | |
    begin group | B | Practice | Pratique | | states_parties
    begin group | B.1 | Inside | Dedans | | states_parties
    text | B.1.a | How? | Comment ? | | states_parties
    text | B.1.b | And then? | Et ensuite ? | ${B.1.a} = 'x' | states_parties
    end group | | | | |
    end group | | | | |";

fn path(id: &str, section: &str) -> String {
    format!("/responses/{id}/sections/{section}/assignments")
}

fn questions(app: &TestApp) -> Vec<String> {
    let sql = "SELECT code AS text FROM assigned_questions ORDER BY code";
    app.query(sql, sql)
}

async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    app.opens_cycle(&workbook(&[("survey", SURVEY)]));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    (ndeye, id)
}

on_both!(a_group_is_chosen_whole, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let (fatou, here) = (app.id_of(FATOU), path(&id, "A"));
    let page = ndeye.opens(&here).await;
    // Outer and inner group, with how many questions each gives; a list counts as one, and has no groups to be chosen.
    page.says("The whole group (4 questions)").says("The whole group (2 questions)");
    let html = page.html();
    let of = |name: &str| -> Vec<String> {
        let css = selector(&format!("input[name={name}]"));
        html.select(&css).map(|input| input.attr("value").unwrap().to_owned()).collect()
    };
    assert_eq!(of("group"), ["A.2", "A.2.b"]);
    assert_eq!(of("question"), ["A.1", "A.2.a", "A.2.b.i", "A.2.b.ii", "A.2.c", "A.3"]);

    let mut form = page.form_with(&here, "#note");
    form.set("account", &fatou).set("extent", "questions").set("group", "A.2.b").set("then", "give");
    form.fields.push(("question".into(), "A.1".into()));
    form.fields.push(("question".into(), "A.2.b.i".into()));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(questions(&app), ["A.1", "A.2.b.i", "A.2.b.ii"]);
    let writer = app.contributor("SEN").await;
    let page = writer.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("How long?").is_silent_on("By whom?");
    writer.saves(&id, "A", &[("value:A.2.b.ii", "Two days")]).await.expect_status(303);

    // It is shown question by question, so that one can be taken out of it again.
    let mut form = ndeye.opens(&format!("{here}?of={fatou}")).await.form_with(&here, "#note");
    assert!(form.get("group").is_none());
    form.fields.retain(|(name, value)| !(name == "question" && value == "A.2.b.i"));
    ndeye.sends(form.set("then", "give")).await.expect_status(303);
    assert_eq!(questions(&app), ["A.1", "A.2.b.ii"]);

    // The outer one holds all that stands in it, the list as a whole. The second click gives nothing more.
    let mut form = ndeye.opens(&format!("{here}?of={fatou}")).await.form_with(&here, "#note");
    form.fields.retain(|(name, _)| name != "question");
    form.set("group", "A.2").set("then", "give");
    for _ in 0..2 {
        ndeye.sends(&form).await.expect_status(303);
    }
    assert_eq!(questions(&app), ["A.2.a", "A.2.b.i", "A.2.b.ii", "A.2.c"]);
    assert_eq!(app.recorded("section_assigned"), 3);
    let mut entry = writer.section(&id, "A").await;
    writer.sends(entry.set("then", "add:A.2.c")).await.expect_status(303);
    writer.opens(&format!("/responses/{id}/sections/A")).await.says("Of each").is_silent_on("Which law?");

    // A group is ticked and something else is wrong: it stays ticked. Where the whole section is given it counts for nothing.
    let mut form = ndeye.opens(&format!("{here}?of={fatou}")).await.form_with(&here, "#note");
    form.set("group", "A.2.b").set("due", "soon").set("then", "give");
    let page = ndeye.sends(&form).await.expect_status(422);
    assert_eq!(page.form_with(&here, "#note").get("group"), Some("A.2.b"));
    ndeye.sends(form.set("due", "").set("extent", "section")).await.expect_status(303);
    assert!(questions(&app).is_empty());
});

on_both!(what_is_no_group_of_the_section_is_not_given, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    // Of another section, inside a list, a question, a list, the section itself, nothing at all.
    for group in ["B.1", "A.2.d", "A.1", "A.2.c", "A", "Z", ""] {
        let fields = [("account", fatou.as_str()), ("extent", "questions"), ("group", group)];
        ndeye.gives_with(&id, "A", &fields).await.expect_status(404);
    }
    let fields = [("account", fatou.as_str()), ("extent", "questions")];
    ndeye.gives_with(&id, "A", &fields).await.expect_status(422).says("Choose at least one question or group");
    let fields = [("account", fatou.as_str()), ("extent", "questions_reading"), ("group", "A.2.b")];
    ndeye.gives_with(&id, "A", &fields).await.expect_status(303);
    assert_eq!(questions(&app), ["A.2.b.i", "A.2.b.ii"]);
    let writer = app.contributor("SEN").await;
    let page = writer.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("Which law?").says("The rest of it is open to you to read");
    let form = page.form(&format!("/responses/{id}/sections/A"));
    let stamps: Vec<&str> = form.fields.iter().filter_map(|(name, _)| name.strip_prefix("stamp:")).collect();
    assert_eq!(stamps, ["A.2.b.i", "A.2.b.ii"]);
    // The list can be read, and nothing be added to it.
    page.is_silent_on("add:A.2.c");
    let mut forged = form.clone();
    writer.sends(forged.set("then", "add:A.2.c")).await.expect_status(403);
});

on_both!(what_nobody_has_is_right_in_groups_and_lists, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let fatou = app.id_of(FATOU);
    let overview = format!("/responses/{id}");
    let gives = async |section: &str, group: &str, questions: &[&str]| {
        let mut fields = vec![("account", fatou.as_str()), ("extent", "questions")];
        fields.extend((!group.is_empty()).then_some(("group", group)));
        fields.extend(questions.iter().map(|code| ("question", *code)));
        ndeye.gives_with(&id, section, &fields).await.expect_status(303);
    };
    gives("A", "A.2", &[]).await;
    ndeye.opens(&overview).await.says("2 questions no one has");
    gives("A", "A.2.b", &["A.1", "A.3"]).await;
    // One question of the outer group, and its list as one with all that stands in it.
    ndeye.opens(&overview).await.says("2 questions no one has");
    gives("A", "A.2.b", &["A.1", "A.3", "A.2.c"]).await;
    ndeye.opens(&overview).await.says("One question no one has");
    // An entry more or less changes nothing: the list is had, or it is not.
    let mut form = ndeye.section(&id, "A").await;
    ndeye.sends(form.set("then", "add:A.2.c")).await.expect_status(303);
    ndeye.opens(&overview).await.says("One question no one has");
    gives("A", "A.2", &["A.1", "A.3"]).await;
    ndeye.opens(&overview).await.is_silent_on("question no one has").is_silent_on("questions no one has");
    // What the rules hide is not missed before it is asked.
    gives("B", "", &["B.1.a"]).await;
    ndeye.opens(&overview).await.is_silent_on("question no one has");
    ndeye.answers(&id, "B.1.a", "x").await;
    ndeye.opens(&overview).await.says("One question no one has");
    gives("B", "B.1", &[]).await;
    ndeye.opens(&overview).await.is_silent_on("question no one has");
});
