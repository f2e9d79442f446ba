//! What is true of a commune as a whole: who lives there, how poor it is, how far the campaign has come.

use super::dice::{Dice, Stream};
use super::hamlets::{Hamlet, hamlets};
use super::person::Ethnic;
use crate::reference::{AdministrativeUnits, Commune, CommuneKind, FormerCommune};

/// A commune of the invented province.
#[derive(Debug, Clone)]
pub struct CommuneProfile {
    pub code: String,
    pub name: String,
    pub kind: CommuneKind,
    /// Two digits.
    pub province: String,
    /// Residents to invent.
    pub residents: u64,
    pub hamlets: Vec<Hamlet>,
    pub mix: Vec<(Ethnic, f64)>,
    /// Area with difficult or especially difficult conditions.
    pub is_difficult: bool,
    pub poor_share: f64,
    pub near_poor_share: f64,
    /// Share of residents with a card valid at as_of.
    pub insured_share: f64,
    /// Factor on everyone's chance to be on the target list.
    pub plan_factor: f64,
    /// Share of planned people examined so far.
    pub exam_share: f64,
    /// Share of examined people whose record was opened; others rarely have one.
    pub record_share: f64,
    /// Share of records that the national database accepted.
    pub accepted_share: f64,
    pub vneid_share: f64,
    /// The commune's station, five digits.
    pub facility: String,
    pub is_list_approved: bool,
    /// A school, an enterprise of the commune sends its roster.
    pub has_school: bool,
    pub has_employer: bool,
    /// What the commune was until 2025-06-30.
    pub former: Vec<FormerCommune>,
}

/// Shares of groups by the old district, after the description of the province: Mông and Dao in the west and in
/// Nguyên Bình, Nùng in Hà Quảng and Quảng Hòa, Tày elsewhere, Kinh in the town.
fn mix_of_district(district: &str) -> [f64; 7] {
    //                 Tày   Nùng  Mông  Dao   Kinh  Lô Lô Sán Chay
    match district {
        "040" => [0.46, 0.27, 0.02, 0.02, 0.22, 0.00, 0.01],
        "042" => [0.20, 0.14, 0.42, 0.16, 0.03, 0.01, 0.04],
        "043" => [0.24, 0.20, 0.24, 0.23, 0.03, 0.05, 0.01],
        "045" => [0.30, 0.42, 0.19, 0.05, 0.03, 0.00, 0.01],
        "047" | "048" => [0.52, 0.42, 0.01, 0.01, 0.04, 0.00, 0.00],
        "049" => [0.30, 0.61, 0.01, 0.02, 0.06, 0.00, 0.00],
        "051" => [0.58, 0.28, 0.05, 0.02, 0.07, 0.00, 0.00],
        "052" => [0.34, 0.14, 0.13, 0.34, 0.05, 0.00, 0.00],
        "053" => [0.44, 0.36, 0.02, 0.12, 0.06, 0.00, 0.00],
        _ => [0.03, 0.01, 0.01, 0.01, 0.93, 0.00, 0.01],
    }
}

const GROUPS: [Ethnic; 7] = [
    Ethnic::Tay,
    Ethnic::Nung,
    Ethnic::Mong,
    Ethnic::Dao,
    Ethnic::Kinh,
    Ethnic::LoLo,
    Ethnic::SanChay,
];

/// The profile of a commune; `index` is its position in the province, which numbers its station.
pub fn profile(
    commune: &Commune,
    index: usize,
    residents: u64,
    units: &AdministrativeUnits,
    seed: u64,
) -> CommuneProfile {
    let code_number = commune.code.parse().unwrap_or(0);
    let mut dice = Dice::new(seed, Stream::Commune, code_number, 0);
    let former: Vec<_> = units.predecessors(&commune.code).cloned().collect();
    let district = former
        .iter()
        .find(|f| f.code == commune.code)
        .or(former.first())
        .map_or("", |f| &f.district_code);
    let mix: Vec<_> = GROUPS.into_iter().zip(mix_of_district(district)).collect();
    let is_town = commune.kind == CommuneKind::Phuong;
    let mong_dao = mix[2].1 + mix[3].1;
    CommuneProfile {
        hamlets: hamlets(commune.kind, residents, &mix, &mut dice),
        is_difficult: !is_town && dice.chance(0.35 + mong_dao),
        poor_share: if is_town {
            0.02
        } else {
            0.08 + 0.35 * mong_dao + 0.08 * dice.unit()
        },
        near_poor_share: if is_town {
            0.02
        } else {
            0.08 + 0.08 * dice.unit()
        },
        insured_share: 0.93 + 0.06 * dice.unit(),
        plan_factor: 0.85 + 0.3 * dice.unit(),
        exam_share: (1.0 - 0.6 * dice.unit().powi(2)).min(0.985),
        record_share: 0.70 + 0.29 * dice.unit(),
        accepted_share: 0.45 + 0.5 * dice.unit(),
        vneid_share: 0.30 + 0.5 * dice.unit(),
        facility: format!("{}{:03}", commune.province_code, 100 + index % 900),
        is_list_approved: dice.chance(0.95),
        has_school: false,
        has_employer: false,
        code: commune.code.clone(),
        name: commune.name.clone(),
        kind: commune.kind,
        province: commune.province_code.clone(),
        residents,
        mix,
        former,
    }
}
