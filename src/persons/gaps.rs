//! Why a person is missing from a number: for worklists, and counted per commune.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::exam_table::{ExamTable, NotCounted};
use super::person_table::PersonRow;
use crate::domain::record::SyncState;
use crate::domain::{CommuneCode, Kind, PartialDate};

/// One reason. A person can have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// To be screened, alive and here as far as known, and no exam is reported.
    NotScreened,
    /// As before, but exams are reported and none counts: all that the best of them lacks is a date …
    ScreenedNoDate,
    /// … measurements …
    ScreenedItemsMissing,
    /// … or it lies outside the campaign.
    ScreenedOutsideWindow,
    PlanDeadOrMoved,
    PlanNotRegistered,
    /// On a screening, school or employer roster and in neither plan nor register.
    OtherRosterNotRegistered,
    /// A resident whom no plan names.
    NotInPlan,
    /// No card is known.
    NeverInsured,
    /// A card that has ended, or of which nobody gives the last day.
    CardExpired,
    /// A card that starts later, or whose first day nobody gives.
    CardNotYetValid,
    /// Insured, and the card ends soon.
    CardExpiring,
    NoRecord,
    RecordNotSent,
    RecordSent,
    RecordRejected,
    RecordUnknown,
    RecordNotOnVneid,
    /// Every exam that counts is on the roster of another commune: done, but not by the home commune.
    ScreenedElsewhere,
}

/// Whom a gap is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The people of the plan; the residents where no plan was delivered at all.
    ToScreen,
    Plan,
    OtherRosters,
    Residents,
}

impl Gap {
    pub const ALL: [Self; 19] = [
        Self::NotScreened,
        Self::ScreenedNoDate,
        Self::ScreenedItemsMissing,
        Self::ScreenedOutsideWindow,
        Self::PlanDeadOrMoved,
        Self::PlanNotRegistered,
        Self::OtherRosterNotRegistered,
        Self::NotInPlan,
        Self::NeverInsured,
        Self::CardExpired,
        Self::CardNotYetValid,
        Self::CardExpiring,
        Self::NoRecord,
        Self::RecordNotSent,
        Self::RecordSent,
        Self::RecordRejected,
        Self::RecordUnknown,
        Self::RecordNotOnVneid,
        Self::ScreenedElsewhere,
    ];

