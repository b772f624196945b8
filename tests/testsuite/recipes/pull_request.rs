//! The job of GitHub Actions that checks and reviews, and may write nothing.

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::run;

use super::{Machine, git, script, with_recipes, yaml};

fn workflow(folder: &Folder) -> Value {
    yaml(&folder.text(".github/workflows/hansei.yml"))
}

/// A knowledge base as it is checked out for a pull request: merged, with both parents.
fn merged(text: &str) -> Folder {
    let folder = with_recipes("en");
    let commit = |message: &str| {
        git(folder.path(), &["add", "--all"]);
        git(folder.path(), &["commit", "--quiet", "--message", message]);
    };
    commit("base");
    git(folder.path(), &["switch", "--quiet", "--create", "change"]);
    folder.write("content/incidents/queue.md", text);
    commit("change");
    git(folder.path(), &["switch", "--quiet", "main"]);
    folder.write("content/pages/other.md", "# Meanwhile\n");
    commit("meanwhile");
    let merge = ["merge", "--quiet", "--no-ff", "--no-edit", "change"];
    git(folder.path(), &merge);
    folder
}

/// A hansei that says what it is told to.
fn answering(machine: &Machine, exit: i32) {
    machine.program(
        "hansei",
        &format!(
            "printf '%s\\n' \"$*\" >> \"$MACHINE/hansei.log\"\nprintf '<!-- hansei-review -->\\n## One thing to answer\\n'\nexit {exit}\n"
        ),
    );
}

#[test]
fn the_job_may_only_read_and_leaves_no_credentials() {
    let folder = with_recipes("en");
    let workflow = workflow(&folder);
    assert_eq!(
        workflow["permissions"],
        serde_json::json!({"contents": "read"})
    );
    let jobs = workflow["jobs"].as_object().unwrap();
    assert!(jobs.values().all(|job| job.get("permissions").is_none()));
    let steps = workflow["jobs"]["hansei"]["steps"].as_array().unwrap();
    assert_eq!(steps[0]["with"]["persist-credentials"], false);
    assert!(workflow["on"].get("pull_request_target").is_none());
    // Nothing of a pull request comes into a script.
    for step in steps {
        let run = step["run"].as_str().unwrap_or_default();
        assert!(!run.contains("${{"), "{run}");
    }
}

#[test]
fn a_review_is_stored_and_shown_whether_it_passes_or_not() {
    let folder = with_recipes("en");
    let workflow = workflow(&folder);
    let steps = &workflow["jobs"]["hansei"]["steps"];
    for exit in [0, 1] {
        let machine = Machine::new();
        answering(&machine, exit);
        let summary = machine.path("summary").display().to_string();
        let run = machine.run(
            folder.path(),
            script(steps, "hansei review"),
            &[("HANSEI_ROOT", "my kb"), ("GITHUB_STEP_SUMMARY", &summary)],
        );
        assert_eq!(run.exit, exit, "{run:?}");
        assert_eq!(
            machine.text("hansei.log"),
            "review --root my kb --base HEAD^1 --head HEAD --format markdown\n"
        );
        let stored = machine.text("temp/hansei-review.md");
        assert_eq!(stored, "<!-- hansei-review -->\n## One thing to answer\n");
        assert_eq!(machine.text("summary"), stored);
    }
    let stored = &steps[4]["with"];
    assert_eq!(stored["path"], "${{ runner.temp }}/hansei-review.md");
}

#[test]
fn where_nothing_could_be_reviewed_nothing_is_stored() {
    let folder = with_recipes("en");
    let workflow = workflow(&folder);
    for exit in [2, 3] {
        let machine = Machine::new();
        answering(&machine, exit);
        let run = machine.run(
            folder.path(),
            script(&workflow["jobs"]["hansei"]["steps"], "hansei review"),
            &[("HANSEI_ROOT", "."), ("GITHUB_STEP_SUMMARY", "/dev/full")],
        );
        assert_eq!(run.exit, exit, "{run:?}");
        assert!(!machine.path("temp/hansei-review.md").exists());
    }
}

/// The scripts with the program itself, on a merge as a code host makes it.
#[test]
fn hansei_understands_what_the_job_asks_of_it() {
    let formats = run(Folder::new().path(), &["check", "--help"]).stdout;
    let has_review = run(Folder::new().path(), &["review", "--help"]).exit == 0;
    if !formats.contains("github") || !has_review {
        eprintln!("not run: this hansei has no format for GitHub, or no review");
        return;
    }
    let folder = merged("---\nid: INC-2026-0001\nstatus: finl\n---\n# Queue stalled\n");
    let workflow = workflow(&folder);
    let steps = &workflow["jobs"]["hansei"]["steps"];
    let machine = Machine::new();
    machine.hansei();
    let summary = machine.path("summary").display().to_string();
    let environment = [
        ("HANSEI_ROOT", "."),
        ("GITHUB_STEP_SUMMARY", summary.as_str()),
    ];
    let check = machine.run(folder.path(), script(steps, "hansei check"), &environment);
    assert_eq!(check.exit, 1, "{check:?}");
    assert!(check.stdout.contains("::error "), "{check:?}");
    assert!(
        check.stdout.contains("content/incidents/queue.md"),
        "{check:?}"
    );
    let review = machine.run(folder.path(), script(steps, "hansei review"), &environment);
    assert_eq!(review.exit, 1, "{review:?}");
    let stored = machine.text("temp/hansei-review.md");
    assert!(stored.starts_with("<!-- hansei-review -->\n"), "{stored}");
    assert!(stored.contains("Queue stalled"), "{stored}");
    assert!(!stored.contains("Meanwhile"), "{stored}");
}
