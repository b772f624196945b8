//! Fields that take one word of a fixed list.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Finding, Span};

/// An enum whose values are words.
pub trait Choice: Sized + Copy + 'static {
    /// All values, in the order in which they are shown.
    const ALL: &'static [Self];

    /// The word as it is written in front matter.
    fn as_str(self) -> &'static str;

    /// The value of this word; case does not matter.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str().eq_ignore_ascii_case(word))
    }
}

/// The finding for a word that is none of those expected.
pub(crate) fn unknown_word(
    rule: &'static str,
    word: &str,
    expected: &[&str],
    span: Span,
) -> Finding {
    let finding = match nearest(word, expected.iter().copied()) {
        Some(known) => suggesting(Finding::new(rule, "misspelt", span), word, known),
        None => Finding::new(rule, "unknown", span),
    };
    finding
        .about("value", word)
        .with_list("expected", expected.iter().copied())
}

/// Adds the name that was meant to a finding about `word`; as a fix too, unless a number differs:
/// `SEV11` may be a slip for any of several names.
pub(crate) fn suggesting(finding: Finding, word: &str, name: &str) -> Finding {
    let span = finding.span;
    let finding = finding.with("suggestion", name);
    if same_numbers(word, name) && is_plain(name) {
        finding.fixed_by(span, name)
    } else {
        finding
    }
}

/// Whether both names hold the same digits, zeros in front aside.
fn same_numbers(a: &str, b: &str) -> bool {
    let digits = |name: &str| -> String {
        let folded = fold(name);
        folded.chars().filter(char::is_ascii_digit).collect()
    };
    digits(a) == digits(b)
}

/// Whether a name can stand in YAML without quotes.
fn is_plain(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
        && name.ends_with(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+'))
        && !name.eq_ignore_ascii_case("null")
}

/// A name as misspelt ones are compared with it: case, the signs between its words and zeros in
/// front of its numbers do not matter.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut after_digit = false;
    let mut letters = name.nfkc().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        let leads = letter == '0' && !after_digit;
        if leads && letters.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        after_digit = letter.is_ascii_digit();
        folded.push(if matches!(letter, '-' | ' ') {
            '_'
        } else {
            letter
        });
    }
    folded
}

/// The name nearest to `word`, if exactly one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let folded = fold(word);
    let length = folded.chars().count();
    let allowed = if length <= 4 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    let mut alone = true;
    for name in names {
        let other = fold(name);
        // Names of other lengths are far away, without a closer look.
        if other.chars().count().abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &other);
        if distance > allowed || distance >= other.chars().count() {
            continue;
        }
        let smallest = best.map_or(usize::MAX, |(smallest, _)| smallest);
        if distance < smallest {
            best = Some((distance, name));
            alone = true;
        } else if distance == smallest {
            alone = false;
        }
    }
    best.filter(|_| alone).map(|(_, name)| name)
}

/// The one name that goes on where `word` ends: `started` for `started_at`.
pub(crate) fn longer<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let start = format!("{}_", fold(word));
    let mut found = names.into_iter().filter(|name| name.starts_with(&start));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Declares an enum of words and how it is read from a field.
macro_rules! choices {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$value_meta:meta])* $value:ident = $word:literal ),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $( $(#[$value_meta])* #[serde(rename = $word)] $value, )*
        }

        impl $name {
            /// All values, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$( Self::$value ),*];

            /// The word as it is written in front matter.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$value => $word ),* }
            }
        }

        impl $crate::yaml::read::Choice for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }

        $crate::memory::remember_one_of!($name { $($value),* });

        impl $crate::yaml::read::Field for $name {
            fn read(
                node: &$crate::yaml::tree::Node,
                reader: &mut $crate::yaml::read::Reader<'_>,
            ) -> Option<Self> {
                $crate::yaml::choice::read(node, reader)
            }
        }
    )*};
}
pub(crate) use choices;

/// Reads a word; one that is unknown is a finding that names those expected.
pub(crate) fn read<T: Choice>(
    node: &crate::yaml::tree::Node,
    reader: &mut crate::yaml::read::Reader<'_>,
) -> Option<T> {
    let Some(word) = node.text() else {
        reader.wrong_type(node, "text");
        return None;
    };
    if let Some(value) = T::from_word(word.trim()) {
        return Some(value);
    }
    let expected: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
    reader
        .findings
        .push(unknown_word("unknown-value", word, &expected, node.span));
    None
}

#[cfg(test)]
mod tests {
    use super::{nearest, unknown_word};
    use crate::diagnostic::Span;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["severity", "status", "id"];
        assert_eq!(nearest("severty", names), Some("severity"));
        assert_eq!(nearest("Severity", names), Some("severity"));
        assert_eq!(nearest("ＳＴＡＴＵＳ", names), Some("status"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("xx", names), None);
    }

    #[test]
    fn of_several_near_names_none_is_meant() {
        assert_eq!(nearest("SEV9", ["SEV1", "SEV2"]), None);
        assert_eq!(nearest("sev02", ["SEV1", "SEV2"]), Some("SEV2"));
    }

    #[test]
    fn a_fix_never_changes_a_number() {
        let fixed = |word| {
            unknown_word("unknown-value", word, &["SEV1"], Span::default())
                .fix
                .is_some()
        };
        assert!(fixed("sev1") && fixed("SEV-01"));
        assert!(!fixed("SEV11"));
    }
}
