//! A file with very many changes: each page of the comparison stays light, what is chosen is kept from page to page, and nothing is in the draft
//! before it was confirmed, once for all.

use crate::app::*;

/// A slow line carries so much of a page.
const MOST: usize = 100_000;

/// Every question of the draft that a page of the person shows, by its section.
async fn questions(person: &Visitor<'_>, id: &str) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for section in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q"] {
        let page = person.get(&format!("/responses/{id}/sections/{section}")).await;
        if page.status == 200 {
            let form = page.form(&format!("/responses/{id}/sections/{section}"));
            let keys = form.fields.iter().filter_map(|(name, _)| name.strip_prefix("comment:"));
            all.push((section.to_owned(), keys.map(str::to_owned).collect()));
        }
    }
    all
}

/// The file is taken, then every answer is changed in the draft and in the file: the address of the comparison, and how many there are.
async fn all_conflict(person: &Visitor<'_>, id: &str, length: usize) -> (String, usize) {
    let path = format!("/responses/{id}/offline/file?format=xlsx&content=draft&language=en");
    let mut book = Book::of(&person.opens(&path).await.body);
    let in_file: Vec<String> = book.keys().into_iter().map(|(key, _, _)| key).collect();
    let text = |whose: &str, code: &str| {
        let mut text = format!("{whose} says of {code}: ");
        text.push_str(&"the competent authority replies within ten days. ".repeat(length / 49));
        text
    };
    let mut count = 0;
    for (section, keys) in questions(person, id).await {
        let both: Vec<&String> = keys.iter().filter(|key| in_file.contains(key)).collect();
        let fields: Vec<(String, String)> =
            both.iter().map(|key| (format!("comment:{key}"), text("The draft", key))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.saves(id, &section, &fields).await.expect_status(303);
        for key in &both {
            book.types(key, COMMENT, &text("The file", key));
        }
        count += both.len();
    }
    let (path, bytes) = (format!("/responses/{id}/offline"), book.bytes());
    let brought = person.uploads(&path, &[], Some(("file", "draft.xlsx", &bytes)));
    (brought.await.expect_status(303).location(), count)
}

fn light(page: &Answer, which: &str) {
    assert!(page.body.len() < MOST, "{which}: {} bytes", page.body.len());
}

fn parts(page: &Answer) -> Vec<String> {
    page.links().into_iter().filter(|link| link.contains("?part=")).collect()
}

/// The questions to choose on a page, and what is chosen of them.
fn to_choose(page: &Answer) -> (Vec<String>, usize) {
    let html = page.html();
    let names = |css: &str| -> Vec<String> {
        html.select(&selector(css)).map(|input| input.attr("name").unwrap().replace("choose:", "")).collect()
    };
    (names("input[name^=choose][value=theirs]"), names("input[name^=choose][checked]").len())
}

on_both!(where_every_answer_conflicts_each_page_is_light_and_choices_are_kept, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (path, count) = all_conflict(&ndeye, &id, 300).await;
    assert!(count >= 85, "nearly all of the 90 questions take a comment: {count}");
    let summary = ndeye.opens(&path).await;
    light(&summary, "the summary");
    summary.says("each section has a page of its own").says(&format!("{count} answers are still to be chosen"));
    assert!(to_choose(&summary).0.is_empty());
    let links = parts(&summary);
    assert!(links.len() > 8, "{links:?}");

    // From page to page by the button alone; on each something is chosen and one is left.
    let before = app.dump()["answers"].clone();
    let (mut here, mut seen, mut left, mut heaviest) = (links[0].clone(), Vec::new(), 0, 0);
    while here != path {
        let page = ndeye.opens(&here).await;
        light(&page, &here);
        heaviest = heaviest.max(page.body.len());
        let (keys, chosen) = to_choose(&page);
        assert_eq!(chosen, 0, "nothing is chosen for anybody");
        page.is_silent_on("Take over</button>");
        let mut form = page.form(&path);
        for (n, key) in keys.iter().enumerate().skip(1) {
            form.set(&format!("choose:{key}"), if n % 2 == 0 { "ours" } else { "theirs" });
        }
        left += 1;
        seen.extend(keys);
        here = ndeye.sends(form.set("then", "keep")).await.expect_status(303).location();
        if parts(&summary).iter().all(|link| *link != here) {
            here = path.clone();
        }
    }
    println!("the heaviest of {} pages has {heaviest} bytes, the summary {}", links.len(), summary.body.len());
    assert_eq!(seen.len(), count, "each answer stands on one page");
    assert_eq!(app.dump()["answers"], before, "nothing is in the draft before it is confirmed");
    assert_eq!(app.recorded("import_applied"), 0);

    // What was chosen stands there, for a coordinator who opens it too, and can be chosen otherwise.
    let moussa = app.person("coordinator2@sen.example").await;
    for person in [&ndeye, &moussa] {
        let page = person.opens(&links[1]).await;
        let (keys, chosen) = to_choose(&page);
        assert_eq!(chosen, keys.len() - 1);
    }
    let page = ndeye.opens(&links[1]).await;
    let other = to_choose(&page).0[1].clone();
    let mut form = page.form(&path);
    assert_eq!(form.get(&format!("choose:{other}")), Some("theirs"));
    ndeye.sends(form.set(&format!("choose:{other}"), "ours").set("then", "keep")).await.expect_status(303);
    // A colleague answers one of them in the draft meanwhile: it is chosen anew, and nothing of theirs is overwritten.
    let page = ndeye.opens(&links[2]).await;
    let changed = to_choose(&page).0[1].clone();
    let section = changed.split('.').next().unwrap();
    moussa.saves(&id, section, &[(&format!("comment:{changed}"), "Put right by Moussa")]).await.expect_status(303);
    let summary = ndeye.opens(&path).await;
    summary.says(&format!("{} answers are still to be chosen", left + 1));

    // One confirmation takes over what was chosen, and what is open waits.
    let form = summary.form(&path);
    let done = ndeye.sends(&form).await.expect_status(303);
    let page = ndeye.follows(done).await;
    light(&page, "after it");
    page.says(&format!("{} still wait", left + 1));
    assert_eq!(app.recorded("import_applied"), 1);
    let comment = async |key: &str| {
        let form = ndeye.section(&id, key.split('.').next().unwrap()).await;
        form.get(&format!("comment:{key}")).unwrap_or_default().to_owned()
    };
    assert!(comment(&other).await.contains("The draft says"));
    assert_eq!(comment(&changed).await.trim(), "Put right by Moussa");
    let (first, second) = (&seen[0], &seen[1]);
    assert!(comment(first).await.contains("The draft says"), "one that was left open is as it was");
    assert!(comment(second).await.contains("The file says"));
    // A second click takes nothing over again.
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("import_applied"), 1);
});

