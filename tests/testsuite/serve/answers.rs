//! What is served, to whom, and nothing else.

use super::{CONFIG, address, knowledge_base, without_script};
use crate::support::assert_none;
use crate::support::folder::read_files;
use crate::support::program::succeed;
use crate::support::server::Server;

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
        ("/services/mail.xml", "text/xml; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
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
