//! The example knowledge base meets a recurrence: the review fails until its author answers.
//!
//! The comments stand in `tests/review/`; `HANSEI_UPDATE=1` writes them anew.

use crate::support::folder::{Folder, read_files};
use crate::support::program::Run;
use crate::support::repository;
use crate::support::repository::Repository;

use super::{findings, json, review};

/// The file that the author adds.
const REPORT: &str = "content/incidents/2026/reminder-certificate.md";

fn example() -> Repository {
    let folder = Folder::new();
    for (path, content) in read_files(&repository().join("content")) {
        folder.write(&format!("content/{path}"), content);
    }
    let config = std::fs::read(repository().join("hansei.yaml")).unwrap();
    folder.write("hansei.yaml", config);
    Repository::of(folder)
}

fn text(name: &str) -> String {
    let path = repository().join("tests/review").join(name);
    std::fs::read_to_string(&path).unwrap_or_default()
}

/// Compares what was printed with a file of `tests/review`.
#[track_caller]
fn assert_comment(run: &Run, name: &str) {
    if std::env::var_os("HANSEI_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(repository().join("tests/review").join(name), &run.stdout).unwrap();
    }
    assert_eq!(run.stdout, text(name), "{name}");
}

#[test]
fn a_recurrence_has_to_be_answered() {
    let repository = example();
    repository.write(REPORT, text("recurrence.md"));

    let unanswered = repository.review(&["--base", "main"]);
    assert_eq!(unanswered.exit, 1, "{unanswered:#?}");
    assert_comment(&unanswered, "unanswered.md");
    let comment = &unanswered.stdout;
    for said in ["INC-2025-0009", "INC-2025-0009/A2", "EXPIRY/EXP-01-002"] {
        assert!(comment.contains(said), "{said}: {comment}");
    }
    let japanese = repository.review(&["--base", "main", "--lang", "ja"]);
    assert_eq!(japanese.exit, 1, "{japanese:#?}");
    assert_comment(&japanese, "unanswered.ja.md");
    let for_programs = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(for_programs.exit, 1, "{for_programs:#?}");
    assert_comment(&for_programs, "unanswered.json");

    // The lines of the comment are pasted as they are.
    for (kind, exit) in [("recurrence-of", 0), ("not-related", 1)] {
        let lines = lines_with(comment, kind);
        assert!(lines.starts_with("relations:\n"), "{lines}");
        let pasted = text("recurrence.md").replacen("---\n\n", &format!("{lines}---\n\n"), 1);
        repository.write(REPORT, &pasted);
        let run = repository.review(&["--base", "main"]);
        assert_eq!(run.exit, exit, "{kind}: {run:#?}");
        // That two have nothing in common takes a reason.
        let noted = pasted.replace("note: # ", "note: ");
        repository.write(REPORT, noted);
        let run = repository.review(&["--base", "main"]);
        assert_eq!(run.exit, 0, "{kind}: {run:#?}");
        if kind == "recurrence-of" {
            assert_comment(&run, "answered.md");
            let japanese = repository.review(&["--base", "main", "--lang", "ja"]);
            assert_comment(&japanese, "answered.ja.md");
        }
    }

    // Committed or not, the comment is the same.
    repository.write(REPORT, text("recurrence.md"));
    repository.commit("A recurrence");
    let committed = repository.review(&["--base", "main", "--head", "change"]);
    assert_eq!(committed.stdout, unanswered.stdout);

    // The site may only want to be told, once that has been merged.
    let config = repository.text("hansei.yaml") + "review: {strong_candidates: show}\n";
    repository.write("hansei.yaml", config);
    let asked = repository.review(&["--base", "main"]);
    assert_eq!(asked.exit, 1, "{asked:#?}");
    assert!(asked.stdout.contains("Less strict"), "{asked:#?}");
    repository.git(&["checkout", "-q", "main"]);
    repository.commit("Only told");
    repository.git(&["checkout", "-q", "change"]);
    repository.git(&["merge", "-q", "--no-edit", "main"]);
    let shown = repository.review(&["--base", "main"]);
    assert_eq!(shown.exit, 0, "{shown:#?}");
    assert!(shown.stdout.contains("INC-2025-0009/A2"), "{shown:#?}");
}

