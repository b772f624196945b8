//! What was said to whom, on the pages of incidents and known errors.

use serde::Serialize;

use crate::document::Document;
use crate::document::common::Communication;
use crate::insight::messages;
use crate::knowledge_base::DocumentIndex;
use crate::render::format::TimeView;
use crate::render::site::Site;

#[derive(Debug, Serialize)]
pub(super) struct CommunicationView {
    at: Option<TimeView>,
    audience: Option<String>,
    stage: Option<String>,
    channel: Option<String>,
    html: String,
    next_update_by: Option<TimeView>,
    due: Option<TimeView>,
    number: Option<String>,
    addressee: Option<String>,
}

pub(super) fn communications(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    document: &Document,
) -> Vec<CommunicationView> {
    let view = |one: &Communication| CommunicationView {
        at: one.at.as_ref().map(|at| site.format.moment(at)),
        audience: one
            .audience
            .as_ref()
            .map(|who| site.word("audience", who.as_str())),
        stage: one
            .stage
            .as_ref()
            .map(|stage| site.word("stage", stage.as_str())),
        channel: one.channel.clone(),
        html: site
            .markdown()
            .inline(index, path, one.text.as_deref().unwrap_or_default()),
        next_update_by: one.next_update_by.as_ref().map(|by| site.format.moment(by)),
        due: one.due.as_ref().map(|due| site.format.moment(due)),
        number: one.number.clone(),
        addressee: one.addressee.clone(),
    };
    messages::communications(document)
        .iter()
        .map(view)
        .collect()
}
