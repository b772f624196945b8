//! Findings as workflow commands of GitHub Actions, which shows them beside the lines they are about.
//!
//! A command is one line that begins with `::`. What documents say comes behind the command's name
//! only, and without line breaks, so that no text of theirs can become a command.

use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::report::{Counts, Report, harmless, printable_line};

/// How many annotations of each severity GitHub shows of one step.
const SHOWN_OF_STEP: usize = 10;

pub(super) fn text(report: &Report<'_>) -> String {
    let mut text = left_out(report).unwrap_or_default();
    for diagnostic in report.diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let words = report.words(diagnostic).join("\n");
        let written = writeln!(
            text,
            "::{command} file={},line={},endLine={},col={},title={}::{}",
            property(&printable_line(&report.path(diagnostic))),
            diagnostic.start.line,
            diagnostic.end.line,
            diagnostic.start.column,
            property(diagnostic.rule),
            data(&words),
        );
        written.unwrap_or_else(|_| unreachable!("writing to a string does not fail"));
    }
    text
}

/// What says how many findings there are, where GitHub does not show all of them.
fn left_out(report: &Report<'_>) -> Option<String> {
    let counts = Counts::of(report.diagnostics);
    let most = counts.errors.max(counts.warnings).max(counts.notes);
    if most <= SHOWN_OF_STEP {
        return None;
    }
    let findings = counts.text(report.locale);
    let shown = SHOWN_OF_STEP.to_string();
    let arguments = [("findings", findings.as_str()), ("shown", &shown)];
    let words = report
        .locale
        .format("command_line.github-limit", &arguments);
    Some(format!("::notice title=hansei::{}\n", data(&words)))
}

/// A text as the words of a command.
fn data(text: &str) -> String {
    harmless(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text as the value of one of a command's properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_begins_one() {
        assert_eq!(
            data("100%\r\n::error::x ##[add-mask]y %0A::z"),
            "100%25%0D%0A::error::x ## [add-mask]y %250A::z"
        );
        assert_eq!(property("a,line=1::b\n"), "a%2Cline=1%3A%3Ab%0A");
    }
}
