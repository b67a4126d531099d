//! The record of access: who came in, failed, was invited, changed or ended, for whom and by whom. Each person sees their own, a
//! coordinator the State's, a coordinator of the Court the organ's, the Secretariat that of all accounts. The same rows as a file.

mod details;
mod file;
mod lines;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::errors::{Fault, refusal_words};
use super::i18n::{Language, Words};
use super::layout::{self, Page};
use super::secretariat::Faults;
use super::visit::Visit;
use crate::domain::access::RecordOf;
use crate::domain::audit::Kind;
use crate::domain::audit::read::{self, Entry, Filter, Listed};
use crate::domain::time::Day;
use crate::domain::{Error, Refusal};
use lines::Line;

/// What a row says of what was done, in the words of a language: for the command line, without who has which section of a draft.
pub fn in_words(language: Language, entry: &Entry) -> Vec<String> {
    details::details(Words(language), entry, false)
}

/// Characters of a filter by name that are looked at: more than any name has.
const LONGEST_NAME: usize = 200;

/// How a page or a file is asked for: as it was typed.
#[derive(Deserialize, Default, Clone)]
pub struct Asked {
    /// A part of a name or of an e-mail address.
    #[serde(default)]
    who: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    page: String,
}

/// A choice of the filter.
struct Choice {
    value: &'static str,
    words: String,
}

/// Whose record a page shows, and where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    /// Of the State or the organ of who asks.
    Ours,
    All,
}

impl Whose {
    const fn address(self) -> &'static str {
        match self {
            Whose::Own => "/account/record",
            Whose::Ours => "/record",
            Whose::All => "/secretariat/record",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Whose::Own => "record-own-title",
            Whose::Ours | Whose::All => "record-title",
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Whose::Own => "record-own-lead",
            Whose::Ours => "record-ours-lead",
            Whose::All => "record-all-lead",
        }
    }

    /// Whose that is for the domain; a page of one's State or organ does not exist for who has neither.
    fn of(self, visit: &Visit) -> Result<RecordOf, Fault> {
        let person = visit.person();
        match self {
            Whose::Own => Ok(RecordOf::Own),
            Whose::All => Ok(RecordOf::All),
            Whose::Ours => {
                let state = person.and_then(|person| person.state.clone()).map(RecordOf::State);
                let organ = || person.and_then(|person| person.organ).map(RecordOf::Organ);
                state.or_else(organ).ok_or_else(|| visit.fault(Error::NotFound))
            }
        }
    }
}

#[derive(Template)]
#[template(path = "record/page.html")]
struct RecordPage {
    page: Page,
    whose: Whose,
    asked: Asked,
    kinds: Vec<Choice>,
    faults: Faults,
    listed: Listed,
    lines: Vec<Line>,
}

impl RecordPage {
    fn is_own(&self) -> bool {
        self.whose == Whose::Own
    }

    fn is_all(&self) -> bool {
        self.whose == Whose::All
    }

    fn address(&self) -> &'static str {
        self.whose.address()
    }

    /// Whether only some rows are asked for.
    fn is_filtered(&self) -> bool {
        [&self.asked.who, &self.asked.kind, &self.asked.from, &self.asked.to].iter().any(|typed| !typed.is_empty())
    }

    fn file(&self) -> String {
        format!("{}.csv{}", self.address(), self.asked.query(None))
    }

    fn earlier(&self) -> Option<String> {
        (self.listed.page < self.listed.pages).then(|| self.at(self.listed.page + 1))
    }

    fn later(&self) -> Option<String> {
        (self.listed.page > 1).then(|| self.at(self.listed.page - 1))
    }

    fn at(&self, page: i64) -> String {
        format!("{}{}", self.address(), self.asked.query(Some(page)))
    }
}

