//! Names as a register would write them: composed, one blank between, each word with a capital.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use self::labels::{Labelled, is_of_nobody, without_label};
use super::codes::fold_value;
use super::nothing::{is_filling_sign, says_nothing};
use super::typing::without_residue;
use crate::domain::family_name::begins_with_family_name;
use crate::domain::letter::{Class, is_surely_composed, letter, table};
use crate::domain::{Problem, Repair, Value};

mod labels;

/// Standardises a person's name. Marks stay as they are; only notation changes. What stands beside the name (a remark,
/// a form of address) is left out and said; what may be no name at all is kept and said.
#[must_use]
pub fn standardise_name(text: &str) -> Value<'_, Cow<'_, str>> {
    if text.is_empty() {
        return Value::default();
    }
    if says_there_is_none(text) {
        return Value::missing(text, Problem::Unreadable);
    }
    match glance(text) {
        Glance::Standard | Glance::Doubtful if is_of_nobody(text) => {
            Value::missing(text, Problem::Unreadable)
        }
        Glance::Standard => Value::as_given(text, Cow::Borrowed(text)),
        Glance::Doubtful => unless_none(doubted(text, Cow::Borrowed(text), None)),
        Glance::Other => unless_none(read(text)),
    }
}

/// The name, unless what is left of it says that there is none: `x)`, `Ông: không rõ`.
fn unless_none<'a>(value: Value<'a, Cow<'a, str>>) -> Value<'a, Cow<'a, str>> {
    match value.standard.as_deref() {
        Some(name) if says_there_is_none(name) || is_of_nobody(name) => {
            Value::missing(value.original, Problem::Unreadable)
        }
        _ => value,
    }
}

/// Whether the cell says that there is no name: "Chưa đặt tên" of a newborn, "Không rõ", "NULL".
fn says_there_is_none(text: &str) -> bool {
    if says_nothing(text) || is_filling_sign(text) {
        return true;
    }
    const BEGINNINGS: [&str; 6] = ["Chưa ", "chưa ", "CHƯA ", "Không ", "không ", "KHÔNG "];
    const SAYINGS: [&str; 6] = [
        "chuadatten",
        "chuacoten",
        "chuaro",
        "khongro",
        "khongten",
        "khongcoten",
    ];
    // Most names end here.
    text.starts_with(['C', 'c', 'K', 'k'])
        && BEGINNINGS.iter().any(|word| text.starts_with(word))
        && SAYINGS.contains(&fold_value(text).as_str())
}

/// A name that is not in its standard form.
fn read(text: &str) -> Value<'_, Cow<'_, str>> {
    let (clean, was_noisy) = without_noise(&with_usual_signs(text));
    if !has_letter(&clean) {
        return Value::missing(text, Problem::Unreadable);
    }
    if are_several_names(text) {
        return Value::missing(text, Problem::WrongForm);
    }
    let (clean, has_label) = match without_label(&clean) {
        Labelled::Note => return Value::missing(text, Problem::Unreadable),
        Labelled::Name(name) if has_letter(name) => (name.to_owned(), true),
        Labelled::Name(_) | Labelled::Bare => (clean, false),
    };
    let (clean, has_title) = match without_short_title(&clean) {
        Some(name) => (name.to_owned(), true),
        None => (clean, false),
    };
    // `Ông: Nông Văn Ấm`
    let clean = match clean.split_once(": ") {
        Some((title, name)) if is_address(title) => format!("{title} {name}"),
        _ => clean,
    };
    let bare = without_remark(&clean);
    let mut name = with_capitals(bare.name);
    // A capital may take a mark that its small letter does not: ı.
    if !is_surely_composed(&name) {
        name = name.nfc().collect();
    }
    if is_of_nobody(&name) {
        return Value::missing(text, Problem::Unreadable);
    }
    // A digit in a word is a key of VNI, or it is none of a name.
    let is_word = |word: &str| word.chars().all(is_of_name) || without_residue(word).is_some();
    if !name.split(' ').all(is_word) {
        return Value::missing(text, Problem::WrongForm);
    }
    let was_noisy = was_noisy || bare.had_signs || text.contains('_');
    let repair = match (bare.has_remark || has_label, has_title) {
        (true, _) => Some(Repair::Remark),
        (false, true) => Some(Repair::Title),
        (false, false) => was_noisy.then_some(Repair::Noise),
    };
    doubted(text, Cow::Owned(name), repair)
}

