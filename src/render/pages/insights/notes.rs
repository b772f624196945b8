//! How it is counted, and what is left out.

use crate::document::Kind;
use crate::document::incident::IncidentType;
use crate::insight::actions::WrittenAction;
use crate::render::charts::number;

use super::Gathered;

impl Gathered<'_> {
    /// Sentences on what is counted where; what does not occur is not spoken of.
    pub(super) fn notes(&self) -> Vec<String> {
        let zone = self.site.format.zone_name();
        let mut notes = vec![self.filled("month_note", &[("zone", &zone)])];
        notes.extend(self.counted_apart());
        notes.extend(self.left_out());
        notes
    }

    /// How many reports of other sorts there are, dated or not.
    fn counted_apart(&self) -> Option<String> {
        let base = self.site.base;
        let count = |wanted: IncidentType| {
            let reports = base.of_kind(Kind::Incident);
            let incidents = reports.filter_map(|entry| base.original(entry).incident());
            incidents
                .filter(|one| one.incident_type() == wanted)
                .count()
        };
        let others = IncidentType::ALL.iter();
        let sorts: Vec<String> = others
            .filter(|sort| **sort != IncidentType::Incident)
            .map(|sort| (sort, count(*sort)))
            .filter(|(_, count)| *count > 0)
            .map(|(sort, count)| {
                let word = self.site.word("incident-type", sort.as_str());
                let arguments = [("sort", word.as_str()), ("number", &number(count))];
                self.filled("sort_note", &arguments)
            })
            .collect();
        let sorts = (!sorts.is_empty()).then(|| sorts.join(&self.site.text("list_separator")))?;
        Some(self.filled("apart_note", &[("sorts", &sorts)]))
    }

    fn left_out(&self) -> Vec<String> {
        let records = &self.records;
        let before_pages = self.months.first().map_or(0, |first| {
            let all = records.all();
            all.partition_point(|record| record.day < first.first_day())
        });
        let count_actions = |is_meant: fn(&WrittenAction<'_>) -> bool| {
            self.actions
                .iter()
                .filter(|action| is_meant(action))
                .count()
        };
        let counts = [
            ("undated", records.undated),
            ("later", records.later),
            ("duplicates", records.duplicates),
            ("before_pages", before_pages),
            (
                "without_opening",
                count_actions(|action| action.opened_on().is_none()),
            ),
            (
                "done_sometime",
                count_actions(|action| action.is_done() && action.done_on().is_none()),
            ),
        ];
        counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| {
                let key = format!("insights.notes.{key}");
                self.site.counted(&key, &number(count))
            })
            .collect()
    }
}
