//! How a standard value came to be.

/// How a value was arrived at. Every repair and every problem becomes a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum How {
    /// The source left the field blank, or has no such column.
    #[default]
    Blank,
    /// Read as the source wrote it; only its notation was standardised.
    AsGiven,
    /// Read after a repair that another reader may want to question.
    Repaired(Repair),
    /// Something stands there that cannot be used: the field is blank, the original is kept.
    Missing(Problem),
}

/// What was repaired. The value lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repair {
    LostZeros,
    Noise,
    FloatText,
    CommuneByOldCode,
    CommuneByOldName,
    CommuneByName,
    PlaceholderDay,
    MovedFromOtherColumn,
    TwoDigitYear,
    PhonePrefix,
}

/// Why a field is blank although the source wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    Unreadable,
    WrongLength,
    WrongForm,
    Filler,
    RoundedNumber,
    NotInCalendar,
    DayMissing,
    Future,
    Ambiguous,
    Unknown,
    OutOfRange,
    Default,
    TooOld,
    Contradiction,
}
