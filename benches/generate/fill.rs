//! Puts words into templates: `‹noun›` becomes a noun, `‹uuid›` a new UUID, and so on.
//!
//! One engine for sentences, log lines and code. The marks ‹ › occur in no programming language,
//! so that a template may hold any braces, brackets and percent signs.

use std::fmt::Write as _;

use chrono::{NaiveDateTime, TimeDelta};

use crate::catalog::capitalised;
use crate::names::SYMPTOMS;
use crate::phrases::Phrases;
use crate::rng::Rng;
use crate::words::Words;
use crate::words_ja::{ACTS, CONDITIONS, FAILURES, HEADS, KATAKANA, MIDDLES, TAILS};

/// Prefixes of error codes in logs; those of known errors and planted ones differ.
const CODES: [&str; 24] = [
    "ORD", "PAY", "DBX", "NET", "TLS", "AUT", "CFG", "CSH", "JOB", "MSG", "STO", "IDX", "API",
    "RTR", "SCH", "LCK", "MEM", "IOE", "DNS", "GRP", "SYN", "LIC", "UPL", "RPC",
];

/// What the words of one document refer to.
pub struct Subject {
    pub japanese: bool,
    /// Ids of the services, at least one.
    pub services: Vec<String>,
    pub vendor: String,
    pub symptom: usize,
    pub users: u32,
    pub failed: u32,
    pub minutes: i64,
    /// Where the log lines begin, or any time of the day.
    pub clock: NaiveDateTime,
    /// The id of an earlier document, and a Markdown link to one.
    pub earlier: String,
    pub link: String,
    pub known_error: String,
    /// What stands between two sentences of a paragraph: nothing, a space or a line break.
    pub gap: &'static str,
}

/// Fills templates for one document.
pub struct Filler<'a> {
    pub rng: Rng,
    pub words: &'a Words,
    pub phrases: &'static Phrases,
    pub subject: Subject,
    /// The name of a local variable, the same throughout a snippet of code.
    pub variable: String,
}

impl<'a> Filler<'a> {
    pub fn new(rng: Rng, words: &'a Words, phrases: &'static Phrases, subject: Subject) -> Self {
        Self {
            rng,
            words,
            phrases,
            subject,
            variable: String::new(),
        }
    }

    /// A template chosen from a list, filled, beginning with a capital letter unless it begins
    /// with a name.
    pub fn any(&mut self, templates: &[&str]) -> String {
        let template = self.rng.pick(templates);
        let text = self.fill(template);
        let names = ["‹svc›", "‹other›", "‹host›"];
        if self.subject.japanese || names.iter().any(|name| template.starts_with(name)) {
            text
        } else {
            capitalised(&text)
        }
    }

