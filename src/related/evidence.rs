//! What the texts of reports give to tell by that they are alike.

use rayon::join;

use crate::knowledge_base::KnowledgeBase;
use crate::knowledge_base::unchanged::Unchanged;
use crate::memory::Memory;
use crate::signature::Signatures;
use crate::signature::recognition::Recognitions;

use super::Readings;
use super::texts::Texts;

/// What was found in the texts of reports, in each by itself.
#[derive(Debug)]
pub struct Evidence {
    /// The known errors that they are recognised by.
    pub recognitions: Recognitions,
    /// What others may have too.
    pub readings: Readings,
}

impl Evidence {
    /// Reads the texts of all reports.
    #[must_use]
    pub fn of(base: &KnowledgeBase, signatures: &Signatures) -> Self {
        Self::after(base, signatures, None)
    }

    /// The same; what has stayed as it was in the state before is not read again.
    #[must_use]
    pub fn after(
        base: &KnowledgeBase,
        signatures: &Signatures,
        before: Option<(&Unchanged, &Self)>,
    ) -> Self {
        let recognitions = before.map(|(unchanged, before)| (unchanged, &before.recognitions));
        let readings = before.map(|(unchanged, before)| (unchanged, &before.readings));
        let (recognitions, readings) = join(
            || Recognitions::after(base, signatures, recognitions),
            || Readings::after(base, readings),
        );
        Self {
            recognitions,
            readings,
        }
    }

    /// The same; what `memory` has found in the same texts is not looked for again. It has all of it afterwards.
    #[must_use]
    pub fn recalling(base: &KnowledgeBase, signatures: &Signatures, memory: &dyn Memory) -> Self {
        if !memory.remembers() {
            return Self::of(base, signatures);
        }
        let texts = Texts::of(base);
        Self {
            recognitions: Recognitions::recalling(base, signatures, texts.of_entries(), memory),
            readings: Readings::recalling(base, &texts, memory),
        }
    }
}
