//! `hansei search`

mod human;
mod json;

use std::num::NonZeroUsize;

use clap::{Parser, ValueEnum};
use hansei::document::Kind;
use hansei::language::Language;
use hansei::render::paths::SitePaths;
use hansei::search::answer::{Answer, Hit, Options, Sort, search};
use hansei::search::excerpt::{Excerpt, excerpt};
use hansei::search::facets::Filter;
use hansei::search::index::Index;
use hansei::search::query::Query;
use hansei::search::text::line_of;

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

/// What the formats are made from.
struct Found<'a> {
    workspace: &'a Workspace,
    paths: SitePaths,
    index: &'a Index,
    query: &'a Query,
    answer: &'a Answer,
    limit: usize,
    /// Whether all documents were asked.
    everywhere: bool,
}

/// A hit with what is shown of it.
struct Shown<'a> {
    hit: &'a Hit,
    excerpt: Excerpt,
    /// The line of the file that the excerpt is from.
    line: usize,
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
        progress.stage("searching");
        let index = Index::build(&workspace.base);
        let options = self.options(terminal.locale().language());
        let answer = search(&index, &query, &options);
        drop(progress);
        let found = Found {
            paths: SitePaths::assign(&workspace.base),
            everywhere: options.filter == Filter::default(),
            workspace: &workspace,
            index: &index,
            query: &query,
            answer: &answer,
            limit: self.limit.get(),
        };
        let result = match self.format {
            FormatArgument::Human => {
                human::text(&found, &text, terminal.locale(), terminal.colors_output())
            }
            FormatArgument::Json => json::text(&found),
        };
        terminal.result(&result)?;
        Ok(if answer.exact.is_empty() {
            Outcome::NothingFound
        } else {
            Outcome::Fine
        })
    }

    fn options(&self, reader: Language) -> Options {
        Options {
            filter: Filter {
                kinds: self.kind.iter().map(|kind| Kind::from(*kind)).collect(),
                languages: self
                    .language
                    .iter()
                    .map(|language| Language::from(*language))
                    .collect(),
                services: self.service.clone(),
                causes: self.cause.clone(),
                vendors: self.vendor.clone(),
                severities: self.severity.clone(),
                statuses: self.status.clone(),
                years: self.year.clone(),
            },
            reader,
            sort: match self.sort {
                SortArgument::Relevance => Sort::Relevance,
                SortArgument::Date => Sort::Date,
            },
        }
    }
}

impl Found<'_> {
    /// The hits that are shown of a list.
    fn shown<'a>(&'a self, hits: &'a [Hit]) -> impl Iterator<Item = Shown<'a>> {
        hits.iter().take(self.limit).map(|hit| {
            let document = &self.index.documents[hit.document];
            let excerpt = excerpt(document, self.query, self.answer, hit);
            let source = &self.workspace.base[document.document];
            let line = line_of(source, &document.text, excerpt.at);
            Shown { hit, excerpt, line }
        })
    }
}
