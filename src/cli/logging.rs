//! The log: one JSON object a line on standard error, for a service manager to keep. It holds no secrets and no answers.

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Level;

/// Starts the log. Called once; a second call changes nothing.
pub fn start(level: Level) {
    if writing(level, std::io::stderr).try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // Where, but not what: the text of a panic can hold what a person typed.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panicked");
        }));
    }
}

/// The log as it is written, to whatever writer: tests read it.
pub fn writing<W>(level: Level, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::new(format!("warn,concord={}", level.as_str()));
    tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(writer).finish()
}