/// One sign for the apostrophe of H'Mông and Ê-đê names, blanks for `_`.
fn with_usual_signs(text: &str) -> Cow<'_, str> {
    let is_unusual = |c: char| c == '_' || APOSTROPHES.contains(&c);
    if !text.contains(is_unusual) {
        return Cow::Borrowed(text);
    }
    let usual = |c: char| match c {
        '_' => ' ',
        c if APOSTROPHES.contains(&c) => '\'',
        c => c,
    };
    Cow::Owned(text.chars().map(usual).collect())
}

pub(super) const APOSTROPHES: [char; 6] = ['’', '‘', 'ʼ', '´', '`', '′'];

/// The name with what has to be said of it: a repair that was made, or else the first doubt.
fn doubted<'a>(
    text: &'a str,
    name: Cow<'a, str>,
    repair: Option<Repair>,
) -> Value<'a, Cow<'a, str>> {
    let mut bare: &str = &name;
    while let Some(rest) = without_title(bare) {
        bare = rest.trim_start_matches('\'');
    }
    let title = (bare.len() < name.len()).then_some(Repair::Title);
    let name = match title {
        Some(_) => Cow::Owned(bare.to_owned()),
        None => name,
    };
    let words = name.split(' ').count();
    let is_title_alone = words == 2 && begins_with_title(&name);
    let is_of_others = begins_with(&name, &RELATIONS) || name.contains(" Và ");
    let residue = || without_residue(&name).map(|_| Repair::TypingResidue);
    let unusual = || {
        (is_title_alone || is_of_others || !(2..=WORDS_MAX).contains(&words))
            .then_some(Repair::UnusualName)
    };
    let remark = repair.filter(|repair| *repair == Repair::Remark);
    let said = remark
        .or(title)
        .or_else(residue)
        .or_else(unusual)
        .or(repair);
    match said {
        Some(repair) => Value::repaired(text, name, repair),
        None => Value::as_given(text, name),
    }
}

/// Names of more words are sentences.
const WORDS_MAX: usize = 8;

fn has_letter(text: &str) -> bool {
    text.chars().any(|c| letter(c).class == Class::Letter)
}

/// What a name is made of once it is clean.
fn is_of_name(c: char) -> bool {
    matches!(
        letter(c).class,
        Class::Letter | Class::Joiner | Class::Space | Class::Mark
    )
}

/// A name and what stood around it.
struct Bare<'n> {
    name: &'n str,
    /// Words or numbers stood beside the name.
    has_remark: bool,
    /// Nothing but signs did.
    had_signs: bool,
}

/// Cuts off a remark behind a bracket, a comma or a dash (`Nông Văn Ấm (đã mất)`), a number before or behind the name,
/// and signs at its ends. A cut that would leave no two words of a name is not made.
fn without_remark(clean: &str) -> Bare<'_> {
    // A sign in front begins no remark.
    let body = clean.trim_start_matches(is_sign);
    let mut name = body;
    let mut has_remark = false;
    if let Some(at) = remark_at(body)
        && body[..at]
            .split(' ')
            .filter(|word| has_letter(word))
            .count()
            >= 2
    {
        name = &body[..at];
        has_remark = body[at..].chars().any(char::is_alphanumeric);
    }
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && !has_letter(word);
    let is_noted = |before: &str, word: &str| before.contains(' ') && is_note(word);
    loop {
        let trimmed = name
            .trim_start_matches(is_sign)
            .trim_end_matches(is_sign)
            .trim_end_matches(['.', '-', ' ']);
        let (first, rest) = trimmed.split_once(' ').unwrap_or(("", trimmed));
        let (before, last) = trimmed.rsplit_once(' ').unwrap_or((trimmed, ""));
        name = if is_number(first) {
            rest
        } else if is_number(last) || is_noted(before, last) {
            before
        } else {
            name = trimmed;
            break;
        };
        has_remark = true;
    }
    Bare {
        name,
        has_remark,
        had_signs: name.len() < clean.len() && !has_remark,
    }
}

