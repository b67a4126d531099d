//! Who may make whom, on whose word, and what becomes of what a leaver holds: by the pages, and by those who try to go round them.

use concord::domain::actor::{Actor, Role, Task};
use concord::domain::identity::{NewAccount, accounts};
use concord::domain::line::OneLine;
use concord::domain::people;

use crate::app::*;

const CONTRIBUTOR: &str = "contributor@sen.example";
const CLAIRE: &str = "secretariat-fr@platform.example";
const NEW: &str = "forty slow tramways cross the polder";

/// Who was written to with these words, without a State's or a person's name.
async fn told(app: &TestApp, words: &str) -> Vec<String> {
    let letters = app.post().await;
    let mut to: Vec<String> = letters
        .iter()
        .filter(|letter| letter.text.contains(words))
        .inspect(|letter| {
            for name in ["Senegal", "Sénégal", "Ghana", "Fatou", "Mina", "Olga", "NV/"] {
                assert!(!letter.text.contains(name), "{}", letter.text);
            }
        })
        .map(|letter| letter.to.clone())
        .collect();
    to.sort();
    to
}

/// Fills the Secretariat's form that adds an account, with what is given in place of what stands there.
async fn adds(member: &Visitor<'_>, fields: &[(&str, &str)]) -> Answer {
    let mut form = member.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    form.set("name", "Olga Petit").set("email", "olga@platform.example").set("language", "en");
    for (name, value) in fields {
        form.set(name, value);
    }
    member.sends(&form).await
}

/// Gives the State's contributor sections of a response.
async fn gives(app: &TestApp, sections: &[&str]) -> (String, String) {
    let awa = app.coordinator("SEN").await;
    let response = awa.begins(2027).await;
    let fatou = app.id_of(CONTRIBUTOR);
    let mut fields = vec![("response", response.as_str())];
    fields.extend(sections.iter().map(|section| ("section", *section)));
    awa.post(&format!("/users/{fatou}/sections"), &fields).await.expect_status(303);
    (response, fatou)
}

on_both!(t14_no_member_of_the_secretariat_makes_another_alone, Bare, |app| async {
    let (ines, claire) = (app.secretariat().await, app.person(CLAIRE).await);
    for (n, role) in ["secretariat", "facilitator"].into_iter().enumerate() {
        let email = format!("olga{n}@platform.example");
        let added = adds(&ines, &[("role", role), ("email", &email)]).await;
        ines.follows(added).await.says("Confirm the account of Olga Petit");
        let id = app.id_of(&email);
        let (base, confirm) = (format!("/secretariat/accounts/{id}"), format!("/secretariat/accounts/{id}/confirm"));
        assert_eq!(told(&app, "/secretariat/accounts").await.len(), 2 * (n + 1) + 2 * n);
        // Whoever proposed it sees no form and is refused past it, by whatever is typed; each try is recorded.
        let page = ines.opens(&confirm).await;
        page.says("confirmed by another member")
            .says(&email)
            .is_silent_on("<form method=\"post\" action=\"/secretariat");
        let before = app.recorded("confirmation_refused");
        for fields in
            [vec![], vec![("reference", "NV/1"), ("date", "2027-04-01")], vec![("reference", ""), ("date", "x")]]
        {
            ines.post(&confirm, &fields).await.expect_status(422).says("confirmed by another member");
        }
        assert_eq!(app.recorded("confirmation_refused"), before + 3);
        for member in [&ines, &claire] {
            member.post(&format!("{base}/invitation"), &[]).await.expect_status(422);
        }
        // Suspended and resumed, it still waits, and for the same other person.
        ines.post(&format!("{base}/suspend"), &[]).await.expect_status(303);
        ines.post(&format!("{base}/resume"), &[]).await.expect_status(303);
        ines.post(&confirm, &[]).await.expect_status(422);
        ines.post(&format!("{base}/invitation"), &[]).await.expect_status(422);
        // The other member sees whom and where the link goes to.
        let page = claire.opens(&confirm).await;
        page.says("Olga Petit").says(&email).says("Ines Verhoeven");
        claire.sends(&page.form(&confirm)).await.expect_status(303);
        claire.post(&confirm, &[]).await.expect_status(422);
        ines.post(&format!("{base}/invitation"), &[]).await.expect_status(200);
        let all = told(&app, "/secretariat/accounts").await;
        assert!(all.iter().any(|to| to.contains("secretariat@platform")) && all.iter().any(|to| to.contains(CLAIRE)));
    }
    let page = ines.opens("/secretariat/record?kind=failure").await;
    page.says("Confirmation refused").says("Olga Petit");
    assert_eq!(app.recorded("account_confirmed"), 2);
    // One role of the Secretariat's own is nobody's to change.
    let own = app.id_of("facilitator@platform.example");
    ines.post(&format!("/secretariat/accounts/{own}/role"), &[("role", "secretariat")]).await.expect_status(404);
    assert_eq!(app.recorded("role_changed"), 0);
});

