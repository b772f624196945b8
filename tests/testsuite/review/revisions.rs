//! Which revisions a review compares, and what it says where it cannot.

use crate::support::program::{finish, run};
use crate::support::repository::{Repository, git};

use super::{findings, json, pages, review};

fn two_sided() -> Repository {
    let repository = Repository::with([
        ("content/incidents/a.md", "---\nid: INC-1\n---\n# A\n"),
        ("content/incidents/b.md", "# B\n"),
    ]);
    repository.write("content/incidents/mine.md", "---\nid: INC-2\n---\n# Mine\n");
    repository.commit("mine");
    repository.git(&["checkout", "-q", "main"]);
    repository.write(
        "content/incidents/theirs.md",
        "---\nid: inc-2\n---\n# Theirs\n",
    );
    repository.write("content/incidents/b.md", "# B, told anew\n");
    repository.commit("theirs");
    repository.git(&["checkout", "-q", "change"]);
    repository
}

#[test]
fn it_compares_with_the_last_common_commit() {
    let repository = two_sided();
    let found = review(&repository);
    assert_eq!(pages(&found), ["added INC-2 content/incidents/mine.md"]);
    // Whoever merged first has the id.
    let clash = &found["clashes"][0];
    assert_eq!(clash["id"], "INC-2", "{found:#}");
    assert_eq!(clash["other"], "content/incidents/theirs.md");
    assert_eq!(found["fails"], true);
    let comment = repository.review(&["--base", "main", "--lang", "ja"]);
    assert_eq!(comment.exit, 1);
    assert!(
        comment
            .stdout
            .contains("`INC-2` は、その間に別の文書に使われています")
    );
    repository.write("content/incidents/mine.md", "---\nid: INC-3\n---\n# Mine\n");
    assert_eq!(review(&repository)["clashes"], serde_json::json!([]));
    // A version in another language has the id of its original and is no clash.
    repository.git(&[
        "mv",
        "content/incidents/mine.md",
        "content/incidents/theirs.ja.md",
    ]);
    repository.write(
        "content/incidents/theirs.ja.md",
        "---\nid: INC-2\n---\n# 題\n",
    );
    assert_eq!(review(&repository)["clashes"], serde_json::json!([]));
}

#[test]
fn a_revision_may_be_reviewed_from_any_other() {
    let repository = two_sided();
    repository.write("content/incidents/mine.md", "# Not this\n");
    repository.write("content/incidents/untracked.md", "# Nor this\n");
    repository.git(&["stash", "-q"]);
    repository.git(&["checkout", "-q", "main"]);
    repository.write("content/incidents/a.md", "# Nor that\n");
    let run = repository.review(&["--base", "main", "--head", "change", "--format", "json"]);
    let found = json(&run);
    assert_eq!(pages(&found), ["added INC-2 content/incidents/mine.md"]);
    let hash = repository.git(&["rev-parse", "change"]);
    let same = repository.review(&["--base", "HEAD", "--head", hash.trim(), "--format", "json"]);
    assert_eq!(same.stdout, run.stdout);
}

#[test]
fn what_is_no_revision_is_said_with_the_way_out() {
    let repository = two_sided();
    for remote in ["origin", "upstream"] {
        repository.git(&["remote", "add", remote, "https://kb.example/kb.git"]);
    }
    for (revision, help) in [
        (
            "nowhere",
            "git fetch origin +refs/heads/nowhere:refs/remotes/origin/nowhere`, and --base origin/nowhere",
        ),
        (
            "origin/main",
            "git fetch origin +refs/heads/main:refs/remotes/origin/main`, and --base origin/main",
        ),
        (
            "upstream/v1",
            "git fetch upstream +refs/heads/v1:refs/remotes/upstream/v1`, and --base upstream/v1",
        ),
        (
            "fix/mail",
            "git fetch origin +refs/heads/fix/mail:refs/remotes/origin/fix/mail`, and --base origin/fix/mail",
        ),
        ("--output=x", "--base takes a branch, a tag or a commit"),
        ("-h", "--base takes a branch"),
        ("", "--base takes a branch"),
        ("main:content", "--base takes a branch"),
        ("main..change", "--base takes a branch"),
        ("main~9", "--base takes a branch"),
    ] {
        let run = repository.review(&[&format!("--base={revision}")]);
        assert_eq!(run.exit, 2, "{revision}: {run:#?}");
        let said = run.stderr.contains(revision) && run.stderr.contains(help);
        assert!(said, "{run:#?}");
        assert_eq!(run.stdout, "");
        assert!(!repository.path().join("x").exists());
    }
    let run = repository.review(&["--base", "main", "--head", "gone", "--lang", "ja"]);
    assert_eq!(run.exit, 2);
    assert!(
        run.stderr.contains("リビジョン `gone` はありません")
            && run.stderr.contains("--head origin/gone としてください"),
        "{run:#?}"
    );
    let run = repository.review(&[]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("--base"), "{run:#?}");
}

