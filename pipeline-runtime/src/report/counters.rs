//! Counters and stopwatches of workers, for the report.
//!
//! Each worker has its own counters. Only its own thread writes them, or the thread that polls its
//! task, so counting needs no locked instruction. Any thread may read them at any time. Only waits
//! are timed, not work.

use std::time::Duration;

use crate::report::methods::Methods;
use crate::report::state::{Pausing, WorkerState};
use crate::report::timeline::Recorder;
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, AtomicU64, CachePadded, Mutex, Ordering, lock};

/// A number that one thread at a time writes. Relaxed is enough, because nothing else is ordered by
/// it.
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

    /// Collects several additions. The counter has their sum when the batch is dropped.
    #[inline]
    pub(crate) fn batch(&self) -> CountBatch<'_> {
        CountBatch {
            counter: self,
            more: 0,
        }
    }

    /// Subtracts `less`. The result is never less than 0.
    #[inline]
    pub(crate) fn subtract(&self, less: u64) {
        self.set(self.get().saturating_sub(less));
    }

    /// Returns the number, and sets it to 0.
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

/// A sum that is added to a counter on drop.
pub(crate) struct CountBatch<'c> {
    counter: &'c Counter,
    more: u64,
}

impl CountBatch<'_> {
    #[inline]
    pub(crate) fn add(&mut self, more: u64) {
        self.more += more;
    }
}

impl Drop for CountBatch<'_> {
    #[inline]
    fn drop(&mut self) {
        self.counter.add(self.more);
    }
}

/// A counter that is written for every item, on a cache line of its own.
pub(crate) type SharedCounter = Arc<CachePadded<Counter>>;

/// A duration that one thread at a time measures.
#[derive(Default)]
pub(crate) struct Stopwatch {
    measured: Mutex<Measured>,
    /// Why the worker lets time pass, if it does not wait for another worker.
    pub(super) pausing: Pausing,
    /// Recorder of the times at which the stopwatch ran.
    track: Option<Track>,
}

#[derive(Default)]
struct Measured {
    /// Sum of all measurements, without the one that runs.
    sum: Duration,
    /// When the stopwatch was started, if it runs.
    since: Option<Instant>,
    has_stopped: bool,
}

struct Track {
    recorder: Arc<Recorder>,
    /// State of the worker while the stopwatch runs. [`Working`](WorkerState::Working) stands for
    /// the worker's whole life.
    state: WorkerState,
}

impl Stopwatch {
    fn tracked(recorder: Option<&Arc<Recorder>>, state: WorkerState) -> Self {
        let track = recorder.map(|recorder| Track {
            recorder: Arc::clone(recorder),
            state,
        });
        Stopwatch {
            track,
            ..Stopwatch::default()
        }
    }

    /// Adds the time that `wait` takes.
    pub(crate) fn time<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.start();
        let result = wait();
        self.stop();
        result
    }

    /// Starts the stopwatch, if it does not run.
    pub(crate) fn start(&self) {
        let now = *lock(&self.measured).since.get_or_insert_with(Instant::now);
        if let Some(track) = &self.track
            && track.state == WorkerState::Working
        {
            track.recorder.begin(now);
        }
    }

    /// Adds the time since the start, if the stopwatch runs.
    pub(crate) fn stop(&self) {
        let mut measured = lock(&self.measured);
        let Some(start) = measured.since.take() else {
            return;
        };
        let now = Instant::now();
        measured.sum += now.saturating_duration_since(start);
        measured.has_stopped = true;
        drop(measured);
        if let Some(track) = &self.track {
            track.write(start, now, &self.pausing);
        }
    }

    /// Returns the sum so far, including the measurement that runs.
    pub(crate) fn so_far(&self) -> Duration {
        let measured = lock(&self.measured);
        let running = measured
            .since
            .map_or(Duration::ZERO, |start| start.elapsed());
        measured.sum + running
    }

    pub(crate) fn runs(&self) -> bool {
        lock(&self.measured).since.is_some()
    }

    /// Returns whether the stopwatch has run, and does not run now.
    pub(crate) fn has_stopped(&self) -> bool {
        let measured = lock(&self.measured);
        measured.has_stopped && measured.since.is_none()
    }
}

impl Track {
    fn write(&self, start: Instant, end: Instant, pausing: &Pausing) {
        match self.state {
            WorkerState::Working => self.recorder.end(end),
            WorkerState::WaitingForRoom => self.recorder.wait(pausing.state(), start, end),
            state => self.recorder.wait(state, start, end),
        }
    }
}

