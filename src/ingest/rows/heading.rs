//! What a text over rows says of them: "Xóm Nà Pò", "II. Tổ 3", "B. NỮ", "Ngày khám: 05/10/2026", "Hộ nghèo".

use super::days::{is_whole_day, one_day};
use super::place::{Place, Token, tokens};
use super::sections::Heading;
use super::titles::place_in_title;
use crate::domain::header::FoldedHeader;
use crate::domain::{Field, Kind};
use crate::ingest::LayoutOptions;

/// What a text says as a heading, and whether nobody could be called so. Its text is empty where it names only what
/// the next cell says.
#[must_use]
pub fn heading<'t>(text: &'t str, options: &LayoutOptions) -> Option<(Heading<'t>, bool)> {
    let text = without_numbering(text);
    let words = tokens(text);
    if let Some(heading) = exam_day(text, &words, options) {
        return Some((heading, true));
    }
    if let Some(found) = group(text, &words, options) {
        return Some(found);
    }
    if lead_words(&words, &LISTS) > 0 {
        let place = place_in_title(text, options.kind)?;
        return Some((of_place(place), true));
    }
    // "Tên xóm: Nà Pò"
    let from = lead_words(&words, &["tên", "địa bàn", "đơn vị", "khu vực"]);
    let place = Place::at(text, &words, from, options.kind)?.cut(end_of_name);
    Some((of_place(place), place.is_sure))
}

fn of_place(place: Place<'_>) -> Heading<'_> {
    Heading {
        field: place.field,
        text: place.name,
    }
}

/// `II. Tổ 3` gives `Tổ 3`.
fn without_numbering(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['*', '-', '+', ' ']);
    while let Some(word) = rest.split_whitespace().next() {
        let number = word.trim_end_matches(['.', ')', ':', '-', '/']);
        let is_number = number
            .bytes()
            .all(|b| b.is_ascii_digit() || b"IVX.".contains(&b))
            || number.len() == 1 && number.len() < word.len() && number.is_ascii();
        if !is_number || word.len() == rest.len() {
            break;
        }
        rest = rest[word.len()..].trim_start();
    }
    rest
}

/// What a list is called before it says of whom it is.
const LISTS: [&str; 5] = ["danh sách", "danh sach", "ds", "kết quả", "ket qua"];

/// How many words at the beginning are one of `phrases`.
fn lead_words(words: &[Token], phrases: &[&str]) -> usize {
    let begins = |phrase: &&&str| {
        let mut own = words.iter();
        phrase
            .split(' ')
            .all(|word| own.next().is_some_and(|own| own.lower == word))
    };
    let found = phrases.iter().find(begins);
    found.map_or(0, |phrase| phrase.split(' ').count())
}

/// What stands before the day on which the rows below were examined.
const EXAM_DAYS: [&str; 4] = ["ngày khám", "khám ngày", "ngay kham", "kham ngay"];

/// "Ngày khám: 05/10/2026", "Ngày khám sức khoẻ 05/10/2026 (buổi sáng)"; the day is left to be read.
/// In a list of exams "Ngày 05/10/2026: Xóm Nà Pò" too.
fn exam_day<'t>(text: &'t str, words: &[Token], options: &LayoutOptions) -> Option<Heading<'t>> {
    let is_before_place = || {
        let at = (1..words.len()).find(|at| !is_of_day(&words[*at]));
        words.first().is_some_and(is_of_day)
            && options.kind == Kind::ScreeningRoster
            && at.is_some_and(|at| {
                Place::at(text, words, at, options.kind).is_some_and(|place| place.is_sure)
            })
            && one_day(text).is_some()
    };
    if lead_words(words, &EXAM_DAYS) == 0 && !is_before_place() {
        return None;
    }
    if let Some(text) = one_day(text) {
        return Some(Heading {
            field: Field::ExamDate,
            text,
        });
    }
    let day = text.find(|c: char| c.is_ascii_digit());
    let day = day.map_or("", |at| &text[at..]);
    let end = day.find(['(', ';']).unwrap_or(day.len());
    Some(Heading {
        field: Field::ExamDate,
        text: day[..end].trim_end(),
    })
}

/// Words beside a day that say nothing else.
const DAY_WORDS: [&str; 22] = [
    "ngày", "ngay", "tháng", "thang", "năm", "nam", "buổi", "buoi", "sáng", "sang", "chiều",
    "chieu", "thứ", "hai", "ba", "tư", "sáu", "bảy", "chủ", "nhật", "đợt", "ca",
];

