//! The small tables that speak of communes and facilities, not of people.

use super::screening::station_name;
use crate::reference::CommuneKind;
use crate::synth::dice::{Dice, Stream};
use crate::synth::profile::CommuneProfile;
use crate::synth::sheet::CsvLine;
use crate::synth::world::World;

pub const QUOTAS_HEADER: &str = "ma_xa,ten_xa,chi_tieu";
pub const FACILITIES_HEADER: &str = "ma_cskcb,ten_co_so,ma_xa,loai_hinh,bac_si,y_si,dieu_duong,ho_sinh,duoc_si,giuong_cong,giuong_tu";
pub const AGGREGATES_HEADER: &str = "ma_xa,ky,chi_so,gia_tri";

/// A quota per commune, near the size of its target list but never exactly it. Returns the rows and their number.
pub fn quotas(world: &World, planned: &[u64]) -> (Vec<u8>, u64) {
    let mut bytes = Vec::new();
    for (commune, planned) in world.communes.iter().zip(planned) {
        let mut dice = dice(world, commune, 10);
        let quota = (*planned as f64 * (0.92 + 0.16 * dice.unit())).round() as u64;
        CsvLine::new(&mut bytes, b',')
            .text(&commune.code)
            .text(&commune.name)
            .digits(Some(quota), 1)
            .end();
    }
    (bytes, world.communes.len() as u64)
}

/// A station per commune; in wards a hospital and a private clinic as well.
pub fn facilities(world: &World) -> (Vec<u8>, u64) {
    let mut bytes = Vec::new();
    let mut rows = 0;
    for (index, commune) in world.communes.iter().enumerate() {
        let mut dice = dice(world, commune, 11);
        let station =
            [1, 2, 2, 1, 1, 5, 0].map(|base: u64| base + u64::from(dice.chance(0.3) && base > 0));
        facility(
            &mut bytes,
            commune,
            &commune.facility,
            &station_name(commune),
            "Trạm Y tế",
            station,
        );
        rows += 1;
        if commune.kind == CommuneKind::Phuong {
            let short = commune.name.trim_start_matches("Phường ");
            let code = |tens: usize| format!("{}{:03}", commune.province, (tens + index) % 100);
            let [doctors, nurses, beds] =
                [90, 180, 420].map(|base| base + u64::from(dice.below(40)));
            let hospital = [doctors, 20, nurses, 30, 22, beds, 0];
            facility(
                &mut bytes,
                commune,
                &code(0),
                &format!("Bệnh viện {short}"),
                "Bệnh viện",
                hospital,
            );
            let clinic = [4, 1, 6, 1, 1, 0, 10];
            facility(
                &mut bytes,
                commune,
                &code(50),
                &format!("Phòng khám {short}"),
                "Phòng khám tư nhân",
                clinic,
            );
            rows += 2;
        }
    }
    (bytes, rows)
}

/// `counts`: doctors, assistant doctors, nurses, midwives, pharmacists, public beds, private beds.
fn facility(
    bytes: &mut Vec<u8>,
    commune: &CommuneProfile,
    code: &str,
    name: &str,
    kind: &str,
    counts: [u64; 7],
) {
    let mut line = CsvLine::new(bytes, b',');
    line.text(code).text(name).text(&commune.code).text(kind);
    for count in counts {
        line.digits(Some(count), 1);
    }
    line.end();
}

/// What only programmes know: list approved, mean population, deaths, for June of the year.
pub fn aggregates(world: &World) -> (Vec<u8>, u64) {
    let mut bytes = Vec::new();
    let period = format!("{:04}-06", world.as_of.year());
    for commune in &world.communes {
        let mut dice = dice(world, commune, 12);
        let residents = commune.residents as f64;
        let items = [
            ("danh_sach_duoc_duyet", u64::from(commune.is_list_approved)),
            (
                "dan_so_trung_binh",
                (residents * (0.99 + 0.02 * dice.unit())).round() as u64,
            ),
            (
                "so_ca_tu_vong",
                (residents * 0.0035 * (0.8 + 0.4 * dice.unit())).round() as u64,
            ),
        ];
        for (item, value) in items {
            CsvLine::new(&mut bytes, b',')
                .text(&commune.code)
                .text(&period)
                .text(item)
                .digits(Some(value), 1)
                .end();
        }
    }
    (bytes, 3 * world.communes.len() as u64)
}

fn dice(world: &World, commune: &CommuneProfile, purpose: u64) -> Dice {
    Dice::new(
        world.seed,
        Stream::Commune,
        commune.code.parse().unwrap_or(0),
        purpose,
    )
}
