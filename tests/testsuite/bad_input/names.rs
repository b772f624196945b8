//! Names of files and ids.

use super::Bad;

/// Names that mean something to a terminal, an address or a file system.
pub fn names() -> Vec<Bad> {
    let mut bad = vec![
        Bad::works("pages/with space.md", "# A\n"),
        Bad::works("pages/a&b.md", "# A\n"),
        Bad::works("pages/a#b.md", "# A\n"),
        Bad::works("pages/a%20b.md", "# A\n"),
        Bad::works("pages/a\"b'c.md", "# A\n"),
        Bad::works("pages/が\u{3099}か\u{3099}.md", "# A\n"),
        Bad::works("pages/-.md", "# A\n"),
        Bad::works(
            "pages/links-to-odd-names.md",
            "# A\n\n[a](<with space.md>) [b](a&b.md) [c](a%23b.md) [d](a%2520b.md) [e](が\u{3099}か\u{3099}.md) [f](が\u{3099}が.md)\n",
        ),
        Bad::found(
            "pages/id-3.md",
            "duplicate-id",
            2,
            "---\nid: Éclair\n---\n# A\n",
        ),
        Bad::works("pages/id-2.md", "---\nid: \"e\\u0301clair\"\n---\n# A\n"),
        Bad::works(
            "pages/id-4.md",
            format!("---\nid: {}\n---\n# A\n", "long".repeat(1_000)),
        ),
        Bad::works(
            "pages/id-5.md",
            format!("---\nid: {}x\n---\n# A\n", "long".repeat(1_000)),
        ),
    ];
    let ids = [
        "../../../x",
        "/etc/passwd",
        "..",
        ".",
        "CON",
        "con.html",
        "index",
        "2026",
        "2026-2",
        "a\\b",
        "C:\\x",
        "readme\\u0000",
        "\\u202Egpj.exe",
        "\\e[2J",
        "feed.xml",
        "<script>alert(1)</script>",
        "#",
        "?",
        "%2e%2e%2f",
        "👩\u{200d}🚒",
    ];
    bad.extend(ids.iter().enumerate().map(|(number, id)| {
        let id = id
            .replace('\\', "\\\\")
            .replace("\\\\u", "\\u")
            .replace("\\\\e", "\\e");
        Bad::works(
            &format!("incidents/id-{number}.md"),
            format!("---\nid: \"{id}\"\n---\n# Id {number}\n"),
        )
    }));
    if cfg!(unix) {
        bad.extend(
            [
                "esc\u{1b}[31m",
                "bidi\u{202e}dm",
                "line\nbreak",
                "<script>alert(1)<",
                "a:b",
                "a?b",
                "a\\b",
                "c1\u{9b}31m",
            ]
            .map(|name| {
                Bad::found(
                    &format!("pages/{name}.md"),
                    "untitled-document",
                    1,
                    "Words.\n",
                )
            }),
        );
    }
    bad
}
