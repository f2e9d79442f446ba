//! The reference lists of a night, and the communes it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::RunError;
use crate::config::Plan;
use crate::domain::{CommuneCode, FormerCommuneCode};
use crate::indicators::{Commune, FormerCommune};
use crate::reference::{AdministrativeUnits, CodeListTexts, CodeLists, standard_populations};

/// Everything dated that the stages look up.
pub struct Lists {
    pub units: AdministrativeUnits,
    pub codes: CodeLists,
    pub ethnic_groups: Arc<[String]>,
    /// Standard populations by name.
    pub standards: BTreeMap<String, Vec<f64>>,
    /// All communes of the province: whoever lives in one is a resident.
    pub province: BTreeSet<CommuneCode>,
    /// The communes that get rows of their own.
    pub scope: Vec<Commune>,
    /// The communes of before 2025-07-01 that went into those.
    pub former: Vec<FormerCommune>,
}

impl Lists {
    /// Reads the lists of the plan's reference folder.
    ///
    /// # Errors
    /// A list that is missing or wrong, a province or commune that it does not know.
    pub fn load(plan: &Plan) -> Result<Self, RunError> {
        let read = |name: &str| read(&plan.reference, name);
        let wrong = |source| RunError::Reference {
            folder: plan.reference.clone(),
            source,
        };
        let units = AdministrativeUnits::parse(
            &read("admin_units.csv")?,
            &read("old_to_new_communes.csv")?,
        )
        .map_err(wrong)?;
        let codes = CodeLists::parse(&CodeListTexts {
            doi_tuong: &read("doi_tuong.toml")?,
            bhyt_objects: &read("bhyt_objects.toml")?,
            ethnic_groups: &read("ethnic_groups.toml")?,
            cccd_places: &read("cccd_places.toml")?,
        })
        .map_err(wrong)?;
        let standards = standard_populations(&read("standard_populations.csv")?).map_err(wrong)?;
        check_standards(plan, &standards)?;
        let (province, scope) = communes(plan, &units)?;
        Ok(Self {
            ethnic_groups: codes
                .ethnic_groups()
                .iter()
                .map(|group| group.name.clone())
                .collect(),
            former: former_communes(&scope, &units),
            units,
            codes,
            standards,
            province,
            scope,
        })
    }
}

/// Every standard population that an indicator names must be there.
fn check_standards(plan: &Plan, known: &BTreeMap<String, Vec<f64>>) -> Result<(), RunError> {
    for definition in &plan.indicators {
        if let Some(standard) = definition
            .standard
            .as_ref()
            .filter(|of| !known.contains_key(*of))
        {
            return Err(RunError::UnknownStandard {
                indicator: definition.code.clone(),
                standard: standard.clone(),
                known: known.keys().cloned().collect(),
            });
        }
    }
    Ok(())
}

fn read(folder: &Path, name: &str) -> Result<String, RunError> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|source| RunError::ReadReference { path, source })
}

fn communes(
    plan: &Plan,
    units: &AdministrativeUnits,
) -> Result<(BTreeSet<CommuneCode>, Vec<Commune>), RunError> {
    let all: Vec<Commune> = units
        .communes_of(&plan.province)
        .filter_map(|commune| {
            Some(Commune {
                code: CommuneCode::parse(&commune.code)?,
                name: commune.name.clone(),
            })
        })
        .collect();
    if all.is_empty() {
        return Err(RunError::UnknownProvince {
            province: plan.province.clone(),
        });
    }
    let province: BTreeSet<CommuneCode> = all.iter().map(|commune| commune.code).collect();
    if let Some(code) = plan.communes.iter().find(|code| !province.contains(code)) {
        return Err(RunError::UnknownCommune {
            code: code.to_string(),
            province: plan.province.clone(),
        });
    }
    let is_in_scope =
        |commune: &Commune| plan.communes.is_empty() || plan.communes.contains(&commune.code);
    Ok((province, all.into_iter().filter(is_in_scope).collect()))
}

/// Those that had a code: an island district without communes had none.
fn former_communes(scope: &[Commune], units: &AdministrativeUnits) -> Vec<FormerCommune> {
    let former = scope.iter().flat_map(|commune| {
        let code = commune.code.to_string();
        units.predecessors(&code).collect::<Vec<_>>()
    });
    former
        .filter_map(|former| {
            Some(FormerCommune {
                code: FormerCommuneCode::parse(&former.code)?,
                name: former.name_with_district(),
            })
        })
        .collect()
}
