//! Which encoding a column was written in, told from its words.
//!
//! Every candidate reads the column's different words; the one under which they spell as Vietnamese spells
//! ([`super::syllable`]) is right. Unicode stays unless the other reading mends words and breaks hardly any:
//! a name that is no Vietnamese word is one under every reading, and decides nothing.

use unicode_normalization::UnicodeNormalization;

use super::charset::Charset;
use super::page::{Page, is_of_vietnamese_page_alone};
use super::syllable::{is_letter_of_viscii, spelling};
use crate::domain::fast_map::FastSet;
use crate::domain::letter::is_surely_composed;

/// How the text of a column was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnEncoding {
    /// What the characters say, composed or not.
    Unicode,
    /// The bytes of an encoding, each shown as a character of a code page.
    Legacy(Charset, Page),
}

impl ColumnEncoding {
    /// As a person reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        use Charset::{Cp1258, Tcvn3, Utf8, Viscii, VniWindows, Vps};
        use Page::{Vietnamese, Western};
        match self {
            Self::Unicode => "Unicode",
            Self::Legacy(Tcvn3, Western) => "TCVN3 (ABC)",
            Self::Legacy(VniWindows, Western) => "VNI-Windows",
            Self::Legacy(Viscii, Western) => "VISCII",
            Self::Legacy(Vps, Western) => "VPS",
            Self::Legacy(Cp1258, _) => "Windows-1258",
            Self::Legacy(Utf8, Western) => "UTF-8 read as Windows-1252",
            Self::Legacy(Tcvn3, Vietnamese) => "TCVN3 (ABC) read as Windows-1258",
            Self::Legacy(VniWindows, Vietnamese) => "VNI-Windows read as Windows-1258",
            Self::Legacy(Viscii, Vietnamese) => "VISCII read as Windows-1258",
            Self::Legacy(Vps, Vietnamese) => "VPS read as Windows-1258",
            Self::Legacy(Utf8, Vietnamese) => "UTF-8 read as Windows-1258",
        }
    }

    /// The encoding that a font draws: `.VnTime` draws TCVN3.
    #[must_use]
    pub fn of_font(font: &str) -> Option<Self> {
        let font = font.trim().to_ascii_lowercase();
        let known = [
            (".vn", Charset::Tcvn3),
            ("vni-", Charset::VniWindows),
            ("vni ", Charset::VniWindows),
            ("vps ", Charset::Vps),
        ];
        let found = known.iter().find(|(start, _)| font.starts_with(start));
        found.map(|(_, charset)| Self::Legacy(*charset, Page::Western))
    }

    /// `text` in Unicode; `None` where it stays as it is.
    #[must_use]
    pub fn decode(self, text: &str) -> Option<String> {
        match self {
            Self::Unicode => None,
            Self::Legacy(charset, page) => charset.decode(text, page),
        }
    }

    /// How `word` spells under this reading.
    pub(super) fn judge(self, word: &str) -> Option<(String, bool, bool)> {
        let read: String = match self {
            Self::Unicode if is_surely_composed(word) => word.to_owned(),
            Self::Unicode => word.nfc().collect(),
            Self::Legacy(..) => self.decode(word)?,
        };
        let spelled = spelling(&read);
        Some((read, spelled.is_legal, spelled.is_common))
    }
}

/// What a column's encoding was told by.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Different words with letters above ASCII.
    pub words: usize,
    /// Share of them that spell as Vietnamese under the encoding chosen.
    pub score: f64,
    /// The best of the other readings and its share.
    pub runner_up: Option<(ColumnEncoding, f64)>,
}

/// The encoding of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub encoding: ColumnEncoding,
    pub evidence: Evidence,
}

/// What is known of a column before its words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prior {
    None,
    /// Other columns of the table are in this encoding, and others in Unicode.
    Likely(ColumnEncoding),
    /// The font says so, or whatever else could be told of the table is in this encoding.
    Strong(ColumnEncoding),
}

/// Decides for one column, from any of its cells and the name of its font where the file tells it.
#[must_use]
pub fn decide<'a>(samples: impl Iterator<Item = &'a str>, font: Option<&str>) -> Decision {
    let mut words = Words::default();
    samples.for_each(|cell| words.add(cell));
    let prior = font.and_then(ColumnEncoding::of_font);
    words
        .decide(prior.map_or(Prior::None, Prior::Strong))
        .decision
}

/// Different words of a column are enough at this number: more change nothing.
const WORDS_MAX: usize = 400;

/// So many words must a reading mend to be believed without a prior: two may spell well by chance.
const MENDED_MIN: usize = 3;

