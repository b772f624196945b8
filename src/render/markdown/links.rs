//! Links and pictures: where they lead from the page that shows them.

use pulldown_cmark::{CowStr, Event, LinkType};

use crate::diagnostic::Span;
use crate::document::body::{Link, LinkForm, ReferenceKind, references};
use crate::document::markdown::RawHtml;
use crate::link::files;
use crate::link::{Target, resolve, resolve_path};
use crate::render::escape::escape_into;
use crate::render::markdown::rendering::{Rendering, html};
use crate::render::paths::{heading_id, percent_encoded, relative};

/// How an address that we have resolved is written until the filter has seen it.
const OWN_ADDRESS: &str = "hansei-address:";

/// A link that leads nowhere keeps its words.
const BROKEN_LINK: &str = "<a class=\"broken-link\">";

impl Rendering<'_> {
    /// Words, with the ids and addresses in them as links.
    pub(super) fn text<'e>(&mut self, words: &CowStr<'e>, out: &mut Vec<Event<'e>>) {
        let base = self.context.base;
        let mut at = 0;
        for reference in references(words, &base.config.link_ids) {
            let target = reference.target.of(words);
            let start = match reference.kind {
                ReferenceKind::Address => Some(self.anchor(target)),
                ReferenceKind::Id => self.anchor_to(LinkForm::BareId, target),
                ReferenceKind::Wiki => {
                    let anchor = self.anchor_to(LinkForm::Wiki, target);
                    Some(anchor.unwrap_or_else(|| BROKEN_LINK.to_owned()))
                }
            };
            let Some(start) = start else {
                continue;
            };
            if at < reference.span.start {
                out.push(Event::Text(
                    words[at..reference.span.start].to_owned().into(),
                ));
            }
            out.push(html(start));
            out.push(Event::Text(reference.words.of(words).to_owned().into()));
            out.push(html("</a>".to_owned()));
            at = reference.span.end;
        }
        if at == 0 {
            out.push(Event::Text(words.clone()));
        } else if at < words.len() {
            out.push(Event::Text(words[at..].to_owned().into()));
        }
    }

    /// The start of a link to where such a link leads; none where it leads nowhere.
    fn anchor_to(&mut self, form: LinkForm, target: &str) -> Option<String> {
        let link = Link {
            form,
            target: target.trim().to_owned(),
            span: Span::default(),
        };
        let target = resolve(self.context.base, self.document, &link);
        self.href(&target).map(|href| self.anchor(&href))
    }

    pub(super) fn link(&mut self, form: LinkType, target: &str) -> String {
        if form == LinkType::Email {
            return self.anchor(&format!("mailto:{target}"));
        }
        self.anchor_to(LinkForm::Markdown, target)
            .unwrap_or_else(|| BROKEN_LINK.to_owned())
    }

    /// A picture of this site as such, one from elsewhere as a link to it: a page asks nobody else
    /// for anything.
    pub(super) fn picture_of(&mut self, address: &str, words: &str) -> String {
        let target = resolve_path(self.context.base, self.document, address);
        if let Target::File { path, .. } = &target
            && files::is_picture(path)
        {
            let href = self.file_href(path);
            let mut tag = String::from("<img loading=\"lazy\" alt=\"");
            escape_into(&mut tag, words);
            tag.push_str("\" src=\"");
            escape_into(&mut tag, &self.own_address(&href, true));
            tag.push_str("\">");
            return tag;
        }
        let mut tag = match self.href(&target) {
            Some(href) => self.anchor(&href),
            None => BROKEN_LINK.to_owned(),
        };
        escape_into(&mut tag, if words.is_empty() { address } else { words });
        tag.push_str("</a>");
        tag
    }

    /// The start of a link to an address that we have resolved.
    pub(super) fn anchor(&mut self, href: &str) -> String {
        let elsewhere = href.starts_with("http:") || href.starts_with("https:");
        let mut tag = String::from("<a href=\"");
        escape_into(&mut tag, &self.own_address(href, false));
        tag.push_str(if elsewhere {
            "\" rel=\"noopener noreferrer\">"
        } else {
            "\">"
        });
        tag
    }

    /// An address as it is written: where a filter follows, its number among those resolved.
    fn own_address(&mut self, href: &str, image: bool) -> String {
        if self.raw != RawHtml::Some {
            return href.to_owned();
        }
        self.resolved.push((href.to_owned(), image));
        format!("{OWN_ADDRESS}{}", self.resolved.len() - 1)
    }

    /// The address behind one that the filter meets: ours by its number, one of raw HTML resolved
    /// like any link.
    pub(super) fn filtered(&self, address: &str, image: bool) -> Option<String> {
        if let Some(number) = address.strip_prefix(OWN_ADDRESS) {
            // Raw HTML may hold such numbers too: what we resolved as a link shows no picture.
            let (href, of_image) = self.resolved.get(number.parse::<usize>().ok()?)?;
            return (*of_image == image).then(|| href.clone());
        }
        let target = resolve_path(self.context.base, self.document, address);
        match &target {
            Target::File { path, .. } if image => {
                files::is_picture(path).then(|| self.file_href(path))
            }
            _ if image => None,
            _ => self.href(&target),
        }
    }

    /// The address of a target as seen from the page; `None` where it leads nowhere.
    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Document { document, fragment } => {
                let to = self.context.paths.document(*document);
                let fragment = fragment.as_deref().map(heading_id);
                Some(with_fragment(&relative(self.page, to), fragment.as_deref()))
            }
            Target::File { path, fragment } if files::is_copied(path) => {
                Some(with_fragment(&self.file_href(path), fragment.as_deref()))
            }
            Target::Here(anchor) => {
                // The same text also stands on other pages: lists, related documents.
                let own = self.context.paths.document(self.document);
                let page = if own == self.page {
                    String::new()
                } else {
                    relative(self.page, own)
                };
                Some(with_fragment(&page, Some(&heading_id(anchor))))
            }
            Target::Elsewhere(address) => Some(address.clone()),
            Target::Broken(crate::link::Broken::NoAnchor { document, .. }) => {
                let to = self.context.paths.document(*document);
                Some(relative(self.page, to))
            }
            Target::File { .. } | Target::Word | Target::Broken(_) => None,
        }
    }

    fn file_href(&self, path: &str) -> String {
        let site_path = (self.context.files).add(self.context.base, self.page, path);
        percent_encoded(&relative(self.page, &site_path))
    }
}

fn with_fragment(path: &str, fragment: Option<&str>) -> String {
    match fragment.filter(|fragment| !fragment.is_empty()) {
        Some(fragment) => format!("{path}#{}", percent_encoded(fragment)),
        None if path.is_empty() => "#".to_owned(),
        None => path.to_owned(),
    }
}
