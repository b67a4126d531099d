//! Controls of a section beyond a field: an order of choices, a group narrowed as a whole, answers that cannot be changed.

use crate::app::*;

fn form() -> Vec<u8> {
    workbook(&[
        (
            "survey",
            "type | name | label::English (en) | label::French (fr) | read_only | bind::concord:visibility
             begin group | A | Section | Section | | states_parties
             rank order | A.1 | What comes first? | Qu’est-ce qui vient en premier ? | |
             begin group | A.2 | The authority | L’autorité | |
             text | A.2.name | Its name | Son nom | |
             text | A.2.town | Its town | Sa ville | |
             end group | | | | |
             select_one yes_no | A.3 | Is this final? | Est-ce définitif ? | |
             text | A.4 | The law | La loi | ${A.3} = 'yes' |
             select_one yes_no | A.5 | Does it change? | Change-t-elle ? | ${A.3} = 'yes' |
             end group | | | | |",
        ),
        (
            "choices",
            "list_name | name | label::English (en) | label::French (fr)
             order | courts | The courts | Les tribunaux
             order | police | The police | La police
             order | bank | The central bank | La banque centrale
             yes_no | yes | Yes | Oui
             yes_no | no | No | Non",
        ),
    ])
}

/// Saves a section whose order of A.1 is given place by place.
async fn puts_in_order(state: &Visitor<'_>, id: &str, places: [&str; 3]) -> Answer {
    let mut form = state.section(id, "A").await;
    form.fields.retain(|(name, _)| name != "value:A.1");
    form.fields.extend(places.map(|place| ("value:A.1".to_owned(), place.to_owned())));
    form.set("then", "stay");
    state.sends(&form).await
}

fn order(page: &Answer) -> Vec<String> {
    let form = page.form(page.html().select(&selector("form[data-autosave]")).next().unwrap().attr("action").unwrap());
    form.fields.iter().filter(|(name, _)| name == "value:A.1").map(|(_, value)| value.clone()).collect()
}

on_both!(an_order_is_made_place_by_place, Bare, |app| async {
    app.opens_cycle(&form());
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let section = format!("/responses/{id}/sections/A");
    assert_eq!(order(&state.opens(&section).await), ["", "", ""]);
    // A part of an order is kept, and named where everything is checked.
    puts_in_order(&state, &id, ["police", "", ""]).await.expect_status(303);
    let page = state.opens(&section).await;
    assert_eq!(order(&page), ["police", "", ""]);
    page.is_silent_on("class=\"fault\"");
    state.opens(&format!("{section}?check=1")).await.says("Put all 3 choices in order");
    state.opens(&format!("/responses/{id}/check")).await.says("Put all 3 choices in order");
    // Twice the same: what was chosen is still there, and the choice is named as on the page.
    let refused = puts_in_order(&state, &id, ["police", "bank", "police"]).await.expect_status(422);
    refused.says("“The police” is selected twice").is_silent_on("“police”");
    assert_eq!(order(&refused), ["police", "bank", "police"]);
    puts_in_order(&state, &id, ["bank", "police", "courts"]).await.expect_status(303);
    assert_eq!(order(&state.opens(&section).await), ["bank", "police", "courts"]);
    let check = state.opens(&format!("/responses/{id}/check")).await;
    let (html, items) = (check.html(), selector("dd ol li"));
    let read: Vec<String> = html.select(&items).map(|item| item.text().collect()).collect();
    assert_eq!(read, ["The central bank", "The police", "The courts"]);
});

