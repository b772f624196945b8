//! What is said where git cannot answer, and what helps.

use hansei::locale::Locale;
use hansei::report::printable_line;
use hansei::source::GitError;

/// What an error of git says, then what helps. `option` is the one that names the revision, where an
/// option does.
pub(super) fn of(error: &GitError, option: Option<&str>, locale: &Locale) -> Vec<String> {
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
            remotes,
            is_shallow,
        } => {
            let revision = &printable_line(revision);
            let mut lines = vec![say("no-revision", &[("revision", revision)])];
            lines.extend(option.map(|option| match remote_branch(revision, remotes) {
                Some((remote, branch)) => {
                    let branch = [("remote", remote), ("branch", branch), ("option", option)];
                    say("no-revision-help", &branch)
                }
                None => say("no-name-help", &[("option", option)]),
            }));
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
            let mut lines = vec![say("no-merge-base", &revisions)];
            lines.extend(if *is_shallow {
                Some(say("shallow-help", &[]))
            } else {
                option.map(|option| say("no-merge-base-help", &[("option", option)]))
            });
            lines
        }
        GitError::Filters => vec![say("filters", &[]), say("filters-help", &[])],
        GitError::NoText => vec![say("no-text", &[]), say("no-text-help", &[])],
        GitError::Failed(reason) => vec![say("failed", &[("reason", reason)])],
    }
}

/// The remote and the branch there that a revision may stand for: `origin/main` is what a fetch of
/// `main` leaves here. `None` where there is no remote, or no branch can have such a name.
fn remote_branch<'a>(revision: &'a str, remotes: &'a [String]) -> Option<(&'a str, &'a str)> {
    let is_sign = |c: char| c.is_alphanumeric() || "/-_.#+,@".contains(c);
    let may_be_branch = revision.starts_with(char::is_alphanumeric)
        && revision.ends_with(char::is_alphanumeric)
        && revision.chars().all(is_sign)
        && !revision.contains("..")
        && revision != "HEAD";
    let of_remote = |remote: &'a String| {
        let branch = revision.strip_prefix(remote.as_str())?;
        Some((remote.as_str(), branch.strip_prefix('/')?))
    };
    let usual = || remotes.iter().find(|remote| *remote == "origin");
    let any = || Some((usual().or(remotes.first())?.as_str(), revision));
    let found = remotes.iter().find_map(of_remote).or_else(any);
    found.filter(|_| may_be_branch)
}
