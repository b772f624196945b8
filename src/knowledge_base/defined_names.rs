//! The services, causes and owners that a site has defined, for fields that name one of them.

use rustc_hash::FxHashSet;

use crate::config::Definition;
use crate::document::Id;
use crate::knowledge_base::did_you_mean::NearNames;

/// The names of one sort that a site has defined.
#[derive(Debug)]
pub struct Vocabulary {
    names: Vec<Id>,
    /// The present names and those that an owner had before.
    known: FxHashSet<String>,
    near: NearNames<Id>,
}

impl Vocabulary {
    /// The names of these definitions; `None` where nothing is defined and any name will do.
    pub(super) fn of(definitions: &[Definition]) -> Option<Self> {
        if definitions.is_empty() {
            return None;
        }
        let names: Vec<Id> = definitions
            .iter()
            .map(|definition| definition.id.clone())
            .collect();
        let former = definitions
            .iter()
            .flat_map(|definition| &definition.formerly);
        Some(Self {
            known: names
                .iter()
                .chain(former)
                .map(|id| id.key().to_owned())
                .collect(),
            near: NearNames::of(names.iter().map(|id| (id.as_str(), id.clone()))),
            names,
        })
    }

    /// Whether this name is defined, or once was one.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.known.contains(&Id::key_of(name))
    }

    /// The name that a misspelt one was meant to be.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.near.find(name).map(Id::as_str)
    }

    /// The present names, in the order of the configuration.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Id::as_str)
    }
}
