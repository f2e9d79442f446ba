//! Identifiers: well formed by construction, masked when printed.

use std::fmt;

use super::mask::mask;
use super::sex::Sex;

macro_rules! digits_identifier {
    ($(#[$doc:meta])* $name:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u64);

        impl $name {
            pub const WIDTH: usize = $width;

            /// Exactly the right number of ASCII digits, not all zero; anything else is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.len() == $width && text.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| text.bytes().fold(0, |n, b| n * 10 + u64::from(b - b'0'))).and_then(Self::from_number)
            }

            /// From the number its digits spell.
            #[must_use]
            pub fn from_number(number: u64) -> Option<Self> {
                (number > 0 && number < 10u64.pow($width)).then_some(Self(number))
            }

            /// The number its digits spell, for compact columns.
            #[must_use]
            pub fn number(self) -> u64 {
                self.0
            }

            /// The digits with their leading zeros. For files whose purpose is to carry identifiers.
            #[must_use]
            pub fn digits(self) -> [u8; $width] {
                let mut digits = [b'0'; $width];
                let mut rest = self.0;
                for digit in digits.iter_mut().rev() {
                    *digit += (rest % 10) as u8;
                    rest /= 10;
                }
                digits
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = self.digits();
                out.write_str(&mask(std::str::from_utf8(&digits).unwrap_or_default()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

digits_identifier!(
    /// A 12-digit personal identity number: place (3), sex and century (1), year (2), serial (6). No check digit.
    Cccd,
    12
);
digits_identifier!(
    /// A 9-digit identity number of the kind that the cccd replaced. Not convertible to a cccd.
    Cmnd,
    9
);
digits_identifier!(
    /// A 10-digit social insurance number.
    BhxhNumber,
    10
);
/// A Vietnamese phone number with its leading zero: a mobile of ten digits or a landline of eleven, which begins
/// with 02. Shared in households: never a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(u64);

/// The digits of a phone number with the leading zero.
#[derive(Clone, Copy)]
pub struct PhoneDigits {
    digits: [u8; 11],
    width: usize,
}

impl std::ops::Deref for PhoneDigits {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.digits[..self.width]
    }
}

impl Phone {
    /// Ten digits from 03 to 09, or eleven from 02; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let formed = text.len() <= 11 && text.bytes().all(|b| b.is_ascii_digit());
        let number = formed.then(|| text.bytes().fold(0, |n, b| n * 10 + u64::from(b - b'0')));
        let phone = number.and_then(Self::from_number)?;
        (*phone.digits() == *text.as_bytes()).then_some(phone)
    }

    /// From the number its digits spell; the leading zero tells nothing and is not in it.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        let is_mobile = (300_000_000..1_000_000_000).contains(&number);
        let is_landline = (2_000_000_000..3_000_000_000).contains(&number);
        (is_mobile || is_landline).then_some(Self(number))
    }

    /// The number its digits spell, for compact columns.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// The digits. For files whose purpose is to carry them.
    #[must_use]
    pub fn digits(self) -> PhoneDigits {
        let width = if self.0 < 1_000_000_000 { 10 } else { 11 };
        let mut digits = [b'0'; 11];
        let mut rest = self.0;
        for digit in digits[..width].iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        PhoneDigits { digits, width }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&mask(
            std::str::from_utf8(&self.digits()).unwrap_or_default(),
        ))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Phone({self})")
    }
}

impl Cccd {
    /// The three digits of the place where the birth was registered, in the list of before July 2025.
    #[must_use]
    pub fn place(self) -> u16 {
        (self.0 / 1_000_000_000) as u16
    }

    /// Digit four: century and sex.
    #[must_use]
    pub fn century_and_sex(self) -> u8 {
        (self.0 / 100_000_000 % 10) as u8
    }

    /// Evidence, never a reason to overwrite what the source says.
    #[must_use]
    pub fn sex(self) -> Sex {
        if self.century_and_sex().is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Evidence, never a reason to overwrite what the source says.
    #[must_use]
    pub fn birth_year(self) -> u16 {
        let century = u16::from(self.century_and_sex() / 2);
        1900 + 100 * century + (self.0 / 1_000_000 % 100) as u16
    }
}

/// A 15-character health insurance card: object (2 letters), benefit level, province (2), bhxh number (10).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BhytCard([u8; 15]);

impl BhytCard {
    /// Two ASCII capitals and thirteen digits, not all of the last ten zero.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 15] = text.as_bytes().try_into().ok()?;
        let formed = bytes[..2].iter().all(u8::is_ascii_uppercase)
            && bytes[2..].iter().all(u8::is_ascii_digit);
        let card = formed.then_some(Self(bytes))?;
        card.bhxh_number().map(|_| card)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The beneficiary object: HN, DT, GD …
    #[must_use]
    pub fn object(&self) -> &str {
        &self.as_str()[..2]
    }

    /// Benefit level: 1 to 5 on cards of today.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.0[2] - b'0'
    }

    #[must_use]
    pub fn bhxh_number(&self) -> Option<BhxhNumber> {
        BhxhNumber::parse(&self.as_str()[5..])
    }
}

impl fmt::Display for BhytCard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&mask(self.as_str()))
    }
}

