//! Whether the accounting of a version closes and agrees with its files.

use arrow::array::AsArray;
use arrow::compute::sum;
use arrow::datatypes::Int32Type;

use super::Fault;
use crate::dataset::{Version, read_table};
use crate::schema::persons::PERSONS;

/// The column of persons whose sum is the members of the accounting.
const MEMBERS: &str = "record_count";

pub(super) fn accounting_faults(version: &Version) -> Vec<Fault> {
    let manifest = &version.manifest;
    let accounting = &manifest.head.accounting;
    let open = accounting.check().err().unwrap_or_default();
    let mut faults: Vec<Fault> = open.into_iter().map(Fault::Accounting).collect();
    for output in &manifest.outputs {
        let dataset = output.dataset.as_deref().unwrap_or_default();
        let rows = accounting.rows_of(dataset).zip(output.rows);
        if let Some((expected, found)) = rows.filter(|(expected, found)| expected != found) {
            faults.push(Fault::AccountedRows {
                dataset: dataset.to_owned(),
                expected,
                found,
            });
        }
    }
    faults.extend(members_fault(version, accounting.members_of_persons));
    faults
}

/// A file that cannot be read is a fault of its own, so it is none here.
fn members_fault(version: &Version, expected: u64) -> Option<Fault> {
    version.manifest.output(PERSONS.name)?;
    let batches = read_table(version, &PERSONS, &[MEMBERS]).ok()?;
    let mut found = 0;
    for batch in batches {
        let counts = batch.column(0).as_primitive_opt::<Int32Type>()?;
        found += u64::try_from(sum(counts).unwrap_or_default()).ok()?;
    }
    (found != expected).then_some(Fault::Members { expected, found })
}

#[cfg(test)]
mod tests {
    use super::{MEMBERS, PERSONS};

    #[test]
    fn persons_tell_their_members() {
        assert!(PERSONS.position(MEMBERS).is_some());
    }
}
