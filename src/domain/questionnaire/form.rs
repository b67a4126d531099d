//! A compiled form as bytes: canonical JSON, whose SHA-256 names the form, and back again with its lookups rebuilt.

use std::collections::HashMap;

use aws_lc_rs::digest;
use thiserror::Error;

use super::expr::{Path, Start, Step};
use super::graph;
use super::model::{Form, Node};

/// Why stored bytes are not a form.
#[derive(Debug, Error)]
pub enum FormError {
    #[error("the stored form is not readable: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the stored form contradicts itself at node {0}")]
    Inconsistent(usize),
    #[error("the rules of the stored form go round in a circle")]
    Cycle,
}

impl Form {
    /// The form's canonical JSON (RFC 8785), which is what its hash is taken over.
    pub fn to_json(&self) -> Vec<u8> {
        // A form holds text, whole numbers and truth values only, which the canonical form always has words for.
        serde_json_canonicalizer::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`Form::to_json`] wrote and rebuilds lookups and order. The hash is that of these bytes, so that a form keeps its name
    /// when a later version of the program would write it otherwise.
    pub fn from_json(bytes: &[u8]) -> Result<Form, FormError> {
        let mut form: Form = serde_json::from_slice(bytes)?;
        for (index, node) in form.nodes.iter().enumerate() {
            let before = |other: Option<usize>| other.is_none_or(|other| other < index);
            let list = node.kind.list().is_none_or(|list| list < form.lists.len());
            let spans = node.end > index && node.end <= form.nodes.len() && node.section <= index;
            let depends = node.depends_on.iter().all(|other| *other < form.nodes.len());
            if !(before(node.parent) && before(node.repeat) && list && spans && depends) {
                return Err(FormError::Inconsistent(index));
            }
        }
        form.index();
        form.hash = hash_of(bytes);
        form.order = graph::Graph::of(&form.nodes, &form.by_code).order().map_err(|_| FormError::Cycle)?;
        Ok(form)
    }

    /// Rebuilds what follows from the nodes: the lookup by code, what is read, and the hash.
    pub(super) fn index(&mut self) {
        self.by_code = self.nodes.iter().enumerate().map(|(index, node)| (node.code.clone(), index)).collect();
        self.is_read = graph::read_by_others(&self.nodes, &self.by_code);
        self.hash = hash_of(&self.to_json());
    }
}

/// The name of a form: the SHA-256 of its canonical JSON, in hexadecimal.
pub(super) fn hash_of(json: &[u8]) -> String {
    digest::digest(&digest::SHA256, json).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The node that a path leads to from the node `context`.
pub fn resolve(nodes: &[Node], by_code: &HashMap<String, usize>, context: usize, path: &Path) -> Option<usize> {
    let mut steps = path.steps.iter();
    // `None` is the root element, above all sections.
    let mut at: Option<usize> = match &path.start {
        Start::Here | Start::Current => Some(context),
        Start::Code(code) => Some(*by_code.get(code)?),
        Start::Root => {
            // The first step names the root element, whatever it is called.
            steps.next()?;
            None
        }
    };
    for step in steps {
        at = match step {
            Step::Parent => above(nodes, at?),
            Step::Child(name) => {
                let child = *by_code.get(name)?;
                let written = |child: &usize| nodes.get(*child).is_some_and(|node| !node.gathered);
                Some(child).filter(|child| written(child) && above(nodes, *child) == at)
            }
            .map(Some)?,
        };
    }
    at
}

/// The node around a node as the author wrote it, who knows of no section but their own.
fn above(nodes: &[Node], index: usize) -> Option<usize> {
    let around = nodes.get(index)?.parent?;
    nodes.get(around).filter(|node| !node.gathered).map(|_| around)
}
