//! Findings for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fix, Position, Severity};
use crate::report::findings::{Report, fix_place, told_fix};
use crate::report::json::pretty;

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Findings<'a> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    version: u32,
    /// What this is.
    kind: &'static str,
    /// The findings, by file and line.
    items: Vec<FindingItem<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::report) struct FindingItem<'a> {
    /// The rule.
    rule: &'a str,
    /// How much it weighs.
    #[schemars(with = "Severity")]
    severity: &'static str,
    /// The file, from the knowledge base.
    file: &'a str,
    /// The first line, from 1.
    line: usize,
    /// The first character of that, from 1.
    column: usize,
    /// The last line.
    end_line: usize,
    /// The character behind the last.
    end_column: usize,
    /// What is wrong.
    message: String,
    /// The way out.
    help: Option<String>,
    /// What mends it, where that is certain.
    fix: Option<FixItem<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FixItem<'a> {
    /// The first line, from 1.
    line: usize,
    /// The first character of that, from 1.
    column: usize,
    /// The last line.
    end_line: usize,
    /// The character behind the last.
    end_column: usize,
    /// What to put there.
    replacement: &'a str,
}

pub(super) fn text(report: &Report<'_>) -> String {
    let items = report.diagnostics.iter();
    let findings = Findings {
        version: 1,
        kind: "findings",
        items: items.map(|found| finding_item(report, found)).collect(),
    };
    pretty(&findings)
}

/// A finding as programs read it.
pub(in crate::report) fn finding_item<'a>(
    report: &Report<'_>,
    diagnostic: &'a Diagnostic,
) -> FindingItem<'a> {
    FindingItem {
        rule: diagnostic.rule,
        severity: diagnostic.severity.as_str(),
        file: &diagnostic.file,
        line: diagnostic.start.line,
        column: diagnostic.start.column,
        end_line: diagnostic.end.line,
        end_column: diagnostic.end.column,
        message: report.locale.message(diagnostic.rule, &diagnostic.message),
        help: report.locale.help(diagnostic),
        fix: told_fix(diagnostic).map(|fix| fix_item(report, diagnostic, fix)),
    }
}

fn fix_item<'a>(report: &Report<'_>, diagnostic: &Diagnostic, fix: &'a Fix) -> FixItem<'a> {
    let (
        Position { line, column },
        Position {
            line: end_line,
            column: end_column,
        },
    ) = fix_place(report, diagnostic, fix);
    FixItem {
        line,
        column,
        end_line,
        end_column,
        replacement: &fix.replacement,
    }
}
