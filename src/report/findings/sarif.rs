//! Findings as SARIF 2.1.0, which code hosts and editors read.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Location, Message,
    MultiformatMessageString, PhysicalLocation, Region, Replacement, ReportingConfiguration,
    ReportingDescriptor, Result as Item, ResultColumnKind, ResultLevel, Run, Sarif, Tool,
    ToolComponent, Version,
};

use crate::check::fingerprint::Fingerprint;
use crate::check::{Rule, find};
use crate::confidential;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::report::findings::{Report, fix_place, told_fix};
use crate::report::{explain, explain_markdown, json};

/// The name under which fingerprints stand; a change in how they are made takes the next number.
const FINGERPRINT: &str = "hansei/v1";

/// The schema of the standard with its first errata.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn text(report: &Report<'_>) -> String {
    let names: BTreeSet<&str> = report.diagnostics.iter().map(|found| found.rule).collect();
    let rules: Vec<&Rule> = names.into_iter().filter_map(find).collect();
    let fingerprints = report.fingerprints();
    let items: Vec<Item> = report
        .diagnostics
        .iter()
        .zip(fingerprints.iter())
        .map(|(diagnostic, fingerprint)| item(report, &rules, diagnostic, *fingerprint))
        .collect();
    let driver = ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .language(report.locale.language().code())
        .rules(
            rules
                .iter()
                .map(|rule| descriptor(report, rule))
                .collect::<Vec<_>>(),
        )
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind(value(&ResultColumnKind::UnicodeCodePoints))
        .results(items)
        .build();
    let sarif = Sarif::builder()
        .schema(SCHEMA)
        .version(value(&Version::V2_1_0))
        .runs(vec![run])
        .build();
    json::pretty(&sarif)
}

/// A word of the format as JSON.
fn value(word: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(word).unwrap_or_else(|error| unreachable!("only a word: {error}"))
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Note => ResultLevel::Note,
    }
}

fn descriptor(report: &Report<'_>, rule: &Rule) -> ReportingDescriptor {
    let words = |part: &str| {
        let text = report
            .locale
            .format(&format!("rules.{}.{part}", rule.name), &[]);
        MultiformatMessageString::builder()
            .text(plain(&text))
            .build()
    };
    // Examples look confidential too, and other programs look for what does.
    let (text, markdown) = (
        explain(rule, report.locale),
        explain_markdown(rule, report.locale),
    );
    let help = MultiformatMessageString::builder()
        .text(plain(&confidential::redacted(&text)))
        .markdown(confidential::redacted(&markdown))
        .build();
    let configuration = ReportingConfiguration::builder()
        .level(value(&level(rule.severity)))
        .build();
    ReportingDescriptor::builder()
        .id(rule.name)
        .short_description(words("what"))
        .full_description(words("why"))
        .help(help)
        .default_configuration(configuration)
        .build()
}

fn item(
    report: &Report<'_>,
    rules: &[&Rule],
    diagnostic: &Diagnostic,
    fingerprint: Fingerprint,
) -> Item {
    let index = rules.iter().position(|rule| rule.name == diagnostic.rule);
    let place = PhysicalLocation::builder()
        .artifact_location(artifact(report, diagnostic))
        .region(region(diagnostic.start, diagnostic.end))
        .build();
    let mut item = Item::builder()
        .rule_id(diagnostic.rule)
        .level(level(diagnostic.severity))
        .message(message(&report.words(diagnostic).join("\n")))
        .locations(vec![Location::builder().physical_location(place).build()])
        .partial_fingerprints(BTreeMap::from([(
            FINGERPRINT.to_owned(),
            fingerprint.to_string(),
        )]))
        .build();
    item.rule_index = index.and_then(|index| i64::try_from(index).ok());
    item.fixes = fix(report, diagnostic).map(|fix| vec![fix]);
    item
}

fn fix(report: &Report<'_>, diagnostic: &Diagnostic) -> Option<Fix> {
    let fix = told_fix(diagnostic)?;
    let (start, end) = fix_place(report, diagnostic, fix);
    let content = ArtifactContent::builder()
        .text(fix.replacement.as_str())
        .build();
    let replacement = Replacement::builder()
        .deleted_region(region(start, end))
        .inserted_content(content)
        .build();
    let change = ArtifactChange::builder()
        .artifact_location(artifact(report, diagnostic))
        .replacements(vec![replacement])
        .build();
    Some(Fix::builder().artifact_changes(vec![change]).build())
}

fn message(text: &str) -> Message {
    Message::builder().text(plain(text)).build()
}

/// A text in which brackets are brackets: SARIF reads `[words](address)` as a link.
fn plain(text: &str) -> String {
    if !text.contains("](") {
        return text.to_owned();
    }
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn artifact(report: &Report<'_>, diagnostic: &Diagnostic) -> ArtifactLocation {
    /// What a path in an address keeps.
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let path = report.path(diagnostic);
    let uri = utf8_percent_encode(&path, KEPT).to_string();
    ArtifactLocation::builder().uri(uri).build()
}

fn region(start: Position, end: Position) -> Region {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Region::builder()
        .start_line(number(start.line))
        .start_column(number(start.column))
        .end_line(number(end.line))
        .end_column(number(end.column))
        .build()
}
