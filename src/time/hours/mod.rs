//! The hours at which somebody can be reached, as people write them: `Mon-Fri 09:00-18:00`,
//! `平日 9:00〜18:00`, `24/7`.
//!
//! Only what leaves nothing to guess is understood; a text with one word too many is not.

mod words;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::time::Zone;
use words::{Token, tokens};

/// The minutes of a day.
const DAY: i32 = 24 * 60;
/// How far ahead a change of clocks is looked for, in days.
const DAYS_AHEAD: i64 = 366;

/// Days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekdays([bool; 7]);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self([true; 7]);
    const NONE: Self = Self([false; 7]);
    const WORKING: Self = Self([true, true, true, true, true, false, false]);
    const WEEKEND: Self = Self([false, false, false, false, false, true, true]);

    /// The runs of days that follow one another, each as its first and last day, 0 for Monday. A run
    /// may go on from Sunday to Monday.
    #[must_use]
    pub fn runs(self) -> Vec<(usize, usize)> {
        if self == Self::ALL {
            return vec![(0, 6)];
        }
        let is_on = |day: usize| self.0[day % 7];
        let starts = (0..7).filter(|day| is_on(*day) && !is_on(day + 6));
        let run = |start: usize| {
            let length = (1..7).take_while(|more| is_on(start + more)).count();
            (start, (start + length) % 7)
        };
        starts.map(run).collect()
    }

    fn with(mut self, first: usize, last: usize) -> Self {
        let length = (last + 7 - first) % 7;
        for day in first..=first + length {
            self.0[day % 7] = true;
        }
        self
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|day| self.0[day] || other.0[day]))
    }

    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|day| self.0[day] && other.0[day]))
    }

    /// The same days `days` later.
    fn later(self, days: i32) -> Self {
        let back = usize::try_from((7 - days).rem_euclid(7)).unwrap_or_default();
        Self(std::array::from_fn(|day| self.0[(day + back) % 7]))
    }
}

/// A stretch of time on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// On which days it begins; `None` where they are not said.
    pub days: Option<Weekdays>,
    /// When it begins, in minutes since midnight.
    pub from: i32,
    /// When it ends, in minutes since the midnight before it begins: more than 1440 on the next day.
    pub to: i32,
}

/// When somebody can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    /// At any time.
    Always,
    /// In these stretches of time.
    Open {
        /// The stretches, in the order written.
        openings: Vec<Opening>,
        /// The zone, where the text names one.
        zone: Option<Zone>,
    },
}

impl Hours {
    /// The parts of a text, parted by semicolons, that leave nothing to guess: the way to reach
    /// somebody that they are about, where it is written (`telephone`, `電話`), and the hours.
    #[must_use]
    pub fn parse_parts(text: &str) -> Vec<(Option<&str>, Self)> {
        let parts = text.split([';', '；', '\n']).map(str::trim);
        parts
            .filter_map(|part| {
                let (way, hours) = way(part);
                Some((way, Self::parse(hours)?))
            })
            .collect()
    }

    /// Reads hours of which nothing is left to guess; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        read(&tokens(text)?)
    }
}

/// Ways to reach somebody that may stand before or behind their hours.
const WAYS: [&str; 10] = [
    "by telephone",
    "by phone",
    "by chat",
    "telephone",
    "phone",
    "chat",
    "e-mail",
    "mail",
    "電話",
    "チャット",
];

/// A way to reach somebody, and the rest of the text.
fn way(part: &str) -> (Option<&str>, &str) {
    for way in WAYS {
        if let Some(begin) = part
            .get(..way.len())
            .filter(|it| it.eq_ignore_ascii_case(way))
        {
            let rest = part[way.len()..].trim_start_matches([':', '：', ' ', '　', 'は']);
            return (Some(begin), rest);
        }
        let at = part.len().saturating_sub(way.len());
        if let Some(end) = part.get(at..).filter(|it| it.eq_ignore_ascii_case(way)) {
            return (Some(end), &part[..at]);
        }
    }
    (None, part)
}

impl Opening {
    /// The same stretch on the clocks of `ours`, as both clocks stand on the day `on`.
    #[must_use]
    pub fn shown_in(self, theirs: Zone, ours: Zone, on: NaiveDate) -> Self {
        let from = self.from + minutes_ahead(theirs, ours, on);
        let days_later = from.div_euclid(DAY);
        Self {
            days: self.days.map(|days| days.later(days_later)),
            from: from.rem_euclid(DAY),
            to: self.to - self.from + from.rem_euclid(DAY),
        }
    }
}

/// How many minutes the clocks of `ours` are ahead of those of `theirs` on a day.
#[must_use]
pub fn minutes_ahead(theirs: Zone, ours: Zone, on: NaiveDate) -> i32 {
    let noon = theirs.at(on.and_time(NaiveTime::MIN) + TimeDelta::hours(12));
    let seconds = ours.show(noon).offset().local_minus_utc() - noon.offset().local_minus_utc();
    seconds / 60
}

