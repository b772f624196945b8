//! Secrets: keys, tokens, passwords.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use crate::confidential::example::is_example;
use crate::confidential::{Confidential, Sort};
use crate::diagnostic::Span;

/// How each sort looks, the first group being the secret, and words of which one stands in every secret of it, in
/// whatever case: nearly all texts have none, and are passed over in one look.
const PATTERNS: [(Sort, &[&str], &str); 9] = [
    (
        Sort::AwsKey,
        &["akia", "asia"],
        r"(?-u)\b((?:AKIA|ASIA)[A-Z0-9]{16})\b",
    ),
    (
        Sort::PrivateKey,
        &["-----begin"],
        r"(?-u)(-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----)\s+(?:[A-Za-z-]+: [ -~]*\s+)*[A-Za-z0-9+/]{32}",
    ),
    (
        Sort::Jwt,
        &[".eyj"],
        r"(?-u)\b(eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})",
    ),
    (
        Sort::ServiceToken,
        &[
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xoxa-",
            "xoxb-",
            "xoxp-",
            "xoxr-",
            "xoxs-",
            "sk_live_",
            "rk_live_",
            "aiza",
            "npm_",
            "sg.",
        ],
        r"(?-u)\b((?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|AIza|npm_|SG\.)[A-Za-z0-9_.-]{16,})",
    ),
    (
        Sort::BearerToken,
        &["bearer"],
        r"(?-u)\b(?:[Bb]earer|BEARER) +([A-Za-z0-9._~+/-]{20,}=*)",
    ),
    (
        Sort::Password,
        &[
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "パスワード",
            "暗証番号",
        ],
        r#"(?-u)(?:(?i:password|passwd|passphrase|pwd)["']?|パスワード|暗証番号)[ \t]*(?:=|:|：|は)[ \t]*(?:["'`]|「)?([!#-&(-+\--_a-~]{6,})"#,
    ),
    // Many things are called a token; those that open something are long.
    (
        Sort::ServiceToken,
        &["secret", "token", "key"],
        r#"(?-u)(?i:secret|token|(?:secret|api|access|private|signing|encryption|master|session)[_-]?key)["']?[ \t]*(?:=|:|：)[ \t]*["'`]?([!#-&(-+\--_a-~]{16,})"#,
    ),
    (
        Sort::ConnectionString,
        &["://"],
        r"(?-u)://[A-Za-z0-9._%+-]*:([!-.0-9;-?A-Z\[-~]{3,})@[A-Za-z0-9]",
    ),
    (
        Sort::ServiceToken,
        &["hooks.slack.com"],
        r"(?-u)(hooks\.slack\.com/services/[A-Z0-9]{6,}/[A-Z0-9]{6,}/[A-Za-z0-9]{16,})",
    ),
];

/// The patterns, and what tells which of them a text may have.
struct Compiled {
    words: AhoCorasick,
    /// Of each word the place of its pattern.
    pattern_of: Vec<usize>,
    patterns: Vec<(Sort, Regex)>,
}

impl Compiled {
    fn new() -> Self {
        let words = PATTERNS.iter().enumerate();
        let words = words.flat_map(|(at, (_, words, _))| words.iter().map(move |word| (at, word)));
        let (pattern_of, words): (Vec<usize>, Vec<&str>) = words.unzip();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words);
        let patterns = PATTERNS.iter().map(|(sort, _, pattern)| {
            let regex = Regex::new(pattern);
            let regex =
                regex.unwrap_or_else(|error| unreachable!("a constant expression: {error}"));
            (*sort, regex)
        });
        Self {
            words: automaton.unwrap_or_else(|error| unreachable!("constant words: {error}")),
            pattern_of,
            patterns: patterns.collect(),
        }
    }

    /// The patterns of which a word stands in a text, in their order.
    fn of(&self, text: &str) -> impl Iterator<Item = &(Sort, Regex)> {
        let mut stands = [false; PATTERNS.len()];
        for found in self.words.find_overlapping_iter(text) {
            stands[self.pattern_of[found.pattern().as_usize()]] = true;
        }
        let patterns = self.patterns.iter().zip(stands);
        patterns.filter_map(|(pattern, stands)| stands.then_some(pattern))
    }
}

pub(super) fn find(text: &str) -> Vec<Confidential> {
    static COMPILED: LazyLock<Compiled> = LazyLock::new(Compiled::new);
    let mut found = Vec::new();
    for (sort, regex) in COMPILED.of(text) {
        for captures in regex.captures_iter(text) {
            let Some(group) = captures.get(1) else {
                continue;
            };
            let value = value_of(*sort, group.as_str());
            if is_secret(*sort, value) {
                let span = Span::new(group.start(), group.start() + value.len());
                found.push(Confidential { sort: *sort, span });
            }
        }
    }
    found
}

/// A password ends before the sign that ends its sentence or closes its quotes.
fn value_of(sort: Sort, group: &str) -> &str {
    match sort {
        Sort::Password | Sort::ServiceToken => {
            let end = group
                .find([';', ',', '&', '`', '|', ']'])
                .unwrap_or(group.len());
            group[..end].trim_end_matches(['.', ')', ']', '}', '?'])
        }
        _ => group,
    }
}

