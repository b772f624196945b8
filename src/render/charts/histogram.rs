//! How lengths of time are spread, on a logarithmic axis.

use chrono::TimeDelta;
use serde::Serialize;

use super::axis::LogAxis;
use super::{TickView, hundredths, whole};
use crate::insight::distribution::Distribution;
use crate::render::format::Formatter;

/// How high the highest bar is, in pixels.
const HEIGHT: u64 = 64;
/// What is above it, in pixels: its number.
const ABOVE: u64 = 16;
/// What is below the bars, in pixels: the labels of the axis.
const BELOW: u64 = 24;

/// A chart of lengths of time.
#[derive(Debug, Serialize)]
pub struct Histogram {
    title: String,
    description: String,
    height: u64,
    /// Where bars stand, in pixels.
    line: u64,
    bars: Vec<BarView>,
    ticks: Vec<TickView>,
    /// Where the median is, in per cent of the width.
    median: String,
    /// Where the 90th percentile is.
    ninetieth: String,
}

/// A bar with its number above it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct BarView {
    /// The left edge, in per cent of the width.
    x: String,
    width: String,
    /// The middle.
    middle: String,
    /// The upper edge, in pixels.
    y: String,
    height: String,
    count: String,
}

impl Histogram {
    /// Draws a distribution; `None` where it counts nothing.
    #[must_use]
    pub fn of(
        format: &Formatter,
        axis: &LogAxis,
        title: String,
        description: String,
        distribution: &Distribution,
    ) -> Option<Self> {
        let place = |length: TimeDelta| per_cent(axis.place(length.num_seconds()));
        let counts = distribution.bins(axis.edges);
        let ticks = axis.ticks.iter().map(|seconds| TickView {
            place: per_cent(axis.place(*seconds)),
            label: format.round_length(TimeDelta::seconds(*seconds)),
        });
        Some(Self {
            title,
            description,
            height: ABOVE + HEIGHT + BELOW,
            line: ABOVE + HEIGHT,
            bars: bars(axis, &counts),
            ticks: ticks.collect(),
            median: place(distribution.median()?),
            ninetieth: place(distribution.percentile(90)?),
        })
    }
}

fn bars(axis: &LogAxis, counts: &[usize]) -> Vec<BarView> {
    let most = counts.iter().copied().max().map_or(1, whole).max(1);
    let places = axis.edges.iter().map(|edge| axis.place(*edge));
    let starts = std::iter::once(0.0).chain(places.clone());
    let ends = places.chain([100.0]);
    starts
        .zip(ends)
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|((start, end), count)| {
            let height = HEIGHT * 100 * whole(*count) / most;
            BarView {
                x: per_cent(start),
                width: per_cent(end - start),
                middle: per_cent(f64::midpoint(start, end)),
                y: hundredths((ABOVE + HEIGHT) * 100 - height),
                height: hundredths(height),
                count: short(*count),
            }
        })
        .collect()
}

/// A number short enough for a bar on a phone: in thousands from 10,000 on.
fn short(count: usize) -> String {
    if count < 10_000 {
        count.to_string()
    } else {
        format!("{}k", count / 1_000)
    }
}

fn per_cent(place: f64) -> String {
    format!("{place:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::time::Zone;

    const AXIS: LogAxis = LogAxis {
        ends: (10, 100_000),
        edges: &[100, 1_000],
        ticks: &[60],
    };

    fn draw(seconds: &[i64]) -> Option<Histogram> {
        let format = Formatter {
            language: Language::English,
            zone: Zone::default(),
        };
        let lengths = seconds.iter().map(|one| Some(TimeDelta::seconds(*one)));
        let spread = Distribution::of(lengths);
        Histogram::of(&format, &AXIS, String::new(), String::new(), &spread)
    }

    #[test]
    fn bars_stand_between_their_edges() {
        let chart = draw(&[1, 100, 999, 5_000_000]).unwrap();
        let bars: Vec<_> = chart
            .bars
            .iter()
            .map(|bar| {
                (
                    bar.x.as_str(),
                    bar.width.as_str(),
                    bar.height.as_str(),
                    bar.count.as_str(),
                )
            })
            .collect();
        assert_eq!(
            bars,
            [
                ("0.00", "25.00", "32.00", "1"),
                ("25.00", "25.00", "64.00", "2"),
                ("50.00", "50.00", "32.00", "1")
            ]
        );
        assert_eq!(
            (chart.median.as_str(), chart.ninetieth.as_str()),
            ("25.00", "100.00")
        );
        assert_eq!(chart.ticks[0].label, "1 min");
    }

    #[test]
    fn numbers_above_bars_stay_short() {
        assert_eq!(
            [999, 9_999, 10_000, 123_456].map(short),
            ["999", "9999", "10k", "123k"]
        );
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(draw(&[]).is_none());
    }
}
