//! Numbers as letters, small ones short: texts that browsers read quickly and hosts pack well.

/// The digits: those of the first half end a number, those of the second go on.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Adds a number: five bits a letter, the lowest first.
pub(super) fn push_number(out: &mut String, number: usize) {
    let mut rest = number;
    while rest >= 32 {
        out.push(char::from(DIGITS[32 + rest % 32]));
        rest /= 32;
    }
    out.push(char::from(DIGITS[rest]));
}

/// Reads a number and goes on behind it.
#[cfg(test)]
pub(super) fn read_number(rest: &mut &str) -> usize {
    let mut number = 0;
    for (position, letter) in rest.bytes().enumerate() {
        let digit = DIGITS.iter().position(|digit| *digit == letter);
        let digit = digit.expect("a number is of digits");
        number |= (digit % 32) << (5 * position);
        if digit < 32 {
            *rest = &rest[position + 1..];
            return number;
        }
    }
    unreachable!("a number ends");
}

#[cfg(test)]
mod tests {
    use super::{push_number, read_number};

    #[test]
    fn small_numbers_are_short() {
        for (number, letters) in [(0, "A"), (31, "f"), (32, "gB"), (33, "hB"), (1024, "ggB")] {
            let mut out = String::new();
            push_number(&mut out, number);
            assert_eq!(out, letters, "{number}");
            let mut rest = &*format!("{out}B");
            assert_eq!((read_number(&mut rest), rest), (number, "B"));
        }
    }
}