on_both!(a_group_is_narrowed_as_a_whole, Bare, |app| async {
    app.opens_cycle(&form());
    let state = app.coordinator("SEN").await;
    let other = app.coordinator("SVN").await;
    let court = app.court("registry").await;
    let secretariat = app.secretariat().await;
    let id = state.begins(2027).await;
    puts_in_order(&state, &id, ["bank", "police", "courts"]).await.expect_status(303);
    let given = [("value:A.2.name", "Office Nyx"), ("value:A.2.town", "Town Erebus"), ("visibility:A.2", "court")];
    state.saves(&id, "A", &given).await.expect_status(303);
    let page = state.opens(&format!("/responses/{id}/sections/A")).await;
    assert_eq!(page.form(&format!("/responses/{id}/sections/A")).get("visibility:A.2"), Some("court"));
    page.says("Read by the Court only at present, because A.2 is.");
    // The mark stands once, at the group, with the way to change it.
    let check = state.opens(&format!("/responses/{id}/check")).await;
    check.says(&format!("/responses/{id}/sections/A?all=1#q-A.2\""));
    assert_eq!(check.html().select(&selector("dd .state.court")).count(), 1);
    state.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on("Nyx").is_silent_on("Erebus");
    state.submits(&id).await;
    secretariat.publishes("SEN").await;
    court.reads("SEN").await.says("Office Nyx").says("Town Erebus");
    court.opens("/cycles/2027/questions/A.2").await.says("Office Nyx").says("state court");
    for page in ["responses/SEN", "questions/A.2", "questions/A.2.name"] {
        other.opens(&format!("/cycles/2027/{page}")).await.is_silent_on("Nyx").is_silent_on("Erebus");
    }
    // Opened again to the others, which waits for publication; a section as a whole is not one question.
    state.saves(&id, "A", &[("visibility:A.2", "")]).await.expect_status(303);
    state.amends(&id, "It may be known").await;
    other.reads("SEN").await.is_silent_on("Nyx");
    secretariat.publishes("SEN").await;
    other.reads("SEN").await.says("Office Nyx").says("Town Erebus");
    let stamp = state.section(&id, "A").await.get("stamp:A.1").unwrap().to_owned();
    let whole = [("stamp:A", stamp.as_str()), ("visibility:A", "court")];
    state.post(&format!("/responses/{id}/sections/A"), &whole).await.expect_status(404);
});

on_both!(what_cannot_be_changed_stays_as_it_is, Bare, |app| async {
    app.opens_cycle(&form());
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let section = format!("/responses/{id}/sections/A");
    state.saves(&id, "A", &[("value:A.4", "Act of 2019"), ("value:A.5", "no")]).await.expect_status(303);
    let open = state.opens(&section).await;
    open.is_silent_on("cannot be changed here");
    state.saves(&id, "A", &[("value:A.3", "yes")]).await.expect_status(303);
    let closed = state.opens(&section).await;
    closed.says("cannot be changed here");
    let html = closed.html();
    assert!(html.select(&selector("input[name='value:A.4'][readonly]")).next().is_some());
    assert_eq!(html.select(&selector("input[type=radio][name='value:A.5']:not([disabled])")).count(), 0);
    // Saving the page as it is loses neither of them.
    state.saves(&id, "A", &[]).await.expect_status(303);
    let form = state.section(&id, "A").await;
    assert_eq!((form.get("value:A.4"), form.get("value:A.5")), (Some("Act of 2019"), Some("no")));
    // Nor does a post that no page made change them.
    state.saves(&id, "A", &[("value:A.4", "Another act"), ("value:A.5", "yes")]).await.expect_status(303);
    let form = state.section(&id, "A").await;
    assert_eq!((form.get("value:A.4"), form.get("value:A.5")), (Some("Act of 2019"), Some("no")));
});

on_both!(an_error_summary_says_which_entry_is_meant, Bare, |app| async {
    app.opens_cycle(&workbook(&[(
        "survey",
        "type | name | label::English (en) | label::French (fr) | required
         begin group | A | Section | Section |
         begin repeat | A.1 | Focal points | Points focaux |
         text | A.1.name | Name | Nom | yes
         integer | A.1.age | Years in office | Années en fonction |
         end repeat | | | |
         end group | | | |",
    )]));
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    for _ in 0..2 {
        let mut form = state.section(&id, "A").await;
        state.sends(form.set("then", "add:A.1")).await.expect_status(303);
    }
    // What is missing, on the section's page and where everything is checked.
    for page in [format!("/responses/{id}/sections/A?check=1"), format!("/responses/{id}/check")] {
        state.opens(&page).await.says("A.1.name Name (Entry 1) – ").says("A.1.name Name (Entry 2) – ");
    }
    // What is refused.
    let mut form = state.section(&id, "A").await;
    let field = form.fields.iter().filter(|(name, _)| name.starts_with("value:A.1.age")).nth(1).unwrap().0.clone();
    let refused = state.sends(form.set(&field, "seven")).await.expect_status(422);
    refused.says("A.1.age Years in office (Entry 2) – ").is_silent_on("(Entry 1)");
});

on_both!(what_nobody_can_see_is_no_answer, Bare, |app| async {
    app.opens_cycle(&form());
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "A.2.name", "\u{200B}\u{2060} \u{3164}").await;
    let page = state.section(&id, "A").await;
    assert_eq!(page.get("value:A.2.name"), Some(""));
    state.opens(&format!("/responses/{id}")).await.is_silent_on("1 answered");
});
