//! `hansei build`

use std::fs;
use std::hash::Hasher;
use std::io;
use std::mem::ManuallyDrop;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, ValueHint};
use hansei::check::{self, Gathered};
use hansei::config::Config;
use hansei::diagnostic::{Diagnostic, Severity};
use hansei::memory::{Forgetful, Memory};
use hansei::output::{
    BuildCache, BuildMemory, KnownSite, Remembered, SiteFolder, SiteInPlace, Written,
};
use hansei::render;
use hansei::render::overrides::Overrides;
use hansei::render::site::RenderError;
use hansei::report::{Counts, Format};
use hansei::source::{self, InputFiles, InputState};
use rayon::join;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use super::baseline::{BaselineArguments, NewFindings};
use super::error::CliError;
use super::terminal::{Message, Terminal};
use super::workspace::{Workspace, outcome, read_config, root, today};
use super::{Global, Outcome, SeverityArgument};

/// Where `--cache` keeps what the next build needs, unless it says another folder.
const CACHE: &str = ".hansei/cache";

#[derive(Debug, Parser)]
pub(super) struct Build {
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, num_args = 0..=1, default_missing_value = CACHE)]
    cache: Option<PathBuf>,
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<SeverityArgument>,
    #[command(flatten)]
    baseline: BaselineArguments,
}

/// What a build says when it is done.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    /// By which arguments; others would say other things.
    arguments: String,
    /// The findings that are shown.
    result: String,
    /// How the site was made.
    made: Vec<Message>,
    /// How many findings there are.
    counted: Option<Message>,
    /// Whether there are findings to fail on.
    fails: bool,
}

impl Told {
    fn tell(&self, terminal: &Terminal) -> Result<Outcome, CliError> {
        for message in &self.made {
            message.tell(terminal);
        }
        terminal.result(&self.result)?;
        if let Some(counted) = &self.counted {
            counted.tell(terminal);
        }
        Ok(if self.fails {
            Outcome::Found
        } else {
            Outcome::Fine
        })
    }
}

/// What the last build has left, and what this one is made from.
struct Warm {
    cache: BuildCache,
    inputs: InputState,
    /// When these were looked at, in seconds since 1970, UTC.
    looked_at: u64,
    made_from: String,
    program: String,
    arguments: String,
    known: Option<Remembered<Told>>,
}

impl Warm {
    /// What stages of builds remember.
    fn memory(&self) -> BuildMemory {
        BuildMemory::at(self.cache.folder(), &self.program)
    }

    /// What is known of the site that is there.
    fn take_site(&mut self, memory: &dyn Memory) -> KnownSite {
        let known = self.known.take();
        let known = known.and_then(|known| Some((known.files, known.units?)));
        known.map_or_else(KnownSite::default, |(files, units)| {
            KnownSite::recalling(files, units, memory)
        })
    }

    /// Forgets the last build: the site is about to change.
    fn forget(&self) -> Result<(), CliError> {
        let forgotten = self.cache.forget();
        forgotten.map_err(|error| self.unwritable(error))
    }

    /// Leaves what the next build needs, and gives what is told of this one.
    fn remember(
        self,
        site: KnownSite,
        told: Told,
        can_be_told_again: bool,
        memory: Option<BuildMemory>,
    ) -> Result<Told, CliError> {
        let told = Told {
            arguments: self.arguments.clone(),
            ..told
        };
        let remembered = Remembered {
            made_from: self.made_from.clone(),
            program: self.program.clone(),
            units: memory.as_ref().map(|memory| site.keep_units(memory)),
            files: site.files,
            told: can_be_told_again.then_some(&told),
        };
        let written = self.cache.write(&remembered);
        written.map_err(|error| self.unwritable(error))?;
        if let Some(memory) = memory {
            memory.finish().map_err(|error| self.unwritable(error))?;
        }
        Ok(told)
    }

    fn unwritable(&self, error: io::Error) -> CliError {
        CliError::File {
            path: self.cache.folder().to_owned(),
            error,
        }
    }
}

