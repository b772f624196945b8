//! `hansei search`

use std::num::NonZeroUsize;

use clap::{Parser, ValueEnum};
use encoding_rs::UTF_8;
use hansei::document::Kind;
use hansei::knowledge_base::TermKind;
use hansei::language::Language;
use hansei::render::paths::SitePaths;
use hansei::report::hits::HitsReport;
use hansei::search::answer::search;
use hansei::search::facets::Filter;
use hansei::search::index::Index;
use hansei::search::options::{Options, Sort};
use hansei::search::query::Query;
use hansei::signature::log::Log;
use hansei::signature::{Matcher, Signatures};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{FormatArgument, Global, KindArgument, LanguageArgument, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Search {
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[arg(long)]
    kind: Vec<KindArgument>,
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    #[arg(long, value_name = "NAME")]
    cause: Vec<String>,
    #[arg(long, value_name = "NAME")]
    vendor: Vec<String>,
    #[arg(long, value_name = "NAME")]
    severity: Vec<String>,
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    #[arg(long)]
    year: Vec<i32>,
    #[arg(long, value_name = "LANGUAGE")]
    language: Vec<LanguageArgument>,
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: SortArgument,
    #[arg(long, value_name = "COUNT", default_value = "20")]
    limit: NonZeroUsize,
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SortArgument {
    Relevance,
    Date,
}

impl Search {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let text = self.query.join(" ");
        let query = Query::parse(&text);
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        if query.is_empty() {
            return Err(CliError::EmptyQuery);
        }
        let options = self.options(&workspace, terminal.locale().language())?;
        progress.stage("searching");
        let index = Index::build(&workspace.base);
        let answer = search(&index, &query, &options);
        drop(progress);
        let paths = SitePaths::assign(&workspace.base);
        let report = HitsReport {
            base: &workspace.base,
            index: &index,
            query: &query,
            answer: &answer,
            page: &|document| paths.document(document),
            limit: self.limit.get(),
            locale: terminal.locale(),
            color: terminal.colors_output(),
        };
        recognise(&text, &workspace, terminal);
        let everywhere = options.filter == Filter::default();
        terminal.result(&report.text(self.format.into(), &text, everywhere))?;
        Ok(if answer.exact.is_empty() {
            Outcome::NothingFound
        } else {
            Outcome::Fine
        })
    }

    fn options(&self, workspace: &Workspace, reader: Language) -> Result<Options, CliError> {
        let terms = |kind, names: &[String]| -> Result<Vec<String>, CliError> {
            let terms = workspace.terms(kind, names)?;
            Ok(terms.iter().map(ToString::to_string).collect())
        };
        let severity = |name: &String| {
            let severity = workspace.base.severity_called(name);
            severity.map_err(|unknown| CliError::UnknownName {
                sort: "severity",
                unknown,
            })
        };
        Ok(Options {
            filter: Filter {
                kinds: self.kind.iter().map(|kind| Kind::from(*kind)).collect(),
                languages: self
                    .language
                    .iter()
                    .map(|language| Language::from(*language))
                    .collect(),
                services: terms(TermKind::Service, &self.service)?,
                causes: terms(TermKind::Cause, &self.cause)?,
                vendors: terms(TermKind::Vendor, &self.vendor)?,
                severities: self
                    .severity
                    .iter()
                    .map(severity)
                    .collect::<Result<_, _>>()?,
                statuses: self.status.clone(),
                years: self.year.clone(),
            },
            reader,
            sort: match self.sort {
                SortArgument::Relevance => Sort::Relevance,
                SortArgument::Date => Sort::Date,
            },
        })
    }
}

/// Says which known errors an error that is searched for is one of: their workarounds are elsewhere.
fn recognise(text: &str, workspace: &Workspace, terminal: &Terminal) {
    let signatures = Signatures::of(&workspace.base);
    let signatures = signatures.in_order(&workspace.base);
    let matcher = Matcher::new(signatures.iter().map(|(_, pattern)| *pattern));
    let mut log = Log::new(text.as_bytes(), UTF_8);
    // What is in memory can be read.
    let hits = matcher.find_in_log(&mut log, |_| ()).unwrap_or_default();
    let mut ids: Vec<&str> = hits
        .iter()
        .map(|hit| {
            let (signature, _) = signatures[hit.pattern];
            workspace.base[signature.entry].id.as_str()
        })
        .collect();
    ids.dedup();
    if !ids.is_empty() {
        let ids = ids.join(terminal.locale().text("command_line.search.separator"));
        terminal.tell("search.signature", &[("ids", &ids)]);
    }
}
