//! `action.yml`

use std::fs;

use crate::support::repository;

use super::{Machine, script, yaml};

fn steps() -> serde_json::Value {
    let action = yaml(&fs::read_to_string(repository().join("action.yml")).unwrap());
    action["runs"]["steps"].clone()
}

#[test]
fn a_build_is_named_after_its_sources() {
    let machine = Machine::new();
    let output = machine.path("output");
    let environment = |action: &str| {
        [
            ("GITHUB_ACTION_PATH", action.to_owned()),
            ("GITHUB_OUTPUT", output.display().to_string()),
            ("RUNNER_OS", "Linux".to_owned()),
            ("RUNNER_ARCH", "X64".to_owned()),
        ]
    };
    let name = |action: &str| {
        let values = environment(action);
        let values: Vec<_> = values.iter().map(|(key, value)| (*key, &**value)).collect();
        let _ = fs::remove_file(&output);
        let run = machine.run(
            machine.folder.path(),
            script(&steps(), "Name the build"),
            &values,
        );
        assert_eq!(run.exit, 0, "{run:?}");
        machine.text("output")
    };
    for file in [
        "Cargo.lock",
        "Cargo.toml",
        "src/main.rs",
        "templates/x",
        "theme/x",
    ] {
        machine.folder.write(&format!("action/{file}"), file);
    }
    let action = machine.path("action").display().to_string();
    let first = name(&action);
    let pattern = regex::Regex::new("^key=hansei-Linux-X64-[0-9a-f]{64}\n$").unwrap();
    assert!(pattern.is_match(&first), "{first}");
    assert_eq!(name(&action), first);
    machine.folder.write("action/README.md", "not a source");
    assert_eq!(name(&action), first);
    machine.folder.write("action/src/main.rs", "fn main() {}");
    assert_ne!(name(&action), first);
    name(&repository().display().to_string());
}

#[test]
fn it_is_built_from_its_own_checkout_with_its_lock_file() {
    let machine = Machine::new();
    machine.program("rustup", "true\n");
    machine.program(
        "cargo",
        "printf '%s %s\\n' \"$CARGO_TARGET_DIR\" \"$*\" > \"$MACHINE/cargo.log\"\n",
    );
    let run = machine.run(
        machine.folder.path(),
        script(&steps(), "Build"),
        &[("GITHUB_ACTION_PATH", "/action dir")],
    );
    assert_eq!(run.exit, 0, "{run:?}");
    let temp = machine.path("temp").display().to_string();
    assert_eq!(
        machine.text("cargo.log"),
        format!("{temp}/hansei-target install --locked --path /action dir --root {temp}/hansei\n")
    );
}

#[test]
fn arguments_are_words_and_never_commands() {
    let machine = Machine::new();
    machine.folder.write(
        "temp/hansei/bin/hansei",
        "#!/usr/bin/env bash\nprintf '<%s>' \"$@\"\nexit 1\n",
    );
    let program = machine.path("temp/hansei/bin/hansei");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(program, mode).unwrap();
    for (arguments, seen) in [
        ("check --format github", "<check><--format><github>"),
        (
            "check --root 'my kb'\n--quiet",
            "<check><--root><my kb><--quiet>",
        ),
        (
            "check $(touch owned) `touch owned` ; touch owned",
            "<check><$(touch><owned)><`touch><owned`><;><touch><owned>",
        ),
    ] {
        let run = machine.run(
            machine.folder.path(),
            script(&steps(), "Run"),
            &[("HANSEI_ARGUMENTS", arguments)],
        );
        assert_eq!((run.exit, run.stdout.as_str()), (1, seen), "{run:?}");
        assert!(!machine.path("owned").exists());
    }
    let open = machine.run(
        machine.folder.path(),
        script(&steps(), "Run"),
        &[("HANSEI_ARGUMENTS", "check --root \"my kb")],
    );
    assert_eq!(open.exit, 2, "{open:?}");
    assert!(open.stdout.starts_with("::error::"), "{open:?}");
}
