//! `hansei man`

use std::fs;
use std::path::PathBuf;

use clap::{Arg, Command, Parser, ValueHint};
use hansei::language::{Language, is_japanese_script};
use hansei::locale::Locale;
use roff::{Inline, Roff, bold, italic, roman};

use super::error::CliError;
use super::help;
use super::terminal::Terminal;
use super::workspace::speak_language_of_site;
use super::{Global, Outcome};

/// The section of the manual for programs.
const SECTION: &str = "1";

#[derive(Debug, Parser)]
pub(super) struct Man {
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
        speak_language_of_site(global, terminal);
        let locale = terminal.locale();
        let root = help::command(locale);
        let Some(folder) = &self.output else {
            terminal.result(&page(&root, &root, locale))?;
            return Ok(Outcome::Fine);
        };
        let fail = |error| CliError::File {
            path: folder.clone(),
            error,
        };
        fs::create_dir_all(folder).map_err(fail)?;
        for command in [&root].into_iter().chain(documented(&root)) {
            let path = folder.join(format!("{}.{SECTION}", page_name(command)));
            fs::write(&path, page(command, &root, locale)).map_err(|error| CliError::File {
                path: path.clone(),
                error,
            })?;
            terminal.result(&format!("{}\n", path.display()))?;
        }
        Ok(Outcome::Fine)
    }
}

/// The subcommands that have a page; `hansei help` only shows those of others.
fn documented(root: &Command) -> impl Iterator<Item = &Command> {
    root.get_subcommands()
        .filter(|command| command.get_name() != "help")
}

/// `hansei-build`
fn page_name(command: &Command) -> String {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    name.replace(' ', "-")
}

/// The page of a command, for `man`.
fn page(command: &Command, root: &Command, locale: &Locale) -> String {
    let is_root = command.get_name() == root.get_name();
    let mut page = Page::new(locale);
    page.title(command, root);
    let about = text(command.get_about());
    page.heading("name");
    page.text(&format!("{} - {about}", page_name(command)));
    page.heading("synopsis");
    page.text(&help::usage(command, locale));
    page.heading("description");
    page.text(&format!("{about}\n\n{}", text(command.get_before_help())));
    if is_root {
        page.heading("commands");
        for subcommand in documented(root) {
            let name = [bold(page_name(subcommand)), roman(format!("({SECTION})"))];
            page.entry(name, &text(subcommand.get_about()));
        }
    }
    page.arguments(command);
    page.heading("examples");
    page.verbatim(&text(command.get_after_help()));
    if is_root {
        page.heading("exit-status");
        for (code, meaning) in ["exit-0", "exit-1", "exit-2", "exit-3"].iter().enumerate() {
            page.entry([bold(code.to_string())], page.fixed(meaning));
        }
    } else {
        page.heading("see-also");
        page.text(&format!("{}({SECTION})", root.get_name()));
    }
    page.roff.to_roff()
}

fn text(styled: Option<&clap::builder::StyledStr>) -> String {
    styled.map(ToString::to_string).unwrap_or_default()
}

/// A page in the making.
struct Page<'a> {
    roff: Roff,
    locale: &'a Locale,
}

impl<'a> Page<'a> {
    fn new(locale: &'a Locale) -> Self {
        let mut roff = Roff::new();
        if locale.language() == Language::Japanese {
            // Where lines of Japanese may break.
            roff.control("mso", ["ja.tmac"]);
        }
        Self { roff, locale }
    }

    fn fixed(&self, name: &str) -> &'a str {
        help::word(self.locale, name)
    }

    fn title(&mut self, command: &Command, root: &Command) {
        let name = page_name(command).to_uppercase();
        let version = root.get_version().unwrap_or_default();
        let source = format!("{} {version}", root.get_name());
        let manual = self.fixed("manual");
        self.roff
            .control("TH", [name.as_str(), SECTION, "", &source, manual])
            // Japanese has too few gaps to fill lines with.
            .control("ad", ["l"]);
    }

    fn heading(&mut self, name: &str) {
        let heading = self.fixed(name).to_uppercase();
        self.roff.control("SH", [heading.as_str()]);
    }

    /// Paragraphs, with empty lines between.
    fn text(&mut self, text: &str) {
        let paragraphs = text.split("\n\n").filter(|text| !text.trim().is_empty());
        for (index, paragraph) in paragraphs.enumerate() {
            if index > 0 {
                self.roff.control("PP", []);
            }
            self.roff.text([roman(one_line(paragraph))]);
        }
    }

    /// Lines as they are.
    fn verbatim(&mut self, text: &str) {
        self.roff.control("nf", []);
        for line in text.lines() {
            self.roff.text([roman(line)]);
        }
        self.roff.control("fi", []);
    }

    /// Something and what it means.
    fn entry(&mut self, what: impl IntoIterator<Item = Inline>, meaning: &str) {
        self.roff.control("TP", []);
        self.roff.text(what.into_iter().collect::<Vec<_>>());
        self.roff.text([roman(one_line(meaning))]);
    }

    /// The arguments of a command under their headings.
    fn arguments(&mut self, command: &Command) {
        let mut headings: Vec<&str> = Vec::new();
        for arg in command.get_arguments() {
            headings.extend(
                arg.get_help_heading()
                    .filter(|heading| !headings.contains(heading)),
            );
        }
        for heading in headings {
            self.roff.control("SH", [heading.to_uppercase().as_str()]);
            let arguments = command.get_arguments();
            for arg in arguments.filter(|arg| arg.get_help_heading() == Some(heading)) {
                self.argument(arg);
            }
        }
    }

    fn argument(&mut self, arg: &Arg) {
        let mut what = Vec::new();
        if let Some(short) = arg.get_short() {
            what.extend([bold(format!("-{short}")), roman(", ")]);
        }
        if let Some(long) = arg.get_long() {
            what.push(bold(format!("--{long}")));
        }
        if arg.get_action().takes_values() {
            let names = arg.get_value_names().unwrap_or_default().join(" ");
            what.extend([roman(if what.is_empty() { "" } else { " " }), italic(names)]);
        }
        self.entry(what, &help::meaning(arg, self.locale));
    }
}

/// Lines as one; a line break between Japanese letters is no gap.
fn one_line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let before = joined.chars().next_back();
        let is_gap = !(before.is_some_and(is_japanese_script)
            && line.chars().next().is_some_and(is_japanese_script));
        if before.is_some() && is_gap {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}
