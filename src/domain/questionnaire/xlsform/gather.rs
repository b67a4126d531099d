//! Questions that stand outside any group. XLSForm lets a form do without groups, but people answer section by section: what stands
//! beside one another at the top is gathered into a section of its own.
//!
//! Such a section is ours alone. No rule can refer to it, and paths lead through it as if it were not there, so that the form means
//! what its author wrote. Calculations and hidden values alone make no section, for there would be nothing on its page.

use std::collections::{BTreeMap, HashSet};

use super::draft::{self, Draft};
use super::problem::At;
use crate::domain::questionnaire::model::{Kind, Text, Visibility};

/// What the sections are called: the first has no number.
const CODE: &str = "general";

/// A run of nodes at the top of the form, none of which is a group.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    start: usize,
    end: usize,
}

/// The drafts with a section around each run of them that has something to show. `label` is what the sections are called.
pub fn gather(drafts: Vec<Draft>, label: &Text) -> Vec<Draft> {
    let runs = runs(&drafts);
    if runs.is_empty() {
        return drafts;
    }
    let mut codes = free_codes(&drafts);
    let begun = |index: usize| runs.partition_point(|run| run.start <= index);
    let moved = |index: usize| index + begun(index);
    let run_of = |index: usize| begun(index).checked_sub(1).and_then(|at| runs.get(at)).filter(|run| index < run.end);
    let mut gathered = Vec::with_capacity(drafts.len() + runs.len());
    for (index, mut draft) in drafts.into_iter().enumerate() {
        let run = run_of(index);
        if let Some(run) = run.filter(|run| run.start == index)
            && let Some(code) = codes.next()
        {
            let own = gathered.len()..moved(run.end.saturating_sub(1)) + 1;
            gathered.push(section(code, label, draft.node.row, own));
        }
        let node = &mut draft.node;
        // Its section stands just before the first of the run.
        let around = run.map(|run| moved(run.start).saturating_sub(1));
        node.parent = node.parent.map(moved).or(around);
        node.repeat = node.repeat.map(moved);
        node.section = around.unwrap_or_else(|| moved(node.section));
        node.end = moved(node.end.saturating_sub(1)) + 1;
        gathered.push(draft);
    }
    gathered
}

/// The runs in which something is shown.
fn runs(drafts: &[Draft]) -> Vec<Run> {
    let mut runs: Vec<(Run, bool)> = Vec::new();
    for (index, Draft { node, .. }) in drafts.iter().enumerate() {
        if node.parent.is_some() || node.kind == Kind::Group {
            continue;
        }
        let shown = !matches!(node.kind, Kind::Calculate | Kind::Hidden);
        match runs.last_mut() {
            Some((run, any)) if run.end == index => {
                run.end = node.end;
                *any |= shown;
            }
            _ => runs.push((Run { start: index, end: node.end }, shown)),
        }
    }
    runs.into_iter().filter(|(_, shown)| *shown).map(|(run, _)| run).collect()
}

/// Codes that no row of the workbook has, whatever the case.
fn free_codes(drafts: &[Draft]) -> impl Iterator<Item = String> + use<> {
    let taken: HashSet<String> = drafts.iter().map(|draft| draft.node.code.to_lowercase()).collect();
    let numbered = (2_u32..).map(|number| format!("{CODE}{number}"));
    std::iter::once(CODE.to_owned()).chain(numbered).filter(move |code| !taken.contains(code))
}

/// A section as wide as can be: it has no answer of its own that could betray anything.
fn section(code: String, label: &Text, row: u32, own: std::ops::Range<usize>) -> Draft {
    let mut node = draft::blank(code, Kind::Group, row);
    (node.section, node.end) = (own.start, own.end);
    node.label = label.clone();
    node.visibility = Visibility::StatesParties;
    node.gathered = true;
    Draft {
        node,
        rules: Vec::new(),
        visibility: None,
        generated: true,
        kind: "begin group".into(),
        type_at: At::default(),
    }
}

/// What the sections of a form are called: as the form; plainly where it has only an id.
pub fn label(title: &Text, form_id: &str) -> Text {
    if title.0.values().any(|words| words != form_id) {
        return title.clone();
    }
    Text(BTreeMap::from([("en".to_owned(), "Questions".to_owned()), ("fr".to_owned(), "Questions".to_owned())]))
}
