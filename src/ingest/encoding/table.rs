//! The encodings of one table, column by column, and its rows in Unicode.

use std::collections::BTreeMap;

use super::decide::{
    ColumnEncoding, Decision, Prior, Verdict, Words, has_residue, is_plain, words,
};
use crate::domain::fast_map::FastSet;
use crate::ingest::RawBlock;
use crate::ingest::block::RawRow;

/// Titles and header stand within this many rows from the top.
const HEAD_ROWS_MAX: usize = 25;

/// The encodings of a table that is not all Unicode.
#[derive(Debug, Clone, PartialEq)]
pub struct Encodings {
    /// Of rows that were pasted in from elsewhere, and what it was told by.
    pub pasted: Option<Decision>,
    columns: Vec<ColumnEncoding>,
    /// Of columns in which nothing told the encoding, and of those further right.
    elsewhere: ColumnEncoding,
}

/// What was found out about a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Per column.
    pub decisions: Vec<Decision>,
    /// `None` where every column is Unicode, and no row was pasted in from elsewhere.
    pub encodings: Option<Encodings>,
    /// All words of the table together: whether they spell under any reading.
    pub whole: Decision,
}

/// Decides for every column of `block`, knowing the encodings that the fonts of its first columns draw.
#[must_use]
pub fn survey(block: &RawBlock, fonts: &[Option<ColumnEncoding>]) -> Survey {
    let Gathered {
        columns,
        records,
        whole,
        misspelled,
    } = gather(block);
    let of_font = |column: usize| match fonts.get(column).copied().flatten() {
        Some(encoding) => Prior::Strong(encoding),
        None => Prior::None,
    };
    let first: Vec<Verdict> = columns
        .iter()
        .enumerate()
        .map(|(column, words)| words.decide(of_font(column)))
        .collect();
    let whole = whole.decide(Prior::None);
    let prior = prior(&first, &columns, &whole);
    let decisions: Vec<Decision> = first
        .into_iter()
        .zip(&columns)
        .enumerate()
        .map(|(column, (verdict, words))| {
            let is_settled =
                verdict.is_certain && verdict.decision.encoding == ColumnEncoding::Unicode;
            if is_settled || prior == Prior::None || of_font(column) != Prior::None {
                verdict.decision
            } else {
                words.decide(prior).decision
            }
        })
        .collect();
    let decisions = by_records(decisions, &records, of_font);
    let elsewhere = match prior {
        Prior::Strong(encoding) => encoding,
        Prior::None | Prior::Likely(_) => ColumnEncoding::Unicode,
    };
    let pasted = misspelled.decide(Prior::None);
    let is_pasted = pasted.is_certain && pasted.decision.encoding != ColumnEncoding::Unicode;
    let encodings = Encodings {
        pasted: is_pasted.then_some(pasted.decision),
        columns: decisions
            .iter()
            .map(|decision| match decision.evidence.words {
                0 => elsewhere,
                _ => decision.encoding,
            })
            .collect(),
        elsewhere,
    };
    let is_all_unicode = encodings
        .columns
        .iter()
        .all(|encoding| *encoding == ColumnEncoding::Unicode);
    Survey {
        decisions,
        encodings: (is_pasted || !is_all_unicode).then_some(encodings),
        whole: whole.decision,
    }
}

/// Columns that are asked for their encoding; the widest template has 103.
const COLUMNS_MAX: usize = 1024;

/// Different words of a table that are asked whether they spell as they stand.
const WORDS_ASKED_MAX: usize = 5000;

/// The words of a table.
#[derive(Default)]
struct Gathered {
    columns: Vec<Words>,
    /// The words of each column below the header, which may be typed in another font.
    records: Vec<Words>,
    whole: Words,
    /// Those that do not spell as they stand: a few rows in another encoding would not be seen among the rest.
    misspelled: Words,
}

fn gather(block: &RawBlock) -> Gathered {
    let mut gathered = Gathered::default();
    let mut asked: FastSet<&str> = FastSet::default();
    let first_record = first_record(block);
    for (index, row) in (0..block.rows()).map(|row| (row, block.row(row))) {
        let width = row.len().min(COLUMNS_MAX);
        if gathered.columns.len() < width {
            gathered.columns.resize_with(width, Words::default);
            gathered.records.resize_with(width, Words::default);
        }
        let columns = gathered.columns.iter_mut().zip(&mut gathered.records);
        for ((column, records), cell) in columns.zip(row.whole_cells()) {
            if is_plain(cell) {
                continue;
            }
            column.add(cell);
            if index >= first_record {
                records.add(cell);
            }
            gathered.whole.add(cell);
            for word in words(cell) {
                let is_new = asked.len() < WORDS_ASKED_MAX && asked.insert(word);
                if is_new && misspelled(ColumnEncoding::Unicode, word) > 0 {
                    gathered.misspelled.add(word);
                }
            }
        }
    }
    gathered
}

