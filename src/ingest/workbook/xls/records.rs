//! Records of an old workbook's stream, and the texts in them.

use crate::ingest::IngestError;

/// Number of the record that goes on where another was full.
const CONTINUE: u16 = 0x003c;

/// A record and those that continue it.
#[derive(Debug)]
pub struct Record<'s> {
    pub number: u16,
    pub parts: Vec<&'s [u8]>,
}

impl<'s> Record<'s> {
    /// Its own bytes.
    pub fn bytes(&self) -> Bytes<'s> {
        Bytes(self.parts.first().copied().unwrap_or_default())
    }
}

/// The records of a stream from a place on, until it ends or breaks off.
#[derive(Debug)]
pub struct Records<'s>(pub &'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (number, first) = self.take()?;
        let mut parts = vec![first];
        while self.0.starts_with(&CONTINUE.to_le_bytes()) {
            let (_, part) = self.take()?;
            parts.push(part);
        }
        Some(Record { number, parts })
    }
}

impl<'s> Records<'s> {
    fn take(&mut self) -> Option<(u16, &'s [u8])> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (bytes, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), bytes))
    }
}

/// Bytes that are taken from the front.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'s>(pub &'s [u8]);

impl<'s> Bytes<'s> {
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], IngestError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or_else(short)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub fn slice(&mut self, length: usize) -> Result<&'s [u8], IngestError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(short)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn u8(&mut self) -> Result<u8, IngestError> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub fn u16(&mut self) -> Result<u16, IngestError> {
        self.take().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, IngestError> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn f64(&mut self) -> Result<f64, IngestError> {
        self.take().map(f64::from_le_bytes)
    }

    /// A number packed into four bytes.
    pub fn rk(&mut self) -> Result<f64, IngestError> {
        self.u32().map(rk)
    }
}

/// The number that Excel packs into four bytes: whole or the upper half of a float, perhaps in hundredths.
#[must_use]
pub fn rk(packed: u32) -> f64 {
    let is_whole = packed & 2 != 0;
    let number = if is_whole {
        f64::from((packed as i32) >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

fn short() -> IngestError {
    IngestError::Workbook {
        message: "a record of it is shorter than what it should hold".to_owned(),
    }
}

/// The bytes of a record and of those that continue it, with the texts that run across.
#[derive(Debug)]
pub struct LongBytes<'s> {
    current: Bytes<'s>,
    rest: std::vec::IntoIter<&'s [u8]>,
}

impl<'s> LongBytes<'s> {
    pub fn new(parts: Vec<&'s [u8]>) -> Self {
        let mut rest = parts.into_iter();
        Self {
            current: Bytes(rest.next().unwrap_or_default()),
            rest,
        }
    }

    /// Whether nothing is left.
    pub fn is_empty(&mut self) -> bool {
        while self.current.0.is_empty() {
            match self.rest.next() {
                Some(part) => self.current = Bytes(part),
                None => return true,
            }
        }
        false
    }

    fn move_on(&mut self) -> Result<(), IngestError> {
        self.current = Bytes(self.rest.next().ok_or_else(short)?);
        Ok(())
    }

    fn fill(&mut self) -> Result<(), IngestError> {
        while self.current.0.is_empty() {
            self.move_on()?;
        }
        Ok(())
    }

    /// A text of the shared texts: its length, its flags, and behind it fonts and how it is spoken.
    pub fn shared_text(&mut self, text: &mut String) -> Result<(), IngestError> {
        self.fill()?;
        let letters = self.current.u16()?;
        let flags = self.current.u8()?;
        let runs = if flags & 8 == 0 {
            0
        } else {
            self.current.u16()?
        };
        let spoken = if flags & 4 == 0 {
            0
        } else {
            self.current.u32()?
        };
        self.letters(usize::from(letters), flags & 1 != 0, text)?;
        self.skip(4 * usize::from(runs) + spoken as usize)
    }

    /// A text of its length and its flags.
    pub fn text(&mut self, text: &mut String) -> Result<(), IngestError> {
        let letters = self.current.u16()?;
        let flags = self.current.u8()?;
        self.letters(usize::from(letters), flags & 1 != 0, text)
    }

    /// Letters of one byte or two; each continuation says anew which.
    fn letters(
        &mut self,
        count: usize,
        is_wide: bool,
        text: &mut String,
    ) -> Result<(), IngestError> {
        let (mut left, mut is_wide) = (count, is_wide);
        let mut units = Vec::with_capacity(count);
        while left > 0 {
            if self.current.0.is_empty() {
                self.move_on()?;
                is_wide = self.current.u8()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = left.min(self.current.0.len() / width);
            let bytes = self.current.slice(here * width)?;
            if here == 0 {
                return Err(short());
            }
            if is_wide {
                let (pairs, _) = bytes.as_chunks::<2>();
                units.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
            } else {
                units.extend(bytes.iter().copied().map(u16::from));
            }
            left -= here;
        }
        push_utf_16(units.into_iter(), text);
        Ok(())
    }

    fn skip(&mut self, mut length: usize) -> Result<(), IngestError> {
        while length > 0 {
            self.fill()?;
            let here = length.min(self.current.0.len());
            self.current.slice(here)?;
            length -= here;
        }
        Ok(())
    }
}

/// Appends letters of two bytes each; half a pair becomes the mark of a letter that is lost.
pub fn push_utf_16(units: impl Iterator<Item = u16>, text: &mut String) {
    text.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers() {
        assert_eq!(rk((1957 << 2) | 2), 1957.0);
        assert_eq!(rk((15_550 << 2) | 3), 155.5);
        assert_eq!(rk(((-5_i32 << 2) as u32) | 2), -5.0);
        assert_eq!(rk((1.5_f64.to_bits() >> 32) as u32), 1.5);
    }

    #[test]
    fn a_text_runs_on_in_the_next_record_with_letters_of_another_width() {
        let first = [3, 0, 0, b'N', b'a'];
        let second = [1, 0x7f, 0x1e, 2, 0, 0, b'o', b'k'];
        let mut bytes = LongBytes::new(vec![&first, &second]);
        let mut text = String::new();
        bytes.shared_text(&mut text).unwrap();
        assert_eq!(text, "Na\u{1e7f}");
        text.clear();
        bytes.shared_text(&mut text).unwrap();
        assert_eq!(text, "ok");
        assert!(bytes.is_empty());
    }

    #[test]
    fn records_that_break_off_end() {
        let stream = [0x09, 0x08, 2, 0, 1, 2, 0x3c, 0, 1, 0, 9, 0x0a, 0, 5, 0, 1];
        let records: Vec<Record<'_>> = Records(&stream).collect();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].parts, [&[1, 2][..], &[9]]);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(0_u8.., 0..60)) {
            for record in Records(&bytes) {
                let mut text = String::new();
                let _ = LongBytes::new(record.parts).shared_text(&mut text);
            }
        }
    }
}
