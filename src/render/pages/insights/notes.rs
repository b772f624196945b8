//! How it is counted, and what is left out.

use crate::document::Kind;
use crate::document::incident::IncidentType;

use super::Gathered;

impl Gathered<'_> {
    /// Sentences on what is counted where; what does not occur is not spoken of.
    pub(super) fn notes(&self) -> Vec<String> {
        let records = &self.records;
        let all = records.all();
        let zone = self.site.format.zone_name();
        let mut notes = vec![self.filled("notes.month", &[("zone", &zone)])];
        let count = |wanted: IncidentType| {
            let all = self.site.base.of_kind(Kind::Incident);
            let reports = all.filter_map(|entry| self.site.base.original(entry).incident());
            reports.filter(|one| one.incident_type() == wanted).count()
        };
        let apart = IncidentType::ALL.iter().map(|one| (one, count(*one)));
        let apart: Vec<String> = apart
            .filter(|(kind, count)| **kind != IncidentType::Incident && *count > 0)
            .map(|(kind, count)| {
                let word = self.site.word("incident-type", kind.as_str());
                self.filled(
                    "notes.sort",
                    &[("sort", &word), ("number", &count.to_string())],
                )
            })
            .collect();
        if !apart.is_empty() {
            let sorts = apart.join(&self.site.text("list_separator"));
            notes.push(self.filled("notes.apart", &[("sorts", &sorts)]));
        }
        let before_pages = self.months.first().map_or(0, |first| {
            all.partition_point(|record| record.day < first.first_day())
        });
        let opened = self.actions.iter();
        let without_opening = opened.filter(|one| one.opened_on().is_none()).count();
        let done = self.actions.iter();
        let done_sometime = done.filter(|one| one.is_done() && one.done_on().is_none());
        for (key, count) in [
            ("undated", records.undated),
            ("later", records.later),
            ("duplicates", records.duplicates),
            ("before_pages", before_pages),
            ("without_opening", without_opening),
            ("done_sometime", done_sometime.count()),
        ] {
            if count > 0 {
                let key = format!("insights.notes.{key}");
                notes.push(self.site.counted(&key, &count.to_string()));
            }
        }
        notes
    }
}
