//! What `toandan link` writes: pairs, clusters and pairs for review of any tables.

use super::column::ColumnType::{Category, Flag, Long, Real, Text};
use super::{Column, Dataset, Tier};

const LEFT_TABLE: Column = Column::new(
    "left_table",
    Category,
    "Bảng của bản ghi thứ nhất",
    "Table of the first record",
);
const LEFT_ID: Column = Column::new(
    "left_id",
    Text,
    "Mã của bản ghi thứ nhất trong bảng của nó",
    "Id of the first record in its table",
);
const RIGHT_TABLE: Column = Column::new(
    "right_table",
    Category,
    "Bảng của bản ghi thứ hai",
    "Table of the second record",
);
const RIGHT_ID: Column = Column::new(
    "right_id",
    Text,
    "Mã của bản ghi thứ hai trong bảng của nó",
    "Id of the second record in its table",
);
const MATCH_WEIGHT: Column = Column::new(
    "match_weight",
    Real,
    "Trọng số: log2 của tỷ lệ cược hai bản ghi là một",
    "log2 of the odds that the records match",
)
.unit("bits");
const MATCH_PROBABILITY: Column = Column::new(
    "match_probability",
    Real,
    "Xác suất hai bản ghi là một",
    "Probability that the records match",
);

/// The columns of every pairs table; behind them stands a level per comparison of the model.
const PAIR_COLUMNS: [Column; 8] = [
    LEFT_TABLE,
    LEFT_ID,
    RIGHT_TABLE,
    RIGHT_ID,
    MATCH_WEIGHT,
    MATCH_PROBABILITY,
    Column::new(
        "rule",
        Category,
        "Quy tắc khối đầu tiên đưa cặp ra so sánh",
        "First blocking rule that brings the pair",
    ),
    Column::new(
        "is_match",
        Flag,
        "Đạt ngưỡng ghép",
        "At or above the match threshold of its tables",
    ),
];

/// What the column of a comparison's level is called.
const LEVEL_PREFIX: &str = "level_";

/// The table of pairs of a model with these comparisons.
///
/// A dataset is a constant everywhere else; this one is known when a model is read, once in a run, and stays for the
/// rest of the program.
#[must_use]
pub fn pairs(comparisons: &[&str]) -> &'static Dataset {
    let level = |comparison: &&str| Column {
        name: String::leak(format!("{LEVEL_PREFIX}{comparison}")),
        vi: String::leak(format!("Mức giống nhau của {comparison}")),
        en: String::leak(format!("Level of agreement of {comparison}")),
        ..Column::new("", Category, "", "")
    };
    let columns: Vec<Column> = PAIR_COLUMNS
        .into_iter()
        .chain(comparisons.iter().map(level))
        .collect();
    Box::leak(Box::new(Dataset {
        name: "pairs",
        tier: Tier::Restricted,
        version: 1,
        grain_vi: "một cặp bản ghi đạt ngưỡng xem xét",
        grain_en: "one pair of records at or above the review threshold",
        key: &["left_table", "left_id", "right_table", "right_id"],
        sort: &[],
        columns: Vec::leak(columns),
    }))
}

/// The place of a comparison by its column's; `None` of the columns that every pairs table has.
#[must_use]
pub fn comparison_of(column: usize) -> Option<usize> {
    column.checked_sub(PAIR_COLUMNS.len())
}

pub static CLUSTERS: Dataset = Dataset {
    name: "clusters",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một bản ghi và cụm của nó",
    grain_en: "one record and the cluster it is in",
    key: &["table", "id"],
    sort: &[],
    columns: &[
        Column::new("table", Category, "Bảng của bản ghi", "Table of the record"),
        Column::new(
            "id",
            Text,
            "Mã của bản ghi trong bảng",
            "Id of the record in its table",
        ),
        Column::new(
            "cluster",
            Long,
            "Số của cụm, theo bản ghi đầu tiên",
            "Number of the cluster, from 0 in the order of first records",
        ),
    ],
};

pub static REVIEW: Dataset = Dataset {
    name: "review_pairs",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một cặp bản ghi cần người xem xét, cặp đáng xem nhất trước",
    grain_en: "one pair of records left to people, the most valuable first",
    key: &["left_table", "left_id", "right_table", "right_id"],
    sort: &[],
    columns: &[
        LEFT_TABLE,
        LEFT_ID,
        RIGHT_TABLE,
        RIGHT_ID,
        MATCH_WEIGHT,
        MATCH_PROBABILITY,
        Column::new(
            "reason",
            Category,
            "Lý do: between_thresholds, one_per_table, weak_bridge, never_link",
            "Why it is left to people: between_thresholds, one_per_table, weak_bridge, never_link",
        ),
        Column::new(
            "value",
            Real,
            "Số cặp bản ghi mà quyết định có thể làm đúng",
            "Expected pairs of records that the decision puts right: uncertainty times the pairs that it would join",
        )
        .unit("pairs"),
    ],
};
