//! How a standard value came to be.

/// How a value was arrived at. Every repair and every problem becomes a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum How {
    /// The source left the field blank, or has no such column.
    #[default]
    Blank,
    /// Read as the source wrote it; only its notation was standardised.
    AsGiven,
    /// Read after a repair, or with a doubt, that another reader may want to question.
    Repaired(Repair),
    /// Something stands there that cannot be used: the field is blank, the original is kept.
    Missing(Problem),
}

/// What was repaired, or is in doubt. The value lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
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
    /// What stands beside a value was left out: `(đã mất)` after a name, the code before a label, `(K1)` after a card.
    Remark,
    /// A form of address before a name was left out.
    Title,
    /// Kept as written, though it reads like the keys of an input method.
    TypingResidue,
    /// Kept as written, though few names have so few or so many words.
    UnusualName,
    /// One of several numbers in a cell was taken.
    SeveralNumbers,
    /// Of several listed values one is unknown; the others hold.
    UnknownPart,
    /// The commune's code holds, its name is in no list.
    CommuneNameUnknown,
    /// Month before day: the only order in which the text is a date.
    DayAndMonthSwapped,
    /// The source itself doubts the date; its year is kept.
    ApproximateYear,
    /// A day of the lunar calendar; its year is kept.
    LunarDate,
    /// Midnight in Vietnam, written as the evening before in UTC.
    UtcDay,
    /// A class given by its name.
    ClassInWords,
    /// A day as the number under which Excel keeps it.
    ExcelSerial,
    /// The commune whose file it is, where software filled in a commune that is none.
    CommuneOfFile,
    /// A code of an earlier list, as what the list of today calls it.
    EarlierList,
    /// A mark that points at the cell above, in a file that says the value itself.
    DittoOfFile,
}

impl Repair {
    pub const COUNT: usize = 26;

    pub const ALL: [Self; Self::COUNT] = [
        Self::LostZeros,
        Self::Noise,
        Self::FloatText,
        Self::CommuneByOldCode,
        Self::CommuneByOldName,
        Self::CommuneByName,
        Self::PlaceholderDay,
        Self::MovedFromOtherColumn,
        Self::TwoDigitYear,
        Self::PhonePrefix,
        Self::Remark,
        Self::Title,
        Self::TypingResidue,
        Self::UnusualName,
        Self::SeveralNumbers,
        Self::UnknownPart,
        Self::CommuneNameUnknown,
        Self::DayAndMonthSwapped,
        Self::ApproximateYear,
        Self::LunarDate,
        Self::UtcDay,
        Self::ClassInWords,
        Self::ExcelSerial,
        Self::CommuneOfFile,
        Self::EarlierList,
        Self::DittoOfFile,
    ];
}

/// Why a field is blank although the source wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
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
    /// An age where a date of birth is asked for.
    Age,
    /// Several numbers in one cell, none of them certain.
    SeveralNumbers,
    /// A measurement in another unit than the field's.
    OtherUnit,
    /// A mark that points at the cell above.
    Ditto,
}

impl Problem {
    pub const COUNT: usize = 18;

    pub const ALL: [Self; Self::COUNT] = [
        Self::Unreadable,
        Self::WrongLength,
        Self::WrongForm,
        Self::Filler,
        Self::RoundedNumber,
        Self::NotInCalendar,
        Self::DayMissing,
        Self::Future,
        Self::Ambiguous,
        Self::Unknown,
        Self::OutOfRange,
        Self::Default,
        Self::TooOld,
        Self::Contradiction,
        Self::Age,
        Self::SeveralNumbers,
        Self::OtherUnit,
        Self::Ditto,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_stands_at_its_own_place() {
        for (index, repair) in Repair::ALL.into_iter().enumerate() {
            assert_eq!(repair as usize, index);
        }
        for (index, problem) in Problem::ALL.into_iter().enumerate() {
            assert_eq!(problem as usize, index);
        }
    }
}
