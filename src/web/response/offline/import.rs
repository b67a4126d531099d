//! A file that came back, compared with the draft: where somebody has to choose, what will be taken over, and what is not understood. Nothing is taken
//! over before the button is pressed.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::phrases;
use crate::domain::Error;
use crate::domain::access::{Edit, Read};
use crate::domain::ids::{ImportId, ResponseId};
use crate::domain::questionnaire::{Node, Visibility};
use crate::domain::response::offline::compare::{Compared, Field, Found, Part as Taking, Side as Text, Trouble, Why};
use crate::domain::response::offline::docx::Odd;
use crate::domain::response::offline::{self, At, Chosen, Format, Import, Looked, NotUnderstood, Progress};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::response::compare::Deadline;
use crate::web::response::differ::{Comparing, Part, Side};
use crate::web::response::items::Said;
use crate::web::response::response_id;
use crate::web::response::save::save_fault_words;
use crate::web::response::section::response_title;
use crate::web::response::sheet::{entry_name, fault_words};
use crate::web::visit::Visit;

/// Most lines of what is not understood that the page shows.
const MOST_WRONG: usize = 300;

/// A question of the file that the page shows.
struct Head {
    key: String,
    code: String,
    label: Said,
    /// The entry that it stands in; empty outside.
    entry: String,
    place: String,
}

/// One text of an answer, with what differs from another.
struct Version {
    parts: Vec<Part>,
    notes: Vec<String>,
}

impl Version {
    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.notes.is_empty()
    }
}

/// An answer between whose texts somebody has to choose.
struct Conflict {
    head: Head,
    /// Nothing where what the answer was is not known.
    base: Option<Version>,
    ours: Version,
    theirs: Version,
    /// One of them is not in a position to answer, which is one choice with the answer.
    declining: bool,
    stamp: String,
    /// Whose text of the draft it is; empty where nobody has answered.
    by: String,
}

/// An answer that is taken over.
struct Taken {
    head: Head,
    new: bool,
    change: Version,
}

/// Something that is not understood.
struct Wrong {
    key: String,
    place: String,
    why: String,
}

#[derive(Template)]
#[template(path = "response/offline/import.html")]
struct ImportPage {
    page: Page,
    id: String,
    import: String,
    name: String,
    brought: String,
    /// What became of it, where it waits no more.
    ended: Option<String>,
    open: bool,
    /// What the button before this page did.
    done: Option<String>,
    conflicts: Vec<Conflict>,
    taken: Vec<Taken>,
    wrong: Vec<Wrong>,
    /// How many are not understood in all.
    all_wrong: usize,
    same: usize,
    ours: usize,
    chosen: usize,
    untouched: usize,
}

/// What the button before the page did.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    taken: Option<usize>,
    left: Option<usize>,
}

fn address(visit: &Visit, path: &(String, String)) -> Result<(ResponseId, ImportId), Fault> {
    let fail = |error| visit.fault(error);
    let import = path.1.parse().map_err(|_| fail(Error::NotFound))?;
    Ok((response_id(&path.0).map_err(fail)?, import))
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = address(&visit, &path)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Import>(&key)?;
        let looked = offline::look(ctx, &permit, &phrases::terms_of)?;
        Ok((looked, permit.into_row()))
    });
    let (looked, import) = opened.await.map_err(fail)?;
    let visiting = visit.clone();
    // To compare many long texts may take some tenths of a second: not on the thread that serves others.
    let made = web::block(move || import_page(&visiting, &import, &looked, &asked));
    let page = made.await.map_err(|error| fail(Error::internal(error)))?;
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// Takes over what the file says, and what was chosen.
pub async fn apply(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let choices: Vec<Chosen> = chosen(&posted);
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Edit, Import>(&key)?;
        offline::apply(ctx, &permit, &choices, &phrases::terms_of)
    };
    let applied = visit.app.db.write(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    for written in applied.written {
        written.settle();
    }
    let (id, import) = path.into_inner();
    Ok(layout::see(format!("/responses/{id}/imports/{import}?taken={}&left={}", applied.taken, applied.open)))
}

/// What was chosen, with the stamp of the text that the page showed.
fn chosen(posted: &Posted) -> Vec<Chosen> {
    let stamps: HashMap<&str, &str> = posted
        .fields()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("stamp:")?, value.as_str())))
        .collect();
    let choices = posted.fields().iter().filter_map(|(name, value)| {
        let key = name.strip_prefix("choose:")?;
        let seen = stamps.get(key)?.parse().ok()?;
        let theirs = match value.as_str() {
            "theirs" => true,
            "ours" => false,
            _ => return None,
        };
        Some(Chosen { key: key.to_owned(), seen, theirs })
    });
    choices.collect()
}

