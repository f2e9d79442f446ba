//! Bytes of the extracts, fetched ahead of the kernels.
//!
//! Fetching waits, parsing works: a runtime of its own reads the files in order, some pieces ahead, and
//! takes their digests on the way. Where extracts come from is behind [`Storage`]: local folders today.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use crate::domain::Limits;
use crate::ingest::gzip;
use crate::source::{Extract, archive};

/// Bytes of one piece. Large enough that cutting and scheduling cost nothing, small enough that a few in
/// flight on each thread stay within some tens of MiB.
pub const PIECE_BYTES: usize = 4 << 20;

/// Pieces that may wait for the kernels.
const PIECES_AHEAD: usize = 4;

/// Where an extract lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: PathBuf,
    /// The path in the archive at `path`, where it is in one.
    pub entry: Option<String>,
}

impl Place {
    #[must_use]
    pub fn of(extract: &Extract) -> Self {
        Self {
            path: extract.path.clone(),
            entry: extract.entry.clone(),
        }
    }
}

/// A storage of extracts.
pub trait Storage: Send + Sync + 'static {
    /// Opens an extract for reading from its beginning.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn open(&self, place: &Place) -> io::Result<Box<dyn Read + Send>>;
}

/// Folders of this machine, and archives in them.
pub struct LocalStorage;

impl Storage for LocalStorage {
    fn open(&self, place: &Place) -> io::Result<Box<dyn Read + Send>> {
        match &place.entry {
            Some(entry) => archive::open(&place.path, entry),
            None => Ok(Box::new(File::open(&place.path)?)),
        }
    }
}

/// An extract that was opened: what is compressed is unpacked on the way.
pub struct Opened {
    source: Box<dyn Read + Send>,
    /// Of the bytes as they were delivered.
    digest: Arc<Mutex<Sha256>>,
}

impl Opened {
    /// Opens the extract at `place`.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub fn new(storage: &impl Storage, place: &Place, limits: &Limits) -> io::Result<Self> {
        let digest = Arc::new(Mutex::new(Sha256::new()));
        let mut delivered = storage.open(place)?;
        let mut start = Vec::new();
        delivered
            .by_ref()
            .take(gzip::MAGIC.len() as u64)
            .read_to_end(&mut start)?;
        let is_packed = start == gzip::MAGIC;
        let delivered = Digested {
            source: io::Cursor::new(start).chain(delivered),
            digest: Arc::clone(&digest),
        };
        let source: Box<dyn Read + Send> = if is_packed {
            Box::new(gzip::reader(delivered, limits))
        } else {
            Box::new(delivered)
        };
        Ok(Self { source, digest })
    }

    /// The next bytes, up to `length` of them; none at the end.
    ///
    /// # Errors
    /// When it breaks off or cannot be read.
    pub fn piece(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut piece = Vec::with_capacity(length);
        self.source
            .by_ref()
            .take(length as u64)
            .read_to_end(&mut piece)?;
        Ok(piece)
    }

    fn sha256(self) -> String {
        let digest = self.digest.lock().unwrap_or_else(PoisonError::into_inner);
        hex(&digest.clone().finalize())
    }
}

/// Bytes whose digest is taken as they are read.
struct Digested<R> {
    source: R,
    digest: Arc<Mutex<Sha256>>,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        let mut digest = self.digest.lock().unwrap_or_else(PoisonError::into_inner);
        digest.update(&into[..read]);
        Ok(read)
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
    /// Starts to read `places` in order.
    ///
    /// # Errors
    /// When the machine gives no thread for it.
    pub fn start(storage: impl Storage, places: Vec<Place>, limits: Limits) -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(1)
            .build()?;
        let (sender, pieces) = mpsc::channel(PIECES_AHEAD);
        runtime.spawn_blocking(move || {
            for (extract, place) in places.iter().enumerate() {
                let opened = Opened::new(&storage, place, &limits);
                // A receiver that is gone has no more use for the rest.
                if fetch(opened, extract, &sender).is_none() {
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
    opened: io::Result<Opened>,
    extract: usize,
    sender: &mpsc::Sender<(usize, Fetched)>,
) -> Option<()> {
    let send = |fetched| sender.blocking_send((extract, fetched)).ok();
    let mut opened = match opened {
        Ok(opened) => opened,
        Err(cause) => return send(Fetched::Failed(cause)),
    };
    loop {
        match opened.piece(PIECE_BYTES) {
            Err(cause) => return send(Fetched::Failed(cause)),
            Ok(piece) if piece.is_empty() => break,
            Ok(piece) => send(Fetched::Piece(piece))?,
        }
    }
    send(Fetched::End {
        sha256: opened.sha256(),
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
