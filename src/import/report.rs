//! What an import did, or would do, file by file.

use crate::diagnostic::Message;
use crate::locale::Locale;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A Markdown document that is in the knowledge base now.
    Imported,
    /// A picture or another file that a document links to, which lies beside it now.
    Copied,
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

impl Outcome {
    pub(super) fn left_out(key: &'static str, arguments: &[(&'static str, &str)]) -> Self {
        Self::LeftOut {
            reason: message(key, arguments),
        }
    }

    pub(super) fn failed(key: &'static str, error: &impl ToString) -> Self {
        Self::Failed {
            reason: message(key, &[("error", &error.to_string())]),
        }
    }

    /// Why nothing became of the file, where that is so.
    #[must_use]
    pub fn reason(&self) -> Option<&Message> {
        match self {
            Self::LeftOut { reason } | Self::Failed { reason } => Some(reason),
            _ => None,
        }
    }

    /// What it is called under `command_line.import`.
    fn key(&self, dry_run: bool) -> &'static str {
        match self {
            Self::Imported if dry_run => "would-import",
            Self::Imported => "imported",
            Self::Copied if dry_run => "would-copy",
            Self::Copied => "copied",
            Self::AlreadyThere => "already-there",
            Self::LeftOut { .. } => "left-out",
            Self::Failed { .. } => "failed",
        }
    }
}

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path within the archive, `/` between folders.
    pub source: String,
    /// Its path from the root of the knowledge base, where it has one.
    pub target: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was mapped, guessed or kept apart. Words under `command_line.import.note`.
    pub notes: Vec<Message>,
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
            let count = match item.outcome {
                Outcome::Imported => &mut totals.documents,
                Outcome::Copied => &mut totals.files,
                Outcome::AlreadyThere => &mut totals.already_there,
                Outcome::LeftOut { .. } => &mut totals.left_out,
                Outcome::Failed { .. } => &mut totals.failed,
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
    let reason = item.outcome.reason();
    let reason = reason.map(|reason| words("reason", reason, locale));
    let outcome = item.outcome.key(dry_run);
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
    let counts = [
        (Outcome::Imported.key(dry_run), totals.documents),
        (Outcome::Copied.key(dry_run), totals.files),
        ("already-there", totals.already_there),
        ("left-out", totals.left_out),
        ("failed", totals.failed),
    ];
    let counts = counts.map(|(name, count)| {
        let key = format!("command_line.import.total.{name}");
        locale.format(&key, &[("count", &count.to_string())])
    });
    counts.join(locale.text("command_line.import.total.separator"))
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
        subjects: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_report_names_every_file_and_counts_them() {
        let item = |source: &str, outcome, notes| Item {
            source: source.to_owned(),
            target: Some(format!("content/incidents/{source}")),
            outcome,
            notes,
        };
        let left_out = Outcome::left_out("not-markdown", &[]);
        let title = message("title-from-heading", &[("title", "A\u{1b}[31m\nB")]);
        let report = Report {
            items: vec![
                item("a.md", Outcome::Imported, vec![title]),
                item("b.png", Outcome::Copied, vec![]),
                item("c.adoc", left_out, vec![]),
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