/// The first day after `on`, within a year, on which the clocks of two zones are apart by another
/// time than on that day.
#[must_use]
pub fn next_change(theirs: Zone, ours: Zone, on: NaiveDate) -> Option<NaiveDate> {
    let apart = minutes_ahead(theirs, ours, on);
    let days = (1..=DAYS_AHEAD).filter_map(|days| on.checked_add_signed(TimeDelta::days(days)));
    let mut days = days.skip_while(|day| minutes_ahead(theirs, ours, *day) == apart);
    days.next()
}

/// Days and times that belong together.
#[derive(Debug, Default)]
struct Group {
    days: Option<Weekdays>,
    times: Vec<(i32, i32)>,
    times_first: bool,
}

impl Group {
    fn is_whole(&self) -> bool {
        self.days.is_some() && !self.times.is_empty()
    }

    fn openings(&self) -> impl Iterator<Item = Opening> + '_ {
        self.times.iter().map(|(from, to)| Opening {
            days: self.days,
            from: *from,
            to: *to,
        })
    }
}

fn read(tokens: &[Token]) -> Option<Hours> {
    let mut groups: Vec<Group> = vec![Group::default()];
    let mut zone = None;
    let mut not_weekends = false;
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match *token {
            Token::Filler => {}
            Token::Range => return None,
            Token::NotWeekends => not_weekends = true,
            Token::Zone(_) if zone.is_some() => return None,
            Token::Zone(named) => zone = Some(named),
            Token::Day(first) => {
                let last = match rest {
                    [Token::Range, Token::Day(last), after @ ..] => {
                        rest = after;
                        *last
                    }
                    _ => first,
                };
                add_days(&mut groups, Weekdays::NONE.with(first, last));
            }
            Token::Days(days) => add_days(&mut groups, days),
            Token::WholeDay => add_time(&mut groups, (0, DAY)),
            Token::Time { minutes, bare } => {
                let [
                    Token::Range,
                    Token::Time {
                        minutes: to,
                        bare: also,
                    },
                    after @ ..,
                ] = rest
                else {
                    return None;
                };
                rest = after;
                // `9-17` is one thing; `9-5` may be another.
                if bare != *also || (bare && *to <= minutes) || minutes == DAY {
                    return None;
                }
                let to = if *to <= minutes { to + DAY } else { *to };
                add_time(&mut groups, (minutes, to));
            }
        }
    }
    if not_weekends {
        for group in &mut groups {
            let days = group.days.unwrap_or(Weekdays::ALL);
            group.days = Some(days.and(Weekdays::WORKING));
        }
    }
    let has_bare = tokens
        .iter()
        .any(|token| matches!(token, Token::Time { bare: true, .. }));
    let is_certain = groups.iter().all(|group| {
        let whole_day = group.times.contains(&(0, DAY));
        !group.times.is_empty() && (group.days.is_some() || !(whole_day || has_bare))
    });
    if !is_certain {
        return None;
    }
    let openings: Vec<Opening> = groups.iter().flat_map(Group::openings).collect();
    let always = Opening {
        days: Some(Weekdays::ALL),
        from: 0,
        to: DAY,
    };
    Some(if openings == [always] {
        Hours::Always
    } else {
        Hours::Open { openings, zone }
    })
}

/// Days begin a new group behind `Mon-Fri 9:00-18:00`, and not behind `9:00-18:00`.
fn add_days(groups: &mut Vec<Group>, days: Weekdays) {
    let begins = groups
        .last()
        .is_some_and(|group| group.is_whole() && !group.times_first);
    if begins {
        groups.push(Group::default());
    }
    if let Some(group) = groups.last_mut() {
        group.times_first |= group.days.is_none() && !group.times.is_empty();
        group.days = Some(group.days.unwrap_or(Weekdays::NONE).or(days));
    }
}

