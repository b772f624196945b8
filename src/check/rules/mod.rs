//! All rules. To add one: a file beside this one, a line in the list, its words in `src/locale/`.

mod action_without_change;
mod action_without_due;
mod action_without_evidence;
mod action_without_owner;
mod action_without_title;
mod ambiguous_signature;
mod blameful_language;
mod broken_anchor;
mod broken_image;
mod broken_link;
mod cause_without_action;
mod configuration;
mod conflict_markers;
mod contract_ending;
mod deep_nesting;
mod detected_before_started;
mod duplicate_id;
mod duplicate_key;
mod duplicate_title;
mod empty_document;
mod escape_cause_without_detection;
mod fix_not_announced;
mod front_matter_fence;
mod general_signature;
mod impossible_time;
mod incomplete_relation;
mod invalid_signature;
mod list_signs;
mod milestone_order;
mod missed_update;
mod missing_action;
mod missing_cause;
mod missing_closing_notice;
mod missing_end;
mod missing_section;
mod missing_service;
mod missing_severity;
mod missing_signature;
mod missing_start;
mod missing_workaround;
mod misspelt_vendor;
mod odd_time;
mod overdue_action;
mod overdue_permanent_fix;
mod overdue_review;
mod personal_data;
mod possible_secret;
mod recurrence_circle;
mod regulator_deadline;
mod repeated_name;
mod resolved_before_started;
mod self_relation;
mod signature_matches_counterexample;
mod signature_misses_example;
mod suppression_without_reason;
mod text_cut_off;
mod time_without_zone;
mod timeline_contradiction;
mod timeline_order;
mod timeline_time;
mod unclosed_emphasis;
mod unknown_cause;
mod unknown_id;
mod unknown_key;
mod unknown_owner;
mod unknown_rule;
mod unknown_service;
mod unknown_severity;
mod unknown_value;
mod unknown_vendor;
mod unread_front_matter;
mod unread_vendor_column;
mod unreadable_file;
mod untitled_document;
mod untranslatable_signature;
mod unverified_action;
mod unverified_contact;
mod vendor_without_contact;
mod vendor_without_escalation;
mod vendor_without_timeline;
mod version_mismatch;
mod weak_actions;
mod wrong_type;
mod yaml_syntax;

use crate::check::Rule;

/// Every rule, by name.
pub const ALL: &[&Rule] = &[
    &action_without_change::RULE,
    &action_without_due::RULE,
    &action_without_evidence::RULE,
    &action_without_owner::RULE,
    &action_without_title::RULE,
    &ambiguous_signature::RULE,
    &blameful_language::RULE,
    &broken_anchor::RULE,
    &broken_image::RULE,
    &broken_link::RULE,
    &cause_without_action::RULE,
    &configuration::RULE,
    &conflict_markers::RULE,
    &contract_ending::RULE,
    &deep_nesting::RULE,
    &detected_before_started::RULE,
    &duplicate_id::RULE,
    &duplicate_key::RULE,
    &duplicate_title::RULE,
    &empty_document::RULE,
    &escape_cause_without_detection::RULE,
    &fix_not_announced::RULE,
    &front_matter_fence::RULE,
    &general_signature::RULE,
    &impossible_time::RULE,
    &incomplete_relation::RULE,
    &invalid_signature::RULE,
    &list_signs::RULE,
    &milestone_order::RULE,
    &missed_update::RULE,
    &missing_action::RULE,
    &missing_cause::RULE,
    &missing_closing_notice::RULE,
    &missing_end::RULE,
    &missing_section::RULE,
    &missing_service::RULE,
    &missing_severity::RULE,
    &missing_signature::RULE,
    &missing_start::RULE,
    &missing_workaround::RULE,
    &misspelt_vendor::RULE,
    &odd_time::RULE,
    &overdue_action::RULE,
    &overdue_permanent_fix::RULE,
    &overdue_review::RULE,
    &personal_data::RULE,
    &possible_secret::RULE,
    &recurrence_circle::RULE,
    &regulator_deadline::RULE,
    &repeated_name::RULE,
    &resolved_before_started::RULE,
    &self_relation::RULE,
    &signature_matches_counterexample::RULE,
    &signature_misses_example::RULE,
    &suppression_without_reason::RULE,
    &text_cut_off::RULE,
    &time_without_zone::RULE,
    &timeline_contradiction::RULE,
    &timeline_order::RULE,
    &timeline_time::RULE,
    &unclosed_emphasis::RULE,
    &unknown_cause::RULE,
    &unknown_id::RULE,
    &unknown_key::RULE,
    &unknown_owner::RULE,
    &unknown_rule::RULE,
    &unknown_service::RULE,
    &unknown_severity::RULE,
    &unknown_value::RULE,
    &unknown_vendor::RULE,
    &unread_front_matter::RULE,
    &unread_vendor_column::RULE,
    &unreadable_file::RULE,
    &untitled_document::RULE,
    &untranslatable_signature::RULE,
    &unverified_action::RULE,
    &unverified_contact::RULE,
    &vendor_without_contact::RULE,
    &vendor_without_escalation::RULE,
    &vendor_without_timeline::RULE,
    &version_mismatch::RULE,
    &weak_actions::RULE,
    &wrong_type::RULE,
    &yaml_syntax::RULE,
];

