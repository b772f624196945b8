//! Which identifiers of a text are names of the site, and which are not: what reading it depends on.

use super::identifiers::Names;

/// The identifiers of a text that may be names of the site, each in a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct AskedNames {
    /// Those that are.
    pub(super) of_site: Box<str>,
    /// Those that are not.
    pub(super) others: Box<str>,
}

impl AskedNames {
    pub(super) fn of(of_site: Vec<&str>, others: Vec<&str>) -> Self {
        // A flat text has no line breaks.
        let in_lines = |mut names: Vec<&str>| {
            names.sort_unstable();
            names.dedup();
            names.join("\n").into_boxed_str()
        };
        Self {
            of_site: in_lines(of_site),
            others: in_lines(others),
        }
    }

    /// Whether these names give the same answers.
    pub(super) fn are_answered_by(&self, names: &Names<'_>) -> bool {
        let mut of_site = self.of_site.lines();
        let mut others = self.others.lines();
        of_site.all(|name| names.is_of_the_site(name))
            && !others.any(|name| names.is_of_the_site(name))
    }
}
