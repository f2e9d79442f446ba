//! The frame around the records: KHAMSUCKHOE or GIAMDINHHS, its sender, its day, and its HOSO one by one.

use std::collections::BTreeMap;
use std::io::BufRead;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};

use super::XmlError;
use super::block::{Message, Use, number};
use super::columns::Columns;
use super::document::{Fault, PartReader, check_depth, plain_text, reader};
use super::encoding::{decode, records_in};
use super::record::Record;
use crate::domain::Kind;
use crate::ingest::RawBlock;

/// What was read of a message.
#[derive(Debug, Default)]
pub struct Read {
    pub block: RawBlock,
    pub unread: BTreeMap<String, u32>,
    /// SOLUONGHOSO, where it is a number.
    pub declared: Option<u32>,
    /// How many FILEHOSO stand in the records.
    pub parts: u32,
    /// NGAYLAP as a title says a day.
    pub date: Option<String>,
}

/// Reads the records of a message into rows.
pub fn read(text: &str, kind: Kind, columns: &mut Columns<'_>) -> Result<Read, XmlError> {
    let mut walk = Walk {
        text,
        reader: reader(text),
        kind,
        columns,
        parts: PartReader::default(),
        record: Record::default(),
        facility: String::new(),
        read: Read::default(),
        records: 0,
    };
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err(XmlError::Broken {
            after: records_in(&text.as_bytes()[..at]),
            what: "a NUL byte",
        });
    }
    walk.run()?;
    let mut read = walk.read;
    read.block.physical_rows = walk.records;
    Ok(read)
}

struct Walk<'t, 'c, 'o> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    kind: Kind,
    columns: &'c mut Columns<'o>,
    parts: PartReader,
    record: Record,
    /// MACSKCB: 5 digits, or 13 of a GLN.
    facility: String,
    read: Read,
    /// Records read whole.
    records: u32,
}

