//! What a State Party is, and how a list of them is ordered for a reader.

use std::collections::BTreeMap;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use crate::domain::ids::StateId;
use crate::domain::time::Day;

/// The Assembly's official languages: those that a State has a name in and a person may choose.
pub const LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

/// A State that is, was or will be a Party to the Rome Statute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateParty {
    pub id: StateId,
    pub alpha2: String,
    /// The short name by language.
    pub names: Names,
    /// The name inside an English sentence: "the Bolivarian Republic of Venezuela".
    pub name_en_text: String,
    /// The name after a French noun, with its preposition: "de l'Afghanistan".
    pub name_fr_de: String,
    pub regional_group: String,
    pub entry_into_force: Day,
    /// The first day on which the State is no Party any more.
    pub withdrawal_effective: Option<Day>,
    /// Where notes verbales go; blank for those who do not manage addresses.
    pub official_address: Option<String>,
    pub copy_address: Option<String>,
}

/// A State's short names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub en: String,
    pub fr: String,
    /// The other official languages, by code.
    pub others: BTreeMap<String, String>,
}

impl StateParty {
    /// The short name in a language, in English where there is none.
    pub fn name_in(&self, language: &str) -> &str {
        match language {
            "en" => &self.names.en,
            "fr" => &self.names.fr,
            other => self.names.others.get(other).unwrap_or(&self.names.en),
        }
    }

    /// Whether the State is a Party on this day: from entry into force until the day before withdrawal takes effect.
    pub fn is_party_on(&self, day: &Day) -> bool {
        is_party_on(&self.entry_into_force, self.withdrawal_effective.as_ref(), day)
    }
}

/// The rule of membership on its own, for queries that read only the two dates. Days order as their text does.
pub(in crate::domain) fn is_party_on(entry_into_force: &Day, withdrawal_effective: Option<&Day>, day: &Day) -> bool {
    entry_into_force <= day && withdrawal_effective.is_none_or(|last| day < last)
}

/// Sorts States by their name in the reader's language, by that language's rules.
pub fn sort_by_name(states: &mut [StateParty], language: &str) {
    match collator(language) {
        Some(collator) => states.sort_by(|a, b| collator.compare(a.name_in(language), b.name_in(language))),
        None => states.sort_by(|a, b| a.name_in(language).cmp(b.name_in(language))),
    }
}

/// The order of names in a language, for lists of rows that each belong to a State.
pub fn order_of_names(language: &str) -> impl Fn(&str, &str) -> std::cmp::Ordering {
    let collator = collator(language);
    move |a, b| collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
}

fn collator(language: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_locale_core::Locale = language.parse().ok()?;
    Collator::try_new((&locale).into(), CollatorOptions::default()).ok()
}
