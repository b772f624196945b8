//! Incidents in figures: how many, how grave, how long, who noticed, what they name.

use crate::config::Config;
use crate::diagnostic::Spanned;
use crate::document::Incident;
use crate::document::incident::{Detection, IncidentType};
use crate::insight::counted::Counted;
use crate::insight::incident_figures::{Measure, Noticed, noticed_by, until_final};
use crate::insight::months::Month;
use crate::insight::ranking::{Counts, MONTHS_COMPARED, Ranking};
use crate::insight::records::{Record, last_months, months_before_those, of_type};
use crate::insight::severities::SeverityGroup;

use super::{FURTHER, Figure, FigureRecord, Time};

pub(super) fn records(counted: &Counted<'_>, config: &Config) -> Vec<FigureRecord> {
    let mut figures = Vec::new();
    let months = counted.months.iter().map(|month| Time::month(*month));
    for time in months.clone().chain(years(counted, config)) {
        counts(counted, &time, &mut figures);
    }
    let periods = counted.periods();
    let periods = periods.map(|(name, period)| Time::bounded(name, period));
    let all_time = Time::unbounded("all_time");
    for time in months.chain(periods).chain([all_time]) {
        lengths(counted, config, &time, &mut figures);
        noticed(counted, &time, &mut figures);
    }
    let rankings: [(Figure, Names); 3] = [
        (Figure::IncidentsByService, |one| &one.services),
        (Figure::IncidentsByCause, |one| &one.causes),
        (Figure::IncidentsByEscapeCause, |one| &one.escape_causes),
    ];
    for (figure, names) in rankings {
        ranking(counted, figure, names, &mut figures);
    }
    figures
}

/// The names of one sort that an incident has.
type Names = fn(&Incident) -> &[Spanned<String>];

/// The count of one time.
type CountOf = fn(&Counts) -> usize;

/// Calendar years, and fiscal years where these are others.
fn years(counted: &Counted<'_>, config: &Config) -> Vec<Time> {
    let (Some(first), Some(last)) = (counted.months.first(), counted.months.last()) else {
        return Vec::new();
    };
    let of = |start: u32, before: &'static str| {
        (first.fiscal_year(start)..=last.fiscal_year(start)).map(move |year| {
            let month = Month::new(year, start);
            let period = (month.first_day(), month.plus(12).first_day());
            Time::bounded(&format!("{before}{year}"), period)
        })
    };
    let mut years: Vec<Time> = of(1, "").collect();
    if config.fiscal_year_start != 1 {
        years.extend(of(config.fiscal_year_start, "fiscal-"));
    }
    years
}

fn of_time<'c, 'a>(counted: &'c Counted<'a>, time: &Time) -> &'c [Record<'a>] {
    let records = &counted.records;
    time.period
        .map_or(records.all(), |period| records.within(period))
}

fn incidents(records: &[Record<'_>]) -> usize {
    of_type(records, IncidentType::Incident).count()
}

fn counts(counted: &Counted<'_>, time: &Time, figures: &mut Vec<FigureRecord>) {
    let records = of_time(counted, time);
    let all = incidents(records);
    figures.push(FigureRecord::new(Figure::Incidents, time, None).share(all, all, 0));
    let counts = counted.severities.counts(records);
    let groups = || counted.severities.0.iter().zip(&counts);
    let unset = groups().find(|(group, _)| **group == SeverityGroup::Unset);
    let unset = unset.map_or(0, |(_, count)| *count);
    for (group, count) in groups() {
        let of = match group {
            SeverityGroup::Known(word, _) | SeverityGroup::Other(word) => word,
            SeverityGroup::Rest => FURTHER,
            SeverityGroup::Unset => continue,
        };
        let figure = FigureRecord::new(Figure::Incidents, time, Some(of));
        figures.push(figure.share(*count, all - unset, unset));
    }
    let near = of_type(records, IncidentType::NearMiss).count();
    figures.push(FigureRecord::new(Figure::NearMisses, time, None).share(near, near, 0));
}

fn lengths(counted: &Counted<'_>, config: &Config, time: &Time, figures: &mut Vec<FigureRecord>) {
    let records = of_time(counted, time);
    for measure in Measure::ALL {
        let figure = match measure {
            Measure::Detect => Figure::Detect,
            Measure::Acknowledge => Figure::Acknowledge,
            Measure::Mitigate => Figure::Mitigate,
            Measure::Resolve => Figure::Resolve,
        };
        let spread = measure.distribution(records);
        figures.push(FigureRecord::new(figure, time, None).spread(&spread));
    }
    let spread = until_final(records, config.zone);
    figures.push(FigureRecord::new(Figure::Final, time, None).spread(&spread));
}

fn noticed(counted: &Counted<'_>, time: &Time, figures: &mut Vec<FigureRecord>) {
    let records = of_time(counted, time);
    let noticed = Noticed::of(records);
    let (told, unset) = (noticed.told(), noticed.unset);
    let by_us = FigureRecord::new(Figure::NoticedByUs, time, None);
    figures.push(by_us.share(noticed.by_us, told, unset));
    for detection in Detection::ALL {
        let figure = FigureRecord::new(Figure::DetectedBy, time, Some(detection.as_str()));
        figures.push(figure.share(noticed_by(records, *detection), told, unset));
    }
}

fn ranking(counted: &Counted<'_>, figure: Figure, names: Names, figures: &mut Vec<FigureRecord>) {
    let today = counted.today;
    let ranking = Ranking::of(&counted.records, today, names);
    let [(last_year, year), _] = counted.periods();
    let recent = last_months(today, MONTHS_COMPARED);
    let before = months_before_those(today, MONTHS_COMPARED);
    let times: [(Time, CountOf); 4] = [
        (Time::unbounded("all_time"), |counts| counts.all),
        (Time::bounded(last_year, year), |counts| counts.year),
        (Time::bounded("last_6_months", recent), |counts| {
            counts.recent
        }),
        (Time::bounded("6_months_before", before), |counts| {
            counts.before
        }),
    ];
    let further = (ranking.others > 0).then_some((FURTHER, &ranking.of_others));
    for (time, count) in times {
        let missing = count(&ranking.unnamed);
        let told = incidents(of_time(counted, &time)) - missing;
        let top = ranking.top.iter();
        let top = top.map(|ranked| (ranked.id.as_str(), &ranked.counts));
        for (name, counts) in top.chain(further) {
            let figure = FigureRecord::new(figure, &time, Some(name));
            figures.push(figure.share(count(counts), told, missing));
        }
    }
}
