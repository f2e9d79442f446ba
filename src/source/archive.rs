//! Zip archives of extracts: what is in them, and one file of them as a stream.
//!
//! Nothing is unpacked to the disk, so that a name can lead nowhere; names that try are refused all the same.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::path::Path;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::domain::Limits;

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the archive.
    pub path: String,
    /// What it unpacks to, as the archive says.
    pub bytes: u64,
    /// Why it cannot be read: in English and in Vietnamese.
    pub fault: Option<(String, String)>,
}

impl Entry {
    /// The name without its folders.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// The files in the archive at `path`, by their paths.
///
/// # Errors
/// An archive that cannot be opened or read, in English and in Vietnamese.
pub fn entries(path: &Path, limits: &Limits) -> Result<Vec<Entry>, (String, String)> {
    let file = File::open(path).map_err(|cause| {
        (
            format!("it cannot be opened: {cause}"),
            format!("không mở được tệp: {cause}"),
        )
    })?;
    let mut archive = ZipArchive::new(file).map_err(|cause| broken(&cause))?;
    let count = archive.len();
    if count > limits.archive_entries as usize {
        let limit = limits.archive_entries;
        return Err((
            format!(
                "it holds {count} files; the limit is {limit} (`archive_entries` in [limits] of pipeline.toml): split it, or raise the limit"
            ),
            format!(
                "tệp nén có {count} tệp, vượt giới hạn {limit} (`archive_entries` trong [limits] của pipeline.toml); chia nhỏ tệp, hoặc tăng giới hạn"
            ),
        ));
    }
    let mut entries = Vec::with_capacity(count);
    for at in 0..count {
        let entry = archive.by_index_raw(at).map_err(|cause| broken(&cause))?;
        let path = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        if entry.is_dir() || is_litter(&path) {
            continue;
        }
        let fault = fault(&path, &entry, limits);
        entries.push(Entry {
            bytes: entry.size(),
            path,
            fault,
        });
    }
    let unpacked: u128 = entries.iter().map(|entry| u128::from(entry.bytes)).sum();
    if unpacked > u128::from(limits.unpacked_bytes()) {
        let (mib, limit) = (unpacked >> 20, limits.unpacked_mib);
        return Err((
            format!(
                "it unpacks to {mib} MiB; the limit is {limit} (`unpacked_mib` in [limits] of pipeline.toml): check where it comes from, split it, or raise the limit"
            ),
            format!(
                "tệp nén bung ra {mib} MiB, vượt giới hạn {limit} (`unpacked_mib` trong [limits] của pipeline.toml); kiểm tra tệp từ đâu đến, chia nhỏ, hoặc tăng giới hạn"
            ),
        ));
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

fn broken(cause: &dyn std::error::Error) -> (String, String) {
    (
        format!("its zip archive is broken or half written ({cause}); copy it again"),
        "tệp nén bị hỏng hoặc chưa chép xong; chép lại".to_owned(),
    )
}

/// What systems leave in archives and nobody sent.
fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let litter = [".DS_Store", "Thumbs.db", "desktop.ini"];
    path.starts_with("__MACOSX/") || name.starts_with("._") || litter.contains(&name)
}

fn fault<R: Read>(
    path: &str,
    entry: &zip::read::ZipFile<'_, R>,
    limits: &Limits,
) -> Option<(String, String)> {
    let said = |english: &str, vietnamese: &str| Some((english.to_owned(), vietnamese.to_owned()));
    let is_archive = |end: &&str| path.to_ascii_lowercase().ends_with(*end);
    let leads_out = path.split(['/', '\\']).any(|part| part == "..")
        || path.starts_with(['/', '\\'])
        || path.as_bytes().get(1) == Some(&b':');
    if leads_out {
        return said(
            "its name leads out of its archive: check where it comes from, and pack it again",
            "tên tệp dẫn ra ngoài tệp nén; kiểm tra tệp từ đâu đến rồi nén lại",
        );
    }
    if path.contains('\\') || path.contains(char::is_control) {
        return said(
            "its name in the archive holds a \\ or a control character: pack it again with another program",
            "tên tệp trong tệp nén có ký tự \\ hoặc ký tự điều khiển; nén lại bằng phần mềm khác",
        );
    }
    if entry.is_symlink() {
        return said(
            "it is a link and no file: pack the file itself",
            "đây là liên kết, không phải tệp; nén chính tệp đó",
        );
    }
    if entry.encrypted() {
        return said(
            "it is protected by a password: pack it again without one",
            "tệp nén có mật khẩu; nén lại không đặt mật khẩu",
        );
    }
    if [".zip", ".rar", ".7z"].iter().any(is_archive) {
        return said(
            "it is an archive in an archive: unpack it and send the files themselves",
            "đây là tệp nén nằm trong tệp nén; giải nén rồi gửi chính các tệp",
        );
    }
    if !matches!(
        entry.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        return said(
            "it is packed in a way that is not read: pack it again as an ordinary zip archive",
            "tệp được nén theo cách không đọc được; nén lại thành .zip thông thường",
        );
    }
    let is_bomb = entry.compressed_size().saturating_mul(RATIO_MAX) < entry.size();
    if is_bomb && entry.size() > RATIO_BYTES_MIN.min(limits.unpacked_bytes()) {
        return said(
            "it unpacks to more than a thousand times its size: no table does; check where it comes from",
            "tệp bung ra gấp hơn một nghìn lần: không bảng nào như vậy; kiểm tra tệp từ đâu đến",
        );
    }
    None
}

/// No table is packed so tightly; checked from [`RATIO_BYTES_MIN`] on.
const RATIO_MAX: u64 = 1000;

/// Small files are harmless whatever they are.
const RATIO_BYTES_MIN: u64 = 16 << 20;

/// The file at `entry` in the archive at `path`, unpacked as it is read and checked at its end.
///
/// # Errors
/// An archive or an entry that cannot be opened.
pub fn open(path: &Path, entry: &str) -> io::Result<Box<dyn Read + Send>> {
    let mut archive = ZipArchive::new(File::open(path)?).map_err(io::Error::other)?;
    let at = (0..archive.len()).find(|at| {
        let name = archive.by_index_raw(*at).map(|found| match found.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(found.name_raw()).into_owned(),
        });
        name.is_ok_and(|name| name == entry)
    });
    let found = archive
        .by_index_raw(at.ok_or(io::ErrorKind::NotFound)?)
        .map_err(io::Error::other)?;
    let (start, packed) = (found.data_start(), found.compressed_size());
    let (method, bytes, crc32) = (found.compression(), found.size(), found.crc32());
    drop(found);
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start.ok_or(io::ErrorKind::InvalidData)?))?;
    let packed = file.take(packed);
    let source: Box<dyn Read + Send> = match method {
        CompressionMethod::Stored => Box::new(packed),
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    };
    Ok(Box::new(Checked {
        // One byte more than it says tells that it lies.
        source: source.take(bytes.saturating_add(1)),
        crc: Crc::new(),
        read: 0,
        bytes,
        crc32,
    }))
}

