//! What each audience sees of a response, as types. A page, an export or a mail takes a view, never a document; and the view of
//! States Parties is made here and nowhere else.

use std::sync::Arc;

use super::document::{Document, DocumentAnswer};
use super::draft::{self, Draft};
use super::model::Response;
use super::sight::Sight;
use crate::domain::access::{Permit, Read};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::questionnaire::{Form, Visibility};

/// What a view offers to who words it: the form, and the answers that this audience may read.
pub trait Reading {
    fn form(&self) -> &Form;
    fn document(&self) -> &Document;
    /// Whether Court-only answers are in it and have to be marked as such.
    fn marks_court_only(&self) -> bool;
}

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident, $marks:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name { form: Arc<Form>, document: Arc<Document> }

        impl $name {
            pub(in crate::domain) fn new(form: Arc<Form>, document: Arc<Document>) -> Self {
                $name { form, document }
            }
        }

        impl Reading for $name {
            fn form(&self) -> &Form { &self.form }
            fn document(&self) -> &Document { &self.document }
            fn marks_court_only(&self) -> bool { $marks }
        }
    )*};
}

views!(
    /// Everything, for the State itself.
    ForOwnState, true;
    /// Everything submitted, for the Court and for the Secretariat, which transmits it.
    ForCourt, true;
    /// What other States read: Court-only, unanswered, hidden and declined look alike.
    ForStatesParties, false;
);

/// The one projection for other States: absent without a trace.
///
/// Left out are answers for the Court only, declined answers with their reasons, the files of both, entries none of whose answers remain, since
/// when an answer stands unconfirmed, and
/// everything about the submission itself: number, times, reason, lateness, which sections are still to come. Entries get new ids, so that a gap does not tell.
pub(in crate::domain) fn for_states_parties(document: &Document) -> Document {
    let public = |visibility: Visibility| visibility == Visibility::StatesParties;
    let mut seen = Document {
        revision: 0,
        submitted_at: String::new(),
        late: false,
        after_freeze: false,
        reason: String::new(),
        sections: None,
        answers: document.answers.iter().filter(|a| public(a.visibility) && !a.declined).map(without_age).collect(),
        entries: document.entries.iter().filter(|entry| public(entry.visibility)).cloned().collect(),
        files: document.files.iter().filter(|file| public(file.visibility)).cloned().collect(),
        ..document.clone()
    };
    seen.settle_files();
    drop_empty_entries(&mut seen);
    seen.settle_files();
    renumber_entries(&mut seen);
    seen
}

/// An answer without how old it is: that a State only confirmed its answer is the State's own affair.
fn without_age(answer: &DocumentAnswer) -> DocumentAnswer {
    DocumentAnswer { carried: None, ..answer.clone() }
}

/// An entry stays where an answer stands in it, or in an entry inside it.
fn drop_empty_entries(seen: &mut Document) {
    loop {
        let before = seen.entries.len();
        let held: std::collections::HashSet<String> = seen
            .answers
            .iter()
            .map(|answer| answer.entry.clone())
            .chain(seen.entries.iter().map(|entry| entry.parent.clone()))
            .collect();
        seen.entries.retain(|entry| held.contains(&entry.id));
        let there: std::collections::HashSet<&String> = seen.entries.iter().map(|entry| &entry.id).collect();
        seen.answers.retain(|answer| answer.entry.is_empty() || there.contains(&answer.entry));
        if seen.entries.len() == before {
            return;
        }
    }
}

fn renumber_entries(seen: &mut Document) {
    let names: std::collections::HashMap<String, String> =
        seen.entries.iter().enumerate().map(|(n, entry)| (entry.id.clone(), (n + 1).to_string())).collect();
    let renamed = |id: &String| names.get(id).cloned().unwrap_or_default();
    for entry in &mut seen.entries {
        entry.id = renamed(&entry.id);
        entry.parent = renamed(&entry.parent);
    }
    for answer in &mut seen.answers {
        answer.entry = renamed(&answer.entry);
    }
    for file in &mut seen.files {
        file.entry = renamed(&file.entry);
    }
}

/// A draft as the Court will see it once it is submitted.
///
/// # Errors
/// When the database fails.
pub fn as_the_court_will_see(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<(ForCourt, Arc<Draft>)> {
    let draft = draft::open(ctx, response)?;
    let mut document = Document::of_draft(response.row(), &draft, ctx.now());
    document.keep_seen(&draft.form, &Sight::of(ctx, response)?);
    Ok((ForCourt::new(draft.form.clone(), Arc::new(document)), draft))
}

/// A draft as other States will see it once it is published: by the very projection that publishes.
///
/// # Errors
/// When the database fails.
pub fn as_states_parties_will_see(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
) -> Result<(ForStatesParties, Arc<Draft>)> {
    let draft = draft::open(ctx, response)?;
    let mut document = Document::of_draft(response.row(), &draft, ctx.now());
    document.keep_seen(&draft.form, &Sight::of(ctx, response)?);
    Ok((ForStatesParties::new(draft.form.clone(), Arc::new(for_states_parties(&document))), draft))
}