    /// Code in datasets, and what it says in Vietnamese and English.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NotScreened => (
                "not_screened",
                "Thuộc diện khám, còn sống và ở tại địa phương theo dữ liệu, chưa khám",
                "To be examined, alive and here as far as known, and not examined",
            ),
            Self::ScreenedNoDate => (
                "screened_no_date",
                "Đã khám nhưng danh sách thiếu ngày khám",
                "Examined, but the list gives no date",
            ),
            Self::ScreenedItemsMissing => (
                "screened_items_missing",
                "Đã khám nhưng thiếu số đo bắt buộc",
                "Examined, but required measurements are missing",
            ),
            Self::ScreenedOutsideWindow => (
                "screened_outside_window",
                "Đã khám nhưng ngoài thời gian của đợt",
                "Examined, but outside the campaign",
            ),
            Self::PlanDeadOrMoved => (
                "plan_dead_or_moved",
                "Trong kế hoạch nhưng đã mất hoặc chuyển đi",
                "Of the plan, but dead or moved away by the register",
            ),
            Self::PlanNotRegistered => (
                "plan_not_registered",
                "Trong kế hoạch nhưng không có trong CSDL dân cư",
                "Of the plan, but not in the register",
            ),
            Self::OtherRosterNotRegistered => (
                "other_roster_not_registered",
                "Trong danh sách khác, không có trong kế hoạch và CSDL dân cư",
                "On another roster, in neither plan nor register",
            ),
            Self::NotInPlan => (
                "not_in_plan",
                "Cư dân không có trong kế hoạch",
                "Residents whom no plan names",
            ),
            Self::NeverInsured => (
                "never_insured",
                "Cư dân không tìm thấy thẻ BHYT",
                "Residents of whom no card is known",
            ),
            Self::CardExpired => (
                "card_expired",
                "Cư dân có thẻ BHYT hết hạn hoặc không rõ thời hạn",
                "Residents whose card has ended or has no last day",
            ),
            Self::CardNotYetValid => (
                "card_not_yet_valid",
                "Cư dân có thẻ BHYT chưa đến ngày hiệu lực",
                "Residents whose card is not valid yet",
            ),
            Self::CardExpiring => (
                "card_expiring",
                "Thẻ BHYT sắp hết hạn",
                "Residents whose card ends soon",
            ),
            Self::NoRecord => (
                "no_record",
                "Cư dân chưa có hồ sơ sức khỏe điện tử",
                "Residents without a health record",
            ),
            Self::RecordNotSent => (
                "record_not_sent",
                "Hồ sơ chưa gửi CSDL quốc gia",
                "Record not sent to the national database",
            ),
            Self::RecordSent => (
                "record_sent",
                "Hồ sơ đã gửi, chưa có phản hồi",
                "Record sent, no answer of the national database",
            ),
            Self::RecordRejected => (
                "record_rejected",
                "Hồ sơ bị CSDL quốc gia từ chối",
                "Record rejected by the national database",
            ),
            Self::RecordUnknown => (
                "record_unknown",
                "Không rõ trạng thái hồ sơ tại CSDL quốc gia",
                "State at the national database unknown",
            ),
            Self::RecordNotOnVneid => (
                "record_not_on_vneid",
                "Hồ sơ chưa hiển thị trên VNeID",
                "Record not shown on VNeID",
            ),
            Self::ScreenedElsewhere => (
                "screened_elsewhere",
                "Các lần khám được tính đều nằm trong danh sách của xã khác nơi cư trú",
                "Every examination that counts is on the list of another commune than the home",
            ),
        }
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// The reason of a code in datasets.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gap| gap.code() == code)
    }

    /// The kinds of source that tell it; all of them are needed.
    #[must_use]
    pub fn sources(self) -> &'static [Kind] {
        match self {
            Self::NotScreened
            | Self::ScreenedNoDate
            | Self::ScreenedItemsMissing
            | Self::ScreenedOutsideWindow
            | Self::ScreenedElsewhere => &[Kind::ScreeningRoster, Kind::PlanRoster],
            Self::PlanDeadOrMoved
            | Self::PlanNotRegistered
            | Self::OtherRosterNotRegistered
            | Self::NotInPlan => &[Kind::Residents, Kind::PlanRoster],
            Self::NeverInsured | Self::CardExpired | Self::CardNotYetValid | Self::CardExpiring => {
                &[Kind::Insurance]
            }
            Self::NoRecord
            | Self::RecordNotSent
            | Self::RecordSent
            | Self::RecordRejected
            | Self::RecordUnknown
            | Self::RecordNotOnVneid => &[Kind::EhrStatus],
        }
    }

    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::NotScreened
            | Self::ScreenedNoDate
            | Self::ScreenedItemsMissing
            | Self::ScreenedOutsideWindow
            | Self::ScreenedElsewhere => Group::ToScreen,
            Self::PlanDeadOrMoved | Self::PlanNotRegistered => Group::Plan,
            Self::OtherRosterNotRegistered => Group::OtherRosters,
            _ => Group::Residents,
        }
    }
}

impl Group {
    pub(super) const ALL: [Self; 4] = [
        Self::ToScreen,
        Self::Plan,
        Self::OtherRosters,
        Self::Residents,
    ];

    pub(super) fn has(self, person: &PersonRow, absent: &Absent) -> bool {
        match self {
            Self::ToScreen if absent.has_no_plan() => person.is_resident,
            Self::ToScreen => person.in_plan,
            Self::Plan => person.in_plan,
            Self::OtherRosters => !person.in_plan && is_on_other_roster(person),
            Self::Residents => person.is_resident,
        }
    }
}

fn is_on_other_roster(person: &PersonRow) -> bool {
    let rosters = [
        Kind::ScreeningRoster,
        Kind::SchoolRoster,
        Kind::EmployerRoster,
        Kind::ExamXml,
    ];
    rosters
        .into_iter()
        .any(|kind| person.kinds & (1 << kind as u8) != 0)
}

/// What was not delivered: of that nobody can tell who is missing.
#[derive(Debug, Clone, Default)]
pub struct Absent {
    /// Kinds of which nothing came.
    pub kinds: BTreeSet<Kind>,
    /// Rosters that a commune should send and did not.
    pub rosters: BTreeSet<(Kind, CommuneCode)>,
}

impl Absent {
    /// Whether nothing can be said of the gap, in a commune or, with `None`, anywhere.
    #[must_use]
    pub fn covers(&self, gap: Gap, commune: Option<CommuneCode>) -> bool {
        self.needed(gap).any(|kind| {
            let of_commune = commune.is_some_and(|code| self.rosters.contains(&(kind, code)));
            self.kinds.contains(&kind) || of_commune
        })
    }

    /// Whether some communes cannot say it.
    #[must_use]
    pub fn touches(&self, gap: Gap) -> bool {
        self.needed(gap)
            .any(|kind| self.rosters.iter().any(|(of, _)| *of == kind))
    }

    fn needed(&self, gap: Gap) -> impl Iterator<Item = Kind> {
        let is_of_all = gap.group() == Group::ToScreen && self.has_no_plan();
        let sources = gap.sources().iter().copied();
        sources.filter(move |kind| !is_of_all || *kind != Kind::PlanRoster)
    }

