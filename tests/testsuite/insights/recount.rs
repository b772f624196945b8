//! The same numbers as on the pages, counted with other means: dates as text, sums one by one.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// A report as its file says it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub kind: String,
    /// On the site's clocks.
    pub day: Option<NaiveDate>,
    pub severity: Option<String>,
    pub started: Option<DateTime<FixedOffset>>,
    pub detected: Option<DateTime<FixedOffset>>,
    pub acknowledged: Option<DateTime<FixedOffset>>,
    pub mitigated: Option<DateTime<FixedOffset>>,
    pub resolved: Option<DateTime<FixedOffset>>,
    pub detected_by: Option<String>,
    pub finalized: Option<NaiveDate>,
    pub is_final: bool,
    pub services: Vec<String>,
    pub causes: Vec<String>,
    pub escape_causes: Vec<String>,
    pub actions: Vec<Action>,
}

/// An action as its file says it.
#[derive(Debug, Clone, Default)]
pub struct Action {
    pub state: String,
    pub opened: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
    pub verified: Option<NaiveDate>,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// `2026-03` of a day.
pub fn month(day: NaiveDate) -> String {
    day.to_string()[..7].to_owned()
}

/// The month so many months earlier.
pub fn months_before(month: &str, months: i32) -> String {
    let (year, number) = month.split_once('-').unwrap();
    let all = year.parse::<i32>().unwrap() * 12 + number.parse::<i32>().unwrap() - 1 - months;
    format!("{:04}-{:02}", all / 12, all % 12 + 1)
}

/// The name of a month on English pages.
pub fn month_name(month: &str) -> String {
    let (year, number) = month.split_once('-').unwrap();
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {year}", names[number.parse::<usize>().unwrap() - 1])
}

/// Those of one kind within days, the first and the last included.
pub fn within<'a>(reports: &'a [Report], kind: &str, from: &str, to: &str) -> Vec<&'a Report> {
    let (from, to) = (day(from), day(to));
    let is_within = |report: &&Report| {
        report.kind == kind && report.day.is_some_and(|day| from <= day && day <= to)
    };
    reports.iter().filter(is_within).collect()
}

/// Those of one kind whose month, year or the like has this name.
pub fn named<'a>(
    reports: &'a [Report],
    kind: &str,
    name: impl Fn(NaiveDate) -> String,
    wanted: &str,
) -> Vec<&'a Report> {
    let is_it =
        |report: &&Report| report.kind == kind && report.day.is_some_and(|day| name(day) == wanted);
    reports.iter().filter(is_it).collect()
}

/// The cells of a row: incidents, those of each severity, near misses.
pub fn row(
    reports: &[Report],
    severities: &[Option<&str>],
    name: impl Fn(NaiveDate) -> String,
    wanted: &str,
) -> Vec<String> {
    let incidents = named(reports, "incident", &name, wanted);
    let mut cells = vec![incidents.len()];
    for severity in severities {
        let of_it = incidents
            .iter()
            .filter(|report| report.severity.as_deref() == *severity);
        cells.push(of_it.count());
    }
    cells.push(named(reports, "near-miss", &name, wanted).len());
    cells.iter().map(ToString::to_string).collect()
}

/// A time of a report.
pub type Time = fn(&Report) -> Option<DateTime<FixedOffset>>;

/// Seconds between two times, of those that have both the right way round; the shortest first.
pub fn lengths(reports: &[&Report], from: Time, to: Time) -> Vec<i64> {
    let length = |report: &&Report| {
        let seconds = (to(report)? - from(report)?).num_seconds();
        (seconds >= 0).then_some(seconds)
    };
    let mut lengths: Vec<i64> = reports.iter().filter_map(length).collect();
    lengths.sort_unstable();
    lengths
}

/// The first of the sorted numbers that at least so many of a hundred do not exceed, looked for one
/// by one.
pub fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let found = sorted.iter().find(|candidate| {
        let not_above = sorted.iter().filter(|number| number <= candidate).count();
        not_above * 100 >= percent * sorted.len()
    });
    found.copied()
}

