//! Invents a State's answers: whatever the form asks, until its rules find no fault. Nothing is said here about any real State's law.

use crate::domain::access::{Edit, Read};
use crate::domain::actor::Actor;
use crate::domain::db::Db;
use crate::domain::error::{Error, Result};
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::{FaultCode, Form, Kind, Node, Place, Purpose, Row, Tier, Visibility};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::{self, Body, Change, Response, Saved, Section};
use crate::domain::states::StateParty;

/// Rounds of answering after which the rules have to be content: answers bring up further questions.
const ROUNDS: usize = 8;

/// Answers a response until nothing is missing.
pub fn answer(db: &Db, who: &Actor, id: &ResponseId, state: &StateParty, n: usize) -> Result<()> {
    for round in 0..ROUNDS {
        let draft = db.read_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            draft::open(ctx, &permit)
        })?;
        let sections: Vec<(usize, String)> =
            draft.form.sections().map(|(index, node)| (index, node.code.clone())).collect();
        let mut wrote = false;
        for (index, code) in sections {
            let (entries, changes) = wanted(db, &draft, index, state, n, round);
            wrote |= !entries.is_empty() || !changes.is_empty();
            db.write_now(who, |ctx| {
                let section = ctx.permit::<Edit, Section>(&(id.clone(), code.clone()))?;
                for repeat in &entries {
                    response::add_entry(ctx, &section, repeat, "")?;
                }
                let section = ctx.permit::<Edit, Section>(&(id.clone(), code.clone()))?;
                let saved = response::save(ctx, &section, &changes)?;
                match saved.saved.iter().find(|saved| matches!(saved, Saved::Faulty(_))) {
                    Some(fault) => Err(Error::internal(format!("section {code}: {fault:?}"))),
                    None => Ok(()),
                }
            })?;
        }
        if !wrote || round + 1 == ROUNDS {
            without_faults(&draft, db)?;
            break;
        }
    }
    Ok(())
}

/// The form's rules are content, or the message names what they are not content with.
fn without_faults(draft: &Draft, db: &Db) -> Result<()> {
    let evaluation = draft.evaluation(db.clock().now());
    let code = |row: &Row| draft.form.nodes.get(row.node).map(|node| node.code.clone()).unwrap_or_default();
    let faults: Vec<String> = evaluation
        .faults()
        .filter(|(row, _)| row.shown)
        .map(|(row, fault)| format!("{} = \"{}\": {:?}", code(row), row.value, fault.code))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::internal(faults.join("; "))) }
}

/// What a round adds to a section: entries of repeats, and answers.
fn wanted(
    db: &Db,
    draft: &Draft,
    section: usize,
    state: &StateParty,
    n: usize,
    round: usize,
) -> (Vec<String>, Vec<Change>) {
    let evaluation = draft.evaluation(db.clock().now());
    let (mut entries, mut changes) = (Vec::new(), Vec::new());
    for row in evaluation.rows().filter(|row| row.shown && !row.entry) {
        let Some(node) = draft.form.nodes.get(row.node).filter(|node| node.section == section) else { continue };
        if row.faults.iter().any(|fault| matches!(fault.code, FaultCode::TooFewEntries { .. })) {
            entries.push(node.code.clone());
            continue;
        }
        let place = Place { code: node.code.clone(), instance: row.instance.clone() };
        let given = draft.answers.get(&place);
        let faulty = !row.faults.is_empty();
        if !node.kind.takes_answer() || node.kind == Kind::File || (given.is_some() && !faulty) {
            continue;
        }
        let seed = seed(&node.code, n);
        // Extended questions are answered by some States only, and some answers are declined or kept for the Court.
        if !row.required && (round > 0 || (node.tier == Tier::Extended && !seed.is_multiple_of(3))) && !faulty {
            continue;
        }
        changes.push(Change {
            stamp: draft.stamp(&place),
            place,
            body: body(&draft.form, node, row, state, seed + round * usize::from(faulty && round > 0)),
            visibility: (seed.is_multiple_of(11) && node.visibility == Visibility::StatesParties)
                .then_some(Visibility::Court),
        });
    }
    (entries, changes)
}

/// A number that differs by question and State and stays the same from one making to the next.
fn seed(code: &str, n: usize) -> usize {
    code.bytes().fold(n * 31 + 7, |sum, byte| sum.wrapping_mul(33).wrapping_add(usize::from(byte)) % 100_003)
}

