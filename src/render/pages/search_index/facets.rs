//! The facets that hits can be narrowed down by, and what every answer needs of all documents, its length and language:
//! in columns. What every answer needs stands in one file.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::Id;
use crate::knowledge_base::TermKind;
use crate::language::Language;
use crate::render::site::{Output, RenderError, Site};
use crate::search::facets::Facets;
use crate::search::index::Parts;

use super::numbers::push_number;
use super::script::{payload, write_hashed};

/// A facet as the page names it.
#[derive(Debug, Clone, Copy)]
struct Facet {
    /// Its name in the address of the page.
    name: &'static str,
    /// Whether the page shows its values at first, as `theme/search-page.js` says.
    open: bool,
    /// The values of a document.
    values: fn(&Facets) -> Vec<String>,
    /// What a value is called.
    label: fn(&Site<'_>, &str) -> String,
}

/// The sort of files with columns.
const SORT: &str = "columns";

/// All facets in the order in which the page shows them.
const FACETS: [Facet; 8] = [
    Facet {
        name: "kind",
        open: true,
        values: |of| vec![of.kind.as_str().to_owned()],
        label: |site, value| site.word("kind", value),
    },
    Facet {
        name: "year",
        open: true,
        values: |of| of.year.iter().map(ToString::to_string).collect(),
        label: |_, value| value.to_owned(),
    },
    Facet {
        name: "language",
        open: true,
        values: |of| vec![of.language.code().to_owned()],
        label: |site, value| site.text(&format!("language.{value}")),
    },
    Facet {
        name: "service",
        open: false,
        values: |of| of.services.clone(),
        label: |site, value| term(site, TermKind::Service, value),
    },
    Facet {
        name: "severity",
        open: false,
        values: |of| of.severity.iter().cloned().collect(),
        label: |_, value| value.to_owned(),
    },
    Facet {
        name: "status",
        open: false,
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
        open: false,
        values: |of| of.causes.clone(),
        label: |site, value| term(site, TermKind::Cause, value),
    },
    Facet {
        name: "vendor",
        open: false,
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

/// What is known of a document.
#[derive(Debug)]
pub(super) struct Row {
    length: u8,
    /// Whether it has a date.
    pub(super) is_dated: bool,
    facets: Facets,
}

impl Row {
    /// What is known of the document of a number, that is so long.
    pub(super) fn new(documents: &Parts<'_>, number: usize, length: u8) -> Self {
        Self {
            length,
            is_dated: documents.document(number).0.is_some(),
            facets: documents.facets(number),
        }
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

/// A file with columns.
#[derive(Debug, Default, Serialize)]
struct ColumnsFile {
    /// The length and the language of every document, as one number each.
    #[serde(skip_serializing_if = "String::is_empty")]
    measures: String,
    facets: BTreeMap<&'static str, Column>,
}

/// What was written of the columns.
#[derive(Debug)]
pub(super) struct Columns {
    /// The hash of the file that every answer needs: measures, and the facets that are open at first.
    pub(super) hash: String,
    /// All facets with the hashes of their files and their labels. One that no document has a value of has no
    /// hash.
    pub(super) facets: Vec<(&'static str, String, String)>,
}

pub(super) fn write(
    site: &Site<'_>,
    rows: &[Row],
    output: &dyn Output,
) -> Result<Columns, RenderError> {
    let mut first = ColumnsFile {
        measures: measures(rows),
        facets: BTreeMap::new(),
    };
    let mut others = Vec::new();
    for facet in FACETS {
        let column = column(site, rows, facet);
        if column.values.is_empty() {
            continue;
        }
        if facet.open {
            first.facets.insert(facet.name, column);
        } else {
            others.push((facet.name, column));
        }
    }
    let hash = write_hashed(output, SORT, &payload(&first))?;
    let mut hashes: FxHashMap<&str, String> = first
        .facets
        .keys()
        .map(|name| (*name, hash.clone()))
        .collect();
    for (name, column) in others {
        let file = ColumnsFile {
            facets: BTreeMap::from([(name, column)]),
            ..ColumnsFile::default()
        };
        hashes.insert(name, write_hashed(output, SORT, &payload(&file))?);
    }
    let facets = FACETS.map(|Facet { name, .. }| {
        let hash = hashes.remove(name).unwrap_or_default();
        (name, hash, site.text(&format!("search.facet.{name}")))
    });
    Ok(Columns {
        hash,
        facets: facets.to_vec(),
    })
}

/// The length and the language of every document, as one number each.
fn measures(rows: &[Row]) -> String {
    let mut measures = String::new();
    for document in rows {
        let language = Language::ALL
            .iter()
            .position(|known| *known == document.facets.language);
        let length = usize::from(document.length) * Language::ALL.len();
        push_number(&mut measures, length + language.unwrap_or_default());
    }
    measures
}

fn column(site: &Site<'_>, rows: &[Row], facet: Facet) -> Column {
    let documents: Vec<Vec<String>> = rows.iter().map(|row| (facet.values)(&row.facets)).collect();
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
