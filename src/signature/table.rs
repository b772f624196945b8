//! All signatures as a page loads them.

use serde::Serialize;

use crate::knowledge_base::KnowledgeBase;
use crate::signature::javascript::{JavaScript, translate};
use crate::signature::sequence::WINDOW;
use crate::signature::{Pattern, Signatures, line};

/// The signatures of a knowledge base, for matching in the browser.
///
/// A line is matched after what [`line::ESCAPES`] finds is removed from it, and for texts after each
/// run of white space is a single space. Rows stand in the order in which hits are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureTable {
    /// The version of this structure.
    pub version: u32,
    /// How far apart the first and the last of several lines may be.
    pub window: u64,
    /// What to remove from a line.
    pub escapes: JavaScript,
    /// What is a single space in a text.
    pub white_space: JavaScript,
    /// The signatures.
    pub signatures: Vec<TableRow>,
    /// The known errors with a signature that the browser cannot match, by id.
    pub left_out: Vec<String>,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// The id of its known error.
    pub id: String,
    /// Its position among the signatures of the known error, from 0.
    pub position: usize,
    /// What to look for.
    #[serde(flatten)]
    pub pattern: TablePattern,
}

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "lowercase")]
pub enum TablePattern {
    /// A text that stands in one line, as it is.
    Text {
        /// The text, with single spaces.
        text: String,
    },
    /// An expression that is found in one line.
    Regex(JavaScript),
    /// Texts that stand in lines of their own, in this order.
    Lines {
        /// The texts, with single spaces.
        lines: Vec<String>,
    },
}

impl SignatureTable {
    /// The table of these signatures.
    #[must_use]
    pub fn of(base: &KnowledgeBase, signatures: &Signatures) -> Self {
        let mut rows = Vec::new();
        let mut left_out = Vec::new();
        for (signature, pattern) in signatures.in_order(base) {
            let id = base[signature.entry].id.to_string();
            match TablePattern::of(pattern) {
                Some(pattern) => rows.push(TableRow {
                    id,
                    position: signature.position,
                    pattern,
                }),
                None => left_out.push(id),
            }
        }
        left_out.sort_unstable();
        left_out.dedup();
        Self {
            version: 1,
            window: WINDOW,
            escapes: constant(line::ESCAPES),
            white_space: constant(line::WHITE_SPACE),
            signatures: rows,
            left_out,
        }
    }
}

impl TablePattern {
    fn of(pattern: &Pattern) -> Option<Self> {
        Some(match pattern {
            Pattern::Text(text) => Self::Text {
                text: text.as_str().to_owned(),
            },
            Pattern::Lines(texts) => Self::Lines {
                lines: texts.iter().map(|text| text.as_str().to_owned()).collect(),
            },
            Pattern::Regex(expression) => Self::Regex(translate(&expression.hir).ok()?),
        })
    }
}

/// A constant expression in JavaScript, to be replaced everywhere.
fn constant(pattern: &str) -> JavaScript {
    let hir = regex_syntax::parse(pattern)
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"));
    let JavaScript { source, .. } =
        translate(&hir).unwrap_or_else(|_| unreachable!("a short expression"));
    JavaScript {
        source,
        flags: "gu",
    }
}
