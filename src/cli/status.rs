//! Lines on stderr: errors, and the one status line for cron.

use std::io::Write;

/// Prints an error and what caused it.
pub fn error(error: &anyhow::Error) {
    line(&format!("error: {}", with_causes(error)));
}

/// An error with its causes, each on a line of its own.
pub fn with_causes(error: &anyhow::Error) -> String {
    let causes = error
        .chain()
        .skip(1)
        .map(|cause| format!("\n  because: {cause}"));
    causes.fold(error.to_string(), |text, cause| text + &cause)
}

/// Prints a line on stderr. A stderr that takes nothing is no reason to stop a night.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints a result on stdout.
///
/// # Errors
/// When stdout is closed: a reader like `head` may have had enough.
pub fn out(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// [`out`], where a closed stdout is no error of ours.
pub fn show(text: &str) -> anyhow::Result<()> {
    match out(text) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
