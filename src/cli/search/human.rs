//! Hits for people.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use hansei::locale::Locale;
use hansei::report::{printable, printable_line};
use hansei::search::answer::Hit;

use super::{Found, Shown};

/// The most characters of a query that are said again.
const MAX_QUERY: usize = 80;

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
pub(super) fn text(found: &Found<'_>, query: &str, locale: &Locale, color: bool) -> String {
    let answer = found.answer;
    let styles = Styles::of(color);
    let mut text = String::new();
    if answer.exact.is_empty() {
        let key = if found.everywhere {
            "exact-none"
        } else {
            "exact-none-filtered"
        };
        let query = locale.format("command_line.search.quoted", &[("text", &short(query))]);
        let line = locale.format(&format!("command_line.search.{key}"), &[("query", &query)]);
        text.push_str(&line);
        text.push('\n');
    }
    let parts = if answer.complete {
        "parts-all"
    } else {
        "parts-some"
    };
    let lists = [
        ("exact", &answer.exact),
        (parts, &answer.parts),
        ("near", &answer.near),
    ];
    for (key, hits) in lists.into_iter().filter(|(_, hits)| !hits.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&heading(locale, key, hits.len(), found.limit));
        text.push('\n');
        for shown in found.shown(hits) {
            text.push('\n');
            text.push_str(&one(found, &shown, locale, styles));
        }
    }
    text
}

fn heading(locale: &Locale, key: &str, count: usize, limit: usize) -> String {
    let key = format!("command_line.search.{key}");
    let counted = locale.format(&key, &[("count", &count.to_string())]);
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

fn one(found: &Found<'_>, shown: &Shown<'_>, locale: &Locale, styles: Styles) -> String {
    let Styles { title, place, mark } = styles;
    let base = &found.workspace.base;
    let document = &found.index.documents[shown.hit.document];
    let source = &base[document.document];
    let id = &base[base.entry_of(document.document)].id;
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{title}{}{title:#} [{}]",
        printable(&source.title),
        printable(id.as_str())
    );
    let _ = write!(
        text,
        "  {place}{}:{}{place:#}",
        printable_line(&source.path),
        shown.line
    );
    if let Some(heading) = document.text.heading(shown.excerpt.passage) {
        let _ = write!(text, "  {}", printable(heading));
    }
    text.push('\n');
    for line in said(found, shown.hit, locale) {
        let _ = writeln!(text, "  {}", printable(&line));
    }
    let excerpt = &shown.excerpt;
    if !excerpt.text.is_empty() {
        text.push_str("  ");
        let mut from = 0;
        for range in &excerpt.matches {
            let before = printable(&excerpt.text[from..range.start]);
            let matched = printable(&excerpt.text[range.clone()]);
            let _ = write!(text, "{before}{mark}{matched}{mark:#}");
            from = range.end;
        }
        let _ = writeln!(text, "{}", printable(&excerpt.text[from..]));
    }
    text
}

/// What a hit that is not exact holds and lacks of the query, and what it holds instead.
fn said(found: &Found<'_>, hit: &Hit, locale: &Locale) -> Vec<String> {
    let answer = found.answer;
    let separator = locale.text("command_line.search.separator");
    let mut lines: Vec<String> = hit
        .near
        .iter()
        .map(|(place, term)| format!("{} → {term}", answer.looked_for[*place]))
        .collect();
    let missing: Vec<&str> = answer.missing(hit).collect();
    if lines.is_empty() && !missing.is_empty() {
        let matched: Vec<&str> = answer.matched(hit).collect();
        for (key, words) in [("holds", matched), ("lacks", missing)] {
            let key = format!("command_line.search.{key}");
            lines.push(locale.format(&key, &[("words", &words.join(separator))]));
        }
    }
    lines
}
