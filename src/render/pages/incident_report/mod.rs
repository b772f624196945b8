//! The report for customers on an incident, to print or to send: `incidents/<id>.report.html`, one in
//! each language that the incident is written in: the one that is to be issued now.
//!
//! It takes the title, the summary of the impact, the names of causes, the titles of actions with
//! their days, the milestones, what customers were told, and the section written for them; nothing
//! else of a document, and of these only what [`outward`] lets through. It leads nowhere.

mod author;
mod causes;
mod countermeasures;
mod folded;
mod issue;
mod outward;
mod prose;
mod told;

use rayon::prelude::*;
use serde::Serialize;

use crate::document::Document;
use crate::document::incident::{Incident, IncidentType, Milestone, Status};
use crate::insight::incident_figures::Measure;
use crate::insight::messages::concerns_customers;
use crate::knowledge_base::DocumentIndex;
use crate::locale::Locale;
use crate::render::format::{Formatter, TimeView};
use crate::render::paths::to_root;
use crate::render::site::{Output, RenderError, Site};
use crate::render::unit::looking_unit;
use crate::time::{Moment, When};

use countermeasures::{MeasureView, interim, others, permanent, sources};
use issue::{Issue, ReportStage};
use outward::Outward;
use prose::Prose;
use told::{Told, ToldView};

/// Whether there is a report on an incident: it concerns customers.
pub(super) fn has_report(original: &Document) -> bool {
    original.incident().is_some_and(concerns_customers)
}

pub(super) fn write(site: &Site<'_>, output: &dyn Output) -> Result<(), RenderError> {
    (0..site.base.documents().len())
        .into_par_iter()
        .map(DocumentIndex)
        .try_for_each(|index| {
            let entry = site.base.entry_of(index);
            let original = site.base.original(entry);
            let Some(incident) = original.incident().filter(|_| has_report(original)) else {
                return Ok(());
            };
            let path = site.paths.report(index);
            if !output.wants(&path) {
                return Ok(());
            }
            let make = |output: &dyn Output| {
                let view = Report::of(site, index, original, incident).view(&path);
                site.page(output, "incident-report.html", &path, &view)
            };
            looking_unit(site, output, &path, || site.made_from_texts([entry]), make)
        })
}

#[derive(Debug, Serialize)]
struct ReportPage {
    language: &'static str,
    /// The path to the site's root, where the styles are.
    root: String,
    heading: String,
    title: String,
    /// The number of the report, where one was given, and its stage.
    number: Option<String>,
    stage: String,
    date: TimeView,
    addressee: String,
    issuer: Option<String>,
    /// `Approved by: …`.
    approved_by: Option<String>,
    greeting: String,
    /// What whoever sends it should look at first; not printed.
    notes: Vec<String>,
    notes_heading: String,
    /// What stands above the numbered sections: 記.
    notes_follow: String,
    sections: Vec<SectionView>,
    /// What stands below them: 以上.
    end: String,
}

/// A numbered section.
#[derive(Debug, Default, Serialize)]
struct SectionView {
    heading: String,
    texts: Vec<String>,
    facts: Vec<FactView>,
    /// HTML of the section that is written for customers.
    html: String,
    lists: Vec<ListView>,
    told: Vec<ToldView>,
}

#[derive(Debug, Serialize)]
struct FactView {
    label: String,
    time: Option<TimeView>,
    text: String,
}

#[derive(Debug, Serialize)]
struct ListView {
    label: String,
    /// What is said where there is nothing.
    empty: String,
    items: Vec<MeasureView>,
}

/// What a report is made from.
struct Report<'a> {
    site: &'a Site<'a>,
    /// The document whose words it takes.
    shown: &'a Document,
    /// The document that counts.
    original: &'a Document,
    incident: &'a Incident,
    locale: &'a Locale,
    format: Formatter,
    outward: Outward<'a>,
    told: Told<'a>,
    issue: Issue,
}

impl<'a> Report<'a> {
    fn of(
        site: &'a Site<'a>,
        index: DocumentIndex,
        original: &'a Document,
        incident: &'a Incident,
    ) -> Self {
        let shown = &site.base[index];
        let config = &site.base.config;
        let mut sources = sources(site, incident);
        sources.extend([original, shown]);
        let told = Told::of(original, shown, config.zone);
        Self {
            issue: Issue::of(&told, incident, config.zone, site.today),
            told,
            site,
            shown,
            original,
            incident,
            // A letter is in one language throughout; the site's own wording holds for its own.
            locale: if shown.language == config.language {
                &site.locale
            } else {
                Locale::of(shown.language)
            },
            format: Formatter {
                language: shown.language,
                zone: config.zone,
            },
            outward: Outward::of(site.base, &sources, shown.language),
        }
    }

