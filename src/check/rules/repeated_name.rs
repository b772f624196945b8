//! A service, cause or tag that stands in one list more than once.

use rustc_hash::FxHashSet;

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::{Finding, Severity, Spanned};
use crate::document::{Content, Document, Id};

pub(super) const RULE: Rule = Rule {
    name: "repeated-name",
    severity: Severity::Note,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[(
        "content/incidents/a.md",
        "---\ncauses: [change, expiry, Change]\ntags: [mail, mail]\n---\n# Title\n",
    )],
    good: &[(
        "content/incidents/a.md",
        "---\ncauses: [change]\nescape_causes: [change]\ntags: [mail]\n---\n# Title\n",
    )],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for list in lists(document) {
        let mut names: FxHashSet<Id> = FxHashSet::default();
        let repeated = list
            .iter()
            .filter(|name| !name.value.is_empty() && !names.insert(Id::new(&name.value)));
        findings.extend(repeated.map(|name| {
            Finding::new(RULE.name, "repeated", name.span).about("name", name.value.as_str())
        }));
    }
}

fn lists(document: &Document) -> Vec<&[Spanned<String>]> {
    let mut lists: Vec<&[Spanned<String>]> = vec![&document.common.tags];
    match &document.content {
        Content::Incident(incident) => {
            lists.extend([
                &incident.services[..],
                &incident.causes,
                &incident.escape_causes,
            ]);
        }
        Content::KnownError(error) => lists.push(&error.services),
        Content::Checklist(checklist) => {
            let applies_to = checklist.applies_to.as_ref();
            lists.extend(applies_to.map(|applies| &applies.services[..]));
        }
        Content::Vendor(vendor) => lists.push(&vendor.services),
        Content::Page => {}
    }
    lists
}
