//! Addresses of pages and services within texts.

/// A text without its addresses, by which dashboards and tickets are linked.
pub(super) fn without_addresses(text: &str) -> String {
    let ends_address =
        |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '」' | '）' | '、' | '。');
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = cut(rest) {
        left.push_str(before);
        left.push(' ');
        rest = behind.find(ends_address).map_or("", |end| &behind[end..]);
    }
    left.push_str(rest);
    left
}

/// A line with the hosts of its addresses parted from scheme and path.
pub(super) fn with_hosts_apart(line: &str) -> String {
    let mut left = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = cut(rest) {
        let end = behind.find(|c: char| c == '/' || c.is_whitespace());
        let (host, path) = behind.split_at(end.unwrap_or(behind.len()));
        left.extend([before, host, " "]);
        rest = path;
    }
    left.push_str(rest);
    left
}

/// What is before the first address, and the address with all behind it, without the scheme.
fn cut(text: &str) -> Option<(&str, &str)> {
    let (before, behind) = text.split_once("://")?;
    let scheme = before
        .bytes()
        .rev()
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    Some((&before[..before.len() - scheme], behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out() {
        for (text, expected) in [
            ("see https://wiki.example.com/a?b#c now", "see   now"),
            ("[詳細](https://a.example/x)を参照", "[詳細]( )を参照"),
            ("接続先はhttps://a.example/x、次", "接続先は 、次"),
            ("at 10:30 a://", "at 10:30  "),
            ("no address", "no address"),
        ] {
            assert_eq!(without_addresses(text), expected, "{text}");
        }
    }

    #[test]
    fn hosts_stand_by_themselves() {
        assert_eq!(
            with_hosts_apart("Get \"https://api.certico.example/v1/sign\": x509"),
            "Get \"api.certico.example /v1/sign\": x509"
        );
        assert_eq!(
            with_hosts_apart("接続先https://a.example"),
            "接続先a.example "
        );
        assert_eq!(with_hosts_apart("no address"), "no address");
    }
}
