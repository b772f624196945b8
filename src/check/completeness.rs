//! What a report lacks: for its status, and for being final.

use chrono::NaiveDate;

use super::{Asks, Check, Gathered, Subject, loses_fields, may_be_unread, placed, rules};
use crate::diagnostic::{Diagnostic, Spanned};
use crate::document::Content;
use crate::document::incident::Status;
use crate::knowledge_base::EntryIndex;

/// What the report of an incident would lack if it were final; nothing for other documents.
#[must_use]
pub fn lacking_when_final(
    gathered: &Gathered<'_>,
    entry: EntryIndex,
    today: NaiveDate,
) -> Vec<Diagnostic> {
    let index = gathered.base[entry].original;
    let mut document = gathered.base[index].clone();
    let Content::Incident(incident) = &mut document.content else {
        return Vec::new();
    };
    incident.status = Some(Spanned {
        value: Status::Final,
        span: incident
            .status
            .as_ref()
            .map_or(document.front_matter, |it| it.span),
    });
    let subject = Subject {
        document: &document,
        ..Subject::of(gathered, index, today)
    };
    let mut findings = Vec::new();
    for rule in rules::ALL {
        match (rule.asks, &rule.check) {
            (Asks::More, Check::Text(look)) => look(&document, &mut findings),
            (Asks::More, Check::Entry(look) | Check::Document(look)) => {
                look(&subject, &mut findings);
            }
            _ => {}
        }
    }
    if document.findings.iter().any(loses_fields) {
        findings.retain(|finding| !may_be_unread(finding));
    }
    placed(gathered.base, &document, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::knowledge_base::KnowledgeBase;
    use crate::link::Relations;
    use crate::signature::Signatures;
    use crate::source::{Source, SourceFile};

    fn lacking(text: &str) -> Vec<&'static str> {
        let source = Source {
            content: "content".to_owned(),
            documents: vec![SourceFile {
                path: "content/incidents/a.md".to_owned(),
                text: Ok(text.to_owned()),
            }],
            files: Vec::new(),
        };
        let config = "rules: {missing-severity: off}".to_owned();
        let base = KnowledgeBase::read(ConfigFile::read(config, "kb"), source);
        let gathered = Gathered {
            base: &base,
            relations: &Relations::gather(&base),
            signatures: &Signatures::of(&base),
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let mut rules: Vec<_> = lacking_when_final(&gathered, EntryIndex(0), today)
            .iter()
            .map(|found| found.rule)
            .collect();
        rules.dedup();
        rules
    }

    #[test]
    fn a_draft_is_asked_what_a_final_report_has() {
        let draft = "---\nstatus: draft\nservices: [mail]\nsuppress: [{rule: missing-cause, reason: x}]\n---\n# Mail stopped\n";
        let all = lacking(draft);
        for rule in [
            "missing-action",
            "missing-end",
            "missing-section",
            "missing-start",
        ] {
            assert!(all.contains(&rule), "{rule}: {all:?}");
        }
        for rule in ["missing-severity", "missing-service", "missing-cause"] {
            assert!(!all.contains(&rule), "{rule}: {all:?}");
        }
        assert_eq!(lacking("---\nkind: page\n---\n"), [""; 0]);
    }
}
