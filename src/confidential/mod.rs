//! What not everyone should read: secrets and personal data in a text, found by their form.
//!
//! What has the form and is plainly an example (`xxxx`, `<password>`, `${TOKEN}`) is not found.

mod example;
mod numbers;
mod personal;
mod secrets;

use std::borrow::Cow;

use crate::diagnostic::Span;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The id of a key of Amazon Web Services.
    AwsKey,
    /// A private key between `BEGIN` and `END`.
    PrivateKey,
    /// A JSON web token.
    Jwt,
    /// A token whose beginning names the service it is for.
    ServiceToken,
    /// A token behind `Bearer`.
    BearerToken,
    /// What stands behind `password=` and the like.
    Password,
    /// A password in an address.
    ConnectionString,
    /// A mailbox at a provider of private ones.
    Email,
    /// A Japanese telephone number.
    Phone,
    /// A number of Japan's Individual Number system (マイナンバー).
    IndividualNumber,
    /// The number of a payment card.
    CardNumber,
}

impl Sort {
    /// Its name in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwsKey => "aws-key",
            Self::PrivateKey => "private-key",
            Self::Jwt => "jwt",
            Self::ServiceToken => "service-token",
            Self::BearerToken => "bearer-token",
            Self::Password => "password",
            Self::ConnectionString => "connection-string",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IndividualNumber => "individual-number",
            Self::CardNumber => "card-number",
        }
    }
}

/// Something not everyone should read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confidential {
    /// What it is.
    pub sort: Sort,
    /// Where it stands in the text; every byte there is ASCII.
    pub span: Span,
}

/// The secrets in a text, in order.
#[must_use]
pub fn secrets(text: &str) -> Vec<Confidential> {
    in_order(secrets::find(text))
}

/// The personal data in a text, in order.
#[must_use]
pub fn personal_data(text: &str) -> Vec<Confidential> {
    in_order(personal::find(text))
}

/// The places in order; of two that overlap the earlier, of two at one place the longer.
fn in_order(mut found: Vec<Confidential>) -> Vec<Confidential> {
    found.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end), one.sort));
    let mut end = 0;
    found.retain(|one| {
        let is_free = one.span.start >= end;
        if is_free {
            end = one.span.end;
        }
        is_free
    });
    found
}

/// The first characters, at most a quarter of all and four.
#[must_use]
pub fn preview(value: &str) -> &str {
    let shown = (value.len() / 4).min(4);
    value.get(..shown).unwrap_or_default()
}

/// The text with everything confidential behind its preview replaced by stars, of the same length
/// in bytes, so that spans still hold.
#[must_use]
pub fn redacted(text: &str) -> Cow<'_, str> {
    let mut found = secrets(text);
    found.extend(personal_data(text));
    starred(text, found)
}

/// The text with secrets replaced in the same way, and personal data left: how to reach a vendor is no leak.
#[must_use]
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    starred(text, secrets(text))
}

fn starred(text: &str, found: Vec<Confidential>) -> Cow<'_, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut redacted = text.to_owned();
    for one in found {
        let value = one.span.of(text);
        let stars = value.len() - preview(value).len();
        redacted.replace_range(one.span.end - stars..one.span.end, &"*".repeat(stars));
    }
    Cow::Owned(redacted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_confidential_is_redacted_in_place() {
        let text = "接続先 postgres://app:Kx9vQ2mLp4@db.internal/app を、090-2468-1357 の方が確認";
        let redacted = redacted(text);
        assert_eq!(
            redacted,
            "接続先 postgres://app:Kx********@db.internal/app を、090********** の方が確認"
        );
        assert_eq!(redacted.len(), text.len());
    }

    #[test]
    fn other_text_is_left_as_it_is() {
        let text = "Nothing here, not even password=<password>";
        assert!(matches!(redacted(text), Cow::Borrowed(same) if same == text));
    }
}
