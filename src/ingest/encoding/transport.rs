//! How the bytes of a whole file carry its characters.

use super::super::IngestError;

/// The encoding form of a file. What its single bytes mean is told column by column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// An encoding of one byte a letter, or one byte a mark.
    SingleByte,
}

impl Transport {
    /// As a person reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::SingleByte => "single bytes",
        }
    }
}

/// Bytes in which UTF-16 without a byte order mark is looked for.
const UTF_16_BYTES: usize = 4096;

/// How many bytes that are no UTF-8 a file has for each letter that is, if it is not UTF-8: in TCVN3 and its
/// kin two letters make a good one by chance.
const BAD_PER_GOOD: usize = 10;

/// The form of a file, from its beginning or from all of it.
#[must_use]
pub fn transport(start: &[u8]) -> Transport {
    match start {
        [0xff, 0xfe, ..] => return Transport::Utf16Le,
        [0xfe, 0xff, ..] => return Transport::Utf16Be,
        [0xef, 0xbb, 0xbf, ..] => return Transport::Utf8,
        _ => {}
    }
    if let Some(found) = utf_16_without_mark(&start[..start.len().min(UTF_16_BYTES)]) {
        return found;
    }
    match simdutf8::basic::from_utf8(start) {
        Ok(_) => Transport::Utf8,
        Err(_) => by_letters(start),
    }
}

/// In a table most characters are ASCII: of each such pair of bytes one is zero, always on the same side.
fn utf_16_without_mark(start: &[u8]) -> Option<Transport> {
    let (pairs, _) = start.as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let is_most = |zeros: usize| pairs.len() >= 4 && 5 * zeros > 2 * pairs.len();
    let is_rare = |zeros: usize| 50 * zeros < pairs.len();
    match (is_most(first), is_most(second)) {
        (false, true) if is_rare(first) => Some(Transport::Utf16Le),
        (true, false) if is_rare(second) => Some(Transport::Utf16Be),
        _ => None,
    }
}

/// A file of good UTF-8 letters with a bad byte is damaged; one of bad bytes alone was never UTF-8.
fn by_letters(bytes: &[u8]) -> Transport {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(is_letter_of_rosters).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad > BAD_PER_GOOD * good {
        Transport::SingleByte
    } else {
        Transport::Utf8
    }
}

/// Letters above ASCII that a table of Vietnam holds: Latin, combining marks, typographic signs.
fn is_letter_of_rosters(c: &char) -> bool {
    matches!(c, '\u{a0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{206f}' | '\u{feff}')
}

/// The bytes of a whole file as UTF-8. Of single-byte text each byte becomes the character of its number
/// (U+0080 to U+009F among them), so that a column's decoder finds the bytes again.
///
/// # Errors
/// UTF-16 that ends within a character or holds half of a pair.
pub fn to_utf8(bytes: Vec<u8>, transport: Transport) -> Result<Vec<u8>, IngestError> {
    match transport {
        Transport::Utf8 => Ok(bytes),
        Transport::Utf16Le => from_utf_16(&bytes, u16::from_le_bytes),
        Transport::Utf16Be => from_utf_16(&bytes, u16::from_be_bytes),
        Transport::SingleByte => {
            let text: String = bytes.iter().copied().map(char::from).collect();
            Ok(text.into_bytes())
        }
    }
}

fn from_utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Vec<u8>, IngestError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 8);
    let row_of = |text: &str| 1 + memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
    for letter in char::decode_utf16(units) {
        match letter {
            Ok('\u{feff}') if text.is_empty() => {}
            Ok(letter) => text.push(letter),
            Err(_) => return Err(IngestError::HalfLetter { row: row_of(&text) }),
        }
    }
    if rest.is_empty() {
        Ok(text.into_bytes())
    } else {
        Err(IngestError::CutLetter { row: row_of(&text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    const TEXT: &str = "STT\tHọ và tên\r\n1\tNông Thị Ấm 𠀋\r\n";

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        for (unit, expected) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], Transport::Utf16Le),
            (u16::to_be_bytes, Transport::Utf16Be),
        ] {
            for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}")] {
                let bytes = utf_16(&text, unit);
                assert_eq!(transport(&bytes), expected);
                assert_eq!(to_utf8(bytes, expected).unwrap(), TEXT.as_bytes());
            }
        }
    }

    #[test]
    fn utf_16_that_breaks_off_is_refused() {
        let mut bytes = utf_16(TEXT, u16::to_le_bytes);
        bytes.pop();
        let error = to_utf8(bytes, Transport::Utf16Le).unwrap_err();
        assert_eq!(error, IngestError::CutLetter { row: 2 });
        let half = [u16::from(b'\n'), 0xd840, u16::from(b'a')];
        let bytes: Vec<u8> = half.into_iter().flat_map(u16::to_le_bytes).collect();
        let error = to_utf8(bytes, Transport::Utf16Le).unwrap_err();
        assert_eq!(error, IngestError::HalfLetter { row: 2 });
    }

    #[test]
    fn one_bad_byte_is_damage_and_many_are_an_old_encoding() {
        let good = "1,Nông Thị Ấm\n".repeat(1000);
        let damaged = [good.as_bytes(), b"2,N\xabng\n"].concat();
        assert_eq!(transport(&damaged), Transport::Utf8);
        assert_eq!(transport(&good.as_bytes()[..7]), Transport::Utf8);
        assert_eq!(transport(b"1,N\xabng Th\xde\n"), Transport::SingleByte);
        assert_eq!(transport(b"1,a\n"), Transport::Utf8);
        // VISCII: the two bytes of "\u{1b0}\u{1a1}" are a letter of UTF-8, of an African script.
        assert_eq!(transport(b"D\xdf\xbdng Th\xb8\n"), Transport::SingleByte);
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        let text = String::from_utf8(to_utf8(bytes, Transport::SingleByte).unwrap()).unwrap();
        assert!(text.chars().map(u32::from).eq(0..=255));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(0_u8.., 0..40)) {
            let found = transport(&bytes);
            if let Ok(text) = to_utf8(bytes, found) && found != Transport::Utf8 {
                proptest::prop_assert!(std::str::from_utf8(&text).is_ok());
            }
        }
    }
}
