//! The files of the theme, ours or the site's own of the same name, and those that the site adds.

use crate::render::site::{Output, RenderError, Site, write as write_file};
use crate::render::theme::BUILT_IN;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for (name, _) in BUILT_IN {
        write_file(output, &format!("theme/{name}"), theme_file(site, name))?;
    }
    let is_ours = |name: &str| BUILT_IN.iter().any(|(ours, _)| *ours == name);
    for (name, content) in site.theme.iter().filter(|(name, _)| !is_ours(name)) {
        write_file(output, &format!("theme/{name}"), content)?;
    }
    Ok(())
}

/// A file of the theme, ours or the site's own; empty where there is none of this name.
pub(super) fn theme_file<'a>(site: &'a Site<'_>, name: &str) -> &'a [u8] {
    let own = site.theme.iter().find(|(own, _)| own == name);
    let built_in = || BUILT_IN.iter().find(|(known, _)| *known == name);
    match own {
        Some((_, content)) => content,
        None => built_in().map_or(&[], |(_, content)| content),
    }
}
