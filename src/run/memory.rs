//! How much memory the program took.

use std::fs;

/// Bytes that the program took at its most; `None` where the system does not tell.
#[must_use]
pub fn most_taken() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim_end().parse().ok()?;
    Some(kib << 10)
}

/// What to tell of a night that took more than `limit`.
#[must_use]
pub fn over_limit(limit: u64, taken: u64) -> Option<String> {
    let mib = |bytes: u64| bytes >> 20;
    (taken > limit).then(|| {
        format!(
            "the night took {} MiB of memory where --memory-limit is {} MiB: records can wait on disk, and what linking and persons hold of each of them cannot; raise the limit, or run the province in parts by commune",
            mib(taken),
            mib(limit)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_held_against_the_limit() {
        let held = vec![1_u8; 64 << 20];
        let taken = most_taken().expect("Linux tells");
        assert!(taken >= held.iter().map(|byte| u64::from(*byte)).sum());
        assert_eq!(over_limit(taken, taken), None);
        let told = over_limit(1 << 30, 3 << 30).expect("it is over");
        assert!(
            told.contains("3072 MiB of memory where --memory-limit is 1024 MiB"),
            "{told}"
        );
    }
}