impl Build {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let warm = self.warm(global, terminal)?;
        if let Some(warm) = &warm
            && let Some(known) = &warm.known
            && let Some(told) = &known.told
            && known.files.count() > 0
            && known.made_from == warm.made_from
            && known.program == warm.program
            && told.arguments == warm.arguments
            && known.files.is_at(&self.target(global)?)
        {
            return told.tell(terminal);
        }
        self.make(global, terminal, warm)?.tell(terminal)
    }

    /// The folder of the site.
    fn target(&self, global: &Global) -> Result<PathBuf, CliError> {
        Ok(match &self.output {
            Some(output) => std::env::current_dir()?.join(output),
            None => {
                let root = root(global)?;
                let config = read_config(&root)?.config;
                root.join(config.output)
            }
        })
    }

    /// What the last build has left, where it may be used.
    fn warm(&self, global: &Global, terminal: &Terminal) -> Result<Option<Warm>, CliError> {
        let Some(folder) = &self.cache else {
            return Ok(None);
        };
        let root = root(global)?;
        let config = read_config(&root)?;
        terminal.enter_site(&config);
        let cache = BuildCache::at(root.join(folder));
        let target = self.target(global)?;
        let inputs = InputFiles::find(&root, &config.config);
        let misplaced = |why| CliError::CacheFolder {
            path: cache.folder().to_owned(),
            why,
        };
        if resolved(cache.folder()).starts_with(resolved(&target)) {
            return Err(misplaced("cache-in-site"));
        }
        if is_read(cache.folder(), &inputs.folders) {
            return Err(misplaced("cache-among-inputs"));
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let looked_at = now.map_or(0, |now| now.as_secs());
        let (inputs, (known, program)) = join(|| inputs.look(&root), || (cache.read(), program()));
        Ok(Some(Warm {
            made_from: made_from(&root, &config.config, &inputs, global),
            looked_at,
            inputs,
            program: program?,
            arguments: format!(
                "{} {:?} {:?} {} {:016x}",
                target.display(),
                self.fail_on,
                terminal.locale().language(),
                terminal.colors_output(),
                digest(&self.baseline.state(&root)),
            ),
            known,
            cache,
        }))
    }

    /// Makes the site.
    fn make(
        &self,
        global: &Global,
        terminal: &Terminal,
        warm: Option<Warm>,
    ) -> Result<Told, CliError> {
        let of_builds = warm.as_ref().map(Warm::memory);
        let memory: &dyn Memory = match &of_builds {
            Some(memory) => memory,
            None => &Forgetful,
        };
        let progress = terminal.progress();
        // The program ends soon, and the system takes memory back at once and not text by text: nothing is dropped.
        let workspace = Workspace::open_remembering(global, terminal, &progress, memory)?;
        let workspace = ManuallyDrop::new(workspace);
        workspace.refuse_nothing()?;
        progress.stage("checking");
        let (overrides, unused) = overrides(&workspace)?;
        for name in &unused {
            terminal.warn("unused-override", &[("name", name)]);
        }
        let today = workspace.today(global);
        let gathered = workspace.gathered();
        let Gathered {
            base,
            relations,
            signatures,
        } = gathered;
        let (found, pages) = join(
            || check::check_remembering(&gathered, today, memory),
            || render::prepare(base, relations, signatures, today, overrides, memory),
        );
        let found = self.look(&workspace, found)?;
        let pages = ManuallyDrop::new(pages.map_err(RenderError::from)?);
        let target = self.target(global)?;
        progress.stage("writing");
        let content = workspace.root.join(&base.content);
        let told = |written: &Written| self.told(&workspace, terminal, &found, &target, written);
        let Some(mut warm) = warm else {
            let site = SiteFolder::begin(&workspace.root, &content, &target)?;
            render::render_site(&pages, &site)?;
            return Ok(told(&site.finish()?));
        };
        let site = SiteInPlace::begin(&workspace.root, &content, &target, warm.take_site(memory))?;
        warm.forget()?;
        render::render_site(&pages, &site)?;
        let (finished, is_current) = join(
            || site.finish(),
            // What was written meanwhile may be in the site or not.
            || (warm.inputs).is_still(&workspace.root, &base.config, warm.looked_at),
        );
        let (written, site) = finished?;
        // Warnings are said while the site is made, and so only when it is.
        let can_be_told_again = is_current && unused.is_empty() && !base.documents().is_empty();
        warm.remember(site, told(&written), can_be_told_again, of_builds)
    }

    /// Keeps what is shown of the findings: there can be ten of each document, and a site is made meanwhile.
    fn look(&self, workspace: &Workspace, found: Vec<Diagnostic>) -> Result<Found, CliError> {
        let mut new = self.baseline.new_findings(workspace, found)?;
        let counts = Counts::of(&new.diagnostics);
        let all = new.diagnostics.len();
        let shown = self.fail_on.map_or(Severity::Error, Severity::from);
        new.diagnostics.retain(|found| found.severity >= shown);
        new.diagnostics.shrink_to_fit();
        Ok(Found { new, counts, all })
    }

    /// The errors, or what the user wants to fail on, and how many others there are.
    fn told(
        &self,
        workspace: &Workspace,
        terminal: &Terminal,
        found: &Found,
        target: &Path,
        written: &Written,
    ) -> Told {
        let path = target.display().to_string();
        let mut made = Vec::new();
        if !written.swapped {
            made.push(Message::new("not-swapped", &[("path", &path)]));
        }
        let files = written.files.to_string();
        made.push(Message::new("built", &[("count", &files), ("path", &path)]));
        made.extend(self.baseline.messages(&found.new, workspace));
        let grave = &found.new.diagnostics;
        let report = workspace.report(grave, terminal, terminal.colors_output());
        let counted = (found.all > 0).then(|| {
            let counts = found.counts.text(terminal.locale());
            let key = if grave.len() == found.all {
                "findings-shown"
            } else {
                "findings"
            };
            Message::new(key, &[("findings", &counts)])
        });
        let fail_on = self.fail_on.map(Severity::from);
        Told {
            arguments: String::new(),
            result: report.text(Format::Human),
            made,
            counted,
            fails: fail_on.is_some_and(|fail_on| outcome(grave, fail_on) == Outcome::Found),
        }
    }
}

