//! Noise of typing and export around digits.

use std::borrow::Cow;

/// How the digits of a cell were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Digits<'a> {
    /// The cell is digits and nothing else.
    Clean(&'a str),
    /// Digits after apostrophes, blanks, dots, hidden characters, a trailing `.0`, O and l were mended.
    Noisy(Cow<'a, str>),
    /// `4.09E+09`: the last digits are gone.
    Rounded,
    /// Something else.
    Other,
}

/// The digits of a cell that should hold a number.
#[must_use]
pub fn digits(text: &str) -> Digits<'_> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Digits::Clean(text);
    }
    if is_rounded(text) {
        return Digits::Rounded;
    }
    let text = text
        .strip_suffix(".0")
        .or_else(|| text.strip_suffix(",0"))
        .unwrap_or(text);
    let mut found = String::with_capacity(text.len());
    let mut mended = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => found.push(c),
            'O' | 'o' => {
                found.push('0');
                mended += 1;
            }
            'l' | 'I' => {
                found.push('1');
                mended += 1;
            }
            '\'' | '\u{2019}' | '.' | '-' | '\u{ad}' | '\u{2060}' | '\u{feff}' => {}
            '\u{200b}'..='\u{200d}' => {}
            c if c.is_whitespace() => {}
            _ => return Digits::Other,
        }
    }
    // A letter for a digit happens now and then; a cell of such letters is a word.
    if found.is_empty() || mended > 2 {
        Digits::Other
    } else {
        Digits::Noisy(Cow::Owned(found))
    }
}

/// A number in scientific notation.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let is_number = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    };
    is_number(mantissa) && is_number(exponent.trim_start_matches('+'))
}

/// Digits that someone typed to fill a cell: all alike, or counting up or down.
#[must_use]
pub fn is_filler(digits: &str) -> bool {
    let steps = |step: i16| {
        digits
            .as_bytes()
            .windows(2)
            .all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - step).rem_euclid(10) == 0)
    };
    digits.len() >= 6 && (steps(0) || steps(1) || steps(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noisy(text: &str, expected: &str) {
        assert_eq!(
            digits(text),
            Digits::Noisy(Cow::Borrowed(expected)),
            "{text}"
        );
    }

    #[test]
    fn noise_goes_and_digits_stay() {
        assert_eq!(digits("003190012345"), Digits::Clean("003190012345"));
        noisy("'003190012345", "003190012345");
        noisy("003 190 012 345", "003190012345");
        noisy("3190012345.0", "3190012345");
        noisy("OO3190012345", "003190012345");
        noisy("003190\u{200b}012345", "003190012345");
    }

    #[test]
    fn what_is_lost_or_no_number_is_said() {
        for text in ["4.09E+09", "4,00E+10", "4E11"] {
            assert_eq!(digits(text), Digits::Rounded, "{text}");
        }
        for text in ["DT2040312345678", "không", "OOO", "E", "-"] {
            assert_eq!(digits(text), Digits::Other, "{text}");
        }
    }

    #[test]
    fn fillers_are_known() {
        for text in ["000000000000", "123456789", "0123456789", "987654321"] {
            assert!(is_filler(text), "{text}");
        }
        assert!(!is_filler("003190012345"));
        assert!(!is_filler("11111"));
    }
}
