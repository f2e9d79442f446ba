//! Dates with words, blanks and doubts in them: `12 tháng 5 năm 1957`, `12-May-1957`, `khoảng 1957`.
//!
//! The slow way: only what the plain forms of [`super::date`] leave over comes here.

use unicode_normalization::UnicodeNormalization;

use super::date::{Numbers, Parsed, from_numbers};
use crate::domain::letter::{Class, letter};
use crate::domain::{Problem, Repair};

/// Longer texts are remarks.
const BYTES_MAX: usize = 80;

/// Words that say no more than the numbers beside them.
const FILLING: [&str; 12] = [
    "ngay", "nam", "sinh", "sn", "ns", "ngaysinh", "namsinh", "duong", "lich", "dl", "luc", "vao",
];

const ABOUT: [&str; 6] = ["khoang", "chung", "gan", "tam", "uoc", "doan"];

const LUNAR: [&str; 3] = ["am", "al", "amlich"];

const MONTH: [&str; 4] = ["thang", "thg", "th", "t"];

/// English names of months, of which the first three letters tell.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn parse(text: &str, latest_year: u16) -> Parsed {
    let read = || {
        let mut words = Words::default();
        let tokens = without_times(tokens(text, &mut words.has_noise)?);
        words.take(&tokens)?;
        let numbers = words.in_order()?;
        Some((words, from_numbers(numbers, latest_year)))
    };
    let short = (text.len() <= BYTES_MAX).then(read).flatten();
    match short {
        Some((words, Parsed::Date(date, _))) if words.is_lunar => {
            Parsed::Date(date.to_year(), Some(Repair::LunarDate))
        }
        Some((words, Parsed::Date(date, _))) if words.is_about => {
            Parsed::Date(date.to_year(), Some(Repair::ApproximateYear))
        }
        Some((words, Parsed::Date(date, None))) if words.has_noise => {
            Parsed::Date(date, Some(Repair::Noise))
        }
        Some((_, parsed)) => parsed,
        None => Parsed::Problem(Problem::Unreadable),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Value of the first four digits, and how many there are.
    Number(u16, u8),
    /// Folded.
    Word(String),
    Mark(char),
}

/// The text in tokens; O and l beside digits are taken for 0 and 1. `None` for more digits than any date has.
fn tokens(text: &str, has_noise: &mut bool) -> Option<Vec<Token>> {
    let letters: Vec<char> = text
        .nfc()
        .filter(|c| letter(*c).class != Class::Hidden)
        .collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut last_joins = false;
    for (at, c) in letters.iter().copied().enumerate() {
        let mended = mended(&letters, at);
        *has_noise |= mended != c || matches!(c, '\'' | '’' | '"' | '`');
        let is_new = !last_joins;
        last_joins = true;
        match (mended, tokens.last_mut()) {
            ('0'..='9', Some(Token::Number(value, digits))) if !is_new => {
                if *digits < 4 {
                    *value = *value * 10 + digit(mended);
                }
                *digits = digits.checked_add(1)?;
            }
            ('0'..='9', _) => tokens.push(Token::Number(digit(mended), 1)),
            (c, Some(Token::Word(word))) if c.is_alphabetic() && !is_new => {
                word.push(letter(c).plain);
            }
            (c, _) if c.is_alphabetic() => tokens.push(Token::Word(letter(c).plain.into())),
            (c, _) => {
                last_joins = false;
                if !c.is_whitespace() && !matches!(c, '\'' | '’' | '"' | '`') {
                    tokens.push(Token::Mark(c));
                }
            }
        }
    }
    Some(tokens)
}

/// `O` and `l` as digits where only digits and signs stand around them.
fn mended(letters: &[char], at: usize) -> char {
    let beside = [at.checked_sub(1), Some(at + 1)]
        .map(|at| at.and_then(|at| letters.get(at)).copied().unwrap_or(' '));
    let is_among_digits =
        beside.iter().any(char::is_ascii_digit) && !beside.iter().any(|c| c.is_alphabetic());
    match letters[at] {
        'O' | 'o' if is_among_digits => '0',
        'l' | 'I' if is_among_digits => '1',
        c => c,
    }
}

