//! A file that came back, compared with the draft: where somebody has to choose, what will be taken over, and what is not understood. Nothing is taken
//! over before the button is pressed.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::troubles::WrongLines;
use super::{parts, phrases};
use crate::domain::Error;
use crate::domain::access::{Edit, Read};
use crate::domain::ids::{ImportId, ResponseId};
use crate::domain::questionnaire::{Node, Visibility};
use crate::domain::response::offline::compare::{Compared, Found, Part as Taking, Side as Text};
use crate::domain::response::offline::{self, Chosen, Import, Looked, Progress};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::response::compare::Deadline;
use crate::web::response::differ::{Comparing, Part, Side};
use crate::web::response::items::Said;
use crate::web::response::response_id;
use crate::web::response::section::response_title;
use crate::web::response::sheet::entry_name;
use crate::web::visit::Visit;

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
    /// Whether the file's text was chosen before.
    chosen: Option<bool>,
}

impl Conflict {
    fn is_ours(&self) -> bool {
        self.chosen == Some(false)
    }

    fn is_theirs(&self) -> bool {
        self.chosen == Some(true)
    }
}

/// An answer that is taken over.
struct Taken {
    head: Head,
    new: bool,
    change: Version,
}

/// One part of a file whose changes do not fit on one page, in the summary.
struct PartLine {
    number: usize,
    title: Said,
    /// Which of several parts of its section it is, in words; empty where there is one.
    which: String,
    conflicts: usize,
    chosen: usize,
    taken: usize,
}

impl PartLine {
    fn is_open(&self) -> bool {
        self.chosen < self.conflicts
    }
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
    /// The latest revision; 0 before the first.
    revision: i32,
    /// That the response was submitted, and into what goes what is taken over.
    submitted: Option<String>,
    /// What the button before this page did.
    done: Option<String>,
    /// Where the changes do not fit on one page: the parts, of which the page shows one or a summary.
    parts: Vec<PartLine>,
    /// The part that the page shows.
    part: Option<usize>,
    /// How many are to be chosen, chosen already, and taken over, in all parts.
    all: Counts,
    /// It did nothing, because the response was submitted meanwhile.
    not_taken: bool,
    /// How many choices it did not keep, because the texts were saved meanwhile.
    meanwhile: usize,
    conflicts: Vec<Conflict>,
    taken: Vec<Taken>,
    wrong: WrongLines,
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
    /// Which part is shown, counted from 1.
    part: Option<usize>,
    /// Which page of what is not understood is shown, counted from 1; from the second on it stands alone.
    wrong: Option<usize>,
    /// It took nothing over, because the response was submitted meanwhile.
    submitted: Option<u8>,
    /// So many choices it did not keep, because the texts were saved meanwhile.
    meanwhile: Option<usize>,
}

/// What is still to be confirmed.
#[derive(Default)]
struct Counts {
    conflicts: usize,
    chosen: usize,
    taken: usize,
}

impl Counts {
    fn is_empty(&self) -> bool {
        self.conflicts + self.taken == 0
    }

    fn open(&self) -> usize {
        self.conflicts.saturating_sub(self.chosen)
    }
}

impl ImportPage {
    /// The part that the page shows, as the summary has it.
    fn shown(&self) -> Option<&PartLine> {
        self.parts.iter().find(|part| Some(part.number) == self.part)
    }

    fn is_summary(&self) -> bool {
        !self.parts.is_empty() && self.part.is_none()
    }
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
    if posted.get("then") == "keep" {
        return keep(&visit, path.into_inner(), key, choices, &posted).await;
    }
    let revision = posted.get("revision").parse().ok();
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Edit, Import>(&key)?;
        offline::apply(ctx, &permit, revision, &choices, &phrases::terms_of)
    };
    let applied = visit.app.db.write(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    if applied.submitted {
        return Ok(layout::see(format!("/responses/{}/imports/{}?submitted=1", path.0, path.1)));
    }
    for written in applied.written {
        written.settle();
    }
    let (id, import) = path.into_inner();
    Ok(layout::see(format!("/responses/{id}/imports/{import}?taken={}&left={}", applied.taken, applied.open)))
}

/// Keeps what was chosen on the page of one part, and goes on to the next one; after the last, to the summary. Where somebody saved one of the texts
/// meanwhile, the same part is shown again.
async fn keep(
    visit: &Visit,
    (id, import): (String, String),
    key: (ResponseId, ImportId),
    choices: Vec<Chosen>,
    posted: &Posted,
) -> Result<HttpResponse, Fault> {
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Edit, Import>(&key)?;
        offline::choose(ctx, &permit, &choices, &phrases::terms_of)
    };
    let left = visit.app.db.write(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    let here = format!("/responses/{id}/imports/{import}");
    Ok(layout::see(match (posted.get("part").parse::<usize>(), left) {
        (Ok(part), 0) => format!("{here}?part={}", part.saturating_add(1)),
        (Ok(part), left) => format!("{here}?part={part}&meanwhile={left}"),
        (Err(_), 0) => here,
        (Err(_), left) => format!("{here}?meanwhile={left}"),
    }))
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
        revision: import.response.revision,
        submitted: submitted_words(words, import, looked, asked),
        not_taken: asked.submitted.is_some() && import.progress == Progress::Open,
        meanwhile: asked.meanwhile.filter(|_| import.progress == Progress::Open).unwrap_or_default(),
        done: asked.taken.map(|taken| {
            let left = asked.left.unwrap_or_default();
            words.with("import-done", &[("taken", taken.to_string()), ("left", left.to_string())])
        }),
        parts: Vec::new(),
        part: None,
        all: Counts::default(),
        conflicts: Vec::new(),
        taken: Vec::new(),
        wrong: writer.wrong_lines(asked.wrong),
        same: 0,
        ours: 0,
        chosen: 0,
        untouched: 0,
    };
    let changes = counted(&mut page, looked);
    if !page.wrong.is_alone() {
        fill(&mut page, &writer, changes, asked.part);
    }
    page
}

