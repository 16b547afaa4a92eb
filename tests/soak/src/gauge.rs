//! Measures the resources of the process, and decides whether they grow.

use std::fs;
use std::time::Instant;

use pipeline_tests::threads;

use crate::MEMORY;

/// How many KiB the lowest resident memory may rise from the third part of a run to the last. How
/// many items wait in edges depends on the schedule, and the allocator keeps the memory of the
/// largest number that ever waited. A leak of one small block per cycle makes several times as much
/// in a million cycles.
const RISE: u64 = 4 << 10;

/// Number of parts into which a run is divided.
const PARTS: usize = 5;

/// How many allocations more than before may be left: threads that are started once keep some, such
/// as their place to wait in a `select!`.
const KEPT: isize = 64;

/// The resources of the process at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The names of the threads.
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

    /// Returns whether the process now, when everything has ended, holds no more than it did then.
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

/// Prints rows, and records the lowest and the highest resident memory of each part.
pub(crate) struct Gauge {
    begin: Instant,
    parts: [Part; PARTS],
}

/// The measurements in a part of the run.
#[derive(Clone, Copy)]
struct Part {
    /// The lowest and the highest resident memory, in KiB.
    resident: (u64, u64),
    /// The lowest number of allocations.
    fewest: isize,
}

impl Gauge {
    pub(crate) fn of(what: &str) -> Self {
        println!(
            "{what:>14} {:>8} {:>13} {:>12} {:>8} {:>6}",
            "seconds", "resident KiB", "allocations", "threads", "files"
        );
        Gauge {
            begin: Instant::now(),
            parts: [Part {
                resident: (u64::MAX, 0),
                fewest: isize::MAX,
            }; PARTS],
        }
    }

    /// Measures. Call this often, when `over` of `of` parts of the whole run are done.
    pub(crate) fn look(&mut self, over: u128, of: u128) {
        let part = (over * PARTS as u128 / of).min(PARTS as u128 - 1);
        let part = &mut self.parts[usize::try_from(part).expect("there are few")];
        let now = resident();
        let (lowest, highest) = part.resident;
        part.resident = (now.min(lowest), now.max(highest));
        part.fewest = MEMORY.live().min(part.fewest);
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

    /// Returns whether resident memory and allocations have stayed flat after the warm-up. A run
    /// that is too short to decide counts as flat.
    pub(crate) fn is_flat(&self, is_long: bool) -> bool {
        println!("of each part the lowest and highest resident KiB, and the fewest allocations:");
        for part in self.parts {
            let (lowest, highest) = part.resident;
            println!("{lowest:>14} {highest:>8} {:>8}", part.fewest);
        }
        if !is_long {
            println!("too short to tell whether that is flat");
            return true;
        }
        let [_, second, third, _, last] = self.parts;
        let is_flat = last.resident.0 <= third.resident.0.saturating_add(RISE)
            && last.fewest <= second.fewest.saturating_add(KEPT);
        println!("that is {}", if is_flat { "flat" } else { "NOT flat" });
        is_flat
    }
}

/// Returns the resident memory in KiB. This is the kernel's exact count, whereas `statm` may be off
/// by some hundreds.
fn resident() -> u64 {
    let sums = fs::read_to_string("/proc/self/smaps_rollup").expect("memory is listed");
    let line = sums.lines().find_map(|line| line.strip_prefix("Rss:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let number = number.and_then(|number| number.parse().ok());
    number.expect("resident memory stands there")
}