fn digit(c: char) -> u16 {
    c.to_digit(10).unwrap_or(0) as u16
}

/// Without times of day: `07:30:00 SA`, `7h30`, `7 giờ 30 phút`.
fn without_times(tokens: Vec<Token>) -> Vec<Token> {
    let is_word = |at: usize, words: &[&str]| matches!(tokens.get(at), Some(Token::Word(word)) if words.contains(&word.as_str()));
    let is_number = |at: usize| matches!(tokens.get(at), Some(Token::Number(_, 1..=2)));
    let is_colon = |at: usize| tokens.get(at) == Some(&Token::Mark(':'));
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at;
        if is_number(at) && is_colon(at + 1) && is_number(at + 2) {
            end = at + 3;
            while is_colon(end) && is_number(end + 1) {
                end += 2;
            }
        } else if is_number(at) && is_word(at + 1, &["h", "g", "gio"]) {
            end = at + 2 + usize::from(is_number(at + 2));
            end += usize::from(is_word(end, &["p", "ph", "phut"]));
        }
        if end == at {
            kept.push(tokens[at].clone());
            at += 1;
        } else {
            at = end + usize::from(is_word(end, &["am", "pm", "sa", "ch"]));
        }
    }
    kept
}

/// What the tokens of a date say.
#[derive(Debug, Default)]
struct Words {
    numbers: Vec<(u16, u8)>,
    /// Which of the numbers a word calls the month.
    month_at: Option<usize>,
    month_by_name: Option<u16>,
    is_about: bool,
    is_lunar: bool,
    has_noise: bool,
    separators: usize,
}

impl Words {
    /// `None` where a word or a sign is none of a date.
    fn take(&mut self, tokens: &[Token]) -> Option<()> {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Number(value, digits) => self.numbers.push((*value, *digits)),
                Token::Mark('/' | '-' | '–' | '—' | '.' | ',' | '\\' | '|') => {
                    self.separators += 1;
                }
                Token::Mark('_' | '…' | '(' | ')' | '[' | ']' | ';' | ':') => {}
                Token::Mark('~' | '?' | '≈') => self.is_about = true,
                Token::Mark(_) => return None,
                Token::Word(word) => self.take_word(word, tokens.get(at + 1))?,
            }
        }
        Some(())
    }

    fn take_word(&mut self, word: &str, next: Option<&Token>) -> Option<()> {
        let by_name = || {
            MONTHS.iter().zip(1..).find(|(name, _)| {
                word.len() >= 3 && name.starts_with(word) || word == "sept" && **name == "september"
            })
        };
        if MONTH.contains(&word) {
            matches!(next, Some(Token::Number(..))).then_some(())?;
            self.month_at = Some(self.numbers.len());
        } else if let Some((_, month)) = by_name() {
            self.month_by_name = Some(month);
        } else if ABOUT.contains(&word) {
            self.is_about = true;
        } else if LUNAR.contains(&word) {
            self.is_lunar = true;
        } else if !FILLING.contains(&word) && !word.bytes().all(|b| b == b'x') {
            return None;
        }
        Some(())
    }

    /// The numbers as a plain date would have them; `None` where their order or what is left out is in doubt.
    fn in_order(&self) -> Option<Numbers> {
        let mut numbers = self.numbers.clone();
        if let Some(month) = self.month_by_name {
            let at = match numbers[..] {
                [(_, 4)] => 0,
                [(_, 1 | 2), _] | [(_, 4), (_, 1 | 2)] => 1,
                _ => return None,
            };
            numbers.insert(at, (month, 2));
        }
        let is_in_place = match (self.month_at, numbers.len()) {
            (None, 2) => self.separators <= 1,
            (None, _) => true,
            (Some(at), count) => at + 2 == count && self.month_by_name.is_none(),
        };
        if !is_in_place || numbers.is_empty() || numbers.len() > 3 {
            return None;
        }
        let mut ordered = Numbers {
            count: numbers.len(),
            ..Numbers::default()
        };
        for (at, (value, digits)) in numbers.into_iter().enumerate() {
            ordered.values[at] = value;
            ordered.digits[at] = digits;
        }
        Some(ordered)
    }
}

