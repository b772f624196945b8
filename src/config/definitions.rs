//! The causes, services or owners that a site defines, in the order in which they are written.

use std::ops::Deref;

use rustc_hash::FxHashMap;

use super::Definition;
use crate::document::Id;

/// Definitions that are found by their names, however many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definitions {
    list: Vec<Definition>,
    by_name: FxHashMap<Id, usize>,
    by_former_name: FxHashMap<Id, usize>,
}

impl Definitions {
    /// The definition of this name; of several the first.
    #[must_use]
    pub fn get(&self, name: &Id) -> Option<&Definition> {
        self.by_name.get(name).map(|index| &self.list[*index])
    }

    /// The definition that had this name before; of several the first.
    #[must_use]
    pub fn formerly(&self, name: &Id) -> Option<&Definition> {
        let index = self.by_former_name.get(name);
        index.map(|index| &self.list[*index])
    }
}

impl FromIterator<Definition> for Definitions {
    fn from_iter<T: IntoIterator<Item = Definition>>(definitions: T) -> Self {
        let list: Vec<Definition> = definitions.into_iter().collect();
        let (mut by_name, mut by_former_name) = (FxHashMap::default(), FxHashMap::default());
        for (index, definition) in list.iter().enumerate() {
            by_name.entry(definition.id.clone()).or_insert(index);
            for former in &definition.formerly {
                by_former_name.entry(former.clone()).or_insert(index);
            }
        }
        Self {
            list,
            by_name,
            by_former_name,
        }
    }
}

impl Deref for Definitions {
    type Target = [Definition];

    fn deref(&self) -> &[Definition] {
        &self.list
    }
}
