//! Candidates as bytes: all that is known of them but the entries that they are, whose numbers move.

use crate::document::Id;
use crate::document::common::RelationType;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::memory::Remember;
use crate::memory::bytes::{Reader, Writer};

use super::{Candidate, Reason, Strength};

/// What the bytes are called.
const NAME: &str = "reasons";

/// Writes candidates.
pub(super) fn write(base: &KnowledgeBase, candidates: &[Candidate]) -> Vec<u8> {
    let mut writer = Writer::begin(NAME);
    writer.list(candidates, |writer, candidate| {
        (candidate.strength == Strength::Strong).remember(writer);
        candidate.other_cause.remember(writer);
        candidate.relation.remember(writer);
        writer.list(&candidate.reasons, |writer, reason| {
            write_reason(base, reason, writer);
        });
    });
    writer.end()
}

/// Reads candidates, which are these `others`.
pub(super) fn read(
    base: &KnowledgeBase,
    bytes: &[u8],
    others: &[EntryIndex],
) -> Option<Vec<Candidate>> {
    let mut reader = Reader::open(NAME, bytes)?;
    let mut others = others.iter();
    let candidates = reader.list(|reader| {
        let strength = if bool::recall(reader)? {
            Strength::Strong
        } else {
            Strength::Weak
        };
        Some(Candidate {
            other: *others.next()?,
            strength,
            other_cause: bool::recall(reader)?,
            relation: Option::<RelationType>::recall(reader)?,
            reasons: reader.list(|reader| read_reason(base, reader))?,
        })
    })?;
    (others.next().is_none() && reader.is_at_end()).then_some(candidates)
}

fn write_reason(base: &KnowledgeBase, reason: &Reason, writer: &mut Writer) {
    let (sort, text) = match reason {
        Reason::KnownError { entry, .. } => (0, base[*entry].id.as_str()),
        Reason::Message(message) => (1, message.as_str()),
        Reason::Identifier(name) => (2, name.as_str()),
        Reason::Cause(id) => (3, id.as_str()),
        Reason::Vendor(id) => (4, id.as_str()),
        Reason::Service(id) => (5, id.as_str()),
        Reason::Title(_) => (6, ""),
        Reason::Text(_) => (7, ""),
    };
    writer.byte(sort);
    writer.text(text);
    match reason {
        Reason::KnownError { signature, .. } => signature.remember(writer),
        Reason::Title(words) | Reason::Text(words) => words.remember(writer),
        _ => {}
    }
}

fn read_reason(base: &KnowledgeBase, reader: &mut Reader<'_>) -> Option<Reason> {
    let sort = reader.byte()?;
    let text = reader.text()?;
    Some(match sort {
        0 => Reason::KnownError {
            entry: base.entry_by_id(text)?,
            signature: Option::recall(reader)?,
        },
        1 => Reason::Message(text.to_owned()),
        2 => Reason::Identifier(text.to_owned()),
        3 => Reason::Cause(Id::new(text)),
        4 => Reason::Vendor(Id::new(text)),
        5 => Reason::Service(Id::new(text)),
        6 => Reason::Title(Vec::recall(reader)?),
        7 => Reason::Text(Vec::recall(reader)?),
        _ => return None,
    })
}
