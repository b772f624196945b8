//! The knowledge base as data for other programs: records with keys as in front matter, one file a
//! sort of record, and CSV for spreadsheets. The site has them as `api/v1/*.json`, the command line
//! writes the same.

pub mod actions;
pub mod csv;
pub mod documents;
pub mod figures;
pub mod index;
mod redaction;
pub mod relations;

use schemars::JsonSchema;
use serde::Serialize;

use crate::yaml::read::choices;

/// The version of the shape of all data.
const VERSION: u32 = 1;

/// The folder of the data on the site.
pub const FOLDER: &str = "api/v1";

choices! {
    /// A sort of data.
    pub enum DataKind {
        /// The other sorts, and where they are.
        Index = "index",
        /// Every document: its front matter, its page, how long things took.
        Documents = "documents",
        /// How documents stand to each other: as written, and as found.
        Relations = "relations",
        /// Every action and how it stands.
        Actions = "actions",
        /// The figures of the insights page.
        Figures = "figures",
    }
}

impl DataKind {
    /// Where its JSON is on the site.
    #[must_use]
    pub fn path(self) -> String {
        format!("{FOLDER}/{}.json", self.as_str())
    }

    /// Where the schema of that is on the site.
    #[must_use]
    pub fn schema_path(self) -> String {
        format!("{FOLDER}/schemas/{}.json", self.as_str())
    }
}

/// Records of one kind, as every JSON of ours is: `{version, kind, items}`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}")]
pub struct Dataset<T> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    pub version: u32,
    /// What the items are.
    pub kind: &'static str,
    /// The records, sorted by id.
    pub items: Vec<T>,
}

impl<T> Dataset<T> {
    /// Records of this kind, in the present shape.
    #[must_use]
    pub fn new(kind: DataKind, items: Vec<T>) -> Self {
        Self {
            version: VERSION,
            kind: kind.as_str(),
            items,
        }
    }
}
