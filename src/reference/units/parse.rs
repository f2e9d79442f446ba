//! From the two lists to [`AdministrativeUnits`], checking that they fit each other.

use super::{
    AdministrativeUnits, Commune, CommuneKind, FormerCommune, NameEntry, Province, Successor,
};
use crate::domain::fast_map::FastMap;
use crate::reference::ReferenceError;
use crate::reference::fold::fold_place;
use crate::reference::table::{Row, rows};

const UNITS: &str = "admin_units.csv";
pub(super) const UNITS_HEADER: [&str; 10] = [
    "code",
    "name",
    "short_name",
    "level",
    "type",
    "parent_code",
    "area_km2",
    "population_2025_est",
    "lat",
    "lon",
];
const SUCCESSIONS: &str = "old_to_new_communes.csv";
const SUCCESSIONS_HEADER: [&str; 11] = [
    "old_code",
    "old_name",
    "old_district_code",
    "old_district",
    "old_province_code",
    "old_province",
    "new_code",
    "new_name",
    "new_province_code",
    "is_split",
    "is_default",
];

impl AdministrativeUnits {
    /// Parses both lists and checks that they fit each other.
    ///
    /// # Errors
    /// The first line that does not hold: wrong header, malformed or repeated code, a successor that does not exist.
    pub fn parse(units_csv: &str, old_to_new_csv: &str) -> Result<Self, ReferenceError> {
        let mut units = Self {
            provinces: Vec::new(),
            communes: Vec::new(),
            by_code: FastMap::default(),
            former: Vec::new(),
            successors: FastMap::default(),
            predecessors: FastMap::default(),
            names: FastMap::default(),
        };
        for row in rows(UNITS, units_csv, &UNITS_HEADER)? {
            units.add_unit(&row)?;
        }
        let mut last_former = None;
        for row in rows(SUCCESSIONS, old_to_new_csv, &SUCCESSIONS_HEADER)? {
            units.add_succession(&row, &mut last_former)?;
        }
        Ok(units)
    }

    fn add_unit(&mut self, row: &Row<'_>) -> Result<(), ReferenceError> {
        match row.cell(3) {
            "province" => self.add_province(row),
            "commune" => self.add_commune(row),
            other => Err(row.value_error("level", other, "province or commune")),
        }
    }

    fn add_province(&mut self, row: &Row<'_>) -> Result<(), ReferenceError> {
        let code = row.code(0, "code", 2)?.to_owned();
        if self.province(&code).is_some() {
            return Err(duplicate(row, &code));
        }
        self.provinces.push(Province {
            code,
            name: row.cell(1).into(),
            short_name: row.cell(2).into(),
        });
        Ok(())
    }

    fn add_commune(&mut self, row: &Row<'_>) -> Result<(), ReferenceError> {
        let index = self.communes.len();
        let commune = Commune {
            code: row.code(0, "code", 5)?.into(),
            name: row.cell(1).into(),
            short_name: row.cell(2).into(),
            kind: kind(row)?,
            province_code: self.known_province(row, 5)?,
            population: population(row)?,
        };
        if self.by_code.insert(commune.code.clone(), index).is_some() {
            return Err(duplicate(row, &commune.code));
        }
        self.add_name(&commune.province_code, &commune.name, (index, None));
        self.communes.push(commune);
        Ok(())
    }

    fn known_province(&self, row: &Row<'_>, column: usize) -> Result<String, ReferenceError> {
        let code = row.code(column, "parent_code", 2)?;
        self.province(code)
            .map(|province| province.code.clone())
            .ok_or_else(|| dangling(row, "parent_code", code))
    }

    fn add_succession(
        &mut self,
        row: &Row<'_>,
        last: &mut Option<usize>,
    ) -> Result<(), ReferenceError> {
        let new_code = row.code(6, "new_code", 5)?;
        let &new = self
            .by_code
            .get(new_code)
            .ok_or_else(|| dangling(row, "new_code", new_code))?;
        let former = self.former_of(row, *last)?;
        *last = Some(former);
        self.predecessors.entry(new).or_default().push(former);
        if !row.cell(0).is_empty() {
            self.successors
                .entry(row.cell(0).into())
                .or_default()
                .push(Successor {
                    code: new_code.into(),
                    is_split: row.flag(9, "is_split")?,
                    is_default: row.flag(10, "is_default")?,
                });
        }
        let province = self.communes[new].province_code.clone();
        self.add_name(&province, row.cell(1), (new, Some(former)));
        Ok(())
    }

    /// The former commune of the row: rows of a split commune follow one another.
    fn former_of(&mut self, row: &Row<'_>, last: Option<usize>) -> Result<usize, ReferenceError> {
        let code = row.cell(0);
        if !code.is_empty() {
            row.code(0, "old_code", 5)?;
            if let Some(index) = last.filter(|index| self.former[*index].code == code) {
                return Ok(index);
            }
        }
        self.former.push(FormerCommune {
            code: code.into(),
            name: row.cell(1).into(),
            district_code: row.cell(2).into(),
            district: row.cell(3).into(),
            province_code: row.cell(4).into(),
        });
        Ok(self.former.len() - 1)
    }

    fn add_name(&mut self, province: &str, name: &str, entry: NameEntry) {
        if !name.is_empty() {
            self.names
                .entry((province.to_owned(), fold_place(name)))
                .or_default()
                .push(entry);
        }
    }
}

fn kind(row: &Row<'_>) -> Result<CommuneKind, ReferenceError> {
    match row.cell(4) {
        "xa" => Ok(CommuneKind::Xa),
        "phuong" => Ok(CommuneKind::Phuong),
        "dac_khu" => Ok(CommuneKind::DacKhu),
        other => Err(row.value_error("type", other, "xa, phuong or dac_khu")),
    }
}

/// A few numbers of the source carry a thousands comma ("30,509"), and some say "being updated".
fn population(row: &Row<'_>) -> Result<Option<u32>, ReferenceError> {
    match row.cell(7).replace(',', "") {
        unknown if unknown.is_empty() || unknown == "đang cập nhật" => Ok(None),
        digits => match digits.parse() {
            Ok(count) => Ok(Some(count)),
            Err(_) => {
                Err(row.value_error("population_2025_est", row.cell(7), "a count of persons"))
            }
        },
    }
}

fn duplicate(row: &Row<'_>, code: &str) -> ReferenceError {
    ReferenceError::Duplicate {
        file: row.file,
        line: row.line,
        column: "code",
        value: code.into(),
    }
}

fn dangling(row: &Row<'_>, column: &'static str, code: &str) -> ReferenceError {
    ReferenceError::Dangling {
        file: row.file,
        line: row.line,
        column,
        value: code.into(),
        target: UNITS,
    }
}
