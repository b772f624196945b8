//! `hansei actions`

mod table;

use clap::{Parser, ValueEnum};
use hansei::document::Id;
use hansei::export::actions::ActionRecord;
use hansei::export::{DataKind, Dataset, csv};
use hansei::insight::board::{Board, BoardAction, Standing};
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
        let board = Board::on(base, today);
        drop(progress);
        let asked: Vec<&BoardAction<'_>> = board
            .actions()
            .iter()
            .filter(|action| self.asks_for(&workspace, action))
            .collect();
        let records = asked
            .iter()
            .map(|action| ActionRecord::of(base, action, today));
        let mut records: Vec<ActionRecord> = records.collect();
        let text = match self.format {
            FormatArgument::Table => {
                table::text(&records, terminal.locale(), terminal.colors_output())
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

    fn asks_for(&self, workspace: &Workspace, action: &BoardAction<'_>) -> bool {
        let base = &workspace.base;
        let stands = match (self.overdue, self.all) {
            (true, _) => action.standing == Standing::Overdue,
            (_, true) => true,
            _ => action.standing.is_owed(),
        };
        let owner = action.owner(base);
        let is_owner = |name: &String| owner.as_ref() == Some(&base.config.present_owner(name));
        let incident = base.original(action.entry).incident();
        let services = incident.map_or(&[][..], |incident| &incident.services);
        let is_service = |name: &String| {
            let name = Id::new(name);
            services.iter().any(|service| Id::new(service) == name)
        };
        stands
            && (self.owner.is_empty() || self.owner.iter().any(is_owner))
            && (self.service.is_empty() || self.service.iter().any(is_service))
    }
}
