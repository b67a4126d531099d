//! Takes a file in pieces from the script, because lines break and sessions end: what has come stays, and goes on where it was. The whole is then
//! given as the answer like any other file (`file.rs`). Without the script a file comes in one form.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};

use super::described::Fields;
use super::file::{self, Then};
use super::items::place_of;
use super::response_id;
use crate::domain::access::{Edit, Permit};
use crate::domain::actor::Actor;
use crate::domain::db::Ctx;
use crate::domain::ids::{ResponseId, UploadId};
use crate::domain::objects::{Found, Name};
use crate::domain::questionnaire::Place;
use crate::domain::response::files::{As, Kept};
use crate::domain::response::uploads::{self, Announced, Takes, Upload};
use crate::domain::response::{Section, Stamp};
use crate::domain::seal::{Sealer, sha256_hex};
use crate::domain::{Error, Refusal, Result};
use crate::web::App;
use crate::web::errors::{Fault, Problem};
use crate::web::posted::{self, Posted};
use crate::web::visit::Visit;

/// With what the addresses begin, which the gate has to know: a script asks there, and no sign-in page is of use to it.
const ROUTES: &str = "/responses/{id}/sections/{section}/uploads/";
/// The header that carries the form's token beside a piece, which is no form.
const TOKEN: &str = "x-form-token";

/// Whether the address of this pattern is one of these.
pub fn is_one(pattern: &str) -> bool {
    pattern.starts_with(ROUTES)
}

/// The answer to a script whose person is not signed in any more.
pub fn signed_out() -> HttpResponse {
    HttpResponse::Unauthorized().json(serde_json::json!({ "signed_out": true }))
}

/// What the page needs of it, which is in the template `sending.html`.
pub(super) struct Sending {
    /// Where the script sends the pieces.
    pub(super) pieces: String,
    /// Empty for a file that is to be the answer.
    pub(super) as_what: &'static str,
    /// What of this person's has come of a file, and has not come whole.
    pub(super) waiting: Option<Upload>,
}

/// The word for a file that is to stand beside the answer.
const BESIDE: &str = "beside";

impl Sending {
    /// For a question of the section at this address, with what is on the way there.
    pub(super) fn of(section: &str, key: &str, beside: bool, on_the_way: Vec<Upload>) -> Self {
        Sending {
            pieces: format!("{section}/uploads/{key}"),
            as_what: if beside { BESIDE } else { "" },
            waiting: on_the_way.into_iter().find(|upload| upload.received > 0),
        }
    }
}

/// As what a file is to be given.
#[derive(Deserialize)]
pub struct AsWhat {
    #[serde(default, rename = "as")]
    as_what: String,
}

/// Which section, and which question of it.
#[derive(Clone)]
struct At {
    section: (ResponseId, String),
    place: Place,
}

impl At {
    fn of(id: &str, code: &str, key: &str) -> Result<Self> {
        Ok(At { section: (response_id(id)?, code.to_owned()), place: place_of(key) })
    }

    fn permit(&self, ctx: &mut Ctx<'_>) -> Result<Permit<Edit, Section>> {
        ctx.permit::<Edit, Section>(&self.section)
    }
}

/// How far a file has come.
#[derive(Serialize)]
struct Shown {
    id: UploadId,
    name: String,
    size: u32,
    received: u32,
    /// Most and least bytes of a piece.
    most: usize,
    least: usize,
}

impl Shown {
    fn of(upload: &Upload) -> Self {
        let (id, name) = (upload.id.clone(), upload.name.clone());
        let (most, least) = (uploads::MOST_OF_PIECE, uploads::LEAST_OF_PIECE);
        Shown { id, name, size: upload.size, received: upload.received, most, least }
    }
}

/// What the script needs to go on after a break: the token of the session as it is now, and what of this person's is on the way.
#[derive(Serialize)]
struct Standing {
    token: String,
    uploads: Vec<Shown>,
}

fn worded(visit: &Visit, done: Result<HttpResponse, Problem>) -> HttpResponse {
    done.unwrap_or_else(|problem| problem.for_script(visit))
}

/// What is on the way at a question.
pub async fn standing(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    given: web::Query<AsWhat>,
) -> HttpResponse {
    let (id, code, key) = path.into_inner();
    let beside = given.as_what == BESIDE;
    let asked = async {
        let at = At::of(&id, &code, &key)?;
        let looked = visit.app.db.read(visit.actor(), move |ctx| {
            let section = at.permit(ctx)?;
            uploads::at(ctx, &section, &at.place, beside)
        });
        let uploads = looked.await?.iter().map(Shown::of).collect();
        Ok::<_, Problem>(HttpResponse::Ok().json(Standing { token: visit.form_token(), uploads }))
    };
    worded(&visit, asked.await)
}

