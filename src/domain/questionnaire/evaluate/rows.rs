//! The form spread out over the entries of its repeats: one row for each node wherever it stands.

use std::collections::HashMap;

use super::values::{InstanceId, Values};
use crate::domain::questionnaire::fault::Fault;
use crate::domain::questionnaire::model::{Form, Kind, Node, Visibility};

/// A node at one place, with everything that is decided about it there.
#[derive(Debug, Clone)]
pub struct Row {
    /// Index of the node.
    pub node: usize,
    /// The innermost entry around it; for the row of an entry itself, that entry.
    pub instance: InstanceId,
    /// True for one entry of a repeat; the repeat as a whole has a row of its own before its entries.
    pub entry: bool,
    /// False where a rule hides it, a group around it, or the declining of such a group.
    pub shown: bool,
    /// What rules see: calculated, given or by default; empty where hidden or declined.
    pub value: String,
    /// True where the value is the form's default and nothing has been given yet.
    pub defaulted: bool,
    /// Declined, and the form lets it be.
    pub declined: bool,
    pub required: bool,
    /// It cannot be changed by hand: it is computed, or the form keeps it, or the group around it, as it is.
    pub read_only: bool,
    pub faults: Vec<Fault>,
    pub effective_visibility: Visibility,
    /// The code that holds the visibility below what was chosen here.
    pub parent_narrowed_by: Option<String>,
    /// For a repeat with a repeat count: how many entries it is to have.
    pub wanted: Option<u32>,
    /// For a question with a choice filter: the places of the choices offered, in their list.
    pub offered: Option<Vec<usize>>,
    pub(super) scope: usize,
    /// The row of the group or entry around it.
    pub(super) parent: Option<usize>,
}

/// One entry of a repeat as the rules see it; the first scope is the form itself.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub parent: Option<usize>,
    /// The repeat, where this is an entry.
    pub repeat: Option<usize>,
    /// From 1, within the surrounding entry.
    pub position: u32,
}

/// All rows with their lookups.
#[derive(Debug, Default)]
pub(super) struct Spread {
    pub rows: Vec<Row>,
    pub scopes: Vec<Scope>,
    /// The rows of each node, in order.
    pub by_node: Vec<Vec<usize>>,
    /// The row of a node directly in a scope.
    pub at: HashMap<(usize, usize), usize>,
    /// The entries of a repeat inside a scope.
    pub entries: HashMap<(usize, usize), Vec<usize>>,
}

impl Spread {
    /// Spreads the form over the given entries.
    pub fn of(form: &Form, values: &Values) -> Self {
        let mut spread = Spread { by_node: vec![Vec::new(); form.nodes.len()], ..Spread::default() };
        spread.rows.reserve(form.nodes.len());
        spread.scopes.push(Scope { parent: None, repeat: None, position: 1 });
        spread.level(form, values, 0..form.nodes.len(), 0, "", None);
        spread
    }

    /// Rows for the nodes of a range that stand directly in a scope; the nesting of repeats bounds the recursion.
    fn level(
        &mut self,
        form: &Form,
        values: &Values,
        range: std::ops::Range<usize>,
        scope: usize,
        instance: &str,
        parent: Option<usize>,
    ) {
        let mut index = range.start;
        while index < range.end {
            let Some(node) = form.nodes.get(index) else { return };
            let row = self.push(index, node, scope, instance, parent, false);
            match node.kind {
                Kind::Repeat => self.repeat(form, values, index, node, row, instance),
                Kind::Group => self.level(form, values, index + 1..node.end, scope, instance, Some(row)),
                _ => {}
            }
            index = node.end.max(index + 1);
        }
    }

    fn repeat(&mut self, form: &Form, values: &Values, index: usize, node: &Node, whole: usize, instance: &str) {
        let outer = self.rows.get(whole).map_or(0, |row| row.scope);
        for (position, entry) in (1..).zip(values.entries(&node.code, instance)) {
            let scope = self.scopes.len();
            self.scopes.push(Scope { parent: Some(outer), repeat: Some(index), position });
            self.entries.entry((index, outer)).or_default().push(scope);
            let row = self.push(index, node, scope, &entry.id, Some(whole), true);
            self.level(form, values, index + 1..node.end, scope, &entry.id, Some(row));
        }
    }

    fn push(
        &mut self,
        index: usize,
        node: &Node,
        scope: usize,
        instance: &str,
        parent: Option<usize>,
        entry: bool,
    ) -> usize {
        let row = self.rows.len();
        self.rows.push(Row {
            node: index,
            instance: instance.to_owned(),
            entry,
            shown: false,
            value: String::new(),
            defaulted: false,
            declined: false,
            required: false,
            read_only: false,
            faults: Vec::new(),
            // An entry has no visibility of its own: it takes that of its repeat.
            effective_visibility: if entry { Visibility::StatesParties } else { node.visibility },
            parent_narrowed_by: None,
            wanted: None,
            offered: None,
            scope,
            parent,
        });
        self.at.insert((index, scope), row);
        if let Some(rows) = self.by_node.get_mut(index) {
            rows.push(row);
        }
        row
    }

    /// The scope itself and those around it, from the inside.
    pub fn around(&self, scope: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(scope), |scope| self.scopes.get(*scope)?.parent)
    }

    /// The innermost scope around `scope` that also holds the node.
    pub fn common(&self, form: &Form, scope: usize, node: usize) -> usize {
        let holds = |scope: &usize| match self.scopes.get(*scope).and_then(|scope| scope.repeat) {
            None => true,
            Some(repeat) => form.nodes.get(repeat).is_some_and(|holder| repeat < node && node < holder.end),
        };
        self.around(scope).find(holds).unwrap_or(0)
    }

    /// The rows of a node that a rule in `scope` refers to: the one that stands beside it, or all of them where the rule stands
    /// outside the node's repeat. True where it is one by its place. A repeat stands for its entries.
    pub fn seen_from(&self, form: &Form, scope: usize, node: usize) -> (Vec<usize>, bool) {
        let common = self.common(form, scope, node);
        let Some(target) = form.nodes.get(node) else { return (Vec::new(), true) };
        let single = target.repeat == self.scopes.get(common).and_then(|scope| scope.repeat);
        if single && target.kind != Kind::Repeat {
            return (self.at.get(&(node, common)).copied().into_iter().collect(), true);
        }
        let rows = self.by_node.get(node).into_iter().flatten().copied();
        let rows = rows.filter(|row| {
            self.rows.get(*row).is_some_and(|row| {
                (row.entry || target.kind != Kind::Repeat) && self.around(row.scope).any(|scope| scope == common)
            })
        });
        (rows.collect(), false)
    }
}
