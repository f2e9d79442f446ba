//! What a file is, told by its first bytes. Names lie: a workbook may be called .csv, a web page .xls.

use super::encoding::{self, Transport};
use super::workbook::COMPOUND_MAGIC;
use super::{IngestError, xml};

/// What a file begins as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detected {
    /// Delimited text, or nothing that is known.
    Text,
    Gzip,
    /// A workbook, or an archive of files.
    Zip,
    /// An old workbook, one with a password, or another document.
    Compound,
    Parquet,
    /// A workbook of Excel 2003 in XML.
    SpreadsheetXml,
    Xml,
    /// No table at all.
    Foreign {
        what: &'static str,
        advice: &'static str,
    },
}

impl Detected {
    /// As a person calls it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "CSV",
            Self::Gzip => "gzip",
            Self::Zip => "workbook (zip)",
            Self::Compound => "XLS",
            Self::Parquet => "Parquet",
            Self::SpreadsheetXml => "XML of Excel 2003",
            Self::Xml => "XML",
            Self::Foreign { what, .. } => what,
        }
    }
}

const RESAVE: &str = "open it in the program that wrote it and save its table as .xlsx";
const SCANNED: &str = "a picture of a table cannot be read; send the table itself as .xlsx";
const UNPACK: &str = "unpack it and send what is in it, or pack it as .zip";

/// What is no table, and what to do about it.
const FOREIGN: [(&[u8], &str, &str); 22] = [
    (
        b"PARE",
        "an encrypted Parquet file",
        "write it without encryption",
    ),
    (b"%PDF", "a PDF document", SCANNED),
    (
        b"{\\rtf",
        "an RTF document",
        "copy its table into Excel and save it as .xlsx",
    ),
    (b"\x89PNG", "a picture (PNG)", SCANNED),
    (b"\xff\xd8\xff", "a picture (JPEG)", SCANNED),
    (b"GIF8", "a picture (GIF)", SCANNED),
    (b"II*\0", "a picture (TIFF)", SCANNED),
    (b"MM\0*", "a picture (TIFF)", SCANNED),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"BZh9", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"\x09\x00\x04\x00", OLD_EXCEL, RESAVE),
    (b"\x09\x02\x06\x00", OLD_EXCEL, RESAVE),
    (b"\x09\x04\x06\x00", OLD_EXCEL, RESAVE),
    (
        b"\x09\x08\x08\x00",
        "half of an old workbook: what is around its records is missing",
        RESAVE,
    ),
    (b"SQLite format 3\0", "an SQLite database", RESAVE),
    (b"\0\x01\0\0Standard Jet DB", "an Access database", RESAVE),
    (b"\0\x01\0\0Standard ACE DB", "an Access database", RESAVE),
    (
        b"MIME-Version:",
        "a web page with its pictures (MHTML)",
        RESAVE,
    ),
    (
        b"MZ",
        "a program",
        "do not open it; ask the sender what it is",
    ),
];

const OLD_EXCEL: &str = "a workbook of Excel 4 or before";

/// Bytes in which the beginning of a text is looked at.
const START_BYTES: usize = 4096;

