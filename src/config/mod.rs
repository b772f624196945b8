//! `hansei.yaml`: how a site is called, in which language and zone it speaks, what its words are.

mod definitions;
mod resolve;
mod written;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use globset::GlobMatcher;
use regex::Regex;
use rustc_hash::FxHashSet;

use crate::diagnostic::{Finding, Severity, Spanned};
use crate::document::{Id, Kind, SectionHeadings};
use crate::language::Language;
use crate::locale::Locale;
use crate::time::Zone;
use crate::yaml::parse::parse_up_to;
use crate::yaml::read::{Field, Reader, choices};
use crate::yaml::tree;

pub use definitions::Definitions;
use resolve::resolve;
pub use written::WrittenConfig;

/// The name of the file.
pub const FILE_NAME: &str = "hansei.yaml";
/// The largest configuration that is read, in bytes: a list of thousands of services fits.
pub const MAX_BYTES: usize = 1024 * 1024;

choices! {
    /// What a review does with incidents that look related.
    #[derive(Default)]
    pub enum StrongCandidates {
        /// The review fails until the author has answered.
        #[default]
        MustAnswer = "must-answer",
        /// They are shown.
        Show = "show",
    }
}

/// A cause, service or owner that the site defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name in front matter.
    pub id: Id,
    /// Its name on pages, where it has one.
    pub name: Option<String>,
    /// Its name on Japanese pages, where it has one.
    pub name_ja: Option<String>,
    /// The broader cause of a cause.
    pub parent: Option<Id>,
    /// The owner of a service.
    pub owner: Option<Id>,
    /// Where a service's code is, in other repositories.
    pub paths: Vec<String>,
    /// Names an owner had before.
    pub formerly: Vec<Id>,
}

impl Definition {
    /// What to show in this language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        let japanese = self
            .name_ja
            .as_deref()
            .filter(|_| language == Language::Japanese);
        japanese
            .or(self.name.as_deref())
            .unwrap_or(self.id.as_str())
    }
}

/// What a site has decided about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    /// The rule does not speak.
    Off,
    /// The rule speaks with its own severity.
    On,
    /// The rule speaks with this severity.
    Graded(Severity),
}

/// Who stands behind reports for customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issuer {
    /// Who issues them, where it is written.
    pub name: Option<String>,
    /// The same on Japanese reports, where it is another.
    pub name_ja: Option<String>,
    /// Where customers may ask, in lines.
    pub contact: Option<String>,
    /// The same on Japanese reports, where it is another.
    pub contact_ja: Option<String>,
}

impl Issuer {
    /// Who issues a report in this language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> Option<&str> {
        in_language(language, self.name.as_deref(), self.name_ja.as_deref())
    }

    /// Where customers may ask about a report in this language.
    #[must_use]
    pub fn contact_in(&self, language: Language) -> Option<&str> {
        in_language(
            language,
            self.contact.as_deref(),
            self.contact_ja.as_deref(),
        )
    }
}

fn in_language<'a>(
    language: Language,
    text: Option<&'a str>,
    japanese: Option<&'a str>,
) -> Option<&'a str> {
    japanese.filter(|_| language == Language::Japanese).or(text)
}

/// A site's configuration with every default filled in.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the site is called.
    pub title: String,
    /// The language of interface and messages.
    pub language: Language,
    /// The zone for display, months and "overdue".
    pub zone: Zone,
    /// Where the site will be found, with a slash at the end.
    pub base_url: Option<String>,
    /// The first month of the fiscal year, 1 to 12.
    pub fiscal_year_start: u32,
    /// The day that counts as today.
    pub as_of: Option<NaiveDate>,
    /// The folder of the content; `None`: `content`, or the root where there is no such folder.
    pub content: Option<Spanned<String>>,
    /// The folder of the site.
    pub output: String,
    /// Kinds of documents by path within the content.
    pub kinds: Vec<(GlobMatcher, Kind)>,
    /// Severities, the gravest first.
    pub severities: Vec<String>,
    /// The causes that exist; empty: any.
    pub causes: Definitions,
    /// The services that exist; empty: any.
    pub services: Definitions,
    /// The owners that exist; empty: any.
    pub owners: Definitions,
    /// Texts of the interface that the site words differently, by their keys.
    pub texts: BTreeMap<String, String>,
    /// Which headings name which section.
    pub sections: SectionHeadings,
    /// Which bare words are ids.
    pub link_ids: Regex,
    /// What the site has decided about rules, with the place where it says so.
    pub rules: BTreeMap<String, Spanned<RuleSetting>>,
    /// What a review does with incidents that look related.
    pub strong_candidates: StrongCandidates,
    /// Who stands behind reports for customers.
    pub issuer: Issuer,
}

/// `hansei.yaml`, read.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// What it says, every default filled in.
    pub config: Config,
    /// Its text; empty where there is no file.
    pub text: String,
    /// What was found while reading it.
    pub findings: Vec<Finding>,
}

impl ConfigFile {
    /// Reads the file's text; `folder` is the name of the folder it is in.
    #[must_use]
    pub fn read(text: String, folder: &str) -> Self {
        let (config, findings) = Config::read(&text, folder);
        Self {
            config,
            text,
            findings,
        }
    }

    /// Notes that the folder which the file names for the content does not exist.
    #[must_use]
    pub fn without_content_folder(mut self) -> Self {
        if let Some(folder) = &self.config.content {
            let finding = Finding::new("configuration", "no-folder", folder.span);
            self.findings
                .push(finding.about("value", folder.value.as_str()));
        }
        self
    }
}

