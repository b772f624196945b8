//! The words of Latin letters, by their first letter: what a word that nobody wrote may be a slip of.

use crate::render::site::{Output, RenderError};
use crate::search::postings::Postings;

use super::numbers::push_number;
use super::script::{payload, write_hashed};

/// The fewest letters of a word that another can be a slip of.
const MIN_LETTERS: usize = 3;

/// Writes a list for each first letter; gives the letters and the hashes.
///
/// A word stands as in a dictionary's shard: what it shares with the one before, the rest, a space, and in
/// how many documents it occurs.
pub(super) fn write(
    postings: &Postings,
    output: &dyn Output,
) -> Result<Vec<(char, String)>, RenderError> {
    let mut lists: Vec<(char, String)> = Vec::new();
    let mut before = "";
    for (term, postings) in postings.iter().filter(|(term, _)| is_word(term)) {
        let Some(first) = term.chars().next() else {
            continue;
        };
        if lists.last().is_none_or(|(letter, _)| *letter != first) {
            lists.push((first, String::new()));
            before = "";
        }
        if let Some((_, list)) = lists.last_mut() {
            let same = super::dictionary::common_prefix(before, term);
            push_number(list, term[..same].encode_utf16().count());
            list.push_str(&term[same..]);
            list.push(' ');
            push_number(list, postings.len());
        }
        before = term;
    }
    lists
        .into_iter()
        .map(|(letter, list)| Ok((letter, write_hashed(output, "words", &payload(&list))?)))
        .collect()
}

/// Whether a term is a word of Latin letters that is not too short.
fn is_word(term: &str) -> bool {
    let latin = |c: char| c.is_alphabetic() && u32::from(c) < 0x250;
    term.chars().all(latin) && term.chars().count() >= MIN_LETTERS
}
