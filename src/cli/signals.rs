//! SIGTERM and SIGINT end a night cleanly.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// A flag that the first signal raises; the second one ends the program at once.
///
/// # Errors
/// When the system takes no handler.
pub fn stop_flag() -> std::io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&flag);
    let runtime = Builder::new_current_thread().enable_io().build()?;
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let raised = Arc::clone(&raised);
        let _guard = runtime.enter();
        let mut signals = signal(kind)?;
        runtime.spawn(async move {
            while signals.recv().await.is_some() {
                if raised.swap(true, Ordering::Relaxed) {
                    std::process::exit(2);
                }
            }
        });
    }
    let waiter = thread::Builder::new().name("signals".into());
    waiter.spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(flag)
}
