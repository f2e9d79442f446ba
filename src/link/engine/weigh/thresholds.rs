//! From which weight on a pair is a match, and from which it is worth a look.

/// Thresholds as match weights (log2 odds), some for pairs of sources apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    pub general: Threshold,
    pub by_sources: Vec<((u8, u8), Threshold)>,
}

/// A pair at `match_weight` or above is a match; below, but at `review_weight` or above, clerical review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    pub match_weight: f64,
    pub review_weight: f64,
}

/// The weight of a probability: log2 of its odds. Example: 0.95 is log2(19) = 4.248.
#[must_use]
pub fn weight_of_probability(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

/// The probability of a weight. Example: 0 is 0.5.
#[must_use]
pub fn probability_of_weight(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

impl Threshold {
    /// Thresholds given as match probabilities.
    #[must_use]
    pub fn of_probabilities(matching: f64, review: f64) -> Self {
        Self {
            match_weight: weight_of_probability(matching),
            review_weight: weight_of_probability(review),
        }
    }
}

impl Thresholds {
    /// The same for all.
    #[must_use]
    pub fn new(general: Threshold) -> Self {
        Self {
            general,
            by_sources: Vec::new(),
        }
    }

    /// That of a pair of sources, in either order.
    #[must_use]
    pub fn of(&self, a: u8, b: u8) -> Threshold {
        let mut special = self.by_sources.iter();
        let found = special.find(|(pair, _)| *pair == (a, b) || *pair == (b, a));
        found.map_or(self.general, |(_, threshold)| *threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_probabilities() {
        assert!((weight_of_probability(0.95) - 4.2479).abs() < 1e-4);
        for probability in [1e-9, 0.3, 0.5, 0.999] {
            let back = probability_of_weight(weight_of_probability(probability));
            assert!((back - probability).abs() < 1e-12);
        }
        assert_eq!(probability_of_weight(5000.0), 1.0);
        assert_eq!(probability_of_weight(-5000.0), 0.0);
    }

    #[test]
    fn sources_may_have_their_own() {
        let strict = Threshold::of_probabilities(0.999, 0.9);
        let mut thresholds = Thresholds::new(Threshold::of_probabilities(0.95, 0.5));
        thresholds.by_sources.push(((1, 2), strict));
        assert_eq!(thresholds.of(2, 1), strict);
        assert_eq!(thresholds.of(0, 1), thresholds.general);
    }
}
