//! What the process holds, row by row, and whether it holds more and more.

use std::fs;
use std::time::Instant;

use pipeline_tests::threads;

use crate::MEMORY;

/// By how many KiB the lowest resident memory of the last part of a run may lie above that of the second;
/// the first is a warm-up. Its highest says little: how much waits in streams is a matter of chance, and
/// the allocator keeps what many threads freed. Who leaks one small block in each cycle of a million
/// comes to several times as much.
const RISE: u64 = 4 << 10;

/// In how many parts a run is judged.
const PARTS: usize = 5;

/// By how many allocations what is left may differ: what threads keep for themselves that are
/// started once, such as a place to wait in a `select!`.
const KEPT: isize = 64;

/// What the process has at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The names of its threads.
    threads: Vec<String>,
    files: usize,
    allocations: isize,
}

impl Held {
    pub(crate) fn now() -> Self {
        let threads = threads();
        let files = fs::read_dir("/proc/self/fd").expect("open files are listed");
        Held {
            files: files.count(),
            allocations: MEMORY.live(),
            threads,
        }
    }

    /// Says whether now, when all has ended, nothing is held that was not held then.
    pub(crate) fn is_all(&self) -> bool {
        let now = Held::now();
        let more = now.allocations - self.allocations;
        let is_all = now.threads == self.threads && now.files == self.files && more <= KEPT;
        println!(
            "at the end: {} threads, {} files, {more:+} allocations{}",
            now.threads.len(),
            now.files,
            if is_all { "" } else { ": NOT as before" }
        );
        if !is_all {
            println!("before: {self:?}\nafter: {now:?}");
        }
        is_all
    }
}

/// Prints a row now and then, and remembers the lowest and the highest resident memory of each part.
pub(crate) struct Gauge {
    begin: Instant,
    parts: [(u64, u64); PARTS],
}

impl Gauge {
    pub(crate) fn of(what: &str) -> Self {
        println!(
            "{what:>14} {:>8} {:>13} {:>12} {:>8} {:>6}",
            "seconds", "resident KiB", "allocations", "threads", "files"
        );
        Gauge {
            begin: Instant::now(),
            parts: [(u64::MAX, 0); PARTS],
        }
    }

    /// To be called often, when so much `of` the whole run is over.
    pub(crate) fn look(&mut self, over: u128, of: u128) {
        let part = (over * PARTS as u128 / of).min(PARTS as u128 - 1);
        let (lowest, highest) = &mut self.parts[usize::try_from(part).expect("there are few")];
        let now = resident();
        *lowest = now.min(*lowest);
        *highest = now.max(*highest);
    }

    pub(crate) fn print(&self, amount: u64) {
        let held = Held::now();
        println!(
            "{amount:>14} {:>8} {:>13} {:>12} {:>8} {:>6}",
            self.begin.elapsed().as_secs(),
            resident(),
            held.allocations,
            held.threads.len(),
            held.files
        );
    }

    /// Says whether the resident memory stayed as it was after the warm-up, if the run was long enough
    /// for that to be told.
    pub(crate) fn is_flat(&self, is_long: bool) -> bool {
        println!("resident KiB, lowest and highest of each part:");
        for (lowest, highest) in self.parts {
            println!("{lowest:>14} {highest:>8}");
        }
        if !is_long {
            println!("too short to tell whether that is flat");
            return true;
        }
        let is_flat = self.parts[PARTS - 1].0 <= self.parts[1].0.saturating_add(RISE);
        println!("that is {}", if is_flat { "flat" } else { "NOT flat" });
        is_flat
    }
}

/// How many KiB of the process are in memory: the kernel's exact count, where `statm` may be off by
/// some hundreds.
fn resident() -> u64 {
    let sums = fs::read_to_string("/proc/self/smaps_rollup").expect("memory is listed");
    let line = sums.lines().find_map(|line| line.strip_prefix("Rss:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let number = number.and_then(|number| number.parse().ok());
    number.expect("resident memory stands there")
}
