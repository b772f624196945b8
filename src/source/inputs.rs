//! Every file that a site is made from.

use std::collections::BTreeSet;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Listing, list_content, list_overrides};
use crate::config::{Config, FILE_NAME};

/// Every file that a site is made from, as far as it is there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct InputFiles {
    /// The folders that hold them, each before those in it.
    pub folders: Vec<PathBuf>,
    /// Their paths from the root of the knowledge base, `/` between folders, sorted.
    pub files: BTreeSet<String>,
    /// Whether there is a folder of the content.
    pub has_content: bool,
}

impl InputFiles {
    /// Looks for them by the rules that reading goes by: what is hidden or ignored, and the site itself, are not
    /// among them.
    #[must_use]
    pub fn find(root: &Path, config: &Config) -> Self {
        let content = list_content(root, config);
        let has_content = !content.folders.is_empty();
        let ignore_files: Vec<String> = root_to(root, &content.folders)
            .into_iter()
            .filter_map(|folder| folder.strip_prefix(root).ok())
            .map(|folder| {
                folder
                    .join(".gitignore")
                    .to_string_lossy()
                    .replace('\\', "/")
            })
            .collect();
        let Listing { folders, files } = list_overrides(root);
        let named = [FILE_NAME.to_owned()].into_iter().chain(ignore_files);
        let is_there = |path: &String| fs::symlink_metadata(root.join(path)).is_ok();
        let all = named.chain(content.files).chain(files);
        let root_first = [root.to_owned()].into_iter();
        Self {
            folders: root_first.chain(content.folders).chain(folders).collect(),
            files: all.filter(is_there).collect(),
            has_content,
        }
    }

    /// A digest of all of them, names and contents; what cannot be read differs from whatever can.
    #[must_use]
    pub fn digest(&self, root: &Path) -> u128 {
        let files: Vec<&String> = self.files.iter().collect();
        let digests: Vec<u128> = files
            .par_iter()
            .map(|path| digest_of_file(&root.join(path), *path == FILE_NAME))
            .collect();
        let mut hasher = SipHasher13::new();
        hasher.write_u8(u8::from(self.has_content));
        for (path, digest) in files.into_iter().zip(digests) {
            hasher.write_usize(path.len());
            hasher.write(path.as_bytes());
            hasher.write_u128(digest);
        }
        hasher.finish128().as_u128()
    }
}

/// Only of the configuration a link is followed: elsewhere it is no document.
fn digest_of_file(path: &Path, follow: bool) -> u128 {
    let mut hasher = SipHasher13::new();
    let metadata = if follow {
        fs::metadata(path)
    } else {
        fs::symlink_metadata(path)
    };
    // Of anything but a file, reading may never end.
    let is_file = metadata.is_ok_and(|metadata| metadata.is_file());
    match is_file.then(|| fs::read(path)) {
        Some(Ok(content)) => {
            hasher.write_u8(1);
            hasher.write(&content);
        }
        _ => hasher.write_u8(0),
    }
    hasher.finish128().as_u128()
}

/// The folders from the root down to the content, and those in it.
fn root_to<'a>(root: &Path, folders: &'a [PathBuf]) -> BTreeSet<&'a Path> {
    let above = folders.first().into_iter();
    let above = above.flat_map(|content| content.ancestors());
    let above = above.take_while(|folder| folder.starts_with(root));
    above.chain(folders.iter().map(PathBuf::as_path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_counts_by_its_name_and_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let config = Config::default_for("kb");
        let mut digests = BTreeSet::new();
        let mut differs = || digests.insert(InputFiles::find(root, &config).digest(root));
        assert!(differs());
        for (path, text) in [
            ("hansei.yaml", "title: KB"),
            ("content/a.md", "x"),
            ("content/a.md", "y"),
            ("content/画像.png", "x"),
            ("content/.gitignore", "b.md"),
            ("templates/base.html", "x"),
            ("theme/site.css", "x"),
        ] {
            write(path, text);
            assert!(differs(), "{path}: {text}");
        }
        fs::rename(root.join("content/a.md"), root.join("content/c.md")).unwrap();
        assert!(differs());
        write("content/b.md", "ignored");
        write("public/index.html", "the site");
        write(".hansei/cache/build.json", "x");
        assert!(!differs());
    }
}
