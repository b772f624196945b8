//! `hansei serve`

use std::time::Instant;

use clap::Parser;
use hansei::report::{Counts, Format, Report};
use hansei::serve::{self, Event, Failure, Options, ServeError, Summary};

use super::error::CliError;
use super::terminal::Terminal;
use super::workspace::{read_config, root, today};
use super::{Global, Outcome};

#[derive(Debug, Parser)]
pub(super) struct Serve {
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    #[arg(long)]
    open: bool,
}

impl Serve {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        let root = root(global)?;
        if global.lang.is_none() {
            terminal.speak(read_config(&root)?.config.language);
        }
        let asked = global.as_of;
        let options = Options {
            root,
            port: self.port,
            today: Box::new(move |config| today(asked, config)),
        };
        let mut spinner = Some(terminal.progress());
        if let Some(spinner) = &spinner {
            spinner.stage("writing");
        }
        let mut teller = Teller {
            terminal,
            open: self.open,
            begun: Instant::now(),
            unknown: Vec::new(),
            written: Ok(()),
        };
        let mut observe = |event: Event<'_>| {
            spinner = None;
            teller.tell(event);
        };
        let served = serve::serve(options, &mut observe, stopped());
        drop(spinner);
        served.map_err(|error| error_of(error, terminal))?;
        teller.written.map(|()| Outcome::Fine)
    }
}

/// Ready when the user, or the system, wants the program to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
        if let [Ok(mut interrupt), Ok(mut terminate)] = signals {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without signals there is nothing to wait for but the end of the program.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Tells the user what happens.
struct Teller<'a> {
    terminal: &'a Terminal,
    /// Whether to open the browser.
    open: bool,
    /// When the present change was seen.
    begun: Instant,
    /// The files that replace nothing, as last told.
    unknown: Vec<String>,
    /// Whether the address could be written.
    written: Result<(), CliError>,
}

impl Teller<'_> {
    fn ready(&mut self, address: &str, summary: &Summary) {
        let terminal = self.terminal;
        let line = [("address", address)];
        let line = terminal.locale().format("command_line.serving", &line);
        self.written = terminal.result(&format!("{line}\n"));
        if summary.documents == 0 {
            let path = if summary.content.is_empty() {
                "."
            } else {
                &summary.content
            };
            terminal.warn("no-documents", &[("path", path)]);
        }
        self.warn_of_unknown(summary);
        if summary.counts != Counts::default() {
            let findings = summary.counts.text(terminal.locale());
            terminal.tell("findings", &[("findings", &findings)]);
        }
        if self.open
            && let Err(error) = open::that_detached(address)
        {
            let reason = error.to_string();
            terminal.warn("not-opened", &[("reason", &reason)]);
        }
    }

    fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Ready { address, summary } => self.ready(address, summary),
            Event::Changed(_) => self.begun = Instant::now(),
            Event::Rebuilt(summary) => self.rebuilt(summary),
            Event::Kept(failure) => {
                let error = failure_of(failure, self.terminal);
                self.terminal.error(&error);
                self.terminal.tell("site-kept", &[]);
            }
            Event::NotWatched(error) => {
                let reason = error.to_string();
                self.terminal.warn("not-watched", &[("reason", &reason)]);
            }
        }
    }

    fn rebuilt(&mut self, summary: &Summary) {
        self.warn_of_unknown(summary);
        let seconds = format!("{:.2}", self.begun.elapsed().as_secs_f64());
        let findings = summary.counts.text(self.terminal.locale());
        let paths = summary.kept.join(", ");
        let key = if paths.is_empty() {
            "rebuilt"
        } else {
            "rebuilt-kept"
        };
        let line = [
            ("seconds", seconds.as_str()),
            ("findings", &findings),
            ("paths", &paths),
        ];
        self.terminal.tell(key, &line);
    }

    fn warn_of_unknown(&mut self, summary: &Summary) {
        for name in &summary.unknown_overrides {
            if !self.unknown.contains(name) {
                self.terminal.warn("unknown-override", &[("name", name)]);
            }
        }
        self.unknown.clone_from(&summary.unknown_overrides);
    }
}

fn error_of(error: ServeError, terminal: &Terminal) -> CliError {
    match error {
        ServeError::PortTaken(port) => CliError::PortTaken(port),
        ServeError::Listen(error) => CliError::Listen(error),
        ServeError::Watch(error) => CliError::Watch(error.to_string()),
        ServeError::Build(failure) => failure_of(failure, terminal),
    }
}

/// Shows the errors of the configuration, and gives the error that the others are.
fn failure_of(failure: Failure, terminal: &Terminal) -> CliError {
    match failure {
        Failure::Source(error) => CliError::Source(error),
        Failure::Render(error) => CliError::Render(error),
        Failure::Configuration { base, faults } => {
            let report = Report {
                base: &base,
                diagnostics: &faults,
                locale: terminal.locale(),
                color: false,
            };
            terminal.say(report.text(Format::Human).trim_end());
            CliError::Configuration
        }
    }
}
