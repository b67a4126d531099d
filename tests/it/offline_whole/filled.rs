//! What a whole questionnaire holds when everything in it is filled in, and what a draft says then.

use std::sync::Arc;

use concord::domain::access::{Edit, Read};
use concord::domain::actor::Actor;
use concord::domain::ids::ResponseId;
use concord::domain::questionnaire::{Form, Kind, Node, Place, Visibility};
use concord::domain::response::draft::{self, Draft};
use concord::domain::response::{self, Body, Change, Response, Saved, Section};

use crate::app::*;

/// A form with every kind of question, what is calculated and what nobody changes, and a repeat inside a repeat.
pub const EVERY_KIND: &str = "\
    type|name|label::English (en)|label::French (fr)|appearance|bind::concord:may_decline|bind::concord:visibility|parameters|calculation|read_only|default\n\
    begin_group|A|Section|Section|||states_parties|\n\
    note|A.0|Read this first|Lisez d’abord ceci||||\n\
    text|A.1|One line|Une ligne||yes||\n\
    text|A.2|Many lines|Des lignes|multiline|yes||\n\
    integer|A.3|A whole number|Un entier||||\n\
    decimal|A.4|A number|Un nombre||||\n\
    date|A.5|A day|Un jour||||\n\
    time|A.6|A time|Une heure||||\n\
    dateTime|A.7|A moment|Un moment||||\n\
    select_one colour|A.8|One|Une||||\n\
    select_multiple colour|A.9|Several|Plusieurs||||\n\
    rank colour|A.10|In order|En ordre||||\n\
    acknowledge|A.11|Read|Lu||||\n\
    range|A.12|A range|Une plage||||start=0 end=10 step=0.5\n\
    begin_group|A.13|Together|Ensemble||||\n\
    text|A.13.a|In a group|Dans un groupe||||\n\
    end_group|||||||\n\
    begin_repeat|A.14|Laws|Lois||yes||\n\
    text|A.14.title|Title|Titre||||\n\
    date|A.14.day|Day|Jour||||\n\
    begin_repeat|A.14.change|Changes|Modifications||||\n\
    text|A.14.change.text|What changed|Ce qui a changé||||\n\
    end_repeat|||||||\n\
    end_repeat|||||||\n\
    calculate|A.15|One more|Un de plus|||||${A.3} + 1\n\
    text|A.16|As the form has it|Tel que le formulaire l’a||||||yes|as the form has it\n\
    end_group|||||||";
pub const COLOURS: &str = "list_name|name|label::English (en)|label::French (fr)\n\
    colour|red|Red, of course|Rouge, bien sûr\n\
    colour|blue|The same|Le même\n\
    colour|green|The same|Vert : « pâle »";

pub fn every_kind() -> Vec<u8> {
    workbook(&[("survey", EVERY_KIND), ("choices", COLOURS)])
}

pub fn draft_of(app: &TestApp, who: &Actor, id: &ResponseId) -> Arc<Draft> {
    app.db
        .read_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            draft::open(ctx, &permit)
        })
        .unwrap()
}

pub fn value(form: &Form, node: &Node, n: usize) -> String {
    let names: Vec<&str> = form.choices(node).iter().map(|choice| choice.name.as_str()).collect();
    let some = |from: usize| names.iter().skip(from % names.len().max(1)).copied().collect::<Vec<_>>();
    match &node.kind {
        Kind::Text { multiline: true } => {
            format!("=Line « {n} » of {}\n\n\tthird, N° 3 – L’été  \"x\" <b>&amp;", node.code)
        }
        Kind::Text { .. } => format!("+Text {n} of {}: 1/2, _x000D_ L’été", node.code),
        Kind::Integer => format!("{}", 1_000 + n),
        Kind::Decimal => "1234.125".to_owned(),
        Kind::Date => format!("2027-04-{:02}", 1 + n % 28),
        Kind::Time => format!("0{}:05:00", n % 10),
        Kind::DateTime => "2027-04-19T14:30:00".to_owned(),
        Kind::SelectOne { .. } => names[n % names.len()].to_owned(),
        Kind::SelectMultiple { .. } => some(n).join(" "),
        Kind::Rank { .. } => names.iter().rev().copied().collect::<Vec<_>>().join(" "),
        Kind::Range { start, .. } => start.clone(),
        Kind::Acknowledge => "OK".to_owned(),
        _ => String::new(),
    }
}