impl Config {
    /// The configuration of a site without the file; `folder` is the name of its folder.
    #[must_use]
    pub fn default_for(folder: &str) -> Self {
        Self::read("", folder).0
    }

    /// Reads the file's text; `folder` is the name of the folder it is in.
    #[must_use]
    pub fn read(text: &str, folder: &str) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let body = text.trim_start_matches('\u{FEFF}');
        let root = parse_up_to(MAX_BYTES, body, text.len() - body.len(), &mut findings);
        let mut reader = Reader {
            zone: Zone::default(),
            findings: &mut findings,
        };
        let written = root
            .filter(|node| node.value != tree::Value::Null)
            .and_then(|node| WrittenConfig::read(&node, &mut reader))
            .unwrap_or_default();
        for finding in &mut findings {
            // What helps with a key that front matter does not have is no help here.
            if finding.rule == "unknown-key" && finding.message.key == "unknown" {
                finding.message.key = "unknown-setting";
            }
        }
        let config = resolve(written, folder, &mut findings);
        (config, findings)
    }

    /// The words of this site's pages: ours, with those that it words differently.
    #[must_use]
    pub fn locale(&self) -> Locale {
        Locale::of(self.language).with(&self.texts)
    }

    /// The kind of a document by its path within the content, where its front matter names none.
    #[must_use]
    pub fn kind_of_path(&self, content_path: &str) -> Kind {
        Kind::of_path(content_path)
            .or_else(|| {
                self.kinds
                    .iter()
                    .find(|(pattern, _)| pattern.is_match(content_path))
                    .map(|(_, kind)| *kind)
            })
            .unwrap_or(Kind::Page)
    }

    /// A cause and the broader ones it belongs to, the nearest first.
    #[must_use]
    pub fn with_broader(&self, cause: &Id) -> Vec<Id> {
        let mut found = vec![cause.clone()];
        let mut seen = FxHashSet::from_iter([cause.clone()]);
        loop {
            let defined = found.last().and_then(|last| self.causes.get(last));
            match defined.and_then(|definition| definition.parent.clone()) {
                // Parents that go round in a circle end.
                Some(parent) if seen.insert(parent.clone()) => found.push(parent),
                _ => return found,
            }
        }
    }

    /// The present name of an owner who may be named by a former one.
    #[must_use]
    pub fn present_name<'c>(&'c self, owner: &'c Id) -> &'c Id {
        self.owners.formerly(owner).map_or(owner, |owner| &owner.id)
    }

    /// The present name of an owner as somebody has written it.
    #[must_use]
    pub fn present_owner(&self, written: &str) -> Id {
        let id = Id::new(written);
        let owner = self.owners.formerly(&id);
        owner.map_or(id, |owner| owner.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_has_every_default() {
        let (config, findings) = Config::read("", "acme-kb");
        assert_eq!(findings, []);
        assert_eq!(config.title, "acme-kb");
        assert_eq!(config.severities, ["SEV1", "SEV2", "SEV3", "SEV4"]);
        assert_eq!((config.content, config.output.as_str()), (None, "public"));
        assert_eq!(config.fiscal_year_start, 1);
    }

    #[test]
    fn faults_are_findings_and_the_rest_counts() {
        let (config, findings) = Config::read(
            "title: KB\nlanguage: fr\ntime_zone: Mars\nbase_url: kb.example.com\nfiscal_year_start: 13\ncontent: ../elsewhere\nlink_ids: '['\nrules: {overdue-action: eror, x: off}\nkinds: {'postmortems/**': incident}\ntitel: x\n",
            "x",
        );
        let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
        assert_eq!(
            keys,
            [
                "misspelt",
                "unknown",
                "time-zone",
                "base-url",
                "month",
                "folder",
                "regex",
                "misspelt"
            ]
        );
        assert_eq!(config.title, "KB");
        assert_eq!(config.kind_of_path("postmortems/2026/a.md"), Kind::Incident);
        assert_eq!(config.kind_of_path("a.md"), Kind::Page);
    }

    #[test]
    fn owners_keep_their_former_names() {
        let (config, _) = Config::read("owners: [{id: team-edge, formerly: [team-lb]}]", "x");
        assert_eq!(config.present_owner("TEAM-LB").as_str(), "team-edge");
        assert_eq!(config.present_owner("other").as_str(), "other");
    }

    #[test]
    fn reports_for_customers_have_an_issuer_in_each_language() {
        let (config, findings) = Config::read(
            "report:\n  issuer: Acme Inc.\n  issuer_ja: 株式会社アクメ\n  contact: \"\"\n  contakt: x\n",
            "x",
        );
        let keys: Vec<_> = findings.iter().map(|finding| finding.message.key).collect();
        assert_eq!(keys, ["misspelt"]);
        let issuer = &config.issuer;
        assert_eq!(issuer.name_in(Language::English), Some("Acme Inc."));
        assert_eq!(issuer.name_in(Language::Japanese), Some("株式会社アクメ"));
        assert_eq!(issuer.contact_in(Language::Japanese), None);
        let (config, _) = Config::read("report: {contact: help@acme.example}", "x");
        let contact = config.issuer.contact_in(Language::Japanese);
        assert_eq!(contact, Some("help@acme.example"));
    }

    #[test]
    fn the_example_of_the_readme_is_fine() {
        let readme = include_str!("../../README.md");
        let block = readme.split("```yaml\n").find_map(|part| {
            part.split("```")
                .next()
                .filter(|yaml| yaml.contains("base_url:"))
        });
        let (config, findings) = Config::read(block.unwrap(), "x");
        assert_eq!(findings, []);
        assert_eq!(config.causes.len(), 2);
    }
}
