//! Base64 as RFC 4648 has it, with the line breaks that MIME allows.

/// No letter of the alphabet.
const NONE: u8 = 0xff;

const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut at = 0;
    while at < letters.len() {
        values[letters[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// What is no base64.
#[derive(Debug, PartialEq, Eq)]
pub struct NoBase64;

/// Decodes `text` into `out`, which it clears first. White space is left out; padding may be missing, and nothing
/// may stand behind it.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), NoBase64> {
    out.clear();
    out.reserve(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut letters = text;
    while let [first, rest @ ..] = letters {
        if count == 0
            && let [a, b, c, d, behind @ ..] = letters
        {
            let values = [a, b, c, d].map(|letter| VALUES[usize::from(*letter)]);
            if values.iter().all(|value| *value < 64) {
                let group = values
                    .iter()
                    .fold(0_u32, |group, value| group << 6 | u32::from(*value));
                out.extend_from_slice(&group.to_be_bytes()[1..]);
                letters = behind;
                continue;
            }
        }
        match (VALUES[usize::from(*first)], first) {
            (NONE, b'=') => {
                if !rest.iter().all(|b| *b == b'=' || b.is_ascii_whitespace()) {
                    return Err(NoBase64);
                }
                break;
            }
            (NONE, blank) if blank.is_ascii_whitespace() => {}
            (NONE, _) => return Err(NoBase64),
            (value, _) => {
                bits = bits << 6 | u32::from(value);
                count += 1;
            }
        }
        if count == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
        letters = rest;
    }
    match count {
        0 => {}
        2 => out.push((bits >> 4) as u8),
        3 => out.extend_from_slice(&((bits >> 2) as u16).to_be_bytes()),
        _ => return Err(NoBase64),
    }
    Ok(())
}

#[cfg(test)]
pub fn encode(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |group, at| {
            group << 8 | u32::from(chunk.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = letters[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at > chunk.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Result<&[u8], NoBase64>) {
        let mut out = vec![7];
        let decoded = decode(text.as_bytes(), &mut out);
        assert_eq!(decoded.map(|()| out.as_slice()), expected, "{text}");
    }

    #[test]
    fn the_examples_of_the_rfc_decode() {
        for (text, expected) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
            ("Zm9v\r\nYmFy\n", "foobar"),
            (" Z m 9 v", "foo"),
            ("Zm8", "fo"),
        ] {
            check(text, Ok(expected.as_bytes()));
        }
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        for text in ["Z", "Zm9vY", "Zm9$", "Zm9=Zm9v", "Nông", "Zm-_"] {
            check(text, Err(NoBase64));
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut out = Vec::new();
            prop_assert_eq!(decode(encode(&bytes).as_bytes(), &mut out), Ok(()));
            prop_assert_eq!(out, bytes);
        }

        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(&bytes, &mut Vec::new());
        }
    }
}
