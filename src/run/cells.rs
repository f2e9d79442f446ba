//! A source row as a JSON object of header and text, complete and in the order of its columns.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};

/// What each column of a table is called in the object: its header; with the column's number where another
/// column has the same header; the number alone where it has none.
pub fn names(headers: &[String]) -> Vec<String> {
    let name = |(column, header): (usize, &String)| {
        let is_repeated = headers[..column].contains(header);
        match header.as_str() {
            "" => numbered(column),
            _ if is_repeated => format!("{header} ({})", numbered(column)),
            _ => header.clone(),
        }
    };
    headers.iter().enumerate().map(name).collect()
}

const COLUMN: &str = "cột ";

fn numbered(column: usize) -> String {
    format!("{COLUMN}{}", column + 1)
}

/// The column that is called by its number alone.
#[must_use]
pub fn column_of(name: &str) -> Option<usize> {
    let number: usize = name.strip_prefix(COLUMN)?.parse().ok()?;
    number.checked_sub(1)
}

/// The object of `cells`, blank ones left out. Cells past the last name are called by their number.
pub fn to_json<'c>(names: &[String], cells: impl Iterator<Item = &'c str>) -> String {
    let mut json = String::from("{");
    for (column, cell) in cells.enumerate().filter(|(_, cell)| !cell.is_empty()) {
        if json.len() > 1 {
            json.push(',');
        }
        let name = names.get(column).cloned();
        json.push_str(&quoted(&name.unwrap_or_else(|| numbered(column))));
        json.push(':');
        json.push_str(&quoted(cell));
    }
    json.push('}');
    json
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Names and texts of an object that [`to_json`] made, in its order; nothing where it is no such object.
pub fn from_json(json: &str) -> Vec<(String, String)> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, String)>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("an object of texts")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_map(Pairs).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_in_the_order_of_its_columns() {
        let headers = ["Tên", "Ngày sinh", "", "Ngày sinh"].map(str::to_owned);
        let cells = ["Ấm \"Nhỏ\"", "1957", "x", "12/5", "thừa", ""];
        let json = to_json(&names(&headers), cells.into_iter());
        let pairs = from_json(&json);
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("Tên", "Ấm \"Nhỏ\""),
                ("Ngày sinh", "1957"),
                ("cột 3", "x"),
                ("Ngày sinh (cột 4)", "12/5"),
                ("cột 5", "thừa"),
            ]
        );
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["Ngày sinh (cột 4)"], "12/5");
        assert_eq!(to_json(&[], std::iter::empty()), "{}");
        let found = ["cột 3", "cột 0", "Ngày sinh (cột 4)"].map(column_of);
        assert_eq!(found, [Some(2), None, None]);
    }
}
