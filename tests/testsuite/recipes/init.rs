//! `hansei init --ci`

use crate::support::folder::Folder;
use crate::support::program::{run, succeed};

use super::{git, with_recipes};

const RECIPES: [&str; 5] = [
    ".github/workflows/hansei-comment.yml",
    ".github/workflows/hansei-site.yml",
    ".github/workflows/hansei.yml",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
];

#[test]
fn recipes_are_written_with_words_in_the_language_of_the_site() {
    for (language, words) in [("en", "Checks the knowledge base"), ("ja", "検査")] {
        let folder = with_recipes(language);
        for recipe in RECIPES {
            let text = folder.text(recipe);
            assert!(!text.contains("OWNER"), "{recipe}");
            assert!(
                recipe.contains('-') || text.contains(words),
                "{recipe}: {text}"
            );
        }
        let workflow = folder.text(RECIPES[2]);
        let version = env!("CARGO_PKG_VERSION");
        assert!(
            workflow.contains(&format!("uses: acme/hansei@v{version}\n")),
            "{workflow}"
        );
        let pipeline = folder.text(".gitlab-ci.yml");
        let from = format!("--git https://github.com/acme/hansei --tag v{version} ");
        assert!(pipeline.contains(&from), "{pipeline}");
    }
}

#[test]
fn recipes_stand_at_the_top_of_the_repository_and_name_the_folder() {
    let folder = Folder::new();
    git(folder.path(), &["init", "--quiet"]);
    let run = succeed(folder.path(), &["init", "docs/kb", "--ci", "pre-commit"]);
    assert!(
        run.stdout.ends_with("\n.pre-commit-config.yaml\n"),
        "{run:?}"
    );
    let text = folder.text(".pre-commit-config.yaml");
    assert!(text.contains("\"hansei check --root docs/kb\""), "{text}");
    let inside = folder.path().join("docs/kb");
    let again = succeed(&inside, &["init", "--ci=gitlab"]);
    assert_eq!(again.stdout, "../../.gitlab-ci.yml\n");
    assert!(again.stderr.contains("OWNER"), "{again:?}");
    let pipeline = folder.text(".gitlab-ci.yml");
    assert!(
        pipeline.contains("HANSEI_ROOT: \"docs/kb\"\n"),
        "{pipeline}"
    );
}

#[test]
fn what_is_there_is_left_and_a_knowledge_base_is_started_once() {
    let folder = with_recipes("en");
    folder.write(".gitlab-ci.yml", "stages: [ours]\n");
    let again = succeed(folder.path(), &["init", "--ci", "gitlab"]);
    assert_eq!(again.stdout, "");
    assert!(again.stderr.contains(".gitlab-ci.yml is there already"));
    assert_eq!(folder.text(".gitlab-ci.yml"), "stages: [ours]\n");
    assert_eq!(run(folder.path(), &["init"]).exit, 2);
}

#[test]
fn an_address_that_comes_later_goes_into_what_nobody_has_touched() {
    let folder = Folder::new();
    succeed(
        folder.path(),
        &["init", "--language", "ja", "--ci", "github"],
    );
    let site = ".github/workflows/hansei-site.yml";
    let own = folder.text(site) + "# ours\n";
    folder.write(site, &own);
    let named = [
        "init",
        "--ci=github",
        "--ci=gitlab",
        "--source",
        "https://github.com/acme/hansei",
    ];
    let run = succeed(folder.path(), &named);
    assert_eq!(run.stdout, ".github/workflows/hansei.yml\n.gitlab-ci.yml\n");
    assert!(run.stderr.contains(site), "{run:?}");
    assert_eq!(folder.text(site), own);
    let check = folder.text(".github/workflows/hansei.yml");
    assert!(
        check.contains("acme/hansei@") && !check.contains("OWNER"),
        "{check}"
    );
    // Nothing is left to be named.
    let files = folder.files();
    assert_eq!(succeed(folder.path(), &named).stdout, "");
    assert_eq!(folder.files(), files);
}

#[test]
fn another_address_goes_into_what_nobody_has_touched_and_the_rest_is_told() {
    for (language, told) in [("en", "so write in yourself"), ("ja", "手で書いてください")]
    {
        let folder = Folder::new();
        let with = |name: &str| {
            let source = format!("https://github.com/{name}/hansei");
            let arguments = [
                "init",
                "--lang",
                language,
                "--ci=github",
                "--ci=gitlab",
                "--source",
                &source,
            ];
            succeed(folder.path(), &arguments)
        };
        with("acme");
        let site = ".github/workflows/hansei-site.yml";
        let own = folder.text(site) + "# ours\n";
        folder.write(site, &own);
        let run = with("lantern");
        assert_eq!(run.stdout, ".github/workflows/hansei.yml\n.gitlab-ci.yml\n");
        assert!(
            run.stderr.contains(site) && run.stderr.contains(told),
            "{run:?}"
        );
        assert_eq!(folder.text(site), own);
        for renamed in [".github/workflows/hansei.yml", ".gitlab-ci.yml"] {
            let text = folder.text(renamed);
            assert!(
                text.contains("lantern/hansei") && !text.contains("acme"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_missing_owner_is_warned_of_by_the_files_that_lack_it() {
    for language in ["en", "ja"] {
        let folder = Folder::new();
        let warned = |arguments: &[&str]| {
            let all = [&["init", "--lang", language], arguments].concat();
            let run = succeed(folder.path(), &all);
            let lines = run.stderr.lines().filter(|line| line.contains("OWNER"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let none: [String; 0] = [];
        assert_eq!(warned(&["--ci=pre-commit"]), none);
        let lines = warned(&["--ci=gitlab", "--ci=github"]);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains(".gitlab-ci.yml"), "{lines:?}");
        assert!(lines[1].contains("hansei.yml"), "{lines:?}");
        assert!(lines[2].contains("hansei-site.yml"), "{lines:?}");
        warned(&["--ci=github", "--source=https://github.com/acme/hansei"]);
        assert_eq!(warned(&["--ci=github"]), none);
        assert_eq!(warned(&["--ci=gitlab"]).len(), 1);
    }
}

#[test]
fn an_address_that_ci_cannot_use_is_refused_before_anything_is_written() {
    for (language, words) in [("en", "such as https://"), ("ja", "アドレスを指定")] {
        for (ci, address) in [
            ("github", "https://example.com/acme/$(id)"),
            ("github", "https://gitlab.example.com/acme/tools/hansei"),
            ("gitlab", "http://example.com/acme/hansei"),
            ("gitlab", "acme/hansei"),
        ] {
            let folder = Folder::new();
            let arguments = ["init", "--lang", language, "--ci", ci, "--source", address];
            let run = run(folder.path(), &arguments);
            assert_eq!(run.exit, 2, "{address}: {run:?}");
            assert!(run.stderr.contains(words), "{run:?}");
            assert!(folder.files().is_empty(), "{address}");
        }
    }
}
