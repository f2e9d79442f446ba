//! Everything that the making of one province needs to know; built once, then only read.

use jiff::civil::Date;

use super::error::SynthError;
use super::identity::Scramble;
use super::layout::{Block, blocks, communes};
use super::options::SynthOptions;
use super::profile::CommuneProfile;
use super::rates::ErrorRates;
use super::roster::RosterKind;
use super::sheet::Layout;
use crate::reference::AdministrativeUnits;

pub struct World {
    pub seed: u64,
    pub as_of: Date,
    /// `YYYYMMDD` of as_of, as file names carry it.
    pub stamp: String,
    pub rates: ErrorRates,
    pub scramble: Scramble,
    pub communes: Vec<CommuneProfile>,
    /// Per commune, by [`RosterKind`].
    layouts: Vec<[Layout; 4]>,
    pub block_count: u64,
}

impl World {
    /// The world of these options, and its blocks in order of commune.
    ///
    /// # Errors
    /// Unknown province or commune.
    pub fn new(
        options: &SynthOptions,
        rates: &ErrorRates,
        units: &AdministrativeUnits,
    ) -> Result<(Self, Vec<Block>), SynthError> {
        let communes = communes(options, units)?;
        let blocks = blocks(&communes);
        let as_of = options.as_of;
        let world = Self {
            seed: options.seed,
            as_of,
            stamp: format!("{:04}{:02}{:02}", as_of.year(), as_of.month(), as_of.day()),
            rates: rates.clone(),
            scramble: Scramble::new(options.seed),
            layouts: layouts(options, &communes),
            communes,
            block_count: blocks.len() as u64,
        };
        Ok((world, blocks))
    }

    /// How the commune makes its roster of this kind.
    pub fn layout(&self, commune: usize, kind: RosterKind) -> &Layout {
        &self.layouts[commune][kind as usize]
    }
}

fn layouts(options: &SynthOptions, communes: &[CommuneProfile]) -> Vec<[Layout; 4]> {
    let layout = |index: usize, commune: &CommuneProfile, kind| {
        let titles = titles(kind, commune, options.as_of);
        Layout::new(kind, commune, index, options.tables, options.seed, titles)
    };
    let of_commune = |(index, commune)| RosterKind::ALL.map(|kind| layout(index, commune, kind));
    communes.iter().enumerate().map(of_commune).collect()
}

/// The title rows of a roster, as offices write them; the last is empty.
fn titles(kind: RosterKind, commune: &CommuneProfile, as_of: Date) -> Vec<String> {
    let place = commune.name.to_uppercase();
    let unit = unit_name(kind, commune).unwrap_or_else(|| "TRẠM Y TẾ".to_owned());
    let year = as_of.year();
    let subject = match kind {
        RosterKind::Plan => format!("DANH SÁCH ĐỐI TƯỢNG KHÁM SỨC KHỎE, KHÁM SÀNG LỌC NĂM {year}"),
        RosterKind::Screening => {
            format!("DANH SÁCH NGƯỜI ĐƯỢC KHÁM SỨC KHỎE, KHÁM SÀNG LỌC NĂM {year}")
        }
        RosterKind::School => format!("DANH SÁCH HỌC SINH NĂM HỌC {year}-{}", year + 1),
        RosterKind::Employer => format!("DANH SÁCH NGƯỜI LAO ĐỘNG NĂM {year}"),
    };
    let updated = format!(
        "(Cập nhật đến ngày {:02}/{:02}/{year})",
        as_of.day(),
        as_of.month()
    );
    vec![
        format!("UBND {place}"),
        unit,
        String::new(),
        subject,
        updated,
        String::new(),
    ]
}

/// The invented school or enterprise of a commune.
fn unit_name(kind: RosterKind, commune: &CommuneProfile) -> Option<String> {
    let short = commune
        .name
        .to_uppercase()
        .replace("PHƯỜNG ", "")
        .replace("XÃ ", "");
    match kind {
        RosterKind::School => Some(format!("TRƯỜNG PTDTBT TH&THCS {short}")),
        RosterKind::Employer => Some(format!("HỢP TÁC XÃ NÔNG LÂM NGHIỆP {short}")),
        RosterKind::Plan | RosterKind::Screening => None,
    }
}
