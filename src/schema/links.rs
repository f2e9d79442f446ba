//! `restricted/links`, `review_pairs`, `identity` and `identity_events`: who is who, and why.

use super::column::ColumnType::{Category, Date, Long, Real, Text};
use super::{Column, Dataset, Tier};

pub static LINKS: Dataset = Dataset {
    name: "links",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một bản ghi và người của nó",
    grain_en: "one record and the person it is",
    key: &["record_id"],
    sort: &["record_id"],
    columns: &[
        Column::new("record_id", Long, "Số bản ghi", "The record"),
        Column::new("person_id", Text, "Mã người", "The person"),
        Column::new(
            "rule",
            Category,
            "Quy tắc ghép",
            "Exact rule by which the record joined the person, probabilistic, or decision: somebody looked and decided",
        )
        .null("first record of the person"),
        Column::new(
            "member_record_id",
            Long,
            "Bản ghi làm bằng chứng",
            "Record whose evidence it was: this one, or one that was linked to it before",
        )
        .null("first record of the person"),
        Column::new(
            "partner_record_id",
            Long,
            "Bản ghi được ghép tới",
            "Record of the person that it agreed with",
        )
        .null("first record of the person"),
        Column::new(
            "match_weight",
            Real,
            "Trọng số log2",
            "Match weight in log2",
        )
        .unit("bits")
        .null("exact rule or decision: identity is certain"),
    ],
};

pub static REVIEW_PAIRS: Dataset = Dataset {
    name: "review_pairs",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một cặp bản ghi cần người xem xét",
    grain_en: "one pair of records left to people",
    key: &["left_record_id", "right_record_id", "rule"],
    sort: &[],
    columns: &[
        Column::new("left_record_id", Long, "Bản ghi thứ nhất", "First record"),
        Column::new("right_record_id", Long, "Bản ghi thứ hai", "Second record"),
        Column::new(
            "left_person_id",
            Text,
            "Mã người thứ nhất",
            "Person of the first record",
        ),
        Column::new(
            "right_person_id",
            Text,
            "Mã người thứ hai",
            "Person of the second record",
        ),
        Column::new(
            "rule",
            Category,
            "Quy tắc",
            "Exact rule that brought the pair, or probabilistic",
        ),
        Column::new(
            "reason",
            Category,
            "Lý do",
            "Why it was not linked: two_register_persons, several_candidates, not_certain",
        ),
        Column::new(
            "match_weight",
            Real,
            "Trọng số log2",
            "Match weight in log2",
        )
        .unit("bits")
        .null("brought by an exact rule"),
    ],
};

pub static IDENTITY: Dataset = Dataset {
    name: "identity",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một dòng nguồn từng thấy và người của nó",
    grain_en: "one source row ever seen and the person it was: the registry that keeps person ids",
    key: &["record_key", "person_id"],
    sort: &[],
    columns: &[
        Column::new(
            "record_key",
            Long,
            "Khoá ổn định của dòng",
            "Hash of what identifies the row in its source",
        ),
        Column::new("person_id", Text, "Mã người", "The person"),
        Column::new(
            "last_seen",
            Date,
            "Ngày thấy gần nhất",
            "The last as_of on which the row was there",
        ),
    ],
};

pub static IDENTITY_EVENTS: Dataset = Dataset {
    name: "identity_events",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một thay đổi mã người giữa hai đêm",
    grain_en: "one change of identity since the version before",
    key: &["event", "from_person_id", "into_person_id"],
    sort: &[],
    columns: &[
        Column::new(
            "event",
            Category,
            "Sự kiện: merged, split",
            "Event: merged, split",
        ),
        Column::new("from_person_id", Text, "Mã người cũ", "The id as it was"),
        Column::new(
            "into_person_id",
            Text,
            "Mã người nay giữ các dòng đó",
            "The id that holds rows of it now",
        ),
        Column::new(
            "reason",
            Category,
            "Vì sao: quy tắc ghép, decision, evidence_gone",
            "Why. Of a merge the rule by which rows of the old id agree with others of the person. Of a split: decision, or evidence_gone, where what held the rows together is not there any more",
        ),
    ],
};