    fn text(&self, key: &str) -> String {
        self.locale.text(&format!("interface.{key}")).to_owned()
    }

    fn filled(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.locale.format(&format!("interface.{key}"), arguments)
    }

    fn counted(&self, key: &str, count: usize) -> String {
        self.filled(key, &[("count", &count.to_string())])
    }

    fn view(&self, path: &str) -> ReportPage {
        let stage = self.issue.stage;
        let is_maintenance = self.incident.incident_type() == IncidentType::Maintenance;
        let approved = self.incident.roles.0.iter();
        let approved: Vec<&str> = approved
            .filter(|(role, _)| role.value == "approved_by")
            .flat_map(|(_, people)| people)
            .map(|name| name.as_str())
            .collect();
        let title = self.outward.words(&self.shown.title);
        let prose =
            prose::for_customers(self.shown, &self.outward, &self.site.base.config.sections);
        let sections = self.sections(stage, &prose);
        let language = self.shown.language;
        let config = &self.site.base.config;
        ReportPage {
            language: language.code(),
            root: to_root(path),
            heading: self.text(if is_maintenance {
                "report.heading_maintenance"
            } else {
                "report.heading"
            }),
            title,
            number: self
                .told
                .number(self.issue.is_sent)
                .map(|number| self.filled("report.number", &[("number", &number)])),
            stage: self.text(match stage {
                ReportStage::First => "report.first",
                ReportStage::Update => "report.update",
                ReportStage::Final => "report.final",
            }),
            date: self.format.day_view(self.issue.day),
            addressee: self.addressee(),
            issuer: config.issuer.name_in(language).map(str::to_owned),
            approved_by: (!approved.is_empty()).then(|| {
                let names = approved.join(&self.text("list_separator"));
                self.filled("report.approved_by", &[("names", &names)])
            }),
            greeting: self.text(self.issue.greeting(self.original)),
            notes_follow: self.text("report.notes_follow"),
            notes: author::notes(self, !prose.causes.is_empty()),
            notes_heading: self.text("report.author.heading"),
            sections,
            end: self.text("report.end"),
        }
    }

    fn addressee(&self) -> String {
        let written = self.told.addressee().map(|one| self.outward.words(one));
        let Some(written) = written.filter(|written| !written.is_empty()) else {
            return self.text("report.to_all");
        };
        let is_addressed = ["御中", "様", "各位", "殿", "さま"]
            .iter()
            .any(|honorific| written.ends_with(honorific));
        if is_addressed {
            return written;
        }
        // 「西日本の317施設」 are many; 「株式会社…」 is one.
        let are_many =
            written.contains(|c: char| c.is_numeric()) || written.starts_with(['全', '各']);
        let key = if are_many {
            "report.to_many"
        } else {
            "report.to"
        };
        self.filled(key, &[("addressee", &written)])
    }

    fn sections(&self, stage: ReportStage, prose: &Prose) -> Vec<SectionView> {
        let mut sections: Vec<SectionView> = self.summary(prose).into_iter().collect();
        sections.extend([
            self.course(stage),
            self.impact(stage),
            self.causes(stage, &prose.causes),
            self.countermeasures(stage),
        ]);
        sections.extend(self.next(stage));
        sections.extend(self.messages());
        sections.extend(self.contact());
        sections
    }

    /// What is written for customers.
    fn summary(&self, prose: &Prose) -> Option<SectionView> {
        (!prose.summary.trim().is_empty()).then(|| SectionView {
            heading: self.text("report.summary"),
            html: prose.summary.clone(),
            ..SectionView::default()
        })
    }

    fn course(&self, stage: ReportStage) -> SectionView {
        let mut facts: Vec<FactView> = Milestone::ALL
            .iter()
            .filter_map(|milestone| {
                let at = self.original.milestone(*milestone)?;
                let key = format!("report.{}", milestone.field());
                Some(FactView {
                    label: self.text(&key),
                    time: Some(self.time(at)),
                    text: String::new(),
                })
            })
            .collect();
        let resolved = self.original.milestone(Milestone::Resolved);
        if resolved.is_none() {
            facts.push(FactView {
                label: self.text("report.resolved_at"),
                time: None,
                text: self.text(if self.is_settled(stage) {
                    "report.no_time"
                } else {
                    "report.not_resolved"
                }),
            });
        }
        if let Some(length) = Measure::Resolve.of(self.original) {
            facts.push(FactView {
                label: self.text("report.duration"),
                time: None,
                text: self.format.duration(length),
            });
        }
        SectionView {
            heading: self.text("report.course"),
            facts,
            ..SectionView::default()
        }
    }

