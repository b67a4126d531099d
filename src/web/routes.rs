//! THE list of everything that can be asked: method, path, who, handler. Tests walk it; a route that is not in it does not exist.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::Method;
use actix_web::{Route, web};
use serde::ser::{Serialize, Serializer};

use super::{account, assets, gatekeeper, help, reading, response, secretariat};
use crate::domain::actor::Role;

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anyone, without a visit being noticed: assets and health checks.
    Anyone,
    /// Anyone.
    Public,
    /// Those who are signed in with one of these roles.
    Roles(&'static [Role]),
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Who::Anyone | Who::Public => serializer.serialize_str("public"),
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
    #[serde(skip)]
    handler: fn() -> Route,
}

const ANYONE: Who = Who::Anyone;
const PUBLIC: Who = Who::Public;
const EVERYBODY: Who = Who::Roles(Role::ALL);
const STATE: Who = Who::Roles(&[Role::Coordinator, Role::Contributor, Role::Reader]);
const EDITORS: Who = Who::Roles(&[Role::Coordinator, Role::Contributor]);
const COORDINATOR: Who = Who::Roles(&[Role::Coordinator]);
const SECRETARIAT: Who = Who::Roles(&[Role::Secretariat]);
const COURT_AND_SECRETARIAT: Who = Who::Roles(&[Role::CourtReader, Role::CourtCoordinator, Role::Secretariat]);
const STATE_AND_SECRETARIAT: Who = Who::Roles(&[Role::Coordinator, Role::Contributor, Role::Reader, Role::Secretariat]);
const WHO_READS_FILES: Who = EVERYBODY;

macro_rules! lines {
    ($($method:ident $path:literal $who:ident $handler:path;)*) => {
        vec![$(RouteLine {
            method: lines!(@name $method),
            path: $path,
            who: $who,
            handler: || web::$method().to($handler),
        }),*]
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
}

/// Every route.
pub fn list() -> Vec<RouteLine> {
    lines! {
        get "/healthz" ANYONE assets::alive;
        get "/readyz" ANYONE assets::ready;
        get "/assets/{file}" ANYONE assets::file;

        get "/sign-in" PUBLIC account::sign_in::page;
        post "/sign-in" PUBLIC account::sign_in::enter;
        get "/invitation" PUBLIC account::invitation::page;
        post "/invitation" PUBLIC account::invitation::accept;
        post "/language" PUBLIC account::language::choose;
        get "/help" PUBLIC help::page;
        post "/sign-out" EVERYBODY account::sign_in::leave;
        get "/signed-out" PUBLIC account::sign_in::left;
        get "/" EVERYBODY account::home::page;

        post "/cycles/{year}/response" EDITORS response::begin::begin;
        get "/responses/{id}" STATE response::overview::page;
        post "/responses/{id}/assignments" COORDINATOR response::overview::assign;
        get "/responses/{id}/sections/{section}" STATE response::section::page;
        post "/responses/{id}/sections/{section}" EDITORS response::section::save;
        get "/responses/{id}/sections/{section}/entries/{entry}/remove" EDITORS response::entry::page;
        post "/responses/{id}/sections/{section}/entries/{entry}/remove" EDITORS response::entry::remove;
        get "/responses/{id}/sections/{section}/files/{question}" EDITORS response::file::page;
        post "/responses/{id}/sections/{section}/files/{question}" EDITORS response::file::upload;
        get "/responses/{id}/sections/{section}/rivals/{rival}" EDITORS response::rival::page;
        post "/responses/{id}/sections/{section}/rivals/{rival}" EDITORS response::rival::settle;
        get "/responses/{id}/form" STATE response::form::page;
        get "/responses/{id}/check" STATE response::check::page;
        get "/responses/{id}/submit" COORDINATOR response::submit::page;
        post "/responses/{id}/submit" COORDINATOR response::submit::submit;
        get "/responses/{id}/revisions" STATE response::revision::list;
        get "/responses/{id}/revisions/{number}" STATE response::revision::page;
        get "/responses/{id}/revisions/{number}/receipt" STATE response::revision::receipt;
        get "/responses/{id}/revisions/{number}/receipt.json" STATE response::revision::receipt_file;
        get "/responses/{id}/revisions/{number}/document.json" STATE response::revision::document_file;
        get "/files/{id}" WHO_READS_FILES response::file::download;

        get "/cycles/{year}/responses" EVERYBODY reading::responses::page;
        get "/cycles/{year}/responses.json" EVERYBODY reading::export::file;
        get "/cycles/{year}/responses/{state}" EVERYBODY reading::of_state::page;
        get "/cycles/{year}/responses/{state}/revisions/{number}" COURT_AND_SECRETARIAT reading::of_state::revision;
        get "/cycles/{year}/responses/{state}/readings" STATE_AND_SECRETARIAT reading::readings::page;
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
        post "/secretariat/cycles/{year}/invite" SECRETARIAT secretariat::cycle::invite;
        get "/secretariat/cycles/{year}/publish/{state}" SECRETARIAT secretariat::publish::page;
        post "/secretariat/cycles/{year}/publish/{state}" SECRETARIAT secretariat::publish::publish;
        get "/secretariat/accounts" SECRETARIAT secretariat::accounts::page;
        post "/secretariat/accounts" SECRETARIAT secretariat::accounts::add;
        post "/secretariat/accounts/{id}/invitation" SECRETARIAT secretariat::accounts::invite;
        get "/secretariat/mail" SECRETARIAT secretariat::mail::page;
        post "/secretariat/mail/{id}/retry" SECRETARIAT secretariat::mail::retry;
    }
}

static BY_ADDRESS: LazyLock<HashMap<(&'static str, &'static str), Who>> =
    LazyLock::new(|| list().into_iter().map(|line| ((line.method, line.path), line.who)).collect());

/// Whom the route of this method and pattern is for; nothing where there is none.
pub fn who(method: &Method, pattern: Option<&str>) -> Option<Who> {
    let known: &HashMap<(&str, &str), Who> = &BY_ADDRESS;
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
            ("/responses/1/assignments", "/responses/1"),
            ("/cycles/2027/response", "/"),
            ("/secretariat/states/addresses", "/secretariat/states"),
            ("/secretariat/cycles/2027/open", "/secretariat/cycles/2027"),
            ("/secretariat/accounts/1/invitation", "/secretariat/accounts"),
            ("/secretariat/mail/1/retry", "/secretariat/mail"),
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
