//! A document as it is remembered: what was read of its text, without the text.

use crate::memory::bytes::{Reader, Writer};
use crate::memory::{Remember, remember_one_of};

use super::{
    Checklist, Content, Document, FileName, Incident, Kind, KnownError, Original, TimelineSource,
    Vendor,
};

/// What the bytes are called.
const NAME: &str = "document";

remember_one_of!(TimelineSource {
    Fields,
    WholeTable,
    ShownTable
});

impl Remember for Content {
    fn remember(&self, writer: &mut Writer) {
        self.kind().remember(writer);
        match self {
            Self::Incident(incident) => incident.remember(writer),
            Self::KnownError(error) => error.remember(writer),
            Self::Checklist(checklist) => checklist.remember(writer),
            Self::Vendor(vendor) => vendor.remember(writer),
            Self::Page => {}
        }
    }

    fn recall(reader: &mut Reader<'_>) -> Option<Self> {
        Some(match Kind::recall(reader)? {
            Kind::Incident => Self::Incident(Box::<Incident>::recall(reader)?),
            Kind::KnownError => Self::KnownError(Box::<KnownError>::recall(reader)?),
            Kind::Checklist => Self::Checklist(Box::<Checklist>::recall(reader)?),
            Kind::Vendor => Self::Vendor(Box::<Vendor>::recall(reader)?),
            Kind::Page => Self::Page,
        })
    }
}

impl Document {
    /// Writes what was read of its text. Nothing, where reading found faults: these are told from the text each time.
    #[must_use]
    pub fn remember(&self) -> Option<Vec<u8>> {
        // In the order in which they are read below.
        let Self {
            path: _,
            text: _,
            name: _,
            taken_over: _,
            id,
            language,
            title,
            front_matter,
            common,
            content,
            body,
            timeline,
            timeline_source,
            findings,
        } = self;
        if !findings.is_empty() {
            return None;
        }
        let mut writer = Writer::begin(NAME);
        id.remember(&mut writer);
        language.remember(&mut writer);
        title.remember(&mut writer);
        front_matter.remember(&mut writer);
        common.remember(&mut writer);
        content.remember(&mut writer);
        body.remember(&mut writer);
        timeline.remember(&mut writer);
        timeline_source.remember(&mut writer);
        Some(writer.end())
    }

    /// The document that was remembered of the file with this path and this text, and with what it took over.
    ///
    /// # Errors
    ///
    /// The text again, where the bytes are not what [`Document::remember`] has written.
    pub fn recall(
        path: &str,
        text: String,
        taken_over: Option<Original>,
        bytes: &[u8],
    ) -> Result<Self, String> {
        let read = || {
            let mut reader = Reader::open(NAME, bytes)?;
            let document = Self {
                path: path.to_owned(),
                text: String::new(),
                name: FileName::of(path),
                taken_over,
                id: Remember::recall(&mut reader)?,
                language: Remember::recall(&mut reader)?,
                title: Remember::recall(&mut reader)?,
                front_matter: Remember::recall(&mut reader)?,
                common: Remember::recall(&mut reader)?,
                content: Remember::recall(&mut reader)?,
                body: Remember::recall(&mut reader)?,
                timeline: Remember::recall(&mut reader)?,
                timeline_source: Remember::recall(&mut reader)?,
                findings: Vec::new(),
            };
            reader.is_at_end().then_some(document)
        };
        match read() {
            Some(document) => Ok(Self { text, ..document }),
            None => Err(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::Reading;

    fn read(path: &str, kind: Kind, text: &str) -> Document {
        let config = Config::default_for("");
        let reading = Reading {
            language: config.language,
            zone: config.zone,
            link_ids: &config.link_ids,
            sections: &config.sections,
        };
        Document::read(path, text.to_owned(), kind, None, &reading)
    }

    const VENDOR: &str = "---\nid: acme\nservices: [shop]\ncontacts:\n- role: 窓口\n  hours: 24/7\n  verified_on: 2026-01-02\n\
        escalation:\n- {level: 1, after: 1h30m}\nsla:\n- {severity: SEV1, respond: 15m}\ncontract: {ends: 2027-03-31}\n\
        custom: {a: [1, ~, {b: \"2\"}], c: x}\n---\n# Acme\n\nSee [that](x.md#y) and KE-1.\n";

    const INCIDENT: &str = "---\nid: INC-1\nseverity: SEV2\nstarted_at: 2026-03-14 09:02 +09:00\nresolved_at: 2026-03-14\n\
        roles: {commander: [Aoi, 葵]}\nimpact: {users: 12000, sla_breached: false}\nactions:\n\
        - {title: Mend, due: 2026-04-01, rollout: [{service: shop, state: done}]}\n\
        relations: [{type: recurrence-of, id: INC-0, note: 同じ}]\n---\n# 件名\n\n## Timeline\n\n\
        | Time | Event | Vendor |\n| --- | --- | --- |\n| 09:02 | Alert | acme |\n\n- [x] **A-1** Done\n\n<p id=\"p\">x</p>\n";

    #[test]
    fn what_was_read_is_recalled_as_it_was() {
        for (path, kind, text) in [
            ("vendors/acme.md", Kind::Vendor, VENDOR),
            ("incidents/inc-1.ja.md", Kind::Incident, INCIDENT),
            ("x.md", Kind::Page, ""),
        ] {
            let document = read(path, kind, text);
            let bytes = document.remember().unwrap();
            let recalled = Document::recall(path, text.to_owned(), None, &bytes).unwrap();
            assert_eq!(format!("{recalled:?}"), format!("{document:?}"));
            for end in 0..bytes.len() {
                let cut = Document::recall(path, text.to_owned(), None, &bytes[..end]);
                assert_eq!(cut.unwrap_err(), text);
            }
        }
    }

    #[test]
    fn what_had_faults_is_not_remembered() {
        let faulty = read("x.md", Kind::Incident, "---\nseverity: [\n---\n");
        assert!(!faulty.findings.is_empty());
        assert_eq!(faulty.remember(), None);
    }
}
