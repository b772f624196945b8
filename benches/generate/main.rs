//! Writes a large made-up knowledge base, for benchmarks and for tests of the search.
//!
//! ```text
//! cargo run --release --example generate -- --reports 10000 --seed 1 DIR
//! ```
//!
//! It uses nothing of hansei itself, so that it cannot share its mistakes. The same arguments
//! give the same bytes on every machine. A document depends on the seed and its own number only,
//! so a small knowledge base is the beginning of a larger one of the same seed (from 1,000 reports
//! on; all but `hansei.yaml` and the strings of `--plant`), and several threads may write at once.

#![allow(clippy::print_stderr)] // It is a program.

mod actions;
mod body;
mod catalog;
mod causes;
mod checklists;
mod code;
mod config;
mod facts;
mod fill;
mod front_matter;
mod known_errors;
mod logs;
mod names;
mod outline;
mod pages;
mod phrases;
mod phrases_en;
mod phrases_ja;
mod plant;
mod report;
mod rng;
mod timeline;
mod vendors;
mod words;
mod words_ja;
mod world;
mod yaml;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use clap::{Parser, value_parser};

use crate::plant::Plan;
use crate::words::Words;
use crate::world::{Document, World};

/// How many documents a thread takes at a time.
const BATCH: u32 = 64;

/// Writes a large made-up knowledge base of incident reports.
#[derive(Parser)]
#[command(name = "generate")]
struct Arguments {
    /// How many incident reports; the other documents come in proportion.
    #[arg(long, default_value_t = 1000, value_parser = value_parser!(u32).range(1..=1_000_000))]
    reports: u32,
    /// Another seed gives other documents.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plant strings for search tests, and write to FILE which documents hold them.
    #[arg(long, value_name = "FILE")]
    plant: Option<PathBuf>,
    /// The folder to write to; it must be empty or not exist.
    dir: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match is_free(&arguments.dir) {
        Ok(true) => {}
        Ok(false) => {
            eprintln!(
                "error: {} is not an empty folder; name a new or an empty one",
                arguments.dir.display()
            );
            return ExitCode::from(2);
        }
        Err(error) => return failed(&error),
    }
    match generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &io::Error) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

/// Whether the folder does not exist or holds nothing.
fn is_free(dir: &Path) -> io::Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(at(dir, &error)),
    }
}

/// Writes everything. The configuration comes last, so that a folder without it is known to be
/// unfinished.
fn generate(arguments: &Arguments) -> io::Result<()> {
    let begin = Instant::now();
    let (dir, reports) = (arguments.dir.as_path(), arguments.reports);
    let world = World {
        seed: arguments.seed,
        reports,
        words: Words::new(),
        plan: arguments
            .plant
            .as_ref()
            .map(|_| Plan::new(arguments.seed, reports)),
    };
    fs::create_dir_all(dir).map_err(|error| at(dir, &error))?;
    if let (Some(file), Some(plan)) = (&arguments.plant, &world.plan) {
        fs::write(file, plan.to_json()).map_err(|error| at(file, &error))?;
    }
    create_folders(dir)?;
    let vendors = u32::try_from(catalog::vendors_by(reports)).unwrap_or_default();
    let bytes = write_all(dir, reports, |k| report::report(&world, k + 1))?;
    let mut others = write_all(dir, catalog::known_errors_by(reports), |k| {
        known_errors::known_error(&world, k + 1)
    })?;
    others += write_all(dir, catalog::checklists_by(reports), |k| {
        checklists::checklist(&world, k + 1)
    })?;
    others += write_all(dir, vendors, |k| vendors::vendor(&world, k))?;
    others += write_all(dir, pages::count(reports), |k| pages::page(&world, k))?;
    others += write_all(dir, 1, |_| config::config(reports))?;
    eprintln!(
        "{reports} reports of {} bytes on average, {} kB of other documents, {:.1} s",
        bytes / u64::from(reports),
        others / 1000,
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}

fn create_folders(dir: &Path) -> io::Result<()> {
    let years = outline::YEARS.map(|year| format!("incidents/{year}"));
    let others = ["known-errors", "checklists", "vendors", "pages"].map(str::to_owned);
    for folder in years.chain(others) {
        let path = dir.join("content").join(folder);
        fs::create_dir_all(&path).map_err(|error| at(&path, &error))?;
    }
    Ok(())
}

/// Writes the documents 0 to `count` as they are made and says how many bytes that were. Each
/// thread holds one document at a time.
fn write_all(dir: &Path, count: u32, make: impl Fn(u32) -> Document + Sync) -> io::Result<u64> {
    let (next, bytes) = (AtomicU32::new(0), AtomicU64::new(0));
    let work = || -> io::Result<()> {
        loop {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= count {
                return Ok(());
            }
            for index in first..count.min(first + BATCH) {
                let document = make(index);
                let path = dir.join(&document.path);
                fs::write(&path, &document.text).map_err(|error| at(&path, &error))?;
                bytes.fetch_add(document.text.len() as u64, Ordering::Relaxed);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })?;
    Ok(bytes.into_inner())
}

/// The error with the name of the file or folder.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
