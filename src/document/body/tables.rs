//! Tables that hold data and not only text.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::document::body::sections::{Section, SectionKind};
use crate::document::markdown::Located;
use crate::memory::remember;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its Markdown, without space at the ends.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A table, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The headings of its columns.
    pub header: Vec<Cell>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Where it stands in the file.
    pub span: Span,
}

remember!(Cell { text, span });
remember!(Table { header, rows, span });

/// The first table in the sections of this kind.
pub(super) fn in_section(
    text: &str,
    events: &[Located<'_>],
    sections: &[Section],
    kind: SectionKind,
) -> Option<Table> {
    let within = |at: usize| {
        sections.iter().any(|section| {
            section.kind == kind && section.span.start <= at && at < section.span.end
        })
    };
    let start = events.iter().position(|(event, range)| {
        matches!(event, Event::Start(Tag::Table(_))) && within(range.start)
    })?;
    Some(read(text, &events[start..]))
}

/// Reads the table that the events begin with.
fn read(text: &str, events: &[Located<'_>]) -> Table {
    let mut table = Table {
        span: Span::from(events[0].1.clone()),
        ..Table::default()
    };
    let mut row = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::TableCell) => row.push(cell(text, range.clone())),
            Event::End(TagEnd::TableHead) => table.header = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    table
}

fn cell(text: &str, range: std::ops::Range<usize>) -> Cell {
    let written = Span::from(range.clone()).of(text);
    let inner = written
        .trim()
        .trim_start_matches('|')
        .trim_end_matches('|')
        .trim();
    let start = range.start + written.find(inner).unwrap_or_default();
    Cell {
        text: inner.replace("\\|", "|"),
        span: Span::new(start, start + inner.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::body::{headings, sections, sections::SectionHeadings};
    use crate::document::markdown;

    #[test]
    fn the_table_of_the_timeline_is_read() {
        let text = "| a |\n|---|\n| b |\n\n## 経緯\n\n| 時刻 | 内容 |\n|---|---|\n| 9:02 | `a \\| b` |\n|  | **x** |\n";
        let events: Vec<_> = markdown::events(text).collect();
        let headings = headings::read(&events);
        let names = SectionHeadings::default();
        let sections = sections::read(&events, &headings, &names, text.len());
        let table = in_section(text, &events, &sections, SectionKind::Timeline).unwrap();
        let texts = |cells: &[Cell]| cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&table.header), ["時刻", "内容"]);
        assert_eq!(texts(&table.rows[0]), ["9:02", "`a | b`"]);
        assert_eq!(texts(&table.rows[1]), ["", "**x**"]);
        assert_eq!(table.rows[0][0].span.of(text), "9:02");
    }
}
