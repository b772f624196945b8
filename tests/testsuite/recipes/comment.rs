//! The job of GitHub Actions that makes a comment of a stored review, whoever has written it.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::program::{Run, finish, is_here};

use super::{Machine, script, with_recipes, yaml};

const MARKER: &str = "<!-- hansei-review -->";

/// What the code host answers, and what becomes of it.
struct Host {
    machine: Machine,
    pulls: Value,
    comments: Value,
    event: Value,
}

impl Host {
    /// Of a pull request from a fork, whose last commit the run has seen.
    fn new() -> Self {
        let machine = Machine::new();
        machine.program(
            "gh",
            r#"
printf '%s\n' "$*" >> "$MACHINE/gh.log"
case "$*" in
  *--method*) cp "${@: -1}" "$MACHINE/sent.json" ;;
  *"/pulls?"*) cat "$MACHINE/pulls.json" ;;
  *"/artifacts?"*) cat "$MACHINE/artifacts.json" ;;
  */zip) cat "$MACHINE/artifact.zip" ;;
  *"/comments?"*) cat "$MACHINE/comments.json" ;;
  *) exit 1 ;;
esac
"#,
        );
        Self {
            machine,
            pulls: json!([pull(7, "c0ffee", 42), pull(8, "c0ffee", 43)]),
            comments: json!([]),
            event: json!({"workflow_run": {
                "id": 900,
                "run_attempt": 1,
                "head_sha": "c0ffee",
                "head_branch": "fix/queue&state=closed",
                "head_repository": {"id": 42, "owner": {"login": "mori"}},
                "pull_requests": [],
            }}),
        }
    }

    /// Stores a file of this name in the artifact of the run.
    fn store(&self, name: &str, content: impl AsRef<[u8]>) {
        let folder = self.machine.path("stored");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), content).unwrap();
        let archive = self.machine.path("artifact.zip");
        let zipped = finish(
            Command::new("zip")
                .args(["--quiet", "--recurse-paths"])
                .arg(&archive)
                .arg(".")
                .current_dir(&folder),
        );
        assert_eq!(zipped.exit, 0, "{zipped:?}");
        let size = fs::metadata(archive).unwrap().len();
        let artifacts = json!({"artifacts": [
            {"id": 55, "size_in_bytes": size, "expired": false},
            {"id": 54, "size_in_bytes": 1, "expired": false},
            {"id": 56, "size_in_bytes": 1, "expired": true},
        ]});
        self.machine
            .folder
            .write("artifacts.json", artifacts.to_string());
    }

    fn run(&self) -> Run {
        let files = [
            ("pulls.json", &self.pulls),
            ("comments.json", &self.comments),
            ("event.json", &self.event),
        ];
        for (name, answer) in files {
            self.machine.folder.write(name, answer.to_string());
        }
        let workflow = with_recipes("en").text(".github/workflows/hansei-comment.yml");
        let workflow = yaml(&workflow);
        let steps = &workflow["jobs"]["comment"]["steps"];
        let event = self.machine.path("event.json").display().to_string();
        self.machine.run(
            self.machine.folder.path(),
            script(steps, "Comment on the pull request"),
            &[
                ("GITHUB_EVENT_PATH", &event),
                ("GITHUB_REPOSITORY", "acme/kb"),
            ],
        )
    }

    /// The call that wrote, and the comment as it was sent.
    fn sent(&self) -> Option<(String, String)> {
        let sent: Value = serde_json::from_str(&self.machine.text("sent.json")).ok()?;
        let log = self.machine.text("gh.log");
        let call = log.lines().find(|line| line.contains("--method"))?;
        let (call, _) = call.split_once(" --input").unwrap();
        Some((call.to_owned(), sent["body"].as_str()?.to_owned()))
    }

    /// Stores a file and expects that it is refused with these words.
    #[track_caller]
    fn refuses(&self, name: &str, content: impl AsRef<[u8]>, words: &str) {
        self.store(name, content);
        let run = self.run();
        assert_eq!(run.exit, 1, "{run:?}");
        assert!(run.stdout.contains(words), "{run:?}");
        assert_eq!(self.sent(), None);
    }

    /// Expects that nothing is written, and that this is no fault.
    #[track_caller]
    fn leaves(&self, words: &str) {
        let run = self.run();
        assert_eq!(run.exit, 0, "{run:?}");
        assert!(run.stdout.contains(words), "{run:?}");
        assert_eq!(self.sent(), None);
    }
}

