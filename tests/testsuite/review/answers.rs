//! What is said of an earlier incident that a report resembles, and of an answer that lacks its reason.

use crate::support::repository::Repository;

use super::{json, review};

/// Two reports that look alike, the earlier one on `main`, the later one in the work tree.
fn two_alike() -> (Repository, impl Fn(&str) -> String) {
    let report = |fields: &str| {
        format!(
            "---\nstarted_at: 2026-05-01T09:00:00Z\nservices: [mail]\ncauses: [expiry]\n{fields}---\n# Mail stopped again\n"
        )
    };
    let repository = Repository::with([
        ("hansei.yaml", "as_of: 2026-06-01\n"),
        (
            "content/incidents/a.md",
            "---\nid: INC-1\nstarted_at: 2026-01-01T09:00:00Z\nservices: [mail]\ncauses: [expiry]\nactions: [{id: A1, title: Renew by machine}]\n---\n# Mail stopped\n",
        ),
        (
            "content/incidents/a.ja.md",
            "---\nactions: [{id: A1, title: 証明書を自動で更新する}]\n---\n# メール停止\n",
        ),
    ]);
    (repository, report)
}

#[test]
fn an_answer_without_a_reason_is_told_so_and_not_asked_for_anew() {
    let (repository, report) = two_alike();
    let comment = |language: &str, exit: i32| {
        let run = repository.review(&["--base", "main", "--lang", language]);
        assert_eq!(run.exit, exit, "{run:#?}");
        let stdout = run.stdout;
        let start = stdout.find("**Seen before").or(stdout.find("**過去の例"));
        let start = start.unwrap_or_else(|| panic!("{stdout}"));
        let end = stdout[start..]
            .find("\n\n#")
            .map_or(stdout.len(), |end| start + end);
        stdout[start..end].to_owned()
    };
    for note in ["", ", note: ' '", ", note: #\n "] {
        let relation = format!("relations: [{{type: not-related, id: INC-1{note}}}]\n");
        repository.write("content/incidents/b.md", report(&relation));
        let english = comment("en", 1);
        let lacking = "- Answered `not-related`, but its `note:` is empty: write there, in `content/incidents/b.md`, why it is something else.\n";
        assert!(english.contains(lacking), "{english}");
        assert!(!english.contains("```yaml"), "{english}");
        let japanese = comment("ja", 1);
        let lacking = "- `not-related` と回答されていますが、`note:` が空です。`content/incidents/b.md` のこの `note:` に、別の事象といえる理由を書いてください。\n";
        assert!(japanese.contains(lacking), "{japanese}");
        assert!(!japanese.contains("```yaml"), "{japanese}");
        let seen = &review(&repository)["items"][0]["seen_before"][0];
        assert_eq!(
            [&seen["answer"], &seen["relation"]],
            ["owed", "not-related"]
        );
    }
    let relation = "relations: [{type: not-related, id: INC-1, note: other host}]\n";
    repository.write("content/incidents/b.md", report(relation));
    assert!(!comment("en", 0).contains("`note:`"));
    // Whoever wrote it has to say why.
    repository.write("content/incidents/b.md", report(""));
    let asked = comment("en", 1);
    assert!(asked.contains("```yaml"), "{asked}");
    let other_side = repository.text("content/incidents/a.md").replace(
        "services",
        "relations: [{type: not-related, id: b}]\nservices",
    );
    repository.write("content/incidents/a.md", other_side);
    let asked = comment("en", 1);
    assert!(
        asked.contains("write there, in `content/incidents/a.md`, why"),
        "{asked}"
    );
}

#[test]
fn titles_of_actions_are_in_the_language_of_the_comment() {
    let (repository, report) = two_alike();
    repository.write("content/incidents/b.md", report(""));
    for (language, title) in [("en", "Renew by machine"), ("ja", "証明書を自動で更新する")]
    {
        let run = repository.review(&["--base", "main", "--lang", language]);
        let line = run.stdout.lines().find(|line| line.contains("INC-1/A1"));
        let line = line.unwrap_or_else(|| panic!("{run:#?}"));
        assert!(line.contains(title), "{line}");
        let arguments = ["--base", "main", "--lang", language, "--format", "json"];
        let found = json(&repository.review(&arguments));
        let action = &found["items"][0]["seen_before"][0]["open_actions"][0];
        assert_eq!(action["title"], title, "{found:#}");
    }
}
