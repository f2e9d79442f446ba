//! How alike two texts of several words are, whatever the order of the words.

use super::similarity::jaro_winkler;

/// Beyond so many words the best assignment is sought greedily.
const EXACT_TOKENS_MAX: usize = 8;

/// The words of a text.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter.is_whitespace() || letter == '-')
        .filter(|token| !token.is_empty())
}

/// The mean Jaro–Winkler similarity of the words under their best assignment, a word without partner counting 0;
/// or 0 as soon as it is certain to be below `min`.
///
/// Example: `tran thi lan`, `lan tran`: (1 + 1 + 0) / 3 = 0.667.
#[must_use]
pub fn token_similarity(a: &str, b: &str, min: f64) -> f64 {
    let (mut space_a, mut space_b) = ([""; EXACT_TOKENS_MAX], [""; EXACT_TOKENS_MAX]);
    match (split(a, &mut space_a), split(b, &mut space_b)) {
        (Some(a), Some(b)) => of_words(a, b, min),
        _ => of_words(
            &tokens(a).collect::<Vec<_>>(),
            &tokens(b).collect::<Vec<_>>(),
            min,
        ),
    }
}

/// The words in `space`; `None` where they are more.
fn split<'s, 't>(text: &'t str, space: &'s mut [&'t str]) -> Option<&'s [&'t str]> {
    let mut len = 0;
    for token in tokens(text) {
        *space.get_mut(len)? = token;
        len += 1;
    }
    Some(&space[..len])
}

fn of_words(a: &[&str], b: &[&str], min: f64) -> f64 {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return if many.is_empty() { 1.0 } else { 0.0 };
    }
    let needed = min * many.len() as f64 - 1e-9;
    if (few.len() as f64) < needed {
        return 0.0;
    }
    if many.len() > EXACT_TOKENS_MAX {
        return greedy_assignment(few, many) / many.len() as f64;
    }
    let mut rows = [[0.0; EXACT_TOKENS_MAX]; EXACT_TOKENS_MAX];
    let mut reachable = few.len() as f64;
    for (row, token) in rows.iter_mut().zip(few) {
        let mut best = 0.0_f64;
        for (gain, other) in row.iter_mut().zip(many) {
            *gain = alike(token, other);
            best = best.max(*gain);
        }
        reachable -= 1.0 - best;
        if reachable < needed {
            return 0.0;
        }
    }
    best_assignment(&rows[..few.len()], many.len()) / many.len() as f64
}

fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    if a.is_ascii() && b.is_ascii() {
        return jaro_winkler(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    jaro_winkler(&a, &b)
}

/// The largest sum with one column per row, no column twice: over sets of used columns.
fn best_assignment(rows: &[[f64; EXACT_TOKENS_MAX]], columns: usize) -> f64 {
    let mut best = [f64::NEG_INFINITY; 1 << EXACT_TOKENS_MAX];
    best[0] = 0.0;
    let mut complete = 0.0_f64;
    for used in 0_usize..1 << columns {
        let row = used.count_ones() as usize;
        if best[used] == f64::NEG_INFINITY {
            continue;
        }
        if row == rows.len() {
            complete = complete.max(best[used]);
            continue;
        }
        for (column, gain) in rows[row][..columns].iter().enumerate() {
            let then = used | 1 << column;
            if then != used {
                best[then] = best[then].max(best[used] + gain);
            }
        }
    }
    complete
}

fn greedy_assignment(few: &[&str], many: &[&str]) -> f64 {
    let gains = |row: usize| {
        let others = many.iter().enumerate();
        others.map(move |(column, other)| (alike(few[row], other), row, column))
    };
    let mut pairs: Vec<(f64, usize, usize)> = (0..few.len()).flat_map(gains).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut used_rows = vec![false; few.len()];
    let mut used_columns = vec![false; many.len()];
    let mut total = 0.0;
    for (gain, row, column) in pairs {
        if !used_rows[row] && !used_columns[column] {
            (used_rows[row], used_columns[column]) = (true, true);
            total += gain;
        }
    }
    total
}

/// The share of distinct words that both have, of those that either has (Jaccard).
#[must_use]
pub fn token_overlap(a: &str, b: &str) -> f64 {
    let distinct = |text| {
        let mut words: Vec<&str> = tokens(text).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b): (Vec<&str>, Vec<&str>) = (distinct(a), distinct(b));
    let common = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    let either = a.len() + b.len() - common;
    if either == 0 {
        return 1.0;
    }
    common as f64 / either as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn worked_examples() {
        assert_eq!(token_similarity("tran thi lan", "lan thi tran", 0.0), 1.0);
        assert!((token_similarity("tran thi lan", "lan tran", 0.0) - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(token_similarity("", "", 0.0), 1.0);
        assert_eq!(token_similarity("", "lan", 0.0), 0.0);
        assert_eq!(token_overlap("a b", "b c"), 1.0 / 3.0);
    }

    /// All ways to give each row a column.
    fn by_hand(rows: &[[f64; EXACT_TOKENS_MAX]], used: &mut [bool; 5]) -> f64 {
        let Some((row, rest)) = rows.split_first() else {
            return 0.0;
        };
        let mut best = 0.0_f64;
        for column in 0..5 {
            if !used[column] {
                used[column] = true;
                best = best.max(row[column] + by_hand(rest, used));
                used[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_best_assignment_is_found(
            rows in proptest::collection::vec(proptest::array::uniform8(0.0..1.0_f64), 1..=5)
        ) {
            let expected = by_hand(&rows, &mut [false; 5]);
            prop_assert!((best_assignment(&rows, 5) - expected).abs() < 1e-12);
        }

        #[test]
        fn order_does_not_matter(a in "[ab]{1,3}( [ab]{1,3}){0,3}", b in "[ab]{1,3}( [ab]{1,3}){0,3}") {
            let reversed: Vec<&str> = tokens(&a).collect::<Vec<_>>().into_iter().rev().collect();
            let similarity = token_similarity(&a, &b, 0.0);
            prop_assert!((similarity - token_similarity(&reversed.join(" "), &b, 0.0)).abs() < 1e-12);
            prop_assert!((similarity - token_similarity(&b, &a, 0.0)).abs() < 1e-12);
        }
    }
}
