//! A signature that cannot be matched with anything.

use crate::check::support::{is_misread, written_pattern};
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::signature::Fault;

pub(super) const RULE: Rule = Rule {
    name: "invalid-signature",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Entry(check),
    bad: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'pool (timed out'\n  - regex: '(?:\\w{100}){100}'\n  - regex: 'lease lost\\nparking'\n  - text: ' '\n  - text: parking worker\n    regex: 'workers parked [0-9]+'\n---\n# Workers park\n",
    )],
    good: &[(
        "content/known-errors/ke-1.md",
        "---\nsignatures:\n  - regex: 'pool \\(timed out'\n  - lines: ['outbox: lease lost', 'outbox: parking']\n  - text: parking worker\n  - regex: 'workers parked [0-9]+'\n---\n# Workers park\n",
    )],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let document = subject.document;
    let written = document.known_error().into_iter();
    let written = written.flat_map(|error| &error.signatures);
    let compiled = subject.signatures.of_entry(subject.entry_index);
    for (written, compiled) in written.zip(compiled) {
        let Err(fault) = &compiled.pattern else {
            continue;
        };
        let pattern = written_pattern(written);
        let finding = |key| Finding::new(RULE.name, key, pattern.span);
        findings.push(match fault {
            Fault::Syntax(reason) => finding("syntax")
                .about("pattern", pattern.value)
                .with_line("reason", reason),
            Fault::TooLarge => finding("too-large"),
            Fault::LineBreak => finding("line-break").about("pattern", pattern.value),
            Fault::Several => finding("several"),
            Fault::Nothing => {
                let is_misread = ["text", "regex", "lines"]
                    .into_iter()
                    .any(|field| is_misread(document, written.span, field));
                if is_misread {
                    continue;
                }
                finding("nothing")
            }
        });
    }
}
