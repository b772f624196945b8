//! `hansei check --fix --dry-run` says and decides what the fixes would leave.

#[cfg(unix)]
use std::fs;

use crate::support::folder::Folder;
use crate::support::program::{Run, run};

fn fix(folder: &Folder, arguments: &[&str]) -> Run {
    run(folder.path(), &[&["check", "--fix"], arguments].concat())
}

#[test]
fn a_dry_run_decides_as_the_fixes_would() {
    let files = [
        (
            "hansei.yaml",
            "contnet: docs\nrules: {broken-link: nnote}\n",
        ),
        (
            "docs/incidents/a.md",
            "---\nstauts: draft\n---\n# Title\n\n[gone](gone.md)\n",
        ),
    ];
    for fail_on in ["note", "warning"] {
        let folder = Folder::with(files);
        let before = folder.files();
        let dry = fix(&folder, &["--dry-run", "--fail-on", fail_on]);
        assert_eq!(folder.files(), before);
        let wet = fix(&folder, &["--fail-on", fail_on]);
        assert_eq!(dry.exit, wet.exit, "{fail_on}: {dry:?}");
        assert_eq!(dry.exit, i32::from(fail_on == "note"), "{dry:?}");
        assert!(wet.stdout.contains("note[broken-link]"), "{wet:?}");
        let (_, rest) = dry.stdout.split_once("\n\nnote[").unwrap();
        assert_eq!(format!("note[{rest}"), wet.stdout);
        let last = |run: &Run| run.stderr.lines().last().map(str::to_owned);
        assert_eq!(last(&dry), last(&wet));
        folder.write("docs/incidents/a.md", "---\nstatus: draft\n---\n# Title\n");
        let clean = fix(&folder, &["--dry-run", "--fail-on", "note"]);
        assert_eq!((clean.exit, clean.stdout.as_str()), (0, ""), "{clean:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_dry_run_does_not_count_on_files_that_would_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with([(
        "content/incidents/a.md",
        "---\nstatus: finl\n---\n# Title\n",
    )]);
    let path = folder.path().join("content/incidents/a.md");
    fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
    let dry = fix(&folder, &["--dry-run", "--lang", "en"]);
    assert_eq!(dry.exit, 1, "{dry:?}");
    let wet = fix(&folder, &["--lang", "en"]);
    assert_eq!((dry.exit, &dry.stderr), (wet.exit, &wet.stderr));
    assert!(dry.stdout.ends_with(&wet.stdout), "{dry:?}");
}
