//! Which column is which field: what each header says, and what its neighbours say of it.

use super::any_class::{self, concludes, is_any_class};
use super::birth_parts::{self, Otherwise, bare_part};
use super::classes::{self, class_of};
use super::further::is_parted;
use super::header::Path;
use super::options::{Claim, LayoutOptions};
use super::other_person::names_other_person;
use super::place::{is_elsewhere, is_newer};
use super::ticked_groups::{self, names_group};
use super::unit::other_unit;
use super::wording::PLACES;
use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::sealed::asks_for_sealed;

/// How the header of a column led to its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The header is a synonym.
    Exact,
    /// Heading and what stands under it are a synonym together.
    Joined,
    /// What stands under the heading is a synonym.
    Child,
    /// The heading is a synonym, and what stands under it says nothing else.
    Parent,
    /// No header: the right half of a name under one merged heading.
    Beside,
}

impl Match {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Joined => "joined",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Beside => "beside",
        }
    }
}

/// Why a column is no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclaimed {
    /// No field of the profile has such a header.
    Unknown,
    /// The profile drops it by name.
    Dropped,
    /// It is about somebody else: a guardian, a parent, the head of the household.
    OtherPerson,
    /// It is about a place where the person need not live: of birth, of work.
    OtherPlace,
    /// Another column is this field already.
    Repeats(Field),
    /// It says a part of this field, and the other parts are not there.
    Partial(Field),
    /// It has values and no header.
    NoHeader,
}

/// A column and what became of its header.
#[derive(Debug, Clone)]
pub struct Column {
    /// The parts of merged headers joined by ` / `.
    pub header: String,
    candidates: Vec<Field>,
    /// The part of a birth date that it is where its neighbours are the other parts.
    pub bare_part: Option<Field>,
    /// What it is unless it is that part.
    pub otherwise: Option<Otherwise>,
    /// The class of health that is ticked in it.
    pub class: Option<u8>,
    /// It is ticked where the person is of the target group that its header names.
    pub is_group: bool,
    pub how: Match,
    pub field: Option<Field>,
    pub reason: Unclaimed,
    /// A unit that the header states and the field is not in.
    pub other_unit: Option<&'static str>,
}

/// Fields that are a part of another; alone they say little, and their headers are words of every day.
pub fn is_part(field: Field) -> bool {
    !company(field).is_empty()
}

/// The fields of which one stands nearby where `field` is meant.
fn company(field: Field) -> &'static [Field] {
    match field {
        Field::FamilyName => &[Field::GivenName],
        Field::MiddleName => &[Field::FamilyName],
        Field::GivenName => &[Field::FamilyName, Field::FullName],
        Field::BirthDay => &[Field::BirthMonth],
        Field::BirthMonth => &[Field::BirthYear],
        Field::BirthYear => &[Field::BirthMonth],
        Field::UnderMale => &[Field::UnderFemale],
        Field::UnderFemale => &[Field::UnderMale],
        Field::Systolic => &[Field::Diastolic],
        Field::Diastolic => &[Field::Systolic],
        _ => &[],
    }
}

/// How far a part stands from its company.
const NEARBY_COLUMNS: usize = 3;

/// Fields that say who someone is.
const IDENTIFYING: [Field; 12] = [
    Field::FullName,
    Field::FamilyName,
    Field::MiddleName,
    Field::GivenName,
    Field::BirthDate,
    Field::Sex,
    Field::UnderMale,
    Field::UnderFemale,
    Field::IdentityNumber,
    Field::BhxhNumber,
    Field::BhytCard,
    Field::Phone,
];

/// Labels that repeat what their heading says: "CCCD" over "Số" and "Ngày cấp".
const NOTHING_NEW: [&str; 9] = [
    "so", "ma", "maso", "sothe", "mathe", "masothe", "sohieu", "sogiayto", "12so",
];

/// Whether a label repeats what its heading says.
pub fn says_nothing_new(label: &FoldedHeader) -> bool {
    NOTHING_NEW.contains(&label.plain.as_str())
}

/// Fields under whose heading "Số" begins the number itself.
const NUMBERS: [Field; 3] = [Field::IdentityNumber, Field::BhytCard, Field::BhxhNumber];

/// "Số thẻ CC", "Số sổ": the number of what stands above.
fn is_some_number(label: &str) -> bool {
    let mut words = label.split_whitespace().map(FoldedHeader::whole);
    let is_number = words.next().is_some_and(|word| word.plain == "so");
    is_number && words.count() <= NUMBER_WORDS_MAX
}