fn pull(number: u32, commit: &str, repository: u32) -> Value {
    json!({"number": number, "head": {"sha": commit, "repo": {"id": repository}}})
}

fn comment(id: u32, login: &str, body: &str) -> Value {
    json!({"id": id, "user": {"login": login}, "body": body})
}

fn can_run() -> bool {
    ["jq", "zip", "unzip"]
        .iter()
        .all(|program| is_here(program))
}

#[test]
fn the_job_has_no_more_rights_than_it_needs_and_runs_nothing_of_the_pull_request() {
    let text = with_recipes("en").text(".github/workflows/hansei-comment.yml");
    let workflow = yaml(&text);
    assert_eq!(workflow["permissions"], json!({}));
    let job = &workflow["jobs"]["comment"];
    assert_eq!(
        job["permissions"],
        json!({"actions": "read", "pull-requests": "write"})
    );
    let steps = job["steps"].as_array().unwrap();
    assert!(
        steps.iter().all(|step| step.get("uses").is_none()),
        "{text}"
    );
    for step in steps {
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{text}");
    }
    let watched = yaml(&with_recipes("en").text(".github/workflows/hansei.yml"));
    assert_eq!(
        workflow["on"]["workflow_run"]["workflows"],
        json!([watched["name"]])
    );
}

#[test]
fn the_first_review_becomes_a_comment_on_the_pull_request_of_its_fork() {
    if !can_run() {
        return;
    }
    let host = Host::new();
    host.store(
        "hansei-review.md",
        format!("{MARKER}\n## 似た障害があります\n$(touch owned) `id` @team &#64;team &commat;team &num;7 R&D &lt;b&gt;\n"),
    );
    let run = host.run();
    assert_eq!(run.exit, 0, "{run:?}");
    let (call, body) = host.sent().unwrap();
    assert_eq!(
        call,
        "api --silent --method POST repos/acme/kb/issues/7/comments"
    );
    assert_eq!(
        body,
        format!(
            "{MARKER}\n<!-- 900.1 -->\n## 似た障害があります\n$(touch owned) `id` @\u{200b}team &amp;#64;team &amp;commat;team &amp;num;7 R&D &lt;b&gt;\n"
        )
    );
    let log = host.machine.text("gh.log");
    assert!(
        log.contains("head=mori%3Afix%2Fqueue%26state%3Dclosed\n"),
        "{log}"
    );
    assert!(
        log.contains("repos/acme/kb/actions/artifacts/55/zip\n"),
        "{log}"
    );
}

#[test]
fn a_later_review_takes_the_place_of_the_comment() {
    if !can_run() {
        return;
    }
    let mut host = Host::new();
    host.comments = json!([
        comment(1, "mori", &format!("{MARKER}\nmine")),
        comment(2, "github-actions[bot]", "about something else"),
        comment(
            3,
            "github-actions[bot]",
            &format!("{MARKER}\n<!-- 899.3 -->\nold")
        ),
        comment(4, "github-actions[bot]", &format!("{MARKER}\nolder")),
    ]);
    host.store("hansei-review.md", format!("{MARKER}\nnew\n"));
    assert_eq!(host.run().exit, 0);
    let (call, body) = host.sent().unwrap();
    assert_eq!(
        call,
        "api --silent --method PATCH repos/acme/kb/issues/comments/3"
    );
    assert_eq!(body, format!("{MARKER}\n<!-- 900.1 -->\nnew\n"));
}