impl<'t> Walk<'t, '_, '_> {
    fn run(&mut self) -> Result<(), XmlError> {
        let mut depth = 0_u32;
        let mut message = None;
        loop {
            match self.next(None)? {
                Event::Start(start) => {
                    let name = start.local_name();
                    let name = name.as_ref();
                    let Some(message) = message else {
                        message = Some(self.root(name)?);
                        depth = 1;
                        continue;
                    };
                    match name {
                        _ if depth == 0 => {
                            return Err(self.broken("something stands behind its end"));
                        }
                        "HOSO" => self.record(message)?,
                        "FILEHOSO" => {
                            return Err(XmlError::StrayPart {
                                after: self.records,
                            });
                        }
                        "MACSKCB" => self.facility = self.value(&start)?,
                        "SOLUONGHOSO" => self.read.declared = self.value(&start)?.parse().ok(),
                        "NGAYLAP" => {
                            self.read.date = self.value(&start).map(|text| as_title(&text))?
                        }
                        // Signatures and whatever else stands beside the records.
                        "CHUKYDONVI" => drop(self.content(&start)?),
                        _ => depth += 1,
                    }
                    check_depth(depth, &self.columns.limits())?;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::DocType(_) => return Err(XmlError::DocumentType),
                Event::Text(text) if depth == 0 && !text.trim().is_empty() => {
                    return Err(self.broken("text stands outside of its tags"));
                }
                Event::Eof if depth == 0 && message.is_some() => return Ok(()),
                Event::Eof => return Err(self.half_written(None)),
                _ => {}
            }
        }
    }

    /// Which message begins with `root`, if the source delivers it.
    fn root(&self, root: &str) -> Result<Message, XmlError> {
        let (message, wanted) = match self.kind {
            Kind::ExamXml | Kind::ScreeningRoster => {
                (Message::HealthCheck, "health checks (<KHAMSUCKHOE>)")
            }
            Kind::VisitXml => (Message::Visit, "insured visits (<GIAMDINHHS>)"),
            _ => {
                return Err(XmlError::Root {
                    found: root.chars().take(40).collect(),
                    wanted: "no XML at all",
                });
            }
        };
        let name = match message {
            Message::HealthCheck => "KHAMSUCKHOE",
            Message::Visit => "GIAMDINHHS",
        };
        if root == name {
            return Ok(message);
        }
        Err(XmlError::Root {
            found: root.chars().take(40).collect(),
            wanted,
        })
    }

    /// Reads a HOSO, whose start was read.
    fn record(&mut self, message: Message) -> Result<(), XmlError> {
        let current = Some(self.records + 1);
        loop {
            match self.next(current)? {
                Event::Start(start) if start.local_name().as_ref() == "FILEHOSO" => {
                    self.part(message)?;
                }
                Event::Start(start) => drop(self.content(&start)?),
                Event::End(_) => break,
                Event::DocType(_) => return Err(XmlError::DocumentType),
                Event::Eof => return Err(self.half_written(current)),
                _ => {}
            }
        }
        self.records += 1;
        let (block, number) = (&mut self.read.block, self.records);
        self.record
            .finish(self.columns, &self.facility, block, number);
        let limits = self.columns.limits();
        if block.text_bytes() > limits.table_bytes() {
            return Err(XmlError::OverLimit {
                what: "its records take too much memory",
                name: "table_mib",
                limit: limits.table_mib,
            });
        }
        Ok(())
    }

    /// Reads a FILEHOSO, whose start was read: LOAIHOSO and NOIDUNGFILE in either order.
    fn part(&mut self, message: Message) -> Result<(), XmlError> {
        let current = Some(self.records + 1);
        self.read.parts = self.read.parts.saturating_add(1);
        let mut name = String::new();
        let mut content = None;
        loop {
            match self.next(current)? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "LOAIHOSO" => name = self.value(&start)?,
                    "NOIDUNGFILE" if content.is_none() => content = Some(self.content(&start)?),
                    "NOIDUNGFILE" => {
                        self.content(&start)?;
                        self.record.fail("NOIDUNGFILE: 2×".to_owned());
                    }
                    _ => drop(self.content(&start)?),
                },
                Event::End(_) => break,
                Event::DocType(_) => return Err(XmlError::DocumentType),
                Event::Eof => return Err(self.half_written(current)),
                _ => {}
            }
        }
        let number = number(&name);
        let name = number.map_or_else(|| "XML?".to_owned(), |number| format!("XML{number}"));
        let usage = message.use_of(number);
        let is_read = usage != Use::Unread && {
            if usage == Use::Fields {
                self.record.begin_part(&name, number);
            }
            let content = content.unwrap_or_default();
            let part = self
                .parts
                .read(content, message, usage, &mut self.record, self.columns);
            match part {
                Ok(is_read) => is_read,
                Err(Fault::File(error)) => return Err(error),
                Err(Fault::Part(why)) => {
                    self.record.fail(format!("{name}: {why}"));
                    true
                }
            }
        };
        if !is_read {
            *self.read.unread.entry(name).or_default() += 1;
        }
        Ok(())
    }

    fn next(&mut self, record: Option<u32>) -> Result<Event<'t>, XmlError> {
        let event = self.reader.read_event();
        event.map_err(|error| self.refuse(&error, record))
    }

    /// What stands between a start tag and its end tag, as it is.
    fn content(&mut self, start: &BytesStart<'t>) -> Result<&'t str, XmlError> {
        if let Some(content) = self.plain_content(start) {
            // The end tag is next.
            self.next(None)?;
            return Ok(content);
        }
        let record = Some(self.records + 1);
        let span = self.reader.read_to_end(start.name());
        let span = span.map_err(|error| self.refuse(&error, record))?;
        let place = usize::try_from(span.start)
            .ok()
            .zip(usize::try_from(span.end).ok());
        let content = place.and_then(|(from, to)| self.text.get(from..to));
        Ok(content.unwrap_or_default())
    }

    /// As [`Self::content`], up to the end tag, of a tag whose end is the first that looks so: nothing inside can hide it,
    /// and nothing inside is called so. `None` of any other. Tags inside are not read for that: they are read with their
    /// part.
    fn plain_content(&mut self, start: &BytesStart<'t>) -> Option<&'t str> {
        const END: &str = "</NOIDUNGFILE>";
        let at = usize::try_from(self.reader.buffer_position()).ok()?;
        let (before, rest) = self.text.split_at_checked(at)?;
        // `<NOIDUNGFILE/>` has no end of its own.
        if start.name().as_ref() != "NOIDUNGFILE" || before.ends_with("/>") {
            return None;
        }
        let content = &rest[..memmem::find(rest.as_bytes(), END.as_bytes())?];
        let is_inside = |sign: &str| memmem::find(content.as_bytes(), sign.as_bytes()).is_some();
        if ["<!", "<?", "<NOIDUNGFILE"].into_iter().any(is_inside) {
            return None;
        }
        self.reader.stream().consume(content.len());
        Some(content)
    }

    /// The text of a tag that holds nothing else.
    fn value(&mut self, start: &BytesStart<'t>) -> Result<String, XmlError> {
        let content = self.content(start)?;
        let mut text = String::new();
        match plain_text(content, &mut text) {
            Ok(()) => Ok(text.trim().to_owned()),
            Err(Fault::File(error)) => Err(error),
            Err(Fault::Part(_)) => Err(self.broken("a tag that should hold a word holds tags")),
        }
    }

    /// A reader that runs out of bytes in a tag, a comment or an element was given half a file.
    fn refuse(&self, error: &Error, record: Option<u32>) -> XmlError {
        use quick_xml::errors::IllFormedError::{MismatchedEndTag, MissingEndTag, UnmatchedEndTag};
        match error {
            Error::Syntax(_) | Error::IllFormed(MissingEndTag(_)) => self.half_written(record),
            Error::IllFormed(MismatchedEndTag { .. } | UnmatchedEndTag(_)) => {
                self.broken("an end tag does not fit its start tag")
            }
            _ => self.broken("a tag, a reference or a declaration is malformed"),
        }
    }

    fn half_written(&self, record: Option<u32>) -> XmlError {
        let begun = (self.records > 0).then_some(self.records + 1);
        XmlError::HalfWritten {
            record: record.or(begun),
        }
    }

    fn broken(&self, what: &'static str) -> XmlError {
        XmlError::Broken {
            after: self.records,
            what,
        }
    }
}

/// NGAYLAP of the message that `start` begins, as a title says a day; `None` where the head does not tell.
#[must_use]
pub fn title(start: &[u8]) -> Option<String> {
    let whole = &start[..start.len() & !1];
    let text = match decode(whole) {
        Ok(text) => text,
        Err(_) => String::from_utf8_lossy(start),
    };
    let (_, behind) = text.split_once("NGAYLAP>")?;
    as_title(behind.split('<').next()?.trim())
}

/// `20261120`, `202611200730` or `2026-11-20` as a title of a roster would say it.
fn as_title(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != '-').take(8).collect();
    let is_day = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
    is_day.then(|| {
        format!(
            "NGAYLAP {}/{}/{}",
            &digits[6..],
            &digits[4..6],
            &digits[..4]
        )
    })
}
