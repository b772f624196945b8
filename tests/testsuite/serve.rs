//! `hansei serve`: the site while it is being written, over plain HTTP.

use std::fs;
use std::net::TcpListener;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::support::assert_none;
use crate::support::folder::{Folder, read_files};
use crate::support::program::{run, succeed};
use crate::support::server::{Answer, Server};

const CONFIG: [(&str, &str); 2] = [
    ("en", "title: KB\nlanguage: en\nas_of: 2026-04-01\n"),
    ("ja", "title: 障害の記録\nlanguage: ja\nas_of: 2026-04-01\n"),
];

/// A small knowledge base in a language, with Japanese names, a picture and a version.
fn knowledge_base(language: &str) -> Folder {
    let (_, config) = CONFIG.iter().find(|(code, _)| *code == language).unwrap();
    let folder = Folder::with([
        ("hansei.yaml", *config),
        (
            "content/incidents/queue.md",
            "---\nid: INC-1\nseverity: SEV2\nservices: [mail]\n---\n# Queue stalled\n\n\
             First words. ![The queue](queue.png)\n",
        ),
        (
            "content/incidents/queue.ja.md",
            "# キューの停止\n\n最初の文。\n",
        ),
        ("content/incidents/queue.png", "picture"),
        ("content/pages/障害対応.md", "# 障害対応の流れ\n"),
    ]);
    folder.write("secret.txt", "secret");
    folder
}

/// The same bytes as an address: letters and digits stay, all else is escaped.
fn address(path: &str) -> String {
    let parts = path.split('/');
    let parts = parts.map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}

/// A page without the script that `serve` adds, and the state that the script was told.
fn without_script(page: &str) -> (String, String) {
    let (before, rest) = page
        .rsplit_once("<script src=\"/-/live.js\" data-stamp=\"")
        .unwrap();
    let (stamp, after) = rest.split_once("\" defer></script>\n").unwrap();
    (format!("{before}{after}"), stamp.to_owned())
}

/// Saves a file as editors do: beside the old one, then renamed.
fn save(folder: &Folder, path: &str, text: impl AsRef<[u8]>) {
    let (above, name) = path.rsplit_once('/').unwrap_or((".", path));
    let beside = format!("{above}/.{name}.tmp");
    folder.write(&beside, text);
    let place = folder.path().join(path);
    fs::rename(folder.path().join(beside), place).unwrap();
}

fn texts<'a>(notice: &'a Value, key: &str) -> Vec<&'a str> {
    let findings = notice["findings"].as_array().unwrap().iter();
    findings
        .filter_map(|finding| finding[key].as_str())
        .collect()
}

#[test]
fn every_file_is_served_as_it_is_built_but_for_one_script() {
    for (language, _) in CONFIG {
        let folder = knowledge_base(language);
        let server = Server::start(folder.path(), &[]);
        succeed(folder.path(), &["build", "--output", "../built"]);
        let mut built = read_files(&folder.path().join("../built"));
        built.remove(".hansei-site");
        assert!(
            built.contains_key("pages/障害対応.html"),
            "{:?}",
            built.keys()
        );
        let mut faults = Vec::new();
        for (path, content) in &built {
            let answer = server.get(&address(path));
            let body = if path.ends_with(".html") {
                without_script(&answer.text()).0.into_bytes()
            } else {
                answer.body
            };
            if answer.status != 200 || body != *content {
                faults.push(format!("{path}: {}", answer.status));
            }
        }
        assert_none("served", &faults);
    }
}

