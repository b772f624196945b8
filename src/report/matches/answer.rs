//! The known errors that were found, with all that helps, or else the documents that were: the shape that
//! programs read.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::known_error::{FixState, KnownError, PermanentFix};
use crate::document::vendor::{Contact, EscalationStep, Vendor};
use crate::document::{Document, Kind, known_error};
use crate::insight::known_errors::{self, workaround_in};
use crate::insight::overdue_fix;
use crate::insight::vendors::Here;
use crate::knowledge_base::EntryIndex;
use crate::report::hits::Shown;
use crate::report::hits::json::{self, ExcerptItem};
use crate::report::matches::MatchReport;
use crate::search::answer::Hit as SearchHit;
use crate::search::excerpt::Excerpt;
use crate::signature::{FoundLine, Hit};

/// The whole answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer<'a> {
    /// The version of the shape; it changes when something in it changes its meaning or goes away.
    version: u32,
    /// What this is.
    kind: &'static str,
    /// Known errors with a signature that was found; where there is none, documents that hold the same text.
    pub(super) items: Vec<Item<'a>>,
    /// Documents that hold parts of the text.
    parts: Vec<json::Item<'a>>,
    /// Documents that hold words near to it.
    near: Vec<json::Item<'a>>,
}

/// A known error that a signature was found of; where there is none, an entry that holds the same text.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Match")]
pub(super) struct Item<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it is.
    #[schemars(with = "Kind")]
    pub kind: &'static str,
    /// Its file, from the knowledge base.
    pub file: &'a str,
    /// How far it has come.
    pub status: Option<&'static str>,
    /// The signatures that were found.
    pub signatures: Vec<FoundSignature<'a>>,
    /// Where an entry without a found signature holds the same text.
    pub same_text: Option<SameText<'a>>,
    /// Markdown.
    pub workaround: Option<&'a str>,
    /// Of known errors.
    pub permanent_fix: Option<Fix<'a>>,
    /// Earlier incidents of it.
    pub incidents: Vec<IncidentItem<'a>>,
    /// The vendor's number for it.
    pub vendor_ticket: Option<&'a str>,
    /// The vendors, with whom to reach.
    pub vendors: Vec<VendorItem<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SameText<'a> {
    /// Whether it stands there as it is written; else but for its times, level, ids and addresses.
    pub as_written: bool,
    /// The line, from 1.
    pub line: usize,
    /// The heading above it.
    pub heading: Option<&'a str>,
    /// The words around it.
    pub excerpt: ExcerptItem,
    #[serde(skip)]
    pub found: Excerpt,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FoundSignature<'a> {
    /// `text`, `regex` or `lines`.
    #[schemars(extend("enum" = ["text", "regex", "lines"]))]
    pub form: &'static str,
    /// The text, the expression or the lines.
    pub patterns: Vec<&'a str>,
    /// The program that writes it.
    pub component: Option<&'a str>,
    /// How often it was found.
    pub count: u64,
    /// The line of the last place.
    pub last_line: u64,
    /// The first places, and the lines of each.
    pub matches: Vec<Vec<LineItem<'a>>>,
}

/// A line; columns count characters of `text` from 1, and `end_column` is behind the last.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LineItem<'a> {
    /// The line, from 1.
    pub line: u64,
    /// The first character.
    column: usize,
    /// The character behind the last.
    end_column: usize,
    /// The line.
    pub text: &'a str,
    #[serde(skip)]
    pub found: &'a FoundLine,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Fix<'a> {
    /// How far it has come.
    #[schemars(with = "FixState")]
    pub state: &'static str,
    /// Who does it.
    pub owner: Option<&'a str>,
    /// By when.
    pub due: Option<String>,
    /// For how many days it should have been out.
    pub days_overdue: Option<i64>,
    /// Where the work is tracked.
    pub ticket: Option<&'a str>,
    /// When it came out.
    pub released_on: Option<String>,
    /// The version that has it.
    pub released_in: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct IncidentItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its file, from the knowledge base.
    pub file: &'a str,
    /// A day or a time, with the offset it was written with.
    pub started_at: Option<String>,
    /// How bad it was.
    pub severity: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct VendorItem<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its file, from the knowledge base.
    pub file: Option<&'a str>,
    /// Our number there.
    pub customer_number: Option<&'a str>,
    /// Where it says how it is doing.
    pub status_page: Option<&'a str>,
    /// Whom to reach.
    pub contacts: Vec<ContactItem<'a>>,
    /// Whom next, when nobody answers.
    pub escalation: Vec<EscalationItem<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContactItem<'a> {
    /// What they are.
    pub role: Option<&'a str>,
    /// What it is called.
    pub name: Option<&'a str>,
    /// Telephone.
    pub phone: Option<&'a str>,
    /// Mail address.
    pub email: Option<&'a str>,
    /// Web form.
    pub portal: Option<&'a str>,
    /// When, on their clocks.
    pub hours: Option<&'a str>,
    /// The same on ours, in words, where they differ.
    #[serde(skip)]
    pub hours_here: Vec<String>,
    /// Their zone.
    pub time_zone: Option<&'a str>,
    /// What they speak.
    pub languages: &'a [String],
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EscalationItem<'a> {
    /// The rung, from 1.
    pub level: Option<u64>,
    /// How long after the first call, as written.
    pub after: Option<&'a str>,
    #[serde(skip)]
    pub length: Option<TimeDelta>,
    /// What has to be the case.
    pub trigger: Option<&'a str>,
    /// Whom.
    pub contact: Option<&'a str>,
    /// Who of ours calls.
    pub internal_contact: Option<&'a str>,
}

