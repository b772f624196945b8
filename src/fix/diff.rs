//! What fixes change, for people to read before anything is written.

use similar::TextDiff;

use crate::confidential;
use crate::fix::Mended;

/// How many lines are shown around each change.
const CONTEXT: usize = 2;

/// The changed lines of a file as a unified diff, without what is confidential. Ends of lines never
/// change and are shown as `\n`.
#[must_use]
pub fn diff(file: &Mended) -> String {
    let shown = |text: &str| confidential::redacted(text).replace("\r\n", "\n");
    let (before, after) = (shown(&file.before), shown(&file.after));
    TextDiff::from_lines(&before, &after)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&format!("a/{}", file.path), &format!("b/{}", file.path))
        .to_string()
}
