//! Counting what happens, for the report.
//!
//! Each worker has counters that only its own thread writes, or whoever polls its task, so that counting
//! costs no locked instruction; anybody may read it, at any time. Only waiting is timed.

use std::time::Duration;

use crate::report::methods::Methods;
use crate::report::state::{Pausing, WorkerState};
use crate::report::timeline::Recorder;
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, AtomicU64, CachePadded, Mutex, Ordering, lock};

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
    pub(crate) fn batch(&self) -> CountBatch<'_> {
        CountBatch {
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

/// A counter that is written for every item.
pub(crate) type SharedCounter = Arc<CachePadded<Counter>>;

/// A duration with one writer.
#[derive(Default)]
pub(crate) struct Stopwatch {
    measured: Mutex<Measured>,
    /// Why time passes, if that is for no other worker.
    pub(super) pausing: Pausing,
    /// What writes down when it ran, and as what.
    track: Option<Track>,
}

#[derive(Default)]
struct Measured {
    /// What was measured so far, without what runs.
    sum: Duration,
    /// When it was started, if it runs.
    since: Option<Instant>,
    has_stopped: bool,
}

struct Track {
    recorder: Arc<Recorder>,
    /// What the worker does while it runs. It is [`Working`](WorkerState::Working) for the worker's whole life.
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

    /// Adds what `wait` takes.
    pub(crate) fn time<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.start();
        let result = wait();
        self.stop();
        result
    }

    /// Starts it, if it does not run.
    pub(crate) fn start(&self) {
        let now = *lock(&self.measured).since.get_or_insert_with(Instant::now);
        if let Some(track) = &self.track
            && track.state == WorkerState::Working
        {
            track.recorder.begin(now);
        }
    }

    /// Adds what passed since its start, if it runs.
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

    /// What was measured so far. It may run.
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

    /// Whether it ran, and does not run now.
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

/// What one worker has done so far.
pub(crate) struct Counters {
    /// Items taken, from each edge it reads; from where they are made, if it reads none.
    pub(crate) taken: Box<[SharedCounter]>,
    /// Items handed over, to each edge it fills.
    pub(crate) given: Box<[SharedCounter]>,
    /// Items of which its body made nothing.
    pub(crate) filtered: Counter,
    /// Items that its body failed on.
    pub(crate) failed: Counter,
    /// Attempts after a first that failed.
    pub(crate) retried: Counter,
    /// How many processes work for it: this one, or those of the place where it is.
    pub(crate) processes: Counter,
    /// Answers of other processes that were not used, because another had come before.
    pub(crate) repeated: Counter,
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
    merges: AtomicBool,
}

impl Counters {
    /// `recorder` writes down what its worker does.
    pub(crate) fn new(inputs: usize, outputs: usize, recorder: Option<&Arc<Recorder>>) -> Self {
        let zeros = |count| (0..count).map(|_| SharedCounter::default()).collect();
        let processes = Counter::default();
        processes.add(1);
        Counters {
            taken: zeros(inputs.max(1)),
            given: zeros(outputs),
            filtered: Counter::default(),
            failed: Counter::default(),
            retried: Counter::default(),
            processes,
            repeated: Counter::default(),
            dropped: Counter::default(),
            held: Counter::default(),
            methods: Methods::default(),
            blocked: AtomicBool::new(false),
            waited_for_input: Stopwatch::tracked(recorder, WorkerState::WaitingForInput),
            waited_for_output: Stopwatch::tracked(recorder, WorkerState::WaitingForRoom),
            lived: Stopwatch::tracked(recorder, WorkerState::Working),
            merges: AtomicBool::new(false),
        }
    }

    /// What it takes from several edges are items of one stream.
    pub(crate) fn merge(&self) {
        self.merges.store(true, Ordering::Relaxed);
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
