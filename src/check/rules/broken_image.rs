//! A picture that is not there.

use crate::check::support::missing_file;
use crate::check::{Asks, Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::body::LinkForm;
use crate::link::{Broken, Target, resolve};

pub(super) const RULE: Rule = Rule {
    name: "broken-image",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Title\n\n![Errors](graphs/erors.png) ![Map](map.png) <img src=\"../../plan.png\"> ![x](file:///tmp/x.png) ![y](graphs/y.bmp)\n",
        ),
        ("content/incidents/graphs/y.bmp", ""),
        ("content/incidents/graphs/errors.png", ""),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Title\n\n![Errors](graphs/errors.png) <img src=\"graphs/errors.png\"> ![Status](https://status.example.com/x.png)\n",
        ),
        ("content/incidents/graphs/errors.png", ""),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.document.body.links {
        if link.form != LinkForm::Image {
            continue;
        }
        let new =
            |key| Finding::new(RULE.name, key, link.span).about("target", link.target.as_str());
        let Target::Broken(broken) = resolve(subject.base, subject.index, link) else {
            continue;
        };
        findings.extend(match broken {
            Broken::NoFile { path } => Some(missing_file(subject, new, &path)),
            Broken::Outside => Some(new("outside")),
            Broken::Scheme => Some(new("scheme")),
            Broken::NotCopied => Some(new("not-copied")),
            // A picture has a path, and nothing within a path is named.
            Broken::NoId | Broken::NoPart | Broken::NoAnchor { .. } => None,
        });
    }
}
