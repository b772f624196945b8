//! Hits for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Kind;
use crate::language::Language;
use crate::report::json::pretty;
use crate::search::answer::{Answer, Hit};
use crate::search::fact_field::FactField;

use super::{HitsReport, Shown};

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Hits<'a> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    version: u32,
    /// What this is.
    kind: &'static str,
    /// How many there are of each, shown or not.
    total: Totals,
    /// Whether `parts` hold every part of the query.
    parts_complete: bool,
    /// The exact ones.
    items: Vec<Item<'a>>,
    /// Those that hold a text from a log but for its times, level, ids and addresses.
    steady: Vec<Item<'a>>,
    /// Those that hold parts of the query.
    parts: Vec<Item<'a>>,
    /// Those that hold words near to it.
    near: Vec<Item<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Totals {
    /// The exact ones.
    items: usize,
    /// Those that are but for what varies.
    steady: usize,
    /// Those that hold parts of the query.
    parts: usize,
    /// Those that hold words near to it.
    near: usize,
}

/// A document that was found.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Hit")]
pub(in crate::report) struct Item<'a> {
    /// Its id.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// What it is.
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// Its language.
    language: Language,
    /// Its file, from the knowledge base.
    file: &'a str,
    /// The line of the match, from 1.
    line: usize,
    /// The page on the site, and the fragment where the match is.
    page: &'a str,
    /// The fragment; empty where it is the top.
    anchor: &'a str,
    /// The heading above the match.
    heading: Option<&'a str>,
    /// The field of front matter that the match is in.
    field: Option<&'static str>,
    /// The day it is filed under.
    date: Option<String>,
    /// How bad it was.
    severity: Option<&'a str>,
    /// How far it has come.
    status: Option<&'a str>,
    /// Services it names.
    services: &'a [String],
    /// Causes it names.
    causes: &'a [String],
    /// Vendors it names.
    vendors: &'a [String],
    /// The words around the match.
    excerpt: ExcerptItem,
    /// The parts of the query that it holds.
    matched: Vec<&'a str>,
    /// Those that it does not.
    missing: Vec<&'a str>,
    /// Those that hold words near to it.
    near: Vec<NearItem<'a>>,
}

/// Words around a match.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::report) struct ExcerptItem {
    /// The words.
    text: String,
    /// The matches in them.
    matches: Vec<MatchItem>,
}

/// A match, in characters from 0.
#[derive(Debug, Serialize, JsonSchema)]
struct MatchItem {
    /// The first character.
    start: usize,
    /// The character behind the last.
    end: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct NearItem<'a> {
    /// The word that was looked for.
    from: &'a str,
    /// The word that was found.
    to: &'a str,
}

pub(super) fn text(report: &HitsReport<'_>) -> String {
    let answer = report.answer;
    pretty(&Hits {
        version: 1,
        kind: "search",
        total: Totals {
            items: answer.exact.len(),
            steady: answer.steady.len(),
            parts: answer.parts.len(),
            near: answer.near.len(),
        },
        parts_complete: answer.complete,
        items: items(report, &answer.exact),
        steady: items(report, &answer.steady),
        parts: items(report, &answer.parts),
        near: items(report, &answer.near),
    })
}

/// The hits that are shown of a list.
pub(in crate::report) fn items<'a>(report: &HitsReport<'a>, hits: &'a [Hit]) -> Vec<Item<'a>> {
    let shown = report.shown(hits);
    shown.map(|shown| item(report, &shown)).collect()
}

fn item<'a>(report: &HitsReport<'a>, shown: &Shown<'a>) -> Item<'a> {
    let HitsReport { base, answer, .. } = *report;
    let Shown { hit, indexed, .. } = *shown;
    let facets = &indexed.facets;
    let passage = shown.excerpt.passage;
    Item {
        id: base[base.entry_of(indexed.document)].id.as_str(),
        title: &shown.document.title,
        kind: Kind::as_str(facets.kind),
        language: facets.language,
        file: &shown.document.path,
        line: shown.line,
        page: (report.page)(indexed.document),
        anchor: &indexed.text.passages[passage].anchor,
        heading: indexed.text.heading(passage),
        field: indexed.text.passages[passage].fact.map(FactField::key),
        date: indexed.date.map(|date| date.to_string()),
        severity: facets.severity.as_deref(),
        status: facets.status,
        services: &facets.services,
        causes: &facets.causes,
        vendors: &facets.vendors,
        matched: answer.matched(hit).collect(),
        missing: answer
            .missing(hit)
            .filter(|part| !is_near(answer, hit, part))
            .collect(),
        near: near(answer, hit),
        excerpt: excerpt_item(shown),
    }
}

fn is_near(answer: &Answer, hit: &Hit, part: &str) -> bool {
    hit.near
        .iter()
        .any(|(place, _)| answer.looked_for[*place] == part)
}

fn near<'a>(answer: &'a Answer, hit: &'a Hit) -> Vec<NearItem<'a>> {
    let near = hit.near.iter().map(|(place, term)| NearItem {
        from: &answer.looked_for[*place],
        to: term,
    });
    near.collect()
}

pub(in crate::report) fn excerpt_item(shown: &Shown<'_>) -> ExcerptItem {
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
