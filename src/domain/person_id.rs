//! The name under which a person is known from night to night.

use std::fmt;

/// Crockford's base 32: no I, L, O or U, so that an id can be read out over the phone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A person's id: 60 bits, written as twelve letters and digits. It says nothing about the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PersonId(u64);

impl PersonId {
    pub const BITS: u32 = 60;

    /// The id of the low 60 bits.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits & ((1 << Self::BITS) - 1))
    }

    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The twelve letters and digits.
    #[must_use]
    pub fn text(self) -> PersonIdText {
        PersonIdText(std::array::from_fn(|index| {
            ALPHABET[(self.0 >> (5 * (11 - index)) & 31) as usize]
        }))
    }

    /// Reads what [`PersonId::text`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 12).then_some(())?;
        let digit = |letter: u8| ALPHABET.iter().position(|known| *known == letter);
        let bits = text
            .bytes()
            .try_fold(0, |bits, letter| Some(bits << 5 | digit(letter)? as u64))?;
        Some(Self(bits))
    }
}

/// The text of an id, without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonIdText([u8; 12]);

impl AsRef<str> for PersonIdText {
    fn as_ref(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.text().as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::PersonId;

    proptest::proptest! {
        #[test]
        fn text_round_trips_and_sorts_alike(a: u64, b: u64) {
            let (a, b) = (PersonId::from_bits(a), PersonId::from_bits(b));
            proptest::prop_assert_eq!(PersonId::parse(&a.to_string()), Some(a));
            proptest::prop_assert_eq!(a.cmp(&b), a.text().cmp(&b.text()));
        }
    }
}
