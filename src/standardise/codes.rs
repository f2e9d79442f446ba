//! Values that stand in a list: sex, states, groups.

use unicode_normalization::UnicodeNormalization;

use super::age::Age;
use super::noise::without_decimals;
use crate::domain::fast_map::FastMap;
use crate::domain::letter::{Class, letter};
use crate::domain::{Problem, Repair, Value};

/// Folds a listed value as headers are folded, digits kept.
pub use fold::fold_value;

/// Spellings of a field's standard values, compiled from a profile.
#[derive(Debug, Clone)]
pub struct CodeList<T> {
    exact: FastMap<String, T>,
    folded: FastMap<String, T>,
    /// What forms call the field, folded, blanks kept: `dan toc` in `Dân tộc Tày`.
    names: &'static [&'static str],
    /// Whether words beside a value may change it: `Đã gửi (lỗi)`.
    is_changed_by_words: bool,
}

impl<T: Copy + PartialEq> CodeList<T> {
    /// From (standard value, spelling) pairs, of which the first to spell a value holds.
    pub fn new<'s>(spellings: impl IntoIterator<Item = (T, &'s str)>) -> Self {
        let mut list = Self {
            exact: FastMap::default(),
            folded: FastMap::default(),
            names: &[],
            is_changed_by_words: false,
        };
        for (standard, spelling) in spellings {
            list.exact.entry(spelling.to_owned()).or_insert(standard);
            let folded = fold_value(spelling);
            if let Some(number) = number(&folded) {
                list.folded.entry(number).or_insert(standard);
            }
            // A sign alone (`✓`) folds to nothing, as every other sign does.
            if !folded.is_empty() {
                list.folded.entry(folded).or_insert(standard);
            }
        }
        list
    }

    /// The list with what forms call its field.
    #[must_use]
    pub fn called(self, names: &'static [&'static str]) -> Self {
        Self { names, ..self }
    }

    /// The list of a state, of which words beside it may take back what it says: only codes add nothing to it.
    #[must_use]
    pub fn changed_by_words(self) -> Self {
        Self {
            is_changed_by_words: true,
            ..self
        }
    }

    /// The value that a text spells, whatever its case and marks; a code that is kept as a number may have gained
    /// decimals (`2.0`) or zeros (`02`), or lost them. What the writer doubts (`14 (?)`) spells nothing.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<T> {
        if let Some(exact) = self.exact.get(text) {
            return Some(*exact);
        }
        let folded = fold_value(without_decimals(text));
        let found = self.folded.get(&folded);
        found
            .or_else(|| self.folded.get(&number(&folded)?))
            .copied()
            .filter(|_| !text.contains('?'))
    }

    /// Reads a cell: a spelling, or a spelling beside its code, its other name or a remark, which is said.
    #[must_use]
    pub fn standardise<'a>(&self, text: &'a str) -> Value<'a, T> {
        if text.is_empty() {
            return Value::default();
        }
        if let Some(standard) = self.get(text) {
            return Value::as_given(text, standard);
        }
        match self.beside_other(text) {
            Ok(standard) => Value::repaired(text, standard, Repair::Remark),
            Err(problem) => Value::missing(text, problem),
        }
    }

    /// The value of `1 - Nam`, `Nam (1)`, `Kinh (Việt)`, `Dân tộc: Tày`: two parts of which each spells the same, or
    /// only one anything.
    fn beside_other(&self, text: &str) -> Result<T, Problem> {
        let bare = self.without_field_name(text);
        if let Some(standard) = self.get(bare).filter(|_| bare != text) {
            return Ok(standard);
        }
        let (first, second) = two_parts(bare).ok_or(Problem::Unknown)?;
        match (self.get(first), self.get(second)) {
            (Some(a), Some(b)) if a == b => Ok(a),
            (Some(_), Some(_)) => Err(Problem::Contradiction),
            (Some(known), None) if self.takes(second) => Ok(known),
            (None, Some(known)) if self.takes(first) => Ok(known),
            _ => Err(Problem::Unknown),
        }
    }

    /// Whether a value may stand beside a part that is in no list.
    fn takes(&self, part: &str) -> bool {
        let is_age = || part.contains(char::is_alphabetic) && Age::parse(part).is_some();
        is_code(part) || !self.is_changed_by_words && (adds_nothing(part) || is_age())
    }

    /// What stands behind the name of the field.
    fn without_field_name<'t>(&self, text: &'t str) -> &'t str {
        let rests = self.names.iter().filter_map(|name| after_words(text, name));
        rests.min_by_key(|rest| rest.len()).unwrap_or(text)
    }
}

