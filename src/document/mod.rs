//! One file as a typed document.
//!
//! Reading never stops: what is not understood becomes a finding, and the rest counts. A document
//! knows nothing of other documents.

pub mod body;
mod conflict;
mod cut_off;
mod file_name;
pub mod front_matter;
mod html_bounds;
pub mod id;
pub mod kinds;
mod list_signs;
pub mod markdown;
pub mod outline;
mod remembered;
pub mod timeline;
mod zone;

use std::borrow::Cow;

use chrono::NaiveDate;
use regex::Regex;

use crate::diagnostic::{Finding, Span, Spanned};
use crate::language::Language;
use crate::time::{Moment, Zone};
use crate::yaml::parse::parse;
use crate::yaml::read::{Choice, Fields, Reader};
use crate::yaml::tree::{Node, Value};

pub use body::{Body, SectionHeadings, SectionKind};
pub use file_name::FileName;
pub(crate) use id::in_nfc;
pub use id::{Id, part_anchor};
pub use kinds::{
    Checklist, Common, Content, Incident, Kind, KnownError, Vendor, common, incident, known_error,
    vendor,
};
pub use timeline::TimelineRow;

use incident::Milestone;
use markdown::RawHtml;
use zone::AssumedZone;

/// What reading needs to know about the site.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The site's language, for documents that do not tell theirs.
    pub language: Language,
    /// The site's time zone, for times without one.
    pub zone: Zone,
    /// Which bare words are ids.
    pub link_ids: &'a Regex,
    /// Which headings name which section.
    pub sections: &'a SectionHeadings,
}

/// A file, read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its path from the root of the knowledge base, `/` between folders.
    pub path: String,
    /// Its whole text; every span counts bytes of it.
    pub text: String,
    /// What its file name tells.
    pub name: FileName,
    /// Its name among all documents.
    pub id: Id,
    /// What it takes over from its original, where it is a version in another language.
    pub taken_over: Option<Original>,
    /// Its language.
    pub language: Language,
    /// Its title, in plain words.
    pub title: String,
    /// Where its front matter stands; the start of the file where there is none.
    pub front_matter: Span,
    /// The fields that every kind has.
    pub common: Common,
    /// The fields of its kind.
    pub content: Content,
    /// Its Markdown.
    pub body: Body,
    /// What happened when, in the order written; incidents only.
    pub timeline: Vec<TimelineRow>,
    /// Where the timeline was found.
    pub timeline_source: TimelineSource,
    /// What was found while reading.
    pub findings: Vec<Finding>,
}

/// Where a timeline was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineSource {
    /// In front matter, or nowhere.
    Fields,
    /// In a table that it says all of, and takes the place of.
    WholeTable,
    /// In a table that is shown itself, because it holds more, or stands within HTML.
    ShownTable,
}

/// What a version in another language takes over from its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Original {
    /// What it is.
    pub kind: Kind,
    /// The zone of times that do not name theirs.
    pub zone: Zone,
    /// The day of times that have none.
    pub first_day: Option<NaiveDate>,
}

impl Document {
    /// Reads a file. `path` is its path from the root of the knowledge base, `kind` what it is
    /// unless its front matter says otherwise, `original` what it is a version of.
    #[must_use]
    pub fn read(
        path: &str,
        text: String,
        kind: Kind,
        original: Option<Original>,
        site: &Reading<'_>,
    ) -> Self {
        let mut findings = Vec::new();
        let ours = conflict::ours(&text);
        let parts = front_matter::split(&ours, &mut findings);
        let front_matter = parts.yaml.unwrap_or(Span::new(parts.body, parts.body));
        let root = parts.yaml.and_then(|span| {
            let yaml = conflict::without_separators(span.of(&ours), span.start, &mut findings);
            parse(&yaml, span.start, &mut findings)
        });
        if ours != text {
            conflict::find(&text, parts.body, &mut findings);
        }
        drop(ours);
        let root = root.filter(|node| is_mapping(node, &mut findings));
        if let Some(root) = &root {
            cut_off::find(root, &text, &mut findings);
            list_signs::find(root, &text, &mut findings);
        }
        let others = original.map_or(site.zone, |original| original.zone);
        let assumed = AssumedZone::of(root.as_ref(), others);
        let mut reader = Reader {
            zone: assumed.zone,
            findings: &mut findings,
        };
        let kind = written_kind(root.as_ref())
            .or(original.map(|original| original.kind))
            .unwrap_or(kind);
        let mut fields = match &root {
            Some(node) => Fields::of(node, &mut reader).unwrap_or_else(Fields::none),
            None => Fields::none(),
        };
        let common = Common::take(&mut fields, front_matter, &mut reader);
        let content = Content::read(kind, &mut fields, front_matter, &mut reader);
        if let Some(finding) = keys_of_another_kind(kind, &mut fields) {
            reader.findings.push(finding);
        }
        fields.finish(&mut reader);
        let zone = assumed.zone;
        assumed.explain(&mut findings);

        let name = FileName::of(path);
        let span = Span::new(parts.body, text.len());
        let mut body = body::read(&text, span, site.link_ids, site.sections, &mut findings);
        body.links.extend(links_in_fields(&content, site.link_ids));
        let id = Id::new(
            common
                .id
                .as_ref()
                .map(|id| id.value.as_str())
                .filter(|id| !id.is_empty())
                .unwrap_or(&name.stem),
        );
        let title = title(&common, &body, &name);
        let language = language(&common, &name, &text, site.language, &mut findings);
        let (timeline, timeline_source) = match &content {
            Content::Incident(incident) => {
                let first_day = original.and_then(|original| original.first_day);
                timeline(incident, &body, zone, first_day, &mut findings)
            }
            _ => (Vec::new(), TimelineSource::Fields),
        };
        let mut document = Self {
            path: path.to_owned(),
            name,
            id,
            language,
            title,
            front_matter,
            common,
            content,
            body,
            timeline,
            timeline_source,
            findings,
            taken_over: original,
            text,
        };
        document.shrink_to_fit();
        document
    }

