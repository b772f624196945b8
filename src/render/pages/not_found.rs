//! `404.html`, which a host shows at any address: alone in using absolute links.

use serde::Serialize;

use crate::render::site::{Output, PageView, RenderError, Site};

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let mut page = PageView::new(site, "404.html", &site.text("not_found.title"), "");
    page.root = root(site.base.config.base_url.as_deref());
    site.page(output, "404.html", "404.html", &View { page })
}

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
}

/// The path of the site on its host: that of `base_url`, else the top.
fn root(base_url: Option<&str>) -> String {
    base_url
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn the_root_is_the_path_of_the_base_url() {
        assert_eq!(root(None), "/");
        assert_eq!(root(Some("https://kb.example.com/")), "/");
        assert_eq!(root(Some("https://example.com/kb/")), "/kb/");
    }
}
