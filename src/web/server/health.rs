//! What a load balancer asks. Neither page says anything that a stranger may not know.

use actix_web::{HttpResponse, web};

use crate::domain::actor::Actor;
use crate::domain::db::Db;

/// `/healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `/readyz`: the database answers too. The cause of a failure goes to the log only.
pub async fn readyz(db: web::Data<Db>) -> HttpResponse {
    match db.read(Actor::Nobody, |_| Ok(())).await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable()
                .insert_header(("Retry-After", "5"))
                .content_type("text/plain; charset=utf-8")
                .body("not ready\n")
        }
    }
}