on_both!(long_texts_take_more_pages_and_no_heavier_ones, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (path, count) = all_conflict(&ndeye, &id, 3_500).await;
    let summary = ndeye.opens(&path).await;
    light(&summary, "the summary");
    summary.says("(1 of ").says("(2 of ");
    let mut seen = 0;
    for link in parts(&summary) {
        let page = ndeye.opens(&link).await;
        light(&page, &link);
        seen += to_choose(&page).0.len();
    }
    assert_eq!(seen, count);
    // A part that is none is the summary.
    for none in ["0", "9999", "-1", "x"] {
        let page = ndeye.get(&format!("{path}?part={none}")).await;
        assert!([200, 400, 404].contains(&page.status.as_u16()), "{none}: {}", page.status);
    }
});

on_both!(what_is_chosen_is_kept_for_who_may_and_for_what_is_in_the_file_alone, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (path, _) = all_conflict(&ndeye, &id, 300).await;
    let page = ndeye.opens(&format!("{path}?part=1")).await;
    let key = to_choose(&page).0[0].clone();
    let form = page.form(&path);
    let chooses = |key: &str, stamp: &str, what: &str| {
        let mut form = form.clone();
        form.fields.retain(|(name, _)| !name.starts_with("choose:") && !name.starts_with("stamp:"));
        form.set(&format!("choose:{key}"), what).set(&format!("stamp:{key}"), stamp).set("then", "keep");
        form
    };
    let stamp = form.get(&format!("stamp:{key}")).unwrap().to_owned();
    let sealed = || app.dump()["imports"].clone();
    let before = sealed();
    for email in ["contributor@sen.example", "reader@sen.example", "coordinator@svn.example", "registry@court.example"]
    {
        let person = app.person(email).await;
        let status = person.sends(&chooses(&key, &stamp, "theirs")).await.status.as_u16();
        assert!([403, 404].contains(&status), "{email}: {status}");
    }
    // Nor is what is not in the file, or no choice.
    for (key, what) in [("Z.99", "theirs"), (key.as_str(), "both"), ("", "ours")] {
        ndeye.sends(&chooses(key, &stamp, what)).await.expect_status(303);
    }
    assert_eq!(sealed(), before);
    // What was chosen between other texts counts for nothing.
    ndeye.sends(&chooses(&key, "7.000000000000", "theirs")).await.expect_status(303);
    assert_eq!(to_choose(&ndeye.opens(&format!("{path}?part=1")).await).1, 0);
    ndeye.sends(&chooses(&key, &stamp, "theirs")).await.expect_status(303);
    assert_eq!(to_choose(&ndeye.opens(&format!("{path}?part=1")).await).1, 1);
    // A closed cycle keeps no choice.
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    let before = sealed();
    ndeye.sends(&chooses(&key, &stamp, "ours")).await.expect_status(403);
    assert_eq!(sealed(), before);
});

