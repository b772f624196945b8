//! Fields that take one word of a fixed list.

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
    let shown: String = word.chars().take(60).collect();
    let finding = match nearest(word, expected.iter().copied()) {
        Some(known) => Finding::new(rule, "misspelt", span)
            .with("suggestion", known)
            .fixed_by(span, known),
        None => Finding::new(rule, "unknown", span),
    };
    finding
        .with("value", shown)
        .with("expected", expected.join(", "))
}

/// The name nearest to `word`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let folded = word.to_lowercase().replace(['-', ' '], "_");
    let allowed = if folded.chars().count() <= 4 { 1 } else { 2 };
    names
        .into_iter()
        .map(|name| {
            let other = name.to_lowercase().replace(['-', ' '], "_");
            (strsim::damerau_levenshtein(&folded, &other), name)
        })
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
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
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[$value_meta])* $value, )*
        }

        impl $crate::yaml::read::Choice for $name {
            const ALL: &'static [Self] = &[$( Self::$value ),*];

            fn as_str(self) -> &'static str {
                match self { $( Self::$value => $word ),* }
            }
        }

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
    use super::nearest;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["severity", "status", "id"];
        assert_eq!(nearest("severty", names), Some("severity"));
        assert_eq!(nearest("Severity", names), Some("severity"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("xx", names), None);
    }
}
