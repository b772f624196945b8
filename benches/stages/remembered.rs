//! Where the pages of a build that is measured go, and what of it is remembered.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hansei::memory::{MadeFrom, Memory};
use hansei::render::site::Output;
use hansei::render::unit::Basis;

/// Pages are made, and nobody wants them.
pub struct Nowhere;

impl Output for Nowhere {
    fn write(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn stream(
        &self,
        _: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        content(&mut io::sink())
    }

    fn copy(&self, _: &str, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps what one build remembers for the next, and of its files what they were made from.
#[derive(Debug, Default)]
pub struct Remembered {
    kept: Mutex<HashMap<String, (MadeFrom, Vec<u8>)>>,
    units: Mutex<HashMap<String, (Basis, Vec<String>)>>,
}

impl Memory for Remembered {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        let kept = locked(&self.kept);
        let (from, bytes) = kept.get(name)?;
        (*from == made_from).then(|| bytes.clone())
    }

    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]) {
        locked(&self.kept).insert(name.to_owned(), (made_from, bytes.to_vec()));
    }
}

impl Output for Remembered {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        Nowhere.write(path, content)
    }

    fn stream(
        &self,
        path: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        Nowhere.stream(path, content)
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        Nowhere.copy(source, path)
    }

    fn remembers(&self) -> bool {
        true
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let units = locked(&self.units);
        let (basis, paths) = units.get(unit)?;
        is_current(basis).then(|| paths.clone())
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        locked(&self.units).insert(unit.to_owned(), (basis, paths));
    }
}

/// How much is remembered.
impl fmt::Display for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = locked(&self.kept);
        let bytes: usize = kept.values().map(|(_, bytes)| bytes.len()).sum();
        write!(
            f,
            "{} things of {} kB are remembered, ",
            kept.len(),
            bytes / 1000
        )?;
        write!(f, "and {} units", locked(&self.units).len())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
