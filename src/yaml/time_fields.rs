//! Times, days and lengths of time as fields, with what is to be said about how they are written.

use chrono::{NaiveDate, Offset};

use crate::diagnostic::Finding;
use crate::time::{Moment, NoMoment, When, WrittenDuration, WrittenMoment, parse_moment};
use crate::yaml::read::{Field, Reader};
use crate::yaml::tree::Node;

impl Field for WrittenDuration {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let duration = node.text().and_then(Self::parse);
        if duration.is_none() {
            reader.wrong_type(node, "duration");
        }
        duration
    }
}

impl Field for Moment {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            reader.wrong_type(node, "time");
            return None;
        };
        match parse_moment(text, reader.zone) {
            Ok(written) => {
                reader.findings.extend(remarks(&written, node));
                Some(written.moment)
            }
            Err(problem) => {
                reader.findings.push(no_moment(problem, text, node, "time"));
                None
            }
        }
    }
}

impl Field for NaiveDate {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            reader.wrong_type(node, "day");
            return None;
        };
        match parse_moment(text, reader.zone) {
            Ok(written) => {
                let day = written.moment.day();
                if let When::Time(_) = written.moment.when {
                    let shown = day.to_string();
                    reader.findings.push(
                        Finding::new("odd-time", "day-with-time", node.span)
                            .with("canonical", shown.as_str())
                            .fixed_by(node.span, shown),
                    );
                } else {
                    reader.findings.extend(odd(&written, node));
                }
                Some(day)
            }
            Err(problem) => {
                reader.findings.push(no_moment(problem, text, node, "day"));
                None
            }
        }
    }
}

fn odd(written: &WrittenMoment, node: &Node) -> Option<Finding> {
    written.odd.as_ref().map(|canonical| {
        // Which zone was meant is for the writer to say.
        let zone = if written.without_zone { ZONE } else { 0 };
        let certain = &canonical[..canonical.len().saturating_sub(zone)];
        Finding::new("odd-time", "odd", node.span)
            .about("written", written.moment.written.as_str())
            .with("canonical", certain)
            .fixed_by(node.span, certain)
    })
}

/// The length of a zone as it is written behind a time.
const ZONE: usize = "+00:00".len();

fn remarks(written: &WrittenMoment, node: &Node) -> impl Iterator<Item = Finding> {
    let zone = written
        .without_zone
        .then(|| match written.moment.when {
            When::Time(time) => Some(
                Finding::new("time-without-zone", "missing", node.span)
                    .about("written", written.moment.written.as_str())
                    .with("assumed", time.offset().fix().to_string()),
            ),
            When::Day(_) => None,
        })
        .flatten();
    odd(written, node).into_iter().chain(zone)
}

fn no_moment(problem: NoMoment, text: &str, node: &Node, expected: &'static str) -> Finding {
    match problem {
        NoMoment::Unreadable => Finding::new("wrong-type", expected, node.span),
        NoMoment::Impossible => {
            Finding::new("impossible-time", "impossible", node.span).about("written", text)
        }
    }
}
