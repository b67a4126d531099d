//! The stylesheet, the script and the icons, embedded; and the health checks.

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};

use super::App;
use crate::domain::actor::{Actor, Task};
use crate::domain::seal::sha256_hex;

const FILES: [(&str, &str, &str); 6] = [
    ("concord.css", "text/css; charset=utf-8", include_str!("assets/concord.css")),
    ("concord.js", "text/javascript; charset=utf-8", include_str!("assets/concord.js")),
    ("passkeys.js", "text/javascript; charset=utf-8", include_str!("assets/passkeys.js")),
    ("upload.js", "text/javascript; charset=utf-8", include_str!("assets/upload.js")),
    ("icons.svg", "image/svg+xml", include_str!("assets/icons.svg")),
    ("favicon.svg", "image/svg+xml", include_str!("assets/favicon.svg")),
];

/// An embedded file. Its tag is the digest of its content, so that a browser keeps it until it changes.
pub async fn file(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let Some((_, media_type, content)) = FILES.iter().find(|(file, _, _)| *file == name.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    let digest: String = sha256_hex(content.as_bytes()).chars().take(16).collect();
    let tag = format!("\"{digest}\"");
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "public, max-age=3600"));
    if known { response.finish() } else { response.content_type(*media_type).body(*content) }
}

/// The process runs.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// The process can serve: its database answers.
pub async fn ready(app: web::Data<App>) -> HttpResponse {
    let answers = app.db.read(Actor::Task(Task::Operator), |ctx| crate::domain::cycle::list(ctx).map(|_| ())).await;
    match answers {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(error) => {
            tracing::warn!(cause = %error, "not ready");
            HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body("not ready\n")
        }
    }
}
