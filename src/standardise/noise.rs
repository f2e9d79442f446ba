//! Noise of typing and export around digits.

use std::borrow::Cow;

use super::codes::fold_value;

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
    match power_of_ten(text) {
        Some(Power::Exact(digits)) => return Digits::Noisy(Cow::Owned(digits)),
        Some(Power::Rounded) => return Digits::Rounded,
        None => {}
    }
    let mut found = String::with_capacity(text.len());
    let mut mended = 0;
    for c in without_decimals(text).chars() {
        match c {
            '0'..='9' => found.push(c),
            '\u{ff10}'..='\u{ff19}' => found.push(char::from(b'0' + (c as u32 - 0xff10) as u8)),
            'O' | 'o' => {
                found.push('0');
                mended += 1;
            }
            'l' | 'I' => {
                found.push('1');
                mended += 1;
            }
            c if is_noise(c) => {}
            _ => return Digits::Other,
        }
    }
    // A letter for a digit happens now and then, in a whole number more often; a cell of such letters is a word.
    if found.is_empty() || mended > 2.max(found.len() / 4) {
        Digits::Other
    } else {
        Digits::Noisy(Cow::Owned(found))
    }
}

/// What typing, formulas (`="003…"`) and chat programs leave around digits, and what nobody sees.
fn is_noise(c: char) -> bool {
    let is_mark = matches!(
        c,
        '\'' | '"' | '`' | '´' | '‘' | '’' | '“' | '”' | 'ʼ' | '=' | '_' | '.' | ',' | '-' | '–'
    );
    let is_hidden = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    is_mark || is_hidden || c.is_whitespace()
}

/// Without the `.0` of a number that was kept as a decimal.
#[must_use]
pub fn without_decimals(text: &str) -> &str {
    [".0", ",0", ".00", ",00"]
        .iter()
        .find_map(|zeros| text.strip_suffix(zeros))
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text)
}

/// A number in scientific notation.
enum Power {
    /// All digits of the whole number stand in the mantissa: `3.190012345E+9`.
    Exact(String),
    /// `4.09E+09`.
    Rounded,
}

fn power_of_ten(text: &str) -> Option<Power> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    if !is_digits(whole) || !is_digits(exponent) || !(decimals.is_empty() || is_digits(decimals)) {
        return None;
    }
    let exponent: usize = exponent.parse().ok()?;
    if whole.len() == 1 && decimals.len() == exponent && exponent >= 8 {
        return Some(Power::Exact(format!("{whole}{decimals}")));
    }
    Some(Power::Rounded)
}

/// Digits that someone typed to fill a cell: all alike or nearly so, counting up or down, one group again and again.
#[must_use]
pub fn is_filler(digits: &str) -> bool {
    is_one_pattern(digits) || is_mostly_one_digit(digits.as_bytes())
}

/// Digits all alike, counting up or down, or one group of two to four again and again.
#[must_use]
pub fn is_one_pattern(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let steps = |step: i16| {
        bytes
            .windows(2)
            .all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - step).rem_euclid(10) == 0)
    };
    let repeats = |period: usize| {
        bytes.len() >= 3 * period
            && bytes.len().is_multiple_of(period)
            && bytes[period..] == bytes[..bytes.len() - period]
    };
    bytes.len() >= 6 && (steps(0) || steps(1) || steps(-1) || (2..=4).any(repeats))
}

/// Nine equal digits of twelve or eleven, all but two of fewer: `003111111111`, `0300000000`.
fn is_mostly_one_digit(bytes: &[u8]) -> bool {
    let run_min = bytes.len().saturating_sub(2).min(9);
    // So long a run covers the middle; nearly every number ends here.
    if bytes.len() < 9 || bytes[4] != bytes[5] {
        return false;
    }
    bytes
        .chunk_by(|a, b| a == b)
        .any(|run| run.len() >= run_min)
}

/// Whether words beside a number may say that it is another's or none: words about relatives, denials, doubts.
#[must_use]
pub fn may_be_of_another(words: &str) -> bool {
    const WORDS: [&str; 17] = [
        "me", "bo", "cha", "con", "vo", "chong", "chau", "ong", "ba", "anh", "chi", "em", "cua",
        "nham", "sai", "khong", "chu",
    ];
    let mut folded = words.split(|c: char| !c.is_alphanumeric()).map(fold_value);
    words.contains('?') || folded.any(|word| WORDS.contains(&word.as_str()))
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
        noisy("=\"003190012345\"", "003190012345");
        noisy("\u{202a}003190012345\u{202c}", "003190012345");
        noisy("3,190,012,345", "3190012345");
        noisy("3190012345.00", "3190012345");
        noisy("3.190012345E+9", "3190012345");
        noisy("００3190012345", "003190012345");
        noisy("0031900l2345", "003190012345");
    }

    #[test]
    fn what_is_lost_or_no_number_is_said() {
        for text in [
            "4.09E+09",
            "4,00E+10",
            "4E11",
            "4.00E+11",
            "3.19001E+9",
            "1E999999999",
        ] {
            assert_eq!(digits(text), Digits::Rounded, "{text}");
        }
        for text in ["DT2040312345678", "không", "OOO", "E", "-"] {
            assert_eq!(digits(text), Digits::Other, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_and_digits_are_digits(text in "\\PC{0,20}|[0-9Ee+.,OIl ]{0,20}") {
            let _ = is_filler(&text);
            if let Digits::Noisy(found) = digits(&text) {
                proptest::prop_assert!(found.bytes().all(|b| b.is_ascii_digit()));
                proptest::prop_assert_eq!(digits(&found), Digits::Clean(&found));
            }
        }
    }

    #[test]
    fn fillers_are_known() {
        for text in [
            "000000000000",
            "111111111111",
            "123456789012",
            "012345678901",
            "123456789",
            "0123456789",
            "987654321",
            "0909090909",
            "123123123123",
            "003111111111",
            "000000000001",
            "0300000000",
            "123123123",
        ] {
            assert!(is_filler(text), "{text}");
        }
        for text in [
            "003190012345",
            "11111",
            "0399999123",
            "003190000001",
            "081222223",
            "4190012345",
        ] {
            assert!(!is_filler(text), "{text}");
        }
        assert!(is_filler("0988888888") && !is_one_pattern("0988888888"));
    }

    #[test]
    fn words_about_others_are_known() {
        for words in ["(mẹ)", "số của con", "nhầm", "K1?", "không phải"] {
            assert!(may_be_of_another(words), "{words}");
        }
        for words in ["", "K1", "hết hạn", "cấp tại Cao Bằng", "Số thẻ:"] {
            assert!(!may_be_of_another(words), "{words}");
        }
    }
}
