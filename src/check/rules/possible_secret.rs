//! What looks like a key, a token or a password.

use crate::check::{Asks, Check, Rule};
use crate::confidential::{preview, secrets};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;

pub(super) const RULE: Rule = Rule {
    name: "possible-secret",
    severity: Severity::Warning,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Text(check),
    bad: &[(
        "content/incidents/a.md",
        // In two parts, so that no scanner takes them for real ones.
        concat!(
            "# Mail stopped\n\n```\naws_access_key_id = AKIA",
            "QX7RT2MBVN5WLK3D\nAuthorization: Bearer 9f8Kq2LmZ7xW",
            "c4Vb6Nn1Rt5Y\ncookie: eyJhbGciOiJIUzI1NiJ9",
            ".eyJzdWIiOiI0MiJ9.k3Jx9_Qm2Lw8pZt4Rv6B\ngit clone with ghp_",
            "a8Kd92mXq0Lz7Wc4Vb6Nn1Rt5Yp3Hs8Jf2Ge\n-----BEGIN PRIVATE",
            " KEY-----\nMIIEowIBAAKCAQEAx3v8QmJ2Lz7Wc4Vb6Nn1Rt5Yp3Hs8Jf\n```\n\n",
            "Signed in with password=hun",
            "ter2024 to postgres://mail:Kx9vQ2",
            "mLp4@db.internal/mail.\n"
        ),
    )],
    good: &[(
        "content/incidents/a.md",
        "# Mail stopped\n\n```\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nAuthorization: Bearer <token>\n```\n\nSigned in with password=${MAIL_PASSWORD} to postgres://mail:xxxx@db.internal/mail.\n",
    )],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    let text = &document.text;
    findings.extend(secrets(text).into_iter().map(|secret| {
        let value = secret.span.of(text);
        Finding::new(RULE.name, secret.sort.as_str(), secret.span)
            .with("preview", preview(value))
            .with("length", value.len().to_string())
    }));
}
