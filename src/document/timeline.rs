//! What happened when: the rows of front matter, or of a table in the timeline section.

use std::sync::LazyLock;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Finding, Span, Spanned};
use crate::document::body::{Cell, Table};
use crate::document::incident::{Milestone, VendorEvent, WrittenTimelineRow};
use crate::time::{Moment, When, Zone, parse_moment};
use crate::yaml::read::Choice;

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

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Time,
    Text,
    Event,
    Vendor,
    VendorEvent,
    Other,
}

/// The rows of a table whose first column holds times; `None` where it does not.
///
/// A time without a date continues the row above, on the next day if it is earlier; the first such
/// row is on `first_day`. The zone is that of the heading cell, else `zone`.
pub(super) fn from_table(
    table: &Table,
    zone: Zone,
    first_day: Option<NaiveDate>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<TimelineRow>> {
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
    let zone = table
        .header
        .first()
        .and_then(|cell| zone_of_heading(&cell.text))
        .unwrap_or(zone);
    let mut clock = Clock {
        zone,
        last: None,
        first_day,
    };
    let mut rows: Vec<TimelineRow> = Vec::new();
    for cells in &table.rows {
        let Some(first) = cells.first() else {
            continue;
        };
        if first.text.is_empty() {
            // A row without a time goes on with the row above.
            if let (Some(last), Some(more)) = (rows.last_mut(), text_of(&columns, cells)) {
                if !last.text.is_empty() {
                    last.text.push(' ');
                }
                last.text.push_str(more);
            }
            continue;
        }
        match clock.read(first) {
            Ok(at) => rows.push(row(table, &columns, cells, at, findings)),
            Err(key) => findings.push(
                Finding::new("timeline-time", key, first.span).with("written", first.text.as_str()),
            ),
        }
    }
    Some(rows)
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
                    findings.push(unknown_event::<Milestone>(cell));
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
                    findings.push(unknown_event::<VendorEvent>(cell));
                }
            }
            Column::Other => row.others.push((heading.text.clone(), cell.text.clone())),
        }
    }
    row
}

fn unknown_event<T: Choice>(cell: &Cell) -> Finding {
    let expected: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
    crate::yaml::choice::unknown_word("unknown-value", &cell.text, &expected, cell.span)
}

/// What each column holds. The first one that has no other meaning holds the text.
fn columns(table: &Table) -> Vec<Column> {
    let mut columns: Vec<Column> = table
        .header
        .iter()
        .enumerate()
        .map(|(index, cell)| match index {
            0 => Column::Time,
            _ => column(table, index, cell),
        })
        .collect();
    if !columns.contains(&Column::Text)
        && let Some(first) = columns.iter_mut().find(|column| **column == Column::Other)
    {
        *first = Column::Text;
    }
    columns
}

fn column(table: &Table, index: usize, heading: &Cell) -> Column {
    let name: String = plain(&heading.text)
        .nfkc()
        .collect::<String>()
        .to_lowercase();
    match name.as_str() {
        "text" | "what happened" | "what" | "description" | "details" | "detail" | "action"
        | "note" | "notes" | "内容" | "詳細" | "説明" | "対応内容" | "対応" | "事象" | "経緯" => {
            Column::Text
        }
        "event" | "milestone" | "phase" | "出来事" | "イベント" | "節目" | "区分" => {
            if holds_only(table, index, |text| milestone(text).is_some()) {
                Column::Event
            } else {
                Column::Text
            }
        }
        "vendor" | "ベンダー" | "ベンダ" | "委託先" | "業者" => Column::Vendor,
        "vendor event"
        | "vendor_event"
        | "ベンダー対応"
        | "ベンダー出来事"
        | "ベンダーイベント"
        | "ベンダーの出来事" => Column::VendorEvent,
        _ => Column::Other,
    }
}

fn holds_only(table: &Table, index: usize, fits: impl Fn(&str) -> bool) -> bool {
    let mut filled = table
        .rows
        .iter()
        .filter_map(|row| row.get(index))
        .filter(|cell| !cell.text.is_empty())
        .peekable();
    filled.peek().is_some() && filled.all(|cell| fits(&cell.text))
}

/// The words of a cell without emphasis and code marks.
fn plain(markdown: &str) -> &str {
    markdown.trim_matches(|c: char| matches!(c, '*' | '_' | '`') || c.is_whitespace())
}

fn milestone(text: &str) -> Option<Milestone> {
    let word = plain(text).to_lowercase();
    Some(match word.as_str() {
        "発生" | "開始" | "障害発生" => Milestone::Started,
        "検知" | "検出" | "発見" => Milestone::Detected,
        "受付" | "確認" | "着手" | "対応開始" => Milestone::Acknowledged,
        "特定" | "原因特定" | "原因判明" => Milestone::Identified,
        "緩和" | "暫定復旧" | "暫定対応" => Milestone::Mitigated,
        "解決" | "復旧" | "解消" | "完了" => Milestone::Resolved,
        _ => return Milestone::from_word(&word),
    })
}

