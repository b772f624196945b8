//! Pages at the addresses of former ids, which lead to the present ones.

use serde::Serialize;

use crate::render::paths::relative;
use crate::render::site::{Output, PageView, RenderError, Site};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    for redirect in site.paths.redirects() {
        let document = site
            .base
            .in_language(redirect.entry, site.base.config.language);
        let title = &site.base[document].title;
        let view = View {
            page: PageView::new(site, &redirect.path, title, ""),
            target: relative(&redirect.path, site.paths.document(document)),
        };
        site.page(output, "redirect.html", &redirect.path, &view)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
    target: String,
}
