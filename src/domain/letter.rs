//! What each letter of Vietnamese text is: case, tone, plain form.
//!
//! One table for all letters below U+1F00, made once: the kernels over names look letters up instead of
//! normalising them, which is some ten times faster.

use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One past the last code point of the table.
const LETTERS: usize = 0x1f00;

/// What a character is in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Letter,
    /// White space, breaking or not.
    Space,
    /// Combining mark, or a letter that composition rewrites: the text may not be in its composed form.
    Mark,
    /// Format and control characters that no one sees.
    Hidden,
    /// `'`, `-`, `.` and their kin, which stand in names.
    Joiner,
    Other,
}

/// A character's entry.
#[derive(Debug, Clone, Copy)]
pub struct Letter {
    pub class: Class,
    pub lower: char,
    pub upper: char,
    /// Lower case without tone, quality mark kept: ấ gives â.
    pub toneless: char,
    /// 0 none, 1 huyền, 2 sắc, 3 ngã, 4 hỏi, 5 nặng.
    pub tone: u8,
    /// Lower case without any mark, đ as d.
    pub plain: char,
}

static TABLE: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    (0..LETTERS as u32)
        .map(|code| describe(char::from_u32(code).unwrap_or('\u{0}')))
        .collect()
});

/// The entry of a character; beyond the table it is described on the spot.
#[must_use]
#[inline]
pub fn letter(c: char) -> Letter {
    match TABLE.get(c as usize) {
        Some(letter) => *letter,
        None => describe(c),
    }
}

/// The table itself, for loops that look up many letters.
#[must_use]
pub fn table() -> &'static [Letter] {
    &TABLE
}

/// Whether a text is sure to be in its composed form: it has no character that composition could rewrite.
#[must_use]
pub fn is_surely_composed(text: &str) -> bool {
    let table = table();
    let is_composed = |c: char| {
        let entry = table.get(c as usize);
        entry.is_some_and(|entry| entry.class != Class::Mark)
    };
    text.is_ascii() || text.chars().all(is_composed)
}

fn describe(c: char) -> Letter {
    let first = |mut letters: std::char::ToLowercase| letters.next().unwrap_or(c);
    let lower = first(c.to_lowercase());
    // A letter whose capital takes two letters (ß, ﬁ) keeps its form: half of them would be another letter.
    let mut capitals = c.to_uppercase();
    let upper = match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    };
    let mut tone = 0;
    let mut toneless = String::new();
    let mut plain = lower;
    for (index, part) in std::iter::once(lower).nfd().enumerate() {
        match tone_of(part) {
            Some(found) => tone = found,
            None => toneless.push(part),
        }
        if index == 0 {
            plain = if part == 'đ' { 'd' } else { part };
        }
    }
    Letter {
        class: class(c),
        lower,
        upper,
        toneless: toneless.nfc().next().unwrap_or(lower),
        tone,
        plain,
    }
}

fn tone_of(mark: char) -> Option<u8> {
    match mark {
        '\u{300}' => Some(1),
        '\u{301}' => Some(2),
        '\u{303}' => Some(3),
        '\u{309}' => Some(4),
        '\u{323}' => Some(5),
        _ => None,
    }
}

/// Hidden characters as rosters carry them: soft hyphen, zero-width ones, byte order mark.
fn class(c: char) -> Class {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => Class::Hidden,
        '\u{300}'..='\u{36f}' => Class::Mark,
        '\'' | '-' | '.' | '\u{2019}' | '\u{2bc}' | '`' => Class::Joiner,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_control() => Class::Hidden,
        _ if !is_composed(c) => Class::Mark,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether composition leaves a character alone, whatever stands beside it.
fn is_composed(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_taken_apart() {
        let a = letter('Ấ');
        assert_eq!(
            (a.lower, a.upper, a.toneless, a.tone, a.plain),
            ('ấ', 'Ấ', 'â', 2, 'a')
        );
        let d = letter('Đ');
        assert_eq!((d.lower, d.toneless, d.tone, d.plain), ('đ', 'đ', 0, 'd'));
        let y = letter('ỵ');
        assert_eq!((y.upper, y.toneless, y.tone, y.plain), ('Ỵ', 'y', 5, 'y'));
        assert_eq!(letter('\u{200b}').class, Class::Hidden);
        assert_eq!(letter('\u{a0}').class, Class::Space);
    }

    #[test]
    fn every_accented_letter_of_the_alphabet_has_one_of_five_tones_and_a_plain_form() {
        let vowels = "aăâeêioôơuưy";
        let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        for vowel in vowels.chars() {
            for (index, tone) in tones.into_iter().enumerate() {
                let composed: Vec<char> = [vowel, tone].into_iter().nfc().collect();
                assert_eq!(composed.len(), 1);
                let entry = letter(composed[0]);
                assert_eq!(
                    (entry.toneless, usize::from(entry.tone)),
                    (vowel, index + 1)
                );
                assert!(entry.plain.is_ascii_lowercase());
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_surely_composed_is(text in "[a-zA-ZàấđĐƯợô\u{300}-\u{323}\u{1e00}-\u{1f10}\u{ac00}\u{1100}\u{1161} .0-9]{0,12}|\\PC{0,8}") {
            let composed: String = text.nfc().collect();
            prop_assert!(!is_surely_composed(&text) || composed == text);
        }
    }
}
