//! The words of the interface, in Fluent, embedded. English and French are complete; a message that lacks one fails a test.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::{AcceptLanguage, Quality};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;

use crate::domain::time::Instant;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    French,
}

impl Language {
    /// Every language, the default first.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// The tag in `lang`, cookies and accounts.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// The language's own name.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::French => "Français",
        }
    }

    /// Writing direction, for `dir`.
    pub const fn direction(self) -> &'static str {
        match self {
            Language::English | Language::French => "ltr",
        }
    }

    /// The language of a tag such as `fr` or `fr-CA`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', ';']).next().unwrap_or("");
        Language::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The language that an `Accept-Language` header likes most of those that the interface has (RFC 9110, 12.5.4).
    pub fn accepted(header: &AcceptLanguage) -> Option<Self> {
        let wanted = header.iter().filter(|wanted| wanted.quality > Quality::ZERO);
        let ranked = AcceptLanguage(wanted.cloned().collect()).ranked();
        ranked.iter().find_map(|tag| Language::parse(&tag.to_string()))
    }
}

/// Source files of the messages: the interface by slice, and the engine's faults and problems.
const ENGLISH: &[&str] = &[
    include_str!("locales/common.en.ftl"),
    include_str!("locales/account.en.ftl"),
    include_str!("locales/recovery.en.ftl"),
    include_str!("locales/response.en.ftl"),
    include_str!("locales/submission.en.ftl"),
    include_str!("locales/news.en.ftl"),
    include_str!("locales/desk.en.ftl"),
    include_str!("locales/lastyear.en.ftl"),
    include_str!("locales/offline.en.ftl"),
    include_str!("locales/assign.en.ftl"),
    include_str!("locales/reading.en.ftl"),
    include_str!("locales/review.en.ftl"),
    include_str!("locales/secretariat.en.ftl"),
    include_str!("locales/record.en.ftl"),
    include_str!("locales/letters.en.ftl"),
    include_str!("locales/people.en.ftl"),
    include_str!("locales/pdf.en.ftl"),
    include_str!("locales/files.en.ftl"),
    crate::domain::questionnaire::messages::FAULTS_EN,
    crate::domain::questionnaire::messages::PROBLEMS_EN,
];
const FRENCH: &[&str] = &[
    include_str!("locales/common.fr.ftl"),
    include_str!("locales/account.fr.ftl"),
    include_str!("locales/recovery.fr.ftl"),
    include_str!("locales/response.fr.ftl"),
    include_str!("locales/submission.fr.ftl"),
    include_str!("locales/news.fr.ftl"),
    include_str!("locales/desk.fr.ftl"),
    include_str!("locales/lastyear.fr.ftl"),
    include_str!("locales/offline.fr.ftl"),
    include_str!("locales/assign.fr.ftl"),
    include_str!("locales/reading.fr.ftl"),
    include_str!("locales/review.fr.ftl"),
    include_str!("locales/secretariat.fr.ftl"),
    include_str!("locales/record.fr.ftl"),
    include_str!("locales/letters.fr.ftl"),
    include_str!("locales/people.fr.ftl"),
    include_str!("locales/pdf.fr.ftl"),
    include_str!("locales/files.fr.ftl"),
    crate::domain::questionnaire::messages::FAULTS_FR,
    crate::domain::questionnaire::messages::PROBLEMS_FR,
];

type Bundle = FluentBundle<FluentResource>;
static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(Language::English), bundle(Language::French)]);

/// The source of a language's messages, for the tests that compare them.
pub fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => ENGLISH,
        Language::French => FRENCH,
    }
}

fn bundle(language: Language) -> Bundle {
    let tag = match language {
        Language::English => unic_langid::LanguageIdentifier::default(),
        Language::French => unic_langid::LanguageIdentifier::default(),
    };
    let id = language.tag().parse().unwrap_or(tag);
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Arguments are isolated one by one, where they hold right-to-left text: see `isolated`.
    bundle.set_use_isolating(false);
    for source in sources(language) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, faults)) => {
                tracing::error!(?faults, language = language.tag(), "a file of messages has faults");
                resource
            }
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Every message that takes no argument, as it stands on a page: a page has hundreds of them, and they never change.
static PLAIN: LazyLock<[HashMap<&'static str, String>; 2]> =
    LazyLock::new(|| [plain(Language::English), plain(Language::French)]);

fn plain(language: Language) -> HashMap<&'static str, String> {
    let bundle = bundle_of(language);
    let mut plain = HashMap::new();
    for source in sources(language) {
        let (Ok(parsed) | Err((parsed, _))) = fluent_syntax::parser::parse_runtime(*source);
        for entry in parsed.body {
            let ast::Entry::Message(ast::Message { id, value: Some(_), .. }) = entry else { continue };
            let Some(pattern) = bundle.get_message(id.name).and_then(|message| message.value()) else { continue };
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut faults).into_owned();
            // What lacks an argument is formatted each time that it is asked for.
            if faults.is_empty() {
                plain.insert(id.name, text);
            }
        }
    }
    plain
}