#[test]
fn the_readme_shows_this_comment() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let start = readme.find("## Reviewing pull requests").unwrap();
    let section = &readme[start..];
    let lines = section.lines().skip_while(|line| !line.starts_with('>'));
    let quoted = lines.map_while(|line| line.strip_prefix('>'));
    let quoted: Vec<&str> = quoted.map(str::trim_start).collect();
    assert!(quoted.len() > 10, "{quoted:?}");
    let comment = text("unanswered.md");
    let shown: Vec<&str> = comment.lines().map(str::trim_start).collect();
    // The marker is not seen.
    assert_eq!(shown[1..=quoted.len()], quoted);
}

/// The lines of the first block of YAML that has this word in it.
fn lines_with(comment: &str, word: &str) -> String {
    let mut blocks = comment.split("```yaml\n").skip(1);
    let blocks = blocks
        .by_ref()
        .filter_map(|block| block.split("```").next());
    let mut found = blocks.filter(|block| block.contains(word));
    found.next().unwrap().to_owned()
}

#[test]
fn a_question_may_be_answered_from_either_side_or_by_a_shared_known_error() {
    let report = |fields: &str| {
        format!(
            "---\nstarted_at: 2026-05-01T09:00:00Z\nservices: [mail]\ncauses: [expiry]\n{fields}---\n# Mail stopped again\n"
        )
    };
    let earlier = "---\nid: INC-1\nstarted_at: 2026-01-01T09:00:00Z\nservices: [mail]\ncauses: [expiry]\nknown_errors: [KE-1]\n---\n# Mail stopped\n";
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        ("content/incidents/a.md", earlier),
        (
            "content/known-errors/k.md",
            "---\nid: KE-1\n---\n# Certificate\n",
        ),
    ]);
    let answer = |fields: &str| {
        repository.write("content/incidents/b.md", report(fields));
        let review = review(&repository);
        let seen = review["items"][0]["seen_before"].as_array().unwrap();
        let seen = seen.iter().find(|seen| seen["id"] == "INC-1");
        let answer = &seen.unwrap_or_else(|| panic!("{review:#}"))["answer"];
        answer.as_str().unwrap().to_owned()
    };
    assert_eq!(answer(""), "owed");
    assert_eq!(answer("known_errors: [KE-1]\n"), "same-known-error");
    let related = "relations: [{type: not-related, id: INC-1}]\n";
    assert_eq!(answer(related), "owed", "without a reason");
    let related = "relations: [{type: not-related, id: INC-1, note: other host}]\n";
    assert_eq!(answer(related), "given");
    let shared = "actions: [{ref: INC-1/A1}]\n";
    assert_eq!(answer(shared), "given");
    let other_side = earlier.replace(
        "known_errors",
        "relations: [{type: recurred-as, id: b}]\nknown_errors",
    );
    repository.write("content/incidents/a.md", other_side);
    assert_eq!(answer(""), "given");
}

#[test]
fn what_follows_from_an_answer_is_not_asked_and_neither_is_what_stood_before() {
    let report = |id: &str, day: &str, fields: &str| {
        format!(
            "---\nid: {id}\nstarted_at: {day}T09:00:00Z\nservices: [mail]\ncauses: [expiry]\n{fields}---\n# Mail stopped\n"
        )
    };
    let first = report("INC-1", "2025-01-01", "");
    let second = report(
        "INC-2",
        "2025-06-01",
        "relations: [{type: recurrence-of, id: INC-1}]\n",
    );
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        ("content/incidents/1.md", first.as_str()),
        ("content/incidents/2.md", &second),
        ("content/incidents/old.md", &report("OLD", "2025-03-01", "")),
    ]);
    let third = |fields: &str| report("INC-3", "2026-01-01", fields);
    repository.write("content/incidents/3.md", third(""));
    let answers = |review: &serde_json::Value| -> Vec<String> {
        let items = review["items"].as_array().unwrap().iter();
        let mut answers: Vec<String> = items
            .flat_map(|item| {
                let seen = item["seen_before"].as_array().unwrap().iter();
                seen.map(|seen| {
                    let [id, answer] = ["id", "answer"].map(|key| seen[key].as_str().unwrap());
                    format!("{} {id} {answer}", item["id"].as_str().unwrap())
                })
            })
            .collect();
        answers.sort();
        answers
    };
    assert_eq!(
        answers(&review(&repository)),
        ["INC-3 INC-1 owed", "INC-3 INC-2 owed", "INC-3 OLD owed"]
    );
    let answered = third("relations: [{type: recurrence-of, id: INC-2}]\n");
    repository.write("content/incidents/3.md", answered);
    assert_eq!(
        answers(&review(&repository)),
        ["INC-3 INC-1 follows", "INC-3 INC-2 given", "INC-3 OLD owed"]
    );
    // A word mended in an old report does not bring its old questions up.
    repository.remove("content/incidents/3.md");
    let old = report("OLD", "2025-03-01", "").replace("Mail", "The mail");
    repository.write("content/incidents/old.md", old);
    let mended = review(&repository);
    assert_eq!(answers(&mended), ["OLD INC-1 stood-before"]);
    assert_eq!(mended["fails"], false);
}

