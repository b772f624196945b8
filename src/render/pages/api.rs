//! `api/v1/*.json`: the site as data for other programs, and the schemas of that.

use std::io;

use rayon::join;
use serde::Serialize;

use crate::export::index::DataIndex;
use crate::export::{DataKind, Dataset, actions, documents, figures, relations};
use crate::memory::MadeFrom;
use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::known_unit;
use crate::schema::schema;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let Site { base, today, .. } = *site;
    let base_url = base.config.base_url.as_deref();
    let outlines = || site.made_from_outlines();
    let relations = || site.made_from_relations();
    // The file of documents takes longest.
    let (of_documents, [of_relations, of_actions, of_figures]) = join(
        || {
            write_items(site, output, DataKind::Documents, outlines, || {
                documents::records(base, &site.paths.pages(base_url))
            })
        },
        || {
            let of_relations = write_items(site, output, DataKind::Relations, relations, || {
                relations::records(base, site.relations, &site.related)
            });
            let of_actions = write_items(site, output, DataKind::Actions, outlines, || {
                actions::records(base, &site.board, today)
            });
            let of_figures = write_items(site, output, DataKind::Figures, outlines, || {
                figures::records(site.figures(), &site.recurrence, &base.config)
            });
            [of_relations, of_actions, of_figures]
        },
    );
    let counts = [of_documents?, of_relations?, of_actions?, of_figures?];
    let index = DataIndex::of(&base.config, today, &counts);
    write_json(output, DataKind::Index, &index)
}

/// Hands the records of a sort on, where the output does not have them, and lets go of them. Gives how many there are.
fn write_items<T: Serialize>(
    site: &Site<'_>,
    output: &dyn Output,
    kind: DataKind,
    made_from: impl FnOnce() -> MadeFrom,
    records: impl FnOnce() -> Vec<T>,
) -> Result<(DataKind, usize), RenderError> {
    let make = |output: &dyn Output| -> Result<usize, RenderError> {
        let data = Dataset::new(kind, records());
        write_json(output, kind, &data)?;
        Ok(data.items.len())
    };
    if !site.memory.remembers() {
        return Ok((kind, make(output)?));
    }
    let name = format!("data-{}", kind.as_str());
    let made_from = made_from();
    let known = site.memory.recall(&name, made_from);
    let known = known.and_then(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?)));
    let count = known_unit(site, output, &name, made_from, known, |output| {
        let count = make(output)? as u64;
        site.memory.keep(&name, made_from, &count.to_le_bytes());
        Ok(count)
    })?;
    Ok((kind, usize::try_from(count).unwrap_or(usize::MAX)))
}

/// Hands data on, with its schema beside it.
fn write_json(
    output: &dyn Output,
    kind: DataKind,
    data: &impl Serialize,
) -> Result<(), RenderError> {
    hand_on(output, &kind.path(), data)?;
    hand_on(output, &kind.schema_path(), &schema(kind.into()))
}

/// Hands JSON on, on one line.
fn hand_on(output: &dyn Output, path: &str, data: &impl Serialize) -> Result<(), RenderError> {
    let mut json = |file: &mut dyn io::Write| {
        serde_json::to_writer(&mut *file, data)?;
        file.write_all(b"\n")
    };
    output
        .stream(path, &mut json)
        .map_err(|error| RenderError::Output {
            path: path.to_owned(),
            error,
        })
}
