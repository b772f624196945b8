//! A setting of `hansei.yaml` that has no such value.

use crate::check::{Asks, Check, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    name: "configuration",
    severity: Severity::Error,
    asks: Asks::Nothing,
    needs_all_fields: false,
    check: Check::Reading,
    bad: &[(
        "hansei.yaml",
        "language: fr\ntime_zone: Mars/Olympus\nbase_url: kb.example.com\nfiscal_year_start: 13\ncontent: ../elsewhere\nlink_ids: '['\nkinds: {'postmortems/[**': incident, 'reviews/**': inciden}\ntexts: {home.as_of: 'As of {tag}', home.attention: ' ', skip: '{day}'}\n",
    )],
    good: &[(
        "hansei.yaml",
        "language: ja\ntime_zone: Asia/Tokyo\nbase_url: https://kb.example.com/\nfiscal_year_start: 4\ncontent: content\nlink_ids: '[A-Z]+-[0-9]+'\nkinds: {'postmortems/**': incident}\n",
    )],
};
