//! What applies to a change before it is made: lines of checklists, live known errors, earlier
//! incidents.

use std::cmp::Reverse;

use chrono::NaiveDate;
use globset::{Glob, GlobMatcher};
use rustc_hash::FxHashSet;

use crate::diagnostic::Spanned;
use crate::document::incident::{Incident, IncidentType};
use crate::document::known_error::KnownErrorStatus;
use crate::document::{Checklist, Content, Id};
use crate::insight::actions::ActionPlace;
use crate::insight::board::{Board, Standing};
use crate::insight::history::ChecklistLine;
use crate::knowledge_base::{EntryIndex, KnowledgeBase};

/// A change that somebody is about to make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlannedChange {
    /// The services it touches.
    pub services: Vec<String>,
    /// What sorts of change it is: `certificate`, `migration`.
    pub change_types: Vec<String>,
    /// The files it touches, as paths in their own repository.
    pub paths: Vec<String>,
}

/// Why something applies to a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// It is about a service that the change touches.
    Service(Id),
    /// It is about changes of this sort.
    ChangeType(String),
    /// It names files that the change touches, with this pattern.
    Path(String),
}

/// An incident or a known error that applies to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applying {
    /// Which one.
    pub entry: EntryIndex,
    /// Why.
    pub grounds: Vec<Ground>,
}

/// A checklist that applies to a change, with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyingChecklist {
    /// The checklist, and why it applies.
    pub checklist: Applying,
    /// All of its lines.
    pub lines: Vec<ChecklistLine>,
}

/// What applies to a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    /// The services that the change touches: those named, and those whose files it touches.
    pub services: Vec<Id>,
    /// Checklists, those with most grounds first.
    pub checklists: Vec<ApplyingChecklist>,
    /// Known errors that are neither fixed nor retired, those with most grounds first.
    pub known_errors: Vec<Applying>,
    /// What should have been done after the incidents that apply, in the order of the actions board.
    pub overdue: Vec<ActionPlace>,
    /// Incidents, near misses and pre-mortems, those with most grounds first, then the latest.
    pub incidents: Vec<Applying>,
}

impl Advice {
    /// Whether nothing applies.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.checklists.is_empty() && self.known_errors.is_empty() && self.incidents.is_empty()
    }

    /// Looks for what applies to a change on the day `today`.
    #[must_use]
    pub fn on(base: &KnowledgeBase, change: &PlannedChange, today: NaiveDate) -> Self {
        let services = services(base, change);
        let question = Question {
            services: &services,
            change,
        };
        let mut checklists = Vec::new();
        let mut known_errors = Vec::new();
        let mut incidents = Vec::new();
        for entry in (0..base.entries().len()).map(EntryIndex) {
            let list = match &base.original(entry).content {
                Content::Checklist(checklist) => {
                    let grounds = question.of_checklist(checklist);
                    push(&mut checklists, entry, grounds);
                    continue;
                }
                Content::KnownError(error)
                    if matches!(
                        error.status(),
                        KnownErrorStatus::Active | KnownErrorStatus::Draft
                    ) =>
                {
                    let grounds = question.of_services(&error.services);
                    (&mut known_errors, grounds)
                }
                Content::Incident(incident)
                    if incident.incident_type() != IncidentType::Maintenance =>
                {
                    (&mut incidents, question.of_incident(incident))
                }
                _ => continue,
            };
            push(list.0, entry, list.1);
        }
        for list in [&mut checklists, &mut known_errors, &mut incidents] {
            sort(base, list);
        }
        let with_lines = |checklist: Applying| ApplyingChecklist {
            lines: lines(base, checklist.entry),
            checklist,
        };
        Self {
            checklists: checklists.into_iter().map(with_lines).collect(),
            known_errors,
            overdue: overdue(base, &incidents, today),
            incidents,
            services,
        }
    }
}

fn push(list: &mut Vec<Applying>, entry: EntryIndex, grounds: Vec<Ground>) {
    if !grounds.is_empty() {
        list.push(Applying { entry, grounds });
    }
}

/// The overdue actions of these incidents, and of those that share them.
fn overdue(base: &KnowledgeBase, incidents: &[Applying], today: NaiveDate) -> Vec<ActionPlace> {
    let applying: FxHashSet<EntryIndex> = incidents.iter().map(|one| one.entry).collect();
    let board = Board::on(base, today);
    let late = board.standing(Standing::Overdue).iter();
    late.filter(|action| action.reports().any(|report| applying.contains(&report)))
        .map(|action| action.place)
        .collect()
}

/// Most grounds first, then the latest, then in the order of files.
fn sort(base: &KnowledgeBase, list: &mut [Applying]) {
    let day = |entry: EntryIndex| -> Option<NaiveDate> {
        let date = base.original(entry).date()?;
        Some(date.day_in(base.config.zone))
    };
    list.sort_by_cached_key(|one| {
        (
            Reverse(one.grounds.len()),
            Reverse(day(one.entry)),
            one.entry,
        )
    });
}

fn lines(base: &KnowledgeBase, checklist: EntryIndex) -> Vec<ChecklistLine> {
    let count = base.original(checklist).body.tasks.len();
    let positions = 0..count;
    positions
        .map(|position| ChecklistLine {
            checklist,
            position,
        })
        .collect()
}

/// The services that a change touches: those named first, then those whose files it touches, in the
/// order in which the site defines them.
fn services(base: &KnowledgeBase, change: &PlannedChange) -> Vec<Id> {
    let mut services: Vec<Id> = Vec::new();
    for name in &change.services {
        let service = Id::new(name);
        if !services.contains(&service) {
            services.push(service);
        }
    }
    for service in base.config.services.iter() {
        let touches = service
            .paths
            .iter()
            .any(|pattern| touched_by(pattern, &change.paths));
        if touches && !services.contains(&service.id) {
            services.push(service.id.clone());
        }
    }
    services
}

