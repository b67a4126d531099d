//! What a save came to, as the script reads it: what was saved, with new stamps, faults and rivals by question.

use actix_web::HttpResponse;
use serde::Serialize;

use super::held::Held;
use super::{Outcome, save_fault_words};
use crate::domain::questionnaire::Place;
use crate::domain::response::draft::Draft;
use crate::domain::response::{Change, Saved, Standing};
use crate::web::i18n::Words;
use crate::web::response::items::key_of;
use crate::web::response::sheet::Sheet;
use crate::web::response::standing::StandingWords;
use crate::web::visit::Visit;

/// The same for the script, one line for each answer.
pub(super) fn held_json(visit: &Visit, held: &Held) -> HttpResponse {
    let (one, _) = held.words(visit);
    let line = |change: &Change| JsonLine { key: key_of(&change.place), words: one.clone(), href: String::new() };
    HttpResponse::Ok().json(JsonOutcome { faults: held.touched().map(line).collect(), ..JsonOutcome::default() })
}

#[derive(Serialize, Default)]
struct JsonOutcome {
    /// Where the section stands now, where this has put it back to work.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<String>,
    saved: Vec<JsonSaved>,
    faults: Vec<JsonLine>,
    rivals: Vec<JsonLine>,
    shown: Vec<String>,
    hidden: Vec<String>,
}

#[derive(Serialize)]
struct JsonSaved {
    key: String,
    stamp: String,
    words: String,
    /// The page's line on last year's answer does not hold any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    settled: bool,
}

#[derive(Serialize)]
struct JsonLine {
    key: String,
    words: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    href: String,
}

/// What a save has made of an answer that was carried over from last year.
fn saved_since(words: Words, draft: &Draft, place: &Place) -> Option<String> {
    let carried = draft.answers.get(place)?.carried.as_ref()?;
    let key = match carried.standing {
        Standing::Carried => return None,
        Standing::Confirmed => "answer-saved-confirmed",
        Standing::Changed => "answer-saved-changed",
    };
    Some(words.plain(key, &[("year", carried.year.to_string())]))
}

/// What became of each change, and what is shown and hidden now.
pub(super) fn as_json(visit: &Visit, outcome: &Outcome, code: &str) -> HttpResponse {
    let words = visit.words();
    let draft = &outcome.done.draft;
    let evaluation = draft.evaluation(visit.now);
    let sheet = Sheet {
        words,
        form: &draft.form,
        evaluation: &evaluation,
        draft: Some(draft),
        typed: std::collections::HashMap::new(),
        names_missing: false,
        now: visit.now,
        sight: Some(&outcome.sight),
        beside: None,
    };
    let put_back = outcome.standing.as_ref().map(|standing| StandingWords::of(words, standing, visit.now).words);
    let mut json = JsonOutcome { standing: put_back, ..JsonOutcome::default() };
    for (change, saved) in outcome.changes.iter().zip(&outcome.done.saved) {
        let key = key_of(&change.place);
        match saved {
            Saved::Unchanged | Saved::Written => {
                // Who typed nothing new keeps the stamp of what the page shows: a colleague's later text was not seen there.
                let shown = *saved == Saved::Unchanged && !change.is_touched();
                let stamp = if shown { change.stamp.clone() } else { draft.stamp(&change.place) }.to_string();
                let last = saved_since(words, draft, &change.place).filter(|_| *saved == Saved::Written);
                let settled = last.is_some();
                let words = last.unwrap_or_else(|| words.t("answer-saved-now"));
                json.saved.push(JsonSaved { key: key.clone(), stamp, words, settled });
                if let Some((index, node)) = draft.form.node(&change.place.code)
                    && let Some(row) = evaluation.row(index, &change.place.instance)
                {
                    let lines = sheet.faults(node, row).into_iter();
                    json.faults.extend(lines.map(|words| JsonLine { key: key.clone(), words, href: String::new() }));
                }
            }
            Saved::Rival(id) => json.rivals.push(JsonLine {
                href: format!("/responses/{}/sections/{code}/rivals/{id}", outcome.done.response.id),
                words: words.t("answer-rival"),
                key,
            }),
            Saved::Faulty(faults) => json.faults.extend(faults.iter().map(|fault| JsonLine {
                key: key.clone(),
                words: save_fault_words(words, &draft.form, &change.place.code, fault),
                href: String::new(),
            })),
        }
    }
    let section = draft.form.by_code.get(code).copied();
    for row in evaluation.rows() {
        let Some(node) = draft.form.nodes.get(row.node) else { continue };
        if Some(node.section) == section && node.parent.is_some() && !row.entry && sheet.sees(&node.code) {
            let key = key_of(&Place { code: node.code.clone(), instance: row.instance.clone() });
            if row.shown { json.shown.push(key) } else { json.hidden.push(key) }
        }
    }
    HttpResponse::Ok().json(json)
}
