//! Pairs to clusters under constraints, and how well these hold together.

mod bridges;
pub mod clustering;
pub mod quality;

#[cfg(test)]
mod tests;
