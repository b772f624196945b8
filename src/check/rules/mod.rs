//! All rules. To add one: a file beside this one, a line in the list, its words in `src/locale/`.

use crate::check::Rule;

/// Declares the modules of the rules and lists their `RULE`s, in the order of their names.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every rule, by name.
        pub const ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

mod support;

rules![
    action_without_due,
    action_without_owner,
    action_without_title,
    broken_anchor,
    broken_image,
    broken_link,
    configuration,
    detected_before_started,
    duplicate_id,
    duplicate_key,
    empty_document,
    front_matter_fence,
    impossible_time,
    incomplete_relation,
    milestone_order,
    missing_action,
    missing_cause,
    missing_end,
    missing_section,
    missing_service,
    missing_severity,
    missing_start,
    missing_workaround,
    odd_time,
    recurrence_circle,
    resolved_before_started,
    self_relation,
    suppression_without_reason,
    time_without_zone,
    timeline_contradiction,
    timeline_order,
    timeline_time,
    unclosed_emphasis,
    unknown_cause,
    unknown_id,
    unknown_key,
    unknown_owner,
    unknown_rule,
    unknown_service,
    unknown_severity,
    unknown_value,
    unknown_vendor,
    unreadable_file,
    untitled_document,
    vendor_without_contact,
    version_mismatch,
    wrong_type,
    yaml_syntax,
];

pub(super) use unknown_rule::finding as unknown_rule_finding;

/// The rule of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The name of a rule that may have been meant.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    crate::yaml::read::nearest(name, ALL.iter().map(|rule| rule.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Example, check};
    use crate::config::ConfigFile;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::knowledge_base::KnowledgeBase;
    use crate::language::Language;
    use crate::link::Relations;
    use crate::locale::Locale;
    use crate::source::{Source, SourceFile};

    fn findings(example: Example) -> Vec<Diagnostic> {
        let text = |name: &str| {
            example
                .iter()
                .find(|(path, _)| *path == name)
                .map_or("", |(_, text)| text)
        };
        let (documents, files): (Vec<_>, Vec<_>) = example
            .iter()
            .filter(|(path, _)| *path != "hansei.yaml")
            .partition(|(path, _)| path.ends_with(".md"));
        let mut source = Source {
            content: "content".to_owned(),
            documents: documents
                .into_iter()
                .map(|(path, text)| SourceFile {
                    path: (*path).to_owned(),
                    text: Ok((*text).to_owned()),
                })
                .collect(),
            files: files
                .into_iter()
                .map(|(path, _)| (*path).to_owned())
                .collect(),
        };
        source.documents.sort_by(|a, b| a.path.cmp(&b.path));
        let config = ConfigFile::read(text("hansei.yaml").to_owned(), "kb");
        let base = KnowledgeBase::read(config, source);
        check(&base, &Relations::gather(&base))
    }

    #[test]
    fn rules_are_sorted_and_named_after_their_files() {
        let names: Vec<_> = ALL.iter().map(|rule| rule.name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn every_bad_example_is_found_and_every_good_one_is_not() {
        for rule in ALL {
            let of_rule = |example| {
                findings(example)
                    .into_iter()
                    .filter(|found| found.rule == rule.name)
                    .count()
            };
            // What cannot be read is no text, so that no example can show it.
            if rule.name != "unreadable-file" {
                assert!(
                    of_rule(rule.bad) > 0,
                    "{} misses its bad example",
                    rule.name
                );
            }
            assert_eq!(of_rule(rule.good), 0, "{} in its good example", rule.name);
            let wrong: Vec<_> = findings(rule.good)
                .into_iter()
                .filter(|found| found.severity == Severity::Error)
                .collect();
            assert_eq!(wrong, [], "the good example of {} has errors", rule.name);
        }
    }

    #[test]
    fn every_message_has_words_in_both_languages() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for rule in ALL {
                for part in ["what", "why"] {
                    let key = format!("rules.{}.{part}", rule.name);
                    assert!(locale.get(&key).is_some(), "{key} in {language:?}");
                }
                for found in findings(rule.bad) {
                    let words = locale.message(found.rule, &found.message);
                    let missing = words.starts_with("rules.") || words.contains(['{', '}']);
                    assert!(!missing, "{language:?}: {words}");
                    let help = locale.help(&found).unwrap_or_default();
                    assert!(!help.contains(['{', '}']), "{language:?}: {help}");
                }
            }
        }
    }
}
