//! Files that nobody should write and somebody does: each is named by a finding or just works, and
//! the others are built all the same.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::assert_none;
use crate::support::folder::{Files, Folder, read_files};
use crate::support::program::{Run, run};
use crate::support::site::Site;

/// A file and what is to be said about it.
struct Bad {
    path: String,
    content: Vec<u8>,
    /// The rule and the line of a finding; none where the file just works.
    finding: Option<(&'static str, u64)>,
}

impl Bad {
    /// A file that has a finding.
    fn found(path: &str, rule: &'static str, line: u64, content: impl Into<Vec<u8>>) -> Self {
        Self {
            finding: Some((rule, line)),
            ..Self::works(path, content)
        }
    }

    /// A file that just works.
    fn works(path: &str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: format!("content/{path}"),
            content: content.into(),
            finding: None,
        }
    }
}

const CONFIGURATION: &str = "\
title: \"<script>alert(1)</script> \\u202E\\e[31m\"
base_url: https://example.com/
as_of: 2026-11-01
services: [{id: defined, name: '<script>alert(1)</script>'}]
";

/// Front matter that is broken in one way or another.
fn front_matter() -> Vec<Bad> {
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
            4,
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
fn encodings() -> Vec<Bad> {
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

/// Markdown that has brought other programs down.
fn markdown() -> Vec<Bad> {
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
        Bad::works(
            "pages/reopened.md",
            format!(
                "# A

<div>{reopened}</div>{}
",
                "<p>x</p>".repeat(5_000)
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

/// Names that mean something to a terminal, an address or a file system.
fn names() -> Vec<Bad> {
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

/// Something that would run, in every place that holds words, and addresses that would.
fn scripts() -> Vec<Bad> {
    const RUNS: &str = "\\\"'><script>alert(1)</script><img src=x onerror=alert(1)>\\e[31m\\u202E";
    const ADDRESS: &str = "javascript:alert(1)";
    let incident = "---
id: SCRIPT
title: \"RUN\"
severity: \"RUN\"
started_at: 2026-03-14T09:02:00Z
services: [\"RUN\", defined]
environments: [\"RUN\"]
vendors: [\"RUN\"]
roles: {\"RUN\": \"RUN\"}
impact: {summary: \"RUN\", accounts: [\"RUN\"]}
change: {type: \"RUN\", url: \"ADDRESS\"}
trigger: \"RUN\"
causes: [\"RUN\"]
escape_causes: [\"RUN\"]
relations: [{type: related, id: KE-SCRIPT, note: \"RUN\"}]
timeline:
  - {at: 2026-03-14T09:02:00Z, text: \"RUN [x](ADDRESS) <a href='ADDRESS'>y</a> ![z](ADDRESS)\", vendor: \"RUN\"}
actions:
  - {id: \"RUN\", title: \"RUN\", owner: \"RUN\", due: 2026-03-15, evidence: \"RUN\", ticket: \"ADDRESS\", addresses: [\"RUN\"], rollout: [{service: \"RUN\"}]}
  - {title: A, ticket: \" java\\tscript:alert(1)\"}
  - {title: B, ticket: \"data:text/html,<script>alert(1)</script>\"}
communications:
  - {at: 2026-03-14T09:02:00Z, channel: \"RUN\", text: \"RUN <a href='ADDRESS'>x</a>\", number: \"RUN\", addressee: \"RUN\"}
tags: [\"RUN\"]
owner: \"RUN\"
authors: [\"RUN\"]
aliases: [\"RUN\"]
references: [{title: \"RUN\", url: \"ADDRESS\"}, {url: \"https://example.com/a b\\\"c\"}]
custom: {\"RUN\": \"RUN\"}
---
# RUN

## RUN

[a](ADDRESS) [b](<java
script:alert(1)>) [c](JaVaScRiPt:alert(1)) [d](data:text/html,x) [e](vbscript:x) <ADDRESS> ![alt RUN](ADDRESS \"RUN\")
[f](//evil.example/x) [g](\\\\evil.example) [h](https://example.com/\"onmouseover=\"alert(1)) [[RUN]] [[SCRIPT|RUN]]

<script>alert(1)</script><style>*{}</style><svg onload=alert(1)><script>alert(1)</script></svg><math><mi xlink:href=\"ADDRESS\">
<iframe src=\"ADDRESS\"></iframe><object data=x></object><form action=\"ADDRESS\"><button formaction=\"ADDRESS\">x</button></form>
<a href=\"ADDRESS\" onclick=alert(1) style=x id=hansei-main class=skip>x</a><img src=x onerror=alert(1)><base href=//evil.example/>
<meta http-equiv=refresh content=\"0; url=ADDRESS\"><link rel=stylesheet href=//evil.example/x.css><p style=x onclick=x>x</p>
</div></article></main></body></html>

```\"><script>alert(1)</script>
<script>alert(1)</script>
```

- [ ] **\"><script>alert(1)</script>** x
";
    let known_error = "---
id: KE-SCRIPT
title: \"RUN\"
status: active
symptoms: [\"RUN\"]
signatures: [{text: \"RUN\", component: \"RUN\"}]
cause: \"RUN\"
vendor_ticket: \"RUN\"
permanent_fix: {state: planned, ticket: \"ADDRESS\", owner: \"RUN\", released_in: \"RUN\"}
affected: {versions: [\"RUN\"]}
---
";
    let vendor = "---
id: \"RUN\"
title: \"RUN\"
contacts:
  - {role: \"RUN\", name: \"RUN\", phone: \"ADDRESS\", email: \"RUN\", portal: \"ADDRESS\", hours: \"RUN\", time_zone: \"RUN\", languages: [\"RUN\"]}
  - {role: spaces, email: \"two words@example.com\", portal: \"https://example.com/two words\"}
escalation: [{level: 1, trigger: \"RUN\", contact: \"RUN\", internal_contact: \"RUN\"}]
contract: {number: \"RUN\", support_tier: \"RUN\"}
sla: [{severity: \"RUN\"}]
status_page: \"ADDRESS\"
customer_number: \"RUN\"
---
";
    let filled = |text: &str| text.replace("RUN", RUNS).replace("ADDRESS", ADDRESS);
    vec![
        Bad::found(
            "incidents/script.md",
            "unknown-severity",
            4,
            filled(incident),
        ),
        Bad::found(
            "known-errors/script.md",
            "missing-workaround",
            2,
            filled(known_error),
        ),
        Bad::found("vendors/script.md", "unknown-severity", 9, filled(vendor)),
        Bad::works(
            "checklists/script.md",
            filled(
                "---\ntitle: \"RUN\"\ncadence: \"RUN\"\napplies_to: {services: [\"RUN\"], change_types: [\"RUN\"], paths: [\"RUN\"]}\n---\n- [ ] RUN\n",
            ),
        ),
    ]
}

fn all() -> Vec<Bad> {
    [front_matter(), encodings(), markdown(), names(), scripts()]
        .into_iter()
        .flatten()
        .collect()
}

/// Links that lead out of the knowledge base are not followed.
#[cfg(unix)]
fn add_symbolic_links(folder: &Folder) {
    use std::os::unix::fs::symlink;
    let outside = folder.path().parent().unwrap().join("outside");
    std::fs::create_dir(&outside).unwrap();
    for name in ["secret.md", "secret.png"] {
        std::fs::write(outside.join(name), "# secret words").unwrap();
    }
    for (name, target) in [
        ("link.md", "secret.md"),
        ("link.png", "secret.png"),
        ("linked", ""),
    ] {
        symlink(
            outside.join(target),
            folder.path().join("content/pages").join(name),
        )
        .unwrap();
    }
    symlink("nowhere", folder.path().join("content/pages/dangling.md")).unwrap();
    symlink(".", folder.path().join("content/pages/circle")).unwrap();
    folder.write(
        "content/pages/uses-links.md",
        "# A\n\n![a](link.png) ![b](linked/secret.png) [c](linked/secret.md)\n",
    );
}

#[test]
fn bad_files_are_named_or_work_and_the_others_are_built() {
    let bad = all();
    let mut files = Files::from([("hansei.yaml".to_owned(), CONFIGURATION.into())]);
    files.extend(
        bad.iter()
            .map(|bad| (bad.path.clone(), bad.content.clone())),
    );
    assert_eq!(files.len(), bad.len() + 1, "a path twice");
    let folder = Folder::with(&files);
    #[cfg(unix)]
    add_symbolic_links(&folder);
    let before = read_files(folder.path().parent().unwrap());

    let json = run(folder.path(), &["check", "--format", "json"]);
    let english = run(folder.path(), &["check"]);
    let japanese = run(folder.path(), &["check", "--lang", "ja"]);
    let build = run(folder.path(), &["build"]);
    let failing = run(folder.path(), &["build", "--fail-on", "note"]);
    let exits = [&json, &english, &japanese, &build, &failing].map(|run| run.exit);
    assert_eq!(exits, [1, 1, 1, 0, 1], "{}", build.stderr);

    let runs = [&json, &english, &japanese, &build, &failing];
    let mut faults: Vec<String> = runs.into_iter().flat_map(steering).collect();
    let findings: Value = serde_json::from_str(&json.stdout).unwrap();
    faults.extend(not_found(&bad, &findings));
    let site = read_files(&folder.path().join("public"));
    let mut pages = Site::read(&site, "/");
    faults.extend(without_page(&bad, &pages.sources()));
    faults.extend(pages.faults());
    if let Err(error) = atom_syndication::Feed::read_from(site["feed.xml"].as_slice()) {
        faults.push(format!("feed.xml: {error}"));
    }
    let leaked = site
        .iter()
        .filter(|(_, content)| String::from_utf8_lossy(content).contains("secret words"));
    faults.extend(leaked.map(|(path, _)| format!("{path}: a symbolic link was followed")));
    let reopened = site["pages/reopened.html"].len();
    if reopened > 1_000_000 {
        faults.push(format!("40 kB of HTML became {reopened} bytes"));
    }
    assert_none("bad input", &faults);

    let mut after = read_files(folder.path().parent().unwrap());
    after.retain(|path, _| !path.starts_with("kb/public/"));
    assert!(before == after, "files outside of the site changed");
}

/// What could steer a terminal.
fn steering(run: &Run) -> BTreeSet<String> {
    let text = run.stdout.chars().chain(run.stderr.chars());
    let steers = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.filter(steers)
        .map(|c| format!("{c:?} in {:?}", run.stderr.lines().last()))
        .collect()
}

/// Bad files without the finding that they should have; good ones whose text nobody could read.
fn not_found(bad: &[Bad], findings: &Value) -> Vec<String> {
    let found: BTreeSet<(&str, &str, u64)> = findings["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap();
            (text("file"), text("rule"), item["line"].as_u64().unwrap())
        })
        .collect();
    let mut faults = Vec::new();
    for Bad { path, finding, .. } in bad {
        let here: Vec<_> = found.iter().filter(|(file, ..)| file == path).collect();
        match finding {
            Some((rule, line)) if !found.contains(&(path, rule, *line)) => {
                faults.push(format!(
                    "{path:?} has no {rule} in line {line} but {here:?}"
                ));
            }
            None if here.iter().any(|(_, rule, _)| FATAL.contains(rule)) => {
                faults.push(format!("{path:?} should work: {here:?}"));
            }
            _ => {}
        }
    }
    faults
}

/// Rules that say that something of a file was not read.
const FATAL: [&str; 5] = [
    "unreadable-file",
    "yaml-syntax",
    "front-matter-fence",
    "broken-link",
    "broken-anchor",
];

/// Documents that can be read and that no page says it is written in.
fn without_page(bad: &[Bad], sources: &BTreeSet<String>) -> Vec<String> {
    let readable = bad.iter().filter(|bad| {
        bad.finding
            .is_none_or(|(rule, _)| rule != "unreadable-file")
    });
    let without = readable.filter(|bad| !sources.contains(&bad.path));
    without
        .map(|bad| format!("{:?} has no page", bad.path))
        .collect()
}
