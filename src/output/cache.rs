//! What a build leaves for the next one, in a folder that can be kept, copied or thrown away.
//!
//! A file of one line that says by its digest that the rest is whole, and the rest as JSON. Whatever is not as it was
//! written counts as nothing.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::in_place::digest;
use super::known_site::KnownFiles;
use crate::memory::MadeFrom;

/// The name of the file within the folder.
const FILE: &str = "hansei-build.json";

/// The folder that builds leave something in.
#[derive(Debug)]
pub struct BuildCache {
    folder: PathBuf,
}

/// What a build has left: `T` is whatever else is to be said of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered<T> {
    /// What the site was made from: inputs, day and place.
    pub made_from: String,
    /// Which program made it.
    pub program: String,
    /// The files of the site.
    pub files: KnownFiles,
    /// The number by which is recalled what they were made from.
    pub units: Option<MadeFrom>,
    /// What was told, where it can be told again.
    pub told: Option<T>,
}

impl BuildCache {
    /// The cache in a folder, whether it is there or not.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the last build has left; `None` where there is nothing that can be relied on.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<Remembered<T>> {
        let file = self.file();
        // Of anything else reading may never end.
        let is_file = fs::metadata(&file).is_ok_and(|metadata| metadata.is_file());
        let text = is_file.then(|| fs::read_to_string(file).ok()).flatten()?;
        let (digest_of_json, json) = text.split_once('\n')?;
        if digest_of_json != digest(json.as_bytes()) {
            return None;
        }
        serde_json::from_str(json).ok()
    }

    /// Forgets the last build: the site is about to change.
    ///
    /// # Errors
    ///
    /// Where something is there and stays, or nothing could be left for the next build: that shows before the site
    /// is made.
    pub fn forget(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        beside(&self.folder, FILE)?.close()?;
        let file = self.file();
        let is_folder = fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_dir());
        let removed = if is_folder {
            fs::remove_dir_all(file)
        } else {
            fs::remove_file(file)
        };
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Leaves something for the next build.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn write<T: Serialize>(&self, remembered: &Remembered<T>) -> io::Result<()> {
        let json = serde_json::to_string(remembered)?;
        fs::create_dir_all(&self.folder)?;
        // A file of its own that nobody can have put a link in the place of.
        let mut file = beside(&self.folder, FILE)?;
        writeln!(file, "{}", digest(json.as_bytes()))?;
        file.write_all(json.as_bytes())?;
        file.persist(self.file())?;
        Ok(())
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }
}

/// A new file that is to take a name in a folder of the cache.
pub(super) fn beside(folder: &Path, name: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(name).suffix(".hansei-new");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A cache may be shared; the mask of the user decides, as for any file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_whole_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let cache = BuildCache::at(folder.path().join("cache"));
        assert_eq!(cache.read::<String>(), None);
        let remembered = Remembered {
            made_from: "x".to_owned(),
            program: "1".to_owned(),
            files: KnownFiles::default(),
            units: Some(MadeFrom::of("units")),
            told: Some("件".to_owned()),
        };
        cache.write(&remembered).unwrap();
        assert_eq!(cache.read(), Some(remembered));
        let file = folder.path().join("cache").join(FILE);
        let whole = fs::read(&file).unwrap();
        for cut in [0, 10, 32, 33, 40, whole.len() - 1] {
            fs::write(&file, &whole[..cut]).unwrap();
            assert_eq!(cache.read::<String>(), None, "{cut}");
        }
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            fs::write(&file, &other).unwrap();
            assert_eq!(cache.read::<String>(), None, "{at}");
        }
        cache.forget().unwrap();
        cache.forget().unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(cache.read::<String>(), None);
        cache.forget().unwrap();
        assert!(!file.exists());
    }
}
