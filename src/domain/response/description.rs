//! What a State says of a file beside its name: a title, the language it is in, and whether it is an original or a translation. All of it may be
//! left out. It is sealed with what else is known of the file, and stands in a document where it is said.

use serde::{Deserialize, Serialize};

use crate::domain::actor::words;
use crate::domain::error::{Refusal, Result};
use crate::domain::line::{NoLine, OneLine};
use crate::domain::seal;

/// Most characters of a title.
pub const MOST_TITLE: usize = OneLine::MOST;
/// Most characters of the name of a language that is not in the list.
pub const MOST_LANGUAGE: usize = 60;

/// Languages to choose from, by their codes (BCP 47): the six of the United Nations, then official languages of States Parties.
pub const LANGUAGES: &[&str] = &[
    "ar", "zh", "en", "fr", "ru", "es", "bg", "bn", "bs", "cnr", "cs", "da", "de", "el", "et", "fa", "fi", "ga", "hr",
    "hu", "hy", "is", "it", "ja", "ka", "km", "ko", "lt", "lv", "mk", "mn", "mt", "nb", "nl", "pl", "pt", "ro", "sk",
    "sl", "sq", "sr", "sv", "sw", "tet", "uk",
];
/// How many of them come first, whatever the reader's language.
pub const UNITED_NATIONS: usize = 6;

words!(
    /// What a file is among texts of the same content.
    Translation {
        /// The text in the language in which it was made.
        Original = "original",
        /// A translation by an authority of the State, or one that it has adopted.
        Official = "official_translation",
        /// A translation for information.
        Unofficial = "unofficial_translation",
    }
);

/// What a State says of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// One of [`LANGUAGES`]; empty where another is named or nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The name of a language that is not in the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub other_language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
}

impl Description {
    /// What a page carries of it to tell later whether a colleague has said something else meanwhile: it notices a difference, and says nothing.
    pub fn mark(&self) -> String {
        seal::mark(&format!("{self:?}"))
    }

    /// What was typed as it is kept. `other`: the language is another than those of the list, and `name` is what it is called.
    ///
    /// # Errors
    /// A refusal where the title or the name is too long or holds characters that control or reorder text, where a language is no code of the
    /// list, or where another has no name.
    pub fn new(
        title: &str,
        language: &str,
        other: bool,
        name: &str,
        translation: Option<Translation>,
    ) -> Result<Self, Refusal> {
        let title = match OneLine::checked(title) {
            Ok(title) => title.as_str().to_owned(),
            Err(NoLine::Empty) => String::new(),
            Err(NoLine::TooLong) => return Err(Refusal::FileTitleLong { max: MOST_TITLE }),
            Err(NoLine::Unclean) => return Err(Refusal::FileTitleBad),
        };
        let (language, other_language) = if other {
            let name = OneLine::checked(name).ok().filter(|name| name.as_str().chars().count() <= MOST_LANGUAGE);
            (String::new(), name.ok_or(Refusal::FileLanguageBad { max: MOST_LANGUAGE })?.as_str().to_owned())
        } else if language.is_empty() || LANGUAGES.contains(&language) {
            (language.to_owned(), String::new())
        } else {
            return Err(Refusal::FileLanguageBad { max: MOST_LANGUAGE });
        };
        Ok(Description { title, language, other_language, translation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_may_be_left_out() {
        assert_eq!(Description::new("", "", false, "", None), Ok(Description::default()));
        assert_eq!(Description::new(" \u{200B} ", "", false, "ignored", None), Ok(Description::default()));
        assert_eq!(serde_json::to_string(&Description::default()).unwrap(), "{}");
    }

    #[test]
    fn a_title_is_one_short_line_without_what_reorders_it() {
        let titled = |title: &str| Description::new(title, "fr", false, "", Some(Translation::Official));
        assert_eq!(titled("  Loi nº 2007-02  ").unwrap().title, "Loi nº 2007-02");
        assert_eq!(titled(&"é".repeat(MOST_TITLE)).unwrap().title.chars().count(), MOST_TITLE);
        assert_eq!(titled(&"é".repeat(10_000)), Err(Refusal::FileTitleLong { max: MOST_TITLE }));
        for title in ["a\nb", "a\rb", "a\u{0}b", "a\u{202E}fdp.exe", "a\u{2066}b", "a\u{7}b"] {
            assert_eq!(titled(title), Err(Refusal::FileTitleBad), "{title:?}");
        }
    }

    #[test]
    fn a_language_is_of_the_list_or_has_a_name() {
        let refused = Err(Refusal::FileLanguageBad { max: MOST_LANGUAGE });
        assert_eq!(Description::new("", "pt", false, "", None).unwrap().language, "pt");
        assert_eq!(Description::new("", "", true, " Wolof ", None).unwrap().other_language, "Wolof");
        assert_eq!(Description::new("", "xx", false, "", None), refused);
        assert_eq!(Description::new("", "", true, "", None), refused);
        assert_eq!(Description::new("", "", true, "a\u{202E}b", None), refused);
        assert_eq!(Description::new("", "", true, &"a".repeat(MOST_LANGUAGE + 1), None), refused);
    }

    #[test]
    fn no_language_stands_twice_in_the_list() {
        let all: std::collections::HashSet<_> = LANGUAGES.iter().collect();
        assert_eq!(all.len(), LANGUAGES.len());
        assert_eq!(LANGUAGES.get(..UNITED_NATIONS), Some(["ar", "zh", "en", "fr", "ru", "es"].as_slice()));
    }
}
