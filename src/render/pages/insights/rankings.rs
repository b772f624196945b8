//! Services and causes by how many incidents name them, and where that goes.

use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::document::Incident;
use crate::insight::ranking::{Counts, Ranked, Ranking};
use crate::insight::trend::Trend;
use crate::knowledge_base::TermKind;
use crate::render::charts::number;
use crate::render::views::{LinkView, term_link};

use super::{Gathered, PATH};

/// The names of one sort that an incident has.
type Names = fn(&Incident) -> &[Spanned<String>];

/// A ranking of names.
#[derive(Debug, Serialize)]
pub(super) struct RankingView {
    heading: String,
    /// What is ranked, as the head of its column.
    name: String,
    rows: Vec<RankedView>,
    /// Names that are rising and stand too far down to be among the rows.
    rising_others: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct RankedView {
    name: LinkView,
    /// Whether it is a name, and not a sum of several or the lack of one.
    is_name: bool,
    /// The length of its bar, in per cent.
    bar: String,
    year: String,
    recent: String,
    before: String,
    /// `rising`, `falling` or `level`.
    trend: Option<&'static str>,
    all: String,
}

impl Gathered<'_> {
    pub(super) fn rankings(&self) -> Vec<RankingView> {
        let sorts: [(&str, &str, TermKind, Names); 3] = [
            ("by_services", "name_services", TermKind::Service, |one| {
                &one.services
            }),
            ("by_causes", "name_causes", TermKind::Cause, |one| {
                &one.causes
            }),
            (
                "by_escape_causes",
                "name_escape_causes",
                TermKind::Cause,
                |one| &one.escape_causes,
            ),
        ];
        let rankings = sorts.into_iter().map(|(heading, name, kind, names)| {
            let ranking = Ranking::of(&self.records, self.site.today, names);
            RankingView {
                heading: self.text(heading),
                name: self.text(name),
                rows: self.rows(kind, &ranking),
                rising_others: self.rising_others(kind, &ranking),
            }
        });
        rankings
            .filter(|ranking| ranking.rows.iter().any(|row| row.is_name))
            .collect()
    }

    fn rows(&self, kind: TermKind, ranking: &Ranking) -> Vec<RankedView> {
        let tops = ranking.top.iter().map(|one| one.counts.year);
        let most = tops.max().unwrap_or(0).max(1);
        let named = ranking.top.iter().map(|one| RankedView {
            is_name: true,
            bar: share(one.counts.year, most),
            trend: (one.trend != Trend::Level).then(|| one.trend.as_str()),
            ..row(self.link_to(kind, one), one.counts)
        });
        let mut rows: Vec<RankedView> = named.collect();
        if ranking.others > 0 {
            let count = number(ranking.others);
            let label = self.site.counted("insights.other_names", &count);
            rows.push(row(LinkView::words(label), ranking.of_others));
        }
        if ranking.unnamed.all > 0 {
            let label = self.text("none_named");
            rows.push(row(LinkView::words(label), ranking.unnamed));
        }
        rows
    }

    fn rising_others(&self, kind: TermKind, ranking: &Ranking) -> Vec<LinkView> {
        let others = ranking.rising_others.iter();
        others.map(|one| self.link_to(kind, one)).collect()
    }

    fn link_to(&self, kind: TermKind, one: &Ranked) -> LinkView {
        term_link(self.site, PATH, kind, one.id.as_str())
    }
}

fn row(name: LinkView, counts: Counts) -> RankedView {
    RankedView {
        name,
        is_name: false,
        bar: share(0, 1),
        year: number(counts.year),
        recent: number(counts.recent),
        before: number(counts.before),
        trend: None,
        all: number(counts.all),
    }
}

/// A share of the width, in per cent.
fn share(count: usize, most: usize) -> String {
    (count * 100 / most).to_string()
}
