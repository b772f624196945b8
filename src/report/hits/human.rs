//! Hits for people.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::locale::Locale;
use crate::report::{printable, printable_line};
use crate::search::answer::Hit;
use crate::search::excerpt::Excerpt;

use super::{HitsReport, Shown};

/// The most characters of a query that are said again.
const MAX_QUERY: usize = 80;

/// The most words of a query that are said of one hit.
const MAX_WORDS: usize = 12;

/// How things look; plain without colour.
#[derive(Debug, Clone, Copy, Default)]
struct Styles {
    title: Style,
    place: Style,
    mark: Style,
}

impl Styles {
    fn of(color: bool) -> Self {
        if !color {
            return Self::default();
        }
        Self {
            title: Style::new().bold(),
            place: AnsiColor::Cyan.on_default(),
            mark: AnsiColor::Yellow.on_default().bold(),
        }
    }
}

/// The report on a query.
pub(super) fn text(report: &HitsReport<'_>, query: &str, everywhere: bool) -> String {
    let HitsReport { answer, locale, .. } = *report;
    let mut text = String::new();
    if answer.exact.is_empty() {
        let key = if everywhere {
            "exact-none"
        } else {
            "exact-none-filtered"
        };
        let query = locale.format("command_line.search.quoted", &[("text", &short(query))]);
        let line = locale.format(&format!("command_line.search.{key}"), &[("query", &query)]);
        text.push_str(&line);
        text.push('\n');
    }
    let parts = match (answer.complete, report.query.leaves_out) {
        (true, false) => "parts-all",
        (true, true) => "parts-main",
        (false, _) => "parts-some",
    };
    let lists = [
        ("exact", &answer.exact),
        ("steady", &answer.steady),
        (parts, &answer.parts),
        ("near", &answer.near),
    ];
    for (key, hits) in lists.into_iter().filter(|(_, hits)| !hits.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let key = format!("command_line.search.{key}");
        text.push_str(&heading(locale, &key, hits.len(), report.limit));
        text.push('\n');
        text.push_str(&list(report, hits));
    }
    text
}

/// Hits one after the other, each behind an empty line.
pub(super) fn list<'a>(report: &HitsReport<'a>, hits: &'a [Hit]) -> String {
    let styles = Styles::of(report.color);
    let mut text = String::new();
    for shown in report.shown(hits) {
        text.push('\n');
        text.push_str(&one(report, &shown, styles));
    }
    text
}

/// A text that counts hits, and says so where only some of them are shown.
pub(in crate::report) fn heading(locale: &Locale, key: &str, count: usize, limit: usize) -> String {
    let counted = locale.format(key, &[("count", &count.to_string())]);
    if count <= limit {
        return counted;
    }
    let shown = limit.to_string();
    locale.format(
        "command_line.search.shown",
        &[("counted", &counted), ("shown", &shown)],
    )
}

/// The query in one line that a terminal can show.
fn short(query: &str) -> String {
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(MAX_QUERY).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    printable(&short)
}

fn one(report: &HitsReport<'_>, shown: &Shown<'_>, styles: Styles) -> String {
    let Styles { title, place, mark } = styles;
    let base = report.base;
    let id = &base[base.entry_of(shown.indexed.document)].id;
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{title}{}{title:#} [{}]",
        printable(&shown.document.title),
        printable(id.as_str())
    );
    let _ = write!(
        text,
        "  {place}{}:{}{place:#}",
        printable_line(&shown.document.path),
        shown.line
    );
    let passage = &shown.indexed.text.passages[shown.excerpt.passage];
    let field = passage.fact.map(|field| report.locale.text(field.label()));
    let heading = shown.indexed.text.heading(shown.excerpt.passage);
    if let Some(above) = heading.or(field) {
        let _ = write!(text, "  {}", printable(above));
    }
    text.push('\n');
    for line in said(report, shown.hit) {
        let _ = writeln!(text, "  {}", printable(&line));
    }
    if !shown.excerpt.text.is_empty() {
        let _ = writeln!(text, "  {}", marked(&shown.excerpt, mark));
    }
    text
}

/// The words of an excerpt, with the matches in this style.
pub(in crate::report) fn marked(excerpt: &Excerpt, mark: Style) -> String {
    let mut text = String::new();
    let mut from = 0;
    for range in &excerpt.matches {
        text.push_str(&printable(&excerpt.text[from..range.start]));
        let matched = printable(&excerpt.text[range.clone()]);
        let _ = write!(text, "{mark}{matched}{mark:#}");
        from = range.end;
    }
    text.push_str(&printable(&excerpt.text[from..]));
    text
}

/// What a hit that is not exact holds and lacks of the query, and what it holds instead.
fn said(report: &HitsReport<'_>, hit: &Hit) -> Vec<String> {
    let HitsReport { answer, locale, .. } = *report;
    let mut lines: Vec<String> = hit
        .near
        .iter()
        .map(|(place, term)| format!("{} → {term}", answer.names[*place]))
        .collect();
    let missing: Vec<&str> = answer.names_of_missing(hit).collect();
    if lines.is_empty() && !missing.is_empty() {
        let matched = answer.names_of_matched(report.index, hit);
        for (key, words) in [("holds", matched), ("lacks", missing)] {
            let key = format!("command_line.search.{key}");
            lines.push(locale.format(&key, &[("words", &listed(&words, locale))]));
        }
    }
    lines
}

/// The words one after the other, the first of them if there are many: a pasted trace has dozens.
fn listed(words: &[&str], locale: &Locale) -> String {
    let first = &words[..words.len().min(MAX_WORDS)];
    let list = first.join(locale.text("command_line.search.separator"));
    if first.len() == words.len() {
        return list;
    }
    let left = (words.len() - first.len()).to_string();
    locale.format(
        "command_line.search.more-words",
        &[("words", &list), ("count", &left)],
    )
}
