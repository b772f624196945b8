//! Completion in the shells that are here.

use std::process::Command;

use hansei::check;

use crate::support::folder::Folder;
use crate::support::program::{finish, is_here, succeed};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// What bash offers for the last of these words.
fn offered(script: &str, words: &[&str]) -> Vec<String> {
    // Bash calls a function with the command, the word to complete and the one before it.
    const ASK: &str = r#"
        eval "$SCRIPT"
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        function=$(complete -p hansei | sed 's/.*-F \([^ ]*\).*/\1/')
        "$function" hansei "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", ASK, "bash"])
        .args(words)
        .env("SCRIPT", script);
    let run = finish(&mut bash);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{words:?}");
    run.stdout.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_values() {
    if !is_here("bash") {
        return;
    }
    let folder = Folder::new();
    let script = succeed(folder.path(), &["completions", "bash"]).stdout;
    for (words, expected) in [
        (&["hansei", "bu"][..], &["build"][..]),
        (&["hansei", "check", "--fa"], &["--fail-on"]),
        (&["hansei", "--lang", ""], &["en", "ja"]),
        (&["hansei", "new", "near"], &["near-miss"]),
        (&["hansei", "completions", "z"], &["zsh"]),
        (&["hansei", "check", "--format", "j"], &["json"]),
        (&["hansei", "publish", "x"], &[""]),
    ] {
        assert_eq!(offered(&script, words), expected, "{words:?}");
    }
    let mut rules = offered(&script, &["hansei", "explain", ""]);
    rules.retain(|word| !word.starts_with('-'));
    let all: Vec<&str> = check::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(rules, all);
}

#[test]
fn every_shell_gets_a_script_in_both_languages() {
    let folder = Folder::new();
    for shell in SHELLS {
        for (language, words) in [("en", "Make the site"), ("ja", "サイトを作成します")] {
            let script = succeed(folder.path(), &["completions", shell, "--lang", language]).stdout;
            assert!(script.contains("fail-on"), "{shell}");
            // Bash shows names only.
            assert_eq!(
                script.contains(words),
                shell != "bash",
                "{shell} {language}"
            );
            if ["bash", "fish", "zsh"].contains(&shell) && is_here(shell) {
                folder.write("script", &script);
                let mut parse = Command::new(shell);
                let run = finish(parse.arg("-n").arg(folder.path().join("script")));
                assert_eq!(
                    (run.exit, run.stderr.as_str()),
                    (0, ""),
                    "{shell} {language}"
                );
            }
        }
    }
}

#[test]
fn an_unknown_shell_is_answered_with_those_that_are_known() {
    let folder = Folder::new();
    let run = crate::support::program::run(folder.path(), &["completions", "tcsh"]);
    assert_eq!(run.exit, 2);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.contains("bash, elvish, fish, powershell, zsh"),
        "{}",
        run.stderr
    );
}