/// The text behind the folded words that it begins with; `None` where it begins otherwise or nothing is left.
fn after_words<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = text;
    for word in words.split(' ') {
        let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
        let (first, others) = rest.split_at(end);
        if fold_value(first) != word {
            return None;
        }
        rest = others.trim_start_matches(|c| !is_of_word(c));
    }
    Some(rest).filter(|rest| !rest.is_empty())
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_digit() || matches!(letter(c).class, Class::Letter | Class::Mark | Class::Hidden)
}

/// A code and its label in either order, or a label and what stands in parentheses behind it.
fn two_parts(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
    if let Some(open) = text.strip_suffix([')', ']'])
        && let Some((before, inside)) = open.split_once(['(', '['])
    {
        return Some((before.trim(), inside.trim()))
            .filter(|(before, inside)| !before.is_empty() && !inside.is_empty());
    }
    let is_sign = |c: char| matches!(c, '-' | '–' | '—' | '.' | ':' | ')' | '_' | '=');
    let is_between = |c: char| c.is_whitespace() || is_sign(c);
    let head = text.trim_start_matches('(');
    let end = head
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(head.len());
    let label = head[end..].trim_start_matches(is_between);
    if is_code(&head[..end]) && label.len() < head.len() - end && !label.is_empty() {
        return Some((&head[..end], label))
            .filter(|(_, label)| label.contains(char::is_alphabetic));
    }
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let label = text[..start].trim_end_matches(is_between);
    let has_sign = text[label.len()..start].contains(is_sign);
    (is_code(&text[start..]) && has_sign && label.contains(char::is_alphabetic))
        .then(|| (label, &text[start..]))
}

fn is_code(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether words that no list has take nothing from the value beside them: they hold no doubt, denial or second value.
fn adds_nothing(part: &str) -> bool {
    const DENIALS: [&str; 9] = [
        "khong", "k", "ko", "chua", "hoac", "hay", "va", "nham", "sai",
    ];
    let has_sign = part.contains([';', ',', '/', '+', '&', '|', '\n', '?']);
    let denies = || {
        let words = part.split(|c| !is_of_word(c));
        words
            .map(fold_value)
            .any(|word| DENIALS.contains(&word.as_str()))
    };
    let is_words = !part.contains(|c: char| c.is_ascii_digit());
    is_words && part.contains(char::is_alphabetic) && !has_sign && !denies()
}

/// A folded code as the number that it is; `None` for a word.
fn number(folded: &str) -> Option<String> {
    let is_code = folded.len() <= 3 && folded.bytes().all(|b| b.is_ascii_digit());
    let digits = folded.trim_start_matches('0');
    (is_code && !digits.is_empty() && digits != folded).then(|| digits.to_owned())
}

/// What forms write before a class, folded.
const CLASS_LABELS: [&str; 7] = [
    "suc khoe",
    "phan loai",
    "xep loai",
    "loai",
    "hang",
    "sk",
    "pl",
];

/// Classes by their names in QĐ 1613/BYT-QĐ, folded.
const CLASS_NAMES: [(&str, u8); 5] = [
    ("rat khoe", 1),
    ("khoe", 2),
    ("trung binh", 3),
    ("yeu", 4),
    ("rat yeu", 5),
];

/// Health classes as forms write them: `I`, `Loại I`, `Loại 1`, `1`, `Sức khoẻ loại II`, `2 - Khoẻ`. A name alone
/// (`Khoẻ`) is read and said, and so is a class beside a remark; a class beside the name of another is none, and two
/// classes in one cell are none.
#[must_use]
pub fn standardise_health_class(text: &str) -> Value<'_, u8> {
    if text.is_empty() {
        return Value::default();
    }
    if let Some(class) = class_number(text) {
        return Value::as_given(text, class);
    }
    if text.contains('?') {
        return Value::missing(text, Problem::Unknown);
    }
    let (mut classes, mut others) = (Vec::new(), Vec::new());
    let words = without_class_labels(&words(without_decimals(text)));
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match class_number(word) {
            Some(class) => classes.push(class),
            None => others.push(word),
        }
    }
    let begins_with_class = words.split(' ').next().and_then(class_number).is_some();
    classes.dedup();
    let others = others.join(" ");
    match (classes.as_slice(), class_name(&others)) {
        ([], Some(named)) => Value::repaired(text, named, Repair::ClassInWords),
        ([class], _) if others.is_empty() => Value::as_given(text, *class),
        ([class], Some(named)) if *class == named => Value::as_given(text, named),
        ([_], Some(_)) => Value::missing(text, Problem::Contradiction),
        ([class], None) if begins_with_class && adds_nothing(&others) => {
            Value::repaired(text, *class, Repair::Remark)
        }
        _ => Value::missing(text, Problem::Unknown),
    }
}

