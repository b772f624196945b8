//! The next free id, in the form that the knowledge base uses already.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Kind;

/// `INC-2026-0007`: a prefix, perhaps a year, and a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    prefix: String,
    has_year: bool,
    width: usize,
}

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?<prefix>[A-Za-z][A-Za-z0-9_]*-)(?:(?<year>(?:19|20)[0-9]{2})-)?(?<number>[0-9]{1,9})$",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// An id, taken apart.
fn parts(id: &str) -> Option<(Form, Option<i32>, u32)> {
    let parts = FORM.captures(id)?;
    let number = parts.name("number")?.as_str();
    let year = parts
        .name("year")
        .and_then(|year| year.as_str().parse().ok());
    let form = Form {
        prefix: parts.name("prefix")?.as_str().to_owned(),
        has_year: year.is_some(),
        width: number.len(),
    };
    Some((form, year, number.parse().ok()?))
}

/// The next free id for a document of this kind in `year`. `of_kind` are the ids of its kind, whose
/// usual form is kept; `taken` are all ids that must not be used again, on other branches too.
#[must_use]
pub fn next_id<'a>(
    kind: Kind,
    year: i32,
    of_kind: impl IntoIterator<Item = &'a str>,
    taken: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    for (form, ..) in of_kind.into_iter().filter_map(parts) {
        *forms.entry(form).or_default() += 1;
    }
    let usual = forms.into_iter().max_by_key(|(_, count)| *count);
    let form = usual.map_or_else(|| default_form(kind), |(form, _)| form);
    let last = taken
        .into_iter()
        .filter_map(parts)
        .filter(|(other, other_year, _)| {
            other.prefix.eq_ignore_ascii_case(&form.prefix)
                && other.has_year == form.has_year
                && other_year.is_none_or(|other| other == year)
        })
        .map(|(.., number)| number)
        .max()
        .unwrap_or(0);
    let Form {
        prefix,
        has_year,
        width,
    } = form;
    let number = last.saturating_add(1);
    if has_year {
        format!("{prefix}{year}-{number:0width$}")
    } else {
        format!("{prefix}{number:0width$}")
    }
}

fn default_form(kind: Kind) -> Form {
    Form {
        prefix: if kind == Kind::KnownError {
            "KE-"
        } else {
            "INC-"
        }
        .to_owned(),
        has_year: kind != Kind::KnownError,
        width: 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ids_have_the_usual_forms() {
        assert_eq!(next_id(Kind::Incident, 2026, [], []), "INC-2026-0001");
        assert_eq!(next_id(Kind::KnownError, 2026, [], []), "KE-0001");
    }

    #[test]
    fn the_form_in_use_is_kept_and_numbers_are_not_used_again() {
        let ids = ["PM-2025-31", "PM-2026-07", "odd", "INC-1"];
        let elsewhere = ["PM-2026-07", "pm-2026-09", "PM-2025-31", "KE-0003"];
        assert_eq!(next_id(Kind::Incident, 2026, ids, elsewhere), "PM-2026-10");
        assert_eq!(next_id(Kind::Incident, 2027, ids, elsewhere), "PM-2027-01");
    }
}
