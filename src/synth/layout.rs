//! Which people are made where: residents shared out over communes, communes cut into blocks of households.
//!
//! A block is the unit of parallel work and of memory. Block sizes and numbers depend on the options alone.

use super::error::SynthError;
use super::options::SynthOptions;
use super::profile::{CommuneProfile, profile};
use crate::reference::{AdministrativeUnits, Commune};

/// Residents of a full block; some 270 households.
pub const BLOCK_RESIDENTS: u64 = 1024;
/// Person numbers set aside per block: its residents and everyone else it invents.
pub const BLOCK_PERSONS: u64 = 2048;
/// Household numbers set aside per block.
pub const BLOCK_HOUSEHOLDS: u64 = 512;

/// A stretch of one commune's households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Position in the province; keys the block's streams of chance.
    pub index: u64,
    pub commune: usize,
    pub residents: u64,
    /// Residents of the commune in earlier blocks.
    pub offset: u64,
}

/// The communes to invent, with their residents, in code order of the list.
///
/// # Errors
/// Unknown province, unknown or foreign commune.
pub fn communes(
    options: &SynthOptions,
    units: &AdministrativeUnits,
) -> Result<Vec<CommuneProfile>, SynthError> {
    let all: Vec<&Commune> = units.communes_of(&options.province).collect();
    if all.is_empty() {
        return Err(SynthError::UnknownProvince {
            province: options.province.clone(),
        });
    }
    let chosen = choose(&all, options)?;
    let mean = mean_population(&all);
    let weights: Vec<u64> = chosen
        .iter()
        .map(|commune| commune.population.map_or(mean, u64::from))
        .collect();
    let shares = apportion(options.residents, &weights);
    let mut profiles: Vec<_> = chosen
        .iter()
        .zip(shares)
        .enumerate()
        .map(|(index, (commune, residents))| {
            profile(commune, index, residents, units, options.seed)
        })
        .collect();
    let count = profiles.len() as u64;
    let schools = (options.residents / 25_000).clamp(2, count.max(2));
    let employers = (options.residents / 60_000).clamp(1, count);
    for (index, profile) in profiles.iter_mut().enumerate() {
        profile.has_school = is_spread(index as u64, schools, count);
        profile.has_employer = is_spread(index as u64, employers, count);
    }
    Ok(profiles)
}

/// Whether position `index` of `count` is one of `chosen` evenly spread ones.
fn is_spread(index: u64, chosen: u64, count: u64) -> bool {
    index * chosen % count < chosen
}

fn choose<'a>(all: &[&'a Commune], options: &SynthOptions) -> Result<Vec<&'a Commune>, SynthError> {
    let Some(codes) = &options.communes else {
        return Ok(all.to_vec());
    };
    if let Some(code) = codes
        .iter()
        .find(|code| all.iter().all(|commune| commune.code != **code))
    {
        return Err(SynthError::UnknownCommune {
            province: options.province.clone(),
            commune: code.clone(),
        });
    }
    Ok(all
        .iter()
        .copied()
        .filter(|commune| codes.contains(&commune.code))
        .collect())
}

/// Stands in for a population that the list does not know.
fn mean_population(all: &[&Commune]) -> u64 {
    let known: Vec<u64> = all
        .iter()
        .filter_map(|commune| commune.population.map(u64::from))
        .collect();
    (known.iter().sum::<u64>() / (known.len() as u64).max(1)).max(1)
}

/// Shares `total` out in proportion to `weights` by largest remainder (Hamilton): the shares add up exactly.
pub fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum = u128::from(weights.iter().sum::<u64>().max(1));
    let exact = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut shares: Vec<u64> = weights
        .iter()
        .map(|weight| (exact(weight) / sum) as u64)
        .collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(&weights[index]) % sum));
    let missing = total - shares.iter().sum::<u64>();
    for &index in by_remainder.iter().cycle().take(missing as usize) {
        shares[index] += 1;
    }
    shares
}

/// All blocks in order of commune.
pub fn blocks(communes: &[CommuneProfile]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (commune, profile) in communes.iter().enumerate() {
        for offset in (0..profile.residents).step_by(BLOCK_RESIDENTS as usize) {
            let residents = BLOCK_RESIDENTS.min(profile.residents - offset);
            blocks.push(Block {
                index: blocks.len() as u64,
                commune,
                residents,
                offset,
            });
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_weights() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(100, &[3, 1]), [75, 25]);
        assert_eq!(apportion(0, &[5, 5]), [0, 0]);
    }

    proptest::proptest! {
        #[test]
        fn shares_add_up_and_miss_their_due_by_less_than_one(
            total in 0u64..100_000, weights in proptest::collection::vec(1u64..50_000, 1..80),
        ) {
            let shares = apportion(total, &weights);
            proptest::prop_assert_eq!(shares.iter().sum::<u64>(), total);
            let sum: u64 = weights.iter().sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let due = total as f64 * *weight as f64 / sum as f64;
                proptest::prop_assert!((*share as f64 - due).abs() < 1.0 + 1e-6);
            }
        }
    }
}
