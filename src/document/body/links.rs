//! Everything in a text that points elsewhere.

use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use regex::Regex;

use crate::diagnostic::Span;
use crate::document::body::html;
use crate::document::markdown::Located;

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkForm {
    /// `[text](target)`, `[text][label]`, `<target>` or `<a href="target">`.
    Markdown,
    /// `![text](target)` or `<img src="target">`.
    Image,
    /// `[[target]]`.
    Wiki,
    /// An id as a bare word.
    BareId,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub form: LinkForm,
    /// Where it points, as written.
    pub target: String,
    /// Where it stands in the file, words and target.
    pub span: Span,
}

/// Words in a text that point elsewhere without any mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BareReference {
    /// A word that looks like an id.
    Id(Span),
    /// An address of a page elsewhere.
    Address(Span),
}

/// The links of a text in order.
pub(super) fn read(text: &str, events: &[Located<'_>], link_ids: &Regex) -> Vec<Link> {
    let mut links = Vec::new();
    let mut unlinked = Unlinked::default();
    for (event, range) in events {
        let span = Span::from(range.clone());
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                ..
            }) => {}
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                dest_url,
                ..
            }) => links.push(Link {
                form: LinkForm::Wiki,
                target: dest_url.trim().to_owned(),
                span,
            }),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(Link {
                form: LinkForm::Markdown,
                target: dest_url.to_string(),
                span,
            }),
            Event::Start(Tag::Image { dest_url, .. }) => links.push(Link {
                form: LinkForm::Image,
                target: dest_url.to_string(),
                span,
            }),
            // The lines of a block are events of their own, so that the block is read as a whole.
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                links.extend(html::links(text, span));
            }
            Event::Text(words) if unlinked.here() => {
                let exact = span.of(text) == &**words;
                for reference in bare_references(words, link_ids) {
                    let BareReference::Id(within) = reference else {
                        continue;
                    };
                    links.push(Link {
                        form: LinkForm::BareId,
                        target: within.of(words).to_owned(),
                        // Escapes make the words shorter than their source; then all of it is meant.
                        span: if exact {
                            within.shifted(span.start)
                        } else {
                            span
                        },
                    });
                }
            }
            _ => {}
        }
        unlinked.follow(event);
    }
    links
}

/// Follows events and knows whether words stand outside links and code.
#[derive(Debug, Default)]
pub(crate) struct Unlinked {
    inside: usize,
}

impl Unlinked {
    pub(crate) fn here(&self) -> bool {
        self.inside == 0
    }

    pub(crate) fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                self.inside += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.inside = self.inside.saturating_sub(1);
            }
            _ => {}
        }
    }
}

/// The ids and addresses in plain words, in order.
///
/// An id ends where an ASCII letter or digit does not follow, so はKE-0003を holds one; a name
/// behind a slash belongs to it (`INC-2025-0041/A2`). An address ends at the first character that
/// is not ASCII, and does not take the full stop behind it.
pub fn bare_references<'a>(
    words: &'a str,
    link_ids: &'a Regex,
) -> impl Iterator<Item = BareReference> + 'a {
    let mut addresses = addresses(words).peekable();
    let mut ids = ids(words, link_ids).peekable();
    std::iter::from_fn(move || {
        loop {
            let address = addresses.peek().copied();
            let id = ids.peek().copied();
            match (address, id) {
                (Some(address), Some(id)) if id.start < address.start => {
                    ids.next();
                    return Some(BareReference::Id(id));
                }
                (Some(address), Some(id)) if id.start < address.end => {
                    ids.next();
                }
                (Some(address), _) => {
                    addresses.next();
                    return Some(BareReference::Address(address));
                }
                (None, Some(id)) => {
                    ids.next();
                    return Some(BareReference::Id(id));
                }
                (None, None) => return None,
            }
        }
    })
}

fn ids<'a>(words: &'a str, link_ids: &'a Regex) -> impl Iterator<Item = Span> + 'a {
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    link_ids.find_iter(words).filter_map(move |found| {
        let bytes = words.as_bytes();
        let before = found.start().checked_sub(1).map(|at| bytes[at]);
        // A pattern may take a hyphen that only follows the id.
        let end = found.start() + found.as_str().trim_end_matches('-').len();
        let after = bytes.get(end).copied();
        let part_of_word =
            before.is_some_and(|b| joins(b) || b == b'-') || after.is_some_and(joins);
        (end > found.start() && !part_of_word)
            .then(|| Span::new(found.start(), end + part_after(&words[end..])))
    })
}

/// The length of `/A2` or `/PRC-04-001` at the start of a text.
fn part_after(rest: &str) -> usize {
    let Some(part) = rest.strip_prefix('/') else {
        return 0;
    };
    let length = part
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(part.len());
    let name = part[..length].trim_end_matches('-');
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_digit());
    if is_name { name.len() + 1 } else { 0 }
}

fn addresses(words: &str) -> impl Iterator<Item = Span> + '_ {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"https?://[!-;=?-~]+")
            .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    ADDRESS.find_iter(words).map(|found| {
        let mut address = found.as_str();
        loop {
            let shorter =
                address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '*', '_', '~']);
            // A closing bracket belongs to the address only where its opening one does.
            let closes = shorter.ends_with(')')
                && shorter.matches(')').count() > shorter.matches('(').count();
            let shorter = if closes {
                &shorter[..shorter.len() - 1]
            } else {
                shorter
            };
            let shorter = shorter.trim_end_matches([']', '}', '|']);
            if shorter.len() == address.len() {
                break;
            }
            address = shorter;
        }
        Span::new(found.start(), found.start() + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn link_ids() -> Regex {
        Regex::new("[A-Z][A-Z0-9]+-[0-9][0-9-]*").unwrap()
    }

    fn found(text: &str) -> Vec<(LinkForm, String)> {
        let events: Vec<_> = markdown::events(text).collect();
        read(text, &events, &link_ids())
            .into_iter()
            .map(|link| (link.form, link.target))
            .collect()
    }

    #[test]
    fn links_of_every_form() {
        use LinkForm as F;
        let expected = [
            (F::Markdown, "../a.md#x"),
            (F::Wiki, "KE-0003"),
            (F::Image, "p.png"),
            (F::BareId, "INC-2025-0041/A2"),
            (F::Markdown, "https://example.com"),
        ];
        assert_eq!(
            found("[a](../a.md#x) [[KE-0003]] ![p](p.png) INC-2025-0041/A2. <https://example.com>"),
            expected.map(|(form, target)| (form, target.to_owned()))
        );
    }

    #[test]
    fn bare_ids_need_no_spaces_in_japanese_and_no_code() {
        assert_eq!(
            found("原因はKE-0003を参照、`KE-0004`、[KE-0005](x.md)、XKE-0006x、UTF-8。"),
            [
                (LinkForm::BareId, "KE-0003".to_owned()),
                (LinkForm::Markdown, "x.md".to_owned()),
                (LinkForm::BareId, "UTF-8".to_owned()),
            ]
        );
    }

    #[test]
    fn addresses_end_where_they_end() {
        let words = "see https://example.com/INC-2026-0001(a). (https://example.org/b) とhttps://example.net/cを KE-0001";
        let ids = link_ids();
        let texts: Vec<_> = bare_references(words, &ids)
            .map(|reference| match reference {
                BareReference::Id(span) | BareReference::Address(span) => span.of(words),
            })
            .collect();
        assert_eq!(
            texts,
            [
                "https://example.com/INC-2026-0001(a)",
                "https://example.org/b",
                "https://example.net/c",
                "KE-0001"
            ]
        );
    }
}
