//! Takes what was typed in a section: as a form, or one question at a time as the script sends it.

mod held;
mod json;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use self::held::{Held, Why, held, held_by, not_saved};
use super::confirm::confirm;
use super::items::{Typed, key_of, place_of};
use super::response_id;
use super::section::{Asked, show};
use super::sheet::fault_words;
use super::standing::StandingWords;
use crate::domain::access::{Edit, Read};
use crate::domain::identity::once::FormKey;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::{Evaluation, Form, Place, Visibility};
use crate::domain::response::draft;
use crate::domain::response::status::{self, Standing, Status};
use crate::domain::response::{self, Body, Change, Moved, Response, SaveFault, Saved, Section, Sight, Stamp};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout;
use crate::web::once;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// The changes that a form proposes: one for each question that carries its stamp.
fn changes(posted: &Posted) -> Result<Vec<Change>, Problem> {
    let mut changes = Vec::new();
    for (name, stamp) in posted.fields() {
        let Some(key) = name.strip_prefix("stamp:") else { continue };
        let field = |what: &str| format!("{what}:{key}");
        let visibility = match posted.get(&field("visibility")) {
            "" => None,
            word => Some(Visibility::parse(word).ok_or(Problem::Malformed)?),
        };
        let name = field("value");
        let value = posted.all(&name).filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" ");
        changes.push(Change {
            place: place_of(key),
            stamp: stamp.parse().map_err(|_| Problem::Malformed)?,
            body: Body {
                value: tidy(&value),
                comment: tidy(posted.get(&field("comment"))),
                declined: posted.get(&field("declined")) == "yes",
                reason: tidy(posted.get(&field("reason"))),
            },
            visibility,
        });
    }
    Ok(changes)
}

/// Browsers end lines with two characters; what is kept has one, so that a digest does not change by being shown.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// What was to be saved, and what became of it.
struct Outcome {
    changes: Arc<Vec<Change>>,
    /// [`status::Said::Done`] where nothing was to be said of the section.
    said: status::Said,
    sight: Sight,
    /// Where the section stands, where the save has put it back to work or a colleague has said something else of it.
    standing: Option<Standing>,
    /// What the rules had made of the draft before, where the next question is looked for.
    before: Option<Arc<Evaluation>>,
    done: response::Outcome,
}

/// What the pressed button says of the section as a whole, and where the page said that it stood.
struct ToSay {
    status: Status,
    standing: String,
    /// The mark of the files that the page showed.
    files: String,
}

/// Saves what was posted; where the person may not write here any more, nothing is saved and the changes come back. `goes_on`: the next question
/// is looked for afterwards.
async fn save_changes(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    changes: Arc<Vec<Change>>,
    to_say: Option<ToSay>,
    goes_on: bool,
) -> Result<Result<Outcome, Held>, Error> {
    let key = (id.clone(), code.to_owned());
    let proposed = changes.clone();
    let written = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&key)?;
            let to_say = match &to_say {
                Some(to_say) => Some((to_say, status::stood(ctx, &section)?)),
                None => None,
            };
            let written = response::save(ctx, &section, &proposed)?;
            let said = match &to_say {
                Some((ToSay { status, standing, files }, stood)) => {
                    let shown = status::Shown { changes: &proposed, files, standing };
                    status::say(ctx, &section, &written, (&shown, stood), *status)?
                }
                None => status::Said::Done,
            };
            let standing = match written.puts_back() || said == status::Said::Meanwhile {
                true => Some(status::of_section(ctx, &section, written.before())?),
                false => None,
            };
            Ok((written, said, standing, Sight::around(ctx, &section)?))
        })
        .await;
    match written {
        Ok((written, said, standing, sight)) => {
            let before = goes_on.then(|| written.before().evaluation(visit.now));
            Ok(Ok(Outcome { changes, said, sight, standing, before, done: written.settle() }))
        }
        Err(error) => match held_by(&error) {
            Some(why) if matches!(why, Why::Closed) || changes.iter().any(Change::is_touched) => {
                if matches!(why, Why::Full) {
                    Problem::from(error).log(visit);
                }
                Ok(Err(Held { changes, why }))
            }
            None if matches!(error, Error::NotFound)
                && changes.iter().any(Change::is_touched)
                && was_taken(visit, id, code).await =>
            {
                Ok(Err(Held { changes, why: Why::NotYours }))
            }
            _ => Err(error),
        },
    }
}

