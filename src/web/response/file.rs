//! Gives a file as an answer or beside one, and hands one out. A file is looked at by its structure, sealed before it touches the store, and always
//! sent as an attachment that no browser runs or shows on this site. What comes in pieces (`uploads.rs`) ends here as well.

use actix_multipart::Multipart;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::described::Fields;
use super::items::{FileItem, Said, place_of};
use super::uploads::Sending;
use super::{page_under, response_id};
use crate::domain::access::{Edit, Read};
use crate::domain::db::Ctx;
use crate::domain::ids::{AttachmentId, ResponseId, UploadId};
use crate::domain::objects::Name;
use crate::domain::publication;
use crate::domain::questionnaire::{Place, Visibility};
use crate::domain::response::description::Description;
use crate::domain::response::files::{self, As, Attachment, Checked, Kept};
use crate::domain::response::scan::Looked;
use crate::domain::response::uploads;
use crate::domain::response::{self, Body, Change, FileFacts, Section, Stamp, draft};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::upload::{self, Upload};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "response/file.html")]
struct FilePage {
    page: Page,
    back: String,
    action: String,
    code: String,
    label: Said,
    present: Option<FileItem>,
    /// Where the present file is described otherwise.
    describe: String,
    /// What is said of the present file, or what was typed.
    fields: Fields,
    stamp: String,
    court: bool,
    megabytes: usize,
    error: Option<String>,
    sending: Sending,
}

/// The page with the one field for the file.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    then: web::Query<Then>,
) -> Result<HttpResponse, Fault> {
    let (id, code, key) = path.into_inner();
    show(&visit, &id, &code, &key, &then, None).await
}

/// Where the page leads afterwards: to the covering note where it was come from, else to the section.
#[derive(Deserialize, Default)]
pub struct Then {
    #[serde(default)]
    then: String,
}

impl Then {
    fn is_note(&self) -> bool {
        self.then == "note"
    }

    /// Where a file that was given at a question of a section leads.
    pub(super) fn led_to(&self, id: &str, code: &str, key: &str) -> String {
        match self.is_note() {
            true => format!("/responses/{id}/covering-note"),
            false => format!("/responses/{id}/sections/{code}?saved=1#q-{key}"),
        }
    }
}

/// What was typed and refused, and why.
type Refused = (Fields, String);

