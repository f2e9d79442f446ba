//! Which communes of before 2025-07-01 went into those of today.

use crate::domain::fast_map::FastMap;
use crate::domain::{CommuneCode, FormerCommuneCode};
use crate::reference::AdministrativeUnits;

/// The former communes of each commune in force, by the numbers of their codes.
#[derive(Debug, Clone, Default)]
pub struct Predecessors {
    of: FastMap<u32, Vec<u32>>,
    /// The only one, of communes that took over one alone, and the whole of it.
    only: FastMap<u32, u32>,
}

impl Predecessors {
    #[must_use]
    pub fn new(units: &AdministrativeUnits) -> Self {
        let mut predecessors = Self::default();
        let communes = units.provinces().iter();
        for commune in communes.flat_map(|province| units.communes_of(&province.code)) {
            let Some(code) = CommuneCode::parse(&commune.code) else {
                continue;
            };
            let former = || units.predecessors(&commune.code);
            let codes = former().filter_map(|former| FormerCommuneCode::parse(&former.code));
            let codes: Vec<u32> = codes.map(FormerCommuneCode::number).collect();
            // An island district that had no communes has no code, and counts.
            let is_whole = former().all(|former| units.successors(&former.code).len() == 1);
            if let ([only], 1, true) = (codes.as_slice(), former().count(), is_whole) {
                predecessors.only.insert(code.number(), *only);
            }
            predecessors.of.insert(code.number(), codes);
        }
        predecessors
    }

    /// Whether a former commune, or a part of it, is in a commune of today.
    pub(super) fn went_into(&self, former: u32, commune: u32) -> bool {
        let all = self.of.get(&commune);
        all.is_some_and(|all| all.contains(&former))
    }

    /// What a commune was, where it can only have been one.
    pub(super) fn only(&self, commune: u32) -> Option<u32> {
        self.only.get(&commune).copied()
    }
}
