//! Fails where a step of ARCHITECTURE.md was forgotten, or a module knows what it must not.

use std::collections::{BTreeMap, BTreeSet};

use hansei::document::Kind;
use hansei::document::common::{Audience, RelationType, Stage, Visibility};
use hansei::document::incident::{
    ActionState, Control, Detection, Horizon, IncidentType, Milestone, RolloutState, Status,
    VendorEvent,
};
use hansei::document::known_error::{FixState, KnownErrorStatus};
use hansei::knowledge_base::TermKind;
use hansei::language::Language;
use hansei::locale::Locale;
use hansei::render::{templates, theme};
use regex::Regex;

use crate::support::folder::read_files;
use crate::support::program::succeed;
use crate::support::{assert_none, repository};

/// The longest a source file may be, in lines.
const MAX_LINES: usize = 500;

/// Files of a folder of the repository, as texts by their paths within it.
fn texts(folder: &str) -> BTreeMap<String, String> {
    let files = read_files(&repository().join(folder)).into_iter();
    files
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(repository().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names of what stands directly in a folder, without `.rs`.
fn names(folder: &str) -> BTreeSet<String> {
    let files = texts(folder);
    let first = |path: &String| {
        path.split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
            .to_owned()
    };
    files.keys().map(first).collect()
}

/// A source without its tests and comments.
fn code(source: &str) -> String {
    let tests = Regex::new(r"#\[cfg\(test\)\]\n(?:#\[.*\n)*mod tests \{").unwrap();
    let before_tests = tests.splitn(source, 2).next().unwrap_or_default();
    let lines = before_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The sources of the program, without those that hold only tests.
fn sources() -> BTreeMap<String, String> {
    let mut sources = texts("src");
    sources.retain(|path, _| {
        path.ends_with(".rs") && !path.ends_with("tests.rs") && !path.contains("/tests/")
    });
    sources
}

fn matches<'a>(pattern: &str, text: &'a str) -> BTreeSet<&'a str> {
    let pattern = Regex::new(pattern).unwrap();
    let all = pattern.captures_iter(text).filter_map(|found| found.get(1));
    all.map(|group| group.as_str()).collect()
}

fn has_word(key: &str) -> bool {
    Language::ALL.into_iter().all(|language| {
        let locale = Locale::of(language);
        locale.get(key).is_some() || locale.get(&format!("{key}.other")).is_some()
    })
}

#[test]
fn every_source_file_is_a_module() {
    let sources = texts("src");
    let mut faults = Vec::new();
    for path in sources.keys().filter(|path| path.ends_with(".rs")) {
        let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let (folder, name) = module.rsplit_once('/').unwrap_or(("", module));
        if matches!(module, "lib" | "main") {
            continue;
        }
        let parents = [
            format!("{folder}/mod.rs"),
            format!("{folder}.rs"),
            "lib.rs".to_owned(),
            "main.rs".to_owned(),
        ];
        let parents = if folder.is_empty() {
            &parents[2..]
        } else {
            &parents[..2]
        };
        let declares = |text: &String| {
            text.contains(&format!("mod {name};"))
                || text.contains(&format!("mod r#{name};"))
                || text.contains("rules![") && text.contains(&format!(" {name},\n"))
        };
        if !parents
            .iter()
            .any(|parent| sources.get(parent).is_some_and(declares))
        {
            faults.push(format!("src/{path} is declared nowhere"));
        }
    }
    assert_none("modules", &faults);
}

#[test]
fn every_rule_is_listed_and_named_after_its_file() {
    let mut files = names("src/check/rules");
    files.retain(|name| name != "mod" && name != "support");
    let files: BTreeSet<String> = files
        .into_iter()
        .map(|name| name.replace('_', "-"))
        .collect();
    let listed: BTreeSet<String> = hansei::check::ALL
        .iter()
        .map(|rule| rule.name.to_owned())
        .collect();
    assert_eq!(files, listed);
}

#[test]
fn every_page_is_listed() {
    let list = text("src/render/pages/mod.rs");
    let files = texts("src/render/pages");
    let mut faults = Vec::new();
    for name in names("src/render/pages")
        .into_iter()
        .filter(|name| name != "mod")
    {
        let source = [format!("{name}.rs"), format!("{name}/mod.rs")]
            .iter()
            .find_map(|path| files.get(path).cloned());
        let writes = source.is_some_and(|source| source.contains("pub(super) fn write("));
        if writes && !list.contains(&format!("(\"{name}\", {name}::write),")) {
            faults.push(format!("{name}::write is not called"));
        }
    }
    assert_none("pages", &faults);
}

#[test]
fn every_template_and_file_of_the_theme_is_built_in() {
    let files: BTreeSet<String> = texts("templates").into_keys().collect();
    let listed: BTreeSet<String> = templates::BUILT_IN
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(files, listed);
    let files: BTreeSet<String> = texts("theme").into_keys().collect();
    let listed: BTreeSet<String> = theme::BUILT_IN
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(files, listed);
}

#[test]
fn every_subcommand_can_be_called_and_is_documented() {
    let help = succeed(repository(), &["--help"]).stdout;
    let readme = text("README.md");
    let files = texts("src/cli");
    let commands = files
        .iter()
        .filter(|(path, source)| *path != "mod.rs" && source.contains("Parser)]"));
    let mut faults = Vec::new();
    let mut count = 0;
    for (path, _) in commands {
        let name = path
            .trim_end_matches(".rs")
            .trim_end_matches("/mod")
            .replace('_', "-");
        count += 1;
        if !help
            .lines()
            .any(|line| line.trim_start().split(' ').next() == Some(&name))
        {
            faults.push(format!("hansei --help does not name {name}"));
        }
        if !readme.contains(&format!("\n### `hansei {name}")) {
            faults.push(format!("README.md has no section about {name}"));
        }
    }
    assert!(count >= 4, "{count} subcommands");
    assert_none("subcommands", &faults);
}

#[test]
fn every_kind_has_a_template_a_folder_and_words() {
    let mut faults = Vec::new();
    for kind in Kind::ALL {
        let (name, folder) = (kind.as_str(), kind.folder());
        let template = format!("{name}.html");
        if !templates::BUILT_IN
            .iter()
            .any(|(known, _)| *known == template)
        {
            faults.push(format!("no template {template}"));
        }
        if texts(&format!("content/{folder}")).is_empty() {
            faults.push(format!("no example in content/{folder}"));
        }
        let keys = [
            format!("interface.kind.{name}"),
            format!("interface.kinds.{folder}"),
        ];
        faults.extend(keys.into_iter().filter(|key| !has_word(key)));
    }
    let terms = TermKind::ALL
        .into_iter()
        .map(|kind| format!("interface.terms.{}", kind.folder()));
    faults.extend(terms.filter(|key| !has_word(key)));
    assert_none("kinds", &faults);
}

/// The groups of words that pages show for values of front matter, with those values.
fn groups() -> BTreeMap<&'static str, Vec<&'static str>> {
    macro_rules! groups {
        ($($group:literal: $choice:ident),* $(,)?) => {
            BTreeMap::from([$(($group, $choice::ALL.iter().map(|value| value.as_str()).collect())),*])
        };
    }
    groups! {
        "kind": Kind,
        "incident-type": IncidentType,
        "status": Status,
        "known-error-status": KnownErrorStatus,
        "fix-state": FixState,
        "detected-by": Detection,
        "milestone": Milestone,
        "vendor-event": VendorEvent,
        "control": Control,
        "horizon": Horizon,
        "action-state": ActionState,
        "rollout-state": RolloutState,
        "audience": Audience,
        "stage": Stage,
        "visibility": Visibility,
        "relation": RelationType,
    }
}

#[test]
fn every_value_that_pages_show_has_a_word_in_both_languages() {
    let groups = groups();
    let words = groups.iter().flat_map(|(group, values)| {
        values
            .iter()
            .map(move |value| format!("interface.{group}.{value}"))
    });
    let mut faults: Vec<String> = words.filter(|key| !has_word(key)).collect();
    for (path, source) in sources() {
        let used = matches(r#"\.word\(\s*"([^"]+)""#, &source);
        // Roles are free words.
        let unknown = used
            .into_iter()
            .filter(|group| !groups.contains_key(group) && *group != "role");
        faults.extend(
            unknown.map(|group| format!("src/{path}: the group {group} is not in this test")),
        );
    }
    assert_none("words", &faults);
}

#[test]
fn every_text_that_templates_ask_for_exists_and_every_text_is_asked_for() {
    let templates: String = texts("templates").into_values().collect();
    let keys = matches(r#"\bt\(key="([^"]+)"[,)]"#, &templates);
    assert!(keys.len() > 50, "{keys:?}");
    let missing = keys
        .iter()
        .map(|key| format!("interface.{key}"))
        .filter(|key| !has_word(key));
    let mut faults: Vec<String> = missing.map(|key| format!("{key} does not exist")).collect();
    let everything = sources()
        .values()
        .map(|source| code(source))
        .collect::<String>()
        + &templates;
    for key in Locale::of(Language::English).keys() {
        let key = key.trim_end_matches(".one").trim_end_matches(".other");
        let used = match key.split_once('.') {
            // Roles are free words; those that we know are asked for by what somebody has written.
            Some(("interface", within)) => {
                within.starts_with("role.") || is_used(within, &everything)
            }
            Some(("command_line", within)) => is_used(within, &everything),
            // The texts of commands and arguments are compared with the commands in `cli::help`.
            Some(("help", within)) => !within.starts_with("words.") || is_used(within, &everything),
            _ => true,
        };
        if !used {
            faults.push(format!("{key} is never used"));
        }
    }
    let keys = |language| Locale::of(language).keys().collect::<BTreeSet<_>>();
    let (english, japanese) = (keys(Language::English), keys(Language::Japanese));
    faults.extend(
        english
            .symmetric_difference(&japanese)
            .map(|key| format!("{key} is in one language only")),
    );
    assert_none("texts", &faults);
}

/// Whether a text is asked for by its key, or put together of a group and a word that both occur.
fn is_used(key: &str, everything: &str) -> bool {
    let occurs = |text: String| everything.contains(&text);
    let (_, word) = key.rsplit_once('.').unwrap_or(("", key));
    let mut groups = key.match_indices('.').map(|(dot, _)| &key[..dot]);
    let put_together = groups.any(|group| {
        occurs(format!("{group}.{{"))
            || occurs(format!("{group}.\" ~"))
            || occurs(format!("word(\"{group}\""))
    });
    let whole = occurs(format!("\"{key}\"")) || occurs(format!(".{key}\""));
    whole || put_together && occurs(format!("\"{word}\""))
}

/// What everything may know.
const COMMON: [&str; 5] = ["language", "diagnostic", "locale", "memory", "time"];

/// What each module may know besides itself, as the table of ARCHITECTURE.md says.
fn may_know() -> BTreeMap<String, BTreeSet<String>> {
    let document = text("ARCHITECTURE.md");
    let (_, table) = document.split_once("| module |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    let named = |cell: &str| {
        let names = matches("`([a-z_]+)`", cell).into_iter();
        names.map(ToOwned::to_owned).collect::<BTreeSet<_>>()
    };
    cells
        .flat_map(|cells| {
            let (modules, mut known) = (named(cells[1]), named(cells[3]));
            known.extend(modules.iter().cloned());
            if !modules.contains("time") && !modules.contains("memory") {
                known.extend(COMMON.map(ToOwned::to_owned));
            }
            modules
                .into_iter()
                .map(move |module| (module, known.clone()))
        })
        .collect()
}

#[test]
fn no_module_knows_what_it_must_not() {
    let may_know = may_know();
    let mut faults = Vec::new();
    for (path, source) in sources() {
        let module = path.split(['/', '.']).next().unwrap_or_default();
        if matches!(module, "cli" | "lib" | "main") {
            continue;
        }
        let Some(known) = may_know.get(module) else {
            faults.push(format!("{module} has no row"));
            continue;
        };
        let code = code(&source);
        let used = may_know.keys().filter(|name| {
            let pattern = format!(r"\bcrate::(?:\{{[^}}]*)?\b{name}\b");
            !known.contains(*name) && Regex::new(&pattern).unwrap().is_match(&code)
        });
        faults.extend(used.map(|name| format!("src/{path} uses {name}")));
    }
    assert_none("modules", &faults);
}

#[test]
fn the_library_does_not_print_exit_or_ask_for_environment_or_time() {
    const FORBIDDEN: [&str; 14] = [
        "std::env",
        "std::process",
        "std::io::stdout",
        "io::stdout",
        "io::stderr",
        "println!",
        "eprintln!",
        "print!(",
        "eprint!(",
        "dbg!(",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
    ];
    let mut faults = Vec::new();
    let library = sources()
        .into_iter()
        .filter(|(path, _)| path != "main.rs" && !path.starts_with("cli/"));
    for (path, source) in library {
        let code = code(&source);
        let used = FORBIDDEN.iter().filter(|name| code.contains(*name));
        // Files of a revision come from git, which is asked as a program.
        let used = used
            .filter(|name| (path.as_str(), **name) != ("source/git/program.rs", "std::process"));
        faults.extend(used.map(|name| format!("src/{path} uses {name}")));
    }
    assert_none("library", &faults);
}

#[test]
fn no_source_file_is_long() {
    let lines = texts("src")
        .into_iter()
        .map(|(path, source)| (path, source.lines().count()));
    let long = lines.filter(|(path, lines)| path.ends_with(".rs") && *lines > MAX_LINES);
    assert_none(
        "long files",
        &long
            .map(|(path, lines)| format!("src/{path} has {lines} lines"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_architecture_names_every_module() {
    let document = text("ARCHITECTURE.md");
    let modules = names("src")
        .into_iter()
        .filter(|name| !matches!(name.as_str(), "lib" | "main"));
    let missing = modules.filter(|name| !document.contains(&format!("`{name}`")));
    assert_none("ARCHITECTURE.md", &missing.collect::<Vec<_>>());
}