/// A file of an archive that must be what the archive says of it.
struct Checked {
    source: Take<Box<dyn Read + Send>>,
    crc: Crc,
    read: u64,
    bytes: u64,
    crc32: u32,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let damaged = || {
            let message = "it is damaged: what is in the archive is not what the archive says of it; pack it again";
            io::Error::new(io::ErrorKind::InvalidData, message)
        };
        let read = self.source.read(into).map_err(|_| damaged())?;
        self.crc.update(&into[..read]);
        self.read += read as u64;
        let is_end = read == 0 && !into.is_empty();
        let is_other = self.read != self.bytes || self.crc.sum() != self.crc32;
        if self.read > self.bytes || is_end && is_other {
            return Err(damaged());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(folder: &tempfile::TempDir, files: &[(&str, &[u8])]) -> PathBuf {
        let path = folder.path().join("a.zip");
        let mut writer = ZipWriter::new(File::create(&path).unwrap());
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap();
        path
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Nông Thị Ấm\n".repeat(10_000);
        let path = archive(
            &folder,
            &[
                ("b/ds.csv", text.as_bytes()),
                ("a.csv", b""),
                ("__MACOSX/._a.csv", b"x"),
                ("b/.DS_Store", b"x"),
            ],
        );
        let found = entries(&path, &Limits::default()).unwrap();
        let names: Vec<(&str, u64)> = found.iter().map(|e| (e.name(), e.bytes)).collect();
        assert_eq!(names, [("a.csv", 0), ("ds.csv", text.len() as u64)]);
        assert!(found.iter().all(|entry| entry.fault.is_none()));
        let mut read = String::new();
        open(&path, "b/ds.csv")
            .unwrap()
            .read_to_string(&mut read)
            .unwrap();
        assert_eq!(read, text);
        assert!(open(&path, "c").is_err());
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = archive(
            &folder,
            &[
                ("../a.csv", b"x"),
                ("/etc/a.csv", b"x"),
                ("C:/a.csv", b"x"),
                ("b\\a.csv", b"x"),
                ("b.zip", b"x"),
            ],
        );
        let found = entries(&path, &Limits::default()).unwrap();
        let faults: Vec<&str> = found
            .iter()
            .map(|entry| entry.fault.as_ref().unwrap().0.split(':').next().unwrap())
            .collect();
        assert_eq!(
            faults,
            [
                "its name leads out of its archive",
                "its name leads out of its archive",
                "its name leads out of its archive",
                "it is an archive in an archive",
                "its name in the archive holds a \\ or a control character",
            ]
        );
    }

    #[test]
    fn an_archive_that_is_damaged_or_too_large_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Nông Thị Ấm, 1957\n".repeat(50);
        let path = archive(&folder, &[("a.csv", text.as_bytes())]);
        let bytes = std::fs::read(&path).unwrap();
        let mut damaged = bytes.clone();
        damaged[45] ^= 0x10;
        std::fs::write(&path, &damaged).unwrap();
        let mut read = Vec::new();
        let error = open(&path, "a.csv")
            .unwrap()
            .read_to_end(&mut read)
            .unwrap_err();
        assert!(error.to_string().contains("it is damaged"), "{error}");
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let (error, _) = entries(&path, &Limits::default()).unwrap_err();
        assert!(error.contains("broken or half written"), "{error}");
        let bomb = vec![0; 20 << 20];
        let path = archive(&folder, &[("a.csv", &bomb), ("b.csv", b"x")]);
        let found = entries(&path, &Limits::default()).unwrap();
        assert!(
            found[0]
                .fault
                .as_ref()
                .unwrap()
                .0
                .contains("a thousand times"),
            "{found:?}"
        );
        let few = Limits {
            archive_entries: 1,
            ..Limits::default()
        };
        let (error, _) = entries(&path, &few).unwrap_err();
        assert!(
            error.contains("holds 2 files; the limit is 1 (`archive_entries`"),
            "{error}"
        );
        let small = Limits {
            unpacked_mib: 1,
            ..Limits::default()
        };
        let (error, _) = entries(&path, &small).unwrap_err();
        assert!(
            error.contains("it unpacks to 20 MiB; the limit is 1"),
            "{error}"
        );
    }
}
