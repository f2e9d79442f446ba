//! The day that a text names, and whether a title says that it is the day of the exam.

use unicode_normalization::UnicodeNormalization;

use super::place::Token;

/// The day that `text` names, as it is written there; `None` where it names none, several, or the first or last of
/// several. `Khám ngày 5/10/2026 tại Nhà văn hóa` gives `5/10/2026`.
#[must_use]
pub fn one_day(text: &str) -> Option<&str> {
    let mut found = None;
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        match day_at(&text[start..]) {
            Some(_) if found.is_some() => return None,
            Some(length) => {
                found = Some((start, start + length));
                from = start + length;
            }
            None => from = start + digits(&text[start..]),
        }
    }
    let (start, end) = found?;
    (!is_joined(&text[..start], &text[end..])).then_some(&text[start..end])
}

/// Signs and words that join days, in lower case; "ngày" may stand before each.
const JOINERS: [&str; 14] = [
    "-", "–", "—", "~", ",", ";", "+", "&", "/", "đến", "den", "và", "va", "tới",
];

/// Whether what stands before or behind a day joins it with another number: `05 - `, ` và 06/10`.
fn is_joined(before: &str, behind: &str) -> bool {
    let lower = |text: &str| -> String { text.nfc().flat_map(char::to_lowercase).collect() };
    let (before, behind) = (lower(before), lower(behind));
    let without_last = |text: &str, word: &str| text.trim_end().strip_suffix(word).map(str::len);
    let (mut end, mut has_joiner) = (before.trim_end().len(), false);
    while let Some((len, joins)) = joiner(|word| without_last(&before[..end], word)) {
        (end, has_joiner) = (len, has_joiner || joins);
    }
    let is_last = has_joiner
        && before[..end]
            .trim_end()
            .ends_with(|c: char| c.is_ascii_digit());
    let (mut rest, mut has_joiner) = (behind.as_str(), false);
    while let Some((len, joins)) = joiner(|word| rest.trim_start().strip_prefix(word).map(str::len))
    {
        (rest, has_joiner) = (&rest[rest.len() - len..], has_joiner || joins);
    }
    is_last || has_joiner && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// What is left, by `without`, of a text that ends or begins with a joiner or with "ngày", and whether it is a joiner.
fn joiner(without: impl Fn(&str) -> Option<usize>) -> Option<(usize, bool)> {
    let joining = JOINERS.iter().map(|word| (word, true));
    let mut words = joining.chain(["ngày", "ngay"].iter().map(|word| (word, false)));
    words.find_map(|(word, joins)| Some((without(word)?, joins)))
}

/// The bytes of the day with which `text` begins: `05/10/2026`, `5-10-2026`, `05 tháng 10 năm 2026`.
fn day_at(text: &str) -> Option<usize> {
    let day = digits(text);
    let (month, month_at) = behind(text, day, &["/", "-", ".", "tháng", "thang"])?;
    let (year, year_at) = behind(text, month_at + month, &["/", "-", ".", "năm", "nam"])?;
    let is_day = (1..=2).contains(&day) && (1..=2).contains(&month) && year == 4;
    is_day.then_some(year_at + year)
}

/// Whether `text` begins with a whole day: `05/10/2026 (sáng)`.
#[must_use]
pub fn is_whole_day(text: &str) -> bool {
    day_at(text).is_some()
}

/// How many digits stand behind one of `words` at `at`, and where.
fn behind(text: &str, at: usize, words: &[&str]) -> Option<(usize, usize)> {
    let rest = text[at..].trim_start();
    let lower = rest.to_lowercase();
    let word = words.iter().find(|word| lower.starts_with(**word))?;
    let rest = rest.get(word.len()..)?.trim_start();
    let count = digits(rest);
    (count > 0).then_some((count, text.len() - rest.len()))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Words in titles whose day is another one: of a plan, of a report, of the list itself, of a letter head.
const OF_OTHER_DAYS: [&str; 20] = [
    "kế", "quyết", "công", "kèm", "từ", "đến", "trước", "sau", "hết", "báo", "cập", "lập", "tính",
    "ban", "tổng", "quý", "hạn", "gửi", "theo", "phòng",
];

/// Whether a title with these words says when the people below it were examined: `Ngày khám`, `Khám ngày`, or a list of
/// those who were.
#[must_use]
pub fn is_about_exam(words: &[Token]) -> bool {
    let is = |at: usize, word: &str, plain: &str| {
        let own = words.get(at).map_or("", |own| own.lower.as_str());
        own == word || own == plain
    };
    let exam = |at| is(at, "khám", "kham");
    let day = |at| is(at, "ngày", "ngay");
    let together = (0..words.len()).any(|at| exam(at) && day(at + 1) || day(at) && exam(at + 1));
    let after_time = is(0, "thời", "thoi") && (0..words.len()).any(exam);
    let is_list = words
        .first()
        .is_some_and(|own| ["danh", "ds"].contains(&own.lower.as_str()));
    let of_list = is_list && (0..words.len()).any(exam) && (0..words.len()).any(day);
    let is_of_other = words
        .iter()
        .any(|own| OF_OTHER_DAYS.contains(&own.lower.as_str()));
    (together || after_time || of_list) && !is_of_other
}

#[cfg(test)]
mod tests {
    use super::super::place::tokens;
    use super::*;

    #[test]
    fn a_text_names_one_day() {
        for (text, expected) in [
            ("Khám ngày 5/10/2026 tại Nhà văn hóa", Some("5/10/2026")),
            ("ngày 05 tháng 10 năm 2026", Some("05 tháng 10 năm 2026")),
            ("NGÀY 05 THÁNG 10 NĂM 2026", Some("05 THÁNG 10 NĂM 2026")),
            ("12 người, ngày 05-10-2026", Some("05-10-2026")),
            ("5.10.2026 - Địa điểm: xóm 3", Some("5.10.2026")),
            ("05/10/2026 và 06/10/2026", None),
            ("05 - 07/10/2026", None),
            ("05 và 06/10/2026", None),
            ("NGÀY 05 VÀ 06/10/2026", None),
            ("05 va\u{300} 06/10/2026", None),
            ("Khám ngày 05/10; 06/10/2026", None),
            ("Khám ngày 05/10/2026 đến 07/10", None),
            ("Khám ngày 05/10/2026 và ngày 06/10", None),
            ("Ngày khám - 05/10/2026", Some("05/10/2026")),
            ("tháng 10 năm 2026", None),
            ("120/80", None),
            ("", None),
        ] {
            assert_eq!(one_day(text), expected, "{text}");
        }
    }

    #[test]
    fn titles_tell_of_the_exam_or_of_something_else() {
        for title in [
            "Ngày khám: 05/10/2026",
            "DANH SÁCH KHÁM SỨC KHỎE NGÀY 05/10/2026",
            "Thời gian khám: ngày 05 tháng 10 năm 2026",
        ] {
            assert!(is_about_exam(&tokens(title)), "{title}");
        }
        for title in [
            "Cao Bằng, ngày 20 tháng 11 năm 2026",
            "(Kèm theo Kế hoạch khám số 12 ngày 01/03/2026)",
            "Danh sách đã khám đến ngày 20/11/2026",
            "Danh sách người được khám, lập ngày 20/11/2026",
            "KHÁM SỨC KHỎE NĂM 2026",
            "PHÒNG KHÁM ĐA KHOA KHU VỰC HẠ LANG, ngày 20 tháng 11 năm 2026",
            "(theo danh sách khám ngày 01/03/2026)",
        ] {
            assert!(!is_about_exam(&tokens(title)), "{title}");
        }
    }
}