/// And so many for each that it breaks.
const MENDED_PER_BROKEN: usize = 5;

/// Share of words that spell well, at least; names of peoples other than the Kinh leave room.
const SCORE_MIN: f64 = 0.6;

/// How far the best reading must stand above the second, in shares of words.
const MARGIN: f64 = 0.05;

/// The different words of a column that hold letters above ASCII.
#[derive(Debug, Default)]
pub struct Words {
    seen: FastSet<Box<str>>,
}

/// A decision and how sure it is.
#[derive(Debug)]
pub struct Verdict {
    pub decision: Decision,
    /// It needs no other column to be believed.
    pub is_certain: bool,
}

/// What one encoding makes of the words, whether or not it is theirs.
#[derive(Debug)]
pub struct Fit {
    pub verdict: Verdict,
    /// Words that do not spell.
    pub misspelled: usize,
    /// Words that do, those that rosters are full of counted twice.
    pub points: usize,
}

/// What one reading makes of the words.
struct Reading {
    encoding: ColumnEncoding,
    read: Vec<Option<String>>,
    legal: usize,
    /// Legal words, the common ones counted twice.
    points: usize,
    mended: usize,
    broken: usize,
}

impl Words {
    /// Takes the words of a cell.
    pub fn add(&mut self, cell: &str) {
        if is_plain(cell) || self.seen.len() >= WORDS_MAX {
            return;
        }
        for word in words(cell) {
            if !self.seen.contains(word) {
                self.seen.insert(word.into());
            }
        }
    }

    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether a word has a letter that only Unicode has.
    pub fn have_unicode(&self) -> bool {
        self.seen.iter().any(|word| is_only_unicode(word))
    }

    /// What `encoding` makes of them.
    pub fn fit(&self, encoding: ColumnEncoding) -> Fit {
        let mut words: Vec<&str> = self.seen.iter().map(AsRef::as_ref).collect();
        words.sort_unstable();
        let reading = Reading::new(encoding, &words, None);
        Fit {
            misspelled: words.len() - reading.legal,
            points: reading.points,
            verdict: reading.verdict(None, false),
        }
    }

    /// Those that do not spell in `encoding`.
    pub fn misspelled(&self, encoding: ColumnEncoding) -> impl Iterator<Item = &str> {
        let spells = move |word: &str| encoding.judge(word).is_some_and(|(_, legal, _)| legal);
        let words = self.seen.iter().map(AsRef::as_ref);
        words.filter(move |word| !spells(word))
    }

    /// Decides among all readings.
    pub fn decide(&self, prior: Prior) -> Verdict {
        let mut words: Vec<&str> = self.seen.iter().map(AsRef::as_ref).collect();
        words.sort_unstable();
        let as_is = Reading::new(ColumnEncoding::Unicode, &words, None);
        let only_unicode = words.iter().zip(&as_is.read).filter(|(word, read)| {
            read.is_some() && word.chars().any(|c| Page::Western.byte(c).is_none())
        });
        let is_certain = only_unicode.count() >= MENDED_MIN;
        // Words that only Unicode can write are broken by every other reading.
        let unbreakable = words.iter().zip(&as_is.read);
        let broken_min = unbreakable
            .filter(|(word, read)| read.is_some() && is_only_unicode(word))
            .count();
        let mended_max = words.len() - as_is.legal;
        let can_win = mended_max > 0 && mended_max >= MENDED_PER_BROKEN * broken_min;
        if words.is_empty() || !(can_win || matches!(prior, Prior::Strong(_))) {
            return as_is.verdict(None, is_certain);
        }
        let prior_encoding = match prior {
            Prior::None => None,
            Prior::Likely(encoding) | Prior::Strong(encoding) => Some(encoding),
        };
        let mut others = legacy_readings(&words, &as_is, prior_encoding);
        // Stable: of equal readings the first in the order of candidates, unless the prior names another.
        others.sort_by_key(|reading| {
            let is_other = Some(reading.encoding) != prior_encoding;
            (std::cmp::Reverse(reading.points), is_other)
        });
        let Some(best) = others.first() else {
            return as_is.verdict(None, is_certain);
        };
        let second = others[1..].iter().find(|other| other.read != best.read);
        let margin = second.map_or(1.0, |second| share(best.points - second.points, &words));
        let is_proven = best.mended >= MENDED_MIN
            && best.mended >= MENDED_PER_BROKEN * best.broken
            && share(best.legal, &words) >= SCORE_MIN
            && margin > MARGIN;
        if is_proven {
            let second = second.filter(|second| second.points > as_is.points);
            return best.verdict(Some(second.unwrap_or(&as_is)), true);
        }
        let expected = others
            .iter()
            .find(|reading| Some(reading.encoding) == prior_encoding);
        match expected.filter(|reading| reading.fits(prior, &as_is)) {
            Some(reading) => reading.verdict(Some(&as_is), false),
            None => as_is.verdict(Some(best), is_certain),
        }
    }
}

