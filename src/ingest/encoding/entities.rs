//! Letters that a web program wrote as entities of HTML: `Nguy&#7877;n`, `Th&ecirc;m`.

use unicode_normalization::UnicodeNormalization;

/// Letters that HTML names after the letter and its mark, and the mark.
const MARKS: [(&str, char); 4] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
];

/// The longest entity of a letter, `&Atilde;`, with room for leading zeros.
const ENTITY_BYTES_MAX: usize = 12;

/// `text` with its letters for their entities; `None` where it has none. Signs stay: `&amp;` and `&lt;` are as
/// often meant as written.
#[must_use]
pub fn without_entities(text: &str) -> Option<String> {
    let mut read = String::new();
    let (mut rest, mut has_some) = (text, false);
    while let Some(start) = rest.find('&') {
        read.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').filter(|end| *end <= ENTITY_BYTES_MAX);
        match end.and_then(|end| Some((end, letter(&rest[1..end])?))) {
            Some((end, letter)) => {
                read.push(letter);
                rest = &rest[end + 1..];
                has_some = true;
            }
            None => {
                read.push('&');
                rest = &rest[1..];
            }
        }
    }
    read.push_str(rest);
    has_some.then(|| read.nfc().collect())
}

/// The letter that an entity stands for: `#7877`, `#x1EC5`, `ecirc`.
fn letter(entity: &str) -> Option<char> {
    let Some(number) = entity.strip_prefix('#') else {
        let (first, mark) = entity.split_at_checked(1)?;
        let first = first.chars().next().filter(char::is_ascii_alphabetic)?;
        let (_, mark) = MARKS.iter().find(|(name, _)| *name == mark)?;
        let mut composed = [first, *mark].into_iter().nfc();
        return composed.next().filter(|_| composed.next().is_none());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let is_letter = |c: &char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(c);
    code.ok().and_then(char::from_u32).filter(is_letter)
}

#[cfg(test)]
mod tests {
    use super::without_entities;

    #[test]
    fn letters_come_back_and_signs_stay() {
        for (text, expected) in [
            ("Nguy&#7877;n Th&#x1ECB;", Some("Nguyễn Thị")),
            ("Th&ecirc;m &Acirc;u", Some("Thêm Âu")),
            ("&ocirc;&#769;", Some("ố")),
            ("R&D; A &amp; B &lt;5 &#60;", None),
            ("&#99999999; &#xZZ; &; &", None),
            ("&Atilde", None),
            ("Nguyễn", None),
        ] {
            assert_eq!(without_entities(text).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "[&#;xa-z0-9ễ]{0,16}") {
            if let Some(read) = without_entities(&text) {
                proptest::prop_assert!(read.len() < text.len());
            }
        }
    }
}
