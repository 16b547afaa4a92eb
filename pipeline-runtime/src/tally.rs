//! Counting what happens, for the report.
//!
//! Each worker has a tally that only its own thread writes, or whoever polls its task, so that counting
//! costs no locked instruction; anybody may read it, at any time. Only waiting is timed.

use std::time::Duration;

use crate::methods::Methods;
use crate::sync::thread::Instant;
use crate::sync::{Apart, Arc, AtomicBool, AtomicU64, Mutex, Ordering, lock};

/// A number with one writer.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    #[inline]
    pub(crate) fn add(&self, more: u64) {
        let sum = self.0.load(Ordering::Relaxed) + more;
        self.0.store(sum, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// For several additions: the number has them all when this is gone.
    #[inline]
    pub(crate) fn batch(&self) -> Batch<'_> {
        Batch {
            counter: self,
            more: 0,
        }
    }

    /// Takes away what was added.
    #[inline]
    pub(crate) fn subtract(&self, less: u64) {
        self.set(self.get().saturating_sub(less));
    }

    /// The number, which is 0 from here on.
    pub(crate) fn take(&self) -> u64 {
        let number = self.get();
        self.set(0);
        number
    }

    #[inline]
    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }
}

/// What is to be added to a counter.
pub(crate) struct Batch<'c> {
    counter: &'c Counter,
    more: u64,
}

impl Batch<'_> {
    #[inline]
    pub(crate) fn add(&mut self, more: u64) {
        self.more += more;
    }
}

impl Drop for Batch<'_> {
    #[inline]
    fn drop(&mut self) {
        self.counter.add(self.more);
    }
}

/// A counter that is written for every item.
pub(crate) type Count = Arc<Apart<Counter>>;

/// A duration with one writer.
#[derive(Default)]
pub(crate) struct Stopwatch {
    nanos: Counter,
    /// When it was started, if it runs.
    since: Mutex<Option<Instant>>,
}

impl Stopwatch {
    /// Adds what `wait` takes.
    pub(crate) fn time<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.start();
        let result = wait();
        self.stop();
        result
    }

    /// Starts it, if it does not run.
    pub(crate) fn start(&self) {
        lock(&self.since).get_or_insert_with(Instant::now);
    }

    /// Adds what passed since its start, if it runs.
    pub(crate) fn stop(&self) {
        if let Some(start) = lock(&self.since).take() {
            let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
            self.nanos.add(nanos);
        }
    }

    pub(crate) fn get(&self) -> Duration {
        Duration::from_nanos(self.nanos.get())
    }

    fn runs(&self) -> bool {
        lock(&self.since).is_some()
    }
}

/// What one worker has done so far.
pub(crate) struct Tally {
    /// Items taken, from each edge it reads; from where they are made, if it reads none.
    pub(crate) taken: Box<[Count]>,
    /// Items handed over, to each edge it fills.
    pub(crate) given: Box<[Count]>,
    /// Items of which its body made nothing.
    pub(crate) filtered: Counter,
    /// Items that its body failed on.
    pub(crate) failed: Counter,
    /// Attempts after a first that failed.
    pub(crate) retried: Counter,
    /// Items that were in its hands when it had to stop.
    pub(crate) dropped: Counter,
    /// Items in its hands now, of a task: it may be dropped with them at any time.
    pub(crate) held: Counter,
    pub(crate) methods: Methods,
    /// Its body is at work on a thread of its own.
    blocked: AtomicBool,
    pub(crate) waited_for_input: Stopwatch,
    pub(crate) waited_for_output: Stopwatch,
    pub(crate) lived: Stopwatch,
    /// What it takes from several edges are items of one stream, and not parts of the same.
    pub(crate) merges: AtomicBool,
}

impl Tally {
    pub(crate) fn new(inputs: usize, outputs: usize) -> Self {
        let counters = |count| (0..count).map(|_| Count::default()).collect();
        Tally {
            taken: counters(inputs.max(1)),
            given: counters(outputs),
            filtered: Counter::default(),
            failed: Counter::default(),
            retried: Counter::default(),
            dropped: Counter::default(),
            held: Counter::default(),
            methods: Methods::default(),
            blocked: AtomicBool::new(false),
            waited_for_input: Stopwatch::default(),
            waited_for_output: Stopwatch::default(),
            lived: Stopwatch::default(),
            merges: AtomicBool::new(false),
        }
    }

    pub(crate) fn is_blocked(&self) -> bool {
        self.blocked.load(Ordering::Acquire)
    }

    pub(crate) fn set_blocked(&self, blocked: bool) {
        self.blocked.store(blocked, Ordering::Release);
    }

    /// How many items it took, from all it reads.
    pub(crate) fn all_taken(&self) -> u64 {
        let taken = self.taken.iter().map(|taken| taken.get());
        if self.merges.load(Ordering::Relaxed) {
            taken.sum()
        } else {
            taken.max().unwrap_or(0)
        }
    }

    /// Whether the worker is inside code that this crate cannot end.
    pub(crate) fn is_busy(&self) -> bool {
        let waits = self.waited_for_input.runs() || self.waited_for_output.runs();
        self.lived.runs() && !waits
    }
}
