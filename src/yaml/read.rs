//! From nodes to typed values, field by field: a fault takes out its own field and no other.
//!
//! A struct declared with `fields!` is read by the names of its fields; an enum declared with
//! `choices!` by its words. Everything that is not understood becomes a finding.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Finding, Span, Spanned};
use crate::memory::{Remember, bytes};
use crate::time::Zone;
use crate::yaml::tree::{Entry, Node, Value};

pub(crate) use crate::yaml::choice::{Choice, choices, longer, nearest, suggesting};

/// What reading needs to know beside the node, and where it leaves its findings.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The zone of times that are written without one.
    pub zone: Zone,
    /// What was found so far.
    pub findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    /// Notes that `node` is not what the field takes. `expected` names a type: `text`, `list`, …
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &'static str) {
        self.wrong_type_fixed(node, expected, None);
    }

    /// The same with what was meant, where that is certain.
    fn wrong_type_fixed(&mut self, node: &Node, expected: &'static str, meant: Option<String>) {
        let finding = Finding::new("wrong-type", expected, node.span);
        self.findings.push(match meant {
            Some(meant) => finding.fixed_by(node.span, meant),
            None => finding,
        });
    }
}

/// A value that can be read from a node.
pub trait Field: Sized {
    /// Reads the value; `None`, with a finding, where the node does not hold one.
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

/// The fields of one mapping, taken one by one; what is left at the end is unknown.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: &'a [Entry],
    /// The keys that were asked for.
    taken: Vec<&'static str>,
    /// Those of them that are written.
    present: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a mapping; any other node is a finding.
    pub fn of(node: &'a Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Mapping(entries) = &node.value {
            return Some(Self {
                entries,
                taken: Vec::new(),
                present: Vec::new(),
            });
        }
        reader.wrong_type(node, "mapping");
        None
    }

    /// No fields at all, for a text without front matter.
    #[must_use]
    pub fn none() -> Self {
        Self {
            entries: &[],
            taken: Vec::new(),
            present: Vec::new(),
        }
    }

    /// Reads the field called `key`; the default where it is unset or not understood.
    pub fn take<T: Field + Default>(&mut self, key: &'static str, reader: &mut Reader<'_>) -> T {
        self.taken.push(key);
        let Some(entry) = self.entries.iter().find(|entry| entry.key == key) else {
            return T::default();
        };
        self.present.push(key);
        match entry.value.value {
            Value::Null => T::default(),
            _ => T::read(&entry.value, reader).unwrap_or_default(),
        }
    }

    /// The keys that no field has taken, with their places.
    pub(crate) fn left(&self) -> impl Iterator<Item = (&'a str, Span)> {
        self.entries
            .iter()
            .filter(|entry| !self.taken.contains(&entry.key.as_str()))
            .map(|entry| (entry.key.as_str(), entry.key_span))
    }

    /// Passes over these keys, because something else was said about them.
    pub(crate) fn pass_over(&mut self, keys: &[&'static str]) {
        self.taken.extend(keys);
    }

    /// Reports every key that no field has taken, with the nearest name that one would have.
    pub fn finish(mut self, reader: &mut Reader<'_>) {
        for entry in self.entries {
            if self.taken.contains(&entry.key.as_str()) {
                continue;
            }
            let known = self.taken.iter().copied();
            let near = nearest(&entry.key, known.clone()).or_else(|| longer(&entry.key, known));
            let finding = match near {
                Some(known) => {
                    let finding = Finding::new("unknown-key", "misspelt", entry.key_span);
                    let mut finding = suggesting(finding, &entry.key, known);
                    // A fix must not make a second key of one that is there already.
                    finding.fix = finding.fix.filter(|_| !self.present.contains(&known));
                    self.present.push(known);
                    finding
                }
                None => Finding::new("unknown-key", "unknown", entry.key_span)
                    .with_list("expected", self.taken.iter().copied()),
            };
            reader
                .findings
                .push(finding.with("key", entry.key.as_str()));
        }
    }
}

