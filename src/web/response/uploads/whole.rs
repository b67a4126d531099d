//! A file of which every piece has come: put together, looked at and given like any other file (`file.rs`), once.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::{At, end, look, received};
use crate::domain::ids::UploadId;
use crate::domain::objects::{Found, Name};
use crate::domain::response::Stamp;
use crate::domain::response::files::{As, Kept};
use crate::domain::response::uploads::{self, Takes, Upload};
use crate::domain::seal::{Sealer, sha256_hex};
use crate::domain::{Error, Refusal, Result};
use crate::web::errors::Problem;
use crate::web::posted::Posted;
use crate::web::response::described::Fields;
use crate::web::response::file::{self, Then};
use crate::web::visit::Visit;

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
