//! Tells who has a section open who else is editing it, and is told that somebody is. The script asks now and then; without it there is nothing of
//! the kind. It is no use of a session, which would otherwise never end while a page is left open.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::response_id;
use crate::domain::access::{Edit, Read};
use crate::domain::db::Ctx;
use crate::domain::ids::ResponseId;
use crate::domain::response::{Section, presence};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// The address, which the gate has to know.
pub const ROUTE: &str = "/responses/{id}/sections/{section}/presence";

/// What the script shows; empty where nobody else is editing.
#[derive(Serialize)]
struct Told {
    words: String,
}

/// Answers who else is editing, and notes that the visitor is where the page says so.
pub async fn tell(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code) = path.into_inner();
    let key = (response_id(&id).map_err(fail)?, code);
    let edits = !posted.get("editing").is_empty();
    let of = key.clone();
    let looked = visit.app.db.look_up(visit.actor(), move |ctx| look(ctx, &of, edits)).await;
    let (others, is_news) = looked.map_err(fail)?;
    if is_news {
        let noted = visit.app.db.write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&key)?;
            presence::note(ctx, &section)
        });
        noted.await.map_err(fail)?;
    }
    Ok(HttpResponse::Ok().json(Told { words: editing_words(visit.words(), &others) }))
}

fn look(ctx: &mut Ctx<'_>, key: &(ResponseId, String), edits: bool) -> crate::domain::Result<(Vec<String>, bool)> {
    let section = ctx.permit::<Read, Section>(key)?;
    let is_news = edits && presence::wants_noting(ctx, &section)?;
    Ok((presence::others(ctx, &section)?, is_news))
}

fn editing_words(words: Words, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => words.t1("presence-one", "name", name),
        several => words.t1("presence-several", "names", several.join(", ")),
    }
}