async fn show(
    visit: &Visit,
    id: &str,
    code: &str,
    key: &str,
    then: &Then,
    refused: Option<Refused>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let of = (response_id(id).map_err(fail)?, code.to_owned());
    let place = place_of(key);
    let at = place.clone();
    let (index, draft, year, waiting) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&of)?;
            let index = files::question(ctx, &section, &at)?;
            let waiting = uploads::at(ctx, &section, &at, false)?;
            Ok((index, draft::around(ctx, &section)?, section.row().response.cycle.year, waiting))
        })
        .await
        .map_err(fail)?;
    let node = draft.form.nodes.get(index).ok_or(Error::NotFound).map_err(fail)?;
    let words = visit.words();
    let evaluation = draft.evaluation(visit.now);
    let row = evaluation.row(index, &place.instance);
    let value = draft.answers.get(&place).map(|answer| answer.body.value.as_str()).unwrap_or_default();
    let present = draft.files.iter().find(|(id, _)| id.as_str() == value);
    let back = format!("/responses/{id}/sections/{code}");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = page_under(visit, "file-title", id, code, year, "");
    page.errors = usize::from(refused.is_some());
    let (fields, error) = match refused {
        Some((fields, error)) => (fields, Some(error)),
        None => (Fields::default(), None),
    };
    let page = FilePage {
        page,
        action: format!("{back}/files/{key}{}", if then.is_note() { "?then=note" } else { "" }),
        sending: Sending::of(&back, key, false, waiting),
        code: node.code.clone(),
        label: Said::label_alone(node, words, &draft.form),
        describe: format!("{back}/attachments/{key}"),
        present: present.map(|(id, facts)| FileItem::of_facts(words, id, facts)),
        fields,
        stamp: draft.stamp(&place).to_string(),
        court: row.is_some_and(|row| row.effective_visibility == Visibility::Court),
        megabytes: files::MOST_BYTES / 1024 / 1024,
        error,
        back: if then.is_note() { format!("/responses/{id}/covering-note") } else { back },
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Takes a file: looks at it, seals it, writes it, and gives it as the answer. What fails leaves nothing behind.
pub async fn upload(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    then: web::Query<Then>,
    payload: Multipart,
) -> Result<HttpResponse, Fault> {
    let (id, code, key) = path.into_inner();
    let (upload, fields) = received(&visit, &request, payload, &["stamp", "remove"]).await?;
    let stamp: Stamp = upload.get("stamp").parse().map_err(|_| visit.fault(Problem::Malformed))?;
    let done = if upload.get("remove").is_empty() {
        take_upload(&visit, (&id, &code, &key), As::Answer(stamp), &fields, upload).await.map(|_| ())
    } else {
        remove(&visit, &id, &code, &key, stamp).await
    };
    match done {
        Ok(()) => Ok(layout::see(then.led_to(&id, &code, &key))),
        Err(Error::Refused(refusal)) => {
            let refused = (fields, refusal_words(visit.words(), &refusal));
            show(&visit, &id, &code, &key, &then, Some(refused)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Takes the file away from the answer, as it is until somebody saves it otherwise; what a revision names stays with it.
async fn remove(visit: &Visit, id: &str, code: &str, key: &str, stamp: Stamp) -> Result<(), Error> {
    let (of, place) = ((response_id(id)?, code.to_owned()), place_of(key));
    let written = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Edit, Section>(&of)?;
            files::question(ctx, &permit, &place)?;
            let draft = draft::around(ctx, &permit)?;
            let answer = draft.answers.get(&place);
            let body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
            let visibility = answer.and_then(|answer| answer.visibility);
            let body = Body { value: String::new(), ..body };
            response::save(ctx, &permit, &[Change { place: place.clone(), stamp: stamp.clone(), body, visibility }])
        })
        .await?;
    written.settle();
    Ok(())
}

/// Reads a form with a file and what is said of it; `others` are the fields that it has besides.
///
/// # Errors
/// As [`upload::read`]; malformed where it has a field that is none of our page's.
pub(super) async fn received<'v>(
    visit: &'v Visit,
    request: &HttpRequest,
    payload: Multipart,
    others: &[&str],
) -> Result<(Upload<'v>, Fields), Fault> {
    let upload = upload::read(visit, request, payload, files::MOST_BYTES).await?;
    let ours = |name: &str| Fields::NAMES.contains(&name) || others.contains(&name);
    if !upload.texts().iter().all(|(name, _)| ours(name)) {
        return Err(visit.fault(Problem::Malformed));
    }
    let fields = Fields::posted(upload.texts());
    Ok((upload, fields))
}

/// Takes what an upload's form held as a file at a place of a section.
pub(super) async fn take_upload(
    visit: &Visit,
    (id, code, key): (&str, &str, &str),
    given: As,
    fields: &Fields,
    upload: Upload<'_>,
) -> Result<Kept, Error> {
    if upload.too_large {
        return Err(Refusal::FileTooLarge { megabytes: files::MOST_BYTES / 1024 / 1024 }.into());
    }
    let description = fields.description()?;
    let of = (response_id(id)?, code.to_owned());
    let (name, bytes) = upload.file.unwrap_or_default();
    take(visit, of, place_of(key), given, description, name, bytes, None).await
}

/// Takes a file at a place of a section, as its answer or beside it: looks at it, has it scanned, seals it, writes it, and notes it. However its bytes
/// came, this is the way in. What fails leaves nothing behind; where nobody can tell whether it failed, the content stays. `upload`: as what it came in
/// pieces, which becomes one file, however often this is asked.
///
/// # Errors
/// A refusal that says what is wrong with the file, or that there is no room for it; what the policy and the database say.
pub(super) async fn take(
    visit: &Visit,
    of: (ResponseId, String),
    place: Place,
    given: As,
    description: Description,
    name: String,
    bytes: Vec<u8>,
    upload: Option<UploadId>,
) -> Result<Kept, Error> {
    let checked: Checked = web::block(move || files::check(&name, bytes)).await.map_err(Error::internal)??;
    scan(visit, &of, &checked).await?;
    let Checked { facts, bytes } = checked;
    let facts = FileFacts { description, ..facts };
    let (section, at, as_what, known) = (of.clone(), place.clone(), given.clone(), facts.clone());
    let coming = upload.clone();
    let prepare = move |ctx: &mut Ctx<'_>| {
        let permit = ctx.permit::<Edit, Section>(&section)?;
        let room = files::prepare(ctx, &permit, &at, &as_what, &known)?;
        // The same file stands there already: what came in pieces has become that one.
        if room.is_none()
            && let Some(upload) = &coming
        {
            let none = ctx.new_id();
            uploads::settle(ctx, &permit, &at, upload, &none)?;
        }
        Ok(room)
    };
    let Some((file, sealer)) = visit.app.db.write(visit.actor(), prepare).await? else { return Ok(Kept::There) };
    visit.app.files.put(&sealer, &Name::File(file.clone()), bytes).await?;
    let name = file.clone();
    let keep = move |ctx: &mut Ctx<'_>| {
        let permit = ctx.permit::<Edit, Section>(&of)?;
        if let Some(upload) = &upload
            && uploads::settle(ctx, &permit, &place, upload, &name)?.is_some()
        {
            return Ok(Kept::There);
        }
        files::keep(ctx, &permit, &place, &given, &name, &facts)
    };
    let kept = visit.app.db.write(visit.actor(), keep).await;
    match &kept {
        Ok(Kept::Answer(_) | Kept::Attached) => {}
        Err(error) if !has_no_row(error) => {
            tracing::warn!(reference = visit.reference, %file, %error, "whether a file has a row is not known: its content stays");
        }
        Ok(Kept::There) | Err(_) => visit.app.files.forget(&Name::File(file)).await,
    }
    kept
}

