//! The recipes in README.md.

use std::fs;

use regex::{Captures, Regex};

use crate::support::repository;

use super::with_recipes;

/// README.md quotes every recipe as it is written, with an owner to be filled in.
/// `HANSEI_UPDATE=1 cargo test --test testsuite readme` writes the quotations anew.
#[test]
fn the_readme_quotes_the_recipes() {
    let path = repository().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let quotation = Regex::new("(?s)<!-- recipe: ([^ ]+) -->\n```yaml\n.*?\n```\n").unwrap();
    let folder = with_recipes("en");
    let mut quoted = Vec::new();
    let right = quotation.replace_all(&readme, |captures: &Captures<'_>| {
        let name = &captures[1];
        quoted.push(name.to_owned());
        let recipe = folder.text(name).replace("acme/hansei", "OWNER/hansei");
        format!("<!-- recipe: {name} -->\n```yaml\n{recipe}```\n")
    });
    quoted.sort();
    let mut recipes: Vec<_> = folder.files().into_keys().collect();
    recipes.retain(|path| {
        let is_recipe = path.starts_with(".github/") || path.ends_with("-ci.yml");
        is_recipe || path.starts_with(".pre-commit")
    });
    assert_eq!(quoted, recipes, "the recipes that README.md quotes");
    if std::env::var_os("HANSEI_UPDATE").is_some() {
        return fs::write(&path, &*right).unwrap();
    }
    assert!(
        readme == right,
        "README.md quotes recipes as they were: HANSEI_UPDATE=1 mends it"
    );
}
