//! The people of a State or of an organ of the Court, for its coordinators: who has which role until when, what they hold, and the
//! form that adds and invites one.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{
    Choice, acts, base, invitation_words, list_title, maker_words, note_in, person, role_words, standing_words,
};
use crate::domain::actor::{Role, Team};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::{self, Invited, Issued};
use crate::domain::identity::once::{self as sent, FormKey};
use crate::domain::identity::{Account, AskedBy, NewAccount, Note, Standing, accounts, confirmation, notes, teams};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::people::{self, Added, LeftBehind};
use crate::domain::response::Assigned;
use crate::domain::time::{Day, Instant};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::{Language, Words};
use crate::web::layout::{self, Page};
use crate::web::once;
use crate::web::posted::Posted;
use crate::web::secretariat::{Faults, day_words};
use crate::web::visit::Visit;

/// A person in the table.
struct Line {
    id: String,
    name: String,
    email: String,
    own: bool,
    role: String,
    proposed: bool,
    standing: String,
    icon: &'static str,
    invitation: String,
    ends_on: String,
    /// Writes no section any more.
    gone: bool,
    /// Sections that the person holds: year and code.
    holds: Vec<String>,
    /// Who added the account, and by which note.
    maker: Option<String>,
    note: Option<String>,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    language: String,
    note: String,
    note_date: String,
    ends_on: String,
}

/// What somebody left behind.
pub(in crate::web) struct Left {
    pub(in crate::web) id: String,
    pub(in crate::web) words: String,
    pub(in crate::web) sections: String,
}

impl Left {
    pub(in crate::web) fn of(words: Words, left: &LeftBehind) -> Self {
        let sections: Vec<String> = left.sections.iter().map(|(year, code)| format!("{code} ({year})")).collect();
        Left {
            id: left.account.to_string(),
            words: words.t2("people-left-holds", "name", &left.name, "count", left.sections.len()),
            sections: sections.join(", "),
        }
    }
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    page: Page,
    of: String,
    of_a_state: bool,
    lines: Vec<Line>,
    /// What those left behind who have gone, or write no more.
    left: Vec<Left>,
    coordinators: usize,
    roles: Vec<Choice>,
    languages: Vec<Choice>,
    typed: Typed,
    faults: Faults,
    done: Option<String>,
}

/// How the page is asked for: what was just done, and to whom.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    who: String,
}

struct Opened {
    accounts: Vec<Account>,
    invited: HashMap<AccountId, Invited>,
    holds: HashMap<AccountId, Vec<String>>,
    left: Vec<LeftBehind>,
    asked: HashMap<AccountId, AskedBy>,
    coordinators: usize,
}

fn read(ctx: &mut Ctx<'_>, team: &Team) -> crate::domain::Result<Opened> {
    let invited = invitations::of_team(ctx, team)?;
    let mut holds: HashMap<AccountId, Vec<String>> = HashMap::new();
    if let Some(state) = team.state() {
        for open in people::open_responses(ctx, state)? {
            for Assigned { section, account, .. } in open.assigned.iter().filter(|has| has.is_to_write()) {
                holds.entry(account.clone()).or_default().push(format!("{section} ({})", open.year));
            }
        }
    }
    holds.values_mut().for_each(|sections| sections.sort());
    let accounts = accounts::of_team(ctx, team)?;
    let mut asked = HashMap::with_capacity(accounts.len());
    for account in &accounts {
        asked.insert(account.id.clone(), confirmation::names(ctx, account)?.asked_by);
    }
    Ok(Opened {
        accounts,
        asked,
        left: team.state().map_or_else(|| Ok(Vec::new()), |state| people::left_behind(ctx, state))?,
        invited: invited.into_iter().map(|line| (line.account.clone(), line)).collect(),
        holds,
        coordinators: teams::count(ctx, team)?,
    })
}

/// The page.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &asked, Typed::default(), Faults::default()).await
}

