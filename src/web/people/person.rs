//! One account, with all that can be done with it by whoever looks after it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{
    account_id, base, confirm_words, invitation_words, loss_words, maker_words, managed, note_text, role_words,
    standing_words, team_words, under_list,
};
use crate::domain::access::Assign;
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::identity::confirmation::{self, Names};
use crate::domain::identity::invitations::{self, Invited};
use crate::domain::identity::{Account, Standing, teams};
use crate::domain::ids::AccountId;
use crate::domain::people::{self, OpenResponse};
use crate::domain::response::Response;
use crate::domain::response::assign::{self, Assigned, Carried, Shown};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::response::assign::more_words;
use crate::web::response::items::Said;
use crate::web::secretariat::{Faults, date_words, day_words};
use crate::web::visit::Visit;

/// A section that can be ticked.
struct Section {
    code: String,
    title: Said,
    held: bool,
    /// What the form carries of it.
    shown: Shown,
    /// How much of it the person has, until when, and who gave it; empty where it is nothing.
    more: String,
}

/// The sections of an open response.
struct Sections {
    response: String,
    year: i32,
    sections: Vec<Section>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    page: Page,
    base: String,
    name: String,
    email: String,
    of: String,
    role: String,
    has_team: bool,
    proposed: Option<String>,
    standing: String,
    icon: &'static str,
    invitation: String,
    invited_before: bool,
    note: Option<String>,
    confirmed: Option<String>,
    made: String,
    /// Who made the account.
    maker: Option<String>,
    ends_on: String,
    ends_typed: String,
    waits: bool,
    may_confirm: bool,
    confirm_words: String,
    secretariat: bool,
    /// Whoever has this account writes no section any more.
    left: bool,
    may_invite: bool,
    active: bool,
    suspended: bool,
    ended: bool,
    own: bool,
    holds: usize,
    responses: Vec<Sections>,
    loss: Option<String>,
    done: Option<String>,
    faults: Faults,
}

/// How the page is asked for: after which act.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

struct Opened {
    account: Account,
    invited: Option<Invited>,
    names: Names,
    /// How many sections the account holds, of whoever looks after it.
    held: usize,
    responses: Vec<(OpenResponse, HashMap<String, Carried>)>,
    others: Option<usize>,
}

fn read(ctx: &mut Ctx<'_>, id: &AccountId) -> crate::domain::Result<Opened> {
    let account = managed(ctx, id)?;
    let invited = match account.team() {
        Some(team) => invitations::of_team(ctx, &team)?,
        None => invitations::open_invitations(ctx)?,
    };
    let open = match &account.state {
        Some(state) if account.role == Role::Contributor => people::open_responses(ctx, state)?,
        Some(_) | None => Vec::new(),
    };
    let mut responses = Vec::new();
    for response in open {
        let permit = ctx.permit::<Assign, Response>(&response.id)?;
        let carried = assign::shown_of(ctx, &permit, &account.id)?;
        responses.push((response, carried));
    }
    Ok(Opened {
        invited: invited.into_iter().find(|line| line.account == account.id),
        names: confirmation::names(ctx, &account)?,
        held: people::count_held(ctx, &account)?,
        others: teams::count_without(ctx, &account)?,
        responses,
        account,
    })
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &id)).await;
    let opened = opened.map_err(|error| visit.fault(error))?;
    let done = done_words(visit.words(), &asked.done);
    let page = person(&visit, opened, String::new(), Faults::default(), done);
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// The page with what is wrong with a form that it holds.
pub(super) async fn show(visit: &Visit, id: AccountId, ends: &str, faults: Faults) -> Result<HttpResponse, Fault> {
    let opened = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &id)).await;
    let opened = opened.map_err(|error| visit.fault(error))?;
    let page = person(visit, opened, ends.to_owned(), faults, None);
    layout::html(StatusCode::UNPROCESSABLE_ENTITY, &page).map_err(|problem| visit.fault(problem))
}

