//! What can be wrong with a signature by itself.

/// Why a signature cannot be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has neither `text` nor `regex` nor `lines`, or nothing stands in it.
    Nothing,
    /// It has more than one of them, so that it is unclear which counts.
    Several,
    /// Its regular expression is none; what the parser says, on one line.
    Syntax(String),
    /// Its regular expression takes more memory than one may.
    TooLarge,
    /// Its regular expression asks for a line break, and it sees one line at a time.
    LineBreak,
}
