//! Actions for people: a line each, in columns.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use chrono::NaiveDate;
use hansei::export::actions::ActionRecord;
use hansei::insight::board::Standing;
use hansei::locale::Locale;
use hansei::report::printable_line;
use unicode_width::UnicodeWidthStr;

/// What stands in each column.
type Cells = [String; 7];

/// Lines of columns, headings first; nothing where there is no action.
pub(super) fn text(
    records: &[ActionRecord],
    today: NaiveDate,
    locale: &Locale,
    color: bool,
) -> String {
    if records.is_empty() {
        return String::new();
    }
    let word = |key: &str| {
        locale
            .text(&format!("command_line.actions.{key}"))
            .to_owned()
    };
    let headings = [
        "standing",
        "due",
        "days_late",
        "reports",
        "owner",
        "action",
        "title",
    ]
    .map(word);
    let rows: Vec<Cells> = records
        .iter()
        .map(|record| cells(record, today, locale))
        .collect();
    let mut widths = [0; 7];
    for row in std::iter::once(&headings).chain(&rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let bold = Style::new().bold();
    let late = AnsiColor::Red.on_default();
    let mut text = line(&headings, widths, if color { bold } else { Style::new() });
    for (record, row) in records.iter().zip(&rows) {
        let style = if color && record.standing == Standing::Overdue {
            late
        } else {
            Style::new()
        };
        text.push_str(&line(row, widths, style));
    }
    text
}

fn cells(record: &ActionRecord, today: NaiveDate, locale: &Locale) -> Cells {
    let standing = format!("interface.actions.standing.{}", record.standing.as_str());
    let due = record.due.map(|due| due.to_string());
    let is_late = record.standing == Standing::Overdue;
    let late = record.due.filter(|_| is_late);
    let late = late.map(|due| (today - due).num_days().to_string());
    [
        locale.text(&standing).to_owned(),
        due.unwrap_or_else(|| "-".to_owned()),
        late.unwrap_or_else(|| "-".to_owned()),
        (1 + record.shared_by.len()).to_string(),
        printable_line(record.owner.as_deref().unwrap_or("-")),
        printable_line(&record.id),
        printable_line(record.title.as_deref().unwrap_or_default()),
    ]
}

/// A line, its first cell in `style`; a character of Chinese or Japanese is two columns wide.
fn line(cells: &Cells, widths: [usize; 7], style: Style) -> String {
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let style = if column == 0 { style } else { Style::new() };
        let gap = " ".repeat(width - cell.width() + 2);
        // Writing to a string does not fail.
        let _ = write!(line, "{style}{cell}{style:#}{gap}");
    }
    format!("{}\n", line.trim_end())
}
