//! How the files of a knowledge base stood at a commit: those of the work tree, with what differs
//! put back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rustc_hash::FxHashSet;

use super::GitError;
use super::blobs::{self, Text, is_lfs_pointer};
use super::difference::{self, FileChange, Mode, Pair};
use super::repository::{Commit, Repository};
use crate::config::{self, Config, ConfigFile};
use crate::source::ignored::{self, IgnoreFiles};
use crate::source::walk::{Passed, is_markdown, is_within};
use crate::source::{DEFAULT_CONTENT, Source, SourceFile, Unreadable, read_content};

/// What differs between a commit and the work tree, which is all it takes to know the files of the
/// commit.
#[derive(Debug)]
pub struct Revision<'a> {
    repository: &'a Repository<'a>,
    commit: Commit,
    pairs: Vec<Pair>,
}

impl<'a> Revision<'a> {
    pub(super) fn of(repository: &'a Repository<'a>, commit: &Commit) -> Result<Self, GitError> {
        Ok(Self {
            repository,
            commit: commit.clone(),
            pairs: difference::between(&repository.git, &commit.name, None)?,
        })
    }

    /// What has changed since in the work tree, which was read as `now`. Files that git has never
    /// been told of are new.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn changes_since(&self, now: &Source) -> Result<Vec<FileChange>, GitError> {
        let untracked = self.untracked(&now.content)?;
        let new_submodules = self.new_submodules();
        let documents = now.documents.iter().map(|file| &file.path);
        let added = documents
            .chain(&now.files)
            .filter(|path| untracked.has(path) || is_in_any(&new_submodules, path))
            .map(|path| FileChange::Added(path.clone()));
        let has_new_config = self.untracked(config::FILE_NAME)?.has(config::FILE_NAME);
        let config = has_new_config.then(|| FileChange::Added(config::FILE_NAME.to_owned()));
        let added = added.chain(config);
        Ok(self.pairs.iter().map(Pair::change).chain(added).collect())
    }

    /// The configuration at the commit; `now` is that of the work tree, which stands in for one that
    /// is a symbolic link or no text.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn config(&self, now: &ConfigFile) -> Result<ConfigFile, GitError> {
        let folder = self.repository.root.file_name().unwrap_or_default();
        let read = |text: String| ConfigFile::read(text, &folder.to_string_lossy());
        let is_config = |pair: &&Pair| config::FILE_NAME == pair.from;
        if let Some(pair) = self.pairs.iter().find(is_config) {
            if pair.before != Mode::File {
                let was_there = pair.before != Mode::Absent;
                return Ok(if was_there {
                    now.clone()
                } else {
                    read(String::new())
                });
            }
            let blob = std::slice::from_ref(&pair.blob_before);
            let text = blobs::read(&self.repository.git, blob)?.pop();
            return Ok(text.and_then(Result::ok).map_or_else(|| now.clone(), read));
        }
        let is_new = self.pairs.iter().any(|pair| config::FILE_NAME == pair.to)
            || self.untracked(config::FILE_NAME)?.has(config::FILE_NAME);
        Ok(if is_new {
            read(String::new())
        } else {
            now.clone()
        })
    }

    /// The content at the commit by its configuration; `now` is that of the work tree, read by
    /// `config_now`. Its own ignore files hold for it, and submodules stand as they are now.
    ///
    /// # Errors
    ///
    /// Where git fails.
    pub fn source(
        &self,
        config: &Config,
        config_now: &Config,
        now: &Source,
    ) -> Result<Source, GitError> {
        let content = self.content_folder(config);
        let is_as_now = content == now.content && config.output == config_now.output;
        let source = if is_as_now {
            now.clone()
        } else {
            read_content(self.repository.root, &content, config)
        };
        let mut files = Files::of(source);
        let untracked = self.untracked(&content)?;
        files.retain(|path| !untracked.has(path));
        let new_submodules = self.new_submodules();
        files.retain(|path| !is_in_any(&new_submodules, path));
        for pair in &self.pairs {
            files.remove(&pair.to);
        }
        let ignore_files = self.ignore_files(&content, &untracked)?;
        let others = if ignore_files.is_empty() {
            Vec::new()
        } else {
            self.tracked(&content)?
        };
        let mut passed = Passed::of(self.repository.root, &content, config, ignore_files);
        if !others.is_empty() {
            files.retain(|path| !passed.over(path));
        }
        // What is passed over now may be the same as it was.
        let differing: FxHashSet<&str> = self.pairs.iter().map(|pair| pair.from.as_str()).collect();
        let mut was_there: Vec<&Pair> = others
            .iter()
            .filter(|pair| !files.has(&pair.from) && !differing.contains(pair.from.as_str()))
            .chain(&self.pairs)
            .collect();
        was_there.sort_by_key(|pair| &pair.from);
        was_there.retain(|pair| is_within(&content, &pair.from) && !passed.over(&pair.from));
        self.put_back(&was_there, now, &mut files)?;
        Ok(files.into_source(content))
    }

    /// The ignore files of the commit that are others than those on disk.
    fn ignore_files(&self, content: &str, untracked: &Untracked) -> Result<IgnoreFiles, GitError> {
        let root = self.repository.root;
        let folder = |path: &str| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            (name == ignored::FILE_NAME).then(|| root.join(folder))
        };
        let mut files = IgnoreFiles::new();
        files.extend(
            untracked
                .0
                .iter()
                .filter_map(|path| Some((folder(path)?, None))),
        );
        let above = content.match_indices('/').map(|(end, _)| &content[..=end]);
        for above in std::iter::once("").chain(above) {
            let path = [above, ignored::FILE_NAME].concat();
            if self.untracked(&path)?.has(&path) {
                files.extend(folder(&path).map(|folder| (folder, None)));
            }
        }
        files.extend(
            self.pairs
                .iter()
                .filter_map(|pair| Some((folder(&pair.to)?, None))),
        );
        let was_there = self.pairs.iter().filter(|pair| pair.before == Mode::File);
        let (folders, names): (Vec<PathBuf>, Vec<String>) = was_there
            .filter_map(|pair| Some((folder(&pair.from)?, pair.blob_before.clone())))
            .unzip();
        let texts = blobs::read(&self.repository.git, &names)?;
        files.extend(folders.into_iter().zip(texts.into_iter().map(Result::ok)));
        Ok(files)
    }

    /// All files below a folder that git knew at the commit, as if they were gone.
    fn tracked(&self, folder: &str) -> Result<Vec<Pair>, GitError> {
        let folder = if folder.is_empty() { "." } else { folder };
        let asked = ["ls-tree", "-rz", &self.commit.name, "--", folder];
        let output = self.repository.git.run(&asked)?;
        let output = String::from_utf8_lossy(&output);
        // `MODE TYPE BLOB`, a tab and the path.
        let files = output.split_terminator('\0').filter_map(|line| {
            let (file, path) = line.split_once('\t')?;
            let mut words = file.split(' ');
            Some(Pair {
                before: Mode::of(words.next()?),
                after: Mode::Absent,
                blob_before: words.nth(1)?.to_owned(),
                blob_after: String::new(),
                from: path.to_owned(),
                to: path.to_owned(),
            })
        });
        Ok(files.collect())
    }

    /// The folders of other repositories that have been added since, each with `/` at its end.
    fn new_submodules(&self) -> Vec<String> {
        let is_new = |pair: &&Pair| pair.after == Mode::Submodule && pair.before != Mode::Submodule;
        let new = self.pairs.iter().filter(is_new);
        new.map(|pair| format!("{}/", pair.to)).collect()
    }

    /// Gives files their places and texts back.
    fn put_back(&self, pairs: &[&Pair], now: &Source, files: &mut Files) -> Result<(), GitError> {
        let (texts, others): (Vec<&Pair>, Vec<&Pair>) = pairs
            .iter()
            .partition(|pair| pair.before == Mode::File && is_markdown(&pair.from));
        let (links, others): (Vec<&Pair>, Vec<&Pair>) =
            others.iter().partition(|pair| pair.before == Mode::Link);
        for pair in others {
            if pair.before == Mode::File && !is_no_unicode(&pair.from) {
                files.others.insert(pair.from.clone());
            }
        }
        let targets = self.texts_before(&links)?;
        for (pair, target) in links.into_iter().zip(targets) {
            if is_markdown(&pair.from) || self.is_folder(&pair.from, &target) {
                let text = Err(Unreadable::SymbolicLink);
                files.documents.insert(pair.from.clone(), text);
            }
        }
        let read = self.texts_before(&texts)?;
        let is_pointer = |text: &Text| text.as_deref().is_ok_and(is_lfs_pointer);
        let is_still = |path: &str| {
            // Documents are sorted by path.
            let documents = &now.documents;
            let found = documents.binary_search_by(|file| file.path.as_str().cmp(path));
            found.is_ok_and(|found| is_pointer(&documents[found].text))
        };
        for (pair, text) in texts.into_iter().zip(read) {
            // What a pointer of Git LFS stood for is not in the repository; it is as if new.
            if !is_pointer(&text) || is_still(&pair.to) {
                let text = if is_no_unicode(&pair.from) {
                    Err(Unreadable::NotUnicode)
                } else {
                    text
                };
                files.documents.insert(pair.from.clone(), text);
            }
        }
        Ok(())
    }

    /// What files held at the commit.
    fn texts_before(&self, pairs: &[&Pair]) -> Result<Vec<Text>, GitError> {
        let names: Vec<String> = pairs.iter().map(|pair| pair.blob_before.clone()).collect();
        blobs::read(&self.repository.git, &names)
    }

    /// Whether a symbolic link leads to a folder, as far as can be seen now.
    fn is_folder(&self, link: &str, target: &Text) -> bool {
        let folder = link.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = self.repository.root.join(folder);
        target
            .as_ref()
            .is_ok_and(|target| folder.join(target).is_dir())
    }

    /// The folder of the content at the commit: as configured, else `content`, else the root.
    fn content_folder(&self, config: &Config) -> String {
        if let Some(folder) = &config.content {
            return folder.value.clone();
        }
        let folder = format!("{}:./{DEFAULT_CONTENT}", self.commit.name);
        let kind = self.repository.git.run(&["cat-file", "-t", &folder]);
        match kind {
            Ok(kind) if kind.trim_ascii() == b"tree" => DEFAULT_CONTENT.to_owned(),
            _ => String::new(),
        }
    }

    /// The files below a folder, or the one file, that git has never been told of. Those of another
    /// repository in this one are told by their folder.
    fn untracked(&self, folder: &str) -> Result<Untracked, GitError> {
        let folder = if folder.is_empty() { "." } else { folder };
        let asked = ["ls-files", "--others", "-z", "--", folder];
        let output = self.repository.git.run(&asked)?;
        let output = String::from_utf8_lossy(&output);
        let mut paths: Vec<String> = output.split_terminator('\0').map(str::to_owned).collect();
        paths.sort_unstable();
        Ok(Untracked(paths))
    }
}