#[test]
fn answers_say_what_they_are_and_what_may_be_done_with_them() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &[]);
    succeed(folder.path(), &["build"]);
    let policy = folder.text("public/_headers");
    let kinds = [
        ("/", "text/html; charset=utf-8"),
        ("/incidents/", "text/html; charset=utf-8"),
        ("/theme/hansei.css", "text/css; charset=utf-8"),
        ("/theme/icon.svg", "image/svg+xml"),
        ("/files/incidents/queue.png", "image/png"),
        ("/feed.xml", "text/xml; charset=utf-8"),
        ("/-/live.js", "text/javascript; charset=utf-8"),
        ("/-/live.css", "text/css; charset=utf-8"),
    ];
    for (path, kind) in kinds {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["content-type"], kind, "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        let own = "cross-origin-resource-policy";
        assert_eq!(answer.headers[own], "same-origin", "{path}");
        for line in policy.lines().skip(1) {
            let (name, value) = line.trim().split_once(": ").unwrap();
            assert_eq!(answer.headers[&name.to_ascii_lowercase()], value, "{path}");
        }
        let head = server.ask("HEAD", path, &format!("localhost:{}", server.port()));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        let length = "content-length";
        assert_eq!(head.headers[length], answer.headers[length], "{path}");
    }
    let folder = server.get("/incidents");
    assert_eq!(
        (folder.status, folder.headers["location"].as_str()),
        (307, "/incidents/")
    );
}

#[test]
fn nothing_but_the_site_can_be_asked_for() {
    for (language, missing) in [("en", "Page not found"), ("ja", "ページが見つかりません")]
    {
        let folder = knowledge_base(language);
        let server = Server::start(folder.path(), &[]);
        assert!(
            server.get("/404.html").text().contains(missing),
            "{}",
            server.get("/404.html").text()
        );
        for path in [
            "/secret.txt",
            "/../secret.txt",
            "/../../../../../../etc/passwd",
            "/incidents/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/..\\secret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "//evil.example/",
            "/index.html%00",
            "/%00",
            "/%ff%fe",
            "/files/incidents/../../../secret.txt",
            "/content/incidents/queue.md",
            "/hansei.yaml",
            "/-/",
            "/-/live.js/x",
            "/unknown?x=/../secret.txt",
        ] {
            let answer = server.get(path);
            let text = answer.text();
            assert_eq!(answer.status, 404, "{path}");
            assert!(
                text.contains(missing) && !text.contains("root:"),
                "{path}: {text}"
            );
            assert!(!answer.headers.contains_key("location"), "{path}");
        }
    }
}

#[test]
fn requests_that_are_not_meant_for_this_server_are_refused() {
    for (language, wrong_host, wrong_method) in [
        ("en", "answers only to 127.0.0.1", "only shows pages"),
        ("ja", "への要求にだけ応答します", "ページの表示"),
    ] {
        let folder = knowledge_base(language);
        let server = Server::start(folder.path(), &[]);
        let port = server.port();
        for path in ["/", "/-/live.js", "/-/events/", "/unknown"] {
            for host in [
                "evil.example",
                "127.0.0.1",
                "127.0.0.1:1",
                &format!("evil.example:{port}"),
            ] {
                let answer = server.ask("GET", path, host);
                assert_eq!(answer.status, 421, "{path} at {host}");
                assert!(answer.text().contains(wrong_host), "{}", answer.text());
            }
        }
        let nameless = server.send("GET / HTTP/1.0\r\n\r\n");
        assert_eq!(nameless.status, 421);
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
            for path in ["/", "/-/live.js", "/-/events/"] {
                let answer = server.ask(method, path, &format!("localhost:{port}"));
                assert_eq!(answer.status, 405, "{method} {path}");
                assert_eq!(answer.headers["allow"], "GET, HEAD");
                assert!(answer.text().contains(wrong_method), "{}", answer.text());
            }
        }
        let local = server.ask("GET", "/", &format!("LOCALHOST:{port}"));
        assert_eq!(local.status, 200);
    }
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
    assert_eq!(page.next()["stamp"], first["stamp"]);
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
        let told = events.next();
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
            "content/incidents/queue.md:4:1",
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
fn a_first_site_that_cannot_be_made_ends_it_as_it_ends_build() {
    for (path, text) in [
        ("hansei.yaml", "language: xx\n"),
        ("hansei.yaml", "language: ja\ntime_zone: Mars/Base\n"),
        ("hansei.yaml", "content: nowhere\n"),
        ("templates/list.html", "{% extends \"nowhere.html\" %}"),
    ] {
        let folder = knowledge_base("en");
        folder.write(path, text);
        let built = run(folder.path(), &["build"]);
        let served = run(folder.path(), &["serve", "--port", "0"]);
        assert_eq!(served.exit, 2, "{served:#?}");
        assert_eq!(served.stderr, built.stderr);
        assert_eq!(served.stdout, "");
    }
}

