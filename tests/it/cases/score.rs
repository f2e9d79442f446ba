//! What was read of a case against what it says.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Expected};
use super::night::{Nights, Read};
use crate::support::Row;

/// Columns that are compared wherever a file could fill them: a value that nobody wrote is wrong too.
const COLUMNS: [&str; 22] = [
    "full_name",
    "birth_date",
    "sex",
    "cccd",
    "cmnd",
    "bhxh_number",
    "bhyt_card",
    "phone",
    "ethnicity",
    "commune_code",
    "hamlet",
    "target_groups",
    "exam_date",
    "height_cm",
    "weight_kg",
    "systolic_mmhg",
    "diastolic_mmhg",
    "pulse_per_min",
    "glucose_mmol_l",
    "health_class",
    "valid_from",
    "valid_to",
];

#[derive(Default)]
pub struct Score {
    pub fields: usize,
    pub right: usize,
    /// Wrong, and no finding speaks of the field.
    pub silent: usize,
    pub good_rows: usize,
    pub quarantined: usize,
    pub lost: usize,
    /// Rows that are no person and were taken for one.
    pub strangers: usize,
    /// Files that were to be refused and were not, or not for the reason.
    pub unrefused: usize,
    pub faults: Vec<String>,
}

/// File, sheet and row; the order alone where nothing shows rows.
type Place = (String, String, u64);

impl Score {
    pub fn of(case: &Case, nights: &Nights) -> Self {
        let nothing = Read::default();
        let read = nights.of(&case.name);
        let mut score = Self::default();
        if read.is_none() {
            score.faults.push("was not read".to_owned());
        }
        let read = read.unwrap_or(&nothing);
        let is_refused = score.is_refused(case, read);
        if !(is_refused && case.may_be_read) {
            score.rows(case, read);
        }
        score
    }

    fn is_refused(&mut self, case: &Case, read: &Read) -> bool {
        if case.refusals.is_empty() {
            for reason in &read.reasons {
                self.faults.push(format!("reason: {reason}"));
            }
            return false;
        }
        let says = |reason: &String| {
            let reason = reason.to_lowercase();
            let mut refusals = case.refusals.iter();
            refusals.any(|text| reason.contains(&text.to_lowercase()))
        };
        let is_refused = read.reasons.iter().any(says);
        if !is_refused && !case.may_be_read {
            self.unrefused += 1;
            self.faults.push(format!(
                "nothing says {:?}: {:?}",
                case.refusals, read.reasons
            ));
        }
        is_refused
    }

    fn rows(&mut self, case: &Case, read: &Read) {
        let place = places(case);
        let mut records = keyed(&read.records, case);
        let mut quarantine = keyed(&read.quarantine, case);
        let mut findings: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
        for (finding, key) in read.findings.iter().zip(finding_places(read, case)) {
            let field = finding.text("field").to_owned();
            findings.entry(key).or_default().insert(field);
        }
        let none = BTreeSet::new();
        for (expected, key) in case.rows.iter().zip(place) {
            let found = findings.get(&key).unwrap_or(&none);
            let (record, set_aside) = (records.remove(&key), quarantine.remove(&key));
            self.row(expected, record, set_aside, found);
        }
        for (what, rows) in [("accepted", records), ("quarantined", quarantine)] {
            for ((file, sheet, row), found) in rows {
                self.strangers += 1;
                let name = found.text("full_name");
                self.faults.push(format!(
                    "stranger {what}: {file} {sheet} row {row} {name:?}"
                ));
            }
        }
    }

    fn row(
        &mut self,
        expected: &Expected,
        record: Option<&Row>,
        set_aside: Option<&Row>,
        findings: &BTreeSet<String>,
    ) {
        let at = format!("{} row {}", expected.sheet, expected.row);
        let is_good = expected.state == "accepted";
        self.good_rows += usize::from(is_good);
        let mut columns: BTreeSet<&str> = expected.values.keys().map(String::as_str).collect();
        let Some(record) = record else {
            self.fields += columns.len();
            if set_aside.is_none() {
                self.lost += 1;
                self.faults.push(format!("{at}: LOST"));
            } else if is_good {
                self.quarantined += 1;
                let reason = set_aside.map_or("", |row| row.text("reason_en"));
                self.faults.push(format!("{at}: QUARANTINED {reason}"));
            } else {
                self.right += columns.len();
            }
            return;
        };
        if !expected.state.contains("accepted") {
            self.fields += columns.len();
            self.silent += columns.len();
            self.faults
                .push(format!("{at}: accepted, but must be quarantined"));
            return;
        }
        columns.extend(COLUMNS.iter().filter(|column| record.get(column).is_some()));
        for column in columns {
            let want = expected.values.get(column).map_or("", String::as_str);
            self.field(&at, column, want, record.text(column), findings);
        }
        for one_of in &expected.findings {
            if one_of.iter().any(|field| findings.contains(field)) {
                continue;
            }
            // Blanked without a word is as bad as wrong without one; a repair without a word is not right.
            let is_blank = one_of
                .iter()
                .any(|field| columns_of(field).iter().all(|c| record.get(c).is_none()));
            self.right = self.right.saturating_sub(1);
            self.silent += usize::from(is_blank);
            let what = if is_blank { "SILENT" } else { "unsaid" };
            let fields = one_of.join(" or ");
            self.faults
                .push(format!("{at}: {what} no finding on {fields}"));
        }
    }

