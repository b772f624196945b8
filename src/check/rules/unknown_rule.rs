//! A rule that does not exist, in `suppress:` or under `rules:` in `hansei.yaml`.

use crate::check::{ALL, Asks, Check, Rule, find};
use crate::diagnostic::{Finding, Severity, Span};
use crate::document::Document;
use crate::yaml::choice::unknown_word;

pub(super) const RULE: Rule = Rule {
    name: "unknown-rule",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[
        (
            "hansei.yaml",
            "rules: {missing-actions: off, spelling: off}\n",
        ),
        (
            "content/incidents/a.md",
            "---\nsuppress: [{rule: missing-actoin, reason: nothing to do}, {rule: grammar, reason: a quotation}, {reason: it is fine}]\n---\n# Title\n",
        ),
    ],
    good: &[
        ("hansei.yaml", "rules: {missing-action: off}\n"),
        (
            "content/incidents/a.md",
            "---\nsuppress: [{rule: missing-action, reason: nothing to do}]\n---\n# Title\n",
        ),
    ],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for suppression in &document.common.suppress {
        let Some(name) = suppression
            .rule
            .as_ref()
            .filter(|name| !name.value.is_empty())
        else {
            findings.push(Finding::new(RULE.name, "unnamed", suppression.span));
            continue;
        };
        if find(name).is_none() {
            findings.push(finding(name, name.span));
        }
    }
}

/// The finding for a name that no rule has.
pub(in crate::check) fn finding(name: &str, span: Span) -> Finding {
    let names: Vec<&str> = ALL.iter().map(|rule| rule.name).collect();
    unknown_word(RULE.name, name, &names, span)
}