    /// Gives back the room that lists have grown to and do not fill: at 100,000 documents it counts.
    fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.body.shrink_to_fit();
        self.timeline.shrink_to_fit();
        self.findings.shrink_to_fit();
    }

    /// What its versions in other languages take over.
    #[must_use]
    pub fn as_original(&self, site: Zone) -> Original {
        let start = self.milestone(Milestone::Started).map(|start| &start.value);
        let offset = start.and_then(Moment::time).map(|time| *time.offset());
        let zone = offset.map_or(site, Zone::Fixed);
        Original {
            kind: self.kind(),
            zone,
            first_day: start.map(|start| start.day_in(zone)),
        }
    }

    /// What the document is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.content.kind()
    }

    /// The fields of an incident, where it is one.
    #[must_use]
    pub fn incident(&self) -> Option<&Incident> {
        match &self.content {
            Content::Incident(incident) => Some(incident),
            _ => None,
        }
    }

    /// The fields of a known error, where it is one.
    #[must_use]
    pub fn known_error(&self) -> Option<&KnownError> {
        match &self.content {
            Content::KnownError(known_error) => Some(known_error),
            _ => None,
        }
    }

    /// The fields of a checklist, where it is one.
    #[must_use]
    pub fn checklist(&self) -> Option<&Checklist> {
        match &self.content {
            Content::Checklist(checklist) => Some(checklist),
            _ => None,
        }
    }

    /// The fields of a vendor, where it is one.
    #[must_use]
    pub fn vendor(&self) -> Option<&Vendor> {
        match &self.content {
            Content::Vendor(vendor) => Some(vendor),
            _ => None,
        }
    }

    /// When an incident reached a milestone: the field, else the first row of the timeline that
    /// says so.
    #[must_use]
    pub fn milestone(&self, milestone: Milestone) -> Option<&Spanned<Moment>> {
        let field = self.incident()?.milestone_field(milestone);
        field.or_else(|| {
            self.timeline
                .iter()
                .find(|row| row.event == Some(milestone))
                .map(|row| &row.at)
        })
    }

    /// When a document is filed under: an incident's start, else when it was noticed or over; when
    /// a known error was first seen, else the day it was recorded.
    #[must_use]
    pub fn date(&self) -> Option<Cow<'_, Moment>> {
        match &self.content {
            Content::Incident(_) => Milestone::ALL
                .iter()
                .find_map(|milestone| self.milestone(*milestone))
                .or_else(|| self.timeline.first().map(|row| &row.at))
                .map(|moment| Cow::Borrowed(&moment.value)),
            Content::KnownError(error) => {
                let seen = error.first_seen.as_ref();
                let seen = seen.map(|moment| Cow::Borrowed(&moment.value));
                let recorded = || Some(Moment::from(error.recorded_on.as_ref()?.value));
                seen.or_else(|| recorded().map(Cow::Owned))
            }
            _ => None,
        }
    }

    /// Where to point when a whole document is meant: its id, else its title, else its first line.
    #[must_use]
    pub fn heading_span(&self) -> Span {
        let field = self.common.id.as_ref().or(self.common.title.as_ref());
        field.map_or_else(|| self.first_line(), |field| field.span)
    }

    /// The first line of the file.
    #[must_use]
    pub fn first_line(&self) -> Span {
        let length = self.text.find(['\r', '\n']).unwrap_or(self.text.len());
        Span::new(0, length)
    }

    /// Whether there is nothing in it: no front matter and no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let front_matter = self.front_matter.of(&self.text);
        front_matter.trim().is_empty() && self.markdown().trim().is_empty()
    }

    /// Whether somebody has written its title, so that it is not called after its file.
    #[must_use]
    pub fn has_title(&self) -> bool {
        written_title(&self.common, &self.body).is_some()
    }

    /// The text of the body, without front matter.
    #[must_use]
    pub fn markdown(&self) -> &str {
        self.body.span.of(&self.text)
    }
}