fn is_secret(sort: Sort, value: &str) -> bool {
    match sort {
        // Its text is the same for every key.
        Sort::PrivateKey => true,
        Sort::Password => value.len() >= 6 && !is_example(value) && is_mixed(value),
        Sort::ServiceToken => value.len() >= 16 && !is_example(value) && is_mixed(value),
        Sort::BearerToken => !is_example(value) && value.contains(|c: char| c.is_ascii_digit()),
        _ => !is_example(value),
    }
}

/// Whether a value has letters and digits, so that it is no word, no number and no name of a
/// variable: what follows `password:` is mostly prose or code. A path, a call, a time and an id such
/// as `INC-2026-0007` are none.
fn is_mixed(value: &str) -> bool {
    let has = |is: fn(&char) -> bool| value.chars().any(|c| is(&c));
    let is_code =
        value.contains("::") || value.contains("//") || value.starts_with(['/', '.', '-']);
    let is_path = value.contains('.') && value.split('.').all(is_name);
    let is_word = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_uppercase())
            || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_id = value.contains('-') && value.split('-').all(is_word);
    let is_time = value.split('-').count() > 2 && value.starts_with("20");
    let is_mixed = has(char::is_ascii_alphabetic) && has(char::is_ascii_digit);
    is_mixed && !is_code && !is_path && !is_id && !is_time
}

fn is_name(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic())
        && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Sort, &str)> {
        let found = find(text);
        found
            .iter()
            .map(|one| (one.sort, one.span.of(text)))
            .collect()
    }

    #[test]
    fn secrets_are_found_by_their_form() {
        let key = concat!("AKIA", "QX7RT2MBVN5WLK3D");
        let jwt = concat!(
            "eyJhbGciOiJIUzI1NiJ9",
            ".eyJzdWIiOiI0MiJ9",
            ".k3Jx9_Qm2Lw8pZt4Rv6B"
        );
        let github = concat!("ghp_", "a8Kd92mXq0Lz7Wc4Vb6Nn1Rt5Yp3Hs8Jf2Ge");
        for (text, sort, value) in [
            (format!("aws_access_key_id: {key}"), Sort::AwsKey, key),
            (format!("`{jwt}`"), Sort::Jwt, jwt),
            (format!("鍵は{github}です"), Sort::ServiceToken, github),
            (
                "Authorization: Bearer 9f8Kq2LmZ7xWc4Vb6Nn1Rt5Y".to_owned(),
                Sort::BearerToken,
                "9f8Kq2LmZ7xWc4Vb6Nn1Rt5Y",
            ),
            (
                "DB_PASSWORD=hunter2!".to_owned(),
                Sort::Password,
                "hunter2!",
            ),
            (
                "api_key: \"8Kd92mXq0Lz7Wc4Vb6Nn\"".to_owned(),
                Sort::ServiceToken,
                "8Kd92mXq0Lz7Wc4Vb6Nn",
            ),
            (
                "SECRET_KEY=8Kd92mXq0Lz7Wc4Vb6Nn".to_owned(),
                Sort::ServiceToken,
                "8Kd92mXq0Lz7Wc4Vb6Nn",
            ),
            (
                "password: 'Tr0ub4dor'".to_owned(),
                Sort::Password,
                "Tr0ub4dor",
            ),
            (
                "パスワードは「Yado2026」".to_owned(),
                Sort::Password,
                "Yado2026",
            ),
            (
                "Server=db;Password=Kx9vQ2mL;Timeout=30".to_owned(),
                Sort::Password,
                "Kx9vQ2mL",
            ),
            (
                "redis://:Kx9vQ2mL@cache.internal:6379/0".to_owned(),
                Sort::ConnectionString,
                "Kx9vQ2mL",
            ),
        ] {
            assert_eq!(found(&text), [(sort, value)], "{text}");
        }
        let key =
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx3v8QmJ2Lz7Wc4Vb6Nn1Rt5Yp3Hs8Jf\n";
        assert_eq!(found(key)[0].0, Sort::PrivateKey);
    }

    #[test]
    fn examples_code_and_prose_are_not() {
        for text in [
            concat!("AKIA", "IOSFODNN7EXAMPLE"),
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
            "password=<password> PASSWORD=${DB_PASSWORD} password=xxxxxxxx token=********",
            "password = settings.database.password1",
            "password: os.environ[\"DB_PASSWORD2\"]",
            "The token: 404 was answered, and the secret: it expired at 12:30",
            "password=changeme123 api_key: your-api-key-1",
            "postgres://user:password@localhost/db postgres://app:${PW}@db/app https://host:8080/a@b",
            "Authorization: Bearer <token>",
            "Bearer tokens-are-checked-by-the-gateway",
            "パスワードは90日ごとに変更する。パスワード: 記録しない",
            "err=\"detach token: SCH-2051\", password: KE-0003, token: 2026-03-14T09:02:00Z",
            "tokenizer: version-2 passwordless: v2beta1x",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