/// Discards the file.
pub async fn discard(visit: Visit, path: web::Path<(String, String)>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Edit, Import>(&key)?;
        offline::discard(ctx, &permit)
    };
    visit.app.db.write(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    Ok(layout::see(format!("/responses/{}/offline?discarded=1", path.0)))
}

fn import_page(visit: &Visit, import: &Import, looked: &Looked, asked: &Asked) -> ImportPage {
    let words = visit.words();
    let id = import.response.id.to_string();
    let page = Page::new(visit, &words.t("import-title"))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, import.response.cycle.year))
        .under(format!("/responses/{id}/offline"), words.t("offline-title"));
    let ended = match import.progress {
        Progress::Open => None,
        Progress::Applied => Some("import-applied"),
        Progress::Discarded => Some("import-discarded"),
        Progress::Expired => Some("import-expired"),
    };
    let when = import.settled.as_ref().map_or(import.at, |(_, at)| *at);
    let ended = ended.map(|key| words.with(key, &[("by", looked.settled_by.clone()), ("when", words.moment(when))]));
    let writer = Writer { words, looked, how: Comparing { words, until: Deadline::for_a_page(), whole: false } };
    let mut page = ImportPage {
        page,
        id,
        import: import.id.to_string(),
        name: looked.name.clone(),
        brought: words.with("offline-waiting-one", &[("by", looked.by.clone()), ("when", words.moment(import.at))]),
        ended,
        open: import.response.open,
        done: asked.taken.map(|taken| {
            let left = asked.left.unwrap_or_default();
            words.with("import-done", &[("taken", taken.to_string()), ("left", left.to_string())])
        }),
        conflicts: Vec::new(),
        taken: Vec::new(),
        wrong: looked.comparison.troubles.iter().take(MOST_WRONG).map(|trouble| writer.wrong(trouble)).collect(),
        all_wrong: looked.comparison.troubles.len(),
        same: 0,
        ours: 0,
        chosen: 0,
        untouched: 0,
    };
    for line in &looked.comparison.lines {
        match &line.found {
            Found::Untouched => page.untouched += 1,
            Found::OnlyOurs => page.ours += 1,
            Found::Same => page.same += 1,
            Found::Conflict { .. } if looked.settled.contains(&line.key) => page.chosen += 1,
            Found::Conflict { theirs, take_theirs, parts, .. } => {
                let conflict = writer.conflict(line, theirs, take_theirs, parts.contains(&Taking::Answer));
                page.conflicts.extend(conflict);
            }
            Found::Take { side, .. } => page.taken.extend(writer.taken(line, side)),
        }
    }
    page
}

struct Writer<'a> {
    words: Words,
    looked: &'a Looked,
    how: Comparing,
}

