//! What data there is, and where.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::export::csv::{Cell, Row};
use crate::export::{DataKind, FOLDER, VERSION};
use crate::language::Language;

/// What data there is: where a program begins.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Index")]
pub struct DataIndex<'a> {
    /// The version of the shape of all data; it changes when something in it changes its meaning or goes
    /// away.
    pub version: u32,
    /// What this is.
    pub kind: &'static str,
    /// What the site is called.
    pub title: &'a str,
    /// The language of its interface.
    pub language: Language,
    /// The address of the site, where it says what that is.
    pub url: Option<&'a str>,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// The sorts of data.
    pub items: Vec<IndexRecord>,
}

/// A sort of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Data")]
pub struct IndexRecord {
    /// What its items are.
    pub kind: DataKind,
    /// Where it is, from the folder of the index.
    pub path: String,
    /// Where its JSON Schema is, from there too.
    pub schema: String,
    /// How many items it has.
    pub count: usize,
}

impl<'a> DataIndex<'a> {
    /// The index of data with so many items of each kind.
    #[must_use]
    pub fn of(config: &'a Config, as_of: NaiveDate, counts: &[(DataKind, usize)]) -> Self {
        let counts = counts.iter();
        Self {
            version: VERSION,
            kind: DataKind::Index.as_str(),
            title: &config.title,
            language: config.language,
            url: config.base_url.as_deref(),
            as_of,
            items: counts
                .map(|(kind, count)| IndexRecord {
                    kind: *kind,
                    path: within_folder(&kind.path()),
                    schema: within_folder(&kind.schema_path()),
                    count: *count,
                })
                .collect(),
        }
    }
}

fn within_folder(path: &str) -> String {
    let within = path.strip_prefix(FOLDER).unwrap_or(path);
    within.trim_start_matches('/').to_owned()
}

impl Row for IndexRecord {
    const COLUMNS: &'static [&'static str] = &["kind", "path", "schema", "count"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::from(self.kind.as_str()),
            Cell::from(&self.path),
            Cell::from(&self.schema),
            Cell::from(u64::try_from(self.count).ok()),
        ]
    }
}
