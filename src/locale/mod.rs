//! Every word that hansei says, in English and Japanese: the files under `en/` and `ja/`.
//!
//! `interface.yaml` holds the words of the pages, `rules.yaml` the messages and explanations of
//! the rules, `command_line.yaml` what the program says, `help.yaml` the words of `--help`, `review.yaml`
//! those of a review's comment, `recipes.yaml` those of recipes for CI. A key is
//! the file's name and the path in it: `rules.broken-link.no-id`. A text may hold placeholders,
//! `{name}`; a text that depends on a number has the forms `one` and `other`, chosen by the argument
//! `count`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Message};
use crate::language::Language;

/// The files of one language: their names as they begin keys, and their texts.
macro_rules! files {
    ($language:literal) => {
        [
            (
                "interface",
                include_str!(concat!($language, "/interface.yaml")),
            ),
            ("rules", include_str!(concat!($language, "/rules.yaml"))),
            (
                "command_line",
                include_str!(concat!($language, "/command_line.yaml")),
            ),
            ("help", include_str!(concat!($language, "/help.yaml"))),
            ("review", include_str!(concat!($language, "/review.yaml"))),
            ("recipes", include_str!(concat!($language, "/recipes.yaml"))),
        ]
    };
}

/// The file of the words on pages, and how their keys begin.
const INTERFACE: &str = "interface";

/// All texts of one language.
#[derive(Debug)]
pub struct Locale {
    language: Language,
    texts: FxHashMap<String, String>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it says.
    pub text: String,
    /// Whether it is quoted as it stands, and no words of ours.
    pub is_code: bool,
}

impl Locale {
    /// The texts of this language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Locale> = OnceLock::new();
        static JAPANESE: OnceLock<Locale> = OnceLock::new();
        match language {
            Language::English => ENGLISH.get_or_init(|| Self::parse(language, &files!("en"))),
            Language::Japanese => JAPANESE.get_or_init(|| Self::parse(language, &files!("ja"))),
        }
    }

    fn parse(language: Language, files: &[(&str, &str)]) -> Self {
        let mut texts = FxHashMap::default();
        for (name, yaml) in files {
            let tree: Value = serde_yaml::from_str(yaml).unwrap_or_else(|error| {
                unreachable!("the built-in texts are YAML, as a test proves: {name}: {error}")
            });
            flatten((*name).to_owned(), &tree, &mut texts);
        }
        Self { language, texts }
    }

    /// These texts with some of the interface replaced: keys as in `interface.yaml`, and texts.
    #[must_use]
    pub fn with(&self, replacements: &BTreeMap<String, String>) -> Self {
        let mut texts = self.texts.clone();
        for (key, text) in replacements {
            texts.insert(format!("{INTERFACE}.{key}"), text.clone());
        }
        Self {
            language: self.language,
            texts,
        }
    }

    /// The keys of the interface's texts, sorted, as a site writes them that replaces some.
    pub fn interface_keys(&self) -> impl Iterator<Item = &str> {
        self.keys()
            .filter_map(|key| key.strip_prefix(INTERFACE)?.strip_prefix('.'))
    }

    /// What is filled into the interface's text with this key, whatever number it speaks of; sorted.
    #[must_use]
    pub fn interface_placeholders(key: &str) -> BTreeSet<&'static str> {
        let family = key
            .strip_suffix(".one")
            .or_else(|| key.strip_suffix(".other"));
        let keys = match family {
            Some(family) => vec![format!("{family}.one"), format!("{family}.other")],
            None => vec![key.to_owned()],
        };
        let texts = Language::ALL.into_iter().flat_map(|language| {
            let locale = Self::of(language);
            keys.iter()
                .filter_map(move |key| locale.get(&format!("{INTERFACE}.{key}")))
        });
        texts.flat_map(placeholders).collect()
    }

    /// Which language this is.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// All keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let mut keys: Vec<&str> = self.texts.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys.into_iter()
    }

    /// The text with this key as it is written, placeholders and all.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text with this key; the key itself where there is none, so that a gap is seen and not lost.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).unwrap_or(key)
    }

    /// The text with this key, its placeholders filled.
    #[must_use]
    pub fn format(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.form(key, arguments), arguments)
    }

    /// The same in parts: what the text quotes, between `` ` ``, is apart from its words, whatever is
    /// filled in.
    #[must_use]
    pub fn parts(&self, key: &str, arguments: &[(&str, &str)]) -> Vec<Part> {
        let form = self.form(key, arguments);
        // A mark that nothing closes stands for itself.
        let is_closed = form.matches('`').count().is_multiple_of(2);
        let pieces: Vec<&str> = if is_closed {
            form.split('`').collect()
        } else {
            vec![form]
        };
        let parts = pieces.into_iter().zip([false, true].into_iter().cycle());
        parts
            .filter(|(piece, _)| !piece.is_empty())
            .map(|(piece, is_code)| Part {
                text: fill(piece, arguments),
                is_code,
            })
            .collect()
    }

    /// The text with this key that goes with the number among the arguments, where there is one.
    fn form<'a>(&'a self, key: &'a str, arguments: &[(&str, &str)]) -> &'a str {
        let count = arguments.iter().find(|(name, _)| *name == "count");
        let form = match count {
            Some((_, "1")) => self.get(&format!("{key}.one")),
            Some(_) => self.get(&format!("{key}.other")),
            None => None,
        };
        form.unwrap_or_else(|| self.text(key))
    }

    /// What a diagnostic says.
    #[must_use]
    pub fn message(&self, rule: &str, message: &Message) -> String {
        self.format(
            &format!("rules.{rule}.{}", message.key),
            &borrowed(&message.arguments),
        )
    }

    /// What a diagnostic says, in parts.
    #[must_use]
    pub fn message_parts(&self, rule: &str, message: &Message) -> Vec<Part> {
        self.parts(
            &format!("rules.{rule}.{}", message.key),
            &borrowed(&message.arguments),
        )
    }

    /// The way out that goes with a diagnostic, where its rule names one.
    #[must_use]
    pub fn help(&self, diagnostic: &Diagnostic) -> Option<String> {
        let Diagnostic { rule, message, .. } = diagnostic;
        let own = format!("rules.{rule}.{}-help", message.key);
        let shared = format!("rules.{rule}.help");
        let key = [own, shared]
            .into_iter()
            .find(|key| self.get(key).is_some())?;
        Some(self.format(&key, &borrowed(&message.arguments)))
    }
}

