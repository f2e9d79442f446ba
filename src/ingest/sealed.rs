//! Words about HIV and tuberculosis, which no dataset, log or reject may repeat (Luật HIV, art. 30).
//!
//! Rosters say them where nobody asks: as a target group, as a remark behind a name, in a column of their own. What is
//! said is cut out of its cell before anything is read of it, and a column that asks for it is dropped by its header.
//! How many cells were cut is counted by file, never by row: that would tell whose they are. Counts of a commune name the
//! disease they count and no person: they are left as they are.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use super::RawBlock;
use super::block::RawRow;

/// Letters with which a sealed word begins, in every case: most blocks hold none of them, and a search for them all at
/// once costs next to nothing.
static HINTS: LazyLock<Searcher> = LazyLock::new(|| {
    let hints = ["hiv", "aids", "arv", "afb", "lao"].into_iter();
    Searcher::new(hints.flat_map(in_every_case)).expect("some short words")
});

/// `no`, `No`, `nO`, `NO`.
fn in_every_case(word: &str) -> Vec<String> {
    let cases = 0..1_u32 << word.len();
    let written = |case: u32| {
        let letters = word.chars().enumerate();
        letters
            .map(|(at, letter)| match case >> at & 1 {
                0 => letter,
                _ => letter.to_ascii_uppercase(),
            })
            .collect()
    };
    cases.map(written).collect()
}

/// Words that are sealed wherever they stand.
const WORDS: [&str; 5] = ["hiv", "aids", "arv", "afb", "hiv/aids"];

/// `Lao` is a disease before one of these; before `động` it is work.
const BEHIND_TB: [&str; 12] = [
    "phổi", "hạch", "xương", "màng", "kê", "kháng", "cột", "tiềm", "ruột", "thận", "sơ", "da",
];

/// And behind one of these.
const BEFORE_TB: [&str; 13] = [
    "bệnh", "mắc", "trị", "nhiễm", "nghi", "sử", "xúc", "nhân", "thuốc", "chống", "khám", "bị",
    "xn",
];

/// Before these the word is none of the disease.
const NOT_TB: [&str; 4] = ["động", "đông", "khoa", "đao"];

/// Words that lead up to a sealed one and mean nothing without it.
const LEADING: [&str; 22] = [
    "người", "nhiễm", "bệnh", "nhân", "mắc", "bị", "có", "đang", "điều", "trị", "xét", "nghiệm",
    "xn", "kết", "quả", "nghi", "tiền", "sử", "tiếp", "xúc", "dương", "tính",
];

/// Cuts sealed words, and what leads up to them, out of every cell of `block`, and counts the cells.
pub fn leave_out(block: &mut RawBlock) {
    if !has_sealed(block) {
        return;
    }
    let count = std::cell::Cell::new(block.sealed_cells);
    let mut cut = block.rewritten(|row: RawRow<'_>| {
        let cells: Vec<Option<String>> = row.whole_cells().map(without).collect();
        let sealed = cells.iter().flatten().count() as u32;
        count.set(count.get() + sealed);
        (sealed > 0).then_some(cells)
    });
    if count.get() > block.sealed_cells {
        cut.sealed_cells = count.get();
        *block = cut;
    }
}

/// Whether a sealed word stands in a cell.
fn has_sealed(block: &RawBlock) -> bool {
    let mut found = HINTS.find_iter(block.text());
    found.any(|hint| first_sealed(block.cell_around(hint.start())).is_some())
}

/// Whether a header asks for what is sealed: `Xét nghiệm HIV`, `Sàng lọc lao`. No header asks for a place called Lao.
#[must_use]
pub fn asks_for_sealed(header: &str) -> bool {
    let asks_for_tb = || {
        let words: Vec<String> = words(header).map(|(_, word)| word).collect();
        let is_tb = |at: usize| {
            let behind = words.get(at + 1).map_or("", String::as_str);
            words[at] == "lao" && !NOT_TB.contains(&behind)
        };
        (0..words.len()).any(is_tb)
    };
    has_hint(header) && (first_sealed(header).is_some() || asks_for_tb())
}

/// The cell without the parts that say a sealed word; `None` where none does. Example: `NCT; nhiễm HIV` is `NCT`,
/// `Nông Văn Ấm (HIV)` is `Nông Văn Ấm`.
fn without(cell: &str) -> Option<String> {
    if !has_hint(cell) || first_sealed(cell).is_none() {
        return None;
    }
    let kept = cell.split([';', ',', '\n']).filter_map(|part| {
        let rest = match first_sealed(part) {
            Some(at) => without_lead(&part[..at]),
            None => part.trim(),
        };
        (!rest.is_empty()).then_some(rest)
    });
    let kept = kept.collect::<Vec<_>>().join("; ");
    // `nhiễm; lao`: what leads up to a word may stand in the part before.
    Some(match first_sealed(&kept) {
        Some(at) => without_lead(&kept[..at]).to_owned(),
        None => kept,
    })
}

