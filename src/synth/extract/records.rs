use super::{Rows, commune_as_written};
use crate::synth::misspell::write_name;
use crate::synth::person::Person;
use crate::synth::profile::CommuneProfile;
use crate::synth::report::Slips;
use crate::synth::roster::{sex, swapped};
use crate::synth::sheet::CsvLine;

pub const HEADER: &str = "so_dinh_danh,ma_so_bhxh,ho_ten,ngay_sinh,gioi_tinh,ma_xa,co_ho_so,ngay_cap_nhat,\
                          trang_thai_csdlqg,trang_thai_vneid";

/// The state of a person's electronic record, where the list knows the person.
pub fn write(rows: &mut Rows, person: &Person, commune: &CommuneProfile, slips: &mut Slips<'_>) {
    let Some(record) = person.record else { return };
    let (code, _) = commune_as_written(commune, slips);
    let mut line = CsvLine::new(&mut rows.bytes, b',');
    line.digits(person.cccd, 12)
        .digits(Some(person.bhxh), 10)
        .text(&write_name(person.name, slips));
    match person.is_birth_year_only {
        true => line.digits(Some(person.birth.year() as u64), 4),
        false => line.day_first(Some(swapped(person.birth, slips))),
    };
    line.text(sex(person.sex, slips).vietnamese()).text(code);
    line.text(if record.exists { "1" } else { "0" })
        .day_first(record.updated);
    line.text(record.national.vietnamese())
        .text(record.vneid.vietnamese())
        .end();
    rows.persons.push(person.number);
}