/// Whether what stands behind a name is a tick (`x`) or a word without a vowel (`HN` for hộ nghèo, `ĐT` before a number),
/// which is no syllable. A single letter may be a given name that someone left out.
fn is_note(word: &str) -> bool {
    let has_vowel = || word.chars().any(|c| "aeiouy".contains(letter(c).plain));
    let letters = word.chars().filter(|c| letter(*c).class == Class::Letter);
    // With these a syllable begins whose rest was left out.
    const ONSETS: [&str; 9] = ["th", "tr", "ph", "ng", "ngh", "nh", "kh", "ch", "gh"];
    let is_onset = || ONSETS.contains(&fold_value(word).as_str());
    matches!(word, "x" | "X") || letters.count() > 1 && !has_vowel() && !is_onset()
}

/// Whether names of several people stand in the cell (`Nông Văn A, Nông Văn B`): which of them the row is about, nothing
/// tells. One of two words may be a place (`Hà Quảng`).
fn are_several_names(text: &str) -> bool {
    let has_sign = |c: char| matches!(c, ',' | ';' | '/' | '+' | '&' | '\n' | '-' | '–');
    if !text.contains(has_sign) {
        return false;
    }
    let parts = text.split(has_sign).map(|part| {
        let name = with_capitals(&without_noise(part).0);
        let name = name.trim_matches(|c: char| !c.is_alphabetic());
        let mut bare = name;
        while let Some(rest) = without_title(bare) {
            bare = rest;
        }
        bare.to_owned()
    });
    let is_whole = |name: &String| {
        name.split(' ').count() > 2 && begins_with_family_name(name) && name.chars().all(is_of_name)
    };
    let mut names: Vec<String> = parts.filter(is_whole).collect();
    names.dedup();
    names.len() > 1
}

/// Where a remark begins.
fn remark_at(clean: &str) -> Option<usize> {
    let by_sign = clean.find(['(', '[', '{', ',', ';', ':', '/', '\\', '*', '|', '=', '&']);
    // `Tô Bá Út "Tý"`: what they are called besides. Between names it is none of a remark.
    let is_quote = |c: char| matches!(c, '"' | '“' | '”');
    let quoted = clean.ends_with(is_quote).then(|| clean.find(is_quote));
    let by_dash = [" - ", " – ", " + "]
        .iter()
        .filter_map(|dash| clean.find(dash))
        .min();
    [by_sign, by_dash, birth_words_at(clean), quoted.flatten()]
        .into_iter()
        .flatten()
        .min()
}

/// Where words for birth before a number begin: `sn 1957`. `Sinh` alone is a given name.
fn birth_words_at(clean: &str) -> Option<usize> {
    let number = clean.find(|c: char| c.is_ascii_digit())?;
    let words = clean[..number].trim_end_matches(|c: char| !c.is_alphanumeric());
    [
        " sn",
        " SN",
        " Sn",
        " ns",
        " NS",
        " sinh năm",
        " Sinh năm",
        " SINH NĂM",
    ]
    .iter()
    .find_map(|word| Some(words.strip_suffix(word)?.len()))
}

/// Signs that stand around names and are none of them. An apostrophe is one there, by which a workbook is told that a
/// cell is text (`'Nông Văn Ấm`); inside a word it belongs to Mông and Ê-đê names.
fn is_sign(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '\'') || (letter(c).class == Class::Other && !c.is_alphanumeric())
}

/// Forms of address. Ông is a family name too, so that what follows has to be one.
const TITLES: [&str; 17] = [
    "Ông", "Bà", "Cụ", "Cháu", "Bé", "Anh", "Chị", "Em", "Cô", "Chú", "Bác", "Thầy", "Thím", "Ô",
    "Mr", "Ms", "Mrs",
];

/// Those of which two stand together: `Cụ ông`.
const HONOURED: [&str; 3] = ["Ông", "Bà", "Cụ"];

