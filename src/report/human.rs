//! Findings for people: rule, place, the offending line, a hint.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::check::Rule;
use crate::confidential;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::locale::Locale;
use crate::report::{Report, printable, printable_line, source_text};

/// Lines longer than this, in bytes, are not shown: the place alone says where to look.
const MAX_LINE_BYTES: usize = 4_000;

pub(super) fn text(report: &Report<'_>) -> String {
    let renderer = if report.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in report.diagnostics {
        text.push_str(&one(report, &renderer, diagnostic));
        text.push_str("\n\n");
    }
    text
}

fn one(report: &Report<'_>, renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let words = printable_line(&report.locale.message(diagnostic.rule, &diagnostic.message));
    let help = report.locale.help(diagnostic).map(|help| printable(&help));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let name = report
        .locale
        .text(severity_key(diagnostic.severity))
        .to_owned();
    let title = level
        .with_name(name)
        .primary_title(words)
        .id(diagnostic.rule);
    let group = Group::with_title(title);
    let file = printable_line(&diagnostic.file);
    let mut group = match excerpt(report, diagnostic) {
        Some(excerpt) => group.element(
            Snippet::source(excerpt.line)
                .path(file)
                .line_start(diagnostic.start.line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(excerpt.span.start..excerpt.span.end)),
        ),
        None => group.element(
            Origin::path(file)
                .line(diagnostic.start.line)
                .char_column(diagnostic.start.column),
        ),
    };
    if let Some(help) = help {
        let name = report.locale.text("command_line.help").to_owned();
        group = group.element(Level::HELP.with_name(name).message(help));
    }
    renderer.render(&[group])
}

fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "command_line.severity.error",
        Severity::Warning => "command_line.severity.warning",
        Severity::Note => "command_line.severity.note",
    }
}

/// The offending line and the place in it.
struct Excerpt {
    line: String,
    span: Span,
}

fn excerpt(report: &Report<'_>, diagnostic: &Diagnostic) -> Option<Excerpt> {
    let text = source_text(report, diagnostic)?;
    let at = diagnostic.span.start.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    let line = text[start..end].trim_end_matches('\r');
    let end = start + line.len();
    if line.len() > MAX_LINE_BYTES {
        return None;
    }
    let last = diagnostic.span.end.clamp(at, end.max(at));
    Some(Excerpt {
        // What is not for everyone is not for the log of a build either.
        line: printable(&confidential::redacted(line)),
        span: Span::new(at.min(end) - start, last.min(end) - start),
    })
}

/// What a rule looks for, why, and how good and bad look.
#[must_use]
pub fn explain(rule: &Rule, locale: &Locale) -> String {
    let words = |part: &str| locale.format(&format!("rules.{}.{part}", rule.name), &[]);
    let heading = |key: &str| {
        locale
            .text(&format!("command_line.explain.{key}"))
            .to_owned()
    };
    let severity = locale.text(severity_key(rule.severity));
    let mut text = format!(
        "{} ({severity})\n\n{}\n\n{}\n{}\n",
        rule.name,
        words("what"),
        heading("why"),
        words("why"),
    );
    for (key, example) in [("bad", rule.bad), ("good", rule.good)] {
        if example.is_empty() {
            continue;
        }
        text.push_str(&["\n", &heading(key), "\n"].concat());
        for (path, content) in example {
            text.push_str(&["\n  ", path, "\n"].concat());
            for line in content.lines() {
                text.push_str(&["  | ", line, "\n"].concat());
            }
        }
    }
    let settings = locale.format("command_line.explain.settings", &[("rule", rule.name)]);
    text.push_str(&["\n", &settings, "\n"].concat());
    text
}

/// The same in Markdown.
#[must_use]
pub fn explain_markdown(rule: &Rule, locale: &Locale) -> String {
    let words = |part: &str| locale.format(&format!("rules.{}.{part}", rule.name), &[]);
    let heading = |key: &str| {
        locale
            .text(&format!("command_line.explain.{key}"))
            .to_owned()
    };
    let mut text = format!(
        "{}\n\n**{}** {}\n",
        words("what"),
        heading("why"),
        words("why")
    );
    for (key, example) in [("bad", rule.bad), ("good", rule.good)] {
        if !example.is_empty() {
            text.push_str(&["\n**", &heading(key), "**\n"].concat());
        }
        for (path, content) in example {
            // An example may hold fences of its own.
            let fence = "`".repeat(longest_run(content, '`').max(2) + 1);
            let (open, close) = (format!("{fence}text\n"), format!("\n{fence}\n"));
            let content = content.trim_end();
            text.push_str(&["\n`", path, "`\n\n", &open, content, &close].concat());
        }
    }
    text
}

/// How often a sign stands in a row at most.
fn longest_run(text: &str, sign: char) -> usize {
    let runs = text.split(|c| c != sign).map(str::len);
    runs.max().unwrap_or_default()
}
