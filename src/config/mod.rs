//! Pipelines and linkage models: raw TOML to a checked plan.
//!
//! Purpose: turn the files of a pipeline's folder into the [`Plan`] that a night works from. In: the path
//! of the folder (or of its `pipeline.toml`) and the rules that exist; or a linkage model's file, for a
//! [`LinkPlan`]. Out: a plan, or every mistake in every file at once, each with file, line, a labelled
//! snippet and what to do.
//! Grain and key: a [`Diagnostic`] is one mistake at one place of one file.
//! Order: files in the order in which they are read, mistakes within a file from top to bottom.
//! Invariants: a plan is returned exactly when nothing was reported; each file is read once; a mistake in
//! one part hides none in another, and none is reported that follows only from another.
//! Leaves to others: whether source folders and files exist (`source`), what reference lists hold, whether
//! SQL conditions are sound (`indicators`), which rules exist (`validate`), printing (`cli`).

pub mod diagnostic;
pub mod error;
pub mod link_plan;
pub mod plan;

mod calendar;
mod document;
mod file_name;
mod fold;
mod gates;
mod headers;
mod indicator_example;
mod indicators;
mod item;
mod limits;
mod link_model;
mod linkage;
mod load;
mod paths;
mod pipeline;
mod profile;
mod public;
mod reading;
mod rules;
mod screening;
mod section;
mod sources;
mod suggest;
mod unique;
mod value_codes;
mod worklists;

#[cfg(test)]
mod tests;

pub use diagnostic::{Diagnostic, render};
pub use error::ConfigError;
pub use link_model::load_link_model;
pub use link_plan::LinkPlan;
pub use load::load;
pub use plan::Plan;
pub use profile::read_profile;
pub use public::PublicOptions;
pub use rules::KnownRules;
