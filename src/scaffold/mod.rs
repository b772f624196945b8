//! Starts knowledge bases and documents: the texts of `hansei init` and `hansei new`.
//!
//! The texts stand under `en/` and `ja/`; this module fills in what it knows and writes nothing.

pub mod ci;
mod ids;

use chrono::{DateTime, FixedOffset};

use crate::config::Config;
use crate::document::{Document, Kind};
use crate::language::Language;
use crate::yaml::read::choices;

pub use ids::next_id;

choices! {
    /// What `hansei new` can start.
    pub enum Skeleton {
        /// A report of something that went wrong.
        Incident = "incident",
        /// A report of something that nearly went wrong.
        NearMiss = "near-miss",
        /// A report of something that might go wrong.
        PreMortem = "pre-mortem",
        /// A known error.
        KnownError = "known-error",
        /// A checklist.
        Checklist = "checklist",
        /// A vendor.
        Vendor = "vendor",
        /// Free text.
        Page = "page",
    }
}

/// The texts of one language by skeleton.
macro_rules! texts {
    ($language:literal, $skeleton:expr) => {
        match $skeleton {
            Skeleton::Incident => include_str!(concat!($language, "/incident.md")),
            Skeleton::NearMiss => include_str!(concat!($language, "/near-miss.md")),
            Skeleton::PreMortem => include_str!(concat!($language, "/pre-mortem.md")),
            Skeleton::KnownError => include_str!(concat!($language, "/known-error.md")),
            Skeleton::Checklist => include_str!(concat!($language, "/checklist.md")),
            Skeleton::Vendor => include_str!(concat!($language, "/vendor.md")),
            Skeleton::Page => include_str!(concat!($language, "/page.md")),
        }
    };
}

impl Skeleton {
    /// What the document is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Incident | Self::NearMiss | Self::PreMortem => Kind::Incident,
            Self::KnownError => Kind::KnownError,
            Self::Checklist => Kind::Checklist,
            Self::Vendor => Kind::Vendor,
            Self::Page => Kind::Page,
        }
    }

    /// Whether it has a numbered id of its own; the others are known by the names of their files.
    #[must_use]
    pub fn is_numbered(self) -> bool {
        matches!(self.kind(), Kind::Incident | Kind::KnownError)
    }

    fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => texts!("en", self),
            Language::Japanese => texts!("ja", self),
        }
    }
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path, `/` between folders: of a document within the content, of a new knowledge base from
    /// its root.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a new document is made from.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// What to start.
    pub skeleton: Skeleton,
    /// Its title.
    pub title: &'a str,
    /// Its id, for what is numbered; what names the file of another where its title cannot.
    pub id: &'a str,
    /// The present time on the site's clocks.
    pub now: DateTime<FixedOffset>,
    /// The incident that a known error comes from, with its id.
    pub from: Option<(&'a str, &'a Document)>,
}

/// The text of a new document, and where it belongs within the content.
#[must_use]
pub fn document(config: &Config, new: &NewDocument<'_>) -> NewFile {
    let incident = new.from.and_then(|(_, document)| document.incident());
    let list = |names: Option<&Vec<crate::diagnostic::Spanned<String>>>| {
        let names = names.into_iter().flatten().map(|name| quoted(name));
        format!("[{}]", names.collect::<Vec<_>>().join(", "))
    };
    let cause = incident.and_then(|incident| incident.causes.first());
    let origin = new.from.map_or_else(String::new, |(id, document)| {
        format!("[[{id}]]: {}\n\n", document.title)
    });
    let text = new.skeleton.text(config.language);
    let text = fill(
        text,
        &[
            ("id", new.id),
            ("title", &quoted(new.title)),
            ("severities", &config.severities.join(", ")),
            ("now", &new.now.format("%Y-%m-%dT%H:%M:%S%:z").to_string()),
            ("zone", &zone_name(new.now)),
            ("today", &new.now.date_naive().to_string()),
            (
                "services",
                &list(incident.map(|incident| &incident.services)),
            ),
            ("vendors", &list(incident.map(|incident| &incident.vendors))),
            (
                "cause",
                &cause.map_or_else(String::new, |cause| quoted(cause)),
            ),
            ("origin", &origin),
        ],
    );
    let folder = new.skeleton.kind().folder();
    let name = file_name(new.title, new.id);
    let path = match new.skeleton.kind() {
        Kind::Incident => format!("{folder}/{}/{name}.md", new.now.format("%Y")),
        Kind::KnownError => format!("{folder}/{}.md", new.id.to_lowercase()),
        _ => format!("{folder}/{name}.md"),
    };
    NewFile { path, text }
}

