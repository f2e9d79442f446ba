//! The day that a text names, and whether a title says that it is the day of the exam.

use super::place::Token;

/// The day that `text` names, as it is written there; `None` where it names none or several.
/// `Khám ngày 5/10/2026 tại Nhà văn hóa` gives `5/10/2026`.
#[must_use]
pub fn one_day(text: &str) -> Option<&str> {
    let mut found = None;
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        match day_at(&text[start..]) {
            Some(_) if found.is_some() || goes_on_from_number(&text[..start]) => return None,
            Some(length) => {
                found = Some(&text[start..start + length]);
                from = start + length;
            }
            None => from = start + digits(&text[start..]),
        }
    }
    found
}

/// `05 - `, `5, 6 và `: the days of which the next is the last.
fn goes_on_from_number(before: &str) -> bool {
    let before = before.trim_end();
    let bare = before
        .trim_end_matches(['-', '–', '~', ',', '+', '&'])
        .trim_end_matches("đến")
        .trim_end_matches("và")
        .trim_end();
    bare.len() < before.len() && bare.ends_with(|c: char| c.is_ascii_digit())
}

/// The bytes of the day with which `text` begins: `05/10/2026`, `5-10-2026`, `05 tháng 10 năm 2026`.
fn day_at(text: &str) -> Option<usize> {
    let day = digits(text);
    let (month, month_at) = behind(text, day, &["/", "-", ".", "tháng", "thang"])?;
    let (year, year_at) = behind(text, month_at + month, &["/", "-", ".", "năm", "nam"])?;
    let is_day = (1..=2).contains(&day) && (1..=2).contains(&month) && year == 4;
    is_day.then_some(year_at + year)
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

/// Words in titles whose day is another one: of a plan, of a report, of the list itself.
const OF_OTHER_DAYS: [&str; 18] = [
    "kế", "quyết", "công", "kèm", "từ", "đến", "trước", "sau", "hết", "báo", "cập", "lập", "tính",
    "ban", "tổng", "quý", "hạn", "gửi",
];

/// Whether a title with these words says when the people below it were examined.
#[must_use]
pub fn is_about_exam(words: &[Token]) -> bool {
    let has = |word: &str| words.iter().any(|own| own.lower == word);
    let is_of_other = words
        .iter()
        .any(|own| OF_OTHER_DAYS.contains(&own.lower.as_str()));
    (has("khám") || has("kham")) && (has("ngày") || has("ngay")) && !is_of_other
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
        ] {
            assert!(!is_about_exam(&tokens(title)), "{title}");
        }
    }
}
