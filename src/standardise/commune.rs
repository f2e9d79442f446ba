//! Commune codes and names, by the lists of their day.
//!
//! A code means nothing without its list. Codes are read as of the list in force since 2025-07-01; one that
//! is not in it, and one beside a name that only the earlier list gives it, is an old code and is carried
//! to its successor where there is exactly one. A name that leads to several communes is left undecided.

use std::collections::HashMap;

use crate::domain::{CommuneCode, How, Problem, Repair, Value};
use crate::reference::AdministrativeUnits;

/// Codes that exporters write where they know none (a province code of 01 beside it).
const DEFAULT_CODES: [&str; 2] = ["00001", "00000"];

/// Resolves what a source writes into communes in force; remembers what it resolved.
pub struct CommuneResolver<'u> {
    units: &'u AdministrativeUnits,
    province: &'u str,
    seen: HashMap<String, (Option<CommuneCode>, How)>,
    key: String,
}

impl<'u> CommuneResolver<'u> {
    #[must_use]
    pub fn new(units: &'u AdministrativeUnits, province: &'u str) -> Self {
        Self {
            units,
            province,
            seen: HashMap::new(),
            key: String::new(),
        }
    }

    /// The commune of a row that writes `code` and `name` (either may be blank). Where both are,
    /// `of_roster` holds: the commune whose roster the row stands in.
    pub fn resolve<'a>(
        &mut self,
        code: &'a str,
        name: &'a str,
        of_roster: Option<CommuneCode>,
    ) -> Value<'a, CommuneCode> {
        let original = if code.is_empty() { name } else { code };
        if original.is_empty() {
            return match of_roster {
                Some(commune) => Value::as_given("", commune),
                None => Value::default(),
            };
        }
        self.key.clear();
        self.key.push_str(code);
        self.key.push('\u{1f}');
        self.key.push_str(name);
        let (standard, how) = match self.seen.get(&self.key) {
            Some(found) => *found,
            None => {
                let found = self.decide(code, name);
                self.seen.insert(self.key.clone(), found);
                found
            }
        };
        Value {
            original,
            standard,
            how,
        }
    }

    fn decide(&self, code: &str, name: &str) -> (Option<CommuneCode>, How) {
        let decided = match (self.by_code(code), self.by_name(name)) {
            (Lookup::Nothing, by_name) => by_name,
            (by_code, Lookup::Nothing | Lookup::Unknown | Lookup::Ambiguous) => by_code,
            (Lookup::Unknown | Lookup::Ambiguous | Lookup::Default, Lookup::Found(commune, _)) => {
                Lookup::Found(commune, Some(Repair::CommuneByName))
            }
            (Lookup::Found(a, by_code), Lookup::Found(b, by_name)) if a == b => {
                // A code of today beside a name of before: the code was meant as of before.
                Lookup::Found(
                    a,
                    by_code.or(by_name.filter(|repair| *repair != Repair::CommuneByName)),
                )
            }
            (by_code, Lookup::Default) => by_code,
            (Lookup::Found(..), Lookup::Found(..)) => Lookup::Contradiction,
            (Lookup::Contradiction, _) | (_, Lookup::Contradiction) => Lookup::Contradiction,
        };
        match decided {
            Lookup::Found(commune, None) => (Some(commune), How::AsGiven),
            Lookup::Found(commune, Some(repair)) => (Some(commune), How::Repaired(repair)),
            Lookup::Ambiguous => (None, How::Missing(Problem::Ambiguous)),
            Lookup::Default => (None, How::Missing(Problem::Default)),
            Lookup::Contradiction => (None, How::Missing(Problem::Contradiction)),
            Lookup::Nothing | Lookup::Unknown => (None, How::Missing(Problem::Unknown)),
        }
    }

    fn by_code(&self, text: &str) -> Lookup {
        if text.is_empty() {
            return Lookup::Nothing;
        }
        // A code kept as a number lost its zero; codes of fewer digits are of something else.
        let has_lost_zero = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let code = if has_lost_zero {
            format!("0{text}")
        } else {
            text.to_owned()
        };
        if DEFAULT_CODES.contains(&code.as_str()) {
            return Lookup::Default;
        }
        if self.units.commune(&code).is_some() {
            return found(&code, has_lost_zero.then_some(Repair::LostZeros));
        }
        match self.units.successors(&code) {
            [] => Lookup::Unknown,
            [one] => found(&one.code, Some(Repair::CommuneByOldCode)),
            _ => Lookup::Ambiguous,
        }
    }

    fn by_name(&self, name: &str) -> Lookup {
        if name.is_empty() {
            return Lookup::Nothing;
        }
        let candidates = self.units.by_name(self.province, name);
        let Some(first) = candidates.first() else {
            return Lookup::Unknown;
        };
        if candidates
            .iter()
            .any(|other| other.commune.code != first.commune.code)
        {
            return Lookup::Ambiguous;
        }
        let is_of_today = candidates
            .iter()
            .any(|candidate| candidate.former.is_none());
        let repair = if is_of_today {
            Repair::CommuneByName
        } else {
            Repair::CommuneByOldName
        };
        found(&first.commune.code, Some(repair))
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Lookup {
    Nothing,
    Found(CommuneCode, Option<Repair>),
    Unknown,
    Ambiguous,
    Default,
    Contradiction,
}

fn found(code: &str, repair: Option<Repair>) -> Lookup {
    CommuneCode::parse(code).map_or(Lookup::Unknown, |commune| Lookup::Found(commune, repair))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::embedded;

    fn check(code: &str, name: &str, expected: &str, how: How) {
        let units = embedded::administrative_units();
        let mut resolver = CommuneResolver::new(&units, "04");
        for _ in 0..2 {
            let value = resolver.resolve(code, name, None);
            assert_eq!(
                (value.standard, value.how),
                (CommuneCode::parse(expected), how),
                "{code} {name}"
            );
        }
    }

    #[test]
    fn codes_and_names_of_both_lists_lead_to_communes_of_today() {
        check("01273", "Phường Thục Phán", "01273", How::AsGiven);
        check("01273", "", "01273", How::AsGiven);
        check("1273", "", "01273", How::Repaired(Repair::LostZeros));
        check("04", "", "", How::Missing(Problem::Unknown));
        check(
            "01267",
            "Phường Sông Hiến",
            "01273",
            How::Repaired(Repair::CommuneByOldCode),
        );
        check(
            "01273",
            "Phường Hợp Giang",
            "01273",
            How::Repaired(Repair::CommuneByOldName),
        );
        check(
            "",
            "Phường Hợp Giang",
            "01273",
            How::Repaired(Repair::CommuneByOldName),
        );
        check(
            "",
            "Xã Đàm Thủy",
            "01501",
            How::Repaired(Repair::CommuneByName),
        );
    }

    #[test]
    fn what_cannot_be_decided_is_left_blank() {
        check("", "Xã Hưng Đạo", "", How::Missing(Problem::Ambiguous));
        check("00001", "", "", How::Missing(Problem::Default));
        check("99999", "", "", How::Missing(Problem::Unknown));
        check("", "Xã Không Có", "", How::Missing(Problem::Unknown));
        check("", "", "", How::Blank);
        // Codes of the draft list: 01537 was to be Vinh Quý, which is 01561.
        check(
            "01537",
            "Xã Vinh Quý",
            "",
            How::Missing(Problem::Contradiction),
        );
    }

    #[test]
    fn a_row_without_a_commune_has_its_rosters() {
        let units = embedded::administrative_units();
        let mut resolver = CommuneResolver::new(&units, "04");
        let roster = CommuneCode::parse("01558");
        assert_eq!(resolver.resolve("", "", roster).standard, roster);
    }
}
