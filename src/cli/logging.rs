//! The log: one JSON object a line on standard error, for a service manager to keep. It holds no secrets and no answers.

use tracing_subscriber::EnvFilter;

use crate::config::Level;

/// Starts the log. Called once; a second call changes nothing.
pub fn start(level: Level) {
    let filter = EnvFilter::new(format!("warn,concord={}", level.as_str()));
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr);
    if log.try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // Where, but not what: the text of a panic can hold what a person typed.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panicked");
        }));
    }
}
