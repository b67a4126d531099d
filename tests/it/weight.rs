//! Pages stay light when every State answers at length: a slow line carries 100 kB, style and script included. And what is recorded
//! as read is what the page showed.

use std::collections::BTreeSet;

use concord::domain::access::{Edit, Manage, Publish, Read, Submit};
use concord::domain::actor::Role;
use concord::domain::cycle::{self, Cycle, CycleOfYear, NewCycle};
use concord::domain::db::Ctx;
use concord::domain::error::Result;
use concord::domain::identity::{self, NewAccount};
use concord::domain::ids::ResponseId;
use concord::domain::line::OneLine;
use concord::domain::publication::{self, StateReading};
use concord::domain::questionnaire::{self, Place, Visibility};
use concord::domain::response::{self, Body, Change, Response, RevisionRow, Saved, Section, draft};
use concord::domain::states::{self, StateParty};

use crate::app::*;

/// What a page may weigh with all that it loads.
const MOST: usize = 100_000;

/// Choices of the long list.
const CHOICES: usize = 12;

const QUESTIONS: [&str; 6] = ["A.text", "A.one", "A.many", "A.rank", "A.group", "A.repeat"];

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").unwrap();
    let label = "Which authority of your State decides upon the request, and under which provision of national law?";
    let mut rows = vec![
        ["type", "name", "label::English (en)", "label::French (fr)", "appearance", "bind::concord:visibility"],
        ["begin group", "A", "Section", "Section", "", "states_parties"],
        ["text", "A.text", label, label, "multiline", ""],
        ["select_one long", "A.one", label, label, "", ""],
        ["select_multiple long", "A.many", label, label, "", ""],
        ["rank short", "A.rank", label, label, "", ""],
        ["begin group", "A.group", label, label, "", ""],
    ];
    let members = ["A.group.1", "A.group.2", "A.group.3", "A.group.4", "A.group.5", "A.group.6"];
    rows.extend(members.map(|code| ["text", code, label, label, "multiline", ""]));
    rows.push(["end group", "", "", "", "", ""]);
    rows.push(["begin repeat", "A.repeat", label, label, "", ""]);
    rows.extend(["A.repeat.1", "A.repeat.2"].map(|code| ["text", code, label, label, "multiline", ""]));
    rows.push(["end repeat", "", "", "", "", ""]);
    rows.push(["end group", "", "", "", "", ""]);
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), *cell).unwrap();
        }
    }
    let sheet = book.add_worksheet().set_name("choices").unwrap();
    let lists = (0..CHOICES).map(|n| ("long", n)).chain((0..5).map(|n| ("short", n)));
    let lines = lists.map(|(list, n)| {
        let label = format!("Choice {n} of the list, with some words of law");
        [list.to_owned(), format!("c{n}"), label.clone(), label]
    });
    let head = ["list_name", "name", "label::English (en)", "label::French (fr)"].map(str::to_owned);
    for (row, cells) in std::iter::once(head).chain(lines).enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), cell).unwrap();
        }
    }
    let sheet = book.add_worksheet().set_name("settings").unwrap();
    for (column, (name, value)) in
        [("form_title", "Weight"), ("form_id", "weight"), ("version", "1"), ("default_language", "English (en)")]
            .into_iter()
            .enumerate()
    {
        sheet.write(0, column.try_into().unwrap(), name).unwrap();
        sheet.write(1, column.try_into().unwrap(), value).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// A long text, begun with what names the State: in letters of one, two or three bytes, and in what HTML has to escape.
fn long(state: &StateParty, n: usize) -> String {
    let words = [
        "The ministry of justice decides, and the court of appeal confirms. ",
        "Решение принимает министерство юстиции, «после» консультаций. ",
        "司法部负责决定并通知法院书记官处。",
        "\"<b>L'autorité</b>\" & \"l'office\" <i>décident</i>. ",
    ];
    let text: String = words[n % words.len()].chars().cycle().take(2_000).collect();
    format!("Said by {}: {text}", state.id)
}

/// True for the States that answer for the Court only.
fn keeps_for_the_court(n: usize) -> bool {
    n % 3 == 1
}

struct Said {
    place: &'static str,
    value: String,
    comment: String,
}

fn said(state: &StateParty, n: usize) -> Vec<Said> {
    let all = (0..CHOICES).map(|n| format!("c{n}")).collect::<Vec<_>>().join(" ");
    let order = (0..5).map(|k| format!("c{}", (k + n) % 5)).collect::<Vec<_>>().join(" ");
    let say = |place, value: String, comment: String| Said { place, value, comment };
    let mut said = vec![
        say("A.text", long(state, n), long(state, n)),
        say("A.one", format!("c{}", n % CHOICES), long(state, n)),
        say("A.many", all, long(state, n)),
        say("A.rank", order, long(state, n)),
    ];
    for member in ["A.group.1", "A.group.2", "A.group.3", "A.group.4", "A.group.5", "A.group.6"] {
        said.push(say(member, long(state, n), long(state, n)));
    }
    said
}

fn answer(ctx: &mut Ctx<'_>, id: &ResponseId, state: &StateParty, n: usize) -> Result<()> {
    let visibility = keeps_for_the_court(n).then_some(Visibility::Court);
    let address = (id.clone(), "A".to_owned());
    let mut places: Vec<(Place, String, String)> = said(state, n)
        .into_iter()
        .map(|said| (Place { code: said.place.to_owned(), instance: String::new() }, said.value, said.comment))
        .collect();
    for _ in 0..4 {
        let section = ctx.permit::<Edit, Section>(&address)?;
        let entry = response::add_entry(ctx, &section, "A.repeat", "")?;
        for code in ["A.repeat.1", "A.repeat.2"] {
            let place = Place { code: code.to_owned(), instance: entry.clone() };
            places.push((place, long(state, n), long(state, n)));
        }
    }
    let permit = ctx.permit::<Read, Response>(id)?;
    let draft = draft::open(ctx, &permit)?;
    let change = |(place, value, comment): (Place, String, String)| Change {
        stamp: draft.stamp(&place),
        place,
        body: Body { value, comment, ..Body::default() },
        visibility,
    };
    let changes: Vec<Change> = places.into_iter().map(change).collect();
    let section = ctx.permit::<Edit, Section>(&address)?;
    let saved = response::save(ctx, &section, &changes)?;
    assert!(!saved.iter().any(|saved| matches!(saved, Saved::Faulty(_))), "{saved:?}");
    Ok(())
}

/// Every Party answers everything at length; all responses are published. The Parties, in the order of their answers.
fn everybody_answers(app: &TestApp) -> Vec<StateParty> {
    let file = workbook();
    let imported = questionnaire::import(&file);
    let form = imported.form.unwrap_or_else(|| panic!("{:?}", imported.problems));
    app.db
        .write_now(&OPERATOR, |ctx| {
            let form = questionnaire::add(ctx, &form, &file, &imported.problems)?;
            let new = NewCycle {
                year: 2027,
                form,
                note_reference: OneLine::new("ICC-ASP/26/SP/09").unwrap(),
                note_date: "2027-04-01".parse().unwrap(),
                expected_by: "2027-06-30".parse().unwrap(),
                invented: false,
            };
            let id = cycle::prepare(ctx, &new)?;
            let permit = ctx.permit::<Manage, Cycle>(&id)?;
            cycle::open(ctx, &permit)
        })
        .unwrap();
    let parties = app.db.read_now(&OPERATOR, states::parties).unwrap();
    let secretariat = app.actor("secretariat@platform.example");
    for (n, state) in parties.iter().enumerate() {
        let email = format!("coordinator@{}.example", state.id.as_str().to_lowercase());
        if !PEOPLE.iter().any(|person| person.4 == email) {
            let new = NewAccount {
                name: OneLine::new("A Coordinator").unwrap(),
                email: email.clone(),
                role: Role::Coordinator,
                state: Some(state.id.clone()),
                organ: None,
                language: "en".into(),
                note_reference: OneLine::new("ICC-ASP/26/SP/01"),
            };
            app.db.write_now(&OPERATOR, |ctx| identity::accounts::make(ctx, &new)).unwrap();
        }
        let coordinator = app.actor(&email);
        app.db
            .write_now(&coordinator, |ctx| {
                let cycle = ctx.permit::<Read, CycleOfYear>(&2027)?;
                let id = response::begin(ctx, &cycle)?;
                answer(ctx, &id, state, n)?;
                let permit = ctx.permit::<Submit, Response>(&id)?;
                publication::submit(ctx, &permit, 0, "").map(|_| ())
            })
            .unwrap();
        app.db
            .write_now(&secretariat, |ctx| {
                let cycle = ctx.permit::<Read, CycleOfYear>(&2027)?;
                let StateReading::Submitted { revision, .. } = publication::of_state(ctx, &cycle, &state.id)?.reading
                else {
                    panic!("submitted")
                };
                let permit = ctx.permit::<Publish, RevisionRow>(&(revision.response_id, revision.number))?;
                publication::publish(ctx, &permit).map(|_| ())
            })
            .unwrap();
    }
    parties
}

/// What style, script and icons weigh.
async fn assets(app: &TestApp) -> usize {
    let visitor = app.visitor();
    let page = visitor.opens("/sign-in").await;
    let html = page.html();
    let links = selector("link[href], script[src]");
    let mut all: BTreeSet<String> =
        html.select(&links).filter_map(|it| it.attr("href").or(it.attr("src"))).map(str::to_owned).collect();
    all.insert("/assets/icons.svg".to_owned());
    let mut weight = 0;
    for asset in all {
        weight += visitor.opens(&asset).await.body.len();
    }
    weight
}

/// The pages of a question, each of which has to be light.
async fn pages(visitor: &Visitor<'_>, question: &str, frame: usize) -> Vec<Answer> {
    let address = format!("/cycles/2027/questions/{question}");
    let mut all = vec![visitor.opens(&address).await];
    let numbers: BTreeSet<String> = {
        let (html, links) = (all[0].html(), selector("nav.parts a"));
        html.select(&links).filter_map(|a| a.attr("href")).map(str::to_owned).collect()
    };
    for number in &numbers {
        all.push(visitor.opens(&format!("{address}{number}")).await);
    }
    for page in &all {
        let weight = page.body.len() + frame;
        assert!(weight < MOST, "{} reads {question}: {weight} bytes", visitor.email);
    }
    all
}

/// The States whose words stand on a page.
fn states_on(page: &Answer, parties: &[StateParty]) -> BTreeSet<String> {
    let text = page.text();
    let says = |state: &&StateParty| text.contains(&format!("Said by {}:", state.id));
    parties.iter().filter(says).map(|state| state.id.to_string()).collect()
}

async fn every_page_is_light(app: &TestApp, parties: &[StateParty]) {
    assert!(parties.len() > 120);
    let frame = assets(app).await;
    let open: BTreeSet<String> =
        parties.iter().enumerate().filter(|(n, _)| !keeps_for_the_court(*n)).map(|(_, s)| s.id.to_string()).collect();
    let everybody: BTreeSet<String> = parties.iter().map(|state| state.id.to_string()).collect();
    let readers = [
        (app.court("otp").await, &everybody),
        (app.secretariat().await, &everybody),
        (app.facilitator().await, &open),
        (app.coordinator("SEN").await, &open),
    ];
    for (reader, states) in &readers {
        for question in QUESTIONS {
            let mut seen = BTreeSet::new();
            for page in pages(reader, question, frame).await {
                let here = states_on(&page, parties);
                assert!(here.len() <= 25 && here.is_disjoint(&seen), "{question}: {here:?}");
                seen.extend(here);
            }
            assert_eq!(&seen, *states, "{} reads {question}", reader.email);
        }
        for page in ["/cycles/2027/responses", "/cycles/2027/questions"] {
            assert!(reader.opens(page).await.body.len() + frame < MOST, "{page}");
        }
        // All names stand behind the counts of the first page, and on no other.
        let first = reader.opens("/cycles/2027/questions/A.one").await;
        let names = |page: &Answer| page.html().select(&selector("td a")).count();
        assert_eq!(names(&first), states.len());
        assert_eq!(names(&reader.opens("/cycles/2027/questions/A.one?page=2").await), 0);
        // An address that has grown old, or was typed.
        assert_eq!(
            reader.opens("/cycles/2027/questions/A.text?page=999").await.status,
            reader.opens("/cycles/2027/questions/A.text?page=x").await.status
        );
    }
}

async fn the_record_is_of_what_was_shown(app: &TestApp, parties: &[StateParty]) {
    let secretariat = app.secretariat().await;
    let court = app.court("otp").await;
    let readings = async |state: &str| {
        let page = secretariat.opens(&format!("/cycles/2027/responses/{state}/readings")).await;
        let (html, cells) = (page.html(), selector("td:last-child"));
        html.select(&cells).map(|cell| cell.text().collect::<String>()).collect::<Vec<_>>()
    };
    let first = court.opens("/cycles/2027/questions/A.text").await;
    let here = states_on(&first, parties);
    let before: Vec<Vec<String>> = {
        let mut all = Vec::new();
        for state in parties {
            all.push(readings(state.id.as_str()).await);
        }
        all
    };
    for ((n, state), before) in parties.iter().enumerate().zip(&before) {
        let read = before.iter().filter(|codes| codes.as_str() == "A.text").count();
        let shown = keeps_for_the_court(n) && here.contains(state.id.as_str());
        assert_eq!(read, usize::from(shown), "{}", state.id);
    }
    // The names behind the counts say what each State chooses, so that all of them are read.
    court.opens("/cycles/2027/questions/A.one").await;
    for (n, state) in parties.iter().enumerate() {
        let read = readings(state.id.as_str()).await.iter().filter(|codes| codes.as_str() == "A.one").count();
        assert_eq!(read, usize::from(keeps_for_the_court(n)), "{}", state.id);
    }
}

on_both!(a_question_that_every_state_answers_at_length, Bare, |app| async {
    let parties = everybody_answers(&app);
    // First, while nothing has been read.
    the_record_is_of_what_was_shown(&app, &parties).await;
    every_page_is_light(&app, &parties).await;
});