/// Behind "Số"; more words tell of something else.
const NUMBER_WORDS_MAX: usize = 3;

/// Parts of a name; under "Họ và tên" they are nothing else.
const NAME_PARTS: [Field; 3] = [Field::FamilyName, Field::MiddleName, Field::GivenName];

impl Column {
    #[must_use]
    pub fn new(path: &Path<'_, '_>, options: &LayoutOptions) -> Self {
        let texts: Vec<&str> = path.cells.iter().map(|cell| cell.text).collect();
        let (candidates, how, reason) = match read(path, options) {
            Ok((candidates, how)) => (candidates, how, Unclaimed::Unknown),
            Err(reason) => (Vec::new(), Match::Exact, reason),
        };
        Self {
            other_unit: candidates
                .first()
                .and_then(|field| other_unit(*field, &texts)),
            header: texts.join(" / "),
            candidates,
            bare_part: bare_part(path, options),
            otherwise: None,
            class: class_of(path, options),
            is_group: reason == Unclaimed::Unknown && names_group(path, options),
            how,
            field: None,
            reason,
        }
    }

    /// Leaves it to no field.
    pub fn claim_nothing(&mut self) {
        self.candidates.clear();
    }

    /// Whether its header names this field.
    pub fn can_be(&self, field: Field) -> bool {
        self.candidates.contains(&field)
    }

    pub fn claim(&mut self, field: Field, how: Match) {
        (self.field, self.how) = (Some(field), how);
    }

    pub fn refuse(&mut self, reason: Unclaimed) {
        (self.field, self.reason) = (None, reason);
    }
}

/// What a header says, its most telling reading first.
fn read(path: &Path<'_, '_>, options: &LayoutOptions) -> Result<(Vec<Field>, Match), Unclaimed> {
    let Some((leaf, above)) = path.cells.split_last() else {
        return Err(Unclaimed::NoHeader);
    };
    let parent = above.last().copied();
    let verdict = |claims: Vec<Claim>| -> Option<Result<Vec<Field>, Unclaimed>> {
        match claims.first()? {
            Claim::Dropped => Some(Err(Unclaimed::Dropped)),
            Claim::Field(_) => {
                let fields = claims.into_iter().filter_map(|claim| match claim {
                    Claim::Field(field) => Some(field),
                    Claim::Dropped => None,
                });
                Some(Ok(fields.collect()))
            }
        }
    };
    let heading = parent.map(|parent| options.claims_of(parent));
    let heading = heading.as_deref();
    let is_other = path.cells.iter().any(|cell| names_other_person(cell.text));
    // "Họ và tên" over "Họ", "Đệm" and "Tên": the second is no "Họ và tên đệm".
    if let Some(Ok(parts)) = verdict(options.claims(&leaf.bare))
        && heading.is_some_and(|claims| claims.contains(&Claim::Field(Field::FullName)))
        && parts.iter().all(|field| NAME_PARTS.contains(field))
        && !is_other
    {
        return Ok((parts, Match::Child));
    }
    let (joined, how) = match parent {
        None => (vec![leaf.whole.clone()], Match::Exact),
        Some(parent) => {
            let all = above.iter().rev();
            let all = all.fold(leaf.bare.clone(), |joined, cell| joined.under(&cell.bare));
            (vec![all, leaf.bare.under(&parent.bare)], Match::Joined)
        }
    };
    for header in &joined {
        let place = match parent {
            None => Some(None),
            Some(_) => None,
        };
        let found = verdict(options.claims(header)).and_then(|found| fitting(found, place));
        if let Some(found) = found {
            return found.map(|fields| (fields, how));
        }
    }
    if path.cells.iter().any(|cell| asks_for_sealed(cell.text)) {
        return Err(Unclaimed::Dropped);
    }
    if is_other {
        return Err(Unclaimed::OtherPerson);
    }
    let mut above_leaf = above.iter().map(|cell| options.claims_of(cell));
    let is_under_dropped = above_leaf.any(|claims| claims.first() == Some(&Claim::Dropped));
    let own = verdict(options.claims_of(leaf));
    if let Some(found) = own.and_then(|found| fitting(found, Some(heading))) {
        // Measurements under a dropped "Kết quả khám" and a hamlet under a dropped "Địa chỉ" are the person's; who
        // someone under a dropped heading is nobody knows.
        let identifies = |field: &Field| IDENTIFYING.contains(field);
        if is_under_dropped
            && found
                .as_ref()
                .is_ok_and(|fields| fields.iter().any(identifies))
        {
            return Err(Unclaimed::Dropped);
        }
        if let Ok(fields) = &found
            && let Some(reason) = of_something_else(fields, path)
        {
            return Err(reason);
        }
        let how = if parent.is_none() {
            Match::Exact
        } else {
            Match::Child
        };
        return found.map(|fields| (fields, how));
    }
    if is_under_dropped {
        return Err(Unclaimed::Dropped);
    }
    let is_of_number = heading.is_some_and(|claims| {
        let mut numbers = NUMBERS.into_iter().map(Claim::Field);
        numbers.any(|number| claims.contains(&number))
    });
    let is_number = is_of_number && is_some_number(leaf.text);
    if path.is_sole || says_nothing_new(&leaf.bare) || is_number {
        let claims = heading.map(<[Claim]>::to_vec).unwrap_or_default();
        if let Some(Ok(mut fields)) = verdict(claims) {
            fields.retain(|field| !is_part(*field));
            if !fields.is_empty() {
                return Ok((fields, Match::Parent));
            }
        }
    }
    Err(Unclaimed::Unknown)
}

