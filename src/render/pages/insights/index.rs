//! `insights/index.html`: the whole in figures.

use serde::Serialize;

use crate::document::incident::IncidentType;
use crate::insight::board::Standing;
use crate::insight::incident_figures::{Measure, Noticed};
use crate::insight::months::Month;
use crate::insight::records::{Record, of_type};
use crate::render::charts::number;
use crate::render::site::{Output, PageView, RenderError};
use crate::render::unit::page_of_view;
use crate::render::views::LinkView;

use super::action_figures::ActionsView;
use super::by_time::{ChartView, MonthsView};
use super::lengths::LengthsView;
use super::noticed::NoticedView;
use super::rankings::RankingView;
use super::{Gathered, PATH};

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
    today: String,
    /// The page of the present month.
    this_month: Option<LinkView>,
    /// The page of the month before.
    last_month: Option<LinkView>,
    figures: Vec<FigureView>,
    by_month: Option<ChartView>,
    by_year: Vec<ChartView>,
    months: Option<MonthsView>,
    rankings: Vec<RankingView>,
    lengths: LengthsView,
    noticed: Option<NoticedView>,
    actions: Option<ActionsView>,
    notes: Vec<String>,
}

/// What some reports come to, in words.
type FigureOf<'f> = dyn Fn(&[Record<'_>]) -> String + 'f;

/// A figure of the last year with that of the year before, or one of today.
#[derive(Debug, Serialize)]
struct FigureView {
    label: String,
    value: String,
    before: String,
}

pub(super) fn write(gathered: &Gathered<'_>, output: &dyn Output) -> Result<(), RenderError> {
    if !output.wants(PATH) {
        return Ok(());
    }
    let site = gathered.site;
    let title = gathered.text("title");
    let month = Month::of(site.today);
    let link = |month: Month| {
        gathered.href(month).map(|href| LinkView {
            href: Some(href),
            ..LinkView::words(gathered.name(month))
        })
    };
    let has_reports = !gathered.records.all().is_empty();
    let view = View {
        page: PageView::new(site, PATH, &title, "insights"),
        today: site.format.day(site.today),
        this_month: link(month),
        last_month: link(month.plus(-1)),
        figures: gathered.key_figures(),
        by_month: has_reports.then(|| gathered.by_month()),
        by_year: gathered.by_year(),
        months: gathered.all_months(),
        rankings: gathered.rankings(),
        lengths: gathered.lengths(),
        noticed: gathered.noticed(),
        actions: gathered.action_figures(),
        notes: gathered.notes(),
    };
    page_of_view(site, output, "insights.html", PATH, &view)
}

impl Gathered<'_> {
    fn key_figures(&self) -> Vec<FigureView> {
        let [last, before] = self
            .periods()
            .map(|(_, period)| self.records.within(period));
        let keys: [(&str, &FigureOf<'_>); 4] = [
            ("incidents", &|records| {
                number(of_type(records, IncidentType::Incident).count())
            }),
            ("near_misses", &|records| {
                number(of_type(records, IncidentType::NearMiss).count())
            }),
            ("median_resolve", &|records| {
                self.length_or_none(Measure::Resolve.distribution(records).median())
            }),
            ("noticed_by_us", &|records| self.noticed_share(records)),
        ];
        let figures = keys.into_iter().map(|(key, value)| FigureView {
            label: self.text(key),
            value: value(last),
            before: self.filled("before", &[("value", &value(before))]),
        });
        figures.chain([self.overdue_actions()]).collect()
    }

    /// How many actions are overdue today, and for how long the longest.
    fn overdue_actions(&self) -> FigureView {
        let overdue = self.site.board.standing(Standing::Overdue);
        let due = overdue.iter().filter_map(|one| one.action.due.as_ref());
        let days = due.map(|due| (self.site.today - due.value).num_days());
        let longest = days.max().map(|days| {
            let key = "insights.longest_overdue";
            self.site.counted(key, &days.to_string())
        });
        FigureView {
            label: self.text("overdue_now"),
            value: number(overdue.len()),
            before: longest.unwrap_or_default(),
        }
    }

    /// `7 of 9`: of the incidents that say who noticed, those that we noticed ourselves.
    pub(super) fn noticed_share(&self, records: &[Record<'_>]) -> String {
        let noticed = Noticed::of(records);
        if noticed.told() == 0 {
            return self.text("none");
        }
        let (part, whole) = (number(noticed.by_us), number(noticed.told()));
        self.filled("share", &[("part", &part), ("whole", &whole)])
    }
}
