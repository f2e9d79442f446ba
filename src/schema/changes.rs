//! `steering/changes`: why a number is not what it was.

use super::column::ColumnType::{Category, Date, Long};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

pub static CHANGES: Dataset = Dataset {
    name: "changes",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một lý do làm tử số hoặc mẫu số của một chỉ số ở một nơi thay đổi so với đêm trước hoặc tuần trước",
    grain_en: "one reason why a numerator or denominator of an indicator of a place differs from that of an earlier night",
    key: &[
        "as_of",
        "compared_with",
        "level",
        "commune_code",
        "indicator",
        "part",
        "reason",
    ],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        Column::new(
            "compared_with",
            Category,
            "So với: last_night (lần trước), last_week (tuần trước)",
            "Compared with: last_night (the version before), last_week (the newest at least 7 days older)",
        ),
        Column::new(
            "since",
            Date,
            "Ngày số liệu của lần so sánh",
            "as_of of the version compared with",
        ),
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new(
            "part",
            Category,
            "numerator (tử số), denominator (mẫu số)",
            "numerator or denominator",
        ),
        Column::new(
            "reason",
            Category,
            "Lý do: person_new, person_gone, merged_or_split, moved, denominator_changed (vào hoặc ra kế hoạch, cư dân…), \
             new_exam, late_exam (khám trước đó nay mới báo), status_changed, corrected, definition_changed",
            "Reason: person_new, person_gone, merged_or_split (who is who), moved (another home commune), denominator_changed \
             (entered or left plan, residents …), new_exam (dated after `since`), late_exam (dated before, reported now), \
             status_changed (card, record), corrected (an exam counts no longer), definition_changed (not comparable)",
        ),
        Column::new("gained", Long, "Số tăng", "Persons gained").unit("count"),
        Column::new("lost", Long, "Số giảm", "Persons lost").unit("count"),
        Column::new(
            "net",
            Long,
            "Tăng trừ giảm",
            "gained − lost; over all reasons the difference of the two nights, or with `definition_changed` tonight's count",
        )
        .unit("count"),
    ],
};