/// Forms of address that are shortened or stand side by side, in small letters.
const SHORT_TITLES: [&str; 17] = [
    "ông.",
    "bà.",
    "sư cô",
    "sư thầy",
    "ông/bà",
    "ông / bà",
    "ông (bà)",
    "bà/ông",
    "ô/b",
    "anh/chị",
    "đ/c",
    "đ.c",
    "mrs.",
    "mr.",
    "ms.",
    "ô.",
    "b.",
];

/// Words that tell whose someone is, where no name is given: `Con bà …`.
const RELATIONS: [&str; 5] = ["Con", "Vợ", "Chồng", "Mẹ", "Bố"];

/// Family names that are common in the north and in Cao Bằng, without marks, in lower case.
const FAMILY_NAMES: [&str; 56] = [
    "ban", "be", "bui", "cao", "cha", "chao", "chu", "dam", "dang", "dao", "dinh", "do", "duong",
    "giang", "ha", "hau", "ho", "hoang", "huynh", "la", "lam", "lau", "le", "linh", "long", "luc",
    "luong", "luu", "ly", "ma", "mac", "mai", "ngo", "nguyen", "nong", "pham", "phan", "phung",
    "sam", "sung", "ta", "tan", "thai", "tham", "thao", "to", "tran", "trieu", "trinh", "truong",
    "vang", "vi", "vo", "vu", "vuong", "lo",
];

/// The name behind a form of address.
fn without_title(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once(' ')?;
    if !TITLES.contains(&first) {
        return None;
    }
    let (family, _) = rest.split_once(' ')?;
    if HONOURED.contains(&first) && HONOURED.contains(&family) {
        // `Bà Ông Thuý Thơ`: Ông is her family name.
        let is_hers = (first, family) == ("Bà", "Ông");
        return without_title(rest).or(Some(rest).filter(|_| is_hers));
    }
    let is_family = || {
        let family = fold_value(family);
        // Ông Văn Thành has Ông for his family name.
        let is_middle = ["van", "thi"].contains(&family.as_str());
        FAMILY_NAMES.contains(&family.as_str()) || begins_with_family_name(rest) && !is_middle
    };
    (NO_FAMILY_NAMES.contains(&first) || is_family()).then_some(rest)
}

/// Forms of address that nobody is called by: whatever follows them is a name.
const NO_FAMILY_NAMES: [&str; 7] = ["Bà", "Cụ", "Cháu", "Thím", "Mr", "Ms", "Mrs"];

/// The name behind one of [`SHORT_TITLES`].
fn without_short_title(clean: &str) -> Option<&str> {
    let behind = |title: &&str| {
        let mut rest = clean.chars();
        let is_title = { title.chars() }.all(|c| rest.next().map(|c| letter(c).lower) == Some(c));
        is_title.then_some(rest.as_str())
    };
    let rest = SHORT_TITLES.iter().find_map(behind)?;
    let name = rest.trim_start_matches([' ', ':', '.']);
    let (family, _) = name.split_once(' ')?;
    let is_family =
        FAMILY_NAMES.contains(&fold_value(family).as_str()) || begins_with_family_name(name);
    is_family.then_some(name)
}

/// Letters that are not Đ but are drawn like it: Icelandic eth and African D.
pub(super) const LOOK_ALIKES: [char; 3] = ['Ð', 'Ɖ', 'ð'];

/// What one look at a name shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    /// Nothing would change.
    Standard,
    /// Nothing would change, but it may be more or less than a name.
    Doubtful,
    Other,
}

/// Small letters that are keys of TELEX wherever they stand, and those that are at the end of a word, as bits.
const KEYS: u128 = bits(b"fjw");
const LAST_KEYS: u128 = bits(b"srx");
/// Letters that TELEX doubles.
const DOUBLED: u128 = bits(b"aeod");

const fn bits(letters: &[u8]) -> u128 {
    let mut bits = 0;
    let mut index = 0;
    while index < letters.len() {
        bits |= 1 << letters[index];
        index += 1;
    }
    bits
}

fn is_one_of(c: char, letters: u128) -> bool {
    (c as u32) < 128 && letters >> (c as u32) & 1 == 1
}

