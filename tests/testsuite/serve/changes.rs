//! What is saved is served, and pages hear of it.

use std::fs;

use serde_json::Value;

use super::{address, knowledge_base, save, without_script};
use crate::support::server::{Answer, Server};

/// What the findings of a notice say under this key.
fn texts<'a>(notice: &'a Value, key: &str) -> Vec<&'a str> {
    let findings = notice["findings"].as_array().unwrap().iter();
    findings
        .filter_map(|finding| finding[key].as_str())
        .collect()
}

#[test]
fn what_is_saved_is_served() {
    let folder = knowledge_base("ja");
    let server = Server::start(folder.path(), &[]);
    let queue = folder.text("content/incidents/queue.md");
    save(
        &folder,
        "content/incidents/queue.md",
        queue.replace("First", "Second"),
    );
    server.wait_for("/incidents/inc-1.html", "Second words");

    // In a folder that was not there.
    folder.write("content/incidents/2026/四月/停止.md", "# 四月の停止\n");
    let page = address("incidents/停止.html");
    assert_eq!(server.wait_for(&page, "四月の停止").status, 200);
    server.wait_for("/", "四月の停止");
    folder.write("content/incidents/2026/四月/停止.md", "# 四月の復旧\n");
    server.wait_for(&page, "四月の復旧");

    // Taken away, with its folder, and put back.
    fs::remove_dir_all(folder.path().join("content/incidents/2026")).unwrap();
    server.wait_until(&page, |answer| answer.status == 404);
    folder.write("content/incidents/2026/四月/停止.md", "# 五月の停止\n");
    server.wait_for(&page, "五月の停止");
    folder.write("content/incidents/2026/四月/停止.md", "# 六月の停止\n");
    server.wait_for(&page, "六月の停止");

    // Pictures, the configuration, the theme and templates are parts of the site too.
    save(&folder, "content/incidents/queue.png", "other picture");
    server.wait_for("/files/incidents/queue.png", "other picture");
    save(&folder, "hansei.yaml", "title: 新しい名前\nlanguage: ja\n");
    server.wait_for("/", "新しい名前");
    folder.write("theme/site.css", ":root { --accent: red }");
    server.wait_for("/theme/site.css", "--accent: red");
    let home = "{% extends \"hansei/home.html\" %}{% block main %}OURS{% endblock main %}";
    folder.write("templates/home.html", home);
    server.wait_for("/", "OURS");
    fs::remove_dir_all(folder.path().join("templates")).unwrap();
    server.wait_until("/", |answer| !answer.text().contains("OURS"));

    // The content may move.
    fs::rename(folder.path().join("content"), folder.path().join("kb")).unwrap();
    save(
        &folder,
        "hansei.yaml",
        "title: KB\nlanguage: ja\ncontent: kb\n",
    );
    save(&folder, "kb/incidents/queue.ja.md", "# 引っ越し\n");
    server.wait_for("/incidents/inc-1.ja.html", "引っ越し");
}

#[test]
fn a_page_is_told_when_it_looks_different_and_only_then() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &[]);
    let mut page = server.events("/incidents/inc-1.html");
    let mut other = server.events(&address("pages/障害対応.html"));
    let (_, stamp) = without_script(&server.get("/incidents/inc-1.html").text());
    let (first, first_other) = (page.next(), other.next());
    assert_eq!(first["stamp"], stamp.as_str());
    assert_eq!(first["notice"], Value::Null);

    let queue = folder.text("content/incidents/queue.md");
    save(
        &folder,
        "content/incidents/queue.md",
        queue.replace("First", "Second"),
    );
    let second = page.next();
    assert_ne!(second["stamp"], first["stamp"]);
    assert_eq!(other.next()["stamp"], first_other["stamp"]);

    save(&folder, "content/incidents/queue.md", &queue);
    page.wait_until(|told| told["stamp"] == first["stamp"]);
    folder.write("theme/site.css", "p { color: red }");
    let themed = page.wait_until(|told| told["stamp"] != first["stamp"]);
    assert_eq!(themed["notice"], Value::Null);
}

