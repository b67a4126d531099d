//! THE list of everything that can be asked: method, path, who, handler. Tests walk it; a route that is not in it does not exist.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::Method;
use actix_web::{Route, web};
use serde::ser::{Serialize, Serializer};

use super::{account, assets, gatekeeper, help, people, reading, record, response, review, secretariat};
use crate::domain::actor::Role;

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anyone, without a visit being noticed: assets and health checks.
    Anyone,
    /// Anyone.
    Public,
    /// Those whose password was right and who have a factor to show.
    HalfWay,
    /// Those who set a factor up: half-way in without one, or signed in.
    Enrolling,
    /// Those who are signed in with one of these roles.
    Roles(&'static [Role]),
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Who::Anyone | Who::Public | Who::HalfWay | Who::Enrolling => serializer.serialize_str("public"),
            Who::Roles(roles) => serializer.collect_seq(roles.iter().map(|role| role.as_str())),
        }
    }
}

/// One line of the list.
#[derive(Clone, serde::Serialize)]
pub struct RouteLine {
    pub method: &'static str,
    pub path: &'static str,
    pub who: Who,
    /// Whether who is signed in has to have shown a factor within the last minutes.
    #[serde(skip_serializing_if = "is_false")]
    pub fresh: bool,
    #[serde(skip)]
    handler: fn() -> Route,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

const ANYONE: Who = Who::Anyone;
const PUBLIC: Who = Who::Public;
const HALF_WAY: Who = Who::HalfWay;
const ENROLLING: Who = Who::Enrolling;
const EVERYBODY: Who = Who::Roles(Role::ALL);
const STATE: Who = Who::Roles(&[Role::Coordinator, Role::Contributor, Role::Reader]);
const EDITORS: Who = Who::Roles(&[Role::Coordinator, Role::Contributor]);
/// Who reads the whole draft.
const CLEARERS: Who = Who::Roles(&[Role::Coordinator, Role::Reader]);
const COORDINATOR: Who = Who::Roles(&[Role::Coordinator]);
/// Those who decide on requests of who has lost every second factor.
const DECIDERS: Who = Who::Roles(&[Role::Coordinator, Role::CourtCoordinator, Role::Secretariat]);
/// Who look after the accounts of their State or organ.
const KEEPERS: Who = Who::Roles(&[Role::Coordinator, Role::CourtCoordinator]);
const SECRETARIAT: Who = Who::Roles(&[Role::Secretariat]);
const COURT_AND_SECRETARIAT: Who = Who::Roles(&[Role::CourtReader, Role::CourtCoordinator, Role::Secretariat]);
const STATE_AND_SECRETARIAT: Who = Who::Roles(&[Role::Coordinator, Role::Contributor, Role::Reader, Role::Secretariat]);
const WHO_READS_FILES: Who = EVERYBODY;
const COURT: Who = Who::Roles(&[Role::CourtReader, Role::CourtCoordinator]);
const COURT_COORDINATOR: Who = Who::Roles(&[Role::CourtCoordinator]);
/// A State, the Court, and the Secretariat for what is copied to it.
const WHO_READS_CLARIFICATIONS: Who = Who::Roles(&[
    Role::Coordinator,
    Role::Contributor,
    Role::Reader,
    Role::CourtReader,
    Role::CourtCoordinator,
    Role::Secretariat,
]);

macro_rules! lines {
    ($($method:ident $($fresh:ident)? $path:literal $who:ident $handler:path;)*) => {
        vec![$(RouteLine {
            method: lines!(@name $method),
            path: $path,
            who: $who,
            fresh: lines!(@fresh $($fresh)?),
            handler: || web::$method().to($handler),
        }),*]
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
    (@fresh fresh) => { true };
    (@fresh) => { false };
}

/// Every route. `fresh` asks who is signed in for a factor first, unless they have just shown one.
pub fn list() -> Vec<RouteLine> {
    let lines = pages();
    #[cfg(feature = "pdf")]
    let lines = lines.into_iter().chain(papers()).collect();
    lines
}

/// The pages that can be had as PDF, where that is built in.
#[cfg(feature = "pdf")]
fn papers() -> Vec<RouteLine> {
    lines! {
        get "/responses/{id}/draft.pdf" STATE response::pdf::draft;
        get "/responses/{id}/revisions/{number}/document.pdf" STATE response::pdf::revision;
        get "/responses/{id}/revisions/{number}/receipt.pdf" STATE response::pdf::receipt;
        get "/cycles/{year}/responses/{state}/document.pdf" EVERYBODY reading::pdf::latest;
        get "/cycles/{year}/responses/{state}/revisions/{number}/document.pdf" COURT_AND_SECRETARIAT reading::pdf::revision;
    }
}

fn pages() -> Vec<RouteLine> {
    lines! {
        get "/healthz" ANYONE assets::alive;
        get "/readyz" ANYONE assets::ready;
        get "/assets/{file}" ANYONE assets::file;

        get "/sign-in" PUBLIC account::sign_in::page;
        post "/sign-in" PUBLIC account::sign_in::enter;
        get "/invitation" PUBLIC account::invitation::page;
        post "/invitation" PUBLIC account::invitation::accept;
        post "/sign-in/passkey" PUBLIC account::factor::alone;
        get "/sign-in/factor" HALF_WAY account::factor::page;
        post "/sign-in/factor" HALF_WAY account::factor::enter;
        get "/forgotten" PUBLIC account::forgotten::page;
        post "/forgotten" PUBLIC account::forgotten::ask;
        get "/reset" PUBLIC account::forgotten::choose;
        post "/reset" PUBLIC account::forgotten::set;
        get "/sign-in/lost" HALF_WAY account::lost::page;
        post "/sign-in/lost" HALF_WAY account::lost::ask;
        post "/sign-in/lost/withdraw" HALF_WAY account::lost::withdraw;
        post "/language" PUBLIC account::language::choose;
        get "/help" PUBLIC help::page;
        post "/sign-out" EVERYBODY account::sign_in::leave;
        get "/signed-out" PUBLIC account::sign_in::left;
        get "/" EVERYBODY account::home::page;

        post "/account/continue" EVERYBODY account::factor::go_on;
        post fresh "/account/confirm" EVERYBODY account::factor::confirmed;
        get "/account/factors" EVERYBODY account::factors::page;
        get "/account/factors/add" ENROLLING account::enrol::page;
        post fresh "/account/factors/codes" ENROLLING account::enrol::begin_codes;
        get "/account/factors/codes" ENROLLING account::enrol::codes;
        get "/account/factors/codes.png" ENROLLING account::enrol::picture;
        post fresh "/account/factors/codes/confirm" ENROLLING account::enrol::confirm_codes;
        get "/account/factors/passkey" ENROLLING account::enrol::passkey;
        post fresh "/account/factors/passkey" ENROLLING account::enrol::add_passkey;
        post fresh "/account/factors/recovery" EVERYBODY account::factors::renew_recovery;
        get "/account/factors/{id}/remove" EVERYBODY account::factors::ask_to_remove;
        post fresh "/account/factors/{id}/remove" EVERYBODY account::factors::remove;
        get fresh "/account/password" EVERYBODY account::password::page;
        post fresh "/account/password" EVERYBODY account::password::change;
        post "/account/lost/withdraw" EVERYBODY account::lost::withdraw_own;
        get "/account/sessions" EVERYBODY account::sessions::page;
        post fresh "/account/sessions/{id}/end" EVERYBODY account::sessions::end;
        post fresh "/account/sessions/others" EVERYBODY account::sessions::end_others;

        get "/lost-factors" DECIDERS account::lost_factors::page;
        get "/lost-factors/{id}" DECIDERS account::lost_factors::one;
        post fresh "/lost-factors/{id}/agree" DECIDERS account::lost_factors::agree;
        post fresh "/lost-factors/{id}/code" DECIDERS account::lost_factors::code_anew;
        post fresh "/lost-factors/{id}/refuse" DECIDERS account::lost_factors::refuse;
        get "/account/record" EVERYBODY record::own;
        get fresh "/account/record.csv" EVERYBODY record::own_file;
        get "/record" KEEPERS record::ours;
        get fresh "/record.csv" KEEPERS record::our_file;
        get "/users" KEEPERS people::list::page;
        post fresh "/users" KEEPERS people::list::add;
        get "/users/{id}" KEEPERS people::person::page;
        post fresh "/users/{id}/invitation" KEEPERS people::acts::invite;
        get "/users/{id}/role" KEEPERS people::role::page;
        post fresh "/users/{id}/role" KEEPERS people::role::set;
        post fresh "/users/{id}/end-date" KEEPERS people::acts::set_end;
        post fresh "/users/{id}/sections" COORDINATOR people::acts::set_sections;
        get "/users/{id}/hand-over" COORDINATOR people::hand_over::page;
        post fresh "/users/{id}/hand-over" COORDINATOR people::hand_over::hand_over;
        post fresh "/users/{id}/sessions" KEEPERS people::acts::end_sessions;
        get "/users/{id}/suspend" KEEPERS people::acts::ask_to_suspend;
        post fresh "/users/{id}/suspend" KEEPERS people::acts::suspend;
        post fresh "/users/{id}/resume" KEEPERS people::acts::resume;
        get "/users/{id}/leave" KEEPERS people::leave::page;
        post fresh "/users/{id}/leave" KEEPERS people::leave::leave;

        post "/cycles/{year}/response" EDITORS response::begin::begin;
        get "/responses/{id}" STATE response::overview::page;
        get "/responses/{id}/sections/{section}" STATE response::section::page;
        post "/responses/{id}/sections/{section}" EDITORS response::save::save;
        post "/responses/{id}/sections/{section}/presence" STATE response::presence::tell;
        get "/responses/{id}/sections/{section}/assignments" COORDINATOR response::assign::page;
        post fresh "/responses/{id}/sections/{section}/assignments" COORDINATOR response::assign::set;
        get "/responses/{id}/sections/{section}/entries/{entry}/remove" EDITORS response::entry::page;
        post "/responses/{id}/sections/{section}/entries/{entry}/remove" EDITORS response::entry::remove;
        get "/responses/{id}/sections/{section}/files/{question}" EDITORS response::file::page;
        post "/responses/{id}/sections/{section}/files/{question}" EDITORS response::file::upload;
        get "/responses/{id}/sections/{section}/uploads/{question}" EDITORS response::uploads::standing;
        post "/responses/{id}/sections/{section}/uploads/{question}" EDITORS response::uploads::begin;
        post "/responses/{id}/sections/{section}/uploads/{question}/{upload}" EDITORS response::uploads::piece;
        post "/responses/{id}/sections/{section}/uploads/{question}/{upload}/finish" EDITORS response::uploads::finish;
        post "/responses/{id}/sections/{section}/uploads/{question}/{upload}/end" EDITORS response::uploads::give_up;
        get "/responses/{id}/sections/{section}/attachments/{question}" EDITORS response::attached::page;
        post "/responses/{id}/sections/{section}/attachments/{question}" EDITORS response::attached::attach;
        post "/responses/{id}/sections/{section}/attachments/{question}/{attachment}" EDITORS response::attached::change;
        get "/responses/{id}/sections/{section}/rivals/{rival}" EDITORS response::rival::page;
        post "/responses/{id}/sections/{section}/rivals/{rival}" EDITORS response::rival::settle;
        get "/responses/{id}/sections/{section}/history/{question}" STATE response::history::page;
        post "/responses/{id}/sections/{section}/history/{question}" EDITORS response::history::restore;
        get "/responses/{id}/sections/{section}/removed" STATE response::removed::page;
        post "/responses/{id}/sections/{section}/removed" EDITORS response::removed::bring_back;
        get "/responses/{id}/sections/{section}/comments/{question}" STATE response::comments::page;
        post "/responses/{id}/sections/{section}/comments/{question}" STATE response::comments::write;
        get "/responses/{id}/comments" STATE response::comments::open;
        post "/responses/{id}/comments/{comment}" STATE response::comments::turn;
        get "/responses/{id}/clearance" CLEARERS response::clearance::page;
        post "/responses/{id}/clearance" COORDINATOR response::clearance::ask;
        post "/responses/{id}/clearance/{request}" CLEARERS response::clearance::answer;
        post "/responses/{id}/clearance/{request}/withdraw" COORDINATOR response::clearance::withdraw;
        get "/responses/{id}/form" STATE response::form::page;
        get "/responses/{id}/differences" STATE response::differences::page;
        get "/responses/{id}/offline" STATE response::offline::page;
        post "/responses/{id}/offline" EDITORS response::offline::upload;
        get "/responses/{id}/offline/file" STATE response::offline::download;
        get "/responses/{id}/imports/{import}" EDITORS response::offline::import::page;
        post "/responses/{id}/imports/{import}" EDITORS response::offline::import::apply;
        post "/responses/{id}/imports/{import}/discard" EDITORS response::offline::import::discard;
        get "/responses/{id}/check" STATE response::check::page;
        get "/responses/{id}/submit" COORDINATOR response::submit::page;
        post fresh "/responses/{id}/submit" COORDINATOR response::submit::submit;
        get "/responses/{id}/covering-note" COORDINATOR response::covering::page;
        post fresh "/responses/{id}/covering-note" COORDINATOR response::covering::submit;
        get "/responses/{id}/revisions" STATE response::revision::list;
        get "/responses/{id}/revisions/{number}" STATE response::revision::page;
        get "/responses/{id}/revisions/{number}/receipt" STATE response::revision::receipt;
        get "/responses/{id}/revisions/{number}/receipt.json" STATE response::revision::receipt_file;
        get "/responses/{id}/revisions/{number}/document.json" STATE response::revision::document_file;
        get "/files/{id}" WHO_READS_FILES response::file::download;

        get "/cycles/{year}/responses" EVERYBODY reading::responses::page;
        get fresh "/cycles/{year}/responses.json" EVERYBODY reading::export::file;
        get "/cycles/{year}/responses/{state}" EVERYBODY reading::of_state::page;
        get "/cycles/{year}/responses/{state}/revisions/{number}" COURT_AND_SECRETARIAT reading::of_state::revision;
        get "/cycles/{year}/responses/{state}/readings" STATE_AND_SECRETARIAT reading::readings::page;
        get "/cycles/{year}/responses/{state}/clarifications" COURT review::ask::of_state;
        get "/cycles/{year}/responses/{state}/clarifications/{question}" COURT_COORDINATOR review::ask::page;
        post fresh "/cycles/{year}/responses/{state}/clarifications/{question}" COURT_COORDINATOR review::ask::ask;
        get "/clarifications" WHO_READS_CLARIFICATIONS review::list::page;
        get "/clarifications/{id}" WHO_READS_CLARIFICATIONS review::one::page;
        post fresh "/clarifications/{id}" KEEPERS review::one::write;
        post fresh "/clarifications/{id}/end" COURT_COORDINATOR review::one::end;
        get "/cycles/{year}/changes" STATE reading::changes::page;
        get "/cycles/{year}/questions" EVERYBODY reading::questions::page;
        get "/cycles/{year}/questions/{question}" EVERYBODY reading::by_question::page;

        get "/secretariat/states" SECRETARIAT secretariat::states::page;
        post "/secretariat/states/addresses" SECRETARIAT secretariat::states::import;
        get "/secretariat/forms" SECRETARIAT secretariat::forms::page;
        post "/secretariat/forms" SECRETARIAT secretariat::forms::upload;
        get "/secretariat/forms/{hash}" SECRETARIAT secretariat::preview::page;
        get "/secretariat/forms/{hash}/sections/{section}" SECRETARIAT secretariat::preview::section;
        get "/secretariat/cycles" SECRETARIAT secretariat::cycles::page;
        post "/secretariat/cycles" SECRETARIAT secretariat::cycles::prepare;
        get "/secretariat/cycles/{year}" SECRETARIAT secretariat::cycle::page;
        post "/secretariat/cycles/{year}/open" SECRETARIAT secretariat::cycle::open;
        post "/secretariat/cycles/{year}/freeze" SECRETARIAT secretariat::cycle::freeze;
        post "/secretariat/cycles/{year}/by-section" SECRETARIAT secretariat::cycle::allow_by_section;
        post fresh "/secretariat/cycles/{year}/invite" SECRETARIAT secretariat::cycle::invite;
        get "/secretariat/cycles/{year}/publish/{state}" SECRETARIAT secretariat::publish::page;
        post "/secretariat/cycles/{year}/publish/{state}" SECRETARIAT secretariat::publish::publish;
        get "/secretariat/accounts" SECRETARIAT secretariat::accounts::page;
        post fresh "/secretariat/accounts" SECRETARIAT secretariat::accounts::add;
        get "/secretariat/record" SECRETARIAT record::all;
        get fresh "/secretariat/record.csv" SECRETARIAT record::all_file;
        get "/secretariat/accounts/{id}" SECRETARIAT people::person::page;
        get "/secretariat/accounts/{id}/confirm" SECRETARIAT people::confirm::page;
        post fresh "/secretariat/accounts/{id}/confirm" SECRETARIAT people::confirm::confirm;
        post fresh "/secretariat/accounts/{id}/invitation" SECRETARIAT people::acts::invite;
        get "/secretariat/accounts/{id}/role" SECRETARIAT people::role::page;
        post fresh "/secretariat/accounts/{id}/role" SECRETARIAT people::role::set;
        post fresh "/secretariat/accounts/{id}/end-date" SECRETARIAT people::acts::set_end;
        post fresh "/secretariat/accounts/{id}/sessions" SECRETARIAT people::acts::end_sessions;
        get "/secretariat/accounts/{id}/suspend" SECRETARIAT people::acts::ask_to_suspend;
        post fresh "/secretariat/accounts/{id}/suspend" SECRETARIAT people::acts::suspend;
        post fresh "/secretariat/accounts/{id}/resume" SECRETARIAT people::acts::resume;
        get "/secretariat/accounts/{id}/leave" SECRETARIAT people::leave::page;
        post fresh "/secretariat/accounts/{id}/leave" SECRETARIAT people::leave::leave;
        get "/secretariat/mail" SECRETARIAT secretariat::mail::page;
        post "/secretariat/mail/{id}/retry" SECRETARIAT secretariat::mail::retry;
    }
}

type ByAddress = HashMap<(&'static str, &'static str), (Who, bool)>;

static BY_ADDRESS: LazyLock<ByAddress> =
    LazyLock::new(|| list().into_iter().map(|line| ((line.method, line.path), (line.who, line.fresh))).collect());

/// Whom the route of this method and pattern is for, and whether it wants a fresh factor; nothing where there is none.
pub fn who(method: &Method, pattern: Option<&str>) -> Option<(Who, bool)> {
    let known: &HashMap<(&str, &str), (Who, bool)> = &BY_ADDRESS;
    known.get(&(method.as_str(), pattern?)).copied()
}

/// The page that a posted address belongs to: the address itself where it is also a page, else the nearest one above it.
pub fn page_of(path: &str) -> &str {
    let mut path = path.split('?').next().unwrap_or_default();
    while !path.is_empty() && !is_page(path) {
        path = path.rsplit_once('/').map_or("", |(above, _)| above);
    }
    if path.is_empty() { "/" } else { path }
}

fn is_page(path: &str) -> bool {
    let fits = |pattern: &str| {
        let mut pairs = pattern.split('/').zip(path.split('/'));
        pattern.split('/').count() == path.split('/').count()
            && pairs.all(|(wanted, here)| wanted.starts_with('{') || wanted == here)
    };
    BY_ADDRESS.keys().any(|(method, pattern)| *method == "GET" && fits(pattern))
}

/// Registers every route of the list.
pub fn register(config: &mut web::ServiceConfig) {
    for line in list() {
        config.route(line.path, (line.handler)());
    }
    config.default_service(web::route().to(gatekeeper::nowhere));
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn every_act_has_a_page_to_come_back_to() {
        let pairs = [
            ("/responses/1/submit", "/responses/1/submit"),
            ("/responses/1/sections/A?check=1", "/responses/1/sections/A"),
            ("/responses/1/sections/A/assignments", "/responses/1/sections/A/assignments"),
            ("/cycles/2027/response", "/"),
            ("/secretariat/states/addresses", "/secretariat/states"),
            ("/secretariat/cycles/2027/open", "/secretariat/cycles/2027"),
            ("/secretariat/accounts/1/invitation", "/secretariat/accounts/1"),
            ("/secretariat/mail/1/retry", "/secretariat/mail"),
            ("/lost-factors/1/agree", "/lost-factors/1"),
            ("/account/lost/withdraw", "/"),
            ("", "/"),
        ];
        for (posted, page) in pairs {
            assert_eq!(page_of(posted), page);
        }
        for line in super::list().iter().filter(|line| line.method == "POST") {
            assert_ne!(page_of(line.path), "", "{}", line.path);
        }
    }
}
