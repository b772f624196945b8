//! Hits for programs.

use hansei::document::Kind;
use hansei::language::Language;
use hansei::search::answer::Hit;
use serde::Serialize;

use super::{Found, Shown};

#[derive(Debug, Serialize)]
struct Hits<'a> {
    version: u32,
    kind: &'static str,
    /// How many there are of each, shown or not.
    total: Totals,
    /// Whether `parts` hold every part of the query.
    parts_complete: bool,
    items: Vec<Item<'a>>,
    parts: Vec<Item<'a>>,
    near: Vec<Item<'a>>,
}

#[derive(Debug, Serialize)]
struct Totals {
    items: usize,
    parts: usize,
    near: usize,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    language: Language,
    file: &'a str,
    line: usize,
    /// The page on the site, and the fragment where the match is.
    page: &'a str,
    anchor: &'a str,
    heading: Option<&'a str>,
    date: Option<String>,
    severity: Option<&'a str>,
    status: Option<&'a str>,
    services: &'a [String],
    causes: &'a [String],
    vendors: &'a [String],
    excerpt: ExcerptItem,
    matched: Vec<&'a str>,
    missing: Vec<&'a str>,
    near: Vec<NearItem<'a>>,
}

#[derive(Debug, Serialize)]
struct ExcerptItem {
    text: String,
    matches: Vec<MatchItem>,
}

/// A match, in characters from 0.
#[derive(Debug, Serialize)]
struct MatchItem {
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct NearItem<'a> {
    from: &'a str,
    to: &'a str,
}

pub(super) fn text(found: &Found<'_>) -> String {
    let answer = found.answer;
    let items =
        |hits| -> Vec<Item<'_>> { found.shown(hits).map(|shown| item(found, &shown)).collect() };
    let hits = Hits {
        version: 1,
        kind: "search",
        total: Totals {
            items: answer.exact.len(),
            parts: answer.parts.len(),
            near: answer.near.len(),
        },
        parts_complete: answer.complete,
        items: items(&answer.exact),
        parts: items(&answer.parts),
        near: items(&answer.near),
    };
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&hits).unwrap_or_default();
    text.push('\n');
    text
}

fn item<'a>(found: &'a Found<'_>, shown: &Shown<'a>) -> Item<'a> {
    let base = &found.workspace.base;
    let document = &found.index.documents[shown.hit.document];
    let source = &base[document.document];
    let facets = &document.facets;
    let passage = shown.excerpt.passage;
    let hit: &'a Hit = shown.hit;
    Item {
        id: base[base.entry_of(document.document)].id.as_str(),
        title: &source.title,
        kind: Kind::as_str(facets.kind),
        language: facets.language,
        file: &source.path,
        line: shown.line,
        page: found.paths.document(document.document),
        anchor: &document.text.passages[passage].anchor,
        heading: document.text.heading(passage),
        date: document.date.map(|date| date.to_string()),
        severity: facets.severity.as_deref(),
        status: facets.status,
        services: &facets.services,
        causes: &facets.causes,
        vendors: &facets.vendors,
        matched: found.answer.matched(hit).collect(),
        missing: found
            .answer
            .missing(hit)
            .filter(|part| !is_near(found, hit, part))
            .collect(),
        near: near(found, hit),
        excerpt: excerpt_item(shown),
    }
}

fn is_near(found: &Found<'_>, hit: &Hit, part: &str) -> bool {
    hit.near
        .iter()
        .any(|(place, _)| found.answer.looked_for[*place] == part)
}

fn near<'a>(found: &'a Found<'_>, hit: &'a Hit) -> Vec<NearItem<'a>> {
    let near = hit.near.iter().map(|(place, term)| NearItem {
        from: &found.answer.looked_for[*place],
        to: term,
    });
    near.collect()
}

fn excerpt_item(shown: &Shown<'_>) -> ExcerptItem {
    let text = &shown.excerpt.text;
    let characters = |at: usize| text[..at].chars().count();
    let matches = shown.excerpt.matches.iter().map(|range| MatchItem {
        start: characters(range.start),
        end: characters(range.end),
    });
    ExcerptItem {
        matches: matches.collect(),
        text: text.clone(),
    }
}
