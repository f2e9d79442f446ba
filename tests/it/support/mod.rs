//! What the tests of the whole program share.
//!
//! A [`Province`] is a folder of its own with a copy of the sample, the pipeline that reads it and a place for
//! versions; [`Ended`] is what a command came to; [`rows`] reads published tables back.

mod ended;
mod province;
mod published;
mod signals;
mod tree;
mod workbooks;

pub use ended::{Ended, toandan};
pub use province::{ON_DISK, Province, project, shared, shared_ended};
pub use published::{Row, rows};
pub use signals::signal;
pub use tree::{copy, digests, names};
pub use workbooks::{Sheets, open, open_numbers, save};
