//! The form spread out over the entries of its repeats: one row for each node wherever it stands.

use std::collections::HashMap;
use std::sync::Arc;

use super::values::{InstanceId, Values};
use crate::domain::questionnaire::fault::Fault;
use crate::domain::questionnaire::model::{Form, Kind, Node, Visibility};

/// A node at one place, with everything that is decided about it there.
#[derive(Debug, Clone, PartialEq)]
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

impl Row {
    /// A row of which nothing is decided yet.
    fn new(at: &At<'_>, node: &Node) -> Self {
        Row {
            node: at.node,
            instance: at.instance.to_owned(),
            entry: at.entry,
            shown: false,
            value: String::new(),
            defaulted: false,
            declined: false,
            required: false,
            read_only: false,
            faults: Vec::new(),
            // An entry has no visibility of its own: it takes that of its repeat.
            effective_visibility: if at.entry { Visibility::StatesParties } else { node.visibility },
            parent_narrowed_by: None,
            wanted: None,
            offered: None,
            scope: at.scope,
            parent: at.parent,
        }
    }

    /// The same row as it was before anything was decided.
    pub(super) fn undecided(&self, node: &Node) -> Self {
        let Row { node: index, scope, ref instance, parent, entry, .. } = *self;
        Row::new(&At { node: index, scope, instance, parent, entry }, node)
    }
}

/// Where a row stands.
struct At<'a> {
    node: usize,
    scope: usize,
    instance: &'a str,
    parent: Option<usize>,
    entry: bool,
}

/// All rows with their lookups. Rows are shared between an evaluation and the next, which changes a few of them.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    pub rows: Vec<Arc<Row>>,
    shape: Arc<Shape>,
}

/// How the form is spread out: the same as long as no entry comes or goes.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub scopes: Vec<Scope>,
    /// The rows of each node, in order.
    pub by_node: Vec<Vec<usize>>,
    /// The row of a node directly in a scope.
    pub at: HashMap<(usize, usize), usize>,
    /// The entries of a repeat inside a scope.
    pub entries: HashMap<(usize, usize), Vec<usize>>,
    /// The rows of a node by instance, for the nodes that have more rows than are quickly looked through.
    by_instance: HashMap<usize, HashMap<InstanceId, usize>>,
}

/// Up to this many rows of a node are looked through one by one.
const FEW: usize = 12;

/// A form that is being spread out.
struct Spreading<'a> {
    form: &'a Form,
    values: &'a Values,
    rows: Vec<Arc<Row>>,
    shape: Shape,
}

impl Spreading<'_> {
    /// Rows for the nodes of a range that stand directly in a scope; the nesting of repeats bounds the recursion.
    fn level(&mut self, range: std::ops::Range<usize>, scope: usize, instance: &str, parent: Option<usize>) {
        let mut index = range.start;
        let form = self.form;
        while index < range.end {
            let Some(node) = form.nodes.get(index) else { return };
            let row = self.push(&At { node: index, scope, instance, parent, entry: false }, node);
            match node.kind {
                Kind::Repeat => self.repeat(index, node, row, instance),
                Kind::Group => self.level(index + 1..node.end, scope, instance, Some(row)),
                _ => {}
            }
            index = node.end.max(index + 1);
        }
    }

    fn repeat(&mut self, index: usize, node: &Node, whole: usize, instance: &str) {
        let outer = self.rows.get(whole).map_or(0, |row| row.scope);
        let values = self.values;
        for (position, entry) in (1..).zip(values.entries(&node.code, instance)) {
            let scope = self.shape.scopes.len();
            self.shape.scopes.push(Scope { parent: Some(outer), repeat: Some(index), position });
            self.shape.entries.entry((index, outer)).or_default().push(scope);
            let at = At { node: index, scope, instance: &entry.id, parent: Some(whole), entry: true };
            let row = self.push(&at, node);
            self.level(index + 1..node.end, scope, &entry.id, Some(row));
        }
    }

    fn push(&mut self, at: &At<'_>, node: &Node) -> usize {
        let row = self.rows.len();
        self.rows.push(Arc::new(Row::new(at, node)));
        self.shape.at.insert((at.node, at.scope), row);
        if let Some(rows) = self.shape.by_node.get_mut(at.node) {
            rows.push(row);
        }
        row
    }
}

impl std::ops::Deref for Spread {
    type Target = Shape;
    fn deref(&self) -> &Shape {
        &self.shape
    }
}

impl Spread {
    /// Spreads the form over the given entries.
    pub fn of(form: &Form, values: &Values) -> Self {
        let shape = Shape { by_node: vec![Vec::new(); form.nodes.len()], ..Shape::default() };
        let mut spreading = Spreading { form, values, rows: Vec::with_capacity(form.nodes.len()), shape };
        spreading.shape.scopes.push(Scope { parent: None, repeat: None, position: 1 });
        spreading.level(0..form.nodes.len(), 0, "", None);
        let Spreading { rows, mut shape, .. } = spreading;
        let many = shape.by_node.iter().enumerate().filter(|(_, places)| places.len() > FEW);
        let instance = |place: &usize| Some((rows.get(*place)?.instance.clone(), *place));
        shape.by_instance = many.map(|(node, places)| (node, places.iter().filter_map(instance).collect())).collect();
        Spread { rows, shape: Arc::new(shape) }
    }

    /// The place of a node's row; `instance` as in [`Row::instance`].
    pub fn place(&self, node: usize, instance: &str) -> Option<usize> {
        if let Some(rows) = self.by_instance.get(&node) {
            return rows.get(instance).copied();
        }
        let mut rows = self.by_node.get(node)?.iter();
        rows.find(|row| self.rows.get(**row).is_some_and(|row| row.instance == instance)).copied()
    }

    /// A row, to decide something about it.
    pub fn row_mut(&mut self, at: usize) -> Option<&mut Row> {
        self.rows.get_mut(at).map(Arc::make_mut)
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
