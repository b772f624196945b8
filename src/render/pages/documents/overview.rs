//! What an incident comes to at a glance: its key figures, and the phases it went through.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::document::Document;
use crate::document::incident::Incident;
use crate::insight::incident_figures::Measure;
use crate::insight::phases::{Phase, phases};
use crate::render::format::Formatter;
use crate::render::site::Site;

/// What stands between the title and the text of an incident.
#[derive(Debug, Serialize)]
pub(super) struct OverviewView {
    figures: Vec<FigureView>,
    phases: Option<PhasesView>,
}

/// A figure with what it counts.
#[derive(Debug, Serialize)]
struct FigureView {
    label: String,
    value: String,
}

/// The phases as a bar, in proportion to the time they took.
#[derive(Debug, Serialize)]
struct PhasesView {
    /// All of it in words.
    words: String,
    phases: Vec<PhaseView>,
    /// Where the rows of the timeline stand, in per cent of the width.
    marks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PhaseView {
    label: String,
    length: String,
    /// The milestone that ends it, as a class.
    class: &'static str,
    /// Where it begins, in per cent of the width.
    start: String,
    /// How wide it is, in per cent of the width.
    width: String,
}

pub(super) fn overview(
    site: &Site<'_>,
    document: &Document,
    incident: &Incident,
) -> Option<OverviewView> {
    let view = OverviewView {
        figures: figures(site, document, incident),
        phases: phases_view(site, document),
    };
    (!view.figures.is_empty() || view.phases.is_some()).then_some(view)
}

fn figures(site: &Site<'_>, document: &Document, incident: &Incident) -> Vec<FigureView> {
    let lengths = [
        ("time_to_detect", Measure::Detect),
        ("time_to_mitigate", Measure::Mitigate),
        ("time_to_resolve", Measure::Resolve),
    ];
    let lengths = lengths.into_iter().filter_map(|(key, measure)| {
        let length = measure.of(document)?;
        Some((key, site.format.duration(length)))
    });
    let impact = incident.impact.as_ref();
    let counts = [
        ("users", impact.and_then(|impact| impact.users.as_ref())),
        (
            "requests_failed",
            impact.and_then(|impact| impact.requests_failed.as_ref()),
        ),
    ];
    let counts = counts
        .into_iter()
        .filter_map(|(key, count)| Some((key, Formatter::number(count?.value))));
    lengths
        .chain(counts)
        .map(|(key, value)| FigureView {
            label: site.text(&format!("facts.{key}")),
            value,
        })
        .collect()
}

fn phases_view(site: &Site<'_>, document: &Document) -> Option<PhasesView> {
    let phases = phases(document);
    let (first, last) = (phases.first()?, phases.last()?);
    let scale = Scale::new(first.from, last.to)?;
    let views: Vec<PhaseView> = phases
        .iter()
        .filter(|phase| phase.length().num_seconds() > 0)
        .map(|phase| phase_view(site, &scale, phase))
        .collect();
    let words: Vec<String> = views
        .iter()
        .map(|phase| format!("{} {}", phase.label, phase.length))
        .collect();
    let rows = document.timeline.iter().filter_map(|row| row.at.time());
    Some(PhasesView {
        words: words.join(&site.text("list_separator")),
        phases: views,
        marks: rows.filter_map(|time| scale.place(time)).collect(),
    })
}

fn phase_view(site: &Site<'_>, scale: &Scale, phase: &Phase) -> PhaseView {
    let label = if phase.is_whole() {
        site.text(&format!("phase.{}", phase.until.as_str()))
    } else {
        let [from, until] =
            [phase.since, phase.until].map(|one| site.word("milestone", one.as_str()));
        site.filled("phase.between", &[("from", &from), ("until", &until)])
    };
    PhaseView {
        label,
        length: site.format.duration(phase.length()),
        class: phase.until.as_str(),
        start: scale.place(phase.from).unwrap_or_default(),
        width: scale.per_cent(phase.length().num_seconds()),
    }
}

/// A stretch of time as a width.
struct Scale {
    from: DateTime<FixedOffset>,
    seconds: i64,
}

impl Scale {
    fn new(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> Option<Self> {
        let seconds = (to - from).num_seconds();
        (seconds > 0).then_some(Self { from, seconds })
    }

    /// Where a time stands, unless it stands outside.
    fn place(&self, time: DateTime<FixedOffset>) -> Option<String> {
        let seconds = (time - self.from).num_seconds();
        (0..=self.seconds)
            .contains(&seconds)
            .then(|| self.per_cent(seconds))
    }

    /// A share of the width, to a hundredth of a per cent.
    fn per_cent(&self, seconds: i64) -> String {
        let hundredths = i128::from(seconds) * 10_000 / i128::from(self.seconds);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}
