//! What pages are called outside of the site: in feeds and calendars.

use crate::render::paths::{file_stem, percent_encoded};
use crate::render::site::Site;

/// The address of a file of the site where the site knows its own, else its path from the site's root.
#[must_use]
pub fn address(site: &Site<'_>, path: &str) -> String {
    let base_url = site.base.config.base_url.as_deref().unwrap_or_default();
    format!("{base_url}{}", percent_encoded(path))
}

/// A name for a file of the site that no other file anywhere has, and that stays: its address where
/// the site knows its own, else a `tag:` URI (RFC 4151).
#[must_use]
pub fn identifier(site: &Site<'_>, path: &str) -> String {
    match site.base.config.base_url {
        Some(_) => address(site, path),
        None => {
            let site_name = file_stem(&site.base.config.title);
            let path = percent_encoded(&format!("{site_name}/{path}"));
            format!("tag:hansei.invalid,2026:{path}")
        }
    }
}
