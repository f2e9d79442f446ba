//! Encodings of Vietnamese from before Unicode, and UTF-8 that a program took for one of them.
//!
//! TCVN3, VNI-Windows, VISCII, VPS and CP1258 come from `legacy_encodings.csv`. TCVN3, VISCII and CP1258 agree
//! letter by letter with glibc iconv, VNI-Windows with a second table; VPS stands on a single source.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::page::{Page, western};

/// What bytes above ASCII mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Charset {
    /// TCVN 5712 VN3, of the `.Vn…` (ABC) fonts. It has no capitals with a tone: `.VnTimeH` and its kin draw
    /// them from the bytes of small letters.
    Tcvn3,
    /// Of the `VNI-…` fonts: a letter, then a byte for its marks.
    VniWindows,
    /// RFC 1456.
    Viscii,
    /// Of the `VPS …` fonts; its table has one source.
    Vps,
    /// Windows-1258: a letter, then a combining tone.
    Cp1258,
    /// UTF-8 whose bytes were shown one by one.
    Utf8,
}

impl Charset {
    pub const ALL: [Self; 6] = [
        Self::Tcvn3,
        Self::VniWindows,
        Self::Viscii,
        Self::Cp1258,
        Self::Utf8,
        Self::Vps,
    ];

    /// Reads text of this encoding that was shown in `page`. `None` where a letter belongs to neither: the
    /// text was written otherwise.
    #[must_use]
    pub fn decode(self, text: &str, page: Page) -> Option<String> {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| page.byte(c)).collect();
        let bytes = bytes?;
        let Some(column) = self.column() else {
            let read = String::from_utf8(bytes).ok()?;
            // What went through a program twice is read twice; letters of Vietnamese are no bytes of UTF-8.
            let again = (!read.is_ascii())
                .then(|| self.decode(&read, page))
                .flatten();
            return Some(again.unwrap_or(read));
        };
        let decoded = TABLES[column].decode(&bytes)?;
        Some(match self {
            Self::Tcvn3 => with_capitals(decoded),
            _ => decoded,
        })
    }

    /// Its column in the table of letters.
    fn column(self) -> Option<usize> {
        match self {
            Self::Tcvn3 => Some(0),
            Self::VniWindows => Some(1),
            Self::Viscii => Some(2),
            Self::Vps => Some(3),
            Self::Cp1258 => Some(CP1258_COLUMN),
            Self::Utf8 => None,
        }
    }
}

/// Letters by their bytes.
#[derive(Debug)]
struct Table {
    /// Letters of one byte.
    single: [Option<char>; 256],
    /// Letters of two bytes.
    double: HashMap<(u8, u8), char>,
    /// Whether bytes without a letter of Vietnamese are what Windows-1252 shows.
    is_western_else: bool,
}

static TABLES: LazyLock<[Table; 5]> = LazyLock::new(|| {
    [0, 1, 2, 3, 4].map(|column| Table::read(include_str!("legacy_encodings.csv"), column))
});

/// Which column of the table is Windows-1258, where foreign letters keep their place.
const CP1258_COLUMN: usize = 4;

/// Tones of Windows-1258 as marks of their own.
const CP1258_TONES: [(u8, char); 5] = [
    (0xcc, '\u{300}'),
    (0xd2, '\u{309}'),
    (0xde, '\u{303}'),
    (0xec, '\u{301}'),
    (0xf2, '\u{323}'),
];

impl Table {
    /// One encoding of the table: `column` counts from behind the letter and its code point.
    fn read(text: &str, column: usize) -> Self {
        let mut table = Self {
            single: [None; 256],
            double: HashMap::new(),
            is_western_else: column == CP1258_COLUMN,
        };
        for (letter, bytes) in letters(text, column) {
            match bytes[..] {
                [byte] => table.single[usize::from(byte)] = Some(letter),
                // Windows-1258 has letter and tone side by side, which composition joins.
                [first, second] if column != CP1258_COLUMN => {
                    table.add_double(first, second, letter);
                }
                _ => {}
            }
        }
        if column == CP1258_COLUMN {
            for (byte, tone) in CP1258_TONES {
                table.single[usize::from(byte)] = Some(tone);
            }
        }
        table
    }

    /// A capital takes its mark in either case: people type the letter in capitals and the mark not.
    fn add_double(&mut self, first: u8, second: u8, letter: char) {
        self.double.insert((first, second), letter);
        let other_case = second ^ 0x20;
        self.double.entry((first, other_case)).or_insert(letter);
    }

