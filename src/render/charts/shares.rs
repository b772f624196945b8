//! Bars of one length, cut by the shares of a whole.

use serde::Serialize;

use super::{BlockView, LegendView, hundredths, number, whole};

/// How high a bar is, in pixels.
const HEIGHT: u64 = 22;

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// How it is filled.
    pub tone: String,
    /// What it is.
    pub label: String,
    /// How much of the whole.
    pub count: usize,
}

/// A bar of shares.
#[derive(Debug, Serialize)]
pub struct Shares {
    label: String,
    title: String,
    height: u64,
    blocks: Vec<BlockView>,
    legend: Vec<LegendView>,
}

impl Shares {
    /// Cuts a bar; `None` where there is nothing to share.
    #[must_use]
    pub fn of(label: String, shares: &[Share]) -> Option<Self> {
        let sum = whole(shares.iter().map(|share| share.count).sum());
        if sum == 0 {
            return None;
        }
        let mut end = 0;
        let mut blocks = Vec::new();
        for share in shares.iter().filter(|share| share.count > 0) {
            let from = end;
            end += whole(share.count);
            let start = from * 10_000 / sum;
            blocks.push(BlockView {
                tone: share.tone.clone(),
                x: hundredths(start),
                width: hundredths(end * 10_000 / sum - start),
                y: "0".to_owned(),
                height: HEIGHT.to_string(),
                words: format!("{} {}", share.label, number(share.count)),
            });
        }
        let words: Vec<&str> = blocks.iter().map(|block| block.words.as_str()).collect();
        Some(Self {
            title: format!("{label}: {}", words.join(" / ")),
            label,
            height: HEIGHT,
            legend: shares
                .iter()
                .filter(|share| share.count > 0)
                .map(|share| LegendView {
                    tone: share.tone.clone(),
                    label: format!("{} {}", share.label, number(share.count)),
                })
                .collect(),
            blocks,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(label: &str, count: usize) -> Share {
        Share {
            tone: label.to_lowercase(),
            label: label.to_owned(),
            count,
        }
    }

    #[test]
    fn shares_fill_the_bar() {
        let bar = Shares::of(
            "Year".to_owned(),
            &[share("A", 1), share("B", 0), share("C", 2)],
        );
        let bar = bar.unwrap();
        let places: Vec<_> = bar
            .blocks
            .iter()
            .map(|block| (block.x.as_str(), block.width.as_str()))
            .collect();
        assert_eq!(places, [("0.00", "33.33"), ("33.33", "66.67")]);
        assert_eq!(bar.title, "Year: A 1 / C 2");
        assert!(Shares::of(String::new(), &[share("A", 0)]).is_none());
    }
}
