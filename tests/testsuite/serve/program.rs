//! How the program begins, what it says, and how it ends.

use std::net::TcpListener;

use super::{address, knowledge_base, save};
use crate::support::program::{run, succeed};
use crate::support::server::Server;

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
