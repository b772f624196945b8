//! `_headers`, which several static hosts read: the same policy as in the pages, and what only a
//! header can say.

use crate::render::site::{Output, RenderError, Site, write as write_file};

/// What a page may load: its own site, nothing else, nothing inline. The pages carry the same in
/// `templates/base.html`. The one exception are workers from texts of the page itself, in which the
/// expressions of signatures run: those of files do not start from a disk.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; worker-src blob:";

pub(super) fn write(_: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let headers = format!(
        "/*\n  Content-Security-Policy: {CONTENT_SECURITY_POLICY}; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    );
    write_file(output, "_headers", headers.as_bytes())
}
