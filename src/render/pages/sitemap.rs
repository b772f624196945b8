//! `sitemap.xml`, where the site knows its address.

use std::collections::BTreeSet;

use crate::document::Kind;
use crate::knowledge_base::{DocumentIndex, TermKind};
use crate::render::escape::escape_into;
use crate::render::pages::actions::BOARD;
use crate::render::paths::percent_encoded;
use crate::render::site::{Output, RenderError, Site, write as write_file};

/// The most addresses that a sitemap may hold (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let Some(base_url) = &site.base.config.base_url else {
        return Ok(());
    };
    let paths: Vec<String> = paths(site).into_iter().collect();
    let chunks: Vec<&[String]> = paths.chunks(MAX_ADDRESSES).collect();
    if let [only] = chunks.as_slice() {
        return write_file(output, "sitemap.xml", urls(base_url, only).as_bytes());
    }
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (number, chunk) in chunks.iter().enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        write_file(output, &name, urls(base_url, chunk).as_bytes())?;
        index.push_str("<sitemap><loc>");
        index.push_str(&address(base_url, &name));
        index.push_str(
            "</loc></sitemap>
",
        );
    }
    index.push_str("</sitemapindex>\n");
    write_file(output, "sitemap.xml", index.as_bytes())
}

/// Every page that a reader may look for; the pages of years behind long lists are not among them.
fn paths(site: &Site<'_>) -> BTreeSet<String> {
    let kinds = Kind::ALL.iter().map(|kind| kind.folder());
    let lists = kinds
        .chain(
            TermKind::ALL
                .into_iter()
                .filter(|kind| site.base.terms.of_kind(*kind).next().is_some())
                .map(TermKind::folder),
        )
        .map(|folder| format!("{folder}/index.html"));
    let documents = (0..site.base.documents().len())
        .map(|index| site.paths.document(DocumentIndex(index)).to_owned());
    let terms = TermKind::ALL.into_iter().flat_map(|kind| {
        site.base
            .terms
            .of_kind(kind)
            .filter_map(move |term| site.paths.term(kind, &term.id).map(str::to_owned))
    });
    let mut pages = vec!["index.html", "follow-ups/index.html", "insights/index.html"];
    if !site.board.actions().is_empty() {
        pages.push(BOARD);
    }
    let pages = pages.into_iter().map(ToOwned::to_owned);
    pages.chain(lists).chain(documents).chain(terms).collect()
}

fn urls(base_url: &str, paths: &[String]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in paths {
        xml.push_str("<url><loc>");
        xml.push_str(&address(base_url, path));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn address(base_url: &str, path: &str) -> String {
    let mut address = String::new();
    escape_into(
        &mut address,
        &format!("{base_url}{}", percent_encoded(path)),
    );
    address
}
