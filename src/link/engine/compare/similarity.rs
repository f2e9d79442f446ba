//! How alike two texts are.
//!
//! Every measure is written once over slices of letters: bytes where both texts are ASCII, `char` otherwise.
//! Those with a limit stop as soon as it cannot be met.

/// Winkler's boost is for strings whose Jaro similarity exceeds this (Winkler 1990).
const BOOST_MIN: f64 = 0.7;

/// A letter: a byte of ASCII, or a `char`.
pub trait Letter: Copy + Eq {}
impl Letter for u8 {}
impl Letter for char {}

/// Jaro similarity (Jaro 1989): with m letters in common within half the longer length and t of them out of
/// order by pairs, the mean of m/|a|, m/|b| and (m − t)/m.
///
/// Example: MARTHA, MARHTA: m = 6, t = 1, (1 + 1 + 5/6) / 3 = 0.944.
#[must_use]
pub fn jaro<L: Letter>(a: &[L], b: &[L]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a.len() <= 64 && b.len() <= 64 {
        jaro_of_short(a, b)
    } else {
        jaro_of_long(a, b)
    }
}

/// Letters are matched greedily within this distance.
fn window(a: usize, b: usize) -> usize {
    (a.max(b) / 2).saturating_sub(1)
}

fn jaro_of_short<L: Letter>(a: &[L], b: &[L]) -> f64 {
    let window = window(a.len(), b.len());
    let (mut matched_a, mut matched_b) = (0_u64, 0_u64);
    for (at, letter) in a.iter().enumerate() {
        let low = at.saturating_sub(window);
        let high = (at + window + 1).min(b.len());
        let candidates = b[low.min(high)..high].iter().zip(low..);
        for (candidate, other) in candidates {
            if candidate == letter && matched_b >> other & 1 == 0 {
                matched_a |= 1 << at;
                matched_b |= 1 << other;
                break;
            }
        }
    }
    let (matches, mut rest, mut out_of_order) = (matched_a.count_ones(), matched_b, 0_u32);
    while matched_a != 0 {
        let pair = (matched_a.trailing_zeros(), rest.trailing_zeros());
        out_of_order += u32::from(a[pair.0 as usize] != b[pair.1 as usize]);
        matched_a &= matched_a - 1;
        rest &= rest - 1;
    }
    jaro_of_counts(a.len(), b.len(), matches, out_of_order)
}

fn jaro_of_long<L: Letter>(a: &[L], b: &[L]) -> f64 {
    let window = window(a.len(), b.len());
    let mut matched_b = vec![false; b.len()];
    let mut letters_a = Vec::with_capacity(a.len());
    for (at, letter) in a.iter().enumerate() {
        let low = at.saturating_sub(window);
        let high = (at + window + 1).min(b.len());
        let free = (low..high).find(|other| b[*other] == *letter && !matched_b[*other]);
        if let Some(other) = free {
            matched_b[other] = true;
            letters_a.push(*letter);
        }
    }
    let letters_b = b.iter().zip(&matched_b).filter(|(_, matched)| **matched);
    let out_of_order = letters_a
        .iter()
        .zip(letters_b)
        .filter(|(a, (b, _))| *a != *b);
    let out_of_order = out_of_order.count() as u32;
    jaro_of_counts(a.len(), b.len(), letters_a.len() as u32, out_of_order)
}

fn jaro_of_counts(a: usize, b: usize, matches: u32, out_of_order: u32) -> f64 {
    if matches == 0 {
        return 0.0;
    }
    let transpositions = f64::from(out_of_order / 2);
    let matches = f64::from(matches);
    (matches / a as f64 + matches / b as f64 + (matches - transpositions) / matches) / 3.0
}