/// Counters of one worker.
#[derive(Default)]
pub(crate) struct Counters {
    /// Items taken, for each edge that the worker reads. For a source, a single counter of the
    /// items that it made.
    pub(crate) taken: Box<[SharedCounter]>,
    /// Items handed over, for each edge that the worker fills.
    pub(crate) given: Box<[SharedCounter]>,
    /// Items for which the body gave nothing.
    pub(crate) filtered: Counter,
    /// Items on which the body failed.
    pub(crate) failed: Counter,
    /// Further attempts after a first one that failed.
    pub(crate) retried: Counter,
    /// Number of processes that work for the worker: this one, or those of the place where it is.
    pub(crate) processes: Counter,
    /// Answers of other processes that were not used, because another answer had come before.
    pub(crate) repeated: Counter,
    /// Items that the worker had in hand when it had to stop.
    pub(crate) dropped: Counter,
    /// Items that the worker has in hand now, if it is a task. The task may be dropped together
    /// with them at any time.
    pub(crate) held: Counter,
    pub(crate) methods: Methods,
    /// Whether the item in hand is counted as failed, and its failure is being handled.
    handles_failure: AtomicBool,
    /// Whether a `blocking` body has an item, on a thread of its own.
    blocked: AtomicBool,
    /// Whether that body has returned, so that its thread is no longer at work.
    returned: AtomicBool,
    pub(crate) waited_for_input: Stopwatch,
    pub(crate) waited_for_output: Stopwatch,
    pub(crate) lived: Stopwatch,
    /// Whether the items of several edges form one stream. Otherwise one item of each edge belongs
    /// together.
    merges: AtomicBool,
}

impl Counters {
    /// Makes the counters of a worker. `recorder` records what the worker does.
    pub(crate) fn new(inputs: usize, outputs: usize, recorder: Option<&Arc<Recorder>>) -> Self {
        let zeros = |count| (0..count).map(|_| SharedCounter::default()).collect();
        let processes = Counter::default();
        processes.add(1);
        Counters {
            taken: zeros(inputs.max(1)),
            given: zeros(outputs),
            processes,
            waited_for_input: Stopwatch::tracked(recorder, WorkerState::WaitingForInput),
            waited_for_output: Stopwatch::tracked(recorder, WorkerState::WaitingForRoom),
            lived: Stopwatch::tracked(recorder, WorkerState::Working),
            ..Counters::default()
        }
    }

    /// Notes that the items of several edges form one stream.
    pub(crate) fn merge(&self) {
        self.merges.store(true, Ordering::Relaxed);
    }

    /// Counts the item in hand as failed. Until [`end_failure`](Counters::end_failure), a panic
    /// comes from the drop of this failure, and counts no further item. Only the worker writes and
    /// reads this.
    pub(crate) fn begin_failure(&self) {
        self.failed.add(1);
        self.handles_failure.store(true, Ordering::Relaxed);
    }

    pub(crate) fn end_failure(&self) {
        self.handles_failure.store(false, Ordering::Relaxed);
    }

    /// Returns whether the worker handles a failure that is already counted.
    pub(crate) fn handles_failure(&self) -> bool {
        self.handles_failure.load(Ordering::Relaxed)
    }

    /// Returns whether a `blocking` body has an item, or has returned what the worker has not taken
    /// yet.
    pub(crate) fn is_blocked(&self) -> bool {
        self.blocked.load(Ordering::Acquire)
    }

    /// Returns whether a `blocking` body is at work, on a thread of its own.
    #[cfg(feature = "tokio")]
    pub(crate) fn body_is_at_work(&self) -> bool {
        self.is_blocked() && !self.returned.load(Ordering::Acquire)
    }

    /// Records that a `blocking` body is given an item, or that the worker has what it returned.
    pub(crate) fn set_blocked(&self, blocked: bool) {
        self.returned.store(false, Ordering::Relaxed);
        self.blocked.store(blocked, Ordering::Release);
    }

    /// Records that a `blocking` body has returned.
    pub(crate) fn body_returned(&self) {
        self.returned.store(true, Ordering::Release);
    }

    /// Returns how many items the worker took from all its edges.
    pub(crate) fn all_taken(&self) -> u64 {
        let taken = self.taken.iter().map(|taken| taken.get());
        if self.merges.load(Ordering::Relaxed) {
            taken.sum()
        } else {
            taken.max().unwrap_or(0)
        }
    }

    /// Returns whether the worker is inside code that this crate cannot end.
    pub(crate) fn is_busy(&self) -> bool {
        let waits = self.waited_for_input.runs() || self.waited_for_output.runs();
        self.lived.runs() && !waits
    }
}
