//! Provinces and communes in force since 2025-07-01, and what each was before.

use super::fold::{fold, fold_place, without_plain_type_word};
use crate::domain::fast_map::FastMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommuneKind {
    Xa,
    Phuong,
    DacKhu,
}

/// A province in force; `code` has two digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    pub code: String,
    pub name: String,
    pub short_name: String,
}

/// A commune in force; `code` has five digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    pub code: String,
    /// With its type word: `Xã Đàm Thuỷ`.
    pub name: String,
    pub short_name: String,
    pub kind: CommuneKind,
    pub province_code: String,
    /// Persons, as the merger map published them in 2025; basis unknown, so no official denominator.
    pub population: Option<u32>,
}

/// A commune that ended on 2025-06-30. `code` is empty for the five island districts that had no communes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerCommune {
    pub code: String,
    pub name: String,
    pub district_code: String,
    pub district: String,
    pub province_code: String,
}

impl FormerCommune {
    /// The name with its district: `Xã Vĩnh Quang (Huyện Bảo Lâm)`. Within a province several have the same name.
    #[must_use]
    pub fn name_with_district(&self) -> String {
        format!("{} ({})", self.name, self.district)
    }
}

/// One commune in force that took over a former one, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    pub code: String,
    /// The former commune went to more than one successor.
    pub is_split: bool,
    /// The successor to take where nothing finer than the old code is known.
    pub is_default: bool,
}

/// What a name may mean. A name is decided when all its candidates lead to one commune in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameCandidate<'a> {
    pub commune: &'a Commune,
    /// `None` where the name is the commune's own name of today.
    pub former: Option<&'a FormerCommune>,
}

mod parse;
#[cfg(test)]
mod tests;

/// Positions: a commune, and the former commune whose name led there.
type NameEntry = (usize, Option<usize>);

/// The dated lists of units. See the module contract of [`crate::reference`].
#[derive(Debug, Clone)]
pub struct AdministrativeUnits {
    provinces: Vec<Province>,
    communes: Vec<Commune>,
    by_code: FastMap<String, usize>,
    former: Vec<FormerCommune>,
    successors: FastMap<String, Vec<Successor>>,
    /// Former communes by the position of their successor.
    predecessors: FastMap<usize, Vec<usize>>,
    names: FastMap<(String, String), Vec<NameEntry>>,
}

impl AdministrativeUnits {
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.code == code)
    }

    /// Communes in force of a province, in code order as in the list.
    pub fn communes_of<'a>(&'a self, province: &'a str) -> impl Iterator<Item = &'a Commune> {
        self.communes
            .iter()
            .filter(move |commune| commune.province_code == province)
    }

    /// The commune in force with this code. For a code written before 2025-07-01 ask [`Self::successors`].
    pub fn commune(&self, code: &str) -> Option<&Commune> {
        self.by_code.get(code).map(|index| &self.communes[*index])
    }

    /// What became of the commune that had this code until 2025-06-30; empty where there was none.
    pub fn successors(&self, old_code: &str) -> &[Successor] {
        self.successors.get(old_code).map_or(&[], Vec::as_slice)
    }

    /// The commune that had this code until 2025-06-30.
    pub fn former(&self, old_code: &str) -> Option<&FormerCommune> {
        let successor = self.successors(old_code).first()?;
        let mut with_its_end = self.predecessors(&successor.code);
        with_its_end.find(|former| former.code == old_code)
    }

    /// The former communes that went, whole or in part, into a commune in force.
    pub fn predecessors(&self, code: &str) -> impl Iterator<Item = &FormerCommune> {
        self.by_code
            .get(code)
            .and_then(|index| self.predecessors.get(index))
            .into_iter()
            .flatten()
            .map(|index| &self.former[*index])
    }

    /// Everything that a name can mean within a province, names of today first, then former names.
    ///
    /// The name is folded here; a type word (`xã`, `phường`, `thị trấn`) is ignored.
    pub fn by_name(&self, province: &str, name: &str) -> Vec<NameCandidate<'_>> {
        let folded = fold_place(name);
        let entries = self.entries(province, &folded).or_else(|| {
            let plain = fold(name);
            without_plain_type_word(&plain).and_then(|rest| self.entries(province, rest))
        });
        let mut candidates: Vec<_> = entries
            .into_iter()
            .flatten()
            .map(|(commune, former)| NameCandidate {
                commune: &self.communes[*commune],
                former: former.map(|index| &self.former[index]),
            })
            .collect();
        candidates.sort_by_key(|candidate| candidate.former.is_some());
        candidates
    }

    fn entries(&self, province: &str, folded: &str) -> Option<&Vec<NameEntry>> {
        self.names.get(&(province.to_owned(), folded.to_owned()))
    }
}