/// What else stands beside the day of an exam.
const EXAM_WORDS: [&str; 6] = ["khám", "kham", "sức", "khoẻ", "khỏe", "ksk"];

/// A number, or a word of [`DAY_WORDS`].
fn is_of_day(word: &Token) -> bool {
    word.is_number() || DAY_WORDS.contains(&word.lower.as_str())
}

/// A text that is a day and nothing else: "Ngày 05 tháng 10 năm 2026", "Buổi sáng ngày 05/10/2026".
#[must_use]
pub fn bare_day(text: &str) -> Option<Heading<'_>> {
    let words = tokens(text);
    // A number alone may be a value of a row that lost its name.
    const WORDS: [&str; 8] = [
        "ngày", "ngay", "buổi", "buoi", "sáng", "chiều", "chieu", "thứ",
    ];
    let says_day = |word: &Token| WORDS.contains(&word.lower.as_str());
    let is_day = words.iter().any(says_day) && words.iter().all(is_of_day);
    let text = one_day(text).filter(|_| is_day)?;
    Some(Heading {
        field: Field::ExamDate,
        text,
    })
}

/// What `text`, which is the heading `first`, says besides: the place behind the day of an exam, or the day behind a place.
#[must_use]
pub fn second_heading<'t>(
    text: &'t str,
    first: Heading<'t>,
    options: &LayoutOptions,
) -> Option<Heading<'t>> {
    match first.field {
        Field::ExamDate => place_behind_day(text, options),
        Field::Hamlet | Field::UnitGroup | Field::CommuneName => {
            let (_, rest) = text.split_once(first.text)?;
            day_behind_place(rest, options)
        }
        _ => None,
    }
}

/// "Ngày khám: 11/11/2026 - Xóm Bản Um"; the place where they were examined is none of theirs: "… tại xóm 3".
fn place_behind_day<'t>(text: &'t str, options: &LayoutOptions) -> Option<Heading<'t>> {
    let words = tokens(text);
    let mut places = (1..words.len()).filter(|at| is_of_day(&words[at - 1]));
    let place = places.find_map(|at| Place::at(text, &words, at, options.kind))?;
    let place = place.cut(end_of_name);
    let mut heading = of_place(place);
    heading.text = heading.text.trim_end_matches([')', ']']);
    Some(heading).filter(|heading| place.is_sure && !heading.text.is_empty())
}

/// ", ngày khám 10/11/2026", " - khám ngày 13 tháng 11", " (12/11/2026)".
fn day_behind_place<'t>(rest: &'t str, options: &LayoutOptions) -> Option<Heading<'t>> {
    let words = tokens(rest);
    let is_one_of = |word: &Token, known: &[&str]| known.contains(&word.lower.as_str());
    let is_of_day = |word: &Token| {
        word.is_number() || is_one_of(word, &DAY_WORDS) || is_one_of(word, &EXAM_WORDS)
    };
    let is_of_exam = words.iter().any(|word| is_one_of(word, &EXAM_WORDS));
    let starts = begins_day(rest, &words);
    // "(KSK đợt 2)" names no day.
    let is_day = starts.is_some() && (is_of_exam || options.kind == Kind::ScreeningRoster);
    if !is_day || !words.iter().all(is_of_day) {
        return None;
    }
    let from = rest.find(|c: char| c.is_ascii_digit())?;
    let text = one_day(rest).unwrap_or_else(|| rest[from..].trim_end_matches([')', ' ', '.', ']']));
    Some(Heading {
        field: Field::ExamDate,
        text,
    })
}

/// The word at which a day begins: "ngày 10", "khám ngày", "10/11/2026".
fn begins_day(text: &str, words: &[Token]) -> Option<usize> {
    let is = |at: usize, known: &[&str]| {
        let word = words.get(at);
        word.is_some_and(|word| known.contains(&word.lower.as_str()))
    };
    let is_number = |at: usize| words.get(at).is_some_and(Token::is_number);
    (0..words.len()).find(|at| {
        let at = *at;
        let day = is(at, &["ngày", "ngay"]) && (is_number(at + 1) || is(at + 1, &["khám", "kham"]));
        let exam = is(at, &["khám", "kham"]) && is(at + 1, &["ngày", "ngay"]);
        day || exam || is_whole_day(&text[words[at].start..])
    })
}

