//! What an import did, or would do, file by file.

use crate::diagnostic::Message;
use crate::locale::Locale;

/// Something to tell about one file: its words stand under `command_line.import.note`.
pub type Note = Message;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the knowledge base now.
    Imported,
    /// Something was there already, and was left as it is.
    AlreadyThere,
    /// It is no document, or none that can be read. Words under `command_line.import.reason`.
    LeftOut {
        /// Why.
        reason: Message,
    },
    /// The system would not read or write it. Words under `command_line.import.reason`.
    Failed {
        /// Why.
        reason: Message,
    },
}

/// Whether a file becomes a page or lies beside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A Markdown document.
    Document,
    /// A picture or another file that a document links to, or a file that is no document at all.
    Other,
}

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path within the archive, `/` between folders.
    pub source: String,
    /// Its path from the root of the knowledge base, where it has one.
    pub target: Option<String>,
    /// What it is.
    pub role: Role,
    /// What became of it.
    pub outcome: Outcome,
    /// What was mapped, guessed or kept apart.
    pub notes: Vec<Note>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Every file of the archive, in the order of their paths.
    pub items: Vec<Item>,
    /// Whether nothing was written.
    pub dry_run: bool,
}

/// How many files had which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents imported.
    pub documents: usize,
    /// Other files copied.
    pub files: usize,
    /// Left alone because something was there.
    pub already_there: usize,
    /// Left out with a reason.
    pub left_out: usize,
    /// Not readable or not writable.
    pub failed: usize,
}

impl Report {
    /// How many files had which outcome.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for item in &self.items {
            let count = match (&item.outcome, item.role) {
                (Outcome::Imported, Role::Document) => &mut totals.documents,
                (Outcome::Imported, Role::Other) => &mut totals.files,
                (Outcome::AlreadyThere, _) => &mut totals.already_there,
                (Outcome::LeftOut { .. }, _) => &mut totals.left_out,
                (Outcome::Failed { .. }, _) => &mut totals.failed,
            };
            *count += 1;
        }
        totals
    }
}

/// The report as lines for people: a line a file, its notes below it, the totals at the end.
#[must_use]
pub fn human(report: &Report, locale: &Locale) -> Vec<String> {
    let mut lines = Vec::new();
    for item in &report.items {
        lines.push(item_line(item, report.dry_run, locale));
        let notes = item.notes.iter();
        lines.extend(notes.map(|note| format!("    {}", words("note", note, locale))));
    }
    lines.push(totals_line(&report.totals(), report.dry_run, locale));
    lines
}

fn item_line(item: &Item, dry_run: bool, locale: &Locale) -> String {
    let (outcome, reason) = match (&item.outcome, item.role) {
        (Outcome::Imported, Role::Document) if dry_run => ("would-import", None),
        (Outcome::Imported, Role::Document) => ("imported", None),
        (Outcome::Imported, Role::Other) if dry_run => ("would-copy", None),
        (Outcome::Imported, Role::Other) => ("copied", None),
        (Outcome::AlreadyThere, _) => ("already-there", None),
        (Outcome::LeftOut { reason }, _) => ("left-out", Some(reason)),
        (Outcome::Failed { reason }, _) => ("failed", Some(reason)),
    };
    let reason = reason.map(|reason| words("reason", reason, locale));
    locale.format(
        &format!("command_line.import.outcome.{outcome}"),
        &[
            ("source", &shown(&item.source)),
            ("target", &shown(item.target.as_deref().unwrap_or_default())),
            ("reason", reason.as_deref().unwrap_or_default()),
        ],
    )
}

fn totals_line(totals: &Totals, dry_run: bool, locale: &Locale) -> String {
    let (documents, files) = if dry_run {
        ("would-import", "would-copy")
    } else {
        ("imported", "copied")
    };
    let counts = [
        (documents, totals.documents),
        (files, totals.files),
        ("already-there", totals.already_there),
        ("left-out", totals.left_out),
        ("failed", totals.failed),
    ];
    counts
        .map(|(name, count)| {
            locale.format(
                &format!("command_line.import.total.{name}"),
                &[("count", &count.to_string())],
            )
        })
        .join(locale.text("command_line.import.total.separator"))
}

/// The words of a message in one of the groups under `command_line.import`.
pub(super) fn words(group: &str, message: &Message, locale: &Locale) -> String {
    let arguments: Vec<(&str, String)> = message
        .arguments
        .iter()
        .map(|(name, value)| (*name, shown(value)))
        .collect();
    let arguments: Vec<(&str, &str)> = arguments
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    locale.format(
        &format!("command_line.import.{group}.{}", message.key),
        &arguments,
    )
}

/// A text of somebody else on one line, without characters that steer a terminal.
fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut line: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// A message with its arguments.
pub(super) fn message(key: &'static str, arguments: &[(&'static str, &str)]) -> Message {
    Message {
        key,
        arguments: arguments
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_report_names_every_file_and_counts_them() {
        let item = |source: &str, role, outcome, notes| Item {
            source: source.to_owned(),
            target: Some(format!("content/incidents/{source}")),
            role,
            outcome,
            notes,
        };
        let reason = message("not-markdown", &[]);
        let title = message("title-from-heading", &[("title", "A\u{1b}[31m\nB")]);
        let report = Report {
            items: vec![
                item("a.md", Role::Document, Outcome::Imported, vec![title]),
                item("b.png", Role::Other, Outcome::Imported, vec![]),
                item("c.adoc", Role::Other, Outcome::LeftOut { reason }, vec![]),
            ],
            dry_run: false,
        };
        let lines = human(&report, Locale::of(Language::English));
        assert_eq!(
            lines,
            [
                "imported a.md → content/incidents/a.md",
                "    title from the first heading: A [31m B",
                "copied b.png → content/incidents/b.png",
                "left out c.adoc: not Markdown",
                "1 document imported, 1 file copied, 0 already there, 1 left out, 0 failed",
            ]
        );
        let dry = Report {
            dry_run: true,
            ..report
        };
        let lines = human(&dry, Locale::of(Language::Japanese));
        assert_eq!(lines[0], "取り込み予定 a.md → content/incidents/a.md");
    }
}