#[test]
fn an_older_run_does_not_replace_a_newer_one() {
    if !can_run() {
        return;
    }
    for newer in ["901.1", "900.2"] {
        let mut host = Host::new();
        let body = format!("{MARKER}\n<!-- {newer} -->\nnewer");
        host.comments = json!([comment(3, "github-actions[bot]", &body)]);
        host.store("hansei-review.md", format!("{MARKER}\nold\n"));
        host.leaves("newer run");
    }
    // A line like ours further down is text of the review, and holds nothing up.
    let mut host = Host::new();
    let body = format!("{MARKER}\n<!-- 899.1 -->\n<!-- 999999.1 -->\n");
    host.comments = json!([comment(3, "github-actions[bot]", &body)]);
    host.store("hansei-review.md", format!("{MARKER}\n<!-- 999999.1 -->\n"));
    assert_eq!(host.run().exit, 0);
    let (_, body) = host.sent().unwrap();
    assert_eq!(
        body,
        format!("{MARKER}\n<!-- 900.1 -->\n<!-- 999999.1 -->\n")
    );
}

#[test]
fn after_a_push_a_run_has_nothing_to_say() {
    if !can_run() {
        return;
    }
    let mut host = Host::new();
    host.store("hansei-review.md", format!("{MARKER}\nold\n"));
    for pulls in [
        json!([pull(7, "facade", 42)]),
        json!([pull(7, "c0ffee", 43)]),
        json!([]),
    ] {
        host.pulls = pulls;
        host.leaves("No open pull request");
    }
    host.pulls = json!([pull(7, "c0ffee", 42), pull(9, "c0ffee", 42)]);
    host.leaves("Several pull requests");
    host.pulls = json!([{"number": 7, "head": {"sha": "c0ffee", "repo": null}}]);
    host.leaves("No open pull request");
}

#[test]
fn a_run_without_a_review_is_no_fault() {
    if !can_run() {
        return;
    }
    let host = Host::new();
    for artifacts in [
        json!({"artifacts": []}),
        json!({"artifacts": [{"id": 1, "size_in_bytes": 1, "expired": true}]}),
    ] {
        host.machine
            .folder
            .write("artifacts.json", artifacts.to_string());
        host.leaves("stored no review");
    }
}

#[test]
fn a_stored_file_that_is_no_review_is_refused() {
    if !can_run() {
        return;
    }
    let marked = |text: &str| format!("{MARKER}\n{text}");
    let refuses = |name: &str, content: &[u8], words: &str| {
        Host::new().refuses(name, content, words);
    };
    refuses("hansei-review.md", b"", "does not begin");
    refuses("hansei-review.md", b"# Approved\n", "does not begin");
    refuses(
        "hansei-review.md",
        format!(" {MARKER}\n").as_bytes(),
        "does not begin",
    );
    refuses(
        "hansei-review.md",
        format!("{MARKER} x\n").as_bytes(),
        "does not begin",
    );
    refuses("other.md", marked("x").as_bytes(), "does not begin");
    refuses(
        "hansei-review.md",
        b"<!-- hansei-review -->\n\xff\xfe",
        "not UTF-8",
    );
    refuses("hansei-review.md", marked("a\0b").as_bytes(), "not UTF-8");
    refuses(
        "hansei-review.md",
        marked(&"x".repeat(70_000)).as_bytes(),
        "too long",
    );
    // Small as an archive, large as a file.
    refuses(
        "hansei-review.md",
        marked(&"x".repeat(50_000_000)).as_bytes(),
        "too long",
    );
    let host = Host::new();
    host.store("hansei-review.md", marked("x"));
    let artifacts = json!({"artifacts": [{"id": 55, "size_in_bytes": 262_145, "expired": false}]});
    host.machine
        .folder
        .write("artifacts.json", artifacts.to_string());
    let run = host.run();
    assert_eq!(run.exit, 1, "{run:?}");
    assert!(!host.machine.text("gh.log").contains("/zip"), "{run:?}");
}

#[test]
fn what_is_no_archive_is_refused() {
    if !can_run() {
        return;
    }
    let host = Host::new();
    host.store("hansei-review.md", MARKER);
    host.machine.folder.write("artifact.zip", "no archive");
    let run = host.run();
    assert_eq!(run.exit, 1, "{run:?}");
    assert_eq!(host.sent(), None);
}
