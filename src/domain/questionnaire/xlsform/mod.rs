//! XLSForm in: from the bytes of a workbook to a compiled form, or to a list of everything that is wrong with it.
//!
//! `workbook` opens the file under bounds; `columns`, `languages` and `rows` give cells their meaning; `settings`, `choices` and
//! `survey` (with `types`, `select`, `parameters` and `draft`) read the three sheets; `concord` our own columns; `gather` makes
//! sections of what stands in no group; `rules` reads the expressions. This file puts them in order.

mod choices;
mod columns;
mod concord;
mod draft;
mod gather;
mod languages;
mod parameters;
mod problem;
mod rows;
mod rules;
mod select;
mod settings;
mod survey;
mod types;
pub(in crate::domain) mod workbook;

use std::collections::HashMap;

pub(super) use problem::At;
pub(in crate::domain) use problem::Problems;
pub use problem::{Problem, ProblemCode, Severity};
pub use workbook::MAX_FILE;

use super::completeness::{self, Spot};
use super::graph::{Circle, Graph, deciding_rules};
use super::model::{Form, Text};
use choices::Lists;
use columns::{Column, Columns, Kind};
use draft::{Draft, Slot};
use languages::{Languages, UNDETERMINED};
use rules::Known;
use settings::Settings;
use survey::Survey;
use workbook::Sheet;

/// Most dependencies of all nodes together.
const MAX_DEPENDENCIES: usize = 200_000;

/// Most problems that are told at once: nobody mends more in one go.
const MAX_PROBLEMS: usize = 1_000;

/// What came of a workbook.
#[derive(Debug)]
pub struct Imported {
    /// The form, where no problem is an error.
    pub form: Option<Form>,
    /// Everything that was found, in the order of the cells.
    pub problems: Vec<Problem>,
}

/// Reads a workbook. Whatever the bytes are, this returns, and what it holds in memory meanwhile is bounded.
pub fn import(bytes: &[u8]) -> Imported {
    let mut problems = Problems::default();
    let sheets = workbook::open(bytes, workbook::Which::Named(&workbook::SHEETS), &mut problems);
    sheets.iter().for_each(|sheet| refuse_control_characters(sheet, &mut problems));
    let form = if sheets.is_empty() { None } else { Workbook::of(&sheets, &mut problems).compile(&mut problems) };
    let form = form.filter(|_| !problems.any_error());
    let mut problems = problems.0;
    // Authors go through a workbook from cell to cell; what concerns the whole file or a whole sheet comes first.
    problems.sort_by_key(|problem| {
        let sheet = sheets.iter().position(|sheet| sheet.name == problem.sheet).map(|at| at + 1).unwrap_or(0);
        (sheet, problem.row, problem.column.len(), problem.column.clone())
    });
    if problems.len() > MAX_PROBLEMS {
        let count = (problems.len() - MAX_PROBLEMS).to_string();
        // An error among those left out must not make the rest look like warnings only.
        let hidden = problems.iter().skip(MAX_PROBLEMS).map(|problem| problem.severity).min();
        problems.truncate(MAX_PROBLEMS);
        let mut more = Problems::default();
        more.add(hidden.unwrap_or(Severity::Warning), At::default(), ProblemCode::TooManyProblems { count });
        problems.extend(more.0);
    }
    Imported { form, problems }
}

struct Workbook<'a> {
    survey: Option<&'a Sheet>,
    choices: Option<&'a Sheet>,
    settings: Option<&'a Sheet>,
}

impl<'a> Workbook<'a> {
    /// Finds the sheets by their names, whatever the case; a single sheet may be called anything.
    fn of(sheets: &'a [Sheet], problems: &mut Problems) -> Self {
        let named = |name: &str| sheets.iter().rev().find(|sheet| sheet.name.to_lowercase() == name);
        let mut workbook = Workbook { survey: named("survey"), choices: named("choices"), settings: named("settings") };
        if let ([only], None) = (sheets, workbook.survey)
            && workbook.choices.is_none()
            && workbook.settings.is_none()
        {
            workbook.survey = Some(only);
        }
        for sheet in sheets {
            let is = |other: Option<&Sheet>| other.is_some_and(|other| std::ptr::eq(other, sheet));
            if !(is(workbook.survey) || is(workbook.choices) || is(workbook.settings)) {
                workbook.other_sheet(sheet, problems);
            }
        }
        if workbook.survey.is_none() {
            problems.error(At::default(), ProblemCode::MissingSheet { expected: "survey".into() });
        }
        workbook
    }

