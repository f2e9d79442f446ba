//! A long message in pieces, each a message of its own: the head again, some records, and the ends of what is open.
//!
//! So a file of any size is read in bounded memory and on all threads. A cut inside a comment or a CDATA section
//! makes two broken pieces, and the file is refused: no value is read wrong.

use memchr::memmem::{find, rfind_iter};

use super::document::reader;
use super::encoding::without_mark;
use quick_xml::events::Event;

/// What stands before the first record, and what closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    before: Vec<u8>,
    closes: String,
}

/// A head has a few hundred bytes; one that is longer is no head.
pub const HEAD_BYTES_MAX: usize = 64 << 10;

impl Head {
    /// The head of the message that `bytes` begin; `None` where it cannot be cut.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let start = &bytes[..bytes.len().min(HEAD_BYTES_MAX)];
        let list = find(start, b"DANHSACHHOSO")?;
        let end = list + start[list..].iter().position(|b| *b == b'>')? + 1;
        let before = without_mark(&start[..end]);
        let text = std::str::from_utf8(before).ok()?;
        let mut open: Vec<String> = Vec::new();
        let mut reader = reader(text);
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => open.push(start.name().as_ref().to_owned()),
                Event::End(_) => drop(open.pop()),
                Event::DocType(_) => return None,
                Event::Eof => break,
                _ => {}
            }
        }
        let is_list = open.last()?.ends_with("DANHSACHHOSO");
        let closes = open.iter().rev().map(|name| format!("</{name}>"));
        is_list.then(|| Self {
            before: start[..end].to_vec(),
            closes: closes.collect(),
        })
    }

    /// How many bytes of the file it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.before.len()
    }

    /// Records as a message; the last piece of a file brings its own end.
    #[must_use]
    pub fn message(&self, records: &[u8], is_last: bool) -> Vec<u8> {
        let closes = if is_last { "" } else { &self.closes };
        [&self.before, records, closes.as_bytes()].concat()
    }
}

/// Where the last whole record of `bytes` ends.
#[must_use]
pub fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let closes = |at: &usize| {
        let before = &bytes[at.saturating_sub(64)..*at];
        let tag = before.rsplit(|b| *b == b'<').next().unwrap_or_default();
        match tag {
            [b'/'] => before.len() > 1,
            [b'/', prefix @ .., b':'] => prefix.iter().all(|b| b.is_ascii_alphanumeric()),
            _ => false,
        }
    };
    rfind_iter(bytes, b"HOSO>")
        .find(closes)
        .map(|at| at + b"HOSO>".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "\u{feff}<?xml version=\"1.0\"?>\n<K><D><M>04001</M></D><T><N/><k:DANHSACHHOSO>\n<k:HOSO>a</k:HOSO><k:HOSO>b</k:HOSO><k:HOSO>c";

    #[test]
    fn every_piece_is_a_message() {
        let head = Head::of(MESSAGE.as_bytes()).unwrap();
        let rest = &MESSAGE.as_bytes()[head.bytes()..];
        let end = last_record_end(rest).unwrap();
        let piece = head.message(&rest[..end], false);
        let expected = MESSAGE.replace("<k:HOSO>c", "</k:DANHSACHHOSO></T></K>");
        assert_eq!(String::from_utf8(piece).unwrap(), expected);
        let last = head.message(&rest[end..], true);
        assert!(
            String::from_utf8(last)
                .unwrap()
                .ends_with("<k:DANHSACHHOSO><k:HOSO>c")
        );
    }

    #[test]
    fn only_the_end_of_a_record_is_one() {
        assert_eq!(last_record_end(b"<HOSO>a</HOSO>b</FILEHOSO>"), Some(14));
        for text in [
            "",
            "<HOSO>",
            "</FILEHOSO>",
            "</DANHSACHHOSO>",
            "HOSO>",
            "/HOSO>",
        ] {
            assert_eq!(last_record_end(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_has_no_head_is_not_cut() {
        let wide: Vec<u8> = MESSAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Head::of(&wide), None);
        for text in [
            "",
            "<K><DANHSACHHOSO",
            "<K></DANHSACHHOSO>",
            "<!DOCTYPE K><K><DANHSACHHOSO>",
        ] {
            assert_eq!(Head::of(text.as_bytes()), None, "{text}");
        }
    }
}
