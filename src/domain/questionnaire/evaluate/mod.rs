//! Decides, for given answers, everything that a page, a submission and a projection need: what is shown, its value, whether an
//! answer is required, what is at fault, and how visible it effectively is.
//!
//! Nodes are taken in the order of [`Form::order`], in which whatever a rule reads comes first; so each rule is evaluated once and
//! nothing recurses along chains of rules.

mod rows;
mod source;
mod values;

pub use rows::Row;
use rows::Spread;
use source::View;
pub use values::{Given, Instance, InstanceId, Place, Values};

use super::check::check_value;
use super::expr::{Clock, Expr};
use super::fault::FaultCode;
use super::model::{Choice, Form, Kind, Node, Visibility};

/// What has been decided, row by row in the order of the form with its repeats spread out.
#[derive(Debug)]
pub struct Evaluation {
    spread: Spread,
    /// What narrows a row was known in one walk over the form.
    settled: bool,
}

impl Evaluation {
    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.spread.rows.iter().map(AsRef::as_ref)
    }

    /// The row of a node; `instance` as in [`Row::instance`].
    pub fn row(&self, node: usize, instance: &str) -> Option<&Row> {
        self.spread.rows.get(self.spread.place(node, instance)?).map(AsRef::as_ref)
    }

    /// All faults of what is shown, with the row that each belongs to.
    pub fn faults(&self) -> impl Iterator<Item = (&Row, &super::fault::Fault)> {
        self.rows().flat_map(|row| row.faults.iter().map(move |fault| (row, fault)))
    }

    /// The choices that a question offers in this row.
    pub fn offered<'a>(&self, form: &'a Form, row: &Row) -> Vec<&'a Choice> {
        let all = form.nodes.get(row.node).map(|node| form.choices(node)).unwrap_or_default();
        match &row.offered {
            Some(places) => places.iter().filter_map(|place| all.get(*place)).collect(),
            None => all.iter().collect(),
        }
    }

    /// A row and what holds it, from the inside.
    fn around<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Row> {
        std::iter::successors(Some(row), |row| self.spread.rows.get(row.parent?).map(AsRef::as_ref))
    }

    /// The row whose value a text (`${code}`) refers to, as seen from a row; nothing where it is hidden. Only for those who may read
    /// all values: the visibility of the values does not narrow the text.
    pub fn referred(&self, form: &Form, row: &Row, code: &str) -> Option<&Row> {
        let node = form.by_code.get(code).copied()?;
        let here = self.around(row).find_map(|row| self.row(node, &row.instance)).or_else(|| self.row(node, ""));
        here.filter(|row| row.shown)
    }
}

/// A text of the form with what it refers to (`${code}`) put in.
pub fn filled(text: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        filled.push_str(before);
        let Some((code, next)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        filled.push_str(&value(code.trim()));
        rest = next;
    }
    filled.push_str(rest);
    filled
}

/// Evaluates a form over answers. The clock is an argument; nothing is read from the system.
pub fn evaluate(form: &Form, values: &Values, clock: &Clock) -> Evaluation {
    let mut evaluator = Evaluator { form, values, clock, spread: Spread::of(form, values) };
    for node in &form.order {
        evaluator.decide(*node);
    }
    let settled = evaluator.narrow_all();
    for row in 0..evaluator.spread.rows.len() {
        evaluator.judge(row);
    }
    Evaluation { spread: evaluator.spread, settled }
}

/// [`evaluate`] after the answers at some places have changed, and nothing else. Of a question that no rule reads, such as most
/// texts, only its own row is decided anew: somebody who types saves often, and a form has hundreds of rows.
pub fn evaluate_again(
    form: &Form,
    before: &Evaluation,
    values: &Values,
    clock: &Clock,
    changed: &[Place],
) -> Evaluation {
    let stands_alone = |place: &Place| {
        let (index, node) = form.node(&place.code)?;
        let read = form.is_read.get(index).copied().unwrap_or(true);
        if read || node.kind.is_container() { None } else { Some((before.spread.place(index, &place.instance)?, node)) }
    };
    let rows: Option<Vec<(usize, &Node)>> = changed.iter().map(stands_alone).collect();
    let Some(rows) = rows.filter(|_| before.settled) else { return evaluate(form, values, clock) };
    let mut evaluator = Evaluator { form, values, clock, spread: before.spread.clone() };
    for (at, node) in rows {
        if let Some(row) = evaluator.spread.row_mut(at) {
            *row = row.undecided(node);
        }
        evaluator.decide_row(at, node);
        evaluator.narrow(at);
        evaluator.judge(at);
    }
    Evaluation { spread: evaluator.spread, settled: true }
}

