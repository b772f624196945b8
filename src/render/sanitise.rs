//! HTML that anyone may have written, made safe to show.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

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
        ],
    ),
    ("div", &["table-scroll"]),
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

/// What becomes of an address in an element: `true` for pictures.
type Addresses = HashMap<(String, bool), Option<String>>;

/// Drops everything that could run, load or style something. Every address goes through `address`,
/// which is told whether it is that of a picture, and is dropped where that gives none.
///
/// The filter of the sanitiser cannot borrow, so that a first run only gathers the addresses.
pub(super) fn clean(html: &str, address: impl Fn(&str, bool) -> Option<String>) -> String {
    let met: Arc<Mutex<Addresses>> = Arc::default();
    let gather = {
        let met = Arc::clone(&met);
        move |written: &str, image: bool| {
            if let Ok(mut met) = met.lock() {
                met.insert((written.to_owned(), image), None);
            }
            None
        }
    };
    let _ = builder(gather).clean(html);
    let mut addresses = met.lock().map(|met| met.clone()).unwrap_or_default();
    for ((written, image), resolved) in &mut addresses {
        *resolved = address(written, *image);
    }
    let look_up = move |written: &str, image: bool| {
        addresses
            .get(&(written.to_owned(), image))
            .cloned()
            .flatten()
    };
    builder(look_up).clean(html).to_string()
}

/// A sanitiser that asks `address` about every address.
fn builder(
    address: impl Fn(&str, bool) -> Option<String> + Send + Sync + 'static,
) -> ammonia::Builder<'static> {
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
        .add_tag_attribute_values("pre", "role", ["group"])
        .add_tag_attribute_values("div", "role", ["group"])
        .add_tag_attributes("pre", ["aria-label", "aria-labelledby"])
        .add_tag_attributes("div", ["aria-label", "aria-labelledby"])
        .add_tag_attributes("a", ["aria-label"])
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
                ("a", "href") => address(value, false).map(Cow::from),
                ("img", "src") => address(value, true).map(Cow::from),
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
            (
                "<b title=\"y\">z=\"hansei-address-99\" onclick=alert(1) q</b>",
                "<b title=\"y\">z=\"hansei-address-99\" onclick=alert(1) q</b>",
            ),
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
