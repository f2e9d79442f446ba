//! Signals to a running night.

use std::process::{Child, Command};

/// Sends `SIG<name>` to `child`.
pub fn signal(child: &Child, name: &str) {
    let kill = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(kill.expect("kill is there").success(), "SIG{name}");
}
