//! Parts of a site that stand or fall together: made again only where something that they are made from has changed.

use std::io;
use std::sync::{Mutex, PoisonError};

use crate::memory::MadeFrom;
use crate::render::site::{Output, RenderError, Site};

/// Makes a unit, unless the output still has the files of it as they were made from the same.
///
/// # Errors
///
/// Those of `make`.
pub fn unit(
    site: &Site<'_>,
    output: &dyn Output,
    name: &str,
    made_from: impl FnOnce() -> MadeFrom,
    make: impl FnOnce(&dyn Output) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    if !output.remembers() {
        return make(output);
    }
    known_unit(site, output, name, made_from(), Some(()), make)
}

/// Makes a unit that something is to be known of, unless that is known and the output still has the files of it as
/// they were made from the same; gives what is known.
///
/// # Errors
///
/// Those of `make`.
pub fn known_unit<T>(
    site: &Site<'_>,
    output: &dyn Output,
    name: &str,
    made_from: MadeFrom,
    known: Option<T>,
    make: impl FnOnce(&dyn Output) -> Result<T, RenderError>,
) -> Result<T, RenderError> {
    if let Some(known) = known
        && let Some(paths) = output.has(name, made_from)
    {
        site.keep_links(name, &paths);
        return Ok(known);
    }
    let noting = Noting {
        output,
        paths: Mutex::default(),
    };
    let known = make(&noting)?;
    let paths = noting.paths.into_inner();
    let mut paths = paths.unwrap_or_else(PoisonError::into_inner);
    paths.extend(site.links_of(&paths));
    paths.sort_unstable();
    output.made(name, made_from, paths);
    Ok(known)
}

/// Hands files on, and notes where they are.
struct Noting<'a> {
    output: &'a dyn Output,
    paths: Mutex<Vec<String>>,
}

impl Noting<'_> {
    fn note(&self, path: &str) -> io::Result<()> {
        let paths = self.paths.lock();
        let mut paths = paths.map_err(|_| io::Error::other("another file could not be noted"))?;
        paths.push(path.to_owned());
        Ok(())
    }
}

impl Output for Noting<'_> {
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        self.note(path)?;
        self.output.write(path, content)
    }

    fn wants(&self, path: &str) -> bool {
        self.output.wants(path)
    }

    fn wants_within(&self, folder: &str) -> bool {
        self.output.wants_within(folder)
    }

    fn stream(
        &self,
        path: &str,
        content: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.note(path)?;
        self.output.stream(path, content)
    }

    fn copy(&self, source: &str, path: &str) -> io::Result<()> {
        self.note(path)?;
        self.output.copy(source, path)
    }
}
