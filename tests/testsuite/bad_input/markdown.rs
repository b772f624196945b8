//! Markdown and HTML that is too much of something.

use super::Bad;

/// Markdown that has brought other programs down.
pub fn markdown() -> Vec<Bad> {
    let many = 100_000;
    let table = |columns: usize| {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        format!("# A\n\n{}{}{}", row("h"), row("-"), row("1"))
    };
    let indented: String = (0..1_000)
        .map(|depth| format!("{}- x\n", "  ".repeat(depth)))
        .collect();
    // A parser of HTML opens each of them again in every paragraph.
    let reopened: String = (0..90)
        .map(|number| format!("<b title={number}>"))
        .collect();
    vec![
        Bad::found(
            "pages/deep-list.md",
            "deep-nesting",
            3,
            format!("# A\n\n{}x\n", "- ".repeat(20_000)),
        ),
        Bad::found(
            "pages/deep-quote.md",
            "deep-nesting",
            3,
            format!("# A\n\n{}x\n", "> ".repeat(20_000)),
        ),
        Bad::found(
            "pages/deep-indented.md",
            "deep-nesting",
            35,
            format!("# A\n\n{indented}"),
        ),
        Bad::found(
            "pages/deep-html.md",
            "deep-nesting",
            3,
            format!("# A\n\n{}\n", "<div>".repeat(many)),
        ),
        Bad::found(
            "pages/deep-inline-html.md",
            "deep-nesting",
            3,
            format!("# A\n\nx {}\n", "<b>".repeat(many)),
        ),
        Bad::found(
            "pages/unmatched-html.md",
            "deep-nesting",
            3,
            format!("# A\n\n{}\n", "<div></b>".repeat(1_000)),
        ),
        Bad::found(
            "pages/quoted-html.md",
            "deep-nesting",
            3,
            format!("# A\n\n{}\n", "<div title='</div>'>".repeat(1_000)),
        ),
        Bad::works(
            "pages/reopened.md",
            format!(
                "# A

<div>{reopened}</div>{}
",
                "<p>x</p>".repeat(1_000)
            ),
        ),
        Bad::works(
            "pages/brackets.md",
            format!("# A\n\n{}\n", "[".repeat(many)),
        ),
        Bad::works(
            "pages/pictures.md",
            format!("# A\n\n{}\n", "![".repeat(many)),
        ),
        Bad::works(
            "pages/links.md",
            format!("# A\n\n{}\n", "[a](".repeat(many)),
        ),
        Bad::works("pages/wiki.md", format!("# A\n\n{}\n", "[[".repeat(many))),
        Bad::works(
            "pages/stars.md",
            format!("# A\n\n{}\n", "*a **b ".repeat(many / 5)),
        ),
        Bad::works(
            "pages/ticks.md",
            format!(
                "# A\n\n{}\n",
                (1..400)
                    .map(|n| "`".repeat(n))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
        ),
        Bad::works(
            "pages/fence.md",
            format!("# A\n\n```rust\n{}", "fn f() {\n".repeat(20_000)),
        ),
        Bad::works(
            "pages/long-line.md",
            format!("# A\n\n```rust\n{}\n```\n", "f(".repeat(many)),
        ),
        Bad::works(
            "pages/comment.md",
            format!("# A\n\n{}\n", "<!-- ".repeat(many / 10)),
        ),
        Bad::works(
            "pages/processing.md",
            format!("# A\n\n{}\n", "<? <![CDATA[ <!X ".repeat(many / 10)),
        ),
        Bad::works(
            "pages/entities.md",
            format!(
                "# A\n\n{}\n",
                "&#0; &#x1b; &lt;script&gt; &amp".repeat(many / 10)
            ),
        ),
        Bad::works(
            "pages/footnotes.md",
            format!(
                "# A\n\n{}\n",
                (0..10_000)
                    .map(|n| format!("[^{n}]\n\n[^{n}]: x\n\n"))
                    .collect::<String>()
            ),
        ),
        Bad::works(
            "pages/headings.md",
            "# A\n\n".to_owned() + &"## B\n\n".repeat(20_000),
        ),
        Bad::works(
            "pages/references.md",
            format!(
                "# A\n\n{}",
                (0..20_000)
                    .map(|n| format!("[{n}]: https://example.com/{n}\n"))
                    .collect::<String>()
            ),
        ),
        Bad::works(
            "pages/ids.md",
            format!(
                "# A\n\n{}\n",
                "INC-1 X-2 https://example.com/a ".repeat(many / 10)
            ),
        ),
        Bad::works("pages/columns.md", table(10_000)),
        Bad::works(
            "pages/rows.md",
            format!("{}{}", table(2), "|a|b|\n".repeat(50_000)),
        ),
        Bad::works(
            "pages/five-megabytes.md",
            format!(
                "# A\n\n{}",
                "Some words in a line of *text*.\n\n".repeat(160_000)
            ),
        ),
        Bad::works(
            "incidents/timeline.md",
            format!(
                "---\nstarted_at: 2026-03-14T09:00:00Z\n---\n# A\n\n## Timeline\n\n|Time (UTC)|What|\n|-|-|\n{}",
                "|9:02|x|\n".repeat(10_000)
            ),
        ),
    ]
}