/// "A. NAM", "Hộ nghèo (12 người)", "Đối tượng: Người cao tuổi": a sex or a target group as the profile spells it.
/// One with a number of people behind is a sum: "Nữ: 3".
fn group<'t>(
    text: &'t str,
    words: &[Token],
    options: &LayoutOptions,
) -> Option<(Heading<'t>, bool)> {
    let leads = ["đối tượng", "nhóm", "diện", "danh sách", "ds", "giới tính"];
    let lead = lead_words(words, &leads);
    let text = &text[words.get(lead)?.start..];
    let ends = [text.find(['(', '[']), age_limit(text)];
    let end = ends.into_iter().flatten().min().unwrap_or(text.len());
    let text = text[..end].trim_end_matches([' ', ':', '.', ',', ';', '-', '–']);
    if text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let field = options.group_field(&FoldedHeader::new(text))?;
    Some((Heading { field, text }, field != Field::Sex))
}

/// Where a text goes on with an age: "Người cao tuổi từ 80 tuổi trở lên".
fn age_limit(text: &str) -> Option<usize> {
    let words = tokens(text);
    let is_limit = |at: &usize| {
        let begins =
            ["từ", "trên", "dưới", "tu", "tren", "duoi"].contains(&words[*at].lower.as_str());
        let is_age = words
            .get(at + 2)
            .is_some_and(|word| ["tuổi", "tuoi"].contains(&word.lower.as_str()));
        begins && words.get(at + 1).is_some_and(Token::is_number) && is_age
    };
    let at = (1..words.len()).find(is_limit)?;
    Some(words[at].start)
}

/// What is counted behind the name of a place.
const COUNTED: [&str; 11] = [
    "hộ", "khẩu", "nhân", "người", "em", "học", "hs", "trẻ", "cháu", "lao", "đối",
];

/// Words that begin something else behind the name of a place, with those that follow them; any where none is listed.
const REMARKS: [(&str, &[&str]); 14] = [
    ("tổng", &["số", "cộng", "hộ", "nhân"]),
    ("số", &["hộ", "khẩu", "người", "nhân", "học", "dân", "trẻ"]),
    ("gồm", &[]),
    ("trưởng", &["xóm", "thôn", "bản", "khu", "ban", "tổ"]),
    ("xóm", &["trưởng"]),
    ("thôn", &["trưởng"]),
    ("tổ", &["trưởng"]),
    ("bí", &["thư"]),
    ("gvcn", &[]),
    ("giáo", &["viên"]),
    ("xã", &[]),
    ("phường", &[]),
    ("huyện", &[]),
    ("tỉnh", &[]),
];