impl Writer<'_> {
    fn head(&self, line: &Compared, node: &Node) -> Head {
        let draft = &self.looked.draft;
        let entry = match line.new.is_empty() {
            true => entry_name(self.words, draft, &line.place.instance),
            false => self.words.t("import-new-entry"),
        };
        Head {
            key: line.key.clone(),
            code: node.code.clone(),
            label: Said::label_alone(node, self.words, &draft.form),
            entry,
            place: self.place(&line.at),
        }
    }

    fn conflict(&self, line: &Compared, theirs: &Text, take_theirs: &Text, answer: bool) -> Option<Conflict> {
        let draft = &self.looked.draft;
        let (_, node) = draft.form.node(&line.place.code)?;
        let by = draft.answers.get(&line.place).and_then(|answer| draft.names.get(&answer.changed_by));
        let versions = match &line.base {
            None => (None, self.version(node, None, &line.ours), self.version(node, None, take_theirs)),
            Some(base) => (
                Some(self.version(node, None, base)),
                self.version(node, Some(base), &line.ours),
                self.version(node, Some(base), theirs),
            ),
        };
        let declining = answer && (line.ours.body.declined || take_theirs.body.declined);
        let (base, ours, theirs) = versions;
        let (stamp, by) = (line.stamp.to_string(), by.cloned().unwrap_or_default());
        Some(Conflict { head: self.head(line, node), base, ours, theirs, declining, stamp, by })
    }

    fn taken(&self, line: &Compared, side: &Text) -> Option<Taken> {
        let (_, node) = self.looked.draft.form.node(&line.place.code)?;
        let change = self.version(node, Some(&line.ours), side);
        Some(Taken { head: self.head(line, node), new: line.ours == Text::default(), change })
    }

    /// A text, with what differs from another one where there is one to compare it with.
    fn version(&self, node: &Node, before: Option<&Text>, text: &Text) -> Version {
        let draft = &self.looked.draft;
        let files =
            |id: &str| draft.files.iter().find(|(known, _)| known.as_str() == id).map(|(_, facts)| facts.name.clone());
        let side = Side { form: &draft.form, node, body: &text.body, files: &files };
        let parts = match before {
            None => self.how.alone(&side),
            Some(before) => self.how.parts(&Side { body: &before.body, ..side }, &side),
        };
        let was = before.is_some_and(|before| before.body.declined);
        let mut notes: Vec<String> = self.how.declining(was, text.body.declined).into_iter().collect();
        let readers = |text: &Text| match text.visibility.unwrap_or(node.visibility) {
            Visibility::Court => self.words.t("readers-court"),
            Visibility::StatesParties => self.words.t("readers-states"),
        };
        if let Some(before) = before.filter(|before| readers(before) != readers(text)) {
            let arguments = [("before", readers(before)), ("after", readers(text))];
            notes.push(self.words.with("history-readers", &arguments));
        }
        Version { parts, notes }
    }

    fn wrong(&self, trouble: &Trouble) -> Wrong {
        Wrong {
            key: trouble.key.chars().filter(|c| !c.is_control()).take(80).collect(),
            place: self.place(&trouble.at),
            why: self.why(trouble),
        }
    }

    /// Where something stands in the file, in words.
    fn place(&self, at: &At) -> String {
        let arguments =
            [("part", at.part.clone()), ("row", at.row.to_string()), ("cell", format!("{}{}", at.column, at.row))];
        let key = match (self.looked.format, at.column.is_empty()) {
            (Format::Word, _) => "import-place-table",
            (Format::Excel, true) => "import-place-row",
            (Format::Excel, false) => "import-place-cell",
        };
        self.words.with(key, &arguments)
    }

    /// The name of what stands in a column.
    fn part(&self, field: Field) -> String {
        self.words.t(match field {
            Field::Answer => "offline-answer",
            Field::Comment => "comment",
            Field::Declined => "declined",
            Field::Readers => "offline-readers",
        })
    }

    fn why(&self, trouble: &Trouble) -> String {
        let (words, form) = (self.words, &self.looked.draft.form);
        let code = trouble.key.split('@').next().unwrap_or_default();
        match &trouble.why {
            Why::NotUnderstood(field, why) => {
                let (part, why) = (self.part(*field), self.not_understood(code, why));
                words.with("import-why-part", &[("part", part), ("why", why)])
            }
            Why::HeldUp(field) => {
                words.with("import-why-part", &[("part", self.part(*field)), ("why", words.t("import-why-held-up"))])
            }
            Why::NotKept(faults) => {
                let faults = faults.iter().map(|fault| save_fault_words(words, form, code, fault));
                faults.collect::<Vec<_>>().join(" ")
            }
            Why::NotYours => words.t("import-why-not-yours"),
            Why::NotInForm => words.t("import-why-not-in-form"),
            Why::NoEntry => words.t("import-why-no-entry"),
            Why::EntryRemoved => words.t("import-why-entry-removed"),
            Why::NoRoom => words.t("import-why-no-room"),
            Why::Fixed => words.t("import-why-fixed"),
            Why::Twice => words.t("import-why-twice"),
            Why::Stray => words.t("import-why-stray"),
        }
    }

    fn not_understood(&self, code: &str, why: &NotUnderstood) -> String {
        let (words, form) = (self.words, &self.looked.draft.form);
        match why {
            NotUnderstood::Choice { text } => words.t1("import-why-choice", "text", text),
            NotUnderstood::Places => words.t("import-why-places"),
            NotUnderstood::Word { text, wanted } => words.t2("import-why-word", "text", text, "wanted", wanted),
            NotUnderstood::Several => words.t("import-why-several"),
            NotUnderstood::Beside(odd) => words.t(match odd {
                Odd::TrackedChange => "import-why-tracked",
                Odd::Picture => "import-why-picture",
                Odd::Formula => "import-why-equation",
                Odd::Footnote => "import-why-footnote",
                Odd::Table => "import-why-inner-table",
                Odd::Symbol => "import-why-symbol",
                Odd::Hidden => "import-why-hidden",
            }),
            NotUnderstood::Formula => words.t("import-why-formula"),
            NotUnderstood::CellError => words.t("import-why-cell-error"),
            NotUnderstood::CellTooLong => words.t("import-why-cell-too-long"),
            NotUnderstood::Answer(codes) => match form.node(code) {
                Some((_, node)) => {
                    let all = codes.iter().map(|code| fault_words(words, form, node, code));
                    all.collect::<Vec<_>>().join(" ")
                }
                None => String::new(),
            },
        }
    }
}
