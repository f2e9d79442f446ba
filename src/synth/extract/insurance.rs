use super::{Rows, commune_as_written};
use crate::synth::insured::{Insured, Period};
use crate::synth::misspell::write_name;
use crate::synth::person::{Person, Sex};
use crate::synth::profile::CommuneProfile;
use crate::synth::rates::ErrorKind;
use crate::synth::report::Slips;
use crate::synth::roster::{card_code, digit_typo, sex, swapped};
use crate::synth::sheet::CsvLine;

pub const HEADER: &str = "ma_the,ma_so_bhxh,so_cccd,ho_ten,ngay_sinh,gioi_tinh,ma_xa,ten_xa,gt_the_tu,gt_the_den,\
                          ma_doi_tuong,ma_dkbd";

/// One row per card period, the earlier first.
pub fn write(rows: &mut Rows, person: &Person, commune: &CommuneProfile, slips: &mut Slips<'_>) {
    let Some(insured) = &person.insured else {
        return;
    };
    for period in [insured.earlier, insured.current].into_iter().flatten() {
        row(rows, person, insured, period, commune, slips);
    }
}

fn row(
    rows: &mut Rows,
    person: &Person,
    insured: &Insured,
    period: Period,
    commune: &CommuneProfile,
    slips: &mut Slips<'_>,
) {
    let (code, name) = commune_as_written(commune, slips);
    let cccd = person
        .cccd
        .filter(|_| !slips.strikes(ErrorKind::MissingIdInsurance));
    let cccd = cccd.map(|cccd| {
        if slips.strikes(ErrorKind::IdTypo) {
            digit_typo(cccd, slips)
        } else {
            cccd
        }
    });
    let mut line = CsvLine::new(&mut rows.bytes, b',');
    line.text(&card_code(person, &commune.province).unwrap_or_default());
    line.digits(Some(person.bhxh), 10)
        .digits(cccd, 12)
        .text(&write_name(person.name, slips));
    match person.is_birth_year_only {
        true => line.text(&format!("{}0000", person.birth.year())),
        false => line.compact(swapped(person.birth, slips)),
    };
    line.text(if sex(person.sex, slips) == Sex::Male {
        "1"
    } else {
        "2"
    })
    .text(code)
    .text(name);
    line.compact(period.from)
        .compact(period.to)
        .text(insured.object)
        .text(&commune.facility)
        .end();
    rows.persons.push(person.number);
}
