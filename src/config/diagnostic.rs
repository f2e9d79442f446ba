//! A mistake in a configuration file, and how it is shown.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

/// One mistake at one place of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub file: PathBuf,
    /// Text of the whole file, for the snippet.
    pub text: Arc<str>,
    /// Bytes of `text` that are wrong; may be empty.
    pub span: Range<usize>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong, without the place.
    pub title: String,
    /// What stands under the marked text; may be empty.
    pub label: String,
    /// An earlier place in the same file that explains this one, and what it is.
    pub earlier: Option<(Range<usize>, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    fn marks(&self) -> Vec<Annotation<'_>> {
        let primary = AnnotationKind::Primary
            .span(self.span.clone())
            .label(Some(self.label.as_str()).filter(|label| !label.is_empty()));
        let earlier = self.earlier.as_ref().map(|(span, label)| {
            AnnotationKind::Context
                .span(span.clone())
                .label(label.as_str())
        });
        [primary].into_iter().chain(earlier).collect()
    }

    fn group(&self) -> Group<'_> {
        let snippet = Snippet::source(&*self.text)
            .path(self.file.to_string_lossy())
            .annotations(self.marks());
        let group = Level::ERROR
            .primary_title(self.title.as_str())
            .element(snippet);
        match &self.help {
            // Only messages are trusted by the renderer to hold no escape sequences.
            Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(help))),
            None => group,
        }
    }
}

/// The mistakes as a person reads them, an empty line between, no newline at the end.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let shown: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[diagnostic.group()]))
        .collect();
    shown.join("\n\n")
}