/// Declares a struct whose fields are the keys of a mapping, how it is read, and how it is written
/// as data for other programs, with its schema.
///
/// `name = "key": Type` names a key that is no identifier of Rust.
macro_rules! fields {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident $(= $key:literal)? : $type:ty ),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
        pub struct $name {
            $( $(#[$field_meta])* $( #[serde(rename = $key)] )? pub $field: $type, )*
            /// Where it is written.
            #[serde(skip)]
            pub span: $crate::diagnostic::Span,
        }

        impl $name {
            /// The keys it is written with.
            pub const KEYS: &'static [&'static str] =
                &[$( $crate::yaml::read::fields!(@key $field $($key)?) ),*];

            /// Takes its fields out of a mapping, which may hold others too.
            pub(crate) fn take(
                fields: &mut $crate::yaml::read::Fields<'_>,
                span: $crate::diagnostic::Span,
                reader: &mut $crate::yaml::read::Reader<'_>,
            ) -> Self {
                Self {
                    $( $field: fields.take($crate::yaml::read::fields!(@key $field $($key)?), reader), )*
                    span,
                }
            }
        }

        $crate::memory::remember!($name { $($field,)* span });

        impl $crate::yaml::read::Field for $name {
            fn read(
                node: &$crate::yaml::tree::Node,
                reader: &mut $crate::yaml::read::Reader<'_>,
            ) -> Option<Self> {
                let mut fields = $crate::yaml::read::Fields::of(node, reader)?;
                let value = Self::take(&mut fields, node.span, reader);
                fields.finish(reader);
                Some(value)
            }
        }
    )*};
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}
pub(crate) use fields;

impl Field for String {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } => Some(text.trim().to_owned()),
            _ => {
                reader.wrong_type(node, "text");
                None
            }
        }
    }
}

impl Field for bool {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.text() {
            Some("true" | "True" | "TRUE") => Some(true),
            Some("false" | "False" | "FALSE") => Some(false),
            other => {
                let meant = other.and_then(truth_meant);
                reader.wrong_type_fixed(node, "truth", meant.map(ToOwned::to_owned));
                None
            }
        }
    }
}

impl Field for u64 {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let number = node.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            let meant = node.text().and_then(number_meant);
            reader.wrong_type_fixed(node, "number", meant);
        }
        number
    }
}

/// What other languages and earlier YAML write for a truth value.
fn truth_meant(word: &str) -> Option<&'static str> {
    match word.trim().to_ascii_lowercase().as_str() {
        "yes" | "on" | "はい" => Some("true"),
        "no" | "off" | "いいえ" => Some("false"),
        _ => None,
    }
}

/// The number that is written with full-width digits, or with a comma before every three of them.
fn number_meant(text: &str) -> Option<String> {
    let text: String = text.trim().nfkc().collect();
    let mut groups = text.split(',');
    let first = groups.next()?;
    let is_number = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let is_grouped = groups.clone().next().is_some();
    let is_first = is_number(first) && (!is_grouped || first.len() <= 3);
    let is_rest = groups.all(|group| group.len() == 3 && is_number(group));
    let digits = text.replace(',', "");
    (is_first && is_rest && digits.parse::<u64>().is_ok()).then_some(digits)
}

impl Field for Node {
    fn read(node: &Node, _: &mut Reader<'_>) -> Option<Self> {
        Some(node.clone())
    }
}

impl Default for Node {
    fn default() -> Self {
        Self {
            span: Span::default(),
            value: Value::Null,
        }
    }
}

impl<T: Field> Field for Option<T> {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(node, reader).map(Some)
    }
}

impl<T: Field> Field for Spanned<T> {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let value = T::read(node, reader)?;
        Some(Self {
            value,
            span: node.span,
        })
    }
}