#[test]
fn broad_causes_are_no_question() {
    let report = |id: &str, cause: &str| {
        format!(
            "---\nid: {id}\nstarted_at: 2026-01-01T09:00:00Z\nservices: [mail]\ncauses: [{cause}]\n---\n# Mail stopped\n"
        )
    };
    let config = "as_of: 2026-06-01\ncauses: [{id: change}, {id: release, parent: change}]\n";
    let strengths = |cause: &str| -> Vec<String> {
        let repository = Repository::with([
            ("hansei.yaml", config.to_owned()),
            ("content/incidents/a.md", report("INC-1", cause)),
        ]);
        repository.write("content/incidents/b.md", report("INC-2", cause));
        let found = review(&repository);
        let seen = found["items"][0]["seen_before"].as_array().unwrap().iter();
        seen.map(|seen| seen["answer"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(strengths("change"), ["not-asked"]);
    assert_eq!(strengths("release"), ["owed"]);
}

#[test]
fn links_that_a_change_takes_away_are_told_where_they_are() {
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        (
            "content/vendors/acme.md",
            "---\nid: acme\n---\n# Acme Ltd.\n",
        ),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nvendors: [acme]\n---\n# A\n",
        ),
        (
            "content/incidents/b.md",
            "---\nid: INC-2\nvendors: [acme]\n---\n# B\n",
        ),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\n---\n# C\n\n[Acme](../vendors/acme.md)\n",
        ),
        (
            "content/incidents/d.md",
            "---\nid: INC-4\nvendors: [acme]\n---\n# D\n",
        ),
        ("content/checklists/l.md", "# L\n\n- [ ] See INC-3\n"),
    ]);
    repository.remove("content/vendors/acme.md");
    repository.write("content/incidents/c.md", "---\nid: INC-9\n---\n# C\n");
    repository.write("content/incidents/d.md", "---\nid: INC-4\n---\n# D\n");
    let found = review(&repository);
    let lost = found["lost_links"].as_array().unwrap().iter();
    let lost: Vec<String> = lost
        .map(|link| {
            format!(
                "{} {}",
                link["id"].as_str().unwrap(),
                link["to"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(lost, ["l INC-3", "INC-1 acme", "INC-2 acme"], "{found:#}");
    let run = repository.review(&["--base", "main", "--lang", "ja"]);
    assert!(run.stdout.contains("失われるリンク3件"), "{run:#?}");
    let run = repository.review(&["--base", "main", "--fail-on", "warning"]);
    assert_eq!(run.exit, 1, "{run:#?}");
    assert!(run.stdout.contains("3 lost links"), "{run:#?}");
}

#[test]
fn what_stood_before_is_not_asked_however_many_came_later() {
    let report = |number: u32, vendors: &str| {
        format!(
            "---\nid: INC-{number:02}\nstarted_at: 2025-01-{number:02}T09:00:00Z\nservices: [mail]\n\
             causes: [expiry]\n{vendors}---\n# Mail stopped\n"
        )
    };
    // Those that came later have more in common with the third one than those before it.
    let files = (1..=16).map(|number| {
        let vendors = if number < 3 { "" } else { "vendors: [acme]\n" };
        let path = format!("content/incidents/{number:02}.md");
        (path, report(number, vendors))
    });
    let config = ("hansei.yaml".to_owned(), "as_of: 2026-06-01\n".to_owned());
    let repository = Repository::with(files.chain([config]));
    let touched = repository
        .text("content/incidents/03.md")
        .replace("stopped", "stood still");
    repository.write("content/incidents/03.md", touched);
    let found = review(&repository);
    let seen = found["items"][0]["seen_before"].as_array().unwrap();
    let answers: Vec<_> = seen.iter().map(|seen| &seen["answer"]).collect();
    assert_eq!(answers, ["stood-before", "stood-before"], "{found:#}");
    assert_eq!(found["fails"], false);
}

#[test]
fn what_is_counted_at_the_top_stands_in_a_list_below() {
    let report = |fields: &str| {
        format!("---\nid: INC-1\nstatus: final\n{fields}---\n# Mail stopped\n\n[gone](x.md)\n")
    };
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n".to_owned()),
        ("content/incidents/a.md", "# Mail stopped\n".to_owned()),
    ]);
    repository.write(
        "content/incidents/a.md",
        report("actions: [{title: Renew, owner: ito, due: 2026-01-01}]\n"),
    );
    let found = review(&repository);
    let comment = repository.review(&["--base", "main"]).stdout;
    let missing = found["items"][0]["missing"].as_array().unwrap().len();
    assert!(missing > 1, "{found:#}");
    let state = format!("1 error · {missing} things missing · 1 thing owed · 1 page changed");
    assert!(comment.contains(&state), "{comment}");
    let new = comment.split("#### New findings\n\n").nth(1).unwrap();
    assert!(new.starts_with("- **error** `broken-link`"), "{comment}");
    assert_eq!(new.split("\n\n").next().unwrap().lines().count(), 1);
    let japanese = repository
        .review(&["--base", "main", "--lang", "ja"])
        .stdout;
    let state = format!("不足{missing}件 · 残っている対応1件");
    assert!(japanese.contains(&state), "{japanese}");
}

#[test]
fn of_very_many_incidents_the_latest_are_compared_and_all_are_told() {
    let earlier = "---\nid: OLD\nstarted_at: 2025-01-01\nservices: [mail]\ncauses: [expiry]\n---\n# Mail stopped\n";
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        ("content/incidents/old.md", earlier),
    ]);
    for number in 0..203 {
        repository.write(
            &format!("content/incidents/{number}.md"),
            format!("---\nid: N-{number}\nstatus: final\nservices: [mail]\ncauses: [expiry]\n---\n# Mail stopped\n"),
        );
    }
    let found = review(&repository);
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 203);
    assert_eq!(found["not_compared"], 3);
    let compared = items.iter().filter(|item| item["compared"] == true);
    assert_eq!(compared.count(), 200);
    for item in items {
        assert!(!item["missing"].as_array().unwrap().is_empty(), "{item:#}");
    }
    let comment = repository.review(&["--base", "main"]).stdout;
    let told = "3 of the incidents were not compared with earlier ones";
    assert!(comment.contains(told), "{comment}");
}

