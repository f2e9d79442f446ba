//! Names as a register would write them: composed, one blank between, each word with a capital.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::domain::letter::{Class, letter};
use crate::domain::{Problem, Repair, Value};

/// Standardises a person's name. Marks stay as they are; only notation changes.
#[must_use]
pub fn standardise_name(text: &str) -> Value<'_, Cow<'_, str>> {
    if text.is_empty() {
        return Value::default();
    }
    if is_standard(text) {
        return Value::as_given(text, Cow::Borrowed(text));
    }
    let (clean, was_noisy) = without_noise(text);
    let name = with_capitals(&clean);
    if !name.chars().any(|c| letter(c).class == Class::Letter) {
        return Value::missing(text, Problem::Unreadable);
    }
    if was_noisy {
        Value::repaired(text, Cow::Owned(name), Repair::Noise)
    } else {
        Value::as_given(text, Cow::Owned(name))
    }
}

/// Standardises the name of a place or a thing: composed, one blank between, case as given.
#[must_use]
pub fn standardise_label(text: &str) -> Value<'_, Cow<'_, str>> {
    if text.is_empty() {
        return Value::default();
    }
    let mut last = ' ';
    let is_standard = text.chars().all(|c| {
        let fits = match letter(c).class {
            Class::Letter | Class::Joiner | Class::Other => true,
            Class::Space => c == ' ' && last != ' ',
            Class::Mark | Class::Hidden => false,
        };
        last = c;
        fits && !LOOK_ALIKES.contains(&c)
    });
    if is_standard {
        return Value::as_given(text, Cow::Borrowed(text));
    }
    Value::as_given(text, Cow::Owned(without_noise(text).0))
}

/// Letters that are not Đ but are drawn like it: Icelandic eth and African D.
const LOOK_ALIKES: [char; 3] = ['Ð', 'Ɖ', 'ð'];

/// Whether nothing would change: one pass, nothing allocated; nine names of ten in a register end here.
fn is_standard(text: &str) -> bool {
    let mut starts_word = true;
    for c in text.chars() {
        let entry = letter(c);
        match entry.class {
            Class::Letter => {
                let expected = if starts_word {
                    entry.upper
                } else {
                    entry.lower
                };
                if c != expected || LOOK_ALIKES.contains(&c) {
                    return false;
                }
                starts_word = false;
            }
            Class::Space if c == ' ' && !starts_word => starts_word = true,
            _ => return false,
        }
    }
    !starts_word
}

/// Composed, without hidden characters, blanks collapsed, look-alikes replaced; and whether more than
/// blanks and composition had to be mended.
fn without_noise(text: &str) -> (String, bool) {
    let is_hidden = |c: &char| letter(*c).class == Class::Hidden;
    let mut was_noisy = text.chars().any(|c| is_hidden(&c));
    let mut clean = String::with_capacity(text.len());
    // Hidden characters go first: one between a letter and its mark would keep them apart.
    for c in text.chars().filter(|c| !is_hidden(c)).nfc() {
        match letter(c).class {
            Class::Space => {
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            _ if LOOK_ALIKES.contains(&c) => {
                was_noisy = true;
                clean.push(if c == 'ð' { 'đ' } else { 'Đ' });
            }
            _ => clean.push(c),
        }
    }
    let length = clean.trim_end().len();
    clean.truncate(length);
    (clean, was_noisy)
}

/// Words all in capitals or all in small letters get one capital; a word of mixed case is left alone.
fn with_capitals(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            name.push(' ');
        }
        push_word(&mut name, word);
    }
    name
}

fn push_word(name: &mut String, word: &str) {
    let letters = || word.chars().filter(|c| letter(*c).class == Class::Letter);
    let (mut has_upper, mut has_lower) = (false, false);
    for (index, c) in letters().enumerate() {
        let entry = letter(c);
        if entry.lower != entry.upper {
            has_upper |= c == entry.upper && index > 0;
            has_lower |= c == entry.lower;
        }
    }
    if has_upper && has_lower {
        name.push_str(word);
        return;
    }
    let mut starts_word = true;
    for c in word.chars() {
        let entry = letter(c);
        name.push(if starts_word {
            entry.upper
        } else {
            entry.lower
        });
        starts_word &= entry.class != Class::Letter;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::How;

    fn check(text: &str, expected: &str, how: How) {
        let value = standardise_name(text);
        assert_eq!(
            value.standard.as_deref().unwrap_or_default(),
            expected,
            "{text}"
        );
        assert_eq!(value.how, how, "{text}");
    }

    #[test]
    fn notation_is_made_alike_and_marks_stay() {
        let given = How::AsGiven;
        check("Nông Thị Ấm", "Nông Thị Ấm", given);
        check("NÔNG THỊ ẤM", "Nông Thị Ấm", given);
        check("nông thị ấm", "Nông Thị Ấm", given);
        check("Nông  Thị\u{a0}Ấm", "Nông Thị Ấm", given);
        check(
            "No\u{302}ng Thi\u{323} A\u{302}\u{301}m",
            "Nông Thị Ấm",
            given,
        );
        check("Nông Thi\u{323} Ấm", "Nông Thị Ấm", given);
        check("Hoàng Thị Hoà", "Hoàng Thị Hoà", given);
        check("Vừ A Dình", "Vừ A Dình", given);
        check("H'MỸ ÊBAN", "H'mỹ Êban", given);
        check("McDonald an", "McDonald An", given);
        check("", "", How::Blank);
    }

    #[test]
    fn noise_is_repaired_and_said() {
        check(
            "Nông\u{200b} Thị Ấm",
            "Nông Thị Ấm",
            How::Repaired(Repair::Noise),
        );
        check("Ðàm Thị Ấm", "Đàm Thị Ấm", How::Repaired(Repair::Noise));
    }

    #[test]
    fn a_name_without_letters_is_none() {
        check("123", "", How::Missing(Problem::Unreadable));
        check("-", "", How::Missing(Problem::Unreadable));
    }

    proptest! {
        #[test]
        fn standardising_twice_changes_nothing(text in "[A-Za-zÀ-ỹĐđ\u{300}\u{301}\u{323}' \u{a0}\u{200b}]{1,30}") {
            if let Some(name) = standardise_name(text.trim()).standard {
                let name = name.trim().to_owned();
                let again = standardise_name(&name).standard.map(Cow::into_owned);
                prop_assert_eq!(again.as_deref(), Some(name.as_str()));
            }
        }

        #[test]
        fn any_script_is_standard_once_standardised(text in "\\PC{1,12}") {
            if let Some(name) = standardise_name(&text).standard {
                let again = standardise_name(&name).standard.map(Cow::into_owned);
                prop_assert_eq!(again.as_deref(), Some(&*name));
            }
        }

        #[test]
        fn the_quick_pass_never_hides_work_in_any_script(text in "\\p{Lu}\\p{L}{0,8}( \\p{Lu}\\p{L}{0,8})?") {
            if is_standard(&text) {
                prop_assert_eq!(with_capitals(&without_noise(&text).0), text);
            }
        }

        #[test]
        fn the_quick_pass_never_hides_work(text in "[A-Za-zÀ-ỹĐđÐ ]{1,20}") {
            if is_standard(&text) {
                let (clean, noisy) = without_noise(&text);
                prop_assert!(!noisy);
                prop_assert_eq!(with_capitals(&clean), text);
            }
        }
    }
}