/// What was just done, in words; nothing for a word that no page of ours writes.
fn done_words(words: Words, done: &str) -> Option<String> {
    let key = match done {
        "role" => "people-done-role",
        "same" => "people-done-same",
        "withdrawn" => "people-done-withdrawn",
        "proposed" => "people-done-proposed",
        "end-date" => "people-done-end-date",
        "sections" => "people-done-sections",
        "sessions" => "people-done-sessions",
        "suspended" => "people-done-suspended",
        "suspended-already" => "people-done-suspended-already",
        "resumed" => "people-done-resumed",
        "resumed-waits" => "people-done-resumed-waits",
        "not-suspended" => "people-done-not-suspended",
        "left" => "people-done-ended",
        "confirmed" => "people-done-confirmed",
        _ => return None,
    };
    Some(words.t(key))
}

/// The note that names the person, in words.
pub(in crate::web) fn note_words(words: Words, account: &Account) -> Option<String> {
    let reference = account.note_reference.clone()?;
    Some(note_text(words, &(reference, account.note_date.clone())))
}

/// By whom and when a coordinator was confirmed, in words.
pub(in crate::web) fn confirmed_words(words: Words, account: &Account, by: Option<String>) -> Option<String> {
    let confirmed = account.confirmed.as_ref()?;
    let date = date_words(words, confirmed.at);
    Some(match by {
        Some(name) => words.t2("people-confirmed-by", "name", name, "date", date),
        None => words.t1("people-confirmed-operator", "date", date),
    })
}

fn person(visit: &Visit, opened: Opened, ends_typed: String, faults: Faults, done: Option<String>) -> PersonPage {
    let words = visit.words();
    let account = opened.account;
    let (standing, icon) = standing_words(words, &account);
    let own_base = format!("{}/{}", base(visit), account.id);
    let mut page = under_list(visit, &account.name);
    page.errors = faults.len();
    page.here.clone_from(&own_base);
    let names = opened.names;
    let secretariat = page.is_secretariat();
    let waits = account.awaits_confirmation();
    let usable = matches!(account.standing, Standing::Invited | Standing::Active);
    let responses: Vec<Sections> =
        opened.responses.iter().map(|(open, carried)| sections(words, open, carried, &account.id)).collect();
    PersonPage {
        base: own_base,
        of: team_words(visit, &account),
        role: role_words(words, account.role),
        has_team: account.team().is_some(),
        proposed: account.proposed_role.map(|role| role_words(words, role)),
        standing,
        icon,
        invitation: invitation_words(words, opened.invited.as_ref(), account.standing, visit.now),
        invited_before: opened.invited.is_some(),
        note: note_words(words, &account),
        confirmed: confirmed_words(words, &account, names.confirmed_by),
        maker: maker_words(words, &names.asked_by),
        made: date_words(words, account.created_at),
        ends_on: account.ends_on.as_ref().map(|day| day_words(words, day)).unwrap_or_default(),
        ends_typed: match ends_typed.as_str() {
            "" => account.ends_on.as_ref().map(ToString::to_string).unwrap_or_default(),
            _ => ends_typed,
        },
        may_confirm: waits && secretariat && usable,
        may_invite: usable && account.is_confirmed(),
        confirm_words: confirm_words(words, &account),
        waits,
        active: account.standing == Standing::Active,
        suspended: account.standing == Standing::Suspended,
        ended: account.standing == Standing::Ended,
        own: account.is_own(),
        holds: opened.held,
        left: account.state.is_some() && (account.standing == Standing::Ended || account.role == Role::Reader),
        secretariat,
        responses,
        loss: loss_words(visit, &account, opened.others),
        name: account.name,
        email: account.email,
        page,
        done,
        faults,
    }
}

fn sections(words: Words, open: &OpenResponse, carried: &HashMap<String, Carried>, account: &AccountId) -> Sections {
    let section = |code: &String, title| {
        let has = open.assigned.iter().find(|has| &has.section == code && &has.account == account);
        let (shown, given) = carried.get(code).cloned().unwrap_or((Shown::nothing(), None));
        let given = given.map(|(by, at)| words.t2("assign-given", "by", by, "when", words.moment(at)));
        let more = has.map(|has| more_words(words, has)).filter(|more| !more.is_empty());
        Section {
            code: code.clone(),
            title,
            held: has.is_some_and(Assigned::is_to_write),
            shown,
            more: more.into_iter().chain(given).collect::<Vec<_>>().join(" · "),
        }
    };
    Sections {
        response: open.id.to_string(),
        year: open.year,
        sections: open
            .form
            .sections()
            .map(|(_, node)| section(&node.code, Said::of(&node.label, words, &open.form)))
            .collect(),
    }
}
