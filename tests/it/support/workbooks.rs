//! Workbooks as someone opens and saves them.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

/// A workbook as plain rows of text, sheet by sheet.
pub type Sheets = Vec<(String, Vec<Vec<String>>)>;

/// Reads a workbook of texts.
pub fn open(path: &Path) -> Sheets {
    read(path, |cell| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    })
}

/// Reads a workbook of texts and numbers.
pub fn open_numbers(path: &Path) -> Sheets {
    read(path, Data::to_string)
}

fn read(path: &Path, text: impl Fn(&Data) -> String) -> Sheets {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let names = workbook.sheet_names();
    let sheet = |name: String| {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let first = range.start().expect("cells").0 as usize;
        assert_eq!(first, 0);
        let left = range.start().expect("cells").1 as usize;
        let rows = range.rows().map(|row| {
            let blanks = vec![String::new(); left];
            blanks.into_iter().chain(row.iter().map(&text)).collect()
        });
        (name.clone(), rows.collect())
    };
    names.into_iter().map(sheet).collect()
}

/// Writes a workbook anew, as another program would: only the texts stay.
pub fn save(path: &Path, sheets: &Sheets) {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (at, row) in rows.iter().enumerate() {
            for (column, text) in row.iter().enumerate() {
                sheet
                    .write_string(at as u32, column as u16, text)
                    .expect("a cell");
            }
        }
    }
    workbook.save(path).expect("saved");
}
