//! Bytes of an XML document to text.

use std::borrow::Cow;

use super::XmlError;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes behind a byte order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [UTF8_MARK, b"\xff\xfe", b"\xfe\xff"];
    let rest = marks.iter().find_map(|mark| bytes.strip_prefix(*mark));
    rest.unwrap_or(bytes)
}

/// The document as text. UTF-16 is told by its bytes: .NET writes `encoding="utf-16"` into what it saves as UTF-8.
/// Any other encoding that the document declares is refused, unless it is plain ASCII.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    let rest = without_mark(bytes);
    match bytes {
        [0xff, 0xfe, ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, ..] => return utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => return utf16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => return utf16(bytes, u16::from_be_bytes),
        _ => {}
    }
    if let Some(name) = declared(rest).filter(|name| !is_unicode(name))
        && !rest.is_ascii()
    {
        return Err(XmlError::Encoding { name });
    }
    if let Ok(text) = simdutf8::basic::from_utf8(rest) {
        return Ok(Cow::Borrowed(text));
    }
    let text = std::str::from_utf8(rest).map_err(|error| XmlError::NotUtf8 {
        after: records_in(&rest[..error.valid_up_to()]),
    })?;
    Ok(Cow::Borrowed(text))
}

/// How many records end in `bytes`.
pub fn records_in(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memmem::find_iter(bytes, b"</HOSO>").count()).unwrap_or(u32::MAX)
}

fn utf16<'t>(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'t, str>, XmlError> {
    let units = bytes.chunks_exact(2);
    if !units.remainder().is_empty() {
        return Err(XmlError::HalfWritten { record: None });
    }
    let units = units.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    for letter in char::decode_utf16(units) {
        let letter = letter.map_err(|_| XmlError::Encoding {
            name: "UTF-16 with half a letter".to_owned(),
        })?;
        text.push(letter);
    }
    Ok(Cow::Owned(text))
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(256)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let head = head.trim_start().strip_prefix("<?xml")?;
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    Some(name.chars().take(40).collect())
}

fn is_unicode(name: &str) -> bool {
    let known = ["utf-8", "utf8", "utf-16", "utf16", "us-ascii", "unicode"];
    known.contains(&name.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn unicode_is_read_whatever_the_declaration_says() {
        for text in [
            "<A>Nông</A>",
            "<?xml version=\"1.0\" encoding=\"utf-16\"?><A>Nông</A>",
            "<?xml version='1.0' encoding='UTF-8'?><A>Nông</A>",
        ] {
            assert_eq!(decode(text.as_bytes()).unwrap(), text);
            assert_eq!(decode(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
            for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(decode(&utf16_bytes(text, bytes)).unwrap(), text);
                let marked = utf16_bytes(&format!("\u{feff}{text}"), bytes);
                assert_eq!(decode(&marked).unwrap(), text);
            }
        }
    }

    #[test]
    fn other_encodings_are_named() {
        let text = "<?xml version=\"1.0\" encoding=\"windows-1258\"?><A>N\u{f4}ng</A>";
        let error = decode(text.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("windows-1258"), "{error}");
        let ascii = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><A>Nong</A>";
        assert!(decode(ascii.as_bytes()).is_ok());
        let broken = b"<A><HOSO></HOSO>N\xf4ng</A>";
        assert_eq!(decode(broken), Err(XmlError::NotUtf8 { after: 1 }));
        let half = &utf16_bytes("<A></A>", u16::to_le_bytes)[..9];
        assert_eq!(decode(half), Err(XmlError::HalfWritten { record: None }));
    }
}
