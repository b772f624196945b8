//! `_headers`, which several static hosts read: the same policy as in the pages, and what only a
//! header can say.

use crate::render::site::{Output, RenderError, Site, write as write_file};

/// What a page may load: its own site, nothing else, nothing inline. The pages carry the same in
/// `templates/base.html`. The one exception are workers from texts of the page itself, in which the
/// expressions of signatures run: those of files do not start from a disk.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; worker-src blob:";

/// The headers that every file of a site should be served with.
#[must_use]
pub fn http_headers() -> [(&'static str, String); 3] {
    let policy = format!("{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'");
    [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
    ]
}

pub(super) fn write(_: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let lines = http_headers().map(|(name, value)| format!("  {name}: {value}\n"));
    let headers = format!("/*\n{}", lines.concat());
    write_file(output, "_headers", headers.as_bytes())
}
