//! Rows whose cells stand in other columns than the header says: a cell was deleted, or one was put in. They are
//! somebody's all the same, and are looked at instead of passed over as remarks.

/// So many cells has a row of a list, and hardly a remark.
const CELLS_WITH_IDENTIFIER_MIN: usize = 3;
const CELLS_WITH_DATE_MIN: usize = 5;

/// Whether the filled cells of a row hold the number of somebody, in whatever column.
pub fn holds_identifier<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    cells.clone().any(is_identifier) && cells.count() >= CELLS_WITH_IDENTIFIER_MIN
}

/// Whether the filled cells of a row are as many as a person's, with a date by itself among them.
pub fn holds_date<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    cells.clone().any(is_date) && cells.count() >= CELLS_WITH_DATE_MIN
}

/// A CCCD, or a card of health insurance with its letters.
fn is_identifier(cell: &str) -> bool {
    let signs = [' ', '.', '-', '\'', '\u{a0}'];
    let bare = cell.chars().filter(|c| !signs.contains(c));
    let letters = bare.clone().take_while(char::is_ascii_alphabetic).count();
    let digits = match letters {
        0 => 12,
        2 => 13,
        _ => return false,
    };
    let mut behind = bare.clone().skip(letters);
    behind.all(|c| c.is_ascii_digit()) && bare.count() == letters + digits
}

/// `13/05/1993`, `1993-05-13`, `13.5.1993`.
fn is_date(cell: &str) -> bool {
    let mut parts = cell.split(['/', '-', '.']);
    let lengths = [parts.next(), parts.next(), parts.next()].map(|part| part.map_or(0, str::len));
    let is_digits = cell
        .bytes()
        .all(|b| b.is_ascii_digit() || b"/-.".contains(&b));
    is_digits && parts.next().is_none() && matches!(lengths, [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_known_in_any_column() {
        for cell in [
            "003157000001",
            "003 157 000 001",
            "DN4040329931556",
            "'003157000001",
            "'DN4040329931556",
        ] {
            assert!(
                holds_identifier([cell, "Nữ", "Nà Pò"].into_iter()),
                "{cell}"
            );
        }
        for cell in [
            "0399123456",
            "12",
            "SĐT: 0399123456",
            "1.250.000",
            "",
            "ABC4040329931556",
        ] {
            assert!(
                !holds_identifier([cell, "Nữ", "Nà Pò"].into_iter()),
                "{cell}"
            );
        }
        assert!(!holds_identifier(["Số CCCD", "003157000001"].into_iter()));
    }

    #[test]
    fn a_date_among_many_cells_is_somebodys() {
        let row = ["Nữ", "Tày", "13/05/1993", "Nà Pò", "x"];
        assert!(holds_date(row.into_iter()));
        assert!(!holds_date(row.into_iter().take(4)));
        for cell in ["13/05", "ngày 13/05/1993", "1/2/3/1993", "13/05/93", ""] {
            assert!(!is_date(cell), "{cell}");
        }
        assert!(is_date("1993-05-13") && is_date("3.5.1993"));
    }
}
