//! Telling rows about a person from everything else that stands in a roster.

use super::block::RawRow;
use super::fold::fold_header;
use super::{Layout, LayoutOptions};
use crate::domain::Field;

/// What a physical row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind<'a> {
    /// A row about a person (or, for counts, about a place).
    Subject,
    /// "Xóm Nà Pò" over the rows of that hamlet.
    Section(&'a str),
    /// Blank, title, column numbers, subtotal, signature, header repeated.
    Other,
}

/// First words that name a part of a commune, in lower case with their marks: without them "Bản" would be
/// the family name Bàn, and "Tổ" the family name Tô.
const SECTION_WORDS: [&str; 8] = ["xóm", "xom", "tổ", "thôn", "thon", "bản", "khu", "làng"];

/// First words of a total, with their marks: Tống is a family name.
const TOTAL_WORDS: [&str; 2] = ["tổng", "cộng"];

/// Folded texts that begin a signature.
const SIGNATURE_WORDS: [&str; 10] = [
    "nguoilap",
    "lapbieu",
    "thutruong",
    "truongtram",
    "tramtruong",
    "phutrach",
    "kyten",
    "xacnhan",
    "chutich",
    "ketoan",
];

/// Decides what `row` is. Rows of the header and above are other rows too; the caller knows them by number.
#[must_use]
pub fn row_kind<'a>(row: RawRow<'a>, layout: &Layout, options: &LayoutOptions) -> RowKind<'a> {
    if !options.kind.is_about_persons() {
        return count_row_kind(row, layout);
    }
    let cell = |field| layout.column(field).map_or("", |column| row.cell(column));
    let name = cell(Field::FullName);
    let has_letters = |text: &str| text.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80);
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let evidence = [
        Field::BirthDate,
        Field::IdentityNumber,
        Field::BhytCard,
        Field::BhxhNumber,
    ];
    let has_evidence = evidence.into_iter().any(|field| has_digit(cell(field)));
    if has_letters(name) && has_evidence {
        return RowKind::Subject;
    }
    let filled = row.cells().filter(|cell| !cell.is_empty()).count();
    if filled == 0 || is_column_numbers(row) {
        return RowKind::Other;
    }
    // A numbered row with a name is a person of whom little was typed: it goes to quarantine, not away.
    if has_digit(cell(Field::Sequence)) && has_letters(name) {
        return RowKind::Subject;
    }
    if let Some(section) = section_text(row).filter(|_| filled <= 2) {
        return RowKind::Section(section);
    }
    let is_header = options.field(name) == Some(Field::FullName);
    // In a roster a lone text is a remark or a signature; extracts of programs have neither.
    let is_remark = filled == 1 && !has_evidence && options.kind.is_roster();
    if is_header || is_remark || is_closing(row) || (name.is_empty() && !has_evidence) {
        return RowKind::Other;
    }
    RowKind::Subject
}

fn count_row_kind<'a>(row: RawRow<'a>, layout: &Layout) -> RowKind<'a> {
    let code = layout
        .column(Field::CommuneCode)
        .map_or("", |column| row.cell(column));
    if code.bytes().any(|b| b.is_ascii_digit()) {
        RowKind::Subject
    } else {
        RowKind::Other
    }
}

/// `(1) (2) (3)` or `1 2 3`: every filled cell the number of its column, counted from the first filled one.
fn is_column_numbers(row: RawRow<'_>) -> bool {
    let mut next = 1_u32;
    for cell in row.cells().filter(|cell| !cell.is_empty()) {
        let digits = cell.trim_matches(['(', ')', ' ']);
        if digits.parse() != Ok(next) {
            return false;
        }
        next += 1;
    }
    next > 3
}

fn section_text<'a>(row: RawRow<'a>) -> Option<&'a str> {
    let names_a_section = |cell: &&str| SECTION_WORDS.contains(&first_word(cell).as_str());
    row.cells()
        .filter(|cell| !cell.is_empty())
        .find(names_a_section)
}

/// The first word in lower case, numbering before it left out: `II. Tổ 3` gives `tổ`.
fn first_word(text: &str) -> String {
    let is_numbering = |word: &&str| {
        word.chars()
            .all(|c| c.is_ascii_digit() || "IVX.-:)".contains(c))
    };
    let word = text.split_whitespace().find(|word| !is_numbering(word));
    word.unwrap_or_default()
        .trim_end_matches(':')
        .to_lowercase()
}

fn is_closing(row: RawRow<'_>) -> bool {
    let filled: Vec<&str> = row.cells().filter(|cell| !cell.is_empty()).collect();
    filled.len() <= 4 && filled.into_iter().any(closes)
}

fn closes(cell: &str) -> bool {
    let folded = fold_header(cell);
    TOTAL_WORDS.contains(&first_word(cell).as_str())
        || SIGNATURE_WORDS.iter().any(|word| folded.starts_with(word))
        || ["ngay", "thang", "nam"]
            .iter()
            .all(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv::parse;
    use crate::ingest::layout::tests::options;

    fn check(row: &str, expected: RowKind<'_>) {
        let header = "STT,Họ và tên,Ngày sinh,Số CCCD,Mã thẻ BHYT\n";
        let block = parse(format!("{header}{row}\n").as_bytes(), b',').unwrap();
        let layout = Layout::detect(&block, &options()).unwrap();
        assert_eq!(
            row_kind(block.row(1), &layout, &options()),
            expected,
            "{row}"
        );
    }

    #[test]
    fn persons_are_told_from_everything_else() {
        check("1,Nông Thị Ấm,1957,,", RowKind::Subject);
        check("1,Nông Thị Ấm,,003157000001,", RowKind::Subject);
        check("1,Nông Thị Ấm,,,", RowKind::Subject);
        check(",Nông Thị Ấm,,,", RowKind::Other);
        check("7,,,003157000001,", RowKind::Subject);
        check("9,Tống Văn Ổn,,,", RowKind::Subject);
        check("9,Bàn Thị Mỷ,,,", RowKind::Subject);
        check("Xóm Nà Pò,,,,", RowKind::Section("Xóm Nà Pò"));
        check(",II. Tổ 3,,,", RowKind::Section("II. Tổ 3"));
        check("(1),(2),(3),(4),(5)", RowKind::Other);
        check("1,2,3,4,5", RowKind::Other);
        check(
            "STT,Họ và tên,Ngày sinh,Số CCCD,Mã thẻ BHYT",
            RowKind::Other,
        );
        check(",Tổng cộng: 25 người,,,", RowKind::Other);
        check(",NGƯỜI LẬP BIỂU,,TRẠM TRƯỞNG,", RowKind::Other);
        check(",,\"Ngày 20 tháng 11 năm 2026\",,", RowKind::Other);
        check(",,,,", RowKind::Other);
    }
}