#[test]
fn a_repository_without_a_commit_is_said_to_be_so() {
    let folder = crate::support::folder::Folder::with([("content/a.md", "# A\n")]);
    assert_eq!(finish(&mut git(folder.path(), &["init", "-q"])).exit, 0);
    let run = run(folder.path(), &["review", "--base", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    assert!(run.stderr.contains("no commits yet"), "{run:#?}");
}

#[test]
fn a_folder_without_a_repository_is_said_to_be_so() {
    let folder = crate::support::folder::Folder::with([("content/a.md", "# A\n")]);
    let run = run(folder.path(), &["review", "--base", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    assert!(
        run.stderr.contains("is not in a git repository"),
        "{run:#?}"
    );
}

#[test]
fn a_clone_that_does_not_reach_far_enough_is_told_how_to_fetch() {
    let origin = two_sided();
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let place = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    let clone = |arguments: &[&str], name: &str| {
        let all: Vec<&str> = ["clone", "-q"]
            .iter()
            .chain(arguments)
            .chain([&url.as_str(), &name])
            .copied()
            .collect();
        assert_eq!(finish(&mut git(place.path(), &all)).exit, 0);
        place.path().join(name)
    };
    let shallow = clone(
        &["--depth=1", "--no-single-branch", "-b", "change"],
        "shallow",
    );
    let arguments = ["review", "--base", "origin/main", "--format", "json"];
    let review = |folder: &std::path::Path| run(folder, &arguments);
    let told = review(&shallow);
    assert_eq!(told.exit, 2, "{told:#?}");
    assert!(told.stderr.contains("git fetch --unshallow"), "{told:#?}");
    finish(&mut git(&shallow, &["fetch", "-q", "--deepen=1"]));
    let deep = json(&review(&shallow));
    assert_eq!(pages(&deep), ["added INC-2 content/incidents/mine.md"]);

    let whole = clone(&["-b", "change"], "whole");
    assert_eq!(json(&review(&whole)), deep);
    let worktree = place.path().join("worktree");
    let add = [
        "worktree",
        "add",
        "-q",
        "--detach",
        &worktree.display().to_string(),
    ];
    finish(&mut git(&whole, &add));
    assert_eq!(json(&review(&worktree)), deep);

    // Texts that were left out of a clone are not asked for over the network.
    let partial = clone(&["--filter=blob:none", "-b", "change"], "partial");
    let told = review(&partial);
    assert_eq!(told.exit, 2, "{told:#?}");
    assert!(told.stderr.contains("--no-filter"), "{told:#?}");
}

#[test]
fn histories_with_nothing_in_common_are_no_base() {
    let repository = two_sided();
    repository.git(&["checkout", "-q", "--orphan", "other"]);
    repository.commit("other");
    let run = repository.review(&["--base", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    assert!(run.stderr.contains("no commit in common"), "{run:#?}");
}

#[test]
fn the_configuration_of_each_side_holds_for_it() {
    let repository = Repository::with([
        ("hansei.yaml", "content: docs\n"),
        ("docs/incidents/a.md", "---\nseverity: SEV9\n---\n# A\n"),
        ("notes/incidents/n.md", "# N\n\n[x](gone.md)\n"),
    ]);
    // The content moves with the configuration, and its old fault with it.
    repository.write("hansei.yaml", "content: kb\n");
    repository.git(&["mv", "docs", "kb"]);
    let moved = review(&repository);
    assert_eq!(findings(&moved), [""; 0], "{moved:#}");
    assert_eq!(pages(&moved), [""; 0], "{moved:#}");
    // Another folder altogether.
    repository.write("hansei.yaml", "content: notes\n");
    let other = review(&repository);
    assert_eq!(findings(&other), ["broken-link notes/incidents/n.md"]);
    // A rule that is new finds something in files that are not.
    repository.git(&["reset", "-q", "--hard"]);
    repository.write("hansei.yaml", "content: docs\nseverities: [SEV9]\n");
    assert_eq!(review(&repository)["mended"], 1);
    repository.write(
        "hansei.yaml",
        "content: docs\nservices: [{id: mail}]\nrules: {odd-time: off}\n",
    );
    assert_eq!(findings(&review(&repository)), [""; 0]);
    // Look-alikes are answered as before; that the change asks for less is told.
    repository.write(
        "hansei.yaml",
        "content: docs\nrules: {odd-time: off, unknown-severity: note, overdue-action: error}\nreview: {strong_candidates: show}\n",
    );
    let relaxed = [
        "rules: {odd-time: off}",
        "rules: {unknown-severity: note}",
        "review: {strong_candidates: show}",
    ];
    assert_eq!(review(&repository)["relaxed"], serde_json::json!(relaxed));
    let comment = repository.review(&["--base", "main"]).stdout;
    for setting in relaxed {
        assert!(comment.contains(&format!("- `{setting}`")), "{comment}");
    }
    // Errors in it keep everything from being reviewed; those of before do not.
    repository.write("hansei.yaml", "content: [\n");
    let run = repository.review(&["--base", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    repository.commit("broken");
    repository.git(&["branch", "-f", "main", "change"]);
    repository.write("hansei.yaml", "content: docs\n");
    let run = repository.review(&["--base", "main"]);
    assert_eq!(run.exit, 0, "{run:#?}");
}

#[test]
fn what_helps_in_a_clone_of_one_branch_does_help_there() {
    let origin = two_sided();
    let place = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    let depth = ["clone", "-q", "--depth=1", "-b", "change", &url, "clone"];
    assert_eq!(finish(&mut git(place.path(), &depth)).exit, 0);
    let clone = place.path().join("clone");
    let review = || run(&clone, &["review", "--base", "origin/main"]);
    let told = review();
    assert_eq!(told.exit, 2, "{told:#?}");
    let fetch = "fetch origin +refs/heads/main:refs/remotes/origin/main";
    let help = format!("git {fetch}`, and --base origin/main\n");
    assert!(told.stderr.contains(&help), "{told:#?}");
    let arguments: Vec<&str> = fetch.split(' ').collect();
    assert_eq!(finish(&mut git(&clone, &arguments)).exit, 0);
    let told = review();
    assert_eq!(told.exit, 2, "{told:#?}");
    assert!(told.stderr.contains("git fetch --deepen=100"), "{told:#?}");
    assert_eq!(finish(&mut git(&clone, &["fetch", "--deepen=100"])).exit, 0);
    let whole = origin.review(&["--base", "main"]);
    assert_eq!(review().stdout, whole.stdout);
}

#[test]
fn an_option_is_called_by_its_name_where_its_revision_is_unknown() {
    let repository = two_sided();
    repository.git(&["remote", "add", "origin", "https://kb.example/kb.git"]);
    let fetch = "`git fetch origin +refs/heads/gone:refs/remotes/origin/gone`";
    for (language, arguments, help) in [
        (
            "en",
            ["advise", "--diff", "origin/gone"],
            "and --diff origin/gone",
        ),
        (
            "ja",
            ["advise", "--diff", "gone"],
            "の後、--diff origin/gone",
        ),
    ] {
        let run = run(
            repository.path(),
            &[&arguments[..], &["--lang", language]].concat(),
        );
        assert_eq!(run.exit, 2, "{run:#?}");
        assert!(run.stderr.contains(fetch), "{run:#?}");
        assert!(run.stderr.contains(help), "{run:#?}");
        assert!(!run.stderr.contains("--base"), "{run:#?}");
    }
    repository.git(&["checkout", "-q", "--orphan", "other"]);
    repository.commit("Another history");
    let run = run(repository.path(), &["advise", "--diff", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    let help = "name a revision with --diff that this was branched from";
    assert!(run.stderr.contains(help), "{run:#?}");
}
