//! What the process holds, row by row, and whether it holds more and more.

use std::fs;
use std::time::Instant;

use pipeline_tests::threads;

use crate::MEMORY;

/// By how many KiB the lowest resident memory of the last part of a run may lie above that of the third:
/// how much waits in streams is a matter of chance, and the allocator keeps what it has taken for the
/// most that ever waited. Who leaks one small block in each cycle of a million comes to several times as
/// much.
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
    parts: [Part; PARTS],
}

/// What was seen in a part of the run.
#[derive(Clone, Copy)]
struct Part {
    /// The lowest and the highest KiB of the process in memory.
    resident: (u64, u64),
    /// The fewest allocations that there were at once.
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

    /// To be called often, when so much `of` the whole run is over.
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

    /// Says whether resident memory and allocations stayed as they were after the warm-up, if the run
    /// was long enough for that to be told.
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

/// How many KiB of the process are in memory: the kernel's exact count, where `statm` may be off by
/// some hundreds.
fn resident() -> u64 {
    let sums = fs::read_to_string("/proc/self/smaps_rollup").expect("memory is listed");
    let line = sums.lines().find_map(|line| line.strip_prefix("Rss:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let number = number.and_then(|number| number.parse().ok());
    number.expect("resident memory stands there")
}