#[test]
fn a_broken_file_keeps_its_last_good_page_and_says_what_is_wrong() {
    for (language, page, kept, label) in [
        (
            "en",
            "/incidents/inc-1.html",
            "is shown as it last was",
            "error",
        ),
        ("ja", "/incidents/inc-1.html", "最後に読めた内容", "エラー"),
    ] {
        let folder = knowledge_base(language);
        let server = Server::start(folder.path(), &[]);
        let path = "content/incidents/queue.md";
        let good = folder.text(path);
        let mut events = server.events(page);
        let first = events.next();
        save(
            &folder,
            path,
            good.replace("severity: SEV2", "severity: \"SEV2")
                .replace("First", "Broken"),
        );
        let told = events.wait_until(|told| told["notice"] != Value::Null);
        assert_eq!(told["stamp"], first["stamp"]);
        let notice = &told["notice"];
        assert_eq!(notice["language"], language);
        assert!(
            notice["notes"][0].as_str().unwrap().contains(kept),
            "{notice}"
        );
        assert!(texts(notice, "label").contains(&label), "{notice}");
        assert_eq!(
            texts(notice, "place")[0],
            "content/incidents/queue.md:3:11",
            "{notice}"
        );
        assert!(server.get(page).text().contains("First words"));
        server.wait_for_message("content/incidents/queue.md");

        // Not even text any more; and other pages go on.
        save(&folder, path, b"\xff\xfe");
        folder.write("content/pages/new.md", "# New page\n\nSEV1\n");
        assert!(server.wait_for("/pages/new.html", "New page").status == 200);
        assert!(server.get(page).text().contains("First words"));

        save(&folder, path, good.replace("SEV2", "SEV9"));
        let told =
            events.wait_until(|told| told["notice"]["findings"].to_string().contains("SEV9"));
        assert_eq!(
            told["notice"]["notes"].as_array().map(Vec::len),
            Some(0),
            "{told}"
        );
        assert_ne!(told["stamp"], first["stamp"]);
        save(&folder, path, &good);
        let told = events.wait_until(|told| !told["notice"].to_string().contains("queue.md"));
        assert_eq!(told["stamp"], first["stamp"]);
    }
}

#[test]
fn what_was_saved_while_no_site_could_be_made_is_not_lost() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &[]);
    let page = "/incidents/inc-1.html";
    let mut events = server.events(page);
    folder.write("templates/list.html", "{% extends \"nowhere.html\" %}");
    events.wait_until(|told| told["notice"] != Value::Null);
    let path = "content/incidents/queue.md";
    let text = folder.text(path);
    save(&folder, path, text.replace("First", "Second"));
    server.wait_for_messages("the site stays as it was", 2);
    // The template is mended, and nothing else is saved.
    fs::remove_file(folder.path().join("templates/list.html")).unwrap();
    events.wait_until(|told| told["notice"] == Value::Null);
    server.wait_for(page, "Second words");
}

#[test]
fn a_file_stays_broken_when_another_is_saved() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &[]);
    let path = "content/incidents/queue.md";
    let broken = folder
        .text(path)
        .replace("severity: SEV2", "severity: \"SEV2");
    save(&folder, path, broken);
    let kept = "shown as last read: content/incidents/queue.md";
    server.wait_for_message(kept);
    folder.write("content/pages/new.md", "# New page\n");
    server.wait_for("/pages/new.html", "New page");
    server.wait_for_messages(kept, 2);
    let told = server.events("/incidents/inc-1.html").next();
    assert_ne!(told["notice"], Value::Null);
}

#[test]
fn a_file_that_was_broken_from_the_start_is_shown_as_it_is() {
    let folder = knowledge_base("en");
    let broken = "---\ntitle: \"x\n---\n# Old\n\nOld words\n";
    folder.write("content/incidents/broken.md", broken);
    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.events("/").next()["notice"], Value::Null);
    server.wait_for("/incidents/broken.html", "Old words");
    save(
        &folder,
        "content/incidents/broken.md",
        broken.replace("Old", "New"),
    );
    server.wait_for("/incidents/broken.html", "New words");
}

