//! The forms of the questionnaire: which there are and which cycles use them, and the import of a workbook with everything that is
//! wrong with it.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Faults, date_words, desk};
use crate::domain::ids::FormHash;
use crate::domain::questionnaire::xlsform::MAX_FILE;
use crate::domain::questionnaire::{self, Form, FormRecord, Imported, Problem, Severity};
use crate::domain::{Error, Refusal, cycle};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::upload;
use crate::web::visit::Visit;

/// A form in the list.
struct Line {
    hash: FormHash,
    short: String,
    title: String,
    version: String,
    imported: String,
    years: String,
}

/// One fault of a workbook.
struct ProblemLine {
    cell: String,
    is_error: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "secretariat/forms.html")]
struct FormsPage {
    page: Page,
    lines: Vec<Line>,
    megabytes: usize,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "secretariat/form-faults.html")]
struct FormFaultsPage {
    page: Page,
    file: String,
    errors: usize,
    warnings: usize,
    problems: Vec<ProblemLine>,
    megabytes: usize,
    faults: Faults,
}

/// The first digits of a hash: enough to tell the forms of a list apart.
pub(super) fn short(hash: &FormHash) -> String {
    hash.as_str().chars().take(10).collect()
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, Faults::default()).await
}

async fn show(visit: &Visit, faults: Faults) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), |ctx| Ok((questionnaire::list(ctx)?, cycle::list(ctx)?))).await;
    let (forms, cycles) = read.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let line = |form: FormRecord| {
        let years = cycles.iter().filter(|cycle| cycle.form_hash == form.hash).map(|cycle| cycle.year.to_string());
        Line {
            years: years.collect::<Vec<_>>().join(", "),
            short: short(&form.hash),
            imported: date_words(words, form.imported_at),
            hash: form.hash,
            title: form.title,
            version: form.version,
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = desk(visit, &words.t("secretariat-forms-title"));
    page.errors = faults.len();
    let lines = forms.into_iter().map(line).collect();
    let page = FormsPage { page, lines, megabytes: megabytes(), faults };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn megabytes() -> usize {
    MAX_FILE / 1024 / 1024
}

/// Reads a workbook. Where it has errors, all of them are shown and nothing is kept; else the form is kept and shown.
pub async fn upload(visit: Visit, request: HttpRequest, payload: Multipart) -> Result<HttpResponse, Fault> {
    let upload = upload::read(&visit, &request, payload, MAX_FILE).await?;
    let words = visit.words();
    if upload.too_large {
        let refusal = refusal_words(words, &Refusal::FileTooLarge { megabytes: megabytes() });
        return show(&visit, Faults::one("file", refusal)).await;
    }
    let Some((name, content)) = upload.file else {
        return show(&visit, Faults::one("file", words.t("secretariat-forms-nothing"))).await;
    };
    // Reading a workbook takes time and memory: off the threads that answer others, outside any transaction.
    let work = move || (questionnaire::import(&content), content);
    let (imported, content) = web::block(work).await.map_err(|error| visit.fault(Error::internal(error)))?;
    match imported {
        Imported { form: Some(form), problems } => keep(&visit, form, content, problems).await,
        Imported { form: None, problems } => show_faults(&visit, &name, &problems),
    }
}

async fn keep(visit: &Visit, form: Form, source: Vec<u8>, warnings: Vec<Problem>) -> Result<HttpResponse, Fault> {
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let known = questionnaire::list(ctx)?.iter().any(|known| known.hash.as_str() == form.hash);
        let hash = questionnaire::add(ctx, &form, &source, &warnings)?;
        Ok((hash, known))
    };
    let (hash, known) = visit.app.db.write(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    let done = if known { "known" } else { "imported" };
    Ok(layout::see(format!("/secretariat/forms/{hash}?done={done}")))
}

fn show_faults(visit: &Visit, name: &str, problems: &[Problem]) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    // Errors first; within each kind in the order of the sheets, as they were found.
    sorted.sort_by_key(|problem| problem.severity);
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let mut page = desk(visit, &words.t("secretariat-forms-faults-title"))
        .under("/secretariat/forms", words.t("secretariat-forms-title"));
    page.errors = errors;
    // The address of this answer cannot be opened again: a change of language leads to the list.
    page.here = "/secretariat/forms".to_owned();
    let page = FormFaultsPage {
        page,
        file: name.to_owned(),
        errors,
        warnings: problems.len() - errors,
        problems: sorted.into_iter().map(|problem| problem_line(words, problem)).collect(),
        megabytes: megabytes(),
        faults: Faults::default(),
    };
    layout::html(StatusCode::UNPROCESSABLE_ENTITY, &page).map_err(|problem| visit.fault(problem))
}

fn problem_line(words: Words, problem: &Problem) -> ProblemLine {
    ProblemLine {
        cell: problem.cell(),
        is_error: problem.severity == Severity::Error,
        words: problem_words(words, problem),
    }
}

/// What is wrong with a workbook, in words, without the cell.
pub fn problem_words(words: Words, problem: &Problem) -> String {
    words.with(&format!("problem-{}", problem.key()), &problem.args())
}