    fn has_no_plan(&self) -> bool {
        self.kinds.contains(&Kind::PlanRoster)
    }
}

/// Finds the gaps of persons, by what their exams say together.
pub struct GapFinder {
    absent: Absent,
    /// In the order of persons.
    facts: Vec<ExamFact>,
    /// The last day that is soon, packed.
    soon: u32,
    /// as_of, packed.
    today: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct ExamFact {
    /// Of the exam that lacks least.
    not_counted: Option<NotCounted>,
    counts_at_home: bool,
    counts_elsewhere: bool,
}

impl GapFinder {
    /// A counting exam whose commune is unknown is taken for one at home. A card ends soon that ends in `expiring_days`.
    #[must_use]
    pub fn new(
        persons: usize,
        exams: &ExamTable,
        (as_of, expiring_days): (Date, u32),
        absent: Absent,
    ) -> Self {
        let mut facts = vec![ExamFact::default(); persons];
        for (exam, person) in exams.rows().iter().zip(exams.person_rows()) {
            let fact = &mut facts[*person as usize];
            match exam.not_counted {
                None if exam.is_elsewhere() => fact.counts_elsewhere = true,
                None => fact.counts_at_home = true,
                Some(reason) => {
                    let least = fact.not_counted.map_or(reason, |known| known.min(reason));
                    fact.not_counted = Some(least);
                }
            }
        }
        let soon = as_of.saturating_add(jiff::Span::new().days(i64::from(expiring_days)));
        Self {
            absent,
            facts,
            soon: PartialDate::from(soon).packed(),
            today: PartialDate::from(as_of).packed(),
        }
    }

    #[must_use]
    pub fn absent(&self) -> &Absent {
        &self.absent
    }

