//! Which files differ between two revisions, or between one and the work tree.

use super::GitError;
use super::program::Program;

/// How a file came to differ. Paths are those from the root of the knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// There was no such file.
    Added(String),
    /// Its content is another, or its type.
    Changed(String),
    /// It is gone.
    Removed(String),
    /// It has another path, and perhaps another content.
    Renamed {
        /// The path before.
        from: String,
        /// The path now.
        to: String,
    },
}

impl FileChange {
    /// The paths that it concerns.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let (path, other) = match self {
            Self::Added(path) | Self::Changed(path) | Self::Removed(path) => (path, None),
            Self::Renamed { from, to } => (from, Some(to)),
        };
        std::iter::once(path).chain(other).map(String::as_str)
    }
}

/// What a path of a revision is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing.
    Absent,
    /// An ordinary file.
    File,
    /// A symbolic link.
    Link,
    /// Another repository in this one.
    Submodule,
}

impl Mode {
    pub(super) fn of(mode: &str) -> Self {
        match mode {
            "000000" => Self::Absent,
            "120000" => Self::Link,
            "160000" => Self::Submodule,
            _ => Self::File,
        }
    }
}

/// A file on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// What it was.
    pub(super) before: Mode,
    /// What it is.
    pub(super) after: Mode,
    /// The name of its content before.
    pub(super) blob_before: String,
    /// The name of its content now; of a file of the work tree there is none.
    pub(super) blob_after: String,
    /// The path before.
    pub(super) from: String,
    /// The path now, the same unless it was renamed.
    pub(super) to: String,
}

impl Pair {
    /// How the file came to differ.
    pub(super) fn change(&self) -> FileChange {
        match (self.before, self.after) {
            (Mode::Absent, _) => FileChange::Added(self.to.clone()),
            (_, Mode::Absent) => FileChange::Removed(self.from.clone()),
            _ if self.from == self.to => FileChange::Changed(self.to.clone()),
            _ => FileChange::Renamed {
                from: self.from.clone(),
                to: self.to.clone(),
            },
        }
    }
}

/// The files below the root of the knowledge base that differ between two commits, or without the
/// second between one and the work tree; renamed ones as such.
///
/// # Errors
///
/// Where git fails.
pub(super) fn between(
    git: &Program<'_>,
    from: &str,
    to: Option<&str>,
) -> Result<Vec<Pair>, GitError> {
    let mut arguments = vec![
        "diff",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--relative",
        "--find-renames",
        "-l1000",
        "-O/dev/null",
        "--ignore-submodules=dirty",
        "--submodule=short",
        from,
    ];
    arguments.extend(to);
    arguments.push("--");
    let output = git.run(&arguments)?;
    let output = String::from_utf8_lossy(&output);
    parse(&output).ok_or_else(|| GitError::Failed(format!("git diff: {output}")))
}

/// The answer of `git diff --raw -z`: `:MODE MODE BLOB BLOB STATUS`, a path, and of renamed and copied
/// files another one, each ended by a zero.
fn parse(output: &str) -> Option<Vec<Pair>> {
    let mut fields = output.split_terminator('\0');
    let mut pairs = Vec::new();
    while let Some(header) = fields.next() {
        let mut words = header.strip_prefix(':')?.split(' ');
        let (before, after) = (Mode::of(words.next()?), Mode::of(words.next()?));
        let blob_before = words.next()?.to_owned();
        let blob_after = words.next()?.to_owned();
        let status = words.next()?;
        let from = fields.next()?.to_owned();
        let to = if status.starts_with(['R', 'C']) {
            fields.next()?.to_owned()
        } else {
            from.clone()
        };
        // What a merge has left open is told a second time, as a difference.
        if status != "U" {
            pairs.push(Pair {
                before,
                after,
                blob_before,
                blob_after,
                from,
                to,
            });
        }
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_any_path() {
        let answer = ":100644 100644 aa bb M\0a b.md\0:000000 120000 00 00 A\0日本\n.md\0\
                      :100644 100644 aa aa R100\0\"x\".md\0y.md\0:100644 100644 00 00 U\0a.md\0\
                      :160000 000000 aa 00 D\0:sub\0";
        let changes: Vec<_> = parse(answer).unwrap().iter().map(Pair::change).collect();
        assert_eq!(
            changes,
            [
                FileChange::Changed("a b.md".to_owned()),
                FileChange::Added("日本\n.md".to_owned()),
                FileChange::Renamed {
                    from: "\"x\".md".to_owned(),
                    to: "y.md".to_owned(),
                },
                FileChange::Removed(":sub".to_owned()),
            ]
        );
        assert_eq!(parse("fatal: nothing"), None);
        assert_eq!(parse(""), Some(Vec::new()));
    }
}