on_both!(t14_nobody_else_confirms_a_member, Bare, |app| async {
    let ines = app.secretariat().await;
    adds(&ines, &[("role", "secretariat")]).await.expect_status(303);
    let confirm = format!("/secretariat/accounts/{}/confirm", app.id_of("olga@platform.example"));
    let before = app.lasting();
    for email in
        ["coordinator@sen.example", "facilitator@platform.example", "registry-coordinator@court.example", CONTRIBUTOR]
    {
        let stranger = app.person(email).await;
        stranger.get(&confirm).await.expect_status(404);
        stranger.post(&confirm, &[]).await.expect_status(403);
    }
    assert!(app.visitor().post(&confirm, &[]).await.expect_status(303).location().starts_with("/sign-in"));
    let mut after = app.lasting();
    let mut before = before;
    for dump in [&mut before, &mut after] {
        // Each of them has signed in.
        for table in ["audit", "factors", "sign_in_failures", "outbox"] {
            dump.remove(table);
        }
    }
    assert_eq!(before, after);
    assert_eq!(app.recorded("account_confirmed"), 0);
});

on_both!(t05_a_member_who_is_resumed_comes_in_once_another_has_confirmed, Bare, |app| async {
    let ines = app.secretariat().await;
    let claire = app.person(CLAIRE).await;
    let base = format!("/secretariat/accounts/{}", app.id_of(CLAIRE));
    ines.post(&format!("{base}/suspend"), &[]).await.expect_status(303);
    let done = ines.post(&format!("{base}/suspend"), &[]).await;
    ines.follows(done).await.says("suspended already");
    let done = ines.post(&format!("{base}/resume"), &[]).await;
    ines.follows(done).await.says("waits to be confirmed by another member");
    let done = ines.post(&format!("{base}/resume"), &[]).await;
    ines.follows(done).await.says("is not suspended");
    assert_eq!((app.recorded("account_suspended"), app.recorded("account_resumed")), (1, 1));
    // Password and authenticator of before lead nowhere, nor does the session of before.
    app.visitor().signs_in(CLAIRE, PASSWORD).await.expect_status(422);
    assert!(claire.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    ines.post(&format!("{base}/confirm"), &[]).await.expect_status(422);
    // There is no other member: the operator stands in.
    let claire = app.actor(CLAIRE).person().unwrap().account.clone();
    let done = app.db.write_now(&OPERATOR, |ctx| concord::domain::identity::confirmation::confirm(ctx, &claire, None));
    assert_eq!(done.unwrap(), concord::domain::identity::Confirming::Done);
    app.person(CLAIRE).await.opens("/secretariat/accounts").await;
});

on_both!(
    t14_the_secretariat_adds_nobody_to_a_state_without_its_note_and_its_coordinators_hear_of_it,
    Bare,
    |app| async {
        let ines = app.secretariat().await;
        let sen = [("role", "reader"), ("state", "SEN"), ("email", "mina@sen.example"), ("name", "Mina Sy")];
        for (reference, date, words) in [
            ("", "", "Enter the reference and the date"),
            ("NV/7", "", "Enter a date as year, month, day"),
            ("", "2027-04-01", "Enter the reference of the note"),
            ("NV/7", "2027-04-03", "lies in the future"),
            ("NV/7", "1998-07-16", "before 17 July 1998"),
            ("a\u{202E}b", "2027-04-01", "Enter the reference of the note"),
        ] {
            let fields = [&sen[..], &[("note", reference), ("note_date", date)]].concat();
            adds(&ines, &fields).await.expect_status(422).says(words);
        }
        assert_eq!(app.recorded("account_made"), PEOPLE.len());
        let fields = [&sen[..], &[("note", "NV/7"), ("note_date", "2027-04-01"), ("ends_on", "2027-12-31")]].concat();
        adds(&ines, &fields).await.expect_status(303);
        let added =
            async || [told(&app, "has added an account").await, told(&app, "a ajouté un compte").await].concat();
        let to = added().await;
        assert!(to.len() == 2 && to.iter().all(|to| to.contains("@sen.example")), "{to:?}");
        // The people page says who added her and by which note; and she is suspended as anybody else.
        let awa = app.coordinator("SEN").await;
        let page = awa.opens("/users").await;
        page.says("added by Ines Verhoeven, Secretariat").says("by the note or letter NV/7, 1 April 2027");
        let person = format!("/users/{}", app.id_of("mina@sen.example"));
        awa.opens(&person).await.says("added by Ines Verhoeven, Secretariat").says("31 December 2027");
        awa.post(&format!("{person}/suspend"), &[]).await.expect_status(303);
        // For an organ of the Court nobody speaks of notes verbales alone.
        let fields = [("role", "court_reader"), ("organ", "registry"), ("email", "eva@court.example")];
        adds(&ines, &fields).await.expect_status(422).says("note verbale or letter");
        let fields = [&fields[..], &[("note", "REG/3"), ("note_date", "2027-04-01")]].concat();
        adds(&ines, &fields).await.expect_status(303);
        assert_eq!(added().await.len(), 3);
        let luc = app.person("registry-coordinator@court.example").await;
        let page = luc.opens("/users").await;
        page.says("REG/3").is_silent_on("de l’État, telle").is_silent_on("La note verbale de l’État");
    }
);

on_both!(every_fault_of_a_form_is_shown_at_once, Bare, |app| async {
    let bad =
        [("name", ""), ("email", "nowhere"), ("note", "NV/1"), ("note_date", "1 April"), ("ends_on", "2027-04-01")];
    let ines = app.secretariat().await;
    let fields = [&bad[..], &[("role", "coordinator"), ("language", "xx")]].concat();
    let page = adds(&ines, &fields).await.expect_status(422);
    for field in ["name", "email", "state", "language", "note_date", "ends_on"] {
        assert_eq!(page.html().select(&selector(&format!("#e-{field}"))).count(), 1, "{field}");
    }
    let awa = app.coordinator("SEN").await;
    let mut form = awa.opens("/users").await.form("/users");
    for (name, value) in bad.iter().chain(&[("role", "secretariat")]) {
        form.set(name, value);
    }
    let page = awa.sends(&form).await.expect_status(422);
    for field in ["name", "email", "role", "note_date", "ends_on"] {
        assert_eq!(page.html().select(&selector(&format!("#e-{field}"))).count(), 1, "{field}");
    }
    assert_eq!(app.recorded("account_refused"), 0);
});

/// The token that was mailed to an address.
async fn token_of(app: &TestApp, email: &str) -> String {
    let letters = app.post().await;
    let letter = letters.iter().rev().find(|letter| letter.to.contains(email) && letter.text.contains("/invitation#"));
    let text = &letter.expect("a letter").text;
    text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

on_both!(t06_the_page_of_an_invitation_says_who_asked_and_uses_nothing_up, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let add = async |email: &str, role: &str, note: &str, date: &str| {
        let mut form = awa.opens("/users").await.form("/users");
        form.set("name", "Mina Sy").set("email", email).set("role", role).set("note", note).set("note_date", date);
        awa.sends(&form).await
    };
    add("new@sen.example", "coordinator", "", "").await.expect_status(422).says("Enter the reference and the date");
    let issued = add("mina@sen.example", "reader", "", "").await.expect_status(200);
    issued.says("Ndeye Diop, coordinator");
    add("nora@sen.example", "contributor", "NV/9", "2027-04-01").await.expect_status(200).says("NV/9, 1 April 2027");
    for (email, asked) in [("mina@", "Ndeye Diop, coordinator"), ("nora@", "NV/9, 1 April 2027")] {
        let token = token_of(&app, email).await;
        let before = app.lasting();
        let visitor = app.visitor();
        for _ in 0..3 {
            let mut form = visitor.opens("/invitation").await.form("/invitation");
            form.set("invitation", &token).set("then", "look");
            let page = visitor.sends(&form).await.expect_status(200);
            page.says("Mina Sy").says(asked).is_silent_on("Senegal");
            assert_eq!(page.form("/invitation").get("invitation"), Some(token.as_str()));
            let words = visitor.post("/invitation", &[("invitation", &token), ("then", "words")]).await;
            assert!(words.text().contains(asked) && !words.text().contains('<'));
        }
        assert_eq!(before, app.lasting());
        let unknown = visitor.post("/invitation", &[("invitation", "x"), ("then", "words")]).await.expect_status(200);
        assert_eq!(unknown.text(), "");
        visitor.post("/invitation", &[("invitation", "x"), ("then", "look")]).await.expect_status(422);
    }
    // The first button of the form is the one that looks: with everything filled in it accepts.
    let html = issued.html();
    let code: String = html.select(&selector("dl.facts code")).next().unwrap().text().collect();
    let token = token_of(&app, "mina@").await;
    let fields = [("invitation", token.as_str()), ("code", code.trim()), ("password", NEW), ("repeated", NEW)];
    let fields = [&fields[..], &[("then", "look")]].concat();
    app.visitor().post("/invitation", &fields).await.expect_status(303);
    // What was used says nothing any more.
    let spent = app.visitor().post("/invitation", &[("invitation", &token), ("then", "words")]).await;
    assert_eq!(spent.text(), "");
});

on_both!(t14_the_secretariat_leaves_what_a_leaver_holds_to_the_coordinators, |app| async {
    let (response, fatou) = gives(&app, &["C", "D"]).await;
    let ines = app.secretariat().await;
    let base = format!("/secretariat/accounts/{fatou}");
    let leave = format!("{base}/leave");
    let page = ines.opens(&leave).await;
    page.says("holds 2 sections").says("left to the State’s coordinators").is_silent_on("Nobody for now");
    let before = app.lasting();
    // Not unsaid, not by another number, not to somebody of its own choice.
    let awa_id = app.id_of("coordinator@sen.example");
    let to = format!("to:{response}:C");
    for fields in [vec![], vec![("leaving", "1")], vec![("leaving", "0")], vec![(to.as_str(), awa_id.as_str())]] {
        ines.post(&leave, &fields).await.expect_status(422);
    }
    ines.post(&format!("{base}/role"), &[("role", "reader")]).await.expect_status(422);
    assert_eq!(before, app.lasting());
    // Nor may a coordinator leave them: they give them.
    let awa = app.coordinator("SEN").await;
    awa.post(&format!("/users/{fatou}/leave"), &[("leaving", "2")]).await.expect_status(422);
    awa.post(&format!("/users/{fatou}/role"), &[("role", "reader"), ("leaving", "2")]).await.expect_status(422);
    ines.sends(&page.form(&leave)).await.expect_status(303);
    assert_eq!((app.recorded("sections_left"), app.recorded("account_ended")), (1, 1));
    let to = told(&app, "what is to be handed over").await.len() + told(&app, "ce qui est à transmettre").await.len();
    assert_eq!(to, 2);
    ines.opens(&base).await.says("left to the State’s coordinators").is_silent_on("hand-over");
    // Until it is handed over the coordinators see it where they begin; nobody of another State does.
    let words = "2 sections were left by Fatou Ndiaye, and nobody has them";
    for path in ["/", "/users"] {
        awa.opens(path).await.says(words).says(&format!("/users/{fatou}/hand-over"));
        app.coordinator("SVN").await.opens(path).await.is_silent_on("Fatou");
    }
    let hand_over = format!("/users/{fatou}/hand-over");
    app.coordinator("SVN").await.get(&hand_over).await.expect_status(404);
    app.coordinator("SVN").await.post(&hand_over, &[(&format!("to:{response}:C"), "nobody")]).await.expect_status(404);
    let mut form = awa.opens(&hand_over).await.form(&hand_over);
    form.set(&format!("to:{response}:C"), "nobody");
    awa.sends(&form).await.expect_status(422).says("One section is still assigned");
    form.set(&format!("to:{response}:D"), "nobody");
    let done = awa.sends(&form).await;
    awa.follows(done).await.says("handed over").is_silent_on("was left by");
    awa.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("handed_over"), 1);
    awa.opens("/").await.is_silent_on("Fatou");
});

