//! Links and pictures that are written as HTML.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Span;
use crate::document::body::links::{Link, LinkForm};

/// The links and pictures in the HTML that fills `span` of `text`.
pub(super) fn links(text: &str, span: Span) -> impl Iterator<Item = Link> + '_ {
    // A comment is matched so that what stands in it is passed over.
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?xis) <!-- .*? (?: --> | \z )
            | < (?: (?<picture> img ) | a ) \b [^<>]*? \s (?: src | href ) \s* = \s*
              (?: "(?<double> [^"]* )" | '(?<single> [^']* )' )"#,
        )
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
    });
    TAG.captures_iter(span.of(text)).filter_map(move |tag| {
        let address = tag.name("double").or(tag.name("single"))?;
        Some(Link {
            form: if tag.name("picture").is_some() {
                LinkForm::Image
            } else {
                LinkForm::Markdown
            },
            target: address.as_str().replace("&amp;", "&"),
            span: Span::from(address.range()).shifted(span.start),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_links_have_addresses() {
        let text = "x <img alt=\"a\" src=\"p.png\"> <a class='y' href='q.md?a=1&amp;b'>q</a>\
            <!-- <img src=\"old.png\"> --> <img data-src=\"lazy.png\"> <area href=\"z\"><a name=\"here\"><IMG\nSRC='r.png'>";
        let found: Vec<_> = links(text, Span::new(2, text.len()))
            .map(|link| (link.form, link.span.of(text).to_owned(), link.target))
            .collect();
        let expected = [
            (LinkForm::Image, "p.png", "p.png"),
            (LinkForm::Markdown, "q.md?a=1&amp;b", "q.md?a=1&b"),
            (LinkForm::Image, "r.png", "r.png"),
        ]
        .map(|(form, span, target)| (form, span.to_owned(), target.to_owned()));
        assert_eq!(found, expected);
    }
}
