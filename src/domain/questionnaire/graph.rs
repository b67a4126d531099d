//! Which node's value follows from which: the order of evaluation, the circles that there must not be, and the dependencies that
//! narrow visibility.

use std::collections::{BTreeSet, HashMap};

use super::expr::Expr;
use super::form::resolve;
use super::model::Node;

/// A circle of nodes, each reading the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle(pub Vec<usize>);

/// The direct dependencies of every node.
#[derive(Debug)]
pub struct Graph<'a> {
    nodes: &'a [Node],
    /// What the node's own rules read.
    pub reads: Vec<Vec<usize>>,
}

/// The rules that decide whether a node is shown and what its value is.
pub fn deciding_rules(node: &Node) -> impl Iterator<Item = &Expr> {
    [&node.relevant, &node.calculation, &node.repeat_count, &node.default].into_iter().flatten()
}

impl<'a> Graph<'a> {
    /// Reads the rules of all nodes. A path that leads nowhere is somebody else's error and is left out.
    pub fn of(nodes: &'a [Node], by_code: &HashMap<String, usize>) -> Self {
        let reads = nodes.iter().enumerate().map(|(index, node)| {
            let mut read: Vec<usize> = deciding_rules(node)
                .flat_map(|rule| rule.paths())
                .filter_map(|path| resolve(nodes, by_code, index, path))
                .collect();
            read.sort_unstable();
            read.dedup();
            read
        });
        Graph { nodes, reads: reads.collect() }
    }

    fn before(&self, index: usize) -> impl Iterator<Item = usize> {
        let parent = self.nodes.get(index).and_then(|node| node.parent);
        parent.into_iter().chain(self.reads.get(index).into_iter().flatten().copied())
    }

    /// All nodes, each after what it reads and what holds it. A walk without recursion, since a chain of rules may be as long as
    /// the form.
    pub fn order(&self) -> Result<Vec<usize>, Circle> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut states = vec![State::New; self.nodes.len()];
        let state_of = |states: &[State], index: usize| states.get(index).copied().unwrap_or(State::Done);
        let set = |states: &mut [State], index: usize, state| {
            if let Some(slot) = states.get_mut(index) {
                *slot = state;
            }
        };
        let mut order = Vec::with_capacity(self.nodes.len());
        for root in 0..self.nodes.len() {
            if state_of(&states, root) != State::New {
                continue;
            }
            let mut path = vec![(root, self.before(root).collect::<Vec<_>>())];
            set(&mut states, root, State::Open);
            while let Some((index, waiting)) = path.last_mut() {
                let index = *index;
                match waiting.pop() {
                    None => {
                        set(&mut states, index, State::Done);
                        order.push(index);
                        path.pop();
                    }
                    Some(next) => match state_of(&states, next) {
                        State::Done => {}
                        State::New => {
                            set(&mut states, next, State::Open);
                            path.push((next, self.before(next).collect()));
                        }
                        State::Open => {
                            let circle = path.iter().map(|(index, _)| *index).skip_while(|index| *index != next);
                            return Err(Circle(circle.collect()));
                        }
                    },
                }
            }
        }
        Ok(order)
    }

    /// For every node what it depends on, followed through to the end; `None` where that would be more than `limit` in all.
    pub fn closures(&self, order: &[usize], limit: usize) -> Option<Vec<Vec<usize>>> {
        let mut closures: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let mut total = 0;
        for index in order {
            let mut all: BTreeSet<usize> = BTreeSet::new();
            for before in self.before(*index) {
                all.extend(closures.get(before).into_iter().flatten());
            }
            all.extend(self.reads.get(*index).into_iter().flatten());
            all.remove(index);
            total += all.len();
            if total > limit {
                return None;
            }
            if let Some(slot) = closures.get_mut(*index) {
                *slot = all.into_iter().collect();
            }
        }
        Some(closures)
    }
}