    fn field(&mut self, at: &str, column: &str, want: &str, is: &str, found: &BTreeSet<String>) {
        if want == "?" {
            return;
        }
        self.fields += 1;
        if want.split('|').any(|want| same(want, is)) {
            self.right += 1;
            return;
        }
        let is_said = found
            .iter()
            .any(|field| columns_of(field).contains(&column));
        self.silent += usize::from(!is_said);
        let what = if is_said { "wrong" } else { "SILENT" };
        self.faults
            .push(format!("{at}: {what} {column} is {is:?}, not {want:?}"));
    }

    pub fn add(&mut self, other: &Self) {
        self.fields += other.fields;
        self.right += other.right;
        self.silent += other.silent;
        self.good_rows += other.good_rows;
        self.quarantined += other.quarantined;
        self.lost += other.lost;
        self.strangers += other.strangers;
        self.unrefused += other.unrefused;
    }

    /// The result in a line.
    pub fn line(&self, name: &str) -> String {
        let is_ok = self.right == self.fields
            && self.silent + self.quarantined + self.lost + self.strangers + self.unrefused == 0;
        let Self {
            fields,
            right,
            silent,
            good_rows,
            quarantined,
            lost,
            strangers,
            unrefused,
            ..
        } = self;
        format!(
            "{} {name}: {right} of {fields} fields right, {silent} silently wrong, {quarantined} of {good_rows} good rows \
             quarantined, {lost} rows lost, {strangers} no persons, {unrefused} not refused",
            if is_ok { "ok  " } else { "FAIL" }
        )
    }
}

/// Published columns that a field feeds.
fn columns_of(field: &str) -> Vec<&str> {
    match field {
        "identity_number" => vec!["cccd", "cmnd"],
        "blood_pressure" => vec!["systolic_mmhg", "diastolic_mmhg"],
        "commune_name" => vec!["commune_code"],
        field => vec![field],
    }
}

fn same(want: &str, is: &str) -> bool {
    let numbers = (want.parse::<f64>(), is.parse::<f64>());
    match numbers {
        // Numbers of a length are names, not quantities.
        (Ok(want_number), Ok(number)) if want.len() < 8 && !want.starts_with('0') => {
            (want_number - number).abs() < 1e-6
        }
        _ => want == is,
    }
}

fn places(case: &Case) -> Vec<Place> {
    let order = 1..;
    let rows = case.rows.iter().zip(order);
    rows.map(|(expected, order)| {
        if case.is_in_order_only() {
            (String::new(), String::new(), order)
        } else {
            (expected.file.clone(), expected.sheet.clone(), expected.row)
        }
    })
    .collect()
}

/// Where a row stands, as the expectations of the case name it.
fn place(row: &Row, case: &Case) -> Place {
    let file = case.rows.iter().map(|expected| &expected.file);
    let mut files = file.filter(|file| !file.is_empty());
    let file =
        files.find(|file| row.text("file").ends_with(*file) || row.text("sheet").ends_with(*file));
    let sheet = match file {
        Some(file) if row.text("sheet").ends_with(file.as_str()) => "",
        _ => row.text("sheet"),
    };
    (
        file.cloned().unwrap_or_default(),
        sheet.to_owned(),
        row.number("row").unwrap_or_default(),
    )
}

fn ranks(case: &Case, rows: &[Row], all: &[Row]) -> Vec<Place> {
    let mut order: Vec<Place> = all.iter().map(|row| place(row, case)).collect();
    order.sort();
    order.dedup();
    let rank = |row: &Row| {
        order
            .binary_search(&place(row, case))
            .map_or(0, |at| at as u64 + 1)
    };
    rows.iter()
        .map(|row| (String::new(), String::new(), rank(row)))
        .collect()
}

fn keyed<'r>(rows: &'r [Row], case: &Case) -> BTreeMap<Place, &'r Row> {
    let places = if case.is_in_order_only() {
        ranks(case, rows, rows)
    } else {
        rows.iter().map(|row| place(row, case)).collect()
    };
    places.into_iter().zip(rows).collect()
}

fn finding_places(read: &Read, case: &Case) -> Vec<Place> {
    if case.is_in_order_only() {
        return ranks(case, &read.findings, &read.records);
    }
    read.findings.iter().map(|row| place(row, case)).collect()
}
