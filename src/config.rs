//! `hansei.yaml`: how a site is called, in which language and zone it speaks, what its words are.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use globset::{Glob, GlobMatcher};
use regex::Regex;
use rustc_hash::FxHashSet;

use crate::diagnostic::{Finding, Severity, Span, Spanned};
use crate::document::{Id, Kind, SectionHeadings, SectionKind};
use crate::language::Language;
use crate::yaml::Zone;
use crate::yaml::choice::unknown_word;
use crate::yaml::read::{Choice, Field, Pairs, Reader, choices, fields};
use crate::yaml::tree;

/// The name of the file.
pub const FILE_NAME: &str = "hansei.yaml";

const DEFAULT_LINK_IDS: &str = "[A-Z][A-Z0-9]+-[0-9][0-9-]*";
const DEFAULT_SEVERITIES: [&str; 4] = ["SEV1", "SEV2", "SEV3", "SEV4"];

fields! {
    /// The file as written.
    pub struct WrittenConfig {
        /// What the site is called; else the name of its folder.
        title: Option<Spanned<String>>,
        /// The language of interface and messages: `en` or `ja`.
        language: Option<Spanned<String>>,
        /// The zone for display, months and "overdue".
        time_zone: Option<Spanned<String>>,
        /// Where the site will be found.
        base_url: Option<Spanned<String>>,
        /// The first month of the fiscal year, 1 to 12.
        fiscal_year_start: Option<Spanned<u64>>,
        /// The day that counts as today.
        as_of: Option<Spanned<NaiveDate>>,
        /// The folder of the content.
        content: Option<Spanned<String>>,
        /// The folder of the site.
        output: Option<Spanned<String>>,
        /// Kinds of documents in folders with other names: pattern to kind.
        kinds: Pairs<Spanned<String>>,
        /// Severities, the gravest first.
        severities: Vec<Spanned<String>>,
        /// The causes that exist; without it any name is a cause.
        causes: Vec<WrittenCause>,
        /// The services that exist; without it any name is a service.
        services: Vec<WrittenService>,
        /// The owners that exist; without it any name is an owner.
        owners: Vec<WrittenOwner>,
        /// More headings that count as a section.
        sections: Pairs<Vec<Spanned<String>>>,
        /// A regular expression: which bare words are ids.
        link_ids: Option<Spanned<String>>,
        /// Rules off, on or graded anew.
        rules: Pairs<Spanned<String>>,
        /// How a review decides.
        review: Option<WrittenReview>,
    }

    /// A cause.
    pub struct WrittenCause {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// The broader cause.
        parent: Option<Spanned<String>>,
    }

    /// A service.
    pub struct WrittenService {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// Who runs it.
        owner: Option<Spanned<String>>,
        /// Where its code is, in other repositories.
        paths: Vec<Spanned<String>>,
    }

    /// An owner.
    pub struct WrittenOwner {
        /// Its name in front matter.
        id: Option<Spanned<String>>,
        /// Its name on pages.
        name: Option<String>,
        /// Its name on Japanese pages.
        name_ja: Option<String>,
        /// Names it had before.
        formerly: Vec<Spanned<String>>,
    }

    /// How a review decides.
    pub struct WrittenReview {
        /// Whether incidents that look related have to be answered.
        strong_candidates: Option<Spanned<StrongCandidates>>,
    }
}

choices! {
    /// What a review does with incidents that look related.
    pub enum StrongCandidates {
        /// The review fails until the author has answered.
        MustAnswer = "must-answer",
        /// They are shown.
        Show = "show",
    }
}

/// A cause, service or owner that the site defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name in front matter.
    pub id: Id,
    /// Its name on pages, where it has one.
    pub name: Option<String>,
    /// Its name on Japanese pages, where it has one.
    pub name_ja: Option<String>,
    /// The broader cause of a cause.
    pub parent: Option<Id>,
    /// The owner of a service.
    pub owner: Option<Id>,
    /// Where a service's code is, in other repositories.
    pub paths: Vec<String>,
    /// Names an owner had before.
    pub formerly: Vec<Id>,
}

impl Definition {
    /// What to show in this language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        let japanese = self
            .name_ja
            .as_deref()
            .filter(|_| language == Language::Japanese);
        japanese
            .or(self.name.as_deref())
            .unwrap_or(self.id.as_str())
    }
}

/// What a site has decided about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    /// The rule does not speak.
    Off,
    /// The rule speaks with its own severity.
    On,
    /// The rule speaks with this severity.
    Graded(Severity),
}