/// Whether a path has bytes that are no Unicode, for which this sign stands.
fn is_no_unicode(path: &str) -> bool {
    path.contains(char::REPLACEMENT_CHARACTER)
}

fn is_in_any(folders: &[String], path: &str) -> bool {
    folders.iter().any(|folder| path.starts_with(folder))
}

/// Sorted paths of files, and of folders with `/` at their end.
struct Untracked(Vec<String>);

impl Untracked {
    fn has(&self, path: &str) -> bool {
        let is_listed = |path: &str| {
            let found = self.0.binary_search_by(|listed| listed.as_str().cmp(path));
            found.is_ok()
        };
        let mut folders = path.match_indices('/');
        is_listed(path) || folders.any(|(end, _)| is_listed(&path[..=end]))
    }
}

/// The files of a source, by their paths.
struct Files {
    documents: BTreeMap<String, Result<String, Unreadable>>,
    others: BTreeSet<String>,
}

impl Files {
    fn of(source: Source) -> Self {
        let documents = source.documents.into_iter();
        Self {
            documents: documents.map(|file| (file.path, file.text)).collect(),
            others: source.files.into_iter().collect(),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.documents.contains_key(path) || self.others.contains(path)
    }

    fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.documents.retain(|path, _| keep(path));
        self.others.retain(|path| keep(path));
    }

    fn remove(&mut self, path: &str) {
        self.documents.remove(path);
        self.others.remove(path);
    }

    fn into_source(self, content: String) -> Source {
        let documents = self.documents.into_iter();
        Source {
            content,
            documents: documents
                .map(|(path, text)| SourceFile { path, text })
                .collect(),
            files: self.others.into_iter().collect(),
        }
    }
}
