//! Parts of a site that stand or fall together: made again only where something that they are made from has changed.

use std::io;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::memory::pieces::{Looks, noting_looks};
use crate::memory::{MadeFrom, remember};
use crate::render::site::{Output, RenderError, Site};

/// What a unit was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// All of it, as a number.
    pub made_from: MadeFrom,
    /// What was looked at of other documents; nothing where the number was known before.
    pub looked_at: Looks,
}

remember!(Basis {
    made_from,
    looked_at
});

impl From<MadeFrom> for Basis {
    fn from(made_from: MadeFrom) -> Self {
        Self {
            made_from,
            looked_at: Looks::default(),
        }
    }
}

/// Makes a unit from what is known before it is made, unless the output still has the files of it as they were made
/// from the same.
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

/// Makes a unit from `own`, what is passed to `make` from outside, and whatever that looks at; unless the output still
/// has the files of it, and nothing of that has changed. `make` may share its work with no other thread.
///
/// # Errors
///
/// Those of `make`.
pub fn looking_unit(
    site: &Site<'_>,
    output: &dyn Output,
    name: &str,
    own: impl FnOnce() -> MadeFrom,
    make: impl FnOnce(&dyn Output) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    if !output.remembers() {
        return make(output);
    }
    let own = own();
    let number = |looked_at: &Looks| MadeFrom::of(&(own, site.made_from_looks(looked_at)));
    let is_current = |basis: &Basis| basis.made_from == number(&basis.looked_at);
    if stays(site, output, name, &is_current) {
        return Ok(());
    }
    let (paths, looked_at) = noting_looks(|| paths_of(site, output, make));
    let ((), paths) = paths?;
    let basis = Basis {
        made_from: number(&looked_at),
        looked_at,
    };
    output.made(name, basis, paths);
    Ok(())
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
        && stays(site, output, name, &|basis| basis.made_from == made_from)
    {
        return Ok(known);
    }
    let (known, paths) = paths_of(site, output, make)?;
    output.made(name, made_from.into(), paths);
    Ok(known)
}

/// Makes a page, unless the output still has it as it showed the same: to fill a template costs more than to find out what
/// to fill it with.
///
/// # Errors
///
/// Where the template cannot be filled or the page cannot be kept.
pub fn page_of_view(
    site: &Site<'_>,
    output: &dyn Output,
    template: &str,
    path: &str,
    view: &impl Serialize,
) -> Result<(), RenderError> {
    let make = |output: &dyn Output| site.page(output, template, path, view);
    if !output.remembers() {
        return make(output);
    }
    match serde_json::to_vec(view) {
        Ok(shown) => unit(site, output, path, || site.made_from_view(&shown), make),
        Err(_) => make(output),
    }
}

/// Whether the output has a unit as it was, which then stays, and so do the units within it: pages that are known by
/// what they show.
fn stays(
    site: &Site<'_>,
    output: &dyn Output,
    name: &str,
    is_current: &dyn Fn(&Basis) -> bool,
) -> bool {
    let Some(paths) = output.has(name, is_current) else {
        return false;
    };
    for within in paths.iter().filter(|path| *path != name) {
        let _ = output.has(within, &|_| true);
    }
    site.keep_links(name, &paths);
    true
}

/// Makes a unit; gives what is known of it, and where its files are, with those that they link to.
fn paths_of<T>(
    site: &Site<'_>,
    output: &dyn Output,
    make: impl FnOnce(&dyn Output) -> Result<T, RenderError>,
) -> Result<(T, Vec<String>), RenderError> {
    let noting = Noting {
        output,
        paths: Mutex::default(),
    };
    let known = make(&noting)?;
    let paths = noting.paths.into_inner();
    let mut paths = paths.unwrap_or_else(PoisonError::into_inner);
    paths.extend(site.links_of(&paths));
    paths.sort_unstable();
    Ok((known, paths))
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
    fn remembers(&self) -> bool {
        self.output.remembers()
    }

    fn has(&self, unit: &str, is_current: &dyn Fn(&Basis) -> bool) -> Option<Vec<String>> {
        let paths = self.output.has(unit, is_current)?;
        paths.iter().try_for_each(|path| self.note(path)).ok()?;
        Some(paths)
    }

    fn made(&self, unit: &str, basis: Basis, paths: Vec<String>) {
        self.output.made(unit, basis, paths);
    }

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