/// Whether there is such a section in a response of the person's State, which they do not see (any more).
async fn was_taken(visit: &Visit, id: &ResponseId, code: &str) -> bool {
    let key = (id.clone(), code.to_owned());
    let looked = visit.app.db.look_up(visit.actor(), move |ctx| {
        let response = ctx.permit::<Read, Response>(&key.0)?;
        let draft = draft::open(ctx, &response)?;
        let is_there = draft.form.sections().any(|(_, node)| node.code == key.1);
        Ok(is_there && ctx.permit::<Read, Section>(&key).is_err())
    });
    looked.await.unwrap_or(false)
}

/// Saves what was posted. With `Accept: application/json` the answer says what became of each question; else it is a page.
pub async fn save(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code) = path.into_inner();
    let response = response_id(&id).map_err(fail)?;
    let changes = Arc::new(changes(&posted).map_err(|problem| visit.fault(problem))?);
    let said = said(&posted);
    let goes_on = posted.get("then") == "continue" && !wants_json(&request);
    let outcome = match save_changes(&visit, &response, &code, changes.clone(), said, goes_on).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(kept)) if wants_json(&request) => return Ok(json::held_json(&visit, &kept)),
        Ok(Err(kept)) => return held(&visit, &response, &code, &kept).await,
        // The script tries again by itself.
        Err(error) if wants_json(&request) => return Err(fail(error)),
        Err(error) => return not_saved(&visit, &response, &code, changes, error).await,
    };
    if wants_json(&request) {
        return Ok(json::as_json(&visit, &outcome, &code));
    }
    let typed = typed(visit.words(), &outcome);
    let asked = Asked::with_all(all_of(&posted));
    if !typed.is_empty() {
        return show(&visit, &id, &code, &asked, typed, None).await;
    }
    if let Some(words) = unsaid_words(&visit, &outcome, &posted) {
        // What has changed meanwhile may be a question that a confirmation leaves out.
        return show(&visit, &id, &code, &Asked::with_all(Some("1".to_owned())), typed, Some(words)).await;
    }
    if let Some(key) = revealed(&visit, &outcome, &code) {
        return Ok(layout::see(format!("/responses/{id}/sections/{code}?saved=1&more=1#q-{key}")));
    }
    act(&visit, &response, &code, &posted, &outcome).await
}

/// Whether every question was shown of a response that confirms last year's: nothing disappears by being saved.
fn all_of(posted: &Posted) -> Option<String> {
    (!posted.get("all").is_empty()).then(|| "1".to_owned())
}

/// What the page showed of each question, with what was saved from it just now.
fn seen(outcome: &Outcome) -> Vec<(Place, Stamp)> {
    let pairs = outcome.changes.iter().zip(&outcome.done.saved);
    let stamp = |(change, saved): (&Change, &Saved)| match saved {
        Saved::Written => (change.place.clone(), outcome.done.draft.stamp(&change.place)),
        Saved::Unchanged | Saved::Rival(_) | Saved::Faulty(_) => (change.place.clone(), change.stamp.clone()),
    };
    pairs.map(stamp).collect()
}