pub(super) use unknown_rule::finding as unknown_rule_finding;

/// The rule of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let found = ALL.binary_search_by(|rule| rule.name.cmp(name));
    found.ok().map(|found| ALL[found])
}

/// The names of rules that may have been meant: the nearest, else all that begin so.
#[must_use]
pub fn rules_like(name: &str) -> Vec<&'static str> {
    let names = || ALL.iter().map(|rule| rule.name);
    match crate::yaml::read::nearest(name, names()) {
        Some(nearest) => vec![nearest],
        None if name.is_empty() => Vec::new(),
        None => names().filter(|rule| rule.starts_with(name)).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::case_sensitive_file_extension_comparisons)] // The paths are our own.
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::check::example::check_files;
    use crate::check::{Example, configuration_errors, findings_in};
    use crate::config::ConfigFile;
    use crate::diagnostic::Diagnostic;
    use crate::language::Language;
    use crate::locale::Locale;
    use crate::source::Unreadable;

    /// Messages that no example shows, because an example is a short text.
    const WITHOUT_EXAMPLE: [&str; 8] = [
        "rules.configuration.no-folder",
        "rules.unreadable-file.failed",
        "rules.unreadable-file.not-unicode",
        "rules.unreadable-file.not-utf8",
        "rules.unreadable-file.special",
        "rules.unreadable-file.symbolic-link",
        "rules.unreadable-file.too-large",
        "rules.yaml-syntax.too-large",
    ];

    fn findings_of(rule: &Rule, example: Example) -> Vec<Diagnostic> {
        let mut found = findings_in(example);
        found.retain(|found| found.rule == rule.name);
        found
    }

    /// Finds one document in each way in which a file can be unreadable.
    fn unreadable() -> Vec<Diagnostic> {
        check_files(vec![
            (
                "content/a.md",
                Err(Unreadable::NotUtf8 { valid: 5, line: 2 }),
            ),
            (
                "content/b.md",
                Err(Unreadable::TooLarge { bytes: 99_999_999 }),
            ),
            ("content/c.md", Err(Unreadable::SymbolicLink)),
            ("content/f.md", Err(Unreadable::Special)),
            ("content/e.md", Err(Unreadable::NotUnicode)),
            (
                "content/d.md",
                Err(Unreadable::Failed("permission denied".to_owned())),
            ),
        ])
    }

    fn too_large() -> Vec<Diagnostic> {
        let text = format!("---\ntitle: {}\n---\n", "x".repeat(70_000));
        check_files(vec![("content/a.md", Ok(text))])
    }

    fn without_folder() -> Vec<Diagnostic> {
        let config = ConfigFile::read("content: docs\n".to_owned(), "kb");
        let errors = configuration_errors(&config.without_content_folder());
        errors.map(|errors| errors.found).unwrap_or_default()
    }

    #[test]
    fn rules_are_sorted() {
        let names: Vec<_> = ALL.iter().map(|rule| rule.name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn every_bad_example_is_found_and_every_good_one_is_not() {
        for rule in ALL {
            let Rule {
                name, bad, good, ..
            } = rule;
            let is_found = !findings_of(rule, bad).is_empty();
            assert!(is_found || bad.is_empty(), "{name} misses its bad example");
            assert_eq!(findings_of(rule, good), [], "{name} in its good example");
            // A good example is short, so that it may be an incomplete report, or an old one, and no
            // more.
            let mut other = findings_in(good);
            let is_short = |rule: &str| {
                ["missing-", "overdue-", "duplicate-title"]
                    .iter()
                    .any(|start| rule.starts_with(start))
            };
            other.retain(|found| !is_short(found.rule));
            assert_eq!(other, [], "the good example of {name}");
        }
    }

    #[test]
    fn every_message_has_words_in_both_languages() {
        let examples = ALL.iter().flat_map(|rule| findings_in(rule.bad));
        let others = unreadable().into_iter().chain(too_large());
        let all: Vec<_> = examples.chain(others).chain(without_folder()).collect();
        for language in Language::ALL {
            let locale = Locale::of(language);
            for rule in ALL {
                for part in ["what", "why"] {
                    let key = format!("rules.{}.{part}", rule.name);
                    assert!(locale.get(&key).is_some(), "{key} in {language:?}");
                }
            }
            for found in &all {
                let words = locale.message(found.rule, &found.message);
                let missing = words.starts_with("rules.") || words.contains(['{', '}']);
                assert!(!missing, "{language:?}: {words}");
                let help = locale.help(found).unwrap_or_default();
                assert!(!help.contains(['{', '}']), "{language:?}: {help}");
            }
        }
    }

    #[test]
    fn every_message_is_shown_by_the_bad_example_of_its_rule() {
        let keys = |found: Vec<Diagnostic>| -> Vec<String> {
            let key = |found: &Diagnostic| format!("rules.{}.{}", found.rule, found.message.key);
            found.iter().map(key).collect()
        };
        let mut shown: BTreeSet<String> = WITHOUT_EXAMPLE.map(str::to_owned).into();
        for rule in ALL {
            shown.extend(keys(findings_of(rule, rule.bad)));
        }
        let with_file: Vec<_> = keys(unreadable())
            .into_iter()
            .chain(keys(too_large()))
            .chain(keys(without_folder()))
            .collect();
        for key in WITHOUT_EXAMPLE {
            assert!(with_file.iter().any(|shown| shown == key), "{key}");
        }
        for key in Locale::of(Language::English).keys() {
            let Some((rule, part)) = key
                .strip_prefix("rules.")
                .and_then(|key| key.split_once('.'))
            else {
                continue;
            };
            assert!(find(rule).is_some(), "{key} belongs to no rule");
            let message = part.strip_suffix("-help").unwrap_or(part);
            let of_rule = matches!(part, "what" | "why" | "help");
            let key = format!("rules.{rule}.{message}");
            assert!(of_rule || shown.contains(&key), "no example shows {key}");
        }
    }

    #[test]
    fn what_is_one_fault_is_one_finding() {
        for (name, count) in [
            ("recurrence-circle", 1),
            ("misspelt-vendor", 2),
            ("unknown-vendor", 2),
        ] {
            let rule = find(name).unwrap();
            assert_eq!(findings_of(rule, rule.bad).len(), count, "{name}");
        }
        let misread = "---\nstatus: final\nstarted_at: this morning\nseverity: [SEV1]\n\
            actions: [{titel: x, owner: [a, b], due: soon}]\n\
            relations: [{tpye: same-cause, id: b}]\n---\n";
        let found = check_files(vec![
            ("content/incidents/a.md", Ok(misread.to_owned())),
            ("content/incidents/b.md", Ok("# Title\n".to_owned())),
        ]);
        let rules: Vec<_> = found.iter().map(|found| found.rule).collect();
        for also_missing in ["missing-start", "missing-severity", "incomplete-relation"] {
            assert!(!rules.contains(&also_missing), "{rules:?}");
        }
        assert!(
            !rules.iter().any(|rule| rule.starts_with("action-without")),
            "{rules:?}"
        );
        // What is missing all the same is still told.
        assert!(rules.contains(&"missing-end"), "{rules:?}");
    }

    #[test]
    fn what_a_fault_of_syntax_has_taken_away_is_not_missing() {
        let cut = "---\ntitle: Queue\nstatus: final\nseverity SEV2\nstarted_at: 2026-03-14T09:00:00Z\n---\n";
        let found = check_files(vec![("content/incidents/a.md", Ok(cut.to_owned()))]);
        let rules: BTreeSet<_> = found.iter().map(|found| found.rule).collect();
        assert_eq!(
            rules,
            ["missing-section", "yaml-syntax"].into(),
            "{found:?}"
        );
        let whole = cut.replace("severity SEV2", "severity: SEV2");
        let found = check_files(vec![("content/incidents/a.md", Ok(whole))]);
        assert!(found.iter().any(|found| found.rule == "missing-end"));
    }

    #[test]
    fn no_rule_says_that_something_is_missing_which_a_fault_of_syntax_may_have_taken() {
        let loses = |found: &Diagnostic| {
            found.rule == "yaml-syntax" && !matches!(found.message.key, "colon" | "anchor")
        };
        let mut tried = 0;
        let mut wrong = BTreeSet::new();
        // These speak of what is written, whatever else was read.
        let of_what_is_there = [
            "invalid-signature",
            "unknown-key",
            "unread-front-matter",
            "yaml-syntax",
        ];
        let mut rules = ALL.to_vec();
        rules.retain(|rule| !of_what_is_there.contains(&rule.name));
        for rule in rules {
            for (broken, text) in rule.good {
                for (at, _) in text.match_indices(": ") {
                    let without_colon = [&text[..at], &text[at + 1..]].concat();
                    let files = rule.good.iter().map(|(path, text)| match path {
                        path if path == broken => (*path, Ok(without_colon.clone())),
                        path => (*path, Ok((*text).to_owned())),
                    });
                    let mut found = check_files(files.collect());
                    found.retain(|found| found.file == *broken);
                    if found.iter().any(loses) {
                        tried += 1;
                        let is_told = found.iter().any(|found| found.rule == rule.name);
                        wrong.extend(is_told.then_some((rule.name, without_colon)));
                    }
                }
            }
        }
        assert!(tried > 90, "{tried} faults");
        assert_eq!(wrong, BTreeSet::new());
    }

    #[test]
    fn one_missing_zone_is_one_finding() {
        let text = "---\nstarted_at: 2026-03-14T09:02:00\ndetected_at: 2026-03-14T09:13:00+09:00\n\
            resolved_at: 2026-03-14T10:46:00+09:00\n---\n# Title\n";
        let found = check_files(vec![("content/incidents/a.md", Ok(text.to_owned()))]);
        let rules: Vec<_> = found.iter().map(|found| found.rule).collect();
        assert_eq!(rules, ["time-without-zone"], "{found:?}");
        let assumed = ("assumed", "+09:00".to_owned());
        assert!(found[0].message.arguments.contains(&assumed), "{found:?}");
        let odd = text.replace("2026-03-14T09:02:00\n", "2026/3/14 9:02\n");
        let found = check_files(vec![("content/incidents/a.md", Ok(odd))]);
        let fixes: Vec<_> = found
            .iter()
            .filter_map(|found| found.fix.as_ref())
            .collect();
        // What is certain of it; the zone is still to be written.
        assert_eq!(fixes[0].replacement, "2026-03-14T09:02:00");
    }

    #[test]
    fn messages_are_short_whatever_is_written() {
        let long = "longword".repeat(1_000);
        let text = format!(
            "---\n{long}: x\nstatus: {long}\nseverity: {long}\nstarted_at: 2026-02-30 {long}\n\
             vendors: [{long}]\nknown_errors: [{long}]\nsuppress: [{{rule: {long}}}]\n---\n\
             [x]({long}.md) [[{long}]] ![x]({long}.png) [x](#{long}) [[\u{1b}[31m]]\n"
        );
        let config = format!("rules: {{{long}: off}}\ntime_zone: {long}\nlink_ids: '[{long}'\n");
        let found = check_files(vec![
            ("hansei.yaml", Ok(config)),
            ("content/incidents/a.md", Ok(text)),
        ]);
        assert!(found.len() > 10, "{found:?}");
        for found in found {
            for language in Language::ALL {
                let locale = Locale::of(language);
                let words = locale.message(found.rule, &found.message);
                let help = locale.help(&found).unwrap_or_default();
                for text in [words, help] {
                    assert!(text.chars().count() < 320, "{text}");
                    assert!(!text.contains(char::is_control), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_fix_mends_what_it_was_made_for() {
        let mut fixed = 0;
        for rule in ALL {
            let before = findings_of(rule, rule.bad);
            for found in &before {
                let Some(fix) = &found.fix else {
                    continue;
                };
                let mend = |(path, text): &(&'static str, &'static str)| {
                    let mut text = (*text).to_owned();
                    if *path == found.file {
                        text.replace_range(fix.span.start..fix.span.end, &fix.replacement);
                    }
                    (*path, Ok(text))
                };
                let after = check_files(rule.bad.iter().map(mend).collect());
                let left = after.iter().filter(|found| found.rule == rule.name).count();
                assert!(left < before.len(), "{} is not fixed: {found:?}", rule.name);
                fixed += 1;
            }
        }
        assert!(fixed > 10, "{fixed} fixes");
    }
}
