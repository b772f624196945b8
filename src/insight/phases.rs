//! The phases of an incident: what the time between its milestones went into.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::document::Document;
use crate::document::incident::Milestone;

/// The time from one milestone of an incident to the next one that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// The milestone that begins it.
    pub since: Milestone,
    /// The milestone that ends it.
    pub until: Milestone,
    /// When it began.
    pub from: DateTime<FixedOffset>,
    /// When it ended.
    pub to: DateTime<FixedOffset>,
}

impl Phase {
    /// Whether no milestone lies between its two, so that the one that ends it names it: what goes
    /// from the start to `Detected` is detection.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let place = |milestone| Milestone::ALL.iter().position(|one| *one == milestone);
        place(self.since).map(|place| place + 1) == place(self.until)
    }

    /// How long it took.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.to - self.from
    }
}

/// The phases of an incident, from its start to its last milestone. A milestone without a time of
/// day is left out, and so is one that stands before an earlier one.
#[must_use]
pub fn phases(document: &Document) -> Vec<Phase> {
    let mut phases = Vec::new();
    let start = document.milestone(Milestone::Started);
    let Some(mut from) = start.and_then(|moment| moment.time()) else {
        return phases;
    };
    let mut since = Milestone::Started;
    for until in &Milestone::ALL[1..] {
        let time = document.milestone(*until).and_then(|moment| moment.time());
        if let Some(to) = time.filter(|to| *to >= from) {
            let until = *until;
            phases.push(Phase {
                since,
                until,
                from,
                to,
            });
            (since, from) = (until, to);
        }
    }
    phases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::knowledge_base::KnowledgeBase;
    use crate::source::{Source, SourceFile};

    fn phases_of(front_matter: &str) -> Vec<(Milestone, Milestone, bool, i64)> {
        let source = Source {
            content: "content".to_owned(),
            documents: vec![SourceFile {
                path: "content/incidents/a.md".to_owned(),
                text: Ok(format!("---\n{front_matter}---\n")),
            }],
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(String::new(), "kb"), source);
        phases(&base.documents()[0])
            .iter()
            .map(|phase| {
                let minutes = phase.length().num_minutes();
                (phase.since, phase.until, phase.is_whole(), minutes)
            })
            .collect()
    }

    #[test]
    fn phases_join_the_milestones_that_have_a_time() {
        let all = "started_at: 2026-01-01T10:00Z\ndetected_at: 2026-01-01T10:05Z\n\
                   mitigated_at: 2026-01-01T10:45Z\nresolved_at: 2026-01-01T12:45Z\n";
        let expected = [
            (Milestone::Started, Milestone::Detected, true, 5),
            (Milestone::Detected, Milestone::Mitigated, false, 40),
            (Milestone::Mitigated, Milestone::Resolved, true, 120),
        ];
        assert_eq!(phases_of(all), expected);
    }

    #[test]
    fn what_has_no_time_or_stands_before_is_left_out() {
        let gaps = "started_at: 2026-01-01T10:00Z\ndetected_at: 2026-01-01T09:00Z\n\
                    mitigated_at: 2026-01-01\nresolved_at: 2026-01-01T11:00Z\n";
        assert_eq!(
            phases_of(gaps),
            [(Milestone::Started, Milestone::Resolved, false, 60)]
        );
        assert!(phases_of("detected_at: 2026-01-01T09:00Z\n").is_empty());
        assert!(phases_of("started_at: 2026-01-01\nresolved_at: 2026-01-02\n").is_empty());
    }
}
