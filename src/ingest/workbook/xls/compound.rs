//! The compound file in which old Office programs keep their streams: a small file system of sectors.

use crate::ingest::IngestError;

/// What a compound file begins with.
pub const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const HEADER_BYTES: usize = 512;
const ENTRY_BYTES: usize = 128;

/// Sector numbers from here on are marks: free, end of chain.
const MARKS: u32 = 0xffff_fffa;

/// A compound file and where its streams lie.
#[derive(Debug)]
pub struct Compound<'b> {
    bytes: &'b [u8],
    sector_shift: u32,
    /// Per sector the one after it.
    next: Vec<u32>,
    mini_shift: u32,
    mini_next: Vec<u32>,
    /// The stream of which the small streams are parts.
    mini_stream: Vec<u8>,
    mini_cutoff: u64,
    streams: Vec<Stream>,
}

#[derive(Debug, Clone)]
struct Stream {
    name: String,
    start: u32,
    bytes: u64,
}

impl<'b> Compound<'b> {
    /// Opens a compound file.
    ///
    /// # Errors
    /// A file that breaks off, or whose sectors lead nowhere.
    pub fn open(bytes: &'b [u8]) -> Result<Self, IngestError> {
        let header = bytes.get(..HEADER_BYTES).ok_or_else(broken)?;
        let (sector_shift, mini_shift) = (
            u32::from(u16_at(header, 30)?),
            u32::from(u16_at(header, 32)?),
        );
        if !header.starts_with(&MAGIC)
            || !matches!(sector_shift, 7..=16)
            || mini_shift >= sector_shift
        {
            return Err(broken());
        }
        let mut file = Self {
            bytes,
            sector_shift,
            next: Vec::new(),
            mini_shift,
            mini_next: Vec::new(),
            mini_stream: Vec::new(),
            mini_cutoff: u64::from(u32_at(header, 56)?),
            streams: Vec::new(),
        };
        file.read_sector_table(header)?;
        let directory = file.chain(u32_at(header, 48)?)?;
        let root = file.read_directory(&directory)?;
        let mini_table = file.chain(u32_at(header, 60)?)?;
        file.mini_next = numbers(&mini_table);
        if let Some(root) = root {
            file.mini_stream = file.chain(root.start)?;
        }
        Ok(file)
    }

    /// Names of the streams and folders.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.streams.iter().map(|stream| stream.name.as_str())
    }

    /// The bytes of a stream; `None` where there is no such stream.
    ///
    /// # Errors
    /// A stream that breaks off.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, IngestError> {
        let mut streams = self.streams.iter();
        let Some(stream) = streams.find(|stream| stream.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let mut bytes = if stream.bytes < self.mini_cutoff {
            self.mini_chain(stream.start)?
        } else {
            self.chain(stream.start)?
        };
        let length = usize::try_from(stream.bytes).map_err(|_| broken())?;
        if bytes.len() < length {
            return Err(broken());
        }
        bytes.truncate(length);
        Ok(Some(bytes))
    }

    /// The table of sectors, which stands in sectors that the header lists, and sectors that list more of them.
    fn read_sector_table(&mut self, header: &[u8]) -> Result<(), IngestError> {
        let sectors = self.bytes.len() >> self.sector_shift;
        let mut listed = numbers(&header[76..]);
        let mut more = u32_at(header, 68)?;
        let mut lists = 0;
        while more < MARKS {
            lists += 1;
            if lists > sectors {
                return Err(broken());
            }
            let mut list = numbers(self.sector(more)?);
            more = list.pop().ok_or_else(broken)?;
            listed.extend(list);
        }
        for sector in listed.into_iter().filter(|sector| *sector < MARKS) {
            if self.next.len() > sectors + (1 << self.sector_shift) {
                return Err(broken());
            }
            let table = numbers(self.sector(sector)?);
            self.next.extend(table);
        }
        Ok(())
    }

    /// Notes the streams; gives the root, whose stream holds the small ones.
    fn read_directory(&mut self, directory: &[u8]) -> Result<Option<Stream>, IngestError> {
        let mut root = None;
        let (entries, _) = directory.as_chunks::<ENTRY_BYTES>();
        for entry in entries {
            let (kind, name_bytes) = (entry[66], usize::from(u16_at(entry, 64)?).min(64));
            let (units, _) = entry[..name_bytes.saturating_sub(2)].as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
            let name = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}'));
            let stream = Stream {
                name: name.collect(),
                start: u32_at(entry, 116)?,
                // The upper half is not used in files of small sectors, and may hold anything.
                bytes: u64::from(u32_at(entry, 120)?),
            };
            match kind {
                5 => root = Some(stream),
                1 | 2 => self.streams.push(stream),
                _ => {}
            }
        }
        Ok(root)
    }

    /// The last sector may be short.
    fn sector(&self, number: u32) -> Result<&'b [u8], IngestError> {
        let size = 1_usize << self.sector_shift;
        let start = (number as usize + 1) << self.sector_shift;
        let end = self.bytes.len().min(start.saturating_add(size));
        self.bytes
            .get(start..end)
            .filter(|sector| !sector.is_empty())
            .ok_or_else(broken)
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, IngestError> {
        let mut bytes = Vec::new();
        let mut sector = start;
        while sector < MARKS {
            bytes.extend_from_slice(self.sector(sector)?);
            // Longer than the file: the chain runs in a circle.
            if bytes.len() > self.bytes.len() {
                return Err(broken());
            }
            sector = *self.next.get(sector as usize).ok_or_else(broken)?;
        }
        Ok(bytes)
    }

    fn mini_chain(&self, start: u32) -> Result<Vec<u8>, IngestError> {
        let size = 1_usize << self.mini_shift;
        let mut bytes = Vec::new();
        let mut sector = start;
        while sector < MARKS {
            let from = (sector as usize) << self.mini_shift;
            let to = self.mini_stream.len().min(from.saturating_add(size));
            let part = self.mini_stream.get(from..to).ok_or_else(broken)?;
            bytes.extend_from_slice(part);
            if part.is_empty() || bytes.len() > self.mini_stream.len() {
                return Err(broken());
            }
            sector = *self.mini_next.get(sector as usize).ok_or_else(broken)?;
        }
        Ok(bytes)
    }
}

fn broken() -> IngestError {
    IngestError::Workbook {
        message: "it breaks off or its sectors lead nowhere: it was only half written".to_owned(),
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (chunks, _) = bytes.as_chunks::<4>();
    chunks
        .iter()
        .map(|chunk| u32::from_le_bytes(*chunk))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, IngestError> {
    let found = bytes.get(at..).and_then(|bytes| bytes.first_chunk());
    found
        .map(|bytes| u16::from_le_bytes(*bytes))
        .ok_or_else(broken)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, IngestError> {
    let found = bytes.get(at..).and_then(|bytes| bytes.first_chunk());
    found
        .map(|bytes| u32::from_le_bytes(*bytes))
        .ok_or_else(broken)
}
