//! The contents of files at some revision, by the names that git has for them.

use super::GitError;
use super::program::Program;
use crate::source::{MAX_DOCUMENT_BYTES, Unreadable, decode};

/// The first line of a file that stands for one kept elsewhere by Git LFS.
const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/v1\n";
/// The most bytes that such a file has.
const MAX_POINTER_BYTES: usize = 1024;

/// The text of a file, or why it has none.
pub(super) type Text = Result<String, Unreadable>;

/// The texts of files, in the order asked for.
///
/// # Errors
///
/// Where git fails, or the clone does not have one of them.
pub(super) fn read(git: &Program<'_>, names: &[String]) -> Result<Vec<Text>, GitError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut input = names.join("\n").into_bytes();
    input.push(b'\n');
    let output = git.feed(&["cat-file", "--batch"], input)?;
    let mut rest = output.as_slice();
    let texts = names.iter().map(|_| {
        let (text, after) = next(rest).ok_or(GitError::NoText)?;
        rest = after;
        Ok(text)
    });
    texts.collect()
}

/// The first of the contents in an answer, and what stands behind it: `NAME TYPE SIZE`, the content
/// and a line break. `None` where git does not have it.
fn next(answer: &[u8]) -> Option<(Text, &[u8])> {
    let line = memchr::memchr(b'\n', answer)?;
    let header = std::str::from_utf8(&answer[..line]).ok()?;
    let size: usize = header.rsplit_once(' ')?.1.parse().ok()?;
    let content = answer.get(line + 1..line + 1 + size)?;
    let after = answer.get(line + 1 + size + 1..)?;
    let text = match u64::try_from(size) {
        Ok(bytes) if bytes <= MAX_DOCUMENT_BYTES => decode(content.to_vec()),
        _ => Err(Unreadable::TooLarge { bytes: size as u64 }),
    };
    Some((text, after))
}

/// Whether a text only stands for one that is kept elsewhere.
pub(super) fn is_lfs_pointer(text: &str) -> bool {
    text.len() <= MAX_POINTER_BYTES && text.starts_with(LFS_POINTER)
}
