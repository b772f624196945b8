//! What each stage of a build costs: processor time of all threads, time, and the memory held behind it.
//!
//! ```text
//! cargo run --release --example stages -- DIR
//! cargo run --release --example stages -- --edited DIR
//! ```
//!
//! With `--edited` a document is edited behind the first build, and a second table says what the next build costs,
//! that remembers the first.
//!
//! Pages are made and thrown away, so that the disk does not count.

#![allow(clippy::print_stdout)] // It is a program.

mod remembered;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use clap::Parser;
use hansei::check::{self, Gathered};
use hansei::insight::board::Board;
use hansei::insight::counted::Counted;
use hansei::insight::recurrence::Recurrence;
use hansei::knowledge_base::KnowledgeBase;
use hansei::link::Relations;
use hansei::memory::{Forgetful, Memory};
use hansei::related::{Evidence, Related};
use hansei::render::overrides::Overrides;
use hansei::render::render_by_sort;
use hansei::render::site::{Output, Site};
use hansei::signature::Signatures;
use hansei::source::{Source, read_config, read_folder};
use mimalloc::MiMalloc;
use remembered::{Nowhere, Remembered};

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What each stage of a build costs.
#[derive(Parser)]
#[command(name = "stages")]
struct Arguments {
    /// The day that counts as today.
    #[arg(long, default_value = "2026-06-30")]
    as_of: NaiveDate,
    /// Edit a document and build again.
    #[arg(long)]
    edited: bool,
    /// The folder of the knowledge base.
    dir: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { as_of, edited, dir } = Arguments::parse();
    if !edited {
        return build(&dir, |_| (), as_of, &Nowhere, &Forgetful);
    }
    let remembered = Remembered::default();
    build(&dir, |_| (), as_of, &remembered, &remembered)?;
    println!();
    build(&dir, edit, as_of, &remembered, &remembered)?;
    println!("\n{remembered}");
    Ok(())
}

/// Adds a line to the document in the middle.
fn edit(source: &mut Source) {
    let middle = source.documents.len() / 2;
    if let Some(Ok(text)) = source.documents.get_mut(middle).map(|file| &mut file.text) {
        text.push_str("\nThe lost lantern was found in another drawer.\n");
    }
}

/// Makes a site of what is in a folder, and says what that cost.
fn build(
    dir: &Path,
    change: impl Fn(&mut Source),
    as_of: NaiveDate,
    output: &dyn Output,
    memory: &dyn Memory,
) -> Result<(), Box<dyn Error>> {
    let mut stages = Stages::begin();
    let config = read_config(dir)?;
    let mut source = read_folder(dir, &config.config)?;
    change(&mut source);
    stages.end("source");
    let base = KnowledgeBase::read_remembering(config, source, memory);
    stages.end("document, knowledge_base");
    let relations = Relations::gather(&base);
    stages.end("link");
    let signatures = Signatures::of(&base);
    stages.end("signature");
    let gathered = Gathered {
        base: &base,
        relations: &relations,
        signatures: &signatures,
    };
    drop(check::check_remembering(&gathered, as_of, memory));
    stages.end("check");
    let evidence = Evidence::recalling(&base, &signatures, memory);
    stages.end("related: texts");
    drop(Related::recalling(&base, &relations, &evidence, memory));
    stages.end("related: lists");
    drop(Board::on(&base, as_of));
    drop(Counted::on(&base, &relations, as_of));
    let recognitions = &evidence.recognitions;
    drop(Recurrence::of(&base, &relations, recognitions));
    stages.end("insight");
    let site = Site::new(
        &base,
        &relations,
        &signatures,
        &evidence,
        as_of,
        Overrides::default(),
        memory,
    )?;
    stages.end("(lists and insight again), templates");
    if memory.remembers() {
        let _ = site.related.digest();
    } else {
        site.related.entries().iter().for_each(|entry| {
            let _ = site.related.among_all(*entry);
        });
    }
    stages.end("related: candidates");
    render_by_sort(&site, output, &mut |name| stages.end(name))?;
    Ok(())
}

/// What has been used when a stage begins.
struct Stages {
    begun: Instant,
    hundredths: u64,
}

impl Stages {
    fn begin() -> Self {
        println!("| stage | CPU s | s | MB |\n| --- | ---: | ---: | ---: |");
        Self {
            begun: Instant::now(),
            hundredths: cpu_time().unwrap_or_default(),
        }
    }

    fn end(&mut self, stage: &str) {
        let hundredths = cpu_time().unwrap_or_default();
        let taken = hundredths - self.hundredths;
        let memory = memory().unwrap_or_default() / 1000;
        let (seconds, rest) = (taken / 100, taken % 100);
        let elapsed = self.begun.elapsed().as_secs_f64();
        println!("| {stage} | {seconds}.{rest:02} | {elapsed:.2} | {memory} |");
        self.hundredths = hundredths;
        self.begun = Instant::now();
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
