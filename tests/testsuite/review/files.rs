//! Files as repositories have them: odd names, links, submodules, filters, line ends.

use std::fs;

use crate::support::folder::Folder;
use crate::support::program::finish;
use crate::support::repository::{Repository, git};

use super::{findings, json, pages, review};

#[test]
fn staged_unstaged_and_untracked_files_count_and_ignored_ones_do_not() {
    let repository = Repository::with([
        (".gitignore", "*.tmp.md\n"),
        ("content/changed.md", "# A\n"),
        ("content/staged.md", "# A\n"),
        ("content/removed.md", "# A\n"),
        ("content/touched.md", "# A\n"),
    ]);
    repository.write("content/staged.md", "# B\n");
    repository.write("content/new.md", "# B\n");
    repository.git(&["add", "-A"]);
    repository.write("content/changed.md", "# B\n");
    repository.write("content/untracked.md", "# B\n");
    repository.write("content/x.tmp.md", "# B\n");
    repository.write("content/.hidden/x.md", "# B\n");
    repository.write("content/touched.md", "# A\n");
    repository.remove("content/removed.md");
    assert_eq!(
        pages(&review(&repository)),
        [
            "changed changed content/changed.md",
            "added new content/new.md",
            "changed staged content/staged.md",
            "added untracked content/untracked.md",
            "removed removed content/removed.md",
        ]
    );
}

#[test]
fn ignore_files_hold_for_what_was_there_too() {
    let repository = Repository::with([
        ("content/a/.gitignore", "draft.md\n"),
        ("content/a/b/c.md", "# C\n"),
        ("content/a/d.md", "# D\n"),
        ("content/e.md", "# E\n"),
    ]);
    repository.write("content/a/draft.md", "# Draft\n");
    repository.write("content/a/b/draft.md", "# Draft\n");
    repository.write("content/draft.md", "# Draft\n");
    repository.git(&["add", "-f", "-A"]);
    repository.git(&["commit", "-qm", "drafts"]);
    repository.git(&["branch", "-f", "main"]);
    for path in [
        "a/b/c.md",
        "a/b/draft.md",
        "a/d.md",
        "a/draft.md",
        "draft.md",
    ] {
        repository.remove(&format!("content/{path}"));
    }
    let found = review(&repository);
    assert_eq!(
        pages(&found),
        [
            "removed c content/a/b/c.md",
            "removed d content/a/d.md",
            "removed draft content/draft.md",
        ]
    );
}

#[test]
fn what_an_ignore_file_takes_away_is_told_as_removed() {
    let repository = Repository::with([
        (".gitignore", "content/old.md\n"),
        ("content/incidents/a.md", "# A\n\n[B](b.md)\n"),
        ("content/incidents/b.md", "# B\n"),
    ]);
    repository.write("content/old.md", "# Old\n");
    repository.git(&["add", "-f", "content/old.md"]);
    repository.git(&["commit", "-qm", "old"]);
    repository.git(&["branch", "-f", "main"]);
    assert_eq!(review(&repository)["changed"], false);
    let told = |found: &serde_json::Value| (pages(found), findings(found));
    let gone = ["removed b content/incidents/b.md"].map(str::to_owned);
    let broken = ["broken-link content/incidents/a.md"].map(str::to_owned);
    // In a new ignore file, untracked, then committed, then as another revision.
    repository.write("content/incidents/.gitignore", "b.md\n");
    let untracked = told(&review(&repository));
    assert_eq!(untracked, (gone.to_vec(), broken.to_vec()));
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-qm", "hidden"]);
    assert_eq!(told(&review(&repository)), untracked);
    repository.git(&["checkout", "-q", "main"]);
    let arguments = ["--base", "main", "--head", "change", "--format", "json"];
    assert_eq!(told(&json(&repository.review(&arguments))), untracked);
    // What is not passed over any more is new.
    repository.write(".gitignore", "\n");
    let found = review(&repository);
    assert_eq!(pages(&found), ["added old content/old.md"]);
    // So is what the configuration takes away.
    repository.git(&["checkout", "-q", "."]);
    repository.write("hansei.yaml", "output: content/incidents\n");
    let found = review(&repository);
    assert_eq!(
        pages(&found),
        [
            "removed a content/incidents/a.md",
            "removed b content/incidents/b.md"
        ]
    );
}

