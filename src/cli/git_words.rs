//! What is said where git cannot answer, and what helps.

use hansei::locale::Locale;
use hansei::report::printable_line;
use hansei::source::GitError;

/// What an error of git says, then what helps.
pub(super) fn of(error: &GitError, locale: &Locale) -> Vec<String> {
    let say = |key: &str, arguments: &[(&str, &str)]| {
        locale.format(&format!("command_line.errors.git.{key}"), arguments)
    };
    match error {
        GitError::NoProgram => vec![say("no-program", &[]), say("no-program-help", &[])],
        GitError::NoRepository(path) => {
            let path = path.display().to_string();
            vec![
                say("no-repository", &[("path", &path)]),
                say("no-repository-help", &[]),
            ]
        }
        GitError::NoRevision {
            revision,
            is_shallow,
        } => {
            let revision = &printable_line(revision);
            let mut lines = vec![say("no-revision", &[("revision", revision)])];
            // `origin/main` is what the last fetch of `main` has left here.
            lines.push(match revision.split_once('/') {
                Some((remote, branch)) if !remote.is_empty() && !branch.is_empty() => say(
                    "no-revision-help",
                    &[("remote", remote), ("branch", branch)],
                ),
                _ => say("no-branch-help", &[("branch", revision)]),
            });
            if *is_shallow {
                lines.push(say("shallow-help", &[]));
            }
            lines
        }
        GitError::NoCommits => vec![say("no-commits", &[]), say("no-commits-help", &[])],
        GitError::NoMergeBase {
            base,
            head,
            is_shallow,
        } => {
            let [base, head] = [base, head].map(|revision| printable_line(revision));
            let revisions = [("base", base.as_str()), ("head", &head)];
            let help = if *is_shallow {
                "shallow-help"
            } else {
                "no-merge-base-help"
            };
            vec![say("no-merge-base", &revisions), say(help, &revisions)]
        }
        GitError::Filters => vec![say("filters", &[]), say("filters-help", &[])],
        GitError::NoText => vec![say("no-text", &[]), say("no-text-help", &[])],
        GitError::Failed(reason) => vec![say("failed", &[("reason", reason)])],
    }
}
