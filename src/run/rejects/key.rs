//! What a rejected row is called in the workbook that goes back with it, so that a correction finds it again.

use xxhash_rust::xxh3::xxh3_64;

/// Tells a key from other texts, and this form of it from later ones.
const MARK: &str = "toandan-1";

/// Digits of a file's digest that tell it from every other file of a pipeline.
const DIGEST_DIGITS: usize = 16;

/// One row of one file as it was on one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RejectKey {
    pub file: String,
    /// The first digits of the file's SHA-256.
    pub digest: String,
    pub sheet: Option<String>,
    pub row: u32,
    /// The day of the night that wrote the workbook, as yyyy-mm-dd.
    pub written_on: String,
    /// [`fingerprint`] of the cells as they were written: of a row that nobody touched it is still the same.
    pub cells: String,
}

impl RejectKey {
    #[must_use]
    pub fn to_text(&self) -> String {
        let parts = (
            MARK,
            &self.written_on,
            &self.file,
            &self.digest,
            &self.sheet,
            self.row,
            &self.cells,
        );
        serde_json::to_string(&parts).expect("texts and a number are JSON")
    }

    /// A key that [`Self::to_text`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        type Parts = (String, String, String, String, Option<String>, u32, String);
        let parts: Parts = serde_json::from_str(text).ok()?;
        let (mark, written_on, file, digest, sheet, row, cells) = parts;
        (mark == MARK).then_some(Self {
            file,
            digest,
            sheet,
            row,
            written_on,
            cells,
        })
    }
}

/// The part of a file's digest that keys carry.
#[must_use]
pub fn short_digest(sha256: &str) -> &str {
    sha256.get(..DIGEST_DIGITS).unwrap_or(sha256)
}

/// The same for the same cells, in whatever order their columns stand; blank cells do not count.
#[must_use]
pub fn fingerprint<'c>(cells: impl IntoIterator<Item = (&'c str, &'c str)>) -> String {
    let cells = cells.into_iter();
    let mut cells: Vec<(String, String)> = cells
        .map(|(name, text)| (plain(name), plain(text)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    cells.sort();
    format!("{:016x}", xxh3_64(format!("{cells:?}").as_bytes()))
}

/// A text as it is on its way back from a spreadsheet: control characters and carriage returns do not survive.
#[must_use]
pub fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || *c == '\n');
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_other_texts_are_none() {
        let key = RejectKey {
            file: "plan/danh \"sách\" 1.csv".to_owned(),
            digest: "00ff00ff00ff00ff".to_owned(),
            sheet: Some("Xóm, [1]".to_owned()),
            row: 17,
            written_on: "2026-11-20".to_owned(),
            cells: fingerprint([("Tên", "x")]),
        };
        assert_eq!(RejectKey::parse(&key.to_text()), Some(key.clone()));
        let later = key.to_text().replace("toandan-1", "toandan-2");
        for other in ["", "17", "[1,2]", &later] {
            assert_eq!(RejectKey::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_fingerprint_knows_no_order_and_no_blanks() {
        let one = fingerprint([
            ("Tên", "Nông Thị Ấm"),
            ("Ngày sinh", " 1957\r\n"),
            ("x", ""),
        ]);
        assert_eq!(
            one,
            fingerprint([("Ngày sinh", "1957"), ("Tên", "Nông Thị Ấm")])
        );
        assert_ne!(
            one,
            fingerprint([("Ngày sinh", "1958"), ("Tên", "Nông Thị Ấm")])
        );
        assert_ne!(fingerprint([("a", "b")]), fingerprint([("b", "a")]));
    }
}