/// One pass, nothing allocated; nine names of ten in a register end here.
fn glance(text: &str) -> Glance {
    let mut starts_word = true;
    let mut words = 1;
    let mut has_keys = false;
    let mut last = ' ';
    let table = table();
    for c in text.chars() {
        let Some(entry) = table.get(c as usize) else {
            return Glance::Other;
        };
        match entry.class {
            Class::Letter => {
                let expected = if starts_word {
                    entry.upper
                } else {
                    entry.lower
                };
                if c != expected || LOOK_ALIKES.contains(&c) {
                    return Glance::Other;
                }
                starts_word = false;
                has_keys |= is_one_of(c, KEYS)
                    || is_one_of(c, DOUBLED) && c == last
                    || c == 'd' && last == 'D';
                last = c;
            }
            Class::Space if c == ' ' && !starts_word => {
                starts_word = true;
                words += 1;
                has_keys |= is_one_of(last, LAST_KEYS);
                last = c;
            }
            _ => return Glance::Other,
        }
    }
    has_keys |= is_one_of(last, LAST_KEYS);
    if starts_word || text.ends_with(" X") {
        Glance::Other
    } else if has_keys
        || !(2..=WORDS_MAX).contains(&words)
        || begins_with_title(text)
        || begins_with(text, &RELATIONS)
    {
        Glance::Doubtful
    } else {
        Glance::Standard
    }
}

/// Whether a word before a colon says how someone is addressed or whose someone is.
fn is_address(word: &str) -> bool {
    let word = with_capitals(word);
    TITLES.contains(&word.as_str()) || RELATIONS.contains(&word.as_str())
}

/// Whether a name says whose someone is: "Con Bà …".
#[must_use]
pub fn begins_with_relation(name: &str) -> bool {
    begins_with(name, &RELATIONS)
}

fn begins_with_title(text: &str) -> bool {
    begins_with(text, &TITLES)
}

fn begins_with(text: &str, words: &[&str]) -> bool {
    // The longest of them has eight bytes.
    let first = text.bytes().take(9).position(|b| b == b' ');
    first.is_some_and(|end| words.contains(&&text[..end]))
}

/// Composed, without hidden characters, blanks collapsed, look-alikes replaced; and whether more than
/// blanks and composition had to be mended.
pub(super) fn without_noise(text: &str) -> (String, bool) {
    let is_hidden = |c: &char| letter(*c).class == Class::Hidden;
    let has_hidden = text.chars().any(|c| is_hidden(&c));
    // Hidden characters go first: one between a letter and its mark would keep them apart.
    let seen = text.chars().filter(|c| !is_hidden(c));
    let (clean, has_look_alikes) = match is_surely_composed(text) {
        true => with_usual_blanks(seen, text.len()),
        false => with_usual_blanks(seen.nfc(), text.len()),
    };
    (clean, has_hidden || has_look_alikes)
}

/// Blanks collapsed and look-alikes replaced; and whether there were any of these.
fn with_usual_blanks(text: impl Iterator<Item = char>, bytes: usize) -> (String, bool) {
    let mut has_look_alikes = false;
    let mut clean = String::with_capacity(bytes);
    for c in text {
        match letter(c).class {
            Class::Space => {
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            _ if LOOK_ALIKES.contains(&c) => {
                has_look_alikes = true;
                clean.push(if c == 'ð' { 'đ' } else { 'Đ' });
            }
            _ => clean.push(c),
        }
    }
    let length = clean.trim_end().len();
    clean.truncate(length);
    (clean, has_look_alikes)
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
    // Small letters with marks among capitals are no mixture: old fonts have no capitals of them.
    let (mut has_upper, mut has_lower) = (false, false);
    for (index, c) in letters().enumerate() {
        let entry = letter(c);
        if entry.lower != entry.upper {
            has_upper |= c == entry.upper && index > 0;
            has_lower |= c == entry.lower && c.is_ascii();
        }
    }
    if has_upper && has_lower {
        name.push_str(word);
        return;
    }
    let mut starts_word = true;
    let mut is_behind_joiner = false;
    for c in word.chars() {
        let entry = letter(c);
        name.push(if starts_word || is_behind_joiner && c == entry.upper {
            entry.upper
        } else {
            entry.lower
        });
        starts_word &= entry.class != Class::Letter;
        is_behind_joiner = entry.class == Class::Joiner;
    }
}

#[cfg(test)]
mod tests;