fn borrowed<'a>(arguments: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    arguments
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

fn flatten(key: String, value: &Value, into: &mut FxHashMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(format!("{key}.{name}"), value, into);
            }
        }
        Value::String(text) => {
            into.insert(key, text.clone());
        }
        other => {
            into.insert(key, other.to_string());
        }
    }
}

/// The names of the placeholders in a text.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .filter(move |name| !name.is_empty() && name.chars().all(is_name))
}

/// Fills `{name}`; a name without an argument stays as it is.
fn fill(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from_brace) = rest.split_at(open);
        filled.push_str(before);
        let argument = from_brace.find('}').and_then(|close| {
            let name = &from_brace[1..close];
            let (_, value) = arguments.iter().find(|(known, _)| *known == name)?;
            Some((close, *value))
        });
        if let Some((close, value)) = argument {
            filled.push_str(value);
            rest = &from_brace[close + 1..];
        } else {
            filled.push('{');
            rest = &from_brace[1..];
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_texts() {
        let english: Vec<_> = Locale::of(Language::English).keys().collect();
        let japanese: Vec<_> = Locale::of(Language::Japanese).keys().collect();
        let missing: Vec<_> = english
            .iter()
            .filter(|key| !japanese.contains(key))
            .collect();
        let spare: Vec<_> = japanese
            .iter()
            .filter(|key| !english.contains(key))
            .collect();
        assert!(missing.is_empty(), "not in ja/: {missing:#?}");
        assert!(spare.is_empty(), "only in ja/: {spare:#?}");
    }

    #[test]
    fn both_languages_use_the_same_placeholders() {
        let japanese = Locale::of(Language::Japanese);
        for (key, text) in &Locale::of(Language::English).texts {
            let names = |text| placeholders(text).collect::<BTreeSet<_>>();
            let (mut english, mut other) = (names(text), names(japanese.text(key)));
            // Japanese nouns have no plural, English ones need no number for one.
            english.remove("count");
            other.remove("count");
            assert_eq!(english, other, "placeholders of {key}");
        }
    }

    #[test]
    fn what_a_text_quotes_stays_apart_whatever_is_filled_in() {
        let english = Locale::of(Language::English);
        let related = |key: &str, arguments: &[(&str, &str)]| -> Vec<(String, bool)> {
            let parts = english.parts(&format!("interface.related.{key}"), arguments);
            parts
                .into_iter()
                .map(|part| (part.text, part.is_code))
                .collect()
        };
        assert_eq!(
            related("message", &[("text", "`a` and `b")]),
            [
                ("both log ".to_owned(), false),
                ("`a` and `b".to_owned(), true)
            ]
        );
        assert_eq!(
            related("cause", &[("name", "a `b` c")]),
            [("same cause a `b` c".to_owned(), false)]
        );
    }

    #[test]
    fn placeholders_are_filled_once_and_braces_kept() {
        assert_eq!(
            fill("{a} and {b} {unknown} {", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2 {unknown} {"
        );
    }
}
