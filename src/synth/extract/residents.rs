use super::Rows;
use crate::synth::person::{Person, Relation, Standing};
use crate::synth::profile::CommuneProfile;
use crate::synth::rates::ErrorKind;
use crate::synth::report::Slips;
use crate::synth::sheet::CsvLine;

pub const HEADER: &str = "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,dan_toc,ma_xa,ten_xa,thon_xom,so_ho,quan_he,\
                          tinh_trang_cu_tru,ngay_mat,ngay_chuyen_di,dien_thoai";

/// The register: everyone but the unregistered, a few of them twice.
pub fn write(rows: &mut Rows, person: &Person, commune: &CommuneProfile, slips: &mut Slips<'_>) {
    if person.standing == Standing::Unregistered {
        return;
    }
    row(
        rows,
        person,
        commune,
        person.cccd.map(|cccd| (cccd, 12)),
        person.household,
        person.relation,
        person.standing,
    );
    if person.standing.is_resident() && slips.strikes(ErrorKind::RegisterDuplicate) {
        let cmnd = person
            .cmnd
            .filter(|_| slips.dice.chance(0.5))
            .map(|cmnd| (cmnd, 9));
        let id = cmnd.or(person.cccd.map(|cccd| (cccd, 12)));
        row(
            rows,
            person,
            commune,
            id,
            person.household + 1,
            Relation::Other,
            Standing::Temporary,
        );
    }
}

fn row(
    rows: &mut Rows,
    person: &Person,
    commune: &CommuneProfile,
    id: Option<(u64, usize)>,
    household: u64,
    relation: Relation,
    standing: Standing,
) {
    let mut line = CsvLine::new(&mut rows.bytes, b',');
    line.digits(
        id.map(|(number, _)| number),
        id.map_or(12, |(_, width)| width),
    );
    line.text(&person.name.full());
    match person.is_birth_year_only {
        true => line.digits(Some(person.birth.year() as u64), 4),
        false => line.day_first(Some(person.birth)),
    };
    line.text(person.sex.vietnamese())
        .text(person.ethnic.vietnamese());
    line.text(&commune.code)
        .text(&commune.name)
        .text(&commune.hamlets[person.hamlet].name);
    line.digits(Some(household), 8)
        .text(relation.vietnamese())
        .text(standing.vietnamese());
    let (died, moved) = match standing {
        Standing::Died(day) => (Some(day), None),
        Standing::MovedOut(day) => (None, Some(day)),
        _ => (None, None),
    };
    line.day_first(died)
        .day_first(moved)
        .digits((person.age_years >= 15).then_some(person.phone), 10)
        .end();
    rows.persons.push(person.number);
}