/// Where the name of a place ends in what stands behind its kind: at a count, a remark, the commune.
/// `Lũng Rì - 45 hộ, 210 khẩu` gives `Lũng Rì`; `Phiêng - Nà Lầu` and `1 - 2` are names.
fn end_of_name(behind: &str) -> usize {
    let words = tokens(behind);
    let sign = behind.find([':', '(', '[', ';', '|', '\t', '\n']);
    let is_end = |at: &usize| {
        let (word, next) = (&words[*at], words.get(at + 1));
        if word.is_number() {
            let before = behind[..word.start].trim_end();
            let is_apart = before.ends_with(['-', '–', ',']);
            let has_number = before.bytes().any(|b| b.is_ascii_digit());
            let is_counted = next.is_some_and(|next| COUNTED.contains(&next.lower.as_str()));
            return is_counted || is_apart && !has_number;
        }
        let is_year = ["năm", "có"].contains(&word.lower.as_str());
        let begins = |(first, others): &(&str, &[&str])| {
            let follows = |next: &Token| others.contains(&next.lower.as_str());
            *first == word.lower && (others.is_empty() || next.is_some_and(follows))
        };
        is_year && next.is_some_and(Token::is_number) || REMARKS.iter().any(begins)
    };
    let word = (1..words.len()).find(is_end).map(|at| words[at].start);
    let day = begins_day(behind, &words).filter(|at| *at > 0);
    let ends = [sign, word, day.map(|at| words[at].start)];
    ends.into_iter().flatten().min().unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::layout::tests::options;

    #[test]
    fn headings_give_their_value() {
        use Field::{CommuneName, ExamDate, Hamlet, Sex, TargetGroups, UnitGroup};
        for (text, field, value, is_sure) in [
            ("Xóm Nà Pò", Hamlet, "Xóm Nà Pò", true),
            ("XÓM NÀ PÒ", Hamlet, "XÓM NÀ PÒ", true),
            ("I. Xóm Nà Pò", Hamlet, "Xóm Nà Pò", true),
            ("II/ Tổ 3", Hamlet, "Tổ 3", true),
            ("a) Tổ dân phố 4", Hamlet, "Tổ dân phố 4", true),
            ("Thôn Bản Chang: 25 hộ", Hamlet, "Thôn Bản Chang", true),
            ("Xóm Nà Pò (25 hộ)", Hamlet, "Xóm Nà Pò", true),
            ("Xóm Nà Pò - 25 hộ", Hamlet, "Xóm Nà Pò", true),
            ("Xóm Nà Pò - 45 hộ, 210 khẩu", Hamlet, "Xóm Nà Pò", true),
            ("Xóm Nà Pò 25 hộ", Hamlet, "Xóm Nà Pò", true),
            ("Xóm Nà Pò    Tổng số hộ: 45", Hamlet, "Xóm Nà Pò", true),
            ("XÓM NÀ PÒ - Trưởng xóm: Lý A Sì", Hamlet, "XÓM NÀ PÒ", true),
            ("Xóm Nà Pò, xã Lý Bôn", Hamlet, "Xóm Nà Pò", true),
            ("Xóm 3: 25 hộ", Hamlet, "Xóm 3", true),
            ("Tổ 1 - 2", Hamlet, "Tổ 1 - 2", true),
            ("Bản Phiêng - Nà Lầu", Hamlet, "Bản Phiêng - Nà Lầu", false),
            ("Xóm: Nà Pò", Hamlet, "Nà Pò", true),
            ("Thôn (xóm): Nà Pò", Hamlet, "Nà Pò", true),
            ("Tên xóm: Nà Pò", Hamlet, "Nà Pò", true),
            ("Danh sách xóm Nà Pò", Hamlet, "Nà Pò", true),
            ("Địa bàn: Xóm Nà Pò", Hamlet, "Xóm Nà Pò", true),
            ("Xóm: ……", Hamlet, "", true),
            ("Bản Khuông", Hamlet, "Bản Khuông", false),
            ("Lớp 4A: 32 em", UnitGroup, "Lớp 4A", true),
            ("Xã Hạ Lang", CommuneName, "Xã Hạ Lang", true),
            ("Ngày khám: 05/10/2026", ExamDate, "05/10/2026", true),
            ("Ngày khám: 05/10/2026 (sáng)", ExamDate, "05/10/2026", true),
            ("Ngày khám:", ExamDate, "", true),
            (
                "Khám ngày 5/10/2026 tại Nhà văn hóa",
                ExamDate,
                "5/10/2026",
                true,
            ),
            (
                "A. Người cao tuổi từ 80 tuổi trở lên",
                TargetGroups,
                "Người cao tuổi",
                true,
            ),
            ("A. NAM", Sex, "NAM", false),
            ("B. Nữ", Sex, "Nữ", false),
            ("II. Hộ nghèo (12 người)", TargetGroups, "Hộ nghèo", true),
            (
                "Đối tượng: Người cao tuổi",
                TargetGroups,
                "Người cao tuổi",
                true,
            ),
        ] {
            let expected = Some((Heading { field, text: value }, is_sure));
            assert_eq!(heading(text, &options()), expected, "{text}");
        }
    }

    #[test]
    fn family_names_and_sums_are_no_headings() {
        for text in [
            "Khu Thị Mai",
            "Bản Văn Ổn",
            "Tổ Thị Mỷ",
            "TO THI MY",
            "Tô Văn Ổn",
            "Bàn A Dình",
            "Xa Văn Ổn",
            "Khôi Nguyên",
            "Ma Thị Lò",
            "Ngày Văn Thắng",
            "Nam Văn Nữ",
            "Nữ: 3",
            "Hộ nghèo: 12",
            "Danh sách các xóm",
            "Tên Thị Xóm",
            "",
        ] {
            assert_eq!(heading(text, &options()), None, "{text}");
        }
    }
}
