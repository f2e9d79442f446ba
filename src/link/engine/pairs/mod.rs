//! Which pairs are compared, and what patterns of agreement they show.

pub mod arrangement;
pub mod blocking;
pub mod blocking_rule;
pub mod candidate_pairs;
pub mod crowd;
pub mod patterns;
pub mod source_pairs;

#[cfg(test)]
mod tests;
