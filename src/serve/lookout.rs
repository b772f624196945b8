//! What of a site's files has changed, when something has happened somewhere.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::inputs::Inputs;
use super::watch::Watch;
use crate::config::Config;
use crate::source::Contents;

/// Watches the files of a site, wherever the configuration says that they are.
pub(super) struct Lookout {
    root: PathBuf,
    watch: Watch,
    config: Config,
    inputs: Inputs,
}

impl Lookout {
    /// Begins to watch.
    pub(super) fn begin(
        root: PathBuf,
        watch: Watch,
        config: Config,
    ) -> Result<Self, notify::Error> {
        let mut lookout = Self {
            root,
            watch,
            config,
            inputs: Inputs::default(),
        };
        lookout.inputs = lookout.follow()?;
        Ok(lookout)
    }

    /// What has changed, when something happened at these paths. An error comes with what could be seen
    /// all the same.
    pub(super) fn look(
        &mut self,
        touched: &BTreeSet<PathBuf>,
    ) -> (BTreeSet<String>, Option<notify::Error>) {
        self.watch.forget(touched);
        let (inputs, error) = match self.follow() {
            Ok(inputs) => (inputs, None),
            Err(error) => (Inputs::find(&self.root, &self.config), Some(error)),
        };
        let changed = inputs.changed_since(&self.inputs, &self.root, touched);
        self.inputs = inputs;
        (changed, error)
    }

    /// What stood in the content at the last look.
    pub(super) fn contents(&self) -> Arc<Contents> {
        Arc::clone(&self.inputs.contents)
    }

    /// Goes by another configuration from the next look on: another folder may hold the content now.
    pub(super) fn reconfigure(&mut self, config: Config) {
        self.config = config;
    }

    /// The inputs, with a watch on every folder that holds one, also on those that came meanwhile.
    fn follow(&mut self) -> Result<Inputs, notify::Error> {
        loop {
            let inputs = Inputs::find(&self.root, &self.config);
            if !self.watch.follow(&inputs.folders)? {
                return Ok(inputs);
            }
        }
    }
}