/// What a file of that name is that begins with `start`.
#[must_use]
pub fn detect(start: &[u8], name: &str) -> Detected {
    let foreign = |what, advice| Detected::Foreign { what, advice };
    if name
        .rsplit('/')
        .next()
        .is_some_and(|name| name.starts_with("~$"))
    {
        return foreign(
            "a lock file that Excel leaves while a workbook is open",
            "close the workbook and delete it",
        );
    }
    match start {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => {
            return Detected::Zip;
        }
        [0x1f, 0x8b, ..] => return Detected::Gzip,
        [b'P', b'A', b'R', b'1', ..] => return Detected::Parquet,
        _ if start.starts_with(&COMPOUND_MAGIC) => return Detected::Compound,
        _ => {}
    }
    let start = &start[..start.len().min(START_BYTES)];
    let is_binary = || memchr::memchr(0, start).is_some();
    let mut known = FOREIGN
        .iter()
        .filter(|(magic, ..)| start.starts_with(magic));
    // Two letters may begin a word too.
    if let Some((_, what, advice)) = known.find(|(magic, ..)| magic.len() > 2 || is_binary()) {
        return foreign(what, advice);
    }
    if !xml::is_xml(start) {
        return Detected::Text;
    }
    let text = lower_case(start);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&[
        "urn:schemas-microsoft-com:office:spreadsheet",
        "progid=\"excel.sheet\"",
    ]) {
        return Detected::SpreadsheetXml;
    }
    if has(&[
        "<html",
        "<!doctype html",
        "<table",
        "<head",
        "<body",
        "<meta ",
        "<style",
    ]) {
        return foreign(
            "a web page (HTML), whatever its name says",
            "open it in Excel and save it as .xlsx",
        );
    }
    if has(&["office:document"]) {
        return foreign("a flat OpenDocument file", "save it as .ods or .xlsx");
    }
    Detected::Xml
}

impl Detected {
    /// The error of what is no table.
    #[must_use]
    pub fn refusal(&self) -> Option<IngestError> {
        match self {
            Self::Foreign { what, advice } => Some(IngestError::Foreign { what, advice }),
            _ => None,
        }
    }
}

/// The beginning of a text, as far as its encoding lets it be read, in lower case.
fn lower_case(start: &[u8]) -> String {
    let text = match encoding::transport(start) {
        Transport::Utf8 | Transport::SingleByte => start.to_vec(),
        wide => {
            let even = start.len() - start.len() % 2;
            encoding::to_utf8(start[..even].to_vec(), wide).unwrap_or_default()
        }
    };
    String::from_utf8_lossy(&text).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &[u8], name: &str, expected: &str) {
        assert_eq!(detect(start, name).name(), expected, "{name}");
    }

    #[test]
    fn content_tells_and_not_the_name() {
        check("STT,Họ và tên".as_bytes(), "a.xlsx", "CSV");
        check(b"PK\x03\x04\x14", "a.csv", "workbook (zip)");
        check(&COMPOUND_MAGIC, "a.xlsx", "XLS");
        check(b"\x1f\x8b\x08", "a.csv", "gzip");
        check(b"PAR1\x15", "a.txt", "Parquet");
        check(b"", "a.csv", "CSV");
        check(b"MZ-TAM,b", "a.csv", "CSV");
        check(b"MZ\x90\0\x03\0", "a.csv", "a program");
    }

    #[test]
    fn markup_is_told_apart() {
        check(b"<?xml version=\"1.0\"?>\n<KHAMSUCKHOE>", "a.xml", "XML");
        check(b"\xef\xbb\xbf <GIAMDINHHS>", "a.xml", "XML");
        let spreadsheet =
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>";
        check(spreadsheet.as_bytes(), "a.xls", "XML of Excel 2003");
        let wide: Vec<u8> = spreadsheet
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(
            &[b"\xff\xfe".to_vec(), wide].concat(),
            "a.xls",
            "XML of Excel 2003",
        );
        check(
            b"\n<HTML><body><TABLE>",
            "a.xls",
            "a web page (HTML), whatever its name says",
        );
        check(
            b"<table border=1>",
            "a.xls",
            "a web page (HTML), whatever its name says",
        );
    }

    #[test]
    fn what_is_no_table_is_named() {
        check(b"%PDF-1.7", "a.xlsx", "a PDF document");
        check(b"{\\rtf1", "a.xls", "an RTF document");
        check(b"\xff\xd8\xff\xe0", "a.csv", "a picture (JPEG)");
        check(
            b"\x05admin",
            "in/~$a.xlsx",
            "a lock file that Excel leaves while a workbook is open",
        );
        let refusal = detect(b"%PDF", "a").refusal().unwrap().to_string();
        assert_eq!(refusal, format!("it is a PDF document; {SCANNED}"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(0_u8.., 0..60)) {
            let _ = detect(&bytes, "a");
        }
    }
}