/// The hits of each known error, in the order of the best of them.
pub(super) fn by_known_error<'a>(report: &MatchReport<'a>) -> Vec<(EntryIndex, Vec<&'a Hit>)> {
    let mut found: Vec<(EntryIndex, Vec<&Hit>)> = Vec::new();
    for hit in report.hits {
        let entry = report.signatures[hit.pattern].0.entry;
        match found.iter_mut().find(|(known, _)| *known == entry) {
            Some((_, hits)) => hits.push(hit),
            None => found.push((entry, vec![hit])),
        }
    }
    found
}

impl<'a> Answer<'a> {
    pub(super) fn of(report: &MatchReport<'a>) -> Self {
        let found = by_known_error(report).into_iter().take(report.limit);
        let mut items: Vec<Item<'a>> = found
            .filter_map(|(entry, hits)| known_error(report, entry, &hits))
            .collect();
        let searched = report.searched.as_ref();
        items.extend(searched.into_iter().flat_map(|hits| {
            same_text_hits(report)
                .into_iter()
                .take(report.limit)
                .map(|(hit, as_written)| same_text(report, hits.show(hit), as_written))
        }));
        let list = |of: fn(&'a crate::search::answer::Answer) -> &'a [SearchHit]| {
            searched.map_or_else(Vec::new, |hits| json::items(hits, of(hits.answer)))
        };
        Self {
            version: 1,
            kind: "matches",
            items,
            parts: list(|answer| &answer.parts),
            near: list(|answer| &answer.near),
        }
    }
}

/// Documents that hold the same text, of each entry the best of its languages, and whether as it is written; those that
/// do come first.
pub(super) fn same_text_hits<'a>(report: &MatchReport<'a>) -> Vec<(&'a SearchHit, bool)> {
    let Some(hits) = report.searched else {
        return Vec::new();
    };
    let exact = hits.answer.exact.iter().map(|hit| (hit, true));
    let steady = hits.answer.steady.iter().map(|hit| (hit, false));
    let mut seen = BTreeSet::new();
    let is_new = |(hit, _): &(&SearchHit, bool)| {
        let indexed = &hits.index.documents[hit.document];
        seen.insert(report.base.entry_of(indexed.document))
    };
    exact.chain(steady).filter(is_new).collect()
}

fn known_error<'a>(
    report: &MatchReport<'a>,
    entry: EntryIndex,
    hits: &[&'a Hit],
) -> Option<Item<'a>> {
    let base = report.base;
    let error = base.original(entry).known_error()?;
    let words = &base[base.in_language(entry, report.locale.language())];
    let signatures = hits.iter().filter_map(|hit| {
        let (signature, _) = report.signatures[hit.pattern];
        Some(found_signature(
            error.signatures.get(signature.position)?,
            hit,
        ))
    });
    let status = Some(error.status().as_str());
    let signatures = signatures.collect();
    Some(Item {
        signatures,
        ..item(report, entry, words, status)
    })
}

fn same_text<'a>(report: &MatchReport<'a>, shown: Shown<'a>, as_written: bool) -> Item<'a> {
    let entry = report.base.entry_of(shown.indexed.document);
    let status = shown.indexed.facets.status;
    Item {
        same_text: Some(SameText {
            as_written,
            line: shown.line,
            heading: shown.indexed.text.heading(shown.excerpt.passage),
            excerpt: json::excerpt_item(&shown),
            found: shown.excerpt,
        }),
        ..item(report, entry, shown.document, status)
    }
}

/// What helps with an entry, in the words of one of its documents.
fn item<'a>(
    report: &MatchReport<'a>,
    entry: EntryIndex,
    words: &'a Document,
    status: Option<&'static str>,
) -> Item<'a> {
    let base = report.base;
    let original = base.original(entry);
    let error = original.known_error();
    let incident = original.incident();
    let vendors = error.map(|error| &error.vendors);
    let vendors = vendors.or(incident.map(|incident| &incident.vendors));
    Item {
        id: base[entry].id.as_str(),
        title: &words.title,
        kind: original.kind().as_str(),
        file: &words.path,
        status,
        signatures: Vec::new(),
        same_text: None,
        workaround: error.and_then(|_| workaround_in([words, original])),
        permanent_fix: error.map(|error| fix(error, report.today)),
        incidents: incidents(report, entry),
        vendor_ticket: text(error.and_then(|error| error.vendor_ticket.as_ref())),
        vendors: self::vendors(report, vendors.map_or(&[][..], Vec::as_slice)),
    }
}