#[cfg(test)]
mod tests {
    use super::super::date::{DateOptions, standardise_date};
    use crate::domain::{How, Problem, Repair};

    fn check(text: &str, expected: &str, how: How) {
        let options = DateOptions {
            first_of_january_is_year: false,
            latest_year: 2026,
            is_1904: false,
        };
        let value = standardise_date(text, options);
        let found = value.standard.map(|date| date.to_string());
        assert_eq!(
            (found.unwrap_or_default().as_str(), value.how),
            (expected, how),
            "{text}"
        );
    }

    #[test]
    fn words_and_blanks_are_notation() {
        for text in [
            "12 tháng 5 năm 1957",
            "Ngày 12 tháng 05 năm 1957",
            "ngày 12/5/1957",
            "12 thg 5, 1957",
            "12-thg5-1957",
            "12-May-1957",
            "May 12, 1957",
            "12 / 05 / 1957",
            "12 05 1957",
            "12,05,1957",
            "12–05–1957",
            "12\\05\\1957",
            "12/05/1957.",
            "12/05/1957 7h30",
            "12/05/1957 07:30:00 SA",
            "07:30 12/05/1957",
            "12/05/1957\u{200b}",
        ] {
            check(text, "1957-05-12", How::AsGiven);
        }
        for text in [
            "tháng 5 năm 1957",
            "T5/1957",
            "thg 5-1957",
            "May 1957",
            "05 1957",
            "5 / 1957",
        ] {
            check(text, "1957-05", How::AsGiven);
        }
        for text in [
            "năm 1957",
            "SN 1957",
            "Sinh năm 1957",
            "1957.",
            "__/__/1957",
            "../../1957",
            "xx/xx/1957",
            "/ /1957",
            "//1957",
        ] {
            check(text, "1957", How::AsGiven);
        }
        check(
            "12-thg5-57",
            "1957-05-12",
            How::Repaired(Repair::TwoDigitYear),
        );
    }

    #[test]
    fn a_doubt_leaves_the_year_and_is_said() {
        for text in [
            "1957?",
            "~1957",
            "khoảng 1957",
            "Khoảng năm 1957",
            "??/??/1957",
            "12/5/1957?",
        ] {
            check(text, "1957", How::Repaired(Repair::ApproximateYear));
        }
        for text in ["12/5/1957 âm lịch", "12/5/1957 (ÂL)", "12/5/1957 AL"] {
            check(text, "1957", How::Repaired(Repair::LunarDate));
        }
        for text in ["l2/05/1957", "12/O5/1957", "'12/05/1957", "12/05/I957"] {
            check(text, "1957-05-12", How::Repaired(Repair::Noise));
        }
    }

    #[test]
    fn what_may_be_two_things_is_none() {
        for text in [
            "1990 hoặc 1991",
            "1957-1958",
            "12//1957",
            "12/05",
            "12 tháng 5",
            "3 tháng",
            "69 tuổi",
            "1957 - 69 tuổi",
            "5 năm",
            "12/05/1957 (giấy khai sinh)",
            "12/05/1957 13/05/1957",
            "=A1",
            "không rõ",
            "tháng",
            "May",
            "1/2/3/4",
        ] {
            check(text, "", How::Missing(Problem::Unreadable));
        }
        check(&"9".repeat(300), "", How::Missing(Problem::Unreadable));
    }
}
