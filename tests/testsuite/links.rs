//! Every link of every page leads somewhere, and no page runs, styles or asks for what is not its own.

use crate::support::folder::{Folder, read_files};
use crate::support::program::succeed;
use crate::support::site::Site;
use crate::support::{assert_none, repository, stress};

#[test]
fn every_link_of_the_example_leads_somewhere() {
    let folder = Folder::new();
    let site = folder.path().join("site");
    succeed(repository(), &["build", "--output", site.to_str().unwrap()]);
    let files = read_files(&site);
    assert!(files.len() > 100, "{} files", files.len());
    assert_none("the example", &Site::read(&files, "/").faults());
}

#[test]
fn every_link_of_a_large_site_leads_somewhere() {
    let folder = Folder::with(stress::files(stress::MANY));
    succeed(folder.path(), &["build"]);
    let files = read_files(&folder.path().join("public"));
    for path in [
        "incidents/2025.html",
        "incidents/2025-2.html",
        "incidents/0000.html",
        "services/everything.2026.html",
        "vendors/first.2025-2.html",
        "vendors/only-named.html",
        "files/incidents/graph.png",
    ] {
        assert!(files.contains_key(path), "no {path}");
    }
    assert_none("the large site", &Site::read(&files, "/deep/kb/").faults());
}

/// Headings, actions, checklist lines, footnotes, raw HTML and the page itself all want names.
#[test]
fn names_on_a_page_do_not_collide() {
    let incident = "\
---
id: X-1
actions:
  - {ref: X-2/A1}
  - {id: A1, title: One}
  - {id: a b, title: Two}
---
# Names

[[X-1/A1]] [one](#a1) [two](#summary) [three](#hansei-main)[^1] <b id=\"summary\">x</b> <b id=\"fn-1\">x</b>

## A1

## Summary

## Hansei main

## hansei-actions

## fn 1

- [ ] **A1** A line

[^1]: A note.
";
    let other = "---\nid: X-2\nactions: [{title: Other}]\n---\n[[X-1/a b]] [[X-1/A1]]\n";
    let checklist =
        "---\nid: C-1\n---\n- [ ] **T-1** One\n- [ ] **T-1** Two\n- [ ] **t-1** Three\n";
    let folder = Folder::with([
        ("content/incidents/one.md", incident),
        ("content/incidents/two.md", other),
        ("content/checklists/one.md", checklist),
    ]);
    succeed(folder.path(), &["build"]);
    let files = read_files(&folder.path().join("public"));
    assert_none("names", &Site::read(&files, "/").faults());
}

/// Raw HTML may hold what stands for an address until the filter has seen it.
#[test]
fn raw_html_cannot_borrow_an_address_of_another_sort() {
    let page = "![pic](p.svg) [ext](https://evil.example/x.png)\n\n\
                <img src=\"hansei-address:1\"> <a href=\"hansei-address:0\">open</a> <b>raw</b>\n";
    let folder = Folder::with([
        ("content/pages/a.md", page),
        (
            "content/pages/p.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
        ),
    ]);
    succeed(folder.path(), &["build"]);
    let files = read_files(&folder.path().join("public"));
    assert_none("borrowed addresses", &Site::read(&files, "/").faults());
    let page = String::from_utf8_lossy(&files["pages/a.html"]);
    assert_eq!(page.matches("p.svg").count(), 1, "{page}");
    assert_eq!(page.matches("<img src=\"https:").count(), 0, "{page}");
}

/// The checks above are worth something only if they find faults.
#[test]
fn faults_are_found() {
    let head = "<!doctype html><html lang=en><meta http-equiv=Content-Security-Policy \
        content=\"default-src 'none'\"><title>t</title></head><body><h1>h</h1>";
    for (body, expected) in [
        ("<a href=\"nowhere.html\">", "leads to no file"),
        ("<a href=\"#nowhere\">", "leads to no place"),
        ("<a href=\"/index.html\">", "begins at the host"),
        ("<a href=\"//evil.example/\">", "is another origin"),
        ("<a href=\"../index.html\">", "leads out of the site"),
        ("<a href=\"javascript:x\">", "has another scheme"),
        ("<img alt=\"\" title=\" java\nscript:x\">", "<img title="),
        ("<a href=\"a b\">", "spaces"),
        (
            "<img alt=\"\" src=\"https://evil.example/x.png\">",
            "is another origin",
        ),
        ("<script>x</script>", "inline script"),
        ("<style>x</style>", "<style>"),
        ("<p style=x>", "style"),
        ("<p onclick=x>", "onclick"),
        ("<h1>second</h1>", "2 headings"),
        ("<p id=a><b id=a>", "twice"),
        ("<p aria-labelledby=a>", "not here"),
        ("<div><p></div>", "is open"),
        ("<title>u</title>", "titles"),
    ] {
        let site = [
            ("index.html", format!("{head}{body}")),
            ("_headers", "default-src 'none'".to_owned()),
        ];
        let files = site
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.into_bytes()))
            .collect();
        let faults = Site::read(&files, "/").faults();
        assert!(
            faults.iter().any(|fault| fault.contains(expected)),
            "{body}: {faults:?}"
        );
    }
}
