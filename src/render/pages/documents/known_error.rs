//! What only known errors have: symptoms and signatures.

use serde::Serialize;

use crate::document::KnownError;
use crate::document::known_error::Signature;
use crate::knowledge_base::DocumentIndex;
use crate::render::site::Site;

/// The parts of a known error's page.
#[derive(Debug, Default, Serialize)]
pub(super) struct KnownErrorView {
    /// HTML.
    symptoms: Vec<String>,
    signatures: Vec<SignatureView>,
}

impl KnownErrorView {
    pub(super) fn has_symptoms(&self) -> bool {
        !self.symptoms.is_empty()
    }

    pub(super) fn has_signatures(&self) -> bool {
        !self.signatures.is_empty()
    }
}

#[derive(Debug, Serialize)]
struct SignatureView {
    form: String,
    patterns: Vec<String>,
    component: Option<String>,
}

pub(super) fn known_error(
    site: &Site<'_>,
    path: &str,
    index: DocumentIndex,
    error: &KnownError,
) -> KnownErrorView {
    let symptoms = error.symptoms.iter();
    let signatures = error.signatures.iter();
    KnownErrorView {
        symptoms: symptoms
            .map(|symptom| site.markdown().inline(index, path, symptom))
            .collect(),
        signatures: signatures.map(|one| signature(site, one)).collect(),
    }
}

fn signature(site: &Site<'_>, signature: &Signature) -> SignatureView {
    let (form, patterns): (_, Vec<String>) = match (&signature.text, &signature.regex) {
        (Some(text), _) => ("text", vec![text.value.clone()]),
        (None, Some(regex)) => ("regex", vec![regex.value.clone()]),
        (None, None) => (
            "lines",
            signature
                .lines
                .iter()
                .map(|line| line.value.clone())
                .collect(),
        ),
    };
    SignatureView {
        form: site.text(&format!("signature.{form}")),
        patterns,
        component: signature.component.clone(),
    }
}