/// What the form and the State say of a row, before anything else narrows it.
fn chosen_visibility(node: &Node, given: Option<&Given>) -> Visibility {
    match given.and_then(|given| given.visibility) {
        Some(chosen) if node.visibility_locked => chosen.min(node.visibility),
        Some(chosen) => chosen,
        None => node.visibility,
    }
}

struct Evaluator<'a> {
    form: &'a Form,
    values: &'a Values,
    clock: &'a Clock,
    spread: Spread,
}

impl<'a> Evaluator<'a> {
    fn view(&self, row: usize) -> View<'_> {
        View { form: self.form, spread: &self.spread, clock: self.clock, row, choice: None }
    }

    /// Whether the rows of a node are shown, and their values.
    fn decide(&mut self, index: usize) {
        let form = self.form;
        let Some(node) = form.nodes.get(index) else { return };
        let rows = self.spread.by_node.get(index).cloned().unwrap_or_default();
        for at in rows {
            let Some(row) = self.spread.rows.get(at) else { continue };
            if row.entry {
                self.decide_entry(at);
            } else {
                self.decide_row(at, node);
            }
        }
    }

    fn parent(&self, at: usize) -> Option<&Row> {
        self.spread.rows.get(self.spread.rows.get(at)?.parent?).map(AsRef::as_ref)
    }

    fn decide_entry(&mut self, at: usize) {
        let position = self.spread.rows.get(at).and_then(|row| self.spread.scopes.get(row.scope)).map(|s| s.position);
        let Some(whole) = self.parent(at) else { return };
        let within = whole.wanted.is_none_or(|wanted| position.is_some_and(|position| position <= wanted));
        let shown = whole.shown && !whole.declined && within;
        if let Some(row) = self.spread.row_mut(at) {
            row.shown = shown;
        }
    }

    fn decide_row(&mut self, at: usize, node: &Node) {
        let Some(row) = self.spread.rows.get(at) else { return };
        let given = self.values.get(&node.code, &row.instance);
        let open = self.parent(at).is_none_or(|parent| parent.shown && !parent.declined);
        if let Some(row) = self.spread.row_mut(at) {
            row.effective_visibility = chosen_visibility(node, given);
            // Seen by `once()` and `.` in the row's own rules, hence before them.
            row.value = given.map(|given| given.value.clone()).unwrap_or_default();
        }
        let shown = open && node.relevant.as_ref().is_none_or(|rule| rule.holds(&self.view(at)));
        let declined = shown && node.may_decline && given.is_some_and(|given| given.declined);
        let mut defaulted = false;
        let value = match &node.calculation {
            _ if !shown || node.kind.is_container() => String::new(),
            Some(rule) => rule.text(&self.view(at)),
            None if declined => String::new(),
            None => match (given, &node.default) {
                (None, Some(rule)) => {
                    defaulted = true;
                    self.default(at, node, rule)
                }
                _ => given.map(|given| given.value.clone()).unwrap_or_default(),
            },
        };
        let wanted = node.repeat_count.as_ref().filter(|_| shown).map(|rule| self.wanted(at, node, rule));
        if let Some(row) = self.spread.row_mut(at) {
            row.shown = shown;
            row.declined = declined;
            row.defaulted = defaulted && !value.is_empty();
            row.value = value;
            row.wanted = wanted;
        }
    }

    /// A default in the shape of an answer; one that cannot be an answer is none.
    fn default(&self, at: usize, node: &Node, rule: &Expr) -> String {
        let text = rule.text(&self.view(at));
        if matches!(node.kind, Kind::Note) { text } else { check_value(self.form, node, &text).unwrap_or_default() }
    }

    /// How many entries the repeat count asks for, within what the form allows.
    fn wanted(&self, at: usize, node: &Node, rule: &Expr) -> u32 {
        let number = rule.evaluate(&self.view(at)).number(self.clock);
        let bounded = if number.is_nan() { 0.0 } else { number.clamp(0.0, f64::from(node.repeat_max)).floor() };
        format!("{bounded:.0}").parse().unwrap_or(0)
    }

    /// Narrows every row to the group around it and to everything that its answer betrays. In the order of the nodes one walk is
    /// enough, but for lists that filter each other: hence until nothing changes, which narrowing alone is bound to reach. True where
    /// one walk was enough.
    fn narrow_all(&mut self) -> bool {
        let filters = self.form.nodes.iter().any(|node| node.choice_filter.is_some());
        let mut walks = 0;
        loop {
            let mut changed = false;
            for index in &self.form.order {
                for at in self.spread.by_node.get(*index).cloned().unwrap_or_default() {
                    changed |= self.narrow(at);
                }
            }
            // The walk that finds nothing more to narrow does not count.
            if !changed {
                return walks < 2;
            }
            walks += 1;
            if !filters {
                return true;
            }
        }
    }

    /// True where the row has become narrower than it was.
    fn narrow(&mut self, at: usize) -> bool {
        let form = self.form;
        let Some(row) = self.spread.rows.get(at) else { return false };
        let Some(node) = form.nodes.get(row.node) else { return false };
        let scope = row.scope;
        let mut narrowest = row.effective_visibility;
        let mut by = None;
        let mut narrow = |visibility: Visibility, index: usize| {
            if visibility < narrowest {
                (narrowest, by) = (visibility, Some(index));
            }
        };
        // The question that is the reason is named rather than the group that it has narrowed as well.
        if !row.entry {
            for index in &node.depends_on {
                narrow(self.visibility_seen(scope, *index), *index);
            }
        }
        if let Some(parent) = self.parent(at) {
            let reason = parent.parent_narrowed_by.as_ref().and_then(|code| form.by_code.get(code));
            narrow(parent.effective_visibility, reason.copied().unwrap_or(parent.node));
        }
        let Some(by) = by else { return false };
        if let Some(row) = self.spread.row_mut(at) {
            row.effective_visibility = narrowest;
            // An entry is no narrower than its repeat chose to be; it says what its repeat says.
            row.parent_narrowed_by =
                form.nodes.get(by).map(|node| node.code.clone()).filter(|_| !row.entry || by != row.node);
        }
        true
    }

    /// The narrowest visibility among the rows of a node that a rule in `scope` reads.
    fn visibility_seen(&self, scope: usize, index: usize) -> Visibility {
        let Some(node) = self.form.nodes.get(index) else { return Visibility::Court };
        let (rows, single) = self.spread.seen_from(self.form, scope, index);
        let rows = rows.into_iter().filter_map(|row| self.spread.rows.get(row));
        let narrowest = rows.map(|row| row.effective_visibility).min().unwrap_or(Visibility::StatesParties);
        if single {
            return narrowest;
        }
        // That a repeat has no entries is an answer too: it is as visible as the repeat.
        let repeat = if node.kind == Kind::Repeat { Some(index) } else { node.repeat };
        let wholes = repeat.and_then(|repeat| self.spread.by_node.get(repeat)).into_iter().flatten();
        let wholes = wholes.filter_map(|row| self.spread.rows.get(*row)).map(|row| row.effective_visibility);
        let repeat_node = repeat.and_then(|repeat| self.form.nodes.get(repeat));
        let empty = repeat_node.map_or(Visibility::StatesParties, |repeat| repeat.visibility);
        narrowest.min(wholes.min().unwrap_or(empty))
    }

    /// Whether an answer is required in a row, what is offered, and what is at fault.
    fn judge(&mut self, at: usize) {
        let form = self.form;
        let Some(row) = self.spread.rows.get(at) else { return };
        let Some(node) = form.nodes.get(row.node) else { return };
        let entry = row.entry;
        let kept = self.parent(at).is_some_and(|parent| parent.read_only)
            || node.calculation.is_some()
            || (!entry && node.read_only.as_ref().is_some_and(|rule| rule.holds(&self.view(at))));
        if let Some(row) = self.spread.row_mut(at) {
            row.read_only = kept;
        }
        let Some(row) = self.spread.rows.get(at) else { return };
        if !row.shown || entry {
            return;
        }
        let computed = node.calculation.is_some();
        let takes_answer = node.kind.takes_answer() && !computed;
        let required = if node.kind == Kind::Repeat {
            node.repeat_min > 0
        } else {
            takes_answer && node.required.as_ref().is_some_and(|rule| rule.holds(&self.view(at)))
        };
        let offered = node.choice_filter.as_ref().map(|filter| self.offered(at, node, filter));
        let faults = match &node.kind {
            Kind::Repeat => self.entry_faults(row, node),
            _ if takes_answer => self.answer_faults(at, row, node, required, offered.as_deref()),
            _ => Vec::new(),
        };
        if let Some(row) = self.spread.row_mut(at) {
            row.required = required;
            row.offered = offered;
            row.faults = faults.into_iter().map(Into::into).collect();
        }
    }

    fn offered(&self, at: usize, node: &Node, filter: &Expr) -> Vec<usize> {
        let choices = self.form.choices(node).iter().enumerate();
        let passes = |choice: &'a Choice| {
            let view = View { form: self.form, spread: &self.spread, clock: self.clock, row: at, choice: Some(choice) };
            filter.holds(&view)
        };
        choices.filter(|(_, choice)| passes(choice)).map(|(place, _)| place).collect()
    }

    fn entry_faults(&self, row: &Row, node: &Node) -> Vec<FaultCode> {
        if row.declined {
            return Vec::new();
        }
        let entries = self.spread.entries.get(&(row.node, row.scope)).map_or(0, Vec::len);
        let entries = u32::try_from(entries).unwrap_or(u32::MAX);
        let least = row.wanted.unwrap_or(node.repeat_min);
        let mut faults = Vec::new();
        if entries < least {
            faults.push(FaultCode::TooFewEntries { min: least.to_string() });
        }
        // Entries past a repeat count are hidden, like everything that a rule hides.
        if row.wanted.is_none() && entries > node.repeat_max {
            faults.push(FaultCode::TooManyEntries { max: node.repeat_max.to_string() });
        }
        faults
    }

    fn answer_faults(
        &self,
        at: usize,
        row: &Row,
        node: &Node,
        required: bool,
        offered: Option<&[usize]>,
    ) -> Vec<FaultCode> {
        if row.value.is_empty() {
            return if required && !row.declined { vec![FaultCode::Required] } else { Vec::new() };
        }
        if let Err(faults) = check_value(self.form, node, &row.value) {
            return faults;
        }
        let mut faults = offered.map(|offered| self.not_offered(row, node, offered)).unwrap_or_default();
        if node.constraint.as_ref().is_some_and(|rule| !rule.holds(&self.view(at))) {
            faults.push(FaultCode::ConstraintFailed);
        }
        faults
    }

    fn not_offered(&self, row: &Row, node: &Node, offered: &[usize]) -> Vec<FaultCode> {
        let choices = self.form.choices(node);
        let names: Vec<&str> =
            offered.iter().filter_map(|place| choices.get(*place)).map(|choice| choice.name.as_str()).collect();
        let chosen: Vec<&str> = match node.kind {
            Kind::SelectOne { .. } => vec![row.value.as_str()],
            _ => row.value.split_whitespace().collect(),
        };
        let strangers = chosen.iter().filter(|name| !names.contains(name));
        let mut faults: Vec<FaultCode> =
            strangers.map(|name| FaultCode::ChoiceNotOffered { choice: (*name).to_owned() }).collect();
        if faults.is_empty() && matches!(node.kind, Kind::Rank { .. }) && chosen.len() != names.len() {
            faults.push(FaultCode::RankIncomplete { count: names.len().to_string() });
        }
        faults
    }
}
