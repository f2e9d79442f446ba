//! Publish and open versions of the datasets.
//!
//! Purpose: turn a night's tables into one version on disk that appears whole or not at all, and open such
//! versions again. In: [`Table`](crate::schema::Table)s, files to send back, a [`ManifestHead`]. Out, under
//! the output folder of a pipeline:
//!
//! ```text
//! current -> versions/<run_id>       switched last, by one rename
//! versions/<run_id>/restricted/      owner only: folders 0700, files 0600
//!                   steering/        0755 and 0644
//!                   manifest.json    what went in, what came out, with digests; the accounting
//!                   timings.json     the only file that tells how long things took
//! failed/<run_id>/                   what a night that did not publish leaves for reading; owner only
//! .lock                              held while a run writes; names it
//! ```
//!
//! Grain and key: a version per run, named by its run id; run ids sort in time. Order: rows as their table
//! hands them over, by the dataset's `sort` ascending, nulls first, text by its bytes; outputs by path.
//!
//! Invariants:
//! - `current` is absent or names a whole version whose files are on the disk, at every moment, whatever
//!   kills the run;
//! - a version is never changed after its rename;
//! - the same tables give the same bytes, whatever the number of threads; a run id and a time stand in the
//!   manifest and the timings alone;
//! - one run at a time writes to an output folder; what a dead run left is swept by the next one;
//! - a manifest whose accounting does not close is not published.
//!
//! Leaves to others: what the tables hold (every stage), run ids and whether to publish (`run`), names of
//! groups that may read restricted/ (the administrator).

mod accounting;
mod crash;
mod description;
mod digest;
mod durable;
mod encoding;
mod error;
mod layout;
mod litter;
mod lock;
mod manifest;
pub mod options;
mod parquet;
mod publication;
mod retention;
mod scratch;
mod sorted;
mod verify;
mod version;

pub use accounting::{Accounting, AccountingError};
pub use description::{ColumnDescription, Description, Grain};
pub use durable::{create_private_folder, replace_file, replace_private_file};
pub use error::{ColumnFault, DatasetError};
pub use manifest::{
    FORMAT_VERSION, InputEntry, InputState, Manifest, ManifestHead, OutputEntry, PipelineFile,
};
pub use options::OutputOptions;
pub use parquet::{ROW_GROUP_ROWS, Written, write_table};
pub use publication::{Publication, Published};
pub use scratch::ScratchFile;
pub use verify::{Fault, VerifyReport, verify};
pub use version::{
    Version, before, current, latest, read_numbered, read_rows_of, read_table, versions,
};
