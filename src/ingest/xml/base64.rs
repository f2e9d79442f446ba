//! Base64 as RFC 4648 has it, with the line breaks that MIME allows.

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};

/// Padding is cut off, and what is left of the last letter may be any bits.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// What is no base64.
#[derive(Debug, PartialEq, Eq)]
pub struct NoBase64;

/// Decodes `text` into `out`, which it clears first. White space is left out; padding may be missing, and nothing
/// may stand behind it.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), NoBase64> {
    if decode_letters(text, out).is_ok() {
        return Ok(());
    }
    let letters = text.iter().filter(|b| !b.is_ascii_whitespace());
    decode_letters(&letters.copied().collect::<Vec<u8>>(), out)
}

/// As [`decode`], of text without white space.
fn decode_letters(text: &[u8], out: &mut Vec<u8>) -> Result<(), NoBase64> {
    out.clear();
    let mut letters = text;
    while let [rest @ .., b'='] = letters {
        letters = rest;
    }
    ENGINE.decode_vec(letters, out).map_err(|_| NoBase64)
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
            ("Zg=\r\n=", "f"),
            ("Zm9v=", "foo"),
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
