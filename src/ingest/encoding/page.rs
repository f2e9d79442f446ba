//! Code pages of Windows: which byte stands behind a character that a program shows.

/// The code page in which a program read the bytes of an older encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// Latin-1 and Windows-1252, which agree where both have letters.
    Western,
    /// Windows-1258, the page of a Windows set to Vietnamese.
    Vietnamese,
}

/// Windows-1252 from 0x80 to 0x9F (Unicode Consortium, CP1252.TXT); five bytes have no character.
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Where Windows-1258 differs from Windows-1252 (Unicode Consortium, CP1258.TXT).
const VIETNAMESE: [(char, u8); 14] = [
    ('Ă', 0xc3),
    ('\u{300}', 0xcc),
    ('Đ', 0xd0),
    ('\u{309}', 0xd2),
    ('Ơ', 0xd5),
    ('Ư', 0xdd),
    ('\u{303}', 0xde),
    ('ă', 0xe3),
    ('\u{301}', 0xec),
    ('đ', 0xf0),
    ('\u{323}', 0xf2),
    ('ơ', 0xf5),
    ('ư', 0xfd),
    ('₫', 0xfe),
];

impl Page {
    /// The byte behind `c`; `None` for a character that the page does not have.
    #[must_use]
    pub fn byte(self, c: char) -> Option<u8> {
        let own = VIETNAMESE.iter().find(|(letter, _)| *letter == c);
        match (self, own, u8::try_from(c)) {
            (Self::Vietnamese, Some((_, byte)), _) => Some(*byte),
            (Self::Vietnamese, None, Ok(byte)) if VIETNAMESE.iter().any(|(_, b)| *b == byte) => {
                None
            }
            (_, _, Ok(byte)) => Some(byte),
            (_, _, Err(_)) => WESTERN
                .iter()
                .position(|shown| *shown == c)
                .map(|at| 0x80 + at as u8),
        }
    }
}

/// What Windows-1252 shows for `byte`.
#[must_use]
pub fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WESTERN[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Whether only a Windows set to Vietnamese shows `c`.
#[must_use]
pub fn is_of_vietnamese_page_alone(c: char) -> bool {
    VIETNAMESE.iter().any(|(letter, _)| *letter == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shown_character_leads_back_to_its_byte() {
        for byte in 0..=u8::MAX {
            assert_eq!(Page::Western.byte(western(byte)), Some(byte));
            assert_eq!(Page::Western.byte(char::from(byte)), Some(byte));
        }
        for (letter, byte) in VIETNAMESE {
            assert_eq!(Page::Vietnamese.byte(letter), Some(byte));
            assert_eq!(Page::Western.byte(letter), None);
            assert_eq!(Page::Vietnamese.byte(char::from(byte)), None);
        }
        assert_eq!(Page::Western.byte('ễ'), None);
    }
}
