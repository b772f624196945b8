//! The findings that a knowledge base lives with for now: the file they are in, and what is not in it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueHint;
use hansei::check::fingerprint::{Fingerprint, identify};
use hansei::diagnostic::Diagnostic;
use hansei::report::findings::baseline::{Baseline, BaselineError, FILE_NAME, MAX_BYTES};
use tempfile::NamedTempFile;

use super::error::CliError;
use super::terminal::{Message, Terminal};
use super::workspace::Workspace;

/// The rule whose findings no baseline takes in.
const SECRETS: &str = "possible-secret";

/// Which baseline counts.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineArguments {
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    baseline: Option<PathBuf>,
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
}

/// What is to be done with the baseline before it counts.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineUpkeep {
    #[arg(long, conflicts_with_all = ["no_baseline", "prune_baseline"])]
    write_baseline: bool,
    #[arg(long, conflicts_with = "no_baseline")]
    prune_baseline: bool,
}

/// What the baseline does not have, and which findings these are.
#[derive(Debug)]
pub(super) struct NewFindings {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Known where there is a baseline.
    pub(super) fingerprints: Option<Vec<Fingerprint>>,
    /// How many findings are left out, as the baseline has them.
    pub(super) hidden: usize,
    /// How many lines of the baseline have nothing to leave out any more.
    mended: usize,
}

impl BaselineArguments {
    /// Leaves out what the baseline has. Without a baseline all findings are new.
    pub(super) fn new_findings(
        &self,
        workspace: &Workspace,
        found: Vec<Diagnostic>,
    ) -> Result<NewFindings, CliError> {
        let Some(baseline) = self.read(&workspace.root)? else {
            return Ok(NewFindings {
                diagnostics: found,
                fingerprints: None,
                hidden: 0,
                mended: 0,
            });
        };
        let identities = identify(&workspace.base, &found, &BTreeMap::new());
        let mended = baseline.len() - baseline.without_mended(&identities).len();
        let findings = found.into_iter().zip(identities);
        let (diagnostics, fingerprints) = findings
            .map(|(diagnostic, identity)| (diagnostic, identity.fingerprint))
            .filter(|(_, fingerprint)| !baseline.has(*fingerprint))
            .unzip();
        Ok(NewFindings {
            diagnostics,
            fingerprints: Some(fingerprints),
            hidden: baseline.len() - mended,
            mended,
        })
    }

    /// How much was left out, and how much of the baseline is over.
    pub(super) fn messages(&self, new: &NewFindings, workspace: &Workspace) -> Vec<Message> {
        let path = self.shown(&workspace.root);
        let mut messages = Vec::new();
        if new.hidden > 0 {
            let count = new.hidden.to_string();
            let arguments = [("count", count.as_str()), ("path", &path)];
            messages.push(Message::new("baseline-kept", &arguments));
        }
        if new.mended > 0 {
            let command = match self.baseline {
                Some(_) => format!("hansei check --prune-baseline --baseline {path}"),
                None => "hansei check --prune-baseline".to_owned(),
            };
            let count = new.mended.to_string();
            let arguments = [("count", count.as_str()), ("command", &command)];
            messages.push(Message::new("baseline-mended", &arguments));
        }
        messages
    }

    /// What tells one state of the baseline from another: its text, or that there is none.
    pub(super) fn state(&self, root: &Path) -> Vec<u8> {
        if self.no_baseline {
            return b"none".to_vec();
        }
        let text = self.path(root).ok().and_then(|path| fs::read(path).ok());
        let mut state = format!("{} ", self.shown(root)).into_bytes();
        state.extend(text.unwrap_or_default());
        state
    }

