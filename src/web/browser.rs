//! Makes out browser and system from what a browser says of itself, for the person's own list of sessions. Nothing depends on it.

use super::i18n::Words;

/// What to look for, the more particular first, and the word that is kept.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("SamsungBrowser/", "samsung"),
    ("Firefox/", "firefox"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "windows"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Android", "android"),
    ("Mac OS X", "macos"),
    ("Linux", "linux"),
];

/// Browser and system in two words.
pub fn of(user_agent: &str) -> String {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map_or("other", |(_, word)| *word)
    };
    format!("{} {}", find(&BROWSERS), find(&SYSTEMS))
}

/// The two words as a person reads them.
pub fn words_for(words: Words, kept: &str) -> String {
    let (browser, system) = kept.split_once(' ').unwrap_or(("other", "other"));
    let name = |kind: &str, word: &str, known: &[(&str, &str)]| {
        let known = known.iter().any(|(_, name)| *name == word);
        words.t(&format!("{kind}-{}", if known { word } else { "other" }))
    };
    let (browser, system) = (name("browser", browser, &BROWSERS), name("system", system, &SYSTEMS));
    words.with("session-device", &[("browser", browser), ("system", system)])
}