fn vendor_event(text: &str) -> Option<VendorEvent> {
    let word = plain(text).to_lowercase();
    Some(match word.as_str() {
        "連絡" | "問い合わせ" | "問合せ" => VendorEvent::Contacted,
        "受付" | "回答" | "応答" => VendorEvent::Acknowledged,
        "解決" | "復旧" | "解消" => VendorEvent::Resolved,
        _ => return VendorEvent::from_word(&word),
    })
}

/// The zone that a heading cell names: `時刻 (JST)`, `Time in CET`, `Time (Asia/Tokyo)`, `UTC`.
fn zone_of_heading(heading: &str) -> Option<Zone> {
    let normal: String = plain(heading).nfkc().collect();
    normal
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | '、'))
        .filter(|word| word.len() > 1 || *word == "Z")
        .find_map(Zone::parse)
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^
        (?: (?<month>[0-9]{1,2}) [/月] \s* (?<day>[0-9]{1,2}) 日? (?: \s*\(.\) )? \s* )?
        (?<hour>[0-9]{1,2}) (?: : | 時\s* ) (?<minute>[0-9]{1,2})? (?: (?: : | 分\s* ) (?<second>[0-9]{1,2})? 秒? )? 頃?
        (?: \s* \(? (?<zone> Z | [A-Z]{3,4} | [+-][0-9]{1,2}(?::?[0-9]{2})? ) \)? )?
        $",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

fn looks_like_time(text: &str) -> bool {
    let normal: String = plain(text).nfkc().collect();
    TIME.is_match(&normal) || parse_moment(&normal, Zone::default()).is_ok()
}

/// Reads one time after another, each in the light of the one before.
struct Clock {
    zone: Zone,
    last: Option<(DateTime<FixedOffset>, NaiveDateTime)>,
    first_day: Option<NaiveDate>,
}

impl Clock {
    /// The time in a cell, or the key of the message that says why there is none.
    fn read(&mut self, cell: &Cell) -> Result<Spanned<Moment>, &'static str> {
        let words = plain(&cell.text);
        let normal: String = words.nfkc().collect();
        if let Ok(found) = parse_moment(&normal, self.zone) {
            if let When::Time(time) = found.moment.when {
                self.last = Some((time, time.naive_local()));
            } else {
                self.first_day = Some(found.moment.day());
                self.last = None;
            }
            return Ok(self.place(words, found.moment.when, cell.span));
        }
        let parts = TIME.captures(&normal).ok_or("unreadable")?;
        let number = |name: &str| parts.name(name).and_then(|part| part.as_str().parse().ok());
        let time = NaiveTime::from_hms_opt(
            number("hour").ok_or("unreadable")?,
            number("minute").unwrap_or(0),
            number("second").unwrap_or(0),
        )
        .ok_or("impossible")?;
        let zone = match parts.name("zone") {
            Some(written) => Zone::parse(written.as_str()).ok_or("unreadable")?,
            None => self.zone,
        };
        let written_day = number("month").zip(number("day"));
        let local = self.local(time, written_day)?;
        let at = zone.at(local);
        self.last = Some((at, local));
        Ok(self.place(words, When::Time(at), cell.span))
    }

    /// A time on the clock as a date and time: on the day written, else the day of the row above or
    /// the next.
    fn local(
        &self,
        time: NaiveTime,
        written_day: Option<(u32, u32)>,
    ) -> Result<NaiveDateTime, &'static str> {
        let last_day = self.last.map(|(_, local)| local.date()).or(self.first_day);
        let day = last_day.ok_or("without-date")?;
        if let Some((month, day_of_month)) = written_day {
            use chrono::Datelike;
            return NaiveDate::from_ymd_opt(day.year(), month, day_of_month)
                .map(|day| day.and_time(time))
                .ok_or("impossible");
        }
        let local = day.and_time(time);
        let earlier = self.last.is_some_and(|(_, last)| local < last);
        if earlier {
            return local.checked_add_days(Days::new(1)).ok_or("impossible");
        }
        Ok(local)
    }

    fn place(&self, written: &str, when: When, span: Span) -> Spanned<Moment> {
        Spanned {
            value: Moment {
                written: written.to_owned(),
                when,
            },
            span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let rows = from_table(&body.timeline.unwrap(), zone, day, &mut findings);
        (rows.unwrap_or_default(), findings)
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
    fn a_table_without_times_is_no_timeline_and_wrong_times_are_findings() {
        assert_eq!(read("| Who | What |\n|--|--|\n| Ito | 9:00 call |\n").0, []);
        let (rows, findings) =
            read("| t | x |\n|--|--|\n| 9:00 | a |\n| later | b |\n| 25:00 | c |\n");
        assert_eq!(rows.len(), 1);
        let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
        assert_eq!(keys, ["unreadable", "impossible"]);
    }
}