#[test]
fn a_port_that_is_asked_for_is_taken_or_refused() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().port().to_string();
    let folder = knowledge_base("en");
    for (language, message) in [
        ("en", "belongs to another program"),
        ("ja", "別のプログラム"),
    ] {
        let refused = run(
            folder.path(),
            &["serve", "--port", &taken, "--lang", language],
        );
        assert_eq!(refused.exit, 2, "{refused:#?}");
        assert!(refused.stderr.contains(message), "{}", refused.stderr);
        assert!(refused.stderr.contains(&taken), "{}", refused.stderr);
    }
    // Whoever has the usual port, another one is found.
    let usual = TcpListener::bind(("127.0.0.1", hansei::serve::DEFAULT_PORT));
    let server = Server::run(folder.path(), &["serve"]);
    assert_ne!(server.port(), hansei::serve::DEFAULT_PORT, "{usual:?}");
    assert_eq!(server.get("/").status, 200);
}

#[cfg(unix)]
#[test]
fn signals_end_it_with_0_while_pages_are_open() {
    for signal in ["-TERM", "-INT"] {
        let folder = knowledge_base("en");
        let mut server = Server::start(folder.path(), &[]);
        let mut events = server.events("/");
        events.next();
        assert_eq!(server.end_with(signal), Some(0), "{signal}");
        assert!(events.has_ended());
    }
}

#[test]
fn the_terminal_hears_of_the_address_and_of_each_change_once() {
    for (language, greeting, anew) in [
        ("en", "Serving http://127.0.0.1:", "Made anew in"),
        ("ja", "で表示できます", "秒で作り直しました"),
    ] {
        let folder = knowledge_base("en");
        folder.write(".gitignore", "/drafts\n");
        folder.write("theme/nothing.css", "x");
        let server = Server::start(folder.path(), &["--lang", language]);
        assert!(server.greeting.contains(greeting), "{}", server.greeting);
        // What is built, hidden or ignored is no part of the site.
        succeed(folder.path(), &["build"]);
        succeed(folder.path(), &["build"]);
        folder.write(".git/index", "x");
        folder.write("drafts/a.md", "# A\n");
        folder.write("content/.queue.md.swp", "x");
        folder.write("notes.md", "# Beside the content\n");
        save(&folder, "content/pages/障害対応.md", "# Saved\n");
        server.wait_for(&address("pages/障害対応.html"), "Saved");
        let messages = server.wait_for_message(anew);
        let count = messages.iter().filter(|line| line.contains(anew)).count();
        assert_eq!(count, 1, "{messages:#?}");
        let warnings = messages.iter().filter(|line| line.contains("nothing.css"));
        assert_eq!(warnings.count(), 1, "{messages:#?}");
    }
}

#[test]
fn quiet_leaves_the_address() {
    let folder = knowledge_base("en");
    let server = Server::start(folder.path(), &["--quiet"]);
    save(&folder, "content/pages/障害対応.md", "# Saved\n");
    server.wait_for(&address("pages/障害対応.html"), "Saved");
    assert!(
        server.greeting.starts_with("Serving"),
        "{}",
        server.greeting
    );
    assert_eq!(server.messages(), Vec::<String>::new());
}

#[test]
fn links_of_the_feed_lead_to_this_server() {
    let folder = knowledge_base("en");
    let config = folder.text("hansei.yaml");
    folder.write(
        "hansei.yaml",
        format!("{config}base_url: https://kb.example.com/kb/\n"),
    );
    let server = Server::start(folder.path(), &[]);
    let here = format!("http://127.0.0.1:{}/", server.port());
    let feed = server.get("/feed.xml").text();
    assert!(feed.contains(&format!("href=\"{here}feed.xml\"")), "{feed}");
    let sitemap = server.get("/sitemap.xml").text();
    assert!(
        sitemap.contains(&format!("<loc>{here}incidents/inc-1.html</loc>")),
        "{sitemap}"
    );
    assert!(
        server
            .get("/unknown")
            .text()
            .contains("href=\"/theme/hansei.css\"")
    );
}
