//! Strings whose documents are known, and strings that occur nowhere: the answers a search is
//! tested against.
//!
//! Latin ones hold a word with "qx" in it, which the vocabulary never does. Japanese ones are cut
//! out of the middle of compounds of words about crafts, which no template uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::catalog::capitalised;
use crate::fill::Filler;
use crate::outline::Outline;
use crate::rng::{Rng, Stream};
use crate::yaml::quoted;

/// How many strings of each of the four kinds are planted, and how many occur nowhere.
const EACH: usize = 15;
const ABSENT_EACH: usize = 5;

const IDENTIFIERS: [&str; 5] = [
    "{stem}_pool_acquire",
    "{Stem}Ledger::drain_slot",
    "get{Stem}Snapshot",
    "{stem}.worker.max-inflight",
    "x-{stem}-trace",
];
const ERROR_CODES: [&str; 4] = [
    "VQX-{number}",
    "E_QX{number}",
    "QX{number}E",
    "ERRQX-0{number}",
];
const PATHS: [&str; 5] = [
    "/srv/{stem}/etc/limits.d/pool.conf",
    "/var/lib/{stem}/wal/000042",
    "C:\\ProgramData\\{Stem}\\agent.log",
    "s3://{stem}-archive/2021/",
    "src/{stem}/handler.rs",
];

/// Words about crafts, of which compounds are made; each is the middle of one compound only.
const CRAFTS: [&str; 20] = [
    "漆器",
    "鋳物",
    "硝子",
    "蒔絵",
    "螺鈿",
    "藍染",
    "絹織",
    "陶磁",
    "灯籠",
    "鍛冶",
    "欄間",
    "襖紙",
    "檜皮",
    "錫箔",
    "琥珀",
    "ビードロ",
    "象嵌",
    "刺繍",
    "からくり",
    "水墨",
];

/// One string and where it is.
pub struct Planted {
    kind: &'static str,
    /// What a search looks for.
    text: String,
    /// What the document holds: the same, or the compound around it.
    shown: String,
    /// Whether it stands in a log and not in a sentence.
    pub in_log: bool,
    /// Ids of the reports, in order; none for a string that occurs nowhere.
    ids: Vec<String>,
}

impl Planted {
    /// A paragraph that holds the string.
    pub fn sentence(&self, japanese: bool) -> String {
        let shown = &self.shown;
        match (self.kind, japanese) {
            ("japanese", _) => format!("現場の呼び名は{shown}工房である。"),
            ("error-code", true) => format!("利用者の画面には{shown}と表示された。"),
            ("error-code", false) => format!("Callers were shown {shown} and nothing else."),
            (_, true) => format!("手がかりは `{shown}` に残っていた。"),
            (_, false) => format!("The trail ended at `{shown}` each time."),
        }
    }

    /// A log line that holds the string.
    pub fn log_line(&self, filler: &mut Filler) -> String {
        filler.fill(&format!("‹ts›Z ERROR ‹svc› [‹uuid›] {} ‹adj›", self.shown))
    }
}

/// All strings and the reports they are planted in.
pub struct Plan {
    strings: Vec<Planted>,
    /// Indexes into `strings` by number of report.
    by_report: BTreeMap<u32, Vec<usize>>,
}

impl Plan {
    /// Chooses strings and reports; this alone depends on how many reports there are.
    pub fn new(seed: u64, reports: u32) -> Self {
        let mut rng = Rng::new(seed, Stream::Plant, 0);
        let mut plan = Self {
            strings: Vec::new(),
            by_report: BTreeMap::new(),
        };
        let base = rng.below(700);
        for (kind, text, shown) in texts(base, false) {
            let numbers = choose(seed, reports, kind == "japanese", &mut rng);
            let place = plan.strings.len();
            for number in &numbers {
                plan.by_report.entry(*number).or_default().push(place);
            }
            plan.strings.push(Planted {
                in_log: kind != "japanese" && place.is_multiple_of(2),
                ids: numbers
                    .iter()
                    .map(|k| Outline::new(seed, *k).id())
                    .collect(),
                kind,
                text,
                shown,
            });
        }
        for (kind, text, shown) in texts(base, true) {
            plan.strings.push(Planted {
                in_log: false,
                ids: Vec::new(),
                kind,
                text,
                shown,
            });
        }
        plan
    }

    pub fn of_report(&self, number: u32) -> Vec<&Planted> {
        let places = self.by_report.get(&number).into_iter().flatten();
        places.map(|place| &self.strings[*place]).collect()
    }

