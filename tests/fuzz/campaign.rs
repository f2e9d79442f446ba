//! Trying a target until the time is over.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// No honest file of the size of a seed takes a tenth of this.
const INPUT_MAX: Duration = Duration::from_secs(20);

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Gives `target` every one of `seeds`, then what `change` makes of them: `tries` times, or for `FUZZ_SECONDS`.
pub fn attack<S: Clone + AsRef<[u8]>>(
    name: &str,
    seeds: &[S],
    tries: u64,
    change: impl Fn(&mut Xoshiro256PlusPlus, &[S]) -> S,
    target: impl Fn(&S),
) {
    assert!(!seeds.is_empty(), "{name} has no seeds");
    for seed in seeds {
        try_one(name, seed, &target);
    }
    let seed = setting("FUZZ_SEED").unwrap_or(2026);
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let started = Instant::now();
    let seconds = setting("FUZZ_SECONDS").map(Duration::from_secs);
    let mut done = 0;
    while seconds.map_or(done < tries, |seconds| started.elapsed() < seconds) {
        try_one(name, &change(&mut random, seeds), &target);
        done += 1;
    }
    assert!(done > 0, "{name}: nothing was tried");
}

fn try_one<S: AsRef<[u8]>>(name: &str, input: &S, target: &impl Fn(&S)) {
    let started = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(|| target(input)));
    let took = started.elapsed();
    if ended.is_ok() && took <= INPUT_MAX {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{name}-{}", std::process::id()));
    fs::write(&path, input.as_ref()).expect("written");
    let what = if ended.is_err() {
        "panics"
    } else {
        "is too slow"
    };
    panic!("{name} {what} ({took:?}) on {}", path.display());
}
