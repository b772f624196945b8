//! Columns over a row of times: stacked upwards, and what stands against it downwards.

use serde::Serialize;

use super::axis::CountAxis;
use super::{BlockView, LegendView, TickView, hundredths, number, whole};
use crate::render::format::Formatter;

/// How high the columns can be together, up and down, in pixels.
const HEIGHT: u64 = 170;
/// What is above them, in pixels: half a label.
const ABOVE: u64 = 8;
/// What is below them, in pixels: the labels of the columns.
const BELOW: u64 = 24;
/// How much of its place a column takes, in per cent.
const COLUMN_SHARE: u64 = 72;
/// The widest a column is, in hundredths of a per cent of the width.
const WIDEST: u64 = 1_000;

/// What a piece of every column counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// How it is filled.
    pub tone: String,
    /// What it counts.
    pub label: String,
}

/// A column, with a number for each series.
#[derive(Debug, Default)]
pub struct Column {
    /// What it is the column of.
    pub label: String,
    /// The label below it; not every column has one.
    pub tick: Option<String>,
    /// What stands on the line, from the line upwards.
    pub up: Vec<usize>,
    /// What hangs below it, from the line downwards.
    pub down: Vec<usize>,
}

/// A chart of columns.
#[derive(Debug, Serialize)]
pub struct ColumnChart {
    title: String,
    description: String,
    height: u64,
    /// Where columns stand and hang, in pixels.
    line: String,
    /// Labelled counts, by their heights.
    rules: Vec<TickView>,
    blocks: Vec<BlockView>,
    /// Labels of columns, by the middles of these.
    ticks: Vec<TickView>,
    legend: Vec<LegendView>,
}

impl ColumnChart {
    /// Draws columns; `up` and `down` name their pieces. `None` where all of them are empty.
    #[must_use]
    pub fn of(
        title: String,
        description: String,
        up: &[Series],
        down: &[Series],
        columns: &[Column],
    ) -> Option<Self> {
        let most = |side: fn(&Column) -> &Vec<usize>| {
            let sums = columns.iter().map(|column| side(column).iter().sum());
            sums.max().unwrap_or(0)
        };
        let scale = Scale::of(most(|column| &column.up), most(|column| &column.down))?;
        let series = up.iter().chain(down);
        let count = whole(columns.len());
        let ticks = columns.iter().enumerate().filter_map(|(at, column)| {
            Some(TickView {
                place: hundredths((2 * whole(at) + 1) * 5_000 / count),
                label: column.tick.clone()?,
            })
        });
        Some(Self {
            title,
            description,
            height: ABOVE + HEIGHT + BELOW,
            line: hundredths(scale.line()),
            rules: scale.rules(),
            ticks: ticks.collect(),
            blocks: columns
                .iter()
                .enumerate()
                .flat_map(|(at, column)| blocks(&scale, up, down, column, place(at, count)))
                .collect(),
            legend: series
                .map(|series| LegendView {
                    tone: series.tone.clone(),
                    label: series.label.clone(),
                })
                .collect(),
        })
    }
}

/// Where a column begins and how wide it is, in hundredths of a per cent.
fn place(at: usize, count: u64) -> (u64, u64) {
    let slot = 10_000 / count;
    let width = (slot * COLUMN_SHARE / 100).min(WIDEST);
    (10_000 * whole(at) / count + (slot - width) / 2, width)
}

/// The pieces of a column.
fn blocks(
    scale: &Scale,
    up: &[Series],
    down: &[Series],
    column: &Column,
    (x, width): (u64, u64),
) -> Vec<BlockView> {
    let block = |series: &Series, count: usize, y: u64, height: u64| BlockView {
        tone: series.tone.clone(),
        x: hundredths(x),
        width: hundredths(width),
        y: hundredths(y),
        height: hundredths(height),
        words: format!("{}: {} {}", column.label, series.label, number(count)),
    };
    let mut blocks = Vec::new();
    let mut top = scale.line();
    for (series, count) in up.iter().zip(&column.up).filter(|(_, count)| **count > 0) {
        let height = scale.height(*count);
        top -= height;
        blocks.push(block(series, *count, top, height));
    }
    let mut bottom = scale.line();
    for (series, count) in down
        .iter()
        .zip(&column.down)
        .filter(|(_, count)| **count > 0)
    {
        let height = scale.height(*count);
        blocks.push(block(series, *count, bottom, height));
        bottom += height;
    }
    blocks
}

/// The same scale upwards and downwards, in hundredths of a pixel.
struct Scale {
    axis: CountAxis,
    up: usize,
    down: usize,
}

impl Scale {
    fn of(up: usize, down: usize) -> Option<Self> {
        let axis = CountAxis::to(up.max(down));
        (up + down > 0).then_some(Self { axis, up, down })
    }

    fn height(&self, count: usize) -> u64 {
        self.height_of(whole(count))
    }

    fn height_of(&self, count: u64) -> u64 {
        count * HEIGHT * 100 / whole(self.up + self.down)
    }

    fn line(&self) -> u64 {
        ABOVE * 100 + self.height(self.up)
    }

    fn rules(&self) -> Vec<TickView> {
        let rule = |place: u64, count: u64| TickView {
            place: hundredths(place),
            label: Formatter::number(count),
        };
        let above = self.axis.labels(self.up);
        let below = self.axis.labels(self.down);
        above
            .map(|count| rule(self.line() - self.height_of(count), count))
            .chain(std::iter::once(rule(self.line(), 0)))
            .chain(below.map(|count| rule(self.line() + self.height_of(count), count)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(tone: &str) -> Series {
        Series {
            tone: tone.to_owned(),
            label: tone.to_uppercase(),
        }
    }

    fn chart(columns: &[(&[usize], &[usize])]) -> Option<ColumnChart> {
        let columns: Vec<Column> = columns
            .iter()
            .map(|(up, down)| Column {
                label: "May".to_owned(),
                tick: None,
                up: up.to_vec(),
                down: down.to_vec(),
            })
            .collect();
        let up = [series("a"), series("b")];
        ColumnChart::of(String::new(), String::new(), &up, &[series("c")], &columns)
    }

    #[test]
    fn pieces_stand_on_each_other_and_hang_below_the_line() {
        let chart = chart(&[(&[1, 2], &[1]), (&[0, 0], &[0])]).unwrap();
        let found: Vec<_> = chart
            .blocks
            .iter()
            .map(|block| {
                (
                    block.words.as_str(),
                    block.y.as_str(),
                    block.height.as_str(),
                )
            })
            .collect();
        // Three above and one below: 170 pixels for four.
        assert_eq!(
            found,
            [
                ("May: A 1", "93.00", "42.50"),
                ("May: B 2", "8.00", "85.00"),
                ("May: C 1", "135.50", "42.50")
            ]
        );
        assert_eq!((chart.line.as_str(), chart.height), ("135.50", 202));
        assert_eq!(
            (chart.blocks[0].x.as_str(), chart.blocks[0].width.as_str()),
            ("20.00", "10.00")
        );
        let rules: Vec<_> = chart.rules.iter().map(|rule| rule.label.as_str()).collect();
        assert_eq!(rules, ["1", "2", "3", "0", "1"]);
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(chart(&[(&[0, 0], &[0])]).is_none());
        assert!(chart(&[]).is_none());
    }
}
