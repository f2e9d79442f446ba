//! Writing, publishing, opening and verifying versions.

mod crash;
mod parquet;
mod publication;
mod support;
mod verify;
