//! A list that goes on in a sheet of its own without its header: page two, copied into a new tab.

use super::Layout;
use crate::domain::Field;
use crate::ingest::RawBlock;
use crate::ingest::block::RawRow;
use crate::ingest::rows::holds_people_in;

/// Digits of a birth: a year at least, a whole date at most.
const BIRTH_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// The shortest identifier is an old CMND without its zero.
const IDENTIFIER_DIGITS_MIN: usize = 8;

/// "Nam", "Nữ", "1".
const SEX_LETTERS_MAX: usize = 4;

const SEQUENCE_DIGITS_MAX: usize = 5;

impl Layout {
    /// The same columns for a sheet in which no header was found, where at least half of its rows are people under
    /// them: name, birth and numbers each where they should be.
    #[must_use]
    pub fn continued(&self, block: &RawBlock) -> Option<Self> {
        let rows = (0..block.rows()).map(|row| block.row(row));
        let filled = rows.filter(|row| row.cells().any(|cell| !cell.is_empty()));
        let (people, others): (Vec<RawRow<'_>>, Vec<RawRow<'_>>) =
            filled.partition(|row| self.fits(*row));
        // Not one of them a header: every row is looked at.
        (!people.is_empty() && people.len() >= others.len()).then(|| Self {
            header_rows: (0, 0),
            is_continued: true,
            titles: Vec::new(),
            ..self.clone()
        })
    }

    fn fits(&self, row: RawRow<'_>) -> bool {
        let cell = |field| self.column(field).map_or("", |column| row.cell(column));
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        let is_blank_or = |field, is_fit: &dyn Fn(&str) -> bool| {
            let text = cell(field);
            text.is_empty() || is_fit(text)
        };
        let is_number = |text: &str| digits(text) >= IDENTIFIER_DIGITS_MIN;
        holds_people_in(self.name(row))
            && self.evidence_digits(row) >= *BIRTH_DIGITS.start()
            && is_blank_or(Field::BirthDate, &|text| {
                BIRTH_DIGITS.contains(&digits(text))
            })
            && is_blank_or(Field::IdentityNumber, &is_number)
            && is_blank_or(Field::BhytCard, &is_number)
            && is_blank_or(Field::Sex, &|text| text.chars().count() <= SEX_LETTERS_MAX)
            && is_blank_or(Field::Sequence, &|text| digits(text) <= SEQUENCE_DIGITS_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::options;
    use super::*;
    use crate::ingest::csv::parse;

    fn goes_on(text: &str) -> bool {
        let block = |text: &str| parse(text.as_bytes(), b',').unwrap();
        let header = block("STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD\n");
        let of_first = Layout::detect(&header, &options()).unwrap();
        let block = block(text);
        let Some(found) = of_first.continued(&block) else {
            return false;
        };
        assert_eq!(found.column(Field::FullName), Some(1));
        assert!(!found.is_of_program());
        true
    }

    #[test]
    fn page_two_goes_on_under_the_columns_of_page_one() {
        let people = "8,Nông Thị Ấm,12/05/1957,Nữ,003157000001\n9,Lý A Sì,1960,Nam,\n";
        assert!(goes_on(people));
        assert!(goes_on(&format!("Trang 2,,,,\n{people}")));
        assert!(goes_on(&format!("(1),(2),(3),(4),(5)\n{people}")));
    }

    #[test]
    fn other_sheets_are_no_page_of_it() {
        for text in [
            "",
            "Mã,Tên\n1,Người cao tuổi\n2,Người khuyết tật\n",
            "Nông Thị Ấm,45\nLý A Sì,30\n",
            "8,Nông Thị Ấm,Nữ,12/05/1957,003157000001\n",
            "8,Nông Thị Ấm,003157000001,Nữ,12/05/1957\n",
            "Hướng dẫn,,,,\nGhi đủ họ tên,,,,\nGhi ngày sinh,,,,\n8,Nông Thị Ấm,1957,Nữ,\n",
        ] {
            assert!(!goes_on(text), "{text}");
        }
    }
}
