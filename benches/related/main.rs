//! Shows what resembles each entry of a knowledge base, to judge it; what that costs, `stages` says.
//!
//! ```text
//! cargo run --release --example related -- [--earlier] DIR
//! ```
//!
//! With `--earlier` only what is older is looked at, as it was when the report was written.

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
    let recognitions = Recognitions::of(&base, &Signatures::of(&base));
    let related = Related::of(&base, &relations, &recognitions);
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
        if !candidates.is_empty() {
            show(&base, *entry, &candidates);
        }
    }
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
