//! Which pages somebody looks at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// The pages that are open in browsers, by their paths within the site, and how many times each.
#[derive(Debug, Clone, Default)]
pub(super) struct OpenPages(Arc<Mutex<BTreeMap<String, usize>>>);

/// A page that is open for as long as this is held.
#[derive(Debug)]
pub(super) struct OpenPage {
    pages: OpenPages,
    /// Its path within the site.
    pub(super) path: String,
}

impl OpenPages {
    /// Notes that a page is open.
    pub(super) fn open(&self, path: String) -> OpenPage {
        if let Ok(mut pages) = self.0.lock() {
            *pages.entry(path.clone()).or_default() += 1;
        }
        OpenPage {
            pages: self.clone(),
            path,
        }
    }

    /// The paths of all that are open now.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        let pages = self.0.lock();
        pages.map_or_else(|_| BTreeSet::new(), |pages| pages.keys().cloned().collect())
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let Ok(mut pages) = self.pages.0.lock() else {
            return;
        };
        if let Some(times) = pages.get_mut(&self.path) {
            *times -= 1;
            if *times == 0 {
                pages.remove(&self.path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_open_until_the_last_who_looks_at_it_has_left() {
        let pages = OpenPages::default();
        let first = pages.open("a.html".to_owned());
        let second = pages.open("a.html".to_owned());
        drop(first);
        assert_eq!(pages.paths(), BTreeSet::from(["a.html".to_owned()]));
        drop(second);
        assert!(pages.paths().is_empty());
    }
}