    fn other_sheet(&self, sheet: &Sheet, problems: &mut Problems) {
        let name = sheet.name.to_lowercase();
        let filled = sheet.rows.range(2..).next().is_some();
        if ["external_choices", "entities", "osm"].contains(&name.as_str()) {
            if filled {
                problems.error(sheet.whole(), ProblemCode::UnsupportedSheet);
            }
            return;
        }
        let missing = [("survey", self.survey), ("choices", self.choices), ("settings", self.settings)];
        let meant = missing.iter().find(|(meant, found)| found.is_none() && distance(&name, meant) <= 2);
        match meant {
            _ if name.starts_with('_') => {}
            Some((expected, _)) => {
                let (found, expected) = (sheet.name.clone(), (*expected).to_owned());
                problems.warn(sheet.whole(), ProblemCode::SimilarSheet { found, expected });
            }
            None => problems.warn(sheet.whole(), ProblemCode::IgnoredSheet),
        }
    }

    fn compile(&self, problems: &mut Problems) -> Option<Form> {
        let survey_sheet = self.survey?;
        let mut languages = Languages::default();
        let columns_of = |sheet: Option<&Sheet>, kind, languages: &mut Languages, problems: &mut Problems| {
            sheet.map(|sheet| columns::read(sheet, kind, languages, problems)).unwrap_or_default()
        };
        let survey_columns = columns_of(self.survey, Kind::Survey, &mut languages, problems);
        let choices_columns = columns_of(self.choices, Kind::Choices, &mut languages, problems);
        let settings_columns = columns_of(self.settings, Kind::Settings, &mut languages, problems);
        let settings = Settings::read(self.settings, &settings_columns, problems);
        let all = [&survey_columns, &choices_columns];
        let language = default_language(&settings, &mut languages, &all, problems);

        let mut lists = match self.choices {
            Some(sheet) => Lists::read(sheet, &choices_columns, &language, settings.duplicate_choices, problems),
            None => Lists::default(),
        };
        let Survey { mut drafts, mut texts } =
            survey::read(survey_sheet, &survey_columns, &mut lists, &language, &settings.root, problems);
        settle_visibility(&mut drafts, problems);
        if !drafts.iter().any(|draft| !draft.node.kind.is_container()) && !problems.any_error() {
            problems.warn(survey_sheet.whole(), ProblemCode::NoQuestions);
        }
        let title = settings.title(self.settings, &settings_columns, &languages, &language);
        let drafts = gather::gather(drafts, &gather::label(&title, &settings.form_id));
        texts.extend(lists.texts.iter().cloned());
        texts.extend(settings.texts.iter().cloned());

        let mut form = Form {
            form_id: settings.form_id.clone(),
            version: settings.version.clone(),
            title,
            default_language: language,
            languages: languages.names.clone(),
            nodes: drafts.iter().map(|draft| draft.node.clone()).collect(),
            lists: lists.lists.clone(),
            by_code: HashMap::new(),
            is_read: Vec::new(),
            order: Vec::new(),
            hash: String::new(),
        };
        form.by_code = form.nodes.iter().enumerate().map(|(index, node)| (node.code.clone(), index)).collect();
        read_rules(&mut form, &drafts, &lists, &texts, problems);
        connect(&mut form, survey_sheet, &drafts, problems);
        let cell = |spot: Spot, what: &'static str, tag: &str| {
            let (sheet, columns, row) = match spot {
                Spot::Title => (self.settings?, &settings_columns, 2),
                Spot::Survey(row) => (survey_sheet, &survey_columns, row),
                Spot::Choice(list, choice) => (self.choices?, &choices_columns, *lists.rows.get(&(list, choice))?),
            };
            let named = columns.number(&Column::Translated(what, Some(tag.to_owned())));
            let plain = || columns.number(&Column::Translated(what, None)).filter(|_| tag == form.default_language);
            Some(sheet.at(row, named.or_else(plain)?))
        };
        problems.0.extend(completeness::missing_translations(&form, &survey_sheet.whole(), cell));
        form.index();
        Some(form)
    }
}

/// The tag of texts whose column names no language.
fn default_language(
    settings: &Settings,
    languages: &mut Languages,
    columns: &[&Columns],
    problems: &mut Problems,
) -> String {
    let plain = columns.iter().any(|columns| columns.any_without_language());
    if let Some(cell) = &settings.default_language {
        let (tag, _) = languages::tag(&cell.text);
        if !languages.names.contains_key(&tag) {
            if !plain {
                let language = cell.text.clone();
                problems.warn(cell.at.clone(), ProblemCode::UnknownDefaultLanguage { language });
            }
            languages.meet(&cell.text);
        }
        return tag;
    }
    match languages.order.first() {
        Some(first) if !plain => first.clone(),
        _ => languages.meet("default").0,
    }
}

fn settle_visibility(drafts: &mut [Draft], problems: &mut Problems) {
    let mut nodes: Vec<_> = drafts.iter().map(|draft| draft.node.clone()).collect();
    let written: Vec<_> = drafts.iter().map(|draft| draft.visibility.clone()).collect();
    concord::settle_visibility(&mut nodes, &written, problems);
    for (draft, node) in drafts.iter_mut().zip(nodes) {
        draft.node.visibility = node.visibility;
    }
}

