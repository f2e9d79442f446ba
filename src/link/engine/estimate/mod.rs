//! A model's parameters from its records, without labels: λ, u, m, value frequencies.

pub mod em;
pub mod prior;
pub mod term_frequency;
pub mod train;
pub mod u_probability;

#[cfg(test)]
mod tests;