    /// One object a line: `kind`, `text` and `ids`, the ids empty where the text occurs nowhere.
    pub fn to_json(&self) -> String {
        let mut out = String::from("[\n");
        for (place, string) in self.strings.iter().enumerate() {
            let ids: Vec<String> = string.ids.iter().map(|id| quoted(id)).collect();
            let comma = if place + 1 < self.strings.len() {
                ","
            } else {
                ""
            };
            _ = writeln!(
                out,
                "  {{\"kind\": \"{}\", \"text\": {}, \"ids\": [{}]}}{comma}",
                string.kind,
                quoted(&string.text),
                ids.join(", ")
            );
        }
        out.push_str("]\n");
        out
    }
}

/// One to five different reports, Japanese ones where wanted and to be had.
fn choose(seed: u64, reports: u32, japanese: bool, rng: &mut Rng) -> BTreeSet<u32> {
    let count = rng.between(1, 5).min(reports) as usize;
    let mut chosen = BTreeSet::new();
    for attempt in 0..400 {
        let number = rng.between(1, reports);
        let any = attempt > 300 && chosen.is_empty();
        if !japanese || any || Outline::new(seed, number).japanese {
            chosen.insert(number);
        }
        if chosen.len() == count {
            break;
        }
    }
    chosen
}

/// Kind, text to look for and text to show, the same for the same `base`.
///
/// Absent ones are made to look like planted ones: parts that do occur, put together in a way
/// that does not, so that a search which only looks for the parts is found out.
fn texts(base: usize, absent: bool) -> Vec<(&'static str, String, String)> {
    let count = if absent { ABSENT_EACH } else { EACH };
    let mut texts = Vec::new();
    for place in 0..count {
        let step = place + usize::from(absent);
        let shape = IDENTIFIERS[step % IDENTIFIERS.len()];
        let identifier = with_stem(shape, base + place);
        texts.push(("identifier", identifier.clone(), identifier));
        let shape = PATHS[step % PATHS.len()];
        let path = with_stem(shape, base + EACH + place);
        texts.push(("path", path.clone(), path));
        let number = 10_000 + base * 40 + place * 2 + usize::from(absent);
        let shape = ERROR_CODES[place % ERROR_CODES.len()];
        let code = shape.replace("{number}", &number.to_string());
        texts.push(("error-code", code.clone(), code));
        let (text, shown) = compound(base, place, absent);
        texts.push(("japanese", text, shown));
    }
    texts
}

/// The shape with an invented word; of 70 numbers in a row each gives another word.
fn with_stem(shape: &str, number: usize) -> String {
    const CONSONANTS: [char; 14] = [
        'b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v',
    ];
    const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
    let stem: String = [
        CONSONANTS[number % 14],
        VOWELS[number / 14 % 5],
        'q',
        'x',
        VOWELS[number / 3 % 5],
        CONSONANTS[number / 5 % 14],
    ]
    .iter()
    .collect();
    shape
        .replace("{stem}", &stem)
        .replace("{Stem}", &capitalised(&stem))
}

/// Three words about crafts in a row, and a text that reaches from the last letter of the first
/// to the first letter of the third.
fn compound(base: usize, place: usize, absent: bool) -> (String, String) {
    let word = |step: usize| CRAFTS[(place + step) % CRAFTS.len()];
    let first = word(1 + base % 7);
    let middle = word(0);
    let last = word(9 + base % 9 + usize::from(absent));
    let head: String = first.chars().last().into_iter().collect();
    let tail: String = last.chars().take(1).collect();
    (
        format!("{head}{middle}{tail}"),
        format!("{first}{middle}{last}"),
    )
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn texts_differ_and_none_is_within_another() {
        for seed in 0..50 {
            let plan = Plan::new(seed, 1000);
            assert_eq!(plan.strings.len(), 80);
            for (place, string) in plan.strings.iter().enumerate() {
                let mut others = plan.strings.iter().enumerate();
                assert!(others.all(|(other, planted)| {
                    other == place || !planted.shown.contains(&string.text)
                }));
            }
        }
    }

    #[test]
    fn sixty_are_planted_and_twenty_are_not() {
        for reports in [1, 7, 1000] {
            let plan = Plan::new(1, reports);
            let absent = plan.strings.iter().filter(|s| s.ids.is_empty()).count();
            assert_eq!(absent, 20);
        }
    }
}