/// Why a header that names these fields is about something else of the person: a commune of birth, a class of the eyes.
fn of_something_else(fields: &[Field], path: &Path<'_, '_>) -> Option<Unclaimed> {
    let has = |field: &Field| fields.contains(field);
    let (leaf, above) = path.cells.split_last()?;
    let is_of_all = above.last().is_none_or(|heading| concludes(&heading.bare));
    if PLACES.iter().any(has) && path.cells.iter().any(|cell| is_elsewhere(cell.text)) {
        Some(Unclaimed::OtherPlace)
    } else if has(&Field::HealthClass) && is_any_class(leaf.text) && !is_of_all {
        Some(Unclaimed::Unknown)
    } else {
        None
    }
}

/// The fields that can stand where they do: `Some(heading)` is what the innermost heading can be, `None` inside that
/// where there is none. A day, a month and a year are a birth date only under its heading; a sex over values stands
/// under a birth date, a sex or nothing; the days of an identity card are not those of a health card.
fn fitting(
    found: Result<Vec<Field>, Unclaimed>,
    place: Option<Option<&[Claim]>>,
) -> Option<Result<Vec<Field>, Unclaimed>> {
    let mut fields = match found {
        Ok(fields) => fields,
        Err(reason) => return Some(Err(reason)),
    };
    let is_joined = place.is_none();
    let heading = place.flatten();
    let is_under = |fields: &[Field]| {
        heading.is_some_and(|claims| {
            fields
                .iter()
                .any(|field| claims.contains(&Claim::Field(*field)))
        })
    };
    fields.retain(|field| match field {
        _ if is_joined => true,
        Field::BirthDay | Field::BirthMonth | Field::BirthYear => is_under(&[Field::BirthDate]),
        Field::UnderMale | Field::UnderFemale => {
            heading.is_none() || is_under(&[Field::BirthDate, Field::Sex])
        }
        Field::ValidFrom | Field::ValidTo => !is_under(&[Field::IdentityNumber]),
        _ => true,
    });
    (!fields.is_empty()).then_some(Ok(fields))
}

/// Gives each field to one column, the first that claims it.
pub fn resolve(columns: &mut [Column]) {
    classes::keep_run(columns);
    ticked_groups::keep_runs(columns);
    let wishes: Vec<Vec<Field>> = columns
        .iter()
        .map(|column| column.candidates.clone())
        .collect();
    for at in 0..columns.len() {
        let Some(field) = choose(at, &wishes) else {
            continue;
        };
        let holder = columns
            .iter()
            .position(|column| column.field == Some(field));
        let loser = match holder {
            Some(first)
                if gives_way(&columns[first], &columns[at], field)
                    && !is_parted(columns, first, at) =>
            {
                first
            }
            Some(_) => at,
            None => columns.len(),
        };
        columns[at].field = Some(field);
        if let Some(loser) = columns.get_mut(loser) {
            loser.refuse(Unclaimed::Repeats(field));
        }
    }
    birth_parts::propose(columns);
    drop_lone_parts(columns);
    drop_distant_places(columns);
    any_class::drop_doubtful(columns);
}

