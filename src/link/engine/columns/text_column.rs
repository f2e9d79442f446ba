//! The values of a text column, each distinct one stored once; records hold their numbers.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::domain::fast_map::FastMap;

/// The bit of [`TextColumn::letters`] that says that a value is not all ASCII.
pub const NOT_ASCII: u64 = 1 << 63;

/// Texts by code. Code 0 is the missing value.
#[derive(Debug, Clone)]
pub struct TextColumn {
    values: Dictionary,
    /// How many records have the value, by code.
    counts: Vec<u32>,
    /// Which letters a value has, by code: a bound on every similarity, without reading the text.
    letters: Vec<u64>,
    /// Of the texts, whatever their codes.
    hashes: Vec<u64>,
}

/// Distinct texts in one arena, in the order of their first use.
#[derive(Debug, Clone, Default)]
struct Dictionary {
    arena: String,
    ends: Vec<u32>,
}

impl Dictionary {
    fn get(&self, code: u32) -> &str {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.arena[start as usize..self.ends[code] as usize]
    }
}

/// Forms are computed on all threads and numbered on one; so many are held between.
const FORMS_AT_A_TIME: usize = 1 << 16;

/// Gives texts their codes while a column is built.
#[derive(Debug)]
pub struct TextCoder {
    values: Dictionary,
    by_hash: FastMap<u64, u32>,
}

impl Default for TextCoder {
    fn default() -> Self {
        let values = Dictionary {
            arena: String::new(),
            ends: vec![0],
        };
        Self {
            values,
            by_hash: FastMap::default(),
        }
    }
}

impl TextCoder {
    /// The column of the texts coded so far, `codes` being those of all records.
    #[must_use]
    pub fn column(self, codes: &[u32]) -> TextColumn {
        let mut counts = vec![0; self.values.ends.len()];
        for code in codes {
            counts[*code as usize] += 1;
        }
        TextColumn::new(self.values, counts)
    }

    /// The code of `text`, 0 of an empty one; `None` when the distinct texts exceed 4 GiB. Two texts of one hash get
    /// hashes side by side.
    pub fn code(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(0);
        }
        let mut hash = xxh3_64(text.as_bytes());
        loop {
            match self.by_hash.get(&hash) {
                Some(code) if self.values.get(*code) == text => return Some(*code),
                Some(_) => hash = hash.wrapping_add(1),
                None => break,
            }
        }
        let code = u32::try_from(self.values.ends.len()).ok()?;
        let end = u32::try_from(self.values.arena.len() + text.len()).ok()?;
        self.values.arena.push_str(text);
        self.values.ends.push(end);
        self.by_hash.insert(hash, code);
        Some(code)
    }
}

