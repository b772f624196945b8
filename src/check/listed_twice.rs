//! Fixes of names in lists, of which none may make a list have a name twice.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Finding, Span};
use crate::document::Document;
use crate::yaml::choice::fold;
use crate::yaml::parse::parse;
use crate::yaml::tree::{Node, Value};

/// Takes away fixes that would write a name which its list has already, or has from a fix before;
/// `findings` are in the order of their places.
pub(super) fn drop_fixes(document: &Document, findings: &mut [Finding]) {
    let end = document.front_matter.end;
    let is_in_front_matter = |finding: &&mut Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| fix.span.end <= end)
    };
    let mut fixed = findings.iter_mut().filter(is_in_front_matter).peekable();
    if fixed.peek().is_none() {
        return;
    }
    let mut lists = Lists::of(document);
    for finding in fixed {
        let fix = finding.fix.take();
        finding.fix = fix.filter(|fix| lists.take(fix.span, &fix.replacement));
    }
}

/// The lists of a front matter, with the names in each.
#[derive(Default)]
struct Lists {
    /// How often each list has a name.
    counts: Vec<FxHashMap<String, usize>>,
    /// The list that a name stands in, and the name, by its place.
    items: FxHashMap<Span, (usize, String)>,
}

impl Lists {
    fn of(document: &Document) -> Self {
        let mut lists = Self::default();
        let yaml = document.front_matter;
        // Its faults are among the findings already.
        let root = parse(yaml.of(&document.text), yaml.start, &mut Vec::new());
        if let Some(root) = root {
            lists.gather(&root);
        }
        lists
    }

    fn gather(&mut self, node: &Node) {
        match &node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    self.gather(&entry.value);
                }
            }
            Value::Sequence(items) => {
                let list = self.counts.len();
                self.counts.push(FxHashMap::default());
                for item in items {
                    match item.text() {
                        Some(name) => {
                            let name = fold(name);
                            *self.counts[list].entry(name.clone()).or_default() += 1;
                            self.items.insert(item.span, (list, name));
                        }
                        None => self.gather(item),
                    }
                }
            }
            Value::Scalar { .. } | Value::Null => {}
        }
    }

    /// Writes at a place a name, or several with commas between, unless the list has one of them already or would have
    /// it twice; what neither is in a list nor becomes one may be written.
    fn take(&mut self, place: Span, replacement: &str) -> bool {
        let names = replacement.trim_matches(['[', ']']).split(", ");
        let names: Vec<String> = names.map(fold).collect();
        let is_listed_once = (1..names.len()).all(|at| !names[..at].contains(&names[at]));
        let Some((list, written)) = self.items.get_mut(&place) else {
            return is_listed_once || !replacement.starts_with('[');
        };
        let counts = &mut self.counts[*list];
        if let Some(count) = counts.get_mut(written.as_str()) {
            *count -= 1;
        }
        let has = |name: &String| counts.get(name).is_some_and(|count| *count > 0);
        if !is_listed_once || names.iter().any(has) {
            *counts.entry(written.clone()).or_default() += 1;
            return false;
        }
        written.clone_from(&names[0]);
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
        true
    }
}
