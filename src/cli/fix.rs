//! The fixes of `hansei check --fix`: what is mended, said file by file.

use hansei::check::configuration_errors;
use hansei::fix::{self, Mended, NotWritten};
use hansei::report::printable;
use hansei::source;

use super::Global;
use super::error::CliError;
use super::system_words;
use super::terminal::{Progress, Terminal};
use super::workspace::{read_config, root, today};

/// Mends the knowledge base, or shows what would change; gives what it has mended or would have.
pub(super) fn fix(
    global: &Global,
    terminal: &Terminal,
    progress: &Progress,
    dry_run: bool,
) -> Result<Vec<Mended>, CliError> {
    let root = root(global)?;
    let config = read_config(&root)?;
    terminal.enter_site(&config);
    progress.stage("fixing");
    let today = today(global.as_of, &config.config);
    let read = |text| source::config_of(&root, text);
    let mut mended: Vec<Mended> = Vec::new();
    mended.extend(fix::mend_configuration(read, &config.text, today));
    let config = mended
        .first()
        .map_or(config, |file| read(file.after.clone()));
    if configuration_errors(&config).is_none() {
        let source = source::read_folder(&root, &config.config)?;
        mended.extend(fix::mend_documents(&config, &source, today));
    }
    if mended.is_empty() {
        terminal.tell("nothing-to-fix", &[]);
    }
    let mut done = Vec::with_capacity(mended.len());
    for file in mended {
        let written = if dry_run {
            terminal.result(&format!("{}\n", printable(&fix::diff(&file))))?;
            fix::try_out(&root, &file)
        } else {
            fix::write(&root, &file)
        };
        if let Err(reason) = written {
            not_written(terminal, &file, &reason);
            continue;
        }
        let key = if dry_run { "would-fix" } else { "fixed" };
        let count = file.fixes.to_string();
        terminal.tell(key, &[("count", &count), ("path", &file.path)]);
        done.push(file);
    }
    Ok(done)
}

fn not_written(terminal: &Terminal, file: &Mended, reason: &NotWritten) {
    let key = match reason {
        NotWritten::Changed => "not-fixed.changed",
        NotWritten::NotAFile => "not-fixed.not-a-file",
        NotWritten::ReadOnly => "not-fixed.read-only",
        NotWritten::Failed(_) => "not-fixed.failed",
    };
    let details = match reason {
        NotWritten::Failed(error) => system_words::of(error, terminal.locale()),
        _ => String::new(),
    };
    terminal.warn(key, &[("path", &file.path), ("reason", &details)]);
}
