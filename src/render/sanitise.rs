//! HTML that anyone may have written, made safe to show.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use crate::render::escape::escape_into;

/// The prefix of every `id` and `name` that the pages themselves use; no text may claim one.
const OWN_IDS: &str = "hansei-";

/// Classes that rendered Markdown uses, by element.
const CLASSES: [(&str, &[&str]); 7] = [
    ("a", &["broken-link"]),
    (
        "span",
        &[
            "hl-comment",
            "hl-string",
            "hl-number",
            "hl-keyword",
            "hl-function",
            "hl-type",
            "hl-variable",
            "hl-inserted",
            "hl-deleted",
            "hl-changed",
            "task",
            "task-open",
            "task-done",
            "footnote-number",
        ],
    ),
    ("div", &["table-scroll", "footnote"]),
    ("sup", &["footnote-reference"]),
    (
        "blockquote",
        &[
            "callout",
            "callout-note",
            "callout-tip",
            "callout-important",
            "callout-warning",
            "callout-caution",
        ],
    ),
    ("p", &["callout-title"]),
    ("td", &["right", "center"]),
];

/// What stands for an address until all are known, with its number behind it.
const PLACEHOLDER: &str = "=\"hansei-address-";

/// The addresses that the filter has met, with whether each is that of a picture.
type Addresses = Arc<Mutex<Vec<(String, bool)>>>;

/// Drops everything that could run, load or style something. Every address goes through `address`,
/// which is told whether it is that of a picture, and is dropped where that gives none.
pub(super) fn clean(html: &str, address: impl Fn(&str, bool) -> Option<String>) -> String {
    let met = Addresses::default();
    let cleaned = builder(Arc::clone(&met)).clean(html).to_string();
    let met = met.lock().map(|met| met.clone()).unwrap_or_default();
    let mut result = String::with_capacity(cleaned.len());
    let mut rest = cleaned.as_str();
    while let Some(at) = rest.find(PLACEHOLDER) {
        let (before, placeholder) = rest.split_at(at);
        let number = &placeholder[PLACEHOLDER.len()..];
        let length = number.find('"').unwrap_or(number.len());
        result.push_str(before);
        result.push_str("=\"");
        let found = number[..length]
            .parse()
            .ok()
            .and_then(|number: usize| met.get(number));
        if let Some(resolved) = found.and_then(|(written, image)| address(written, *image)) {
            escape_into(&mut result, &resolved);
            rest = &number[length..];
        } else {
            // An attribute without an address goes, its name too.
            let name = before.rfind(' ').map_or(0, |space| before.len() - space);
            result.truncate(result.len() - name - "=\"".len());
            rest = number[length..].strip_prefix('"').unwrap_or_default();
        }
    }
    result.push_str(rest);
    result
}

fn builder(met: Addresses) -> ammonia::Builder<'static> {
    let classes: HashMap<&str, HashSet<&str>> = CLASSES
        .iter()
        .map(|(element, classes)| (*element, classes.iter().copied().collect()))
        .chain([("th", HashSet::from(["right", "center"]))])
        .collect();
    // Of two equal ids the first one counts.
    let ids: Mutex<HashSet<String>> = Mutex::default();
    let mut builder = ammonia::Builder::default();
    builder
        .rm_tags(["center", "map", "area", "nav", "header", "footer"])
        .allowed_classes(classes)
        .add_generic_attributes(["id"])
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("img", ["loading"])
        .add_tag_attributes("pre", ["data-language"])
        .add_tag_attributes("span", ["role", "aria-label"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attribute_values("pre", "tabindex", ["0"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .rm_tag_attributes("table", ["align", "char", "charoff", "summary"])
        .link_rel(Some("noopener noreferrer"))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .add_url_schemes(["hansei-address"])
        .attribute_filter(
            move |element, attribute, value| match (element, attribute) {
                (_, "id" | "name") if value.to_ascii_lowercase().starts_with(OWN_IDS) => None,
                (_, "id") => {
                    let is_new = ids.lock().ok()?.insert(value.to_owned());
                    is_new.then(|| value.into())
                }
                ("a", "href") | ("img", "src") => {
                    let mut met = met.lock().ok()?;
                    met.push((value.to_owned(), element == "img"));
                    Some(format!("hansei-address-{}", met.len() - 1).into())
                }
                (_, "href" | "src" | "cite") => None,
                _ => Some(value.into()),
            },
        );
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(html: &str) -> String {
        clean(html, |address, _| {
            (!address.contains("evil")).then(|| format!("!{address}"))
        })
    }

    #[test]
    fn what_could_run_or_style_is_gone() {
        for (html, expected) in [
            ("<script>x</script>a", "a"),
            ("<b onclick=x style=y class=z>a</b>", "<b>a</b>"),
            ("<svg><style>x</style></svg>a", "a"),
            (
                "<a href=\"javascript:x\">a</a>",
                "<a rel=\"noopener noreferrer\">a</a>",
            ),
            ("<img src=evil.png alt=x>", "<img alt=\"x\">"),
            ("<iframe src=x></iframe><form><input></form>a", "a"),
            ("<p id=hansei-search>a</p>", "<p>a</p>"),
            ("</main></body><p>a", "<p>a</p>"),
        ] {
            assert_eq!(cleaned(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_harmless_stays() {
        for html in [
            "<details open=\"\"><summary>more</summary>text</details>",
            "<kbd>Ctrl</kbd>",
            "<h2 id=\"原因\">a</h2>",
            "<span class=\"hl-string\">a</span>",
        ] {
            assert_eq!(cleaned(html), html);
        }
        assert_eq!(
            cleaned("<a href=x.md>a</a>"),
            "<a href=\"!x.md\" rel=\"noopener noreferrer\">a</a>"
        );
    }
}
