//! Of a log of any length, what is worth looking for in documents: all of it if it is short, else the
//! lines that tell the most. Memory does not grow with the log.
//!
//! A line's shape is its words without those that have digits, so that lines which differ in times, ids and
//! amounts alone are of one shape. Lines that speak of a fault come before others, and rare shapes before
//! frequent ones; of the faults, the most frequent have a place too.

use std::cmp::Reverse;
use std::hash::Hasher;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHasher;

/// The longest text that is looked for as it is, in bytes; of a longer one a sample is as long at most.
pub const MAX_TEXT: usize = 20_000;

/// The most lines of a sample.
pub const MAX_LINES: usize = 40;

/// How many of these are the most frequent faults.
const FREQUENT_FAULTS: usize = 10;

/// The most that is kept of a line, in bytes.
const MAX_LINE: usize = 1_000;

/// How many lines are kept until the less telling half is dropped.
const MAX_KEPT: usize = 2_048;

/// How many counters there are for shapes: a power of two.
const COUNTERS: usize = 1 << 20;

/// Beginnings of words, and words, that speak of a fault.
const FAULTS: [&str; 32] = [
    "error",
    "exception",
    "fatal",
    "fail",
    "panic",
    "critical",
    "severe",
    "emerg",
    "traceback",
    "caused by",
    "abort",
    "refused",
    "denied",
    "reject",
    "timeout",
    "timed out",
    "unreachable",
    "unavailable",
    "exhausted",
    "corrupt",
    "invalid",
    "no space",
    "out of memory",
    "deadlock",
    "エラー",
    "失敗",
    "異常",
    "例外",
    "障害",
    "拒否",
    "タイムアウト",
    "致命",
];

static FAULT: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(FAULTS)
        .unwrap_or_else(|error| unreachable!("a few constant words: {error}"))
});

/// What was taken from a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// All of it.
    Whole(String),
    /// Its most telling lines, in their order.
    Lines(String),
}

/// A line of a shape that was not seen before.
#[derive(Debug)]
struct Kept {
    number: u64,
    /// Where its shape is counted.
    counter: usize,
    is_fault: bool,
    text: Box<str>,
}

/// A sample in the making.
#[derive(Debug)]
pub struct Sample {
    /// What was seen so far, while it is short enough.
    whole: Option<String>,
    lines: u64,
    /// How often the shapes were seen. A shape of another's counter counts as seen.
    counts: Vec<u32>,
    kept: Vec<Kept>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            whole: Some(String::new()),
            lines: 0,
            counts: vec![0; COUNTERS],
            kept: Vec::new(),
        }
    }
}

impl Sample {
    /// Looks at the next line, without its line break.
    pub fn look_at(&mut self, line: &str) {
        self.lines += 1;
        if let Some(whole) = &mut self.whole {
            if whole.len() + line.len() < MAX_TEXT {
                whole.push_str(line);
                whole.push('\n');
            } else {
                self.whole = None;
            }
        }
        let Some(counter) = counter_of(line) else {
            return;
        };
        let count = &mut self.counts[counter];
        *count = count.saturating_add(1);
        if *count > 1 {
            return;
        }
        if self.kept.len() >= MAX_KEPT {
            self.sort();
            self.kept.truncate(MAX_KEPT / 2);
        }
        let text = &line[..line.floor_char_boundary(MAX_LINE)];
        self.kept.push(Kept {
            number: self.lines,
            counter,
            is_fault: FAULT.is_match(text),
            text: text.into(),
        });
    }

    /// What is worth looking for in what was seen.
    #[must_use]
    pub fn take(mut self) -> Taken {
        if let Some(whole) = self.whole {
            return Taken::Whole(whole);
        }
        self.sort();
        let mut taken: Vec<&Kept> = Vec::new();
        let mut length = 0;
        for kept in &self.kept {
            if length + kept.text.len() >= MAX_TEXT {
                continue;
            }
            length += kept.text.len() + 1;
            taken.push(kept);
            if taken.len() == MAX_LINES {
                break;
            }
        }
        taken.sort_by_key(|kept| kept.number);
        let lines = taken.into_iter().flat_map(|kept| [&*kept.text, "\n"]);
        Taken::Lines(lines.collect())
    }

