//! What an open page says about the files that somebody is working on.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Failure;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::Locale;

/// The most findings that a page shows.
const SHOWN: usize = 50;

/// A notice, in the words of the site.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Notice {
    language: &'static str,
    title: String,
    close: String,
    /// What the site shows meanwhile, and how many findings are not listed.
    notes: Vec<String>,
    findings: Vec<FindingView>,
}

#[derive(Debug, Clone, Serialize)]
struct FindingView {
    severity: &'static str,
    label: String,
    place: String,
    message: String,
    /// Lines that only stand right among each other, such as the excerpt of a template.
    detail: Option<String>,
    help: Option<String>,
}

/// What there is to say about a site.
#[derive(Debug)]
pub(super) enum News {
    /// It could not be made.
    Failure(Notice),
    /// It was made.
    Findings {
        /// What was found in the files that are being worked on, in the order to show it in.
        changed: Vec<Diagnostic>,
        /// The errors of each document, whenever they arose, by the path of its page.
        own: BTreeMap<String, Vec<Diagnostic>>,
        /// Whether some document is shown as it last was.
        kept: bool,
    },
}

impl Default for News {
    fn default() -> Self {
        Self::Findings {
            changed: Vec::new(),
            own: BTreeMap::new(),
            kept: false,
        }
    }
}

impl News {
    /// What the page at this path says, where it has anything to say.
    pub(super) fn notice(&self, page: &str, locale: &Locale) -> Option<Cow<'_, Notice>> {
        let (changed, own, kept) = match self {
            Self::Failure(notice) => return Some(Cow::Borrowed(notice)),
            Self::Findings { changed, own, kept } => (changed, own.get(page), *kept),
        };
        let own = own.into_iter().flatten();
        let own: Vec<&Diagnostic> = own.filter(|found| !changed.contains(found)).collect();
        let key = match (changed.is_empty(), own.is_empty()) {
            (true, true) => return None,
            (false, true) => "findings",
            (true, false) => "own",
            (false, false) => "findings-and-own",
        };
        let findings: Vec<&Diagnostic> = changed.iter().chain(own).collect();
        Some(Cow::Owned(Notice::of_findings(
            key, &findings, kept, locale,
        )))
    }
}

impl Notice {
    /// The notice of these findings, in this order. `key` is that of its title.
    fn of_findings(key: &str, findings: &[&Diagnostic], kept: bool, locale: &Locale) -> Self {
        let mut notes = Vec::new();
        if kept {
            notes.push(locale.text("interface.serve.document-kept").to_owned());
        }
        if findings.len() > SHOWN {
            let more = (findings.len() - SHOWN).to_string();
            notes.push(locale.format("interface.serve.more", &[("count", &more)]));
        }
        let count = findings.len().to_string();
        let title = locale.format(&format!("interface.serve.{key}"), &[("count", &count)]);
        let shown = findings.iter().take(SHOWN);
        let shown = shown.map(|found| view(found, locale)).collect();
        Self::new(title, notes, shown, locale)
    }

    /// The notice that the site could not be made.
    pub(super) fn of_failure(failure: &Failure, locale: &Locale) -> Self {
        let findings = match failure {
            Failure::Configuration(errors) => {
                let found = errors.found.iter();
                found.map(|found| view(found, locale)).collect()
            }
            Failure::Source(error) => vec![fault(&error.to_string(), locale)],
            Failure::Render(error) => vec![fault(&error.to_string(), locale)],
        };
        let title = locale.text("interface.serve.failed").to_owned();
        let notes = vec![locale.text("interface.serve.site-kept").to_owned()];
        Self::new(title, notes, findings, locale)
    }

    fn new(title: String, notes: Vec<String>, findings: Vec<FindingView>, locale: &Locale) -> Self {
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
