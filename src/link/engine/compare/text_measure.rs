//! Measures over the values of a text column, with bounds that spare reading most texts.

use super::similarity::{
    damerau_levenshtein, jaro, jaro_winkler, jaro_winkler_max, levenshtein,
    optimal_string_alignment,
};
use super::tokens::{token_overlap, token_similarity};
use crate::link::engine::columns::text_column::{NOT_ASCII, TextColumn};

/// A similarity (more is more alike) or a distance (less is).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextMeasure {
    Jaro,
    JaroWinkler,
    Levenshtein,
    /// Unrestricted: letters may come between those that changed places.
    DamerauLevenshtein,
    /// The restricted Damerau distance.
    OptimalStringAlignment,
    /// Words assigned to words, in any order.
    Tokens,
    /// Share of words in common.
    TokenOverlap,
}

impl TextMeasure {
    #[must_use]
    pub fn is_distance(self) -> bool {
        matches!(
            self,
            Self::Levenshtein | Self::DamerauLevenshtein | Self::OptimalStringAlignment
        )
    }

    /// Whether a value meets a level's limit.
    #[must_use]
    pub fn meets(self, value: f64, limit: f64) -> bool {
        if self.is_distance() {
            value <= limit
        } else {
            value >= limit
        }
    }

    /// The less demanding of two limits.
    #[must_use]
    pub fn wider(self, a: f64, b: f64) -> f64 {
        if self.is_distance() {
            a.max(b)
        } else {
            a.min(b)
        }
    }

    /// A value that meets no limit.
    fn worst(self) -> f64 {
        if self.is_distance() {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        }
    }

    /// The measure of two values, or the worst one where it cannot meet `limit`; so too where one is missing.
    #[must_use]
    pub fn value(self, column: &TextColumn, a: u32, b: u32, limit: f64) -> f64 {
        if a == 0 || b == 0 {
            return self.worst();
        }
        if a == b {
            return if self.is_distance() { 0.0 } else { 1.0 };
        }
        let (letters_a, letters_b) = (column.letters(a), column.letters(b));
        let only_a = (letters_a & !letters_b & !NOT_ASCII).count_ones() as usize;
        let only_b = (letters_b & !letters_a & !NOT_ASCII).count_ones() as usize;
        if self.is_distance() && only_a.max(only_b) as f64 > limit {
            return self.worst();
        }
        let (text_a, text_b) = (column.value(a), column.value(b));
        if (letters_a | letters_b) & NOT_ASCII == 0 {
            let lengths = (text_a.len(), text_b.len());
            if self.is_out_of_reach(lengths, (only_a, only_b), limit) {
                return self.worst();
            }
            let (a, b) = (text_a.as_bytes(), text_b.as_bytes());
            return self.of_letters(a, b, (text_a, text_b), limit);
        }
        let mut buffers = (['\0'; 64], ['\0'; 64]);
        let decoded = (
            decode(text_a, &mut buffers.0),
            decode(text_b, &mut buffers.1),
        );
        if let (Some(a), Some(b)) = decoded {
            if self.is_out_of_reach((a.len(), b.len()), (only_a, only_b), limit) {
                return self.worst();
            }
            return self.of_letters(a, b, (text_a, text_b), limit);
        }
        let (a, b): (Vec<char>, Vec<char>) = (text_a.chars().collect(), text_b.chars().collect());
        self.of_letters(&a, &b, (text_a, text_b), limit)
    }

    /// By lengths and letters alone, no Jaro–Winkler similarity can meet the limit.
    fn is_out_of_reach(self, lengths: (usize, usize), only: (usize, usize), limit: f64) -> bool {
        if !matches!(self, Self::Jaro | Self::JaroWinkler) {
            return false;
        }
        let common = (lengths.0.saturating_sub(only.0)).min(lengths.1.saturating_sub(only.1));
        jaro_winkler_max(lengths.0, lengths.1, common) < limit
    }

    fn of_letters<L: super::similarity::Letter>(
        self,
        a: &[L],
        b: &[L],
        texts: (&str, &str),
        limit: f64,
    ) -> f64 {
        let max = limit.max(0.0) as usize;
        let distance = |found: Option<usize>| found.map_or(f64::INFINITY, |edits| edits as f64);
        match self {
            Self::Jaro => jaro(a, b),
            Self::JaroWinkler => jaro_winkler(a, b),
            Self::Levenshtein => distance(levenshtein(a, b, max)),
            Self::DamerauLevenshtein => distance(damerau_levenshtein(a, b, max)),
            Self::OptimalStringAlignment => distance(optimal_string_alignment(a, b, max)),
            Self::Tokens => token_similarity(texts.0, texts.1, limit),
            Self::TokenOverlap => token_overlap(texts.0, texts.1),
        }
    }
}

/// The letters of a text in `buffer`; `None` where they do not fit.
fn decode<'b>(text: &str, buffer: &'b mut [char; 64]) -> Option<&'b [char]> {
    let mut len = 0;
    for letter in text.chars() {
        *buffer.get_mut(len)? = letter;
        len += 1;
    }
    Some(&buffer[..len])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MEASURES: [TextMeasure; 7] = [
        TextMeasure::Jaro,
        TextMeasure::JaroWinkler,
        TextMeasure::Levenshtein,
        TextMeasure::DamerauLevenshtein,
        TextMeasure::OptimalStringAlignment,
        TextMeasure::Tokens,
        TextMeasure::TokenOverlap,
    ];

    fn plain(measure: TextMeasure, a: &str, b: &str) -> f64 {
        let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        match measure {
            TextMeasure::JaroWinkler => jaro_winkler(&x, &y),
            TextMeasure::Jaro => strsim::jaro(a, b),
            TextMeasure::Levenshtein => strsim::levenshtein(a, b) as f64,
            TextMeasure::DamerauLevenshtein => strsim::damerau_levenshtein(a, b) as f64,
            TextMeasure::OptimalStringAlignment => strsim::osa_distance(a, b) as f64,
            TextMeasure::Tokens => token_similarity(a, b, 0.0),
            TextMeasure::TokenOverlap => token_overlap(a, b),
        }
    }

    proptest! {
        /// No bound may refuse what the plain measure grants.
        #[test]
        fn bounds_change_no_answer(a in "[a-fấ ]{1,70}", b in "[a-fấ]{1,9}", limit in 0.0..1.0_f64, edits in 0..9) {
            let texts = [Some(a.as_str()), Some(b.as_str())];
            let (column, codes) = TextColumn::from_values(texts).unwrap();
            for measure in MEASURES {
                let limit = if measure.is_distance() { f64::from(edits) } else { limit };
                let value = measure.value(&column, codes[0], codes[1], limit);
                let expected = measure.meets(plain(measure, &a, &b), limit);
                prop_assert_eq!(measure.meets(value, limit), expected, "{:?}", measure);
            }
        }
    }
}