/// A time begins a new group behind `9:00-18:00 Mon-Fri`, and not behind `Mon-Fri 9:00-12:00`.
fn add_time(groups: &mut Vec<Group>, time: (i32, i32)) {
    let begins = groups
        .last()
        .is_some_and(|group| group.is_whole() && group.times_first);
    if begins {
        groups.push(Group::default());
    }
    if let Some(group) = groups.last_mut() {
        group.times.push(time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKING: Option<Weekdays> = Some(Weekdays::WORKING);

    fn openings(text: &str) -> Option<Vec<(Option<Weekdays>, i32, i32)>> {
        match Hours::parse(text)? {
            Hours::Always => Some(vec![(Some(Weekdays::ALL), 0, DAY)]),
            Hours::Open { openings, .. } => {
                let openings = openings.iter();
                Some(openings.map(|one| (one.days, one.from, one.to)).collect())
            }
        }
    }

    #[test]
    fn the_same_hours_are_written_in_many_ways() {
        for text in [
            "Mon-Fri 09:00-18:00",
            "Monday to Friday, 09:00 to 18:00",
            "Weekdays 9am–6pm",
            "mon–fri: 9-18",
            "9:00-18:00 (Mon - Fri)",
            "Mon-Fri 09:00-18:00 JST",
            "平日 9:00〜18:00",
            "平日9時から18時まで",
            "月〜金 ９：００～１８：００（祝日を除く）",
            "月曜日から金曜日、午前9時〜午後6時",
            "9:00〜18:00（土日祝を除く）",
        ] {
            assert_eq!(openings(text), Some(vec![(WORKING, 540, 1080)]), "{text}");
        }
        for text in [
            "24/7",
            "24時間365日",
            "24 hours a day, every day",
            "年中無休24時間対応",
        ] {
            assert_eq!(Hours::parse(text), Some(Hours::Always), "{text}");
        }
    }

    #[test]
    fn breaks_nights_and_several_days() {
        let saturday = Some(Weekdays::NONE.with(5, 5));
        assert_eq!(
            openings("平日9時から17時30分、土 10:00-12:00"),
            Some(vec![(WORKING, 540, 1050), (saturday, 600, 720)])
        );
        assert_eq!(
            openings("Mon-Fri 09:00-12:00, 13:00-18:00"),
            Some(vec![(WORKING, 540, 720), (WORKING, 780, 1080)])
        );
        assert_eq!(
            openings("9:00-18:00 Mon-Fri, 10:00-12:00 Sat"),
            Some(vec![(WORKING, 540, 1080), (saturday, 600, 720)])
        );
        assert_eq!(openings("22:00-07:00"), Some(vec![(None, 1320, 1860)]));
    }

    #[test]
    fn parts_are_read_one_by_one_with_the_way_they_are_about() {
        let ways = |text: &'static str| -> Vec<(Option<&str>, bool)> {
            let parts = Hours::parse_parts(text).into_iter();
            parts
                .map(|(way, hours)| (way, hours == Hours::Always))
                .collect()
        };
        assert_eq!(
            ways("24 hours a day, every day by chat; telephone Monday to Friday, 09:00 to 17:00"),
            [(Some("by chat"), true), (Some("telephone"), false)]
        );
        assert_eq!(
            ways("電話：平日9時〜17時；メールは随時"),
            [(Some("電話"), false)]
        );
        assert_eq!(ways("24/7; few people at night"), [(None, true)]);
        assert_eq!(ways("ask"), []);
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        for text in [
            "",
            "Mon-Fri",
            "Mon-Fri 9-5",
            "9-17",
            "24 hours",
            "closed Mon-Fri 09:00-18:00",
            "営業日 9:00〜18:00",
            "24 hours a day, every day; few people from 22:00 to 07:00",
            "09:00",
            "Mon-Fri 09:00-25:00",
            "1日24時間",
            "Friday from 24:00 to 02:00",
            "月に一度",
        ] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
    }

    #[test]
    fn clocks_elsewhere_show_other_hours_and_other_days() {
        let zone = |name| Zone::parse(name).unwrap();
        let (tokyo, utc) = (zone("Asia/Tokyo"), Zone::default());
        let (york, amsterdam) = (zone("America/New_York"), zone("Europe/Amsterdam"));
        let winter: NaiveDate = "2026-01-15".parse().unwrap();
        let summer: NaiveDate = "2026-07-15".parse().unwrap();
        let working = |from, to| Opening {
            days: WORKING,
            from,
            to,
        };
        let days = |opening: Opening| opening.days.unwrap().runs();
        let office = working(540, 1080).shown_in(tokyo, utc, winter);
        assert_eq!(
            (office.from, office.to, days(office)),
            (0, 540, vec![(0, 4)])
        );
        let early = working(480, 1080).shown_in(tokyo, utc, winter);
        assert_eq!(
            (early.from, early.to, days(early)),
            (1380, 1980, vec![(6, 3)])
        );
        let hours = |zone, day| {
            let shown = working(540, 1020).shown_in(zone, tokyo, day);
            (shown.from / 60, shown.to / 60)
        };
        assert_eq!(hours(york, winter), (23, 31));
        assert_eq!(hours(york, summer), (22, 30));
        assert_eq!(hours(amsterdam, winter), (17, 25));
        assert_eq!(hours(amsterdam, summer), (16, 24));
        let change = |zone, day| next_change(zone, tokyo, day).map(|day| day.to_string());
        assert_eq!(change(amsterdam, winter), Some("2026-03-29".to_owned()));
        assert_eq!(change(york, summer), Some("2026-11-01".to_owned()));
        assert_eq!(change(utc, winter), None);
    }
}
