//! One TOML file, and the mistakes found in it.

use std::cell::RefCell;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::diagnostic::Diagnostic;
use super::section::Section;

/// Proof that a mistake was reported: only [`Mistake::report`] and a section that owes a report make one.
/// A value that could not be read is an `Err(Reported)`, so that nothing is missing in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

impl Reported {
    /// For a section that reports when it is finished, which it always is.
    pub(super) fn when_finished() -> Self {
        Self(())
    }
}

/// All mistakes of one reading, in the order found.
#[derive(Debug, Default)]
pub struct Mistakes(RefCell<Vec<Diagnostic>>);

impl Mistakes {
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}

/// A file being read.
pub struct Document<'a> {
    pub file: PathBuf,
    text: Arc<str>,
    mistakes: &'a Mistakes,
}

impl<'a> Document<'a> {
    pub fn new(file: &Path, text: &str, mistakes: &'a Mistakes) -> Self {
        Self {
            file: file.to_path_buf(),
            text: text.into(),
            mistakes,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Parses the file and reads its root table; keys that `read` did not ask for are mistakes.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        let (root, errors) = DeTable::parse_recoverable(&self.text);
        // A key written twice leaves the rest of the file readable; other errors make what follows a guess.
        let (twice, other): (Vec<_>, Vec<_>) = errors
            .iter()
            .partition(|error| error.message().starts_with("duplicate key"));
        if let Some(error) = other.first() {
            return Err(self.syntax(error).report());
        }
        for error in twice {
            self.syntax(error).report();
        }
        Section::root(self, root.get_ref()).finish_with(read)
    }

    fn syntax(&self, error: &toml::de::Error) -> Mistake<'_> {
        let span = error.span().unwrap_or(0..0);
        self.mistake(span, format!("not valid TOML: {}", error.message()))
    }

    /// A mistake at `span`; it counts once it is reported.
    pub fn mistake(&self, span: Range<usize>, title: impl Into<String>) -> Mistake<'_> {
        Mistake {
            document: self,
            span,
            title: title.into(),
            label: String::new(),
            earlier: None,
            help: None,
        }
    }

    /// File and line of a byte.
    pub fn place_in_words(&self, byte: usize) -> String {
        let (line, _) = self.place(byte);
        format!("{}:{line}", self.file.display())
    }

    /// Line and column of a byte, from 1, the column in characters.
    fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

/// A mistake in the making.
#[must_use = "a mistake counts once it is reported"]
pub struct Mistake<'a> {
    document: &'a Document<'a>,
    span: Range<usize>,
    title: String,
    label: String,
    earlier: Option<(Range<usize>, String)>,
    help: Option<String>,
}

impl Mistake<'_> {
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn earlier(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.earlier = Some((span, label.into()));
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn report(self) -> Reported {
        let (line, column) = self.document.place(self.span.start);
        self.document.mistakes.0.borrow_mut().push(Diagnostic {
            file: self.document.file.clone(),
            text: Arc::clone(&self.document.text),
            span: self.span,
            line,
            column,
            title: self.title,
            label: self.label,
            earlier: self.earlier,
            help: self.help,
        });
        Reported(())
    }
}

/// Reads every element before failing, so that a mistake in one hides none in the next.
pub fn gather<T>(
    results: impl IntoIterator<Item = Result<T, Reported>>,
) -> Result<Vec<T>, Reported> {
    let (good, bad): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    match bad.into_iter().find_map(Result::err) {
        Some(reported) => Err(reported),
        None => Ok(good.into_iter().flatten().collect()),
    }
}