/// Begins a file, or goes on with the same one.
pub async fn begin(visit: Visit, path: web::Path<(String, String, String)>, posted: Posted) -> HttpResponse {
    let (id, code, key) = path.into_inner();
    let asked = async {
        let at = At::of(&id, &code, &key)?;
        let size = posted.get("size").parse().map_err(|_| Problem::Malformed)?;
        let file = Announced::new(posted.get("name"), size, posted.get("sha256"), posted.get("as") == BESIDE)?;
        let begun = visit.app.db.write(visit.actor(), move |ctx| {
            let section = at.permit(ctx)?;
            uploads::begin(ctx, &section, &at.place, &file)
        });
        let (upload, ended) = begun.await?;
        for one in &ended {
            visit.app.files.forget_pieces(one).await;
        }
        Ok::<_, Problem>(HttpResponse::Ok().json(Shown::of(&upload)))
    };
    worded(&visit, asked.await)
}

/// Where a piece begins.
#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    begin: String,
}

/// Takes a piece. One that was taken before is not counted again; one that does not go on where the last one ended is answered with how much
/// is there (409).
pub async fn piece(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String, String, String)>,
    from: web::Query<From>,
    payload: web::Payload,
) -> Result<HttpResponse, Fault> {
    let token = request.headers().get(TOKEN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    posted::verify(&visit, request.headers(), token)?;
    let taken = async {
        let begin = from.begin.parse().map_err(|_| Problem::Malformed)?;
        let bytes = body(&request, payload).await?;
        Ok(take(&visit, &path.into_inner(), begin, bytes).await?)
    };
    Ok(worded(&visit, taken.await))
}

async fn body(request: &HttpRequest, mut payload: web::Payload) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::of_body(request))?;
        if bytes.len() + chunk.len() > uploads::MOST_OF_PIECE {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn take(
    visit: &Visit,
    (id, code, key, upload): &(String, String, String, String),
    begin: u32,
    bytes: Vec<u8>,
) -> Result<HttpResponse> {
    let at = At::of(id, code, key)?;
    let upload: UploadId = upload.parse().map_err(|_| Error::NotFound)?;
    let length = u32::try_from(bytes.len()).map_err(|_| Error::NotFound)?;
    let (of, which) = (at.clone(), upload.clone());
    let looked = visit.app.db.read(visit.actor(), move |ctx| {
        let section = of.permit(ctx)?;
        let known = uploads::find(ctx, &section, &of.place, &which)?;
        Ok((known.takes(begin, length)?, known, uploads::sealer(ctx, &section)?))
    });
    let (takes, known, sealer) = looked.await?;
    if takes != Takes::It {
        return Ok(received(takes, &known));
    }
    // To its end, although the line may have broken meanwhile: what lies there uncounted takes room that no bound knows of.
    let kept = keep(visit.app.clone(), visit.actor(), sealer, at, upload, (begin, length), bytes);
    let (takes, known) = actix_web::rt::spawn(kept).await.map_err(Error::internal)??;
    Ok(received(takes, &known))
}

/// Keeps a piece and counts it; one that does not count does not stay.
async fn keep(
    app: Arc<App>,
    actor: Actor,
    sealer: Arc<Sealer>,
    at: At,
    upload: UploadId,
    (begin, length): (u32, u32),
    bytes: Vec<u8>,
) -> Result<(Takes, Upload)> {
    let piece = Name::Piece { upload: upload.clone(), begin, length };
    app.files.put(&sealer, &piece, bytes).await?;
    let (of, which) = (at.clone(), upload.clone());
    let counting = app.db.write(actor.clone(), move |ctx| {
        let section = of.permit(ctx)?;
        uploads::count(ctx, &section, &of.place, &which, (begin, length))
    });
    let counted = counting.await;
    let known = match &counted {
        Ok((_, known)) => Some(known.clone()),
        // Another piece may have been counted, and this one too although its answer was lost.
        Err(_) => look(&app, actor, &at, &upload).await.ok(),
    };
    // Where nothing is known it stays until the upload ends, and goes with the others.
    if known.is_some_and(|known| !known.has_use_for(begin, length)) {
        app.files.forget(&piece).await;
    }
    counted
}

/// An upload as it is now.
async fn look(app: &App, actor: Actor, at: &At, upload: &UploadId) -> Result<Upload> {
    let (of, which) = (at.clone(), upload.clone());
    let looked = app.db.read(actor, move |ctx| {
        let section = of.permit(ctx)?;
        uploads::find(ctx, &section, &of.place, &which)
    });
    looked.await
}

fn received(takes: Takes, upload: &Upload) -> HttpResponse {
    let status = if takes == Takes::Elsewhere { StatusCode::CONFLICT } else { StatusCode::OK };
    HttpResponse::build(status).json(serde_json::json!({ "received": upload.received }))
}

/// Gives what has come whole as the answer or beside it, with what the page's form says of it; where it was given before, that stays. Says where to
/// go.
pub async fn finish(
    visit: Visit,
    path: web::Path<(String, String, String, String)>,
    then: web::Query<Then>,
    posted: Posted,
) -> HttpResponse {
    let way = path.into_inner();
    let (id, code, key, _) = &way;
    let href = match give(&visit, &way, &posted).await {
        Ok(Given::Not(answer)) => return answer,
        Ok(Given::Answer) => then.led_to(id, code, key),
        Ok(Given::Beside { there }) => {
            let done = if there { "there" } else { "attached" };
            format!("/responses/{id}/sections/{code}/attachments/{key}?done={done}")
        }
        Err(problem) => return problem.for_script(&visit),
    };
    HttpResponse::Ok().json(serde_json::json!({ "href": href }))
}

/// What became of a file that was to be given.
enum Given {
    Answer,
    /// `there`: the same file stood there before.
    Beside {
        there: bool,
    },
    /// Something is missing yet.
    Not(HttpResponse),
}

async fn give(
    visit: &Visit,
    (id, code, key, upload): &(String, String, String, String),
    posted: &Posted,
) -> Result<Given, Problem> {
    let at = At::of(id, code, key)?;
    let upload: UploadId = upload.parse().map_err(|_| Error::NotFound)?;
    let description = Fields::posted(posted.fields()).description()?;
    // The whole is held in memory until it is sealed: only so many at once.
    let Ok(_turn) = visit.app.uploads.try_acquire() else { return Err(Error::Busy { retry_after: 10 }.into()) };
    let (of, which) = (at.clone(), upload.clone());
    let looked = visit.app.db.read(visit.actor(), move |ctx| {
        let section = of.permit(ctx)?;
        Ok((uploads::find(ctx, &section, &of.place, &which)?, uploads::sealer(ctx, &section)?))
    });
    let (known, sealer) = looked.await?;
    let given = match known.beside {
        true => As::Attached,
        false => As::Answer(posted.get("stamp").parse::<Stamp>().map_err(|_| Problem::Malformed)?),
    };
    let became = |there| if known.beside { Given::Beside { there } } else { Given::Answer };
    if known.done.is_some() {
        return Ok(became(false));
    }
    if !known.is_whole() {
        return Ok(Given::Not(received(Takes::Elsewhere, &known)));
    }
    let kept = match whole(visit, &known, &sealer).await {
        Ok(bytes) => {
            let (section, place, name) = (at.section.clone(), at.place.clone(), known.name.clone());
            file::take(visit, section, place, given, description, name, bytes, Some(upload.clone())).await
        }
        Err(error) => Err(error),
    };
    match kept {
        Ok(kept) => {
            visit.app.files.forget_pieces(&upload).await;
            Ok(became(kept == Kept::There))
        }
        // A piece that is not there may have gone with the others, after another request had given the file.
        Err(Error::Refused(Refusal::UploadDamaged))
            if look(&visit.app, visit.actor(), &at, &upload).await?.done.is_some() =>
        {
            Ok(became(false))
        }
        // What no other try makes better is of no use to anybody; the rest waits for one.
        Err(Error::Refused(refusal)) if is_of_content(&refusal) => {
            end(visit, &at, &upload).await?;
            Err(refusal.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the file itself is refused, whenever it comes.
fn is_of_content(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::FileKind
            | Refusal::FileDamaged
            | Refusal::FileMacros
            | Refusal::FileLocked
            | Refusal::FileLockedOrOld
            | Refusal::FileStrange
            | Refusal::FileInfected
            | Refusal::FileNameBad
            | Refusal::FileTooLarge { .. }
            | Refusal::UploadDamaged
    )
}

/// The pieces put together. What is missing or does not open, or is not what the browser read, is damaged; what cannot be read just now is not.
async fn whole(visit: &Visit, upload: &Upload, sealer: &Arc<Sealer>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for (begin, length) in upload.spans() {
        let name = Name::Piece { upload: upload.id.clone(), begin, length };
        match visit.app.files.find(sealer, &name).await? {
            Found::Content(piece) => bytes.extend_from_slice(&piece),
            lost @ (Found::Missing | Found::Altered) => {
                let lost = if lost == Found::Missing { "is missing" } else { "does not open" };
                tracing::error!(reference = visit.reference, %name, lost, "a piece of a file is of no use");
                return Err(Refusal::UploadDamaged.into());
            }
        }
    }
    let wanted = upload.sha256.clone();
    let size = usize::try_from(upload.size).map_err(Error::internal)?;
    let compared = web::block(move || {
        let is_it = bytes.len() == size && wanted.is_none_or(|wanted| wanted == sha256_hex(&bytes));
        is_it.then_some(bytes)
    });
    compared.await.map_err(Error::internal)?.ok_or_else(|| Refusal::UploadDamaged.into())
}

async fn end(visit: &Visit, at: &At, upload: &UploadId) -> Result<()> {
    let (of, which) = (at.clone(), upload.clone());
    let ended = visit.app.db.write(visit.actor(), move |ctx| {
        let section = of.permit(ctx)?;
        uploads::end(ctx, &section, &of.place, &which)
    });
    ended.await?;
    visit.app.files.forget_pieces(upload).await;
    Ok(())
}

/// Gives an upload up.
pub async fn give_up(visit: Visit, path: web::Path<(String, String, String, String)>, _posted: Posted) -> HttpResponse {
    let (id, code, key, upload) = path.into_inner();
    let asked = async {
        let at = At::of(&id, &code, &key)?;
        end(&visit, &at, &upload.parse().map_err(|_| Error::NotFound)?).await?;
        Ok::<_, Problem>(HttpResponse::Ok().json(serde_json::json!({})))
    };
    worded(&visit, asked.await)
}
