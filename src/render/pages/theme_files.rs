//! The files of the theme, ours or the site's own of the same name, and those that the site adds.

use crate::render::site::{Output, RenderError, Site, write as write_file};
use crate::render::theme::BUILT_IN;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for (name, content) in BUILT_IN {
        let own = site.theme.iter().find(|(own, _)| own == name);
        let content = own.map_or(*content, |(_, content)| content.as_slice());
        write_file(output, &format!("theme/{name}"), content)?;
    }
    let is_ours = |name: &str| BUILT_IN.iter().any(|(ours, _)| *ours == name);
    for (name, content) in site.theme.iter().filter(|(name, _)| !is_ours(name)) {
        write_file(output, &format!("theme/{name}"), content)?;
    }
    Ok(())
}