on_both!(a_stale_page_does_not_take_away_what_was_chosen_over_the_texts_as_they_are_now, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (path, _) = all_conflict(&ndeye, &id, 300).await;
    let first = format!("{path}?part=1");
    let stale = ndeye.opens(&first).await;
    let keys = to_choose(&stale).0;
    let (changed, other) = (&keys[0], &keys[1]);
    let choice = |key: &str| format!("choose:{key}");
    // A colleague saves one of the answers, and chooses the file's text over it.
    let moussa = app.person("coordinator2@sen.example").await;
    let section = changed.split('.').next().unwrap();
    moussa.saves(&id, section, &[(&format!("comment:{changed}"), "Put right by Moussa")]).await.expect_status(303);
    let mut form = moussa.opens(&first).await.form(&path);
    let done = moussa.sends(form.set(&choice(changed), "theirs").set("then", "keep")).await.expect_status(303);
    assert_eq!(done.location(), format!("{path}?part=2"));
    // A page from before chooses the older text there, and something elsewhere.
    let mut form = stale.form(&path);
    form.set(&choice(changed), "ours").set(&choice(other), "ours").set("then", "keep");
    let done = ndeye.sends(&form).await.expect_status(303);
    assert_eq!(done.location(), format!("{first}&meanwhile=1"));
    let page = ndeye.follows(done).await;
    page.says("One choice was not kept: somebody saved that answer in the draft meanwhile").says("Put right by Moussa");
    let mut form = page.form(&path);
    assert_eq!(form.get(&choice(changed)), Some("theirs"), "what was chosen over the text that stands");
    assert_eq!(form.get(&choice(other)), Some("ours"), "nothing else of the page is held up");
    // The same page again changes nothing; the page as it is now does.
    let before = app.dump()["imports"].clone();
    let mut again = stale.form(&path);
    let again = ndeye.sends(again.set(&choice(changed), "ours").set("then", "keep")).await.expect_status(303);
    assert_eq!(again.location(), format!("{first}&meanwhile=1"));
    assert_eq!(app.dump()["imports"], before);
    let done = ndeye.sends(form.set(&choice(changed), "ours").set("then", "keep")).await.expect_status(303);
    assert_eq!(done.location(), format!("{path}?part=2"));
    let page = ndeye.opens(&first).await;
    page.is_silent_on("was not kept");
    assert_eq!(page.form(&path).get(&choice(changed)), Some("ours"));
    // Nothing was in the draft before, and what was chosen last is what is taken over.
    let summary = ndeye.opens(&path).await;
    ndeye.sends(&summary.form(&path)).await.expect_status(303);
    let stands = ndeye.section(&id, section).await;
    assert_eq!(stands.get(&format!("comment:{changed}")).unwrap_or_default().trim(), "Put right by Moussa");
});

on_both!(everything_that_is_not_understood_is_listed_on_as_many_pages_as_it_takes, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let file = format!("/responses/{id}/offline/file?format=xlsx&content=draft&language=en");
    let mut book = Book::of(&ndeye.opens(&file).await.body);
    let in_file: Vec<String> = book.keys().into_iter().map(|(key, _, _)| key).collect();
    let asked = questions(&ndeye, &id).await.into_iter().flat_map(|(_, keys)| keys);
    let asked: Vec<String> = asked.filter(|key| in_file.contains(key) && key != "P.2").collect();
    for key in &asked {
        book.types(key, READERS, &format!("nobody of {key}")).types(key, DECLINED, &format!("perhaps {key}"));
    }
    book.types("P.2", ANSWER, "The ministry");
    let (offline, bytes) = (format!("/responses/{id}/offline"), book.bytes());
    let brought = ndeye.uploads(&offline, &[], Some(("file", "draft.xlsx", &bytes))).await;
    let path = brought.expect_status(303).location();
    let listed = |page: &Answer| -> Vec<String> {
        let html = page.html();
        let wrong = selector("#wrong ~ ul.versions > li > p");
        let lines = html.select(&wrong);
        lines.map(|line| line.text().collect()).collect()
    };
    let page = ndeye.opens(&path).await;
    page.says("These are lines 1 to 100 of ").says("The ministry").says("Take over</button>").says("/discard\"");
    let (mut all, mut next) = (listed(&page), Some(format!("{path}?wrong=2")));
    assert_eq!(all.len(), 100);
    while let Some(here) = next {
        let page = ndeye.opens(&here).await;
        light(&page, &here);
        // The lines alone: nothing is taken over or thrown away by who has not seen the rest.
        page.is_silent_on("Take over</button>")
            .is_silent_on("/discard\"")
            .is_silent_on("The ministry")
            .says("Back to the comparison");
        all.extend(listed(&page));
        let number: usize = here.rsplit('=').next().unwrap().parse().unwrap();
        next = Some(format!("{path}?wrong={}", number + 1)).filter(|after| page.links().contains(after));
    }
    for key in &asked {
        for said in [format!("nobody of {key}\u{201d}"), format!("perhaps {key}\u{201d}")] {
            assert_eq!(all.iter().filter(|line| line.contains(&said)).count(), 1, "{said}: {all:#?}");
        }
    }
    // An address that leads to no page shows the comparison.
    for number in ["0", "99"] {
        ndeye.opens(&format!("{path}?wrong={number}")).await.says("The ministry").says("lines 1 to 100");
    }
});
