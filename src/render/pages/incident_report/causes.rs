//! Why it happened: in the words written for customers, else by the names of the causes.

use crate::diagnostic::Spanned;
use crate::document::Id;
use crate::knowledge_base::TermKind;
use crate::render::pages::incident_report::issue::ReportStage;
use crate::render::pages::incident_report::{FactView, Report, SectionView};

impl Report<'_> {
    pub(super) fn causes(&self, stage: ReportStage, html: &str) -> SectionView {
        if !html.trim().is_empty() {
            return SectionView {
                heading: self.text("report.causes"),
                html: html.to_owned(),
                ..SectionView::default()
            };
        }
        let named = |label: &str, causes: &[Spanned<String>]| FactView {
            label: self.text(label),
            time: None,
            text: if causes.is_empty() {
                self.unknown(stage)
            } else {
                let names: Vec<String> = causes.iter().map(|cause| self.cause(cause)).collect();
                names.join(&self.text("list_separator"))
            },
        };
        let mut facts = vec![named("report.why_it_arose", &self.incident.causes)];
        // What was caught at once has no reason why it was not.
        let escape_causes = &self.incident.escape_causes;
        if !(escape_causes.is_empty() && self.is_settled(stage)) {
            facts.push(named("report.why_not_caught", escape_causes));
        }
        SectionView {
            heading: self.text("report.causes"),
            facts,
            ..SectionView::default()
        }
    }

    /// The name of a cause; of one without a name its words.
    fn cause(&self, written: &str) -> String {
        let id = Id::new(written);
        let mut causes = TermKind::Cause.definitions(&self.site.base.config).iter();
        let defined = causes.find(|cause| cause.id == id);
        let name = defined.filter(|cause| cause.name.is_some() || cause.name_ja.is_some());
        match name {
            Some(cause) => self.outward.words(cause.name_in(self.shown.language)),
            None => self.outward.words(&written.replace(['-', '_'], " ")),
        }
    }
}
