//! Figures of a night: what the gates look at, and what people see per commune.

use std::collections::BTreeMap;

use super::lists::Lists;
use super::outcome::CommuneFigures;
use super::previous::Previous;
use super::readings::ExtractReading;
use crate::config::Plan;
use crate::domain::Kind;
use crate::link::LinkReport;
use crate::persons::PersonTable;
use crate::validate::{NightFigures, PersonsChanged};

/// What the gates look at.
pub fn figures(
    extracts: &[ExtractReading],
    previous: &Previous,
    link: &LinkReport,
) -> NightFigures {
    let mut rows: BTreeMap<Kind, u64> = BTreeMap::new();
    for reading in extracts.iter().filter(|reading| reading.is_used()) {
        *rows.entry(reading.extract.kind).or_default() += reading.person_rows;
    }
    let before_and_now = |kind: Kind| {
        let before = previous.kind_rows.get(&kind).copied();
        (before, rows.get(&kind).copied().unwrap_or(0))
    };
    // A kind without any extract has a state of its own, missing input; only what came can have shrunk.
    let came = |kind: &Kind| rows.contains_key(kind);
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_about_persons() && came(kind));
    let of_file = |reading: &ExtractReading| {
        (
            reading.extract.file.clone(),
            reading.person_rows,
            reading.quarantined,
        )
    };
    NightFigures {
        register_rows: before_and_now(Kind::Residents),
        kinds: kinds.map(|kind| (kind, before_and_now(kind))).collect(),
        files: extracts
            .iter()
            .filter(|reading| reading.is_used())
            .map(of_file)
            .collect(),
        persons: PersonsChanged {
            before: previous.persons,
            merged: link.merged as u64,
            split: link.split as u64,
        },
    }
}

/// Residents and planned persons of the province and each commune in scope.
pub fn commune_figures(plan: &Plan, lists: &Lists, persons: &PersonTable) -> Vec<CommuneFigures> {
    let mut province = CommuneFigures::default();
    if let Some(unit) = lists.units.province(&plan.province) {
        province.name.clone_from(&unit.name);
    }
    let mut communes: BTreeMap<u32, CommuneFigures> = lists
        .scope
        .iter()
        .map(|commune| {
            let figures = CommuneFigures {
                code: Some(commune.code.to_string()),
                name: commune.name.clone(),
                ..CommuneFigures::default()
            };
            (commune.code.number(), figures)
        })
        .collect();
    for person in persons.persons() {
        let (resident, planned) = (u64::from(person.is_resident), u64::from(person.in_plan));
        province.residents += resident;
        province.planned += planned;
        if let Some(commune) = communes.get_mut(&person.commune) {
            commune.residents += resident;
            commune.planned += planned;
        }
    }
    std::iter::once(province)
        .chain(communes.into_values())
        .collect()
}
