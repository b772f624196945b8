//! From the bytes of a file to its text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::Message;
use crate::import::report::{Outcome, message};

/// A file's text, and what is to be said about how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without a byte-order mark.
    pub text: String,
    /// Said where the bytes decided and not the user.
    pub note: Option<Message>,
}

/// Decodes a file: a byte-order mark decides, else the encoding that the user named, else UTF-8.
///
/// # Errors
///
/// The reason to leave the file out, where its bytes are no text in that encoding.
pub(super) fn decode(bytes: &[u8], named: Option<&'static Encoding>) -> Result<Decoded, Outcome> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (chosen(bytes, named), 0),
    };
    let text = decode_as(encoding, &bytes[mark..])?;
    let expected = named.unwrap_or(UTF_8);
    let note = (encoding != expected).then(|| message("decoded", &[("encoding", encoding.name())]));
    Ok(Decoded { text, note })
}

/// Text with letters beyond ASCII that is well-formed UTF-8 is hardly ever anything else, and an
/// archive that was moved to UTF-8 half-way holds both.
fn chosen(bytes: &[u8], named: Option<&'static Encoding>) -> &'static Encoding {
    let Some(named) = named else {
        return UTF_8;
    };
    let is_wide = named == UTF_16LE || named == UTF_16BE;
    if !is_wide && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    named
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Outcome> {
    let undecodable = |line: usize| {
        let arguments = [("encoding", encoding.name()), ("line", &*line.to_string())];
        Outcome::left_out("undecodable", &arguments)
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(undecodable(line_of_fault(encoding, bytes)));
    };
    // Wide text read as narrow has a NUL beside every letter.
    let nuls = text.bytes().filter(|byte| *byte == 0).count();
    if nuls > text.len() / 8 {
        return Err(undecodable(1));
    }
    Ok(text.into_owned())
}

/// The line of the first byte that is no text, from 1.
fn line_of_fault(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut fine = String::with_capacity(room.unwrap_or_default());
    let _ = decoder.decode_to_string_without_replacement(bytes, &mut fine, true);
    1 + fine.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::SHIFT_JIS;

    fn text(bytes: &[u8], named: Option<&'static Encoding>) -> String {
        decode(bytes, named).unwrap().text
    }

    #[test]
    fn marks_and_names_decide() {
        assert_eq!(text("é".as_bytes(), None), "é");
        assert_eq!(text("\u{FEFF}x\r\n".as_bytes(), None), "x\r\n");
        assert_eq!(text(b"\xff\xfeA\0\x42\x30", None), "Aあ");
        assert_eq!(text(b"\xfe\xff\0A\x30\x42", Some(SHIFT_JIS)), "Aあ");
        let (bytes, ..) = SHIFT_JIS.encode("表示が遅い\r\n能");
        assert_eq!(text(&bytes, Some(SHIFT_JIS)), "表示が遅い\r\n能");
    }

    #[test]
    fn text_that_is_utf_8_already_is_said_to_be() {
        let decoded = decode("障害報告".as_bytes(), Some(SHIFT_JIS)).unwrap();
        assert_eq!(decoded.text, "障害報告");
        assert_eq!(decoded.note.unwrap().key, "decoded");
    }

    #[test]
    fn what_is_no_text_has_a_reason_and_a_line() {
        let (bytes, ..) = SHIFT_JIS.encode("a\n障害");
        let reason = decode(&bytes, None).unwrap_err();
        let arguments = [("encoding", "UTF-8"), ("line", "2")];
        assert_eq!(reason, Outcome::left_out("undecodable", &arguments));
        assert!(decode(b"a\nb\n\x82", Some(SHIFT_JIS)).is_err());
        assert!(decode(b"A\0B\0", None).is_err(), "UTF-16 without a mark");
    }
}