impl TextColumn {
    /// The column of `values` and the code of each; an empty text is missing. `None` when the distinct values exceed
    /// 4 GiB.
    pub fn from_values<'v>(
        values: impl IntoIterator<Item = Option<&'v str>>,
    ) -> Option<(Self, Vec<u32>)> {
        let mut coder = TextCoder::default();
        let codes: Option<Vec<u32>> = values
            .into_iter()
            .map(|value| coder.code(value.unwrap_or_default()))
            .collect();
        let codes = codes?;
        Some((coder.column(&codes), codes))
    }

    /// The column whose values are `form` of this one's, computed once per distinct value; and by code of this
    /// column the code there.
    pub fn derive(&self, form: impl Fn(&str) -> Option<String> + Sync) -> Option<(Self, Vec<u32>)> {
        let mut coder = TextCoder::default();
        let mut mapped = Vec::with_capacity(self.counts.len());
        let codes: Vec<u32> = (0..self.codes_len()).collect();
        for codes in codes.chunks(FORMS_AT_A_TIME) {
            let form = |code: &u32| (*code != 0).then(|| form(self.value(*code))).flatten();
            let texts: Vec<Option<String>> = codes.par_iter().map(form).collect();
            for text in texts {
                mapped.push(coder.code(text.as_deref().unwrap_or_default())?);
            }
        }
        let mut counts = vec![0; coder.values.ends.len()];
        for (code, count) in mapped.iter().zip(&self.counts) {
            counts[*code as usize] += count;
        }
        Some((Self::new(coder.values, counts), mapped))
    }

    /// The same texts under other numbers: `order` has the numbers of this column, 0 first, as the new ones have them.
    pub(super) fn renumbered(&self, order: &[u32]) -> Self {
        let mut values = Dictionary {
            arena: String::with_capacity(self.values.arena.len()),
            ends: Vec::with_capacity(order.len()),
        };
        for code in order {
            values.arena.push_str(self.value(*code));
            values.ends.push(values.arena.len() as u32);
        }
        let of = |code: &u32| *code as usize;
        Self {
            values,
            counts: order.iter().map(|code| self.counts[of(code)]).collect(),
            letters: order.iter().map(|code| self.letters[of(code)]).collect(),
            hashes: order.iter().map(|code| self.hashes[of(code)]).collect(),
        }
    }

    fn new(mut values: Dictionary, counts: Vec<u32>) -> Self {
        values.arena.shrink_to_fit();
        values.ends.shrink_to_fit();
        let codes = 0..values.ends.len() as u32;
        let letters = { codes.clone().into_par_iter() }
            .map(|code| letters(values.get(code)))
            .collect();
        let hashes = { codes.into_par_iter() }
            .map(|code| xxh3_64(values.get(code).as_bytes()))
            .collect();
        Self {
            values,
            counts,
            letters,
            hashes,
        }
    }

    /// The text behind a code.
    pub fn value(&self, code: u32) -> &str {
        self.values.get(code)
    }

    /// One more than the largest code.
    pub fn codes_len(&self) -> u32 {
        self.counts.len() as u32
    }

    /// How many records have the value of `code`.
    pub fn count(&self, code: u32) -> u32 {
        self.counts[code as usize]
    }

    /// The hash of the text behind a code: the same for the same text in every column.
    pub fn hash(&self, code: u32) -> u64 {
        self.hashes[code as usize]
    }

    pub fn letters(&self, code: u32) -> u64 {
        self.letters[code as usize]
    }
}

/// One bit for each kind of letter in `text`, [`NOT_ASCII`] apart.
///
/// A letter in one of two texts and not in the other is an edit at least: from two sets of bits follows a lower
/// bound of the distance and an upper bound of Jaro's similarity.
pub fn letters(text: &str) -> u64 {
    let bit = |letter: char| 1_u64 << ((u32::from(letter).wrapping_mul(0x9E37_79B1) >> 7) % 63);
    let ascii = if text.is_ascii() { 0 } else { NOT_ASCII };
    text.chars().map(bit).fold(ascii, |all, bit| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_values_are_stored_once() {
        let values = [Some("lan"), None, Some("hoa"), Some("lan")];
        let (column, codes) = TextColumn::from_values(values).unwrap();
        assert_eq!(codes, [1, 0, 2, 1]);
        assert_eq!((column.value(1), column.value(0)), ("lan", ""));
        assert_eq!([1, 2, 0].map(|code| column.count(code)), [2, 1, 1]);
    }

    #[test]
    fn a_derived_column_joins_values_that_become_one() {
        let values = [Some("Lan"), Some("LAN"), Some("-"), None];
        let (column, _) = TextColumn::from_values(values).unwrap();
        let lower = |text: &str| (text != "-").then(|| text.to_lowercase());
        let (derived, mapped) = column.derive(lower).unwrap();
        assert_eq!(mapped, [0, 1, 1, 0]);
        assert_eq!(derived.value(1), "lan");
        assert_eq!([0, 1].map(|code| derived.count(code)), [2, 2]);
    }

    #[test]
    fn letters_tell_ascii_apart() {
        assert_eq!(letters("abca"), letters("cab"));
        assert_eq!(letters("ấm") & NOT_ASCII, NOT_ASCII);
        assert_eq!(letters(""), 0);
    }
}
