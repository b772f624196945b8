//! JSON Schemas of what is read and what is written, made from the types that read and write it.

mod as_people_write;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::config::WrittenConfig;
use crate::document::{Checklist, Common, Incident, Kind, KnownError, Vendor};
use crate::export::actions::ActionRecord;
use crate::export::documents::DocumentRecord;
use crate::export::figures::FigureRecord;
use crate::export::index::DataIndex;
use crate::export::relations::RelationRecord;
use crate::export::{DataKind, Dataset};
use crate::report::shapes::{Advice, Findings, Matches, Review, Search};
use crate::yaml::read::choices;

choices! {
    /// What there is a schema of.
    pub enum SchemaName {
        /// `hansei.yaml`.
        Config = "config",
        /// The front matter of a report.
        Incident = "incident",
        /// The front matter of a known error.
        KnownError = "known-error",
        /// The front matter of a checklist.
        Checklist = "checklist",
        /// The front matter of a vendor.
        Vendor = "vendor",
        /// The front matter of a page.
        Page = "page",
        /// What data there is.
        Index = "index",
        /// Documents as data.
        Documents = "documents",
        /// Relations as data.
        Relations = "relations",
        /// Actions as data.
        Actions = "actions",
        /// Figures as data.
        Figures = "figures",
        /// The answer of `check`.
        Findings = "findings",
        /// The answer of `search`.
        Search = "search",
        /// The answer of `match`.
        Matches = "matches",
        /// The answer of `advise`.
        Advice = "advice",
        /// The answer of `review`.
        Review = "review",
    }
}

impl From<DataKind> for SchemaName {
    fn from(kind: DataKind) -> Self {
        match kind {
            DataKind::Index => Self::Index,
            DataKind::Documents => Self::Documents,
            DataKind::Relations => Self::Relations,
            DataKind::Actions => Self::Actions,
            DataKind::Figures => Self::Figures,
        }
    }
}

/// Fields that every kind of document has, with those of one kind.
#[derive(Serialize, JsonSchema)]
struct FrontMatter<T> {
    #[serde(flatten)]
    common: Common,
    #[serde(flatten)]
    content: T,
}

/// The JSON Schema (2020-12) of this name.
#[must_use]
pub fn schema(name: SchemaName) -> Schema {
    match name {
        SchemaName::Config => written::<WrittenConfig>(name),
        SchemaName::Incident => front_matter::<Incident>(name, Kind::Incident),
        SchemaName::KnownError => front_matter::<KnownError>(name, Kind::KnownError),
        SchemaName::Checklist => front_matter::<Checklist>(name, Kind::Checklist),
        SchemaName::Vendor => front_matter::<Vendor>(name, Kind::Vendor),
        SchemaName::Page => of_kind(written::<Common>(name), Kind::Page),
        SchemaName::Index => told::<DataIndex<'_>>(name),
        SchemaName::Documents => told::<Dataset<DocumentRecord<'_>>>(name),
        SchemaName::Relations => told::<Dataset<RelationRecord<'_>>>(name),
        SchemaName::Actions => told::<Dataset<ActionRecord>>(name),
        SchemaName::Figures => told::<Dataset<FigureRecord>>(name),
        SchemaName::Findings => told::<Findings<'_>>(name),
        SchemaName::Search => told::<Search<'_>>(name),
        SchemaName::Matches => told::<Matches<'_>>(name),
        SchemaName::Advice => told::<Advice<'_>>(name),
        SchemaName::Review => told::<Review<'_>>(name),
    }
}

/// The schema of a file that people write: what is read without a finding is valid, and so is what is
/// read with one where that says no more than how it would better be written.
fn written<T: JsonSchema>(name: SchemaName) -> Schema {
    let settings = SchemaSettings::draft2020_12()
        .for_deserialize()
        .with_transform(as_people_write::loosen);
    titled(settings.into_generator().into_root_schema_for::<T>(), name)
}

fn front_matter<T: JsonSchema>(name: SchemaName, kind: Kind) -> Schema {
    of_kind(written::<FrontMatter<T>>(name), kind)
}

/// The schema of front matter that may say no other kind.
fn of_kind(mut schema: Schema, kind: Kind) -> Schema {
    if let Some(property) = schema.pointer_mut("/properties/kind") {
        let description = property.get("description").cloned();
        *property = json!({"enum": [kind.as_str(), null], "description": description});
    }
    schema
}

/// The schema of an answer: exactly what is written.
fn told<T: JsonSchema>(name: SchemaName) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    for (key, value) in [("version", json!(1)), ("kind", json!(name.as_str()))] {
        let property = schema.pointer_mut(&format!("/properties/{key}"));
        if let Some(Value::Object(property)) = property {
            property.insert("const".to_owned(), value);
        }
    }
    titled(schema, name)
}

fn titled(mut schema: Schema, name: SchemaName) -> Schema {
    schema.insert(
        "title".to_owned(),
        json!(format!("hansei {}", name.as_str())),
    );
    schema
}
