//! "Phân loại" by itself: the class of a person's health, or of whatever stands above or beside it.

use super::claims::{Column, Unclaimed};
use crate::domain::Field;
use crate::domain::header::FoldedHeader;

const LABELS: [&str; 3] = ["phanloai", "xeploai", "pl"];

/// Whether a header, of which the innermost part counts, does not say of what its class is.
pub fn is_any_class(header: &str) -> bool {
    let label = header.rsplit(" / ").next().unwrap_or_default();
    LABELS.contains(&FoldedHeader::new(label).plain.as_str())
}

/// Whether a class under this heading is of all that was examined, and not of the eyes.
pub fn concludes(heading: &FoldedHeader) -> bool {
    let plain = heading.plain.as_str();
    let words = ["ketluan", "suckhoe"];
    words.iter().any(|word| plain.contains(word)) || ["ketqua", "ketquakham"].contains(&plain)
}

/// A class that does not say of what is the person's where it is the only one, and does not stand beside a BMI.
pub fn drop_doubtful(columns: &mut [Column]) {
    let all: Vec<usize> = (0..columns.len())
        .filter(|at| {
            let column = &columns[*at];
            column.can_be(Field::HealthClass) && is_any_class(&column.header)
        })
        .collect();
    let is_beside_bmi = |at: usize| {
        let left = at.checked_sub(1).map(|left| &columns[left].header);
        left.is_some_and(|header| FoldedHeader::whole(header).plain.contains("bmi"))
    };
    let is_taken = all.iter().any(|at| columns[*at].field.is_some());
    if is_taken && (all.len() > 1 || all.iter().any(|at| is_beside_bmi(*at))) {
        for at in all {
            columns[at].refuse(Unclaimed::Unknown);
        }
    }
}
