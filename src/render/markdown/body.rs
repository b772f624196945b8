//! The body of a document, cut where its page puts something of its own.

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::Serialize;

use crate::diagnostic::Span;
use crate::document::Body;
use crate::document::body::SectionKind;
use crate::document::markdown::{self, Located};
use crate::knowledge_base::DocumentIndex;
use crate::render::markdown::MarkdownContext;
use crate::render::markdown::footnotes::{self, Footnotes};
use crate::render::markdown::rendering::Rendering;

/// A stretch of a document's body, in the order in which its page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyPart {
    /// What stands there.
    pub kind: BodyPartKind,
    /// Its HTML; empty where the page puts something of its own.
    pub html: String,
}

/// What stands in a stretch of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyPartKind {
    /// Text of the document.
    Prose,
    /// The place of the timeline table, which the page's own timeline takes.
    Timeline,
    /// The end of the section on actions, where the page lists them.
    Actions,
    /// The footnotes of the whole text.
    Footnotes,
}

/// What a page puts into the body of its document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Insertions {
    /// The page's own timeline, in place of the table that says the same.
    pub timeline: bool,
    /// The list of actions, at the end of the section on them.
    pub actions: bool,
}

impl MarkdownContext<'_> {
    /// The body of a document for the page at `page`, without its title heading.
    #[must_use]
    pub fn body(&self, index: DocumentIndex, page: &str, insertions: Insertions) -> Vec<BodyPart> {
        let document = &self.base[index];
        let start = document.body.span.start;
        let mut rendering = Rendering::new(*self, index, page);
        rendering.headings = &document.body.headings;
        rendering.tasks = &document.body.tasks;
        rendering.ids = document.body.anchors().map(str::to_owned).collect();
        rendering.title = document.body.title().map(|title| title.span);
        rendering.raw = document.body.html;
        let events = markdown::events(document.markdown())
            .map(|(event, range)| (event, range.start + start..range.end + start));
        let (events, footnotes) = footnotes::taken_out(events);
        rendering.footnotes = Footnotes::of(&events, &footnotes);
        if let Some(table) = document
            .body
            .timeline
            .as_ref()
            .filter(|_| insertions.timeline)
        {
            let place = table.span.start..table.span.end;
            (rendering.footnotes, _) = rendering.footnotes.parted(&events, &place);
        }
        let mut parts = Vec::new();
        let mut add = |kind: BodyPartKind, html: String| {
            if kind != BodyPartKind::Prose || !html.trim().is_empty() {
                parts.push(BodyPart { kind, html });
            }
        };
        let mut at = 0;
        for cut in cuts(&document.body, &events, insertions) {
            add(BodyPartKind::Prose, rendering.html(&events[at..cut.first]));
            add(cut.kind, String::new());
            at = cut.next;
        }
        add(BodyPartKind::Prose, rendering.html(&events[at..]));
        if !footnotes.is_empty() {
            add(BodyPartKind::Footnotes, rendering.footnotes(footnotes));
        }
        parts
    }
}

impl MarkdownContext<'_> {
    /// A part of a document's body for another page, without anchors and references to footnotes.
    #[must_use]
    pub fn part(&self, index: DocumentIndex, page: &str, span: Span) -> String {
        let document = &self.base[index];
        let start = document.body.span.start;
        let mut rendering = Rendering::new(*self, index, page);
        rendering.raw = document.body.html;
        let events = markdown::events(document.markdown())
            .map(|(event, range)| (event, range.start + start..range.end + start))
            .filter(|(_, range)| span.start <= range.start && range.end <= span.end);
        let (mut events, _) = footnotes::taken_out(events);
        events.retain(|(event, _)| !matches!(event, Event::FootnoteReference(_)));
        rendering.html(&events)
    }
}

/// Where the page puts something of its own, and which events it takes the place of.
struct Cut {
    kind: BodyPartKind,
    first: usize,
    next: usize,
}

/// The cuts in a body, from its start to its end.
fn cuts(body: &Body, events: &[Located<'_>], insertions: Insertions) -> Vec<Cut> {
    let table = body.timeline.as_ref().filter(|_| insertions.timeline);
    let timeline = table.and_then(|table| top_level_table(events, table.span));
    let section = body
        .section(SectionKind::Actions)
        .filter(|_| insertions.actions);
    let actions = section.map(|section| {
        let at = top_level_from(events, section.span.end);
        Cut {
            kind: BodyPartKind::Actions,
            first: at,
            next: at,
        }
    });
    let mut cuts: Vec<Cut> = timeline.into_iter().chain(actions).collect();
    cuts.sort_by_key(|cut| cut.first);
    cuts
}

/// The first event at or behind a place that stands in no list or quotation.
fn top_level_from(events: &[Located<'_>], place: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, range)) in events.iter().enumerate() {
        if depth == 0 && range.start >= place {
            return index;
        }
        depth = depth_behind(depth, event);
    }
    events.len()
}

/// The events of a table that stands in no list or quotation.
fn top_level_table(events: &[Located<'_>], table: Span) -> Option<Cut> {
    let mut depth = 0usize;
    let mut first = None;
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Table(_)) if depth == 0 && range.start == table.start => {
                first = Some(index);
            }
            Event::End(TagEnd::Table) if depth == 1 && first.is_some() => {
                return Some(Cut {
                    kind: BodyPartKind::Timeline,
                    first: first?,
                    next: index + 1,
                });
            }
            _ => {}
        }
        depth = depth_behind(depth, event);
    }
    None
}

fn depth_behind(depth: usize, event: &Event<'_>) -> usize {
    match event {
        Event::Start(_) => depth + 1,
        Event::End(_) => depth.saturating_sub(1),
        _ => depth,
    }
}
