//! Which extracts tonight has: whose, of what day, and how to read them.
//!
//! Purpose: find the files of every source and decide which of them are tonight's.
//! In: checked [`SourceOptions`]. Out: [`Discovery`]: the extracts to read and the files that are not read,
//! each with its reason. Grain: one file, also of those in a zip archive. Order: kind, source, commune, unit,
//! snapshot date, file name: the order of every later stage, whatever the order in which the disk lists files.
//! Invariants: a snapshot date comes from the file name or the content, never from the file's mtime; of a
//! snapshot source's files for the same commune and unit only the newest is read; sources may share a folder,
//! and a file there that is for none of them is reported once.
//! Leaves to others: opening the files (`ingest`), whether a missing source stops the night (`run`).

pub mod archive;
pub mod error;
pub mod extract;
pub mod options;
pub mod pattern;
pub mod titles;

mod discover;
mod settle;

pub use discover::discover;
pub use error::SourceError;
pub use extract::{Discovery, Extract, SetAside, SetAsideReason};
pub use options::{Delivery, Profile, SourceOptions};
pub use settle::settle;
