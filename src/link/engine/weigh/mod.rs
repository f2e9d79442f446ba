//! Parameters to match weights, and why a pair weighs what it weighs.

pub mod explain;
pub mod parameters;
pub mod predict;
pub mod scoring;
pub mod thresholds;
