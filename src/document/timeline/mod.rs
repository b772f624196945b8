//! What happened when: the rows of front matter, or of a table in the timeline section.

mod clock;
mod columns;

use chrono::NaiveDate;

use crate::diagnostic::{Finding, Spanned};
use crate::document::body::{Cell, Table};
use crate::document::incident::{Milestone, VendorEvent, WrittenTimelineRow};
use crate::memory::remember;
use crate::time::{Moment, Zone};
use crate::yaml::read::Choice;

use clock::{Clock, looks_like_time, zone_of_heading};
use columns::{Column, columns, milestone, plain, unread_vendor_columns, vendor_event};

/// A row of a timeline, from wherever it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When.
    pub at: Spanned<Moment>,
    /// What happened, in Markdown.
    pub text: String,
    /// The milestone it was.
    pub event: Option<Milestone>,
    /// The vendor it concerns, as written.
    pub vendor: Option<Spanned<String>>,
    /// What the vendor did.
    pub vendor_event: Option<VendorEvent>,
    /// Cells of columns that have no meaning here: (heading, Markdown).
    pub others: Vec<(String, String)>,
}

remember!(TimelineRow {
    at,
    text,
    event,
    vendor,
    vendor_event,
    others,
});

/// The rows that front matter writes; one without a time is left out with a finding.
pub(super) fn from_fields(
    rows: &[WrittenTimelineRow],
    findings: &mut Vec<Finding>,
) -> Vec<TimelineRow> {
    rows.iter()
        .filter_map(|row| {
            let Some(at) = row.at.clone() else {
                findings.push(Finding::new("timeline-time", "row-without-time", row.span));
                return None;
            };
            Some(TimelineRow {
                at,
                text: row
                    .text
                    .as_ref()
                    .map(|text| text.value.clone())
                    .unwrap_or_default(),
                event: row.event.as_ref().map(|event| event.value),
                vendor: row.vendor.clone(),
                vendor_event: row.vendor_event.as_ref().map(|event| event.value),
                others: Vec::new(),
            })
        })
        .collect()
}

/// The rows of a table, and whether all of it was understood.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    pub rows: Vec<TimelineRow>,
    /// Whether the rows say all that the table says.
    pub whole: bool,
}

/// The rows of a table whose first column holds times; `None` where it does not.
///
/// A time without a date continues the row above, on the next day if it is an hour or more earlier;
/// the first such row is on `first_day`. The zone is that of the heading cell, else that of the
/// section's `heading`, else `zone`.
pub(super) fn from_table(
    table: &Table,
    heading: &str,
    zone: Zone,
    first_day: Option<NaiveDate>,
    findings: &mut Vec<Finding>,
) -> Option<TableRows> {
    let holds_times = table
        .rows
        .iter()
        .filter_map(|row| row.first())
        .find(|cell| !cell.text.is_empty())
        .is_some_and(|cell| looks_like_time(&cell.text));
    if !holds_times {
        return None;
    }
    let columns = columns(table);
    for heading in unread_vendor_columns(table, &columns) {
        let finding = Finding::new("unread-vendor-column", "unread", heading.span);
        findings.push(finding.with("heading", plain(&heading.text)));
    }
    let zone = table
        .header
        .first()
        .and_then(|cell| zone_of_heading(&cell.text))
        .or_else(|| zone_of_heading(heading))
        .unwrap_or(zone);
    let mut clock = Clock {
        zone,
        last: None,
        first_day,
    };
    let mut whole = true;
    let mut rows: Vec<TimelineRow> = Vec::new();
    for cells in &table.rows {
        let Some(first) = cells.first() else {
            continue;
        };
        if first.text.is_empty() {
            // A row without a time goes on with the row above, if text is all that it has.
            let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
            match (rows.last_mut(), text_of(&columns, cells)) {
                (Some(last), Some(more)) if filled == 1 => {
                    if !last.text.is_empty() {
                        last.text.push(' ');
                    }
                    last.text.push_str(more);
                }
                _ => whole &= filled == 0,
            }
            continue;
        }
        match clock.read(first) {
            Ok(at) => rows.push(row(table, &columns, cells, at, findings)),
            Err(key) => {
                whole = false;
                findings.push(
                    Finding::new("timeline-time", key, first.span)
                        .about("written", first.text.as_str()),
                );
            }
        }
    }
    Some(TableRows { rows, whole })
}

