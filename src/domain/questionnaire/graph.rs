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
    /// What the rules read that decide the node's value.
    pub reads: Vec<Vec<usize>>,
    /// What its answer betrays: the same, and what its choice filter reads.
    betrays: Vec<Vec<usize>>,
}

/// The rules that decide whether a node is shown and what its value is.
pub fn deciding_rules(node: &Node) -> impl Iterator<Item = &Expr> {
    [&node.relevant, &node.calculation, &node.repeat_count, &node.default].into_iter().flatten()
}

/// For each node, whether a rule of another one reads it.
pub fn read_by_others(nodes: &[Node], by_code: &HashMap<String, usize>) -> Vec<bool> {
    let mut read = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        let paths = node.rules().flat_map(|rule| rule.paths());
        for target in paths.filter_map(|path| resolve(nodes, by_code, index, path)).filter(|target| *target != index) {
            if let Some(read) = read.get_mut(target) {
                *read = true;
            }
        }
    }
    read
}

impl<'a> Graph<'a> {
    /// Reads the rules of all nodes. A path that leads nowhere is somebody else's error and is left out.
    pub fn of(nodes: &'a [Node], by_code: &HashMap<String, usize>) -> Self {
        let targets = |index: usize, rules: &mut dyn Iterator<Item = &Expr>| {
            let mut read: Vec<usize> =
                rules.flat_map(|rule| rule.paths()).filter_map(|path| resolve(nodes, by_code, index, path)).collect();
            read.sort_unstable();
            read.dedup();
            read
        };
        let all = || nodes.iter().enumerate();
        let reads = all().map(|(index, node)| targets(index, &mut deciding_rules(node))).collect();
        // A choice from a filtered list tells what it was filtered by; but two lists may filter each other, so that this cannot
        // take part in the order.
        let betraying = |node: &'a Node| deciding_rules(node).chain(&node.choice_filter);
        let betrays = all().map(|(index, node)| targets(index, &mut betraying(node))).collect();
        Graph { nodes, reads, betrays }
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

    /// For every node what its answer betrays, followed through to the end, the rules of what holds it included; `None` where that
    /// would be more than `limit` in all.
    pub fn closures(&self, limit: usize) -> Option<Vec<Vec<usize>>> {
        let mut total = 0;
        let mut closures = Vec::with_capacity(self.nodes.len());
        for index in 0..self.nodes.len() {
            let mut found = BTreeSet::new();
            let mut waiting = vec![index];
            while let Some(next) = waiting.pop() {
                // A path into a group reads what the groups around it let be seen.
                let around = std::iter::successors(Some(next), |index| self.nodes.get(*index)?.parent);
                for read in around.flat_map(|index| self.betrays.get(index).into_iter().flatten()) {
                    if *read != index && found.insert(*read) {
                        waiting.push(*read);
                    }
                }
                if total + found.len() > limit {
                    return None;
                }
            }
            total += found.len();
            closures.push(found.into_iter().collect());
        }
        Some(closures)
    }
}