impl Reading {
    fn new(encoding: ColumnEncoding, words: &[&str], as_is: Option<&Self>) -> Self {
        let mut reading = Self {
            encoding,
            read: Vec::with_capacity(words.len()),
            legal: 0,
            points: 0,
            mended: 0,
            broken: 0,
        };
        for (index, word) in words.iter().enumerate() {
            let judged = encoding.judge(word);
            let (is_legal, is_common) = judged
                .as_ref()
                .map_or((false, false), |(_, legal, common)| (*legal, *common));
            reading.legal += usize::from(is_legal);
            reading.points += usize::from(is_legal) + usize::from(is_common);
            if let Some(as_is) = as_is {
                let was_legal = as_is.read[index].is_some();
                reading.mended += usize::from(is_legal && !was_legal);
                reading.broken += usize::from(was_legal && !is_legal);
            }
            // Words that do not spell are all alike: none.
            reading
                .read
                .push(judged.filter(|_| is_legal).map(|(read, ..)| read));
        }
        reading
    }

    /// Whether a prior is borne out by the words, which alone prove nothing.
    fn fits(&self, prior: Prior, as_is: &Self) -> bool {
        match prior {
            Prior::None => false,
            Prior::Likely(_) => self.mended > 0 && self.broken == 0,
            Prior::Strong(_) => self.legal >= as_is.legal && self.legal > 0,
        }
    }

    fn verdict(&self, runner_up: Option<&Self>, is_certain: bool) -> Verdict {
        let words = self.read.len();
        let score = |reading: &Self| reading.legal as f64 / words.max(1) as f64;
        Verdict {
            decision: Decision {
                encoding: self.encoding,
                evidence: Evidence {
                    words,
                    score: score(self),
                    runner_up: runner_up.map(|other| (other.encoding, score(other))),
                },
            },
            is_certain,
        }
    }
}

fn legacy_readings(words: &[&str], as_is: &Reading, prior: Option<ColumnEncoding>) -> Vec<Reading> {
    let is_expected = matches!(prior, Some(ColumnEncoding::Legacy(_, Page::Vietnamese)));
    let mut letters = words.iter().flat_map(|word| word.chars());
    let pages: &[Page] = if is_expected || letters.any(is_of_vietnamese_page_alone) {
        &[Page::Western, Page::Vietnamese]
    } else {
        &[Page::Western]
    };
    let candidates = pages
        .iter()
        .flat_map(|page| Charset::ALL.map(|charset| ColumnEncoding::Legacy(charset, *page)))
        // Windows-1258 shown in its own page is Unicode.
        .filter(|encoding| *encoding != ColumnEncoding::Legacy(Charset::Cp1258, Page::Vietnamese));
    candidates
        .map(|encoding| Reading::new(encoding, words, Some(as_is)))
        .collect()
}

/// Whether a letter of `word` stands in no code page.
fn is_only_unicode(word: &str) -> bool {
    let has_byte = |c: char| Page::Western.byte(c).or(Page::Vietnamese.byte(c)).is_some();
    !word.chars().all(has_byte)
}

/// Whether `cell` holds a character that no name has, and that an old encoding shows for a letter: `ThÞ`,
/// `D×nh`, `§µm`.
#[must_use]
pub fn has_residue(cell: &str) -> bool {
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphabetic() && !c.is_whitespace();
    let is_residue = |c: char| {
        Page::Western.byte(c).is_some() && (is_sign(c) || matches!(c, 'µ' | 'ª' | 'º' | 'Þ' | 'þ'))
    };
    words(cell).any(|word| word.chars().any(is_residue))
}

fn share(part: usize, words: &[&str]) -> f64 {
    part as f64 / words.len().max(1) as f64
}

/// Whether no encoding but ASCII could have written `cell`.
#[must_use]
pub fn is_plain(cell: &str) -> bool {
    cell.bytes()
        .all(|byte| byte.is_ascii() && !is_letter_of_viscii(char::from(byte)))
}

/// The words of a cell that hold letters above ASCII. Only ASCII parts them: any other character may be a
/// letter.
pub fn words(cell: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| c.is_ascii() && !c.is_ascii_alphabetic() && !is_letter_of_viscii(c);
    let has_letter = |word: &&str| !is_plain(word) && word.chars().any(char::is_alphabetic);
    cell.split(parts).filter(has_letter)
}