fn text_of<'a>(columns: &[Column], cells: &'a [Cell]) -> Option<&'a str> {
    let index = columns.iter().position(|column| *column == Column::Text)?;
    cells
        .get(index)
        .map(|cell| cell.text.as_str())
        .filter(|text| !text.is_empty())
}

fn row(
    table: &Table,
    columns: &[Column],
    cells: &[Cell],
    at: Spanned<Moment>,
    findings: &mut Vec<Finding>,
) -> TimelineRow {
    let mut row = TimelineRow {
        at,
        text: String::new(),
        event: None,
        vendor: None,
        vendor_event: None,
        others: Vec::new(),
    };
    for ((column, cell), heading) in columns.iter().zip(cells).zip(&table.header) {
        if cell.text.is_empty() {
            continue;
        }
        match column {
            Column::Time => {}
            Column::Text => row.text.clone_from(&cell.text),
            Column::Event => {
                row.event = milestone(&cell.text);
                if row.event.is_none() {
                    findings.push(unknown_event::<Milestone>(cell, "unknown-milestone"));
                    row.others.push((heading.text.clone(), cell.text.clone()));
                }
            }
            Column::Vendor => {
                row.vendor = Some(Spanned {
                    value: plain(&cell.text).to_owned(),
                    span: cell.span,
                });
            }
            Column::VendorEvent => {
                row.vendor_event = vendor_event(&cell.text);
                if row.vendor_event.is_none() {
                    findings.push(unknown_event::<VendorEvent>(cell, "unknown-vendor-event"));
                    row.others.push((heading.text.clone(), cell.text.clone()));
                }
            }
            Column::Other => row.others.push((heading.text.clone(), cell.text.clone())),
        }
    }
    row
}

