//! Shows what resembles each entry of a knowledge base, to judge it and to measure it.
//!
//! ```text
//! cargo run --release --example related -- [--earlier] [--count] DIR
//! ```
//!
//! With `--earlier` only what is older is looked at, as it was when the report was written; with `--count`
//! candidates are counted and not shown. Times are those of all processors together; memory is what
//! is held at the end of each step.

#![allow(clippy::print_stderr, clippy::print_stdout)] // It is a program.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use hansei::config::ConfigFile;
use hansei::knowledge_base::{EntryIndex, KnowledgeBase};
use hansei::link::Relations;
use hansei::locale::Locale;
use hansei::related::{Candidate, Related, Strength, describe};
use hansei::signature::Signatures;
use hansei::signature::recognition::Recognitions;
use hansei::source::read_folder;

/// Shows what resembles each entry of a knowledge base.
#[derive(Parser)]
#[command(name = "related")]
struct Arguments {
    /// Look only at what is older than each entry.
    #[arg(long)]
    earlier: bool,
    /// Count candidates and show none.
    #[arg(long)]
    count: bool,
    /// The folder of the knowledge base.
    dir: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut steps = Steps::default();
    let text = fs::read_to_string(arguments.dir.join("hansei.yaml")).unwrap_or_default();
    let config = ConfigFile::read(text, "kb");
    let source = read_folder(&arguments.dir, &config.config)?;
    let base = KnowledgeBase::read(config, source);
    steps.end("knowledge base");
    let relations = Relations::gather(&base);
    let recognitions = Recognitions::of(&base, &Signatures::of(&base));
    steps.end("links and signatures");
    let related = Related::of(&base, &relations, &recognitions);
    steps.end("lists");
    let (mut strong, mut weak, mut with_strong, mut with_any) = (0, 0, 0, 0);
    for entry in related.entries() {
        let eligible = |other| !arguments.earlier || related.is_older(other, *entry);
        let candidates = related.candidates(*entry, eligible);
        let of_strong = candidates
            .iter()
            .filter(|one| one.strength == Strength::Strong);
        let of_strong = of_strong.count();
        strong += of_strong;
        weak += candidates.len() - of_strong;
        with_strong += usize::from(of_strong > 0);
        with_any += usize::from(!candidates.is_empty());
        if !arguments.count && !candidates.is_empty() {
            show(&base, *entry, &candidates);
        }
    }
    steps.end("candidates");
    eprintln!(
        "{} entries: {with_any} with candidates, {with_strong} with strong ones; {strong} strong, {weak} weak",
        related.entries().len()
    );
    Ok(())
}

/// What each step costs, where the system tells.
#[derive(Default)]
struct Steps {
    hundredths: u64,
}

impl Steps {
    fn end(&mut self, step: &str) {
        let before = self.hundredths;
        self.hundredths = cpu_time().unwrap_or_default();
        let taken = self.hundredths - before;
        let (seconds, rest) = (taken / 100, taken % 100);
        let memory = memory().unwrap_or_default();
        eprintln!("{step}: {seconds}.{rest:02} CPU s, {memory} kB");
    }
}

/// The time that this process has used, in hundredths of a second.
fn cpu_time() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name of the program, which may hold spaces.
    let fields = stat.rsplit_once(')')?.1.split_whitespace();
    let times = fields.skip(11).take(2);
    times.map(|time| time.parse::<u64>().ok()).sum()
}

/// The memory that this process holds, in kB.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn show(base: &KnowledgeBase, entry: EntryIndex, candidates: &[Candidate]) {
    let name = |entry: EntryIndex| format!("{} {}", base[entry].id, base.original(entry).title);
    println!("{}", name(entry));
    for candidate in candidates {
        let strength = match candidate.strength {
            Strength::Strong => "STRONG",
            Strength::Weak => "weak",
        };
        let locale = Locale::of(base.config.language);
        println!("    {strength} {}", name(candidate.other));
        println!("        {}", describe(base, candidate, locale));
    }
}