fn body(form: &Form, node: &Node, row: &Row, state: &StateParty, seed: usize) -> Body {
    if node.may_decline && row.required && seed % 17 == 3 && node.purpose != Some(Purpose::Clearance) {
        let reason = "Consultations among the services concerned are under way (invented).".to_owned();
        return Body { declined: true, reason, ..Body::default() };
    }
    let comment = if seed % 13 == 5 { "This answer is invented, for demonstration.".to_owned() } else { String::new() };
    // Choices that the form's rules do not let stand together are given one by one.
    let one = row.faults.iter().any(|fault| fault.code == FaultCode::ConstraintFailed);
    Body { value: value(form, node, state, seed, one), comment, ..Body::default() }
}

fn value(form: &Form, node: &Node, state: &StateParty, seed: usize, one: bool) -> String {
    let name = state.name_in("en");
    match &node.kind {
        Kind::SelectOne { .. } | Kind::Rank { .. } | Kind::SelectMultiple { .. } => choice(form, node, seed, one),
        Kind::Integer => (seed % 40).to_string(),
        Kind::Decimal => format!("{}.5", seed % 40),
        Kind::Range { start, .. } => start.clone(),
        Kind::Date => format!("{}-{:02}-{:02}", 1998 + seed % 27, 1 + seed % 12, 1 + seed % 28),
        Kind::DateTime => format!("2026-05-{:02}T10:00:00", 1 + seed % 28),
        Kind::Time => "10:00:00".to_owned(),
        Kind::Acknowledge => "OK".to_owned(),
        Kind::Text { multiline: true } => paragraph(name, seed),
        Kind::Text { multiline: false } => line(&node.code, name, state, seed),
        Kind::Group | Kind::Repeat | Kind::Note | Kind::Calculate | Kind::Hidden | Kind::File => String::new(),
    }
}

fn choice(form: &Form, node: &Node, seed: usize, one: bool) -> String {
    let choices = form.choices(node);
    let yes = choices.iter().find(|choice| choice.name == "yes");
    let at = |k: usize| choices.get(k % choices.len().max(1)).map(|choice| choice.name.clone()).unwrap_or_default();
    match (&node.kind, yes) {
        (_, Some(yes)) if node.purpose == Some(Purpose::Clearance) => yes.name.clone(),
        (Kind::SelectMultiple { .. }, _) => {
            // What stands alone or asks for more words is left to others; the rules name what does not go together.
            let some: Vec<_> = choices
                .iter()
                .filter(|choice| !matches!(choice.name.as_str(), "none" | "other" | "formal_only"))
                .enumerate()
                .filter(|(k, _)| (seed >> (k % 7)) & 1 == 1)
                .map(|(_, choice)| choice.name.clone())
                .collect();
            if some.is_empty() || one { at(seed) } else { some.join(" ") }
        }
        (Kind::Rank { .. }, _) => choices.iter().map(|choice| choice.name.clone()).collect::<Vec<_>>().join(" "),
        (_, _) => at(seed),
    }
}

fn line(code: &str, name: &str, state: &StateParty, seed: usize) -> String {
    let domain = state.id.as_str().to_lowercase();
    match code.rsplit('.').next().unwrap_or("") {
        "functional_email" | "contact" => format!("cooperation@justice.{domain}.example"),
        "direct_email" => format!("person{}@justice.{domain}.example", seed % 90),
        other if other.ends_with("email") => format!("official{}@justice.{domain}.example", seed % 90),
        "phone" => format!("+00 {:03} {:03} {:03}", seed % 1000, seed / 7 % 1000, seed / 3 % 1000),
        "institution" | "authority" => format!("Ministry of Justice of {name}, unit {}", 1 + seed % 5),
        "name" => format!("Person {} (invented)", 1 + seed % 90),
        "title" => format!("Act No. {} of {} (invented)", 1 + seed % 300, 1998 + seed % 27),
        "languages" | "official" | "language" => "English, French".to_owned(),
        "link" => format!("https://law.{domain}.example/{}", seed % 1000),
        _ => format!("Invented answer of {name}, No. {}", seed % 1000),
    }
}

fn paragraph(name: &str, seed: usize) -> String {
    const SENTENCES: [&str; 6] = [
        "Requests are received through the diplomatic channel and sent on to the ministry of justice within two working days.",
        "The competent office checks the form of the request and may ask the Court for further information.",
        "A judge authorizes measures that touch upon property or private life; the decision can be challenged.",
        "Urgent requests are dealt with by the duty officer at any hour.",
        "The authorities consult the Court before they postpone or decline a measure.",
        "The procedure is under review, and a bill is expected in the coming session of parliament.",
    ];
    let chosen = SENTENCES.iter().enumerate().filter(|(k, _)| (seed >> k) & 1 == 1 || *k == seed % 6);
    let text: Vec<&str> = chosen.map(|(_, sentence)| *sentence).collect();
    format!("Invented answer of {name}. {}", text.join(" "))
}
