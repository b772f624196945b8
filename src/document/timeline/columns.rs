//! What the columns of a timeline table hold, told by their headings in either language.

use unicode_normalization::UnicodeNormalization;

use crate::document::body::{Cell, Table};
use crate::document::incident::{Milestone, VendorEvent};
use crate::yaml::read::Choice;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Time,
    Text,
    Event,
    Vendor,
    VendorEvent,
    Other,
}

/// What each column holds. The first one that has no other meaning holds the text.
///
/// A column headed Event holds milestones if every filled cell is one, or if some are and another
/// column holds the text; else it is the text itself.
pub(super) fn columns(table: &Table) -> Vec<Column> {
    let mut columns: Vec<Column> = table
        .header
        .iter()
        .enumerate()
        .map(|(index, cell)| match index {
            0 => Column::Time,
            _ => column(cell),
        })
        .collect();
    only_first_of_each(&mut columns);
    let has_text = columns.contains(&Column::Text);
    for (index, column) in columns.iter_mut().enumerate() {
        if *column == Column::Event && !holds_events(table, index, has_text) {
            *column = if has_text {
                Column::Other
            } else {
                Column::Text
            };
        }
    }
    if !columns.contains(&Column::Text)
        && let Some(first) = columns.iter_mut().find(|column| **column == Column::Other)
    {
        *first = Column::Text;
    }
    columns
}

/// Of two columns of one sort the first keeps its meaning; the other is shown as it is.
fn only_first_of_each(columns: &mut [Column]) {
    for index in 1..columns.len() {
        if columns[..index].contains(&columns[index]) {
            columns[index] = Column::Other;
        }
    }
}

/// Whether a column holds milestones: all of it, or some of it where another column holds the text.
fn holds_events(table: &Table, index: usize, has_text: bool) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.get(index));
    let filled: Vec<&Cell> = cells.filter(|cell| !cell.text.is_empty()).collect();
    let events = filled
        .iter()
        .filter(|cell| milestone(&cell.text).is_some())
        .count();
    events > 0 && (events == filled.len() || has_text)
}

fn column(heading: &Cell) -> Column {
    let name: String = plain(&heading.text)
        .nfkc()
        .collect::<String>()
        .to_lowercase();
    match name.as_str() {
        "text" | "what happened" | "what" | "description" | "details" | "detail" | "action"
        | "note" | "notes" | "内容" | "詳細" | "説明" | "対応内容" | "対応" | "事象" | "経緯" => {
            Column::Text
        }
        "event" | "milestone" | "phase" | "出来事" | "イベント" | "節目" | "区分" => {
            Column::Event
        }
        _ => of_vendor(&name).unwrap_or(Column::Other),
    }
}

/// What whoever we depend on is called in headings.
const VENDORS: [&str; 9] = [
    "vendor",
    "supplier",
    "provider",
    "ベンダー",
    "ベンダ",
    "委託先",
    "業者",
    "先方",
    "仕入先",
];
/// What they did is called in headings; nothing where the heading only names them.
const VENDOR_EVENTS: [&str; 13] = [
    "event",
    "events",
    "action",
    "actions",
    "response",
    "出来事",
    "イベント",
    "動き",
    "動向",
    "対応",
    "反応",
    "状況",
    "節目",
];

/// What a column about vendors holds, whatever parts its words: `Vendor event`, `vendor's event`,
/// 「ベンダーの動き」, 「ベンダー 出来事」.
fn of_vendor(heading: &str) -> Option<Column> {
    let heading: String = heading
        .replace("'s", "")
        .replace("’s", "")
        .replace(['の', '_', '-', '・', '/'], " ")
        .split_whitespace()
        .collect();
    // The longer of two names that begin alike comes first.
    let rest = VENDORS
        .iter()
        .find_map(|vendor| heading.strip_prefix(vendor))?;
    if rest.is_empty() {
        return Some(Column::Vendor);
    }
    VENDOR_EVENTS.contains(&rest).then_some(Column::VendorEvent)
}

/// The headings that speak of a vendor and have no meaning here.
pub(super) fn unread_vendor_columns<'t>(
    table: &'t Table,
    columns: &'t [Column],
) -> impl Iterator<Item = &'t Cell> {
    let others = table.header.iter().zip(columns);
    others
        .filter(|(_, column)| **column == Column::Other)
        .map(|(heading, _)| heading)
        .filter(|heading| {
            let words: String = heading.text.nfkc().collect::<String>().to_lowercase();
            VENDORS.iter().any(|vendor| words.contains(vendor))
        })
}

/// The words of a cell without emphasis and code marks.
pub(super) fn plain(markdown: &str) -> &str {
    markdown.trim_matches(|c: char| matches!(c, '*' | '_' | '`') || c.is_whitespace())
}

pub(super) fn milestone(text: &str) -> Option<Milestone> {
    let word = plain(text).to_lowercase();
    Some(match word.as_str() {
        "発生" | "開始" | "障害発生" => Milestone::Started,
        "検知" | "検出" | "発見" => Milestone::Detected,
        "受付" | "確認" | "着手" | "対応開始" => Milestone::Acknowledged,
        "特定" | "原因特定" | "原因判明" => Milestone::Identified,
        "暫定復旧" | "暫定対応" | "影響緩和" | "緩和" | "仮復旧" => {
            Milestone::Mitigated
        }
        "復旧" | "本復旧" | "解決" | "解消" | "完了" => Milestone::Resolved,
        _ => return Milestone::from_word(&word),
    })
}

pub(super) fn vendor_event(text: &str) -> Option<VendorEvent> {
    let word = plain(text).to_lowercase();
    Some(match word.as_str() {
        "連絡" | "問い合わせ" | "問合せ" => VendorEvent::Contacted,
        "受付" | "回答" | "応答" => VendorEvent::Acknowledged,
        "解決" | "復旧" | "解消" => VendorEvent::Resolved,
        _ => return VendorEvent::from_word(&word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::locale::Locale;

    #[test]
    fn the_words_that_pages_show_are_understood_and_offered() {
        for language in [Language::English, Language::Japanese] {
            let locale = Locale::of(language);
            let text = |key: String| {
                let text = locale.get(&key);
                text.unwrap_or_else(|| panic!("{key}")).to_owned()
            };
            let offered = text("rules.unknown-value.unknown-milestone-help".to_owned());
            for one in Milestone::ALL {
                let shown = text(format!("interface.milestone.{}", one.as_str()));
                let fact = text(format!("interface.facts.{}", one.field()));
                assert_eq!(shown, fact);
                assert_eq!(milestone(&shown), Some(*one), "{shown}");
                assert!(
                    offered.contains(&shown.to_lowercase()),
                    "{shown}: {offered}"
                );
            }
            let offered = text("rules.unknown-value.unknown-vendor-event-help".to_owned());
            for one in VendorEvent::ALL {
                let shown = text(format!("interface.vendor-event.{}", one.as_str()));
                assert_eq!(vendor_event(&shown), Some(*one), "{shown}");
                assert!(offered.contains(&shown), "{shown}: {offered}");
            }
        }
    }
}