/// A site's configuration with every default filled in.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the site is called.
    pub title: String,
    /// The language of interface and messages.
    pub language: Language,
    /// The zone for display, months and "overdue".
    pub zone: Zone,
    /// Where the site will be found, with a slash at the end.
    pub base_url: Option<String>,
    /// The first month of the fiscal year, 1 to 12.
    pub fiscal_year_start: u32,
    /// The day that counts as today.
    pub as_of: Option<NaiveDate>,
    /// The folder of the content; `None`: `content`, or the root where there is no such folder.
    pub content: Option<String>,
    /// The folder of the site.
    pub output: String,
    /// Kinds of documents by path within the content.
    pub kinds: Vec<(GlobMatcher, Kind)>,
    /// Severities, the gravest first.
    pub severities: Vec<String>,
    /// The causes that exist; empty: any.
    pub causes: Vec<Definition>,
    /// The services that exist; empty: any.
    pub services: Vec<Definition>,
    /// The owners that exist; empty: any.
    pub owners: Vec<Definition>,
    /// Which headings name which section.
    pub sections: SectionHeadings,
    /// Which bare words are ids.
    pub link_ids: Regex,
    /// What the site has decided about rules, with the place where it says so.
    pub rules: BTreeMap<String, Spanned<RuleSetting>>,
    /// What a review does with incidents that look related.
    pub strong_candidates: StrongCandidates,
}

/// `hansei.yaml`, read.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// What it says, every default filled in.
    pub config: Config,
    /// Its text; empty where there is no file.
    pub text: String,
    /// What was found while reading it.
    pub findings: Vec<Finding>,
}

impl ConfigFile {
    /// Reads the file's text; `folder` is the name of the folder it is in.
    #[must_use]
    pub fn read(text: String, folder: &str) -> Self {
        let (config, findings) = Config::read(&text, folder);
        Self {
            config,
            text,
            findings,
        }
    }
}

impl Config {
    /// The configuration of a site without the file; `folder` is the name of its folder.
    #[must_use]
    pub fn default_for(folder: &str) -> Self {
        Self::read("", folder).0
    }

    /// Reads the file's text; `folder` is the name of the folder it is in.
    #[must_use]
    pub fn read(text: &str, folder: &str) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let body = text.trim_start_matches('\u{FEFF}');
        let root = tree::parse(body, text.len() - body.len(), &mut findings);
        let mut reader = Reader {
            zone: Zone::default(),
            findings: &mut findings,
        };
        let written = root
            .filter(|node| node.value != tree::Value::Null)
            .and_then(|node| WrittenConfig::read(&node, &mut reader))
            .unwrap_or_default();
        let config = resolve(written, folder, &mut findings);
        (config, findings)
    }

    /// The kind of a document by its path within the content, where its front matter names none.
    #[must_use]
    pub fn kind_of_path(&self, content_path: &str) -> Kind {
        Kind::of_path(content_path)
            .or_else(|| {
                self.kinds
                    .iter()
                    .find(|(pattern, _)| pattern.is_match(content_path))
                    .map(|(_, kind)| *kind)
            })
            .unwrap_or(Kind::Page)
    }

    /// The present name of an owner who may be named by a former one.
    #[must_use]
    pub fn present_owner(&self, written: &str) -> Id {
        let id = Id::new(written);
        self.owners
            .iter()
            .find(|owner| owner.formerly.contains(&id))
            .map_or(id, |owner| owner.id.clone())
    }
}

fn resolve(written: WrittenConfig, folder: &str, findings: &mut Vec<Finding>) -> Config {
    let text = |field: Option<Spanned<String>>| {
        field
            .map(|field| field.value)
            .filter(|value| !value.is_empty())
    };
    let severities: Vec<String> = written
        .severities
        .into_iter()
        .map(|severity| severity.value)
        .collect();
    let strong_candidates = written
        .review
        .and_then(|review| review.strong_candidates)
        .map_or(StrongCandidates::MustAnswer, |policy| policy.value);
    parents(&written.causes, findings);
    service_owners(&written.services, &written.owners, findings);
    Config {
        title: text(written.title).unwrap_or_else(|| folder.to_owned()),
        language: language(written.language.as_ref(), findings),
        zone: zone(written.time_zone.as_ref(), findings),
        base_url: base_url(written.base_url.as_ref(), findings),
        fiscal_year_start: month(written.fiscal_year_start.as_ref(), findings),
        as_of: written.as_of.map(|day| day.value),
        content: folder_within(written.content, findings),
        output: folder_within(written.output, findings).unwrap_or_else(|| "public".to_owned()),
        kinds: kinds(&written.kinds, findings),
        severities: if severities.is_empty() {
            DEFAULT_SEVERITIES.map(str::to_owned).to_vec()
        } else {
            severities
        },
        causes: written.causes.into_iter().filter_map(cause).collect(),
        services: written.services.into_iter().filter_map(service).collect(),
        owners: written.owners.into_iter().filter_map(owner).collect(),
        sections: sections(&written.sections, findings),
        link_ids: link_ids(written.link_ids.as_ref(), findings),
        rules: rules(&written.rules, findings),
        strong_candidates,
    }
}

