//! Text to domain values, the original kept.
//!
//! Purpose: read each cell as what its field means, in one standard form. In: raw rows with their layout.
//! Out: a [`Record`] per row, every field as (original, standard, how). Grain: one row. Order: as given.
//! Invariants: nothing is overwritten; what is repaired says so; what cannot be read is blank and says why;
//! a value of one field never corrects another, it decides at most which of two readings holds; what would be a
//! guess is only proposed. Leaves to others: whether values make sense together, and
//! whether the row can serve (`validate`).

pub mod age;
pub mod birth_in_name;
mod cells;
pub mod codes;
pub mod commune;
pub mod count;
pub mod count_period;
pub mod date;
pub mod date_words;
pub mod ditto;
pub mod facility;
pub mod groups;
pub mod identity;
pub mod insurance;
pub mod label;
pub mod lists;
pub mod misplaced;
pub mod name;
pub mod noise;
pub mod nothing;
pub mod number;
pub mod options;
pub mod period;
pub mod phone;
pub mod propose;
pub mod residence;
pub mod second_column;
pub mod typing;

mod row;

pub use options::ExtractFacts;
pub use row::Standardiser;
