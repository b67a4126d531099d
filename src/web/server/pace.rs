//! A bound on how slowly a client may read. actix limits the time for a head, and `bodies` that for a request's body; without this one,
//! a client that asks for a large page and never reads it holds the page, its connection and its place for as long as it likes.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::rt::net::{ActixStream, Ready, TcpStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A client that reads at least this fast is never let go: 32 kilobit a second. Lines of embassies are slower towards them than from
/// them, and an answer, unlike a request, is something that they are waiting for: a quarter of what is asked of a request's body.
const BYTES_A_SECOND: u64 = 4 * 1024;

/// A connection whose writes are timed. The time for which the client lets them wait is added up, and what it reads takes time off again;
/// past the patience, writing fails and the connection ends. Waiting between requests does not count: nothing is being written then.
pub struct Paced {
    stream: TcpStream,
    patience: Duration,
    /// Time for which the client was waited for, less what its reading has earned.
    waited: Duration,
    /// Since when a write waits, with the alarm for the end of the patience.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    pub fn new(stream: TcpStream, patience: Duration) -> Self {
        Paced { stream, patience, waited: Duration::ZERO, waiting: None }
    }

    /// The other end's address.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.stream.peer_addr().ok()
    }

    /// Adds what came of a write to the account of this client.
    fn judge<T>(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<T>>, read: u64) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            if let Some((since, _)) = self.waiting.take() {
                self.waited = self.waited.saturating_add(since.elapsed());
            }
            let earned = Duration::from_millis(read.saturating_mul(1000) / BYTES_A_SECOND);
            self.waited = self.waited.saturating_sub(earned);
            return polled;
        }
        let left = self.patience.saturating_sub(self.waited);
        let (_, alarm) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        if alarm.as_mut().poll(cx).is_ready() {
            tracing::info!("let a client go that did not read its answer");
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }
}

fn length(written: &Poll<io::Result<usize>>) -> u64 {
    match written {
        Poll::Ready(Ok(length)) => u64::try_from(*length).unwrap_or(u64::MAX),
        Poll::Ready(Err(_)) | Poll::Pending => 0,
    }
}

impl AsyncWrite for Paced {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        let read = length(&written);
        self.judge(cx, written, read)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        let read = length(&written);
        self.judge(cx, written, read)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    // A TCP stream has nothing to flush, and shutting it down does not wait for the client.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncRead for Paced {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl ActixStream for Paced {
    fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_read_ready(&self.stream, cx)
    }

    fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_write_ready(&self.stream, cx)
    }
}
