//! The text of a report: seven sections, with logs, code, tables and links among them.

use std::fmt::Write as _;

use crate::actions::Action;
use crate::code::code_block;
use crate::facts::Facts;
use crate::fill::Filler;
use crate::logs::log_block;
use crate::plant::Planted;
use crate::report::signature_line;
use crate::timeline::{self, Row};

/// What the text is written from.
pub struct Body<'a, 'w> {
    pub filler: &'a mut Filler<'w>,
    pub facts: &'a Facts,
    pub actions: &'a [Action],
    /// The timeline, unless it is in the front matter.
    pub rows: Option<&'a [Row]>,
    /// Strings for the search tests.
    pub planted: Vec<&'a Planted>,
}

impl Body<'_, '_> {
    /// All sections, in their usual order.
    pub fn write(mut self) -> String {
        let sections = [
            Self::summary,
            Self::impact,
            Self::timeline,
            Self::cause,
            Self::response,
            Self::lessons,
            Self::actions,
        ];
        let mut out = String::with_capacity(4096);
        for (heading, section) in self.filler.phrases.report.headings.iter().zip(sections) {
            let text = section(&mut self);
            _ = write!(out, "\n## {heading}\n\n{text}");
        }
        out
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.filler.rng.chance(percent)
    }

    fn sentences(&mut self, templates: &[&'static str], low: u32, high: u32) -> String {
        let count = self.filler.rng.between(low, high) as usize;
        let mut text = self.filler.paragraph(templates, count);
        text.push('\n');
        text
    }

    fn summary(&mut self) -> String {
        let phrases = &self.filler.phrases.report;
        let mut text = self.sentences(phrases.summary, 1, 1);
        if self.chance(70) {
            text.pop();
            text.push_str(self.filler.subject.gap);
            text.push_str(&self.sentences(phrases.aftermath, 1, 1));
        }
        if self.chance(25) {
            let callout = self.filler.any(self.filler.phrases.report.callouts);
            _ = write!(text, "\n{callout}\n");
        }
        text
    }

    fn impact(&mut self) -> String {
        let phrases = &self.filler.phrases.report;
        if self.facts.users == 0 {
            return self.sentences(phrases.harmless, 1, 1);
        }
        let mut text = self.sentences(phrases.impact, 1, 2);
        if self.chance(40) {
            text.push('\n');
            for item in self.filler.different(phrases.impact_items, 2) {
                _ = writeln!(text, "- {item}");
            }
        } else if self.chance(30) {
            text.push('\n');
            text.push_str(&self.impact_table());
        }
        text
    }

    fn impact_table(&mut self) -> String {
        let [service, errors, slowest] = self.filler.phrases.report.impact_columns;
        let mut text = format!("| {service} | {errors} | {slowest} |\n| --- | ---: | ---: |\n");
        for service in self.filler.subject.services.clone() {
            let numbers = self.filler.fill("‹n4› | ‹n4›");
            _ = writeln!(text, "| {service} | {numbers} |");
        }
        text
    }

    fn timeline(&mut self) -> String {
        match self.rows {
            Some(rows) => timeline::table(self.filler, rows, self.facts),
            None => self.sentences(self.filler.phrases.timeline.elsewhere, 1, 1),
        }
    }

    fn cause(&mut self) -> String {
        let phrases = &self.filler.phrases.report;
        let mut text = self.sentences(phrases.cause, 2, 4);
        for planted in self.planted.iter().filter(|planted| !planted.in_log) {
            let sentence = planted.sentence(self.facts.outline.japanese);
            _ = write!(text, "\n{sentence}\n");
        }
        let mut lines: Vec<String> = Vec::new();
        if let Some(error) = &self.facts.known_error {
            lines.push(signature_line(self.filler, error));
        }
        for planted in self.planted.iter().filter(|planted| planted.in_log) {
            lines.push(planted.log_line(self.filler));
        }
        if !lines.is_empty() || self.chance(72) {
            let intro = self.filler.any(phrases.log_intro);
            let block = log_block(self.filler, &lines);
            _ = write!(text, "\n{intro}\n\n{block}");
        }
        text
    }

    fn response(&mut self) -> String {
        let phrases = &self.filler.phrases.report;
        let mut text = self.sentences(phrases.response, 2, 3);
        if self.chance(40) {
            text.push('\n');
            for (number, step) in (1..).zip(self.filler.different(phrases.steps, 3)) {
                _ = writeln!(text, "{number}. {step}");
            }
        }
        if self.chance(40) {
            let intro = self.filler.any(phrases.code_intro);
            let block = code_block(self.filler);
            _ = write!(text, "\n{intro}\n\n{block}");
        }
        if self.chance(3) {
            let line = self.filler.fill("‹ts›Z ‹code› ‹uuid›");
            let summary = phrases.details;
            _ = write!(
                text,
                "\n<details><summary>{summary}</summary>\n\n```text\n{line}\n```\n\n</details>\n"
            );
        }
        text
    }

    fn lessons(&mut self) -> String {
        let phrases = &self.filler.phrases.report;
        let mut text = if self.chance(35) {
            let items = self.filler.different(phrases.lessons, 2);
            format!("- {}\n", items.join("\n- "))
        } else {
            self.sentences(phrases.lessons, 2, 3)
        };
        if self.chance(65) {
            let link = self.filler.any(phrases.links);
            _ = write!(text, "\n{link}\n");
        }
        text
    }

    fn actions(&mut self) -> String {
        let mut text = self.sentences(self.filler.phrases.actions.intro, 1, 1);
        if self.chance(30) {
            text.push('\n');
            for action in self.actions {
                _ = writeln!(text, "- **{}** {}", action.id, action.title);
            }
        }
        text
    }
}
