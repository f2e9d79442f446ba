//! Places and units by the word that names their kind: "Xóm Nà Pò", "Thôn/Xóm: Nà Pò", "Tổ dân phố (xóm) 3", "Lớp 4A".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::header::FoldedHeader;
use crate::domain::{Field, Kind};

/// How sure a kind's word is of being no family name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Nobody is called so.
    Sure,
    /// Tô, Bàn, Khu and Làng are family names or are typed for one.
    Doubtful,
    /// Sure where a number follows: Khối 4, but Khôi Nguyên.
    WithNumber,
}

/// Kinds of places and units in lower case with their marks, longer ones first, as they are typed with and without.
const KINDS: [(&str, Field, Word); 29] = [
    ("tổ dân phố", Field::Hamlet, Word::Sure),
    ("to dan pho", Field::Hamlet, Word::Sure),
    ("tổ dân cư", Field::Hamlet, Word::Sure),
    ("khu dân cư", Field::Hamlet, Word::Sure),
    ("cụm dân cư", Field::Hamlet, Word::Sure),
    ("thị trấn", Field::CommuneName, Word::Sure),
    ("khu phố", Field::Hamlet, Word::Sure),
    ("xóm", Field::Hamlet, Word::Sure),
    ("xom", Field::Hamlet, Word::Sure),
    ("thôn", Field::Hamlet, Word::Sure),
    ("thon", Field::Hamlet, Word::Sure),
    ("ấp", Field::Hamlet, Word::Sure),
    ("buôn", Field::Hamlet, Word::Sure),
    ("khóm", Field::Hamlet, Word::Sure),
    ("tdp", Field::Hamlet, Word::Sure),
    ("đội", Field::Hamlet, Word::Doubtful),
    ("cụm", Field::Hamlet, Word::Doubtful),
    ("tổ", Field::Hamlet, Word::Doubtful),
    ("to", Field::Hamlet, Word::WithNumber),
    ("bản", Field::Hamlet, Word::Doubtful),
    ("khu", Field::Hamlet, Word::Doubtful),
    ("làng", Field::Hamlet, Word::Doubtful),
    ("phố", Field::Hamlet, Word::Doubtful),
    ("lớp", Field::UnitGroup, Word::Sure),
    ("lop", Field::UnitGroup, Word::Sure),
    ("khối", Field::UnitGroup, Word::WithNumber),
    ("khoi", Field::UnitGroup, Word::WithNumber),
    ("xã", Field::CommuneName, Word::Sure),
    ("phường", Field::CommuneName, Word::Sure),
];

/// Parts of an employer: there a "Tổ" is none of the hamlet's.
const PARTS: [(&str, Field, Word); 17] = [
    ("phân xưởng", Field::UnitGroup, Word::Sure),
    ("ban giám đốc", Field::UnitGroup, Word::Sure),
    ("bộ phận", Field::UnitGroup, Word::Sure),
    ("văn phòng", Field::UnitGroup, Word::Sure),
    ("nhà máy", Field::UnitGroup, Word::Sure),
    ("chi nhánh", Field::UnitGroup, Word::Sure),
    ("trung tâm", Field::UnitGroup, Word::Sure),
    ("công trường", Field::UnitGroup, Word::Sure),
    ("cửa hàng", Field::UnitGroup, Word::Sure),
    ("phòng", Field::UnitGroup, Word::Sure),
    ("xưởng", Field::UnitGroup, Word::Sure),
    ("khoa", Field::UnitGroup, Word::Doubtful),
    ("đội", Field::UnitGroup, Word::Sure),
    ("tổ", Field::UnitGroup, Word::Doubtful),
    ("to", Field::UnitGroup, Word::WithNumber),
    ("khu", Field::UnitGroup, Word::Doubtful),
    ("kho", Field::UnitGroup, Word::Doubtful),
];

/// Those that need no name.
const NAMED_BY_THEMSELVES: [&str; 2] = ["ban giám đốc", "văn phòng"];

/// What follows a kind in an office or in another word: Tổ trưởng, Đội viên, Xóm phó.
const NO_PLACES: [&str; 9] = [
    "trưởng",
    "truong",
    "phó",
    "pho",
    "viên",
    "ngũ",
    "khám",
    "tuyển",
    "bóng",
];

/// A word of a text and where it lies.
#[derive(Debug, Clone)]
pub struct Token {
    /// Composed, in lower case.
    pub lower: String,
    pub start: usize,
    pub end: usize,
}