fn has_hint(text: &str) -> bool {
    HINTS.find(text).is_some()
}

/// Where the first sealed word of `text` begins.
fn first_sealed(text: &str) -> Option<usize> {
    let words: Vec<(usize, String)> = words(text).collect();
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |(_, word)| word);
    let is_sealed = |at: usize| {
        let (before, behind) = (word(at.checked_sub(1)), word(Some(at + 1)));
        match words[at].1.as_str() {
            "lao" => {
                !NOT_TB.contains(&behind)
                    && (BEHIND_TB.contains(&behind) || BEFORE_TB.contains(&before))
            }
            other => WORDS.contains(&other),
        }
    };
    let at = (0..words.len()).find(|at| is_sealed(*at))?;
    Some(words[at].0)
}

/// The words of a text in lower case, and where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, String)> {
    let parts = text.split(|c: char| !c.is_alphabetic());
    let places = parts.map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part));
    places
        .filter(|(_, part)| !part.is_empty())
        .map(|(at, part)| (at, part.to_lowercase()))
}

/// What stands before a sealed word, without the signs and words that lead up to it.
fn without_lead(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric() || c.is_whitespace());
        let start = rest
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphabetic())
            .last()
            .map_or(rest.len(), |(at, _)| at);
        if start == rest.len() || !LEADING.contains(&rest[start..].to_lowercase().as_str()) {
            return rest.trim();
        }
        rest = &rest[..start];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_cut_and_the_rest_stays() {
        for (cell, expected) in [
            ("Người nhiễm HIV", ""),
            ("NCT; Nhiễm HIV; Hộ nghèo", "NCT; Hộ nghèo"),
            ("Nông Văn Ấm (HIV+)", "Nông Văn Ấm"),
            ("Nông Văn Ấm - đang điều trị ARV", "Nông Văn Ấm"),
            ("BỆNH NHÂN LAO PHỔI", ""),
            ("0399123456 HIV", "0399123456"),
            ("Tiền sử lao", ""),
            ("THA, lao hạch", "THA"),
            ("AFB (+)", ""),
        ] {
            assert_eq!(without(cell).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn words_that_look_alike_stay() {
        for cell in [
            "Người lao động",
            "Lao động tự do",
            "Bệnh lão khoa",
            "Xã Lao Chải",
            "Xóm Nà Lao",
            "Bệnh nhân lao động nặng",
            "Chivas",
            "Lã Thị Lao",
        ] {
            assert_eq!(without(cell), None, "{cell}");
        }
    }

    #[test]
    fn headers_that_ask_for_it_are_known() {
        for (header, expected) in [
            ("Xét nghiệm HIV", true),
            ("Lao", true),
            ("Sàng lọc lao", true),
            ("KQ XN AFB", true),
            ("Người lao động", false),
            ("Nhóm đối tượng", false),
        ] {
            assert_eq!(asks_for_sealed(header), expected, "{header}");
        }
    }

    #[test]
    fn a_block_counts_its_cut_cells_and_keeps_its_rows() {
        let mut block = RawBlock::default();
        for (number, cells) in [
            (1, ["Nông Thị Ấm", "Người lao động"]),
            (4, ["Lý A Sì (HIV)", "lao phổi"]),
        ] {
            cells.iter().for_each(|cell| block.push_cell(cell));
            block.end_row(number);
        }
        block.physical_rows = 4;
        leave_out(&mut block);
        assert_eq!((block.sealed_cells, block.physical_rows), (2, 4));
        assert_eq!(
            block.row(0).cells().collect::<Vec<_>>(),
            ["Nông Thị Ấm", "Người lao động"]
        );
        assert_eq!(block.row(1).cells().collect::<Vec<_>>(), ["Lý A Sì", ""]);
        assert_eq!(block.row(1).number, 4);
    }

    proptest::proptest! {
        #[test]
        fn no_cell_is_too_odd_and_nothing_sealed_is_left(cell in "\\PC{0,30}|(Nông |nhiễm |HIV|lao phổi|; |\\()*") {
            if let Some(rest) = without(&cell) {
                proptest::prop_assert!(first_sealed(&rest).is_none(), "{}", rest);
            }
        }
    }
}