/// Whether a column that claimed a field leaves it to a later one, whose header says more surely that it is the
/// field: today's commune beside the one of before, the health class beside one of something else.
fn gives_way(first: &Column, later: &Column, field: Field) -> bool {
    let only_first = |says: fn(&Column) -> bool| says(first) && !says(later);
    match field {
        Field::IdentityNumber => only_first(is_of_old_card),
        Field::HealthClass => only_first(|column| is_any_class(&column.header)),
        _ if PLACES.contains(&field) => is_newer(&later.header, &first.header),
        // Listed all the same: "Họ và tên nhân viên" is a name where it is the only one.
        _ => only_first(|column| names_other_person(&column.header)),
    }
}

/// The number of the identity card before 2016 gives way to a personal identity number beside it.
fn is_of_old_card(column: &Column) -> bool {
    let header = FoldedHeader::whole(&column.header).plain;
    let is_old = ["cmnd", "cmt", "chungminh"]
        .iter()
        .any(|word| header.contains(word));
    let is_new = ["cccd", "cancuoc", "dinhdanh", "ddcn"]
        .iter()
        .any(|word| header.contains(word));
    column.candidates.contains(&Field::IdentityNumber) && is_old && !is_new
}

/// The one of a column's candidates that its neighbours speak for.
fn choose(at: usize, wishes: &[Vec<Field>]) -> Option<Field> {
    let own = &wishes[at];
    if own.len() < 2 {
        return own.first().copied();
    }
    let nearby = wishes
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at && other.abs_diff(at) <= NEARBY_COLUMNS);
    let nearby: Vec<Field> = nearby
        .flat_map(|(_, fields)| fields.iter().copied())
        .collect();
    let accompanied: Vec<Field> = own
        .iter()
        .copied()
        .filter(|field| company(*field).iter().any(|other| nearby.contains(other)))
        .collect();
    match accompanied[..] {
        [field] => Some(field),
        [] => own.iter().copied().find(|field| !is_part(*field)),
        _ => None,
    }
}

/// A district and a province tell something of the commune beside them, under the same heading: those of a birthplace do
/// not.
fn drop_distant_places(columns: &mut [Column]) {
    let find = |columns: &[Column], field: Field| {
        let mut columns = columns.iter();
        columns.position(|column| column.field == Some(field))
    };
    let heading = |column: &Column| {
        let parts = column.header.rsplit_once(" / ");
        parts.map(|(heading, _)| heading.to_owned())
    };
    let commune = find(columns, Field::CommuneName);
    for field in [Field::DistrictName, Field::ProvinceName] {
        let Some(at) = find(columns, field) else {
            continue;
        };
        let is_beside = commune.is_some_and(|commune| {
            commune.abs_diff(at) <= NEARBY_COLUMNS
                && heading(&columns[commune]) == heading(&columns[at])
        });
        if !is_beside {
            columns[at].refuse(Unclaimed::Dropped);
        }
    }
}

/// Takes back parts whose other parts are missing. A given name alone is what the list calls a name.
fn drop_lone_parts(columns: &mut [Column]) {
    let find = |columns: &[Column], field: Field| {
        columns
            .iter()
            .position(|column| column.field == Some(field))
    };
    let follows = |columns: &[Column], at: usize| {
        let left = at.checked_sub(1).and_then(|left| columns[left].field);
        let names = [Field::FamilyName, Field::MiddleName, Field::FullName];
        left.is_some_and(|field| names.contains(&field))
    };
    if let Some(given) = find(columns, Field::GivenName)
        && !follows(columns, given)
    {
        let has_other = find(columns, Field::FullName).or(find(columns, Field::FamilyName));
        match has_other {
            None => columns[given].field = Some(Field::FullName),
            Some(_) => columns[given].refuse(Unclaimed::Partial(Field::FullName)),
        }
    }
    for (part, other, whole) in [
        (Field::MiddleName, Field::FamilyName, Field::FullName),
        (Field::MiddleName, Field::GivenName, Field::FullName),
        (Field::BirthMonth, Field::BirthYear, Field::BirthDate),
        (Field::BirthDay, Field::BirthMonth, Field::BirthDate),
        (Field::Systolic, Field::Diastolic, Field::BloodPressure),
        (Field::Diastolic, Field::Systolic, Field::BloodPressure),
    ] {
        if let Some(at) = find(columns, part)
            && find(columns, other).is_none()
        {
            columns[at].refuse(Unclaimed::Partial(whole));
        }
    }
}