fn bundle_of(language: Language) -> &'static Bundle {
    let [english, french] = &*BUNDLES;
    match language {
        Language::English => english,
        Language::French => french,
    }
}

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The message of this key.
    pub fn t(self, key: &str) -> String {
        let [english, french] = &*PLAIN;
        let known = match self.0 {
            Language::English => english.get(key),
            Language::French => french.get(key),
        };
        known.cloned().unwrap_or_else(|| self.with(key, &[]))
    }

    /// The message with one argument.
    pub fn t1(self, key: &str, name: &str, value: impl ToString) -> String {
        self.with(key, &[(name, value.to_string())])
    }

    /// The message with two arguments.
    pub fn t2(self, key: &str, name: &str, value: impl ToString, second: &str, other: impl ToString) -> String {
        self.with(key, &[(name, value.to_string()), (second, other.to_string())])
    }

    /// The message with any number of text arguments; whole numbers choose plural forms.
    pub fn with(self, key: &str, arguments: &[(&str, String)]) -> String {
        if arguments.is_empty() {
            return self.format(key, None);
        }
        let mut args = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            let value: FluentValue<'_> = match value.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => FluentValue::from(isolated(value)),
            };
            args.set(Cow::Borrowed(*name), value);
        }
        self.format(key, Some(&args))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = bundle_of(self.0);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = self.0.tag(), "a message is missing");
            return key.to_owned();
        };
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut faults);
        if !faults.is_empty() {
            tracing::error!(key, language = self.0.tag(), ?faults, "a message lacks an argument");
        }
        text.into_owned()
    }

    /// A message for a subject, a file name or a cell: without the marks that isolate names.
    pub fn plain(self, key: &str, arguments: &[(&str, String)]) -> String {
        self.with(key, arguments).replace(['\u{2068}', '\u{2069}'], "")
    }

    /// "19 April 2027", "19 avril 2027", "1er avril 2027".
    pub fn day(self, date: jiff::civil::Date) -> String {
        let month = self.t(&format!("month-{}", date.month()));
        let day = if self.0 == Language::French && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
        format!("{day} {month} {}", date.year())
    }

    /// "19 April 2027, 23:59 The Hague (21:59 UTC)".
    pub fn moment(self, at: Instant) -> String {
        let (here, utc) = (at.in_the_hague(), at.in_utc());
        self.with("moment", &[("day", self.day(here.date())), ("time", clock(here.time())), ("utc", clock(utc.time()))])
    }

    /// "23:59 The Hague (21:59 UTC)": beneath a day that is shown by itself.
    pub fn hour(self, at: Instant) -> String {
        let (here, utc) = (at.in_the_hague(), at.in_utc());
        self.with("moment-hour", &[("time", clock(here.time())), ("utc", clock(utc.time()))])
    }

    /// "14:32" of today, else "19 April 2027": in The Hague.
    pub fn recently(self, at: Instant, now: Instant) -> String {
        let (then, today) = (at.in_the_hague(), now.in_the_hague());
        if then.date() == today.date() { clock(then.time()) } else { self.day(then.date()) }
    }
}

/// A name or a text as it stands in a sentence: isolated where it holds right-to-left letters, so that it cannot reorder what is
/// around it; without marks otherwise, so that what is copied from a page is what stands there.
fn isolated(text: &str) -> Cow<'_, str> {
    let right_to_left =
        |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}');
    if text.chars().any(right_to_left) { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
}

/// `23:59`.
pub fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{ACCEPT_LANGUAGE, AcceptLanguage, Header};
    use actix_web::test::TestRequest;

    use super::Language;

    #[test]
    fn the_language_that_a_browser_likes_most_is_taken() {
        let taken = |header: &str| {
            let request = TestRequest::default().insert_header((ACCEPT_LANGUAGE, header)).to_http_request();
            AcceptLanguage::parse(&request).ok().and_then(|header| Language::accepted(&header))
        };
        for (header, language) in [
            ("fr", Some(Language::French)),
            ("de, fr-CA;q=0.8, en;q=0.7", Some(Language::French)),
            ("en;q=0.1, fr;q=0.9", Some(Language::French)),
            ("fr;q=0, en;q=0.1", Some(Language::English)),
            ("FR-be, *;q=0.1", Some(Language::French)),
            ("fr;q=two, en", Some(Language::English)),
            ("de, fr;q=0", None),
            ("*", None),
            ("", None),
            (",;q=,\u{e9}", None),
        ] {
            assert_eq!(taken(header), language, "{header}");
        }
    }
}
