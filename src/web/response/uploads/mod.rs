//! Takes a file in pieces from the script, because lines break and sessions end: what has come stays, and goes on where it was. The whole is then
//! given as the answer like any other file. Without the script a file comes in one form.

mod piece;
mod whole;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::items::place_of;
use super::response_id;
use crate::domain::access::{Edit, Permit};
use crate::domain::actor::Actor;
use crate::domain::db::Ctx;
use crate::domain::ids::{ResponseId, UploadId};
use crate::domain::questionnaire::Place;
use crate::domain::response::Section;
use crate::domain::response::uploads::{self, Announced, Takes, Upload};
use crate::domain::{Error, Result};
use crate::web::App;
use crate::web::errors::Problem;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

pub use piece::piece;
pub use whole::finish;

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
