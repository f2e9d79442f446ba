//! One part of a record, NOIDUNGFILE: nested XML, XML as text, or base64 of XML.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::XmlError;
use super::base64;
use super::block::{Message, Use};
use super::columns::{Columns, Tag};
use super::encoding;
use super::record::Record;
use crate::domain::Limits;

/// A part of a few KiB may carry an image; more than this no station sends.
const PART_BYTES_MAX: usize = 16 << 20;

/// What keeps a part from being read.
#[derive(Debug)]
pub enum Fault {
    /// The file as a whole is not to be trusted.
    File(XmlError),
    /// This part alone, and in a word why.
    Part(&'static str),
}

impl From<XmlError> for Fault {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::NotUtf8 { .. } | XmlError::Encoding { .. } => Self::Part("UTF-8"),
            XmlError::HalfWritten { .. } => Self::Part("XML"),
            error => Self::File(error),
        }
    }
}

impl From<quick_xml::Error> for Fault {
    fn from(_: quick_xml::Error) -> Self {
        Self::Part("XML")
    }
}

/// Reads parts; keeps its buffers from part to part.
#[derive(Debug, Default)]
pub struct PartReader {
    plain: String,
    decoded: Vec<u8>,
    value: String,
}

impl PartReader {
    /// Reads the content of a NOIDUNGFILE into `record`; `false` where its root says that it is not to be read.
    pub fn read(
        &mut self,
        content: &str,
        message: Message,
        usage: Use,
        record: &mut Record,
        columns: &mut Columns<'_>,
    ) -> Result<bool, Fault> {
        let content = content.trim();
        if content.len() > PART_BYTES_MAX {
            return Err(Fault::Part("> 16 MiB"));
        }
        let mut target = Target {
            message,
            usage,
            record,
            columns,
        };
        if content.starts_with('<') && !content.starts_with("<![CDATA[") {
            return target.read(content, &mut self.value);
        }
        let mut letters = content;
        if memchr::memchr2(b'<', b'&', content.as_bytes()).is_some() {
            plain_text(content, &mut self.plain)?;
            letters = self.plain.trim();
            if letters.starts_with('<') {
                return target.read(letters, &mut self.value);
            }
        }
        if letters.is_empty() {
            return Ok(true);
        }
        base64::decode(letters.as_bytes(), &mut self.decoded).map_err(|_| Fault::Part("base64"))?;
        let text = encoding::decode(&self.decoded)?;
        target.read(&text, &mut self.value)
    }
}

/// Where the values of a part go.
struct Target<'r, 'c, 'o> {
    message: Message,
    usage: Use,
    record: &'r mut Record,
    columns: &'c mut Columns<'o>,
}

impl Target<'_, '_, '_> {
    fn read(&mut self, text: &str, value: &mut String) -> Result<bool, Fault> {
        if memchr::memchr(0, text.as_bytes()).is_some() {
            return Err(Fault::Part("NUL"));
        }
        let mut reader = reader(text);
        let limits = self.columns.limits();
        let mut depth = 0_u32;
        let mut has_root = false;
        // Of the tag that was opened last, whether nothing was closed since, and whether its text is kept.
        let (mut is_leaf, mut is_kept) = (false, false);
        let mut tag = Tag::Other;
        loop {
            match reader.read_event()? {
                Event::Start(start) => {
                    let name = start.local_name();
                    if !has_root && self.usage == Use::AskRoot {
                        self.usage = self.message.use_of_root(name.as_ref());
                        if self.usage == Use::Unread {
                            return Ok(false);
                        }
                    }
                    depth += 1;
                    check_depth(depth, &limits)?;
                    (is_leaf, has_root) = (true, true);
                    is_kept = if self.usage == Use::Results {
                        self.record.results.wants(name.as_ref())
                    } else {
                        tag = self.columns.tag(name.as_ref())?;
                        matches!(tag, Tag::Field(_)) || name.as_ref() == "MA_LK"
                    };
                    value.clear();
                }
                Event::Text(text) if is_kept => value.push_str(&text),
                Event::CData(text) if is_kept => value.push_str(&text),
                Event::GeneralRef(reference) if is_kept => value.push(letter(&reference)?),
                Event::End(end) => {
                    let name = end.local_name();
                    match (is_leaf, self.usage) {
                        (true, _) => self.leaf(name.as_ref(), tag, value.trim()),
                        (false, Use::Results) => self.record.results.end_item(),
                        (false, _) => {}
                    }
                    depth = depth.saturating_sub(1);
                    (is_leaf, is_kept) = (false, false);
                }
                Event::DocType(_) => return Err(Fault::File(XmlError::DocumentType)),
                Event::Eof if depth == 0 && has_root => return Ok(true),
                Event::Eof => return Err(Fault::Part("XML")),
                _ => {}
            }
        }
    }

    /// A tag with a text of its own.
    fn leaf(&mut self, name: &str, tag: Tag, text: &str) {
        if self.usage == Use::Results {
            return self.record.results.take(name, text);
        }
        self.record.note(name, text);
        match tag {
            Tag::Field(field) => self.record.set(self.columns, field, name, text),
            Tag::Unnoted => self.columns.note(name),
            Tag::Other => {}
        }
    }
}

/// Tags of a health message lie some nine deep.
pub fn check_depth(depth: u32, limits: &Limits) -> Result<(), XmlError> {
    if depth <= limits.xml_depth {
        return Ok(());
    }
    Err(XmlError::OverLimit {
        what: "its tags lie deeper in each other than those of a health message",
        name: "xml_depth",
        limit: limits.xml_depth,
    })
}

/// A reader with the manners of the producers: a lone `&` in free text is a letter.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    reader
}

/// The letters of a content without tags: text, CDATA and references.
pub fn plain_text(content: &str, out: &mut String) -> Result<(), Fault> {
    out.clear();
    let mut reader = reader(content);
    loop {
        match reader.read_event()? {
            Event::Text(text) => out.push_str(&text),
            Event::CData(text) => out.push_str(&text),
            Event::GeneralRef(reference) => out.push(letter(&reference)?),
            Event::DocType(_) => return Err(Fault::File(XmlError::DocumentType)),
            Event::Start(_) | Event::Empty(_) | Event::End(_) => return Err(Fault::Part("XML")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The letter of a reference: without a document type there are five names, and numbers.
fn letter(reference: &BytesRef<'_>) -> Result<char, Fault> {
    if let Some(letter) = reference.resolve_char_ref()? {
        return Ok(letter);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Fault::Part("&…;")),
    }
}