impl Asked {
    /// The filter as the end of an address.
    fn query(&self, page: Option<i64>) -> String {
        let page = page.filter(|page| *page > 1).map_or_else(String::new, |page| page.to_string());
        let fields =
            [("who", &self.who), ("kind", &self.kind), ("from", &self.from), ("to", &self.to), ("page", &page)];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// What is asked for, or everything that is wrong with it.
    fn filter(&self, words: Words, of: &RecordOf) -> Result<Filter, Faults> {
        let mut faults = Faults::default();
        let mut day = |field, typed: &str| -> Option<Day> {
            let read = (!typed.trim().is_empty()).then(|| typed.parse());
            faults.keep(field, read.transpose().map_err(|_| refusal_words(words, &Refusal::DateBad))).flatten()
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let kind = Kind::parse(&self.kind).filter(|kind| read::kinds_of(of).contains(kind));
        if kind.is_none() && !self.kind.is_empty() {
            faults.add("kind", words.t("record-kind-bad"));
        }
        let who = self.who.trim();
        if who.chars().count() > LONGEST_NAME || who.chars().any(char::is_control) {
            faults.add("who", words.t("record-who-bad"));
        }
        if faults.is_empty() { Ok(Filter { who: who.to_owned(), kind, from, to }) } else { Err(faults) }
    }
}

/// A person's own record.
pub async fn own(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, Whose::Own, asked.into_inner()).await
}

/// The record of a State or of an organ, for its coordinators.
pub async fn ours(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, Whose::Ours, asked.into_inner()).await
}

/// The record of all accounts.
pub async fn all(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, Whose::All, asked.into_inner()).await
}

/// A person's own record as a file.
pub async fn own_file(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    send(&visit, Whose::Own, asked.into_inner()).await
}

/// The record of a State or of an organ as a file.
pub async fn our_file(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    send(&visit, Whose::Ours, asked.into_inner()).await
}

/// The record of all accounts as a file.
pub async fn all_file(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    send(&visit, Whose::All, asked.into_inner()).await
}

async fn show(visit: &Visit, whose: Whose, asked: Asked) -> Result<HttpResponse, Fault> {
    let of = whose.of(visit)?;
    let filter = match asked.filter(visit.words(), &of) {
        Ok(filter) => filter,
        Err(faults) => return render(visit, whose, asked, &of, nothing(), faults),
    };
    // What is no number is the first page.
    let wanted = asked.page.parse().unwrap_or(1);
    let whose_is_asked = of.clone();
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| read::page(ctx, &of, &filter, wanted);
    match visit.app.db.read(visit.actor(), work).await {
        Ok(listed) => render(visit, whose, asked, &whose_is_asked, listed, Faults::default()),
        Err(Error::Refused(refusal)) => refused(visit, whose, asked, &whose_is_asked, &refusal),
        Err(error) => Err(visit.fault(error)),
    }
}

async fn send(visit: &Visit, whose: Whose, asked: Asked) -> Result<HttpResponse, Fault> {
    let of = whose.of(visit)?;
    let filter = match asked.filter(visit.words(), &of) {
        Ok(filter) => filter,
        Err(faults) => return render(visit, whose, asked, &of, nothing(), faults),
    };
    let whose_is_asked = of.clone();
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| read::export(ctx, &of, &filter);
    match visit.app.db.write(visit.actor(), work).await {
        Ok(entries) => file::csv(visit, &entries),
        Err(Error::Refused(refusal)) => refused(visit, whose, asked, &whose_is_asked, &refusal),
        Err(error) => Err(visit.fault(error)),
    }
}

fn refused(visit: &Visit, whose: Whose, asked: Asked, of: &RecordOf, refusal: &Refusal) -> Result<HttpResponse, Fault> {
    let faults = Faults::one("from", refusal_words(visit.words(), refusal));
    render(visit, whose, asked, of, nothing(), faults)
}

fn nothing() -> Listed {
    Listed { entries: Vec::new(), total: 0, page: 1, pages: 1 }
}

fn render(
    visit: &Visit,
    whose: Whose,
    asked: Asked,
    of: &RecordOf,
    listed: Listed,
    faults: Faults,
) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page::new(visit, &words.t(whose.title()));
    let mut page = page.under("/", words.t("home-title"));
    page.errors = faults.len();
    if !faults.is_empty() {
        page.here = whose.address().to_owned();
    }
    let choice =
        |kind: &Kind| Choice { value: kind.as_str(), words: words.t(&format!("record-kind-{}", kind.as_str())) };
    let page = RecordPage {
        page,
        whose,
        kinds: read::kinds_of(of).iter().map(choice).collect(),
        faults,
        lines: listed.entries.iter().map(|entry| Line::of(visit, entry)).collect(),
        listed,
        asked,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}
