//! Texts of documents in what is shown: they steer no terminal, and no runner of a code host.

/// Text of a document, made safe for a terminal: control characters and those that turn the
/// direction of text are replaced by a sign of the same length in bytes, so that spans still hold.
#[must_use]
pub fn printable(text: &str) -> String {
    let replaced = |c: char| match (steers(c), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => '\u{FFFD}',
    };
    text.chars().map(replaced).collect()
}

/// Text in which a code host's runner finds no command in its older form, `##[name]`, which it looks for
/// everywhere in a line of a log.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.replace("##[", "## [")
}

/// Text made safe for a terminal and kept on one line: the name of a file may hold a line break, and
/// what stands behind it must not pass for a line of ours.
#[must_use]
pub fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "?")
}

/// Whether a character could steer a terminal: control characters but line breaks and tabs, and
/// those that turn the direction of text or are not seen.
pub(super) fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{FEFF}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_printed_can_steer_a_terminal() {
        let text = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\r\n";
        let safe = printable(text);
        assert_eq!(safe, "a?[31mb¿2Jc\u{FFFD}d?\n");
        assert_eq!(safe.len(), text.len());
    }
}
