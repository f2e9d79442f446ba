//! What can be wrong with the options, or with a tabulation. Messages name places and never counts: a small
//! count must not leave by way of a log.

use thiserror::Error;

/// One mistake in the options.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OptionsProblem {
    /// Laxer than the house.
    #[error("threshold {threshold} is too low; give {threshold_min} or more")]
    ThresholdLow { threshold: u32, threshold_min: u32 },
    /// Laxer than the house.
    #[error("rounding base {rounding_base} is too low; give {rounding_base_min} or more")]
    BaseLow {
        rounding_base: u32,
        rounding_base_min: u32,
    },
    /// A shown count would be published as 0.
    #[error(
        "rounding base {rounding_base} would round a shown count just over threshold {threshold} to 0; \
         give a base of at most twice (threshold + 1)"
    )]
    BaseHidesZero { threshold: u32, rounding_base: u32 },
}

/// Why nothing could be protected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DisclosureError {
    /// The options are laxer than the house, or contradict each other.
    #[error("disclosure options have {} mistakes; first: {}", .problems.len(), .problems[0])]
    Options { problems: Vec<OptionsProblem> },
    /// A relation names a cell that was never added.
    #[error("relation {relation} names cell {cell}, but there are {cells} cells")]
    UnknownCell {
        relation: usize,
        cell: u32,
        cells: usize,
    },
    /// A cell would count twice.
    #[error("relation {relation} names cell {cell} twice")]
    RepeatedCell { relation: usize, cell: u32 },
    /// The parts do not exhaust the total.
    #[error(
        "relation {relation}: the parts do not add up to cell {whole}; add the remainder as a latent cell"
    )]
    SumOpen { relation: usize, whole: u32 },
    /// The true counts contradict the order.
    #[error("relation {relation}: cell {whole} is smaller than what it contains")]
    OrderBroken { relation: usize, whole: u32 },
    /// The earlier publication cannot have been made from this count.
    #[error(
        "cell {cell}: its count does not fit the form in which it was released; give the count and the \
         options of that publication, and `may_hide_zero` when a zero was suppressed"
    )]
    EarlierMismatch { cell: u32 },
    /// Beyond any population.
    #[error("cell {cell}: a count over {count_max} is not a count of people")]
    CountTooLarge { cell: u32, count_max: u64 },
    /// Beyond what cells and terms are numbered with.
    #[error("{cells} cells and {terms} terms are too many; publish fewer indicators at a time")]
    TooLarge { cells: usize, terms: usize },
    /// A form that nobody who knows the rule would have given to the count.
    #[error("cell {cell} was published in a form that is not of its count")]
    FormMismatch { cell: u32 },
    /// A publication of another tabulation.
    #[error("the publication has {published} cells, the tabulation {cells}")]
    OtherPublication { published: usize, cells: usize },
}