fn read_rules(form: &mut Form, drafts: &[Draft], lists: &Lists, texts: &[rows::Cell], problems: &mut Problems) {
    let written = drafts.iter().enumerate().filter(|(_, draft)| !draft.generated);
    let known = Known {
        form,
        lists,
        written: written.map(|(index, draft)| (draft.node.code.clone(), index)).collect(),
        patterns: rules::MAX_PATTERNS.into(),
    };
    rules::check_texts(texts, &known, problems);
    let read: Vec<_> =
        drafts.iter().enumerate().map(|(index, draft)| rules::read(index, draft, &known, problems)).collect();
    for ((node, rules), draft) in form.nodes.iter_mut().zip(read).zip(drafts) {
        rules::place(node, rules);
        // A default counts where it is an expression, as with pyxform.
        let computes = |(slot, cell): &(Slot, rows::Cell)| match slot {
            Slot::Calculation => true,
            Slot::Default => rules::is_dynamic(&cell.text, &draft.node.kind),
            _ => false,
        };
        if node.kind == super::model::Kind::Calculate && !draft.rules.iter().any(computes) {
            problems.error(draft.type_at.clone(), ProblemCode::NoCalculation { code: node.code.clone() });
        }
    }
}

/// Orders the nodes by their rules and notes what each depends on.
fn connect(form: &mut Form, sheet: &Sheet, drafts: &[Draft], problems: &mut Problems) {
    let graph = Graph::of(&form.nodes, &form.by_code);
    let order = match graph.order() {
        Ok(order) => order,
        Err(circle) => {
            report_circle(form, &graph, &circle, sheet, drafts, problems);
            return;
        }
    };
    match graph.closures(MAX_DEPENDENCIES) {
        Some(closures) => {
            for (node, depends_on) in form.nodes.iter_mut().zip(closures) {
                node.depends_on = depends_on;
            }
        }
        None => {
            let limit = MAX_DEPENDENCIES.to_string();
            problems.error(sheet.whole(), ProblemCode::TooManyDependencies { limit });
        }
    }
    form.order = order;
}

fn report_circle(
    form: &Form,
    graph: &Graph<'_>,
    circle: &Circle,
    sheet: &Sheet,
    drafts: &[Draft],
    problems: &mut Problems,
) {
    let code = |index: &usize| form.nodes.get(*index).map_or("", |node| node.code.as_str());
    let mut codes: Vec<&str> = circle.0.iter().map(code).collect();
    codes.extend(circle.0.first().map(code));
    // The cell to mend is one whose own rule reads another node of the circle; others are in it through their group.
    let reads =
        |index: &&usize| graph.reads.get(**index).is_some_and(|read| read.iter().any(|other| circle.0.contains(other)));
    let culprit = circle.0.iter().find(reads).copied();
    let rule = culprit.and_then(|index| {
        let node = form.nodes.get(index)?;
        let reads_circle = |source: &str| {
            deciding_rules(node).find(|rule| rule.source() == source).is_some_and(|rule| {
                let targets = rule
                    .paths()
                    .into_iter()
                    .filter_map(|path| super::form::resolve(&form.nodes, &form.by_code, index, path));
                targets.into_iter().any(|target| circle.0.contains(&target))
            })
        };
        drafts.get(index)?.rules.iter().find(|(_, cell)| reads_circle(&cell.text)).map(|(_, cell)| cell.at.clone())
    });
    let at = rule.unwrap_or_else(|| {
        let row = culprit.and_then(|index| form.nodes.get(index)).map_or(0, |node| node.row);
        At { row, ..sheet.whole() }
    });
    problems.error(at, ProblemCode::Cycle { cycle: codes.join(" \u{2192} ") });
}

/// A workbook can say any character by its number (`_x0000_`): those that no text has, and what stands for half a character.
fn refuse_control_characters(sheet: &Sheet, problems: &mut Problems) {
    let is_none = |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || c == char::REPLACEMENT_CHARACTER;
    for (row, cells) in &sheet.rows {
        for (column, _) in cells.iter().filter(|(_, text)| text.contains(is_none)) {
            problems.error(sheet.at(*row, *column), ProblemCode::ControlCharacters);
        }
    }
}

/// Levenshtein's distance between two short names.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    // A sheet's name has at most 31 characters; a longer one is no misspelling of ours.
    for (row, a) in left.chars().take(40).enumerate() {
        let mut current = vec![row + 1];
        let pairs = previous.iter().zip(previous.iter().skip(1));
        for ((diagonal, above), b) in pairs.zip(&right) {
            let beside = current.last().copied().unwrap_or_default();
            current.push((above + 1).min(beside + 1).min(diagonal + usize::from(a != *b)));
        }
        previous = current;
    }
    previous.last().copied().unwrap_or_default()
}

/// A text of a form by its languages is empty where no cell of it was filled.
pub(super) fn lacks(text: &Text, tag: &str) -> bool {
    text.0.get(tag).is_none_or(|words| words.trim().is_empty())
}

/// True for the tag of a column that names no language.
pub(super) fn is_undetermined(tag: &str) -> bool {
    tag == UNDETERMINED
}