/// A length of time as English pages write it.
pub fn length(seconds: Option<i64>) -> String {
    let Some(seconds) = seconds else {
        return "–".to_owned();
    };
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let (number, unit, rest, rest_unit) = match () {
        () if days >= 2 => (days, "d", hours % 24, "h"),
        () if hours > 0 => (hours, "h", minutes % 60, "min"),
        () if minutes > 0 => (minutes, "min", seconds % 60, "s"),
        () => (seconds, "s", 0, ""),
    };
    if rest == 0 {
        return format!("{number} {unit}");
    }
    format!("{number} {unit} {rest} {rest_unit}")
}

/// The cells of a row on lengths of time: median, 90th percentile, counted, left out.
pub fn summary(lengths: &[i64], all: usize) -> Vec<String> {
    vec![
        length(percentile(lengths, 50)),
        length(percentile(lengths, 90)),
        lengths.len().to_string(),
        (all - lengths.len()).to_string(),
    ]
}

/// How many of the numbers are in each bin, counted bin by bin.
pub fn bins(lengths: &[i64], edges: &[i64]) -> Vec<String> {
    let mut all = vec![0];
    all.extend(edges);
    all.push(i64::MAX);
    let counts = all.windows(2).map(|ends| {
        let is_in = |seconds: &&i64| ends[0] <= **seconds && **seconds < ends[1];
        lengths.iter().filter(is_in).count().to_string()
    });
    counts.collect()
}

/// Whether `recent` of `recent + before` events is too many for chance: the upper tail of the binomial
/// distribution, term by term from Pascal's triangle.
pub fn is_too_many(recent: usize, before: usize, share: f64) -> bool {
    let all = recent + before;
    let mut row = vec![1.0];
    for _ in 0..all {
        let sums = row.windows(2).map(|pair: &[f64]| pair[0] + pair[1]);
        row = std::iter::once(1.0).chain(sums).chain([1.0]).collect();
    }
    let term = |count: usize| {
        let power = |base: f64, times: usize| (0..times).fold(1.0, |product, _| product * base);
        row[count] * power(share, count) * power(1.0 - share, all - count)
    };
    (recent..=all).map(term).sum::<f64>() < 0.05
}

/// Whether an action was overdue on a day: its day was before, and it was not done before.
pub fn is_overdue(action: &Action, on: NaiveDate) -> bool {
    let was_open = match action.state.as_str() {
        "dropped" => false,
        "done" | "verified" => action.done.is_some_and(|done| done >= on),
        _ => true,
    };
    was_open && action.due.is_some_and(|due| due < on)
}

/// What happened to actions in a month: opened, done, in time, late, without a day, verified, and
/// overdue on the day that the month's end is counted by.
pub fn action_row(actions: &[&Action], wanted: &str, end: NaiveDate) -> Vec<String> {
    let is_then = |day: Option<NaiveDate>| day.is_some_and(|day| month(day) == wanted);
    let is_done = |action: &&&Action| matches!(action.state.as_str(), "done" | "verified");
    let done: Vec<_> = actions
        .iter()
        .filter(is_done)
        .filter(|action| is_then(action.done))
        .collect();
    let late = done
        .iter()
        .filter(|action| action.due.is_some_and(|due| action.done.unwrap() > due));
    let without = done.iter().filter(|action| action.due.is_none());
    let (late, without) = (late.count(), without.count());
    let verified = actions
        .iter()
        .filter(|action| action.state == "verified" && is_then(action.verified));
    let cells = [
        actions
            .iter()
            .filter(|action| is_then(action.opened))
            .count(),
        done.len(),
        done.len() - late - without,
        late,
        without,
        verified.count(),
        actions
            .iter()
            .filter(|action| is_overdue(action, end))
            .count(),
    ];
    cells.iter().map(ToString::to_string).collect()
}
