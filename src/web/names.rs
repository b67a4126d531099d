//! The States' names in the reader's language. They are asked for on every page and change once a year, so they are kept for a minute.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::App;
use super::i18n::Language;
use crate::domain::actor::Actor;
use crate::domain::error::Result;
use crate::domain::ids::StateId;
use crate::domain::states::{self, StateParty};
use crate::domain::time::Instant;

/// How long names are kept, in seconds.
const KEPT_SECONDS: i64 = 60;

type Kept = Option<(Instant, Arc<HashMap<StateId, StateParty>>)>;

/// The names, as last read.
#[derive(Default)]
pub struct Names {
    kept: RwLock<Kept>,
}

impl Names {
    /// A State's name in a language; its code where the name is not known.
    pub fn of(&self, state: &StateId, language: Language) -> String {
        let kept = self.kept.read().ok();
        let known = kept.as_ref().and_then(|kept| kept.as_ref()).and_then(|(_, names)| names.get(state));
        known.map_or_else(|| state.to_string(), |state| state.name_in(language.tag()).to_owned())
    }

    fn are_fresh(&self, now: Instant) -> bool {
        self.kept.read().is_ok_and(|kept| kept.as_ref().is_some_and(|(at, _)| now.seconds_since(*at) < KEPT_SECONDS))
    }

    /// Reads the names again where they are older than a minute.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refresh(&self, app: &App, actor: &Actor, now: Instant) -> Result<()> {
        if self.are_fresh(now) {
            return Ok(());
        }
        let states = app.db.read(actor.clone(), states::list).await?;
        let names = states.into_iter().map(|state| (state.id.clone(), state)).collect();
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some((now, Arc::new(names)));
        }
        Ok(())
    }
}

/// Sorts rows by the name of their State in the reader's language.
pub fn sort_by_state<T>(app: &App, language: Language, rows: &mut Vec<T>, state: impl Fn(&T) -> &StateId) {
    let order = states::order_of_names(language.tag());
    // Each name is looked up once and not at every comparison.
    let mut named: Vec<(String, T)> = rows.drain(..).map(|row| (app.names.of(state(&row), language), row)).collect();
    named.sort_by(|(a, _), (b, _)| order(a, b));
    rows.extend(named.into_iter().map(|(_, row)| row));
}
