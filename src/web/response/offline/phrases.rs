//! The fixed words of a file, in its language.

use crate::domain::response::offline::{Content, Format, Paper, Phrases, Terms};
use crate::web::i18n::{Language, Words};

/// How a file is filled in, a paragraph each.
const HOW: [&str; 6] =
    ["offline-how-1", "offline-how-2", "offline-how-3", "offline-how-4", "offline-how-5", "offline-how-6"];

const HOW_IN_WORD: [&str; 5] =
    ["offline-word-1", "offline-word-2", "offline-word-3", "offline-how-5", "offline-word-4"];

/// The words that stand for something given.
pub fn terms(words: Words) -> Terms {
    Terms {
        acknowledged: words.t("offline-yes"),
        declined: words.t("offline-yes"),
        court: words.t("readers-court"),
        states_parties: words.t("readers-states"),
    }
}

/// The words of a language, by its tag.
pub fn terms_of(tag: &str) -> Option<Terms> {
    Language::ALL.into_iter().find(|one| one.tag() == tag).map(|one| terms(Words(one)))
}

/// The words of a language, without what is said of one file.
pub fn of(words: Words) -> Phrases {
    let numbered = |key: &str| words.plain(key, &[("number", "{n}".to_owned())]);
    Phrases {
        right_to_left: words.0.direction() == "rtl",
        terms: terms(words),
        heading: String::new(),
        facts: Vec::new(),
        reference: words.t("offline-reference"),
        how: Vec::new(),
        read_me: words.t("offline-read-me"),
        key: words.t("offline-key"),
        version: words.t("offline-version"),
        question: words.t("offline-question"),
        answer: words.t("offline-answer"),
        comment: words.t("comment"),
        declined: words.t("declined"),
        reason: words.t("offline-reason"),
        readers: words.t("offline-readers"),
        entry: numbered("entry"),
        new_entry: numbered("offline-new-entry"),
        required: words.t("offline-required"),
        does_not_apply: words.t("offline-does-not-apply"),
        choose_one: words.t("offline-choose-one"),
        choose_several: words.t("offline-choose-several"),
        tick_one: words.t("offline-tick-one"),
        tick_several: words.t("offline-tick-several"),
        court_box: words.t("offline-court-box"),
        decline_box: words.t("offline-decline-box"),
        put_in_order: words.t("offline-put-in-order"),
        as_a_date: words.t("offline-as-a-date"),
        as_a_time: words.t("offline-as-a-time"),
        file_on_the_platform: words.t("offline-file"),
        attached: words.t("offline-attached"),
        computed: words.t("offline-computed"),
        page: page(words),
        too_long: words.t("offline-too-long"),
        on_sheet: words.plain("offline-on-sheet", &[("sheet", "{sheet}".to_owned())]),
    }
}

/// The words of a language, with what is said of this file.
pub fn of_paper(words: Words, paper: &Paper, format: Format, state: &str) -> Phrases {
    let heading = match paper.content {
        Content::Draft => words.t("offline-heading-draft"),
        Content::Blank => words.t("offline-heading-blank"),
    };
    let mut facts = vec![
        (words.t("offline-state"), state.to_owned()),
        (words.t("offline-year"), paper.reference.year.to_string()),
        (words.t("offline-date"), words.moment(paper.made_at)),
    ];
    if paper.content == Content::Draft {
        facts.push((words.t("offline-draft-version"), paper.reference.version.to_string()));
    }
    let how = match format {
        Format::Excel => HOW.as_slice(),
        Format::Word => HOW_IN_WORD.as_slice(),
    };
    let how = how.iter().map(|key| words.t(key)).collect();
    Phrases { heading, facts, how, ..of(words) }
}

/// What stands around the number of a page and of all pages.
fn page(words: Words) -> [String; 3] {
    let whole = words.plain("offline-page", &[("number", "{n}".to_owned()), ("all", "{all}".to_owned())]);
    let (before, rest) = whole.split_once("{n}").unwrap_or((&whole, ""));
    let (between, after) = rest.split_once("{all}").unwrap_or((rest, ""));
    [before, between, after].map(str::to_owned)
}
