//! What stands in the Markdown of a document: headings, sections, links, tasks, a timeline table.
//!
//! One file a question; each reads the same events. All spans count from the start of the file.

mod emphasis;
mod headings;
mod html;
mod links;
mod references;
mod sections;
mod tables;
mod tasks;

use regex::Regex;

use crate::diagnostic::{Finding, Span};
use crate::document::markdown::{self, Located, RawHtml};
use crate::memory::remember;

pub use headings::{Heading, anchor_of};
pub use links::{Link, LinkForm};
pub use references::{ReferenceKind, references};
pub use sections::{Section, SectionHeadings, SectionKind};
pub use tables::{Cell, Table};
pub use tasks::Task;

/// The outline of a document's Markdown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// Where it stands in the file.
    pub span: Span,
    /// Its headings, bold lines that serve as headings among them.
    pub headings: Vec<Heading>,
    /// Parts of a report that its headings name.
    pub sections: Vec<Section>,
    /// Everything that points elsewhere.
    pub links: Vec<Link>,
    /// The items of its task lists.
    pub tasks: Vec<Task>,
    /// The first table in its timeline section.
    pub timeline: Option<Table>,
    /// Whether it holds HTML.
    pub html: RawHtml,
}

remember!(Body {
    span,
    headings,
    sections,
    links,
    tasks,
    timeline,
    html,
});

impl Body {
    /// The first heading of the first level, which is the title where nothing else is.
    #[must_use]
    pub fn title(&self) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.level == 1)
    }

    /// The anchors of its headings.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter();
        headings
            .map(|heading| heading.anchor.as_str())
            .filter(|anchor| !anchor.is_empty())
    }

    /// Gives back the room that its lists do not fill.
    pub(super) fn shrink_to_fit(&mut self) {
        self.headings.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.links.shrink_to_fit();
        self.tasks.shrink_to_fit();
        if let Some(table) = &mut self.timeline {
            table.rows.shrink_to_fit();
            table.rows.iter_mut().for_each(Vec::shrink_to_fit);
        }
    }

    /// The section of this kind that has something in it.
    #[must_use]
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        let of_kind = || {
            self.sections
                .iter()
                .filter(move |section| section.kind == kind)
        };
        of_kind()
            .find(|section| section.filled)
            .or_else(|| of_kind().next())
    }
}

/// Reads the outline of the Markdown that fills `span` of `text`.
#[must_use]
pub fn read(
    text: &str,
    span: Span,
    link_ids: &Regex,
    section_headings: &SectionHeadings,
    findings: &mut Vec<Finding>,
) -> Body {
    let markdown = span.of(text);
    let events: Vec<Located<'_>> = markdown::events(markdown)
        .map(|(event, range)| (event, range.start + span.start..range.end + span.start))
        .collect();
    if let Some(at) = markdown::too_deep(markdown) {
        let at = at + span.start;
        findings.push(
            Finding::new("deep-nesting", "too-deep", Span::new(at, at + 1))
                .with("limit", markdown::MAX_NESTING.to_string()),
        );
    }
    let html = markdown::raw_html(&events);
    if html == RawHtml::TooDeep {
        findings.push(Finding::new("deep-nesting", "html", first_html(&events)));
    }
    findings.extend(emphasis::unclosed(text, &events));
    let headings = headings::read(&events);
    let sections = sections::read(&events, &headings, section_headings, span.end);
    let timeline = tables::in_section(text, &events, &sections, SectionKind::Timeline);
    Body {
        span,
        links: links::read(text, &events, link_ids),
        tasks: tasks::read(text, &events),
        timeline,
        html,
        headings,
        sections,
    }
}

/// The links in a Markdown text that front matter holds at `span`.
#[must_use]
pub fn links_of_field(text: &str, span: Span, link_ids: &Regex) -> Vec<Link> {
    let events: Vec<Located<'_>> = markdown::events(text).collect();
    let mut links = links::read(text, &events, link_ids);
    for link in &mut links {
        // Quotes and folds of YAML move the words; the field as a whole is meant.
        link.span = span;
    }
    links
}

fn first_html(events: &[Located<'_>]) -> Span {
    use pulldown_cmark::Event;
    events
        .iter()
        .find(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
        .map_or(Span::default(), |(_, range)| {
            Span::new(range.start, range.end.min(range.start + 1))
        })
}