/// Folded words without the labels among them, also without one that a class is written together with (`loai2`).
fn without_class_labels(words: &str) -> String {
    let mut bare = format!(" {words} ");
    for label in CLASS_LABELS {
        bare = bare.replace(&format!(" {label} "), " ");
    }
    let unlabelled = |word: &str| {
        let mut labels = CLASS_LABELS.iter();
        let class = labels.find_map(|label| word.strip_prefix(label));
        class
            .filter(|class| class_number(class).is_some())
            .map(str::to_owned)
    };
    let words = bare.split(' ').filter(|word| !word.is_empty());
    let bare: Vec<String> = words
        .map(|word| unlabelled(word).unwrap_or_else(|| word.to_owned()))
        .collect();
    bare.join(" ")
}

fn class_number(word: &str) -> Option<u8> {
    match word {
        "i" | "I" | "1" | "ⅰ" => Some(1),
        "ii" | "II" | "2" | "ⅱ" => Some(2),
        "iii" | "III" | "3" | "ⅲ" => Some(3),
        "iv" | "IV" | "4" | "ⅳ" => Some(4),
        "v" | "V" | "5" | "ⅴ" => Some(5),
        _ => None,
    }
}

fn class_name(words: &str) -> Option<u8> {
    let named = CLASS_NAMES.iter().find(|(name, _)| *name == words);
    named.map(|(_, class)| *class)
}

/// The words of a text, folded, one blank between.
fn words(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let words = composed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(fold_value).collect::<Vec<_>>().join(" ")
}

mod fold {
    use crate::domain::letter::{Class, is_surely_composed, letter};
    use unicode_normalization::UnicodeNormalization;

    /// Lower case without marks; letters and digits only. What stands between two numbers keeps them apart: `1;6` is
    /// not 16.
    #[must_use]
    pub fn fold_value(text: &str) -> String {
        match is_surely_composed(text) {
            true => fold(text.chars(), text.len()),
            false => fold(text.nfc(), text.len()),
        }
    }

