//! Documents as records: their front matter, where they are, how long things took. One record an
//! entry, from its original; other languages are its versions.

mod incident;
mod table;

use std::borrow::Cow;

use chrono::NaiveDate;
use rayon::prelude::*;
use schemars::generate::SchemaGenerator;
use schemars::{JsonSchema, Schema};
use serde::ser::Error;
use serde::{Serialize, Serializer};

use crate::confidential;
use crate::diagnostic::Spanned;
use crate::document::common::{Reference, Suppression, Visibility, WrittenRelation};
use crate::document::{Checklist, Content, Document, Kind, KnownError, TimelineSource, Vendor};
use crate::knowledge_base::{DocumentIndex, EntryIndex, KnowledgeBase};
use crate::language::Language;
use crate::yaml::tree::Node;

use super::redaction::{Redact, redact};
use incident::IncidentFields;

/// Where the page of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// From the root of the site.
    pub path: &'a str,
    /// Its address, where the site says what its own is.
    pub url: Option<String>,
}

/// Finds the page of a document.
pub type PageOf<'f, 'a> = dyn Fn(DocumentIndex) -> Page<'a> + Sync + 'f;

/// A document, in whatever languages it is written.
#[derive(Debug)]
pub struct DocumentRecord<'a> {
    fields: DocumentFields<'a>,
    /// How to take out what is confidential, where there is any.
    redact: Option<Redact>,
}

/// What is told of a document; keys are those of front matter where there is one.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Document")]
struct DocumentFields<'a> {
    /// Its name among all documents.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// Its language.
    language: Language,
    /// The same in other languages.
    versions: Vec<VersionRecord<'a>>,
    /// Its file, from the root of the knowledge base.
    file: &'a str,
    /// Its page, from the root of the site.
    page: &'a str,
    /// The address of its page, where the site says in `base_url` what its own is.
    url: Option<String>,
    /// The day it is filed under, on the site's clocks: what months and years go by.
    date: Option<NaiveDate>,
    /// Who keeps it true, by the present name.
    owner: Option<String>,
    /// Free labels.
    tags: &'a [Spanned<String>],
    /// Who wrote it.
    authors: &'a [String],
    /// The day by which somebody should read it again.
    review_by: Option<NaiveDate>,
    /// Ids it had before.
    aliases: &'a [Spanned<String>],
    /// Further reading.
    references: &'a [Reference],
    /// Who may read it, where that is written.
    visibility: Option<Visibility>,
    /// Findings that the writer has answered.
    suppress: &'a [Suppression],
    /// How it stands to other documents, as it says itself.
    relations: &'a [WrittenRelation],
    /// Anything else, as written.
    custom: &'a Node,
    #[serde(flatten)]
    content: ContentFields<'a>,
}

/// What only documents of one kind have.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ContentFields<'a> {
    /// Something that went wrong, nearly did, or might: a report.
    Incident(Box<IncidentFields<'a>>),
    /// A fault that is known.
    KnownError(&'a KnownError),
    /// Questions to go through before something is changed.
    Checklist(&'a Checklist),
    /// A firm we depend on.
    Vendor(&'a Vendor),
    /// Free text.
    Page {},
}

/// A document in another language.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Version")]
struct VersionRecord<'a> {
    /// Its language.
    language: Language,
    /// Its title.
    title: Cow<'a, str>,
    /// Its file, from the root of the knowledge base.
    file: &'a str,
    /// Its page, from the root of the site.
    page: &'a str,
}

/// Every document, by id.
#[must_use]
pub fn records<'a>(base: &'a KnowledgeBase, page_of: &PageOf<'_, 'a>) -> Vec<DocumentRecord<'a>> {
    let mut entries: Vec<EntryIndex> = (0..base.entries().len()).map(EntryIndex).collect();
    entries.sort_by(|a, b| base[*a].id.cmp(&base[*b].id));
    entries
        .into_par_iter()
        .map(|entry| DocumentRecord::of(base, entry, page_of))
        .collect()
}

impl<'a> DocumentRecord<'a> {
    fn of(base: &'a KnowledgeBase, entry: EntryIndex, page_of: &PageOf<'_, 'a>) -> Self {
        let index = base[entry].original;
        let document = &base[index];
        let common = &document.common;
        let versions = base[entry].versions.iter().map(|version| VersionRecord {
            language: base[*version].language,
            title: confidential::redacted(&base[*version].title),
            file: &base[*version].path,
            page: page_of(*version).path,
        });
        let owner = common.owner.as_ref();
        let date = document.date();
        let page = page_of(index);
        let fields = DocumentFields {
            id: base[entry].id.as_str(),
            title: &document.title,
            language: document.language,
            versions: versions.collect(),
            file: &document.path,
            page: page.path,
            url: page.url,
            date: date.map(|date| date.day_in(base.config.zone)),
            owner: owner.map(|owner| base.config.present_owner(owner).to_string()),
            tags: &common.tags,
            authors: &common.authors,
            review_by: common.review_by.as_ref().map(|day| day.value),
            aliases: &common.aliases,
            references: &common.references,
            visibility: common.visibility.as_ref().map(|written| written.value),
            suppress: &common.suppress,
            relations: &common.relations,
            custom: &common.custom,
            content: ContentFields::of(base, entry, document),
        };
        Self {
            fields,
            redact: redaction(document),
        }
    }
}

impl<'a> ContentFields<'a> {
    fn of(base: &KnowledgeBase, entry: EntryIndex, document: &'a Document) -> Self {
        match &document.content {
            Content::Incident(incident) => Self::Incident(Box::new(IncidentFields::of(
                base, entry, document, incident,
            ))),
            Content::KnownError(error) => Self::KnownError(error),
            Content::Checklist(checklist) => Self::Checklist(checklist),
            Content::Vendor(vendor) => Self::Vendor(vendor),
            Content::Page => Self::Page {},
        }
    }
}

/// How to take out what is confidential, where what is told of a document has any: few have, and one
/// look at all of it costs less than one at each field.
fn redaction(document: &Document) -> Option<Redact> {
    let redact: Redact = match document.kind() {
        Kind::Vendor => confidential::without_secrets,
        _ => confidential::redacted,
    };
    let is_confidential = |text: &str| matches!(redact(text), Cow::Owned(_));
    let rows = match document.timeline_source {
        TimelineSource::Fields => &[][..],
        TimelineSource::WholeTable | TimelineSource::ShownTable => &document.timeline,
    };
    let is_found = is_confidential(document.front_matter.of(&document.text))
        || is_confidential(&document.title)
        || rows.iter().any(|row| is_confidential(&row.text));
    is_found.then_some(redact)
}

impl Serialize for DocumentRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(redact_text) = self.redact else {
            return self.fields.serialize(serializer);
        };
        let mut value = serde_json::to_value(&self.fields).map_err(S::Error::custom)?;
        redact(&mut value, redact_text);
        value.serialize(serializer)
    }
}

impl JsonSchema for DocumentRecord<'_> {
    fn schema_name() -> Cow<'static, str> {
        DocumentFields::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        DocumentFields::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        DocumentFields::json_schema(generator)
    }
}