fn invalid(key: &'static str, value: &Spanned<String>) -> Finding {
    Finding::new("configuration", key, value.span).with("value", value.value.as_str())
}

fn language(written: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Language {
    let Some(written) = written else {
        return Language::default();
    };
    Language::from_code(written).unwrap_or_else(|| {
        let codes = Language::ALL.map(Language::code);
        findings.push(unknown_word("configuration", written, &codes, written.span));
        Language::default()
    })
}

fn zone(written: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Zone {
    let Some(written) = written else {
        return Zone::default();
    };
    Zone::parse(written).unwrap_or_else(|| {
        findings.push(invalid("time-zone", written));
        Zone::default()
    })
}

fn base_url(written: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Option<String> {
    let written = written?;
    let url = written.value.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '?' | '#' | '\\');
    if host
        .is_some_and(|host| !host.is_empty() && !host.starts_with('/') && host.chars().all(plain))
    {
        return Some(format!("{url}/"));
    }
    findings.push(invalid("base-url", written));
    None
}

fn month(written: Option<&Spanned<u64>>, findings: &mut Vec<Finding>) -> u32 {
    let Some(written) = written else {
        return 1;
    };
    match u32::try_from(written.value) {
        Ok(month @ 1..=12) => month,
        _ => {
            findings.push(
                Finding::new("configuration", "month", written.span)
                    .with("value", written.value.to_string()),
            );
            1
        }
    }
}

/// A folder below the root: relative, without `..`.
fn folder_within(written: Option<Spanned<String>>, findings: &mut Vec<Finding>) -> Option<String> {
    let written = written?;
    let folder = written.value.trim_end_matches('/').trim_start_matches("./");
    let within = !folder.is_empty()
        && !folder.starts_with('/')
        && !folder.contains(['\\', ':'])
        && folder
            .split('/')
            .all(|part| part != ".." && !part.is_empty());
    if within {
        return Some(folder.to_owned());
    }
    findings.push(invalid("folder", &written));
    None
}

fn kinds(
    written: &Pairs<Spanned<String>>,
    findings: &mut Vec<Finding>,
) -> Vec<(GlobMatcher, Kind)> {
    let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let mut kinds = Vec::new();
    for (pattern, word) in &written.0 {
        let Some(kind) = Kind::from_word(word) else {
            findings.push(unknown_word("configuration", word, &words, word.span));
            continue;
        };
        match Glob::new(pattern) {
            Ok(glob) => kinds.push((glob.compile_matcher(), kind)),
            Err(_) => findings.push(invalid("pattern", pattern)),
        }
    }
    kinds
}

/// Finds causes whose broader cause is not defined.
fn parents(causes: &[WrittenCause], findings: &mut Vec<Finding>) {
    let names: Vec<&str> = causes
        .iter()
        .filter_map(|cause| cause.id.as_ref().map(|id| id.as_str()))
        .collect();
    let known: FxHashSet<String> = names.iter().map(|name| Id::key_of(name)).collect();
    for parent in causes.iter().filter_map(|cause| cause.parent.as_ref()) {
        if !known.contains(&Id::key_of(parent)) {
            findings.push(unknown_word("unknown-cause", parent, &names, parent.span));
        }
    }
}

/// Finds services whose owner is not defined, where owners are.
fn service_owners(
    services: &[WrittenService],
    owners: &[WrittenOwner],
    findings: &mut Vec<Finding>,
) {
    let names: Vec<&str> = owners
        .iter()
        .filter_map(|owner| owner.id.as_ref().map(|id| id.as_str()))
        .collect();
    let former = owners.iter().flat_map(|owner| &owner.formerly);
    let former = former.map(|name| name.value.as_str());
    let all = names.iter().copied().chain(former);
    let known: FxHashSet<String> = all.map(Id::key_of).collect();
    for owner in services.iter().filter_map(|service| service.owner.as_ref()) {
        if !names.is_empty() && !known.contains(&Id::key_of(owner)) {
            findings.push(unknown_word("unknown-owner", owner, &names, owner.span));
        }
    }
}

fn definition(id: Option<Spanned<String>>) -> Option<Definition> {
    let id = id.filter(|id| !id.value.is_empty())?;
    Some(Definition {
        id: Id::new(&id),
        name: None,
        name_ja: None,
        parent: None,
        owner: None,
        paths: Vec::new(),
        formerly: Vec::new(),
    })
}

fn cause(written: WrittenCause) -> Option<Definition> {
    Some(Definition {
        name: written.name,
        name_ja: written.name_ja,
        parent: written.parent.map(|parent| Id::new(&parent)),
        ..definition(written.id)?
    })
}

fn service(written: WrittenService) -> Option<Definition> {
    Some(Definition {
        name: written.name,
        name_ja: written.name_ja,
        owner: written.owner.map(|owner| Id::new(&owner)),
        paths: written.paths.into_iter().map(|path| path.value).collect(),
        ..definition(written.id)?
    })
}

fn owner(written: WrittenOwner) -> Option<Definition> {
    Some(Definition {
        name: written.name,
        name_ja: written.name_ja,
        formerly: written.formerly.iter().map(|name| Id::new(name)).collect(),
        ..definition(written.id)?
    })
}

fn sections(written: &Pairs<Vec<Spanned<String>>>, findings: &mut Vec<Finding>) -> SectionHeadings {
    let words: Vec<_> = SectionKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let mut own = Vec::new();
    for (word, headings) in &written.0 {
        match SectionKind::from_word(word) {
            Some(kind) => own.extend(headings.iter().map(|heading| (kind, heading.value.clone()))),
            None => findings.push(unknown_word("configuration", word, &words, word.span)),
        }
    }
    SectionHeadings::with(&own)
}

fn link_ids(written: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Regex {
    let pattern = written.map_or(DEFAULT_LINK_IDS, |written| written.value.as_str());
    Regex::new(pattern)
        .or_else(|error| {
            let span = written.map_or(Span::default(), |written| written.span);
            let reason = error.to_string();
            let last = reason.lines().last().unwrap_or_default().to_owned();
            findings.push(
                Finding::new("configuration", "regex", span)
                    .with("value", pattern)
                    .with_line("reason", last.trim_start_matches("error: ")),
            );
            Regex::new(DEFAULT_LINK_IDS)
        })
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
}

fn rules(
    written: &Pairs<Spanned<String>>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Spanned<RuleSetting>> {
    let mut rules = BTreeMap::new();
    for (rule, word) in &written.0 {
        let setting = match word.value.as_str() {
            "off" | "false" => RuleSetting::Off,
            "on" | "true" => RuleSetting::On,
            other => match Severity::from_name(other) {
                Some(severity) => RuleSetting::Graded(severity),
                None => {
                    let expected = ["off", "on", "note", "warning", "error"];
                    findings.push(unknown_word("configuration", other, &expected, word.span));
                    continue;
                }
            },
        };
        let setting = Spanned {
            value: setting,
            span: rule.span,
        };
        rules.insert(rule.value.clone(), setting);
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_has_every_default() {
        let (config, findings) = Config::read("", "acme-kb");
        assert_eq!(findings, []);
        assert_eq!(config.title, "acme-kb");
        assert_eq!(config.severities, ["SEV1", "SEV2", "SEV3", "SEV4"]);
        assert_eq!((config.content, config.output.as_str()), (None, "public"));
        assert_eq!(config.fiscal_year_start, 1);
    }

    #[test]
    fn faults_are_findings_and_the_rest_counts() {
        let (config, findings) = Config::read(
            "title: KB\nlanguage: fr\ntime_zone: Mars\nbase_url: kb.example.com\nfiscal_year_start: 13\ncontent: ../elsewhere\nlink_ids: '['\nrules: {overdue-action: eror, x: off}\nkinds: {'postmortems/**': incident}\ntitel: x\n",
            "x",
        );
        let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
        assert_eq!(
            keys,
            [
                "misspelt",
                "unknown",
                "time-zone",
                "base-url",
                "month",
                "folder",
                "regex",
                "misspelt"
            ]
        );
        assert_eq!(config.title, "KB");
        assert_eq!(config.kind_of_path("postmortems/2026/a.md"), Kind::Incident);
        assert_eq!(config.kind_of_path("a.md"), Kind::Page);
    }

    #[test]
    fn owners_keep_their_former_names() {
        let (config, _) = Config::read("owners: [{id: team-edge, formerly: [team-lb]}]", "x");
        assert_eq!(config.present_owner("TEAM-LB").as_str(), "team-edge");
        assert_eq!(config.present_owner("other").as_str(), "other");
    }
}
