//! What there is to read, found once for all who ask.

use std::fs;
use std::path::{Path, PathBuf};

use super::content_folder;
use super::walk::{Found, walk};
use crate::config::Config;

/// What stands in the folder of the content, unread.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    folder: String,
    /// The folder that the configuration names.
    named: Option<String>,
    /// The folder of the site, which is passed over.
    output: String,
    found: Found,
}

impl Contents {
    /// Looks for it by the rules that reading goes by: what is hidden or ignored, and the site itself, are passed
    /// over.
    #[must_use]
    pub fn find(root: &Path, config: &Config) -> Self {
        Self::within(root, content_folder(root, config), config)
    }

    /// The same in this folder.
    pub(super) fn within(root: &Path, folder: String, config: &Config) -> Self {
        let named = config.content.as_ref();
        Self {
            named: named.map(|folder| folder.value.clone()),
            output: config.output.clone(),
            found: walk(root, &root.join(&folder), config),
            folder,
        }
    }

    /// Whether this configuration would have had us look for the same.
    #[must_use]
    pub fn are_of(&self, config: &Config) -> bool {
        let named = config.content.as_ref().map(|folder| &folder.value);
        self.named.as_ref() == named && self.output == config.output
    }

    /// The folder within the root, `/` between folders; empty for the root itself.
    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    /// It, and what was found in it.
    pub(super) fn into_parts(self) -> (String, Found) {
        (self.folder, self.found)
    }

    /// The folder and those in it, each before what it holds; none where there is no such folder.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.found.folders
    }

    /// The files in it, by their path from `root`.
    pub(super) fn files<'a>(&'a self, root: &'a Path) -> impl Iterator<Item = &'a String> {
        let documents = self.found.documents.iter();
        // A name that is no Unicode, and what the system does not let us look at, is no file that can be asked for.
        let is_there = |path: &str| fs::symlink_metadata(root.join(path)).is_ok();
        let documents =
            documents.filter(move |(path, obstacle)| obstacle.is_none() || is_there(path));
        documents.map(|(path, _)| path).chain(&self.found.files)
    }
}
