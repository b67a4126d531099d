//! Reads a form that carries a file: the token first, then the rest, each part against its bound.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use futures_util::StreamExt;
use tokio::sync::SemaphorePermit;

use crate::domain::Error;
use crate::web::errors::{Fault, Problem};
use crate::web::posted::{self, TOKEN};
use crate::web::visit::Visit;

/// How long a file may take to arrive at least; a large one as long as this many bytes a second take.
const PATIENCE: Duration = Duration::from_secs(120);
const BYTES_A_SECOND: u64 = 64 * 1024;
/// Most bytes of a field that is no file.
const MOST_TEXT: usize = 1024 * 1024;
/// How far past its bound a file is read on: a browser shows the answer only when it has sent everything.
const READ_ON: usize = 16;

/// What a form held whose token and origin are right. As long as it is there, its file takes one of the few places for files in memory.
pub struct Upload<'v> {
    _turn: SemaphorePermit<'v>,
    texts: Vec<(String, String)>,
    /// The file's name as given, and its content; nothing where none was chosen.
    pub file: Option<(String, Vec<u8>)>,
    /// A file was larger than its bound; it is not kept.
    pub too_large: bool,
}

impl Upload<'_> {
    /// Every field that is no file and not the token.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// The first value of a field; empty where it was not posted.
    pub fn get(&self, name: &str) -> &str {
        self.texts.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

/// Reads a form with a file of at most so many bytes. Nothing of it is kept before its token is verified.
///
/// # Errors
/// A page that says that the form was refused, malformed, too large or too slow.
pub async fn read<'v>(
    visit: &'v Visit,
    request: &HttpRequest,
    payload: Multipart,
    most: usize,
) -> Result<Upload<'v>, Fault> {
    let Ok(turn) = visit.app.uploads.try_acquire() else {
        return Err(visit.fault(Error::Busy { retry_after: 10 }));
    };
    let mut upload = Upload { _turn: turn, texts: Vec::new(), file: None, too_large: false };
    let whole = Duration::from_secs(u64::try_from(most).unwrap_or(u64::MAX) / BYTES_A_SECOND);
    match tokio::time::timeout(PATIENCE.max(whole), parts(&mut upload, visit, request, payload, most)).await {
        Ok(read) => read.map(|()| upload),
        Err(_) => Err(visit.fault(Problem::TooSlow)),
    }
}

async fn parts(
    upload: &mut Upload<'_>,
    visit: &Visit,
    request: &HttpRequest,
    mut payload: Multipart,
    most: usize,
) -> Result<(), Fault> {
    let malformed = || visit.fault(Problem::Malformed);
    let broken = || visit.fault(Problem::of_body(request));
    let mut verified = false;
    while let Some(field) = payload.next().await {
        let mut field = field.map_err(|_| broken())?;
        let name = field.name().unwrap_or("").to_owned();
        let given = field.content_disposition().and_then(|disposition| disposition.get_filename()).map(str::to_owned);
        let bound = if given.is_some() { most } else { MOST_TEXT };
        let content =
            bytes(&mut field, bound).await.map_err(|error| error.map_or_else(broken, |it| visit.fault(it)))?;
        match (name.as_str(), given, content) {
            (TOKEN, None, Some(token)) => {
                let token = String::from_utf8(token).map_err(|_| malformed())?;
                posted::verify(visit, request.headers(), &token)?;
                verified = true;
            }
            // Our forms put the token first.
            _ if !verified => return Err(visit.fault(Problem::FormRefused)),
            (_, Some(_), None) => upload.too_large = true,
            (_, None, None) => return Err(visit.fault(Problem::TooLarge)),
            // A browser sends an empty part where no file was chosen.
            (_, Some(given), Some(content)) if given.is_empty() && content.is_empty() => {}
            (_, Some(given), Some(content)) => upload.file = Some((given, content)),
            (_, None, Some(content)) => {
                upload.texts.push((name, String::from_utf8(content).map_err(|_| malformed())?));
            }
        }
    }
    if verified { Ok(()) } else { Err(visit.fault(Problem::FormRefused)) }
}

/// The content of one part; nothing where it is larger than its bound, and then it has been read to its end. The error is nothing where
/// the body broke off.
async fn bytes(field: &mut Field, most: usize) -> Result<Option<Vec<u8>>, Option<Problem>> {
    let (mut content, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|_| None)?;
        length = length.saturating_add(chunk.len());
        if length > most.saturating_mul(READ_ON) {
            return Err(Some(Problem::TooLarge));
        }
        if length <= most {
            content.extend_from_slice(&chunk);
        } else {
            content = Vec::new();
        }
    }
    Ok((length <= most).then_some(content))
}
