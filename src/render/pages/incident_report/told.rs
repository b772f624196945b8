//! What customers were told, and which of it was the latest.

use serde::Serialize;

use crate::document::Document;
use crate::document::common::{Audience, Communication, Stage};
use crate::document::incident::Incident;
use crate::insight::messages::{communications, is_for};
use crate::render::format::TimeView;
use crate::render::pages::incident_report::Report;
use crate::render::pages::incident_report::folded::Folded;
use crate::time::Zone;

/// The messages to customers that a report goes by.
///
/// One report goes to all of its readers: what was said to a single customer, or to others than the
/// latest message was for, stays out.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// The messages as the document that counts has them, the earliest first.
    pub(super) messages: Vec<&'a Communication>,
    /// The same messages in the words of the version shown, where it has them.
    versions: Vec<Option<&'a Communication>>,
    /// The language of the document that counts.
    language: &'static str,
}

/// A message as a report repeats it.
#[derive(Debug, Serialize)]
pub(super) struct ToldView {
    at: TimeView,
    stage: Option<String>,
    text: String,
    /// The language of the text, where it is not the report's.
    language: Option<&'static str>,
}

impl<'a> Told<'a> {
    pub(super) fn of(original: &'a Document, shown: &'a Document, zone: Zone) -> Self {
        let accounts = accounts(original).chain(accounts(shown));
        let accounts: Vec<Folded> = accounts.map(Folded::of).collect();
        let is_for_one = |message: &Communication| {
            let addressee = Folded::of(message.addressee.as_deref().unwrap_or_default());
            accounts.iter().any(|account| addressee.contains(account))
        };
        let all = communications(original).iter();
        let mut messages: Vec<&Communication> = all
            .filter(|message| is_for(message, Audience::Customers) && message.at.is_some())
            .filter(|message| !is_for_one(message))
            .collect();
        messages.sort_by_key(|message| {
            let at = message.at.as_ref();
            at.map(|at| (at.day_in(zone), at.time().map(|time| time.to_utc())))
        });
        let addressee = messages.last().and_then(|latest| latest.addressee.clone());
        messages.retain(|message| message.addressee.is_none() || message.addressee == addressee);
        let versions = messages.iter().map(|message| version(shown, message));
        Self {
            versions: versions.collect(),
            messages,
            language: original.language.code(),
        }
    }

    /// The latest message.
    pub(super) fn latest(&self) -> Option<&'a Communication> {
        self.messages.last().copied()
    }

    /// The number that the latest message was given, else which one it is; of the report that comes
    /// after it the next one, where that can be told.
    pub(super) fn number(&self, is_sent: bool) -> Option<String> {
        let latest = self.latest().and_then(|latest| latest.number.clone());
        let number = latest.unwrap_or_else(|| self.messages.len().to_string());
        if is_sent {
            return Some(number);
        }
        let number: u32 = number.trim().parse().ok()?;
        Some(number.saturating_add(1).to_string())
    }

    /// To whom the latest message is addressed.
    pub(super) fn addressee(&self) -> Option<&'a str> {
        let version = self.versions.last().copied().flatten();
        let version = version.and_then(|version| version.addressee.as_deref());
        version.or(self.latest()?.addressee.as_deref())
    }

    /// The texts of messages that are not in the report's language.
    pub(super) fn foreign_texts(&self, report: &Report<'_>) -> Vec<String> {
        let views = self.views(report).into_iter();
        views
            .filter(|view| view.language.is_some() && !view.text.is_empty())
            .map(|view| view.text)
            .collect()
    }

    /// The messages as the report repeats them.
    pub(super) fn views(&self, report: &Report<'_>) -> Vec<ToldView> {
        let messages = self.messages.iter().zip(&self.versions);
        messages
            .filter_map(|(message, version)| {
                let at = message.at.as_ref()?;
                let own = version.and_then(|version| version.text.as_deref());
                let text = own.or(message.text.as_deref()).unwrap_or_default();
                let is_foreign = own.is_none() && self.language != report.shown.language.code();
                let stage = message.stage.as_ref().map(|stage| stage.value);
                Some(ToldView {
                    at: report.time(at),
                    stage: stage.map(|stage| {
                        report.text(match stage {
                            Stage::First => "report.first",
                            Stage::Update => "report.update",
                            Stage::Final => "report.final",
                        })
                    }),
                    text: report.outward.words(text),
                    language: is_foreign.then_some(self.language),
                })
            })
            .collect()
    }
}

/// The names of single customers.
fn accounts(document: &Document) -> impl Iterator<Item = &str> {
    let impact = document
        .incident()
        .and_then(|incident: &Incident| incident.impact.as_ref());
    let accounts = impact.into_iter().flat_map(|impact| &impact.accounts);
    accounts
        .map(|account| account.trim())
        .filter(|account| !account.is_empty())
}

/// The same message in another version: it went to the same people at the same time.
fn version<'a>(shown: &'a Document, message: &Communication) -> Option<&'a Communication> {
    let when = |message: &Communication| message.at.as_ref().map(|at| at.when);
    let mut messages = communications(shown).iter();
    messages.find(|other| is_for(other, Audience::Customers) && when(other) == when(message))
}
