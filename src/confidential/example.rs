//! What is plainly made up.

/// Words in values that stand for something else.
const WORDS: [&str; 20] = [
    "example",
    "sample",
    "dummy",
    "changeme",
    "change-me",
    "change_me",
    "redacted",
    "placeholder",
    "your",
    "xxx",
    "yyy",
    "***",
    "...",
    "…",
    "secret",
    "password",
    "passwd",
    "token",
    "test",
    "foobar",
];

/// Characters of which templates and code are made, and values are not.
const SIGNS: [char; 10] = ['<', '>', '{', '}', '$', '%', '(', ')', '[', '…'];

/// Whether a value stands for another: `<password>`, `${TOKEN}`, `xxxx`, or one character over and
/// over.
pub(super) fn is_example(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let is_worded = WORDS.iter().any(|word| lower.contains(word));
    is_worded || value.contains(SIGNS) || is_monotonous(value)
}

/// Whether a number is one that people make up: a row of zeros, or counting.
pub(super) fn is_example_number(digits: &str) -> bool {
    let counts = ["1234567", "2345678", "9876543", "0123456"];
    is_monotonous(digits)
        || digits.contains("0000")
        || counts.iter().any(|count| digits.contains(count))
}

fn is_monotonous(value: &str) -> bool {
    let mut characters = value.chars().filter(char::is_ascii_alphanumeric);
    let first = characters.next();
    characters.all(|character| Some(character) == first)
}