    fn fold(text: impl Iterator<Item = char>, bytes: usize) -> String {
        let mut folded = String::with_capacity(bytes);
        let mut is_apart = false;
        for c in text {
            let entry = letter(c);
            match entry.class {
                Class::Letter => folded.push(entry.plain),
                Class::Other if c.is_ascii_digit() => {
                    if is_apart && folded.ends_with(|last: char| last.is_ascii_digit()) {
                        folded.push(' ');
                    }
                    folded.push(c);
                }
                Class::Hidden | Class::Mark => continue,
                _ => {
                    is_apart = true;
                    continue;
                }
            }
            is_apart = false;
        }
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::How;

    #[test]
    fn spellings_are_found_whatever_case_and_marks() {
        let list = CodeList::new([(1, "Nữ"), (2, "Đã tiếp nhận"), (3, "x")]);
        for (text, expected) in [
            ("Nữ", Some(1)),
            ("NU", Some(1)),
            ("da tiep nhan", Some(2)),
            ("X", Some(3)),
            ("?", None),
        ] {
            assert_eq!(list.get(text), expected, "{text}");
        }
        assert_eq!(list.standardise("khác").how, How::Missing(Problem::Unknown));
        assert_eq!(list.standardise("").how, How::Blank);
    }

    #[test]
    fn a_code_kept_as_a_number_is_found_and_two_codes_are_not_one() {
        let list = CodeList::new([(1, "1"), (2, "02"), (10, "10"), (16, "16"), (13, "13")]);
        for (text, expected) in [
            ("1", Some(1)),
            ("1.0", Some(1)),
            ("01", Some(1)),
            ("02", Some(2)),
            ("2", Some(2)),
            ("10", Some(10)),
            ("16.", Some(16)),
            ("1;6", None),
            ("1,6", None),
            ("1 6", None),
            ("1.3", None),
            ("1/0", None),
            ("0", None),
            ("00", None),
        ] {
            assert_eq!(list.get(text), expected, "{text}");
        }
    }

    /// What drop-down lists of forms write.
    #[test]
    fn a_code_and_its_label_are_one_value_and_said() {
        let list = CodeList::new([
            (1, "Nam"),
            (1, "1"),
            (2, "Nữ"),
            (2, "2"),
            (3, "Cao Lan - Sán Chỉ"),
        ])
        .called(&["gioi tinh", "gt"]);
        for (text, standard) in [
            ("1 - Nam", 1),
            ("2-Nữ", 2),
            ("02. Nữ", 2),
            ("2) nu", 2),
            ("2 Nữ", 2),
            ("Nam (1)", 1),
            ("Nam - 1", 1),
            ("Giới tính: Nữ", 2),
            ("GT 1", 1),
            ("Gio\u{301}\u{31b}i ti\u{301}nh: Nam", 1),
            ("7 - Nam", 1),
            ("1 - nam giới tính gì đó", 1),
            ("Nữ (sinh đôi)", 2),
            ("Nữ (Nữ)", 2),
            ("Nữ (80t)", 2),
            ("Nữ (80 tuổi)", 2),
            ("3 (Cao Lan - Sán Chỉ)", 3),
        ] {
            let beside = Value::repaired(text, standard, Repair::Remark);
            assert_eq!(list.standardise(text), beside, "{text}");
        }
        for text in ["1 - Nữ", "Nữ (1)", "Nam (nữ)", "2 - Nam"] {
            let contradiction = Value::missing(text, Problem::Contradiction);
            assert_eq!(list.standardise(text), contradiction, "{text}");
        }
        for text in [
            "1 (?)",
            "Nam?",
            "1 - chưa rõ",
            "Nam (hoặc khác)",
            "Nam (1957)",
            "Nam, nữ",
            "1;2",
            "1/2",
            "1 2",
            "Nam / ?",
            "Giới tính:",
            "()",
            "- Nam khác",
            "12345 - Nam",
        ] {
            let unknown = Value::missing(text, Problem::Unknown);
            assert_eq!(list.standardise(text), unknown, "{text}");
        }
    }

    #[test]
    fn words_may_take_back_a_state() {
        let list = CodeList::new([(1, "Đã gửi"), (2, "Từ chối")]).changed_by_words();
        let said = |text| Value::repaired(text, 1, Repair::Remark);
        assert_eq!(list.standardise("2 - Đã gửi"), said("2 - Đã gửi"));
        assert_eq!(list.standardise("Đã gửi (đã gửi)"), said("Đã gửi (đã gửi)"));
        let text = "Đã gửi (lỗi)";
        assert_eq!(
            list.standardise(text),
            Value::missing(text, Problem::Unknown)
        );
        let text = "Đã gửi (từ chối)";
        assert_eq!(
            list.standardise(text),
            Value::missing(text, Problem::Contradiction)
        );
    }

    #[test]
    fn a_sign_is_found_as_it_is_and_stands_for_no_other() {
        let list = CodeList::new([(true, "✓"), (true, "x"), (false, "0")]);
        assert_eq!(list.get("✓"), Some(true));
        for text in ["-", "…", "✗", "?"] {
            assert_eq!(list.get(text), None, "{text}");
        }
    }

    #[test]
    fn class_forms_are_read() {
        for text in [
            "II",
            "ii",
            "2",
            "2.0",
            "II.",
            "Ⅱ",
            "Loại II",
            "loại 2",
            "Loai2",
            "LOẠI II",
            "Sức khoẻ loại II",
            "Sức khỏe: Loại 2",
            "PL2",
            "Phân loại II",
            "SK loại II",
            "Loại II (khoẻ)",
            "Loại II - Khỏe",
            "2 - Khoẻ",
            "Khoẻ (loại II)",
            "2. Sức khoẻ loại II",
            "Khỏe - II",
            "Lo\u{61}\u{323}i II",
        ] {
            let given = Value::as_given(text, 2);
            assert_eq!(standardise_health_class(text), given, "{text}");
        }
        for (text, class) in [
            ("Rất khỏe", 1),
            ("Khỏe", 2),
            ("khoẻ", 2),
            ("Sức khoẻ trung bình", 3),
            ("Yếu", 4),
            ("Rất yếu", 5),
        ] {
            let named = Value::repaired(text, class, Repair::ClassInWords);
            assert_eq!(standardise_health_class(text), named, "{text}");
        }
        for text in [
            "VI",
            "I-II",
            "I, II",
            "II/III",
            "2 - loại III",
            "không đạt loại II",
            "II (?)",
            "không khoẻ",
            "0",
            "6",
            "12",
            "bình thường",
            "Loại",
            "-",
        ] {
            let unknown = Value::missing(text, Problem::Unknown);
            assert_eq!(standardise_health_class(text), unknown, "{text}");
        }
        for text in ["Loại II (yếu)", "3 - Khoẻ", "Rất khoẻ (II)"] {
            let contradiction = Value::missing(text, Problem::Contradiction);
            assert_eq!(standardise_health_class(text), contradiction, "{text}");
        }
        let text = "Loại II, theo dõi huyết áp";
        let remark = Value::repaired(text, 2, Repair::Remark);
        assert_eq!(standardise_health_class(text), remark);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,20}") {
            let folded = fold_value(&text);
            proptest::prop_assert_eq!(fold_value(&folded), folded);
            if let Some(class) = standardise_health_class(&text).standard {
                let again = class.to_string();
                proptest::prop_assert_eq!(standardise_health_class(&again), Value::as_given(&again, class));
            }
            let list = CodeList::new([(1, "Nữ"), (2, "2")]);
            let _ = list.standardise(&text);
        }
    }
}