#[test]
fn few_are_asked_about_where_many_look_alike() {
    let report = |number: u32, year: u32| {
        format!(
            "---\nid: INC-{number}\nstarted_at: {year}-01-{number:02}T09:00:00Z\nservices: [mail]\ncauses: [expiry]\n---\n# Mail stopped\n"
        )
    };
    let earlier = (1..=8).map(|number| {
        (
            format!("content/incidents/{number}.md"),
            report(number, 2025),
        )
    });
    let config = ("hansei.yaml".to_owned(), "as_of: 2026-06-01\n".to_owned());
    let repository = Repository::with(earlier.chain([config]));
    repository.write("content/incidents/9.md", report(9, 2026));
    let found = review(&repository);
    let seen = found["items"][0]["seen_before"].as_array().unwrap();
    let answers: Vec<&str> = seen
        .iter()
        .map(|seen| seen["answer"].as_str().unwrap())
        .collect();
    let (asked, others) = answers.split_at(5);
    assert_eq!(asked, ["owed"; 5]);
    assert!(others.iter().all(|answer| *answer == "not-asked"));
    assert!(seen.iter().all(|seen| seen["strength"] == "strong"));
}

#[test]
fn known_errors_name_the_incidents_that_they_would_have_recognised() {
    let log = "```text\nERROR pool: gave up waiting for a free connection slot\n```\n";
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n".to_owned()),
        (
            "content/incidents/a.md",
            format!("---\nid: INC-1\nknown_errors: [KE-1]\n---\n# A\n\n{log}"),
        ),
        (
            "content/incidents/b.md",
            format!("---\nid: INC-2\n---\n# B\n\n{log}"),
        ),
        (
            "content/incidents/c.md",
            "---\nid: INC-3\n---\n# C\n".to_owned(),
        ),
    ]);
    repository.write(
        "content/known-errors/k.md",
        "---\nid: KE-1\nsignatures: [{text: gave up waiting for a free connection slot}]\n---\n# Pool\n",
    );
    let found = review(&repository);
    let errors = &found["known_errors"];
    assert_eq!(errors[0]["id"], "KE-1", "{found:#}");
    assert_eq!(errors[0]["unnamed"], serde_json::json!(["INC-2"]));
    let comment = repository.review(&["--base", "main"]).stdout;
    assert!(comment.contains("`known_errors: [KE-1]`"), "{comment}");
}

