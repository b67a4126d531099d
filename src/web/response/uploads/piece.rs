//! One piece of a file: taken, kept and counted once, whatever became of the line that it came by.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use serde::Deserialize;

use super::{At, TOKEN, look, received, worded};
use crate::domain::actor::Actor;
use crate::domain::ids::UploadId;
use crate::domain::objects::Name;
use crate::domain::response::uploads::{self, Takes, Upload};
use crate::domain::seal::Sealer;
use crate::domain::{Error, Result};
use crate::web::App;
use crate::web::errors::{Fault, Problem};
use crate::web::posted;
use crate::web::visit::Visit;

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
