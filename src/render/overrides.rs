//! What a site replaces of our templates and our theme, and adds to them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::link::files::{is_copied, is_picture};
use crate::render::{templates, theme};

/// The endings of files that a theme may add, beside those of files that documents may link to.
const THEME_ENDINGS: [&str; 6] = ["css", "js", "woff", "woff2", "ttf", "otf"];

/// Where one template uses another.
static USES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\{%-?\s*(?:include|extends|import)\s+["'`]([^"'`]+)["'`]"#)
        .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// What a site replaces of ours, and adds: name and content.
#[derive(Debug, Default, Hash)]
pub struct Overrides {
    /// Templates.
    pub templates: Vec<(String, String)>,
    /// Files of the theme.
    pub theme: Vec<(String, Vec<u8>)>,
}

impl Overrides {
    /// Takes the files of a site's `templates` and `theme`, by name; also gives those that nothing
    /// uses: templates that replace none of ours and that no used one includes, extends or imports,
    /// and files with endings that no theme has.
    #[must_use]
    pub fn from_files(
        templates: Vec<(String, Vec<u8>)>,
        theme: Vec<(String, Vec<u8>)>,
    ) -> (Self, Vec<String>) {
        let text = |content: &[u8]| String::from_utf8_lossy(content).into_owned();
        let templates: Vec<(String, String)> = templates
            .into_iter()
            .map(|(name, content)| (name, text(&content)))
            .collect();
        let used = used_templates(&templates);
        let names = templates.iter().map(|(name, _)| name);
        let mut unused: Vec<String> = names
            .filter(|name| !used.contains(name.as_str()))
            .map(|name| format!("templates/{name}"))
            .collect();
        let (theme, others): (Vec<_>, Vec<_>) =
            theme.into_iter().partition(|(name, _)| is_of_theme(name));
        unused.extend(others.into_iter().map(|(name, _)| format!("theme/{name}")));
        (Self { templates, theme }, unused)
    }
}

/// The templates that replace ours, and those that they use, directly or not.
fn used_templates(templates: &[(String, String)]) -> BTreeSet<&str> {
    let is_ours = |name: &str| templates::BUILT_IN.iter().any(|(ours, _)| *ours == name);
    let names = templates.iter().map(|(name, _)| name.as_str());
    let mut next: Vec<&str> = names.filter(|name| is_ours(name)).collect();
    let mut used = BTreeSet::new();
    while let Some(name) = next.pop() {
        if !used.insert(name) {
            continue;
        }
        if let Some((_, text)) = templates.iter().find(|(own, _)| own == name) {
            let names = USES.captures_iter(text).filter_map(|found| found.get(1));
            next.extend(names.map(|name| name.as_str()));
        }
    }
    used
}

fn is_of_theme(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    theme::BUILT_IN.iter().any(|(ours, _)| *ours == name)
        || THEME_ENDINGS.contains(&ending.as_str())
        || is_copied(name)
        || is_picture(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nothing_uses_is_named() {
        let file = |(name, text): (&str, &str)| (name.to_owned(), text.as_bytes().to_vec());
        let templates = [
            (
                "home.html",
                "{% extends \"own/base.html\" %}{%- include 'parts/head.html' -%}",
            ),
            ("own/base.html", "{% import \"macros.html\" as m %}"),
            ("macros.html", ""),
            ("parts/head.html", "{% include \"parts/head.html\" %}"),
            ("hoem.html", "{% include \"lost.html\" %}"),
            ("lost.html", ""),
        ];
        let theme = [
            ("site.css", ""),
            ("fonts/own.woff2", ""),
            ("photo.JPG", ""),
            ("notes.txt~", ""),
            ("script.sh", ""),
        ];
        let (overrides, unused) =
            Overrides::from_files(templates.map(file).into(), theme.map(file).into());
        assert_eq!(
            unused,
            [
                "templates/hoem.html",
                "templates/lost.html",
                "theme/notes.txt~",
                "theme/script.sh"
            ]
        );
        assert_eq!(overrides.theme.len(), 3);
    }
}
