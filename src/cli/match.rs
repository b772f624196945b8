//! `hansei match`

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Parser;
use encoding_rs::{Encoding, UTF_8};
use hansei::render::paths::SitePaths;
use hansei::report::hits::HitsReport;
use hansei::report::matches::MatchReport;
use hansei::search::answer::{Answer, search};
use hansei::search::index::Index;
use hansei::search::options::Options;
use hansei::search::query::Query;
use hansei::search::sample::{Sample, Taken};
use hansei::signature::log::{Log, MAX_LINE};
use hansei::signature::{Hit, Matcher};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{FormatArgument, Global, Outcome};

/// The keys that end what is typed.
const END_KEYS: &str = if cfg!(windows) {
    "Ctrl-Z, Enter"
} else {
    "Ctrl-D"
};

#[derive(Debug, Parser)]
pub(super) struct Match {
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "COUNT", default_value = "10")]
    limit: NonZeroUsize,
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

/// What came of reading a log.
struct Scan {
    hits: Vec<Hit>,
    lines: u64,
    long_lines: u64,
    /// Whether it is not in the encoding it was read in.
    is_malformed: bool,
    is_blank: bool,
    /// What documents are searched for where no signature is found.
    taken: Taken,
}

/// What a search in the documents found.
struct Searched {
    index: Index,
    query: Query,
    answer: Answer,
    paths: SitePaths,
}

impl Match {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let encoding = self.encoding()?;
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        drop(progress);
        let signatures = workspace.signatures().in_order(&workspace.base);
        let matcher = Matcher::new(signatures.iter().map(|(_, pattern)| *pattern));
        let scan = self.scan(&matcher, encoding, terminal)?;
        if scan.is_blank {
            return Err(CliError::EmptyLog);
        }
        if scan.is_malformed {
            terminal.tell("match.malformed", &[("encoding", encoding.name())]);
        }
        let searched = scan
            .hits
            .is_empty()
            .then(|| Searched::of(&scan.taken, &workspace, terminal));
        let page = |document| {
            searched
                .as_ref()
                .map_or("", |found| found.paths.document(document))
        };
        let hits = searched.as_ref().map(|found| HitsReport {
            base: &workspace.base,
            index: &found.index,
            query: &found.query,
            answer: &found.answer,
            page: &page,
            limit: self.limit.get(),
            locale: terminal.locale(),
            color: terminal.colors_output(),
        });
        let report = MatchReport {
            base: &workspace.base,
            relations: &workspace.relations,
            signatures: &signatures,
            hits: &scan.hits,
            searched: hits,
            today: workspace.today(global),
            limit: self.limit.get(),
            locale: terminal.locale(),
            color: terminal.colors_output(),
        };
        terminal.result(&report.text(self.format.into()))?;
        Ok(self.summarise(&scan, &report, terminal))
    }

    fn encoding(&self) -> Result<&'static Encoding, CliError> {
        let Some(label) = &self.encoding else {
            return Ok(UTF_8);
        };
        Encoding::for_label(label.as_bytes()).ok_or_else(|| CliError::NoEncoding {
            label: label.clone(),
        })
    }

    fn scan(
        &self,
        matcher: &Matcher<'_>,
        encoding: &'static Encoding,
        terminal: &Terminal,
    ) -> Result<Scan, CliError> {
        match &self.file {
            Some(path) if path != Path::new("-") => {
                let failed = |error| CliError::File {
                    path: path.clone(),
                    error,
                };
                let file = File::open(path).map_err(failed)?;
                scan(matcher, file, encoding).map_err(failed)
            }
            _ => {
                let input = io::stdin().lock();
                if input.is_terminal() {
                    terminal.tell("match.paste", &[("keys", END_KEYS)]);
                }
                scan(matcher, input, encoding).map_err(|error| CliError::File {
                    path: PathBuf::from("-"),
                    error,
                })
            }
        }
    }

    /// Says how much was read and found, and what is not shown.
    fn summarise(&self, scan: &Scan, report: &MatchReport<'_>, terminal: &Terminal) -> Outcome {
        if scan.long_lines > 0 {
            let limit = (MAX_LINE / 1024).to_string();
            let count = scan.long_lines.to_string();
            terminal.tell("match.long-lines", &[("count", &count), ("limit", &limit)]);
        }
        let known_errors = report.known_errors();
        let hidden = known_errors.saturating_sub(self.limit.get());
        if hidden > 0 {
            terminal.tell("match.not-shown", &[("count", &hidden.to_string())]);
        }
        if let (0, Taken::Lines(lines)) = (known_errors, &scan.taken)
            && !lines.is_empty()
        {
            let count = lines.lines().count().to_string();
            terminal.tell("match.sampled", &[("count", &count)]);
        }
        let same_text = report.same_text();
        let (key, count) = match (known_errors, same_text) {
            (0, 0) => ("nothing", 0),
            (0, _) => ("same-text-only", same_text),
            _ => ("known-errors", known_errors),
        };
        let lines = scan.lines.to_string();
        let lines = terminal
            .locale()
            .format("command_line.match.read", &[("count", &lines)]);
        terminal.tell(
            &format!("match.{key}"),
            &[("count", &count.to_string()), ("lines", &lines)],
        );
        if count == 0 {
            Outcome::NothingFound
        } else {
            Outcome::Fine
        }
    }
}

impl Searched {
    fn of(taken: &Taken, workspace: &Workspace, terminal: &Terminal) -> Self {
        let progress = terminal.progress();
        progress.stage("searching");
        let (Taken::Whole(text) | Taken::Lines(text)) = taken;
        let query = Query::verbatim(text);
        let index = Index::build(&workspace.base);
        let options = Options {
            reader: terminal.locale().language(),
            ..Options::default()
        };
        let answer = search(&index, &query, &options);
        let answer = match taken {
            Taken::Whole(_) => answer,
            Taken::Lines(_) => answer.of_a_part(),
        };
        Self {
            paths: SitePaths::assign(&workspace.base),
            index,
            query,
            answer,
        }
    }
}

fn scan(matcher: &Matcher<'_>, log: impl Read, encoding: &'static Encoding) -> io::Result<Scan> {
    let mut log = Log::new(log, encoding);
    let mut sample = Sample::default();
    let mut is_blank = true;
    let hits = matcher.find_in_log(&mut log, |line| {
        is_blank &= line.trim().is_empty();
        sample.look_at(line);
    })?;
    Ok(Scan {
        hits,
        taken: sample.take(),
        lines: log.lines(),
        long_lines: log.long_lines(),
        is_malformed: log.is_malformed(),
        is_blank,
    })
}
