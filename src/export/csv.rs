//! Records as CSV that spreadsheets open as it is meant: RFC 4180 with a byte order mark, by which
//! Excel knows UTF-8, and without formulas.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use chrono::NaiveDate;

/// A record that is a row of a table.
pub trait Row {
    /// The headings of its columns.
    const COLUMNS: &'static [&'static str];

    /// Its cells, one a column.
    fn cells(&self) -> Vec<Cell>;
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell(String);

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self(without_formula(text))
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Option<String>> for Cell {
    fn from(text: &Option<String>) -> Self {
        Self::from(text.as_deref())
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        Self::from(text.unwrap_or_default())
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Self {
        Self(day.map(|day| day.to_string()).unwrap_or_default())
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        Self(number.map(|number| number.to_string()).unwrap_or_default())
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        Self(number.map(|number| number.to_string()).unwrap_or_default())
    }
}

impl From<Option<bool>> for Cell {
    fn from(truth: Option<bool>) -> Self {
        Self(truth.map(|truth| truth.to_string()).unwrap_or_default())
    }
}

impl From<&[String]> for Cell {
    fn from(list: &[String]) -> Self {
        Self::from(list.join("; ").as_str())
    }
}

/// A text that a spreadsheet does not take for a formula: with an apostrophe before what would begin
/// one, in its full-width form too, as OWASP advises on "CSV Injection". What is not seen does not
/// count as a beginning, since programs drop it; what stands behind a semicolon or a tab does, since some
/// part cells there whatever is quoted.
fn without_formula(text: &str) -> String {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let begins_formula = |text: &str| text.starts_with(BEGINNINGS);
    let pieces = text.split_inclusive([';', '\t']).map(|piece| {
        if begins_formula(piece) || begins_formula(piece.trim_start_matches(is_unseen)) {
            format!("'{piece}")
        } else {
            piece.to_owned()
        }
    });
    pieces.collect()
}

/// Blanks, control characters, marks without width and byte order marks.
fn is_unseen(c: char) -> bool {
    let is_mark = matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    is_mark || c.is_whitespace() || c.is_control()
}

/// A table of records, headings first. Every cell is quoted, so that programs which part cells at
/// semicolons or tabs find whole texts.
#[must_use]
pub fn text<R: Row>(rows: &[R]) -> String {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Always)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let headings = R::COLUMNS.iter().map(|heading| (*heading).to_owned());
    let table = std::iter::once(headings.collect()).chain(
        rows.iter()
            .map(|row| row.cells().into_iter().map(|cell| cell.0).collect()),
    );
    for cells in table {
        let cells: Vec<String> = cells;
        if let Err(error) = writer.write_record(&cells) {
            unreachable!("as many cells as headings, written to memory: {error}");
        }
    }
    let bytes = writer
        .into_inner()
        .unwrap_or_else(|error| unreachable!("written to memory: {error}"));
    String::from_utf8(bytes).unwrap_or_else(|error| unreachable!("made of strings: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two(&'static str, Option<i64>);

    impl Row for Two {
        const COLUMNS: &'static [&'static str] = &["text", "number"];

        fn cells(&self) -> Vec<Cell> {
            vec![Cell::from(self.0), Cell::from(self.1)]
        }
    }

    #[test]
    fn tables_open_in_a_spreadsheet_and_compute_nothing() {
        let rows = [
            Two("証明書を更新, \"自動\"\nで", Some(-3)),
            Two("=HYPERLINK(\"https://evil.example\")", None),
            Two(" +1", Some(0)),
            Two("＝1", None),
            Two("a=b", None),
            Two("\u{FEFF}\u{200B} =1", None),
            Two("a;=1+1;", None),
        ];
        assert_eq!(
            text(&rows),
            "\u{FEFF}\"text\",\"number\"\r\n\"証明書を更新, \"\"自動\"\"\nで\",\"-3\"\r\n\
             \"'=HYPERLINK(\"\"https://evil.example\"\")\",\"\"\r\n\"' +1\",\"0\"\r\n\
             \"'＝1\",\"\"\r\n\"a=b\",\"\"\r\n\"'\u{FEFF}\u{200B} =1\",\"\"\r\n\"a;'=1+1;\",\"\"\r\n"
        );
    }
}