/// Saves the form that was posted when the session had expired, now that the same person has signed in again. What cannot be kept is
/// shown as it was typed, as after any other save.
///
/// # Errors
/// A page that says what went wrong.
pub async fn save_carried(visit: &Visit, id: ResponseId, code: String, fields: &Posted) -> Result<HttpResponse, Fault> {
    let here = format!("/responses/{id}/sections/{code}");
    let visit = &Visit { path: here.clone(), ..visit.clone() };
    let changes = Arc::new(changes(fields).map_err(|problem| visit.fault(problem))?);
    let said = said(fields);
    let outcome = match save_changes(visit, &id, &code, changes.clone(), said, false).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(kept)) => return held(visit, &id, &code, &kept).await,
        Err(error) => return not_saved(visit, &id, &code, changes, error).await,
    };
    let typed = typed(visit.words(), &outcome);
    if !typed.is_empty() {
        return show(visit, id.as_str(), &code, &Asked::default(), typed, None).await;
    }
    if let Some(words) = unsaid_words(visit, &outcome, fields) {
        return show(visit, id.as_str(), &code, &Asked::with_all(Some("1".to_owned())), typed, Some(words)).await;
    }
    Ok(match fields.get("then").strip_prefix("file:") {
        Some(question) => layout::see(format!("{here}/files/{question}")),
        None => layout::see(format!("{here}?saved=1")),
    })
}

/// The response and section of a section's address.
pub fn address_of(path: &str) -> Option<(ResponseId, String)> {
    let path = path.split('?').next()?;
    let (id, section) = path.strip_prefix("/responses/")?.split_once("/sections/")?;
    let section = percent_encoding::percent_decode_str(section).decode_utf8().ok()?;
    (!section.contains('/')).then_some((id.parse().ok()?, section.into_owned()))
}

fn said(posted: &Posted) -> Option<ToSay> {
    let status = Status::parse(posted.get("then")).filter(|status| *status != Status::NotBegun)?;
    Some(ToSay { status, standing: posted.get("standing").to_owned(), files: posted.get("files").to_owned() })
}

/// Why nothing was said of the section, where something was to be.
fn unsaid_words(visit: &Visit, outcome: &Outcome, posted: &Posted) -> Option<String> {
    let words = visit.words();
    match outcome.said {
        status::Said::Done => None,
        status::Said::Changed => Some(words.t("standing-changed-meanwhile")),
        status::Said::Meanwhile => {
            let now = outcome.standing.as_ref().map(|standing| StandingWords::of(words, standing, visit.now).words);
            let wanted = words.t(&format!("standing-is-{}", posted.get("then").replace('_', "-")));
            Some(words.t2("standing-meanwhile", "now", now.unwrap_or_default(), "wanted", wanted))
        }
    }
}

fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

fn typed(words: Words, outcome: &Outcome) -> HashMap<String, Typed> {
    let pairs = outcome.changes.iter().zip(&outcome.done.saved);
    pairs
        .filter_map(|(change, saved)| match saved {
            Saved::Faulty(faults) => {
                let worded = |fault| save_fault_words(words, &outcome.done.draft.form, &change.place.code, fault);
                let faults = faults.iter().map(worded).collect();
                let (body, stamp) = (change.body.clone(), change.stamp.clone());
                let typed = Typed { body, visibility: change.visibility, faults, stamp };
                Some((key_of(&change.place), typed))
            }
            Saved::Unchanged | Saved::Written | Saved::Rival(_) => None,
        })
        .collect()
}

pub(super) fn save_fault_words(words: Words, form: &Form, code: &str, fault: &SaveFault) -> String {
    match fault {
        SaveFault::Answer(fault) => {
            form.node(code).map(|(_, node)| fault_words(words, form, node, fault)).unwrap_or_default()
        }
        SaveFault::CommentTooLong { max } => words.with("save-comment-too-long", &[("max", max.to_string())]),
        SaveFault::ReasonTooLong { max } => words.with("save-reason-too-long", &[("max", max.to_string())]),
        SaveFault::ControlCharacters => words.t("fault-control-character"),
        SaveFault::CannotDecline => words.t("fault-not-declinable"),
        SaveFault::VisibilityLocked => words.t("save-visibility-locked"),
        SaveFault::NotYours => words.t("save-taken"),
        SaveFault::EntryRemoved => words.t("save-entry-removed"),
        SaveFault::NoSuchFile => words.t("save-no-such-file"),
    }
}