/// Fills in everything: two entries of each repeat, and in each one of those inside; every kind of answer, comments, reasons and readers.
pub fn fills(app: &TestApp, who: &Actor, id: &ResponseId) {
    let form = draft_of(app, who, id).form.clone();
    for (at, section) in form.sections() {
        let of = (id.clone(), section.code.clone());
        let repeats: Vec<&Node> = form.nodes[at..section.end].iter().filter(|node| node.kind == Kind::Repeat).collect();
        for repeat in repeats {
            let outer: Vec<String> = match repeat.repeat {
                None => vec![String::new(), String::new()],
                Some(outer) => {
                    let draft = draft_of(app, who, id);
                    let code = &form.nodes[outer].code;
                    draft
                        .entries
                        .iter()
                        .filter(|entry| &entry.repeat_code == code)
                        .map(|entry| entry.id.clone())
                        .collect()
                }
            };
            for parent in outer {
                app.db
                    .write_now(who, |ctx| {
                        let section = ctx.permit::<Edit, Section>(&of)?;
                        response::add_entry(ctx, &section, &repeat.code, &parent)
                    })
                    .unwrap();
                app.wait(1);
            }
        }
        let draft = draft_of(app, who, id);
        let mut changes = Vec::new();
        for (n, node) in form.nodes.iter().enumerate().take(section.end).skip(at) {
            let whole = node.kind.is_container();
            if !(node.kind.takes_answer() || whole) || node.kind == Kind::File || (whole && node.parent.is_none()) {
                continue;
            }
            // What the form keeps as it is stands in every file, and nobody fills it in.
            if node.read_only.is_some() {
                continue;
            }
            let instances: Vec<String> = match node.repeat {
                None => vec![String::new()],
                Some(repeat) => {
                    let code = &form.nodes[repeat].code;
                    draft
                        .entries
                        .iter()
                        .filter(|entry| &entry.repeat_code == code)
                        .map(|entry| entry.id.clone())
                        .collect()
                }
            };
            for (m, instance) in instances.into_iter().enumerate() {
                let n = n + m * 7;
                let declined = node.may_decline && n.is_multiple_of(5);
                let body = Body {
                    value: if declined { String::new() } else { value(&form, node, n) },
                    comment: if n.is_multiple_of(3) && !whole {
                        format!("Comment {n}\nin two lines")
                    } else {
                        String::new()
                    },
                    declined,
                    reason: if declined { format!("Reason {n}") } else { String::new() },
                };
                let narrow = n.is_multiple_of(4) && node.visibility == Visibility::StatesParties;
                let place = Place { code: node.code.clone(), instance };
                let visibility = narrow.then_some(Visibility::Court);
                changes.push(Change { stamp: draft.stamp(&place), place, body, visibility });
            }
        }
        let written = app
            .db
            .write_now(who, |ctx| {
                let section = ctx.permit::<Edit, Section>(&of)?;
                response::save(ctx, &section, &changes)
            })
            .unwrap();
        let kept = |saved: &Saved| matches!(saved, Saved::Written | Saved::Unchanged);
        assert!(written.saved.iter().all(kept), "{:?}", changes.iter().zip(&written.saved).find(|(_, s)| !kept(s)));
    }
}

/// What is given in a draft, entries by their order.
pub fn given(draft: &Draft) -> Vec<(String, Vec<usize>, Body, Option<Visibility>)> {
    let path = |instance: &str| {
        let (mut path, mut at) = (Vec::new(), instance.to_owned());
        while let Some(entry) = draft.entries.iter().find(|entry| entry.id == at) {
            let siblings = draft.values().entries(&entry.repeat_code, &entry.parent);
            path.insert(0, siblings.take_while(|other| other.id != entry.id).count());
            at = entry.parent.clone();
        }
        path
    };
    let mut all: Vec<_> = draft
        .answers
        .iter()
        .filter(|(_, answer)| !answer.body.is_empty() || answer.visibility.is_some())
        .map(|(place, answer)| (place.code.clone(), path(&place.instance), answer.body.clone(), answer.visibility))
        .collect();
    all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    all
}
