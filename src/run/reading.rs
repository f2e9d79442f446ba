//! Extracts to records: fetching, cutting and working on blocks side by side.

use rayon::ThreadPool;

use super::arriving::ArrivingFile;
use super::block::FileKit;
use super::desk::Desk;
use super::event::{Event, Stage};
use super::fetch::{Fetched, Fetcher, LocalStorage, Place};
use super::readings::{Readings, assemble};
use super::whole_file::look_over;
use super::{RunError, RunRequest};
use crate::domain::Limits;
use crate::ingest::IngestError;
use crate::schema::records::ChunkStore;
use crate::source::Extract;

/// Reads `extracts`, whose kits stand side by side with them, on the threads of `pool`; their
/// records go to `store`.
///
/// # Errors
/// Only a stop on request, a machine without a thread to read with, or a disk without room for records: a bad file is set
/// aside.
pub fn read_extracts(
    extracts: Vec<Extract>,
    kits: &[FileKit<'_>],
    limits: Limits,
    pool: &ThreadPool,
    store: &ChunkStore,
    request: &RunRequest<'_>,
) -> Result<Readings, RunError> {
    let places = extracts.iter().map(Place::of).collect();
    let mut fetcher = Fetcher::start(LocalStorage, places, limits)
        .map_err(|source| RunError::Fetcher { source })?;
    let desk = Desk::new(2 * pool.current_num_threads() + 1, store);
    let mut digests = vec![String::new(); extracts.len()];
    pool.in_place_scope(|scope| {
        let mut done = 0;
        let mut open: Option<ArrivingFile<'_>> = None;
        while let Some((index, fetched)) = fetcher.next() {
            request.check_stop()?;
            if desk.has_refused() {
                break;
            }
            let file = open
                .get_or_insert_with(|| ArrivingFile::new(index, &extracts[index], &kits[index]));
            match fetched {
                Fetched::Piece(piece) => {
                    done += piece.len() as u64;
                    file.feed(&piece, scope, &desk);
                }
                Fetched::End { sha256 } => {
                    digests[index] = sha256;
                    file.finish(scope, &desk);
                    open = None;
                }
                Fetched::Failed(cause) => {
                    file.fail(IngestError::of_read(cause), &desk);
                    open = None;
                }
            }
            (request.events)(Event::Progressed {
                stage: Stage::Read,
                done,
            });
        }
        Ok::<(), RunError>(())
    })?;
    let mut readings = assemble(extracts, digests, desk.into_results()?);
    pool.install(|| look_over(&mut readings, kits, store))?;
    Ok(readings)
}
