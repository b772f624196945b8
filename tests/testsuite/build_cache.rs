//! `hansei build --cache`: the site of a cold build, whatever happened before, and nothing touched that need not be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};
use crate::support::repository;

/// What somebody does between two builds.
type Deed = (&'static str, fn(&Folder));

fn knowledge_base() -> Folder {
    let folder = Folder::new();
    for (path, bytes) in read_files(&repository().join("content")) {
        folder.write(&format!("content/{path}"), bytes);
    }
    let config = fs::read(repository().join("hansei.yaml")).unwrap();
    folder.write("hansei.yaml", config);
    folder
}

fn first(folder: &Folder, within: &str) -> String {
    let files = read_files(&folder.path().join(within));
    let mut paths = files.keys().filter(|path| path.ends_with(".md"));
    format!("{within}/{}", paths.next().unwrap())
}

fn change(folder: &Folder, path: &str, change: impl Fn(String) -> String) {
    let text = folder.text(path);
    folder.write(path, change(text));
}

const DEEDS: &[Deed] = &[
    ("a report is edited", |folder| {
        let path = first(folder, "content/incidents");
        change(folder, &path, |text| text + "\n## Notes\n\nERR_QXV_4417\n");
    }),
    ("a report is renamed", |folder| {
        let path = first(folder, "content/incidents");
        let text = folder.text(&path);
        fs::remove_file(folder.path().join(&path)).unwrap();
        folder.write("content/incidents/改名.md", text);
    }),
    ("a document is taken away", |folder| {
        let path = first(folder, "content/checklists");
        fs::remove_file(folder.path().join(path)).unwrap();
    }),
    ("a template and a style come", |folder| {
        let home = "{% extends \"hansei/home.html\" %}{% block main %}OURS{% endblock main %}";
        folder.write("templates/home.html", home);
        folder.write("theme/site.css", "p { color: red }");
    }),
    ("the template goes", |folder| {
        fs::remove_file(folder.path().join("templates/home.html")).unwrap();
    }),
    ("the configuration is another", |folder| {
        change(folder, "hansei.yaml", |text| {
            text + "\n# the same, but for this line\n"
        });
    }),
    ("the cache is cut off", |folder| {
        let path = folder.path().join(".hansei/cache/hansei-build.json");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("the cache is thrown away", |folder| {
        fs::remove_dir_all(folder.path().join(".hansei")).unwrap();
    }),
    ("the site is meddled with", |folder| {
        fs::write(folder.path().join("public/index.html"), "gone").unwrap();
        fs::remove_dir_all(folder.path().join("public/services")).unwrap();
        fs::write(folder.path().join("public/more.html"), "more").unwrap();
    }),
    ("the site is thrown away", |folder| {
        fs::remove_dir_all(folder.path().join("public")).unwrap();
    }),
    ("the cache of before comes back", |folder| {
        let cache = folder.path().join(".hansei/cache/hansei-build.json");
        let old = fs::read(&cache).unwrap();
        let path = first(folder, "content/incidents");
        change(folder, &path, |text| text + "\nMore.\n");
        build(folder, "public", &["--cache"]);
        fs::write(cache, old).unwrap();
    }),
];

fn build(folder: &Folder, output: &str, more: &[&str]) -> String {
    let arguments = ["build", "--as-of", "2026-06-30", "--output", output];
    succeed(folder.path(), &[&arguments, more].concat()).stderr
}

/// The site in `public` has the bytes of one that is made without a cache.
fn assert_as_cold(folder: &Folder) {
    build(folder, "cold", &[]);
    assert_eq!(
        read_files(&folder.path().join("public")),
        read_files(&folder.path().join("cold"))
    );
}

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let paths = read_files(folder).into_keys();
    paths
        .map(|path| {
            let metadata = fs::metadata(folder.join(&path)).unwrap();
            (path, metadata.modified().unwrap())
        })
        .collect()
}

#[test]
fn a_warm_build_gives_the_bytes_of_a_cold_one() {
    let folder = knowledge_base();
    let site = folder.path().join("public");
    build(&folder, "public", &["--cache"]);
    for (deed, does) in DEEDS {
        does(&folder);
        let told = build(&folder, "public", &["--cache"]);
        build(&folder, "cold", &[]);
        let (warm, cold) = (read_files(&site), read_files(&folder.path().join("cold")));
        let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&warm), paths(&cold), "{deed}");
        for (path, bytes) in &cold {
            assert!(warm[path] == *bytes, "{deed}: {path}");
        }
        let before = times(&site);
        assert_eq!(build(&folder, "public", &["--cache"]), told, "{deed}");
        assert_eq!(times(&site), before, "{deed}: nothing is touched");
    }
}

#[test]
fn only_pages_that_differ_are_written() {
    let folder = knowledge_base();
    let site = folder.path().join("public");
    build(&folder, "public", &["--cache"]);
    let before = times(&site);
    let path = first(&folder, "content/incidents");
    change(&folder, &path, |text| text + "\nOne more sentence.\n");
    build(&folder, "public", &["--cache"]);
    let touched = times(&site);
    let touched = touched
        .iter()
        .filter(|(path, time)| before.get(*path) != Some(time));
    let touched: Vec<_> = touched.map(|(path, _)| path.as_str()).collect();
    assert!(touched.iter().any(|path| path.starts_with("incidents/")));
    assert!(touched.len() < before.len() / 4, "{touched:?}");
}

