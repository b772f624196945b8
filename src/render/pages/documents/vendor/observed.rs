//! What a vendor did beside what it promised: figures, incident by incident, and what is open.

use serde::Serialize;

use crate::document::Id;
use crate::insight::vendors;
use crate::insight::vendors::{
    Breach, Interval, Observed, Promise, PromiseFigures, Taken, figures, observed as observe,
};
use crate::knowledge_base::TermKind;
use crate::render::format::TimeView;
use crate::render::site::Site;
use crate::render::views::{BadgeView, LineView, line, term_link};
use crate::time::{Moment, When};

/// The most incidents that are listed; figures count all of them.
const SHOWN: usize = 50;

/// How a vendor did.
#[derive(Debug, Serialize)]
pub(in crate::render::pages) struct ObservedView {
    figures: Vec<FigureView>,
    /// The latest first.
    incidents: Vec<IncidentView>,
    /// How many are not listed.
    more: usize,
}

/// A figure with what it counts.
#[derive(Debug, Serialize)]
struct FigureView {
    label: String,
    value: String,
    /// Whether promises were broken.
    breach: bool,
}

/// How it did in one incident.
#[derive(Debug, Serialize)]
struct IncidentView {
    line: LineView,
    contacted: TimeView,
    respond: IntervalView,
    resolve: IntervalView,
}

#[derive(Debug, Serialize)]
struct IntervalView {
    taken: String,
    promised: Option<String>,
    breach: bool,
}

/// How a vendor did, where any timeline says so.
pub(in crate::render::pages) fn observed(
    site: &Site<'_>,
    path: &str,
    vendor: &Id,
) -> Option<ObservedView> {
    let all = observe(site.base, vendor, site.today);
    let incidents: Vec<IncidentView> = all
        .iter()
        .take(SHOWN)
        .map(|one| incident(site, path, one))
        .collect();
    (!incidents.is_empty()).then(|| ObservedView {
        figures: all_figures(site, &all),
        more: all.len() - incidents.len(),
        incidents,
    })
}

fn all_figures(site: &Site<'_>, all: &[Observed]) -> Vec<FigureView> {
    let mut views = Vec::new();
    for (promise, median, longest) in [
        (
            Promise::Respond,
            "vendor.respond_median",
            "vendor.respond_longest",
        ),
        (
            Promise::Resolve,
            "vendor.resolve_median",
            "vendor.resolve_longest",
        ),
    ] {
        let Some(PromiseFigures {
            count,
            median: middle,
            worst,
        }) = figures(all, promise)
        else {
            continue;
        };
        let mut add = |key, length| {
            views.push(FigureView {
                label: site.counted(key, &count.to_string()),
                value: site.format.duration(length),
                breach: false,
            });
        };
        add(median, middle);
        if count > 1 {
            add(longest, worst);
        }
    }
    let intervals = || {
        let both = all.iter().flat_map(|one| [&one.respond, &one.resolve]);
        both.filter(|interval| interval.promised.is_some() && interval.taken != Taken::NotWritten)
    };
    let count = intervals().count();
    let broken = intervals().filter(|interval| interval.is_breach()).count();
    if count > 0 {
        views.push(FigureView {
            label: site.text("vendor.broken"),
            value: site.filled(
                "vendor.of",
                &[("part", &broken.to_string()), ("count", &count.to_string())],
            ),
            breach: broken > 0,
        });
    }
    views
}

fn incident(site: &Site<'_>, path: &str, one: &Observed) -> IncidentView {
    let contacted = Moment {
        written: one.contacted.to_rfc3339(),
        when: When::Time(one.contacted),
    };
    IncidentView {
        line: line(site, path, one.entry),
        contacted: site.format.moment(&contacted),
        respond: interval(site, &one.respond),
        resolve: interval(site, &one.resolve),
    }
}

fn interval(site: &Site<'_>, interval: &Interval) -> IntervalView {
    IntervalView {
        taken: taken(site, interval),
        promised: interval.promised.map(|time| site.format.duration(time)),
        breach: interval.is_breach(),
    }
}

fn taken(site: &Site<'_>, interval: &Interval) -> String {
    match interval.taken {
        Taken::Exactly(time) => site.format.duration(time),
        Taken::AtLeast(_) => site.text("vendor.waiting"),
        Taken::NotWritten => site.text("vendor.not_written"),
    }
}

/// A broken promise as a line of a list: the incident, what was promised and what it took.
pub(in crate::render::pages) fn breach_line(
    site: &Site<'_>,
    path: &str,
    breach: &Breach,
) -> LineView {
    let key = match breach.promise {
        Promise::Respond => "vendor.late_answer",
        Promise::Resolve => "vendor.late_solution",
    };
    let promised = breach.interval.promised.unwrap_or_default();
    let note = site.filled(
        key,
        &[
            ("taken", &taken(site, &breach.interval)),
            ("promised", &site.format.duration(promised)),
        ],
    );
    let since = Moment {
        written: breach.since.to_rfc3339(),
        when: When::Time(breach.since),
    };
    LineView {
        date: Some(site.format.moment(&since)),
        date_label: Some(site.text("dates.promised")),
        badges: vec![BadgeView {
            text: site.text("vendor.breach"),
            class: "overdue".to_owned(),
        }],
        terms: vec![term_link(
            site,
            path,
            TermKind::Vendor,
            breach.vendor.as_str(),
        )],
        note: Some(note),
        ..line(site, path, breach.entry)
    }
}

/// The known errors that wait for a vendor, with its numbers for them.
pub(in crate::render::pages) fn open_tickets(
    site: &Site<'_>,
    path: &str,
    vendor: &Id,
) -> Vec<LineView> {
    let entries = vendors::open_tickets(site.base, vendor).into_iter();
    entries
        .map(|entry| {
            let error = site.base.original(entry).known_error();
            let ticket = error.and_then(|error| error.vendor_ticket.as_ref());
            LineView {
                note: ticket.map(|ticket| site.filled("vendor.ticket", &[("ticket", ticket)])),
                ..line(site, path, entry)
            }
        })
        .collect()
}
