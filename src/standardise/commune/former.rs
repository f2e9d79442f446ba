//! The commune of before 2025-07-01 that a row names without doubt.

use super::{
    DEFAULT_CODES, Named, in_full, is_of_commune, is_of_higher_level, without_district_word,
};
use crate::domain::{CommuneCode, FormerCommuneCode};
use crate::reference::{AdministrativeUnits, FormerCommune, fold, fold_place};

/// What a row writes about its commune, and what came of it.
pub(super) struct Naming<'n> {
    /// Empty where there is none.
    pub code: &'n str,
    pub named: &'n Named<'n, 'n>,
    /// The column of the district.
    pub district: &'n str,
    pub commune: Option<CommuneCode>,
}

/// The former commune that the row names: by an old code that is in no list of today; by a name that only former communes
/// have, of several the one of the code or the district beside it; by a name of both lists only with its district, or
/// when it is called a town, of which there are none today. Everything else that the row says must agree.
pub(super) fn former_commune(
    units: &AdministrativeUnits,
    naming: &Naming<'_>,
) -> Option<FormerCommuneCode> {
    let code = in_full(naming.code);
    let code = Some(&*code).filter(|code| !DEFAULT_CODES.contains(code));
    let districts = Districts::of(units, naming);
    let meant = Meant::of(naming);
    let is_of_today = code.is_some_and(|code| units.commune(code).is_some());
    let of_code = code.and_then(|code| units.former(code));
    let former = match of_code {
        Some(former) if !is_of_today => meant.fits(former).then_some(former),
        // A code of today beside the name that it has today, and had not before.
        _ if is_of_today && meant.names_today && !meant.names(of_code) => None,
        _ => meant.by_name(code, naming.named.part, &districts),
    };
    let former = former.filter(|former| districts.agree_with(former))?;
    let went_there = |commune: CommuneCode| {
        let commune = commune.to_string();
        let mut successors = units.successors(&former.code).iter();
        successors.any(|successor| successor.code == commune)
    };
    let is_consistent = naming.commune.is_none_or(went_there);
    FormerCommuneCode::parse(&former.code).filter(|_| is_consistent)
}

/// What the name can mean in the commune of the row.
struct Meant<'n> {
    former: Vec<&'n FormerCommune>,
    /// Whether a commune of today has the name.
    names_today: bool,
}

impl<'n> Meant<'n> {
    fn of(naming: &Naming<'n>) -> Self {
        let commune = naming.commune.map(|commune| commune.to_string());
        let candidates = naming.named.candidates.iter();
        let in_commune = candidates.filter(|candidate| {
            let is_there = |code: &String| *code == candidate.commune.code;
            commune.as_ref().is_none_or(is_there)
        });
        let mut meant = Self {
            former: Vec::new(),
            names_today: false,
        };
        for candidate in in_commune {
            match candidate.former {
                Some(former) => meant.former.push(former),
                None => meant.names_today |= !naming.named.is_called_former(),
            }
        }
        meant
    }

    fn names(&self, former: Option<&FormerCommune>) -> bool {
        former.is_some_and(|former| self.former.contains(&former))
    }

    /// Whether the name says nothing against a commune that the code tells.
    fn fits(&self, former: &FormerCommune) -> bool {
        self.former.is_empty() || self.names_today || self.former.contains(&former)
    }

    fn by_name(
        &self,
        code: Option<&str>,
        name: &str,
        districts: &Districts,
    ) -> Option<&'n FormerCommune> {
        let those = |is_one: &dyn Fn(&FormerCommune) -> bool| -> Vec<&'n FormerCommune> {
            let former = self.former.iter().copied();
            former.filter(|former| is_one(former)).collect()
        };
        let mut left = those(&|former| districts.name(former));
        if left.is_empty() && !self.names_today {
            left.clone_from(&self.former);
        } else if left.is_empty() && is_town(name) {
            left = those(&|former| is_town(&former.name));
        }
        let whole_name = fold(name);
        let of_code = left.iter().filter(|former| code == Some(&*former.code));
        let of_kind = left
            .iter()
            .filter(|former| fold(&former.name) == whole_name);
        one(left.iter())
            .or_else(|| one(of_code))
            .or_else(|| one(of_kind))
    }
}

/// The only one; a divided commune stands there once for each successor.
fn one<'l, 'n: 'l>(
    mut formers: impl Iterator<Item = &'l &'n FormerCommune>,
) -> Option<&'n FormerCommune> {
    let first = formers.next()?;
    formers.all(|other| other == first).then_some(*first)
}

fn is_town(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = ["thị trấn ", "thi tran ", "tt.", "tt ", "t.t "];
    words.iter().any(|word| lower.starts_with(word))
}

impl Named<'_, '_> {
    /// `Xã Phong Châu (cũ)`.
    fn is_called_former(&self) -> bool {
        self.behind
            .first()
            .is_some_and(|behind| fold(behind) == "cu")
    }
}

/// The districts that a row names, folded.
struct Districts {
    /// Said to be districts.
    said: Vec<String>,
    /// Without a word for it: perhaps one, perhaps the province that has the name of its city.
    bare: Vec<String>,
}

impl Districts {
    fn of(units: &AdministrativeUnits, naming: &Naming<'_>) -> Self {
        let mut districts = Self {
            said: Vec::new(),
            bare: Vec::new(),
        };
        districts.add(units, naming.district, true);
        for part in &naming.named.behind {
            // Behind what may be a hamlet, a name without a word may be the commune's.
            if is_of_higher_level(part) || is_of_commune(naming.named.part) {
                districts.add(units, part, is_of_higher_level(part));
            }
        }
        districts
    }

    fn add(&mut self, units: &AdministrativeUnits, text: &str, is_district: bool) {
        let folded = fold_place(without_district_word(text));
        let is_nothing = folded.is_empty() || text.to_lowercase().starts_with("tỉnh");
        if is_nothing || is_of_commune(text) {
            return;
        }
        let mut provinces = units.provinces().iter();
        let province = provinces.find(|province| fold_place(&province.short_name) == folded);
        let is_city = |name: &str| fold(name).starts_with("thanh pho");
        let is_province =
            province.is_some_and(|province| !is_of_higher_level(text) || is_city(&province.name));
        match is_district && !is_province {
            true => self.said.push(folded),
            false => self.bare.push(folded),
        }
    }

    fn name(&self, former: &FormerCommune) -> bool {
        let district = fold_place(&former.district);
        let is_city = ["Thành phố", "Thị xã"]
            .iter()
            .any(|word| former.district.starts_with(word));
        self.said.contains(&district)
            || self.said.contains(&former.district_code)
            || (!is_city && self.bare.contains(&district))
    }

    /// Whether none is said, or this one's.
    fn agree_with(&self, former: &FormerCommune) -> bool {
        self.said.is_empty() || self.name(former)
    }
}

#[cfg(test)]
mod tests;