    /// A time on the site's clocks, with their name.
    fn time(&self, moment: &Moment) -> TimeView {
        let When::Time(time) = moment.when else {
            return self.format.day_of(moment);
        };
        let zone = self.format.zone;
        let here = zone.show(time);
        TimeView {
            datetime: here.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            text: format!(
                "{} {} {}",
                self.format.day(here.date_naive()),
                here.format("%H:%M"),
                zone.name_at(time)
            ),
            local: None,
        }
    }

    fn impact(&self, stage: ReportStage) -> SectionView {
        let summary = |incident: Option<&Incident>| {
            let impact = incident.and_then(|incident| incident.impact.as_ref());
            let summary = impact.and_then(|impact| impact.summary.as_deref());
            summary
                .filter(|summary| !summary.trim().is_empty())
                .map(str::to_owned)
        };
        let written = summary(self.shown.incident()).or_else(|| summary(Some(self.incident)));
        SectionView {
            heading: self.text("report.impact"),
            texts: vec![match written {
                Some(written) => self.outward.words(&written),
                None => self.unknown(stage),
            }],
            ..SectionView::default()
        }
    }

    /// What is said where something is not known: that it is looked into, and once all is settled
    /// that it was not found out.
    fn unknown(&self, stage: ReportStage) -> String {
        self.text(if self.is_settled(stage) {
            "report.not_found"
        } else {
            "report.looked_into"
        })
    }

    /// Whether nothing more is to be found out: this is the last word, or the report of the incident
    /// is final.
    fn is_settled(&self, stage: ReportStage) -> bool {
        stage == ReportStage::Final || self.incident.status() == Status::Final
    }

    fn countermeasures(&self, stage: ReportStage) -> SectionView {
        let empty = self.text(if self.is_settled(stage) {
            "report.no_measures"
        } else {
            "report.measures_considered"
        });
        let list = |label: &str, items: Vec<MeasureView>| ListView {
            label: self.text(label),
            empty: empty.clone(),
            items,
        };
        let mut lists = vec![
            list("report.interim", interim(self)),
            list("report.permanent", permanent(self)),
        ];
        let others = others(self);
        // That something is still considered is said only where nothing at all is decided.
        let is_decided = !others.is_empty() || lists.iter().any(|list| !list.items.is_empty());
        if is_decided {
            lists.retain(|list| !list.items.is_empty());
        }
        if !others.is_empty() {
            let label = if lists.is_empty() {
                "report.measures"
            } else {
                "report.other_measures"
            };
            lists.push(list(label, others));
        }
        SectionView {
            heading: self.text("report.countermeasures"),
            lists,
            ..SectionView::default()
        }
    }

    /// When the next word is promised for.
    fn next(&self, stage: ReportStage) -> Option<SectionView> {
        if stage == ReportStage::Final {
            return None;
        }
        let promised = self.told.latest()?.next_update_by.as_ref()?;
        // What was promised for a day before that of the report is no longer to come.
        if promised.day_in(self.format.zone) < self.issue.day {
            return None;
        }
        Some(SectionView {
            heading: self.text("report.next"),
            facts: vec![FactView {
                label: self.text("report.next_by"),
                time: Some(self.time(promised)),
                text: String::new(),
            }],
            ..SectionView::default()
        })
    }

    fn messages(&self) -> Option<SectionView> {
        let told = self.told.views(self);
        (!told.is_empty()).then(|| SectionView {
            heading: self.text("report.told"),
            told,
            ..SectionView::default()
        })
    }

    fn contact(&self) -> Option<SectionView> {
        let contact = self
            .site
            .base
            .config
            .issuer
            .contact_in(self.shown.language)?;
        let lines = contact.lines().map(|line| line.trim().to_owned());
        Some(SectionView {
            heading: self.text("report.contact"),
            texts: lines.filter(|line| !line.is_empty()).collect(),
            ..SectionView::default()
        })
    }
}
