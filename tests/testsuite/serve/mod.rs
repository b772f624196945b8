//! `hansei serve`: the site while it is being written, over plain HTTP.

mod answers;
mod changes;
mod program;
mod taken_over;

use std::fs;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::folder::Folder;

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
