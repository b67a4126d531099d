//! The accounts by State and organ, who waits to be confirmed, which States lack coordinators, and the form that adds an account.
//! Each account has a page of its own (`people`).

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Faults, day_words, desk};
use crate::domain::actor::{Organ, Role, Team};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::{self, Invited};
use crate::domain::identity::once as sent;
use crate::domain::identity::teams::WANTED;
use crate::domain::identity::{Account, NewAccount, Note, Standing, accounts, notes};
use crate::domain::ids::{AccountId, StateId};
use crate::domain::line::OneLine;
use crate::domain::people::add_anywhere;
use crate::domain::report::{self, Bereft};
use crate::domain::states::{self, StateParty};
use crate::domain::time::Day;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Language;
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::once;
use crate::web::people::acts::day_or_none;
use crate::web::people::list::own_language;
use crate::web::people::{self, Choice, invitation_words, note_in, organ_words, person, role_words};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// An account in the table.
struct Line {
    id: String,
    state: Option<StateId>,
    /// The State, the organ, or the Secretariat or the co-facilitators.
    of: String,
    /// The same as a word of the filter.
    group: String,
    name: String,
    email: String,
    role: String,
    note: String,
    standing: Standing,
    /// The standing in words, with its icon.
    standing_words: String,
    icon: &'static str,
    /// Waits to be confirmed.
    waits: bool,
    /// What is confirmed of it, in words.
    confirm: String,
    ends_on: String,
    invitation: String,
    invited_before: bool,
}

impl Line {
    fn awaits(&self) -> bool {
        self.standing == Standing::Invited && !self.waits
    }

    fn is_active(&self) -> bool {
        self.standing == Standing::Active
    }
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    state: String,
    organ: String,
    language: String,
    note: String,
    note_date: String,
    ends_on: String,
}

/// A person whom the page asks about, or has just added.
struct About {
    id: String,
    name: String,
    of: String,
    waits: bool,
    confirm: String,
}

/// A State or an organ whose last coordinator has gone.
pub(in crate::web) struct Lost {
    /// The word of the filter.
    pub(in crate::web) group: String,
    pub(in crate::web) words: String,
}

impl Lost {
    pub(in crate::web) fn of(visit: &Visit, bereft: &Bereft) -> Self {
        let (group, of) = match &bereft.team {
            Team::State(state) => (state.to_string(), visit.app.names.of(state, visit.language)),
            Team::Organ(organ) => (organ.as_str().to_owned(), organ_words(visit.words(), *organ)),
        };
        let since = super::date_words(visit.words(), bereft.since);
        Lost { group, words: visit.words().t2("people-lost-last", "of", of, "date", since) }
    }
}

#[derive(Template)]
#[template(path = "secretariat/accounts.html")]
struct AccountsPage {
    page: Page,
    lines: Vec<Line>,
    total: usize,
    groups: Vec<Choice>,
    only: String,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    organs: Vec<Choice>,
    languages: Vec<Choice>,
    typed: Typed,
    faults: Faults,
    added: Option<About>,
    confirm: Option<About>,
    /// Who waits to be confirmed.
    waiting: Vec<About>,
    /// The States and organs whose last coordinator has gone.
    lost: Vec<Lost>,
    /// Parties without two coordinators, by name: how many each has.
    few: Vec<(String, usize)>,
    none: usize,
    one: usize,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Only the accounts of a State, an organ, the Secretariat or the co-facilitators.
    #[serde(default)]
    of: String,
    /// The account for which a new way in is to be confirmed.
    #[serde(default)]
    confirm: String,
    /// The account that was just added.
    #[serde(default)]
    added: String,
}

/// What the page needs, read in one unit of work.
struct Opened {
    accounts: Vec<Account>,
    invited: HashMap<AccountId, Invited>,
    states: Vec<StateParty>,
    /// How many coordinators each Party has.
    coordinated: Vec<(StateParty, usize)>,
    bereft: Vec<Bereft>,
}

fn read(ctx: &mut Ctx<'_>) -> crate::domain::Result<Opened> {
    let invited = invitations::open_invitations(ctx)?;
    Ok(Opened {
        accounts: accounts::list(ctx, None)?,
        invited: invited.into_iter().map(|line| (line.account.clone(), line)).collect(),
        states: states::list(ctx)?,
        coordinated: report::coordinated(ctx)?,
        bereft: report::bereft(ctx)?,
    })
}

