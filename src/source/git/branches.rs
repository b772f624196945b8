//! The ids that other branches hold.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::program::answer;
use crate::source::walk::is_markdown;

/// How many trees one call of git looks through: its command line has an end.
const TREES_A_CALL: usize = 50;

/// The ids of documents on all local and known remote branches: those written in front matter, and
/// the names of files, which are ids where nothing is written. Empty where there is no repository.
#[must_use]
pub fn ids_on_branches(root: &Path) -> Vec<String> {
    let refs = [
        "for-each-ref",
        "--format=%(tree)",
        "refs/heads",
        "refs/remotes",
    ];
    // Many branches hold the same files.
    let trees = answer(root, &refs).unwrap_or_default();
    let mut trees: Vec<&str> = trees.lines().filter(|line| !line.is_empty()).collect();
    trees.sort_unstable();
    trees.dedup();
    let mut ids = FxHashSet::default();
    for chunk in trees.chunks(TREES_A_CALL) {
        let mut grep = vec![
            "grep",
            "--no-color",
            "--no-line-number",
            "--no-column",
            "-hIE",
            "^id:",
        ];
        grep.extend(chunk);
        grep.extend(["--", ":(icase)*.md", ":(icase)*.markdown"]);
        let lines = answer(root, &grep).unwrap_or_default();
        ids.extend(lines.lines().filter_map(written_id));
    }
    for tree in trees {
        let asked = ["ls-tree", "-rz", "--name-only", "--full-tree", tree];
        let names = answer(root, &asked).unwrap_or_default();
        let documents = names.split('\0').filter(|path| is_markdown(path));
        ids.extend(documents.filter_map(|path| {
            let stem = Path::new(path).file_stem()?;
            Some(stem.to_str()?.to_owned())
        }));
    }
    let mut ids: Vec<String> = ids.into_iter().collect();
    ids.sort_unstable();
    ids
}

/// The value in a line `id: INC-2026-0001  # comment`.
fn written_id(line: &str) -> Option<String> {
    let value = line.strip_prefix("id:")?;
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::process::Command;

    fn run(root: &Path, arguments: &[&str]) {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
        let all: Vec<&str> = identity.iter().chain(arguments).copied().collect();
        answer(root, &all).unwrap_or_else(|| panic!("git {arguments:?}"));
    }

    #[test]
    fn ids_of_every_branch_are_found() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        run(root, &["init", "-q", "-b", "main"]);
        fs::write(root.join("a.md"), "---\nid: \"INC-2026-0007\" # x\n---\n").unwrap();
        run(root, &["add", "."]);
        run(root, &["commit", "-qm", "a"]);
        run(root, &["checkout", "-qb", "other"]);
        fs::write(root.join("KE-0009.md"), "# 既知\n").unwrap();
        fs::write(root.join("a.md"), "---\nid: INC-2026-0008\n---\n").unwrap();
        fs::write(root.join("b.Markdown"), "---\nid: INC-2026-0009\n---\n").unwrap();
        run(root, &["add", "."]);
        run(root, &["commit", "-qm", "b"]);
        run(root, &["branch", "same"]);
        run(root, &["checkout", "-q", "main"]);
        let expected = [
            "INC-2026-0007",
            "INC-2026-0008",
            "INC-2026-0009",
            "KE-0009",
            "a",
            "b",
        ];
        assert_eq!(ids_on_branches(root), expected);
        for setting in ["grep.lineNumber", "grep.column", "grep.fullName"] {
            run(root, &["config", setting, "true"]);
        }
        run(root, &["config", "grep.patternType", "fixed"]);
        run(root, &["config", "color.ui", "always"]);
        assert_eq!(ids_on_branches(root), expected);
    }

    /// A bare repository among the files of another one, with a blob that git would have to fetch.
    #[cfg(unix)]
    #[test]
    fn a_repository_among_the_files_runs_nothing() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let ran = root.join("ran");
        run(root, &["init", "-q", "--bare", "kb"]);
        let bare = root.join("kb");
        let git_dir = format!("--git-dir={}", bare.display());
        let blob = "00000000000000000000000000000000000000aa";
        let tree = Command::new("sh")
            .args([
                "-c",
                "printf '100644 blob %s\\ta.md\\n' \"$1\" | git \"$2\" mktree --missing",
                "sh",
            ])
            .args([blob, &git_dir])
            .output()
            .unwrap();
        let tree = String::from_utf8(tree.stdout).unwrap();
        let commit = answer(
            root,
            &[
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@example.com",
                &git_dir,
                "commit-tree",
                "-m",
                "x",
                tree.trim(),
            ],
        );
        let commit = commit.unwrap();
        run(
            root,
            &[&git_dir, "update-ref", "refs/heads/main", commit.trim()],
        );
        let config = format!(
            "[core]\nrepositoryformatversion=1\nbare=true\n[extensions]\npartialClone=origin\n\
             [remote \"origin\"]\nurl=.\npromisor=true\nuploadpack=\"touch {}; false\"\n",
            ran.display()
        );
        fs::write(bare.join("config"), config).unwrap();
        assert_eq!(ids_on_branches(&bare), Vec::<String>::new());
        assert!(!ran.exists(), "the repository ran a program");
    }

    #[test]
    fn a_folder_that_is_no_repository_has_none() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(ids_on_branches(root.path()), Vec::<String>::new());
    }
}
