//! What a site replaces of our templates and our theme.

use crate::render::{templates, theme};

/// What a site replaces of ours: name and content.
#[derive(Debug, Default)]
pub struct Overrides {
    /// Templates.
    pub templates: Vec<(String, String)>,
    /// Files of the theme.
    pub theme: Vec<(String, Vec<u8>)>,
}

impl Overrides {
    /// Takes the files of a site's `templates` and `theme`, by name; also gives the names that
    /// replace nothing. A template may be one that the site's own templates include.
    #[must_use]
    pub fn from_files(
        templates: Vec<(String, Vec<u8>)>,
        theme: Vec<(String, Vec<u8>)>,
    ) -> (Self, Vec<String>) {
        let known_template = |name: &str| {
            templates::BUILT_IN
                .iter()
                .any(|(built_in, _)| *built_in == name)
        };
        let known_file = |name: &str| {
            theme::BUILT_IN
                .iter()
                .any(|(built_in, _)| *built_in == name)
        };
        let unknown = templates
            .iter()
            .filter(|(name, _)| !known_template(name))
            .map(|(name, _)| format!("templates/{name}"))
            .chain(
                theme
                    .iter()
                    .filter(|(name, _)| !known_file(name))
                    .map(|(name, _)| format!("theme/{name}")),
            )
            .collect();
        let templates = templates
            .into_iter()
            .map(|(name, content)| (name, String::from_utf8_lossy(&content).into_owned()))
            .collect();
        (Self { templates, theme }, unknown)
    }
}
