//! One identity number on rows of different people.
//!
//! The head of the household's or the mother's number was written for another member; both rows are suspect, and nobody is
//! made one person by it. A person who stands on two rows (examined twice, two card periods) is left alone. Example:
//! 003190012345 for Nông Thị Ấm, 1990, and for Nông Văn Bình, 2015.

use super::FileCase;
use crate::domain::fast_map::FastMap;
use crate::domain::name_key::NameKeyMaker;
use crate::domain::{Cccd, Field, PartialDate};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// One cccd stands on rows of different people.
pub const ID16: Rule = Rule {
    code: "ID16",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::WholeFile(check),
    title_vi: "Một số CCCD ghi cho nhiều người",
    title_en: "One cccd stands on rows of different people",
    why_vi: "Trong cùng tệp, số CCCD này còn ghi cho người có họ tên hoặc ngày sinh khác. Số vẫn được giữ nhưng không dùng riêng nó để gộp người.",
    why_en: "In the same file this cccd also stands for someone of another name or birth. It was kept, but nobody is merged by it alone.",
    fix_vi: "Xem lại thẻ căn cước của từng người; không dùng CCCD của chủ hộ, cha hoặc mẹ cho người khác.",
    fix_en: "Look at the identity card of each; never use the cccd of the head of the household or a parent for someone else.",
    thresholds: &[],
};

fn check(case: &mut FileCase<'_>) {
    let shared = shared(case);
    if shared.is_empty() {
        return;
    }
    let mut rows_of: FastMap<u64, Vec<(usize, usize)>> = FastMap::default();
    for (block, row) in case.rows() {
        let cccd = case.blocks[block].0.cccd.get(row);
        if shared.binary_search(&cccd).is_ok() {
            rows_of.entry(cccd).or_default().push((block, row));
        }
    }
    for cccd in shared {
        let rows = &rows_of[&cccd];
        if is_one_person(case, rows) {
            continue;
        }
        let digits = Cccd::from_number(cccd)
            .map(Cccd::digits)
            .unwrap_or_default();
        let digits = std::str::from_utf8(&digits).unwrap_or_default();
        for at in rows {
            let field = Field::IdentityNumber;
            case.report(
                *at,
                field,
                "identity_number_original",
                digits,
                String::new(),
            );
        }
    }
}

/// The numbers that stand on several rows, in order.
fn shared(case: &FileCase<'_>) -> Vec<u64> {
    let mut numbers: Vec<u64> = case
        .rows()
        .map(|(block, row)| case.blocks[block].0.cccd.get(row))
        .filter(|number| *number > 0)
        .collect();
    numbers.sort_unstable();
    let mut shared: Vec<u64> = numbers
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    shared.dedup();
    shared
}

/// Whether names without their marks and births agree, as far as rows have them.
fn is_one_person(case: &FileCase<'_>, rows: &[(usize, usize)]) -> bool {
    let mut keys = NameKeyMaker::default();
    let mut person = |(block, row): &(usize, usize)| {
        let chunk = case.blocks[*block].0;
        let birth = PartialDate::from_packed(chunk.birth_date.get(*row));
        (keys.keys(chunk.full_name.get(*row)).k2, birth)
    };
    let first = person(&rows[0]);
    rows[1..].iter().all(|row| {
        let other = person(row);
        let same_name = first.0 == other.0 || first.0 == 0 || other.0 == 0;
        let same_birth = match (first.1, other.1) {
            (Some(a), Some(b)) => a.agrees_with(b),
            _ => true,
        };
        same_name && same_birth
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::{Record, Value};
    use crate::validate::rules::testing::{given_cccd, given_date};
    use crate::validate::whole_file::testing::found_in_file;

    fn person(name: &'static str, birth: &'static str, cccd: &'static str) -> Record<'static> {
        Record {
            full_name: Value::as_given(name, name.into()),
            birth_date: given_date(birth),
            identity_number: given_cccd(cccd),
            ..Record::default()
        }
    }

    fn rows(records: &[Record<'_>]) -> Vec<u32> {
        let found = found_in_file("ID16", records);
        found.into_iter().map(|(row, _, _)| row).collect()
    }

    const NUMBER: &str = "003190012345";

    #[test]
    fn both_rows_are_named_wherever_they_stand() {
        let mother = person("Nông Thị Ấm", "1990-05-12", NUMBER);
        let child = person("Nông Văn Bình", "2015-03-01", NUMBER);
        let other = person("Lý Thị Mỷ", "1985", "003185067890");
        assert_eq!(rows(&[mother, other.clone(), other, child]), [1, 4]);
    }

    #[test]
    fn one_person_twice_is_left_alone() {
        let full = person("Nông Thị Ấm", "1990-05-12", NUMBER);
        let plain = person("NONG THI AM", "1990", NUMBER);
        assert!(rows(&[full.clone(), plain]).is_empty());
        let other_day = person("Nông Thị Ấm", "1990-12-05", NUMBER);
        assert_eq!(rows(&[full, other_day]), [1, 2]);
    }

    #[test]
    fn rows_without_number_share_none() {
        assert!(rows(&[Record::default(), Record::default()]).is_empty());
    }
}
