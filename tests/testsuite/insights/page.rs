//! The tables of a page as a reader sees them.

use std::collections::BTreeMap;

use crate::support::html::Page;

/// A table: its rows with their cells, heads included.
pub type Table = Vec<Vec<String>>;

/// What may stand within a table.
const WITHIN: [&str; 10] = [
    "caption", "thead", "tbody", "tr", "th", "td", "a", "span", "svg", "rect",
];

/// The tables of a page by their captions, in the order of the page.
pub fn tables(html: &[u8]) -> BTreeMap<String, Vec<Table>> {
    let page = Page::parse(&String::from_utf8_lossy(html));
    let mut tables: Vec<(String, Table)> = Vec::new();
    let mut is_within = false;
    for element in &page.elements {
        let text = element.text.trim();
        if element.name == "table" {
            tables.push((String::new(), Table::new()));
            is_within = true;
            continue;
        }
        is_within &= WITHIN.contains(&element.name.as_str());
        let Some((caption, rows)) = tables.last_mut().filter(|_| is_within) else {
            continue;
        };
        match element.name.as_str() {
            "caption" => text.clone_into(caption),
            "tr" => rows.push(Vec::new()),
            "th" | "td" => rows.last_mut().unwrap().push(text.to_owned()),
            "a" | "span" => rows.last_mut().unwrap().last_mut().unwrap().push_str(text),
            _ => {}
        }
    }
    let mut by_caption: BTreeMap<String, Vec<Table>> = BTreeMap::new();
    for (caption, table) in tables {
        by_caption.entry(caption).or_default().push(table);
    }
    by_caption
}

/// The only table with this caption.
pub fn table(html: &[u8], caption: &str) -> Table {
    let found = tables(html).remove(caption).unwrap_or_default();
    assert_eq!(found.len(), 1, "tables called {caption}");
    found.into_iter().next().unwrap()
}

/// The terms and values of the page's list of figures.
pub fn figures(html: &[u8]) -> Vec<(String, String)> {
    let page = Page::parse(&String::from_utf8_lossy(html));
    let texts = |name: &str| -> Vec<String> {
        let named = page.named(name);
        named
            .map(|element| element.text.trim().to_owned())
            .collect()
    };
    texts("dt").into_iter().zip(texts("dd")).collect()
}
