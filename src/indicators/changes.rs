//! Two nights compared, person by person: why a number is not what it was.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;
use rayon::prelude::*;

use super::columns::{categories, dates, longs};
use super::error::IndicatorError;
use super::of_blocks;
use super::options::IndicatorDefinition;
use super::person_bits::{PersonBits, ids_of_persons};
use super::person_pass::slots_of_persons;
use super::places::{Place, Places};
use crate::domain::{CommuneCode, PersonId};
use crate::schema::changes::CHANGES;
use crate::schema::{Dataset, Table};

/// Which earlier night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComparedWith {
    LastNight,
    LastWeek,
}

impl ComparedWith {
    /// The code in datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::LastNight => "last_night",
            Self::LastWeek => "last_week",
        }
    }
}

/// A person as an earlier night saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierPerson {
    pub id: PersonId,
    pub commune: Option<CommuneCode>,
    pub denominators: u64,
    pub numerators: u64,
}

/// An earlier night.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    pub persons: Vec<EarlierPerson>,
    /// Of each indicator that counted the same, its bit then.
    pub bits: BTreeMap<String, u32>,
    /// Ids that became part of another person since, or came out of one.
    pub merged_or_split: BTreeSet<PersonId>,
}

/// Why a person is counted, or is not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    PersonNew,
    PersonGone,
    MergedOrSplit,
    Moved,
    DenominatorChanged,
    NewExam,
    LateExam,
    StatusChanged,
    Corrected,
    DefinitionChanged,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::PersonNew,
        Self::PersonGone,
        Self::MergedOrSplit,
        Self::Moved,
        Self::DenominatorChanged,
        Self::NewExam,
        Self::LateExam,
        Self::StatusChanged,
        Self::Corrected,
        Self::DefinitionChanged,
    ];

    /// The code in datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonNew => "person_new",
            Self::PersonGone => "person_gone",
            Self::MergedOrSplit => "merged_or_split",
            Self::Moved => "moved",
            Self::DenominatorChanged => "denominator_changed",
            Self::NewExam => "new_exam",
            Self::LateExam => "late_exam",
            Self::StatusChanged => "status_changed",
            Self::Corrected => "corrected",
            Self::DefinitionChanged => "definition_changed",
        }
    }
}

/// Numerator or denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountPart {
    Denominator,
    Numerator,
}

impl CountPart {
    const ALL: [Self; 2] = [Self::Denominator, Self::Numerator];

    fn code(self) -> &'static str {
        match self {
            Self::Denominator => "denominator",
            Self::Numerator => "numerator",
        }
    }
}

/// Persons that a count gained and lost for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    pub gained: u64,
    pub lost: u64,
}

impl Flow {
    fn plus(self, other: Self) -> Self {
        Self {
            gained: self.gained + other.gained,
            lost: self.lost + other.lost,
        }
    }
}

/// One reason for one count of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRow {
    pub compared_with: ComparedWith,
    pub since: Date,
    pub place: Place,
    pub indicator: usize,
    pub part: CountPart,
    pub reason: Reason,
    pub flow: Flow,
}

/// A person on one of the two nights.
#[derive(Debug, Clone, Copy)]
struct Seen {
    slot: usize,
    denominators: u64,
    numerators: u64,
    /// Numerators reached by an exam after the earlier night.
    later: u64,
}

/// Tonight's persons, ready to be compared.
pub struct Tonight<'t> {
    definitions: &'t [IndicatorDefinition],
    bits: &'t PersonBits,
    places: &'t Places,
    /// (id, row), ascending.
    ids: Vec<(PersonId, u32)>,
    slots: Vec<usize>,
}

impl<'t> Tonight<'t> {
    /// # Errors
    ///
    /// Persons that do not fit their schema.
    pub fn new(
        persons: &dyn Table,
        bits: &'t PersonBits,
        definitions: &'t [IndicatorDefinition],
        places: &'t Places,
    ) -> Result<Self, IndicatorError> {
        let mut ids: Vec<(PersonId, u32)> = ids_of_persons(persons)?.into_iter().zip(0..).collect();
        ids.par_sort_unstable();
        Ok(Self {
            definitions,
            bits,
            places,
            ids,
            slots: of_blocks(persons.rows(), |rows| {
                slots_of_persons(persons, places, rows)
            })?,
        })
    }