/// The files of a new knowledge base.
#[must_use]
pub fn knowledge_base(language: Language, title: &str) -> Vec<NewFile> {
    let (config, response, checklist) = match language {
        Language::English => (
            include_str!("en/init/hansei.yaml"),
            include_str!("en/init/incident-response.md"),
            include_str!("en/init/before-a-change.md"),
        ),
        Language::Japanese => (
            include_str!("ja/init/hansei.yaml"),
            include_str!("ja/init/incident-response.md"),
            include_str!("ja/init/before-a-change.md"),
        ),
    };
    let file = |path: &str, text: &str| NewFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    vec![
        file(
            crate::config::FILE_NAME,
            &fill(config, &[("title", &quoted(title))]),
        ),
        file(".gitignore", include_str!("init.gitignore")),
        file(".editorconfig", include_str!("init.editorconfig")),
        file("content/pages/incident-response.md", response),
        file("content/checklists/before-a-change.md", checklist),
    ]
}

/// Words as YAML reads them back: in quotes where they need any. A JSON string is one of YAML.
fn quoted(words: &str) -> String {
    let words = words.replace(|c: char| c.is_control(), " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words.chars().next().is_some_and(char::is_alphabetic)
        && words.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(
                    c,
                    ' ' | '-'
                        | '_'
                        | '.'
                        | '/'
                        | '('
                        | ')'
                        | '（'
                        | '）'
                        | '、'
                        | '。'
                        | '・'
                        | 'ー'
                )
        })
        && !matches!(
            words.to_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off"
        );
    if plain {
        words
    } else {
        serde_json::Value::String(words).to_string()
    }
}

/// `JST` for the zone that has a name in reports, else the offset.
fn zone_name(now: DateTime<FixedOffset>) -> String {
    match now.offset().local_minus_utc() {
        0 => "UTC".to_owned(),
        seconds if seconds == 9 * 3_600 => "JST".to_owned(),
        _ => now.format("UTC%:z").to_string(),
    }
}

