//! `hansei actions`

mod table;

use clap::{Parser, ValueEnum};
use hansei::document::Id;
use hansei::export::actions::ActionRecord;
use hansei::export::{DataKind, Dataset, csv};
use hansei::insight::board::{Board, BoardAction, Standing};
use hansei::knowledge_base::{KnowledgeBase, TermKind};
use hansei::report::json;

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::Workspace;
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Actions {
    #[arg(long)]
    overdue: bool,
    #[arg(long, value_name = "NAME")]
    owner: Vec<String>,
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    #[arg(long, conflicts_with = "overdue")]
    all: bool,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: FormatArgument,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArgument {
    Table,
    Json,
    Csv,
}

impl Actions {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let progress = terminal.progress();
        let workspace = Workspace::open(global, terminal, &progress)?;
        workspace.refuse_nothing()?;
        let today = workspace.today(global);
        let base = &workspace.base;
        let asked_for = AskedFor {
            owners: workspace.terms(TermKind::Owner, &self.owner)?,
            services: workspace.terms(TermKind::Service, &self.service)?,
        };
        let board = Board::on(base, today);
        drop(progress);
        let asked: Vec<&BoardAction<'_>> = board
            .actions()
            .iter()
            .filter(|action| self.takes(action.standing) && asked_for.takes(base, action))
            .collect();
        let records = asked
            .iter()
            .map(|action| ActionRecord::of(base, action, today));
        let mut records: Vec<ActionRecord> = records.collect();
        let text = match self.format {
            FormatArgument::Table => {
                let language = terminal.locale().language();
                let titled = records.into_iter().zip(&asked);
                let titled: Vec<ActionRecord> = titled
                    .map(|(record, action)| record.titled_in(base, action.place, language))
                    .collect();
                table::text(&titled, today, terminal.locale(), terminal.colors_output())
            }
            FormatArgument::Json => {
                records.sort_by(|a, b| a.id.cmp(&b.id));
                json::pretty(&Dataset::new(DataKind::Actions, records))
            }
            FormatArgument::Csv => csv::text(&records),
        };
        terminal.result(&text)?;
        let overdue = |action: &&&BoardAction<'_>| action.standing == Standing::Overdue;
        let count = asked.len().to_string();
        let late = asked.iter().filter(overdue).count();
        terminal.tell(
            "actions.told",
            &[("count", &count), ("overdue", &late.to_string())],
        );
        Ok(if self.overdue && late > 0 {
            Outcome::Found
        } else {
            Outcome::Fine
        })
    }

    fn takes(&self, standing: Standing) -> bool {
        match (self.overdue, self.all) {
            (true, _) => standing == Standing::Overdue,
            (_, true) => true,
            _ => standing.is_owed(),
        }
    }
}

/// Whose actions are asked for; everybody's where nobody is named.
struct AskedFor {
    owners: Vec<Id>,
    services: Vec<Id>,
}

impl AskedFor {
    fn takes(&self, base: &KnowledgeBase, action: &BoardAction<'_>) -> bool {
        let owner = action.owner(base);
        let is_owned = || owner.is_some_and(|owner| self.owners.contains(&owner));
        let is_served = || {
            let services = action.services(base);
            services
                .iter()
                .any(|service| self.services.contains(service))
        };
        (self.owners.is_empty() || is_owned()) && (self.services.is_empty() || is_served())
    }
}
