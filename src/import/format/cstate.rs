//! The front matter of cState, a status page made with Hugo.

use crate::config::Config;
use crate::document::Kind;
use crate::import::draft::Field;

/// The severities of cState, the gravest first.
const SEVERITIES: [&str; 3] = ["down", "disrupted", "notice"];

/// The field that a key of cState fills.
pub(super) fn field(kind: Kind, key: &str, all: &[Field]) -> Option<&'static str> {
    match key {
        "title" => Some("title"),
        _ if kind != Kind::Incident => None,
        "date" => Some("started_at"),
        // cState shows the time only of what is over.
        "resolvedWhen" if is_resolved(all) => Some("resolved_at"),
        "resolved" if is_resolved(all) => Some("status"),
        "affected" => Some("services"),
        "severity" => Some("severity"),
        _ => None,
    }
}

fn is_resolved(all: &[Field]) -> bool {
    all.iter()
        .any(|field| field.key == "resolved" && field.value.text().is_some_and(is_true))
}

fn is_true(word: &str) -> bool {
    word.eq_ignore_ascii_case("true")
}

/// What a word of cState is called here; `None` where it is the same.
pub(super) fn word<'a>(field: &str, word: &str, config: &'a Config) -> Option<&'a str> {
    match field {
        "status" => is_true(word).then_some("final"),
        "severity" => {
            let is_it = |known: &&str| known.eq_ignore_ascii_case(word.trim());
            let rank = SEVERITIES.iter().position(is_it)?;
            let severities = &config.severities;
            let severity = severities.get(rank).or(severities.last())?;
            Some(severity)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_those_of_the_site() {
        let (config, _) = Config::read("severities: [P1, P2]", "x");
        assert_eq!(word("severity", "down", &config), Some("P1"));
        assert_eq!(word("severity", "notice", &config), Some("P2"));
        assert_eq!(word("severity", "other", &config), None);
    }
}
