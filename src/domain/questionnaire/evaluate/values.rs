//! What has been answered: the input of an evaluation.

use std::collections::HashMap;

use crate::domain::questionnaire::model::Visibility;

/// The opaque id of one entry of a repeat; empty for what stands in no repeat.
pub type InstanceId = String;

/// Where a value stands: the question's code and the innermost entry around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub code: String,
    pub instance: InstanceId,
}

/// What a State has given at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The stored value; chosen names are divided by spaces, a file is the attachment's id.
    pub value: String,
    /// "Not in a position to answer".
    pub declined: bool,
    /// The visibility that the State has chosen, where it has.
    pub visibility: Option<Visibility>,
}

/// One entry of a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub id: InstanceId,
    pub repeat_code: String,
    /// The entry of the surrounding repeat; empty at the top.
    pub parent: InstanceId,
    pub position: i32,
}

/// All answers of a response with the entries of its repeats.
#[derive(Debug, Clone, Default)]
pub struct Values {
    pub answers: HashMap<Place, Given>,
    pub instances: Vec<Instance>,
    entries: HashMap<(String, InstanceId), Vec<usize>>,
}

impl Values {
    /// Answers and entries, in any order; entries are put in the order of their positions.
    pub fn new(answers: HashMap<Place, Given>, instances: Vec<Instance>) -> Self {
        let mut entries: HashMap<(String, InstanceId), Vec<usize>> = HashMap::new();
        let mut order: Vec<(usize, &Instance)> = instances.iter().enumerate().collect();
        // The id decides between equal positions, so that two nodes never see two orders.
        order.sort_by(|(_, a), (_, b)| (a.position, &a.id).cmp(&(b.position, &b.id)));
        for (index, instance) in order {
            entries.entry((instance.repeat_code.clone(), instance.parent.clone())).or_default().push(index);
        }
        Values { answers, instances, entries }
    }

    /// What is given at a place.
    pub fn get(&self, code: &str, instance: &str) -> Option<&Given> {
        self.answers.get(&Place { code: code.to_owned(), instance: instance.to_owned() })
    }

    /// The entries of a repeat inside an entry of the surrounding one, in their order.
    pub fn entries(&self, repeat_code: &str, parent: &str) -> impl Iterator<Item = &Instance> {
        let key = (repeat_code.to_owned(), parent.to_owned());
        self.entries.get(&key).into_iter().flatten().filter_map(|index| self.instances.get(*index))
    }
}
