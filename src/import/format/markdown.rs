//! Front matter of any Markdown archive: our own fields, and what others call them.

use unicode_normalization::UnicodeNormalization;

use crate::document::Kind;
use crate::import::our_fields;

/// What others call our fields. Of several in one file the one named first here counts.
const OTHER_NAMES: [(&str, &[&str]); 13] = [
    ("title", &["件名", "タイトル", "障害名"]),
    (
        "started_at",
        &[
            "started",
            "start",
            "start_time",
            "started_time",
            "started_on",
            "start_date",
            "begin",
            "began_at",
            "incident_start",
            "incident_date",
            "occurred_at",
            "occurred_on",
            "発生日時",
            "発生時刻",
            "発生日",
            "date",
            "datetime",
            "日時",
            "日付",
        ],
    ),
    (
        "detected_at",
        &[
            "detected",
            "detected_on",
            "detection_time",
            "検知日時",
            "検知時刻",
            "検出日時",
        ],
    ),
    ("acknowledged_at", &["acknowledged", "acknowledged_time"]),
    (
        "mitigated_at",
        &["mitigated", "mitigation_time", "mitigated_time"],
    ),
    (
        "resolved_at",
        &[
            "resolved_when",
            "resolved_on",
            "resolved_time",
            "resolution_time",
            "end",
            "end_time",
            "ended_at",
            "end_date",
            "復旧日時",
            "復旧時刻",
            "解決日時",
            "終了日時",
        ],
    ),
    (
        "recorded_on",
        &[
            "recorded",
            "created",
            "created_at",
            "date",
            "記録日",
            "日付",
        ],
    ),
    ("severity", &["重大度", "深刻度"]),
    (
        "services",
        &[
            "service",
            "affected",
            "affected_services",
            "サービス",
            "影響サービス",
        ],
    ),
    ("vendors", &["vendor", "ベンダー"]),
    ("authors", &["author", "作成者", "著者"]),
    ("tags", &["tag", "タグ"]),
    ("language", &["lang", "locale", "言語"]),
];

/// The field that a key fills, and its rank among the keys that fill the same: 0 is its own name.
pub(super) fn field(kind: Kind, key: &str) -> Option<(&'static str, usize)> {
    if let Some(field) = our_fields::named(kind, key) {
        return Some((field, 0));
    }
    let name = normal(key);
    if let Some(field) = our_fields::named(kind, &name) {
        return Some((field, 1));
    }
    OTHER_NAMES.iter().find_map(|(field, names)| {
        let field = our_fields::named(kind, field)?;
        let position = names.iter().position(|other| *other == name)?;
        Some((field, 2 + position))
    })
}

/// `Start-Time`, `start time` and `startTime` are `start_time`.
fn normal(key: &str) -> String {
    let mut name = String::new();
    let mut after_small = false;
    for c in key.trim().nfkc() {
        if after_small && c.is_uppercase() {
            name.push('_');
        }
        after_small = c.is_lowercase();
        match c {
            '-' | ' ' => name.push('_'),
            c => name.extend(c.to_lowercase()),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_names_come_first() {
        let of = |kind, key| field(kind, key).map(|(field, _)| field);
        assert_eq!(field(Kind::Incident, "severity"), Some(("severity", 0)));
        assert_eq!(field(Kind::Incident, "Severity"), Some(("severity", 1)));
        assert_eq!(of(Kind::Incident, "startTime"), Some("started_at"));
        assert_eq!(of(Kind::Incident, "発生日時"), Some("started_at"));
        assert_eq!(of(Kind::KnownError, "date"), Some("recorded_on"));
        assert_eq!(of(Kind::Page, "date"), None);
        assert_eq!(of(Kind::Incident, "custom"), None);
    }
}