impl fmt::Debug for BhytCard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "BhytCard({self})")
    }
}

macro_rules! commune_code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(u32);

        impl $name {
            /// Exactly five digits; anything else is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| text.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0'))).map(Self)
            }

            /// The number its digits spell, for compact columns.
            #[must_use]
            pub fn number(self) -> u32 {
                self.0
            }

            /// Of a compact column, where 0 is no commune.
            #[must_use]
            pub fn from_column(number: u32) -> Option<Self> {
                (1..100_000).contains(&number).then_some(Self(number))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{:05}", self.0)
            }
        }
    };
}

commune_code!(
    /// A five-digit commune code of the list in force since 2025-07-01. A code of an earlier list is never
    /// stored as one: `standardise` resolves it by date first.
    CommuneCode
);
commune_code!(
    /// A five-digit commune code of the list that ended on 2025-06-30. A third of these are codes of today too, each of the
    /// commune into which that one went, mostly with others.
    FormerCommuneCode
);

impl CommuneCode {
    /// The inverse of [`CommuneCode::number`].
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        (number < 100_000).then_some(Self(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cccd_tells_place_sex_and_year() {
        let cccd = Cccd::parse("003190012345").unwrap();
        assert_eq!((cccd.place(), cccd.sex()), (3, Sex::Female));
        assert_eq!(cccd.birth_year(), 1990);
        assert_eq!(Cccd::parse("003205012345").unwrap().birth_year(), 2005);
        assert_eq!(&cccd.digits(), b"003190012345");
    }

    #[test]
    fn printing_masks() {
        let cccd = Cccd::parse("003190012345").unwrap();
        assert_eq!(cccd.to_string(), "003******345");
        assert_eq!(format!("{cccd:?}"), "Cccd(003******345)");
        let card = BhytCard::parse("DT2040312345678").unwrap();
        assert_eq!(card.to_string(), "DT2*********678");
    }

    #[test]
    fn only_the_exact_form_parses() {
        assert!(Cccd::parse("00319001234").is_none());
        assert!(Cccd::parse("00319001234a").is_none());
        assert!(Cccd::parse("000000000000").is_none());
        assert!(BhytCard::parse("dt2040312345678").is_none());
        assert!(BhytCard::parse("DT204031234567").is_none());
        assert!(BhytCard::parse("DT2040000000000").is_none());
        assert!(CommuneCode::parse("1273").is_none());
    }

    #[test]
    fn a_phone_is_a_mobile_or_a_landline() {
        for text in ["0399123456", "02063851234", "02438512345"] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(&*phone.digits(), text.as_bytes());
            assert_eq!(Phone::from_number(phone.number()), Some(phone));
        }
        assert_eq!(
            Phone::parse("0399123456").unwrap().to_string(),
            "039****456"
        );
        for text in [
            "0206385123",
            "399123456",
            "01699123456",
            "0199123456",
            "",
            "03991234567890",
        ] {
            assert_eq!(Phone::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_card_carries_its_number() {
        let card = BhytCard::parse("HN1040312345678").unwrap();
        assert_eq!((card.object(), card.level()), ("HN", 1));
        assert_eq!(card.bhxh_number(), BhxhNumber::parse("0312345678"));
    }
}