    fn decode(&self, bytes: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(2 * bytes.len());
        let mut rest = bytes;
        while let Some((first, behind)) = rest.split_first() {
            let pair = behind
                .first()
                .and_then(|second| self.double.get(&(*first, *second)));
            if let Some(letter) = pair {
                text.push(*letter);
                rest = &behind[1..];
                continue;
            }
            text.push(self.single[usize::from(*first)].or_else(|| self.other(*first))?);
            rest = behind;
        }
        Some(text.nfc().collect())
    }

    /// ASCII and typographic signs, which keep their place in every encoding; a letter is a sign of another.
    fn other(&self, byte: u8) -> Option<char> {
        let shown = western(byte);
        (byte.is_ascii() || self.is_western_else || !shown.is_alphanumeric()).then_some(shown)
    }
}

/// Each letter of the table and its bytes in the encoding of `column`.
fn letters(text: &str, column: usize) -> impl Iterator<Item = (char, Vec<u8>)> + '_ {
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(move |line| {
        let mut cells = line.split(',');
        let letter = cells.next()?.chars().next()?;
        let hex = cells.nth(1 + column)?.as_bytes();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = hex.chunks(2).map(byte).collect();
        Some((letter, bytes?))
    })
}

/// Gives words in capitals the capitals that TCVN3 has no bytes for: `NGUYễN` is NGUYỄN.
fn with_capitals(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    let has_small = |text: &str| text.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_in_capitals = |word: &str| {
        !has_small(word) && word.chars().filter(|letter| letter.is_uppercase()).count() >= 2
    };
    let words = || text.split_inclusive(|c: char| !c.is_alphabetic());
    // A word of ASCII alone (CCCD, BHYT) tells nothing of the font.
    if !words().any(|word| !word.is_ascii() && is_in_capitals(word)) {
        return text;
    }
    let whole = !has_small(&text);
    words()
        .map(|word| {
            if whole || is_in_capitals(word) {
                word.to_uppercase()
            } else {
                word.to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    static BYTES: LazyLock<Vec<HashMap<char, Vec<u8>>>> = LazyLock::new(|| {
        let text = include_str!("legacy_encodings.csv");
        (0..=CP1258_COLUMN)
            .map(|column| letters(text, column).collect())
            .collect()
    });

    /// Text in `charset` as Latin-1 shows it; `None` where it has no such letter.
    pub fn encode(charset: Charset, text: &str) -> Option<String> {
        let Some(column) = charset.column() else {
            return Some(text.bytes().map(char::from).collect());
        };
        let mut shown = String::new();
        for letter in text.chars() {
            if letter.is_ascii() {
                shown.push(letter);
                continue;
            }
            let bytes = BYTES[column]
                .get(&letter)
                .filter(|bytes| !bytes.is_empty())?;
            shown.extend(bytes.iter().copied().map(char::from));
        }
        Some(shown)
    }

    fn check(charset: Charset, letter: &str, bytes: &[u8]) {
        let shown: String = bytes.iter().copied().map(char::from).collect();
        let decoded = charset.decode(&shown, Page::Western);
        assert_eq!(decoded.as_deref(), Some(letter), "{charset:?} {bytes:x?}");
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let pairs = hex.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    #[test]
    fn tcvn3_viscii_and_cp1258_agree_with_iconv() {
        let lines = include_str!("fixtures/iconv.txt").lines();
        let mut letters = 0;
        for line in lines.filter(|line| !line.starts_with('#')) {
            let [letter, tcvn, viscii, cp1258] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            // What TCVN3 has of TCVN 5712: small letters, and capitals without a tone.
            if letter.chars().all(char::is_lowercase) || "ĂÂĐÊÔƠƯ".contains(letter) {
                check(Charset::Tcvn3, letter, &bytes(tcvn));
            }
            check(Charset::Viscii, letter, &bytes(viscii));
            check(Charset::Cp1258, letter, &bytes(cp1258));
            letters += 1;
        }
        assert_eq!(letters, 134);
    }

    #[test]
    fn vni_agrees_with_a_second_table() {
        let lines = include_str!("fixtures/vni.txt").lines();
        let mut letters = 0;
        for line in lines.filter(|line| !line.starts_with('#')) {
            let (letter, shown) = line.split_once(' ').unwrap();
            let decoded = Charset::VniWindows.decode(shown, Page::Western);
            assert_eq!(decoded.as_deref(), Some(letter), "{shown}");
            letters += 1;
        }
        assert_eq!(letters, 130);
        for (letter, shown) in [("Ỷ", "YÛ"), ("Ỹ", "YÕ"), ("ỷ", "yû"), ("ỹ", "yõ")] {
            let decoded = Charset::VniWindows.decode(shown, Page::Western);
            assert_eq!(decoded.as_deref(), Some(letter));
        }
    }

    #[test]
    fn every_letter_of_every_encoding_comes_back() {
        let text = include_str!("legacy_encodings.csv");
        for charset in Charset::ALL {
            let mut known = 0;
            for (letter, _) in letters(text, 0) {
                let letter = letter.to_string();
                let Some(shown) = encode(charset, &letter) else {
                    continue;
                };
                let decoded = charset.decode(&shown, Page::Western);
                assert_eq!(decoded, Some(letter), "{charset:?}");
                known += 1;
            }
            let expected = match charset {
                Charset::Tcvn3 => 74,
                Charset::Vps => 120,
                _ => 134,
            };
            assert_eq!(known, expected, "{charset:?}");
        }
    }

    const TRUTH: &str = "Nguyễn Thị Hòa, Nông Văn Thủy, xã Đàm Thủy, huyện Trùng Khánh";

    #[test]
    fn the_same_line_in_every_encoding_is_one() {
        for (charset, shown) in [
            (
                Charset::Tcvn3,
                "NguyÔn ThÞ Hßa, N«ng V¨n Thñy, x· §µm Thñy, huyÖn Trïng Kh¸nh",
            ),
            (
                Charset::VniWindows,
                "Nguyeãn Thò Hoøa, Noâng Vaên Thuûy, xaõ Ñaøm Thuûy, huyeän Truøng Khaùnh",
            ),
            (
                Charset::Viscii,
                "Nguy\u{ad}n Th¸ Hòa, Nông Vån Thüy, xã Ðàm Thüy, huy®n Trùng Khánh",
            ),
            (
                Charset::Cp1258,
                "NguyêÞn Thiò HoÌa, Nông Vãn ThuÒy, xaÞ Ðàm ThuÒy, huyêòn Trùng Khánh",
            ),
        ] {
            let decoded = charset.decode(shown, Page::Western);
            assert_eq!(decoded.as_deref(), Some(TRUTH), "{charset:?}");
        }
        let shown = "Nguyá»…n Thá»‹ HÃ²a, NÃ´ng VÄƒn Thá»§y";
        let decoded = Charset::Utf8.decode(shown, Page::Western);
        assert_eq!(decoded.as_deref(), Some("Nguyễn Thị Hòa, Nông Văn Thủy"));
    }

    #[test]
    fn a_vietnamese_windows_shows_other_characters_for_the_same_bytes() {
        let shown = "Tr\u{303}nh V¨n §\u{301}nh";
        let decoded = Charset::Tcvn3.decode("ThÞ", Page::Western);
        assert_eq!(decoded.as_deref(), Some("Thị"));
        let decoded = Charset::Tcvn3.decode(shown, Page::Vietnamese);
        assert_eq!(decoded.as_deref(), Some("Trịnh Văn Đỡnh"));
        let decoded = Charset::Utf8.decode("Đ»\u{301}", Page::Vietnamese);
        assert_eq!(decoded, None);
    }

    #[test]
    fn what_went_through_a_program_twice_is_read_twice() {
        let shown = |text: &str| -> String { text.bytes().map(western).collect() };
        for times in 1..=3 {
            let wrong = (0..times).fold("Nông Thị Ước".to_owned(), |text, _| shown(&text));
            let decoded = Charset::Utf8.decode(&wrong, Page::Western);
            assert_eq!(decoded.as_deref(), Some("Nông Thị Ước"), "{wrong}");
        }
        assert_eq!(Charset::Utf8.decode("Nông", Page::Western), None);
    }

    #[test]
    fn capitals_without_bytes_are_given_where_the_word_is_in_capitals() {
        for (shown, expected) in [
            ("NGUYÔN V¡N Tý", "NGUYỄN VĂN TÝ"),
            ("NGUYÔN V¡N TÝ", "NGUYỄN VĂN TÍ"),
            ("Vâ Tý", "Võ Tý"),
            ("§ç V¨n Êm", "Đỗ Văn ấm"),
            ("Sè CCCD", "Số CCCD"),
            ("TrÎ em cã thÎ BHYT", "Trẻ em có thẻ BHYT"),
        ] {
            let decoded = Charset::Tcvn3.decode(shown, Page::Western);
            assert_eq!(decoded.as_deref(), Some(expected), "{shown}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,20}") {
            for charset in Charset::ALL {
                for page in [Page::Western, Page::Vietnamese] {
                    let _ = charset.decode(&text, page);
                }
            }
        }
    }
}
