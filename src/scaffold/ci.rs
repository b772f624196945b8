//! Recipes by which other programs run hansei: CI of code hosts, and pre-commit.
//!
//! A recipe stands once, under `ci/`, for both languages: `@(key)` in it is a text of
//! `src/locale/*/recipes.yaml`, and names in braces are what is filled in here.

use super::{NewFile, fill};
use crate::locale::Locale;

/// Where a recipe is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions and Pages.
    Github,
    /// GitLab CI and Pages.
    Gitlab,
    /// <https://pre-commit.com>
    PreCommit,
}

/// The home of hansei that stands for one that nobody has named.
const UNKNOWN_HOME: &str = "https://github.com/OWNER/hansei";

/// The address of the repository that CI builds hansei from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    url: String,
    /// `owner/name`, if the repository is one that an action can be named by.
    action: Option<String>,
}

impl Home {
    /// Reads an address such as `https://github.com/acme/hansei`; `None` where it is not one, or has
    /// characters that a shell or YAML would read as something else.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        let url = address.trim_end_matches('/').trim_end_matches(".git");
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-~/:@".contains(c);
        let (_, path) = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("ssh://"))?
            .split_once('/')?;
        let parts: Vec<&str> = path.split('/').collect();
        let is_address = url.chars().all(plain) && parts.iter().all(|part| !part.is_empty());
        is_address.then(|| Self {
            url: url.to_owned(),
            action: (parts.len() == 2).then(|| path.to_owned()),
        })
    }

    /// The home that the package names, else one to be filled in.
    #[must_use]
    pub fn of_package() -> Self {
        let known = Self::parse(env!("CARGO_PKG_REPOSITORY"));
        known.unwrap_or_else(|| Self {
            url: UNKNOWN_HOME.to_owned(),
            action: Some("OWNER/hansei".to_owned()),
        })
    }

    /// Whether recipes of this kind can be made with this address: GitHub names an action by an
    /// owner and a repository.
    #[must_use]
    pub fn serves(&self, ci: Ci) -> bool {
        ci != Ci::Github || self.action.is_some()
    }
}

/// The files of a recipe, by their paths from the top of the repository, for a knowledge base in its
/// folder `root` (`.` for the top itself).
#[must_use]
pub fn recipe(ci: Ci, home: &Home, root: &str, locale: &Locale) -> Vec<NewFile> {
    let texts = match ci {
        Ci::Github => vec![
            (".github/workflows/hansei.yml", include_str!("ci/check.yml")),
            (
                ".github/workflows/hansei-comment.yml",
                include_str!("ci/comment.yml"),
            ),
            (
                ".github/workflows/hansei-site.yml",
                include_str!("ci/site.yml"),
            ),
        ],
        Ci::Gitlab => vec![(".gitlab-ci.yml", include_str!("ci/gitlab.yml"))],
        Ci::PreCommit => vec![(
            ".pre-commit-config.yaml",
            include_str!("ci/pre-commit.yaml"),
        )],
    };
    let version = env!("CARGO_PKG_VERSION");
    let action = format!("{}@v{version}", home.action.as_deref().unwrap_or_default());
    let entry = match root {
        "." => "hansei check".to_owned(),
        root => format!("hansei check --root {}", shell_quoted(root)),
    };
    let values = [
        ("root", json(root)),
        ("entry", json(&entry)),
        ("action", action),
        ("source", home.url.clone()),
        ("version", version.to_owned()),
    ];
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let file = |(path, text): (&str, &str)| NewFile {
        path: path.to_owned(),
        text: worded(&fill(text, &values), locale),
    };
    texts.into_iter().map(file).collect()
}

/// The home that a file of a recipe names, where the file is as we write it with that home.
#[must_use]
pub fn home_in(text: &str, ci: Ci, path: &str, root: &str, locale: &Locale) -> Option<Home> {
    let is_written = |home: &Home| {
        let files = recipe(ci, home, root, locale);
        files
            .iter()
            .any(|file| file.path == path && file.text == text)
    };
    // An action is named by the owner and the name alone.
    let actions = text.split_whitespace().filter_map(|word| {
        let (action, _) = word.split_once("@v")?;
        Home::parse(&format!("https://github.com/{action}"))
    });
    let homes = text.split_whitespace().filter_map(Home::parse);
    homes.chain(actions).find(is_written)
}

/// Whether the owner of hansei has still to be filled in in a text.
#[must_use]
pub fn lacks_owner(text: &str) -> bool {
    text.contains("OWNER/hansei")
}

/// A text in double quotes, for JSON and so for YAML.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A word for a shell, and for programs that split words as a shell does.
fn shell_quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A recipe with its words; every line of a text begins as the line that asks for it.
fn worded(recipe: &str, locale: &Locale) -> String {
    let mut worded = String::with_capacity(recipe.len() * 2);
    for line in recipe.lines() {
        match line.split_once("@(").and_then(|(before, rest)| {
            let (key, after) = rest.split_once(')')?;
            Some((before, key, after))
        }) {
            Some((before, key, after)) => {
                let text = locale.format(&format!("recipes.{key}"), &[]);
                for words in text.lines() {
                    worded.push_str(&[before, words, after, "\n"].concat());
                }
            }
            None => worded.push_str(&[line, "\n"].concat()),
        }
    }
    worded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const ALL: [Ci; 3] = [Ci::Github, Ci::Gitlab, Ci::PreCommit];

    #[test]
    fn addresses_are_read_and_others_refused() {
        let home = Home::parse("https://github.com/acme/hansei.git/").unwrap();
        assert_eq!(home.url, "https://github.com/acme/hansei");
        assert_eq!(home.action.as_deref(), Some("acme/hansei"));
        let deep = Home::parse("https://gitlab.example.com/acme/tools/hansei").unwrap();
        assert!(!deep.serves(Ci::Github) && deep.serves(Ci::Gitlab));
        for wrong in [
            "",
            "hansei",
            "acme/hansei",
            "http://github.com/acme/hansei",
            "https://github.com",
            "https://github.com/acme//hansei",
            "https://github.com/acme/$(id)",
            "https://github.com/acme/hansei\nrun: id",
            "https://github.com/acme/hansei @x",
        ] {
            assert_eq!(Home::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_word_and_value_of_a_recipe_is_filled_in() {
        for language in Language::ALL {
            for ci in ALL {
                let recipe = recipe(ci, &Home::of_package(), "kb", Locale::of(language));
                for file in recipe {
                    let NewFile { path, text } = file;
                    for left in [
                        "@(",
                        "recipes.",
                        "{root}",
                        "{action}",
                        "{source}",
                        "{version}",
                    ] {
                        assert!(!text.contains(left), "{left} in {path}");
                    }
                }
            }
        }
    }

    /// Words in recipes come between quotes of a shell script.
    #[test]
    fn words_of_recipes_mean_nothing_to_a_shell() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for key in locale.keys().filter(|key| key.starts_with("recipes.")) {
                let text = locale.text(key);
                assert!(!text.contains(['"', '$', '`', '\\']), "{key}: {text}");
            }
        }
    }

    #[test]
    fn a_folder_with_an_odd_name_stays_one_word() {
        let home = Home::of_package();
        let recipe = recipe(
            Ci::PreCommit,
            &home,
            "it's \"kb\" $x",
            Locale::of(Language::English),
        );
        let entry = "        entry: \"hansei check --root 'it'\\\\''s \\\"kb\\\" $x'\"\n";
        assert!(recipe[0].text.contains(entry), "{}", recipe[0].text);
    }
}
