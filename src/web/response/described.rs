//! What a State says of a file, in words, and the fields in which it says so: title, language, original or translation.

use super::items::FileItem;
use super::sheet::size_words;
use crate::domain::Refusal;
use crate::domain::ids::AttachmentId;
use crate::domain::response::description::{
    Description, LANGUAGES, MOST_LANGUAGE, MOST_TITLE, Translation, UNITED_NATIONS,
};
use crate::domain::response::{DocumentFile, FileFacts};
use crate::domain::states;
use crate::web::i18n::Words;

/// The choice of a language that is not in the list.
const OTHER: &str = "other";
/// A file that nobody on the platform can look into.
const ENCRYPTED: &str = "application/vnd.age";

impl FileItem {
    /// A file of a draft.
    pub fn of_facts(words: Words, id: &AttachmentId, facts: &FileFacts) -> Self {
        FileItem::of(words, id.as_str(), &facts.name, facts.size, &facts.description)
            .with(&facts.media_type, &facts.sha256)
    }

    /// A file of a document.
    pub fn of_document(words: Words, file: &DocumentFile) -> Self {
        let size = file.size.parse().unwrap_or_default();
        FileItem::of(words, &file.id, &file.name, size, &file.description).with(&file.media_type, &file.sha256)
    }

    fn of(words: Words, id: &str, name: &str, size: u64, description: &Description) -> Self {
        let titled = !description.title.is_empty();
        FileItem {
            id: id.to_owned(),
            shown: if titled { description.title.clone() } else { name.to_owned() },
            name: if titled { name.to_owned() } else { String::new() },
            size: size_words(words, size),
            language: language_words(words, description),
            translation: description.translation.map(|it| translation_words(words, it)).unwrap_or_default(),
            sha256: String::new(),
            encrypted: false,
        }
    }

    fn with(self, media_type: &str, sha256: &str) -> Self {
        FileItem { encrypted: media_type == ENCRYPTED, sha256: sha256.to_owned(), ..self }
    }

    /// What is said of it in one line, without its title: name, size, language, original or translation.
    pub fn facts(&self) -> String {
        let said = [&self.name, &self.size, &self.language, &self.translation];
        said.into_iter().filter(|said| !said.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// All that is said of it in one line, for a paper: title, language, original or translation, name, size.
    pub fn described(&self) -> String {
        let what: Vec<&str> = [&self.language, &self.translation]
            .into_iter()
            .map(String::as_str)
            .filter(|said| !said.is_empty())
            .collect();
        let shown = if what.is_empty() { self.shown.clone() } else { format!("{} ({})", self.shown, what.join(", ")) };
        let said = [shown, self.name.clone(), self.size.clone()];
        said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn language_words(words: Words, description: &Description) -> String {
    match description.language.as_str() {
        "" => description.other_language.clone(),
        code if LANGUAGES.contains(&code) => words.t(&format!("language-{code}")),
        code => code.to_owned(),
    }
}

fn translation_words(words: Words, translation: Translation) -> String {
    words.t(&format!("translation-{}", translation.as_str()))
}

/// One choice of a list.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}

/// The fields as they are filled in.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub title: String,
    /// A code of the list, [`OTHER`], or empty.
    pub language: String,
    pub other_language: String,
    pub translation: String,
}

impl Fields {
    /// Their names in a form.
    pub const NAMES: [&str; 4] = ["title", "language", "other_language", "translation"];

    /// The fields as a description fills them in.
    pub fn of(description: &Description) -> Self {
        let other = !description.other_language.is_empty();
        Fields {
            title: description.title.clone(),
            language: if other { OTHER.to_owned() } else { description.language.clone() },
            other_language: description.other_language.clone(),
            translation: description.translation.map(Translation::as_str).unwrap_or_default().to_owned(),
        }
    }

    /// Those of the fields of a form.
    pub fn posted(form: &[(String, String)]) -> Self {
        let mut fields = Fields::default();
        for (name, value) in form {
            let field = match name.as_str() {
                "title" => &mut fields.title,
                "language" => &mut fields.language,
                "other_language" => &mut fields.other_language,
                "translation" => &mut fields.translation,
                _ => continue,
            };
            value.clone_into(field);
        }
        fields
    }

    /// What they say.
    ///
    /// # Errors
    /// As [`Description::new`].
    pub fn description(&self) -> Result<Description, Refusal> {
        // What is no word of the list does not come from the page: nothing is said then.
        let translation = Translation::parse(&self.translation);
        let other = self.language == OTHER;
        Description::new(&self.title, &self.language, other, &self.other_language, translation)
    }

    /// Most characters of the title.
    pub fn most_title(&self) -> usize {
        MOST_TITLE
    }

    /// Most characters of the name of a language.
    pub fn most_language(&self) -> usize {
        MOST_LANGUAGE
    }

    /// The languages of the United Nations in the reader's order, then the others, each group with its message.
    pub fn languages(&self, words: &Words) -> Vec<(&'static str, Vec<Choice>)> {
        let order = states::order_of_names(words.0.tag());
        let listed = |codes: &[&str]| {
            let choice = |code: &&str| Choice {
                value: (*code).to_owned(),
                words: words.t(&format!("language-{code}")),
                chosen: self.language == *code,
            };
            let mut choices: Vec<Choice> = codes.iter().map(choice).collect();
            choices.sort_by(|a, b| order(&a.words, &b.words));
            choices
        };
        let (first, others) = LANGUAGES.split_at(UNITED_NATIONS.min(LANGUAGES.len()));
        vec![("file-languages-un", listed(first)), ("file-languages-others", listed(others))]
    }

    /// Whether another language than those of the list is chosen.
    pub fn is_other(&self) -> bool {
        self.language == OTHER
    }

    /// Original or translation, each with its explanation.
    pub fn translations(&self, words: &Words) -> Vec<Choice> {
        let choice = |it: &Translation| Choice {
            value: it.as_str().to_owned(),
            words: words.t(&format!("translation-choice-{}", it.as_str())),
            chosen: self.translation == it.as_str(),
        };
        Translation::ALL.iter().map(choice).collect()
    }
}
