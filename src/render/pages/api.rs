//! `api/v1/*.json`: the site as data for other programs, and the schemas of that.

use std::io;

use serde::Serialize;

use crate::export::index::DataIndex;
use crate::export::{DataKind, Dataset, actions, documents, figures, relations};
use crate::memory::MadeFrom;
use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::unit;
use crate::schema::schema;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let made_from = || {
        let alike = site.related.digest();
        MadeFrom::of(&(site.made_from_outlines(), alike))
    };
    unit(output, "api", made_from, |output| make(site, output))
}

fn make(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let Site { base, today, .. } = *site;
    let base_url = base.config.base_url.as_deref();
    let counts = [
        write_items(output, DataKind::Documents, || {
            documents::records(base, &site.paths.pages(base_url))
        })?,
        write_items(output, DataKind::Relations, || {
            relations::records(base, site.relations, &site.related)
        })?,
        write_items(output, DataKind::Actions, || {
            actions::records(base, &site.board, today)
        })?,
        write_items(output, DataKind::Figures, || {
            figures::records(&site.counted, &site.recurrence, &base.config)
        })?,
    ];
    let index = DataIndex::of(&base.config, today, &counts);
    write_json(output, DataKind::Index, &index)
}

/// Hands the records of a sort on, and lets go of them. Gives how many there are.
fn write_items<T: Serialize>(
    output: &dyn Output,
    kind: DataKind,
    records: impl FnOnce() -> Vec<T>,
) -> Result<(DataKind, usize), RenderError> {
    let data = Dataset::new(kind, records());
    write_json(output, kind, &data)?;
    Ok((kind, data.items.len()))
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
