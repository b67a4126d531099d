//! Last year's answers: carried over through any number of years, confirmed or changed, with the form changing under them.

mod by_hand;
mod files;
mod pages;
mod shut;
mod years;

use concord::domain::access::{Assign, Edit, Publish, Read, Submit};
use concord::domain::cycle::CycleOfYear;
use concord::domain::db::Ctx;
use concord::domain::ids::{AccountId, ResponseId};
use concord::domain::questionnaire::{Place, Visibility};
use concord::domain::response::assign::{Given, Shown};
use concord::domain::response::carry::{self, Confirming};
use concord::domain::response::draft::{self, Draft};
use concord::domain::response::{
    self, Body, Change, Document, Extent, Reading, Response, RevisionRow, Saved, Section, Standing,
};
use concord::domain::{Error, Refusal, publication};

use crate::app::*;

/// The questions of the first two years.
const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | bind::concord:visibility | bind::concord:carry_forward | bind::concord:purpose | bind::concord:may_decline
    begin group | A | Law | Droit | | states_parties | | |
    select_one kind | A.kind | What kind of response? | Quel type de réponse ? | yes | states_parties | no | response_kind |
    text | A.1 | Which law? | Quelle loi ? | yes | states_parties | | | yes
    text | A.2 | How long? | Combien de temps ? | yes | states_parties | | |
    select_one l | A.3 | Which court? | Quelle juridiction ? | | states_parties | | |
    text | A.4 | Which ministry? | Quel ministère ? | | states_parties | | |
    text | A.5 | Which service? | Quel service ? | | court | | |
    begin repeat | A.6 | Contacts | Contacts | | states_parties | | |
    text | A.6.name | Name | Nom | yes | states_parties | | |
    text | A.6.phone | Telephone | Téléphone | | court | | |
    end repeat | | | | | | | |
    file | A.8 | The law itself | La loi elle-même | | states_parties | | |
    text | A.9 | What is new this year? | Quoi de neuf cette année ? | | states_parties | no | |
    end group | | | | | | | |";
const CHOICES: &str = "\
    list_name | name | label::English (en) | label::French (fr)
    kind | full | Full | Complète
    kind | confirm | Nothing has changed | Rien n’a changé
    l | a | Supreme | Suprême
    l | b | Appeal | Appel
    l | c | First instance | Première instance";

/// The workbook of the first two years.
pub fn first_form() -> Vec<u8> {
    workbook(&[("survey", SURVEY), ("choices", CHOICES)])
}

/// That of the years after: A.2 asks otherwise, a choice of A.3 is gone, A.4 is dropped, A.5 is read by all, A.7 is new, and the contacts have
/// one question more.
pub fn changed_form() -> Vec<u8> {
    let survey = SURVEY
        .replace("How long? | Combien de temps ?", "How long, in days? | Combien de jours ?")
        .replace("text | A.4 | Which ministry? | Quel ministère ?", "text | A.7 | Which treaty? | Quel traité ?")
        .replace("Quel service ? | | court", "Quel service ? | | states_parties")
        .replace("    end repeat", "    text | A.6.title | Title | Titre | | states_parties | | |\n    end repeat");
    workbook(&[("survey", &survey), ("choices", &CHOICES.replace("    l | b | Appeal | Appel\n", ""))])
}

pub fn at(code: &str) -> Place {
    Place { code: code.to_owned(), instance: String::new() }
}

pub fn within(code: &str, entry: &str) -> Place {
    Place { code: code.to_owned(), instance: entry.to_owned() }
}

pub fn says(value: &str) -> Body {
    Body { value: value.to_owned(), ..Body::default() }
}

/// A person of a State at work on the domain, past the pages.
pub struct Desk<'a> {
    pub app: &'a TestApp,
    pub actor: concord::domain::actor::Actor,
}

impl<'a> Desk<'a> {
    pub fn of(app: &'a TestApp, email: &str) -> Self {
        Desk { app, actor: app.actor(email) }
    }

