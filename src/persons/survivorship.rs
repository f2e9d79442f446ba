//! What a person's records together say.

use super::evidence::Evidence;
use super::options::PersonOptions;
use super::person_table::PersonRow;
use super::predecessors::Predecessors;
use crate::domain::record::SyncState;
use crate::domain::{CommuneCode, Kind, PartialDate, PersonId};
use crate::schema::records::NO_RECORD;

/// The row of a person, given with its position, and of its records; they come to stand in the order in which they are believed.
pub fn survive(
    (id, linked): (PersonId, u32),
    evidence: &mut [Evidence],
    as_of: PartialDate,
    options: &PersonOptions,
) -> PersonRow {
    // A register row of someone who left speaks after one of someone who lives here; of several
    // extracts of a kind the later one is believed first, and of several exams the latest.
    evidence.sort_by_key(|e| {
        let is_gone = e.is_dead(as_of) || e.has_left(as_of);
        let latest_first = std::cmp::Reverse((e.exam_date, e.snapshot));
        (e.kind.belief(), is_gone, latest_first)
    });
    let mut row = PersonRow::new(id, linked);
    describe(&mut row, evidence);
    settle(&mut row, evidence, as_of, options);
    row
}

/// Takes per field the first value that is not blank.
fn describe(person: &mut PersonRow, evidence: &[Evidence]) {
    let mut birth_known = 0;
    for e in evidence {
        let take_text = |slot: &mut u32, has_text: bool| {
            if *slot == NO_RECORD && has_text {
                *slot = e.record;
            }
        };
        take_text(&mut person.full_name, e.has_name);
        take_text(&mut person.hamlet, e.has_hamlet);
        take_text(&mut person.household, e.has_household);
        take_text(&mut person.bhyt_card, e.has_card);
        take(&mut person.sex, e.sex);
        take(&mut person.ethnicity, e.ethnicity);
        take(&mut person.cccd, e.cccd);
        take(&mut person.cmnd, e.cmnd);
        take(&mut person.bhxh_number, e.bhxh_number);
        take(&mut person.phone, e.phone);
        take_birth(&mut person.birth, &mut birth_known, e.birth);
        person.target_groups |= e.target_groups;
        person.kinds |= 1 << e.kind as u8;
        person.record_count += 1;
    }
}

fn take<T: Copy + Default + PartialEq>(slot: &mut T, value: T) {
    if *slot == T::default() {
        *slot = value;
    }
}

/// The first birth date decides the year; a later one that agrees may add month and day.
fn take_birth(slot: &mut u32, known: &mut u32, value: u32) {
    let Some(date) = PartialDate::from_packed(value) else {
        return;
    };
    match PartialDate::from_packed(*slot) {
        None => (*slot, *known) = (value, date.precision() as u32),
        Some(current) if current.agrees_with(date) && date.precision() as u32 > *known => {
            (*slot, *known) = (value, date.precision() as u32);
        }
        Some(_) => {}
    }
}

/// Residence, plan, insurance and health record as of the day.
fn settle(
    person: &mut PersonRow,
    evidence: &[Evidence],
    as_of: PartialDate,
    options: &PersonOptions,
) {
    person.commune = home_commune(evidence);
    person.former_commune = former_commune(person.commune, evidence, &options.predecessors);
    let of = |kind| evidence.iter().filter(move |e| e.kind == kind);
    let register = || of(Kind::Residents);
    person.is_registered = register().next().is_some();
    // The register is the province's own: a row whose commune cannot be told is of the province all the same.
    let in_province = person.commune == 0
        || CommuneCode::from_number(person.commune)
            .is_some_and(|commune| options.communes.contains(&commune));
    person.is_resident = in_province
        && register().any(|e| !e.has_left(as_of))
        && !register().any(|e| e.is_dead(as_of));
    if let Some(planned) = of(Kind::PlanRoster).next() {
        person.in_plan = true;
        person.plan_commune = planned.commune;
    }
    person.is_pupil = of(Kind::SchoolRoster).next().is_some();
    person.is_worker = of(Kind::EmployerRoster).next().is_some();
    person.age_years = PartialDate::from_packed(person.birth).map(|birth| birth.age_years(as_of));
    settle_insurance(person, of(Kind::Insurance), as_of);
    settle_health_record(person, of(Kind::EhrStatus));
}

/// The register's commune, else that of the latest roster, else of any other source.
fn home_commune(evidence: &[Evidence]) -> u32 {
    let rank = |e: &Evidence| match e.kind {
        Kind::Residents => 0,
        Kind::ScreeningRoster
        | Kind::PlanRoster
        | Kind::SchoolRoster
        | Kind::EmployerRoster
        | Kind::ExamXml => 1,
        _ => 2,
    };
    let known = evidence.iter().filter(|e| e.commune != 0);
    let first = known.min_by_key(|e| {
        let day = if rank(e) == 1 { Some(e.snapshot) } else { None };
        (rank(e), std::cmp::Reverse(day))
    });
    first.map_or(0, |e| e.commune)
}

/// What the first record of the home commune that names a former one says; else the only one that the home can have been.
/// Who was examined must not be placed more often than who was not: what exams alone say does not place anybody.
fn former_commune(home: u32, evidence: &[Evidence], predecessors: &Predecessors) -> u32 {
    let is_of_exam = |e: &&Evidence| matches!(e.kind, Kind::ScreeningRoster | Kind::ExamXml);
    let of_home = evidence.iter().filter(|e| e.commune == home);
    let of_home = of_home.filter(|e| !is_of_exam(e));
    let mut named = of_home
        .map(|e| e.former_commune)
        .filter(|named| *named != 0);
    let named = named.find(|named| predecessors.went_into(*named, home));
    named.or_else(|| predecessors.only(home)).unwrap_or(0)
}

fn settle_insurance<'e>(
    person: &mut PersonRow,
    cards: impl Iterator<Item = &'e Evidence>,
    as_of: PartialDate,
) {
    // The card valid at as_of that lasts longest; else the card that lasted longest.
    let best = cards.max_by_key(|e| {
        let (is_valid, to) = card_period(e, as_of);
        (is_valid, to, std::cmp::Reverse(e.record))
    });
    let Some(best) = best else { return };
    let (is_valid, to) = card_period(best, as_of);
    person.is_insured = is_valid;
    person.insured_until = to;
    person.insurance = best.record;
}

/// Whether a card is valid on the day, and its packed last day. A card without a first or last day is not.
fn card_period(e: &Evidence, as_of: PartialDate) -> (bool, u32) {
    let (from, to) = (e.valid_from, e.valid_to);
    (
        from != 0 && from <= as_of.packed() && as_of.packed() <= to,
        to,
    )
}

fn settle_health_record<'e>(person: &mut PersonRow, states: impl Iterator<Item = &'e Evidence>) {
    let best = states.max_by_key(|e| {
        let exists = e.ehr_exists == 2;
        (exists, e.ehr_updated, std::cmp::Reverse(e.record))
    });
    let Some(best) = best else { return };
    person.has_ehr = best.ehr_exists == 2;
    if person.has_ehr {
        let unknown = 1 + SyncState::ALL
            .iter()
            .position(|s| *s == SyncState::Unknown)
            .unwrap_or(0) as u8;
        let or_unknown = |state: u8| if state == 0 { unknown } else { state };
        person.ehr_national_state = or_unknown(best.ehr_national_state);
        person.ehr_vneid_state = or_unknown(best.ehr_vneid_state);
    }
}

#[cfg(test)]
mod tests;
