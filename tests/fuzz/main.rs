//! Every reader and every parser of values against what nobody would send: the seeds, and changes of them.
//!
//! `cargo test` tries each seed and some changes. To look further, for ten minutes per reader and two per parser
//! of values:
//!
//! ```text
//! FUZZ_SECONDS=600 cargo test --release --test fuzz files -- --test-threads 2
//! FUZZ_SECONDS=120 cargo test --release --test fuzz values -- --test-threads 2
//! ```
//!
//! `FUZZ_SEED` chooses other changes. What panics, or takes longer than the limit, is kept under
//! `target/tmp/fuzz/` and belongs among the seeds afterwards.

mod campaign;
mod files;
mod mutate;
mod seeds;
mod values;
