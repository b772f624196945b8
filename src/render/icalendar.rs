//! Events as lines of a calendar file (RFC 5545).

use chrono::{DateTime, Utc};

use crate::time::When;

/// The longest a line may be, in bytes, without its end.
const MAX_LINE: usize = 75;

/// A calendar in the making.
#[derive(Debug)]
pub(super) struct Calendar {
    text: String,
    /// When it is made.
    stamp: DateTime<Utc>,
}

/// Something that happens on a day or at a time.
#[derive(Debug)]
pub(super) struct Event<'a> {
    /// Its name, which no other event has and which stays.
    pub uid: &'a str,
    pub when: When,
    pub summary: &'a str,
    /// What sort of event it is.
    pub category: &'a str,
    /// Lines.
    pub description: &'a [String],
    /// The address of what it is about.
    pub url: Option<&'a str>,
}

impl Calendar {
    /// A calendar of this name, as it is at a point in time.
    pub fn new(name: &str, stamp: DateTime<Utc>) -> Self {
        let mut calendar = Self {
            text: String::new(),
            stamp,
        };
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//hansei//hansei//EN");
        calendar.line("METHOD", "PUBLISH");
        let name = text(name);
        calendar.line("NAME", &name);
        // What calendars called it before there was a standard (RFC 7986).
        calendar.line("X-WR-CALNAME", &name);
        calendar.line("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
        calendar
    }

    /// Adds an event that takes nobody's time.
    pub fn add(&mut self, event: &Event<'_>) {
        self.line("BEGIN", "VEVENT");
        self.line("UID", &text(event.uid));
        self.line("DTSTAMP", &time(self.stamp));
        // Without an end, a day lasts until it is over and a time not at all.
        match event.when {
            When::Day(day) => self.line("DTSTART;VALUE=DATE", &day.format("%Y%m%d").to_string()),
            When::Time(at) => self.line("DTSTART", &time(at.to_utc())),
        }
        self.line("SUMMARY", &text(event.summary));
        let description: Vec<String> = event.description.iter().map(|line| text(line)).collect();
        if !description.is_empty() {
            self.line("DESCRIPTION", &description.join("\\n"));
        }
        self.line("CATEGORIES", &text(event.category));
        if let Some(url) = event.url {
            self.line("URL", url);
        }
        self.line("TRANSP", "TRANSPARENT");
        self.line("END", "VEVENT");
    }

    /// The whole file.
    pub fn finish(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.text
    }

    /// Adds a line, folded where it is too long: never within a character.
    fn line(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut rest = line.as_str();
        let mut room = MAX_LINE;
        while rest.len() > room {
            let (now, later) = rest.split_at(rest.floor_char_boundary(room));
            self.text.push_str(now);
            self.text.push_str("\r\n ");
            rest = later;
            room = MAX_LINE - 1;
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// One line of words as a value: what means something to a calendar is escaped, and what ends a line
/// or cannot be shown is a space.
fn text(words: &str) -> String {
    let mut value = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\u{2028}' | '\u{2029}' => value.push(' '),
            c if c.is_control() => value.push(' '),
            c => value.push(c),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> String {
        let mut calendar = Calendar::new("KB", DateTime::UNIX_EPOCH);
        calendar.add(&Event {
            uid: "u",
            when: When::Day("2026-06-01".parse().unwrap()),
            summary,
            category: "c",
            description: &["a,b".to_owned(), "c".to_owned()],
            url: None,
        });
        calendar.finish()
    }

    #[test]
    fn an_event_is_its_lines() {
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//hansei//hansei//EN",
            "METHOD:PUBLISH",
            "NAME:KB",
            "X-WR-CALNAME:KB",
            "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
            "BEGIN:VEVENT",
            "UID:u",
            "DTSTAMP:19700101T000000Z",
            "DTSTART;VALUE=DATE:20260601",
            "SUMMARY:a\\;b\\\\n  END:VEVENT",
            "DESCRIPTION:a\\,b\\nc",
            "CATEGORIES:c",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(event("a;b\\n\r\nEND:VEVENT"), lines.join("\r\n"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let ascii = event(&"x".repeat(75 - "SUMMARY:".len()));
        assert!(!ascii.contains("\r\n "));
        for title in [
            "x".repeat(300),
            "証明書".repeat(70),
            "👩\u{200d}🚒".repeat(40),
        ] {
            let text = event(&title);
            assert!(text.lines().all(|line| line.len() <= MAX_LINE), "{text}");
            assert!(text.replace("\r\n ", "").contains(&title), "{text}");
        }
    }
}