fn is_mapping(node: &Node, findings: &mut Vec<Finding>) -> bool {
    match node.value {
        Value::Mapping(_) => true,
        Value::Null => false,
        _ => {
            findings.push(Finding::new("wrong-type", "mapping", node.span));
            false
        }
    }
}

/// A report in a folder that does not tell its kind is read as a page: then what is wrong is the
/// kind, and not each of its keys.
fn keys_of_another_kind(kind: Kind, fields: &mut Fields<'_>) -> Option<Finding> {
    let left: Vec<(&str, Span)> = fields.left().collect();
    let of_kind = |other: Kind| -> Vec<&'static str> {
        let known = |key: &&&str| left.iter().any(|(name, _)| *name == **key);
        other.keys().iter().filter(known).copied().collect()
    };
    let others = Kind::ALL.iter().filter(|other| **other != kind);
    let (other, keys) = others
        .map(|other| (*other, of_kind(*other)))
        .max_by_key(|(other, keys)| (keys.len(), std::cmp::Reverse(*other)))
        .filter(|(_, keys)| !keys.is_empty())?;
    let (_, span) = left.iter().find(|(name, _)| keys.contains(name))?;
    let finding = Finding::new("unknown-key", "other-kind", *span)
        .with_list("keys", keys.iter().copied())
        .with("kind", kind.as_str())
        .with("other", other.as_str())
        .with("folder", other.folder());
    fields.pass_over(&keys);
    Some(finding)
}

fn written_kind(root: Option<&Node>) -> Option<Kind> {
    root?.entry("kind")?.value.text().and_then(Kind::from_word)
}

fn title(common: &Common, body: &Body, name: &FileName) -> String {
    let title = written_title(common, body).unwrap_or(&name.stem);
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title in the front matter, else the first heading. `## Summary` names a part of the document
/// and not all of it.
fn written_title<'a>(common: &'a Common, body: &'a Body) -> Option<&'a str> {
    let written = common.title.as_ref().map(|title| title.value.as_str());
    let heading = body.title().or_else(|| {
        let first = body
            .headings
            .iter()
            .position(|heading| !heading.is_bold_line())?;
        let names_part = body.sections.iter().any(|section| section.heading == first);
        body.headings.get(first).filter(|_| !names_part)
    });
    written
        .filter(|title| !title.is_empty())
        .or(heading.map(|heading| heading.text.as_str()))
        .filter(|title| !title.is_empty())
}

fn language(
    common: &Common,
    name: &FileName,
    text: &str,
    site: Language,
    findings: &mut Vec<Finding>,
) -> Language {
    let written = common.language.as_ref().and_then(|written| {
        let language = Language::from_code(written);
        if language.is_none() {
            let codes = Language::ALL.map(Language::code);
            findings.push(crate::yaml::choice::unknown_word(
                "unknown-value",
                written,
                &codes,
                written.span,
            ));
        }
        language
    });
    name.language
        .or(written)
        .or_else(|| Language::detect(text))
        .unwrap_or(site)
}

/// The links in the texts of front matter that pages show as Markdown.
fn links_in_fields(content: &Content, link_ids: &Regex) -> Vec<body::Link> {
    let (rows, communications) = match content {
        Content::Incident(incident) => (&incident.timeline[..], &incident.communications[..]),
        Content::KnownError(error) => (&[][..], &error.communications[..]),
        _ => return Vec::new(),
    };
    let rows = rows.iter().filter_map(|row| row.text.as_ref());
    let rows = rows.map(|text| (text.value.as_str(), text.span));
    let said = communications.iter();
    let said = said.filter_map(|one| Some((one.text.as_deref()?, one.span)));
    rows.chain(said)
        .flat_map(|(text, span)| body::links_of_field(text, span, link_ids))
        .collect()
}

/// Front matter's rows, else those of the table.
fn timeline(
    incident: &Incident,
    body: &Body,
    zone: Zone,
    inherited_day: Option<NaiveDate>,
    findings: &mut Vec<Finding>,
) -> (Vec<TimelineRow>, TimelineSource) {
    if !incident.timeline.is_empty() {
        let rows = timeline::from_fields(&incident.timeline, findings);
        return (rows, TimelineSource::Fields);
    }
    let first_day = Milestone::ALL
        .iter()
        .find_map(|milestone| incident.milestone_field(*milestone))
        .map(|moment| moment.day_in(zone));
    let heading = body
        .section(SectionKind::Timeline)
        .map_or("", |section| body.headings[section.heading].text.as_str());
    let read = body.timeline.as_ref().and_then(|table| {
        timeline::from_table(table, heading, zone, first_day.or(inherited_day), findings)
    });
    match read {
        // A table between tags of HTML cannot be taken out without breaking them.
        Some(read) if read.whole && body.html == RawHtml::None => {
            (read.rows, TimelineSource::WholeTable)
        }
        Some(read) => (read.rows, TimelineSource::ShownTable),
        None => (Vec::new(), TimelineSource::Fields),
    }
}
