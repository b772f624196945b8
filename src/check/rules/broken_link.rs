//! A link that leads nowhere.

use crate::check::{Check, Rule, Subject};
use crate::diagnostic::{Finding, Severity};
use crate::document::body::{Link, LinkForm};
use crate::link::{Broken, Target, resolve};
use crate::yaml::read::nearest;

pub(super) const RULE: Rule = Rule {
    name: "broken-link",
    severity: Severity::Error,
    check: Check::Document(check),
    bad: &[
        (
            "content/incidents/a.md",
            "# Title\n\nSee [the fault](../known-errors/ke-3.md), [[KE-4]], [notes](../../notes.md) and [this](javascript:x).\n",
        ),
        ("content/known-errors/ke-0003.md", "# Fault\n"),
    ],
    good: &[
        (
            "content/incidents/a.md",
            "# Title\n\nSee [the fault](../known-errors/ke-0003.md) and [[KE-0003]].\n",
        ),
        ("content/known-errors/ke-0003.md", "# Fault\n"),
    ],
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.document.body.links {
        if link.form == LinkForm::Image {
            continue;
        }
        if let Target::Broken(broken) = resolve(subject.base, subject.index, link) {
            findings.extend(finding(subject, link, &broken));
        }
    }
}

fn finding(subject: &Subject<'_>, link: &Link, broken: &Broken) -> Option<Finding> {
    let with_near = |key, near_key, near: Option<&str>| match near {
        Some(near) => Finding::new(RULE.name, near_key, link.span).with("suggestion", near),
        None => Finding::new(RULE.name, key, link.span),
    };
    let finding = match broken {
        Broken::NoAnchor { .. } => return None,
        Broken::NoId => with_near("no-id", "no-id-near", nearest(&link.target, subject.base.all_ids())),
        Broken::NoPart => Finding::new(RULE.name, "no-part", link.span),
        Broken::NoFile { path } => {
            let paths = subject.base.documents.iter().map(|document| document.path.as_str());
            with_near("no-file", "no-file-near", nearest_path(path, paths)).with("path", path.as_str())
        }
        Broken::Outside => Finding::new(RULE.name, "outside", link.span),
        Broken::Scheme => Finding::new(RULE.name, "scheme", link.span),
    };
    let shown: String = link.target.chars().take(80).collect();
    Some(finding.with("target", shown))
}

/// The path whose file name is the same, or near, to that of a path without a file.
fn nearest_path<'a>(path: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
    let wanted = path.rsplit('/').next().unwrap_or(path);
    let same = paths.clone().find(|path| name(path).eq_ignore_ascii_case(wanted));
    same.or_else(|| {
        let near = nearest(wanted, paths.clone().map(name))?;
        paths.clone().find(|path| name(path) == near)
    })
}