/// Whether a pattern names one of these paths; a broken pattern names none, and is a finding where it
/// is written.
fn touched_by(pattern: &str, paths: &[String]) -> bool {
    let glob: Option<GlobMatcher> = Glob::new(pattern).ok().map(|glob| glob.compile_matcher());
    glob.is_some_and(|glob| paths.iter().any(|path| glob.is_match(path)))
}

/// A change with the services it touches.
struct Question<'a> {
    services: &'a [Id],
    change: &'a PlannedChange,
}

impl Question<'_> {
    fn of_services(&self, written: &[Spanned<String>]) -> Vec<Ground> {
        let mut grounds: Vec<Ground> = written
            .iter()
            .map(|service| Id::new(service))
            .filter(|service| self.services.contains(service))
            .map(Ground::Service)
            .collect();
        grounds.dedup();
        grounds
    }

    fn of_change_type(&self, written: &str) -> Option<Ground> {
        let mut asked = self.change.change_types.iter();
        asked
            .any(|asked| Id::new(asked) == Id::new(written))
            .then(|| Ground::ChangeType(written.to_owned()))
    }

    fn of_incident(&self, incident: &Incident) -> Vec<Ground> {
        let change = incident.change.as_ref();
        let sort = change.and_then(|change| change.change_type.as_ref());
        let mut grounds = self.of_services(&incident.services);
        grounds.extend(sort.and_then(|sort| self.of_change_type(sort)));
        grounds
    }

    /// A checklist applies where each sort of thing that both it and the change name agrees: one for
    /// certificates does not apply to a feature flag of the same service.
    fn of_checklist(&self, checklist: &Checklist) -> Vec<Ground> {
        let Some(to) = &checklist.applies_to else {
            return Vec::new();
        };
        let services = self.of_services(&to.services);
        let types: Vec<Ground> = to
            .change_types
            .iter()
            .filter_map(|written| self.of_change_type(written))
            .collect();
        let patterns = to.paths.iter().map(|pattern| &pattern.value);
        let paths: Vec<Ground> = patterns
            .filter(|pattern| touched_by(pattern, &self.change.paths))
            .map(|pattern| Ground::Path(pattern.clone()))
            .collect();
        // Paths stand for the services they belong to: either is enough.
        let place_differs = services.is_empty()
            && paths.is_empty()
            && !(to.services.is_empty() && to.paths.is_empty())
            && !(self.services.is_empty() && self.change.paths.is_empty());
        let type_differs =
            types.is_empty() && !to.change_types.is_empty() && !self.change.change_types.is_empty();
        if place_differs || type_differs {
            return Vec::new();
        }
        paths.into_iter().chain(types).chain(services).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::tests::knowledge_base;

    const CONFIG: &str = "services: [{id: gateway, paths: ['infra/gateway/**']}, {id: mail}]";
    const FILES: &[(&str, &str)] = &[
        (
            "content/checklists/certificates.md",
            "---\napplies_to: {services: [gateway], change_types: [certificate], paths: ['**/certs/*']}\n---\n- [ ] one\n- [ ] two\n",
        ),
        ("content/checklists/other.md", "- [ ] three\n"),
        (
            "content/incidents/a.md",
            "---\nstarted_at: 2025-01-01\nservices: [gateway]\nchange: {type: certificate}\n---\n",
        ),
        (
            "content/incidents/b.md",
            "---\nstarted_at: 2026-01-01\nservices: [Gateway, mail]\n---\n",
        ),
        (
            "content/incidents/c.md",
            "---\nstarted_at: 2026-01-01\ntype: maintenance\nservices: [gateway]\n---\n",
        ),
        (
            "content/known-errors/d.md",
            "---\nstatus: active\nservices: [gateway]\n---\n",
        ),
        (
            "content/known-errors/e.md",
            "---\nstatus: fixed\nservices: [gateway]\n---\n",
        ),
    ];

    fn advice(services: &[&str], types: &[&str], paths: &[&str]) -> Vec<String> {
        let base = knowledge_base(CONFIG, FILES);
        let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let advice = Advice::on(
            &base,
            &PlannedChange {
                services: all(services),
                change_types: all(types),
                paths: all(paths),
            },
            NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        );
        let checklists = advice.checklists.iter().map(|one| &one.checklist);
        let applying = checklists
            .chain(&advice.known_errors)
            .chain(&advice.incidents);
        applying
            .map(|one| format!("{} {}", base[one.entry].id, one.grounds.len()))
            .collect()
    }

    #[test]
    fn a_change_is_told_what_went_wrong_before() {
        assert_eq!(
            advice(&["GATEWAY"], &[], &[]),
            ["certificates 1", "d 1", "b 1", "a 1"]
        );
        assert_eq!(
            advice(&[], &[], &["infra/gateway/certs/edge.pem"]),
            ["certificates 2", "d 1", "b 1", "a 1"]
        );
        assert_eq!(
            advice(&["gateway"], &["certificate"], &[]),
            ["certificates 2", "d 1", "a 2", "b 1"]
        );
        assert_eq!(
            advice(&["gateway"], &["feature-flag"], &[]),
            ["d 1", "b 1", "a 1"]
        );
        assert_eq!(advice(&["mail"], &["certificate"], &[]), ["b 1", "a 1"]);
        assert!(advice(&["nothing"], &[], &["README.md"]).is_empty());
    }
}
