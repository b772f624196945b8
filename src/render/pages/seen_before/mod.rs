//! `seen-before.html`: compares a pasted error with the signatures of all known errors, and the files that
//! it does so with: the table of signatures, and a card for each known error in it.

mod card;

use rayon::prelude::*;
use serde::Serialize;

use crate::document::Kind;
use crate::knowledge_base::EntryIndex;
use crate::memory::MadeFrom;
use crate::render::site::{Output, PageView, RenderError, Site};
use crate::render::unit::unit;
use crate::signature::{SignatureTable, Signatures};

use super::search::write_script;
use super::search_index::script::{payload, write_hashed, write_named};

/// Where the page is.
pub(super) const PATH: &str = "seen-before.html";

#[derive(Debug, Serialize)]
struct View {
    page: PageView,
}

/// `search/signatures.js`: what the page begins with.
#[derive(Debug, Serialize)]
struct SignatureFile {
    table: SignatureTable,
    /// The expressions as they are written: the id of the known error, the position, the expression.
    written: Vec<(String, usize, String)>,
    /// The hashes of the known errors' cards, by id.
    cards: Vec<(String, String)>,
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    // Cards show how to work around a known error.
    let texts = || site.made_from_texts(site.base.of_kind(Kind::KnownError));
    let made_from = || MadeFrom::of(&(site.made_from_outlines(), texts()));
    unit(site, output, "seen_before", made_from, |output| {
        make(site, output)
    })
}

fn make(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let title = site.text("seen_before.title");
    let view = View {
        page: PageView::new(site, PATH, &title, "seen-before"),
    };
    site.page(output, "seen-before.html", PATH, &view)?;
    write_script(
        site,
        output,
        "seen-before",
        &["search-sample.js", "signatures.js", "seen-before.js"],
    )?;
    let signatures = site.signatures();
    let file = SignatureFile {
        table: SignatureTable::of(site.base, signatures),
        written: written(site, signatures),
        cards: cards(site, signatures, output)?,
    };
    write_named(output, "signatures", &payload(&file))
}

/// The regular expressions as people wrote them, and not as the browser needs them.
fn written(site: &Site<'_>, signatures: &Signatures) -> Vec<(String, usize, String)> {
    let usable = signatures.in_order(site.base).into_iter();
    usable
        .filter_map(|(signature, _)| {
            let error = site.base.original(signature.entry).known_error()?;
            let regex = error.signatures.get(signature.position)?.regex.as_ref()?;
            let id = site.base[signature.entry].id.to_string();
            Some((id, signature.position, regex.value.clone()))
        })
        .collect()
}

/// Writes the cards of all known errors with signatures.
fn cards(
    site: &Site<'_>,
    signatures: &Signatures,
    output: &dyn Output,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut entries: Vec<EntryIndex> = signatures
        .in_order(site.base)
        .iter()
        .map(|(signature, _)| signature.entry)
        .collect();
    entries.sort_unstable();
    entries.dedup();
    entries
        .into_par_iter()
        .filter_map(|entry| Some((entry, card::card(site, entry)?)))
        .map(|(entry, card)| {
            let html = site.templates.render("known-error-card.html", &card)?;
            let hash = write_hashed(output, "known-error", &payload(&html))?;
            Ok((site.base[entry].id.to_string(), hash))
        })
        .collect()
}