impl Token {
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.lower.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The words of a text: what stands between signs and blanks.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let is_inside = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_inside(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let lower = text[from..at].nfc().flat_map(char::to_lowercase).collect();
                tokens.push(Token {
                    lower,
                    start: from,
                    end: at,
                });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

/// A place or a unit in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'t> {
    pub field: Field,
    /// Its name, with its kind unless that stands apart: `Xóm Nà Pò`, but `Nà Pò` of `Thôn (xóm): Nà Pò`. Empty where
    /// only the kind is named.
    pub name: &'t str,
    /// Its name without its kind.
    pub bare: &'t str,
    /// Nobody is called so.
    pub is_sure: bool,
}

impl<'t> Place<'t> {
    /// The place whose kind is named by the words of `text` from the one at `at` on; `words` are all of them.
    #[must_use]
    pub fn at(text: &'t str, words: &[Token], at: usize, kind: Kind) -> Option<Self> {
        let (count, field, certainty) = kind_of(words.get(at..)?, kind)?;
        let mut end = words[at + count - 1].end;
        let mut start = words[at].start;
        let mut is_apart = false;
        // The other kinds that it may be: Thôn/Xóm, Thôn (xóm, bản).
        let mut next = at + count;
        while let Some((count, ..)) = words.get(next..).and_then(|rest| kind_of(rest, kind)) {
            let between = text[end..words[next].start].trim();
            if !matches!(between, "/" | "," | "(" | "-") {
                break;
            }
            is_apart |= between == "(";
            start = words[next].start;
            end = words[next + count - 1].end;
            next += count;
        }
        let behind = text[end..].trim_start();
        let behind = match behind.strip_prefix(')') {
            Some(behind) if is_apart => behind.trim_start(),
            // What opened is no list of kinds.
            None if is_apart => return None,
            _ => behind,
        };
        is_apart |= behind.starts_with([':', '.', '=']);
        let bare = behind.trim_start_matches([':', '.', '=', ' ', '\u{a0}']);
        let is_office = || NO_PLACES.contains(&words[next].lower.as_str());
        if !is_apart && next < words.len() && is_office() {
            return None;
        }
        let has_number = bare.starts_with(|c: char| c.is_ascii_digit());
        let is_sure = match certainty {
            Word::Sure => true,
            Word::Doubtful => has_number,
            Word::WithNumber if has_number => true,
            Word::WithNumber => return None,
        };
        if !is_sure && has_middle_name(bare) {
            return None;
        }
        let whole = if is_apart { bare } else { &text[start..] };
        let bare = match bare {
            "" if is_named_by_itself(&words[at..at + count]) => whole,
            _ => bare,
        };
        Some(Self {
            field,
            name: if bare.is_empty() { "" } else { whole },
            bare,
            is_sure,
        })
    }