/// A list; a single value counts as a list of one, as people write it.
impl<T: Field> Field for Vec<T> {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Null => None,
            Value::Sequence(items) => {
                let written = items.iter().filter(|item| item.value != Value::Null);
                let mut list: Self = written.filter_map(|item| T::read(item, reader)).collect();
                // It lives as long as its document.
                list.shrink_to_fit();
                Some(list)
            }
            Value::Scalar { .. } | Value::Mapping(_) => T::read(node, reader).map(|one| vec![one]),
        }
    }
}

/// Keys that the writer chooses, in the order written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs<T>(pub Vec<(Spanned<String>, T)>);

impl<T: Remember> Remember for Pairs<T> {
    fn remember(&self, writer: &mut bytes::Writer) {
        self.0.remember(writer);
    }

    fn recall(reader: &mut bytes::Reader<'_>) -> Option<Self> {
        Remember::recall(reader).map(Self)
    }
}

impl<T: Field> Field for Pairs<T> {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Mapping(entries) = &node.value else {
            reader.wrong_type(node, "mapping");
            return None;
        };
        let pairs = entries
            .iter()
            .filter_map(|entry| {
                let key = Spanned {
                    value: entry.key.clone(),
                    span: entry.key_span,
                };
                Some((key, T::read(&entry.value, reader)?))
            })
            .collect();
        Some(Self(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse::parse;

    fields! {
        /// A person.
        pub struct Person {
            /// Name.
            name: Spanned<String>,
            /// Kind.
            kind = "type": Option<String>,
            /// Age in years.
            age: Option<u64>,
            /// Friends.
            friends: Vec<Person>,
        }
    }

    fn read(text: &str) -> (Person, Vec<Finding>) {
        let mut findings = Vec::new();
        let node = parse(text, 0, &mut findings).unwrap();
        let mut reader = Reader {
            zone: Zone::default(),
            findings: &mut findings,
        };
        let person = Person::read(&node, &mut reader).unwrap();
        (person, findings)
    }

    #[test]
    fn what_a_number_or_a_truth_value_was_meant_to_be_is_certain_or_not_said() {
        for (written, meant) in [
            ("12,000", Some("12000")),
            ("１２，０００", Some("12000")),
            ("４０", Some("40")),
            ("1,2", None),
            ("1234,567", None),
            ("about 40", None),
            ("40名", None),
            (",", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number_meant(written).as_deref(), meant, "{written}");
        }
        assert_eq!(truth_meant("Yes"), Some("true"));
        assert_eq!(truth_meant("いいえ"), Some("false"));
        assert_eq!(truth_meant("maybe"), None);
    }

    #[test]
    fn of_two_keys_that_were_meant_to_be_one_only_the_first_is_mended() {
        let (_, findings) = read("name: x\nagee: 1\nageee: 2\n");
        let fixed = findings.iter().map(|finding| finding.fix.is_some());
        assert_eq!(fixed.collect::<Vec<_>>(), [true, false], "{findings:?}");
    }

    #[test]
    fn every_fault_is_reported_and_the_rest_counts() {
        let (person, findings) =
            read("name: 404\ntype: x\nage: old\nfreinds: []\nfriends: {name: Ito, agee: 3}\n");
        assert_eq!(person.name.value, "404");
        assert_eq!(person.kind.as_deref(), Some("x"));
        assert_eq!(person.age, None);
        assert_eq!(person.friends[0].name.value, "Ito");
        let rules: Vec<_> = findings
            .iter()
            .map(|finding| (finding.rule, finding.message.key))
            .collect();
        assert_eq!(
            rules,
            [
                ("wrong-type", "number"),
                ("unknown-key", "misspelt"),
                ("unknown-key", "misspelt")
            ]
        );
        assert_eq!(findings[2].fix, None, "friends is there already");
        assert_eq!(Person::KEYS, ["name", "type", "age", "friends"]);
    }
}
