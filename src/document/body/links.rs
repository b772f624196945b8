//! Everything in a text that points elsewhere.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use regex::Regex;

use crate::diagnostic::Span;
use crate::document::body::html;
use crate::document::body::references::{ReferenceKind, references};
use crate::document::markdown::Located;
use crate::memory::{remember, remember_one_of};

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

remember_one_of!(LinkForm {
    Markdown,
    Image,
    Wiki,
    BareId
});
remember!(Link { form, target, span });

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
                for reference in references(words, link_ids) {
                    let form = match reference.kind {
                        ReferenceKind::Id => LinkForm::BareId,
                        ReferenceKind::Wiki => LinkForm::Wiki,
                        ReferenceKind::Address => continue,
                    };
                    links.push(Link {
                        form,
                        target: reference.target.of(words).to_owned(),
                        // Escapes make the words shorter than their source; then all of it is meant.
                        span: if exact {
                            reference.span.shifted(span.start)
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
    fn links_whose_words_hold_brackets_are_one_link() {
        assert_eq!(
            found("[[!DNL Fusion]: a [b]](x.md)"),
            [(LinkForm::Markdown, "x.md".to_owned())]
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
}
