//! The built-in files of the theme.

/// The built-in files: name and content.
macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../theme/", $name)))),*]
    };
}

/// Every built-in file.
pub const BUILT_IN: &[(&str, &[u8])] = built_in![
    "charts.css",
    "checklist.css",
    "checklist.js",
    "hansei.css",
    "hansei.js",
    "icon.svg",
    "logo.svg",
    "report.css",
    "search-answer.js",
    "search-excerpt.js",
    "search-files.js",
    "search-near.js",
    "search-page.js",
    "search-query.js",
    "search-rank.js",
    "search-results.js",
    "search-sample.js",
    "search-steady.js",
    "search-terms.js",
    "search.css",
    "search.js",
    "seen-before.js",
    "signatures.js",
    "site.css"
];