/// The first question of the section that this save has brought up and nobody has answered yet. With a script it appeared while the
/// answers were given; without one nobody has seen it.
fn revealed(visit: &Visit, outcome: &Outcome, code: &str) -> Option<String> {
    let (draft, before) = (&outcome.done.draft, outcome.before.as_ref()?);
    let section = draft.form.by_code.get(code).copied()?;
    let evaluation = draft.evaluation(visit.now);
    evaluation.rows().find_map(|row| {
        let node = draft.form.nodes.get(row.node)?;
        let seen = outcome.sight.sees(&draft.form, &node.code);
        let open = seen && node.section == section && node.kind.takes_answer() && row.shown && !row.read_only;
        let unseen = before.row(row.node, &row.instance).is_some_and(|row| !row.shown);
        let place = Place { code: node.code.clone(), instance: row.instance.clone() };
        let answered = draft.answers.get(&place).is_some_and(|answer| !answer.body.is_empty());
        (open && unseen && !answered).then(|| key_of(&place))
    })
}

/// Does what the pressed button says, after everything is saved.
async fn act(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    posted: &Posted,
    outcome: &Outcome,
) -> Result<HttpResponse, Fault> {
    let (draft, sight) = (&outcome.done.draft, &outcome.sight);
    let then = posted.get("then");
    let here = format!("/responses/{id}/sections/{code}");
    let all = all_of(posted).map_or("", |_| "&all=1");
    let (verb, what) = then.split_once(':').unwrap_or((then, ""));
    match verb {
        // What is typed meanwhile is saved and makes no other click of it.
        "add" | "up" | "down" => {
            let key = once::key_of(posted, &format!("{here} {then}"));
            change_entries(visit, id, code, (verb, what), key, all).await
        }
        "confirm" => confirm(visit, id, code, what, seen(outcome), all).await,
        "remove" => Ok(layout::see(format!("{here}/entries/{what}/remove"))),
        "file" => Ok(layout::see(format!("{here}/files/{what}"))),
        "stay" | "ready" | "cleared" | "in_work" => Ok(layout::see(format!("{here}?saved=1{all}"))),
        _ => {
            let sections = draft.form.sections().map(|(_, node)| node.code.as_str());
            let sections: Vec<&str> = sections.filter(|section| sight.sees_section(section)).collect();
            let next = sections.iter().position(|section| *section == code).and_then(|at| sections.get(at + 1));
            Ok(layout::see(match next {
                Some(next) if !draft.rivals.iter().any(|rival| sight.sees(&draft.form, &rival.place.code)) => {
                    format!("/responses/{id}/sections/{next}")
                }
                Some(_) => format!("{here}?saved=1"),
                None => format!("/responses/{id}/check"),
            }))
        }
    }
}

async fn change_entries(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    (verb, what): (&str, &str),
    form: Option<FormKey>,
    all: &str,
) -> Result<HttpResponse, Fault> {
    let (key, of, verb, what) = (id.clone(), code.to_owned(), verb.to_owned(), what.to_owned());
    let done = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(key.clone(), of.clone()))?;
            let Place { code: repeat, instance: parent } = place_of(&what);
            match verb.as_str() {
                "add" => response::add_entry_once(ctx, &section, &repeat, &parent, form.as_ref())
                    .map(|entry| format!("{repeat}@{entry}")),
                "up" => {
                    response::move_entry_once(ctx, &section, &what, Moved::Up, form.as_ref()).map(|()| what.clone())
                }
                _ => response::move_entry_once(ctx, &section, &what, Moved::Down, form.as_ref()).map(|()| what.clone()),
            }
        })
        .await;
    match done {
        Ok(anchor) => {
            let all = all.replacen('&', "?", 1);
            Ok(layout::see(format!("/responses/{id}/sections/{code}{all}#e-{anchor}")))
        }
        Err(Error::Refused(refusal @ (Refusal::EntriesFull { .. } | Refusal::EntryRemoved))) => {
            let words = refusal_words(visit.words(), &refusal);
            let asked = Asked::with_all((!all.is_empty()).then(|| "1".to_owned()));
            show(visit, id.as_str(), code, &asked, HashMap::new(), Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