#[test]
fn settings_of_git_change_nothing() {
    let repository = Repository::with([
        (
            "hansei.yaml",
            "as_of: 2026-06-01\nservices: [{id: mail, paths: [\"infra/**\"]}]\n",
        ),
        (
            "content/incidents/日本.md",
            "---\nid: INC-1\nservices: [mail]\n---\n# A\n",
        ),
        (
            "content/checklists/mail.md",
            "---\napplies_to: {services: [mail]}\n---\n# Mail\n\n- [ ] Look\n",
        ),
        (
            "content/incidents/moved.md",
            "# Moved\n\nIt was here and went there, with all its words.\n",
        ),
        ("infra/mail.tf", "one\n"),
    ]);
    repository.write(
        "content/incidents/日本.md",
        "---\nid: INC-1\nservices: [mail]\n---\n# B\n",
    );
    repository.write("content/incidents/new.md", "# New\n");
    repository.write("infra/mail.tf", "two\n");
    repository.git(&[
        "mv",
        "content/incidents/moved.md",
        "content/incidents/there.md",
    ]);
    let advise = |folder: &str| {
        let arguments = [
            "--root", "..", "advise", "--diff", "main", "--format", "json",
        ];
        let run = crate::support::program::run(&repository.path().join(folder), &arguments);
        assert_eq!(run.exit, 0, "{run:#?}");
        run.stdout
    };
    let (reviewed, advised) = (review(&repository), advise("content"));
    for (name, value) in [
        ("color.ui", "always"),
        ("core.abbrev", "4"),
        ("core.quotePath", "true"),
        ("diff.algorithm", "patience"),
        ("diff.colorMoved", "zebra"),
        ("diff.context", "0"),
        ("diff.dirstat", "files"),
        ("diff.external", "false"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.indentHeuristic", "false"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.noPrefix", "true"),
        ("diff.orderFile", "/dev/null"),
        ("diff.relative", "true"),
        ("diff.renameLimit", "1"),
        ("diff.renames", "false"),
        ("diff.submodule", "log"),
        ("diff.suppressBlankEmpty", "true"),
        ("diff.wsErrorHighlight", "all"),
        ("log.showSignature", "true"),
        ("status.relativePaths", "true"),
        ("status.showUntrackedFiles", "no"),
    ] {
        repository.git(&["config", name, value]);
    }
    assert_eq!(review(&repository), reviewed);
    assert_eq!(advise("content"), advised);
}

#[test]
fn any_path_will_do() {
    let names = [
        "日本語 の 障害.md",
        "-rf.md",
        "a\"b'c.md",
        ":(glob)*.md",
        "[x]?.md",
        "tab\tx.md",
        "line\nbreak.md",
        "が.md",
        "か\u{3099}2.md",
    ];
    let repository = Repository::with(names.map(|name| (format!("content/{name}"), "# A\n")));
    assert_eq!(review(&repository)["changed"], false);
    for name in names {
        repository.write(&format!("content/{name}"), "# B\n");
    }
    repository.write("content/新 規.md", "# C\n");
    let found = review(&repository);
    assert_eq!(pages(&found).len(), names.len() + 1, "{found:#}");
    repository.git(&["add", "-A"]);
    assert_eq!(review(&repository), found);
    for name in names {
        repository.remove(&format!("content/{name}"));
    }
    let gone = pages(&review(&repository));
    let removed = gone.iter().filter(|page| page.starts_with("removed"));
    assert_eq!(removed.count(), names.len(), "{gone:?}");
}

#[test]
fn renames_are_followed_and_lost_addresses_told() {
    let text = "[x](gone.md)\n\nA text that is long enough to be known again by git.\n";
    let repository = Repository::with([
        ("content/incidents/2025/a.md", format!("# A\n\n{text}")),
        (
            "content/incidents/2025/b.md",
            format!("---\nid: INC-1\n---\n# B\n\n{text}"),
        ),
        (
            "content/incidents/2025/c.md",
            format!("---\nid: INC-2\n---\n# C\n\n{text}"),
        ),
        (
            "content/incidents/2025/Case.md",
            format!("# Case\n\n{text}"),
        ),
    ]);
    repository.git(&[
        "mv",
        "content/incidents/2025/a.md",
        "content/incidents/aa.md",
    ]);
    // Git has not been told of this one.
    repository.remove("content/incidents/2025/b.md");
    repository.write(
        "content/incidents/2026/b.md",
        "---\nid: INC-1\n---\n# B, all anew\n\n[x](gone.md)\n",
    );
    repository.write(
        "content/incidents/2025/c.md",
        format!("---\nid: INC-3\naliases: [INC-2]\n---\n# C\n\n{text}"),
    );
    repository.git(&[
        "mv",
        "content/incidents/2025/Case.md",
        "content/incidents/2025/case.md",
    ]);
    let found = review(&repository);
    assert_eq!(
        findings(&found),
        ["broken-link content/incidents/2026/b.md"; 0]
    );
    assert_eq!(found["mended"], 0, "{found:#}");
    assert_eq!(
        pages(&found),
        [
            "moved INC-3 content/incidents/2025/c.md",
            "changed INC-1 content/incidents/2026/b.md",
            "moved aa content/incidents/aa.md",
        ]
    );
    let comment = repository.review(&["--base", "main"]).stdout;
    assert!(comment.contains("`aliases: [\"a\"]`"), "{comment}");
    let is_told = comment.contains("INC-3 — C, formerly `INC-2`, which leads on");
    assert!(is_told, "{comment}");
}

