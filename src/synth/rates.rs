//! How often each kind of error is planted.

use toml::de::{DeTable, DeValue};

use super::error::RatesError;

macro_rules! error_kinds {
    ($($variant:ident = $key:literal,)*) => {
        /// A kind of planted error; the file `default_errors.toml` says what each is and where it is planted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ErrorKind { $($variant,)* }

        impl ErrorKind {
            pub const ALL: &[ErrorKind] = &[$(ErrorKind::$variant,)*];

            /// The key in the file of rates.
            pub fn key(self) -> &'static str {
                match self { $(ErrorKind::$variant => $key,)* }
            }
        }
    };
}

error_kinds! {
    Died = "died",
    MovedOut = "moved_out",
    InNoRegister = "in_no_register",
    RegisterDuplicate = "register_duplicate",
    BirthYearOnlyRegister = "birth_year_only_register",
    MissingId = "missing_id",
    MissingIdInsurance = "missing_id_insurance",
    SharedId = "shared_id",
    MothersCccdOnChild = "mothers_cccd_on_child",
    CmndForCccd = "cmnd_for_cccd",
    LostLeadingZeros = "lost_leading_zeros",
    FloatTextId = "float_text_id",
    IdInWrongColumn = "id_in_wrong_column",
    IdTypo = "id_typo",
    MissingCard = "missing_card",
    CardWithoutPrefix = "card_without_prefix",
    CccdAsCard = "cccd_as_card",
    MissingPhone = "missing_phone",
    SharedFillerPhone = "shared_filler_phone",
    MissingTones = "missing_tones",
    TypoInName = "typo_in_name",
    DecomposedUnicode = "decomposed_unicode",
    AllCapitals = "all_capitals",
    OldTonePlacement = "old_tone_placement",
    HiddenCharacters = "hidden_characters",
    BirthYearOnly = "birth_year_only",
    BirthYearOnlyElderly = "birth_year_only_elderly",
    BirthYearOnlyAs0101 = "birth_year_only_as_0101",
    SwappedDayMonth = "swapped_day_month",
    ImpossibleDate = "impossible_date",
    SexContradiction = "sex_contradiction",
    OldCommuneCode = "old_commune_code",
    OldCommuneName = "old_commune_name",
    DuplicateWithinCommune = "duplicate_within_commune",
    DuplicateAcrossCommunes = "duplicate_across_communes",
    DefaultMeasurements = "default_measurements",
    MissingMeasurements = "missing_measurements",
    HeightInMetres = "height_in_metres",
    ExamOutsideWindow = "exam_outside_window",
    ShortRow = "short_row",
    NameOnly = "name_only",
}

/// One rate per kind, each between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorRates {
    rates: Vec<f64>,
}

/// The documented rates that `synth` uses unless told otherwise.
pub const DEFAULT_ERRORS_TOML: &str = include_str!("default_errors.toml");

impl ErrorRates {
    /// No errors at all: every source row can be matched exactly.
    pub fn none() -> Self {
        Self {
            rates: vec![0.0; ErrorKind::ALL.len()],
        }
    }

    /// The shipped rates.
    ///
    /// # Panics
    /// Never: a unit test parses the same constant.
    pub fn shipped() -> Self {
        Self::parse(DEFAULT_ERRORS_TOML).expect("the shipped error rates parse, as a test checks")
    }

    /// Parses a file of rates; a key that is left out is 0.
    ///
    /// # Errors
    /// All unknown keys and all values that are not numbers from 0 to 1, together, with their lines.
    pub fn parse(text: &str) -> Result<Self, RatesError> {
        let line = |at: usize| 1 + text[..at].matches('\n').count();
        let table = DeTable::parse(text).map_err(|error| RatesError {
            mistakes: vec![format!(
                "line {}: {}",
                line(error.span().map_or(0, |s| s.start)),
                error.message()
            )],
        })?;
        let mut rates = Self::none();
        let mut mistakes = Vec::new();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            match (
                ErrorKind::ALL.iter().find(|kind| kind.key() == name),
                rate(value.get_ref()),
            ) {
                (Some(kind), Some(rate)) => rates.rates[*kind as usize] = rate,
                (Some(_), None) => mistakes.push((
                    line(key.span().start),
                    format!("`{name}` must be a number from 0 to 1"),
                )),
                (None, _) => mistakes.push((line(key.span().start), unknown(name))),
            }
        }
        mistakes.sort();
        match mistakes.is_empty() {
            true => Ok(rates),
            false => Err(RatesError {
                mistakes: mistakes
                    .into_iter()
                    .map(|(line, text)| format!("line {line}: {text}"))
                    .collect(),
            }),
        }
    }

    pub fn rate(&self, kind: ErrorKind) -> f64 {
        self.rates[kind as usize]
    }
}

fn rate(value: &DeValue<'_>) -> Option<f64> {
    let rate: f64 = match value {
        DeValue::Float(float) => float.as_str().parse().ok()?,
        DeValue::Integer(integer) => integer.as_str().parse().ok()?,
        _ => return None,
    };
    (0.0..=1.0).contains(&rate).then_some(rate)
}

/// Names the known key that begins and ends most alike, if half of it does.
fn unknown(name: &str) -> String {
    let nearest = ErrorKind::ALL
        .iter()
        .map(|kind| kind.key())
        .max_by_key(|key| alike(key, name));
    match nearest.filter(|key| 2 * alike(key, name) >= key.len()) {
        Some(key) => format!("unknown key `{name}`; did you mean `{key}`?"),
        None => format!("unknown key `{name}`"),
    }
}

/// Bytes that two words share at their beginning and at their end.
fn alike(one: &str, other: &str) -> usize {
    let start = one
        .bytes()
        .zip(other.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let end = one
        .bytes()
        .rev()
        .zip(other.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (start + end).min(one.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_sets_every_rate() {
        let rates = ErrorRates::shipped();
        for kind in ErrorKind::ALL {
            assert!(rates.rate(*kind) > 0.0, "{}", kind.key());
        }
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let text =
            "died = 0.1\nmisssing_id = 0.2\n# note\nmissing_card = 1.5\nshort_row = \"often\"\n";
        let error = ErrorRates::parse(text).map_err(|error| error.mistakes);
        let expected = vec![
            "line 2: unknown key `misssing_id`; did you mean `missing_id`?".to_owned(),
            "line 4: `missing_card` must be a number from 0 to 1".to_owned(),
            "line 5: `short_row` must be a number from 0 to 1".to_owned(),
        ];
        assert_eq!(error, Err(expected));
    }

    #[test]
    fn an_empty_file_plants_nothing_and_bounds_are_allowed() {
        assert!(ErrorRates::parse("").is_ok_and(|rates| rates == ErrorRates::none()));
        let rates = ErrorRates::parse("died = 0\nmissing_id = 1\n");
        assert!(rates.is_ok_and(|r| r.rate(ErrorKind::MissingId) == 1.0));
    }
}
