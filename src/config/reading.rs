//! The reading of one pipeline: the only place here that opens files.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostic::Diagnostic;
use super::document::{Document, Mistakes, Reported};
use super::item::Item;
use super::section::Section;
use super::suggest::closest;

/// Files read and mistakes found so far.
#[derive(Default)]
pub struct Reading {
    /// In the order in which they were read.
    files: RefCell<Vec<PathBuf>>,
    mistakes: Mistakes,
}

impl Reading {
    /// Reads a file as TOML.
    ///
    /// # Errors
    /// The outer error is the system's; the inner one says that the file holds a mistake.
    pub fn file<T>(
        &self,
        path: &Path,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> io::Result<Result<T, Reported>> {
        let bytes = fs::read(path)?;
        self.files.borrow_mut().push(path.to_path_buf());
        let text = String::from_utf8_lossy(&bytes);
        let document = Document::new(path, &text, &self.mistakes);
        Ok(match std::str::from_utf8(&bytes) {
            Ok(_) => document.read(read),
            Err(error) => Err(not_utf8(&document, error.valid_up_to())),
        })
    }

    /// Reads the file that `item` names, a path as seen from the file in which it stands.
    pub fn part<T>(
        &self,
        item: &Item<'_>,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        let path = item.path()?;
        self.file(&path, read)
            .unwrap_or_else(|error| Err(unreadable(item, &path, &error)))
    }

    /// The text of the file that `item` names, which is no TOML.
    pub fn text(&self, item: &Item<'_>) -> Result<String, Reported> {
        let path = item.path()?;
        let text = fs::read_to_string(&path).map_err(|error| unreadable(item, &path, &error))?;
        self.files.borrow_mut().push(path);
        Ok(text)
    }

    /// The folder that `item` names, which must exist.
    pub fn folder(&self, item: &Item<'_>) -> Result<PathBuf, Reported> {
        let path = item.path()?;
        if path.is_dir() {
            return Ok(path);
        }
        let title = format!("`{}` must be a folder that exists", item.key);
        let mistake = item.mistake(title).label("no such folder");
        Err(mistake
            .help(format!("looked for `{}`", path.display()))
            .report())
    }

    /// The files read, and the mistakes by file and place.
    pub fn finish(self) -> (Vec<PathBuf>, Vec<Diagnostic>) {
        let files = self.files.into_inner();
        let mut mistakes = self.mistakes.into_vec();
        let order = |mistake: &Diagnostic| files.iter().position(|file| *file == mistake.file);
        mistakes.sort_by_key(|mistake| (order(mistake), mistake.span.start));
        (files, mistakes)
    }
}

fn not_utf8(document: &Document<'_>, byte: usize) -> Reported {
    // The lossy text is the file's own up to the first bad byte, where a replacement character stands.
    let span = byte..byte + char::REPLACEMENT_CHARACTER.len_utf8();
    document
        .mistake(span, "not UTF-8")
        .label("this byte is no character")
        .help("save the file as UTF-8")
        .report()
}

fn unreadable(item: &Item<'_>, path: &Path, error: &io::Error) -> Reported {
    let mistake = item
        .mistake(format!("cannot read `{}`", path.display()))
        .label(error.to_string());
    match neighbour(path) {
        Some(name) => mistake
            .help(format!("there is a file `{name}` in that folder"))
            .report(),
        None => mistake.report(),
    }
}

/// A TOML file beside `path` whose name is close to its own.
fn neighbour(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let mut names: Vec<String> = fs::read_dir(path.parent()?)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml") && name != wanted)
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    closest(wanted, &names).map(str::to_owned)
}
