//! Rows about places: quotas, facilities, aggregates.

use std::sync::Arc;

use super::codes::CodeList;
use super::commune::{CommuneResolver, Written};
use super::count_period::standardise_period;
use super::number::standardise_number;
use crate::domain::{Field, Kind};
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::reference::{AdministrativeUnits, fold, fold_place, names_whole_province};
use crate::schema::counts::CountRow;
use crate::schema::records::ChunkOrigin;
use crate::source::Profile;

/// The staff and bed columns of a facility, each an item of its own.
const FACILITY_ITEMS: [Field; 7] = [
    Field::Doctors,
    Field::AssistantDoctors,
    Field::Nurses,
    Field::Midwives,
    Field::Pharmacists,
    Field::PublicBeds,
    Field::PrivateBeds,
];

/// Reads rows of the count kinds of one source.
pub struct CountReader<'p> {
    kind: Kind,
    source: Arc<str>,
    file: Arc<str>,
    items: CodeList<usize>,
    item_codes: Vec<&'p str>,
    communes: CommuneResolver<'p>,
    province: OwnProvince<'p>,
}

impl<'p> CountReader<'p> {
    pub fn new(
        origin: &ChunkOrigin,
        profile: &'p Profile,
        units: &'p AdministrativeUnits,
        province: &'p str,
    ) -> Self {
        let values = profile.values.get(&Field::Item);
        let listed = || values.into_iter().flatten();
        let spellings = listed().enumerate().flat_map(|(position, (_, spellings))| {
            spellings
                .iter()
                .map(move |spelling| (position, spelling.as_str()))
        });
        Self {
            kind: origin.kind,
            source: Arc::clone(&origin.source),
            file: Arc::clone(&origin.file),
            communes: CommuneResolver::new(units, province),
            province: OwnProvince::new(units, province),
            items: CodeList::new(spellings),
            item_codes: listed().map(|(code, _)| code.as_str()).collect(),
        }
    }

    /// The counts of one row; none where its commune or its numbers cannot be read.
    pub fn read(&mut self, row: RawRow<'_>, layout: &Layout) -> Vec<CountRow> {
        let cell = |field| layout.column(field).map_or("", |column| row.cell(column));
        let written = Written {
            code: cell(Field::CommuneCode),
            name: cell(Field::CommuneName),
            district: cell(Field::DistrictName),
            province: cell(Field::ProvinceName),
        };
        let is_of_province = self.kind == Kind::Aggregates && self.province.is_written(&written);
        let commune = self.communes.resolve(written, None).standard;
        if commune.is_none() && !is_of_province {
            return Vec::new();
        }
        let count = |item: String, value: f64| CountRow {
            kind: self.kind,
            source: Arc::clone(&self.source),
            file: Arc::clone(&self.file),
            commune,
            facility: cell(Field::Facility).to_owned(),
            facility_type: cell(Field::FacilityType).to_owned(),
            period: period(cell(Field::Period)),
            item,
            value,
        };
        match self.kind {
            Kind::Facilities => FACILITY_ITEMS
                .into_iter()
                .filter_map(|field| {
                    let value = count_of(cell(field))?;
                    Some(count(field.code().to_owned(), value))
                })
                .collect(),
            _ => count_of(cell(Field::Count))
                .map(|value| count(self.item(cell(Field::Item)), value))
                .into_iter()
                .collect(),
        }
    }

    /// The item's code; as delivered where the profile does not list it; the kind's own where there is no
    /// such column.
    fn item(&self, text: &str) -> String {
        match self.items.get(text) {
            Some(position) => self.item_codes[position].to_owned(),
            None if text.is_empty() => self.kind.code().to_owned(),
            None => text.to_owned(),
        }
    }
}

/// `2026-06`; as written where that is no period.
fn period(text: &str) -> String {
    standardise_period(text).map_or_else(|| text.trim().to_owned(), |period| period.to_string())
}

/// The province whose night it is.
struct OwnProvince<'p> {
    code: &'p str,
    /// With its type word and without, folded.
    name: String,
    short_name: String,
}

impl<'p> OwnProvince<'p> {
    fn new(units: &AdministrativeUnits, code: &'p str) -> Self {
        let own = units.province(code);
        Self {
            code,
            name: own.map_or_else(String::new, |own| fold(&own.name)),
            short_name: own.map_or_else(String::new, |own| fold_place(&own.short_name)),
        }
    }

    /// Whether a row says that it is about the whole province: in the place of a commune stands `Toàn tỉnh` or its name
    /// with its type word, or its code with no other name. A row that names nothing is about nothing.
    fn is_written(&self, written: &Written<'_>) -> bool {
        let is_whole = |text: &str| names_whole_province(text) || fold(text) == self.name;
        let is_name = |text: &str| is_whole(text) || fold_place(text) == self.short_name;
        let (code, name) = (written.code.trim(), written.name.trim());
        let is_code = code == self.code || !code.is_empty() && is_whole(code);
        if name.is_empty() {
            is_code
        } else {
            is_code && is_name(name) || code.is_empty() && is_whole(name)
        }
    }
}

/// A count; a mark before groups of three digits parts thousands, as Vietnamese offices write: `1.200`. Nothing has
/// `0` thousands: `0,513` is about a half.
fn count_of(text: &str) -> Option<f64> {
    read_count(text).filter(|count| count.abs() <= COUNT_MAX)
}

/// More than there are people on earth is a typing error: such a row is not read, and said.
const COUNT_MAX: f64 = 1e10;

fn read_count(text: &str) -> Option<f64> {
    let mut groups = text.split(['.', ',']);
    let leads = |group: &str| (1..=3).contains(&group.len()) && !group.starts_with('0');
    let first = groups.next().is_some_and(leads);
    let are_thousands =
        first && groups.clone().next().is_some() && groups.all(|group| group.len() == 3);
    if are_thousands {
        return standardise_number(&text.replace(['.', ','], "")).standard;
    }
    standardise_number(text).standard
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::embedded;

    #[track_caller]
    fn check(province: &str, (code, name): (&str, &str), expected: bool) {
        let units = embedded::administrative_units();
        let written = Written {
            code,
            name,
            ..Written::default()
        };
        let own = OwnProvince::new(&units, province);
        assert_eq!(own.is_written(&written), expected, "{code} {name}");
    }

    #[test]
    fn a_row_is_of_the_province_by_its_own_name_or_code() {
        check("04", ("04", ""), true);
        check("04", ("04", "Toàn tỉnh"), true);
        check("04", ("", "Tỉnh Cao Bằng"), true);
        check("04", ("", "TINH CAO BANG"), true);
        check("04", ("04", "Cao Bằng"), true);
        check("46", ("46", "TP. Huế"), true);
        check("04", ("Toàn tỉnh", ""), true);
        check("46", ("", "Thành phố Huế"), true);
        check("46", ("46", "thành phố Huế"), true);
    }

    #[test]
    fn a_row_of_another_province_or_of_a_commune_is_not() {
        check("04", ("", "Tỉnh Bắc Kạn"), false);
        check("04", ("04", "Tỉnh Bắc Kạn"), false);
        check("04", ("06", "Toàn tỉnh"), false);
        check("04", ("", "Tịnh Khê"), false);
        check("04", ("", "Tĩnh Túc"), false);
        check("46", ("", "Huế"), false);
        check("04", ("04", "Xã Đàm Thủyy"), false);
        check("04", ("01273", "Toàn tỉnh"), false);
        check("04", ("", ""), false);
    }
}