/// The first row of the head with a cell of digits alone, a number or a date: titles and headers have none.
/// 0 where no row has.
fn first_record(block: &RawBlock) -> usize {
    let is_number = |cell: &str| {
        cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_alphabetic)
    };
    let mut head = 0..block.rows().min(HEAD_ROWS_MAX);
    head.find(|row| block.row(*row).whole_cells().any(is_number))
        .unwrap_or(0)
}

/// Corrects the decisions by the records alone: a column takes the encoding of the table in which all its
/// records spell, where they do not in the one decided. A header in another font and columns in a third
/// outweigh a column of few words, such as the sex.
fn by_records(
    decisions: Vec<Decision>,
    records: &[Words],
    of_font: impl Fn(usize) -> Prior,
) -> Vec<Decision> {
    let own: Vec<Verdict> = records
        .iter()
        .enumerate()
        .map(|(column, words)| words.decide(of_font(column)))
        .collect();
    // Columns of too few words each may be enough together.
    let mut rest = Words::default();
    for (decision, words) in decisions.iter().zip(records) {
        let misspelled = words.misspelled(decision.encoding);
        misspelled.for_each(|word| rest.add(word));
    }
    let rest = rest.decide(Prior::None);
    let certain = own.iter().chain([&rest]).filter(|found| found.is_certain);
    let mut known: Vec<ColumnEncoding> = certain
        .map(|verdict| verdict.decision.encoding)
        .chain(decisions.iter().map(|decision| decision.encoding))
        .collect();
    known.sort_unstable();
    known.dedup();
    let corrected = decisions.into_iter().zip(records).zip(own).enumerate();
    corrected
        .map(|(column, ((decided, words), own))| {
            let now = words.fit(decided.encoding);
            if now.misspelled == 0 {
                return decided;
            }
            let is_known =
                own.is_certain || of_font(column) == Prior::Strong(own.decision.encoding);
            let is_proven = is_known && own.decision.encoding != ColumnEncoding::Unicode;
            if is_proven && words.fit(own.decision.encoding).misspelled < now.misspelled {
                return own.decision;
            }
            let fits = known.iter().map(|encoding| words.fit(*encoding));
            let legal = fits.filter(|fit| fit.misspelled == 0);
            legal
                .max_by_key(|fit| fit.points)
                .map_or(decided, |fit| fit.verdict.decision)
        })
        .collect()
}

/// What the columns that told their encoding say about those that did not.
fn prior(verdicts: &[Verdict], columns: &[Words], whole: &Verdict) -> Prior {
    let mut words_of: BTreeMap<ColumnEncoding, usize> = BTreeMap::new();
    for (verdict, words) in verdicts.iter().zip(columns) {
        if verdict.is_certain {
            *words_of.entry(verdict.decision.encoding).or_default() += words.len();
        }
    }
    let has_unicode = words_of.remove(&ColumnEncoding::Unicode).is_some()
        || columns.iter().any(Words::have_unicode);
    let most = words_of.into_iter().max_by_key(|(_, words)| *words);
    match most {
        Some((encoding, _)) if has_unicode => Prior::Likely(encoding),
        Some((encoding, _)) => Prior::Strong(encoding),
        // Columns of too few words each may be enough together.
        None if !has_unicode && whole.is_certain => Prior::Strong(whole.decision.encoding),
        None => Prior::None,
    }
}

/// A row read otherwise than its columns must mend so many words.
const MENDED_IN_ROW_MIN: usize = 2;

/// And a cell read otherwise than its column so many.
const MENDED_IN_CELL_MIN: usize = 2;

impl Encodings {
    fn of_column(&self, column: usize) -> ColumnEncoding {
        self.columns.get(column).copied().unwrap_or(self.elsewhere)
    }

    /// `block` in Unicode, each cell by its column; a row that was pasted in from elsewhere is read in the
    /// encoding in which it spells.
    #[must_use]
    pub fn apply(&self, block: &RawBlock) -> RawBlock {
        block.rewritten(|row| self.read_row(row))
    }

    fn read_row(&self, row: RawRow<'_>) -> Option<Vec<Option<String>>> {
        if row.whole_cells().all(is_plain) {
            return None;
        }
        let wrong = misspelled_in_row(row, |column| self.of_column(column));
        let uniform = self.uniform(row, wrong);
        let read = |(column, cell)| match uniform {
            Some(encoding) => encoding.decode(cell),
            None if wrong == 0 => self.of_column(column).decode(cell),
            None => match self.of_cell(column, cell) {
                Some(encoding) => encoding.decode(cell),
                None => decode_unless_worse(self.of_column(column), cell),
            },
        };
        Some(row.whole_cells().enumerate().map(read).collect())
    }

