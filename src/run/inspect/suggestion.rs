//! What an unknown header was probably meant to be.

use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::Layout;
use crate::source::Profile;

/// The field that an unknown header is closest to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub field: Field,
    /// The header of the profile that it is like.
    pub like: String,
}

/// Share of letters that two headers have in common, at least.
const ALIKE_MIN: f64 = 0.6;

/// A header that holds a known one whole is as good as one with few other letters.
const HOLDS: f64 = 0.8;

/// Known headers of fewer letters stand in too many words by chance.
const HELD_LETTERS_MIN: usize = 4;

/// The closest known field that has no column yet, if any is close.
#[must_use]
pub fn suggest(header: &str, layout: &Layout, profile: &Profile) -> Option<Suggestion> {
    // Of a merged header the lowest part speaks; the whole of it may be like another.
    let leaf = header.rsplit(" / ").next().unwrap_or(header);
    let texts = [
        FoldedHeader::new(leaf).plain,
        FoldedHeader::new(header).plain,
    ];
    let free = profile
        .headers
        .iter()
        .filter(|(field, _)| layout.column(**field).is_none());
    let candidates = free.flat_map(|(field, headers)| headers.iter().map(|known| (*field, known)));
    let mut best: Option<(f64, Suggestion)> = None;
    for (field, known) in candidates {
        let folded = FoldedHeader::new(known).plain;
        let score = texts
            .iter()
            .map(|text| likeness(text, &folded))
            .fold(0.0, f64::max);
        if score >= ALIKE_MIN && best.as_ref().is_none_or(|(least, _)| score > *least) {
            let like = known.clone();
            best = Some((score, Suggestion { field, like }));
        }
    }
    best.map(|(_, suggestion)| suggestion)
}

fn likeness(text: &str, known: &str) -> f64 {
    let longest = text.chars().count().max(known.chars().count());
    if longest == 0 {
        return 0.0;
    }
    let held = |inner: &str, outer: &str| inner.len() >= HELD_LETTERS_MIN && outer.contains(inner);
    let by_letters = 1.0 - strsim::osa_distance(text, known) as f64 / longest as f64;
    if held(known, text) || held(text, known) {
        by_letters.max(HOLDS)
    } else {
        by_letters
    }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn a_misspelt_or_longer_header_is_like_the_known_one() {
        for (text, known, is_like) in [
            ("sodienthoia", "sodienthoai", true),
            ("sodienthoailienhe", "sodienthoai", true),
            ("hovatenn", "hovaten", true),
            ("ghichu", "hovaten", false),
            ("dtho", "dt", false),
            ("", "", false),
        ] {
            assert_eq!(
                likeness(text, known) >= super::ALIKE_MIN,
                is_like,
                "{text} {known}"
            );
        }
    }
}
