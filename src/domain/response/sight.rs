//! What of a draft its reader sees: all of it, or, for a contributor, what was given or opened to them. Whether it is seen is the policy's
//! to decide (`Facts::Question`); here is only what it has to know.

use super::assign::{Assigned, Extent};
use super::model::{Response, Section};
use super::store;
use crate::domain::access::{Act, Decision, Facts, Permit, Share, Verb, decide};
use crate::domain::actor::{Actor, Person, Role};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ResponseId, StateId};
use crate::domain::questionnaire::Form;

/// What somebody has of one section.
#[derive(Debug, Clone)]
pub struct Part {
    pub share: Share,
    /// The codes of single questions, where it is these.
    pub questions: Vec<String>,
    /// The rest of the section is open to be read beside these.
    pub reads_rest: bool,
}

impl Part {
    /// What an account has of a section.
    pub(super) fn of(assigned: &[Assigned], account: &AccountId, section: &str) -> Self {
        match assigned.iter().find(|has| &has.account == account && has.section == section) {
            None => Part::nothing(),
            Some(has) => Part {
                share: match has.extent {
                    Extent::Section => Share::Whole,
                    Extent::Questions => Share::Questions,
                    Extent::Reading => Share::Reading,
                },
                questions: has.questions.clone(),
                reads_rest: has.reads_rest,
            },
        }
    }

    /// What those have of a section to whom nothing of it was given.
    pub(super) fn nothing() -> Self {
        Part { share: Share::Nothing, questions: Vec::new(), reads_rest: false }
    }

    /// Whether all of the section is seen by who has this.
    fn is_whole(&self) -> bool {
        matches!(self.share, Share::Whole | Share::Reading) || (self.share == Share::Questions && self.reads_rest)
    }

    /// What follows for a question of the section: one that is given, or that stands in a repeat which is.
    pub(super) fn at(&self, form: &Form, code: &str) -> Share {
        match self.share {
            Share::Questions if self.holds(form, code) => Share::Whole,
            Share::Questions if self.reads_rest => Share::Reading,
            Share::Questions => Share::Nothing,
            share => share,
        }
    }

    fn holds(&self, form: &Form, code: &str) -> bool {
        let mut at = form.node(code).map(|(_, node)| node);
        while let Some(node) = at {
            if self.questions.contains(&node.code) {
                return true;
            }
            at = node.parent.and_then(|parent| form.nodes.get(parent));
        }
        false
    }
}

/// What a person sees of a draft.
#[derive(Debug, Clone)]
pub struct Sight {
    reader: Actor,
    state: StateId,
    open: bool,
    assigned: Vec<Assigned>,
}

impl Sight {
    /// What the actor sees of a response.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Self> {
        Sight::on(ctx, response.row())
    }

    /// What the actor sees of the response around a section.
    ///
    /// # Errors
    /// When the database fails.
    pub fn around<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>) -> Result<Self> {
        Sight::on(ctx, &section.row().response)
    }

    pub(in crate::domain) fn on(ctx: &mut Ctx<'_>, response: &Response) -> Result<Self> {
        let assigned =
            if is_contributor(ctx.actor()) { store::assignments::assigned(ctx, response)? } else { Vec::new() };
        Ok(Sight { reader: ctx.actor().clone(), state: response.state_id.clone(), open: response.open, assigned })
    }

    /// Whether it is all of the draft.
    pub fn is_whole(&self) -> bool {
        !is_contributor(&self.reader)
    }

    /// Whether anything of a section is seen.
    pub fn sees_section(&self, section: &str) -> bool {
        let (state, open) = (self.state.clone(), self.open);
        let facts = Facts::Section { state, open, share: self.part(section).share };
        decide(&self.reader, Verb::Read, &facts) == Decision::Allow
    }

    /// Whether a question, group or repeat is seen.
    pub fn sees(&self, form: &Form, code: &str) -> bool {
        if form.node(code).is_none() {
            return false;
        }
        let facts = Facts::Question { state: self.state.clone(), open: self.open, share: self.share(form, code) };
        decide(&self.reader, Verb::Read, &facts) == Decision::Allow
    }

    /// What a contributor has of a question, group or repeat; for others it says nothing.
    pub(in crate::domain) fn share(&self, form: &Form, code: &str) -> Share {
        let section = form.node(code).and_then(|(_, node)| form.nodes.get(node.section));
        section.map_or(Share::Nothing, |section| self.part(&section.code).at(form, code))
    }

    /// Whether a question, group or repeat is the reader's to write while the response takes changes: whether it does is said of all of it.
    pub fn writes(&self, form: &Form, code: &str) -> bool {
        let Some(person) = self.reader.person() else { return false };
        let writer = Actor::Person(Person { party: true, ..person.clone() });
        let (state, open, share) = (self.state.clone(), true, self.share(form, code));
        decide(&writer, Verb::Edit, &Facts::Question { state, open, share }) == Decision::Allow
    }

    /// Whether somebody else's share of a section is to be told: not to who has single questions of it.
    pub fn sees_whole(&self, section: &str) -> bool {
        self.is_whole() || self.part(section).is_whole()
    }

    fn part(&self, section: &str) -> Part {
        match self.reader.person() {
            Some(person) => Part::of(&self.assigned, &person.account, section),
            None => Part::nothing(),
        }
    }
}

fn is_contributor(actor: &Actor) -> bool {
    actor.person().is_some_and(|person| person.role == Role::Contributor)
}

/// What the actor has of a question of a response: for rows that know their question alone. It counts for contributors only.
pub(in crate::domain) fn share_at(ctx: &mut Ctx<'_>, response: &ResponseId, code: &str) -> Result<Share> {
    let Some(person) = ctx.actor().person().filter(|person| person.role == Role::Contributor).cloned() else {
        return Ok(Share::Nothing);
    };
    let Some(response) = store::by_id(ctx, response)? else { return Ok(Share::Nothing) };
    let form = crate::domain::questionnaire::compiled(ctx, &response.form_hash)?;
    let section = form.node(code).and_then(|(_, node)| form.nodes.get(node.section));
    let Some(section) = section else { return Ok(Share::Nothing) };
    let assigned = store::assignments::assigned(ctx, &response)?;
    Ok(Part::of(&assigned, &person.account, &section.code).at(&form, code))
}
