//! What a person's records together say.

use rayon::prelude::*;

use super::members::Members;
use super::options::PersonOptions;
use super::person_table::{NO_RECORD, PersonRow};
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{CommuneCode, Kind, PartialDate};
use crate::link::Linked;
use crate::schema::records::{RecordChunk, RecordTable};

/// One row per person, in the order of `linked`.
pub fn survive(
    records: &RecordTable,
    linked: &Linked,
    members: &Members,
    options: &PersonOptions,
) -> Vec<PersonRow> {
    let as_of = PartialDate::from(options.as_of);
    (0..members.persons())
        .into_par_iter()
        .map_init(Vec::new, |evidence, person| {
            evidence.clear();
            evidence.extend(members.of(person).iter().map(|record| {
                let (chunk, row) = records.locate(*record);
                Evidence {
                    record: *record,
                    chunk,
                    row,
                }
            }));
            // A register row of someone who left speaks after one of someone who lives here; of several
            // extracts of a kind the later one is believed first, and of several exams the latest.
            evidence.sort_by_key(|e| {
                let is_gone = is_dead(e, as_of) || has_left(e, as_of);
                (e.kind().belief(), is_gone, e.latest_first())
            });
            let mut row = PersonRow::new(linked.persons[person], person as u32);
            describe(&mut row, evidence);
            settle(&mut row, evidence, as_of, options);
            row
        })
        .collect()
}

/// A record of the person at hand.
#[derive(Clone, Copy)]
struct Evidence<'r> {
    record: u32,
    chunk: &'r RecordChunk,
    row: usize,
}

impl Evidence<'_> {
    fn kind(&self) -> Kind {
        self.chunk.origin.kind
    }

    fn latest_first(&self) -> std::cmp::Reverse<(u32, jiff::civil::Date)> {
        let exam_date = self.chunk.exam_date.get(self.row);
        std::cmp::Reverse((exam_date, self.chunk.origin.snapshot_date))
    }
}

/// Takes per field the first value that is not blank.
fn describe(person: &mut PersonRow, evidence: &[Evidence<'_>]) {
    let mut birth_known = 0;
    for e in evidence {
        let (chunk, row) = (e.chunk, e.row);
        let take_text = |slot: &mut u32, text: &str| {
            if *slot == NO_RECORD && !text.is_empty() {
                *slot = e.record;
            }
        };
        take_text(&mut person.full_name, chunk.full_name.get(row));
        take_text(&mut person.hamlet, chunk.hamlet.get(row));
        take_text(&mut person.household, chunk.household.get(row));
        take_text(&mut person.bhyt_card, chunk.bhyt_card.get(row));
        take(&mut person.sex, chunk.sex.get(row));
        take(&mut person.ethnicity, chunk.ethnicity.get(row));
        take(&mut person.cccd, chunk.cccd.get(row));
        take(&mut person.cmnd, chunk.cmnd.get(row));
        take(&mut person.bhxh_number, chunk.bhxh_number.get(row));
        take(&mut person.phone, chunk.phone.get(row));
        take_birth(
            &mut person.birth,
            &mut birth_known,
            chunk.birth_date.get(row),
        );
        person.target_groups |= chunk.target_groups.get(row);
        person.kinds |= 1 << e.kind() as u8;
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
    evidence: &[Evidence<'_>],
    as_of: PartialDate,
    options: &PersonOptions,
) {
    person.commune = home_commune(evidence);
    let of = |kind| evidence.iter().filter(move |e| e.kind() == kind);
    let register = || of(Kind::Residents);
    person.is_registered = register().next().is_some();
    // The register is the province's own: a row whose commune cannot be told is of the province all the same.
    let in_province = person.commune == 0
        || CommuneCode::from_number(person.commune)
            .is_some_and(|commune| options.communes.contains(&commune));
    person.is_resident = in_province
        && register().any(|e| !has_left(e, as_of))
        && !register().any(|e| is_dead(e, as_of));
    if let Some(planned) = of(Kind::PlanRoster).next() {
        person.in_plan = true;
        person.plan_commune = planned.chunk.commune.get(planned.row);
    }
    person.is_pupil = of(Kind::SchoolRoster).next().is_some();
    person.is_worker = of(Kind::EmployerRoster).next().is_some();
    person.age_years = PartialDate::from_packed(person.birth).map(|birth| birth.age_years(as_of));
    settle_insurance(person, of(Kind::Insurance), as_of);
    settle_health_record(person, of(Kind::EhrStatus));
}

/// The register's commune, else that of the latest roster, else of any other source.
fn home_commune(evidence: &[Evidence<'_>]) -> u32 {
    let rank = |e: &Evidence<'_>| match e.kind() {
        Kind::Residents => 0,
        Kind::ScreeningRoster
        | Kind::PlanRoster
        | Kind::SchoolRoster
        | Kind::EmployerRoster
        | Kind::ExamXml => 1,
        _ => 2,
    };
    let known = evidence.iter().filter(|e| e.chunk.commune.get(e.row) != 0);
    let first = known.min_by_key(|e| {
        let day = if rank(e) == 1 {
            Some(e.chunk.origin.snapshot_date)
        } else {
            None
        };
        (rank(e), std::cmp::Reverse(day))
    });
    first.map_or(0, |e| e.chunk.commune.get(e.row))
}

fn status(e: &Evidence<'_>) -> Option<ResidenceStatus> {
    let code = usize::from(e.chunk.residence_status.get(e.row));
    code.checked_sub(1).map(|at| ResidenceStatus::ALL[at])
}

fn is_dead(e: &Evidence<'_>, as_of: PartialDate) -> bool {
    let day = e.chunk.death_date.get(e.row);
    (day != 0 && day <= as_of.packed()) || (day == 0 && status(e) == Some(ResidenceStatus::Dead))
}

fn has_left(e: &Evidence<'_>, as_of: PartialDate) -> bool {
    let day = e.chunk.departure_date.get(e.row);
    (day != 0 && day <= as_of.packed())
        || (day == 0 && status(e) == Some(ResidenceStatus::Departed))
}

fn settle_insurance<'e>(
    person: &mut PersonRow,
    cards: impl Iterator<Item = &'e Evidence<'e>>,
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
fn card_period(e: &Evidence<'_>, as_of: PartialDate) -> (bool, u32) {
    let (from, to) = (e.chunk.valid_from.get(e.row), e.chunk.valid_to.get(e.row));
    (
        from != 0 && from <= as_of.packed() && as_of.packed() <= to,
        to,
    )
}

fn settle_health_record<'e>(
    person: &mut PersonRow,
    states: impl Iterator<Item = &'e Evidence<'e>>,
) {
    let best = states.max_by_key(|e| {
        let exists = e.chunk.ehr_exists.get(e.row) == 2;
        (
            exists,
            e.chunk.ehr_updated.get(e.row),
            std::cmp::Reverse(e.record),
        )
    });
    let Some(best) = best else { return };
    person.has_ehr = best.chunk.ehr_exists.get(best.row) == 2;
    if person.has_ehr {
        let unknown = 1 + SyncState::ALL
            .iter()
            .position(|s| *s == SyncState::Unknown)
            .unwrap_or(0) as u8;
        let or_unknown = |state: u8| if state == 0 { unknown } else { state };
        person.ehr_national_state = or_unknown(best.chunk.ehr_national_state.get(best.row));
        person.ehr_vneid_state = or_unknown(best.chunk.ehr_vneid_state.get(best.row));
    }
}
