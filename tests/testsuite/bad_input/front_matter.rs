//! Front matter, and files that are hardly documents.

use super::Bad;

/// Front matter that is broken in one way or another.
pub fn front_matter() -> Vec<Bad> {
    let laughs: String = ('b'..='i')
        .map(|name| {
            let before = char::from(name as u8 - 1);
            format!("  {name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}]\n")
        })
        .collect();
    let deep = |open: &str, close: &str| {
        format!(
            "---\ncustom: {}1{}\n---\n# A\n",
            open.repeat(20_000),
            close.repeat(20_000)
        )
    };
    vec![
        Bad::found(
            "incidents/broken-yaml.md",
            "yaml-syntax",
            3,
            "---\ntitle: A\nservices: [a\nowner: b\n---\n",
        ),
        Bad::found(
            "incidents/unclosed.md",
            "front-matter-fence",
            1,
            "---\ntitle: A\n\n# B\n",
        ),
        Bad::found(
            "incidents/not-a-mapping.md",
            "wrong-type",
            2,
            "---\n- a\n- b\n---\n# A\n",
        ),
        Bad::found(
            "incidents/aliases.md",
            "yaml-syntax",
            4,
            format!("---\ncustom:\n  a: &a [x]\n{laughs}---\n# A\n"),
        ),
        Bad::found(
            "incidents/duplicate.md",
            "duplicate-key",
            3,
            "---\ntitle: A\ntitle: B\n---\n",
        ),
        Bad::found(
            "incidents/long-key.md",
            "unknown-key",
            2,
            format!("---\n{}: 1\n---\n# A\n", "k".repeat(60_000)),
        ),
        Bad::found(
            "incidents/longer-key.md",
            "yaml-syntax",
            2,
            format!("---\n{}: 1\n---\n# A\n", "k".repeat(64 * 1024)),
        ),
        Bad::found(
            "incidents/one-megabyte.md",
            "yaml-syntax",
            2,
            format!("---\ntitle: {}\n---\n# A\n", "x".repeat(1_000_000)),
        ),
        Bad::found("incidents/deep-flow.md", "yaml-syntax", 2, deep("[", "]")),
        Bad::found(
            "incidents/deep-mapping.md",
            "yaml-syntax",
            2,
            deep("{a: ", "}"),
        ),
        Bad::found("incidents/deep-block.md", "yaml-syntax", 2, deep("- ", "")),
        Bad::found(
            "incidents/tag.md",
            "unknown-key",
            3,
            "---\ntitle: !!binary aGVsbG8=\nx: !ruby/object:Gem {}\n---\n",
        ),
        Bad::found(
            "incidents/nul.md",
            "yaml-syntax",
            2,
            "---\ntitle: a\0b\n---\n# A\n",
        ),
        Bad::found(
            "incidents/impossible.md",
            "impossible-time",
            2,
            "---\nstarted_at: 2026-13-45T09:00:00+09:00\n---\n# A\n",
        ),
        Bad::found(
            "incidents/year.md",
            "wrong-type",
            2,
            "---\nstarted_at: 20260-01-01T00:00:00Z\n---\n# A\n",
        ),
        Bad::works("incidents/fence-only.md", "---\n---\n# A\n"),
        Bad::works(
            "incidents/crlf.md",
            "---\r\ntitle: CRLF\r\nstarted_at: 2026-03-14T09:00:00Z\r\n---\r\n\r\n# CRLF\r\n\r\n- a\r\n- b\r\n",
        ),
        Bad::works(
            "incidents/mark.md",
            "\u{FEFF}---\ntitle: Mark\n---\nText.\n",
        ),
        Bad::works(
            "incidents/far.md",
            "---\nstarted_at: 9999-12-31T23:59:59-12:00\nresolved_at: 0001-01-01T00:00:00Z\nsuppress: [{rule: resolved-before-started, reason: x}]\n---\n# A\n",
        ),
    ]
}

/// Files that are hardly documents.
pub fn encodings() -> Vec<Bad> {
    vec![
        Bad::found("pages/empty.md", "empty-document", 1, ""),
        Bad::found("pages/blank.md", "empty-document", 1, " \n\t\n\u{3000}\n"),
        Bad::found(
            "pages/without-front-matter.md",
            "untitled-document",
            1,
            "Just words.\n",
        ),
        Bad::found("pages/latin-1.md", "unreadable-file", 2, b"# A\ncaf\xe9\n"),
        Bad::found(
            "pages/utf-16.md",
            "unreadable-file",
            1,
            b"\xff\xfe#\0 \0A\0",
        ),
        Bad::found(
            "pages/surrogate.md",
            "unreadable-file",
            1,
            b"# \xed\xa0\x80\n",
        ),
        Bad::works("pages/old-mac.md", "# A\r\rText.\r"),
        Bad::works("pages/nul.md", "# A\0B\n\n\0\n"),
        Bad::works("pages/separators.md", "# A\u{2028}B\u{2029}C\u{85}D\n"),
        Bad::works("pages/folder.md/inside.md", "# A\n"),
        Bad::works("pages/UPPER.MD", "# A\n"),
    ]
}
