//! Our own columns: who may read an answer, whether it is carried, and what the program does with it.

use super::problem::{ProblemCode, Problems};
use super::rows::{Cell, Row, yes_no};
use crate::domain::questionnaire::model::{Kind, Node, Purpose, Tier, Visibility};

/// Entries of a repeat where the form sets no bound.
pub const DEFAULT_ENTRIES: u32 = 50;
/// Most entries that a form may allow.
const MAX_ENTRIES: u32 = 1_000;

/// Reads our columns of a row into a node. Blank cells take what the group says of visibility, tier and carrying.
pub fn read(row: &Row<'_>, node: &mut Node, parent: Option<&Node>, problems: &mut Problems) {
    visibility(row, node, parent, problems);
    node.visibility_locked = yes_or_no(row, "visibility_locked", problems).unwrap_or(false);
    node.carry_forward =
        yes_or_no(row, "carry_forward", problems).unwrap_or(parent.is_none_or(|group| group.carry_forward));
    node.tier = one_of(row, "tier", &[("core", Tier::Core), ("extended", Tier::Extended)], problems)
        .unwrap_or(parent.map_or(Tier::Core, |group| group.tier));
    node.legal_basis = row.concord("legal_basis").map(|cell| cell.text);
    node.purpose = one_of(row, "purpose", &PURPOSES, problems);
    entries(row, node, problems);
}

/// Whether "not in a position to answer" counts: as written, else where an answer is required.
pub fn may_decline(row: &Row<'_>, required: bool, problems: &mut Problems) -> bool {
    yes_or_no(row, "may_decline", problems).unwrap_or(required)
}

const PURPOSES: [(&str, Purpose); 8] = [
    ("response_kind", Purpose::ResponseKind),
    ("aggregate_consent", Purpose::AggregateConsent),
    ("focal_points", Purpose::FocalPoints),
    ("asset_focal_points", Purpose::AssetFocalPoints),
    ("good_practice", Purpose::GoodPractice),
    ("challenges", Purpose::Challenges),
    ("covering_note", Purpose::CoveringNote),
    ("clearance", Purpose::Clearance),
];

fn visibility(row: &Row<'_>, node: &mut Node, parent: Option<&Node>, problems: &mut Problems) {
    let words = [("court", Visibility::Court), ("states_parties", Visibility::StatesParties)];
    let own = one_of(row, "visibility", &words, problems);
    node.visibility = own.or(parent.map(|group| group.visibility)).unwrap_or(Visibility::Court);
}

/// Reports children that are wider than their group. A group that says nothing holds nobody back: it has no answer that could
/// betray anything. A repeat that says nothing is as wide as its widest child, because the number of its entries is an answer.
pub fn settle_visibility(nodes: &mut [Node], written: &[Option<Cell>], problems: &mut Problems) {
    for index in (0..nodes.len()).rev() {
        let silent = written.get(index).is_some_and(Option::is_none) && !ancestor_speaks(nodes, written, index);
        let Some(node) = nodes.get(index) else { continue };
        if !silent || !node.kind.is_container() {
            continue;
        }
        let children = nodes.iter().take(node.end).skip(index + 1).filter(|child| child.parent == Some(index));
        let widest = match node.kind {
            Kind::Repeat => children.map(|child| child.visibility).max().unwrap_or(Visibility::Court),
            _ => Visibility::StatesParties,
        };
        if let Some(node) = nodes.get_mut(index) {
            node.visibility = widest;
        }
    }
    for (index, cell) in written.iter().enumerate() {
        let (Some(cell), Some(node)) = (cell, nodes.get(index)) else { continue };
        let Some(group) = node.parent.and_then(|parent| nodes.get(parent)) else { continue };
        if node.visibility > group.visibility {
            let code = ProblemCode::WiderThanGroup {
                own: node.visibility.as_str().into(),
                group: group.visibility.as_str().into(),
                code: group.code.clone(),
            };
            problems.error(cell.at.clone(), code);
        }
    }
}

fn ancestor_speaks(nodes: &[Node], written: &[Option<Cell>], index: usize) -> bool {
    let mut at = nodes.get(index).and_then(|node| node.parent);
    while let Some(parent) = at {
        if written.get(parent).is_some_and(Option::is_some) {
            return true;
        }
        at = nodes.get(parent).and_then(|node| node.parent);
    }
    false
}

fn entries(row: &Row<'_>, node: &mut Node, problems: &mut Problems) {
    let is_repeat = matches!(node.kind, Kind::Repeat);
    let mut bound = |name: &'static str, default: u32| {
        let Some(cell) = row.concord(name) else { return default };
        if !is_repeat {
            let kind = row.word("type").map(|cell| cell.text).unwrap_or_default();
            problems.warn(cell.at, ProblemCode::NoEffect { kind });
            return default;
        }
        match cell.text.parse::<u32>() {
            Ok(number) if number <= MAX_ENTRIES => number,
            Ok(_) => {
                problems.error(cell.at, ProblemCode::TooManyEntries { limit: MAX_ENTRIES.to_string() });
                default
            }
            Err(_) => {
                let accepted = format!("0\u{2013}{MAX_ENTRIES}");
                problems.error(cell.at, ProblemCode::BadValue { value: cell.text, accepted });
                default
            }
        }
    };
    let min = bound("repeat_min", 0);
    let max = bound("repeat_max", DEFAULT_ENTRIES.max(min));
    if min > max {
        let at = row.concord("repeat_min").map_or_else(|| row.whole(), |cell| cell.at);
        problems.error(at, ProblemCode::RepeatBounds { min: min.to_string(), max: max.to_string() });
    }
    node.repeat_min = min;
    node.repeat_max = max;
}

fn yes_or_no(row: &Row<'_>, name: &'static str, problems: &mut Problems) -> Option<bool> {
    let cell = row.concord(name)?;
    let read = yes_no(&cell.text);
    if read.is_none() {
        problems.error(cell.at, ProblemCode::BadValue { value: cell.text, accepted: "yes, no".into() });
    }
    read
}

fn one_of<T: Copy>(row: &Row<'_>, name: &'static str, words: &[(&str, T)], problems: &mut Problems) -> Option<T> {
    let cell = row.concord(name)?;
    let read = words.iter().find(|(word, _)| *word == cell.text).map(|(_, value)| *value);
    if read.is_none() {
        let accepted = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        problems.error(cell.at, ProblemCode::BadValue { value: cell.text, accepted });
    }
    read
}