/// Jaro–Winkler similarity (Winkler 1990): Jaro's j, and where it exceeds 0.7, a tenth of 1 − j more for each of
/// the first four letters that agree. Example: MARTHA, MARHTA: 0.944 + 3 · 0.1 · 0.056 = 0.961.
#[must_use]
pub fn jaro_winkler<L: Letter>(a: &[L], b: &[L]) -> f64 {
    let jaro = jaro(a, b);
    if jaro <= BOOST_MIN {
        return jaro;
    }
    let prefix = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count();
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

/// No Jaro–Winkler similarity of strings of these lengths with so many letters in common at most is above this.
#[must_use]
pub fn jaro_winkler_max(a: usize, b: usize, common_max: usize) -> f64 {
    if a == 0 || b == 0 {
        return if a == b { 1.0 } else { 0.0 };
    }
    let common = common_max.min(a).min(b) as f64;
    let jaro = (common / a as f64 + common / b as f64 + 1.0) / 3.0;
    jaro + 0.4 * (1.0 - jaro)
}

/// Both without the letters that they begin and end with alike: no edit distance depends on these.
fn differing<'l, L: Letter>(a: &'l [L], b: &'l [L]) -> (&'l [L], &'l [L]) {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev());
    let suffix = suffix.take_while(|(a, b)| a == b).count();
    (&a[..a.len() - suffix], &b[..b.len() - suffix])
}

/// Levenshtein distance: the fewest insertions, deletions and substitutions. `None` where more than `max`.
#[must_use]
pub fn levenshtein<L: Letter>(a: &[L], b: &[L], max: usize) -> Option<usize> {
    let (a, b) = differing(a, b);
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let distance = match (a.len(), b.len()) {
        (0, len) | (len, 0) => len,
        (1..=64, _) => levenshtein_of_bits(a, b),
        _ => levenshtein_of_rows(a, b),
    };
    (distance <= max).then_some(distance)
}

/// Myers' bit-parallel column (Myers 1999, Hyyrö 2003): one word holds a column of the matrix.
fn levenshtein_of_bits<L: Letter>(a: &[L], b: &[L]) -> usize {
    let last = 1_u64 << (a.len() - 1);
    let (mut rises, mut falls, mut distance) = (u64::MAX, 0_u64, a.len());
    for letter in b {
        let equal = a.iter().enumerate();
        let equal = equal.fold(0, |bits, (at, other)| {
            bits | u64::from(other == letter) << at
        });
        let diagonal = (((equal & rises).wrapping_add(rises)) ^ rises) | equal | falls;
        let (mut up, mut down) = (falls | !(diagonal | rises), rises & diagonal);
        distance += usize::from(up & last != 0);
        distance -= usize::from(down & last != 0);
        up = up << 1 | 1;
        down <<= 1;
        rises = down | !(diagonal | up);
        falls = up & diagonal;
    }
    distance
}