    /// Writes all findings into the baseline, or drops from it what was not found any more; leaves it
    /// alone where neither is asked for, or there is nothing to drop.
    pub(super) fn keep_up(
        &self,
        upkeep: &BaselineUpkeep,
        workspace: &Workspace,
        terminal: &Terminal,
        found: &[Diagnostic],
    ) -> Result<(), CliError> {
        let identities = || identify(&workspace.base, found, &BTreeMap::new());
        if upkeep.write_baseline {
            self.refuse_another_file(&workspace.root)?;
            let (found, secrets) = without_secrets(found);
            let identities = identify(&workspace.base, &found, &BTreeMap::new());
            let baseline = Baseline::of(&found, &identities);
            if secrets > 0 {
                terminal.warn("baseline-secrets", &[("count", &secrets.to_string())]);
            }
            return self.write(workspace, terminal, &baseline);
        }
        if !upkeep.prune_baseline {
            return Ok(());
        }
        let Some(baseline) = self.read(&workspace.root)? else {
            return Ok(());
        };
        let pruned = baseline.without_mended(&identities());
        if pruned.len() == baseline.len() {
            return Ok(());
        }
        self.write(workspace, terminal, &pruned)
    }

    /// A file that is named may be anything; what is no baseline, be it one that a merge has torn, is
    /// not written over.
    fn refuse_another_file(&self, root: &Path) -> Result<(), CliError> {
        if self.baseline.is_none() {
            return Ok(());
        }
        let path = self.path(root)?;
        let is_ours = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(_) => false,
            Ok(text) => text.trim().is_empty() || Baseline::is_meant(&text),
        };
        if is_ours {
            return Ok(());
        }
        let path = self.shown(root);
        Err(CliError::NoBaseline { path })
    }

    fn write(
        &self,
        workspace: &Workspace,
        terminal: &Terminal,
        baseline: &Baseline,
    ) -> Result<(), CliError> {
        let path = self.path(&workspace.root)?;
        replace(&path, &baseline.text()).map_err(|error| CliError::File { path, error })?;
        let count = baseline.len().to_string();
        let path = self.shown(&workspace.root);
        terminal.tell("baseline-written", &[("count", &count), ("path", &path)]);
        Ok(())
    }

    /// The baseline; `None` where there is none, or none is wanted.
    fn read(&self, root: &Path) -> Result<Option<Baseline>, CliError> {
        if self.no_baseline {
            return Ok(None);
        }
        let path = self.path(root)?;
        let fail = |error| CliError::File {
            path: path.clone(),
            error,
        };
        // What everyone gets who clones a repository must not lead out of it.
        let metadata = match &self.baseline {
            Some(_) => fs::metadata(&path),
            None => fs::symlink_metadata(&path),
        };
        match metadata {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.baseline.is_none() => {
                return Ok(None);
            }
            Err(error) => return Err(fail(error)),
            Ok(metadata) if !metadata.is_file() || metadata.len() > MAX_BYTES => {
                return Err(hansei::source::SourceError::NotAFile(path).into());
            }
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(fail)?;
        let error = |error: BaselineError| CliError::Baseline {
            path: self.shown(root),
            error,
        };
        Baseline::read(&text).map(Some).map_err(error)
    }

    fn path(&self, root: &Path) -> Result<PathBuf, CliError> {
        Ok(match &self.baseline {
            Some(path) => env::current_dir()?.join(path),
            None => root.join(FILE_NAME),
        })
    }

    /// The path as the user knows it.
    fn shown(&self, root: &Path) -> String {
        let own = self.baseline.clone();
        own.unwrap_or_else(|| {
            let here = env::current_dir().unwrap_or_default();
            let path = root.join(FILE_NAME);
            pathdiff::diff_paths(&path, here).unwrap_or(path)
        })
        .display()
        .to_string()
    }
}

/// The findings but those of secrets, which nobody should live with, and how many these are.
fn without_secrets(found: &[Diagnostic]) -> (Vec<Diagnostic>, usize) {
    let kept: Vec<Diagnostic> = found
        .iter()
        .filter(|found| found.rule != SECRETS)
        .cloned()
        .collect();
    let secrets = found.len() - kept.len();
    (kept, secrets)
}

/// Writes a file whole or not at all; a symbolic link is replaced and not followed.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file: NamedTempFile = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
