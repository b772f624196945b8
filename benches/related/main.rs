//! Shows what resembles each entry of a knowledge base, to judge it and to measure it.
//!
//! ```text
//! cargo run --release --example related -- [--earlier] [--count] DIR
//! ```
//!
//! With `--earlier` only what is older is looked at, as it was when the report was written; with `--count`
//! candidates are counted and not shown. Times are wall-clock; `RAYON_NUM_THREADS=1` makes them those
//! of one processor.

#![allow(clippy::print_stderr, clippy::print_stdout)] // It is a program.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use hansei::config::ConfigFile;
use hansei::knowledge_base::{EntryIndex, KnowledgeBase};
use hansei::link::Relations;
use hansei::locale::Locale;
use hansei::related::{Candidate, Related, Strength, describe};
use hansei::signature::Signatures;
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
    let text = fs::read_to_string(arguments.dir.join("hansei.yaml")).unwrap_or_default();
    let config = ConfigFile::read(text, "kb");
    let source = read_folder(&arguments.dir, &config.config)?;
    let base = KnowledgeBase::read(config, source);
    let relations = Relations::gather(&base);
    let signatures = Signatures::of(&base);

    let start = Instant::now();
    let related = Related::of(&base, &relations, &signatures);
    eprintln!("lists: {:.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
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
    eprintln!("candidates: {:.3} s", start.elapsed().as_secs_f64());
    eprintln!(
        "{} entries: {with_any} with candidates, {with_strong} with strong ones; {strong} strong, {weak} weak",
        related.entries().len()
    );
    Ok(())
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
