//! Text of documents in Markdown of ours: it shows as it is written and does nothing. It makes no
//! emphasis, link, picture, table or HTML, mentions nobody, and refers to no issue of the code host.

use crate::confidential;
use crate::locale::Part;
use crate::report::printable_line;

/// The most characters that are shown of a text.
const MAX_SHOWN: usize = 240;
/// Nothing to see, and yet it parts what a code host would take for a mention or a reference.
const GAP: &str = "&#8203;";

/// A text as part of a paragraph.
pub(super) fn text(written: &str) -> String {
    escaped(&shown(written))
}

/// A message, of which the quoted parts are code.
pub(super) fn parts(parts: &[Part]) -> String {
    let room = |has: bool| if has { " " } else { "" };
    let written = parts.iter().map(|part| {
        let shown = shown(&part.text);
        if part.is_code {
            return fenced(&shown);
        }
        let before = room(part.text.starts_with(' '));
        let behind = room(!shown.is_empty() && part.text.ends_with(' '));
        [before, &escaped(&shown), behind].concat()
    });
    written.collect::<String>().trim().to_owned()
}

/// A text as code: an id, a path, the name of a rule.
pub(super) fn code(written: &str) -> String {
    fenced(&shown(written))
}

/// Lines as a block of code.
pub(super) fn block(language: &str, lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).max(2) + 1);
    format!("{fence}{language}\n{lines}{fence}\n")
}

/// On one line, not too long, without what is not for everyone.
fn shown(written: &str) -> String {
    let redacted = confidential::redacted(written);
    let line = printable_line(&redacted);
    let words: Vec<&str> = line.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let room = if touches { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// How many `` ` `` follow each other at most.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`');
    runs.map(str::len).max().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // Formulas.
            '$' => safe.push_str("&#36;"),
            '\\' | '`' | '*' | '[' | ']' | '~' | '|' => {
                safe.push('\\');
                safe.push(c);
            }
            // Within a word it stands for itself.
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => safe.push_str("\\_"),
            // What could begin a heading, a list or a rule, were it the first of its line.
            '#' | '+' | '-' | '=' if at == 0 => {
                safe.push('\\');
                safe.push(c);
            }
            '.' | ')' if at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_digit()) => {
                safe.push('\\');
                safe.push(c);
            }
            _ => safe.push(c),
        }
        if refers(c, before, next, &text[..at], rest) {
            safe.push_str(GAP);
        }
        before = c;
    }
    safe
}

/// Whether what stands here would mention somebody, or refer to something of the code host or of the
/// Web: `@team`, `#12`, `!12`, `GH-12`, `https://…`, `www.…`.
fn refers(c: char, before: char, next: char, all_before: &str, rest: &str) -> bool {
    match c {
        '@' => true,
        '#' | '!' | '$' | '%' | '&' | '^' => next.is_ascii_digit() || next == '"',
        '~' => next.is_alphanumeric() || next == '"',
        ':' => rest.starts_with("//"),
        '.' => ends_with(all_before, "www"),
        '-' => {
            before.eq_ignore_ascii_case(&'H')
                && ends_with(all_before, "gh")
                && next.is_ascii_digit()
        }
        _ => false,
    }
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    let tail = start.and_then(|start| text.get(start..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Message;
    use crate::language::Language;
    use crate::locale::Locale;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    const HOSTILE: [&str; 24] = [
        "--><script>alert(1)</script><!-- hansei-review",
        "@team and a@b.example, <@x>",
        "#12 owner/repo#12 GH-12 gh-7 !12 $12 %12 &12 ~bug",
        "[click](https://evil.example) ![x](https://evil.example/p.png)",
        "[[KE-1]] [a]: https://evil.example",
        "https://evil.example www.evil.example ftp://x.example",
        "a | b\n---|---\nc | d",
        "# heading",
        "- item",
        "+ item",
        "1. item",
        "***",
        "---",
        "=== x",
        "> quote",
        "`code` ``x`` and ` alone",
        "**bold** __bold__ _it_ *it* ~~gone~~ a_b_c",
        "$x^2$ $$y$$",
        "</details></summary>",
        "\\*not\\* &lt;b&gt; &#64;team",
        "line\r\nbreak\u{2028}and\u{85}more\u{202e}x\u{1b}[31m",
        "    indented",
        "~~~\n```yaml",
        "重要：**サーバ**が@team に[連絡](x)",
    ];

    /// What a reader sees of Markdown, and every tag but paragraphs and code.
    fn rendered(markdown: &str) -> (String, Vec<String>) {
        let mut options = Options::all();
        options.remove(Options::ENABLE_SMART_PUNCTUATION);
        options.remove(Options::ENABLE_DEFINITION_LIST);
        let mut text = String::new();
        let mut tags = Vec::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(words) | Event::Code(words) => text.push_str(&words),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => tags.push(format!("{other:?}")),
            }
        }
        (text, tags)
    }

    #[test]
    fn hostile_text_shows_and_does_nothing() {
        for hostile in HOSTILE {
            let plain = shown(hostile);
            let part = |is_code| Part {
                text: hostile.to_owned(),
                is_code,
            };
            let quoted = parts(&[part(true)]);
            for safe in [text(hostile), parts(&[part(false)]), quoted, code(hostile)] {
                let (seen, tags) = rendered(&format!("Before {safe} behind"));
                let seen = seen.replace('\u{200B}', "");
                assert!(tags.is_empty(), "{hostile}: {safe}: {tags:?}");
                let without = |text: &str| text.replace('`', "");
                let expected = format!("Before {plain} behind");
                assert_eq!(without(&seen), without(&expected), "{safe}");
                assert!(!safe.contains("-->") || safe.starts_with('`'), "{safe}");
            }
            let (seen, tags) = rendered(&text(hostile));
            assert!(tags.is_empty(), "{hostile}: {tags:?}");
            assert_eq!(seen.replace('\u{200B}', ""), plain);
            for reference in ["@team", "#12", "!12", "GH-12", "://", "www.e"] {
                assert!(!seen.contains(reference), "{seen}");
            }
        }
    }

    #[test]
    fn messages_quote_as_code() {
        let message = |value: &str| {
            let value = value.to_owned();
            let message = Message {
                key: "unknown",
                arguments: vec![("value", value)],
                subjects: Vec::new(),
            };
            let english = Locale::of(Language::English);
            parts(&english.message_parts("unknown-severity", &message))
        };
        assert_eq!(message("SEV9"), "there is no severity `SEV9`");
        assert_eq!(
            message("`a` b` *c*"),
            "there is no severity `` `a` b` *c* ``"
        );
    }

    #[test]
    fn blocks_cannot_be_closed_from_within() {
        assert_eq!(block("yaml", "a: ```\n"), "````yaml\na: ```\n````\n");
    }

    #[test]
    fn long_texts_lose_their_end() {
        let long = "あ".repeat(1_000);
        assert_eq!(text(&long).chars().count(), MAX_SHOWN + 1);
        assert!(code(&long).ends_with("…`"));
    }
}