    /// `count` different templates of a list, filled.
    pub fn different(&mut self, templates: &[&'static str], count: usize) -> Vec<String> {
        let mut left = templates.to_vec();
        (0..count.min(templates.len()))
            .map(|_| {
                let template = left.swap_remove(self.rng.below(left.len()));
                self.any(&[template])
            })
            .collect()
    }

    /// `count` different sentences from a list, as one paragraph.
    pub fn paragraph(&mut self, templates: &[&'static str], count: usize) -> String {
        self.different(templates, count).join(self.subject.gap)
    }

    /// The template with every slot filled.
    pub fn fill(&mut self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('‹') {
            let (slot, next) = after.split_once('›').unwrap_or((after, ""));
            text.push_str(before);
            self.slot(slot, &mut text);
            rest = next;
        }
        text.push_str(rest);
        text
    }

    fn slot(&mut self, name: &str, out: &mut String) {
        let known = self.word(name, out)
            || self.japanese(name, out)
            || self.subject(name, out)
            || self.number(name, out)
            || self.token(name, out);
        assert!(known, "a template names a slot that does not exist: {name}");
    }

    fn word(&mut self, name: &str, out: &mut String) -> bool {
        let (rng, words) = (&mut self.rng, self.words);
        match name {
            "noun" => out.push_str(&words.nouns[rng.skewed(words.nouns.len())]),
            "word" => out.push_str(&words.made_up[rng.skewed(words.made_up.len())]),
            "Word" => {
                let word = &words.made_up[rng.skewed(words.made_up.len())];
                out.push_str(&capitalised(word));
            }
            "adj" => out.push_str(words.adjectives[rng.skewed(words.adjectives.len())]),
            "it" => out.push_str(&self.variable),
            "past" => out.push_str(rng.pick(&words.past_verbs)),
            "verb" => out.push_str(rng.pick(&words.verbs)),
            "np" => {
                let template = rng.pick(self.phrases.things);
                out.push_str(&self.fill(template));
            }
            "snake" => out.push_str(&self.fill("‹verb›_‹noun›")),
            "kebab" => out.push_str(&self.fill("‹noun›-‹word›")),
            "Camel" => self.camel(out),
            "camel" => {
                out.push_str(rng.pick(&words.verbs));
                self.camel(out);
            }
            _ => return false,
        }
        true
    }

    fn camel(&mut self, out: &mut String) {
        for _ in 0..2 {
            let noun = self.rng.skewed(self.words.nouns.len());
            out.push_str(&capitalised(&self.words.nouns[noun]));
        }
    }

    fn japanese(&mut self, name: &str, out: &mut String) -> bool {
        let rng = &mut self.rng;
        match name {
            "複合" => {
                out.push_str(HEADS[rng.skewed(HEADS.len())]);
                if rng.chance(60) {
                    out.push_str(rng.pick(&MIDDLES));
                }
                out.push_str(TAILS[rng.skewed(TAILS.len())]);
            }
            "カナ" => {
                out.push_str(KATAKANA[rng.skewed(KATAKANA.len())]);
                if rng.chance(35) {
                    out.push_str(rng.pick(&TAILS));
                }
            }
            "障害" => out.push_str(FAILURES[rng.skewed(FAILURES.len())]),
            "動作" => out.push_str(rng.pick(&ACTS)),
            "状態" => out.push_str(rng.pick(&CONDITIONS)),
            _ => return false,
        }
        true
    }

    fn subject(&mut self, name: &str, out: &mut String) -> bool {
        let subject = &self.subject;
        match name {
            "svc" => out.push_str(&subject.services[0]),
            "other" => {
                let service = self.rng.below(subject.services.len());
                out.push_str(&subject.services[service]);
            }
            "vendor" => out.push_str(&subject.vendor),
            "symptom" => out.push_str(SYMPTOMS[subject.symptom].1),
            "症状" => out.push_str(SYMPTOMS[subject.symptom].2),
            "users" => _ = write!(out, "{}", subject.users),
            "failed" => _ = write!(out, "{}", subject.failed),
            "minutes" => _ = write!(out, "{}", subject.minutes),
            "earlier" => out.push_str(&subject.earlier),
            "link" => out.push_str(&subject.link),
            "ke" => out.push_str(&subject.known_error),
            _ => return false,
        }
        true
    }

    fn number(&mut self, name: &str, out: &mut String) -> bool {
        let (low, high) = match name {
            "n1" => (2, 9),
            "n2" => (11, 99),
            "n3" => (101, 999),
            "n4" => (1001, 9999),
            "n5" => (10_001, 99_999),
            _ => return false,
        };
        let number = self.rng.between(low, high);
        _ = write!(out, "{number}");
        true
    }

    fn token(&mut self, name: &str, out: &mut String) -> bool {
        match name {
            "uuid" => out.push_str(&uuid(&mut self.rng)),
            "hex16" => _ = write!(out, "{:016x}", self.rng.bits()),
            "hex8" => _ = write!(out, "{:08x}", self.rng.bits() >> 32),
            "code" => {
                let (prefix, number) = (self.rng.pick(&CODES), self.rng.between(1000, 9999));
                _ = write!(out, "{prefix}-{number}");
            }
            "host" => out.push_str(&self.host()),
            "ip" => {
                let net = self.rng.pick(&["10.14", "10.37", "198.51", "192.0"]);
                let (third, last) = match net {
                    "198.51" => (100, self.rng.between(1, 254)),
                    "192.0" => (2, self.rng.between(1, 254)),
                    _ => (self.rng.between(0, 255), self.rng.between(1, 254)),
                };
                _ = write!(out, "{net}.{third}.{last}");
            }
            "ts" | "clock" | "epoch" => self.time(name, out),
            _ => return false,
        }
        true
    }

    /// A host of the report's main service.
    fn host(&mut self) -> String {
        let zone = self.rng.pick(&["a", "b", "c"]);
        let number = self.rng.between(1, 120);
        let hash = self.rng.bits() >> 44;
        format!(
            "{}-{hash:05x}-{number:03}.{zone}.tok1.example.net",
            self.subject.services[0]
        )
    }

    /// The time of the next log line, a little later than the one before.
    fn time(&mut self, name: &str, out: &mut String) {
        let step = self.rng.between(3, 9000);
        self.subject.clock += TimeDelta::milliseconds(step.into());
        let format = match name {
            "ts" => "%Y-%m-%dT%H:%M:%S%.3f",
            "clock" => "%H:%M:%S%.3f",
            _ => "%s",
        };
        _ = write!(out, "{}", self.subject.clock.format(format));
    }
}

/// A random UUID (version 4).
fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.bits(), rng.bits());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff,
    )
}
