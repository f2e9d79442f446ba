//! How good the result is against labels, and how it changes from night to night.

pub mod drift;
pub mod evaluation;