    /// The most telling lines first: the most frequent faults, then faults and other lines by how rare they are.
    fn sort(&mut self) {
        let counts = &self.counts;
        self.kept
            .sort_by_key(|kept| (!kept.is_fault, Reverse(counts[kept.counter]), kept.number));
        let faults = self.kept.partition_point(|kept| kept.is_fault);
        self.kept[faults.min(FREQUENT_FAULTS)..]
            .sort_by_key(|kept| (!kept.is_fault, counts[kept.counter], kept.number));
    }
}

/// The counter of a line's shape; none for a line without words.
fn counter_of(line: &str) -> Option<usize> {
    let mut hasher = FxHasher::default();
    let mut has_word = false;
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    for word in line.as_bytes().split(|byte| !in_word(byte)) {
        if !word.is_empty() && !word.iter().any(u8::is_ascii_digit) {
            hasher.write(word);
            hasher.write_u8(0xFF);
            has_word = true;
        }
    }
    // The upper half is the better mixed one.
    let hash = usize::try_from(hasher.finish() >> 32).unwrap_or_default();
    has_word.then_some(hash % COUNTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken<'a>(lines: impl IntoIterator<Item = &'a str>) -> Taken {
        let mut sample = Sample::default();
        lines.into_iter().for_each(|line| sample.look_at(line));
        sample.take()
    }

    fn lines_of(taken: Taken) -> Vec<String> {
        match taken {
            Taken::Whole(text) => panic!("all of it was taken: {text:?}"),
            Taken::Lines(text) => text.lines().map(str::to_owned).collect(),
        }
    }

    #[test]
    fn a_short_log_is_taken_whole() {
        let whole = Taken::Whole("a\n\nb 1\nb 2\n".to_owned());
        assert_eq!(taken(["a", "", "b 1", "b 2"]), whole);
        assert_eq!(taken([]), Taken::Whole(String::new()));
    }

    #[test]
    fn of_a_long_log_faults_and_rare_lines_are_taken_in_their_order() {
        let usual: Vec<String> = (0..5_000)
            .map(|number| format!("2026-01-01T00:00:00Z INFO GET /v2/bookings/{number} 200"))
            .collect();
        let mut lines: Vec<&str> = usual.iter().map(String::as_str).collect();
        lines.insert(4_000, "worker 7: 接続に失敗しました");
        lines.insert(2_500, "2026-01-01T00:00:00Z INFO lantern replaced");
        lines.insert(1_000, "ERROR ORA-12541 after 30 ms");
        lines.push("ERROR ORA-12541 after 31 ms");
        assert_eq!(
            lines_of(taken(lines)),
            [
                "2026-01-01T00:00:00Z INFO GET /v2/bookings/0 200",
                "ERROR ORA-12541 after 30 ms",
                "2026-01-01T00:00:00Z INFO lantern replaced",
                "worker 7: 接続に失敗しました",
            ]
        );
    }

    #[test]
    fn the_most_frequent_fault_and_the_last_one_are_taken_among_thousands_of_shapes() {
        let letters = |number: usize| -> String {
            let digits = number.to_string();
            digits.bytes().map(|digit| char::from(digit + 49)).collect()
        };
        let shapes: Vec<String> = (0..30_000)
            .map(|number| format!("thing {} happened", letters(number)))
            .collect();
        let rare: Vec<String> = (0..3_000)
            .map(|number| format!("error of {}", letters(number)))
            .collect();
        let storm = ["connection refused by 192.0.2.1"; 500];
        let lines = storm.into_iter().chain(rare.iter().map(String::as_str));
        let lines = lines.chain(shapes.iter().map(String::as_str));
        let found = lines_of(taken(lines.chain(["panic: lantern out"])));
        assert_eq!(found.len(), MAX_LINES);
        assert_eq!(found[0], "connection refused by 192.0.2.1");
        assert!(found.iter().all(|line| !line.starts_with("thing")));
    }

    #[test]
    fn memory_and_the_sample_are_bounded_whatever_the_lines_are() {
        let mut sample = Sample::default();
        for number in 0_u32..10_000 {
            let words = char::from_u32(0x4E00 + number).map(String::from);
            sample.look_at(&words.unwrap_or_default().repeat(1 + number as usize % 700));
        }
        assert!(sample.kept.len() <= MAX_KEPT);
        let Taken::Lines(text) = sample.take() else {
            panic!("it was taken whole");
        };
        assert!(text.len() <= MAX_TEXT, "{}", text.len());
    }

    #[test]
    fn lines_without_words_say_nothing() {
        let zeros = "\0".repeat(30_000);
        assert_eq!(
            taken([zeros.as_str(), "12:00 -- 404"]),
            Taken::Lines(String::new())
        );
    }
}