fn levenshtein_of_rows<L: Letter>(a: &[L], b: &[L]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, other) in b.iter().enumerate() {
            let substituted = corner + usize::from(letter != other);
            corner = row[column + 1];
            row[column + 1] = substituted.min(corner + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

/// Damerau–Levenshtein distance, unrestricted (Lowrance and Wagner 1975): Levenshtein's edits and exchanges of
/// neighbours, between which other letters may have come. `None` where more than `max`. Example: CA, ABC is 2.
#[must_use]
pub fn damerau_levenshtein<L: Letter>(a: &[L], b: &[L], max: usize) -> Option<usize> {
    let (a, b) = differing(a, b);
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    if a.is_empty() || b.is_empty() || max <= 1 {
        return within_one_edit(a, b).filter(|distance| *distance <= max);
    }
    // An exchange is two edits of Levenshtein's at most, and so are the letters within it one each.
    levenshtein(a, b, 2 * max)?;
    let width = b.len() + 2;
    let far = a.len() + b.len();
    let mut cells = vec![far; (a.len() + 2) * width];
    for row in 0..=a.len() {
        cells[(row + 1) * width + 1] = row;
    }
    for column in 0..=b.len() {
        cells[width + column + 1] = column;
    }
    // Per letter of b the last row whose letter of a equals it.
    let mut last_row = vec![0; b.len()];
    for row in 1..=a.len() {
        let mut last_column = 0;
        for column in 1..=b.len() {
            let is_equal = a[row - 1] == b[column - 1];
            let (from_row, from_column) = (last_row[column - 1], last_column);
            let exchanged = cells[from_row * width + from_column]
                + (row - from_row - 1)
                + 1
                + (column - from_column - 1);
            let substituted = cells[row * width + column] + usize::from(!is_equal);
            let deleted = cells[row * width + column + 1] + 1;
            let inserted = cells[(row + 1) * width + column] + 1;
            let best = substituted.min(deleted).min(inserted).min(exchanged);
            cells[(row + 1) * width + column + 1] = best;
            if is_equal {
                last_column = column;
            }
        }
        for (last, letter) in last_row.iter_mut().zip(b) {
            if *letter == a[row - 1] {
                *last = row;
            }
        }
    }
    let distance = cells[(a.len() + 1) * width + b.len() + 1];
    (distance <= max).then_some(distance)
}

/// The distance of texts that begin and end differently, one of them empty or the distance asked at most 1.
fn within_one_edit<L: Letter>(a: &[L], b: &[L]) -> Option<usize> {
    match (a, b) {
        ([], rest) | (rest, []) => Some(rest.len()),
        ([_], [_]) => Some(1),
        ([first, second], [third, fourth]) if first == fourth && second == third => Some(1),
        _ => None,
    }
}

/// Optimal string alignment, the restricted Damerau distance: no letter is edited twice. `None` where more than
/// `max`. Example: CA, ABC is 3.
#[must_use]
pub fn optimal_string_alignment<L: Letter>(a: &[L], b: &[L], max: usize) -> Option<usize> {
    let (a, b) = differing(a, b);
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let substituted = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    let distance = above[b.len()];
    (distance <= max).then_some(distance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn worked_examples() {
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 5e-4, "{found}");
        close(jaro(b"MARTHA", b"MARHTA"), 0.9444);
        close(jaro(b"DIXON", b"DICKSONX"), 0.7667);
        close(jaro_winkler(b"MARTHA", b"MARHTA"), 0.9611);
        close(jaro_winkler(b"DIXON", b"DICKSONX"), 0.8133);
        assert_eq!(damerau_levenshtein(b"CA", b"ABC", 3), Some(2));
        assert_eq!(optimal_string_alignment(b"CA", b"ABC", 3), Some(3));
        assert_eq!(levenshtein(b"kitten", b"sitting", 2), None);
        assert_eq!(levenshtein(b"kitten", b"sitting", 3), Some(3));
    }

    fn check_distances(a: &str, b: &str, max: usize) -> Result<(), TestCaseError> {
        let within = |distance: usize| (distance <= max).then_some(distance);
        let (x, y) = (chars(a), chars(b));
        prop_assert_eq!(levenshtein(&x, &y, max), within(strsim::levenshtein(a, b)));
        prop_assert_eq!(
            damerau_levenshtein(&x, &y, max),
            within(strsim::damerau_levenshtein(a, b))
        );
        prop_assert_eq!(
            optimal_string_alignment(&x, &y, max),
            within(strsim::osa_distance(a, b))
        );
        Ok(())
    }

    fn check_jaro(a: &str, b: &str) -> Result<(), TestCaseError> {
        let (x, y) = (chars(a), chars(b));
        prop_assert!((jaro(&x, &y) - strsim::jaro(a, b)).abs() < 1e-12);
        if jaro(&x, &y) > BOOST_MIN {
            prop_assert!((jaro_winkler(&x, &y) - strsim::jaro_winkler(a, b)).abs() < 1e-12);
        }
        let common = x.iter().filter(|letter| y.contains(letter)).count();
        prop_assert!(jaro_winkler(&x, &y) <= jaro_winkler_max(x.len(), y.len(), common) + 1e-12);
        if a.is_ascii() && b.is_ascii() {
            prop_assert_eq!(jaro(a.as_bytes(), b.as_bytes()), jaro(&x, &y));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn distances_are_those_of_strsim(a in "[abcấ]{0,12}", b in "[abcấ]{0,12}", max in 0_usize..14) {
            check_distances(&a, &b, max)?;
        }

        #[test]
        fn jaro_is_that_of_strsim(a in "[abcấ]{0,12}", b in "[abcấ]{0,12}") {
            check_jaro(&a, &b)?;
        }

        #[test]
        fn long_texts_too(a in "[ab ]{0,150}", b in "[abc]{40,90}") {
            check_distances(&a, &b, 200)?;
            check_jaro(&a, &b)?;
        }
    }
}