    /// The same with its name cut where `end` says that something else begins.
    #[must_use]
    pub fn cut(self, end: impl Fn(&str) -> usize) -> Self {
        let kept = &self.bare[..end(self.bare)];
        let bare = kept.trim_end_matches(|c: char| c.is_whitespace() || "-–,.:/_…".contains(c));
        let behind = self.bare.len() - bare.len();
        let name = match bare {
            "" => "",
            _ => &self.name[..self.name.len() - behind],
        };
        Self { bare, name, ..self }
    }
}

/// How many words name a kind, and of what.
fn kind_of(words: &[Token], kind: Kind) -> Option<(usize, Field, Word)> {
    let parts: &[_] = if kind == Kind::EmployerRoster {
        &PARTS
    } else {
        &[]
    };
    let mut known = parts.iter().chain(&KINDS);
    known.find_map(|(phrase, field, certainty)| {
        let mut count = 0;
        let is_said = phrase.split(' ').all(|word| {
            count += 1;
            words.get(count - 1).is_some_and(|own| own.lower == word)
        });
        is_said.then_some((count, *field, *certainty))
    })
}

fn is_named_by_itself(words: &[Token]) -> bool {
    let is_said = |phrase: &&str| phrase.split(' ').eq(words.iter().map(|word| &word.lower));
    NAMED_BY_THEMSELVES.iter().any(is_said)
}

/// "Khu Thị Mai" and "Bản Văn Ổn" are people.
fn has_middle_name(behind: &str) -> bool {
    let words = tokens(behind);
    let is_middle = |word: &Token| ["thị", "thi", "văn", "van", "a"].contains(&word.lower.as_str());
    words.len() > 1 && is_middle(&words[0])
}

/// Whether two names are of one place, each with its kind or without, with marks or without: "Xóm Nà Pò" and "NÀ PÒ",
/// "Lớp 6A" and "6a", "Khối 6" and "6A".
#[must_use]
pub fn is_same_place(a: &str, b: &str, kind: Kind) -> bool {
    if a == b && !a.is_empty() {
        return true;
    }
    let bare = |text: &str| {
        let place = Place::at(text, &tokens(text), 0, kind);
        let bare = place.map_or(text, |place| place.bare);
        let words = tokens(if bare.is_empty() { text } else { bare });
        let plain = |word: Token| FoldedHeader::whole(&word.lower).plain;
        words.into_iter().map(plain).collect::<Vec<String>>()
    };
    let (a, b) = (bare(a), bare(b));
    let (less, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_of_form = |form: &str, class: &str| {
        let letter = class.strip_prefix(form).unwrap_or_default();
        form.bytes().all(|b| b.is_ascii_digit()) && letter.starts_with(char::is_alphabetic)
    };
    let is_part = !less.is_empty() && more.windows(less.len()).any(|part| part == less);
    is_part
        || match (&less[..], &more[..]) {
            ([a], [b]) => is_of_form(a, b) || is_of_form(b, a),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, text: &str, expected: Option<(Field, &str, bool)>) {
        let found = Place::at(text, &tokens(text), 0, kind);
        let found = found.map(|place| (place.field, place.name, place.is_sure));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_kind_tells_what_a_name_is_of() {
        use Field::{CommuneName, Hamlet, UnitGroup};
        for (text, field, name, is_sure) in [
            ("Xóm Nà Pò", Hamlet, "Xóm Nà Pò", true),
            ("Xóm: Nà Pò", Hamlet, "Nà Pò", true),
            ("Xóm : Nà Pò", Hamlet, "Nà Pò", true),
            ("Thôn (xóm): Nà Pò", Hamlet, "Nà Pò", true),
            ("Thôn (xóm, bản): Nà Pò", Hamlet, "Nà Pò", true),
            ("Thôn/Xóm: Nà Pò", Hamlet, "Nà Pò", true),
            ("Thôn/Xóm Nà Pò", Hamlet, "Xóm Nà Pò", true),
            ("Tổ dân phố (xóm) Nà Pò", Hamlet, "Nà Pò", true),
            ("Tổ dân phố 3", Hamlet, "Tổ dân phố 3", true),
            ("Đội 4", Hamlet, "Đội 4", true),
            ("Đội Nà Pò", Hamlet, "Đội Nà Pò", false),
            ("Cụm dân cư Nà Pò", Hamlet, "Cụm dân cư Nà Pò", true),
            ("Xo\u{301}m Nà Pò", Hamlet, "Xo\u{301}m Nà Pò", true),
            ("Bản Khuông", Hamlet, "Bản Khuông", false),
            ("Tổ 3", Hamlet, "Tổ 3", true),
            ("Xóm:", Hamlet, "", true),
            ("Lớp 4A", UnitGroup, "Lớp 4A", true),
            ("Xã Hạ Lang", CommuneName, "Xã Hạ Lang", true),
        ] {
            check(Kind::PlanRoster, text, Some((field, name, is_sure)));
        }
        check(
            Kind::EmployerRoster,
            "Tổ 3",
            Some((UnitGroup, "Tổ 3", true)),
        );
        check(
            Kind::EmployerRoster,
            "Phòng Kế toán",
            Some((UnitGroup, "Phòng Kế toán", true)),
        );
        check(
            Kind::EmployerRoster,
            "Ban giám đốc",
            Some((UnitGroup, "Ban giám đốc", true)),
        );
        check(Kind::PlanRoster, "Phòng Kế toán", None);
    }

    #[test]
    fn people_and_offices_are_no_places() {
        for text in [
            "Khu Thị Mai",
            "Tô Văn Ổn",
            "TO THI MY",
            "Khôi Nguyên",
            "Xóm trưởng: Lý A Sì",
            "Đội viên",
            "",
            "Xóm (cũ",
        ] {
            let place = Place::at(text, &tokens(text), 0, Kind::PlanRoster);
            assert!(
                place.is_none_or(|place| place.name.contains("cũ")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_place_is_the_same_with_its_kind_and_without() {
        let is_same = |a, b| is_same_place(a, b, Kind::PlanRoster);
        assert!(is_same("Xóm Nà Pò", "NÀ PÒ") && is_same("Lớp 6A", "6a"));
        assert!(is_same("Xóm Nà Pò", "Nà Pò, xã Lý Bôn"));
        assert!(is_same("Khối 6", "6A") && is_same("XOM NA PO", "Nà Pò"));
        assert!(!is_same("Xóm Nà Pò", "Xóm Lũng Rì") && !is_same("6A", "6B"));
        assert!(!is_same("Xóm 1", "Xóm 12") && !is_same("Tổ 1", ""));
    }
}
