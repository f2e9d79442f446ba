//! How names go wrong in files.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::person::Name;
use super::rates::ErrorKind as E;
use super::report::Slips;

/// The name as a typist wrote it: typo, tone placement, lost tones, capitals, decomposition and hidden characters,
/// in the order in which they happen.
pub fn write_name(name: Name, slips: &mut Slips<'_>) -> String {
    let mut text = name.full();
    if slips.strikes(E::TypoInName) {
        text = typo(&text, slips);
    }
    let old = old_tone_placement(&text);
    if old != text && slips.strikes(E::OldTonePlacement) {
        text = old;
    }
    if slips.strikes(E::MissingTones) {
        text = without_marks(&text);
    }
    if slips.strikes(E::AllCapitals) {
        text = text.to_uppercase();
    }
    if slips.strikes(E::DecomposedUnicode) {
        text = text.nfd().collect();
    }
    if slips.strikes(E::HiddenCharacters) {
        text = hide(&text, slips);
    }
    text
}

/// One slip within the name: two letters swapped, one lost, doubled or replaced. Never empty, never unchanged.
fn typo(text: &str, slips: &mut Slips<'_>) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (1..letters.len())
        .filter(|&i| letters[i] != ' ' && letters[i - 1] != ' ')
        .collect();
    if places.is_empty() {
        return format!("{text}h");
    }
    let at = *slips.dice.pick(&places);
    match slips.dice.below(4) {
        0 if letters[at] != letters[at - 1] => letters.swap(at, at - 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = if letters[at] == 'n' { 'm' } else { 'n' },
    }
    letters.into_iter().collect()
}

/// Letters without tones and marks, đ as d, case kept.
pub fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

/// The tone of open `oa`, `oe`, `uy` on the first vowel: Hoà → Hòa, Thuỷ → Thủy; Quý and Hoàng stay.
pub fn old_tone_placement(text: &str) -> String {
    text.split(' ')
        .map(old_syllable)
        .collect::<Vec<_>>()
        .join(" ")
}

fn old_syllable(syllable: &str) -> String {
    const PAIRS: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    for (new, old) in PAIRS {
        if let Some(onset) = syllable
            .strip_suffix(new)
            .filter(|onset| !onset.ends_with(['q', 'Q']))
        {
            return format!("{onset}{old}");
        }
    }
    syllable.to_owned()
}

fn hide(text: &str, slips: &mut Slips<'_>) -> String {
    match slips.dice.below(4) {
        0 => text.replacen(' ', "\u{00A0}", 1),
        1 => text.replacen(' ', " \u{200B}", 1),
        2 => text.replacen(' ', "  ", 1),
        _ => format!("{text} "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dice::{Dice, Stream};
    use crate::synth::rates::ErrorRates;
    use crate::synth::report::Tally;

    #[test]
    fn tones_move_only_in_open_syllables() {
        assert_eq!(old_tone_placement("Nông Thị Hoà"), "Nông Thị Hòa");
        assert_eq!(old_tone_placement("Thuỷ Thuý Khoẻ"), "Thủy Thúy Khỏe");
        assert_eq!(
            old_tone_placement("Quý Hoàng Thoại Thuyết"),
            "Quý Hoàng Thoại Thuyết"
        );
    }

    #[test]
    fn marks_go_and_case_stays() {
        assert_eq!(without_marks("Đàm Thị Thuỷ"), "Dam Thi Thuy");
    }

    #[test]
    fn a_typo_always_changes_and_zero_rates_never_do() {
        let rates = ErrorRates::none();
        let mut slips = Slips {
            rates: &rates,
            dice: Dice::new(1, Stream::Errors, 0, 0),
            tally: Tally::default(),
        };
        let name = Name {
            family: "Vừ",
            middle: "A",
            given: "Dình",
        };
        for _ in 0..500 {
            assert_ne!(typo("Vừ A Dình", &mut slips), "Vừ A Dình");
            assert_eq!(write_name(name, &mut slips), "Vừ A Dình");
        }
    }
}