on_both!(who_becomes_a_reader_leaves_sections_too, |app| async {
    let (response, fatou) = gives(&app, &["C"]).await;
    let ines = app.secretariat().await;
    let role = format!("/secretariat/accounts/{fatou}/role");
    let page = ines.opens(&role).await;
    page.says("This account holds one section");
    ines.sends(page.form(&role).set("role", "reader")).await.expect_status(303);
    let awa = app.coordinator("SEN").await;
    awa.opens("/").await.says("One section was left by Fatou Ndiaye");
    let hand_over = format!("/users/{fatou}/hand-over");
    let mut form = awa.opens(&hand_over).await.form(&hand_over);
    awa.sends(form.set(&format!("to:{response}:C"), "nobody")).await.expect_status(303);
    // She reads on, and who still writes is not handed over by this.
    app.contributor("SEN").await.opens("/").await;
    let moussa = app.id_of("coordinator2@sen.example");
    awa.post(&format!("/users/{moussa}/hand-over"), &[]).await.expect_status(303);
    assert_eq!(app.recorded("handed_over"), 1);
});

on_both!(a_coordinator_who_was_a_contributor_leaves_sections_when_demoted, |app| async {
    let (_, fatou) = gives(&app, &["C"]).await;
    let (awa, ines) = (app.coordinator("SEN").await, app.secretariat().await);
    awa.post(&format!("/users/{fatou}/role"), &[("role", "coordinator")]).await.expect_status(303);
    ines.confirms(&fatou).await.expect_status(303);
    let new = app.contributor("SEN").await;
    let role = format!("/users/{fatou}/role");
    new.post(&role, &[("role", "reader")]).await.expect_status(422).says("One section is still assigned");
    let page = new.opens(&role).await;
    page.says("This account holds one section");
    new.sends(page.form(&role).set("role", "reader")).await.expect_status(303);
    assert_eq!(app.recorded("sections_left"), 1);
    awa.opens("/").await.says("One section was left by Fatou Ndiaye");
});

