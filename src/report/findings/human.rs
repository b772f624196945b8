//! Findings for people: rule, place, the offending line, a hint.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::confidential;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::report::findings::{Report, source_text};
use crate::report::{harmless, printable, printable_line};

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
    harmless(&renderer.render(&[group]))
}

pub(in crate::report) fn severity_key(severity: Severity) -> &'static str {
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