    /// The gaps of the person in row `row`, in the order of [`Gap::ALL`]; none of which nobody can tell.
    pub fn gaps<'f>(&'f self, row: usize, person: &'f PersonRow) -> impl Iterator<Item = Gap> + 'f {
        let fact = self.facts[row];
        let home = person.commune_code();
        let days = (self.today, self.soon);
        let has = move |gap: &Gap| {
            gap.group().has(person, &self.absent)
                && has(*gap, person, fact, days)
                && !self.absent.covers(*gap, home)
        };
        Gap::ALL.into_iter().filter(has)
    }
}

/// Whether a person of the gap's group has it.
fn has(gap: Gap, person: &PersonRow, fact: ExamFact, (today, soon): (u32, u32)) -> bool {
    let is_here = person.is_resident || !person.is_registered;
    let is_due = is_here && person.counting_exam_count == 0;
    let lacks = |reason| is_due && person.exam_count > 0 && fact.not_counted == Some(reason);
    let record_is = |state| person.has_ehr && state_of(person.ehr_national_state) == Some(state);
    match gap {
        Gap::NotScreened => is_due && person.exam_count == 0,
        Gap::ScreenedNoDate => lacks(NotCounted::NoDate),
        Gap::ScreenedItemsMissing => lacks(NotCounted::ItemsMissing),
        Gap::ScreenedOutsideWindow => lacks(NotCounted::OutsideWindow),
        Gap::PlanDeadOrMoved => !is_here,
        Gap::PlanNotRegistered | Gap::OtherRosterNotRegistered => !person.is_registered,
        Gap::NotInPlan => !person.in_plan,
        Gap::NeverInsured => !person.is_insured && !person.has_card(),
        Gap::CardExpired => !person.is_insured && person.has_card() && person.insured_until < today,
        Gap::CardNotYetValid => !person.is_insured && person.insured_until >= today,
        Gap::CardExpiring => person.is_insured && person.insured_until <= soon,
        Gap::NoRecord => !person.has_ehr,
        Gap::RecordNotSent => record_is(SyncState::NotSent),
        Gap::RecordSent => record_is(SyncState::Sent),
        Gap::RecordRejected => record_is(SyncState::Rejected),
        Gap::RecordUnknown => {
            person.has_ehr
                && matches!(
                    state_of(person.ehr_national_state),
                    None | Some(SyncState::Unknown)
                )
        }
        Gap::RecordNotOnVneid => {
            person.has_ehr && state_of(person.ehr_vneid_state) != Some(SyncState::Accepted)
        }
        Gap::ScreenedElsewhere => fact.counts_elsewhere && !fact.counts_at_home,
    }
}

/// States are kept by their place in the list, from 1; 0 is none.
fn state_of(place: u8) -> Option<SyncState> {
    SyncState::ALL
        .get(usize::from(place).checked_sub(1)?)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PersonId;

    fn day(year: u16, month: u8, day: u8) -> u32 {
        PartialDate::from_day(year, month, day).unwrap().packed()
    }

    fn person(change: impl Fn(&mut PersonRow)) -> PersonRow {
        let mut person = PersonRow::new(PersonId::from_bits(1), 0);
        (person.is_registered, person.is_resident) = (true, true);
        change(&mut person);
        person
    }

    /// The gaps of a person among `of`, on 20 November 2026.
    #[track_caller]
    fn check(person: &PersonRow, fact: ExamFact, of: Group, expected: &[Gap]) {
        let days = (day(2026, 11, 20), day(2026, 12, 20));
        let found: Vec<Gap> = Gap::ALL
            .into_iter()
            .filter(|gap| gap.group() == of && has(*gap, person, fact, days))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_card_is_never_there_ended_ahead_or_ending() {
        let accepted = 3;
        assert_eq!(state_of(accepted), Some(SyncState::Accepted));
        let check = |change: &dyn Fn(&mut PersonRow), expected: &[Gap]| {
            let person = person(|person| {
                person.in_plan = true;
                (person.has_ehr, person.ehr_vneid_state) = (true, accepted);
                person.ehr_national_state = accepted;
                change(person);
            });
            check(&person, ExamFact::default(), Group::Residents, expected);
        };
        check(&|_| (), &[Gap::NeverInsured]);
        check(&|person| person.bhyt_card = 7, &[Gap::CardExpired]);
        check(&|person| person.insurance = 7, &[Gap::CardExpired]);
        let card = |person: &mut PersonRow, is_insured, until| {
            (person.insurance, person.is_insured) = (7, is_insured);
            person.insured_until = until;
        };
        check(
            &|person| card(person, false, day(2026, 11, 19)),
            &[Gap::CardExpired],
        );
        check(
            &|person| card(person, false, day(2027, 6, 30)),
            &[Gap::CardNotYetValid],
        );
        check(
            &|person| card(person, true, day(2026, 12, 20)),
            &[Gap::CardExpiring],
        );
        check(&|person| card(person, true, day(2026, 12, 21)), &[]);
    }

    #[test]
    fn what_the_best_exam_lacks_is_the_reason() {
        let fact = |not_counted| ExamFact {
            not_counted,
            ..ExamFact::default()
        };
        let examined = |exams| person(|person| person.exam_count = exams);
        let check = |person: &PersonRow, fact, expected: &[Gap]| {
            check(person, fact, Group::ToScreen, expected);
        };
        check(&examined(0), fact(None), &[Gap::NotScreened]);
        for (reason, gap) in [
            (NotCounted::NoDate, Gap::ScreenedNoDate),
            (NotCounted::ItemsMissing, Gap::ScreenedItemsMissing),
            (NotCounted::OutsideWindow, Gap::ScreenedOutsideWindow),
        ] {
            check(&examined(2), fact(Some(reason)), &[gap]);
        }
        let counted = person(|person| (person.exam_count, person.counting_exam_count) = (2, 1));
        check(&counted, fact(Some(NotCounted::NoDate)), &[]);
        let gone = person(|person| person.is_resident = false);
        check(&gone, fact(None), &[]);
        let elsewhere = ExamFact {
            counts_elsewhere: true,
            ..ExamFact::default()
        };
        check(&counted, elsewhere, &[Gap::ScreenedElsewhere]);
    }

    #[test]
    fn without_any_plan_the_residents_are_to_be_screened() {
        let resident = person(|_| ());
        let absent = |kinds: &[Kind]| Absent {
            kinds: kinds.iter().copied().collect(),
            ..Absent::default()
        };
        let (with_plan, without) = (absent(&[]), absent(&[Kind::PlanRoster]));
        assert!(!Group::ToScreen.has(&resident, &with_plan));
        assert!(Group::ToScreen.has(&resident, &without));
        assert!(!without.covers(Gap::NotScreened, None));
        assert!(without.covers(Gap::NotInPlan, None));
        assert!(without.covers(Gap::PlanNotRegistered, None));
        assert!(absent(&[Kind::ScreeningRoster]).covers(Gap::NotScreened, None));
    }

    #[test]
    fn a_commune_whose_plan_never_came_cannot_say_who_is_not_in_it() {
        let code = CommuneCode::parse("01273").unwrap();
        let absent = Absent {
            rosters: [(Kind::PlanRoster, code)].into(),
            ..Absent::default()
        };
        for gap in [Gap::NotInPlan, Gap::NotScreened] {
            assert!(absent.covers(gap, Some(code)));
            assert!(!absent.covers(gap, CommuneCode::parse("01279")));
            assert!(!absent.covers(gap, None) && absent.touches(gap));
        }
        assert!(!absent.covers(Gap::NoRecord, Some(code)));
    }
}
