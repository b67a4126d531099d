//! The cycles, one a year, and the form by which one is prepared.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::forms::short;
use super::{Faults, day_words, desk};
use crate::domain::access::Stage;
use crate::domain::cycle::{self, NewCycle};
use crate::domain::ids::FormHash;
use crate::domain::questionnaire::{self, FormRecord};
use crate::domain::time::{Day, Instant};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A cycle in the list.
struct Line {
    year: i32,
    stage: Stage,
    note: String,
    expected_by: Instant,
    form: String,
    hash: FormHash,
    invented: bool,
}

/// A form that a cycle can be given.
struct Choice {
    hash: String,
    words: String,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    year: String,
    form: String,
    note: String,
    note_date: String,
    expected_by: String,
}

#[derive(Template)]
#[template(path = "secretariat/cycles.html")]
struct CyclesPage {
    page: Page,
    lines: Vec<Line>,
    forms: Vec<Choice>,
    typed: Typed,
    faults: Faults,
}

/// The key of the word for a stage.
pub(super) fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Prepared => "secretariat-stage-prepared",
        Stage::Open => "secretariat-stage-open",
        Stage::Frozen => "secretariat-stage-frozen",
    }
}

impl Line {
    fn stage_key(&self) -> &'static str {
        stage_key(self.stage)
    }
}

/// The page. The year proposed is the one after the latest cycle's.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, None, Faults::default()).await
}

async fn show(visit: &Visit, typed: Option<Typed>, faults: Faults) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), |ctx| Ok((cycle::list(ctx)?, questionnaire::list(ctx)?))).await;
    let (cycles, forms) = read.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let known = |hash: &FormHash| forms.iter().find(|form| &form.hash == hash).map(form_words).unwrap_or_default();
    let lines: Vec<Line> = cycles
        .into_iter()
        .map(|cycle| Line {
            note: words.t2(
                "secretariat-note-of",
                "reference",
                cycle.note_reference,
                "date",
                day_words(words, &cycle.note_date),
            ),
            form: known(&cycle.form_hash),
            hash: cycle.form_hash,
            year: cycle.year,
            stage: cycle.stage,
            expected_by: cycle.expected_by,
            invented: cycle.invented,
        })
        .collect();
    let next = lines.iter().map(|line| line.year).max().map(|year| year.saturating_add(1).to_string());
    let typed = typed.unwrap_or_else(|| Typed { year: next.unwrap_or_default(), ..Typed::default() });
    let choice = |form: &FormRecord| Choice { hash: form.hash.to_string(), words: form_words(form) };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = desk(visit, &words.t("secretariat-cycles-title"));
    page.errors = faults.len();
    let page = CyclesPage { page, lines, forms: forms.iter().map(choice).collect(), typed, faults };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// A form by what people know it by, and by its hash, which tells two imports of one version apart.
pub(super) fn form_words(form: &FormRecord) -> String {
    let name = if form.title.is_empty() { &form.form_id } else { &form.title };
    [name.as_str(), form.version.as_str(), &short(&form.hash)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Prepares a cycle; nothing of it is visible to States.
pub async fn prepare(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let new = match read(&visit, &posted) {
        Ok(new) => new,
        Err(faults) => return show(&visit, Some(typed(&posted)), faults).await,
    };
    let year = new.year;
    match visit.app.db.write(visit.actor(), move |ctx| cycle::prepare(ctx, &new)).await {
        Ok(_) => Ok(layout::see(format!("/secretariat/cycles/{year}?done=prepared"))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, Some(typed(&posted)), Faults::one(field_of(&refusal), words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Reads every field before it says what is wrong, so that nobody mends one fault at a time.
fn read(visit: &Visit, posted: &Posted) -> Result<NewCycle, Faults> {
    let words = visit.words();
    let refused = |refusal: &Refusal| refusal_words(words, refusal);
    let mut faults = Faults::default();
    let year = posted.get("year").trim().parse::<i32>().map_err(|_| refused(&Refusal::YearBad));
    let form = posted.get("form").parse::<FormHash>().map_err(|_| words.t("secretariat-cycle-form-missing"));
    let note = cycle::note_reference(posted.get("note")).map_err(|refusal| refused(&refusal));
    let year = faults.keep("year", year);
    let form = faults.keep("form", form);
    let note = faults.keep("note", note);
    let day =
        |field: &str, key: &str| -> Result<Day, String> { cycle::day(posted.get(field)).map_err(|_| words.t(key)) };
    let note_date = faults.keep("note_date", day("note_date", "secretariat-cycle-note-date-bad"));
    let expected_by = faults.keep("expected_by", day("expected_by", "secretariat-cycle-expected-by-bad"));
    match (year, form, note, note_date, expected_by) {
        (Some(year), Some(form), Some(note_reference), Some(note_date), Some(expected_by)) => Ok(NewCycle {
            year,
            form,
            note_reference,
            note_date,
            expected_by,
            // Whatever is entered in a demonstration is invented, and is to say so wherever it is shown.
            invented: visit.app.settings.demonstration.is_some(),
        }),
        _ => Err(faults),
    }
}

fn typed(posted: &Posted) -> Typed {
    let field = |name: &str| posted.get(name).to_owned();
    Typed {
        year: field("year"),
        form: field("form"),
        note: field("note"),
        note_date: field("note_date"),
        expected_by: field("expected_by"),
    }
}

/// The control that a refusal of the domain belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::YearBad | Refusal::YearTaken { .. } => "year",
        Refusal::FormUnknown => "form",
        Refusal::ReferenceBad | Refusal::ReferenceLong { .. } | Refusal::ControlCharacters => "note",
        Refusal::DatesReversed | Refusal::DateBad => "expected_by",
        _ => "",
    }
}