    /// The rows of a comparison whose flow is not nothing. `which` is the position of the night among the days that
    /// the bits were made with. Over all reasons, gained − lost is the difference of the two nights' counts; of what was
    /// defined otherwise then, it is all that is counted tonight.
    #[must_use]
    pub fn compare(
        &self,
        earlier: Earlier,
        (compared_with, since, which): (ComparedWith, Date, usize),
    ) -> Vec<ChangeRow> {
        let Earlier {
            mut persons,
            bits,
            merged_or_split,
        } = earlier;
        persons.par_sort_unstable_by_key(|person| person.id);
        let indicators: Vec<Compared> = self.compared(&bits);
        let mut flows = Flows::new(self.places.commune_count() + 2, self.definitions.len());
        for (id, before, now) in merge_join(&persons, &self.ids) {
            let is_rearranged = merged_or_split.contains(&id);
            let before = before.map(|person| self.seen_then(person));
            let now = now.map(|row| self.seen_now(row, which));
            for indicator in &indicators {
                indicator.note(&mut flows, before, now, is_rearranged);
            }
        }
        flows.rows(self.places, (compared_with, since))
    }

    /// Indicators of persons, with their bits on both nights.
    fn compared(&self, then: &BTreeMap<String, u32>) -> Vec<Compared> {
        let of_persons = self
            .definitions
            .iter()
            .zip(&self.bits.of_definition)
            .enumerate();
        let of_persons = of_persons.filter_map(|(indicator, (definition, now))| {
            Some(Compared {
                indicator,
                now: (*now)?,
                then: then.get(&definition.code).copied(),
                achieved_by_exam: definition.numerator_exam.is_some(),
                enters_by_exam: definition.denominator_exam.is_some(),
            })
        });
        of_persons.collect()
    }

    fn seen_then(&self, person: &EarlierPerson) -> Seen {
        let communes = self.places.commune_count();
        let slot = person.commune.map_or(communes, |commune| {
            self.places
                .position(commune.number())
                .unwrap_or(communes + 1)
        });
        Seen {
            slot,
            denominators: person.denominators,
            numerators: person.numerators,
            later: 0,
        }
    }

    fn seen_now(&self, row: u32, which: usize) -> Seen {
        let row = row as usize;
        Seen {
            slot: self.slots[row],
            denominators: self.bits.denominators[row],
            numerators: self.bits.numerators[row],
            later: self.bits.later.get(which).map_or(0, |later| later[row]),
        }
    }
}

/// Every id of either night with what each says of it; both sorted by id.
fn merge_join<'a>(
    then: &'a [EarlierPerson],
    now: &'a [(PersonId, u32)],
) -> impl Iterator<Item = (PersonId, Option<&'a EarlierPerson>, Option<u32>)> {
    let (mut then, mut now) = (then.iter().peekable(), now.iter().peekable());
    std::iter::from_fn(move || {
        let id = match (then.peek(), now.peek()) {
            (Some(then), Some((now, _))) => then.id.min(*now),
            (Some(then), None) => then.id,
            (None, Some((now, _))) => *now,
            (None, None) => return None,
        };
        let before = then.next_if(|person| person.id == id);
        let after = now.next_if(|(of, _)| *of == id).map(|(_, row)| *row);
        Some((id, before, after))
    })
}

/// An indicator on both nights.
struct Compared {
    indicator: usize,
    now: u32,
    /// `None` where it was not defined then, or otherwise.
    then: Option<u32>,
    /// Whether the numerator is a matter of exams.
    achieved_by_exam: bool,
    /// Whether the denominator is a matter of exams.
    enters_by_exam: bool,
}

impl Compared {
    fn note(&self, flows: &mut Flows, before: Option<Seen>, now: Option<Seen>, rearranged: bool) {
        let has = |word: u64, bit: Option<u32>| bit.is_some_and(|bit| word >> bit & 1 == 1);
        let at = |seen: Option<Seen>, bit| {
            seen.map(|seen| {
                (
                    seen.slot,
                    has(seen.denominators, bit),
                    has(seen.numerators, bit),
                )
            })
        };
        let (then_at, now_at) = (at(before, self.then), at(now, Some(self.now)));
        let is_new_exam = now.is_some_and(|seen| has(seen.later, Some(self.now)));
        let reason = self.reason(then_at, now_at, rearranged, is_new_exam);
        for part in CountPart::ALL {
            let counted = |at: Option<(usize, bool, bool)>| {
                let (slot, denominator, numerator) = at?;
                let is_in = match part {
                    CountPart::Denominator => denominator,
                    CountPart::Numerator => numerator,
                };
                is_in.then_some(slot)
            };
            flows.add(
                (self.indicator, part, reason),
                counted(then_at),
                counted(now_at),
            );
        }
    }

    /// The first that applies.
    fn reason(
        &self,
        then: Option<(usize, bool, bool)>,
        now: Option<(usize, bool, bool)>,
        rearranged: bool,
        is_new_exam: bool,
    ) -> Reason {
        if self.then.is_none() {
            return Reason::DefinitionChanged;
        }
        let by_exam = if is_new_exam {
            Reason::NewExam
        } else {
            Reason::LateExam
        };
        match (then, now) {
            _ if rearranged => Reason::MergedOrSplit,
            (None, _) => Reason::PersonNew,
            (_, None) => Reason::PersonGone,
            (Some(then), Some(now)) if then.0 != now.0 => Reason::Moved,
            (Some(then), Some(now)) if then.1 != now.1 => match self.enters_by_exam && now.1 {
                true => by_exam,
                false => Reason::DenominatorChanged,
            },
            _ if !self.achieved_by_exam => Reason::StatusChanged,
            (Some((.., true)), Some((.., false))) => Reason::Corrected,
            _ => by_exam,
        }
    }
}

