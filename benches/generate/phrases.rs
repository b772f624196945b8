//! What a language must be able to say. English and Japanese documents are written by the same
//! functions from these lists of templates; [`crate::fill`] explains the slots.

pub use crate::phrases_en::ENGLISH;
pub use crate::phrases_ja::JAPANESE;

type Templates = &'static [&'static str];

/// All templates of one language.
pub struct Phrases {
    /// Who is meant where a report has to do with no vendor in particular.
    pub some_vendor: &'static str,
    /// What a sentence is about: `‹np›`.
    pub things: Templates,
    pub report: ReportPhrases,
    pub timeline: TimelinePhrases,
    pub actions: ActionPhrases,
    pub known_error: KnownErrorPhrases,
    pub checklist: ChecklistPhrases,
}

/// The sections of a report.
pub struct ReportPhrases {
    /// Summary, Impact, Timeline, Cause, Response, Lessons, Actions.
    pub headings: [&'static str; 7],
    pub titles: Templates,
    pub summary: Templates,
    /// How the summary ends.
    pub aftermath: Templates,
    pub impact: Templates,
    pub impact_items: Templates,
    /// Headings of a table: service, errors, slowest answer.
    pub impact_columns: [&'static str; 3],
    /// One line for the front matter.
    pub impact_line: Templates,
    pub harmless: Templates,
    pub trigger: Templates,
    pub cause: Templates,
    pub log_intro: Templates,
    pub response: Templates,
    pub steps: Templates,
    pub code_intro: Templates,
    pub lessons: Templates,
    /// Sentences with `‹earlier›`, `‹ke›` or `‹link›`.
    pub links: Templates,
    pub link_text: Templates,
    pub callouts: Templates,
    pub details: &'static str,
}

/// The rows of a timeline and what was told to customers.
pub struct TimelinePhrases {
    /// Column headings: time, text, event.
    pub columns: [&'static str; 3],
    /// One sentence where the rows are in the front matter.
    pub elsewhere: Templates,
    pub started: Templates,
    pub detected: Templates,
    pub acknowledged: Templates,
    pub identified: Templates,
    pub mitigated: Templates,
    pub resolved: Templates,
    pub between: Templates,
    pub contacted: Templates,
    pub vendor_acknowledged: Templates,
    pub told_first: Templates,
    pub told_final: Templates,
    pub channel: &'static str,
}

/// Titles of actions, by how strong they are.
pub struct ActionPhrases {
    pub intro: Templates,
    pub strong: Templates,
    pub detecting: Templates,
    pub supporting: Templates,
    pub evidence: Templates,
}

pub struct KnownErrorPhrases {
    /// Symptoms, Cause, Workaround, Seen in.
    pub headings: [&'static str; 4],
    pub titles: Templates,
    pub symptoms: Templates,
    pub workaround: Templates,
    pub seen: &'static str,
}

pub struct ChecklistPhrases {
    pub titles: Templates,
    pub intro: Templates,
    pub headings: [&'static str; 3],
    pub items: Templates,
    /// An item that says which report it comes from.
    pub learned: Templates,
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, JAPANESE, Phrases};

    fn samples(phrases: &Phrases) -> [&'static [&'static str]; 6] {
        let report = &phrases.report;
        [
            report.titles,
            report.summary,
            report.cause,
            report.response,
            report.lessons,
            phrases.actions.strong,
        ]
    }

    #[test]
    fn languages_do_not_mix() {
        let kana = |text: &str| text.chars().any(|c| ('ぁ'..='ヿ').contains(&c));
        for list in samples(&ENGLISH) {
            assert!(!list.iter().any(|text| kana(text)));
        }
        for list in samples(&JAPANESE) {
            assert!(list.iter().all(|text| kana(text)), "{list:?}");
        }
    }
}
