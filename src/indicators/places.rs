//! The places that get rows.

use super::input::Commune;
use crate::domain::CommuneCode;

/// Where the persons of a row live. In the order of the output, which is that of a null commune code first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Everyone, whatever the commune.
    Province,
    /// Persons whose home commune is unknown or outside the scope.
    Unassigned,
    /// A commune, by its position in code order.
    Commune(usize),
}

/// The communes of the scope in code order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    communes: Vec<CommuneCode>,
    /// Of `communes`, as text.
    codes: Vec<String>,
    names: Vec<String>,
    /// Position by the number of the code, [`NOWHERE`] outside the scope.
    position_of_number: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Places {
    /// The communes in code order, each once.
    #[must_use]
    pub fn new(communes: &[Commune]) -> Self {
        let mut ordered: Vec<&Commune> = communes.iter().collect();
        ordered.sort_by_key(|commune| commune.code);
        ordered.dedup_by_key(|commune| commune.code);
        let numbers = ordered.iter().map(|commune| commune.code.number() as usize);
        let size = numbers.clone().max().map_or(0, |last| last + 1);
        let mut position_of_number = vec![NOWHERE; size];
        for (position, number) in numbers.enumerate() {
            position_of_number[number] = position as u32;
        }
        Self {
            communes: ordered.iter().map(|commune| commune.code).collect(),
            codes: ordered
                .iter()
                .map(|commune| commune.code.to_string())
                .collect(),
            names: ordered.iter().map(|commune| commune.name.clone()).collect(),
            position_of_number,
        }
    }

    #[must_use]
    pub fn commune_count(&self) -> usize {
        self.communes.len()
    }

    /// In code order, as [`Place::Commune`] counts them.
    pub(super) fn communes(&self) -> impl Iterator<Item = CommuneCode> {
        self.communes.iter().copied()
    }

    /// `province`, `commune` or `unassigned`.
    #[must_use]
    pub fn level(&self, place: Place) -> &'static str {
        match place {
            Place::Province => "province",
            Place::Unassigned => "unassigned",
            Place::Commune(_) => "commune",
        }
    }

    /// The five digits of a commune.
    #[must_use]
    pub fn code(&self, place: Place) -> Option<&str> {
        self.of_commune(place, &self.codes)
    }

    #[must_use]
    pub fn name(&self, place: Place) -> Option<&str> {
        self.of_commune(place, &self.names)
    }

    /// Position of the commune whose code has `number`, in the scope.
    pub(super) fn position(&self, number: u32) -> Option<usize> {
        let position = *self.position_of_number.get(number as usize)?;
        (position != NOWHERE).then_some(position as usize)
    }

    fn of_commune<'a>(&self, place: Place, texts: &'a [String]) -> Option<&'a str> {
        match place {
            Place::Commune(position) => Some(texts[position].as_str()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::communes;

    #[test]
    fn communes_stand_in_code_order() {
        let places = Places::new(&communes(&["01774", "01273", "01774"]));
        assert_eq!(places.commune_count(), 2);
        assert_eq!(places.code(Place::Commune(0)), Some("01273"));
        assert_eq!(places.position(1774), Some(1));
        assert_eq!(places.position(1775), None);
        assert_eq!(places.position(1), None);
        assert_eq!(places.code(Place::Province), None);
    }
}