/// The page.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &asked, Typed::default(), Faults::default()).await
}

async fn show(visit: &Visit, asked: &Asked, mut typed: Typed, faults: Faults) -> Result<HttpResponse, Fault> {
    let opened = visit.app.db.read(visit.actor(), read).await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let mut lines = lines_of(visit, &opened);
    let mut groups: Vec<Choice> = Vec::new();
    for line in &lines {
        if groups.last().is_none_or(|last| last.value != line.group) {
            groups.push(Choice { value: line.group.clone(), words: line.of.clone(), lang: "" });
        }
    }
    let states = state_choices(visit, &opened.states);
    if let Some(state) = states.iter().find(|state| state.value == asked.of) {
        // A State without accounts is chosen as well, and an account that is added now is most likely its own.
        if groups.iter().all(|group| group.value != state.value) {
            groups.push(state.clone());
        }
        if faults.is_empty() {
            typed.state.clone_from(&state.value);
        }
    }
    let about = |id: &str, standing: Standing| {
        let line = lines.iter().find(|line| line.id == id && line.standing == standing)?;
        Some(about_line(line))
    };
    let (added, confirm) = (about(&asked.added, Standing::Invited), about(&asked.confirm, Standing::Active));
    let total = lines.len();
    let waiting = lines.iter().filter(|line| line.waits).map(about_line).collect();
    let few = few_coordinators(visit, &opened.coordinated);
    let with = |count: usize| few.iter().filter(|(_, coordinators)| *coordinators == count).count();
    let (none, one) = (with(0), with(1));
    lines.retain(|line| asked.of.is_empty() || line.group == asked.of);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = desk(visit, &words.t("secretariat-accounts-title"));
    page.errors = faults.len();
    if !faults.is_empty() {
        // The address that was posted to cannot be opened: a change of language leads to the page.
        page.here = "/secretariat/accounts".to_owned();
    }
    let page = AccountsPage {
        page,
        lines,
        total,
        groups,
        only: asked.of.clone(),
        roles: Role::ALL.iter().map(|role| Choice::worded(role.as_str(), role_words(words, *role))).collect(),
        states,
        organs: Organ::ALL.iter().map(|organ| Choice::worded(organ.as_str(), organ_words(words, *organ))).collect(),
        languages: Language::ALL.into_iter().map(own_language).collect(),
        typed,
        faults,
        added,
        confirm,
        waiting,
        lost: opened.bereft.iter().map(|bereft| Lost::of(visit, bereft)).collect(),
        few,
        none,
        one,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn about_line(line: &Line) -> About {
    let (id, name, of) = (line.id.clone(), line.name.clone(), line.of.clone());
    About { id, name, of, waits: line.waits, confirm: line.confirm.clone() }
}

/// The States that accounts can be made for: from entry into force on, former Parties included.
fn state_choices(visit: &Visit, all: &[StateParty]) -> Vec<Choice> {
    let today = visit.now.day_in_the_hague();
    let mut states: Vec<&StateParty> = all.iter().filter(|state| state.entry_into_force <= today).collect();
    names::sort_by_state(&visit.app, visit.language, &mut states, |state| &state.id);
    let tag = visit.language.tag();
    let choice =
        |state: &StateParty| Choice { value: state.id.to_string(), words: state.name_in(tag).to_owned(), lang: "" };
    states.into_iter().map(choice).collect()
}

/// The Parties without two coordinators, by name.
fn few_coordinators(visit: &Visit, coordinated: &[(StateParty, usize)]) -> Vec<(String, usize)> {
    let mut few: Vec<&(StateParty, usize)> = coordinated.iter().filter(|(_, count)| *count < WANTED).collect();
    names::sort_by_state(&visit.app, visit.language, &mut few, |(state, _)| &state.id);
    few.into_iter().map(|(state, count)| (state.name_in(visit.language.tag()).to_owned(), *count)).collect()
}

/// The accounts in the order of the page: the Secretariat, the Court, the co-facilitators, then the States by name.
fn lines_of(visit: &Visit, opened: &Opened) -> Vec<Line> {
    let lines = opened.accounts.iter().map(|account| line_of(visit, account, opened.invited.get(&account.id)));
    let (mut of_states, mut others): (Vec<(StateId, Line)>, Vec<Line>) = (Vec::new(), Vec::new());
    for line in lines {
        match line.state.clone() {
            Some(state) => of_states.push((state, line)),
            None => others.push(line),
        }
    }
    names::sort_by_state(&visit.app, visit.language, &mut of_states, |(state, _)| state);
    others.sort_by_key(|line| match line.group.as_str() {
        "secretariat" => 0,
        "registry" => 1,
        "otp" => 2,
        "presidency" => 3,
        _ => 4,
    });
    others.into_iter().chain(of_states.into_iter().map(|(_, line)| line)).collect()
}

fn line_of(visit: &Visit, account: &Account, invited: Option<&Invited>) -> Line {
    let words = visit.words();
    let (standing_words, icon) = people::standing_words(words, account);
    let (group, of) = match (&account.state, account.organ) {
        (Some(state), _) => (state.to_string(), visit.app.names.of(state, visit.language)),
        (None, Some(organ)) => (organ.as_str().to_owned(), organ_words(words, organ)),
        (None, None) => (account.role.as_str().to_owned(), role_words(words, account.role)),
    };
    Line {
        id: account.id.to_string(),
        state: account.state.clone(),
        of,
        group,
        name: account.name.clone(),
        email: account.email.clone(),
        role: role_words(words, account.role),
        note: person::note_words(words, account).unwrap_or_default(),
        standing: account.standing,
        standing_words,
        icon,
        waits: account.awaits_confirmation(),
        confirm: people::confirm_words(words, account),
        ends_on: account.ends_on.as_ref().map(|day| day_words(words, day)).unwrap_or_default(),
        invitation: invitation_words(words, invited, account.standing, visit.now),
        invited_before: invited.is_some(),
    }
}

/// Adds an account, which waits for its invitation.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let (new, note, ends_on) = match new_account(&visit, &posted) {
        Ok(new) => new,
        Err(faults) => return show(&visit, &Asked::default(), typed(&posted), faults).await,
    };
    let key = once::key(&visit, &posted);
    let unit = move |ctx: &mut Ctx<'_>| {
        if let Some(before) = sent::before(ctx, key.as_ref())? {
            return before.outcome.parse().map_err(|_| Error::internal("the outcome of a form is no account"));
        }
        let id = add_anywhere(ctx, &new, note.as_ref(), ends_on.as_ref())?;
        sent::done(ctx, key.as_ref(), id.as_str())?;
        Ok(id)
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(id) => Ok(layout::see(format!("/secretariat/accounts?added={id}"))),
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one(field_of(&refusal), refusal_words(visit.words(), &refusal));
            show(&visit, &Asked::default(), typed(&posted), faults).await
        }
        Err(error) => Err(visit.fault(error)),
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
    let role = Role::parse(posted.get("role")).ok_or_else(|| visit.words().t("secretariat-account-role-missing"));
    let role = faults.keep("role", role);
    let state = posted.get("state").parse::<StateId>().ok();
    let organ = Organ::parse(posted.get("organ"));
    if role.is_some_and(Role::of_a_state) && state.is_none() {
        faults.add("state", words(Refusal::StateBad));
    }
    if role.is_some_and(Role::of_the_court) && organ.is_none() {
        faults.add("organ", words(Refusal::OrganMissing));
    }
    let wanted = role.is_some_and(|role| notes::is_wanted(&visit.actor(), role));
    let note = note_in(visit, posted, ("note", "note_date"), wanted, &mut faults);
    let ends_on = faults.keep("ends_on", day_or_none(visit, posted.get("ends_on"))).flatten();
    match (name, role) {
        (Some(name), Some(role)) if faults.is_empty() => {
            let (email, language) = (posted.get("email").to_owned(), posted.get("language").to_owned());
            let new = NewAccount { name, email, role, state, organ, language, note_reference: None };
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
        state: field("state"),
        organ: field("organ"),
        language: field("language"),
        note: field("note"),
        note_date: field("note_date"),
        ends_on: field("ends_on"),
    }
}

/// The control that a refusal of the domain belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::EmailBad | Refusal::EmailTaken => "email",
        Refusal::StateBad | Refusal::NotYetParty { .. } => "state",
        Refusal::OrganMissing => "organ",
        Refusal::LanguageBad => "language",
        Refusal::NoteMissing => "note",
        Refusal::NoteFuture | Refusal::NoteOld => "note_date",
        Refusal::EndPast => "ends_on",
        _ => "",
    }
}
