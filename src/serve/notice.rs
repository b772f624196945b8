//! What an open page says about the files that somebody is working on.

use serde::Serialize;

use super::Failure;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::Locale;

/// The most findings that a page shows.
const SHOWN: usize = 50;

/// A notice, in the words of the site.
#[derive(Debug, Serialize)]
pub(super) struct Notice {
    language: &'static str,
    title: String,
    close: String,
    /// What the site shows meanwhile, and how many findings are not listed.
    notes: Vec<String>,
    findings: Vec<FindingView>,
}

#[derive(Debug, Serialize)]
struct FindingView {
    severity: &'static str,
    label: String,
    place: String,
    message: String,
    /// Lines that only stand right among each other, such as the excerpt of a template.
    detail: Option<String>,
    help: Option<String>,
}

impl Notice {
    /// The notice of these findings, in this order; nothing where there are none. `kept` says that
    /// some document is shown as it last was.
    pub(super) fn of_findings(
        findings: &[&Diagnostic],
        kept: bool,
        locale: &'static Locale,
    ) -> Option<Self> {
        if findings.is_empty() {
            return None;
        }
        let mut notes = Vec::new();
        if kept {
            notes.push(locale.text("interface.serve.document-kept").to_owned());
        }
        if findings.len() > SHOWN {
            let more = (findings.len() - SHOWN).to_string();
            notes.push(locale.format("interface.serve.more", &[("count", &more)]));
        }
        let count = findings.len().to_string();
        let title = locale.format("interface.serve.findings", &[("count", &count)]);
        let shown = findings.iter().take(SHOWN);
        let shown = shown.map(|found| view(found, locale)).collect();
        Some(Self::new(title, notes, shown, locale))
    }

    /// The notice that the site could not be made.
    pub(super) fn of_failure(failure: &Failure, locale: &'static Locale) -> Self {
        let findings = match failure {
            Failure::Configuration { faults, .. } => {
                faults.iter().map(|found| view(found, locale)).collect()
            }
            Failure::Source(error) => vec![fault(&error.to_string(), locale)],
            Failure::Render(error) => vec![fault(&error.to_string(), locale)],
        };
        let title = locale.text("interface.serve.failed").to_owned();
        let notes = vec![locale.text("interface.serve.site-kept").to_owned()];
        Self::new(title, notes, findings, locale)
    }

    fn new(
        title: String,
        notes: Vec<String>,
        findings: Vec<FindingView>,
        locale: &'static Locale,
    ) -> Self {
        Self {
            language: locale.language().code(),
            title,
            close: locale.text("interface.serve.close").to_owned(),
            notes,
            findings,
        }
    }
}

fn view(found: &Diagnostic, locale: &Locale) -> FindingView {
    let Diagnostic { file, start, .. } = found;
    FindingView {
        severity: found.severity.as_str(),
        label: label(found.severity, locale),
        place: format!("{file}:{}:{}", start.line, start.column),
        message: locale.message(found.rule, &found.message),
        detail: None,
        help: locale.help(found),
    }
}

/// A fault that is in no line of a document: it says itself where it is.
fn fault(reason: &str, locale: &Locale) -> FindingView {
    let (message, detail) = match reason.split_once('\n') {
        Some((message, detail)) => (message, Some(detail.to_owned())),
        None => (reason, None),
    };
    FindingView {
        severity: Severity::Error.as_str(),
        label: label(Severity::Error, locale),
        place: String::new(),
        message: message.to_owned(),
        detail,
        help: None,
    }
}

fn label(severity: Severity, locale: &Locale) -> String {
    let key = format!("command_line.severity.{severity}");
    locale.text(&key).to_owned()
}
