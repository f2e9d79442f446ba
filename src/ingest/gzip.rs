//! Text that was compressed with gzip.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::IngestError;
use crate::domain::Limits;

/// What a gzip archive begins with.
pub const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Unpacks `source` as it is read, to no more than `limits` allow.
pub fn reader<R: Read>(source: R, limits: &Limits) -> impl Read + use<R> {
    Unpacked {
        source: MultiGzDecoder::new(source),
        read: 0,
        limits: *limits,
    }
}

/// Unpacks a file that is there whole.
///
/// # Errors
/// An archive that is broken, breaks off, or unpacks to more than the limit.
pub fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, IngestError> {
    let mut unpacked = Vec::new();
    match reader(bytes, limits).read_to_end(&mut unpacked) {
        Ok(_) => Ok(unpacked),
        Err(cause) => Err(IngestError::of_read(cause)),
    }
}

struct Unpacked<R> {
    source: MultiGzDecoder<R>,
    read: u64,
    limits: Limits,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(into).map_err(|cause| {
            let message = match cause.kind() {
                std::io::ErrorKind::UnexpectedEof => "it breaks off".to_owned(),
                _ => cause.to_string(),
            };
            std::io::Error::other(IngestError::BrokenGzip { message })
        })?;
        self.read += read as u64;
        if self.read > self.limits.unpacked_bytes() {
            return Err(std::io::Error::other(IngestError::over_unpacked(
                &self.limits,
            )));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_was_packed_comes_out_and_what_breaks_off_says_so() {
        let limits = Limits::default();
        let twice = [packed(b"a,b\n"), packed(b"c,d\n")].concat();
        assert_eq!(unpack(&twice, &limits).unwrap(), b"a,b\nc,d\n");
        let says = |bytes: &[u8], limits: &Limits, what: &str| {
            let error = unpack(bytes, limits).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        };
        let half = &packed(b"a,b\n")[..15];
        says(half, &limits, "broken or half written (it breaks off)");
        says(b"\x1f\x8bno", &limits, "broken or half written");
        let tight = Limits {
            unpacked_mib: 1,
            ..limits
        };
        let bomb = packed(&vec![b'a'; 2 << 20]);
        says(
            &bomb,
            &tight,
            "it unpacks to more than 1 MiB; the limit is 1 (`unpacked_mib`",
        );
    }
}
