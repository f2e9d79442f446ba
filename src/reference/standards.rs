//! Standard populations, by whose ages rates of different places are made comparable.

use std::collections::BTreeMap;

use super::ReferenceError;
use super::table::{Row, rows};

const FILE: &str = "standard_populations.csv";

/// Five-year bands: 0–4 to 80–84, and 85 and more.
const BANDS: usize = 18;

/// Weights of the bands by the name of the standard.
///
/// # Errors
/// A row that is none, or a standard that lacks a band.
pub fn standard_populations(text: &str) -> Result<BTreeMap<String, Vec<f64>>, ReferenceError> {
    let mut standards: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let rows: Vec<Row<'_>> = rows(FILE, text, &["standard", "age_from", "weight"])?;
    for row in &rows {
        let weights = standards.entry(row.cell(0).to_owned()).or_default();
        if row.cell(1).parse() != Ok(weights.len() * 5) || weights.len() == BANDS {
            let expected = "the next of the 18 bands of its standard: 0, 5, 10 to 85";
            return Err(row.value_error("age_from", row.cell(1), expected));
        }
        let weight: Option<f64> = row.cell(2).parse().ok();
        let weight = weight.filter(|weight| *weight > 0.0 && weight.is_finite());
        let refused = || row.value_error("weight", row.cell(2), "a number above 0");
        weights.push(weight.ok_or_else(refused)?);
    }
    let is_short = |row: &&Row<'_>| standards[row.cell(0)].len() < BANDS;
    match rows.iter().rfind(is_short) {
        Some(row) => Err(row.value_error(
            "age_from",
            row.cell(1),
            "the last band of its standard, which is 85",
        )),
        None => Ok(standards),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::embedded::STANDARD_POPULATIONS_CSV;

    #[test]
    fn the_shipped_standards_are_whole() {
        let standards = standard_populations(STANDARD_POPULATIONS_CSV).unwrap();
        let sum = |name: &str| standards[name].iter().sum::<f64>();
        assert!((sum("who_2000") - 100.03).abs() < 0.05);
        assert!((sum("european_2013") - 100_000.0).abs() < 1e-9);
    }

    #[test]
    fn a_band_that_is_missing_is_named() {
        let check = |rows: &str, expected: &str| {
            let text = format!("standard,age_from,weight\n{rows}");
            let error = standard_populations(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("a,0,1\na,10,1", "standard_populations.csv:3: age_from `10`");
        check("a,0,1\na,5,0", "weight `0`");
        check("a,0,1\na,5,1", "the last band of its standard");
    }
}
