//! From the configuration as written to every setting with its default.

use std::collections::BTreeMap;

use globset::{Glob, GlobMatcher};
use regex::Regex;
use rustc_hash::FxHashSet;

use crate::config::written::{
    WrittenCause, WrittenConfig, WrittenOwner, WrittenReport, WrittenService,
};
use crate::config::{Config, Definition, Issuer, RuleSetting, StrongCandidates};
use crate::diagnostic::{Finding, Severity, Span, Spanned};
use crate::document::{Id, Kind, SectionHeadings, SectionKind};
use crate::language::Language;
use crate::locale::{Locale, placeholders};
use crate::time::Zone;
use crate::yaml::choice::{nearest, unknown_word};
use crate::yaml::read::{Choice, Pairs};

const DEFAULT_LINK_IDS: &str = "[A-Z][A-Z0-9]+-[0-9][0-9-]*";
const DEFAULT_SEVERITIES: [&str; 4] = ["SEV1", "SEV2", "SEV3", "SEV4"];

pub(super) fn resolve(written: WrittenConfig, folder: &str, findings: &mut Vec<Finding>) -> Config {
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
        output: folder_within(written.output, findings)
            .map_or_else(|| "public".to_owned(), |folder| folder.value),
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
        texts: texts(&written.texts, findings),
        link_ids: link_ids(written.link_ids.as_ref(), findings),
        rules: rules(&written.rules, findings),
        strong_candidates,
        issuer: issuer(written.report.unwrap_or_default()),
    }
}

fn issuer(written: WrittenReport) -> Issuer {
    let text = |field: Option<String>| field.filter(|text| !text.trim().is_empty());
    Issuer {
        name: text(written.issuer),
        name_ja: text(written.issuer_ja),
        contact: text(written.contact),
        contact_ja: text(written.contact_ja),
    }
}

fn invalid(key: &'static str, value: &Spanned<String>) -> Finding {
    Finding::new("configuration", key, value.span).about("value", value.value.as_str())
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

fn month(written: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> u32 {
    let Some(written) = written else {
        return 1;
    };
    match written.value.parse() {
        Ok(month @ 1..=12) => month,
        _ => {
            findings.push(invalid("month", written));
            1
        }
    }
}

/// A folder below the root: relative, without `..`.
fn folder_within(
    written: Option<Spanned<String>>,
    findings: &mut Vec<Finding>,
) -> Option<Spanned<String>> {
    let written = written?;
    let folder = written.value.trim_end_matches('/').trim_start_matches("./");
    let within = !folder.is_empty()
        && !folder.starts_with('/')
        && !folder.contains(['\\', ':'])
        && folder
            .split('/')
            .all(|part| part != ".." && !part.is_empty());
    if within {
        return Some(Spanned {
            value: folder.to_owned(),
            span: written.span,
        });
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

fn texts(
    written: &Pairs<Spanned<String>>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, String> {
    let known: Vec<&str> = Locale::of(Language::default()).interface_keys().collect();
    let mut texts = BTreeMap::new();
    for (key, text) in &written.0 {
        if known.binary_search(&key.as_str()).is_err() {
            findings.push(unknown_text(key, &known));
        } else if let Some(finding) = unfit_text(key, text) {
            findings.push(finding);
        } else {
            texts.insert(key.value.clone(), text.value.clone());
        }
    }
    texts
}

/// What is wrong with a text for this key: it says nothing, or asks for what nobody fills in.
fn unfit_text(key: &str, text: &Spanned<String>) -> Option<Finding> {
    // What stands between the names of a list may be nothing but space.
    if text.trim().is_empty() && !key.ends_with("separator") {
        return Some(Finding::new("configuration", "empty-text", text.span).with("key", key));
    }
    let filled = Locale::interface_placeholders(key);
    let unknown = placeholders(text).find(|name| !filled.contains(name))?;
    let kind = if filled.is_empty() {
        "no-placeholder"
    } else {
        "placeholder"
    };
    Some(
        Finding::new("configuration", kind, text.span)
            .about("value", unknown)
            .with_list("expected", filled.iter().copied()),
    )
}

/// The finding for a key that no text has: with the nearest key, else the keys of its group, else
/// the groups.
fn unknown_text(key: &Spanned<String>, known: &[&str]) -> Finding {
    if nearest(key, known.iter().copied()).is_some() {
        return unknown_word("configuration", key, known, key.span);
    }
    let group = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
    let own_group = group(key);
    let siblings: Vec<&str> = known
        .iter()
        .copied()
        .filter(|known| group(known) == own_group)
        .collect();
    if !siblings.is_empty() {
        return unknown_word("configuration", key, &siblings, key.span);
    }
    let mut groups: Vec<String> = known
        .iter()
        .map(|known| format!("{}.…", group(known)))
        .collect();
    groups.dedup();
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    unknown_word("configuration", key, &groups, key.span)
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
                    .about("value", pattern)
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