on_both!(what_is_held_when_a_last_day_passes_is_reported_at_once, |app| async {
    let (_, fatou) = gives(&app, &["C"]).await;
    let awa = app.coordinator("SEN").await;
    awa.post(&format!("/users/{fatou}/end-date"), &[("ends_on", "2027-04-03")]).await.expect_status(303);
    let caretaker = Actor::Task(Task::Caretaker);
    app.db.write_now(&caretaker, people::sweep).unwrap();
    app.wait(2 * 86_400);
    // Before any sweep the pages say it; the sweep writes to the coordinators, once.
    let awa = app.coordinator("SEN").await;
    awa.opens("/").await.says("One section was left by Fatou Ndiaye");
    for _ in 0..2 {
        app.db.write_now(&caretaker, people::sweep).unwrap();
    }
    let to = [told(&app, "what is to be handed over").await, told(&app, "ce qui est à transmettre").await].concat();
    assert!(to.len() == 2 && to.iter().all(|to| to.contains("coordinator")), "{to:?}");
    assert_eq!(app.recorded("sections_left"), 1);
    let tries = app.db.write_now(&app.actor("coordinator@sen.example"), people::sweep);
    assert!(matches!(tries, Err(concord::domain::Error::NotFound)));
});

on_both!(a_state_that_has_just_lost_its_last_coordinator_stands_out, Bare, |app| async {
    let ines = app.secretariat().await;
    for path in ["/", "/secretariat/accounts", "/secretariat/states"] {
        ines.opens(path).await.is_silent_on("The last coordinator has gone");
    }
    let ghana = format!("/secretariat/accounts/{}", app.id_of("coordinator@gha.example"));
    ines.post(&format!("{ghana}/suspend"), &[]).await.expect_status(303);
    let luc = format!("/secretariat/accounts/{}", app.id_of("registry-coordinator@court.example"));
    ines.post(&format!("{luc}/suspend"), &[]).await.expect_status(303);
    for path in ["/", "/secretariat/accounts", "/secretariat/states"] {
        let page = ines.opens(path).await;
        page.says("The last coordinator has gone").says("Ghana has had no coordinator since 2 April 2027");
        page.says("/secretariat/accounts?of=GHA").says("/secretariat/accounts?of=registry");
    }
    ines.post(&format!("{ghana}/resume"), &[]).await.expect_status(303);
    ines.opens("/").await.is_silent_on("Ghana");
    // Nobody else is told.
    app.facilitator().await.opens("/").await.is_silent_on("The last coordinator");
});

