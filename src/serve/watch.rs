//! Hears that files change. What has changed, and whether it matters, is for [`Inputs`] to say.
//!
//! Each folder is watched by itself, so that `.git`, the site and whatever else stands in the
//! repository are neither heard nor cost anything.
//!
//! [`Inputs`]: super::inputs::Inputs

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// How long it has to be quiet before a save counts as finished: editors write a file beside the
/// old one and rename it.
const QUIET: Duration = Duration::from_millis(40);
/// How long a burst may last, such as the checkout of a branch.
const LONGEST: Duration = Duration::from_millis(500);

/// The folders that are watched.
#[derive(Debug)]
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

/// The paths at which something happened, as they come.
#[derive(Debug)]
pub(super) struct Bell {
    events: UnboundedReceiver<BTreeSet<PathBuf>>,
    /// What was heard and not given yet: whoever waits may turn to something else meanwhile.
    touched: Option<BTreeSet<PathBuf>>,
}

impl Watch {
    /// Watches nothing yet.
    pub(super) fn new() -> notify::Result<(Self, Bell)> {
        let (sender, receiver) = unbounded_channel();
        let watcher = notify::recommended_watcher(move |event| ring(&sender, event))?;
        let watch = Self {
            watcher,
            folders: BTreeSet::new(),
        };
        let bell = Bell {
            events: receiver,
            touched: None,
        };
        Ok((watch, bell))
    }

    /// Watches these folders and no others; says whether any of them is new.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) -> notify::Result<bool> {
        let wanted: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        for folder in self.folders.difference(&wanted) {
            // A folder that is gone is not watched any more.
            let _ = self.watcher.unwatch(folder);
        }
        self.folders.retain(|folder| wanted.contains(folder));
        let new: Vec<PathBuf> = wanted.difference(&self.folders).cloned().collect();
        let mut paths = self.watcher.paths_mut();
        let mut added = Vec::new();
        for folder in &new {
            match paths.add(folder, RecursiveMode::NonRecursive) {
                Ok(()) => added.push(folder.clone()),
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error),
            }
        }
        paths.commit()?;
        let any = !added.is_empty();
        self.folders.extend(added);
        Ok(any)
    }

    /// Forgets folders that may have been taken away and put there anew, for which the system has
    /// no watch then.
    pub(super) fn forget(&mut self, touched: &BTreeSet<PathBuf>) {
        let renewed = |folder: &Path| folder.ancestors().any(|above| touched.contains(above));
        self.folders.retain(|folder| !renewed(folder));
    }
}

impl Bell {
    /// Waits until something has happened and it is quiet again; gives the paths. A burst is one.
    pub(super) async fn rung(&mut self) -> Option<BTreeSet<PathBuf>> {
        if self.touched.is_none() {
            self.touched = Some(self.events.recv().await?);
        }
        let touched = &mut self.touched;
        let settle = async {
            while let Ok(Some(more)) = timeout(QUIET, self.events.recv()).await {
                touched.get_or_insert_default().extend(more);
            }
        };
        // Whatever comes later rings again.
        let _ = timeout(LONGEST, settle).await;
        self.touched.take()
    }
}

/// Passes an event on, unless something was only looked at: reading a site's files would be heard.
fn ring(bell: &UnboundedSender<BTreeSet<PathBuf>>, event: notify::Result<Event>) {
    let touched = match event {
        Ok(event) => match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => event.paths,
            EventKind::Access(_) => return,
            _ => event.paths,
        },
        // Something was missed; looking everything over finds it.
        Err(_) => Vec::new(),
    };
    // Nobody listens any more when the server is ending.
    let _ = bell.send(touched.into_iter().collect());
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}
