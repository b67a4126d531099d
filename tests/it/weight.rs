//! Pages stay light when every State answers at length: a slow line carries 100 kB, style and script included. And what is recorded
//! as read is what the page showed.

use std::collections::BTreeSet;

use concord::domain::access::{Edit, Publish, Read, Submit};
use concord::domain::actor::Role;
use concord::domain::cycle::CycleOfYear;
use concord::domain::db::Ctx;
use concord::domain::error::Result;
use concord::domain::identity::{self, NewAccount};
use concord::domain::ids::ResponseId;
use concord::domain::line::OneLine;
use concord::domain::publication::{self, StateReading};
use concord::domain::questionnaire::{Place, Visibility};
use concord::domain::response::{self, Body, Change, Response, RevisionRow, Saved, Section, draft};
use concord::domain::states::{self, StateParty};

use crate::app::*;

/// What a page may weigh with all that it loads.
const MOST: usize = 100_000;

/// Choices of the long list.
const CHOICES: usize = 12;

const QUESTIONS: [&str; 6] = ["A.text", "A.one", "A.many", "A.rank", "A.group", "A.repeat"];

fn form() -> Vec<u8> {
    let label = "Which authority of your State decides upon the request, and under which provision of national law?";
    let line = |kind: &str, code: &str| format!("{kind} | {code} | {label} | {label} | multiline |");
    let mut survey = vec![
        "type | name | label::English (en) | label::French (fr) | appearance | bind::concord:visibility".to_owned(),
        "begin group | A | Section | Section | | states_parties".to_owned(),
        line("text", "A.text"),
        line("select_one long", "A.one"),
        line("select_multiple long", "A.many"),
        line("rank short", "A.rank"),
        line("begin group", "A.group"),
    ];
    survey.extend((1..=6).map(|n| line("text", &format!("A.group.{n}"))));
    survey.push("end group".to_owned());
    survey.push(line("begin repeat", "A.repeat"));
    survey.extend((1..=2).map(|n| line("text", &format!("A.repeat.{n}"))));
    survey.extend(["end repeat", "end group"].map(str::to_owned));
    let lists = (0..CHOICES).map(|n| ("long", n)).chain((0..5).map(|n| ("short", n)));
    let choices = lists.map(|(list, n)| {
        let label = format!("Choice {n} of the list, with some words of law");
        format!("{list} | c{n} | {label} | {label}")
    });
    let head = "list_name | name | label::English (en) | label::French (fr)".to_owned();
    let choices: Vec<String> = std::iter::once(head).chain(choices).collect();
    workbook(&[("survey", &survey.join("\n")), ("choices", &choices.join("\n"))])
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
    let saved = response::save(ctx, &section, &changes)?.saved;
    assert!(!saved.iter().any(|saved| matches!(saved, Saved::Faulty(_))), "{saved:?}");
    Ok(())
}

/// So many Parties, or all of them, answer everything at length; all responses are published. The Parties, in the order of their
/// answers.
fn answer_at_length(app: &TestApp, most: usize) -> Vec<StateParty> {
    app.opens_cycle(&form());
    let mut parties = app.db.read_now(&OPERATOR, states::parties).unwrap();
    parties.truncate(most);
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
                let id = response::begin(ctx, &cycle)?.id;
                answer(ctx, &id, state, n)?;
                let permit = ctx.permit::<Submit, Response>(&id)?;
                publication::submit(ctx, &permit, 0, "", ctx.now()).map(|_| ())
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
        (app.court("otp").await, &everybody, &QUESTIONS[..]),
        (app.secretariat().await, &everybody, &["A.many"][..]),
        (app.facilitator().await, &open, &["A.rank"][..]),
        (app.coordinator("SEN").await, &open, &["A.text", "A.group"][..]),
    ];
    for (reader, states, questions) in &readers {
        for question in *questions {
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
    let court = app.court("otp").await;
    /// The States whose answers to a question are recorded as read.
    fn read(app: &TestApp, parties: &[StateParty], code: &str) -> BTreeSet<String> {
        let rows = "SELECT codes || ' ' || states AS text FROM readings";
        let rows = app.query(rows, rows);
        let of = |state: &&StateParty| {
            let wanted = (format!("[\"{code}\"]"), format!("\"{}\"", state.id));
            rows.iter().any(|row| row.starts_with(&wanted.0) && row.contains(&wanted.1))
        };
        parties.iter().filter(of).map(|state| state.id.to_string()).collect()
    }
    let kept: BTreeSet<String> =
        parties.iter().enumerate().filter(|(n, _)| keeps_for_the_court(*n)).map(|(_, s)| s.id.to_string()).collect();
    let here = states_on(&court.opens("/cycles/2027/questions/A.text").await, parties);
    assert!(!here.is_empty() && here.len() < parties.len());
    assert_eq!(read(app, parties, "A.text"), here.intersection(&kept).cloned().collect());
    // The names behind the counts say what each State chooses, so that all of them are read.
    court.opens("/cycles/2027/questions/A.one").await;
    assert_eq!(read(app, parties, "A.one"), kept);
}

on_both!(what_is_recorded_as_read_is_what_the_page_showed, Bare, |app| async {
    let parties = answer_at_length(&app, 40);
    the_record_is_of_what_was_shown(&app, &parties).await;
});

/// What a page weighs does not depend on the database.
#[actix_web::test]
async fn a_question_that_every_state_answers_at_length_stays_light() {
    let app = TestApp::on_sqlite(Start::Bare);
    let parties = answer_at_length(&app, usize::MAX);
    every_page_is_light(&app, &parties).await;
}