#[test]
fn only_what_a_change_brings_is_told_wherever_it_stands() {
    let repository = Repository::with([
        (
            "content/incidents/a.md",
            "# A\n\n[gone](gone.md) and [b](b.md)\n",
        ),
        ("content/incidents/b.md", "# B\n\n[lost](lost.md)\n"),
        ("content/incidents/old.md", "# Old\n\n[old](lost.md)\n"),
        ("content/pages/p.md", "# P\n\n[nothing](nothing.md)\n"),
    ]);
    // `a` is not touched, and what it links to is taken away; `old` moves with its old fault.
    repository.remove("content/incidents/b.md");
    repository.git(&["mv", "content/incidents/old.md", "content/incidents/new.md"]);
    repository.write("content/pages/p.md", "# P\n\nNothing.\n");
    let run = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(run.exit, 1, "{run:#?}");
    let found = json(&run);
    assert_eq!(findings(&found), ["broken-link content/incidents/a.md"]);
    // That of `b`, which is gone, and that of `p`.
    assert_eq!(found["mended"], 2, "{found:#}");
    let run = repository.review(&["--base", "main", "--fail-on", "note"]);
    assert_eq!(run.exit, 1, "{run:#?}");
}

#[test]
fn nothing_changed_is_a_short_comment() {
    let repository = Repository::with([("kb/content/a.md", "# A\n"), ("src/main.rs", "")]);
    repository.write("src/main.rs", "fn main() {}\n");
    repository.write("kb/notes.txt", "not of the content\n");
    let run = repository.review(&["--base", "main", "--root", "kb"]);
    assert_eq!(run.exit, 0, "{run:#?}");
    let comment = "<!-- hansei-review -->\n### Nothing changed in the knowledge base\n";
    assert_eq!(run.stdout, comment);
    let run = repository.review(&["--base", "main", "--root", "kb", "--format", "json"]);
    assert_eq!(json(&run)["changed"], false);
}

#[test]
fn hostile_text_does_nothing_and_long_comments_are_cut() {
    let hostile =
        "--> <script>x</script> @team #12 [a](https://evil.example) ![b](c) **`</details>";
    let repository = Repository::with([("content/a.md", "# A\n")]);
    for number in 0..400 {
        let quoted = hostile.replace('\'', "''");
        repository.write(
            &format!("content/incidents/{number}.md"),
            format!(
                "---\nid: '{quoted} {number}'\ntitle: '{quoted} {}'\nseverity: '{quoted}'\nactions: [{{title: '{quoted}', state: '{quoted}'}}]\n---\n",
                "long ".repeat(40)
            ),
        );
    }
    let run = repository.review(&["--base", "main"]);
    let comment = &run.stdout;
    let length = comment.chars().count();
    assert!((30_000..60_000).contains(&length), "{length}");
    assert!(comment.contains("Cut here"), "{comment}");
    assert_eq!(comment.matches("<!--").count(), 1);
    let (shown, done) = read(comment);
    assert_eq!(done, [""; 0], "{comment}");
    for evil in ["@team", "#12", "://"] {
        assert!(!shown.contains(evil), "{evil}: {shown}");
    }
    let opened = comment.matches("<details>").count();
    assert_eq!(comment.matches("</details>\n").count(), opened);
}

/// What a reader sees of a comment outside of code, and what it does beside showing text: links,
/// pictures, and HTML that is not ours.
fn read(comment: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (mut shown, mut done) = (String::new(), Vec::new());
    for event in Parser::new_ext(
        comment,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Text(text) => shown.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => {
                let is_ours = ["<!-- hansei-review -->", "<details><summary>", "</details>"];
                if !is_ours.iter().any(|ours| html.starts_with(ours)) {
                    done.push(html.to_string());
                }
            }
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Table(_))) => {
                done.push(format!("{tag:?}"));
            }
            _ => {}
        }
    }
    (shown, done)
}
