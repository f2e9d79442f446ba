use crate::synth::dice::{Dice, Stream};
use crate::synth::options::TableFormat;
use crate::synth::profile::CommuneProfile;
use crate::synth::roster::RosterKind;

/// A roster column: its header, and the header spanning it and its neighbours, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub label: &'static str,
    pub group: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv { delimiter: u8, has_bom: bool },
    Xlsx,
}

/// How a health class is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassStyle {
    Roman,
    Digit,
    Worded,
}

/// One commune's way of making a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub format: Format,
    /// Rows above the header.
    pub titles: Vec<String>,
    pub has_column_numbers: bool,
    /// Hamlets as section rows, the hamlet column left blank.
    pub has_sections: bool,
    /// Total and signature rows below the data.
    pub footer: Vec<String>,
    pub is_decimal_comma: bool,
    /// Real date cells (workbooks only).
    pub has_date_cells: bool,
    /// Target groups as codes, else as names.
    pub has_group_codes: bool,
    pub group_separator: &'static str,
    pub class_style: ClassStyle,
}

/// A commune with more residents sends CSV: a workbook is held in memory until it is complete.
const XLSX_RESIDENTS_MAX: u64 = 40_000;

impl Layout {
    /// The layout of one commune's roster of one kind.
    pub fn new(
        kind: RosterKind,
        commune: &CommuneProfile,
        index: usize,
        tables: TableFormat,
        seed: u64,
        titles: Vec<String>,
    ) -> Self {
        let code = commune.code.parse().unwrap_or(0);
        let mut dice = Dice::new(seed, Stream::Commune, code, 1 + kind as u64);
        let is_xlsx = tables == TableFormat::Mixed
            && commune.residents <= XLSX_RESIDENTS_MAX
            && (index + kind as usize).is_multiple_of(2);
        let is_semicolon = (index + 3 * kind as usize) % 4 == 3;
        let delimiter = if is_semicolon { b';' } else { b',' };
        let is_titled = is_xlsx || dice.chance(0.6);
        Self {
            format: if is_xlsx {
                Format::Xlsx
            } else {
                Format::Csv {
                    delimiter,
                    has_bom: is_semicolon,
                }
            },
            titles: if is_titled { titles } else { Vec::new() },
            has_column_numbers: is_titled && dice.chance(0.35),
            has_sections: is_titled && dice.chance(0.3),
            footer: if is_titled && dice.chance(0.7) {
                signatures()
            } else {
                Vec::new()
            },
            is_decimal_comma: is_semicolon || dice.chance(0.2),
            has_date_cells: is_xlsx && dice.chance(0.5),
            has_group_codes: dice.chance(0.5),
            group_separator: if dice.chance(0.7) { ";" } else { ", " },
            class_style: dice.weighted(&[
                (ClassStyle::Roman, 0.5),
                (ClassStyle::Digit, 0.25),
                (ClassStyle::Worded, 0.25),
            ]),
        }
    }

    /// Rows of the header: two where columns are grouped under a common one.
    pub fn header_rows(&self, columns: &[Column]) -> u64 {
        let is_grouped = columns.iter().any(|column| column.group.is_some());
        if self.format == Format::Xlsx && is_grouped {
            2
        } else {
            1
        }
    }
}

fn signatures() -> Vec<String> {
    [
        "",
        "NGƯỜI LẬP BIỂU",
        "(Ký, ghi rõ họ tên)",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "(Ký tên, đóng dấu)",
    ]
    .map(String::from)
    .to_vec()
}
