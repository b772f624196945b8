//! A permanent fix that is past its day is said to be so wherever its known error is shown.

use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};

const ERROR: &str = "\
---
id: KE-1
status: active
services: [mail]
signatures: [{text: 'ACME-4711 queue is full'}]
permanent_fix: {state: planned, due: 2026-09-30, owner: edge}
---
# Mail stops

## Workaround

Clean up.
";
const ON_TIME: &str = "\
---
id: KE-2
status: active
services: [mail]
signatures: [{text: 'ACME-4712 disk is full'}]
---
# Disk is full

## Workaround

Clean up.
";

fn knowledge_base(config: &str) -> Folder {
    Folder::with([
        ("hansei.yaml", config),
        ("content/known-errors/one.md", ERROR),
        ("content/known-errors/two.md", ON_TIME),
        ("log.txt", "x ACME-4711 queue is full\n"),
    ])
}

#[test]
fn pages_and_findings_say_since_when() {
    for (config, words) in [
        (
            "as_of: 2026-11-01\n",
            ["fix 32 days overdue", "due", "30 September 2026"],
        ),
        (
            "as_of: 2026-11-01\nlanguage: ja\n",
            ["恒久対応が32日超過", "期限", "2026年9月30日"],
        ),
    ] {
        let folder = knowledge_base(config);
        let told = run(folder.path(), &["match", "log.txt"]).stdout;
        assert!(told.contains(words[0]), "{told}");
        succeed(folder.path(), &["build"]);
        let site = read_files(&folder.path().join("public"));
        let page = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
        for path in ["index.html", "known-errors/ke-1.html", "owners/edge.html"] {
            assert!(page(path).contains(words[0]), "{path}: {}", page(path));
        }
        let script = site.iter().find(|(path, text)| {
            path.ends_with(".js") && String::from_utf8_lossy(text).contains("ke-1.html\\\" lang")
        });
        let cards = script.map(|(_, text)| String::from_utf8_lossy(text).into_owned());
        let cards = cards.unwrap_or_else(|| page("seen-before.html"));
        assert!(cards.contains(words[0]), "{cards}");
        let home = page("index.html");
        let planned = home.split("hansei-planned_fixes\">").last().unwrap();
        let line = format!(
            "{} <time datetime=\"2026-09-30\">{}</time>",
            words[1], words[2]
        );
        assert!(planned.contains(&line), "{planned}");
        let count = "class=\"tile-count\">1</span>";
        assert_eq!(home.matches(count).count(), 2, "planned and not planned");
    }
}

#[test]
fn a_fix_that_can_still_be_in_time_or_is_out_is_no_finding() {
    let folder = knowledge_base("");
    let told = |day: &str, text: &str| {
        folder.write("content/known-errors/one.md", text);
        let run = run(folder.path(), &["check", "--as-of", day]);
        run.stdout.contains("overdue-permanent-fix")
    };
    assert!(told("2026-10-01", ERROR));
    assert!(!told("2026-09-30", ERROR));
    assert!(!told("2026-10-01", &ERROR.replace("planned", "released")));
    assert!(!told(
        "2026-10-01",
        &ERROR.replace("status: active", "status: retired")
    ));
}