    pub fn does<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Ctx<'_>) -> concord::domain::Result<T> + Send + 'static,
    ) -> T {
        self.tries(work).unwrap()
    }

    fn tries<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Ctx<'_>) -> concord::domain::Result<T> + Send + 'static,
    ) -> concord::domain::Result<T> {
        self.app.db.write_now(&self.actor, work)
    }

    pub fn begins(&self, year: i32) -> ResponseId {
        self.does(move |ctx| {
            let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
            response::begin(ctx, &cycle).map(|begun| begun.id)
        })
    }

    pub fn draft(&self, id: &ResponseId) -> std::sync::Arc<Draft> {
        let id = id.clone();
        self.does(move |ctx| {
            let permit = ctx.permit::<Read, Response>(&id)?;
            draft::open(ctx, &permit)
        })
    }

    pub fn saves(&self, id: &ResponseId, place: &Place, body: Body, visibility: Option<Visibility>) -> Saved {
        let change = Change { place: place.clone(), stamp: self.draft(id).stamp(place), body, visibility };
        let id = id.clone();
        let written = self.does(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            response::save(ctx, &section, std::slice::from_ref(&change)).map(response::Written::settle)
        });
        written.saved[0].clone()
    }

    pub fn answers(&self, id: &ResponseId, code: &str, value: &str) {
        assert_eq!(self.saves(id, &at(code), says(value), None), Saved::Written, "{code}");
    }

    pub fn adds(&self, id: &ResponseId, repeat: &str) -> String {
        let (id, repeat) = (id.clone(), repeat.to_owned());
        self.does(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            response::add_entry(ctx, &section, &repeat, "")
        })
    }

    pub fn confirms(&self, id: &ResponseId, place: &Place) -> Confirming {
        let (id, place, stamp) = (id.clone(), place.clone(), self.draft(id).stamp(place));
        self.does(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            carry::confirm(ctx, &section, &place, &stamp)
        })
    }

    pub fn confirms_unchanged(&self, id: &ResponseId) -> Confirming {
        let draft = self.draft(id);
        let seen: Vec<_> = draft.answers.keys().map(|place| (place.clone(), draft.stamp(place))).collect();
        let id = id.clone();
        self.does(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            carry::confirm_unchanged(ctx, &section, &seen)
        })
    }

    pub fn submits(&self, id: &ResponseId, seen: i32, reason: &str) -> concord::domain::Result<i32> {
        let (id, reason) = (id.clone(), reason.to_owned());
        self.tries(move |ctx| {
            let permit = ctx.permit::<Submit, Response>(&id)?;
            publication::submit(ctx, &permit, seen, &reason, ctx.now()).map(|submitted| submitted.revision)
        })
    }

    /// What the State itself reads of a revision.
    pub fn reads(&self, id: &ResponseId, number: i32) -> Document {
        let id = id.clone();
        self.does(move |ctx| {
            let permit = ctx.permit::<Read, RevisionRow>(&(id.clone(), number))?;
            response::open_revision(ctx, &permit).map(|view| view.document().clone())
        })
    }

    /// What other States will read of a draft.
    pub fn for_states(&self, id: &ResponseId) -> Document {
        let id = id.clone();
        self.does(move |ctx| {
            let permit = ctx.permit::<Read, Response>(&id)?;
            response::as_states_parties_will_see(ctx, &permit).map(|(view, _)| view.document().clone())
        })
    }

    /// From which year an answer is carried over, and what became of it.
    pub fn standing(&self, id: &ResponseId, place: &Place) -> Option<(i32, Standing)> {
        let draft = self.draft(id);
        let carried = draft.answers.get(place)?.carried.clone()?;
        Some((carried.year, carried.standing))
    }

    /// Everything of the first year, submitted; the entries of the contacts.
    pub fn responds_in(&self, year: i32) -> (ResponseId, Vec<String>) {
        let id = self.begins(year);
        self.answers(&id, "A.kind", "full");
        for (code, value) in [("A.1", "Act of 1998"), ("A.2", "Ten days"), ("A.3", "a"), ("A.4", "Justice")] {
            self.answers(&id, code, value);
        }
        self.answers(&id, "A.5", "The fiscal unit");
        self.answers(&id, "A.9", "A bill");
        let entries: Vec<String> = ["Awa", "Binta"]
            .into_iter()
            .map(|name| {
                let entry = self.adds(&id, "A.6");
                self.saves(&id, &within("A.6.name", &entry), says(name), None);
                entry
            })
            .collect();
        self.submits(&id, 0, "").unwrap();
        (id, entries)
    }
}

/// Publishes a response's latest revision.
pub fn publishes(app: &TestApp, id: &ResponseId, number: i32) -> publication::Published {
    let (secretariat, id) = (app.actor("secretariat@platform.example"), id.clone());
    let done = app.db.write_now(&secretariat, move |ctx| {
        let permit = ctx.permit::<Publish, RevisionRow>(&(id.clone(), number))?;
        publication::publish(ctx, &permit)
    });
    done.unwrap()
}

pub fn refusal<T>(result: concord::domain::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("nothing was refused"),
    }
}
