//! The columns with which tables of places begin: the day, and which place.

use super::Column;
use super::column::ColumnType::{Category, Date};

pub(super) const AS_OF: Column =
    Column::new("as_of", Date, "Ngày số liệu", "Day the numbers speak of");

pub(super) const LEVEL: Column = Column::new(
    "level",
    Category,
    "Cấp: province (tỉnh), commune (xã), unassigned (chưa rõ xã nơi cư trú)",
    "Level: province, commune, unassigned (home commune unknown or outside the scope)",
);

pub(super) const PUBLIC_LEVEL: Column = Column::new(
    "level",
    Category,
    "Cấp: province (tỉnh, gồm cả người chưa rõ xã nơi cư trú), commune (xã)",
    "Level: province (those of unknown home among them), commune",
);

pub(super) const COMMUNE_CODE: Column =
    Column::new("commune_code", Category, "Mã xã", "Commune (list in force)")
        .null("the row is not of one commune; such rows stand first");

pub(super) const COMMUNE_NAME: Column =
    Column::new("commune_name", Category, "Tên xã", "Name of the commune")
        .null("the row is not of one commune");

pub(super) const INDICATOR: Column =
    Column::new("indicator", Category, "Mã chỉ số", "Code of the indicator");