/// A file name from a title: its letters and digits, of any script, with hyphens between; the id
/// where there are none.
fn file_name(title: &str, id: &str) -> String {
    const LONGEST: usize = 60;
    let mut name = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_alphanumeric() || c == 'ー' {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.chars().count() == LONGEST {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        return id.to_lowercase();
    }
    name.to_owned()
}

/// Fills `{name}`, once each; what is in a value is not looked at again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        let value = values.iter().find_map(|(name, value)| {
            let behind = from.strip_prefix(name)?.strip_prefix('}')?;
            Some((*value, behind))
        });
        if let Some((value, behind)) = value {
            filled.push_str(value);
            rest = behind;
        } else {
            filled.push('{');
            rest = from;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
#[allow(clippy::case_sensitive_file_extension_comparisons)] // The paths are our own.
mod tests {
    use super::*;
    use crate::check::check_all_of;
    use crate::config::ConfigFile;
    use crate::knowledge_base::KnowledgeBase;
    use crate::source::{Source, SourceFile};

    const TITLES: [&str; 4] = [
        "Queue stalled",
        "Checkout: \"503\" for 40 minutes #1 {now}",
        "キューが停止した：原因は調査中",
        "no",
    ];

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-03-14T09:02:00+09:00").unwrap()
    }

    fn findings(language: Language, files: Vec<NewFile>) -> Vec<String> {
        let mut all = knowledge_base(language, "Acme: incidents");
        all.extend(files);
        let config = all.remove(0).text;
        let source = Source {
            content: "content".to_owned(),
            documents: all
                .into_iter()
                .filter(|file| file.path.ends_with(".md"))
                .map(|file| SourceFile {
                    path: file.path,
                    text: Ok(file.text),
                })
                .collect(),
            files: Vec::new(),
        };
        let base = KnowledgeBase::read(ConfigFile::read(config, "kb"), source);
        check_all_of(&base, now().date_naive())
            .into_iter()
            .map(|found| {
                format!(
                    "{} {}:{} {:?}",
                    found.rule, found.file, found.start.line, found.message
                )
            })
            .collect()
    }

    #[test]
    fn what_is_started_checks_clean_in_both_languages() {
        for language in Language::ALL {
            let (config, _) = Config::read(&format!("language: {}", language.code()), "kb");
            let mut files = Vec::new();
            for (number, title) in TITLES.into_iter().enumerate() {
                for skeleton in Skeleton::ALL {
                    let id = format!("{}-{number}", skeleton.as_str().to_uppercase());
                    let mut file = document(
                        &config,
                        &NewDocument {
                            skeleton: *skeleton,
                            title,
                            id: &id,
                            now: now(),
                            from: None,
                        },
                    );
                    file.path =
                        format!("content/{}", file.path.replace(".md", &format!("-{id}.md")));
                    files.push(file);
                }
            }
            let allowed = |found: &String| {
                // A vendor without a way to reach it and a report without words are to be filled in.
                // The same few titles are given to all of them.
                ![
                    "vendor-without-contact",
                    "empty-document",
                    "duplicate-title",
                ]
                .iter()
                .any(|rule| found.starts_with(rule))
            };
            let found: Vec<String> = findings(language, files)
                .into_iter()
                .filter(allowed)
                .collect();
            assert_eq!(found, Vec::<String>::new(), "{language:?}");
        }
    }

    /// The text with every commented example of its front matter, or of a configuration, uncommented.
    fn uncommented(text: &str) -> (String, usize) {
        let mut count = 0;
        let lines = text.lines().map(|line| {
            let example = line
                .strip_prefix("# ")
                .filter(|rest| rest.starts_with("  ") || is_key(rest));
            count += usize::from(example.is_some());
            example.unwrap_or(line)
        });
        let text = lines.flat_map(|line| [line, "\n"]).collect();
        (text, count)
    }

    fn is_key(line: &str) -> bool {
        line.split_once(':')
            .is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    }

    #[test]
    fn commented_examples_can_be_uncommented() {
        const SYNTAX: [&str; 5] = [
            "yaml-syntax",
            "wrong-type",
            "unknown-key",
            "duplicate-key",
            "text-cut-off",
        ];
        for language in Language::ALL {
            let (config, _) = Config::read(&format!("language: {}", language.code()), "kb");
            let mut examples = 0;
            for skeleton in Skeleton::ALL {
                let new = NewDocument {
                    skeleton: *skeleton,
                    title: "Queue stalled",
                    id: "X-1",
                    now: now(),
                    from: None,
                };
                let file = document(&config, &new);
                let (text, count) = uncommented(&file.text);
                assert!(!text.contains("\n#-") && !text.contains("\n#  "), "{text}");
                examples += count;
                let path = format!("content/{}", file.path);
                let found = findings(language, vec![NewFile { path, text }]);
                let is_syntax = |found: &&String| SYNTAX.iter().any(|rule| found.starts_with(rule));
                let found: Vec<_> = found.iter().filter(is_syntax).collect();
                assert_eq!(found, Vec::<&String>::new(), "{language:?}");
            }
            let (text, count) = uncommented(&knowledge_base(language, "Acme")[0].text);
            let (_, found) = Config::read(&text, "kb");
            assert_eq!(found, [], "{text}");
            assert!(examples > 20 && count > 6, "{examples} and {count}");
        }
    }

    #[test]
    fn files_are_named_after_titles() {
        for (title, name) in [
            ("Queue stalled", "queue-stalled"),
            ("Checkout: \"503\"!", "checkout-503"),
            ("サーバー停止（東京）", "サーバー停止-東京"),
            ("???", "inc-1"),
        ] {
            assert_eq!(file_name(title, "INC-1"), name);
        }
    }

    #[test]
    fn a_known_error_can_come_from_an_incident() {
        let (config, _) = Config::read("", "kb");
        let reading = crate::document::Reading {
            language: Language::English,
            zone: crate::time::Zone::default(),
            link_ids: &config.link_ids,
            sections: &config.sections,
        };
        let text = "---\nservices: [mail]\ncauses: [\"disk: full\"]\n---\n# Mail stopped\n";
        let incident = Document::read("a.md", text.to_owned(), Kind::Incident, None, &reading);
        let file = document(
            &config,
            &NewDocument {
                skeleton: Skeleton::KnownError,
                title: "Disk of the queue fills up",
                id: "KE-0001",
                now: now(),
                from: Some(("INC-1", &incident)),
            },
        );
        assert_eq!(file.path, "known-errors/ke-0001.md");
        for part in [
            "services: [mail]\n",
            "cause: \"disk: full\"\n",
            "[[INC-1]]: Mail stopped\n",
        ] {
            assert!(file.text.contains(part), "{part} in {}", file.text);
        }
    }
}
