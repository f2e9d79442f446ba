//! The words of the domain as types: what a value is once it has been read.
//!
//! Purpose: one definition of each noun that several stages speak of. In: nothing. Out: plain values.
//! Invariants: a typed identifier is well formed; printing one masks it; no type here touches the disk,
//! the clock or the terminal. What a text must look like to become one of these is left to `standardise`.
//!
//! Glossary (Vietnamese kept where English has no equal):
//! - **cccd**: căn cước công dân, the 12-digit personal identity number, since 2025 also the health id.
//! - **cmnd**: chứng minh nhân dân, the 9-digit identity number it replaced.
//! - **bhxh number**: mã số bảo hiểm xã hội, 10 digits, a person's number at the social insurer.
//! - **bhyt card**: thẻ bảo hiểm y tế, 15 characters, a health insurance card; its last ten are the bhxh number.
//! - **commune**: xã, phường or đặc khu, the lower of the two tiers since 1 July 2025.
//! - **former commune**: xã, phường or thị trấn of a district (huyện, quận, thị xã, thành phố), the lowest of three tiers
//!   until 30 June 2025. Most went into a commune of today with others, some were divided.

pub mod date;
pub mod exam;
pub mod family_name;
pub mod fast_map;
pub mod field;
pub mod header;
pub mod how;
pub mod identity;
pub mod kind;
pub mod letter;
pub mod limits;
pub mod mask;
pub mod name_key;
pub mod period;
pub mod person_id;
pub mod place;
pub mod record;
pub mod record_key;
pub mod sex;
pub mod target_group;

pub use date::{PartialDate, Precision};
pub use exam::Measurements;
pub use field::Field;
pub use how::{How, Problem, Repair};
pub use identity::{BhxhNumber, BhytCard, Cccd, Cmnd, CommuneCode, FormerCommuneCode, Phone};
pub use kind::Kind;
pub use limits::Limits;
pub use period::Period;
pub use person_id::PersonId;
pub use record::{Record, Value};
pub use sex::Sex;
pub use target_group::TargetGroups;
