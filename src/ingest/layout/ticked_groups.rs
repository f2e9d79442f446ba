//! Target groups with a column each, of which several may be ticked: "Đối tượng" over NCT, Hộ nghèo and NKT.

use super::claims::Column;
use super::header::Path;
use super::options::LayoutOptions;
use super::settle::{is_mark, is_no_mark};
use crate::domain::Field;
use crate::domain::header::{FoldedHeader, without_asides};

/// Fewer side by side are something else: "Bệnh mạn tính" alone is a question of the exam.
const GROUPS_MIN: usize = 2;

/// Whether the header of a column is a target group: "NCT", "Hộ nghèo/cận nghèo".
pub fn names_group(path: &Path<'_, '_>, options: &LayoutOptions) -> bool {
    let Some(leaf) = path.cells.last() else {
        return false;
    };
    let is_group = |text: &str| {
        let found = options.group_field(&FoldedHeader::new(text));
        found == Some(Field::TargetGroups)
    };
    // "Hộ nghèo/cận nghèo" is one group; of "NCT/NKT" one tick tells neither.
    let last =
        |part: &str| FoldedHeader::new(part.split_whitespace().next_back().unwrap_or("")).plain;
    let mut parts = leaf.text.split('/');
    let first = parts.next().map(last);
    let is_one = || {
        leaf.text
            .split('/')
            .all(|part| is_group(part) && Some(last(part)) == first)
    };
    is_group(leaf.text) && !leaf.text.contains('/') || leaf.text.contains('/') && is_one()
}

/// Leaves the groups of columns side by side; one alone is none. What else a profile calls such a column, it is a group
/// of several.
pub fn keep_runs(columns: &mut [Column]) {
    for run in columns.chunk_by_mut(|a, b| a.is_group == b.is_group) {
        let is_kept = run[0].is_group && run.len() >= GROUPS_MIN;
        for column in run {
            column.is_group = is_kept;
            if is_kept {
                column.claim_nothing();
            }
        }
    }
}

/// The groups that are ticked, as a cell of its own would hold them, behind `own`, what a column of the groups itself
/// holds. What is no tick stays beside its group: no reader of groups takes the two for one.
pub fn write_ticked<'a>(
    out: &mut String,
    own: &str,
    ticks: impl Iterator<Item = (&'a str, &'a str)>,
) {
    out.push_str(own);
    let mut is_first = own.is_empty();
    for (header, cell) in ticks {
        if cell.is_empty() || is_no_mark(cell) || says_no(cell) {
            continue;
        }
        out.push_str(if is_first { "" } else { "; " });
        is_first = false;
        let group = header.rsplit(" / ").next().unwrap_or(header);
        out.push_str(without_asides(group).trim());
        // Who writes "2" under a group may mean anything by it.
        if !is_mark(cell) {
            out.push_str(": ");
            out.push_str(cell);
        }
    }
}

/// `Không` beside `Có`.
fn says_no(cell: &str) -> bool {
    ["khong", "khongco", "k", "ko"].contains(&FoldedHeader::whole(cell).plain.as_str())
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::Layout;
    use crate::ingest::csv::parse;
    use crate::ingest::layout::join::place_in_joined;
    use crate::ingest::layout::tests::options;

    #[test]
    fn ticked_groups_are_read_where_they_stand_side_by_side() {
        let place = place_in_joined(Field::TargetGroups).unwrap();
        let groups = |text: &str| {
            let block = parse(text.as_bytes(), b',').unwrap();
            let layout = Layout::detect(&block, &options()).unwrap();
            let joined = layout.joined(&block)?;
            let last = block.rows() - 1;
            Some(joined.row(last).cell(place).to_owned())
        };
        let alone = "STT,Họ và tên,Ngày sinh,Người cao tuổi,Hộ nghèo\n";
        let under =
            "STT,Họ và tên,Ngày sinh,Đối tượng ưu tiên (đánh dấu x),\n,,,Người cao tuổi,Hộ nghèo\n";
        for header in [alone, under] {
            for (cells, expected) in [
                ("x,", "Người cao tuổi"),
                ("x,X", "Người cao tuổi; Hộ nghèo"),
                (",", ""),
                ("0,1", "Hộ nghèo"),
                (",cận", "Hộ nghèo: cận"),
                ("x,Không", "Người cao tuổi"),
            ] {
                let found = groups(&format!("{header}1,Nông Thị Ấm,1957,{cells}\n"));
                assert_eq!(found.as_deref(), Some(expected), "{header}{cells}");
            }
        }
        let one = "STT,Họ và tên,Ngày sinh,Hộ nghèo\n1,Nông Thị Ấm,1957,x\n";
        assert_eq!(groups(one), None);
    }
}