#[test]
fn a_knowledge_base_may_be_a_folder_of_a_repository() {
    let folder = Folder::with([
        ("kb/hansei.yaml", "title: KB\n"),
        ("kb/content/a.md", "# A\n"),
        ("kb/content/b.md", "# B\n\n![p](p.png)\n"),
        ("kb/content/p.png", "picture"),
        ("services/README.md", "# Services\n"),
    ]);
    let repository = Repository::with_base_in(folder, "kb");
    repository.write("services/README.md", "# Others\n");
    repository.write("kb/content/a.md", "# A, anew\n");
    repository.remove("kb/content/p.png");
    let found = review(&repository);
    assert_eq!(pages(&found), ["changed a content/a.md"]);
    assert_eq!(findings(&found), ["broken-image content/b.md"]);
}

#[test]
fn links_binary_and_huge_files_are_as_unreadable_as_ever() {
    let repository = Repository::with([
        ("content/bytes.md", b"# A\n\xff\xfe".as_slice()),
        ("content/text.md", b"# A\n"),
        ("content/type.md", b"# B\n"),
    ]);
    repository.write("content/huge.md", vec![b'a'; 33 * 1024 * 1024]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("text.md", repository.path().join("content/link.md")).unwrap();
        repository.commit("with a link");
        repository.git(&["branch", "-f", "main"]);
        assert_eq!(review(&repository)["changed"], false);
        repository.remove("content/link.md");
        repository.remove("content/type.md");
        let link = repository.path().join("content/type.md");
        std::os::unix::fs::symlink("/etc/hostname", link).unwrap();
    }
    repository.write("content/bytes.md", b"# A\n");
    repository.write("content/text.md", b"# B\xff\n");
    repository.remove("content/huge.md");
    let found = review(&repository);
    #[cfg(unix)]
    {
        let expected = [
            "unreadable-file content/text.md",
            "unreadable-file content/type.md",
        ];
        assert_eq!(findings(&found), expected);
        // The link, the bytes and the huge file.
        assert_eq!(found["mended"], 3, "{found:#}");
    }
}

#[cfg(unix)]
#[test]
fn a_commit_is_as_unreadable_as_the_work_tree() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let repository = Repository::with([("content/a.md", "# A\n"), ("content/b/c.md", "# C\n")]);
    let content = repository.path().join("content");
    std::fs::write(content.join(OsStr::from_bytes(b"\xff.md")), "# D\n").unwrap();
    std::fs::write(content.join(OsStr::from_bytes(b"\xff.png")), "").unwrap();
    std::os::unix::fs::symlink("b", content.join("folder")).unwrap();
    std::os::unix::fs::symlink("a.md", content.join("file")).unwrap();
    repository.commit("names and links");
    let expected = [
        "unreadable-file content/folder",
        "unreadable-file content/\u{FFFD}.md",
    ];
    let of_tree = review(&repository);
    assert_eq!(findings(&of_tree), expected);
    repository.git(&["checkout", "-q", "main"]);
    let head = ["--base", "main", "--head", "change", "--format", "json"];
    assert_eq!(json(&repository.review(&head)), of_tree);
}

#[test]
fn line_ends_of_the_work_tree_are_no_change() {
    let repository = Repository::with([
        (".gitattributes", "*.md text eol=crlf\n"),
        ("content/a.md", "# A\n\n[x](gone.md)\n"),
        ("content/b.md", "# B\n"),
    ]);
    for name in ["a", "b"] {
        repository.remove(&format!("content/{name}.md"));
    }
    repository.git(&["checkout", "-q", "--", "content"]);
    assert_eq!(repository.text("content/b.md"), "# B\r\n");
    assert_eq!(review(&repository)["changed"], false);
    repository.write("content/a.md", "# A\r\n\r\nNew.\r\n\r\n[x](gone.md)\r\n");
    let found = review(&repository);
    assert_eq!(pages(&found), ["changed a content/a.md"]);
    assert_eq!(findings(&found), [""; 0]);
}

#[test]
fn other_repositories_within_are_as_they_are_now() {
    let repository = Repository::with([("content/a.md", "# A\n")]);
    let other = Repository::with([("b.md", "# B\n")]);
    let url = other.path().display().to_string();
    repository.git(&["submodule", "add", "-q", &url, "content/shared"]);
    let added = review(&repository);
    assert_eq!(pages(&added), ["added b content/shared/b.md"]);
    repository.commit("shared");
    repository.git(&["branch", "-f", "main"]);
    assert_eq!(review(&repository)["changed"], false);
    // One that git has not been told of is new as a whole.
    let nested = repository.path().join("content/nested");
    let clone = ["clone", "-q", &url, &nested.display().to_string()];
    assert_eq!(finish(&mut git(repository.path(), &clone)).exit, 0);
    fs::rename(nested.join("b.md"), nested.join("c.md")).unwrap();
    assert_eq!(pages(&review(&repository)), ["added c content/nested/c.md"]);
}

