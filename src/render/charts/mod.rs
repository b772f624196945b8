//! Charts as plain values that `templates/charts.html` draws, each with the words that stand for it.
//!
//! Widths are per cent and heights pixels, so that a chart fits any width while its labels keep
//! their size. What a shape stands for is told by its tone: a colour with a pattern of its own.

mod axis;
mod columns;
mod histogram;
mod shares;
mod table;

pub use axis::{CountAxis, LogAxis};
pub use columns::{Column, ColumnChart, Series};
pub use histogram::Histogram;
pub use shares::{Share, Shares};
pub use table::{RowView, TableView};

use serde::Serialize;

/// A label at a place of an axis.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct TickView {
    /// Where: per cent of the width, or pixels of the height.
    pub place: String,
    /// What it says.
    pub label: String,
}

/// A rectangle that stands for a number.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BlockView {
    /// How it is filled: a name of a pattern in `templates/charts.html`.
    pub tone: String,
    /// The left edge, in per cent of the width.
    pub x: String,
    /// The width, in per cent of the width.
    pub width: String,
    /// The upper edge, in pixels.
    pub y: String,
    /// The height, in pixels.
    pub height: String,
    /// What it stands for.
    pub words: String,
}

/// What a tone stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegendView {
    /// The tone.
    pub tone: String,
    /// The words.
    pub label: String,
}

/// Hundredths as a number with two digits behind the point.
fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// A number of things as a number of pixels or per cent can be computed from it.
fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// `12,000`, in both languages.
#[must_use]
pub fn number(number: usize) -> String {
    crate::render::format::Formatter::number(whole(number))
}