fn found_signature<'a>(written: &'a known_error::Signature, hit: &'a Hit) -> FoundSignature<'a> {
    let (form, patterns) = match (&written.text, &written.regex) {
        (Some(text), _) => ("text", vec![text.as_str()]),
        (None, Some(regex)) => ("regex", vec![regex.as_str()]),
        (None, None) => {
            let lines = written.lines.iter();
            ("lines", lines.map(|line| line.as_str()).collect())
        }
    };
    let places = hit.places.iter();
    FoundSignature {
        form,
        patterns,
        component: written.component.as_deref(),
        count: hit.count,
        last_line: hit.last_line,
        matches: places
            .map(|lines| lines.iter().map(line).collect())
            .collect(),
    }
}

fn line(found: &FoundLine) -> LineItem<'_> {
    let column = |at: usize| found.text[..at].chars().count() + 1;
    LineItem {
        line: found.number,
        column: column(found.span.start),
        end_column: column(found.span.end),
        text: &found.text,
        found,
    }
}

fn text(field: Option<&Spanned<String>>) -> Option<&str> {
    field
        .map(|field| field.value.as_str())
        .filter(|text| !text.is_empty())
}

fn fix(error: &KnownError, today: NaiveDate) -> Fix<'_> {
    let fix = error.permanent_fix.as_ref();
    let of = |field: fn(&PermanentFix) -> Option<&Spanned<String>>| text(fix.and_then(field));
    let due = fix.and_then(|fix| fix.due.as_ref());
    let released_on = fix.and_then(|fix| fix.released_on.as_ref());
    Fix {
        state: error.fix_state().as_str(),
        owner: of(|fix| fix.owner.as_ref()),
        due: due.map(|day| day.value.to_string()),
        days_overdue: overdue_fix(error, today).map(|due| (today - due.value).num_days()),
        ticket: of(|fix| fix.ticket.as_ref()),
        released_on: released_on.map(|day| day.value.to_string()),
        released_in: fix.and_then(|fix| fix.released_in.as_deref()),
    }
}

/// The incidents that are linked to a known error, the latest first.
fn incidents<'a>(report: &MatchReport<'a>, entry: EntryIndex) -> Vec<IncidentItem<'a>> {
    let base = report.base;
    known_errors::incidents(base, report.relations, entry)
        .into_iter()
        .map(|other| {
            let original = base.original(other);
            let words = &base[base.in_language(other, report.locale.language())];
            let severity = original
                .incident()
                .and_then(|incident| incident.severity.as_ref());
            IncidentItem {
                id: base[other].id.as_str(),
                title: &words.title,
                file: &words.path,
                started_at: original.date().map(|moment| moment.when.to_string()),
                severity: text(severity),
            }
        })
        .collect()
}

fn vendors<'a>(report: &MatchReport<'a>, names: &'a [Spanned<String>]) -> Vec<VendorItem<'a>> {
    let base = report.base;
    let filled = names.iter().filter(|name| !name.value.is_empty());
    filled
        .map(|name| {
            let entry = base.entry_by_id(name);
            let entry = entry.filter(|entry| base.original(*entry).vendor().is_some());
            let words = entry.map(|entry| &base[base.in_language(entry, report.locale.language())]);
            let vendor = entry.and_then(|entry| base.original(entry).vendor());
            VendorItem {
                name: words.map_or(name.value.as_str(), |words| &words.title),
                file: words.map(|words| words.path.as_str()),
                customer_number: text(vendor.and_then(|vendor| vendor.customer_number.as_ref())),
                status_page: text(vendor.and_then(|vendor| vendor.status_page.as_ref())),
                contacts: vendor.map(|one| contacts(report, one)).unwrap_or_default(),
                escalation: vendor.map(escalation).unwrap_or_default(),
            }
        })
        .collect()
}

fn contacts<'a>(report: &MatchReport<'a>, vendor: &'a Vendor) -> Vec<ContactItem<'a>> {
    let here = Here {
        zone: report.base.config.zone,
        today: report.today,
        locale: report.locale,
    };
    let item = |contact: &'a Contact| {
        let hours = here.hours(contact);
        ContactItem {
            role: text(contact.role.as_ref()),
            name: contact.name.as_deref(),
            phone: text(contact.phone.as_ref()),
            email: text(contact.email.as_ref()),
            portal: text(contact.portal.as_ref()),
            hours: contact.hours.as_deref(),
            hours_here: hours.map(|hours| hours.lines).unwrap_or_default(),
            time_zone: text(contact.time_zone.as_ref()),
            languages: &contact.languages,
        }
    };
    vendor.contacts.iter().map(item).collect()
}

fn escalation(vendor: &Vendor) -> Vec<EscalationItem<'_>> {
    fn item(step: &EscalationStep) -> EscalationItem<'_> {
        EscalationItem {
            level: step.level.as_ref().map(|level| level.value),
            after: step.after.as_ref().map(|after| after.written.as_str()),
            length: step.after.as_ref().map(|after| after.length),
            trigger: step.trigger.as_deref(),
            contact: text(step.contact.as_ref()),
            internal_contact: step.internal_contact.as_deref(),
        }
    }
    vendor.escalation.iter().map(item).collect()
}