on_both!(a_withdrawn_proposal_says_so, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let role = format!("/users/{}/role", app.id_of(CONTRIBUTOR));
    awa.post(&role, &[("role", "coordinator")]).await.expect_status(303);
    assert_eq!(told(&app, "/secretariat/accounts").await.len(), 2, "the Secretariat hears that somebody waits");
    let done = awa.post(&role, &[("role", "contributor")]).await;
    awa.follows(done).await.says("has been withdrawn");
    let done = awa.post(&role, &[("role", "contributor")]).await;
    awa.follows(done).await.says("nothing was changed");
    assert_eq!((app.recorded("role_proposal_withdrawn"), app.recorded("role_changed")), (1, 0));
    awa.opens("/record").await.says("Proposal as coordinator withdrawn").is_silent_on("Role changed</");
});

on_both!(a_request_for_new_factors_that_falls_with_the_account_is_recorded_and_told, |app| async {
    let _ = crate::lost::asks(&app, CONTRIBUTOR).await;
    let awa = app.coordinator("SEN").await;
    let fatou = app.id_of(CONTRIBUTOR);
    awa.post(&format!("/users/{fatou}/suspend"), &[]).await.expect_status(303);
    assert_eq!(app.recorded("lost_factors_fell"), 1);
    let to = [told(&app, "That request is over").await, told(&app, "Cette demande a pris fin").await].concat();
    assert!(to.len() == 2 && to.iter().all(|to| to.contains("coordinator")), "{to:?}");
    awa.opens("/record").await.says("Request for new second factors over with the account");
    // One without a request leaves nothing behind.
    awa.post(&format!("/users/{}/suspend", app.id_of("reader@sen.example")), &[]).await.expect_status(303);
    assert_eq!(app.recorded("lost_factors_fell"), 1);
});

