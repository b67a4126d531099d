//! A State's own response as PDF: the draft for clearance, a submitted revision, and its receipt.

use actix_web::{HttpResponse, web};
use typeset::{Block, Document, Part, Section, Text};

use super::check::as_it_stands;
use super::response_id;
use crate::domain::access::Read;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::ResponseId;
use crate::domain::response::{self, ForOwnState, Reading, Receipt, Response, RevisionRow, Sight};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::pdf::{self, fact, form_version, questionnaire};
use crate::web::reading::render;
use crate::web::visit::Visit;

/// The title of a response, with its State.
fn title(visit: &Visit, view: &dyn Reading) -> String {
    let document = view.document();
    let state = visit.app.names.of(&document.state, visit.language);
    visit.words().plain("reading-state-title", &[("state", state), ("year", document.year.to_string())])
}

/// The draft as its reader sees it, with what is not answered yet.
pub async fn draft(visit: Visit, id: web::Path<String>) -> std::result::Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id = response_id(&id).map_err(fail)?;
    let turn = pdf::turn(&visit).await?;
    let words = visit.words();
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&id)?;
        let sight = Sight::of(ctx, &permit)?;
        let (view, _, sections) = as_it_stands(ctx, words, &permit, &sight)?;
        Ok((view, sections, sight.is_whole(), permit.into_row()))
    });
    let (view, sections, whole, response) = opened.await.map_err(fail)?;
    let at = words.moment(visit.now);
    let arguments = [("version", response.version.to_string()), ("moment", at.clone())];
    let mark = words.plain("pdf-draft-mark", &arguments);
    let mut document = pdf::document(words, title(&visit, &view), questionnaire(words, &view), mark);
    document.banner.push(words.t("pdf-draft"));
    document.banner.extend(invented(words, &response));
    document.facts = vec![
        fact(words, "pdf-draft-version", response.version.to_string()),
        fact(words, "pdf-draft-moment", at),
        fact(words, "pdf-expected", words.moment(response.cycle.expected_by)),
        form_version(words, &view),
    ];
    if !whole {
        document.notes.push(Text::of(words.t("pdf-part")));
    }
    document.notes.push(Text::of(words.t("pdf-marks")));
    document.notes.push(Text::of(words.t("help-about-effect")));
    document.sections = pdf::sections(words, sections, true);
    if document.sections.is_empty() {
        let blocks = vec![Block { depth: 0, part: Part::Text(Text::of(words.t("overview-nothing-given"))) }];
        document.sections.push(Section { title: Text::of(words.t("sections")), blocks, ..Section::default() });
    }
    let name = format!("draft-{}-{}-{}.pdf", response.cycle.year, response.state_id, response.version);
    pdf::hand_out(&visit, turn, document, name).await
}

/// That the responses of the cycle are invented, where they are.
fn invented(words: Words, response: &Response) -> Option<String> {
    let year = response.cycle.year.to_string();
    response.cycle.invented.then(|| words.plain("reading-invented", &[("year", year)]))
}

/// A revision as its State reads it, with its response.
struct Opened {
    view: ForOwnState,
    receipt: Receipt,
    row: RevisionRow,
    response: Response,
}

fn open(ctx: &mut Ctx<'_>, key: &(ResponseId, i32)) -> Result<Opened> {
    let permit = ctx.permit::<Read, RevisionRow>(key)?;
    let view = response::open_revision(ctx, &permit)?;
    let receipt = response::receipt(ctx, &permit)?;
    let response = ctx.permit::<Read, Response>(&key.0)?.into_row();
    Ok(Opened { view, receipt, row: permit.into_row(), response })
}

async fn opened(visit: &Visit, path: (String, i32)) -> std::result::Result<Opened, Fault> {
    let key = (response_id(&path.0).map_err(|error| visit.fault(error))?, path.1);
    let opened = visit.app.db.read(visit.actor(), move |ctx| open(ctx, &key));
    opened.await.map_err(|error| visit.fault(error))
}

/// What a document about a revision begins with.
fn about(visit: &Visit, opened: &Opened, title: String, mark: String) -> Document {
    let words = visit.words();
    let Opened { view, row, .. } = opened;
    let mut document = pdf::document(words, title, questionnaire(words, view), mark);
    document.banner.extend(invented(words, &opened.response));
    let revision = words.plain("revision-title", &[("number", row.number.to_string())]);
    document.facts = vec![
        fact(words, "reading-submitted", words.moment(row.submitted_at)),
        fact(words, "reading-version", revision),
    ];
    document.facts.extend(pdf::of_revision(words, view, row));
    document
}

/// A submitted revision.
pub async fn revision(visit: Visit, path: web::Path<(String, i32)>) -> std::result::Result<HttpResponse, Fault> {
    let turn = pdf::turn(&visit).await?;
    let opened = opened(&visit, path.into_inner()).await?;
    let words = visit.words();
    let Opened { view, row, .. } = &opened;
    let arguments = [("number", row.number.to_string()), ("moment", words.moment(row.submitted_at))];
    let mark = words.plain("pdf-revision-mark", &arguments);
    let mut document = about(&visit, &opened, title(&visit, view), mark);
    document.notes = vec![Text::of(words.t("pdf-marks")), Text::of(words.t("help-about-effect"))];
    document.sections = pdf::sections(words, render::sections(words, view), view.marks_court_only());
    let name = format!("response-{}.pdf", row.receipt);
    pdf::hand_out(&visit, turn, document, name).await
}

/// The receipt of a revision: what was submitted and when, counted by section, and how to check it.
pub async fn receipt(visit: Visit, path: web::Path<(String, i32)>) -> std::result::Result<HttpResponse, Fault> {
    let turn = pdf::turn(&visit).await?;
    let opened = opened(&visit, path.into_inner()).await?;
    let words = visit.words();
    let Opened { view, receipt, row, .. } = &opened;
    let title = words.plain("receipt-title", &[("number", row.receipt.clone())]);
    let state = visit.app.names.of(&receipt.state, visit.language);
    let arguments = [("state", state.clone()), ("year", receipt.year.to_string())];
    let submitted = words.plain("receipt-text", &arguments);
    let mut document = about(&visit, &opened, title, state);
    document.facts.insert(1, fact(words, "receipt-by", &receipt.submitted_by));
    document.notes = vec![Text::of(submitted), Text::of(words.t("receipt-keep"))];
    let block = |part| Block { depth: 0, part };
    let check = [words.t("receipt-check"), format!("sha256sum response-{}.json", row.receipt)].join("\n");
    document.sections = vec![
        Section {
            title: Text::of(words.t("pdf-submitted")),
            blocks: vec![block(pdf::summary(words, view)), block(Part::Note(words.t("pdf-marks")))],
            ..Section::default()
        },
        Section {
            title: Text::of(words.t("pdf-check")),
            blocks: vec![block(Part::Text(Text::of(check)))],
            ..Section::default()
        },
    ];
    pdf::hand_out(&visit, turn, document, format!("receipt-{}.pdf", row.receipt)).await
}
