//! The severities that incidents are told apart by.

use std::collections::BTreeMap;

use crate::document::Incident;
use crate::document::incident::IncidentType;
use crate::insight::records::{Record, of_type};

/// The most severities that are none of the site's and are still told apart.
const MOST_OTHER_WORDS: usize = 5;

/// A group of incidents by their severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeverityGroup {
    /// One of the site's severities, and its place among them; 0 is the gravest.
    Known(String, usize),
    /// Another word that reports use.
    Other(String),
    /// All further words.
    Rest,
    /// No severity is written.
    Unset,
}

/// The groups that occur: those of the site with the gravest first, then other words with the most
/// frequent first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Severities(pub Vec<SeverityGroup>);

impl Severities {
    /// The groups of the incidents among `records`; `known` are the site's severities, the gravest first.
    #[must_use]
    pub fn of(known: &[String], records: &[Record<'_>]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unset = false;
        for record in of_type(records, IncidentType::Incident) {
            match written(record.incident) {
                Some(word) => *counts.entry(word).or_default() += 1,
                None => unset = true,
            }
        }
        let known = known.iter().enumerate();
        let mut groups: Vec<SeverityGroup> = known
            .filter(|(_, word)| counts.remove(word.as_str()).is_some())
            .map(|(rank, word)| SeverityGroup::Known(word.clone(), rank))
            .collect();
        let mut others: Vec<(&str, usize)> = counts.into_iter().collect();
        others.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
        let shown = others.iter().take(MOST_OTHER_WORDS);
        groups.extend(shown.map(|(word, _)| SeverityGroup::Other((*word).to_owned())));
        if others.len() > MOST_OTHER_WORDS {
            groups.push(SeverityGroup::Rest);
        }
        if unset {
            groups.push(SeverityGroup::Unset);
        }
        Self(groups)
    }

    /// How many of the incidents among `records` are in each group, in the order of groups.
    #[must_use]
    pub fn counts(&self, records: &[Record<'_>]) -> Vec<usize> {
        let mut counts = vec![0; self.0.len()];
        for record in of_type(records, IncidentType::Incident) {
            if let Some(count) = self
                .place(record.incident)
                .and_then(|at| counts.get_mut(at))
            {
                *count += 1;
            }
        }
        counts
    }

    fn place(&self, incident: &Incident) -> Option<usize> {
        let Some(severity) = written(incident) else {
            let mut groups = self.0.iter();
            return groups.position(|group| *group == SeverityGroup::Unset);
        };
        let is_it = |group: &SeverityGroup| match group {
            SeverityGroup::Known(word, _) | SeverityGroup::Other(word) => word == severity,
            SeverityGroup::Rest => true,
            SeverityGroup::Unset => false,
        };
        self.0.iter().position(is_it)
    }
}

fn written(incident: &Incident) -> Option<&str> {
    let severity = incident.severity.as_ref()?.value.trim();
    (!severity.is_empty()).then_some(severity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::records::Records;
    use crate::insight::tests::knowledge_base;
    use crate::link::Relations;

    /// The groups and counts of incidents with these severities.
    fn groups(config: &str, severities: &[&str]) -> Vec<(SeverityGroup, usize)> {
        let texts: Vec<(String, String)> = severities
            .iter()
            .enumerate()
            .map(|(at, severity)| {
                let path = format!("content/incidents/{at:02}.md");
                (
                    path,
                    format!("---\nstarted_at: 2026-01-01\n{severity}\n---\n"),
                )
            })
            .collect();
        let files: Vec<(&str, &str)> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let base = knowledge_base(config, &files);
        let relations = Relations::gather(&base);
        let today = "2026-05-01".parse().unwrap();
        let records = Records::gather(&base, &relations, today);
        let severities = Severities::of(&base.config.severities, records.all());
        let counts = severities.counts(records.all());
        severities.0.into_iter().zip(counts).collect()
    }

    #[test]
    fn the_sites_own_stand_first_and_none_is_a_group_too() {
        let known = |word: &str, rank| SeverityGroup::Known(word.to_owned(), rank);
        let other = |word: &str| SeverityGroup::Other(word.to_owned());
        let written = [
            "severity: low",
            "",
            "severity: high",
            "severity: odd",
            "severity: low",
        ];
        assert_eq!(
            groups("severities: [high, middle, low]", &written),
            [
                (known("high", 0), 1),
                (known("low", 2), 2),
                (other("odd"), 1),
                (SeverityGroup::Unset, 1)
            ]
        );
        assert_eq!(groups("", &[]), []);
    }

    #[test]
    fn words_of_an_archive_are_bounded_and_the_most_frequent_stand_first() {
        let written =
            ["b", "a", "c", "b", "d", "e", "f", "g"].map(|word| format!("severity: {word}"));
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let found = groups("", &written);
        let names: Vec<_> = found
            .iter()
            .map(|(group, count)| match group {
                SeverityGroup::Other(word) => (word.as_str(), *count),
                _ => ("rest", *count),
            })
            .collect();
        let expected = [
            ("b", 2),
            ("a", 1),
            ("c", 1),
            ("d", 1),
            ("e", 1),
            ("rest", 2),
        ];
        assert_eq!(names, expected);
    }
}