on_both!(asvs_6_4_4_two_other_members_let_a_member_back_in_and_no_unconfirmed_one_counts, Bare, |app| async {
    let ines = app.secretariat().await;
    let third = NewAccount {
        name: OneLine::new("Olga Petit").unwrap(),
        email: "olga@platform.example".to_owned(),
        role: Role::Secretariat,
        state: None,
        organ: None,
        language: "en".to_owned(),
        note_reference: None,
    };
    // Proposed by the very member who agrees first: it waits, and nobody can act through it.
    app.db.write_now(&app.actor("secretariat@platform.example"), |ctx| accounts::make(ctx, &third)).unwrap();
    let (_, path) = crate::lost::asks(&app, CLAIRE).await;
    ines.post(&format!("{path}/agree"), &[]).await.expect_status(303);
    ines.post(&format!("{path}/agree"), &[]).await.expect_status(422);
    let olga = app.actor("olga@platform.example");
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let tries = app.db.write_now(&olga, |ctx| {
        let permit = ctx.permit::<concord::domain::access::Manage, concord::domain::identity::lost::Request>(&id)?;
        concord::domain::identity::lost::decide::agree(ctx, &permit).map(drop)
    });
    assert!(matches!(tries, Err(concord::domain::Error::Revoked)), "{:?}", tries.err());
    // The word of a member who has to be confirmed anew counts no more.
    let own = app.id_of("secretariat@platform.example");
    app.alters(&format!("UPDATE accounts SET confirmed_at = NULL WHERE id = '{own}'"));
    let request = app.db.read_now(&app.actor("secretariat@platform.example"), |ctx| {
        Ok(ctx.permit::<concord::domain::access::Read, concord::domain::identity::lost::Request>(&id)?.into_row())
    });
    assert!(request.unwrap().agreements.is_empty());
});

on_both!(a_note_that_nobody_asked_for_is_not_kept_with_a_member_of_the_secretariat, Bare, |app| async {
    let (first, second) = (app.secretariat().await, app.person("secretariat-fr@platform.example").await);
    let mut new = first.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Olga Petit")
        .set("email", "petit@platform.example")
        .set("role", "secretariat")
        .set("language", "en");
    let id = first.sends(&new).await.expect_status(303).location().split("added=").nth(1).unwrap().to_owned();
    let forged = [("reference", "NV/FAKE/9"), ("date", "2027-04-01")];
    second.post(&format!("/secretariat/accounts/{id}/confirm"), &forged).await.expect_status(303);
    first.opens(&format!("/secretariat/accounts/{id}")).await.is_silent_on("NV/FAKE/9");
    assert!(!app.dump()["audit"].iter().any(|row| row.contains("NV/FAKE/9")));
});
