//! Where the front matter of a file ends and its body begins.

use crate::diagnostic::{Finding, Span};

/// The parts of a file, as ranges of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the fences, if there are fences.
    pub yaml: Option<Span>,
    /// Where the body begins.
    pub body: usize,
}

/// Splits a text at its `---` fences. A byte-order mark and empty lines before them do not count.
///
/// A fence that is never closed is a finding; then the keys that follow it directly count as front
/// matter, up to the first line that cannot be part of it.
#[must_use]
pub fn split(text: &str, findings: &mut Vec<Finding>) -> Parts {
    let start = text
        .strip_prefix('\u{FEFF}')
        .map_or(0, |_| '\u{FEFF}'.len_utf8());
    let without = Parts {
        yaml: None,
        body: start,
    };
    let mut lines = Lines { text, next: start };
    let opening = lines.find(|span| !span.of(text).trim().is_empty());
    if let Some(fence) = opening.filter(|span| span.of(text).trim_end() == "+++") {
        let fence = Span::new(fence.start, fence.start + 3);
        findings.push(Finding::new("front-matter-fence", "toml", fence));
    }
    let Some(opening) = opening.filter(|span| span.of(text).trim_end() == "---") else {
        return without;
    };
    let yaml_start = lines.next;
    let mut yaml_like = true;
    let mut last_yaml_like = yaml_start;
    let mut keys = 0;
    while let Some(line) = lines.next() {
        let content = line.of(text).trim_end();
        if content == "---" || content == "..." {
            return Parts {
                yaml: Some(Span::new(yaml_start, line.start)),
                body: lines.next,
            };
        }
        yaml_like &= could_be_yaml(content);
        if yaml_like {
            last_yaml_like = lines.next;
            keys += usize::from(content.contains(':'));
        }
    }
    if keys == 0 {
        // A thematic break at the top of plain Markdown.
        return without;
    }
    let fence = Span::new(opening.start, opening.start + 3);
    findings.push(Finding::new("front-matter-fence", "unclosed", fence));
    Parts {
        yaml: Some(Span::new(yaml_start, last_yaml_like)),
        body: last_yaml_like,
    }
}

/// A key, a list item, a continued value or a comment; not an empty line and not prose.
fn could_be_yaml(line: &str) -> bool {
    let indented = line.starts_with([' ', '\t']) && !line.trim().is_empty();
    let key = line
        .split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && !key.contains(char::is_whitespace));
    indented || key || line.starts_with("- ") || (line.starts_with('#') && !line.starts_with("##"))
}

/// The lines of a text with their ends.
struct Lines<'a> {
    text: &'a str,
    next: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = Span::new(self.next, self.next + length);
        self.next = line.end;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, usize) {
        let mut findings = Vec::new();
        let parts = split(text, &mut findings);
        (
            parts.yaml.map(|span| span.of(text)),
            &text[parts.body..],
            findings.len(),
        )
    }

    #[test]
    fn fences_delimit_front_matter() {
        assert_eq!(parts("---\na: 1\n---\nBody"), (Some("a: 1\n"), "Body", 0));
        assert_eq!(
            parts("\u{FEFF}---\r\na: 1\r\n---\r\nBody"),
            (Some("a: 1\r\n"), "Body", 0)
        );
        assert_eq!(parts("---\n---\n"), (Some(""), "", 0));
        assert_eq!(parts("---\na: 1\n---"), (Some("a: 1\n"), "", 0));
    }

    #[test]
    fn plain_markdown_has_none() {
        assert_eq!(parts("# Title\n"), (None, "# Title\n", 0));
        assert_eq!(parts(""), (None, "", 0));
        assert_eq!(parts("---\n\nProse.\n"), (None, "---\n\nProse.\n", 0));
    }

    #[test]
    fn an_unclosed_fence_keeps_keys_and_body() {
        assert_eq!(
            parts("---\na: 1\nb:\n  - 2\n\n# Title\n"),
            (Some("a: 1\nb:\n  - 2\n"), "\n# Title\n", 1)
        );
    }
}
