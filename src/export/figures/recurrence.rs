//! What came back, in figures.

use crate::insight::recurrence::{Recurrence, Share};

use super::{Figure, FigureRecord, Time};

pub(super) fn records(recurrence: &Recurrence) -> Vec<FigureRecord> {
    let all_time = Time::unbounded("all_time");
    let figure = |figure: Figure, of: Option<&str>, share: Share| {
        FigureRecord::new(figure, &all_time, of).share(share.of_them, share.counted, 0)
    };
    let shares = [
        (Figure::KnownBefore, recurrence.known_at_the_time()),
        (Figure::CoveredByOpenAction, recurrence.covered()),
        (Figure::Repeated, recurrence.repeated()),
    ];
    let of_all = shares.into_iter();
    let mut figures: Vec<FigureRecord> = of_all
        .map(|(name, share)| figure(name, None, share))
        .collect();
    let causes = recurrence.causes().iter();
    figures.extend(causes.map(|repeats| {
        let of = Some(repeats.cause.as_str());
        figure(Figure::Repeated, of, repeats.share())
    }));
    figures
}
