//! What stages of a build remember, each in a file of its own beside what is known of the site.
//!
//! A line that says by its digest that the rest is whole and from the same program, a line of what it was made
//! from, and the bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::cache::beside;
use crate::memory::{MadeFrom, Memory};

/// What the files are called behind their names.
const ENDING: &str = ".hansei-memory";

/// The memory of builds in a folder.
#[derive(Debug)]
pub struct BuildMemory {
    folder: PathBuf,
    program: String,
    /// What this build knows of.
    names: Mutex<BTreeSet<String>>,
    /// The first thing that could not be kept, and why.
    failed: Mutex<Option<io::Error>>,
}

impl BuildMemory {
    /// The memory in a folder, whether it is there or not, of the program with this digest.
    #[must_use]
    pub fn at(folder: &Path, program: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            program: program.to_owned(),
            names: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// Forgets what this build knew nothing of.
    ///
    /// # Errors
    ///
    /// Where something could not be kept.
    pub fn finish(self) -> io::Result<()> {
        if let Some(error) = self.failed.into_inner().unwrap_or_default() {
            return Err(error);
        }
        let names = self.names.into_inner().unwrap_or_default();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Ok(());
        };
        for entry in entries.filter_map(Result::ok) {
            let file = entry.file_name();
            let name = file.to_str().and_then(|file| file.strip_suffix(ENDING));
            if name.is_some_and(|name| !names.contains(name)) {
                // It says nothing to later builds, so that it does no harm either.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{ENDING}"))
    }

    fn know(&self, name: &str) {
        if let Ok(mut names) = self.names.lock() {
            names.insert(name.to_owned());
        }
    }

    fn digest(&self, name: &str, made_from: &str, bytes: &[u8]) -> String {
        MadeFrom::of(&(&self.program, name, made_from, bytes)).into()
    }

    fn write(&self, name: &str, made_from: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = beside(&self.folder, name)?;
        writeln!(file, "{}\n{made_from}", self.digest(name, made_from, bytes))?;
        file.write_all(bytes)?;
        let place = self.file(name);
        if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_dir()) {
            fs::remove_dir_all(&place)?;
        }
        file.persist(place)?;
        Ok(())
    }
}

impl Memory for BuildMemory {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        self.know(name);
        let file = self.file(name);
        // Of anything else reading may never end.
        let is_file = fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file());
        let mut bytes = is_file.then(|| fs::read(file).ok()).flatten()?;
        let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
        let (digest, written, rest) = (lines.next()?, lines.next()?, lines.next()?);
        let made_from = String::from(made_from);
        let is_whole = || digest == self.digest(name, &made_from, rest).as_bytes();
        if written != made_from.as_bytes() || !is_whole() {
            return None;
        }
        let start = bytes.len() - rest.len();
        Some(bytes.split_off(start))
    }

    fn retain(&self, name: &str) {
        self.know(name);
    }

    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]) {
        self.know(name);
        if let Err(error) = self.write(name, &String::from(made_from), bytes)
            && let Ok(mut failed) = self.failed.lock()
        {
            failed.get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recalled_is_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let [here, there] = [1, 2].map(|number| MadeFrom::of(&number));
        let memory = |program: &str| BuildMemory::at(folder.path(), program);
        let first = memory("1");
        assert_eq!(first.recall("a", here), None);
        first.keep("a", here, b"x\ny\n\n");
        first.keep("b", here, b"");
        first.keep("c", here, b"z");
        first.finish().unwrap();
        let first_file = folder.path().join(format!("a{ENDING}"));
        let second = memory("1");
        assert_eq!(second.recall("a", here).unwrap(), b"x\ny\n\n");
        assert_eq!(second.recall("a", there), None);
        fs::copy(first_file, folder.path().join(format!("d{ENDING}"))).unwrap();
        assert_eq!(second.recall("d", here), None, "another name");
        second.retain("c");
        assert_eq!(memory("2").recall("a", here), None, "another program");
        second.finish().unwrap();
        assert_eq!(memory("1").recall("b", here), None, "nobody asked for it");
        assert_eq!(memory("1").recall("c", here).unwrap(), b"z");
        let file = folder.path().join(format!("a{ENDING}"));
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            fs::write(&file, &other).unwrap();
            assert_eq!(memory("1").recall("a", here), None, "{at}");
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(memory("1").recall("a", here), None, "{at}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_told_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("file");
        fs::write(&place, "").unwrap();
        let memory = BuildMemory::at(&place, "1");
        memory.keep("a", MadeFrom::of(&1), b"x");
        assert!(memory.finish().is_err());
    }
}
