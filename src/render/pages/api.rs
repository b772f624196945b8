//! `api/v1/*.json`: the site as data for other programs, and the schemas of that.

use serde::Serialize;

use crate::export::index::DataIndex;
use crate::export::{DataKind, Dataset, actions, documents, figures, relations};
use crate::render::site::{Output, RenderError, Site, write as hand_on};
use crate::schema::schema;

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    let Site { base, today, .. } = *site;
    let base_url = base.config.base_url.as_deref();
    let documents = documents::records(base, &site.paths.pages(base_url));
    let relations = relations::records(base, site.relations, &site.related);
    let actions = actions::records(base, &site.board, today);
    let figures = figures::records(&site.counted, &site.recurrence, &base.config);
    let counts = [
        (DataKind::Documents, documents.len()),
        (DataKind::Relations, relations.len()),
        (DataKind::Actions, actions.len()),
        (DataKind::Figures, figures.len()),
    ];
    let index = DataIndex::of(&base.config, today, &counts);
    write_json(output, DataKind::Index, &index)?;
    write_items(output, DataKind::Documents, documents)?;
    write_items(output, DataKind::Relations, relations)?;
    write_items(output, DataKind::Actions, actions)?;
    write_items(output, DataKind::Figures, figures)
}

fn write_items<T: Serialize>(
    output: &dyn Output,
    kind: DataKind,
    items: Vec<T>,
) -> Result<(), RenderError> {
    write_json(output, kind, &Dataset::new(kind, items))
}

/// Hands data on, with its schema beside it.
fn write_json(
    output: &dyn Output,
    kind: DataKind,
    data: &impl Serialize,
) -> Result<(), RenderError> {
    hand_on(output, &kind.path(), &json(data))?;
    hand_on(output, &kind.schema_path(), &json(&schema(kind.into())))
}

/// JSON on one line.
fn json(data: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(data)
        .unwrap_or_else(|error| unreachable!("only words and numbers: {error}"));
    json.push(b'\n');
    json
}
