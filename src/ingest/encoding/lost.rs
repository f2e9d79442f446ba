//! Letters that are gone: a program without Vietnamese letters wrote ? for them.

use std::collections::BTreeSet;

use super::super::{IngestError, RawBlock};
use super::decide::{ColumnEncoding, Decision, Evidence, words};
use super::table::Survey;

/// So many different words with a ? inside are no accident of typing.
const LOST_MIN: usize = 3;

/// Of the words above ASCII, the lost ones are at least one of so many.
const KNOWN_PER_LOST: usize = 5;

/// So many words that spell under no reading are no accident either.
const UNKNOWN_MIN: usize = 10;

/// Share of words that spell as they stand, at least.
const SCORE_MIN: f64 = 0.5;

/// So many words suffice where most of them spell under another reading, if not surely under one.
const DOUBTFUL_MIN: usize = 3;

/// Share of words that spell under the other reading, at least, and by how much it is the better one.
const OTHER_SCORE_MIN: f64 = 0.8;
const OTHER_MARGIN: f64 = 0.25;

/// Makes sure that the letters of a table can be known.
///
/// # Errors
/// Letters replaced by `?` or `�` throughout, and a table of single bytes that spell under no encoding.
pub fn refuse_lost_letters(block: &RawBlock, survey: &Survey) -> Result<(), IngestError> {
    let mut lost: BTreeSet<&str> = BTreeSet::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut first_row = 0;
    let has_unicode = block.text().chars().any(|c| c > '\u{ff}');
    let has_lost = block.text().contains(['?', '\u{fffd}']);
    let rows = if has_lost { 0..block.rows() } else { 0..0 };
    for row in rows.map(|row| block.row(row)) {
        for cell in row.whole_cells() {
            known.extend(words(cell));
            for word in cell.split_whitespace().filter(|word| has_lost_letter(word)) {
                if lost.is_empty() {
                    first_row = u64::from(row.number);
                }
                lost.insert(word);
            }
        }
    }
    if lost.len() >= LOST_MIN && KNOWN_PER_LOST * lost.len() >= known.len() {
        return Err(IngestError::LostLetters { row: first_row });
    }
    if !has_unicode && survey.encodings.is_none() && is_unreadable(&survey.whole) {
        return Err(IngestError::UnknownLetters {
            words: survey.whole.evidence.words,
        });
    }
    Ok(())
}

/// Whether a table that was left as it stands should not have been.
fn is_unreadable(whole: &Decision) -> bool {
    let Evidence {
        words,
        score,
        runner_up,
    } = whole.evidence;
    let other = runner_up.map_or(0.0, |(_, score)| score);
    let is_doubtful =
        words >= DOUBTFUL_MIN && other >= OTHER_SCORE_MIN && other - score > OTHER_MARGIN;
    let is_unknown = words >= UNKNOWN_MIN && score < SCORE_MIN;
    whole.encoding == ColumnEncoding::Unicode && (is_doubtful || is_unknown)
}

/// `Nguy?n`, `?inh`, but no question and no address of a page.
fn has_lost_letter(word: &str) -> bool {
    let is_address = || word.contains(['/', '=', '@', ':']);
    let mut last = ' ';
    let mut is_lost = false;
    for c in word.chars() {
        is_lost |= c == '\u{fffd}' || (last == '?' && c.is_alphabetic());
        last = c;
    }
    is_lost && !is_address()
}

#[cfg(test)]
mod tests {
    use super::super::charset::tests::encode;
    use super::super::{Charset, survey};
    use super::*;
    use crate::ingest::csv::parse;

    fn check(text: &str, expected: Result<(), IngestError>) {
        let block = parse(text.as_bytes(), b',').unwrap();
        assert_eq!(
            refuse_lost_letters(&block, &survey(&block, &[])),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_table_whose_letters_are_question_marks_is_refused() {
        let lost = "STT,H? và tên\n1,Nguy?n Th? H?ng\n2,?inh V?n Nam\n";
        check(lost, Err(IngestError::LostLetters { row: 2 }));
        check(
            "1,Nguy\u{fffd}n Th\u{fffd}\n2,\u{fffd}inh\n",
            Err(IngestError::LostLetters { row: 1 }),
        );
        check("1,Nguyễn Thị Hồng\n2,Bệnh gì?\n3,Nguy?n\n", Ok(()));
        check(
            "1,http://a.vn/?id=1 http://a.vn/?id=2 http://a.vn/?id=3\n",
            Ok(()),
        );
    }

    #[test]
    fn single_bytes_without_an_encoding_are_refused() {
        let odd: String = ('a'..='l').map(|c| format!("1,{c}ÿþ{c}×ð\n")).collect();
        check(&odd, Err(IngestError::UnknownLetters { words: 12 }));
        check("1,José Müller\n2,Renée Núñez\n", Ok(()));
        // What was written in VPS spells in VISCII as well.
        let names = "1,Vừ A Dình\n2,Vàng Mí Lử\n3,Giàng Tủa\n";
        let doubtful = encode(Charset::Vps, names).unwrap();
        check(&doubtful, Err(IngestError::UnknownLetters { words: 7 }));
    }
}
