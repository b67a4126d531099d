//! The people of a State or of an organ of the Court, for its coordinators: who has which role until when, what they hold, and the
//! form that adds and invites one.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Choice, acts, base, invitation_words, list_title, role_words, standing_words};
use crate::domain::actor::{Role, Team};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::{self, Invited, Issued};
use crate::domain::identity::once::{self as sent, FormKey};
use crate::domain::identity::{Account, NewAccount, Standing, accounts, teams};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::people::{self, Added};
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
    ended: bool,
    /// Sections that the person holds: year and code.
    holds: Vec<String>,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    language: String,
    ends_on: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    page: Page,
    of: String,
    of_a_state: bool,
    lines: Vec<Line>,
    /// Those who left and still hold sections.
    left: Vec<(String, String, String)>,
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
    coordinators: usize,
}

fn read(ctx: &mut Ctx<'_>, team: &Team) -> crate::domain::Result<Opened> {
    let invited = invitations::of_team(ctx, team)?;
    let mut holds: HashMap<AccountId, Vec<String>> = HashMap::new();
    if let Some(state) = team.state() {
        for open in people::open_responses(ctx, state)? {
            for (section, account) in &open.assigned {
                holds.entry(account.clone()).or_default().push(format!("{section} ({})", open.year));
            }
        }
    }
    holds.values_mut().for_each(|sections| sections.sort());
    Ok(Opened {
        accounts: accounts::of_team(ctx, team)?,
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
        left: left(&opened),
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

fn left(opened: &Opened) -> Vec<(String, String, String)> {
    let ended = opened.accounts.iter().filter(|account| account.standing == Standing::Ended);
    let holding = ended.filter_map(|account| {
        let holds = opened.holds.get(&account.id)?;
        Some((account.id.to_string(), account.name.clone(), holds.join(", ")))
    });
    holding.collect()
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
        ended: account.standing == Standing::Ended,
        holds: opened.holds.get(&account.id).cloned().unwrap_or_default(),
    }
}

/// Adds a person and issues the invitation; a coordinator waits for the Secretariat first.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let (new, ends_on) = match new_account(words, &posted) {
        Ok(read) => read,
        Err(faults) => return show(&visit, &Asked::default(), typed(&posted), faults).await,
    };
    let key = once::key(&visit, &posted);
    let added = visit.app.db.write(visit.actor(), move |ctx| add_once(ctx, key.as_ref(), &new, ends_on.as_ref())).await;
    let refused = match added {
        Ok(Came::Invited(account, issued)) => return acts::issued(&visit, &account, *issued),
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
    Invited(Account, Box<Issued>),
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
    ends_on: Option<&Day>,
) -> crate::domain::Result<Came> {
    if let Some(before) = sent::before(ctx, key)? {
        let id: AccountId =
            before.outcome.parse().map_err(|_| Error::internal("the outcome of a form is no account"))?;
        let account = super::managed(ctx, &id)?;
        let waits = account.role.coordinates() && account.confirmed.is_none();
        return Ok(if waits { Came::Waits(id) } else { Came::Before(account, before.at) });
    }
    match people::add(ctx, new, ends_on)? {
        Added::Invited(id, issued) => {
            sent::done(ctx, key, id.as_str())?;
            Ok(Came::Invited(super::managed(ctx, &id)?, issued))
        }
        Added::Waits(id) => {
            sent::done(ctx, key, id.as_str())?;
            Ok(Came::Waits(id))
        }
        Added::Unusable => Ok(Came::Unusable),
    }
}

fn new_account(words: Words, posted: &Posted) -> Result<(NewAccount, Option<Day>), Faults> {
    let mut faults = Faults::default();
    let name = OneLine::new(posted.get("name")).ok_or_else(|| refusal_words(words, &Refusal::NameBad));
    let name = faults.keep("name", name);
    let role = Role::parse(posted.get("role")).ok_or_else(|| refusal_words(words, &Refusal::RoleBad));
    let role = faults.keep("role", role);
    let ends_on = faults.keep("ends_on", acts::day_or_none(words, posted.get("ends_on")));
    match (name, role, ends_on) {
        (Some(name), Some(role), Some(ends_on)) => {
            let (email, language) = (posted.get("email").to_owned(), posted.get("language").to_owned());
            let new = NewAccount { name, role, email, language, state: None, organ: None, note_reference: None };
            Ok((new, ends_on))
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
        _ => "",
    }
}
