//! Findings for programs.

use std::fmt::Write;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fix, Position};
use crate::report::{Report, fix_place, steers, told_fix};

#[derive(Debug, Serialize)]
struct Findings<'a> {
    version: u32,
    kind: &'static str,
    items: Vec<FindingItem<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct FindingItem<'a> {
    rule: &'a str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: String,
    help: Option<String>,
    fix: Option<FixItem<'a>>,
}

#[derive(Debug, Serialize)]
struct FixItem<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
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
pub(super) fn finding_item<'a>(report: &Report<'_>, diagnostic: &'a Diagnostic) -> FindingItem<'a> {
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

/// A value as JSON, with nothing in it that could steer a terminal.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| unreachable!("only words and numbers: {error}"));
    escaped(&text) + "\n"
}

/// A value as JSON on one line, with nothing in it that could steer a terminal.
pub(super) fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value)
        .unwrap_or_else(|error| unreachable!("only words and numbers: {error}"));
    escaped(&text)
}

/// The same JSON with everything escaped that could steer a terminal.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if !steers(c) {
            escaped.push(c);
        } else if write!(escaped, "\\u{:04x}", u32::from(c)).is_err() {
            // None of them takes more than one unit of UTF-16, and a string takes whatever comes.
            unreachable!("writing to a string does not fail");
        }
    }
    escaped
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