    /// The encodings found in the table.
    fn known(&self) -> Vec<ColumnEncoding> {
        let mut known: Vec<ColumnEncoding> = self.columns.clone();
        known.extend([self.elsewhere, ColumnEncoding::Unicode]);
        known.extend(self.pasted.iter().map(|pasted| pasted.encoding));
        known.sort_unstable();
        known.dedup();
        known
    }

    /// The old encoding in which a single cell was pasted into a column of another: it alone spells the whole
    /// cell, and one word that happens to spell so is not enough unless it holds a sign that no name has.
    fn of_cell(&self, column: usize, cell: &str) -> Option<ColumnEncoding> {
        let of_column = self.of_column(column);
        let wrong = misspelled(of_column, cell);
        let is_residue = of_column == ColumnEncoding::Unicode && has_residue(cell);
        if wrong == 0 || !(wrong >= MENDED_IN_CELL_MIN || is_residue) {
            return None;
        }
        let spells = |encoding: &ColumnEncoding| {
            *encoding != ColumnEncoding::Unicode && misspelled(*encoding, cell) == 0
        };
        let mut found = self.known().into_iter().filter(spells);
        let first = found.next()?;
        let text = first.decode(cell);
        found
            .all(|other| other.decode(cell) == text)
            .then_some(first)
    }

    /// The one encoding in which the row spells far better than by its columns.
    fn uniform(&self, row: RawRow<'_>, by_columns: usize) -> Option<ColumnEncoding> {
        if by_columns < MENDED_IN_ROW_MIN {
            return None;
        }
        let known = self.known().into_iter();
        let tried = known.map(|candidate| (misspelled_in_row(row, |_| candidate), candidate));
        let (least, best) = tried.min_by_key(|(wrong, _)| *wrong)?;
        (by_columns - least.min(by_columns) >= MENDED_IN_ROW_MIN && 3 * least <= by_columns)
            .then_some(best)
    }
}

/// Words of a row that do not spell when each column is read in its encoding.
fn misspelled_in_row(row: RawRow<'_>, encoding: impl Fn(usize) -> ColumnEncoding) -> usize {
    let cells = row.whole_cells().enumerate();
    cells
        .map(|(column, cell)| misspelled(encoding(column), cell))
        .sum()
}

/// Words of `cell` that do not spell under `encoding`.
fn misspelled(encoding: ColumnEncoding, cell: &str) -> usize {
    if is_plain(cell) {
        return 0;
    }
    let spells = |word: &&str| {
        encoding
            .judge(word)
            .is_some_and(|(_, is_legal, _)| is_legal)
    };
    words(cell).count() - words(cell).filter(spells).count()
}

/// A cell that spells as it stands and no more once decoded was typed in Unicode between the others.
fn decode_unless_worse(encoding: ColumnEncoding, cell: &str) -> Option<String> {
    let decoded = encoding.decode(cell)?;
    let is_worse = misspelled(ColumnEncoding::Unicode, cell) == 0 && misspelled(encoding, cell) > 0;
    (!is_worse).then_some(decoded)
}

/// Titles and header rows in Unicode, each row by itself where its own words prove another encoding than its
/// columns have: a heading may be typed in another font than the names below it.
#[must_use]
pub fn read_head(block: &RawBlock, encodings: Option<&Encodings>) -> Option<RawBlock> {
    let mut read_rows: BTreeMap<u32, ColumnEncoding> = BTreeMap::new();
    for row in (0..block.rows().min(HEAD_ROWS_MAX)).map(|row| block.row(row)) {
        let of_column =
            |column| encodings.map_or(ColumnEncoding::Unicode, |known| known.of_column(column));
        let wrong = misspelled_in_row(row, of_column);
        if wrong < MENDED_IN_ROW_MIN {
            continue;
        }
        let mut words = Words::default();
        row.whole_cells().for_each(|cell| words.add(cell));
        let verdict = words.decide(Prior::None);
        if verdict.is_certain && verdict.decision.encoding != ColumnEncoding::Unicode {
            read_rows.insert(row.number, verdict.decision.encoding);
        }
    }
    if read_rows.is_empty() {
        return encodings.map(|encodings| encodings.apply(block));
    }
    Some(block.rewritten(|row| {
        match read_rows.get(&row.number) {
            Some(encoding) => Some(
                row.whole_cells()
                    .map(|cell| encoding.decode(cell))
                    .collect(),
            ),
            None => encodings.and_then(|encodings| encodings.read_row(row)),
        }
    }))
}
