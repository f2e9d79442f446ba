//! Classes of health with a column each, of which one is ticked: "Phân loại sức khoẻ" over I, II, III, IV and V.

use super::claims::Column;
use super::header::{HeaderRow, Path};
use super::options::{Claim, LayoutOptions};
use super::settle::is_mark;
use crate::domain::Field;
use crate::domain::header::FoldedHeader;

/// Fewer classes side by side are something else: "Loại I" alone is a remark.
const CLASSES_MIN: usize = 3;

const NUMERALS: [&str; 5] = ["I", "II", "III", "IV", "V"];

/// The class that a column is for: `II`, `2` or `Loại 2` under a heading of the class, `Loại II` without.
pub fn class_of(path: &Path<'_, '_>, options: &LayoutOptions) -> Option<u8> {
    let (leaf, above) = path.cells.split_last()?;
    let mut claims = above.iter().flat_map(|cell| options.claims_of(cell));
    let is_under = claims.any(|claim| claim == Claim::Field(Field::HealthClass));
    let (class, is_named) = class_in(&leaf.bare.plain)?;
    (is_under || is_named && above.is_empty()).then_some(class)
}

/// The class in a folded text, and whether a word says that it is one.
fn class_in(plain: &str) -> Option<(u8, bool)> {
    const LABELS: [&str; 5] = ["suckhoeloai", "phanloai", "xeploai", "loai", "sk"];
    let rest = LABELS.iter().find_map(|label| plain.strip_prefix(label));
    let class = match rest.unwrap_or(plain) {
        "i" | "1" => 1,
        "ii" | "2" => 2,
        "iii" | "3" => 3,
        "iv" | "4" => 4,
        "v" | "5" => 5,
        _ => return None,
    };
    Some((class, rest.is_some()))
}

/// Leaves the classes of the first columns side by side that count up from I; others are none. What else a profile calls
/// such a column, it is a class of several.
pub fn keep_run(columns: &mut [Column]) {
    let run_at = |at: usize| {
        let own = columns[at..].iter().zip(1..);
        own.take_while(|(column, class)| column.class == Some(*class))
            .count()
    };
    let mut starts = 0..columns.len();
    let start = starts.find(|at| run_at(*at) >= CLASSES_MIN);
    let run = start.map_or(0..0, |at| at..at + run_at(at));
    for (at, column) in columns.iter_mut().enumerate() {
        column.class = column.class.filter(|_| run.contains(&at));
        if column.class.is_some() {
            column.claim_nothing();
        }
    }
}

/// Whether `row` numbers the columns below a heading of the class, as `1 2 3 4 5`: no column numbers, and no values.
pub fn are_numbered(row: &HeaderRow<'_>, above: &HeaderRow<'_>, options: &LayoutOptions) -> bool {
    let is_heading = |column: &usize| {
        let claims = options.claims_of(&above.cells[*column]);
        claims.contains(&Claim::Field(Field::HealthClass))
    };
    let Some(first) = (0..above.cells.len()).find(is_heading) else {
        return false;
    };
    let is_own = |at: usize| at == first || above.text(at).is_empty();
    let classes = (first..row.cells.len()).zip(1_u8..);
    let classes =
        classes.take_while(|(at, class)| is_own(*at) && row.text(*at) == class.to_string());
    let count = classes.count();
    let mut others = (0..row.cells.len()).filter(|at| *at < first || *at >= first + count);
    let holds_digit = |at: usize| row.text(at).bytes().any(|b| b.is_ascii_digit());
    count >= CLASSES_MIN && !others.any(holds_digit)
}

/// The class that is ticked, as a cell of its own would hold it. Of several each is written, which no reader of classes
/// takes for one, and so is what is no tick. `own` is what a column of the class itself holds.
pub fn write_ticked<'a>(out: &mut String, own: &str, ticks: impl Iterator<Item = (u8, &'a str)>) {
    out.push_str(own);
    let mut is_first = own.is_empty();
    let of_own = class_in(&FoldedHeader::new(own).plain).map(|(class, _)| class);
    for (class, cell) in ticks {
        let said = class_in(&FoldedHeader::new(cell).plain).map(|(said, _)| said);
        let is_ticked = is_mark(cell) || said == Some(class);
        if matches!(cell, "" | "0" | "-") || is_ticked && of_own == Some(class) {
            continue;
        }
        out.push_str(if is_first { "" } else { "; " });
        is_first = false;
        out.push_str(NUMERALS.get(usize::from(class) - 1).unwrap_or(&""));
        if !is_ticked {
            out.push_str(": ");
            out.push_str(cell);
        }
    }
}