#[test]
fn a_broken_template_or_configuration_keeps_the_whole_site() {
    for (language, title, kept) in [
        ("en", "The site cannot be made", "stays as it was"),
        ("ja", "サイトを作成できません", "サイトは前のままです"),
    ] {
        let folder = knowledge_base(language);
        let server = Server::start(folder.path(), &[]);
        let page = "/incidents/index.html";
        let before = server.get(page);
        let mut events = server.events(page);
        let first = events.next();
        let same = |answer: &Answer| answer.text() == before.text();

        folder.write("templates/list.html", "{% extends \"nowhere.html\" %}");
        let told = events.wait_until(|told| told["notice"] != Value::Null);
        assert_eq!(told["notice"]["title"], title, "{told}");
        assert!(
            told["notice"]["findings"]
                .to_string()
                .contains("nowhere.html"),
            "{told}"
        );
        assert_eq!(told["stamp"], first["stamp"]);
        assert!(same(&server.get(page)));
        server.wait_for_message(kept);
        fs::remove_file(folder.path().join("templates/list.html")).unwrap();
        events.wait_until(|told| told["notice"] == Value::Null);

        let config = folder.text("hansei.yaml");
        save(
            &folder,
            "hansei.yaml",
            format!("{config}time_zone: Mars/Base\n"),
        );
        let told = events.wait_until(|told| told["notice"] != Value::Null);
        assert_eq!(told["notice"]["title"], title, "{told}");
        assert_eq!(
            texts(&told["notice"], "place"),
            ["hansei.yaml:4:12"],
            "{told}"
        );
        assert!(same(&server.get(page)));
        save(&folder, "hansei.yaml", config);
        let told = events.wait_until(|told| told["notice"] == Value::Null);
        assert_eq!(told["stamp"], first["stamp"]);
    }
}

#[test]
fn a_folder_that_the_configuration_names_first_and_that_comes_later_is_seen() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events("/");
    save(&folder, "hansei.yaml", "title: KB\ncontent: docs\n");
    let told = events.wait_until(|told| told["notice"] != Value::Null);
    assert_eq!(
        texts(&told["notice"], "place"),
        ["hansei.yaml:2:10"],
        "{told}"
    );
    folder.write("docs/n.md", "# In the new folder\n");
    server.wait_for("/pages/n.html", "In the new folder");
    folder.write("docs/n.md", "# Still in the new folder\n");
    server.wait_for("/pages/n.html", "Still in the new folder");
    // Unreadable for a while: what was readable last says where to look.
    save(&folder, "hansei.yaml", "title: \"KB\ncontent: docs\n");
    server.wait_for_message("hansei.yaml has errors");
    folder.write("docs/m.md", "# Meanwhile\n");
    save(&folder, "hansei.yaml", "title: KB\ncontent: docs\n");
    server.wait_for("/pages/m.html", "Meanwhile");
}

#[test]
fn errors_that_were_there_are_on_their_own_page_and_in_the_terminal() {
    for (language, own, both) in [
        (
            "en",
            "1 error in the document of this page",
            "2 findings in what you changed and in the document of this page",
        ),
        (
            "ja",
            "このページの文書の誤り: 1件",
            "変更したファイルとこのページの文書の指摘: 2件",
        ),
    ] {
        let folder = knowledge_base(language);
        folder.write("content/pages/old.md", "---\nweather: rain\n---\n# Old\n");
        folder.write("content/pages/other.md", "# Other\n");
        let server = Server::start(folder.path(), &[]);
        server.wait_for_message("content/pages/old.md:2:1");
        server.wait_for_message("| weather: rain");
        let mut events = server.events("/pages/old.html");
        assert_eq!(events.next()["notice"]["title"], own);
        assert_eq!(server.events("/").next()["notice"], Value::Null);

        save(
            &folder,
            "content/pages/other.md",
            "---\nwether: rain\n---\n# Other\n",
        );
        let told = events.wait_until(|told| told["notice"]["title"] != own);
        assert_eq!(told["notice"]["title"], both);
        let places = ["content/pages/other.md:2:1", "content/pages/old.md:2:1"];
        assert_eq!(texts(&told["notice"], "place"), places);
        let messages = server.wait_for_message("content/pages/other.md:2:1");
        let old = messages.iter().filter(|line| line.contains("old.md"));
        assert_eq!(old.count(), 1, "{messages:#?}");
        save(&folder, "content/pages/old.md", "# Old\n");
        events.wait_until(|told| texts(&told["notice"], "place") == [places[0]]);
    }
}

#[test]
fn a_notice_is_in_the_words_of_the_site() {
    let folder = knowledge_base("en");
    let config = folder.text("hansei.yaml");
    let own = "texts: {serve.close: Away, serve.findings.one: One is wrong, serve.wrong-method: Only GET}\n";
    folder.write("hansei.yaml", format!("{config}{own}"));
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events("/");
    folder.write("content/pages/x.md", "---\nweather: rain\n---\n# X\n");
    let told = events.wait_until(|told| told["notice"] != Value::Null);
    assert_eq!(told["notice"]["close"], "Away");
    assert_eq!(told["notice"]["title"], "One is wrong");
    let host = format!("127.0.0.1:{}", server.port());
    assert_eq!(server.ask("POST", "/", &host).text(), "Only GET\n");
}
