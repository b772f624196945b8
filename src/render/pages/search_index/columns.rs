//! What hits can be narrowed down by: of each facet a column with the values of every document.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::Id;
use crate::knowledge_base::TermKind;
use crate::render::site::{Output, RenderError, Site};
use crate::search::facets::Facets;
use crate::search::index::Index;

use super::numbers::push_number;
use super::script::{payload, write_hashed};

/// A facet as the page names it.
#[derive(Debug, Clone, Copy)]
struct Facet {
    /// Its name in the address of the page.
    name: &'static str,
    /// The values of a document.
    values: fn(&Facets) -> Vec<String>,
    /// What a value is called.
    label: fn(&Site<'_>, &str) -> String,
}

/// All facets in the order in which the page shows them.
const FACETS: [Facet; 8] = [
    Facet {
        name: "kind",
        values: |of| vec![of.kind.as_str().to_owned()],
        label: |site, value| site.word("kind", value),
    },
    Facet {
        name: "year",
        values: |of| of.year.iter().map(ToString::to_string).collect(),
        label: |_, value| value.to_owned(),
    },
    Facet {
        name: "language",
        values: |of| vec![of.language.code().to_owned()],
        label: |site, value| site.text(&format!("language.{value}")),
    },
    Facet {
        name: "service",
        values: |of| of.services.clone(),
        label: |site, value| term(site, TermKind::Service, value),
    },
    Facet {
        name: "severity",
        values: |of| of.severity.iter().cloned().collect(),
        label: |_, value| value.to_owned(),
    },
    Facet {
        name: "status",
        values: |of| {
            of.status
                .iter()
                .map(|status| (*status).to_owned())
                .collect()
        },
        label: status,
    },
    Facet {
        name: "cause",
        values: |of| of.causes.clone(),
        label: |site, value| term(site, TermKind::Cause, value),
    },
    Facet {
        name: "vendor",
        values: |of| of.vendors.clone(),
        label: |site, value| term(site, TermKind::Vendor, value),
    },
];

fn status(site: &Site<'_>, value: &str) -> String {
    let of_report = site.word("status", value);
    if of_report == value {
        return site.word("known-error-status", value);
    }
    of_report
}

fn term(site: &Site<'_>, kind: TermKind, name: &str) -> String {
    let language = site.base.config.language;
    let Some(term) = site.base.terms.get(kind, &Id::new(name)) else {
        return name.to_owned();
    };
    match term.document {
        Some(entry) => site.base[site.base.in_language(entry, language)]
            .title
            .clone(),
        None => term.name_in(language).to_owned(),
    }
}

/// A column: names and labels of its values, the frequent ones first, and of each document its values.
///
/// A value is its position plus one, doubled, plus one if another follows; of a document without any there is 0.
#[derive(Debug, Serialize)]
struct Column {
    values: Vec<(String, String)>,
    documents: String,
}

/// Writes the columns that have values; gives the names of all, their hashes and labels. A facet without
/// values has no hash.
pub(super) fn write(
    site: &Site<'_>,
    index: &Index,
    output: &dyn Output,
) -> Result<Vec<(&'static str, String, String)>, RenderError> {
    let mut written = Vec::new();
    for facet in FACETS {
        let column = column(site, index, facet);
        let hash = if column.values.is_empty() {
            String::new()
        } else {
            let sort = format!("facet-{}", facet.name);
            write_hashed(output, &sort, &payload(&column))?
        };
        let label = site.text(&format!("search.facet.{}", facet.name));
        written.push((facet.name, hash, label));
    }
    Ok(written)
}

fn column(site: &Site<'_>, index: &Index, facet: Facet) -> Column {
    let documents: Vec<Vec<String>> = index
        .documents
        .iter()
        .map(|document| (facet.values)(&document.facets))
        .collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for value in documents.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<(&str, usize)> = counts.into_iter().collect();
    values.sort_unstable_by_key(|(value, count)| (Reverse(*count), *value));
    let positions: FxHashMap<&str, usize> = values
        .iter()
        .enumerate()
        .map(|(position, (value, _))| (*value, position))
        .collect();
    let mut column = String::new();
    for of_document in &documents {
        if of_document.is_empty() {
            push_number(&mut column, 0);
        }
        for (at, value) in of_document.iter().enumerate() {
            let more = usize::from(at + 1 < of_document.len());
            push_number(&mut column, (positions[value.as_str()] + 1) << 1 | more);
        }
    }
    Column {
        values: values
            .iter()
            .map(|(value, _)| ((*value).to_owned(), (facet.label)(site, value)))
            .collect(),
        documents: column,
    }
}