/// What was found, as far as it is told.
struct Found {
    /// What is shown, without the rest.
    new: NewFindings,
    /// All that the baseline does not have.
    counts: Counts,
    /// How many that are.
    all: usize,
}

/// What a site is made from: every file of the knowledge base and where it is, and the day.
fn made_from(root: &Path, config: &Config, inputs: &InputState, global: &Global) -> String {
    let inputs = inputs.digest();
    let today = today(global.as_of, config);
    let root = root.display();
    format!("{inputs:032x} {today} {root}")
}

/// What tells this program from others that would make other sites.
fn program() -> Result<String, CliError> {
    let program = fs::read(std::env::current_exe()?)?;
    Ok(format!("{:016x}", digest(&program)))
}

/// Whether a folder would be read with these, of which the first is the root of all: hidden ones are not.
fn is_read(folder: &Path, folders: &[PathBuf]) -> bool {
    let folder = resolved(folder);
    folders.iter().skip(1).any(|other| {
        let within = folder.strip_prefix(resolved(other));
        let is_hidden = |step: Component<'_>| step.as_os_str().to_string_lossy().starts_with('.');
        within.is_ok_and(|within| !within.components().any(is_hidden))
    })
}

/// A path without links, as far as it exists, and without steps back.
fn resolved(path: &Path) -> PathBuf {
    let mut above = path.ancestors();
    let found = above.find_map(|above| Some((above, above.canonicalize().ok()?)));
    let (above, mut resolved) = found.unwrap_or((Path::new(""), PathBuf::new()));
    // What is not there is no link, so that a step back undoes the step before.
    for step in path.strip_prefix(above).unwrap_or(path).components() {
        match step {
            Component::ParentDir => {
                resolved.pop();
            }
            step => resolved.push(step),
        }
    }
    resolved
}

/// Tells one state of a file from another.
fn digest(content: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(content);
    hasher.finish()
}

/// What the site replaces of ours, and what of it nothing uses.
fn overrides(workspace: &Workspace) -> Result<(Overrides, Vec<String>), CliError> {
    let files = source::read_overrides(&workspace.root)?;
    Ok(Overrides::from_files(files.templates, files.theme))
}
