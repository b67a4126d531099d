//! Where a section stands, in words and with an icon: never as a colour alone, and never as good or bad.

use crate::domain::response::status::{Standing, Status};
use crate::domain::time::Instant;
use crate::web::i18n::Words;

/// Where a section stands, for a page.
#[derive(Debug, Clone)]
pub(in crate::web) struct StandingWords {
    pub(in crate::web) icon: &'static str,
    /// "Ready", "Cleared", with who said so and when.
    pub(in crate::web) words: String,
    /// It is ready or cleared, so that a change puts it back.
    pub(in crate::web) is_said: bool,
    pub(in crate::web) is_cleared: bool,
    /// What a form carries of it.
    pub(in crate::web) shown: String,
}

impl StandingWords {
    pub(in crate::web) fn of(words: Words, standing: &Standing, now: Instant) -> Self {
        let status = standing.status;
        let word = words.t(&format!("standing-is-{}", status.as_str().replace('_', "-")));
        let set = standing.set.as_ref().map(|(by, at)| {
            let set = if status.is_said() { "standing-set" } else { "standing-again" };
            words.with(set, &[("word", word.clone()), ("by", by.clone()), ("when", words.recently(*at, now))])
        });
        StandingWords {
            icon: match status {
                Status::NotBegun => "circle",
                Status::InWork => "pen",
                Status::Ready => "eye",
                Status::Cleared => "check",
            },
            words: set.unwrap_or(word),
            is_said: status.is_said(),
            is_cleared: status == Status::Cleared,
            shown: standing.shown.clone(),
        }
    }
}
