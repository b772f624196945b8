//! The job of GitLab CI that checks, reviews and writes one note.

use serde_json::json;

use crate::support::program::{Run, is_here};

use super::{Machine, git, with_recipes, yaml};

const TOKEN: &str = "token-of-a-bot";

/// Runs the job with a hansei that ends so, and a server whose merge request has these notes.
fn job(machine: &Machine, exits: (i32, i32), notes: &str, environment: &[(&str, &str)]) -> Run {
    let folder = with_recipes("en");
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "base"]);
    let remote = folder.path().display().to_string();
    git(folder.path(), &["remote", "add", "origin", &remote]);
    let (check, review) = exits;
    machine.program(
        "hansei",
        &format!(
            "printf '%s\\n' \"$*\" >> \"$MACHINE/hansei.log\"\ncase \"$1\" in\n  check) printf '[]\\n'; exit {check} ;;\n  review) printf '<!-- hansei-review -->\\n見直し & more\\n'; exit {review} ;;\nesac\n"
        ),
    );
    machine.program(
        "curl",
        r#"
printf '%s\n' "$*" >> "$MACHINE/curl.log"
cat >> "$MACHINE/curl.stdin"
while [ $# -gt 0 ]; do
  case "$1" in
    --dump-header) printf 'HTTP/2 200\r\nx-next-page: \r\n' > "$2" ;;
    --data-urlencode) cp "${2#body@}" "$MACHINE/sent.md" ;;
    */user) printf '{"id": 5}' ;;
    */notes\?*) cat "$MACHINE/notes.json" ;;
  esac
  shift
done
"#,
    );
    machine.folder.write("notes.json", notes);
    let pipeline = yaml(&folder.text(".gitlab-ci.yml"));
    let script = pipeline["hansei"]["script"][0].as_str().unwrap();
    let mut all = vec![("HANSEI_ROOT", "."), ("GIT_CONFIG_GLOBAL", "/dev/null")];
    all.extend(environment);
    let run = machine.run(folder.path(), script, &all);
    assert_eq!(folder.text("gl-code-quality-report.json"), "[]\n");
    run
}

const MERGE_REQUEST: [(&str, &str); 4] = [
    ("CI_MERGE_REQUEST_IID", "3"),
    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
    ("CI_PROJECT_ID", "11"),
];

fn with_token() -> Vec<(&'static str, &'static str)> {
    let mut environment = MERGE_REQUEST.to_vec();
    environment.push(("HANSEI_NOTE_TOKEN", TOKEN));
    environment
}

#[test]
fn a_branch_is_checked_and_a_merge_request_reviewed_too() {
    let machine = Machine::new();
    assert_eq!(job(&machine, (0, 0), "[]", &[]).exit, 0);
    assert_eq!(
        machine.text("hansei.log"),
        "check --root . --format gitlab\n"
    );
    for (exits, exit) in [
        ((0, 0), 0),
        ((1, 0), 1),
        ((0, 1), 1),
        ((1, 2), 2),
        ((3, 1), 3),
    ] {
        let machine = Machine::new();
        let run = job(&machine, exits, "[]", &MERGE_REQUEST);
        assert_eq!(run.exit, exit, "{run:?}");
        assert_eq!(
            machine.text("hansei.log"),
            "check --root . --format gitlab\nreview --root . --base origin/main --head HEAD --format markdown\n"
        );
        assert!(run.stdout.contains("見直し"), "{run:?}");
        assert_eq!(machine.text("curl.log"), "");
    }
}

#[test]
fn with_a_token_the_review_is_one_note() {
    if !is_here("jq") {
        return;
    }
    let notes = "https://gitlab.example.com/api/v4/projects/11/merge_requests/3/notes";
    let ours = json!([
        {"id": 70, "author": {"id": 6}, "body": "<!-- hansei-review -->\nof somebody else"},
        {"id": 71, "author": {"id": 5}, "body": "about something else"},
        {"id": 72, "author": {"id": 5}, "body": "<!-- hansei-review -->\nold"},
    ]);
    for (present, call) in [
        ("[]".to_owned(), format!("--request POST {notes} ")),
        (ours.to_string(), format!("--request PUT {notes}/72 ")),
    ] {
        let machine = Machine::new();
        let run = job(&machine, (0, 1), &present, &with_token());
        assert_eq!(run.exit, 1, "{run:?}");
        let log = machine.text("curl.log");
        assert!(log.contains(&call), "{log}");
        assert_eq!(
            machine.text("sent.md"),
            "<!-- hansei-review -->\n見直し & more\n"
        );
        // Arguments can be seen by every process of the machine.
        assert!(!log.contains(TOKEN), "{log}");
        assert!(!run.stdout.contains(TOKEN), "{run:?}");
        let header = format!("header = \"PRIVATE-TOKEN: {TOKEN}\"\n");
        assert!(machine.text("curl.stdin").starts_with(&header));
    }
}

#[test]
fn where_nothing_could_be_reviewed_the_note_stays() {
    let machine = Machine::new();
    let run = job(&machine, (0, 2), "[]", &with_token());
    assert_eq!(run.exit, 2, "{run:?}");
    assert_eq!(machine.text("curl.log"), "");
}