/// Whether, of a unit of work that ended like this, it is certain that nothing of it was committed. Where the answer to its COMMIT was lost it may
/// be there, and to look for it would not tell: a COMMIT that arrived late is still on its way.
pub(super) fn has_no_row(error: &Error) -> bool {
    match error {
        Error::NotFound
        | Error::Forbidden
        | Error::Closed
        | Error::Revoked
        | Error::Refused(_)
        | Error::Destroyed
        | Error::Busy { .. }
        | Error::Full => true,
        Error::Away(_) | Error::FilesAway(_) | Error::NoKey(_) | Error::Database(_) | Error::Internal(_) => false,
    }
}

/// Has a file looked at, where there is a scanner. That something was found is put on record: a computer of the State may need help.
async fn scan(visit: &Visit, of: &(ResponseId, String), checked: &Checked) -> Result<(), Error> {
    let Looked::Infected(name) = visit.app.scanner.look(&checked.bytes).await? else { return Ok(()) };
    let of = of.clone();
    let recorded = move |ctx: &mut Ctx<'_>| {
        let section = ctx.permit::<Edit, Section>(&of)?;
        files::record_infected(ctx, &section, &name)
    };
    visit.app.db.write(visit.actor(), recorded).await?;
    Err(Refusal::FileInfected.into())
}

/// Hands a file out to who may read it. A Court-only file that the Court reads is recorded before a byte of it is sent.
pub async fn download(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id: AttachmentId = id.parse().map_err(|_| fail(Error::NotFound))?;
    let of_a_state = visit.person().is_some_and(|person| person.role.of_a_state());
    let work = move |ctx: &mut Ctx<'_>| {
        let permit = ctx.permit::<Read, Attachment>(&id)?;
        publication::record_file_reading(ctx, &permit)?;
        let (sealer, facts) = files::open(ctx, &permit)?;
        Ok((sealer, facts, id.clone()))
    };
    let opened = if of_a_state {
        visit.app.db.read(visit.actor(), work).await
    } else {
        visit.app.db.write(visit.actor(), work).await
    };
    let (sealer, facts, id) = opened.map_err(fail)?;
    let bytes = visit.app.files.get(&sealer, &Name::File(id)).await.map_err(fail)?;
    Ok(HttpResponse::Ok()
        .content_type(facts.media_type)
        .insert_header(attachment(&facts.name))
        .insert_header(("content-security-policy", "sandbox; default-src 'none'"))
        .body(bytes))
}

/// The name for saving: in ASCII for old browsers, and as it is for all others (RFC 6266).
fn attachment(name: &str) -> header::ContentDisposition {
    let plain = name.chars().map(|c| if c.is_ascii() && c != '"' && c != '\\' { c } else { '_' }).collect();
    let as_it_is = header::ExtendedValue {
        charset: header::Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    header::ContentDisposition {
        disposition: header::DispositionType::Attachment,
        parameters: vec![header::DispositionParam::Filename(plain), header::DispositionParam::FilenameExt(as_it_is)],
    }
}
