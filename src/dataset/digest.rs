//! A file that is digested while it is written.

use std::fs::File;
use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Counts and digests what goes into a file.
pub(super) struct DigestWriter {
    file: File,
    sha256: Sha256,
    bytes: u64,
}

impl DigestWriter {
    pub(super) fn new(file: File) -> Self {
        Self {
            file,
            sha256: Sha256::new(),
            bytes: 0,
        }
    }

    /// Bytes that the file has taken.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The file, not yet durable, and the digest of all it was given.
    pub(super) fn finish(self) -> (File, String) {
        (self.file, hex(&self.sha256.finalize()))
    }
}

impl Write for DigestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.sha256.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// SHA-256 of what `from` still holds, and its length in bytes.
pub(super) fn digest(mut from: impl Read) -> io::Result<(String, u64)> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((hex(&sha256.finalize()), bytes)),
            Ok(taken) => {
                sha256.update(&buffer[..taken]);
                bytes += taken as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::digest;

    /// FIPS 180-2, appendix B.1.
    #[test]
    fn the_published_digest_of_abc() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            digest(&b"abc"[..]).expect("reads"),
            (expected.to_owned(), 3)
        );
    }
}
