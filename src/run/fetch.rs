//! Bytes of the extracts, fetched ahead of the kernels.
//!
//! Fetching waits, parsing works: a runtime of its own reads the files in order, some pieces ahead, and
//! takes their digests on the way. Where extracts come from is behind [`Storage`]: local folders today.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

/// Bytes of one piece. Large enough that cutting and scheduling cost nothing, small enough that a few in
/// flight on each thread stay within some tens of MiB.
pub const PIECE_BYTES: usize = 4 << 20;

/// Pieces that may wait for the kernels.
const PIECES_AHEAD: usize = 4;

/// A place where extracts lie.
pub trait Storage: Send + Sync + 'static {
    /// Opens an extract for reading from its beginning.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
}

/// Folders of this machine.
pub struct LocalStorage;

impl Storage for LocalStorage {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }
}

/// What arrives of an extract, in order.
pub enum Fetched {
    Piece(Vec<u8>),
    /// All of it was read.
    End {
        sha256: String,
    },
    /// It broke off; nothing more comes of it.
    Failed(io::Error),
}

/// A running fetch.
pub struct Fetcher {
    pieces: mpsc::Receiver<(usize, Fetched)>,
    // Keeps the worker alive; dropped last.
    _runtime: Runtime,
}

impl Fetcher {
    /// Starts to read `paths` in order.
    ///
    /// # Errors
    /// When the machine gives no thread for it.
    pub fn start(storage: impl Storage, paths: Vec<PathBuf>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(1)
            .build()?;
        let (sender, pieces) = mpsc::channel(PIECES_AHEAD);
        runtime.spawn_blocking(move || {
            for (extract, path) in paths.iter().enumerate() {
                // A receiver that is gone has no more use for the rest.
                if fetch(&storage, extract, path, &sender).is_none() {
                    return;
                }
            }
        });
        Ok(Self {
            pieces,
            _runtime: runtime,
        })
    }

    /// The next piece and the extract it belongs to; `None` after the last one.
    pub fn next(&mut self) -> Option<(usize, Fetched)> {
        self.pieces.blocking_recv()
    }
}

fn fetch(
    storage: &impl Storage,
    extract: usize,
    path: &Path,
    sender: &mpsc::Sender<(usize, Fetched)>,
) -> Option<()> {
    let send = |fetched| sender.blocking_send((extract, fetched)).ok();
    let mut reader = match storage.open(path) {
        Ok(reader) => reader,
        Err(cause) => return send(Fetched::Failed(cause)),
    };
    let mut digest = Sha256::new();
    loop {
        let mut piece = Vec::new();
        match reader
            .by_ref()
            .take(PIECE_BYTES as u64)
            .read_to_end(&mut piece)
        {
            Err(cause) => return send(Fetched::Failed(cause)),
            Ok(0) => break,
            Ok(_) => {
                digest.update(&piece);
                send(Fetched::Piece(piece))?;
            }
        }
    }
    send(Fetched::End {
        sha256: hex(&digest.finalize()),
    })
}

/// Lower-case hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