/// Flows by slot (the province last), indicator, part and reason.
struct Flows {
    slots: usize,
    indicators: usize,
    flows: Vec<Flow>,
}

impl Flows {
    fn new(slots: usize, indicators: usize) -> Self {
        let cells = (slots + 1) * indicators * CountPart::ALL.len() * Reason::ALL.len();
        Self {
            slots,
            indicators,
            flows: vec![Flow::default(); cells],
        }
    }

    fn index(&self, slot: usize, (indicator, part, reason): (usize, CountPart, Reason)) -> usize {
        let row = (slot * self.indicators + indicator) * CountPart::ALL.len() + part as usize;
        row * Reason::ALL.len() + reason as usize
    }

    /// Counts a person that was counted in a slot then and is in one now; nothing where both are the same.
    fn add(&mut self, what: (usize, CountPart, Reason), then: Option<usize>, now: Option<usize>) {
        if then == now {
            return;
        }
        let province = self.index(self.slots, what);
        if let Some(slot) = now {
            let at = self.index(slot, what);
            self.flows[at].gained += 1;
            self.flows[province].gained += u64::from(then.is_none());
        }
        if let Some(slot) = then {
            let at = self.index(slot, what);
            self.flows[at].lost += 1;
            self.flows[province].lost += u64::from(now.is_none());
        }
    }

    fn rows(
        &self,
        places: &Places,
        (compared_with, since): (ComparedWith, Date),
    ) -> Vec<ChangeRow> {
        let communes = places.commune_count();
        let communes_and_slots = (0..communes).map(|at| (Place::Commune(at), vec![at]));
        let all = [
            (Place::Province, vec![self.slots]),
            (Place::Unassigned, vec![communes, communes + 1]),
        ];
        let counts: Vec<(usize, CountPart, Reason)> = (0..self.indicators)
            .flat_map(|indicator| CountPart::ALL.map(|part| (indicator, part)))
            .flat_map(|(indicator, part)| Reason::ALL.map(|reason| (indicator, part, reason)))
            .collect();
        let mut rows = Vec::new();
        for (place, slots) in all.into_iter().chain(communes_and_slots) {
            let of_place = counts.iter().map(|what| {
                let of_slots = slots
                    .iter()
                    .map(|slot| self.flows[self.index(*slot, *what)]);
                (what, of_slots.fold(Flow::default(), Flow::plus))
            });
            let of_place = of_place.filter(|(_, flow)| *flow != Flow::default());
            rows.extend(of_place.map(|((indicator, part, reason), flow)| ChangeRow {
                compared_with,
                since,
                place,
                indicator: *indicator,
                part: *part,
                reason: *reason,
                flow,
            }));
        }
        rows
    }
}

/// Rows of [`CHANGES`], by place, then night, indicator, part and reason.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    /// Codes of the indicators.
    pub indicators: Vec<String>,
    pub rows: Vec<ChangeRow>,
}

impl ChangeTable {
    /// Puts the rows of several comparisons into their order.
    #[must_use]
    pub fn new(
        as_of: Date,
        places: Arc<Places>,
        indicators: Vec<String>,
        mut rows: Vec<ChangeRow>,
    ) -> Self {
        rows.sort_by_key(|row| {
            (
                row.place,
                row.compared_with,
                row.indicator,
                row.part,
                row.reason,
            )
        });
        Self {
            as_of,
            places,
            indicators,
            rows,
        }
    }
}

impl Table for ChangeTable {
    fn dataset(&self) -> &'static Dataset {
        &CHANGES
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        match CHANGES.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "compared_with" => categories(rows, |row| Some(row.compared_with.code())),
            "since" => dates(rows, |row| Some(row.since)),
            "level" => categories(rows, |row| Some(places.level(row.place))),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.indicators[row.indicator].as_str())),
            "part" => categories(rows, |row| Some(row.part.code())),
            "reason" => categories(rows, |row| Some(row.reason.code())),
            "gained" => longs(rows, |row| Some(row.flow.gained as i64)),
            "lost" => longs(rows, |row| Some(row.flow.lost as i64)),
            "net" => longs(rows, |row| {
                Some(row.flow.gained as i64 - row.flow.lost as i64)
            }),
            other => unreachable!("{other} is a column of changes without values"),
        }
    }
}

#[cfg(test)]
mod tests;
