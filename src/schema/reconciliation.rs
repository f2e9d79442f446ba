//! `steering/reconciliation` and `gaps`: in which lists people stand, and what keeps each list from being whole.

use super::column::ColumnType::{Category, Flag, Long};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, LEVEL};
use super::{Column, Dataset, Tier};

pub static RECONCILIATION: Dataset = Dataset {
    name: "reconciliation",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một tổ hợp bốn danh sách (kế hoạch, dân cư, BHYT, hồ sơ sức khỏe) ở một nơi",
    grain_en: "one combination of the four lists (plan, register, insurance, health records) in one place",
    key: &[
        "as_of",
        "level",
        "commune_code",
        "in_plan",
        "in_register",
        "in_insurance",
        "in_ehr",
    ],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        Column::new(
            "in_plan",
            Flag,
            "Có trong danh sách kế hoạch",
            "Stands on a commune's approved list",
        ),
        Column::new(
            "in_register",
            Flag,
            "Có trong CSDL dân cư",
            "Stands in the register",
        ),
        Column::new(
            "in_insurance",
            Flag,
            "Có thẻ BHYT (còn hạn hoặc hết hạn)",
            "A card is known, valid or not",
        ),
        Column::new(
            "in_ehr",
            Flag,
            "Có hồ sơ sức khỏe điện tử",
            "Has an electronic health record",
        ),
        Column::new("person_count", Long, "Số người", "Persons").unit("count"),
        Column::new(
            "resident_count",
            Long,
            "Trong đó cư dân còn sống, chưa chuyển đi",
            "Of these residents at as_of",
        )
        .unit("count"),
    ],
};

pub static GAPS: Dataset = Dataset {
    name: "gaps",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một loại thiếu hụt ở một nơi",
    grain_en: "one reason why people are missing from a number, in one place",
    key: &["as_of", "level", "commune_code", "gap"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        Column::new(
            "gap",
            Category,
            "Lý do: not_screened, screened_no_date, screened_items_missing, screened_outside_window, plan_dead_or_moved, \
             plan_not_registered, other_roster_not_registered, not_in_plan, never_insured, card_expired, card_not_yet_valid, card_expiring, \
             no_record, record_not_sent, record_sent, record_rejected, record_unknown, record_not_on_vneid, screened_elsewhere",
            "Reason: not_screened, screened_no_date, screened_items_missing, screened_outside_window, plan_dead_or_moved, \
             plan_not_registered, other_roster_not_registered, not_in_plan, never_insured, card_expired, card_not_yet_valid, card_expiring \
             (soon: `expiring_days` of the pipeline), no_record, record_not_sent, record_sent, record_rejected, record_unknown, \
             record_not_on_vneid, screened_elsewhere",
        ),
        Column::new(
            "title_vi",
            Category,
            "Diễn giải",
            "What it says, in Vietnamese",
        ),
        Column::new(
            "title_en",
            Category,
            "Diễn giải bằng tiếng Anh",
            "What it says, in English",
        ),
        Column::new("person_count", Long, "Số người", "Persons with this gap")
            .unit("count")
            .null("what tells it was not delivered"),
        Column::new(
            "state",
            Category,
            "ok; partial (một số xã chưa gửi); missing_input (chưa có nguồn)",
            "ok; partial: some communes did not send what tells it; missing_input: it was not delivered",
        ),
        Column::new(
            "of_count",
            Long,
            "Trong số",
            "Of so many: people of the plan (where no plan was delivered at all, residents are to be screened), residents, or \
             persons of other rosters",
        )
        .unit("count"),
    ],
};
