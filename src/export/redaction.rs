//! What is confidential does not leave in data: the same stars as wherever else a text is shown.

use std::borrow::Cow;

use serde_json::Value;

use crate::confidential;

/// A text without what is confidential.
pub(super) fn text(text: &str) -> String {
    confidential::redacted(text).into_owned()
}

/// Takes out of a text what must not be told.
pub(super) type Redact = fn(&str) -> Cow<'_, str>;

/// Every text of a value without what is confidential. A key can tell what its value is, as in
/// `password: …`.
pub(super) fn redact(value: &mut Value, redact_text: Redact) {
    redact_under("", value, redact_text);
}

fn redact_under(key: &str, value: &mut Value, redact_text: Redact) {
    match value {
        Value::String(text) => {
            let before = format!("{key}: ").len();
            let redacted = match redact_text(text) {
                Cow::Owned(redacted) => Some(redacted),
                Cow::Borrowed(_) => match redact_text(&format!("{key}: {text}")) {
                    Cow::Owned(redacted) => redacted.get(before..).map(ToOwned::to_owned),
                    Cow::Borrowed(_) => None,
                },
            };
            if let Some(redacted) = redacted {
                *text = redacted;
            }
        }
        Value::Array(items) => {
            for item in items {
                redact_under(key, item, redact_text);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                redact_under(key, value, redact_text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_redacted_wherever_they_stand_and_keys_tell_what_they_are() {
        let mut value = json!({
            "title": "postgres://app:Kx9vQ2mLp4@db.internal/app",
            "custom": {"password": "Kx9vQ2mLp4", "days": [1, "090-2468-1357"]},
            "services": ["mail-api"],
        });
        let before = value.clone();
        redact(&mut value, confidential::redacted);
        assert_eq!(
            value,
            json!({
                "title": "postgres://app:Kx********@db.internal/app",
                "custom": {"password": "Kx********", "days": [1, "090**********"]},
                "services": ["mail-api"],
            })
        );
        let mut contact = before;
        redact(&mut contact, confidential::without_secrets);
        assert_eq!(contact["custom"]["days"][1], "090-2468-1357");
    }
}
