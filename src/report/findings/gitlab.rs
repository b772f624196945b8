//! Findings as a Code Quality report of GitLab.

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::report::{Report, json, printable_line};

#[derive(Debug, Serialize)]
struct Item<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn text(report: &Report<'_>) -> String {
    let fingerprints = report.fingerprints();
    let items: Vec<Item<'_>> = report
        .diagnostics
        .iter()
        .zip(fingerprints.iter())
        .map(|(diagnostic, fingerprint)| Item {
            description: report.words(diagnostic).join(" — "),
            check_name: diagnostic.rule,
            fingerprint: fingerprint.to_string(),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location {
                path: printable_line(&report.path(diagnostic)),
                lines: Lines {
                    begin: diagnostic.start.line,
                    end: diagnostic.end.line,
                },
            },
        })
        .collect();
    json::pretty(&items)
}