async fn show(visit: &Visit, asked: &Asked, typed: Typed, faults: Faults) -> Result<HttpResponse, Fault> {
    let team = visit.person().and_then(|person| person.team()).ok_or_else(|| visit.fault(Error::NotFound))?;
    let whose = team.clone();
    let opened = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &whose)).await;
    let opened = opened.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = Page::new(visit, &list_title(visit)).under("/", words.t("home-title"));
    page.errors = faults.len();
    page.here = "/users".to_owned();
    let name_of = |id: &str| opened.accounts.iter().find(|a| a.id.as_str() == id).map(|a| a.name.clone());
    let done = done_words(words, &asked.done, name_of(&asked.who));
    let page = ListPage {
        of: match &team {
            Team::State(state) => visit.app.names.of(state, visit.language),
            Team::Organ(organ) => super::organ_words(words, *organ),
        },
        of_a_state: team.state().is_some(),
        left: opened.left.iter().map(|left| Left::of(words, left)).collect(),
        lines: opened.accounts.iter().map(|account| line(visit, account, &opened)).collect(),
        coordinators: opened.coordinators,
        roles: role_choices(words, &team),
        languages: Language::ALL.into_iter().map(own_language).collect(),
        typed,
        faults,
        done,
        page,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// What was just done, in words; nothing for a word that no page of ours writes.
fn done_words(words: Words, done: &str, name: Option<String>) -> Option<String> {
    let key = match done {
        "waits" => "people-done-waits",
        "handed-over" => "people-done-handed-over",
        _ => return None,
    };
    Some(words.t1(key, "name", name?))
}

pub(in crate::web) fn own_language(language: Language) -> Choice {
    Choice { value: language.tag().to_owned(), words: language.own_name().to_owned(), lang: language.tag() }
}

pub(super) fn role_choices(words: Words, team: &Team) -> Vec<Choice> {
    team.roles().iter().map(|role| Choice::worded(role.as_str(), role_words(words, *role))).collect()
}

fn line(visit: &Visit, account: &Account, opened: &Opened) -> Line {
    let words = visit.words();
    let (standing, icon) = standing_words(words, account);
    Line {
        id: account.id.to_string(),
        name: account.name.clone(),
        email: account.email.clone(),
        own: account.is_own(),
        role: role_words(words, account.role),
        proposed: account.proposed_role.is_some(),
        standing,
        icon,
        invitation: invitation_words(words, opened.invited.get(&account.id), account.standing, visit.now),
        ends_on: account.ends_on.as_ref().map(|day| day_words(words, day)).unwrap_or_default(),
        gone: account.standing == Standing::Ended || account.role == Role::Reader,
        holds: opened.holds.get(&account.id).cloned().unwrap_or_default(),
        maker: opened.asked.get(&account.id).and_then(|asked| maker_words(words, asked)),
        note: person::note_words(words, account),
    }
}

/// Adds a person and issues the invitation; a coordinator waits for the Secretariat first.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let (new, note, ends_on) = match new_account(&visit, &posted) {
        Ok(read) => read,
        Err(faults) => return show(&visit, &Asked::default(), typed(&posted), faults).await,
    };
    let key = once::key(&visit, &posted);
    let unit = move |ctx: &mut Ctx<'_>| add_once(ctx, key.as_ref(), &new, note.as_ref(), ends_on.as_ref());
    let refused = match visit.app.db.write(visit.actor(), unit).await {
        Ok(Came::Invited(account, asked, issued)) => return acts::issued(&visit, &account, &asked, *issued),
        Ok(Came::Before(account, at)) => return acts::issued_before(&visit, &account, at),
        Ok(Came::Waits(id)) => return Ok(layout::see(format!("{}?done=waits&who={id}", base(&visit)))),
        Ok(Came::Unusable) => Refusal::EmailUnusable,
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => return Err(visit.fault(error)),
    };
    let faults = Faults::one(field_of(&refused), refusal_words(words, &refused));
    show(&visit, &Asked::default(), typed(&posted), faults).await
}

/// What came of the form that adds a person.
enum Came {
    Invited(Account, AskedBy, Box<Issued>),
    /// The form was sent before, at this instant, and did it then.
    Before(Account, Instant),
    Waits(AccountId),
    Unusable,
}

/// Adds a person, however often the form is sent.
fn add_once(
    ctx: &mut Ctx<'_>,
    key: Option<&FormKey>,
    new: &NewAccount,
    note: Option<&Note>,
    ends_on: Option<&Day>,
) -> crate::domain::Result<Came> {
    if let Some(before) = sent::before(ctx, key)? {
        let id: AccountId =
            before.outcome.parse().map_err(|_| Error::internal("the outcome of a form is no account"))?;
        let account = super::managed(ctx, &id)?;
        return Ok(if !account.is_confirmed() { Came::Waits(id) } else { Came::Before(account, before.at) });
    }
    match people::add(ctx, new, note, ends_on)? {
        Added::Invited(id, issued) => {
            sent::done(ctx, key, id.as_str())?;
            let account = super::managed(ctx, &id)?;
            let asked = confirmation::names(ctx, &account)?.asked_by;
            Ok(Came::Invited(account, asked, issued))
        }
        Added::Waits(id) => {
            sent::done(ctx, key, id.as_str())?;
            Ok(Came::Waits(id))
        }
        Added::Unusable => Ok(Came::Unusable),
    }
}

type New = (NewAccount, Option<Note>, Option<Day>);

/// What is to be made, or everything that is wrong with the form at once.
fn new_account(visit: &Visit, posted: &Posted) -> Result<New, Faults> {
    let words = |refusal: Refusal| refusal_words(visit.words(), &refusal);
    let mut faults = Faults::default();
    let name = faults.keep("name", OneLine::new(posted.get("name")).ok_or_else(|| words(Refusal::NameBad)));
    for refusal in accounts::faults_of(posted.get("email"), posted.get("language")) {
        faults.add(field_of(&refusal), words(refusal));
    }
    let here = visit.person().and_then(|person| person.team());
    let role = Role::parse(posted.get("role")).filter(|role| here.as_ref().is_some_and(|t| t.roles().contains(role)));
    let role = faults.keep("role", role.ok_or_else(|| words(Refusal::RoleBad)));
    let wanted = role.is_some_and(|role| notes::is_wanted(&visit.actor(), role));
    let note = note_in(visit, posted, ("note", "note_date"), wanted, &mut faults);
    let ends_on = faults.keep("ends_on", acts::day_or_none(visit, posted.get("ends_on"))).flatten();
    match (name, role) {
        (Some(name), Some(role)) if faults.is_empty() => {
            let (email, language) = (posted.get("email").to_owned(), posted.get("language").to_owned());
            let new = NewAccount { name, role, email, language, state: None, organ: None, note_reference: None };
            Ok((new, note, ends_on))
        }
        _ => Err(faults),
    }
}

fn typed(posted: &Posted) -> Typed {
    let field = |name: &str| posted.get(name).to_owned();
    Typed {
        name: field("name"),
        email: field("email"),
        role: field("role"),
        language: field("language"),
        note: field("note"),
        note_date: field("note_date"),
        ends_on: field("ends_on"),
    }
}

/// The control that a refusal of the domain belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::EmailBad | Refusal::EmailUnusable | Refusal::EmailsRefused => "email",
        Refusal::RoleBad => "role",
        Refusal::LanguageBad => "language",
        Refusal::EndPast | Refusal::DateBad => "ends_on",
        Refusal::NoteMissing => "note",
        Refusal::NoteFuture | Refusal::NoteOld => "note_date",
        _ => "",
    }
}
