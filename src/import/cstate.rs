//! The front matter of cState, a status page made with Hugo.

use crate::config::Config;
use crate::document::Kind;
use crate::import::emit::{Written, text};
use crate::yaml::tree::Node;

/// The field that a key of cState fills.
pub(super) fn target(kind: Kind, key: &str, all: &[Written]) -> Option<&'static str> {
    if key == "title" {
        return Some("title");
    }
    if kind != Kind::Incident {
        return None;
    }
    match key {
        "date" => Some("started_at"),
        // cState shows the time only of what is over.
        "resolvedWhen" if is_resolved(all) => Some("resolved_at"),
        "resolved" if is_resolved(all) => Some("status"),
        "affected" => Some("services"),
        "severity" => Some("severity"),
        _ => None,
    }
}

fn is_resolved(all: &[Written]) -> bool {
    all.iter()
        .any(|field| field.key == "resolved" && is_true(&field.value))
}

fn is_true(value: &Node) -> bool {
    value
        .text()
        .is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// What a value of cState is called here; `None` where it is the same.
pub(super) fn value(field: &str, written: &str, config: &Config) -> Option<Node> {
    if field == "status" {
        return (written.eq_ignore_ascii_case("true")).then(|| text("final"));
    }
    if field != "severity" {
        return None;
    }
    let rank = ["down", "disrupted", "notice"]
        .iter()
        .position(|word| word.eq_ignore_ascii_case(written.trim()))?;
    let severities = &config.severities;
    severities
        .get(rank)
        .or(severities.last())
        .map(|severity| text(severity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_those_of_the_site() {
        let (config, _) = Config::read("severities: [P1, P2]", "x");
        let of =
            |word| value("severity", word, &config).and_then(|node| node.text().map(str::to_owned));
        assert_eq!(of("down").as_deref(), Some("P1"));
        assert_eq!(of("notice").as_deref(), Some("P2"));
        assert_eq!(of("other"), None);
    }
}