/// Counts what became of each answer, and gives those that are to be looked at.
fn counted<'a>(page: &mut ImportPage, looked: &'a Looked) -> Vec<&'a Compared> {
    let mut changes: Vec<&Compared> = Vec::new();
    for line in &looked.comparison.lines {
        match &line.found {
            Found::Untouched => page.untouched += 1,
            Found::OnlyOurs => page.ours += 1,
            Found::Same => page.same += 1,
            Found::Conflict { .. } if looked.settled.contains(&line.key) => page.chosen += 1,
            Found::Conflict { .. } => {
                page.all.conflicts += 1;
                page.all.chosen += usize::from(looked.chosen.contains_key(&line.key));
                changes.push(line);
            }
            Found::Take { .. } => {
                page.all.taken += 1;
                changes.push(line);
            }
        }
    }
    changes
}

/// Shows what is to be looked at: all of it where it fits on the page, else one part, or a summary of the parts.
fn fill(page: &mut ImportPage, writer: &Writer<'_>, mut changes: Vec<&Compared>, part: Option<usize>) {
    // A section's lists stand elsewhere in a file, and belong to it.
    let form = &writer.looked.draft.form;
    changes.sort_by_key(|line| form.node(&line.place.code).map(|(_, node)| node.section));
    let parts = parts::of(form, &changes);
    let mut shown = changes.as_slice();
    if parts.len() > 1 {
        page.part = part.filter(|part| (1..=parts.len()).contains(part));
        let at = page.part.and_then(|part| parts.get(part - 1));
        shown = at.and_then(|part| changes.get(part.lines.clone())).unwrap_or_default();
        page.parts = parts.iter().enumerate().map(|(at, part)| writer.part(at + 1, part, &changes)).collect();
    }
    if page.part.is_some() {
        page.wrong = WrongLines::default();
    }
    for line in shown {
        match &line.found {
            Found::Conflict { theirs, take_theirs, parts, .. } => {
                let conflict = writer.conflict(line, theirs, take_theirs, parts.contains(&Taking::Answer));
                page.conflicts.extend(conflict);
            }
            Found::Take { side, .. } => page.taken.extend(writer.taken(line, side)),
            Found::Untouched | Found::OnlyOurs | Found::Same => {}
        }
    }
}

/// That the response was submitted, where something of the file is or was just taken over.
fn submitted_words(words: Words, import: &Import, looked: &Looked, asked: &Asked) -> Option<String> {
    let revision = looked.submitted.as_ref()?;
    let matters = (import.progress == Progress::Open && import.response.open) || asked.taken.is_some();
    let key = if revision.submitted_at > import.at { "import-submitted-since" } else { "import-submitted" };
    let arguments = [("revision", revision.number.to_string()), ("when", words.moment(revision.submitted_at))];
    matters.then(|| words.with(key, &arguments))
}

/// Words a comparison.
pub(super) struct Writer<'a> {
    pub(super) words: Words,
    pub(super) looked: &'a Looked,
    how: Comparing,
}

impl Writer<'_> {
    fn part(&self, number: usize, part: &parts::Part, changes: &[&Compared]) -> PartLine {
        let form = &self.looked.draft.form;
        let lines = changes.get(part.lines.clone()).unwrap_or_default();
        let conflicts = lines.iter().filter(|line| matches!(line.found, Found::Conflict { .. }));
        let chosen = conflicts.clone().filter(|line| self.looked.chosen.contains_key(&line.key)).count();
        let conflicts = conflicts.count();
        let node = form.nodes.get(part.section);
        let mut title = node.map(|node| Said::of(&node.label, self.words, form)).unwrap_or_default();
        if let Some(node) = node {
            title.text = format!("{}. {}", node.code, title.text);
        }
        let which = match part.of {
            1 => String::new(),
            of => self.words.t2("import-part-which", "number", part.number, "of", of),
        };
        PartLine { number, title, which, conflicts, chosen, taken: lines.len() - conflicts }
    }

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
        let chosen = self.looked.chosen.get(&line.key).copied();
        Some(Conflict { head: self.head(line, node), base, ours, theirs, declining, stamp, by, chosen })
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
}
