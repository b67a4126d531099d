//! Bounds on request bodies: a size, and a deadline. A client that sends one byte a second holds its connection, its worker's memory and
//! its place for hours otherwise.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, PayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep};

/// A large body has to arrive at least this fast: 128 kilobit a second.
const BYTES_A_SECOND: u64 = 16 * 1024;

/// How large a body may be, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    /// Time for a body; one second more for every 16 KiB that arrived.
    pub deadline: Duration,
    /// Bytes of a form. A megabyte in one answer has to come through to be refused politely; non-Latin text trebles on the way.
    pub form: u64,
    /// Bytes of an upload (`multipart/form-data`): the largest file of 20 MB and its form.
    pub upload: u64,
}

impl BodyLimits {
    /// The usual sizes with this deadline.
    pub const fn within(deadline: Duration) -> Self {
        BodyLimits { deadline, form: 8 * 1024 * 1024, upload: 24 * 1024 * 1024 }
    }
}

/// Why a body was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    #[error("The request took too long to arrive.")]
    TooSlow,
    #[error("The request is too large.")]
    TooLarge,
}

impl ResponseError for BodyFault {
    fn status_code(&self) -> StatusCode {
        match self {
            BodyFault::TooSlow => StatusCode::REQUEST_TIMEOUT,
            BodyFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).force_close().body(self.to_string())
    }
}

/// Where the stream says what became of the body.
#[derive(Clone, Default)]
struct Outcome(Rc<Cell<Option<BodyFault>>>);

/// Why this request's body was cut off, for a page that says it in the person's language. Such a page has the status of the fault; any
/// other answer to a request that was cut off is replaced by a plain one.
pub fn fault(request: &HttpRequest) -> Option<BodyFault> {
    request.extensions().get::<Outcome>().and_then(|outcome| outcome.0.get())
}

/// Puts the bounds around a request.
///
/// # Errors
/// What the application returns, or the fault of the body.
pub async fn bound(
    limits: BodyLimits,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    let (outcome, payload) = (Outcome::default(), Rc::new(RefCell::new(payload)));
    let measured = Measured::new(payload.clone(), limits, &request, outcome.clone());
    request.set_payload(Payload::Stream { payload: Box::pin(measured) });
    request.extensions_mut().insert(outcome.clone());
    let answered = next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    let fault = outcome.0.get();
    match (fault, answered) {
        (Some(fault), Ok(answer)) if answer.status() != fault.status_code() => {
            Ok(answer.into_response(hold(payload, fault.error_response())))
        }
        (_, Ok(answer)) => Ok(answer.map_body(|_, body| Held { body, _payload: payload }.boxed())),
        (fault, Err(error)) => {
            let answer = fault.map_or_else(|| error.error_response(), |fault| fault.error_response());
            Err(InternalError::from_response(error, hold(payload, answer)).into())
        }
    }
}

fn hold(payload: Rc<RefCell<Payload>>, answer: HttpResponse) -> HttpResponse {
    answer.map_body(|_, body| Held { body, _payload: payload }.boxed())
}

/// An answer that keeps the unread rest of the request's body until it is sent. actix-http would go on reading a chunked body that was
/// dropped, for as long as the client sends; one that is still there at the end of the answer makes it close the connection.
struct Held {
    body: BoxBody,
    _payload: Rc<RefCell<Payload>>,
}

impl MessageBody for Held {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

/// A body that is counted and timed as it is read.
struct Measured {
    body: Rc<RefCell<Payload>>,
    allowed: u64,
    received: u64,
    begun: Instant,
    deadline: Duration,
    alarm: Pin<Box<Sleep>>,
    outcome: Outcome,
}

impl Measured {
    fn new(body: Rc<RefCell<Payload>>, limits: BodyLimits, request: &ServiceRequest, outcome: Outcome) -> Self {
        let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let is_upload = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let allowed = if is_upload { limits.upload } else { limits.form };
        // What says itself that it is too large is not read at all.
        let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()).unwrap_or(0);
        let received = if announced > allowed { announced } else { 0 };
        let alarm = Box::pin(sleep(limits.deadline));
        Measured { body, allowed, received, begun: Instant::now(), deadline: limits.deadline, alarm, outcome }
    }

    fn cut_off(&self, fault: BodyFault) -> Poll<Option<Result<Bytes, PayloadError>>> {
        self.outcome.0.set(Some(fault));
        Poll::Ready(Some(Err(match fault {
            BodyFault::TooLarge => PayloadError::Overflow,
            BodyFault::TooSlow => PayloadError::Io(io::ErrorKind::TimedOut.into()),
        })))
    }
}

impl Stream for Measured {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.received > this.allowed {
            return this.cut_off(BodyFault::TooLarge);
        }
        let polled = Pin::new(&mut *this.body.borrow_mut()).poll_next(cx);
        match polled {
            Poll::Ready(Some(Ok(bytes))) => {
                this.received = this.received.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                if this.received > this.allowed {
                    return this.cut_off(BodyFault::TooLarge);
                }
                let earned = Duration::from_secs(this.received / BYTES_A_SECOND);
                this.alarm.as_mut().reset(this.begun + this.deadline + earned);
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Pending if this.alarm.as_mut().poll(cx).is_ready() => this.cut_off(BodyFault::TooSlow),
            other => other,
        }
    }
}