#[test]
fn another_day_is_another_site() {
    let folder = knowledge_base();
    let home = |day: &str| {
        succeed(folder.path(), &["build", "--cache", "--as-of", day]);
        folder.text("public/index.html")
    };
    let [june, may] = ["2026-06-30", "2026-05-30"].map(home);
    assert_ne!(june, may);
    assert_eq!(home("2026-06-30"), june);
}

#[test]
fn findings_are_told_again_and_fail_again() {
    let folder = knowledge_base();
    folder.write(
        "content/incidents/broken.md",
        "---\nid: INC-1\nstatus: nowhere\n---\n# Broken\n",
    );
    let build = |more: &[&str]| {
        let arguments = ["build", "--cache", "--as-of", "2026-06-30"];
        let run = run(folder.path(), &[&arguments, more].concat());
        (run.exit, run.stdout, run.stderr)
    };
    let first = build(&["--fail-on", "error"]);
    assert_eq!(first.0, 1);
    assert!(first.1.contains("nowhere"), "{first:?}");
    assert_eq!(build(&["--fail-on", "error"]), first);
    assert_eq!(build(&[]).0, 0);
    assert_ne!(build(&["--lang", "ja"]).2, build(&["--lang", "en"]).2);
}

#[test]
fn a_cache_within_the_site_or_among_what_it_is_made_from_is_refused() {
    let folder = knowledge_base();
    for cache in [
        "public/cache",
        "nowhere/../public/cache",
        "content",
        "content/incidents/new",
    ] {
        let run = run(folder.path(), &["build", "--cache", cache]);
        assert_eq!(run.exit, 2, "{cache}: {run:?}");
        assert!(!folder.path().join("public").exists(), "{cache}");
    }
}

#[test]
fn a_cache_among_documents_is_refused_however_often_it_is_asked_for() {
    let folder = Folder::new();
    folder.write("a.md", "# A report\n");
    for _ in 0..2 {
        let run = run(folder.path(), &["build", "--cache", "warm"]);
        assert_eq!(run.exit, 2, "{run:?}");
    }
    folder.write(".kept/x", "");
    let told = build(&folder, "public", &["--cache", ".kept/cache"]);
    assert_eq!(build(&folder, "public", &["--cache", ".kept/cache"]), told);
}

#[test]
fn a_linked_file_may_have_the_longest_of_names() {
    let folder = knowledge_base();
    let name = format!("{}.png", "図".repeat(83));
    folder.write(&format!("content/incidents/{name}"), b"a picture");
    folder.write(
        "content/incidents/picture.md",
        format!("# Picture\n\n![]({name})\n"),
    );
    build(&folder, "public", &["--cache"]);
    folder.write(&format!("content/incidents/{name}"), b"another");
    build(&folder, "public", &["--cache"]);
    assert_as_cold(&folder);
}

#[test]
fn a_folder_in_the_place_of_the_cache_is_no_obstacle() {
    let folder = knowledge_base();
    fs::create_dir_all(folder.path().join(".hansei/cache/hansei-build.json/x")).unwrap();
    let told = build(&folder, "public", &["--cache"]);
    assert_eq!(build(&folder, "public", &["--cache"]), told);
    assert!(
        folder
            .path()
            .join(".hansei/cache/hansei-build.json")
            .is_file()
    );
}

#[cfg(unix)]
#[test]
fn the_cache_is_not_written_through_a_link() {
    let folder = knowledge_base();
    let cache = folder.path().join(".hansei/cache");
    fs::create_dir_all(&cache).unwrap();
    let precious = folder.path().join("precious.txt");
    fs::write(&precious, "precious").unwrap();
    for name in ["hansei-build.json", "hansei-build.json.hansei-new"] {
        std::os::unix::fs::symlink(&precious, cache.join(name)).unwrap();
    }
    build(&folder, "public", &["--cache"]);
    assert_eq!(fs::read_to_string(precious).unwrap(), "precious");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = knowledge_base();
    let pipe = folder.path().join("content/incidents/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("content/zero.md")).unwrap();
    build(&folder, "public", &["--cache"]);
    assert_as_cold(&folder);
}

#[test]
fn a_site_that_lost_its_mark_is_not_said_to_be_whole() {
    let folder = knowledge_base();
    build(&folder, "public", &["--cache"]);
    fs::remove_file(folder.path().join("public/.hansei-site")).unwrap();
    let run = run(folder.path(), &["build", "--cache"]);
    assert_eq!(run.exit, 2, "{run:?}");
}

#[test]
fn a_build_that_was_cut_off_while_it_put_files_in_place_locks_nobody_out() {
    let folder = knowledge_base();
    build(&folder, "public", &["--cache"]);
    // As a build leaves them that ends in the middle: both folders are marked, neither is whole.
    let half = folder.path().join(".public.hansei-new");
    fs::create_dir_all(half.join("incidents")).unwrap();
    fs::write(half.join(".hansei-site"), "").unwrap();
    fs::remove_file(folder.path().join("public/index.html")).unwrap();
    build(&folder, "public", &["--cache"]);
    assert_as_cold(&folder);
    assert!(!half.exists());
}