/// The finding for a word in a column of events. In a table the words of either language count, so
/// that the way out under `key` names those of the reader's.
fn unknown_event<T: Choice>(cell: &Cell, key: &'static str) -> Finding {
    let expected: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
    let mut finding =
        crate::yaml::choice::unknown_word("unknown-value", &cell.text, &expected, cell.span);
    if finding.message.key == "unknown" {
        finding.message.key = key;
    }
    finding
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;
    use crate::diagnostic::Span;
    use crate::document::body::{self, SectionHeadings};

    fn read(table: &str) -> (Vec<TimelineRow>, Vec<Finding>) {
        let text = format!("## Timeline\n\n{table}\n");
        let mut findings = Vec::new();
        let body = body::read(
            &text,
            Span::new(0, text.len()),
            &Regex::new("X-[0-9]+").unwrap(),
            &SectionHeadings::default(),
            &mut findings,
        );
        let zone = Zone::parse("+01:00").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 14);
        let read = from_table(
            &body.timeline.unwrap(),
            "Timeline",
            zone,
            day,
            &mut findings,
        );
        (read.unwrap_or_default().rows, findings)
    }

    fn times(rows: &[TimelineRow]) -> Vec<String> {
        rows.iter()
            .map(|row| {
                row.at
                    .time()
                    .map_or("day".to_owned(), |time| time.to_rfc3339())
            })
            .collect()
    }

    #[test]
    fn times_continue_the_row_above() {
        let (rows, findings) = read(
            "| 時刻 (JST) | 出来事 | 担当 |\n|--|--|--|\n| 23:50 | 発報 | 伊藤 |\n| 0:10 | 復旧 | |\n| 2026-03-16 9:00 UTC | 報告 | |\n| 3/17 10:00 | x | |\n",
        );
        assert_eq!(
            times(&rows),
            [
                "2026-03-14T23:50:00+09:00",
                "2026-03-15T00:10:00+09:00",
                "2026-03-16T09:00:00+00:00",
                "2026-03-17T10:00:00+09:00"
            ]
        );
        assert_eq!(rows[0].text, "発報");
        assert_eq!(rows[0].others, [("担当".to_owned(), "伊藤".to_owned())]);
        assert_eq!(findings, []);
    }

    #[test]
    fn events_and_vendors_have_columns() {
        let (rows, findings) = read(
            "| Time in CET | Event | What happened | Vendor | Vendor event |\n|--|--|--|--|--|\n| 09:02 | started | 503s | | |\n| 09:20 | | called | certico | contacted |\n| 09:40 | **resolved** | | certico | done |\n",
        );
        assert_eq!(times(&rows)[0], "2026-03-14T09:02:00+01:00");
        assert_eq!(rows[0].event, Some(Milestone::Started));
        assert_eq!(rows[2].event, Some(Milestone::Resolved));
        assert_eq!(rows[1].vendor.as_ref().unwrap().value, "certico");
        assert_eq!(rows[1].vendor_event, Some(VendorEvent::Contacted));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].rule, "unknown-value");
    }

    #[test]
    fn what_a_vendor_did_may_be_headed_in_many_ways() {
        for heading in [
            "Vendor event",
            "vendor_event",
            "Vendor's response",
            "ベンダーの動き",
            "ベンダー 出来事",
            "ベンダーの出来事",
            "ﾍﾞﾝﾀﾞｰ対応",
            "先方の出来事",
            "委託先の対応",
        ] {
            let (rows, findings) = read(&format!(
                "| 時刻 | 内容 | 先方 | {heading} |\n|--|--|--|--|\n| 9:20 | 架電 | certico | 連絡 |\n"
            ));
            assert_eq!(
                rows[0].vendor_event,
                Some(VendorEvent::Contacted),
                "{heading}"
            );
            assert_eq!(rows[0].vendor.as_ref().unwrap().value, "certico");
            assert_eq!(findings, [], "{heading}");
        }
    }

    #[test]
    fn a_column_about_vendors_that_is_not_read_is_said_to_be_so() {
        for heading in ["Vendor ticket", "ベンダー側の担当者", "先方メモ"] {
            let (rows, findings) = read(&format!(
                "| Time | What happened | {heading} |\n|--|--|--|\n| 9:20 | called | contacted |\n"
            ));
            assert_eq!(rows[0].vendor_event, None, "{heading}");
            assert_eq!(findings.len(), 1, "{heading}");
            assert_eq!(findings[0].rule, "unread-vendor-column");
        }
        let (_, findings) = read("| Time | What | Who |\n|--|--|--|\n| 9:20 | a | b |\n");
        assert_eq!(findings, []);
    }

    #[test]
    fn one_word_that_is_no_event_takes_nothing_away() {
        let (rows, findings) = read(
            "| Time | Event | What happened |\n|--|--|--|\n| 09:02 | started | 503s |\n| 09:25 | escalated | Called |\n",
        );
        assert_eq!(rows[0].event, Some(Milestone::Started));
        assert_eq!(rows[1].text, "Called");
        assert_eq!(
            rows[1].others,
            [("Event".to_owned(), "escalated".to_owned())]
        );
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn ranges_slips_and_zones_of_the_section() {
        let table = "| t | x |\n|--|--|\n| 09:15-09:20 | a |\n| 09:00 | b |\n| 00:10 | c |\n";
        let (rows, _) = read(table);
        assert_eq!(
            times(&rows),
            [
                "2026-03-14T09:15:00+01:00",
                "2026-03-14T09:00:00+01:00",
                "2026-03-15T00:10:00+01:00"
            ]
        );
        assert_eq!(zone_of_heading("Timeline (UTC)"), Zone::parse("UTC"));
        assert_eq!(zone_of_heading("Timeline of events"), None);
    }

    #[test]
    fn a_table_without_times_is_no_timeline_and_wrong_times_are_findings() {
        assert_eq!(read("| Who | What |\n|--|--|\n| Ito | 9:00 call |\n").0, []);
        let (rows, findings) =
            read("| t | x |\n|--|--|\n| 9:00 | a |\n| later | b |\n| 25:00 | c |\n");
        assert_eq!(rows.len(), 1);
        let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
        assert_eq!(keys, ["unreadable", "impossible"]);
    }
}
