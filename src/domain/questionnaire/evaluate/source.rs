//! What an expression sees from the row that it belongs to.

use super::rows::Spread;
use crate::domain::questionnaire::expr::{Clock, Path, Source, Start, Step, Value};
use crate::domain::questionnaire::form::resolve;
use crate::domain::questionnaire::model::{Choice, Form, Kind};

/// A row's view of the form.
pub(super) struct View<'a> {
    pub form: &'a Form,
    pub spread: &'a Spread,
    pub clock: &'a Clock,
    pub row: usize,
    /// The choice that a choice filter is asked about.
    pub choice: Option<&'a Choice>,
}

impl View<'_> {
    fn node(&self) -> usize {
        self.spread.rows.get(self.row).map_or(0, |row| row.node)
    }

    fn scope(&self) -> usize {
        self.spread.rows.get(self.row).map_or(0, |row| row.scope)
    }

    fn target(&self, path: &Path) -> Option<usize> {
        resolve(&self.form.nodes, &self.form.by_code, self.node(), path)
    }

    fn of_choice(&self, choice: &Choice, path: &Path) -> Value {
        let [Step::Child(name)] = path.steps.as_slice() else { return Value::Text(String::new()) };
        let text = match name.as_str() {
            "name" => choice.name.clone(),
            "label" => {
                let label = choice.label.get(&self.clock.language, &self.form.default_language);
                label.map(|(text, _)| text.to_owned()).unwrap_or_default()
            }
            // A blank cell is no node at all, so that it equals nothing.
            column => return Value::Many(choice.columns.get(column).cloned().into_iter().collect()),
        };
        Value::Text(text)
    }

    fn value_of(&self, row: usize) -> String {
        self.spread.rows.get(row).filter(|row| row.shown).map(|row| row.value.clone()).unwrap_or_default()
    }
}

impl Source for View<'_> {
    fn value(&self, path: &Path) -> Value {
        if let Some(choice) = self.choice
            && path.start == Start::Here
        {
            return self.of_choice(choice, path);
        }
        if path.is_own_value() {
            return Value::Text(self.own());
        }
        let Some(node) = self.target(path) else { return Value::Text(String::new()) };
        let (rows, single) = self.spread.seen_from(self.form, self.scope(), node);
        if single {
            return Value::Text(rows.first().map(|row| self.value_of(*row)).unwrap_or_default());
        }
        // What a rule hides is no part of a set.
        let shown = rows.into_iter().filter(|row| self.spread.rows.get(*row).is_some_and(|row| row.shown));
        Value::Many(shown.map(|row| self.value_of(row)).collect())
    }

    fn position(&self, path: &Path) -> f64 {
        let Some(node) = self.target(path) else { return 1.0 };
        let scopes = self.spread.around(self.scope()).filter_map(|scope| self.spread.scopes.get(scope));
        let own = scopes.filter(|scope| scope.repeat == Some(node)).map(|scope| f64::from(scope.position)).next();
        own.unwrap_or(1.0)
    }

    fn indexed(&self, path: &Path, entries: &[(&Path, f64)]) -> Value {
        let found = self.target(path).and_then(|question| {
            let mut scope = None;
            for (repeat, number) in entries {
                let repeat = self
                    .target(repeat)
                    .filter(|repeat| self.form.nodes.get(*repeat).is_some_and(|node| node.kind == Kind::Repeat))?;
                let around = scope.unwrap_or_else(|| self.spread.common(self.form, self.scope(), repeat));
                let siblings = self.spread.entries.get(&(repeat, around))?;
                let wanted = |scope: &&usize| {
                    self.spread.scopes.get(**scope).is_some_and(|scope| f64::from(scope.position) == number.floor())
                };
                scope = Some(*siblings.iter().find(wanted)?);
            }
            self.spread.at.get(&(question, scope?)).map(|row| self.value_of(*row))
        });
        Value::Text(found.unwrap_or_default())
    }

    fn choice_label(&self, code: &str, choice: &str) -> String {
        let node = self.form.node(code).map(|(_, node)| node);
        let choices = node.map(|node| self.form.choices(node)).unwrap_or_default();
        let found = choices.iter().find(|candidate| candidate.name == choice);
        let label = found.and_then(|found| found.label.get(&self.clock.language, &self.form.default_language));
        label.map(|(text, _)| text.to_owned()).unwrap_or_default()
    }

    fn own(&self) -> String {
        self.spread.rows.get(self.row).map(|row| row.value.clone()).unwrap_or_default()
    }

    fn clock(&self) -> &Clock {
        self.clock
    }
}
