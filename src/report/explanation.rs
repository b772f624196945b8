//! What a rule looks for, why, what its level means, and how good and bad look.

use std::collections::BTreeSet;

use crate::check::{Example, Rule, findings_in};
use crate::config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::Locale;
use crate::report::findings::severity_key;

/// How many bad files are shown; of further ones only what is said of them, where that is new.
const MAX_BAD_FILES: usize = 3;

/// What a rule looks for, why, and how good and bad look, with what is said of the bad.
#[must_use]
pub fn explain(rule: &Rule, locale: &Locale) -> String {
    Explanation { rule, locale }.text()
}

/// What it means that a finding is of this level.
#[must_use]
pub fn level_meaning(severity: Severity, locale: &Locale) -> &str {
    locale.text(match severity {
        Severity::Error => "command_line.explain.error",
        Severity::Warning => "command_line.explain.warning",
        Severity::Note => "command_line.explain.note",
    })
}

struct Explanation<'a> {
    rule: &'a Rule,
    locale: &'a Locale,
}

impl Explanation<'_> {
    fn text(&self) -> String {
        let Rule { name, bad, .. } = self.rule;
        let level = self.locale.text(severity_key(self.rule.severity));
        let mut text = format!(
            "{name} ({level})\n\n{}\n\n{}\n{}\n",
            self.of_rule("what"),
            self.heading("why"),
            self.of_rule("why"),
        );
        let found = self.findings();
        let shown = shown(bad, &found);
        let is_shown =
            |path: &str| shown.contains(path) || !bad.iter().any(|(bad_path, _)| *bad_path == path);
        self.examples("bad", bad, &shown, &found, &mut text);
        self.others(&shown, &found, &mut text);
        let good = self.rule.good.iter().map(|(path, _)| *path);
        let good_shown = good.filter(|path| is_shown(path)).collect();
        self.examples("good", self.rule.good, &good_shown, &[], &mut text);
        text.push_str(&["\n", self.level_meaning(), "\n"].concat());
        let settings = if self.is_of_configuration() {
            "not-suppressed"
        } else {
            "settings"
        };
        text.push_str(&[&self.words(settings, &[("rule", name)]), "\n"].concat());
        text
    }

    fn of_rule(&self, part: &str) -> String {
        let key = format!("rules.{}.{part}", self.rule.name);
        self.locale.format(&key, &[])
    }

    fn heading(&self, key: &str) -> String {
        self.words(key, &[])
    }

    fn words(&self, key: &str, values: &[(&str, &str)]) -> String {
        let key = format!("command_line.explain.{key}");
        self.locale.format(&key, values)
    }

    fn level_meaning(&self) -> &str {
        level_meaning(self.rule.severity, self.locale)
    }

    /// Whether the rule is about `hansei.yaml` alone, where nothing is turned off.
    fn is_of_configuration(&self) -> bool {
        self.rule.name == "configuration"
    }

    /// What the rule says of its bad example.
    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = findings_in(self.rule.bad);
        found.retain(|found| found.rule == self.rule.name);
        found
    }

    /// The files of an example that are shown, each with what is found in it.
    fn examples(
        &self,
        key: &str,
        example: Example,
        shown: &BTreeSet<&str>,
        found: &[Diagnostic],
        text: &mut String,
    ) {
        if shown.is_empty() {
            return;
        }
        text.push_str(&["\n", &self.heading(key), "\n"].concat());
        for (path, content) in example.iter().filter(|(path, _)| shown.contains(path)) {
            text.push_str(&["\n  ", path, "\n"].concat());
            let lines = content.lines().count();
            let digits = lines.to_string().len();
            for (number, line) in (1..).zip(content.lines()) {
                let line = format!("  {number:digits$} | {line}");
                text.push_str(&[line.trim_end(), "\n"].concat());
            }
            let of_file = found.iter().filter(|found| found.file == *path);
            let mut last_help = None;
            for found in of_file {
                let line = found.start.line.to_string();
                let help = self.locale.help(found);
                let said = self.said(found, help.as_deref().filter(|_| help != last_help));
                let values = [("line", line.as_str()), ("said", &said)];
                text.push_str(&["  = ", &self.words("in-line", &values), "\n"].concat());
                last_help = help;
            }
        }
    }

    /// What is said of the files that are not shown, each thing once.
    fn others(&self, shown: &BTreeSet<&str>, found: &[Diagnostic], text: &mut String) {
        let is_shown = |found: &&Diagnostic| shown.contains(found.file.as_str());
        let mut told: BTreeSet<&str> = found
            .iter()
            .filter(is_shown)
            .map(|found| found.message.key)
            .collect();
        let mut others = String::new();
        for found in found.iter().filter(|found| !is_shown(found)) {
            if told.insert(found.message.key) {
                let help = self.locale.help(found);
                others.push_str(&["  = ", &self.said(found, help.as_deref()), "\n"].concat());
            }
        }
        if !others.is_empty() {
            text.push_str(&["\n", &self.heading("also"), "\n\n", &others].concat());
        }
    }

    /// The message of a finding and a way out.
    fn said(&self, found: &Diagnostic, help: Option<&str>) -> String {
        let message = self.locale.message(found.rule, &found.message);
        match help {
            Some(help) => [&message, "\n    ", help].concat(),
            None => message,
        }
    }
}

/// The paths of the files to show: some with findings, and all that they need around them.
fn shown<'a>(bad: Example, found: &[Diagnostic]) -> BTreeSet<&'a str>
where
    'static: 'a,
{
    let has_findings = |path: &str| found.iter().any(|found| found.file == path);
    let with = bad.iter().filter(|(path, _)| has_findings(path));
    let around = bad.iter().filter(|(path, _)| !has_findings(path));
    // The configuration comes first, whatever is found in it.
    let mut with: Vec<&str> = with.map(|(path, _)| *path).collect();
    with.sort_by_key(|path| *path != config::FILE_NAME);
    with.truncate(MAX_BAD_FILES);
    with.into_iter()
        .chain(around.map(|(path, _)| *path))
        .collect()
}

/// What a rule looks for, why, and how good and bad look, in Markdown.
#[must_use]
pub fn explain_markdown(rule: &Rule, locale: &Locale) -> String {
    let words = |part: &str| locale.format(&format!("rules.{}.{part}", rule.name), &[]);
    let heading = |key: &str| {
        locale
            .text(&format!("command_line.explain.{key}"))
            .to_owned()
    };
    let mut text = format!(
        "{}\n\n**{}** {}\n",
        words("what"),
        heading("why"),
        words("why")
    );
    for (key, example) in [("bad", rule.bad), ("good", rule.good)] {
        if !example.is_empty() {
            text.push_str(&["\n**", &heading(key), "**\n"].concat());
        }
        for (path, content) in example {
            // An example may hold fences of its own.
            let fence = "`".repeat(longest_run(content, '`').max(2) + 1);
            let (open, close) = (format!("{fence}text\n"), format!("\n{fence}\n"));
            let content = content.trim_end();
            text.push_str(&["\n`", path, "`\n\n", &open, content, &close].concat());
        }
    }
    text
}

/// How often a sign stands in a row at most.
fn longest_run(text: &str, sign: char) -> usize {
    let runs = text.split(|c| c != sign).map(str::len);
    runs.max().unwrap_or_default()
}