#[test]
fn texts_that_git_lfs_keeps_elsewhere_are_as_if_new() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    let repository = Repository::with([("content/a.md", pointer), ("content/b.md", pointer)]);
    repository.write("content/a.md", "---\nid: INC-1\n---\n# A\n");
    let other = pointer.replace("12345", "54321");
    repository.write("content/b.md", other);
    assert_eq!(
        pages(&review(&repository)),
        ["added INC-1 content/a.md", "changed b content/b.md"]
    );
}

#[cfg(unix)]
#[test]
fn a_repository_runs_nothing_of_its_own() {
    use std::os::unix::fs::PermissionsExt as _;

    let repository = Repository::with([
        (
            ".gitattributes",
            "*.md filter=evil diff=evil\n*.txt filter=a=b\n",
        ),
        ("content/a.md", "# A\n"),
        ("content/n.txt", "A\n"),
        ("content/touched.md", "# Touched\n"),
        ("content/odd.bin", "A\n"),
    ]);
    let ran = repository.path().join("ran");
    let script = repository.path().join(".git/evil");
    fs::write(
        &script,
        format!("#!/bin/sh\ntouch '{}'\ncat\n", ran.display()),
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    for hook in ["post-index-change", "fsmonitor-watchman"] {
        fs::copy(&script, repository.path().join(".git/hooks").join(hook)).unwrap();
    }
    let evil = script.display().to_string();
    for key in [
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.a=b.clean",
        "filter.a=b.process",
        "diff.evil.command",
        "diff.evil.textconv",
        "diff.external",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ] {
        repository.git(&["config", key, &evil]);
    }
    repository.git(&["config", "filter.evil.required", "true"]);
    repository.git(&["config", "pager.diff", &evil]);
    // The name of a filter may hold any bytes.
    let config = repository.path().join(".git/config");
    let mut text = fs::read(&config).unwrap();
    text.extend(
        [
            b"[filter \"\xff\xfe\"]\n\tclean = '",
            evil.as_bytes(),
            b"'\n",
        ]
        .concat(),
    );
    fs::write(&config, text).unwrap();
    let attributes = repository.path().join(".git/info/attributes");
    fs::create_dir_all(attributes.parent().unwrap()).unwrap();
    fs::write(attributes, b"*.bin filter=\xff\xfe\n").unwrap();
    let _ = fs::remove_file(&ran);
    repository.write("content/a.md", "# A, anew\n");
    repository.write("content/n.txt", "A, anew\n");
    repository.write("content/b.md", "# B\n");
    repository.write("content/odd.bin", "A, anew\n");
    // What git would write down is that this file is as it was.
    let touched = fs::File::open(repository.path().join("content/touched.md")).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    touched.set_modified(long_ago).unwrap();
    let index = fs::read(repository.path().join(".git/index")).unwrap();
    let run = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(
        pages(&json(&run)),
        ["changed a content/a.md", "added b content/b.md"]
    );
    assert!(!ran.exists(), "the repository ran a program");
    assert_eq!(
        fs::read(repository.path().join(".git/index")).unwrap(),
        index
    );
}

#[cfg(unix)]
#[test]
fn filters_that_cannot_be_turned_off_are_refused() {
    let repository = Repository::with([("content/a.md", "# A\n")]);
    let config = repository.path().join(".git/config");
    let mut text = fs::read_to_string(&config).unwrap();
    let filters = (0..8_000).map(|number| format!("[filter \"{number}\"]\n\tclean = cat\n"));
    text.extend(filters);
    fs::write(&config, text).unwrap();
    let run = repository.review(&["--base", "main"]);
    assert_eq!(run.exit, 2, "{run:#?}");
    assert!(run.stderr.contains("cannot be turned off"), "{run:#?}");
}

#[test]
fn what_a_merge_has_left_open_is_reviewed_as_it_stands() {
    let repository = Repository::with([("content/a.md", "# A\n"), ("content/b.md", "# B\n")]);
    repository.write("content/a.md", "# Mine\n");
    repository.commit("mine");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("content/a.md", "# Theirs\n");
    repository.commit("theirs");
    repository.git(&["checkout", "-q", "change"]);
    finish(&mut git(repository.path(), &["merge", "-q", "main"]));
    assert!(repository.text("content/a.md").contains("<<<<<<<"));
    assert_eq!(pages(&review(&repository)), ["changed a content/a.md"]);
}
