//! Chance that does not depend on who asks first: every household and every block has its own stream.

use rand::SeedableRng;
use rand::rand_core::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What a stream is for. People and errors draw apart, so that changing a rate changes no person.
#[derive(Debug, Clone, Copy)]
pub enum Stream {
    Commune = 1,
    Household = 2,
    Extras = 3,
    Errors = 4,
    Scramble = 5,
}

/// A seeded stream of chance.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The stream of (seed, purpose, first key, second key); the same four always give the same rolls.
    pub fn new(seed: u64, stream: Stream, first: u64, second: u64) -> Self {
        let mut key = [0u8; 24];
        key[..8].copy_from_slice(&(stream as u64).to_le_bytes());
        key[8..16].copy_from_slice(&first.to_le_bytes());
        key[16..].copy_from_slice(&second.to_le_bytes());
        Self(Xoshiro256PlusPlus::seed_from_u64(xxh3_64_with_seed(
            &key, seed,
        )))
    }

    /// A number in `0..n`; `n` must not be 0.
    pub fn below(&mut self, n: u32) -> u32 {
        // Multiply-shift (Lemire 2019) without rejection: the bias is below n / 2^32.
        (((self.0.next_u64() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u32) as i32
    }

    /// A number in `0.0..1.0`.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u32) as usize]
    }

    /// Picks with the early entries more often than the late ones, as given names are distributed.
    pub fn pick_leaning<'a, T>(&mut self, choices: &'a [T], lean: f64) -> &'a T {
        let position = self.unit().powf(lean) * choices.len() as f64;
        &choices[(position as usize).min(choices.len() - 1)]
    }

    /// Picks by weight; the weights need not add up to one.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let mut left = self.unit() * choices.iter().map(|(_, weight)| weight).sum::<f64>();
        for (choice, weight) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        choices[choices.len() - 1].0
    }

    /// Roughly normal: the sum of four uniform numbers, cut at about 3.5 standard deviations.
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let sum: f64 = (0..4).map(|_| self.unit()).sum();
        mean + (sum - 2.0) * 3f64.sqrt() * deviation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_repeatable_and_apart() {
        let roll = |seed, stream, a, b| Dice::new(seed, stream, a, b).below(u32::MAX);
        assert_eq!(
            roll(1, Stream::Household, 2, 3),
            roll(1, Stream::Household, 2, 3)
        );
        assert_ne!(
            roll(1, Stream::Household, 2, 3),
            roll(2, Stream::Household, 2, 3)
        );
        assert_ne!(
            roll(1, Stream::Household, 2, 3),
            roll(1, Stream::Errors, 2, 3)
        );
        assert_ne!(
            roll(1, Stream::Household, 2, 3),
            roll(1, Stream::Household, 3, 2)
        );
    }

    #[test]
    fn rolls_stay_in_range_and_reach_its_ends() {
        let mut dice = Dice::new(7, Stream::Household, 0, 0);
        let rolls: Vec<_> = (0..1000).map(|_| dice.between(-2, 2)).collect();
        assert_eq!(
            (rolls.iter().min(), rolls.iter().max()),
            (Some(&-2), Some(&2))
        );
    }

    #[test]
    fn normal_has_its_mean_and_deviation() {
        let mut dice = Dice::new(7, Stream::Household, 0, 1);
        let rolls: Vec<f64> = (0..20_000).map(|_| dice.normal(10.0, 2.0)).collect();
        let mean = rolls.iter().sum::<f64>() / 20_000.0;
        let variance = rolls.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(
            (mean - 10.0).abs() < 0.1 && (variance.sqrt() - 2.0).abs() < 0.1,
            "{mean} {variance}"
        );
    }
}
